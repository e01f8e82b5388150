"""PDF: its text in reading order, with pages, links and notes.

The file is read in a process of its own (:mod:`provenance.formats.pdf_reading`), which never runs its scripts or actions and opens
nothing that is embedded in it; this module turns the answer into typed values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from provenance.formats.confined import MEMORY, SECONDS, confined

__all__ = ["Pdf", "PdfBlock", "PdfLine", "PdfLink", "PdfMark", "read_pdf"]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """Where a line of the page begins in a block's text."""

    offset: int
    page: int
    """From 1."""
    line: int
    """Number on its page in reading order, from 1; running heads count."""
    column: int
    """Of its first character here, in characters, from 1."""


@dataclass(frozen=True, slots=True)
class PdfLink:
    """A run ``text[start:end]`` of a block that a link covers; one that goes over several lines comes once."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class PdfMark:
    """A raised sign ``text[start:end]`` of a block, and the keys of the notes that it leads to; none if there is no such note."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PdfBlock:
    """A paragraph, heading, … as running text: no line breaks, divided words whole, ligatures as letters."""

    kind: str
    """``paragraph``, ``heading``, ``list_item``, ``table`` (a row, cells parted by tabs), ``caption``, ``footnote`` or ``furniture``."""
    level: int
    label: str
    """A note's label as printed."""
    key: str
    """A note's label, made unlike those of other pages."""
    skip: int
    """Characters at a note's start that are its label."""
    size: float
    """Of its letters, in points."""
    text: str
    lines: tuple[PdfLine, ...] = field(repr=False)
    links: tuple[PdfLink, ...] = ()
    marks: tuple[PdfMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF's text, block by block in reading order, and what the file says about itself."""

    pages: int
    blocks: tuple[PdfBlock, ...]
    title: str
    language: str
    """As the file names it, e.g. ``en-GB``; empty if it does not."""
    created: str
    """``D:20260303120000Z`` or the like."""
    producer: str
    creator: str
    notes: tuple[str, ...]
    """What was not read, a sentence each."""


def read_pdf(body: bytes, *, seconds: float = SECONDS, memory: int = MEMORY) -> Pdf:
    """Read a PDF in a process of its own.

    Parameters
    ----------
    body:
        The file.
    seconds, memory:
        Wall-clock time and bytes of address space that it may take.

    Returns
    -------
    Its text.

    Raises
    ------
    Refused, TooLong, TooMuchMemory, Crashed
        See :mod:`provenance.formats.outcomes`.
    """
    values: Any = confined("provenance.formats.pdf_reading:read", body, seconds=seconds, memory=memory)
    return Pdf(
        pages=int(values["pages"]),
        blocks=tuple(_block(block) for block in values["blocks"]),
        title=str(values["title"]),
        language=str(values["language"]),
        created=str(values["created"]),
        producer=str(values["producer"]),
        creator=str(values["creator"]),
        notes=tuple(str(note) for note in values["notes"]),
    )


def _block(values: Any) -> PdfBlock:
    text = str(values["text"])
    return PdfBlock(
        kind=str(values["kind"]),
        level=int(values["level"]),
        label=str(values["label"]),
        key=str(values["key"]),
        skip=int(values["skip"]),
        size=float(values["size"]),
        text=text,
        lines=tuple(PdfLine(*_numbers(line)) for line in values["lines"]),
        links=tuple(PdfLink(int(start), int(end), str(url)) for start, end, url in values["links"]),
        marks=tuple(PdfMark(int(start), int(end), tuple(filter(None, str(keys).split("\n")))) for start, end, keys in values["marks"]),
    )


def _numbers(line: Sequence[Any]) -> tuple[int, int, int, int]:
    offset, page, number, column = map(int, line)
    return offset, page, number, column
