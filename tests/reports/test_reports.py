"""Every format says what the report says, and no string from a draft or a page can do anything in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import html5lib
import jsonschema
import pytest

from provenance.errors import UsageError
from provenance.model import Report
from provenance.reports import FORMATS, render, render_any
from provenance.reports.claims import render_claims
from provenance.reports.clean import one_line, safe_href, shorten, visible
from provenance.reports.json import claims_text, dump
from provenance.reports.schema import report_schema

HOSTILE = [
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}} ${7*7} {% raw %}",
    "\x1b]0;owned\x07\x1b[2J\x9b31m",
    "\u202egnp.exe\u2066",
    "[/unopened] [red]x",
    "\ud800 lone",
    "\r\nrow: forged\x00\x85",
    "javascript:alert(1)",
]


def test_an_unknown_format_names_the_known_ones(report: Report) -> None:
    with pytest.raises(UsageError, match="text, json, html"):
        render(report, "pdf")


def test_json_is_what_the_schema_promises(report: Report) -> None:
    value = json.loads(render(report, "json"))
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)
    draft = value["drafts"][0]
    claim = draft["claims"][0]
    assert claim["attribution"]["relayed_from"]["source"] == "the council's decree"
    span = claim["span"]
    assert draft["text"][span["start"] : span["end"]] == "The port will close on May 3"
    assert value["summary"] == {
        "claims": 2,
        "by_label": {"contradicted": 1, "not_checkable": 1},
        "sources": 1,
        "by_status": {"archived": 1},
    }


def test_the_schema_refuses_what_it_does_not_know(report: Report) -> None:
    value = json.loads(render(report, "json"))
    value["drafts"][0]["claims"][0]["verdict"]["label"] = "true"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, report_schema())


def test_a_listing_of_claims_has_the_same_shape(report: Report) -> None:
    found = report.drafts[0]
    text = claims_text(found.draft, [c.claim for c in found.claims], found.links, tool="provenance", version="0.1.0")
    value = json.loads(text)
    assert text == dump(value)  # written piece by piece, it looks as it would in one go
    jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    assert "verdict" not in value["drafts"][0]["claims"][0]


def test_the_terminal_shows_claim_beside_source_worst_first(report: Report) -> None:
    text = render(report, "text", width=90)
    assert text.index("contradicted (likely, 93%)") < text.index("not checkable, no reference")
    assert "draft.md:3:1: contradicted" in text
    assert "the draft has “May 3”, the source “4 мая”" in text
    assert "give the source's text with --source FILE" in text
    assert "from the council's decree" in render(report, "text", verbosity=1)
    assert "\x1b" not in text
    assert "\x1b[" in render(report, "text", colour=True)


def test_quiet_prints_one_line_a_problem(report: Report) -> None:
    lines = [line for line in render(report, "text", verbosity=-1).splitlines() if line]
    assert [line.split(": ")[0] for line in lines] == ["draft.md:3:1", "draft.md:5:1", "bad.md"]


def test_claims_are_marked_in_their_sentences(report: Report) -> None:
    found = report.drafts[0]
    text = render_claims(found.draft, [c.claim for c in found.claims], found.links, verbosity=1)
    assert "→ https://example.org/port (link)" in text
    assert "related: https://example.org/more" in text
    assert "[The port will close on May 3], the mayor said, citing the council's decree." in text
    assert "has it from the council's decree (document), “citing”" in text
    assert "# Harbour plan" in text


@pytest.mark.parametrize("string", HOSTILE)
@pytest.mark.parametrize("form", ["html", "json", "text"])
def test_hostile_strings_do_nothing(form: str, string: str, spiced: Callable[[str], Report]) -> None:
    text = render(spiced(string), form)
    text.encode("utf-8")
    if form == "json":
        value = json.loads(text)
        jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    elif form == "text":
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert not any(line.startswith("row: forged") for line in text.splitlines())
    elif form == "html":
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        allowed = {element.tag for element in html5lib.parse(render(spiced(""), form), namespaceHTMLElements=False).iter()}
        for element in tree.iter():
            if isinstance(element.tag, str):
                assert element.tag in allowed, element.tag
                assert not any(name.startswith("on") or name in ("src", "style") for name in element.attrib)
                href = element.attrib.get("href", "#")
                assert href.startswith(("#", "https://", "http://")), href
        refresh = [m for m in tree.iter("meta") if m.attrib.get("http-equiv", "").lower() == "refresh"]
        assert not refresh


def test_the_same_report_gives_the_same_bytes(report: Report, spiced: Callable[[str], Report]) -> None:
    for form in FORMATS:
        assert render_any(report, form) == render_any(spiced(""), form)


def test_cleaning_keeps_offsets_and_cuts_at_words() -> None:
    assert visible("a\x1bb\u202ec") == "a\ufffdb\ufffdc"
    assert one_line(" a\n\tb ") == "a b"
    assert shorten("one two three four", 10) == "one two…"
    assert safe_href("javascript:alert(1)") is None
    assert safe_href("https://example.org/a") == "https://example.org/a"
