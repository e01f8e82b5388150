"""Running heads and feet, page numbers and watermarks: what comes again from page to page.

They are known by repetition: the same words, but for the figures in them, at the same height of pages that follow one another. A
file of one page has only their looks: small print or a lone number at the very edge, away from the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from provenance.formats.pdf_page import Page, Word

_ROWS = 4  # at each edge
_NUMBER = re.compile(r"\W{0,3}(?:[^\W\d_]{1,10}\.? )?(\d{1,4})(?: ?(?:/|of|von|из|з|sur|de|z|–|-) ?\d{1,4})?\W{0,3}", re.IGNORECASE)
_ROMAN = re.compile(r"\W{0,3}[ivxlc]{1,7}\W{0,3}")
_PRINTED = re.compile(r"(?:https?|file)://|\b\d{1,2}[:.]\d\d\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\d{1,4} ?/ ?\d{1,4}$")
_PAGED = re.compile(
    r"(?:^|\s)(?:page|p|seite|s|página|pág|strona|str|стр|страница|сторінка|с)\.? ?\d{1,4}(?: ?(?:/|of|von|из|з|sur|de|z) ?\d{1,4})?(?:\s|$)",
    re.IGNORECASE,
)
_PRINT_SIZE = 0.85  # of the body's letters, at most


@dataclass(slots=True)
class _Row:
    """A row of words at a page's edge."""

    page: int
    side: int  # 1 at the head, -1 at the foot
    place: int  # 0 is the outermost
    height: float  # from the edge
    words: list[Word]
    text: str
    masked: str
    number: int | None  # if it is nothing but one
    ends: tuple[int, ...]  # the numbers that it begins and ends with
    gap: float  # to the next row inwards
    small: bool


def furniture(pages: list[Page], em: float) -> dict[int, list[list[Word]]]:
    """The rows of words that belong to the page and not to the text, by page number.

    Parameters
    ----------
    pages:
        All pages.
    em:
        Size of the body's letters, in points.
    """
    table: dict[tuple[int, int], list[_Row]] = {}
    for page in pages:
        for side in (1, -1):
            table[page.number, side] = _edge(page, side, em)
    found: dict[int, list[list[Word]]] = {}
    taken: set[int] = set()
    for (number, _), rows in table.items():
        for row in rows:
            if _noted(row) or not (_again(row, table, em) or _printed(row, em)):
                break  # what stands further in is text
            if id(row.words[0]) not in taken:
                found.setdefault(number, []).append(row.words)
                taken.update(id(word) for word in row.words)
    for number, words in _stamps(pages).items():
        left = [word for word in words if id(word) not in taken]
        if left:
            found.setdefault(number, []).append(left)
    return found


def _edge(page: Page, side: int, em: float) -> list[_Row]:
    """The outermost rows on one side of a page, from the edge inwards."""
    words = sorted(page.words, key=lambda word: -side * word.base)
    rows: list[list[Word]] = []
    for word in words:
        if rows and abs(rows[-1][0].base - word.base) <= 0.35 * em:
            rows[-1].append(word)
        elif len(rows) > _ROWS:
            break
        else:
            rows.append([word])
    found: list[_Row] = []
    for place, row in enumerate(rows[:_ROWS]):
        if (row[0].base - page.height / 2) * side < 0:
            break
        row.sort(key=lambda word: word.x0)
        text = " ".join(word.text for word in row)
        match = _NUMBER.fullmatch(text) if len(text) <= 30 else None
        ends = tuple(int(found) for found in (*re.findall(r"^\d{1,4}(?=\s|$)", text), *re.findall(r"(?<!\S)\d{1,4}$", text)))
        gap = abs(rows[place + 1][0].base - row[0].base) if place + 1 < len(rows) else page.height
        height = page.height - row[0].base if side > 0 else row[0].base
        masked = re.sub(r"\d{1,9}", "#", text[:400]).lower()
        small = all(word.size <= _PRINT_SIZE * em for word in row)
        found.append(_Row(page.number, side, place, height, row, text, masked, int(match[1]) if match else None, ends, gap, small))
    return found


def _again(row: _Row, table: dict[tuple[int, int], list[_Row]], em: float) -> bool:
    """Whether a row comes again at the same height of pages nearby; of lone numbers, whether they count on.

    On two pages that may be chance, unless the row stands away from the text.
    """
    letters = sum(char.isalpha() for char in row.masked)
    found = 0
    for step in (1, -1, 2, -2):
        for other in table.get((row.page + step, row.side), ()):
            if abs(other.height - row.height) > 0.6 * em:
                continue
            counts_on = any(number - step in row.ends for number in other.ends) or (
                row.number is not None and other.number is not None and other.number - row.number == step
            )
            if counts_on and (row.number is not None or (row.place == 0 and row.gap > 1.3 * em)):
                return True
            if row.number is not None:
                continue
            if row.place == 0 and row.text != other.text and _ROMAN.fullmatch(row.text) and _ROMAN.fullmatch(other.text):
                return True
            if letters >= 3 and other.masked == row.masked:
                found += 1
                break
    return found >= 2 or (found == 1 and (row.gap > 1.5 * em or row.small))


def _noted(row: _Row) -> bool:
    """Whether a row is a note: it begins with a small label."""
    label, *rest = row.words
    return bool(rest) and len(label.text) <= 3 and label.size < 0.85 * rest[0].size


def _printed(row: _Row, em: float) -> bool:
    """Whether a row looks like a browser's head or foot, or like a lone page number, away from the text."""
    if row.place > 1 or row.gap < 1.6 * em or row.height > 7 * em:
        return False
    if (row.small and _PRINTED.search(row.text)) or (row.place == 0 and len(row.text) <= 120 and _PAGED.search(row.text)):
        return True
    if row.place == 0 and row.side > 0 and row.small and len(row.text) <= 120 and row.text[-1] not in ".!?…":
        return True  # small print above everything else
    return row.place == 0 and row.gap > 2.2 * em and (row.number is not None or bool(_ROMAN.fullmatch(row.text)))


def _stamps(pages: list[Page]) -> dict[int, list[Word]]:
    """Words that stand on the very same spot of most pages."""
    if len(pages) < 3:
        return {}
    counts: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        counts.update({_spot(word) for word in page.words})
    filled = sum(bool(page.words) for page in pages)
    often = {spot for spot, count in counts.items() if count >= 3 and count >= 0.6 * filled and len(spot[0]) > 1}
    found: dict[int, list[Word]] = {}
    for page in pages:
        here = [word for word in page.words if _spot(word) in often]
        if here and len(here) < 0.5 * len(page.words):
            found[page.number] = here
    return found


def _spot(word: Word) -> tuple[str, int, int]:
    return word.text, round(word.x0), round(word.base)
