"""A trace in every format: the tree on a terminal, JSON, SVG and PROV, also with hostile strings in it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from prov.model import ProvDocument
from tracing import relays

from provenance.model import Trace
from provenance.reports.tracing import TRACE_FORMATS, render_trace

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "[/unopened] [red]x",
    "\u202egnp.exe\u2066",
    "\ud800",
    "\r\nrow: forged\x00\x85",
    "</svg><script>1</script>",
)


def spiced(trace: Trace, spice: str) -> Trace:
    """The trace with the string in what comes from pages."""
    sources = tuple(
        replace(s, publisher=f"{s.publisher}{spice}", title=f"{s.title}{spice}", published=f"2024{spice}") for s in trace.sources
    )
    trails = []
    for trail in trace.trails:
        hops = []
        for hop in trail.hops:
            evidence = tuple(replace(p, text=p.text + spice) for p in hop.comparison.evidence)
            credit = replace(hop.credit, name=hop.credit.name + spice, words=hop.credit.words + spice)
            hops.append(replace(hop, credit=credit, comparison=replace(hop.comparison, evidence=evidence), why=hop.why + spice))
        trails.append(replace(trail, hops=tuple(hops), claim=replace(trail.claim, text=trail.claim.text + spice)))
    voices = tuple(replace(v, agency=v.agency + spice) for v in trace.voices)
    return replace(trace, sources=sources, trails=tuple(trails), voices=voices)


def test_the_tree_shows_every_hop_and_its_end(traced: Trace) -> None:
    text = render_trace(traced, "text")
    for words in (
        "draft.md:9:1  The port of Lestva",
        "✓ supported  Норд-Инфо  nord-info.example, read, in ru",
        "■ origin: this is the document itself",
        "■ circle: this leads back",
        "✗ contradicted  Market Square",
        "≠ another number: 90 | 60",
        "by the credit “LESTVA (Reuters) -”",
        "page not found",
        "all 2 sources have it from Wire",
        "One voice: North Gazette, South Courier, Wire carry the same text by Wire",
        "2 in a circle",
    ):
        assert words in text, words
    assert "\x1b" not in text
    assert "\x1b[" in render_trace(traced, "text", colour=True)


def test_quiet_is_one_line_a_hop(traced: Trace) -> None:
    lines = render_trace(traced, "text", verbosity=-1).splitlines()
    found = [line for line in lines if "Market Square" in line]
    assert len(found) == 1
    assert "“" not in found[0].split("credited")[0]
    assert len([line for line in lines if "── " in line]) == 21


def test_verbose_gives_addresses_and_whole_passages(traced: Trace) -> None:
    assert relays.DECREE in render_trace(traced, "text", verbosity=1, width=200)


@pytest.mark.parametrize("string", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_strings_do_nothing(traced: Trace, string: str) -> None:
    found = spiced(traced, string)
    for form in TRACE_FORMATS:
        render_trace(found, form).encode("utf-8")
    for colour in (False, True):
        text = re.sub(r"\x1b\[[0-9;]*m", "", render_trace(found, "text", colour=colour, width=2000))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        assert not any(line.startswith("row: forged") for line in text.splitlines())
    json.loads(render_trace(found, "json"))
    root = ET.fromstring(render_trace(found, "svg"))
    assert "script" not in {e.tag.removeprefix(SVG) for e in root.iter()}
    ProvDocument.deserialize(io.StringIO(render_trace(found, "prov")), format="json")


def test_the_picture_shows_the_way(traced: Trace) -> None:
    root = ET.fromstring(render_trace(traced, "svg"))
    lefts = {text.text: float(text.get("x") or 0) for text in root.iter(f"{SVG}text")}
    way = ["Coast Herald", "Meridian", "Норд-Инфо", "Городской совет Лествы"]
    assert [lefts[name] for name in way] == sorted(lefts[name] for name in way)
    assert len({lefts[name] for name in way}) == 4
    words = " ".join(root.itertext())
    assert "origin" in words
    assert "text by Wire" in words
    links = {a.get("href") for a in root.iter(f"{SVG}a")}
    assert {relays.HERALD, relays.DECREE} <= links


def test_prov_names_the_origin(traced: Trace) -> None:
    found = json.loads(render_trace(traced, "prov"))
    ids = {s.url: s.id for s in traced.sources}
    primary = {r["prov:usedEntity"] for r in found["wasDerivedFrom"].values() if "PrimarySource" in json.dumps(r.get("prov:type", ""))}
    assert primary == {f"id:{ids[relays.DECREE]}", f"id:{ids[relays.WIRE]}"}
    derived = {(r["prov:generatedEntity"], r["prov:usedEntity"]) for r in found["wasDerivedFrom"].values()}
    assert (f"id:{ids[relays.NORD]}", f"id:{ids[relays.DECREE]}") in derived


def test_the_same_trace_gives_the_same_bytes(traced: Trace, folder: Path) -> None:
    for form in TRACE_FORMATS:
        assert render_trace(traced, form) == render_trace(traced, form)
