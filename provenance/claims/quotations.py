"""Quotation marks of every language, paired, nested, and left open at the end of a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"''|``|[\"“”„‟«»‹›‘’‚'「」『』]")
_APOSTROPHES = "’'"
# opening mark -> marks that close it
_CLOSERS = {
    "''": "''",
    "``": "''",
    '"': '"”“',
    "“": '”"“',
    "„": '“”"‟',
    "‟": '”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
    "”": "”",
    "「": "」",
    "『": "』",
}
_ALWAYS_OPEN = "„‟‚「『«‹"
_SINGLES = "‘‚'‹›"
_BEFORE_OPENING = " \t\n\r\f\u00a0\u2009\u202f([{—–-/…:"


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation: ``start`` and ``end`` with its marks, ``inner_start`` and ``inner_end`` without them."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    """``False`` if no closing mark was found: the quotation then runs to the end of the text."""
    depth: int = 0
    """0 for an outermost quotation, 1 for one inside another, …"""
    single: bool = False
    """Whether single marks were used."""


def _may_open(text: str, at: int, width: int = 1) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + width : at + width + 1] or " "
    return (before in _BEFORE_OPENING or before in "\"“„«‘'‹") and not after.isspace()


def _is_apostrophe(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return before.isalnum() and after.isalnum()


def overlapping(outer: Sequence[Quoted], start: int, end: int) -> Sequence[Quoted]:
    """Those of the outermost quotations, which are in order and apart, that share a character with a stretch of text."""
    first = bisect_right(outer, start, key=lambda q: q.end)
    return outer[first : bisect_left(outer, end, lo=first, key=lambda q: q.start)]


def quoted(text: str) -> tuple[Quoted, ...]:
    """Find the quotations in one paragraph, outer ones before the ones inside them, in order of their start.

    Args:
        text: one paragraph, run together (offsets count in it).

    Returns:
        Each quotation once. A double mark that is never closed opens a quotation up to the end of ``text``
        (``closed`` is false); a single mark that is never closed is taken for an apostrophe.
    """
    found: list[Quoted] = []
    stack: list[tuple[str, int]] = []
    marks = list(_MARKS.finditer(text))
    for mark in marks:
        sign, at = mark.group(), mark.start()
        if len(sign) == 1 and sign in _APOSTROPHES and _is_apostrophe(text, at):
            continue
        closes = _closing(stack, sign, text, at)
        if closes is not None:
            opening, start = stack[closes]
            del stack[closes:]
            found.append(Quoted(start, mark.end(), start + len(opening), at, True, len(stack), opening in _SINGLES))
        elif (sign in _ALWAYS_OPEN or (sign in _CLOSERS and sign != "’" and _may_open(text, at, len(sign)))) and len(stack) < 8:
            stack.append((sign, at))
    for depth, (opening, start) in enumerate(stack):
        if opening not in _SINGLES:
            found.append(Quoted(start, len(text), start + len(opening), len(text), False, depth))
            break
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def _closing(stack: list[tuple[str, int]], sign: str, text: str, at: int) -> int | None:
    """Index in ``stack`` of the opening that this mark closes, or ``None`` if it closes none."""
    for index in range(len(stack) - 1, -1, -1):
        opening, start = stack[index]
        if sign not in _CLOSERS[opening]:
            continue
        if opening in "'‘" and (text[at + 1 : at + 2].isalnum() or text[at - 1].isspace()):
            return None
        if sign in ('"', "“", "''") and opening != "„" and _may_open(text, at, len(sign)) and not _ends_word(text, at):
            return None  # a straight or left mark before a word opens another one
        if at > start + 1:
            return index
    return None


def _ends_word(text: str, at: int) -> bool:
    before = text[at - 1]
    return not before.isspace() and before not in "([{—–/"


def opens_quotation(text: str) -> bool:
    """Whether a paragraph begins with an opening quotation mark."""
    return bool(text) and (text.startswith(("''", "``")) or (text[0] in '"“„«‘‟»' and text[1:2] != "" and not text[1].isspace()))


_DIALOGUE = re.compile(r"\s*[—–]\s*(?=\S)")
_SPEAKER = re.compile(r"(?<=\S)\s+[—–]\s*(?=[^\W\d_])")
_INSIDE = re.compile(r"(?<=[^\W\d_]),\s+(?:[—–-]\s*)?|(?<=[!?…])\s+[—–-]\s*")
_BACK = re.compile(r"[,.:](?:\s*[—–-])?\s+")
_AUTHOR = 90  # characters that "said the minister of the interior" may take


def dialogue(text: str, says: Callable[[str], bool]) -> tuple[Quoted, ...]:
    """Direct speech marked by a dash at the paragraph's beginning, as Russian, French, Spanish or Polish print it.

    Args:
        text: one paragraph, run together.
        says: whether words are a cue with its source ("said the minister").
    """
    opening = _DIALOGUE.match(text)
    if opening is None:
        return ()
    start = opening.end()
    for count, match in enumerate(sorted([*_SPEAKER.finditer(text, start), *_INSIDE.finditer(text, start)], key=lambda m: m.start())):
        if count > 200:
            break
        tail = text[match.end() : match.end() + _AUTHOR]
        if not says(tail):
            continue
        found = [Quoted(start, match.start(), start, match.start(), True)]
        back = re.search(r"[,.:]?\s*[—–][.,]?\s*", tail) or (re.search(r",\s+", tail) if text[match.start()] == "," else None)
        if back is not None:
            again = match.end() + back.end()
            if again < len(text):
                found.append(Quoted(again, len(text), again, len(text), True))
        return tuple(found)
    return ()


def divided(text: str, quotations: Sequence[Quoted], says: Callable[[str], bool]) -> tuple[Quoted, ...]:
    """Cut quotations in two where source and cue stand inside the marks: «Yes, — said the minister, — but not now».

    Args:
        text: the paragraph that the offsets count in.
        quotations: of :func:`quoted`.
        says: whether words are a cue with its source.
    """
    out: list[Quoted] = []
    for q in quotations:
        hole = _hole(text, q, says) if q.depth == 0 and q.end - q.start <= 20_000 else None
        if hole is None:
            out.append(q)
            continue
        first, last = hole
        out.append(Quoted(q.start, first, q.inner_start, first, True))
        if last < q.inner_end:
            out.append(Quoted(last, q.end, last, q.inner_end, q.closed))
    return tuple(out)


def _hole(text: str, q: Quoted, says: Callable[[str], bool]) -> tuple[int, int] | None:
    for count, match in enumerate(_INSIDE.finditer(text, q.inner_start, q.inner_end)):
        if count > 200:
            return None
        tail = text[match.end() : min(match.end() + _AUTHOR, q.inner_end)]
        if not says(tail):
            continue
        back = _BACK.search(text, match.end(), min(match.end() + _AUTHOR, q.inner_end))
        return match.start(), back.end() if back is not None else q.inner_end
    return None
