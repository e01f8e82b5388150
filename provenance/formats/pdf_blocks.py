"""Paragraphs, headings, list items and notes out of lines: by spacing, indent, size and how far a line goes."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from provenance.formats.pdf_lines import RAISED_DIGITS, Line, plain_label

TERMINAL = ".!?…。！？"
CLOSING = "\"'”’»“)]›"
_LIST = re.compile(r"(?:[•‣▪◦●·*+■□➢–—-]|\(?(?:\d{1,3}|[a-zа-я]|[ivx]{1,4})[.)])[ \t]{1,8}(?=\S)")
_NOTE = re.compile(
    rf"(?P<raised>[{RAISED_DIGITS}]{{1,3}}|[*∗†‡§]{{1,3}})[ \t]{{0,4}}(?=\S)|(?P<plain>\d{{1,3}})[.)]?[ \t]{{1,4}}(?=\S)|\[(?P<square>\d{{1,3}})\][ \t]{{0,4}}(?=\S)"
)
_FIGURE = re.compile(
    r"(?:fig(?:ure)?|table|photo|abb(?:ildung)?|tabelle|рис(?:унок)?|табл(?:ица)?|tableau|tabla|rys|tab)\b\.? ?\d{1,3}", re.IGNORECASE
)
_LONGEST_HEADING = 250


@dataclass(slots=True)
class Block:
    """Lines that belong together."""

    lines: list[Line]
    kind: str = "paragraph"
    level: int = 0
    label: str = ""
    key: str = ""
    """Of a note: tells it apart from others with the same label."""
    skip: int = 0
    """Characters at its start that are only its label."""

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def words(self) -> str:
        """Its lines put together roughly, to look at."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Measure:
    """What is usual in the file."""

    size: float
    """Size of the body's letters, in points."""
    leading: float
    """From baseline to baseline, in sizes."""
    sizes: list[float] = field(default_factory=list)
    """Sizes of headings, the largest first."""


def usual(lines: list[Line]) -> Measure:
    """The body's size and leading."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 4) / 4] += len(line.text)
    size = max(sizes, key=lambda one: (sizes[one], one), default=10.0)
    gaps: Counter[float] = Counter()
    for one, two in itertools.pairwise(lines):
        if one.region == two.region and one.page == two.page and abs(one.size - two.size) < 0.5 and abs(one.size - size) < 0.5:
            gap = (one.base - two.base) / size
            if 0.8 < gap < 2.6:
                gaps[round(gap * 20) / 20] += 1
    return Measure(size, max(gaps, key=lambda one: (gaps[one], -one), default=1.25))


def ended(text: str) -> bool:
    """Whether words end a sentence; raised marks and closing quotation marks do not count."""
    bare = text.rstrip(CLOSING + RAISED_DIGITS + "*†‡ ")
    return bool(bare) and bare[-1] in TERMINAL


def blocks(lines: list[Line], measure: Measure) -> list[Block]:
    """The blocks of a region's lines, not yet told apart but for list items and table rows."""
    found: list[Block] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if not found or _fresh(found[-1], line, following, measure):
            kind = "table" if line.table else "list_item" if _LIST.match(line.text) else "paragraph"
            found.append(Block([line], kind, 1 if kind == "list_item" else 0))
        else:
            found[-1].lines.append(line)
    return found


def _fresh(block: Block, line: Line, following: Line | None, measure: Measure) -> bool:
    """Whether a line begins another block."""
    last = block.last
    if line.table or last.table or line.region != last.region:
        return True
    em = max(last.size, line.size)
    if abs(last.size - line.size) > 0.07 * em:
        return not _same_row(last, line)
    gap = last.base - line.base
    usual_gap = block.lines[0].base - block.lines[1].base if len(block.lines) > 1 else measure.leading * em
    if gap > max(usual_gap * 1.22, usual_gap + 0.18 * em) or gap < -em:
        return True
    large = last.size > 1.15 * measure.size
    if last.bold != line.bold and not large and len(block.lines) <= 2:
        return True
    marked = _LIST.match(line.text)
    if marked and (block.kind == "list_item" or ended(last.text) or last.text.endswith((":", ";"))):
        return True
    if (noted := _NOTE.match(line.text)) and noted["raised"] and line.size < 0.95 * measure.size:
        return True
    if large:
        return False
    return _indented(block, line, following, em) or _short(last, line, em)


def _same_row(last: Line, line: Line) -> bool:
    return abs(last.base - line.base) < 0.3 * max(last.size, line.size)


def _indented(block: Block, line: Line, following: Line | None, em: float) -> bool:
    """Whether a line's left edge begins a paragraph: set in from the line above, or set out where entries hang."""
    last = block.last
    step = line.x0 - last.x0
    if step >= 0.8 * em:
        hanging = following is not None and following.region == line.region and abs(following.x0 - line.x0) < 0.3 * em
        if block.kind == "list_item" or _NOTE.match(block.first.text):
            return len(block.lines) > 1
        return not hanging or (ended(last.text) and _room(last, line) > 0)
    if line.x0 - line.left >= 0.8 * em and abs(step) < 0.3 * em and len(block.lines) == 1 and block.kind == "paragraph":
        return _room(last, line) > 0.3 * em or _early(last, line)  # a paragraph of one line, and the next one begins as far in
    hangs = len(block.lines) > 1 and block.lines[1].x0 - block.lines[0].x0 >= 0.8 * em
    return step <= -0.8 * em and hangs and abs(line.x0 - block.first.x0) < 0.3 * em


def _room(last: Line, line: Line) -> float:
    """What is left of a line behind the first word of the next one, in points: below 0 the word did not fit."""
    right = line.right if line.right > line.left else max(last.x1, line.x1)
    return right - last.x1 - line.first - 0.3 * line.size


def _early(last: Line, line: Line) -> bool:
    """Whether a line ends early in a column that is set flush on both sides."""
    return line.flush and last.right - last.x1 > max(2.5, 0.4 * last.size) and last.text.count(" ") >= 2


def _short(last: Line, line: Line, em: float) -> bool:
    """Whether a line ends a paragraph because the next word would have fitted behind it."""
    room = _room(last, line)
    width = max(line.right - line.left, 1.0)
    first = line.text.lstrip("\"'“”‘’«»„([¿¡— –-")[:1]
    small = first.islower()
    if last.text.endswith(("-", "\ufffe", "\u00ad")):
        return False
    if _early(last, line) and not small:
        return True
    if ended(last.text):
        return room > 0.04 * width and not small
    return room > 0.3 * width and room > 4 * em and not small and not last.text.endswith(",")


def name(found: list[Block], measure: Measure) -> None:
    """Tell headings and captions from paragraphs, over the whole file."""
    heads = [block for block in found if block.kind in ("paragraph", "list_item") and _large(block, measure)]
    measure.sizes = sorted({round(block.first.size) for block in heads}, reverse=True)
    for index, block in enumerate(found):
        if block.kind not in ("paragraph", "list_item"):
            continue
        if _large(block, measure):
            block.kind, block.level = "heading", min(measure.sizes.index(round(block.first.size)) + 1, 6)
        elif block.kind == "list_item" and not block.first.bold:
            continue
        elif _bold_line(block, found[index + 1] if index + 1 < len(found) else None, measure):
            block.kind, block.level = "heading", min(len(measure.sizes) + 1, 6) if measure.sizes else 2
        elif _FIGURE.match(block.words) and block.first.size <= measure.size * 1.02:
            block.kind = "caption"


def _large(block: Block, measure: Measure) -> bool:
    words = block.words
    if block.first.size < 1.14 * measure.size or len(words) > _LONGEST_HEADING or not any(char.isalpha() for char in words):
        return False
    # a standfirst or a pulled quotation is a sentence, in letters a little larger
    return block.first.size >= 1.6 * measure.size or not (ended(words) and words[-1] not in "?!" and len(words) > 60)


def _bold_line(block: Block, after: Block | None, measure: Measure) -> bool:
    words = block.words
    if len(block.lines) > 2 or len(words) > 120 or after is None or after.kind not in ("paragraph", "list_item"):
        return False
    if words[-1:] in ".,;:…" or not any(char.isalpha() for char in words) or block.first.size < 0.95 * measure.size or after.first.bold:
        return False
    capitals = words.isupper() and len(words) > 3
    return (block.first.bold and block.last.bold) or (capitals and len(block.lines) == 1)


def notes(found: list[Block], measure: Measure) -> None:
    """Find the notes at the foot of pages and at the end of the file, and give marks in the text the keys of their notes.

    A note begins with the label of a mark on its page, small or with the label raised, and only notes follow it there; or it stands
    behind all marks, in a list that counts on from the first mark that has no note yet.
    """
    by_page: dict[int, list[Block]] = {}
    for block in found:
        by_page.setdefault(block.first.page, []).append(block)
    keys: dict[tuple[int, str], str] = {}
    used: Counter[str] = Counter()
    for page, here in by_page.items():
        wanted = {label for block in here for line in block.lines for *_, mark in line.marks for label in _labels(mark)}
        for block in here:
            match = _NOTE.match(block.first.text)
            if match is None or block.kind not in ("paragraph", "list_item", "caption"):
                continue
            label = plain_label(match["raised"] or match["plain"] or match["square"])
            raised = match["raised"] is not None and bool(block.first.marks) and block.first.marks[0][0] == 0
            small = block.first.size <= 0.95 * measure.size
            others = {
                mark for other in here if other is not block for line in other.lines for *_, one in line.marks for mark in _labels(one)
            }
            if label in others and label in wanted and (small or raised) and (page, label) not in keys:
                _make(block, label, match.end(), used)
                keys[page, label] = block.key
    _endnotes(found, keys, used)
    for block in found:
        for line in block.lines:
            if block.kind == "footnote" and line is block.first:
                line.marks = [mark for mark in line.marks if mark[0] >= block.skip]
            line.marks = [
                (start, end, "\n".join(key for label in _labels(mark) if (key := keys.get((line.page, label)) or keys.get((0, label)))))
                for start, end, mark in line.marks
            ]


def _make(block: Block, label: str, skip: int, used: Counter[str]) -> None:
    used[label] += 1
    block.kind, block.level, block.label, block.skip = "footnote", 0, label, skip
    block.key = label if used[label] == 1 else f"{label} (page {block.first.page})"


def _endnotes(found: list[Block], keys: dict[tuple[int, str], str], used: Counter[str]) -> None:
    unbound: list[str] = []
    last = -1
    for index, block in enumerate(found):
        for line in block.lines:
            for start, _, mark in line.marks:
                if start or block.kind != "paragraph" or line is not block.first:
                    for label in _labels(mark):
                        if (line.page, label) not in keys and label.isdigit():
                            unbound.append(label)
                            last = index
    if not unbound:
        return
    wanted = set(unbound)
    expected = min(int(label) for label in wanted)
    for block in found[last + 1 :]:
        match = _NOTE.match(block.first.text)
        if match is None or block.kind not in ("paragraph", "list_item"):
            continue
        label = plain_label(match["raised"] or match["plain"] or match["square"])
        if label in wanted and label.isdigit() and int(label) >= expected and (0, label) not in keys:
            _make(block, label, match.end(), used)
            keys[0, label] = block.key
            expected = int(label) + 1


def _labels(mark: str) -> list[str]:
    """``1,3-4`` → 1, 3, 4."""
    labels: list[str] = []
    for part in re.split(r"[,;]", mark):
        ends = re.findall(r"\d+", part)
        if len(ends) == 2 and int(ends[0]) < int(ends[1]) <= int(ends[0]) + 30:
            labels.extend(str(number) for number in range(int(ends[0]), int(ends[1]) + 1))
        elif part:
            labels.append(part)
    return labels
