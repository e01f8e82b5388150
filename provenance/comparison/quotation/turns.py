"""What is spoken in a paragraph, and what is its author's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.comparison.quotation.marks import marked
from provenance.model import Span

_BREAK = re.compile(r"\n[^\S\n]*\n|(?<=[.!?…])[\"”»“’')]{0,2}[^\S\n]{0,3}\n")
_PARAGRAPH = 4000
"""Characters to either side that are read of a paragraph."""
FAR = 14
"""Words of the author's own that may stand between a quotation and its word of saying."""
_DASH = re.compile(r"\s*[―—–-]\s+")
_TURN = re.compile(r"[,.!?…]\s*[―—–-]\s+")


def spoken(text: str, span: Span) -> Span | None:
    """The quotation of ``text`` that holds ``span``: words in quotation marks, or a turn of a dialogue that a dash opens."""
    low, high = paragraph(text, span)
    return next((run for run in turns_of(text, low, high) if run.start <= span.start < run.end or run.overlaps(span)), None)


def paragraph(text: str, span: Span) -> tuple[int, int]:
    """Start and end of the paragraph that a span begins in, with the one before it if a quotation runs on from there."""
    low = max(0, span.start - _PARAGRAPH)
    breaks = [match.end() for match in _BREAK.finditer(text, low, span.start)]
    following = _BREAK.search(text, span.start, span.end + _PARAGRAPH)
    high = following.start() + (following.group()[:1] in "\"”»“’')") if following else min(len(text), span.end + _PARAGRAPH)
    if breaks:
        before = breaks[-2] if len(breaks) > 1 else low
        runs = marked(text, before, breaks[-1])
        opens = text[breaks[-1] : breaks[-1] + 1]
        if runs and not runs[-1].closed and opens not in '"“„«»‘' and any(c in '"”»“' for c in text[breaks[-1] : high]):
            return before, high
        low = breaks[-1]
    return low, high


def turns_of(text: str, low: int, high: int) -> list[Span]:
    """What is spoken in a paragraph."""
    runs = [piece for run in marked(text, low, high) for piece in _without_cue(text, run.span)]
    opening = _DASH.match(text, low, high)
    if opening is None or any(len(run.of(text).split()) > 3 for run in runs):
        return runs
    # a dialogue: "— Speech, — said he. — Speech."
    cuts = [opening, *_TURN.finditer(text, opening.end(), high)]
    ends = [cut.start() for cut in cuts[1:]] + [high]
    return [Span(cut.end(), end) for cut, end in list(zip(cuts, ends, strict=True))[::2] if cut.end() < end]


def _without_cue(text: str, run: Span) -> Iterator[Span]:
    """A quotation without what its author puts between dashes inside its marks: «Speech, — said he. — Speech»."""
    start = run.start
    cuts = list(_TURN.finditer(text, run.start, run.end))
    for one, two in zip(cuts[::2], cuts[1::2], strict=False):
        inner = text[one.end() : two.start()]
        if inner[:1].islower() and len(inner.split()) <= FAR and start < one.start():
            yield Span(start, one.start())
            start = two.end()
    if start < run.end:
        yield Span(start, run.end)


def blank(text: str, low: int, high: int, runs: Sequence[Span]) -> str:
    """``text[low:high]`` with what stands in quotation marks blanked out."""
    signs = list(text[low:high])
    for run in runs:
        for at in range(max(low, run.start - 1), min(high, run.end + 1)):
            signs[at - low] = " " if signs[at - low] != "\n" else "\n"
    return "".join(signs)
