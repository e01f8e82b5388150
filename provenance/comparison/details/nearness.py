"""How near a word of the claim is to one of its source, where things of one kind must not pass for each other.

Word vectors find "imports" nearly as near to "exports" as its own translation. Words that the table of concepts has at two poles of one
axis are therefore never one, and those that it has at the same pole are, if the vectors do not speak against it. The same goes for words
for what becomes of people (:mod:`provenance.comparison.details.fates`).
"""

from __future__ import annotations

from collections.abc import Iterable

from provenance.comparison.details.fates import fate_of
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.concepts import read

_APART, _ONE = 0.3, 0.9
"""How near words at two poles are at the most, and words at one pole at the least."""
_KIN = 0.5
"""From which words at one pole may be one: an axis has many words."""
_FATE = "fate of "
"""What the kinds of fates are called among the axes."""


class Nearness:
    """How near the words of one claim are to those of its source, in [0, 1]."""

    def __init__(self, match: Match, language: str | None) -> None:
        """``language`` is the claim's."""
        self.match = match
        self._row = {token: row for row, token in enumerate(match.content)}
        self._slot = {slot: n for n, slot in enumerate(match.slots)}
        self._mine = _poles(match.claim, language, [(t.start, t.text) for t in match.tokens])
        self._theirs: dict[int, dict[int, dict[str, str]]] = {}

    def of(self, token: int, index: int, there: int) -> float:
        """How near a word of the claim is to one of a sentence.

        Parameters:
            token: number of the claim's word.
            index: the sentence.
            there: number of the sentence's word.
        """
        row, slot = self._row.get(token), self._slot.get((index, there))
        if row is None or slot is None:
            return 0.0
        near = float(self.match.similar[row, slot])
        mine, theirs = self._mine.get(token, {}), self._there(index).get(there, {})
        shared = [axis for axis in mine if axis in theirs]
        if any(mine[axis] != theirs[axis] for axis in shared):
            return min(near, _APART)
        if any(axis.startswith(_FATE) for axis in shared):
            return max(near, _ONE)
        return max(near, _ONE) if shared and near >= _KIN else near

    def opposite(self, token: int, index: int, there: int) -> bool:
        """Whether a word of the claim and one of a sentence stand at two poles of an axis, and at the same pole of none."""
        mine, theirs = self._mine.get(token, {}), self._there(index).get(there, {})
        shared = [axis for axis in mine if axis in theirs]
        return bool(shared) and all(mine[axis] != theirs[axis] for axis in shared)

    def most(self, token: int, index: int, words: Iterable[int]) -> float:
        """How near a word of the claim is to the nearest of some words of a sentence."""
        return max((self.of(token, index, i) for i in words), default=0.0)

    def _there(self, index: int) -> dict[int, dict[str, str]]:
        if index not in self._theirs:
            sentence = self.match.reading.sentences[index]
            text = self.match.reading.text[sentence.start : sentence.end]
            words = [(t.start - sentence.start, t.text) for t in sentence.tokens]
            self._theirs[index] = _poles(text, self.match.reading.language, words)
        return self._theirs[index]


def _poles(text: str, language: str | None, words: list[tuple[int, str]]) -> dict[int, dict[str, str]]:
    """The poles at which each word of a text stands, by their axes; words by where they begin."""
    found: dict[int, dict[str, str]] = {}
    for n, (_, word) in enumerate(words):
        fate = fate_of(word, language)
        if fate is not None:
            found[n] = {_FATE + fate[0]: fate[1]}
    for item in read(text, language).items if language is not None else ():
        for n, (start, _) in enumerate(words):
            if item.span.start <= start < item.span.end:
                found.setdefault(n, {})[item.axis] = item.pole
    return found
