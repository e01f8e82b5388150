"""One seed text checked against the other: what agrees, what is missing, and that nothing true is called contradicted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from provenance.comparison import compare
from provenance.model import Comparison, Context, Label


def text_of(shared: Path, number: str) -> str:
    return next((shared / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def source(shared: Path) -> str:
    return text_of(shared, "000")


@pytest.fixture(scope="module")
def draft(shared: Path) -> str:
    return text_of(shared, "001")


def paragraph(draft: str, words: str) -> str:
    """The paragraph of the draft that holds these words."""
    return next(p.strip() for p in draft.split("\n") if words in p)


def check(claim: str, source: str, speaker: str | None = None) -> Comparison:
    return compare(claim, source, context=Context(language="en", date=date(2020, 12, 18), speaker=speaker))


def missing(found: Comparison) -> str:
    return " | ".join(d.claim for d in found.differences if d.kind.value in ("missing", "quote"))


def test_the_signing_date_agrees_and_the_city_is_missing(draft: str, source: str) -> None:
    found = check(paragraph(draft, "made in the city"), source)
    assert found.label not in (Label.CONTRADICTED, Label.MISQUOTED)
    assert any("November 19" in passage.text for passage in found.evidence)
    assert any(d.kind.value == "missing" and d.claim == "Minsk" for d in found.differences), found.differences
    assert not any(d.kind.value == "date" for d in found.differences)


def test_a_day_agrees_with_a_vague_period(draft: str, source: str) -> None:
    found = check(paragraph(draft, "On Aug. 27"), source, "Vladimir Putin")
    assert found.label not in (Label.CONTRADICTED, Label.MISQUOTED)
    assert not any(d.kind.value == "date" or "27" in d.claim for d in found.differences), found.differences
    assert any("end of August" in passage.text for passage in found.evidence)


def test_two_renderings_of_one_sentence_are_no_misquotation(draft: str, source: str) -> None:
    found = check(paragraph(draft, "until the situation gets"), source, "Vladimir Putin")
    assert found.label not in (Label.CONTRADICTED, Label.MISQUOTED)
    quotation = paragraph(draft, "until the situation gets")
    begin = quotation.index("will not be used")
    short = quotation[begin : quotation.index("control") + len("control")]
    found = check(f"“{short}”", source, "Putin")
    assert found.label not in (Label.CONTRADICTED, Label.MISQUOTED)
    assert "rendering_differs" in {r.code for r in found.reasons}


def test_the_sixth_term_is_missing_and_two_spellings_are_one_person(draft: str, source: str) -> None:
    found = check(paragraph(draft, "tens of thousands"), source)
    assert found.label is Label.PARTLY_SUPPORTED
    assert "sixth" in missing(found)
    assert "Lukashenko" not in missing(found)


def test_nothing_true_is_called_contradicted(draft: str, source: str) -> None:
    for claim in (p.strip() for p in draft.split("\n") if len(p.split()) > 12):
        found = check(claim, source)
        assert found.label not in (Label.CONTRADICTED, Label.MISQUOTED), (claim, found)
