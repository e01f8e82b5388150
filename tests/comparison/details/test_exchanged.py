"""Values of the claim laid on those of its source: each with its own words, or with the other's."""

from __future__ import annotations

import pytest

from provenance.comparison.comparing import Item
from provenance.comparison.details.exchanged import EXCHANGED, OF_THE_OTHER, Exchanges
from provenance.comparison.details.facts import Judge
from provenance.comparison.details.fates import fate_of
from provenance.comparison.matching.encoder import encoder
from provenance.model import Context, Extract

DEAD_AND_HURT = "Drei Menschen starben, zwölf wurden verletzt. Das Haus stand leer."


def _exchanges(claim: str, source: str, language: str) -> Exchanges:
    item = Item(claim, Extract(source), Context(language=language))
    match = item.match(encoder().sentences([claim])[0])
    return Exchanges(match, language, Judge(match, language, None, None))


CASES = [
    ("en", "Bread costs 2 euros and milk 1.", "Milk costs 2 euros and bread 1 euro. The shop opens at noon.", [EXCHANGED, EXCHANGED]),
    ("en", "Bread costs 2 euros and milk 1.", "Milk costs 1 euro and bread 2 euros. The shop opens at noon.", []),
    ("fr", "Le pain coûte 2 euros et le lait 1 euro.", "Bread costs 1 euro, milk 2 euros.", [EXCHANGED, EXCHANGED]),
    ("fr", "Le pain coûte 2 euros et le lait 1 euro.", "Milk costs 1 euro, bread 2 euros.", []),
    ("en", "Twelve people died.", DEAD_AND_HURT, [OF_THE_OTHER]),
    ("en", "Twelve people were hurt.", DEAD_AND_HURT, []),
    ("en", "Three people died.", DEAD_AND_HURT, []),
    ("en", "Fifteen people were killed or injured.", "Fifteen people were killed or injured, and four are missing.", []),
]


@pytest.mark.parametrize(
    ("language", "claim", "source", "notes"), CASES, ids=[f"{claim[:24]}-{source[:24]}" for _, claim, source, _ in CASES]
)
def test_values_are_laid_with_their_words(language: str, claim: str, source: str, notes: list[str]) -> None:
    assert [fact.note for fact in _exchanges(claim, source, language).facts()] == notes


def test_numbers_without_their_units_are_borne_out_by_their_words() -> None:
    claim = "Adults pay 12 euros and children 7."
    found = _exchanges(claim, "Kinder zahlen 7 Euro, Erwachsene 12. Montags ist geschlossen.", "en").borne_out()
    assert [span.of(claim) for span in found] == ["12 euros", "7"]


@pytest.mark.parametrize(
    ("word", "language", "fate"),
    [("killed", "en", "dead"), ("verletzt", "de", "hurt"), ("погибли", "ru", "dead"), ("blessés", "fr", "hurt"), ("zginęły", "pl", "dead")],
)
def test_fates_are_known_in_every_form(word: str, language: str, fate: str) -> None:
    assert fate_of(word, language) == ("harm", fate)


def test_other_words_tell_no_fate() -> None:
    assert fate_of("people", "en") is None
    assert fate_of("killed", None) is None
