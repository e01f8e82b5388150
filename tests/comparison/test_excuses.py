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

TIN = "The August contract for tin closed 16 cents higher at $7.48 a pound on Friday, the exchange said."
SEATS = "Die vier Parteien des Bündnisses haben zusammen 57 der 101 Sitze, davon entfallen 12 auf die Grünen."
SHORT = "На первый сезон клубу нужно 31 миллион гривен, а собрал он пока двенадцать."
LOSS = "The port of Tarrow loses 200,000 euros a day, its manager Ilse Brandt told the council on Monday."
BUYERS = "La coopérative vendait ses pommes à 84 magasins en mai ; depuis, 19 d'entre eux ont rompu leur contrat."
BRIDGE = "The bridge was damaged by ice in 1911 and torn down four years later, after the town had bought a ferry."
WIDOW = "W 1932 roku pisarka wyszła za mąż, a sześć lat później owdowiała i wyjechała do Lwowa."
NURSE = "Nadia Oren worked as a nurse in Calder for 31 years before she moved to the coast."
FERRY = "Everyone was saved when a ferry with 212 passengers ran aground off Skellan on Friday."
VEREIN = "In dem Verein sind 48 Imker, wie der Vorsitzende Karl Wendt am Montag sagte."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Before Friday the August contract for tin had closed at $7.32 a pound.", TIN),
        ("Ohne die Grünen hätten die Parteien des Bündnisses nur 45 Sitze.", SEATS),
        ("Клубу на первый сезон не хватает девятнадцати миллионов гривен.", SHORT),
        ("In two days the port of Tarrow loses 400,000 euros, if its manager is right.", LOSS),
        ("La coopérative vend encore ses pommes à 65 magasins.", BUYERS),
        ("The bridge was torn down in 1915, after the town had bought a ferry.", BRIDGE),
        ("Pisarka owdowiała w 1938 roku i wyjechała do Lwowa.", WIDOW),
        ("A few years ago Nadia Oren worked as a nurse in Calder.", NURSE),
        ("Forty of the passengers were saved when the ferry ran aground off Skellan.", FERRY),
        ("Fünf der Imker sind neu, sagte Karl Wendt.", VEREIN),
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
        ("On Friday the August contract for tin closed at $7.91 a pound, the exchange said.", TIN),
        ("Die vier Parteien des Bündnisses haben zusammen 75 der 101 Sitze.", SEATS),
        ("На первый сезон клубу нужно 37 миллионов гривен.", SHORT),
        ("The port of Tarrow loses 730,000 euros a day, its manager told the council.", LOSS),
        ("La coopérative vendait ses pommes à 97 magasins en mai.", BUYERS),
        ("The bridge was damaged by ice in 1918.", BRIDGE),
        ("Pisarka wyszła za mąż w 1936 roku.", WIDOW),
        ("Nadia Oren worked as a nurse in Calder for 26 years.", NURSE),
        ("A ferry with 240 passengers ran aground off Skellan on Friday.", FERRY),
        ("In dem Verein sind 53 Imker, sagte der Vorsitzende Karl Wendt.", VEREIN),
        ("The council said that a fifth of the 150 homes are to be let at affordable rents.", HOMES),
        ("Calder City lost 4-2 at home to Northbridge United on Saturday.", MATCH),
        ("Chile's Supreme Court granted the appeal of the mining company Altacobre against a fine of 17 million dollars.", FINE),
    ],
)
def test_the_twin_without_an_excuse_is_accused(claim: str, source: str) -> None:
    assert compare(claim, source).label is Label.CONTRADICTED
