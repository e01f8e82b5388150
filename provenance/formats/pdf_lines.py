"""Lines of a region: words put side by side, raised marks and dropped capitals where they belong, links bound to characters."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from provenance.formats.pdf_page import NOTHING, Word

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(RAISED_DIGITS, "0123456789")
_MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:[,;–-]\d{1,3}){0,9}|[*∗†‡§¶#]{1,3})[\])]?")
_AHEAD = re.compile(r"^([.,!?:;،؟؛]{1,3})(\w.{0,200})$")
_STOPS = frozenset(".,!?:;،؟؛)]»")
_UNIT = re.compile(r"(?:^|[\d\s/·])(?:[kcdmµn]?m|ft|yd|in|mi|s|kg|cm|km|м|км|см|CO|x|n|R)$")


@dataclass(slots=True)
class Line:
    """A line of text and what is known of its characters. Lengths are points."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    page: int
    number: int = 0
    """Its number on the page in reading order, from 1."""
    links: list[tuple[int, int, str]] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    """Raised signs that may lead to a note, with the note's label."""
    first: float = 0.0
    """Width of its first word."""
    table: bool = False
    left: float = 0.0
    """Left edge of its column."""
    right: float = 0.0
    """Right edge of its column."""
    region: int = 0
    flush: bool = False
    """Whether its column is set flush on both sides: then a line that ends early ends its paragraph."""


def lines(words: list[Word], page: int, tables: list[tuple[float, float]], region: int) -> list[Line]:
    """The lines of a region from above to below."""
    if not words:
        return []
    size = _usual(words)
    drops = _dropped(words, size)
    dropped = {id(word) for word in drops}
    rows = _rows([word for word in words if id(word) not in dropped], size)
    beside: dict[int, float] = {}
    for drop in drops:
        _attach(drop, rows, beside)
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    found: list[Line] = []
    for row in rows:
        middle = median(word.base for word in row) + 0.3 * size
        table = any(bottom <= middle <= top for bottom, top in tables)
        line = _line(row, page, table, dropped)
        line.left, line.right, line.region = left, right, region
        line.x0 = min([line.x0, *(beside[id(word)] for word in row if id(word) in beside)])
        if line.text:
            found.append(line)
    ends = Counter(round(line.x1) for line in found)
    usual, count = max(ends.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    if len(found) >= 5 and count >= 0.5 * len(found):
        for line in found:
            line.flush = abs(line.right - usual) < size
    return found


def plain_label(label: str) -> str:
    """A mark's label without brackets, raised digits as plain ones."""
    return label.translate(_PLAIN).strip("[]() ").replace("∗", "*")


def _usual(words: list[Word]) -> float:
    weights: dict[float, int] = {}
    for word in words:
        size = round(word.size * 4) / 4
        weights[size] = weights.get(size, 0) + len(word.text)
    return max(weights, key=lambda size: (weights[size], -size)) or 1.0


def _dropped(words: list[Word], size: float) -> list[Word]:
    """Capitals that hang down beside several lines."""
    found = []
    for word in words:
        if word.size >= 1.7 * size and len(word.text) <= 3 and any(char.isalpha() for char in word.text) and word.text[-1].isupper():
            beside = [
                other
                for other in words
                if other is not word
                and other.size < 1.4 * size
                and word.base - 0.3 * size <= other.base <= word.base + word.size
                and 0 <= other.x0 - word.x1 + 0.3 * size <= 2.5 * size
            ]
            if len({round(other.base) for other in beside}) >= 2:
                found.append(word)
    return found


def _rows(words: list[Word], size: float) -> list[list[Word]]:
    """Words by baseline; small ones beside larger ones on another baseline join these."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.base, word.x0)):
        for row in reversed(rows[-3:]):
            if abs(row[0].base - word.base) <= 0.22 * min(max(row[0].size, word.size), 1.6 * size):
                row.append(word)
                break
        else:
            rows.append([word])
    rows.sort(key=lambda row: -row[0].base)
    merged: list[list[Word]] = []
    for index, row in enumerate(rows):
        large = max(word.size for word in row)
        hosts = [other for other in (*rows[max(0, index - 2) : index], *rows[index + 1 : index + 3]) if _takes(other, row, large)]
        if hosts:
            host = min(hosts, key=lambda other: abs(other[0].base - row[0].base))
            host.extend(row)
        else:
            merged.append(row)
    return merged


def _takes(host: list[Word], row: list[Word], large: float) -> bool:
    """Whether all words of a row are raised or lowered signs beside the larger words of another."""
    size = max(word.size for word in host)
    shift = row[0].base - host[0].base
    if large > 0.85 * size or not -0.35 * size <= shift <= 0.7 * size or sum(len(word.text) for word in row) > 40:
        return False
    start = min(word.x0 for word in host)
    if len(row) == 1 and len(row[0].text) <= 4 and 0 <= start - row[0].x1 <= 3 * size:  # the label of a note, before a wide blank
        return True
    return all(
        len(word.text) <= 12
        and any(
            other.size > word.size / 0.85 and (-0.1 * size <= word.x0 - other.x1 <= 0.6 * size or -0.1 * size <= other.x0 - word.x1 <= size)
            for other in host
        )
        for word in row
    )


def _attach(drop: Word, rows: list[list[Word]], shifted: dict[int, float]) -> None:
    """Put a dropped capital before the first line beside it; ``shifted`` takes the words of all of them with its left edge."""
    beside = [
        row for row in rows if drop.bottom <= row[0].base <= drop.top + 0.3 * row[0].size and min(word.x0 for word in row) >= drop.x1 - 2
    ]
    if not beside:
        rows.append([drop])
        rows.sort(key=lambda row: -row[0].base)
        return
    under = [  # the room that is kept for it may go one line deeper
        row
        for row in rows
        if drop.base - 1.6 * row[0].size <= row[0].base < drop.bottom
        and abs(min(word.x0 for word in row) - min(word.x0 for word in beside[-1])) < 2
    ]
    shifted.update((id(word), drop.x0) for row in (*beside, *under) for word in row)
    row = max(beside, key=lambda row: row[0].base)
    row.insert(0, drop)


def _line(row: list[Word], page: int, table: bool, dropped: set[int]) -> Line:
    body = [word for word in row if id(word) not in dropped] or row
    size = max((word.size for word in body), default=1.0)
    normal = [word for word in body if word.size > 0.85 * size]
    base = median(word.base for word in normal)
    ordered = _ordered(row)
    out: list[str] = []
    length = 0
    line = Line("", min(word.x0 for word in row), max(word.x1 for word in row), base, size, False, page, table=table)
    before: Word | None = None
    for word in ordered:
        raised = word.size <= 0.85 * size and word.base > base + 0.12 * size and id(word) not in dropped
        text = word.text
        if before is not None and not _solid(before, word, size, id(before) in dropped):
            gap = "\t" if table and word.x0 - before.x1 > 0.75 * size else " "
            out.append(gap)
            length += 1
        if raised and _MARK.fullmatch(text):
            head = "".join(out[-3:])
            power = bool(head) and ((head[-1].isdigit() and len(text) <= 2) or bool(_UNIT.search(head[-4:]))) and text.isdigit()
            text = text.translate(_RAISED)
            if not power:
                line.marks.append((length, length + len(text), plain_label(text)))
        elif raised and text.isdigit():
            text = text.translate(_RAISED)
        for start, end, url in word.links or ():
            line.links.append((length + start, length + min(end, len(text)), url))
        out.append(text)
        length += len(text)
        before = word
    line.text = _composed("".join(out), line)
    letters = sum(len(word.text) for word in normal)
    line.bold = sum(len(word.text) for word in normal if word.bold) > 0.9 * letters
    first = ordered[0]
    run = first.x1 - first.x0
    for one, two in itertools.pairwise(ordered):
        if not _solid(one, two, size, id(one) in dropped):
            break
        run += two.x1 - two.x0
    line.first = run
    return line


def _composed(text: str, line: Line) -> str:
    """Letters and accents that a font draws apart put together, where no offset of a link or mark would move."""
    if text.isascii() or unicodedata.is_normalized("NFC", text) or line.links or line.marks:
        return text
    return unicodedata.normalize("NFC", text)


def _ordered(row: list[Word]) -> list[Word]:
    """Words from the left to the right, or where most letters run the other way from the right to the left."""
    right = sum(unicodedata.bidirectional(char) in ("R", "AL") for word in row for char in word.text)
    letters = sum(char.isalpha() for word in row for char in word.text)
    if right * 2 <= letters or not letters:
        return sorted(row, key=lambda word: (word.x0, word.order))
    for word in row:  # PDFium gives a stop at such a line's end before its last word
        word.text = _AHEAD.sub(r"\2\1", word.text)
    ordered = sorted(row, key=lambda word: -word.x1)
    start = 0
    while start < len(ordered):  # words of another script among them run to the right
        end = start
        while end < len(ordered) and _rightwards(ordered[end]):
            end += 1
        ordered[start:end] = sorted(ordered[start:end], key=lambda word: word.x0)
        start = max(end, start + 1)
    return ordered


def _rightwards(word: Word) -> bool:
    kinds = {unicodedata.bidirectional(char) for char in word.text}
    return "L" in kinds and not kinds & {"R", "AL"}


def _solid(before: Word, word: Word, size: float, drop: bool) -> bool:
    """Whether nothing stands between two words."""
    if drop or (word.x1 < before.x1 and word.text in _STOPS):
        return True
    if word.order == before.order - 1 and before.before == NOTHING:  # from the right to the left
        return True
    if word.order == before.order + 1 and word.before != 2:
        return word.before == NOTHING and word.x0 - before.x1 < 0.5 * size
    gap = word.x0 - before.x1 if word.x0 >= before.x0 else before.x0 - word.x1
    return gap < 0.11 * size
