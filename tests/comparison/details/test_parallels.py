"""One half of each of two parallel members is what neither says."""

from __future__ import annotations

import pytest

from provenance.comparison import compare
from provenance.comparison.details.parallels import OF_THE_OTHER
from provenance.model import Context, Label

FLIGHTS = "The airline will stop flying to Tallinn in May and to Riga in October. It cites costs."
WATER = "The town gets its water from wells, and its power from the dam. The wells are dry."
RIVER = "The river is cleaner than in 1990 but dirtier than in 2010. Fish have returned."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The airline will stop flying to Riga in May.", FLIGHTS),
        ("The airline will stop flying to Tallinn in October.", FLIGHTS),
        ("The town gets its water from the dam.", WATER),
        ("The river is cleaner than in 2010.", RIVER),
        ("He won silver in Paris.", "He won silver in Tokyo and bronze in Paris. He retires in May."),
        ("The hospital dismissed the nurses in June.", "Szpital zwolnił pielęgniarki w marcu i lekarzy w czerwcu. Dyrektor milczy."),
    ],
)
def test_a_mixture_is_not_borne_out(claim: str, source: str) -> None:
    found = compare(claim, source, context=Context(language="en"))
    assert found.label is not Label.SUPPORTED
    assert found.differences


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The airline will stop flying to Riga in October.", FLIGHTS),
        ("The airline will stop flying to Tallinn in May.", FLIGHTS),
        ("The airline will stop flying to Tallinn and Riga.", FLIGHTS),
        ("The town gets its power from the dam.", WATER),
        ("The river is dirtier than in 2010.", RIVER),
        ("The airline will stop flying to Riga in May.", f"{FLIGHTS} A trial stop of flights to Riga is planned in May."),
    ],
)
def test_what_either_says_is_let_pass(claim: str, source: str) -> None:
    assert OF_THE_OTHER not in {d.detail for d in compare(claim, source, context=Context(language="en")).differences}
