"""Words of a claim that were exchanged for the source's: found in a firm frame, and weighed by what they have to do with each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.comparison.comparing import Item
from provenance.comparison.fitting.samples import Sample
from provenance.comparison.lexical.fit_swaps import exchanged
from provenance.comparison.lexical.swaps import PAIR, SWAP, fitted_pairs, harm, pair_row, swap_columns, swaps
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.match import Match
from provenance.model import Extract

SOURCE = (
    "The harbour board met on a rainy evening. The board said that the ferry company raised ticket prices sharply before the summer season. "
    "Nobody from the union spoke."
)


def _match(claim: str, source: str = SOURCE) -> Match:
    return Item(claim, Extract(source)).match(encoder().sentences([claim])[0])


def test_an_exchanged_word_is_found_in_its_frame() -> None:
    claim = "The ferry company lowered ticket prices sharply before the summer season."
    match = _match(claim)
    found = swaps(match)
    assert len(found) == 1
    word = match.tokens[match.content[found[0].row]]
    sentence, index = match.slots[found[0].slot]
    assert claim[word.start : word.end] == "lowered"
    assert match.reading.sentences[sentence].tokens[index].text == "raised"
    assert found[0].harm > 0.8


def test_a_synonym_does_less_harm() -> None:
    opposite = swap_columns(_match("The ferry company lowered ticket prices sharply before the summer season."))
    synonym = swap_columns(_match("The ferry company increased ticket prices sharply before the summer season."))
    assert synonym[0] < 0.4 < opposite[0]
    assert synonym[1] == 0.0 < opposite[1]


@pytest.mark.parametrize(
    "claim",
    [
        "The ferry company raised ticket prices sharply before the summer season.",
        "A choir from the valley sang at the opening of the new library.",
        "The Ferry company raised 14 prices sharply before the summer season.",
        "Паромная компания снизила цены на билеты перед летним сезоном.",
        "Prices",
    ],
)
def test_without_an_exchanged_word_there_is_nothing(claim: str) -> None:
    match = _match(claim)
    assert swaps(match) == ()
    assert swap_columns(match) == (0.0,) * len(SWAP)


@pytest.mark.parametrize(
    ("harmless", "harmful", "source"),
    [
        ("purchased", "sold", "bought"),
        ("plunged", "rose", "fell"),
        ("big", "small", "large"),
        ("began", "ended", "started"),
        ("automobile", "bicycle", "car"),
        ("enormous", "tiny", "huge"),
        ("commenced", "cancelled", "started"),
    ],
)
def test_the_harmful_word_weighs_more(harmless: str, harmful: str, source: str) -> None:
    assert harm(harmless, source) < harm(harmful, source)


def test_the_fitted_columns_are_the_documented_ones() -> None:
    assert fitted_pairs().columns == PAIR
    assert len(pair_row("bought", "sold")) == len(PAIR)


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_any_two_words_have_a_probability(one: str, other: str) -> None:
    assert 0 <= harm(one, other) <= 1


def test_exchanged_words_of_a_sample() -> None:
    sample = Sample("own", "The mayor opened a tiny bridge", "", "contradicted", None, {"original": "The mayor opened a large bridge"})
    assert list(exchanged(sample)) == [("tiny", "large", 1)]
