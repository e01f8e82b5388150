"""What a claim takes from one clause of the source and puts into another."""

from __future__ import annotations

import pytest

from provenance import compare
from provenance.comparison.details.crossed import CROSSED
from provenance.comparison.details.units import units
from provenance.comparison.matching.tokens import tokenize
from provenance.model import Label

PLANTS = "The chip maker Orlan fell on Wednesday. The company will close its plant in Dresden but keep the one in Cork, its chief said."


def cut(text: str, language: str) -> list[str]:
    tokens = tokenize(text, language)
    return [" ".join(tokens[i].text for i in unit.words) for unit in units(text, language, None)]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Orlan will close one plant and keep the other.", "en", ["Orlan will close one plant", "and keep the other"]),
        ("The Leith site employs 640 people, the one in Cork 410.", "en", ["The Leith site employs 640 people", "the one in Cork 410"]),
        ("Завод закроют в Туле и откроют в Орле.", "ru", ["Завод закроют в Туле", "и откроют в Орле"]),
        ("Verlac fermera son usine et gardera l'autre.", "fr", ["Verlac fermera son usine", "et gardera l' autre"]),
    ],
)
def test_a_unit_is_what_stands_between_two_conjunctions(text: str, language: str, wanted: list[str]) -> None:
    assert cut(text, language) == wanted


def test_a_unit_without_a_subject_has_that_of_the_one_before() -> None:
    first, second = units("Orlan will close one plant and keep the other.", "en", None)
    assert second.inherited
    assert second.subject == first.subject


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Orlan will close its plant in Cork.", PLANTS),
        ("The plant in Tula will dismiss 40 workers.", "Завод в Калуге уволит 40 рабочих, а завод в Туле продолжит работать."),
        ("Die Werft in Rostock wird verkauft.", "Die Reederei verkauft die Werft in Kiel und behält die Werft in Rostock."),
        ("The site in Cork employs 640 people.", "Varden has two sites. The Leith site employs 640 people, the one in Cork 410."),
        ("The hotel chain will sell its hotel in Cadiz.", "La cadena hotelera venderá su hotel de Málaga y reformará el de Cádiz."),
    ],
)
def test_what_the_source_has_in_another_clause_forbids_support(claim: str, source: str) -> None:
    found = compare(claim, source)
    assert found.label is not Label.SUPPORTED, found


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Orlan will close its plant in Dresden.", PLANTS),
        ("Orlan will keep the plant in Cork.", PLANTS),
        ("The plant in Kaluga will dismiss 40 workers.", "Завод в Калуге уволит 40 рабочих, а завод в Туле продолжит работать."),
        ("The Leith site employs 640 people.", "Varden has two sites. The Leith site employs 640 people, the one in Cork 410."),
    ],
)
def test_what_stands_in_its_own_clause_is_left_alone(claim: str, source: str) -> None:
    assert not [d for d in compare(claim, source).differences if d.detail == CROSSED]
