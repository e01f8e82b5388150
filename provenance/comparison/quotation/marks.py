"""Where quotation marks open and close, in the styles of the languages that are read.

“…” English, „…“ German and Russian handwriting, „…” Polish, «…» Russian, French and Spanish, »…« German books, ”…” Swedish, ‘…’ British,
and the straight marks of typewriters. A mark inside other marks is part of the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from provenance.model import Span

_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", "”": "”", '"': '"”', "‘": "’", "‚": "‘’", "‹": "›", "'": "'", "「": "」", "『": "』"}
MARKS = frozenset('"“”„«»‟')
"""Marks that are nothing but quotation marks."""
_ANY = re.compile(f"[{''.join(_CLOSES)}]")
_EITHER = re.compile(f"[{''.join((*_CLOSES, *_CLOSES.values()))}]")
_SHORT = 2000
"""Characters of a text whose quotations are remembered."""
_SINGLE = "‘‚'‹"
_LONGEST_SINGLE = 2000
"""Characters after which a single mark that is still open was an apostrophe."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between the outermost quotation marks."""

    span: Span
    """Of the words, without the marks."""
    closed: bool
    """Whether a closing mark stands; if not, they run to the end of what was read."""


def marked(text: str, start: int = 0, end: int | None = None) -> tuple[Marked, ...]:
    """The outermost quotations in ``text[start:end]``, in order and apart; offsets are into ``text``. Takes one pass."""
    if start == 0 and end is None and len(text) <= _SHORT:
        return _known(text)
    return _marked(text, start, len(text) if end is None else min(end, len(text)))


@lru_cache(maxsize=1024)
def _known(text: str) -> tuple[Marked, ...]:
    """Those of a claim, which several questions are asked about."""
    return _marked(text, 0, len(text))


def _marked(text: str, start: int, stop: int) -> tuple[Marked, ...]:
    found: list[Marked] = []
    opened: list[int] = []  # places of the marks that stand open, outermost first
    ignored = -1
    at = start
    while at < stop:
        if not opened or text[opened[0]] not in _SINGLE:  # nothing but a mark matters here
            next_mark = (_EITHER if opened else _ANY).search(text, at, stop)
            if next_mark is None:
                break
            at = next_mark.start()
        char = text[at]
        if opened and char in _CLOSES[text[opened[-1]]] and _may_close(text, at, text[opened[-1]]):
            place = opened.pop()
            if not opened:
                found.append(Marked(Span(place + 1, at), True))
        elif len(opened) > 1 and char in _CLOSES[text[opened[0]]] and text[opened[-1]] in _SINGLE and char not in _SINGLE + "’":
            found.append(Marked(Span(opened[0] + 1, at), True))  # the outer mark closes over an apostrophe
            opened.clear()
        elif char in _CLOSES and (at > ignored or char not in _SINGLE) and _may_open(text, at, opened):
            opened.append(at)
        at += 1
        if opened and text[opened[0]] in _SINGLE and (at == stop or at - opened[0] > _LONGEST_SINGLE or text.startswith("\n\n", at)):
            at, ignored = opened[0] + 1, at  # it was an apostrophe: read that run again without single marks
            opened.clear()
    if opened and opened[0] + 1 < stop:
        found.append(Marked(Span(opened[0] + 1, stop), False))
    return tuple(found)


def _may_open(text: str, at: int, opened: list[int]) -> bool:
    char = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if char in "'‘‚‹":
        return not before.isalnum() and (after.isalpha() or (after.isdigit() and char != "'") or after in '[…“"«') and before not in "’'"
    if char in "»”":
        return not before.isalnum() and before not in ".,!?…" and after.isalnum()
    if char == '"':
        return not (opened and text[opened[-1]] == '"')
    return True


def _may_close(text: str, at: int, opener: str) -> bool:
    char = text[at]
    after = text[at + 1] if at + 1 < len(text) else " "
    if char in "'’" and opener in "'‘‚":
        return not after.isalnum() and at > 0 and not text[at - 1].isspace()
    if char == "“" and opener == "„":
        return not after.isalnum()
    return True
