"""A quotation against the source's words, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MAX_WORDS = 1_500
"""Of either side; what is longer is not compared word by word."""

_AROUND = 8
_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")
_LEAST_SHARE = 0.4


class Change(StrEnum):
    """What became of a stretch of the source's words in the draft."""

    SAME = "same"
    DROPPED = "dropped"
    """In the source, not in the draft."""
    ADDED = "added"
    """In the draft, not in the source."""
    AROUND = "around"
    """The source's words before and behind what is quoted."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that share their fate."""

    change: Change
    text: str


def word_diff(source: str, quotation: str) -> tuple[Stretch, ...]:
    """How ``quotation`` differs from ``source``, the passage that it is taken from.

    Words are aligned as by Ratcliff and Obershelp's gestalt matching (:mod:`difflib`); case and punctuation at a word's edges do not count.

    Returns
    -------
    tuple of Stretch
        In the source's order; empty if the two have too little in common, are too long, or do not differ.
    """
    theirs, ours = _words(source), _words(quotation)
    if not theirs or not ours or max(len(theirs), len(ours)) > MAX_WORDS:
        return ()
    matcher = SequenceMatcher(None, [_key(w) for w in theirs], [_key(w) for w in ours], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < _LEAST_SHARE * len(ours):
        return ()
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
    found = list(_stretches(matcher.get_opcodes(), theirs, ours, first, last))
    if all(stretch.change in (Change.SAME, Change.AROUND) for stretch in found):
        return ()
    return tuple(found)


def _stretches(
    opcodes: Sequence[tuple[str, int, int, int, int]], theirs: Sequence[str], ours: Sequence[str], first: int, last: int
) -> Iterator[Stretch]:
    before, behind = theirs[max(0, first - _AROUND) : first], theirs[last : last + _AROUND]
    if before:
        yield Stretch(Change.AROUND, ("… " if first > _AROUND else "") + " ".join(before))
    for name, a, b, c, d in opcodes:
        inside = theirs[max(a, first) : min(b, last)]
        if name == "equal":
            yield Stretch(Change.SAME, " ".join(inside))
            continue
        if inside:
            yield Stretch(Change.DROPPED, " ".join(inside))
        if ours[c:d]:
            yield Stretch(Change.ADDED, " ".join(ours[c:d]))
    if behind:
        yield Stretch(Change.AROUND, " ".join(behind) + (" …" if last + _AROUND < len(theirs) else ""))


def _words(text: str) -> list[str]:
    """The words with what stands at their edges; a mark on its own goes with the word before it."""
    out: list[str] = []
    for word in _WORD.findall(text):
        if out and not re.search(r"\w", word):
            out[-1] += f" {word}"
        else:
            out.append(word)
    return out


def _key(word: str) -> str:
    return _EDGES.sub("", word).casefold().replace("’", "'")
