"""Styles and numbering of a Word document: what a paragraph is, and which number stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from provenance.formats.xmlparts import stream

_NUMBER = re.compile(r"-?\d{1,6}")
_BRACKETED = re.compile(r"\[%[1-9]\]")
_MOST_PARENTS = 20
_HEADING = re.compile(r"heading ?([1-9])")
_QUOTES = frozenset(("quote", "intense quote", "quotations", "block text", "block quotation"))
_CONTENTS = re.compile(r"toc ?\d|toc heading|contents ?\d|contents heading|table of (?:contents|figures|authorities)|index ?\d")


@dataclass(slots=True)
class Style:
    """A paragraph style: its name in lower case, its parent's id, and what it says of outline and list."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    list_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document by id."""

    def __init__(self) -> None:
        self.known: dict[str, Style] = {}

    def chain(self, style: str) -> Iterable[Style]:
        """A style, its parent, and so on. An unknown style counts as one whose name is its id."""
        for _ in range(_MOST_PARENTS):
            if not style:
                return
            found = self.known.get(style)
            if found is None:
                yield Style(name=re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", style).lower())
                return
            yield found
            style = found.parent

    def tags(self, style: str, outline: int | None) -> tuple[str, ...]:
        """The elements of HTML for a paragraph of this style, with the outline level that it states itself (from 0; 9 is text)."""
        for known in self.chain(style):
            if match := _HEADING.fullmatch(known.name):
                return (f"h{min(6, int(match[1]))}",)
            if known.name in ("title", "heading"):
                return ("h1",)
            if known.name in _QUOTES:
                return ("blockquote", "p")
            if known.name == "caption":
                return ("figure", "figcaption")
            if _CONTENTS.fullmatch(known.name):
                return ("nav", "p")
            if outline is None:
                outline = known.outline
        return (f"h{min(6, outline + 1)}",) if outline is not None and 0 <= outline < 9 else ("p",)

    def is_title(self, style: str) -> bool:
        """Whether it is the style of a document's title."""
        return any(known.name == "title" for known in self.chain(style))

    def list_of(self, style: str) -> tuple[str | None, int]:
        """List id and level (from 0) that the style gives its paragraphs."""
        level = None
        for known in self.chain(style):
            level = known.level if level is None else level
            if known.list_id is not None:
                return known.list_id, level or 0
        return None, 0

    def hides(self, style: str) -> bool:
        """Whether the style hides its words."""
        return next((known.hidden for known in self.chain(style) if known.hidden is not None), False)


@dataclass(slots=True)
class _Level:
    style: str = "decimal"
    first: int = 1
    text: str = ""


@dataclass(slots=True)
class _List:
    abstract: str = ""
    firsts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A list paragraph: level from 1, its number (``None`` under a bullet or in letters), and whether it is shown as ``[1]``."""

    level: int
    number: int | None
    bracketed: bool


class Numbering:
    """The lists of a document, which count as Word does: lists of one definition go on where the last one ended."""

    def __init__(self) -> None:
        self.lists: dict[str, _List] = {}
        self.definitions: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, list_id: str, level: int) -> Item | None:
        """Count the next paragraph of a list; ``None`` if there is no such list (``0`` takes a paragraph out of its style's list)."""
        found = self.lists.get(list_id)
        if found is None or not 0 <= level < 9:
            return None
        kept = found.levels.get(level) or self.definitions.get(found.abstract, {}).get(level) or _Level()
        counts = self._counts.setdefault(found.abstract or f"list {list_id}", {})
        if not found.begun:
            found.begun = True
            for at, first in found.firsts.items():
                counts[at] = first - 1
        counts[level] = counts.get(level, kept.first - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        numbered = kept.style in ("decimal", "decimalZero")
        return Item(level + 1, counts[level] if numbered else None, numbered and bool(_BRACKETED.fullmatch(kept.text.strip())))


def read_styles(chunks: Iterable[bytes], prefixes: Mapping[str, str], styles: Styles, part: str) -> None:
    """Read the part of styles into ``styles``."""
    stream(chunks, prefixes, _StyleReader(styles), part)


def read_numbering(chunks: Iterable[bytes], prefixes: Mapping[str, str], numbering: Numbering, part: str) -> None:
    """Read the part of numbering into ``numbering``."""
    stream(chunks, prefixes, _NumberingReader(numbering), part)


def whole(value: str | None) -> int | None:
    """A number as an attribute holds it; ``None`` if it is none."""
    return int(value) if value and _NUMBER.fullmatch(value) else None


def is_on(attributes: Mapping[str, str]) -> bool:
    """The value of a property that is on unless it says otherwise (ECMA-376 part 1, 17.17.4, ST_OnOff)."""
    return attributes.get("w:val", "1").lower() not in ("0", "false", "off")


class _StyleReader:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._style = Style()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:style":
            self._style = Style()
            self._styles.known[attributes.get("w:styleId", "")] = self._style
        elif name == "w:name":
            self._style.name = value.lower()
        elif name == "w:basedOn":
            self._style.parent = value
        elif name == "w:outlineLvl":
            self._style.outline = whole(value)
        elif name == "w:numId":
            self._style.list_id = value
        elif name == "w:ilvl":
            self._style.level = whole(value)
        elif name == "w:vanish":
            self._style.hidden = is_on(attributes)

    def end(self, name: str) -> None:
        if name == "w:style":
            self._style = Style()  # what follows (latent styles) belongs to none

    def words(self, text: str) -> None:
        """Styles hold no text."""


class _NumberingReader:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._levels: dict[int, _Level] = {}
        self._list = _List()
        self._at = 0
        self._level = _Level()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("w:val", "")
        if name == "w:abstractNum":
            self._levels = self._numbering.definitions.setdefault(attributes.get("w:abstractNumId", ""), {})
        elif name == "w:num":
            self._list = self._numbering.lists[attributes.get("w:numId", "")] = _List()
            self._levels = self._list.levels
        elif name == "w:abstractNumId":
            self._list.abstract = value
        elif name == "w:lvlOverride":
            self._at = whole(attributes.get("w:ilvl")) or 0
        elif name == "w:startOverride":
            self._list.firsts[self._at] = whole(value) or 0
        elif name == "w:lvl":
            self._level = self._levels[whole(attributes.get("w:ilvl")) or 0] = _Level()
        elif name == "w:start":
            self._level.first = whole(value) or 0
        elif name == "w:numFmt":
            self._level.style = value
        elif name == "w:lvlText":
            self._level.text = value

    def end(self, name: str) -> None:
        """Nothing to finish."""

    def words(self, text: str) -> None:
        """Numbering holds no text."""
