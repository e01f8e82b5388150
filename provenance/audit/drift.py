"""How a source changed: the passage that mattered, word by word; a text that has gone; a notice of a correction.

"Changed since" and "never said" are told apart by what was kept: a passage that stood in an earlier capture was said.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from provenance.model import Extract

_WORD = re.compile(r"\w+|[^\w\s]", re.UNICODE)
_LONGEST = 60_000
"""Words of a text that are looked through."""
_NEAR = 0.35
"""Share of a passage's words that must come again for another passage to be its new wording."""
_SHRUNK = 0.5
_LEFT = 0.25
"""Share of a text's words, or of its lines, that may come again in what stands in its place."""
_LONG_ENOUGH = 400
"""Characters that a text must have had before it can be said to have gone."""
_NOTICE_AT = 400
"""Characters of a notice that are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a word diff."""

    kind: str
    """``same``, ``gone`` or ``new``."""
    text: str


@dataclass(frozen=True, slots=True)
class Drift:
    """How a passage reads now."""

    before: str
    after: str
    """Empty if nothing of it is left."""
    pieces: tuple[Piece, ...]


def of_passage(passage: str, text: str) -> Drift | None:
    """How a passage of an earlier capture reads in a later one.

    Parameters
    ----------
    passage
        As it read before.
    text
        The later text.

    Returns
    -------
    Drift or None
        ``None`` if the passage still stands there, but for white space.
    """
    old = _WORD.findall(passage)
    if not old or " ".join(passage.split()) in " ".join(text.split()):
        return None
    spans = [(match.start(), match.end()) for match in _WORD.finditer(text)][:_LONGEST]
    words = [text[start:end] for start, end in spans]
    if words and _contains(words, old):
        return None
    found = _nearest(old, words)
    if found is None:
        return Drift(passage, "", (Piece("gone", passage),))
    first, last = found
    after = text[spans[first][0] : spans[last - 1][1]]
    return Drift(passage, after, word_diff(passage, after))


def _contains(words: list[str], wanted: list[str]) -> bool:
    first = wanted[0]
    size = len(wanted)
    return any(words[at] == first and words[at : at + size] == wanted for at in range(len(words) - size + 1))


def _nearest(old: list[str], words: list[str]) -> tuple[int, int] | None:
    """Where in ``words`` the run stands that shares most with ``old``, trimmed to what it shares."""
    size = len(old)
    wanted = Counter(word.casefold() for word in old)
    low = [word.casefold() for word in words]
    window: Counter[str] = Counter()
    shared, best, at = 0, 0, -1
    for end, word in enumerate(low):
        window[word] += 1
        shared += int(window[word] <= wanted[word])
        if end >= size:
            gone = low[end - size]
            shared -= int(window[gone] <= wanted[gone])
            window[gone] -= 1
        if shared > best:
            best, at = shared, max(0, end - size + 1)
    if best < max(2, _NEAR * size):
        return None
    # what was put in makes the new wording longer: half as much again on both sides, then cut to what both share
    start, stop = max(0, at - size // 2), min(len(words), at + size + size // 2)
    blocks = [
        b
        for b in difflib.SequenceMatcher(None, [w.casefold() for w in old], low[start:stop], autojunk=False).get_matching_blocks()
        if b.size
    ]
    if not blocks:
        return None
    first, final = blocks[0], blocks[-1]
    head, tail = first.a, size - (final.a + final.size)
    return max(0, start + first.b - head), min(len(words), start + final.b + final.size + tail)


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The words of two wordings as runs of same, gone and new ones; their texts joined by kind give back both, but for spaces."""
    old, new = _pieces(before), _pieces(after)
    found: list[Piece] = []
    bare = [piece.strip() for piece in old], [piece.strip() for piece in new]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece("gone", "".join(old[a:b])))
        if d > c:
            found.append(Piece("new", "".join(new[c:d])))
    return tuple(found)


def _pieces(text: str) -> list[str]:
    """Words and marks, each with the space behind it."""
    return re.findall(r"(?:\w+|[^\w\s])\s*", " ".join(text.split()))


def is_soft_deletion(before: str, after: str) -> bool:
    """Whether a page is there still, but what it said has gone: little of the text is left, and little of it comes again."""
    if len(before) < _LONG_ENOUGH or len(after) >= _SHRUNK * len(before):
        return False
    old, new = Counter(_WORD.findall(before.casefold())), Counter(_WORD.findall(after.casefold()))
    return sum((old & new).values()) < _LEFT * sum(old.values())


def has_gone(before: Extract, after: Extract) -> bool:
    """Whether the text of a page has gone while menus and teasers, perhaps most of what a visitor sees, are there still."""
    if is_soft_deletion(before.full, after.full):
        return True
    if not is_soft_deletion(before.text, after.text):
        return False
    # what is called the main text may be another part of the same page: nothing of the old one may be anywhere
    lines = [" ".join(line.split()) for line in before.text.splitlines() if line.strip()]
    there = " ".join(after.full.split())
    return sum(len(line) for line in lines if line in there) < _LEFT * sum(map(len, lines))


def correction(before: str, after: str) -> str | None:
    """The notice of a correction that a later text carries and an earlier one did not; ``None`` if there is none."""
    known = {_key(notice) for notice in _notices(before)}
    return next((notice for notice in _notices(after) if _key(notice) not in known), None)


def _notices(text: str) -> list[str]:
    return [" ".join(line.split())[:_NOTICE_AT] for line in text.splitlines() if _pattern().match(line)]


def _key(notice: str) -> str:
    return " ".join(_WORD.findall(notice.casefold()))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Lines that are notices: by the words that they begin with, in the languages of the data file."""
    words = tomllib.loads(files("provenance.audit").joinpath("data/corrections.toml").read_text(encoding="utf-8"))
    begins = sorted({phrase for phrases in words["begins"].values() for phrase in phrases}, key=len, reverse=True)
    pattern = "|".join(r"\s+".join(map(re.escape, phrase.split())) + (r"(?!\w)" if phrase[-1].isalnum() else "") for phrase in begins)
    return re.compile(rf"\s{{0,20}}[\W_]{{0,5}}(?:{pattern})", re.IGNORECASE)
