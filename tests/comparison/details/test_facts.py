"""Details bound to their sentence: agrees, differs, missing, elsewhere; and words that turn a sentence round."""

from __future__ import annotations

import pytest

from provenance.comparison.comparing import Item
from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.encoder import encoder
from provenance.model import Context, Extract


def facts_of(claim: str, source: str, language: str = "en") -> tuple[Fact, ...]:
    item = Item(claim, Extract(source), Context(language=language))
    _, found = item.details(encoder().sentences([claim])[0])
    for fact in found:
        assert fact.span.of(claim) == fact.text
        if fact.other_span is not None:
            assert fact.other_span.of(source) == fact.other
        assert 0.0 <= fact.bound <= 1.0 + 1e-6
        assert 0.0 <= fact.fit <= 1.0 + 1e-6
    return found


def outcomes(claim: str, source: str) -> dict[str, Outcome]:
    return {fact.text: fact.outcome for fact in facts_of(claim, source)}


PLANT = "The plant employs 320 people and makes 45 buses a month. It was founded in 1961 by two brothers. A rival in Graz makes 90 buses a month."


def test_a_number_agrees_in_its_own_sentence() -> None:
    assert outcomes("The plant employs 320 people.", PLANT)["320"] is Outcome.AGREES


def test_another_number_in_the_same_part_differs() -> None:
    found = facts_of("The plant employs 230 people.", PLANT)[0]
    assert (found.outcome, found.other) == (Outcome.DIFFERS, "320")
    assert min(found.bound, found.fit) > 0.8


def test_a_number_that_nothing_speaks_of_is_missing() -> None:
    assert outcomes("The plant employs 320 people on 77 acres.", PLANT)["77 acres"] is Outcome.MISSING


def test_a_year_agrees_and_another_differs() -> None:
    assert outcomes("The plant was founded in 1961.", PLANT)["1961"] is Outcome.AGREES
    assert outcomes("The plant was founded in 1916.", PLANT)["1916"] is Outcome.DIFFERS


def test_a_sixth_term_is_no_sixth_part() -> None:
    source = "The president has ruled since 1994. He was sworn in again last week for a sixth term in office."
    found = outcomes("The president was sworn in for a sixth term.", source)
    assert [outcome for text, outcome in found.items() if "sixth" in text] == [Outcome.AGREES]


def test_a_name_in_another_script_agrees() -> None:
    found = facts_of("Lukashenko signed the law in Minsk.", "Лукашенко подписал закон в Минске.")
    assert {fact.text: fact.outcome for fact in found} == {"Lukashenko": Outcome.AGREES, "Minsk": Outcome.AGREES}


@pytest.mark.parametrize(
    ("claim", "source", "note"),
    [
        ("The union has not accepted the offer.", "The union has accepted the offer.", "added negation"),
        ("The union accepted the offer.", "The union did not accept the offer.", "dropped negation"),
        ("The new bridge is safe.", "Engineers say that the new bridge is dangerous.", "opposite word"),
        ("The talks lasted for weeks.", "The talks lasted for months.", "another of its kind"),
    ],
)
def test_reversals(claim: str, source: str, note: str) -> None:
    assert note in {fact.note for fact in facts_of(claim, source)}


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The union has not accepted the offer.", "The union did not accept the offer."),
        ("The authorities found no proof of fraud.", "The authorities have not found any proof of fraud."),
        ("The ship did not arrive until May.", "The ship arrived in May."),
        ("Prices did not rise.", "Prices did not rise last year."),
        ("She offers a no-fee account.", "She offers an account without fees."),
    ],
)
def test_what_is_no_reversal(claim: str, source: str) -> None:
    assert not [fact for fact in facts_of(claim, source) if fact.kind.value == "negation"]
