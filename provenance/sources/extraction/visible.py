"""What a visitor sees of an HTML page, block by block, in page order.

The page is read as a stream of parser events, not as a tree: a tree builder stops without a word at its depth limit
(libxml2: 256 levels, 2048 at most), the stream does not. What the page hides (``hidden``, ``display:none``, ``aria-hidden``,
templates, scripts, comments, closed dialogs, text of no size or in the colour of its ground) is no part of any block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from provenance.sources.extraction.charset import without_controls
from provenance.sources.extraction.head import PAIRED, TELLING, Head
from provenance.sources.extraction.markup import (
    BLOCKS,
    CELLS,
    FURNITURE_TAGS,
    HEADINGS,
    SILENT,
    UNSEEN,
    SheetRules,
    hides,
    is_content,
    is_furniture,
    paints,
    white_ink,
)

MAX_ELEMENTS = 400_000
MAX_CHARACTERS = 8_000_000
MAX_LINKS = 2000
MAX_SHEET = 500_000
LONG_CELL = 1500
"""Characters from which the cells of a table row are no longer read as one line."""

_SPACE = re.compile(r"[ \t\n\r\f]+")
_MARK = re.compile(r"\[?[\w*†‡§,\s]{1,6}\]?")


@dataclass(frozen=True, slots=True)
class VisibleBlock:
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


@dataclass(frozen=True, slots=True)
class Visible:
    """The visible blocks of a page and what was noticed on the way."""

    blocks: tuple[VisibleBlock, ...]
    hidden_characters: int
    """Characters of running text that the page holds but hides (scripts and styles not counted)."""
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


def visible(html: str) -> Visible:
    """Read the visible blocks of an HTML page.

    Parameters
    ----------
    html:
        The decoded page. Any input is accepted; the time is linear in its length, whatever its nesting.
    """
    from lxml import etree

    reader = _Reader()
    parser = etree.HTMLParser(target=reader, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        for start in range(0, len(html), 1 << 20):
            parser.feed(html[start : start + (1 << 20)])
        parser.close()
    except _BoundHitError:
        reader.truncated = True
    except etree.XMLSyntaxError:
        pass  # an empty document; libxml2 recovers from everything else
    return reader.result()


class _BoundHitError(Exception):
    pass


@dataclass(slots=True)
class _Reader:
    """Parser target: collects blocks from start, end and data events."""

    blocks: list[VisibleBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    seen: int = 0
    hidden: int = 0
    elements: int = 0
    widest: int = 0
    scripts: int = 0
    noscript: list[str] = field(default_factory=list)
    truncated: bool = False
    head: Head = field(default_factory=Head)
    sheet: list[str] = field(default_factory=list)
    """Of the style sheet that is being read."""
    rules: SheetRules = field(default_factory=SheetRules)
    hidden_names: frozenset[str] = frozenset()
    """What the style sheets read so far hide."""
    in_sheet: bool = False
    sheet_size: int = 0
    painted: bool = False
    """Whether anything so far may have given the page another ground than white."""
    stack: list[tuple[str, int, bool, bool, str, bool]] = field(default_factory=list)
    """Of every open element: name, pieces before it, whether it opened a furniture level, an article, and the block it stands in."""
    unseen: int = 0
    """Number of open elements from the outermost unseen one on; 0 while text is visible."""
    unseen_tag: str = ""
    furniture: int = 0
    article: int = 0
    content: int = 0
    links: int = 0
    pre: int = 0
    targets: dict[tuple[str, str], None] = field(default_factory=dict)
    href: str = ""
    words: list[str] = field(default_factory=list)
    note_link: bool = False
    """Whether the latest link leads to a place on this page."""
    block_tag: str = "body"

    # -- parser events

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _BoundHitError
        if len(attributes) > self.widest:
            self.widest = len(attributes)
        if tag in TELLING:
            self.head.start(tag, attributes)
            self.scripts += tag == "script"
            if tag == "style":
                self.in_sheet = self.unseen_tag in ("", "head")
        if not self.painted:
            self.painted = paints(tag, attributes)
        if self.unseen:
            self.unseen += 1
            return
        # most elements bear none, or none that says anything about them
        telling = bool(attributes) and not SILENT.issuperset(attributes)
        if tag in UNSEEN or ((telling or tag == "dialog") and (hides(tag, attributes) or self.hidden_by_page(attributes))):
            if tag in BLOCKS:
                self.flush()
            self.unseen, self.unseen_tag = 1, tag if tag in UNSEEN else "*"
            return
        outer = self.block_tag
        if tag in BLOCKS:
            self.flush()
            self.block_tag = tag
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in CELLS and self.pieces:
            if self.is_column():
                self.flush()
            else:
                self.pieces.append("\t")
        furniture = tag in FURNITURE_TAGS or (telling and is_furniture(attributes))
        if tag in ("html", "body", "main", "article"):
            furniture = False  # templates hang words like "has-sidebar" on these
        elif tag == "header":
            furniture = not self.article
        article = tag in ("article", "main")
        content = telling and tag not in ("html", "body") and is_content(attributes)
        self.content += content
        self.stack.append((tag, len(self.pieces), furniture, article, outer, content))
        self.furniture += furniture
        self.article += article
        if tag == "sup":
            self.note_link = False
        elif tag == "a":
            self.links += 1
            self.href, self.words = attributes.get("href", ""), []
            self.note_link = self.href.startswith("#")
        elif tag == "pre":
            self.pre += 1

    def end(self, tag: str) -> None:
        if tag in PAIRED:
            self.head.end(tag)
        if self.unseen:
            self.unseen -= 1
            if self.in_sheet:
                self.end_sheet()
            if not self.unseen:
                self.unseen_tag = ""
            return
        if not self.stack:
            return
        opened, position, furniture, article, outer, content = self.stack.pop()
        if opened == "sup":
            self.drop_mark(position)
        if opened in BLOCKS:
            self.flush()
        self.block_tag = outer
        self.furniture -= furniture
        self.article -= article
        self.content -= content
        if opened == "a":
            self.links -= 1
            self.add_link()
        elif opened == "pre":
            self.pre -= 1

    def data(self, data: str) -> None:
        if self.head.open:
            self.head.text(data)
        if self.unseen:
            if self.in_sheet and self.sheet_size < MAX_SHEET:
                self.sheet.append(data[:MAX_SHEET])
                self.sheet_size += len(data)
            elif self.unseen_tag == "*":
                self.hidden += len(_SPACE.sub(" ", data).strip())
            elif self.unseen_tag == "noscript" and len(self.noscript) < 50:
                self.noscript.append(data[:2000])
            return
        if not self.pre and ("\n" in data or "  " in data or "\t" in data or "\r" in data or "\f" in data):
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

    def is_column(self) -> bool:
        """Whether the row so far is no row of data: a column of links, or of prose, in a table that only lays out the page."""
        size = sum(map(len, self.pieces))
        return size > LONG_CELL or ("\n" in self.pieces and 2 * self.linked > size)

    def end_sheet(self) -> None:
        """Note what the style sheet that ends here hides."""
        self.rules.read("".join(self.sheet))
        self.hidden_names = self.rules.hidden_names
        self.sheet.clear()
        self.in_sheet = False

    def hidden_by_page(self, attributes: Mapping[str, str]) -> bool:
        if not self.painted:
            return white_ink(attributes)
        names = self.hidden_names
        if not names:
            return False
        if "id" in attributes and f"#{attributes['id']}" in names:
            return True
        return "class" in attributes and any(f".{name}" in names for name in attributes["class"][:1000].split())

    # -- blocks

    def add_link(self) -> None:
        """Note a link; links inside links do not exist in HTML, and lose their words here."""
        if self.href and len(self.targets) < MAX_LINKS:
            self.targets.setdefault((self.href.strip(), _SPACE.sub(" ", without_controls("".join(self.words))).strip()))
        self.href, self.words = "", []

    def drop_mark(self, position: int) -> None:
        """A footnote mark is a way to a note, not a word of the sentence that it interrupts."""
        mark = "".join(self.pieces[position:]).strip()
        to_note = self.note_link or (self.links and self.href.startswith("#"))
        if (to_note or mark.startswith("[")) and _MARK.fullmatch(mark):
            del self.pieces[position:]
        elif mark[:1].isdigit() and position and self.pieces[position - 1][-1:].isdigit():
            self.pieces.insert(position, " ")  # ten to the sixth is not 106, nor twelve crowns ninety 1290

    def flush(self) -> None:
        """End the block that is being read."""
        if not self.pieces:
            return
        text = without_controls("".join(self.pieces))
        self.pieces.clear()
        if text.isspace():
            self.linked = 0
            return
        linked, self.linked = self.linked, 0
        for part in _parts(text):
            share = min(len(part), linked)
            furniture = self.furniture > 0 and self.block_tag != "h1"
            self.blocks.append(VisibleBlock(part, self.block_tag, share, furniture, self.article > 0, self.content, len(self.stack)))
            linked -= share

    def result(self) -> Visible:
        self.flush()
        noscript = _SPACE.sub(" ", " ".join(self.noscript)).strip()
        return Visible(
            tuple(self.blocks),
            self.hidden,
            noscript,
            self.scripts,
            self.elements,
            self.widest,
            tuple(self.targets),
            self.truncated,
            self.head,
        )


def _parts(text: str) -> list[str]:
    """The paragraphs of a block: two line breaks in a row part them, as a visitor sees it."""
    if "\n" not in text and "\t" not in text:
        folded = (_SPACE.sub(" ", text) if "  " in text or "\r" in text or "\f" in text else text).strip(" \u00a0")
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
    cells = (_SPACE.sub(" ", cell).strip(" \u00a0") for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)
