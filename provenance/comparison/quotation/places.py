"""Where the pieces of a quotation stand: each in the source, and all of them beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from provenance.comparison.quotation.alignment import Region, locate
from provenance.comparison.quotation.faults import Hunk, Quoted
from provenance.comparison.quotation.pieces import plain_keys, wild_keys
from provenance.comparison.quotation.text import MAX_HITS, PreparedText

LONG_WAY = 150
"""Tokens that one ellipsis may stand for; behind that the passages were never one utterance (a page has about 400)."""
FEW = 6
"""Tokens up to which a piece is looked for near its neighbour word by word."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and where it stands: tokens ``first`` to ``last`` of the source."""

    piece: tuple[Quoted, ...]
    first: int
    last: int
    hunks: tuple[Hunk, ...]
    matched: int


def placements(pieces: Sequence[tuple[Quoted, ...]], text: PreparedText) -> Iterator[list[Placed | None]]:
    """Ways to place the pieces, the likeliest first; a piece that stands nowhere is ``None``."""
    options = [_options(piece, text) for piece in pieces]
    anchor = max(range(len(pieces)), key=lambda number: (bool(options[number]), min(len(pieces[number]), 12), -len(options[number])))
    for start in options[anchor][: max(1, min(MAX_HITS, 1000 // len(pieces)))]:
        placed: list[Placed | None] = [None] * len(pieces)
        placed[anchor] = start
        here = start
        for number in range(anchor + 1, len(pieces)):
            placed[number] = _beside(pieces[number], options[number], text, here.last, here.last + LONG_WAY)
            here = placed[number] or here
        here = start
        for number in range(anchor - 1, -1, -1):
            placed[number] = _beside(pieces[number], options[number], text, here.first - LONG_WAY, here.first, backwards=True)
            here = placed[number] or here
        yield placed


def _options(piece: tuple[Quoted, ...], text: PreparedText) -> list[Placed]:
    """Where a piece may stand: wherever its very words stand; failing that, where something like it does."""
    plain = plain_keys(piece)
    exact = text.find(plain)
    if exact:
        return [Placed(piece, at, at + len(plain), (), len(plain)) for at in exact]
    keys = wild_keys(piece)
    return [_align(piece, keys, region, text) for region in locate(keys, text)]


def _beside(
    piece: tuple[Quoted, ...], options: Sequence[Placed], text: PreparedText, low: int, high: int, *, backwards: bool = False
) -> Placed | None:
    """The place of a piece next to its neighbour, if it stands there; otherwise its best place anywhere."""
    plain = plain_keys(piece)
    near = text.find(plain, max(0, low), high + len(plain))
    if near:
        at = near[-1] if backwards else near[0]
        return Placed(piece, at, at + len(plain), (), len(plain))
    within = [option for option in options if low <= option.first and option.last <= high + len(plain) + 4]
    if within:
        return within[-1 if backwards else 0] if within[0].matched == len(plain) else within[0]
    if len(piece) <= FEW and max(0, low) < min(high, len(text)):
        start = min(range(max(0, low), min(high, len(text))), key=lambda at: _distance(plain, text.keys[at : at + len(plain)]))
        hunks, matched = _differences(wild_keys(piece), text.keys[start : start + len(plain)], 0, start)
        if 2 * matched >= len(plain):
            return Placed(piece, start, min(start + len(plain), len(text)), tuple(hunks), matched)
    return max(options, key=lambda option: option.matched, default=None)


def _align(piece: tuple[Quoted, ...], keys: Sequence[str], region: Region, text: PreparedText) -> Placed:
    """Align a piece with the place that was found for it, word by word."""
    hunks: list[Hunk] = []
    matched = region.matched
    runs = region.runs
    if not runs:
        first, last = region.start, region.end
        hunks, matched = _differences(keys, text.keys[first:last], 0, first)
        return Placed(piece, first, last, tuple(hunks), matched)
    first, last = runs[0].there, region.end
    if runs[0].here:
        first, some, count = _head(keys[: runs[0].here], text, runs[0].there)
        hunks += some
        matched += count
    for run, following in pairwise(runs):
        c0, s0 = run.here + run.length, run.there + run.length
        if c0 < following.here or s0 < following.there:
            some, count = _differences(keys[c0 : following.here], text.keys[s0 : following.there], c0, s0)
            hunks += some
            matched += count
    tail = runs[-1].here + runs[-1].length
    if tail < len(keys):
        last, some, count = _tail(keys[tail:], text, last, tail)
        hunks += some
        matched += count
    return Placed(piece, first, last, tuple(hunks), matched)


def _head(keys: Sequence[str], text: PreparedText, end: int) -> tuple[int, list[Hunk], int]:
    """What the words before the first sure match stand for, in the sentence that they end in."""
    low = end
    while low > 0 and end - low < min(len(keys), 80) + 3 and not text.begins_sentence(low):
        low -= 1
    start = min(range(low, end + 1), key=lambda at: (_distance(keys, text.keys[at:end]), abs(end - at - len(keys))))
    if 0 < start < end and keys[0] == text.keys[start - 1] + text.keys[start]:
        start -= 1
    hunks, count = _differences(keys, text.keys[start:end], 0, start)
    return start, hunks, count


def _tail(keys: Sequence[str], text: PreparedText, start: int, offset: int) -> tuple[int, list[Hunk], int]:
    """What the words behind the last sure match stand for."""
    high = start
    while high < len(text.keys) and high - start < min(len(keys), 80) + 3 and not text.begins_sentence(high):
        high += 1
    end = min(range(start, high + 1), key=lambda at: (_distance(keys, text.keys[start:at]), abs(at - start - len(keys))))
    if start < end < len(text.keys) and keys[-1] == text.keys[end - 1] + text.keys[end]:  # a word that a line end parts
        end += 1
    hunks, count = _differences(keys, text.keys[start:end], offset, start)
    return end, hunks, count


def _distance(keys: Sequence[str], other: Sequence[str]) -> int:
    """How badly the source's words fit: words of the quotation that it lacks weigh more than words that were passed over."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(keys, other, weights=(1, 4, 4) if len(keys) < 100 else (1, 1, 1))


def _differences(keys: Sequence[str], other: Sequence[str], c: int, s: int) -> tuple[list[Hunk], int]:
    """The hunks in which two runs of keys differ, and how many keys they share in order."""
    from rapidfuzz.distance import Levenshtein

    hunks: list[Hunk] = []
    matched = 0
    for op in Levenshtein.opcodes(keys, other):
        c0, c1, s0, s1 = c + op.src_start, c + op.src_end, s + op.dest_start, s + op.dest_end
        if op.tag == "equal":
            matched += c1 - c0
        elif hunks and hunks[-1].c1 == c0 and hunks[-1].s1 == s0:
            hunks[-1] = Hunk(hunks[-1].c0, c1, hunks[-1].s0, s1)
        else:
            hunks.append(Hunk(c0, c1, s0, s1))
    return hunks, matched
