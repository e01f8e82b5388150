"""A PDF read from its bytes to running text, in one go: what the confined process runs."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from provenance.formats import pdf_blocks, pdf_joining
from provenance.formats.outcomes import Refused
from provenance.formats.pdf_blocks import Block
from provenance.formats.pdf_columns import regions
from provenance.formats.pdf_edges import furniture
from provenance.formats.pdf_lines import Line, lines
from provenance.formats.pdf_page import Page, Word
from provenance.formats.pdf_words import pages

NO_TEXT = "has no text layer, only pictures of pages"
_SHOWN = 12  # pages named in a note


def read(body: bytes) -> dict[str, Any]:
    """Read a PDF.

    Returns
    -------
    What :class:`provenance.formats.pdf.Pdf` holds, as JSON values.

    Raises
    ------
    Refused
        There is no PDF in it, it is encrypted, damaged or too long, or has no text.
    """
    if b"%PDF-" not in body[:1024]:
        raise Refused("is no PDF, whatever its name says")
    about, opened = pages(body)
    sheets = list(opened)
    notes = _notes(sheets)
    em = _size(sheets)
    edges = furniture(sheets, em)
    backwards = _backwards(sheets)
    rows: list[Line] = []
    order: list[tuple[int, list[Line]]] = []
    region = 0
    for page in sheets:
        number = 0
        for piece, table_bands in _pieces(page, edges.get(page.number, []), em, backwards):
            region += 1
            found = lines(piece, page.number, [] if table_bands is None else table_bands, region)
            for line in found:
                number += 1
                line.number = number
                if backwards:  # seen in a mirror, its paragraphs are set in and end as others do
                    line.x0, line.x1, line.left, line.right = -line.x1, -line.x0, -line.right, -line.left
            order.append((-1 if table_bands is None else region, found))
            if table_bands is not None:
                rows.extend(found)
    measure = pdf_blocks.usual(rows)
    blocks: list[Block] = []
    for place, found in order:
        if place < 0:
            blocks.extend(Block([line], "furniture") for line in found)
        else:
            blocks.extend(pdf_blocks.blocks(found, measure))
    named = [block for block in blocks if block.kind != "furniture"]
    pdf_blocks.name(named, measure)
    pdf_blocks.notes(named, measure)
    blocks = pdf_joining.over_breaks(blocks, measure)
    known = pdf_joining.habits(blocks)
    return {
        "pages": len(sheets),
        "title": about.title,
        "language": about.language,
        "created": about.created,
        "producer": about.producer,
        "creator": about.creator,
        "notes": notes,
        "blocks": [_values(block, pdf_joining.text_of(block, known)) for block in blocks],
    }


def _pieces(page: Page, edges: list[list[Word]], em: float, backwards: bool) -> list[tuple[list[Word], list[tuple[float, float]] | None]]:
    """A page's words in reading order: running heads, the text's regions with their tables, running feet. Furniture has no tables."""
    taken = {id(word) for row in edges for word in row}
    heads = [row for row in edges if row[0].base > page.height / 2]
    feet = [row for row in edges if row[0].base <= page.height / 2]
    text = [word for word in page.words if id(word) not in taken]
    result: list[tuple[list[Word], list[tuple[float, float]] | None]] = [(row, None) for row in heads]
    result.extend((region.words, region.tables) for region in regions(text, em, backwards))
    result.extend((row, None) for row in feet)
    return result


def _notes(sheets: list[Page]) -> list[str]:
    """What could not be read, a sentence each.

    Raises
    ------
    Refused
        Nothing could.
    """
    letters = sum(len(word.text) for page in sheets for word in page.words)
    unknown = sum(page.unknown for page in sheets)
    turned = sum(page.turned for page in sheets)
    scans = [page.number for page in sheets if not page.words and page.pictures]
    unread = [page.number for page in sheets if page.unread]
    if unknown > 40 and unknown > 0.3 * letters:
        raise Refused("does not say which letters its fonts draw, so that its text cannot be read")
    if not letters:
        if scans:
            raise Refused(NO_TEXT)
        raise Refused("is damaged: none of its pages can be read" if len(unread) == len(sheets) else "has no text in it")
    notes: list[str] = []
    if scans:
        notes.append(f"{_listed(scans)}: no text layer, only a picture, so nothing of it was read; OCR (ocrmypdf) would add one")
    if unread:
        notes.append(f"{_listed(unread)}: damaged, so nothing of it was read")
    if unknown > 0.01 * letters:
        notes.append(f"{unknown:,} characters could not be read, because their fonts do not say which letters they draw")
    if turned:
        notes.append(f"{turned:,} characters that do not stand upright (watermarks, stamps, turned tables) were left out")
    return notes


def _listed(numbers: list[int]) -> str:
    """``page 3``; ``pages 3-5, 9``."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = ", ".join(str(one) if one == two else f"{one}-{two}" for one, two in runs[:_SHOWN])
    more = ", …" if len(runs) > _SHOWN else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}{more}"


def _size(sheets: list[Page]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for page in sheets:
        for word in page.words:
            sizes[round(word.size * 4) / 4] += len(word.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0) or 10.0


def _backwards(sheets: list[Page]) -> bool:
    """Whether most letters run from the right to the left."""
    sample = "".join(word.text for page in sheets[:20] for word in page.words[:300])
    letters = [char for char in sample if char.isalpha()]
    return 2 * sum(unicodedata.bidirectional(char) in ("R", "AL") for char in letters) > len(letters)


def _values(block: Block, text: pdf_joining.Text) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "level": block.level,
        "label": block.label,
        "key": block.key,
        "skip": block.skip,
        "size": round(block.first.size, 2),
        "text": text.text,
        "lines": text.lines,
        "links": text.links,
        "marks": text.marks,
    }
