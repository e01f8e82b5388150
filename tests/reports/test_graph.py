"""The provenance graph as SVG: what stands in it, and what a page can do to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from provenance.model import DraftReport, Label, Report, Source, Status
from provenance.reports import render
from provenance.reports.graph import graph
from provenance.reports.graph_parts import gather
from provenance.reports.words import NAMES

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "</svg><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '" onload="alert(1)',
    "javascript:alert(1)",
    "<![CDATA[ x ]]> &lt; &#0; &xxe;",
    "\x1b]0;title\x07\x00\u202e\ud800\ufffe\uffff",
    "{{7*7}} ${7*7}",
    "'>\"><img src=x onerror=alert(1)>",
    "很长的标题" * 40,
)
ELEMENTS = {"svg", "title", "desc", "defs", "marker", "g", "path", "rect", "text", "circle", "a", "style"}


def parsed(text: str) -> ET.Element:
    text.encode("utf-8")
    return ET.fromstring(text)


def names(root: ET.Element) -> set[str]:
    return {element.tag.removeprefix(SVG) for element in root.iter()}


def attributes(root: ET.Element) -> list[tuple[str, str]]:
    return [pair for element in root.iter() for pair in element.attrib.items()]


def test_the_graph_says_what_the_report_says(report: Report) -> None:
    root = parsed(graph(report))
    words = " ".join(root.itertext())
    for part in ("Harbour plan", "Город", "contradicted", "only named", "the council's decree", "read from an archived copy"):
        assert part in words
    assert root.get("role")
    ids = {value for name, value in attributes(root) if name == "id"}
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= ids
    assert "Harbour plan → Город (contradicted)" in (root.findtext(f"{SVG}desc") or "")


def test_each_node_opens_its_source(report: Report) -> None:
    links = parsed(graph(report)).findall(f".//{SVG}a")
    assert [link.get("href") for link in links] == ["https://web.archive.org/web/2024/x"]
    assert all("noopener" in (link.get("rel") or "") for link in links)


def test_inside_a_page_it_needs_no_style_of_its_own(report: Report) -> None:
    assert not {"style", "script"} & names(parsed(graph(report)))
    assert not [name for name, _ in attributes(parsed(graph(report))) if name == "style" or name.startswith("on")]
    alone = parsed(render(report, "svg"))
    assert "prefers-color-scheme: dark" in (alone.findtext(f"{SVG}style") or "")


@pytest.mark.parametrize("label", Label)
def test_every_verdict_has_a_shape_a_word_and_a_class(report: Report, label: Label) -> None:
    (draft,) = report.drafts
    first = draft.claims[0]
    finding = replace(first.findings[0], comparison=replace(first.findings[0].comparison, label=label))
    text = graph(replace(draft, claims=(replace(first, findings=(finding,)),)))
    marked = [g for g in parsed(text).iter(f"{SVG}g") if g.get("class") == label.value]
    assert len(marked) == 1
    assert marked[0].findtext(f"{SVG}text") == NAMES[label]
    assert len(marked[0].findall(f"{SVG}g/*")) == 2


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("string", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_from_a_page_becomes_markup(spiced: Callable[[str], Report], string: str, alone: bool) -> None:
    root = parsed(render(spiced(string), "svg") if alone else graph(spiced(string)))
    assert names(root) <= ELEMENTS
    for name, value in attributes(root):
        assert not name.lower().startswith("on")
        assert name != "href" or value.startswith(("http://", "https://"))
    assert not {"\x1b", "\x07", "\x00", "\u202e"} & set("".join(root.itertext()))


@pytest.mark.shared
def test_the_batterys_strings_stay_text(spiced: Callable[[str], Report]) -> None:
    battery = Path(__file__).resolve().parents[3] / "shared" / "battery" / "battery.json"
    if not battery.exists():
        pytest.skip("needs ../shared/battery")
    for case in json.loads(battery.read_text("utf-8"))["injection_strings"]:
        root = parsed(render(spiced(case["string"]), "svg"))
        assert names(root) <= ELEMENTS, case["id"]
        assert all(value.startswith(("http://", "https://")) for name, value in attributes(root) if name == "href"), case["id"]


def many(report: Report, n: int) -> DraftReport:
    (draft,) = report.drafts
    first, source = draft.claims[0], draft.sources[0]
    sources = tuple(replace(source, id=f"s-{i}", url=f"https://s{i}.example/a", publisher=f"Paper {i}") for i in range(n))
    findings = tuple(replace(first.findings[0], source=s.id) for s in sources)
    references = tuple(replace(first.claim.references[0], url=s.url) for s in sources)
    claim = replace(first.claim, references=references, attribution=None)
    return replace(draft, claims=(replace(first, claim=claim, findings=findings),), sources=sources)


def test_many_sources_are_put_together(report: Report) -> None:
    text = graph(many(report, 300))
    root = parsed(text)
    assert "and 287 more" in " ".join(root.itertext())
    assert len(text) < 60_000
    assert len(root.findall(f".//{SVG}rect")) == 15


def test_who_cites_whom_makes_the_layers(report: Report) -> None:
    draft = many(report, 3)
    one, two, three = draft.sources
    # the second leads back to the first: a circle is drawn, not followed for ever
    draft = replace(draft, sources=(replace(one, cites=("s-1",)), replace(two, cites=("s-2", "s-0")), three))
    assert {(e.start, e.end) for e in gather(draft).edges} >= {("s-0", "s-1"), ("s-1", "s-2"), ("s-1", "s-0"), ("draft", "s-2")}
    root = parsed(graph(draft))
    lefts = {text: float(box.get("x") or 0) for box in root.iter(f"{SVG}text") if (text := box.text or "").startswith("Paper")}
    assert lefts["Paper 0"] < lefts["Paper 1"] < lefts["Paper 2"]


def test_what_was_not_read_is_drawn_so(report: Report) -> None:
    draft = many(report, 1)
    failed = Source("s-0", "https://s0.example/a", Status.PAYWALLED)
    (box,) = parsed(graph(replace(draft, sources=(failed,)))).findall(f".//{SVG}a/{SVG}rect")
    assert box.get("stroke-dasharray")


def test_two_graphs_on_one_page_share_no_id(report: Report) -> None:
    found = [
        [value for name, value in attributes(parsed(graph(report, prefix=prefix))) if name == "id"] for prefix in ("graph-0", "graph-1")
    ]
    assert not set(found[0]) & set(found[1])
