"""Where the words of one claim stand in its source, unit by unit; sentences are cut into units only when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from provenance.comparison.details.cast import Cast
from provenance.comparison.details.units import Unit, units

_HEADLINE = 0.6
"""Share of capitals from which a sentence is a headline or a list."""


@dataclass(frozen=True, slots=True)
class Home:
    """A unit of the source."""

    index: int
    """Of its sentence."""
    unit: Unit
    behind: tuple[int, ...]
    """Words of the unit behind it, if that has a subject of its own: it may be what is said."""

    @property
    def words(self) -> list[int]:
        """Its words and its subject's."""
        return [*self.unit.words, *(i for p in self.unit.subject for i in p.words)]


class Grounds:
    """The sentences of a source that a match looked at, as one claim is laid on them."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.match = cast, cast.match
        sentences = cast.match.reading.sentences
        self.seen = [i for i in cast.judge.seen if sentences[i].main and len(sentences[i].tokens) > 1]
        self._read: dict[int, tuple[Home, ...]] = {}

    @cached_property
    def near(self) -> dict[int, Any]:
        """How well each sentence has each content word of the claim, shape (words,)."""
        slots = {i: self.match.slots_of(i) for i in self.seen}
        return {i: self.match.similar[:, low:high].max(axis=1) for i, (low, high) in slots.items() if low < high}

    @cached_property
    def support(self) -> tuple[float, ...]:
        """How well each content word is met where its clause is met best."""
        return tuple(self.match.support(row) for row in range(len(self.match.content)))

    def within(self, least: float, weight: dict[int, float], lent: dict[int, float]) -> list[tuple[float, int]]:
        """Sentences that have some words well enough, with how well, the best one first.

        Parameters:
            least: the weighted mean of how well.
            weight: of each of the words, as rows.
            lent: what a row counts at the least.
        """
        total = sum(weight.values())
        each = ((sum(w * max(near[r], lent.get(r, 0.0)) for r, w in weight.items()) / total, i) for i, near in self.near.items())
        return sorted(((share, i) for share, i in each if share >= least), key=lambda pair: (-pair[0], pair[1]))

    def homes(self, indices: Sequence[int]) -> Iterator[Home]:
        """The units of some sentences."""
        for index in indices:
            if index not in self._read:
                self._read[index] = tuple(self._units(index))
            yield from self._read[index]

    def _units(self, index: int) -> Iterator[Home]:
        sentence = self.match.reading.sentences[index]
        if sum(t.text[:1].isupper() for t in sentence.tokens) > _HEADLINE * len(sentence.tokens):
            return
        text = self.match.reading.text[sentence.start : sentence.end]
        read = units(text, self.cast.there, self.cast.judge.stated[index].anchor)
        for n, unit in enumerate(read):
            yield Home(index, unit, read[n + 1].words if n + 1 < len(read) and not read[n + 1].inherited else ())
