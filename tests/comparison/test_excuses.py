"""What a "not", an opposite or a number is excused by, each beside a twin without the excuse, which is accused."""

from __future__ import annotations

import pytest

from provenance import compare
from provenance.model import Label

BATHS = "The council decided on Thursday to sell the swimming baths in Harwick, which have been closed since 2017, to a developer."
CANTEEN = "Schools in the valley stay open this week, but their canteens may serve only cold meals until Monday."
POLICE = "Nine demonstrators were arrested that day, all but one of whom were released without charge by the police."
HOMES = "The council said that a fifth of the 120 homes are to be let at affordable rents."
MATCH = "Calder City lost 3-2 at home to Northbridge United on Saturday."
FINE = "El Tribunal Supremo de Chile rechazó el miércoles el recurso de la minera Altacobre contra una multa de 17 millones de dólares."
TRIAL = "The prosecutor, Daniel Reeve, said she had stood to inherit 800,000 pounds. Helen Marsh poisoned her husband in March."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Nobody has been able to swim in Harwick since 2017.", BATHS),
        ("In the canteens no hot meals may be served until Monday.", CANTEEN),
        ("Eight of the demonstrators were released without charge.", POLICE),
        ("Twenty-four of the homes will be let at affordable rents.", HOMES),
        ("At half-time Calder City were leading 2-0 against Northbridge.", MATCH),
        ("Chile's Supreme Court upheld a fine of 17 million dollars against Altacobre.", FINE),
        ("Marsh would have inherited 800,000 pounds, according to the prosecutor.", TRIAL),
    ],
)
def test_what_may_be_meant_so_is_not_accused(claim: str, source: str) -> None:
    assert compare(claim, source).label not in (Label.CONTRADICTED, Label.MISQUOTED)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The council decided on Thursday not to sell the swimming baths in Harwick to a developer.", BATHS),
        ("Seven demonstrators were arrested that day.", POLICE),
        ("The council said that a fifth of the 150 homes are to be let at affordable rents.", HOMES),
        ("Calder City lost 4-2 at home to Northbridge United on Saturday.", MATCH),
        ("Chile's Supreme Court granted the appeal of the mining company Altacobre against a fine of 17 million dollars.", FINE),
    ],
)
def test_the_twin_without_an_excuse_is_accused(claim: str, source: str) -> None:
    assert compare(claim, source).label is Label.CONTRADICTED
