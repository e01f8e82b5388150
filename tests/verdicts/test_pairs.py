"""Claims about texts of our own, by the ten thousand: how many that a text does not bear out are called supported.

``pairs/*.txt.gz`` hold, in blocks, passages in seven languages with claims that they bear out and claims that are wrong by a word or two.
Those who wrote them did not know the program, and words tell which is which only the wrong way round: what holds is often said in other
words, and what does not is often a copy but for one. ``twins/*.txt.gz`` are free of that. They hold texts of 8 to 14 sentences, as news,
talk, business and encyclopaedias have them. A claim sums up several sentences in other words, or is brief; its twin is the same but for a
few words that make it wrong. Since the two share all other words, neither overlap nor style can tell: what is told here is read, and as yet
next to nothing is. ``held`` is kept for measuring; the others are there to learn from.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from claim_blocks import Pair, read_pairs, twins
from telling import Tell

from provenance import compare_many
from provenance.language.polarity import hedges, negations
from provenance.model import Label

HERE = Path(__file__).parent
FLOORS = tomllib.loads((HERE.parent / "floors.toml").read_text("utf-8"))
LANGUAGES = {"en", "ru", "uk", "de", "fr", "es", "pl"}


@pytest.mark.parametrize(("name", "most", "fewest"), [("pairs", 30_000, 1_000), ("twins", 20_000, 1_100)])
def test_no_text_is_both_held_and_others(name: str, most: int, fewest: int) -> None:
    others, held = read_pairs(HERE / name, held=False), read_pairs(HERE / name, held=True)
    assert len(others) > most
    assert len(held) > fewest
    assert not {p.source for p in others} & {p.source for p in held}
    assert {p.languages[0] for p in others} == LANGUAGES


def test_negations_hedges_and_length_hardly_tell_the_label() -> None:
    english = [p for p in read_pairs(HERE / "pairs", held=False) if p.languages[1] == "en"][::9]
    right, wrong = ([p.claim for p in english if p.faithful is label] for label in (True, False))

    def share(claims: list[str], found: object) -> float:
        return sum(bool(found(c, "en")) for c in claims) / len(claims)  # type: ignore[operator]

    assert abs(share(right, negations) - share(wrong, negations)) < 0.17  # a right claim denies more often
    assert abs(share(right, hedges) - share(wrong, hedges)) < 0.1
    assert abs(sum(map(len, right)) / len(right) - sum(map(len, wrong)) / len(wrong)) < 12
    assert 0.4 < len(right) / len(english) < 0.6


def test_two_thirds_are_twins_of_one_length() -> None:
    pairs = read_pairs(HERE / "twins", held=False)
    found = twins(pairs)
    assert 2 * len(found) > 0.6 * len(pairs)
    longer = [len(pairs[second].claim) / len(pairs[first].claim) for first, second in found.items()]
    assert 0.98 < sum(longer) / len(longer) < 1.02
    assert 0.45 < sum(p.faithful for p in pairs) / len(pairs) < 0.55


@pytest.mark.parametrize("name", ["pairs", "twins"])
def test_claims_that_are_wrong_by_a_word_against_their_floors(name: str, tell: Tell) -> None:
    floors = FLOORS[name]
    sample: list[Pair] = read_pairs(HERE / name, held=True)[:: floors["every"]]
    labels = [c.label for c in compare_many([(p.claim, p.source) for p in sample])]
    said = list(zip(sample, labels, strict=True))
    wrong = sum(not p.faithful and label is Label.SUPPORTED for p, label in said)
    right = sum(p.faithful and label is Label.SUPPORTED for p, label in said)
    accused = sum(p.faithful and label in (Label.CONTRADICTED, Label.MISQUOTED) for p, label in said)
    true = sum(p.faithful for p in sample)
    tell(f"{name}: {wrong} of {len(sample) - true} wrong and {right} of {true} right claims supported, {accused} right ones accused")
    assert wrong <= floors["wrong_supported"]
    assert right >= floors["right_supported"]
    assert accused <= floors["right_accused"]
