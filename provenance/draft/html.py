"""HTML: the text as a visitor sees it, block by block, with links and the containers they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from provenance.draft.exports import note_holder, saved_from, without_comments
from provenance.draft.file import File
from provenance.draft.finish import Note, finish
from provenance.draft.markup import MARKER, MAX_DEPTH, Marked, clean, mark, runs, tree
from provenance.draft.page import FURNITURE, TOLD_APART, about, containers, hidden, prose_mass, resolve, unwrapped
from provenance.draft.parts import Content
from provenance.draft.places import Weave
from provenance.errors import DraftError
from provenance.formats import htmltags
from provenance.model import Block, BlockKind, DraftLink, How, Span

_BLOCKS = htmltags.BLOCKS | {"td", "th"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARK_TEXT = re.compile(r"[\[(^]{0,2}(?:\d{1,3}|[a-z*†‡§]{1,3}|note \d{1,3})[\])]{0,2}[↑↩︎]?", re.IGNORECASE)
_RAISED = re.compile(r"[\[(]?\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,5}[\])]?")
_LONGEST_NOTE = 5000
_MOST = 0.4  # of a page's prose: what holds more of it is no furniture
_BACK = re.compile(r"[↩↑^⤴]|back|zurück|retour|назад", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """An anchor that is open while its words go by."""

    href: str
    start: int
    context: tuple[str, ...]
    raised: bool


@dataclass(slots=True)
class Pageful:
    """Blocks and links of a run of HTML, their text added to a weave.

    Attributes:
        weave: takes the text; several runs may share one, as in Markdown.
        base: address that relative links count from.
    """

    weave: Weave
    base: str = ""
    blocks: list[Block] = field(default_factory=list)
    links: list[DraftLink] = field(default_factory=list)
    marks: list[DraftLink] = field(default_factory=list)
    targets: dict[str, tuple[int, int]] = field(default_factory=dict)
    raised: list[Span] = field(default_factory=list)
    _start: int = -1
    _blank: int = -1
    _breaks: int = 0
    _numbers: dict[int, str] = field(default_factory=dict)
    _counts: dict[int, int] = field(default_factory=dict)

    def read(self, soup: Any, marked: Marked) -> None:
        """Walk a tree, without recursion: pages nest as deep as they like.

        Raises:
            DraftError: it nests deeper than any page does.
        """
        mass = prose_mass(soup, marked)
        total = mass.get(id(soup), 0)
        stack: list[tuple[Any, bool]] = [(soup, False)]
        path: list[Any] = []
        contexts: list[tuple[str, ...]] = [()]
        anchors: list[_Open] = []
        sups: list[tuple[int, int]] = []
        ids: dict[int, list[tuple[str, int]]] = {}
        while stack:
            node, leaving = stack.pop()
            if leaving:
                if node.name in _BLOCKS:
                    self._flush(path, contexts[-1])
                if node.name == "a" and anchors and anchors[-1].href is not None and node.has_attr("href"):
                    self._close_anchor(anchors.pop(), marked)
                for name, begun in ids.pop(id(node), ()):
                    self.targets.setdefault(name, (begun, self.weave.length))
                if node.name == "sup":
                    self._raise(*sups.pop())
                path.pop()
                contexts.pop()
                continue
            if node.name is None:
                if type(node).__name__ == "NavigableString":
                    self._text(str(node), marked, any(tag.name == "pre" for tag in path[-12:]), contexts[-1])
                continue
            if path and hidden(node):
                continue
            if len(path) > MAX_DEPTH:
                raise DraftError("its markup nests too deeply to be a page; save it as plain text")
            if node.name == "br":
                self._break(path, contexts[-1])
                continue
            if node.name in _BLOCKS:
                self._flush(path, contexts[-1])
            names = containers(node) if path else ()
            if mass.get(id(node), 0) > _MOST * total and any(name in FURNITURE for name in names):
                names = tuple(
                    name for name in names if name not in FURNITURE or name in TOLD_APART
                )  # the article itself, whatever it is called
            if node.name == "li":
                self._count(node)
            path.append(node)
            contexts.append((*names, *contexts[-1])[:24])
            if node.get("id") or (node.name == "a" and node.get("name")):
                holder = node if node.name in _BLOCKS else note_holder(node)
                ids.setdefault(id(holder), []).append((str(node.get("id") or node.get("name"))[:200], self.weave.length))
            if node.name == "sup":
                sups.append((self.weave.length, len(self.links) + len(self.marks)))
            if node.name == "a" and node.has_attr("href"):
                raised = any(tag.name == "sup" for tag in path[-4:]) or any(
                    getattr(child, "name", None) == "sup" for child in node.contents[:2]
                )
                anchors.append(_Open(clean(self.weave.raw, marked, node["href"]).replace(" ", "%20"), -1, contexts[-1], raised))
                anchors[-1].start = self.weave.length
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(getattr(node, "contents", ())))
        self._flush(path, ())

    def _count(self, item: Any) -> None:
        """Give an item of an ordered list its number."""
        parent = item.parent
        if parent is not None and parent.name == "ol":
            before = self._counts.get(id(parent))
            if before is None:
                before = (_digits(parent.get("start")) or 1) - 1
            number = _digits(item.get("value")) or before + 1
            self._counts[id(parent)] = number
            self._numbers[id(item)] = str(number)

    def _text(self, words: str, marked: Marked, kept: bool, context: tuple[str, ...]) -> None:
        at = 0
        for match in MARKER.finditer(words):
            if words[at : match.start()].strip() == "" and match.start() > at:
                self._blank = max(self._blank, 0)
            index = int(match[1])
            if index < len(marked.starts):
                self._runs(marked.starts[index], marked.ends[index], kept)
            at = match.end()
        if at < len(words) and words[at:].isspace():
            self._blank = max(self._blank, 0)

    def _runs(self, start: int, end: int, kept: bool) -> None:
        raw = self.weave.raw
        for kind, first, last in runs(raw, start, end):
            if kind == "blank" and not (kept and self._start >= 0):
                self._blank = first if last == first + 1 else 0
                continue
            self._begin(first)
            if kind == "entity":
                self.weave.put(unescape(raw[first:last]), first)
            else:
                self.weave.take(first, last)

    def _begin(self, at: int) -> None:
        """Make ready for words: what separates them from the block or word before."""
        if self._start < 0:
            if self.weave.length and self.weave.tail(2) != "\n\n":
                self.weave.put("\n\n", at)
            self._start = self.weave.length
        elif self._breaks:
            self.weave.put("\n", at)
        elif self._blank >= 0:
            if self.weave.raw[self._blank : self._blank + 1] == " " and self._blank + 1 == at:
                self.weave.take(self._blank, at)
            else:
                self.weave.put(" ", at)
        self._blank, self._breaks = -1, 0

    def _break(self, path: list[Any], context: tuple[str, ...]) -> None:
        self._breaks += 1
        if self._breaks > 1:  # two in a row are a paragraph's end
            self._flush(path, context)

    def _flush(self, path: list[Any], context: tuple[str, ...]) -> None:
        self._blank, self._breaks = -1, 0
        if self._start < 0:
            return
        span = Span(self._start, self.weave.length)
        self._start = -1
        kind, level, label = _kind(path, context, self._numbers)
        self.blocks.append(Block(kind, (span,), level, label))

    def _raise(self, start: int, links: int) -> None:
        """Remember a raised number that is no link: it may lead to an entry of a source list."""
        words = self.weave.tail(min(24, self.weave.length - start))
        lead = len(words) - len(words.lstrip())
        if words.strip() and len(self.links) + len(self.marks) == links and _RAISED.fullmatch(words.strip()):
            self.raised.append(Span(start + lead, start + lead + len(words.strip())))

    def _close_anchor(self, anchor: _Open, marked: Marked) -> None:
        end = self.weave.length
        written = resolve(anchor.href, self.base)
        if written is None:
            return
        url = unwrapped(written)
        words = self.weave.tail(end - anchor.start)
        start = min(end, anchor.start + len(words) - len(words.lstrip()))
        link = DraftLink(url, words.strip(), Span(start, max(start, start + len(words.strip()))), How.LINK, context=anchor.context)
        link = replace(link, wrapped=written if url != written else "")
        is_mark = bool(link.text) and bool(_MARK_TEXT.fullmatch(link.text))
        if url.startswith("#"):
            if link.text:
                self.marks.append(replace(link, how=How.FOOTNOTE))
        elif is_mark and anchor.raised:
            self.links.append(replace(link, how=How.FOOTNOTE, label=link.text.strip("[]()^")))
        else:
            self.links.append(link)


def _kind(path: list[Any], context: tuple[str, ...], numbers: dict[int, str]) -> tuple[BlockKind, int, str]:
    """What a block is, by the elements it stands in."""
    names = [tag.name for tag in path]
    heading = next((_HEADINGS[name] for name in reversed(names) if name in _HEADINGS), 0)
    if any(name in FURNITURE for name in context) or (
        "header" in context and "article" not in context and "main" not in context and not heading
    ):
        return BlockKind.FURNITURE, 0, ""
    if heading:
        return BlockKind.HEADING, heading, ""
    if "pre" in names:
        return BlockKind.CODE, 0, ""
    if "figcaption" in context or "caption" in names or "figure" in names:
        return BlockKind.CAPTION, 0, ""
    if "td" in names or "th" in names:
        return BlockKind.TABLE, 0, ""
    depth = sum(name in ("ul", "ol", "menu") for name in names)
    if "li" in names:
        return BlockKind.LIST_ITEM, max(1, depth), numbers.get(id(next(tag for tag in reversed(path) if tag.name == "li")), "")
    if "blockquote" in names:
        return BlockKind.BLOCKQUOTE, names.count("blockquote"), ""
    return BlockKind.PARAGRAPH, 0, ""


def _digits(value: object) -> int | None:
    words = str(value or "")
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 4 else None


def read(file: File) -> Content:
    """Read an HTML page or fragment.

    Raises:
        DraftError: it has too many tags or nests too deeply.
    """
    marked = mark(file.text, 0, len(file.text))
    return read_tree(file, tree(marked), marked)


def read_tree(file: File, soup: Any, marked: Marked) -> Content:
    """Read a page whose tree is made already, and perhaps changed; parameters as :func:`provenance.draft.markup.mark` gives them.

    Raises:
        DraftError: it nests too deeply.
    """
    raw = file.text
    left_out = without_comments(soup)
    saved = saved_from(raw)
    page = about(soup, lambda words: clean(raw, marked, words), _headline(soup, raw, marked), saved or file.address)
    weave = Weave(raw)
    pageful = Pageful(weave, page.base)
    pageful.read(soup, marked)
    text, places = weave.finish()
    notes, signs, backs = footnotes(pageful)
    blocks, links = finish(text, pageful.blocks, pageful.links, notes, signs, backs, [link.span for link in pageful.marks], pageful.raised)
    blocks = _without_teasers(blocks, links)
    own = [
        DraftLink(url, "", Span(0, 0), How.LINK, context=("head", "canonical"))
        for url in dict.fromkeys((page.own, saved, file.address))
        if url
    ]
    return Content(text, tuple(blocks), (*own, *links), places, page.title, page.language, page.date, left_out)


def _without_teasers(blocks: list[Block], links: list[DraftLink]) -> list[Block]:
    """Blocks that are nothing but a link lead elsewhere, unless they are entries of a source list or the page's first heading."""
    whole = {
        (link.span.start, link.span.end) for link in links if link.how is How.LINK and not {"bibliography", "footnote"} & {*link.context}
    }
    kept: list[Block] = []
    for block in blocks:
        teaser = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or (block.kind is BlockKind.HEADING and block.level > 1)
        if teaser and (block.span.start, block.span.end) in whole:
            block = replace(block, kind=BlockKind.FURNITURE, level=0)
        kept.append(block)
    return kept


def _headline(soup: Any, raw: str, marked: Marked) -> str | None:
    heads = [
        tag
        for tag in soup.find_all("h1", limit=20)
        if not hidden(tag) and not any(parent.name in ("nav", "footer", "aside") for parent in tag.parents)
    ]
    return clean(raw, marked, heads[0].get_text()) or None if len(heads) == 1 else None


def footnotes(pageful: Pageful) -> tuple[list[Note], list[DraftLink], list[Span]]:
    """The notes of a page, the marks that lead to them, and the signs that lead back.

    A mark is a short link inside the page to something of a note's length that stands behind it.
    """
    notes: dict[str, Note] = {}
    signs: list[DraftLink] = []
    backs: list[Span] = []
    for link in pageful.marks:
        name = link.url[1:]
        begun, ended = pageful.targets.get(name, (0, 0))
        if ended <= begun:
            continue
        if begun > link.span.start and _MARK_TEXT.fullmatch(link.text) and ended - begun < _LONGEST_NOTE:
            label = link.text.strip("[]()^ ")
            note = notes.setdefault(name, Note(begun, ended, label))
            signs.append(replace(link, url="", label=note.label))
        elif begun < link.span.start and (_BACK.search(link.text) or _MARK_TEXT.fullmatch(link.text)):
            backs.append(link.span)
    return list(notes.values()), signs, backs
