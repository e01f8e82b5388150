"""Numbers of a vote belong to their sides."""

from __future__ import annotations

import pytest

from provenance.comparison import compare
from provenance.model import Context, Label

SOURCES = {
    "uk": "Міська рада підтримала бюджет: за проголосували 31 депутат, проти — 14.",
    "pl": "Za budżetem głosowało 31 radnych, przeciw 14. Obrady trwały do nocy.",
    "en": "Thirty-one councillors were in favour of the budget and 14 against.",
}


@pytest.mark.parametrize("language", sorted(SOURCES))
@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("Fourteen councillors voted against the budget.", False),
        ("31 councillors voted for the budget, 14 against.", False),
        ("31 councillors voted against the budget.", True),
    ],
)
def test_each_number_stands_on_its_side(language: str, claim: str, wrong: bool) -> None:
    found = compare(claim, SOURCES[language], context=Context(language="en"))
    assert (found.label is Label.CONTRADICTED) is wrong, found


@pytest.mark.parametrize(("claim", "wrong"), [("voted 7 to 4 to sell the depot", False), ("voted 7 to 4 against selling the depot", True)])
def test_what_a_count_came_to(claim: str, wrong: bool) -> None:
    source = "The city council of Arden voted 7 to 4 on Tuesday to sell the depot. Work begins in March."
    found = compare(f"The council of Arden {claim}.", source, context=Context(language="en"))
    assert (found.label is Label.CONTRADICTED) is wrong, found
