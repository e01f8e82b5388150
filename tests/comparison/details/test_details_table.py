"""Numbers and dates of two texts in seven languages, in one table: which follow from which, and which exclude each other."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path

import pytest

from provenance.comparison.details.pairs import anchored, loose, same_kind, scaled, year_of
from provenance.language.agreement import Agreement
from provenance.language.dates import agree_dates, dates
from provenance.language.numbers import agree, near, quantities

WRITTEN = Date(2021, 9, 8)
MEANING = {"A": Agreement.AGREE, "D": Agreement.DIFFER, "N": Agreement.INCOMPARABLE}


def rows(part: str) -> list[tuple[str, str, str]]:
    """The rows of one part of the table: verdict, claim, source; the texts with their language in front."""
    found: list[tuple[str, str, str]] = []
    heading = ""
    for line in (Path(__file__).parent / "details_table.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line[2:]
        elif line and heading.startswith(part):
            verdict, claim, source = line.split(" | ")
            found.append((verdict, claim, source))
    return found


NUMBERS, DATES = rows("numbers"), rows("dates")


def test_the_table_is_long_and_in_seven_languages() -> None:
    assert len(NUMBERS) + len(DATES) >= 200
    assert {text[:2] for _, *texts in NUMBERS + DATES for text in texts} == {"en", "ru", "uk", "de", "fr", "es", "pl"}


@pytest.mark.parametrize(("verdict", "claim", "source"), NUMBERS)
def test_numbers(verdict: str, claim: str, source: str) -> None:
    one, other = (quantities(text[4:], text[:2]) for text in (claim, source))
    assert len(one) == len(other) == 1
    assert agree(one[0], other[0]) is MEANING[verdict]


@pytest.mark.parametrize(("verdict", "claim", "source"), DATES)
def test_dates(verdict: str, claim: str, source: str) -> None:
    one, other = (dates(text[4:], text[:2], WRITTEN) for text in (claim, source))
    assert len(one) == len(other) == 1
    assert agree_dates(*anchored(one[0], other[0])) is MEANING[verdict]


@pytest.mark.parametrize(
    ("one", "other", "kindred"),
    [
        ("five-year", "74-year-old", False),
        ("5 percent", "half", False),
        ("5 percent", "6 percent", True),
        ("$5", "€6", True),
        ("2-0", "4 people", False),
    ],
)
def test_what_may_stand_in_the_place_of_another(one: str, other: str, kindred: bool) -> None:
    assert same_kind(quantities(one, "en")[0], quantities(other, "en")[0]) is kindred


def test_agreement_that_is_easily_had() -> None:
    assert loose(quantities("more than 38%", "en")[0], "75%")
    assert loose(quantities("between $1.35 and $1.40", "en")[0], "$1.36")
    assert not loose(quantities("more than 38%", "en")[0], "more than 38%")
    assert not loose(quantities("38%", "en")[0], "38.2%")


def test_values_that_may_be_one() -> None:
    assert near(quantities("1,187,432 people", "en")[0], quantities("1.2 million people", "en")[0])
    assert not near(quantities("$0.10", "en")[0], quantities("below $25 billion", "en")[0])
    assert scaled(quantities("about 2 million", "en")[0])
    assert not scaled(quantities("about 2,000,000", "en")[0])
    assert [year_of(q) for q in quantities("2,020 jobs", "en")] == [None]
