"""Brief claims about short passages of our own, by the ten thousand: how many that a passage does not bear out are called supported.

``pairs/*.txt.gz`` hold, in blocks, passages in seven languages with claims that they bear out and claims that are
wrong by a word or two. Those who wrote them did not know the program, and words tell which is which only the wrong way round: what holds is
often said in other words, and what does not is often a copy but for one. ``twins`` are free of that. ``held`` is kept for measuring; the others are there to learn from.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from provenance import compare_many
from provenance.comparison.fitting.pairs import Pair, read_pairs
from provenance.language.polarity import hedges, negations
from provenance.model import Label

FOLDER = Path(__file__).parent / "pairs"
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["pairs"]


@pytest.fixture(scope="module")
def others() -> list[Pair]:
    return read_pairs(FOLDER, held=False)


@pytest.fixture(scope="module")
def held() -> list[Pair]:
    return read_pairs(FOLDER, held=True)


def test_no_passage_is_both_held_and_others(others: list[Pair], held: list[Pair]) -> None:
    assert len(others) > 30_000
    assert len(held) > 1_000
    assert not {p.source for p in others} & {p.source for p in held}
    assert {p.languages[0] for p in others} == {"en", "ru", "uk", "de", "fr", "es", "pl"}


def test_negations_hedges_and_length_hardly_tell_the_label(others: list[Pair]) -> None:
    english = [p for p in others if p.languages[1] == "en"][::9]
    right, wrong = ([p.claim for p in english if p.faithful is label] for label in (True, False))

    def share(claims: list[str], found: object) -> float:
        return sum(bool(found(c, "en")) for c in claims) / len(claims)  # type: ignore[operator]

    assert abs(share(right, negations) - share(wrong, negations)) < 0.17  # a right claim denies more often
    assert abs(share(right, hedges) - share(wrong, hedges)) < 0.1
    assert abs(sum(map(len, right)) / len(right) - sum(map(len, wrong)) / len(wrong)) < 12
    assert 0.4 < len(right) / len(english) < 0.6


def test_claims_that_are_wrong_by_a_word_against_their_floors(held: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    sample = held[:: FLOORS["every"]]
    labels = [c.label for c in compare_many([(p.claim, p.source) for p in sample])]
    said = list(zip(sample, labels, strict=True))
    wrong = sum(not p.faithful and label is Label.SUPPORTED for p, label in said)
    right = sum(p.faithful and label is Label.SUPPORTED for p, label in said)
    accused = sum(p.faithful and label in (Label.CONTRADICTED, Label.MISQUOTED) for p, label in said)
    true = sum(p.faithful for p in sample)
    with capsys.disabled():
        print(f"\npairs: {wrong} of {len(sample) - true} wrong and {right} of {true} right claims supported, {accused} right ones accused")
    assert wrong <= FLOORS["wrong_supported"]
    assert right >= FLOORS["right_supported"]
    assert accused <= FLOORS["right_accused"]
