"""The three seed texts: every attribution that a careful reader finds in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from provenance.claims import find_claims
from provenance.draft import read
from provenance.model import Claim, Draft, SourceKind, Speech

pytestmark = pytest.mark.shared


def _read(shared: Path, number: str) -> tuple[Draft, tuple[Claim, ...]]:
    (path,) = (shared / "seeds").glob(f"{number}_*.txt")
    draft = read(path, date=date(2020, 12, 18))
    return draft, find_claims(draft)


def _one(claims: tuple[Claim, ...], words: str) -> Claim:
    (claim,) = [c for c in claims if words in c.text and c.attribution is not None]
    return claim


@pytest.mark.parametrize("number", ["001", "003"])
def test_newspaper(shared: Path, number: str) -> None:
    _draft, claims = _read(shared, number)
    first = _one(claims, "has signed a cooperation agreement")
    second = _one(claims, "The two law-enforcement agencies")
    assert first.attribution is not None
    assert second.attribution is not None
    assert (first.attribution.source, first.attribution.cue) == ("Interfax", "reported")
    assert first.attribution.date == date(2020, 12, 18)
    assert first.attribution.speaker_or_outlet is SourceKind.OUTLET
    assert [q.text for q in first.quotations] == ["terrorism and extremism,"]
    assert second.attribution.source == "Interfax"
    assert second.text.endswith("the fight against terrorism and extremism")
    relayed = second.attribution.relayed_from
    assert relayed is not None
    assert "agreement" in relayed.source
    assert relayed.source.endswith("legal portal")
    assert relayed.speaker_or_outlet is SourceKind.DOCUMENT
    accused = _one(claims, "accused the opposition")
    assert accused.attribution is not None
    assert accused.attribution.source == "Alexander Lukashenko"
    assert "jailed" not in accused.text
    own = _one(claims, "made in the city")
    assert own.attribution is not None
    assert own.attribution.speaker_or_outlet is SourceKind.DOCUMENT
    assert "agreement" in own.attribution.source
    assert [q.text for q in own.quotations] == ["made in the city of Minsk on Nov. 19, 2020"]
    announced = _one(claims, "formed a reserve")
    assert announced.attribution is not None
    assert (announced.attribution.source, announced.attribution.date) == ("Vladimir Putin", date(2020, 8, 27))
    assert announced.attribution.kind is Speech.MIXED
    went_on = _one(claims, "But we also agreed")
    assert went_on.attribution is not None
    assert (went_on.attribution.source, went_on.attribution.cue) == ("Vladimir Putin", "had said")
    assert went_on.attribution.kind is Speech.DIRECT
    for claim in claims:
        assert "http" not in claim.text
        assert "EPA" not in claim.text
        assert "Top Diplomat" not in claim.text
        assert claim.attribution is None or "EPA" not in claim.attribution.source


def test_both_forms_of_the_newspaper_article_give_the_same_claims(shared: Path) -> None:
    left, right = (_read(shared, number)[1] for number in ("001", "003"))
    assert [c.id for c in left] == [c.id for c in right]


def test_broadcaster(shared: Path) -> None:
    _, claims = _read(shared, "000")
    expected = [
        ("signed a new cooperation agreement", "a copy of the deal just made public", SourceKind.DOCUMENT),
        ("it went into immediate effect", "the agreement", SourceKind.DOCUMENT),
        ("either side may carry out", "the agreement", SourceKind.DOCUMENT),
        ("was stolen", "the opposition", SourceKind.GROUP),
        ("a matter of time", "Svyatlana Tsikhanouskaya", SourceKind.PERSON),
        ("Russia had formed a reserve", "Vladimir Putin", SourceKind.PERSON),
        ("both sides agreed", "Vladimir Putin", SourceKind.PERSON),
        ("would be removed", "", SourceKind.UNNAMED),
    ]
    for words, source, kind in expected:
        attribution = _one(claims, words).attribution
        assert attribution is not None
        assert (attribution.source, attribution.speaker_or_outlet) == (source, kind)
    assert [q.text for q in _one(claims, "a matter of time").quotations] == ["a matter of time"]
    hedged = _one(claims, "would be removed").attribution
    assert hedged is not None
    assert hedged.hedged
