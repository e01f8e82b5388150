"""Where in the source a word of the claim would stand."""

from __future__ import annotations

from provenance.comparison.comparing import Item
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.substitutions import COLUMNS, Place, columns, places
from provenance.model import Extract

SOURCE = "The council bought a small bakery beside the old harbour last spring. Nobody objected to the price."


def laid(claim: str, source: str = SOURCE) -> Match:
    item = Item(claim, Extract(source))
    return item.match(encoder().sentences([claim])[0])


def place_of(match: Match, word: str) -> tuple[Place, list[str]]:
    row = next(r for r, i in enumerate(match.content) if match.tokens[i].text == word)
    place = places(match)[row]
    found = [match.slots[slot] for slot in place.slots]
    return place, [match.reading.sentences[s].tokens[t].text for s, t in found]


def test_another_word_between_two_anchors_was_put_in_its_place() -> None:
    match = laid("The council bought a small brewery beside the old harbour last spring.")
    place, there = place_of(match, "brewery")
    assert place.held == 2
    assert "bakery" in there


def test_an_added_word_has_nothing_in_its_place() -> None:
    match = laid("The council bought a small profitable bakery beside the old harbour last spring.")
    place, there = place_of(match, "profitable")
    assert place.held == 2
    assert there == []
    row = next(r for r, i in enumerate(match.content) if match.tokens[i].text == "profitable")
    assert columns(match)[row][COLUMNS.index("inserted")] == 1.0


def test_words_of_the_source_are_neither_added_nor_exchanged() -> None:
    match = laid(SOURCE)
    for name in ("substituted", "inserted", "changed"):
        assert not columns(match)[:, COLUMNS.index(name)].any()


def test_a_source_that_shares_no_word_holds_no_place() -> None:
    match = laid("The council bought a small brewery.", "Rain fell over hills. Sheep grazed quietly.")
    assert all(place.held == 0 for place in places(match))
    assert columns(match).shape == (len(match.content), len(COLUMNS))
