"""What a reader makes of a file, and what all readers do with it afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from itertools import islice

from provenance.errors import DraftError
from provenance.model import Block, BlockKind, DraftLink, Place, Span

MAX_TEXT = 1_000_000
"""Characters of a draft's text, some 400 book pages: more is no article, and would keep the others of the run waiting."""


def refuse_long(length: int) -> None:
    """Refuse a text that is too long for an article.

    Raises:
        DraftError: it has more characters than :data:`MAX_TEXT`.
    """
    if length > MAX_TEXT:
        raise DraftError(f"{length:,} characters of text are more than the {MAX_TEXT:,} that are read; split it")


@dataclass(frozen=True, slots=True)
class Content:
    """A file's text with everything its format says about it. Spans count in ``text``; their lines are filled in afterwards."""

    text: str
    blocks: tuple[Block, ...] = ()
    links: tuple[DraftLink, ...] = ()
    places: tuple[Place, ...] = field(default=(), repr=False)
    title: str | None = None
    language: str | None = None
    date: Date | None = None
    notes: tuple[str, ...] = ()


def trimmed(text: str, start: int, end: int) -> Span | None:
    """``text[start:end]`` without blanks at either end, or ``None`` if nothing else is there."""
    while start < end and (text[start].isspace() or text[start] in "\ufeff\u200b"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\ufeff\u200b"):
        end -= 1
    return Span(start, end) if end > start else None


def without(text: str, span: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """``span`` in pieces, without the ``holes`` (sorted, not overlapping) and without blanks at the ends of the pieces."""
    pieces: list[Span] = []
    start = span.start
    first = max(0, bisect_right(holes, start, key=lambda hole: hole.start) - 1)
    for hole in islice(holes, first, None):
        if hole.start >= span.end:
            break
        if hole.end <= start:
            continue
        if piece := trimmed(text, start, hole.start):
            pieces.append(piece)
        start = max(start, hole.end)
    if piece := trimmed(text, start, span.end):
        pieces.append(piece)
    return tuple(pieces)


def plain_block(kind: BlockKind, span: Span | None, level: int = 0, label: str = "") -> tuple[Block, ...]:
    """A block of one piece, or none where there is nothing."""
    return (Block(kind, (span,), level, label),) if span else ()
