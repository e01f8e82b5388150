"""What a visitor sees of an HTML page, block by block, in page order.

The page is read as a stream of parser events, not as a tree: a tree builder stops without a word at its depth limit
(libxml2: 256 levels, 2048 at most), the stream does not. What the page hides (``hidden``, ``display:none``, ``aria-hidden``,
templates, scripts, comments, closed dialogs, text of no size or in the colour of its ground) is no part of any block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, NamedTuple

from provenance.sources.extraction.charset import without_controls
from provenance.sources.extraction.clues import Clues, Piece
from provenance.sources.extraction.head import PAIRED, TELLING, Head
from provenance.sources.extraction.markup import HEADINGS, SAYING, SheetRules, paints, white_ink
from provenance.sources.extraction.tags import LONGEST_CLASS, WORDLESS, Tag, bare, classed, tag_of

MAX_ELEMENTS = 400_000
MAX_CHARACTERS = 8_000_000
MAX_LINKS = 2000
MAX_SHEET = 500_000
LONG_CELL = 1500
"""Characters from which the cells of a table row are no longer read as one line."""

_SPACE = re.compile(r"[ \t\n\r\f]+")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,9})|([0-9]{1,9}))")
_MARK = re.compile(r"\[?[\w*†‡§,\s]{1,6}\]?")
_EDGES = " \u00a0"


class VisibleBlock(NamedTuple):
    """A paragraph, heading, list item, table row, … as a visitor sees it."""

    text: str
    """Its words, runs of white space folded to one space; a forced line break is a line feed, a table cell ends with a tab."""
    tag: str
    """The innermost block element it stands in."""
    linked: int
    """How many of its characters are links."""
    furniture: bool
    """Whether the page's own markup says that this is menu, banner, side column, footer or the like."""
    article: bool
    """Whether it stands inside ``<article>`` or ``<main>``."""
    content: int = 0
    """In how many elements it stands whose class or id says that they hold the text."""
    depth: int = 0
    """In how many elements it stands."""

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.tag in HEADINGS

    @property
    def link_share(self) -> float:
        """Share of its characters that are links, in [0, 1]."""
        return self.linked / max(1, len(self.text))


_BLOCK = partial(tuple.__new__, VisibleBlock)
"""Makes one of its fields, in a third of the time that calling the class takes."""


@dataclass(frozen=True, slots=True)
class Visible:
    """The visible blocks of a page and what was noticed on the way."""

    blocks: tuple[VisibleBlock, ...]
    noscript: str
    """What the page shows to visitors without scripts."""
    scripts: int
    """Number of ``<script>`` elements."""
    elements: int
    widest: int = 0
    """Attributes of the element that has most of them."""
    links: tuple[tuple[str, str], ...] = ()
    """Target as written and words of every visible link, each once."""
    truncated: bool = False
    """Whether a bound was hit and the page ends too early here."""
    head: Head = field(default_factory=Head)
    """The elements that tell something about the page."""
    clues: Sequence[Piece] = ()
    """The elements that may name its author or its date."""


def visible(html: str) -> Visible:
    """Read the visible blocks of an HTML page.

    Parameters
    ----------
    html:
        The decoded page. Any input is accepted; the time is linear in its length, whatever its nesting.
    """
    from lxml import etree

    controls = _has_references(html) and _brings_controls(html)
    try:
        reader, parser = _READY.pop()
        reader.__init__(controls)  # type: ignore[misc]
    except IndexError:
        reader = _Reader(controls)
        parser = etree.HTMLParser(target=reader, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        for start in range(0, len(html), 1 << 20):
            parser.feed(html[start : start + (1 << 20)])
        parser.close()
    except _BoundHitError:
        reader.truncated = True
    except etree.XMLSyntaxError:
        pass  # an empty document; libxml2 recovers from everything else
    else:
        found = reader.result()
        _READY.append((reader, parser))
        return found
    return reader.result()


def _has_references(html: str) -> bool:
    """Whether a page has references by number: one sign is looked for at memory speed, where two are not."""
    at = html.find("&")
    while at >= 0:
        if html.startswith("#", at + 1):
            return True
        at = html.find("&", at + 1)
    return False


def _brings_controls(html: str) -> bool:
    """Whether a reference stands for a character that no page may hold."""
    numbers = {int(hexadecimal, 16) if hexadecimal else int(decimal) for hexadecimal, decimal in set(_REFERENCE.findall(html))}
    return any(number < 32 or 127 <= number < 160 or number >= 0xD800 for number in numbers)


class _BoundHitError(Exception):
    pass


_READY: list[tuple[_Reader, Any]] = []
"""Readers that are not at work, with the parsers that call them: to make a parser takes a twentieth of the time of a page."""


class _Place:
    """Where words stand: the block, and what the elements around it say of them."""

    __slots__ = ("article", "block", "content", "furniture", "inner")

    def __init__(self, block: str, *, furniture: bool, article: bool, content: int) -> None:
        self.block = block
        self.furniture = furniture
        self.article = article
        self.content = content
        self.inner: dict[Tag, _Place] = {}
        """Where words stand in the elements inside, by their tags."""

    def within(self, tag: Tag) -> _Place:
        """Where words stand in an element with a new tag."""
        furniture = not self.article if tag.name == "header" else tag.furniture
        place = self.inner[tag] = _Place(
            tag.name if tag.block else self.block,
            furniture=furniture or self.furniture,
            article=tag.article or self.article,
            content=self.content + tag.content,
        )
        return place


@dataclass(slots=True)
class _Reader:
    """Parser target: collects blocks from start, end and data events."""

    controls: bool
    """Whether references may bring in characters that no page may hold."""
    blocks: list[tuple[str, str, int, bool, bool, int, int]] = field(default_factory=list)
    """The fields of each."""
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    seen: int = 0
    elements: int = 0
    widest: int = 0
    scripts: int = 0
    noscript: list[str] = field(default_factory=list)
    truncated: bool = False
    head: Head = field(default_factory=Head)
    clues: Clues = field(default_factory=Clues)
    sheet: list[str] = field(default_factory=list)
    """Of the style sheet that is being read."""
    rules: SheetRules = field(default_factory=SheetRules)
    in_sheet: bool = False
    sheet_size: int = 0
    painted: bool = False
    """Whether anything so far may have given the page another ground than white."""
    known: dict[object, Tag] = field(default_factory=dict)
    """What tags say that say something, as long as no style sheet is added."""
    stack: list[tuple[Tag, int, _Place] | _Place | Literal[True] | None] = field(default_factory=list)
    """Of every open element: what its tag says, pieces before it, and where it stands; that alone for a mere block, ``True`` for a
    mere link, ``None`` for one that says nothing."""
    place: _Place = field(default_factory=lambda: _Place("body", furniture=False, article=False, content=0))
    unseen: int = 0
    """Number of open elements from the outermost unseen one on; 0 while text is visible."""
    unseen_tag: str = ""
    alert: bool = False
    """Whether words are, or say, something besides text of the page."""
    links: int = 0
    pre: int = 0
    targets: dict[tuple[str, str], None] = field(default_factory=dict)
    href: str = ""
    """Where the innermost open link leads."""
    led: str = ""
    """Where the latest link leads."""
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.alert = self.controls

    # -- parser events

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _BoundHitError
        if self.unseen:
            self.start_unseen(name, attributes)
            return
        if not attributes:
            tag = bare(name)
        else:
            count = len(attributes)
            if count > self.widest:
                self.widest = count
            if count == 1 and "class" in attributes:  # as most have it that say anything
                key: tuple[object, ...] = (name, attributes["class"])
                tag = self.known.get(key) or self.meet(key, name, attributes, attributes["class"])
            elif SAYING.isdisjoint(attributes) or name in WORDLESS:
                tag = bare(name)
            else:
                key = (name, *[pair for pair in attributes.items() if pair[0] in SAYING])
                tag = self.known.get(key) or self.meet(key, name, attributes)
        # the commonest first: most elements are one of these three
        if tag.plain:
            self.stack.append(None)
        elif tag.paragraph:
            if self.pieces:
                self.flush()
            outer = self.place
            self.stack.append(outer)
            self.place = outer.inner.get(tag) or outer.within(tag)
        elif tag.link:
            self.stack.append(True)
            self.start_link(attributes)
        else:
            self.start_other(name, attributes, tag)

    def end(self, name: str) -> None:
        if self.unseen:
            self.end_unseen(name)
            return
        if not self.stack:
            return
        opened = self.stack.pop()
        if opened is None:
            return
        if opened is True:
            self.end_link()
        elif isinstance(opened, _Place):
            if self.pieces:
                self.flush()
            self.place = opened
        else:
            self.end_other(*opened)

    def data(self, data: str) -> None:
        if self.alert and not (data := self.noted(data)):
            return
        if not self.pre:
            if not self.pieces and data.isspace():
                if self.links:
                    self.words.append(" ")
                return
            if "\n" in data or "  " in data or "\t" in data or "\r" in data or "\f" in data:
                data = _SPACE.sub(" ", data)
        self.seen += len(data)
        if self.seen > MAX_CHARACTERS:
            raise _BoundHitError
        self.pieces.append(data)
        if self.links:
            self.linked += len(data.strip())
            self.words.append(data)

    def comment(self, text: str) -> None:
        """Comments are never text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions are never text."""

    def close(self) -> None:
        self.flush()

    def start_unseen(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins inside one that is not shown."""
        self.unseen += 1
        if len(attributes) > self.widest:
            self.widest = len(attributes)
        if name in TELLING:
            self.tell(name, attributes)

    def end_unseen(self, name: str) -> None:
        """An element ends that is not shown."""
        if name in PAIRED:
            self.head.end(name)
        self.unseen -= 1
        if self.in_sheet:
            self.end_sheet()
        if not self.unseen:
            self.unseen_tag = ""
            self.attend()

    def start_other(self, name: str, attributes: Mapping[str, str], tag: Tag) -> None:
        """An element begins that is more than a paragraph or a link."""
        if name in TELLING:
            self.tell(name, attributes)
        if tag.hidden:
            if tag.block and self.pieces:
                self.flush()
            self.unseen, self.unseen_tag, self.alert = 1, name if tag.unseen else "*", True
            return
        if tag.clue:
            self.clues.start(name, attributes, tag.clue)
        outer = self.place
        if tag.block:
            if self.pieces:
                self.flush()
            if name == "pre":
                self.pre += 1
        elif name == "a":
            self.start_link(attributes)
        elif name == "br":
            self.pieces.append("\n")
        elif name == "sup":
            self.led = ""
        elif tag.cell and self.pieces:
            if self.is_column():
                self.flush()
            else:
                self.pieces.append("\t")
        self.stack.append((tag, len(self.pieces), outer))
        if tag.block or tag.weighs:
            self.place = outer.inner.get(tag) or outer.within(tag)
        self.attend()

    def end_other(self, tag: Tag, position: int, outer: _Place) -> None:
        """An element ends that is more than a paragraph or a link."""
        if tag.name in PAIRED:
            self.head.end(tag.name)
        if tag.clue:
            self.clues.end(tag.name)
        if tag.block:
            if self.pieces:
                self.flush()
            if tag.name == "pre":
                self.pre -= 1
        elif tag.name == "a":
            self.end_link()
        elif tag.name == "sup":
            self.drop_mark(position)
        self.place = outer
        self.attend()

    def attend(self) -> None:
        """Note whether words are, or say, something besides text of the page."""
        self.alert = self.controls or self.unseen > 0 or self.clues.open > 0 or self.head.open != ""

    def noted(self, data: str) -> str:
        """What some words are as text of the page, once all else that they say is noted."""
        if self.head.open:
            self.head.text(data)
        if self.unseen:
            if self.in_sheet and self.sheet_size < MAX_SHEET:
                self.sheet.append(data[:MAX_SHEET])
                self.sheet_size += len(data)
            elif self.unseen_tag == "noscript" and len(self.noscript) < 50:
                self.noscript.append(data[:2000])
            return ""
        if self.controls:
            data = without_controls(data)
        if self.clues.open:
            self.clues.text(data, (self.elements, len(self.stack)))
        return data

    def is_column(self) -> bool:
        """Whether the row so far is no row of data: a column of links, or of prose, in a table that only lays out the page."""
        size = sum(map(len, self.pieces))
        return size > LONG_CELL or ("\n" in self.pieces and 2 * self.linked > size)

    def tell(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note an element that tells something about the page."""
        self.head.start(name, attributes)
        if name == "script":
            self.scripts += 1
        elif name == "style":
            self.painted = True
            self.in_sheet = self.unseen_tag in ("", "head")
        elif name == "link":
            self.painted = True

    def end_sheet(self) -> None:
        """Note what the style sheet that ends here hides."""
        self.rules.read("".join(self.sheet))
        self.sheet.clear()
        self.in_sheet = False
        self.known.clear()

    def meet(self, key: object, name: str, attributes: Mapping[str, str], only: str = "") -> Tag:
        """Read a tag that says something new; ``only`` is its class if it has nothing else."""
        if name in WORDLESS:
            return bare(name)
        if not self.painted and paints(name, attributes):
            self.painted = True
            self.known.clear()
        hidden = self.hidden_by_page(attributes)
        known = 0 < len(only) <= LONGEST_CLASS
        tag = self.known[key] = classed(name, only, hidden=hidden) if known else tag_of(name, attributes, hidden=hidden)
        return tag

    def hidden_by_page(self, attributes: Mapping[str, str]) -> bool:
        if self.painted:
            return self.rules.hides(attributes.get("class", ""), attributes.get("id", ""))
        return white_ink(attributes)

    # -- blocks

    def start_link(self, attributes: Mapping[str, str]) -> None:
        """A link begins; links inside links do not exist in HTML, and the outer ones lose their words here."""
        self.links += 1
        self.href = self.led = attributes.get("href", "")
        self.words.clear()

    def end_link(self) -> None:
        """Note a link that ends."""
        self.links -= 1
        if self.href and len(self.targets) < MAX_LINKS:
            words = "".join(self.words)
            if "  " in words:
                words = _SPACE.sub(" ", words)
            self.targets[self.href.strip(), words.strip()] = None
        self.href = ""
        self.words.clear()

    def drop_mark(self, position: int) -> None:
        """A footnote mark is a way to a note, not a word of the sentence that it interrupts."""
        mark = "".join(self.pieces[position:]).strip()
        to_note = self.led.startswith("#") or (self.links and self.href.startswith("#"))
        if (to_note or mark.startswith("[")) and _MARK.fullmatch(mark):
            del self.pieces[position:]
        elif mark[:1].isdigit() and position and self.pieces[position - 1][-1:].isdigit():
            self.pieces.insert(position, " ")  # ten to the sixth is not 106, nor twelve crowns ninety 1290

    def flush(self) -> None:
        """End the block that is being read."""
        pieces = self.pieces
        if not pieces:
            return
        folded = len(pieces) == 1 and not self.pre
        text = "".join(pieces)
        pieces.clear()
        linked, self.linked = self.linked, 0
        if not text or text.isspace():
            return
        place, depth = self.place, len(self.stack)
        furniture = place.furniture and place.block != "h1"
        for part in (text.strip(_EDGES),) if folded else _parts(text):
            share = linked if linked <= len(part) else len(part)
            self.blocks.append((part, place.block, share, furniture, place.article, place.content, depth))
            linked -= share

    def result(self) -> Visible:
        self.flush()
        noscript = _SPACE.sub(" ", " ".join(self.noscript)).strip()
        return Visible(
            tuple(map(_BLOCK, self.blocks)),
            noscript,
            self.scripts,
            self.elements,
            self.widest,
            tuple(self.targets),
            self.truncated,
            self.head,
            self.clues.pieces,
        )


def _parts(text: str) -> list[str]:
    """The paragraphs of a block: two line breaks in a row part them, as a visitor sees it."""
    if "\n" not in text and "\t" not in text:
        folded = (_SPACE.sub(" ", text) if "  " in text or "\r" in text or "\f" in text else text).strip(_EDGES)
        return [folded] if folded else []
    lines = [_row(line) for line in text.split("\n")]
    parts: list[str] = []
    group: list[str] = []
    for line in (*lines, ""):
        if line:
            group.append(line)
        elif group:
            parts.append("\n".join(group))
            group = []
    return parts


def _row(line: str) -> str:
    cells = (_SPACE.sub(" ", cell).strip(_EDGES) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)
