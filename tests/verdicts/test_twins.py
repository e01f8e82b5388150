"""Claims about longer texts of our own, many of them beside the same claim with a fault: how they are judged.

``twins/*.txt.gz`` hold texts of 8 to 14 sentences in seven languages, as news, talk, business and encyclopaedias have them. A claim sums up
several sentences in other words, or is brief; its twin is the same but for a few words that make it wrong. Those who wrote them did not
know the program. Since a claim and its twin share all other words, neither overlap nor style tells which is which: here it shows what is
read, and nearly nothing is. ``held`` is kept for measuring; on the others it is fitted when a detail that differs may accuse.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from provenance import compare_many
from provenance.comparison.fitting.pairs import Pair, read_pairs, twins
from provenance.model import Label

FOLDER = Path(__file__).parent / "twins"
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["twins"]


@pytest.fixture(scope="module")
def others() -> list[Pair]:
    return read_pairs(FOLDER, held=False)


@pytest.fixture(scope="module")
def held() -> list[Pair]:
    return read_pairs(FOLDER, held=True)


def test_no_text_is_both_held_and_others(others: list[Pair], held: list[Pair]) -> None:
    assert len(others) > 20_000
    assert len(held) > 1_100
    assert not {p.source for p in others} & {p.source for p in held}
    assert {p.languages[0] for p in others} == {"en", "ru", "uk", "de", "fr", "es", "pl"}


def test_two_thirds_are_twins_of_one_length(others: list[Pair]) -> None:
    found = twins(others)
    assert 2 * len(found) > 0.6 * len(others)
    longer = [len(others[second].claim) / len(others[first].claim) for first, second in found.items()]
    assert 0.98 < sum(longer) / len(longer) < 1.02
    assert 0.45 < sum(p.faithful for p in others) / len(others) < 0.55


def test_twins_against_their_floors(held: list[Pair], capsys: pytest.CaptureFixture[str]) -> None:
    texts = sorted({p.source for p in held})[:: FLOORS["every"]]
    sample = [p for p in held if p.source in texts]
    labels = [c.label for c in compare_many([(p.claim, p.source) for p in sample])]
    said = list(zip(sample, labels, strict=True))
    wrong = sum(not p.faithful and label is Label.SUPPORTED for p, label in said)
    right = sum(p.faithful and label is Label.SUPPORTED for p, label in said)
    accused = sum(p.faithful and label in (Label.CONTRADICTED, Label.MISQUOTED) for p, label in said)
    true = sum(p.faithful for p in sample)
    with capsys.disabled():
        print(f"\ntwins: {wrong} of {len(sample) - true} wrong and {right} of {true} right claims supported, {accused} right ones accused")
    assert wrong <= FLOORS["wrong_supported"]
    assert right >= FLOORS["right_supported"]
    assert accused <= FLOORS["right_accused"]
