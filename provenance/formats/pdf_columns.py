"""The columns of a page: regions of words in the order in which one reads them.

White strips that run down between words are followed from the top of the page to its foot; one that is wide and long enough, and
has lines of text on both sides, parts two columns. What stands above and below it is read before and after both. After the
recursive cuts of Nagy and Seth (1984), but led by the strips, so that gaps between paragraphs, which often stand side by side in two
columns, do not cut them into bands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from provenance.formats.pdf_page import Word

_DEPTH = 12
_MARK = re.compile(r"[•‣▪◦●·*+–—■□➢o-]|\(?(?:\d{1,3}|[a-zа-я]|[ivx]{1,4})[.)]?|[*†‡§¶]{1,3}|\[\d{1,3}\]")
_STRIPS = 80  # followed at the same time


@dataclass(slots=True)
class Region:
    """Words that are read line by line from the left to the right (or from the right to the left)."""

    words: list[Word]
    tables: list[tuple[float, float]] = field(default_factory=list)
    """Bands, from below to above, whose lines are rows of a table."""


@dataclass(slots=True)
class Strip:
    """A white strip: ``left`` to ``right``, ``bottom`` to ``top``."""

    left: float
    right: float
    bottom: float
    top: float


def regions(words: list[Word], em: float, backwards: bool = False) -> list[Region]:
    """The regions of a page in reading order.

    Parameters
    ----------
    words:
        The page's words, without running heads and feet.
    em:
        The size of the body's letters, in points.
    backwards:
        Whether the script runs from the right to the left: then the right column comes first.
    """
    found: list[Region] = []
    _cut(words, em, backwards, found, 0)
    return found


def _cut(words: list[Word], em: float, backwards: bool, found: list[Region], depth: int) -> None:
    if not words:
        return
    tables: list[tuple[float, float]] = []
    strip = _best(words, em, tables) if depth < _DEPTH else None
    if strip is None:
        found.append(Region(words, tables))
        return
    above, below, left, right = [], [], [], []
    for word in words:
        middle = word.base + 0.3 * word.size
        if middle > strip.top:
            above.append(word)
        elif middle < strip.bottom:
            below.append(word)
        elif (word.x0 + word.x1) / 2 < (strip.left + strip.right) / 2:
            left.append(word)
        else:
            right.append(word)
    sides = (right, left) if backwards else (left, right)
    if max(map(len, (above, below, left, right))) == len(words):
        found.append(Region(words, tables))
        return
    for part in (above, *sides, below):
        _cut(part, em, backwards, found, depth + 1)


def _best(words: list[Word], em: float, tables: list[tuple[float, float]]) -> Strip | None:
    """The strip that parts the most lines, if any parts columns; bands of tables are noted on the way."""
    chosen: tuple[float, Strip] | None = None
    rest: list[Strip] = []
    for strip in _strips(words, em):
        kind, weight = _judge(words, strip, em)
        if kind == "table":
            rest.append(strip)
        elif kind == "columns" and (chosen is None or weight > chosen[0]):
            chosen = (weight, strip)
    if chosen is None:
        tables.extend((strip.bottom, strip.top) for strip in rest)
        return None
    return chosen[1]


def _strips(words: list[Word], em: float) -> list[Strip]:
    """White strips between words, each as long as it goes."""
    step = 0.3 * em
    narrow = max(0.75 * em, 5.0)
    low = min(word.base for word in words) - em
    count = min(int((max(word.base + 0.6 * word.size for word in words) - low) / step) + 2, 20_000)
    rows: list[list[tuple[float, float]]] = [[] for _ in range(count)]
    first, last = min(word.x0 for word in words), max(word.x1 for word in words)
    shadows = _headings(words, em, first, last)
    for word in words:
        start, end = shadows.get(id(word), (word.x0, word.x1))
        wide = max(0.35 * word.size - narrow / 2, 0.0)  # between two words of a headline there is more room
        start, end = start - wide, end + wide
        down = int((word.base - 0.05 * word.size - low) / step)
        up = int((word.base + 0.55 * word.size - low) / step)
        for row in range(max(down, 0), min(up, count - 1) + 1):
            rows[row].append((start, end))
    done: list[Strip] = []
    active: list[Strip] = []
    for index in range(count - 1, -1, -1):
        taken = rows[index]
        if not taken:
            continue
        top = low + (index + 1) * step
        free = _free(sorted(taken), first, last, narrow)
        kept: list[Strip] = []
        for strip in active:
            alive = False
            for left, right in free:
                start, end = max(left, strip.left), min(right, strip.right)
                if end - start >= narrow:
                    kept.append(Strip(start, end, 0, strip.top))
                    alive = True
            if not alive:
                strip.bottom = top
                done.append(strip)
        for left, right in free:
            if not any(strip.left <= left + 0.1 and strip.right >= right - 0.1 for strip in kept):
                kept.append(Strip(left, right, 0, top))
        unique: dict[tuple[int, int], Strip] = {}
        for strip in kept:
            key = (round(strip.left), round(strip.right))
            if key not in unique or unique[key].top < strip.top:
                unique[key] = strip
        active = sorted(unique.values(), key=lambda strip: -strip.top)[:_STRIPS]
    for strip in active:
        strip.bottom = low
        done.append(strip)
    return [strip for strip in done if strip.top - strip.bottom > 2 * em and strip.left > first and strip.right < last]


def _headings(words: list[Word], em: float, first: float, last: float) -> dict[int, tuple[float, float]]:
    """Lines of large letters with nothing beside them: they part what is above from what is below over the whole width."""
    rows: dict[int, list[Word]] = {}
    for word in words:
        if word.size >= 1.3 * em:
            rows.setdefault(round(word.base), []).append(word)
    if not rows or len(rows) > 60:
        return {}
    ordered = sorted(words, key=lambda word: word.base)
    bases = [word.base for word in ordered]
    found: dict[int, tuple[float, float]] = {}
    for row in rows.values():
        if sum(len(word.text) for word in row) < 4:  # a drop cap
            continue
        bottom, top = min(word.bottom for word in row) - 0.3 * em, max(word.top for word in row)
        beside = ordered[bisect_left(bases, bottom - em) : bisect_left(bases, top)]
        if all(word.size >= 1.3 * em or word.top < bottom for word in beside):
            found.update((id(word), (first, last)) for word in row)
    return found


def _free(taken: list[tuple[float, float]], first: float, last: float, narrow: float) -> list[tuple[float, float]]:
    """What is left of a row."""
    free: list[tuple[float, float]] = []
    at = first - narrow - 1
    for left, right in taken:
        if left - at >= narrow:
            free.append((at, left))
        at = max(at, right)
    if last + narrow + 1 - at >= narrow:
        free.append((at, last + narrow + 1))
    return free


def _judge(words: list[Word], strip: Strip, em: float) -> tuple[str, float]:
    """Whether a strip parts columns of text, cells of a table, or nothing; and how many lines it parts."""
    inside = [word for word in words if strip.bottom <= word.base + 0.3 * word.size <= strip.top]
    left = _cells([word for word in inside if word.x1 <= strip.left + 0.1], em, lambda word: -word.x1)
    right = _cells([word for word in inside if word.x0 >= strip.right - 0.1], em, lambda word: word.x0)
    rows = min(len(left), len(right))
    width = strip.right - strip.left
    if rows < 1 or (rows < 4 and width < 1.2 * em):
        return "nothing", 0
    if all(_MARK.fullmatch(cell.text) for cell in left) or all(cell.text.isdigit() for cell in right):
        return "nothing", 0
    bases = sorted(cell.base for cell in left)
    level = 0
    for cell in right:
        at = bisect_left(bases, cell.base - 0.2 * em)
        level += at < len(bases) and bases[at] <= cell.base + 0.2 * em
    short = median(cell.words for cell in left) <= 3 and median(cell.words for cell in right) <= 3
    figures = sum(any(char.isdigit() for char in cell.text) for cell in right) >= 0.5 * len(right)
    grid = rows >= 3 and (width >= 1.2 * em or figures) and _aligned(left, em) and _aligned(right, em)
    if grid and level >= 0.8 * rows and short and (figures or min(_full(left), _full(right)) < 0.6):
        return "table", rows
    longer = max(left, right, key=len)
    if rows < 3 and len(longer) >= 6 and max(cell.width for cell in longer) >= 8 * em:
        return "columns", rows  # the last lines of an article, or a note in the margin
    if rows < 3 and not (rows > 1 and width >= 1.5 * em and min(median(cell.words for cell in side) for side in (left, right)) >= 3):
        return "nothing", 0
    if max(cell.width for cell in left) < 2.5 * em or max(cell.width for cell in right) < 2.5 * em:
        return "nothing", 0
    return "columns", rows + min(width / em, 3) / 3


@dataclass(slots=True)
class _Cell:
    """The words of a line next to a strip."""

    base: float
    text: str
    words: int
    start: float
    end: float

    @property
    def width(self) -> float:
        return self.end - self.start


def _cells(words: list[Word], em: float, key: Callable[[Word], float]) -> list[_Cell]:
    """The lines on one side of a strip, each as far as its words stand close together; ``key`` sorts outwards from the strip."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        if lines and abs(lines[-1][0].base - word.base) <= 0.25 * em:
            lines[-1].append(word)
        else:
            lines.append([word])
    cells: list[_Cell] = []
    for line in lines:
        line.sort(key=key)
        kept = [line[0]]
        for word in line[1:]:
            gap = max(word.x0, kept[-1].x0) - min(word.x1, kept[-1].x1)
            if gap > 1.1 * em:
                break
            kept.append(word)
        kept.sort(key=lambda word: word.x0)
        cells.append(_Cell(line[0].base, "".join(word.text for word in kept), len(kept), kept[0].x0, kept[-1].x1))
    return cells


def _aligned(cells: list[_Cell], em: float) -> bool:
    """Whether cells stand one below the other, flush on either side: the gaps of a justified text wander."""
    for places in ([cell.start for cell in cells], [cell.end for cell in cells]):
        middle = median(places)
        if sum(abs(place - middle) < 0.4 * em for place in places) >= 0.7 * len(places):
            return True
    return False


def _full(cells: list[_Cell]) -> float:
    """The share of cells that fill their column."""
    widest = max(cell.width for cell in cells)
    return sum(cell.width >= 0.8 * widest for cell in cells) / len(cells)
