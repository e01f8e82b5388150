"""A quotation read into pieces: its tokens, parted at its ellipses, and what the writer puts in brackets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from provenance.comparison.quotation.faults import Quoted
from provenance.comparison.quotation.text import prepare

_ELLIPSIS = re.compile(r"\[\s{0,3}(?:…|\.(?:\s?\.){1,3})\s{0,3}\]|\(\s{0,3}(?:…|\.(?:\s?\.){1,3})\s{0,3}\)|…|\.(?:\s?\.){2,3}|\.\.")
_BRACKET = re.compile(r"\[([^\[\]]{0,120})\]")
_ROUND = re.compile(r"\(([^()]{0,60})\)")
_REMARK = re.compile(
    r"\s*(?:sic|emphasis (?:added|mine|ours)|italics (?:added|mine)|so im original|так в (?:тексте|оригинале)|прим\..*)[.!?]?\s*", re.I
)
_GLUE = "\u00ad"
_WILD = "[]"


def read_pieces(quotation: str) -> list[tuple[Quoted, ...]]:
    """The tokens of a quotation, parted at its ellipses; offsets are into ``quotation``."""
    brackets: list[tuple[int, int]] = []
    dropped: list[tuple[int, int]] = []
    gaps = [match.span() for match in _ELLIPSIS.finditer(quotation)]
    for match in _BRACKET.finditer(quotation):
        if _inside(gaps, *match.span()):
            continue
        (dropped if _REMARK.fullmatch(match.group(1)) else brackets).append(match.span())
    signs = list(quotation)
    for start, end in brackets:  # "[T]he" and "agree[d]" are one word
        join = _GLUE if end - start <= 7 and quotation[start + 1 : end - 1].isalpha() else " "
        signs[start] = signs[end - 1] = join
    text = "".join(signs)
    rounds = [match.span() for match in _ROUND.finditer(text)]
    parted: list[list[Quoted]] = [[]]
    gap = 0
    read = prepare(text)
    for number, key in enumerate(read.keys):
        first, last = read.start(number), read.end(number)
        while gap < len(gaps) and gaps[gap][0] < first:
            gap += 1
            parted.append([])
        if not _inside(dropped, first, last):
            parted[-1].append(Quoted(key, first, last, _inside(brackets, first, last), _inside(rounds, first, last)))
    return [tuple(piece) for piece in parted]


def _inside(runs: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ``start`` to ``end`` overlaps one of the runs, which are in order and apart."""
    at = bisect_right(runs, start, key=lambda run: run[1])
    return at < len(runs) and runs[at][0] < end


def is_short(pieces: Sequence[Sequence[Quoted]]) -> bool:
    """Whether a quotation is so short that its words may stand anywhere: one or two words, up to four signs of a script without blanks."""
    signs = [item for piece in pieces for item in piece]
    return len(signs) <= 2 or (len(signs) <= 4 and all(item.end - item.start == 1 for item in signs))


def wild_keys(piece: Sequence[Quoted]) -> list[str]:
    """A piece's keys; a bracketed word stands for anything."""
    return [_WILD if item.bracketed else item.key for item in piece]


def plain_keys(piece: Sequence[Quoted]) -> list[str]:
    """A piece's keys, those in brackets too."""
    return [item.key for item in piece]


def has_remark(quotation: str) -> bool:
    """Whether the writer comments on the words in brackets: "[sic]"."""
    return any(_REMARK.fullmatch(match.group(1)) for match in _BRACKET.finditer(quotation))
