"""W3C PROV-JSON of reports and traces: it reads back, names what it should, and hostile text stays text."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from prov.model import ProvDerivation, ProvDocument, ProvInfluence

from provenance.model import Label, Report, SourceKind
from provenance.reports import render

HOSTILE = ('"} , {"agent": {}', "\x1b]0;x\x07\x00", "\ud800", "id:tool-provenance", "a b/c:d#e%20", "{{7*7}}", "</script>", "\u202e\u2066")


def read(text: str) -> ProvDocument:
    text.encode("utf-8")
    document = ProvDocument.deserialize(io.StringIO(text), format="json")
    assert isinstance(document, ProvDocument)
    return document


def parts(text: str) -> dict[str, dict[str, dict[str, str]]]:
    return json.loads(text)


def test_it_reads_back_as_it_was_written(report: Report) -> None:
    text = render(report, "prov")
    document = read(text)
    again = read(document.serialize(format="json") or "")
    assert again == document
    assert len(document.get_records()) > 20


def test_claims_passages_and_captures_hang_together(report: Report) -> None:
    found = parts(render(report, "prov"))
    quoted = {(r["prov:generatedEntity"], r["prov:usedEntity"]) for r in found["wasDerivedFrom"].values() if r.get("prov:type")}
    assert ("id:claim-0-aaaaaaaaaaaa", "id:draft-0") in quoted
    assert ("id:passage-s-1-0-19", "id:capture-s-1") in quoted
    assert found["specializationOf"]
    assert found["entity"]["id:capture-s-1"]["prov:location"] == "https://web.archive.org/web/2024/x"
    assert found["activity"]["id:fetch-s-1"]["prov:startTime"].startswith("2024-05-02T10:00:00")
    (derived,) = [r for r in found["wasDerivedFrom"].values() if r.get("pv:verdict")]
    assert (derived["prov:generatedEntity"], derived["prov:usedEntity"], derived["pv:verdict"]) == (
        "id:claim-0-aaaaaaaaaaaa",
        "id:s-1",
        "contradicted",
    )
    speakers = {
        found["agent"][r["prov:agent"]]["prov:label"] for r in found["wasAttributedTo"].values() if r["prov:entity"].startswith("id:claim")
    }
    assert speakers == {"the mayor", "the council's decree", "the union"}


@pytest.mark.parametrize("label", [Label.NOT_FOUND, Label.NOT_CHECKABLE])
def test_what_the_source_does_not_say_is_not_derived_from_it(report: Report, label: Label) -> None:
    (draft,) = report.drafts
    first = draft.claims[0]
    finding = replace(first.findings[0], comparison=replace(first.findings[0].comparison, label=label, evidence=()))
    document = read(render(replace(report, drafts=(replace(draft, claims=(replace(first, findings=(finding,)),)),)), "prov"))
    claim = "claim-0-aaaaaaaaaaaa"
    derived = [r for r in document.get_records(ProvDerivation) if r.args[0].localpart == claim and r.args[1].localpart == "s-1"]
    assert not derived
    influences = [r for r in document.get_records(ProvInfluence) if type(r) is ProvInfluence]
    assert [(r.args[0].localpart, r.args[1].localpart) for r in influences] == [(claim, "s-1")]


def test_the_document_at_the_end_of_the_chain_is_the_primary_source(report: Report) -> None:
    (draft,) = report.drafts
    first = draft.claims[0]
    assert first.claim.attribution is not None
    attribution = replace(first.claim.attribution, relayed_from=None, speaker_or_outlet=SourceKind.DOCUMENT)
    reference = replace(first.claim.references[0], source=attribution.source)
    claim = replace(first.claim, attribution=attribution, references=(reference,))
    found = parts(render(replace(report, drafts=(replace(draft, claims=(replace(first, claim=claim),)),)), "prov"))
    primary = [r for r in found["wasDerivedFrom"].values() if "PrimarySource" in json.dumps(r.get("prov:type", ""))]
    assert [(r["prov:generatedEntity"], r["prov:usedEntity"]) for r in primary] == [("id:claim-0-aaaaaaaaaaaa", "id:s-1")]


@pytest.mark.parametrize("string", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_strings_stay_values(spiced: Callable[[str], Report], string: str) -> None:
    text = render(spiced(string), "prov")
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    plain, spicy = parts(render(spiced(""), "prov")), parts(text)
    assert {kind: len(things) for kind, things in spicy.items()} == {kind: len(things) for kind, things in plain.items()}
    assert set(spicy["entity"]) == set(plain["entity"])
    read(text)


@pytest.mark.shared
def test_the_batterys_strings_read_back(spiced: Callable[[str], Report]) -> None:
    battery = Path(__file__).resolve().parents[3] / "shared" / "battery" / "battery.json"
    if not battery.exists():
        pytest.skip("needs ../shared/battery")
    for case in json.loads(battery.read_text("utf-8"))["injection_strings"]:
        read(render(spiced(case["string"]), "prov"))
