"""Several sources of one claim: none that contradicts is hidden."""

from __future__ import annotations

from provenance.comparison import combine
from provenance.model import Comparison, Label, Reason


def says(label: Label, code: str, support: float = 0.5) -> Comparison:
    return Comparison(label, 0.8, support, (Reason(code, "…"),))


SUPPORTS = says(Label.SUPPORTED, "passage_found", 0.9)
CONTRADICTS = says(Label.CONTRADICTED, "number_differs", 0.05)
PART = says(Label.PARTLY_SUPPORTED, "words_missing", 0.3)
NOWHERE = says(Label.NOT_FOUND, "no_passage", 0.1)
UNREAD = says(Label.NOT_CHECKABLE, "truncated", 0.0)
ALTERED = says(Label.MISQUOTED, "quote_altered", 0.05)
VERY_WORDS = says(Label.SUPPORTED, "quote_found", 0.95)


def test_a_contradiction_is_never_hidden() -> None:
    verdict = combine([SUPPORTS, CONTRADICTS])
    assert verdict.label is Label.CONTRADICTED
    assert {r.code for r in verdict.reasons} == {"number_differs", "sources_disagree"}
    assert verdict.support == 0.05
    assert combine([CONTRADICTS, SUPPORTS]) == verdict


def test_the_best_answer_counts() -> None:
    assert combine([NOWHERE, PART, SUPPORTS]).label is Label.SUPPORTED
    assert combine([NOWHERE, PART]).label is Label.PARTLY_SUPPORTED


def test_not_found_needs_every_source_read() -> None:
    assert combine([NOWHERE, NOWHERE]).label is Label.NOT_FOUND
    assert combine([NOWHERE, UNREAD]).label is Label.NOT_CHECKABLE


def test_a_source_with_the_very_words_clears_a_quotation() -> None:
    assert combine([ALTERED, VERY_WORDS]).label is Label.SUPPORTED
    assert combine([ALTERED, SUPPORTS]).label is Label.MISQUOTED
    assert combine([ALTERED, NOWHERE]).label is Label.MISQUOTED


def test_no_source_at_all() -> None:
    verdict = combine([])
    assert verdict.label is Label.NOT_CHECKABLE
    assert verdict.reasons[0].code == "no_reference"
