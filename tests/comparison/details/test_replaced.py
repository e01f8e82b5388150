"""A word in another's place in a copied sentence forbids support; another word for the same thing does not."""

from __future__ import annotations

import pytest

from provenance.comparison import compare
from provenance.comparison.details.replaced import REPLACED
from provenance.model import Label

DAM = "The ministry said the {} of the two dams would be checked by divers before the end of the week."


def exchanged(claim: str, source: str) -> list[tuple[str, str]]:
    return [(d.claim, d.source) for d in compare(claim, source).differences if d.detail == REPLACED]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The council voted to close the provincial archive and to move its papers there.", ("federal", "provincial")),
        ("The divers swam outside the wreck for an hour and took pictures of the hull.", ("inside", "outside")),
        ("It gets the least out of the money that the fund has put aside for dams.", ("most", "least")),
        ("The ferry sailed despite the news that the harbour would be closed to ships.", ("following", "despite")),
    ],
)
def test_an_exchanged_word_forbids_support(claim: str, source: tuple[str, str]) -> None:
    theirs, own = source
    found = compare(claim, claim.replace(own, theirs) + " The weather was dry.")
    assert found.label is not Label.SUPPORTED
    assert [(d.claim, d.source) for d in found.differences] == [(own, theirs)]


@pytest.mark.parametrize(
    ("own", "theirs"),
    [("transfer", "move"), ("scrutinized", "checked"), ("checking", "checked"), ("co-operation", "cooperation")],
)
def test_another_word_for_the_same_is_none(own: str, theirs: str) -> None:
    source = f"The council voted on Monday to have the papers {theirs} with the old archive and the cathedral."
    assert exchanged(source.replace(theirs, own), source) == []


def test_a_word_that_the_source_has_in_a_like_sentence_is_the_source_s() -> None:
    claim = DAM.format("gates")
    assert exchanged(claim, DAM.format("walls")) == [("gates", "walls")]
    assert exchanged(claim, f"{DAM.format('walls')} The mayor had asked that the gates of the two dams would be checked.") == []


def test_without_a_frame_nothing_is_said() -> None:
    assert exchanged("The gates will be checked by divers.", "The walls will be checked by divers.") == []


def test_names_and_numbers_are_left_to_the_details() -> None:
    source = "The ministry said that Mr Olsen would check the two dams before the end of the week."
    assert exchanged(source.replace("Olsen", "Parker"), source) == []
    assert exchanged(source.replace("two", "three"), source) == []


def test_languages_without_a_dictionary_are_left_alone() -> None:
    source = "Das Ministerium teilte mit, die Mauern der zwei Staudämme würden vor dem Ende der Woche von Tauchern geprüft."
    assert exchanged(source.replace("Mauern", "Tore"), source) == []
