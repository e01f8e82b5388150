"""Markdown (CommonMark with tables, strikethrough, footnotes and front matter): the text as a reader sees it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from provenance.draft import lines as look
from provenance.draft.file import File
from provenance.draft.finish import Note, finish
from provenance.draft.frontmatter import front_matter
from provenance.draft.html import Pageful
from provenance.draft.inline import AT, Runs, parser
from provenance.draft.markup import mark, tree
from provenance.draft.page import resolve, unwrapped
from provenance.draft.parts import Content
from provenance.draft.places import Weave
from provenance.errors import DraftError
from provenance.model import Block, BlockKind, DraftLink, How, Span

_LINE = re.compile(r"\r\n|\n|\r")
_MAX_LINES = 400_000
_MAX_INLINE = 2_000_000  # characters of one paragraph that are parsed for marks; longer ones are taken as they are
_HREF = re.compile(r"(?is)<a\s[^>]{0,2000}?href\s{0,5}=\s{0,5}(?:\"([^\"]{0,4000})\"|'([^']{0,4000})'|([^\s>\"']{1,4000}))")
_LABEL = re.compile(r"\^?\d{1,3}")


@dataclass(slots=True)
class _Source:
    """The file's text and its lines as the block parser counts them."""

    text: str
    starts: list[int]
    ends: list[int]
    cursors: dict[int, int] = field(default_factory=dict)

    def map(self, content: str, first: int, cell: bool) -> Runs:
        """Where a block's inline text stands in the file: runs of (offset in ``content``, offset in the file).

        Parameters:
            content: the text that the block parser hands to the inline parser: the lines without their markers.
            first: number of its first line.
            cell: whether it is a table cell, of which a line has several.
        """
        runs: Runs = []
        at = 0
        for number, words in enumerate(content.split("\n"), first):
            if number >= len(self.starts):
                break
            start = self.starts[number]
            line = self.text[start : self.ends[number]]
            bare = words.strip()
            column = self._column(line, bare, number, cell)
            lead = len(words) - len(words.lstrip())
            if column >= 0:
                runs.append((at, start + max(0, column - lead)))
                if lead:
                    runs.append((at + lead, start + column))
            else:
                runs.extend(self._spelled(line, words, at, number, cell))
            at += len(words) + 1
        return runs or [(0, self.starts[min(first, len(self.starts) - 1)])]

    def _column(self, line: str, bare: str, number: int, cell: bool) -> int:
        if cell:
            column = line.find(bare, self.cursors.get(number, 0))
            if column >= 0:
                self.cursors[number] = column + len(bare)
            return column
        trimmed = line.rstrip()
        for candidate in (trimmed, trimmed.rstrip("#").rstrip()):
            if candidate.endswith(bare):
                return len(candidate) - len(bare)
        return line.rfind(bare)

    def _spelled(self, line: str, words: str, at: int, number: int, cell: bool) -> Runs:
        """A line that the block parser changed (an escaped bar in a table, a tab): sign by sign."""
        runs: Runs = []
        column = 0
        if cell:
            column = max(0, line.find(words.strip().replace("|", "\\|"), self.cursors.get(number, 0)))
        for index, char in enumerate(words):
            found = line.find(char, column)
            if found < 0:
                break
            if (
                (char == "|" and found and line[found - 1] == "\\")
                or not runs
                or found != runs[-1][1] - self.starts[number] + at + index - runs[-1][0]
            ):  # in step again behind the backslash
                runs.append((at + index, self.starts[number] + found))
            column = found + 1
        if cell:
            self.cursors[number] = column
        return runs


def _source(text: str) -> _Source:
    starts, ends = [0], []
    for match in _LINE.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(text))
    return _Source(text, starts, ends)


@dataclass(slots=True)
class _Writer:
    """Writes the visible text of one file, block by block."""

    source: _Source
    pageful: Pageful
    env: dict[str, Any]
    notes: list[tuple[str, int, list[Any], int]] = field(default_factory=list)  # inline notes: label, base, tokens, mark
    texts: list[Note] = field(default_factory=list)
    signs: list[DraftLink] = field(default_factory=list)
    codes: list[Span] = field(default_factory=list)

    @property
    def weave(self) -> Weave:
        return self.pageful.weave

    def write(self, tokens: list[Any]) -> None:
        """Write all block tokens."""
        stack: list[Any] = []
        for token in tokens:
            if token.nesting > 0:
                stack.append(token)
            elif token.nesting < 0:
                if stack:
                    stack.pop()
            elif token.type == "inline":
                self._paragraph(token, stack)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type == "html_block":
                self._html(token)
        for label, base, children, sign in self.notes:
            start = self._gap(sign)
            self._inline(children, [(0, base)], How.LINK)
            self._block(start, BlockKind.FOOTNOTE, 0, label)

    def _gap(self, at: int) -> int:
        if self.weave.length:
            self.weave.put("\n\n", at)
        return self.weave.length

    def _block(self, start: int, kind: BlockKind, level: int, label: str) -> None:
        if self.weave.length > start:
            self.pageful.blocks.append(Block(kind, (Span(start, self.weave.length),), level, label))
            if kind is BlockKind.FOOTNOTE:
                self.texts.append(Note(start, self.weave.length, label))

    def _paragraph(self, token: Any, stack: list[Any]) -> None:
        types = [open_token.type for open_token in stack]
        cell = bool(types) and types[-1] in ("th_open", "td_open")
        runs = self.source.map(token.content, (token.map or [0])[0], cell)
        start = self._gap(runs[0][1])
        kind, level, label = _kind(stack)
        children = token.children or []
        pictures = [child for child in children if child.type == "image"]
        if pictures and all(
            child.type in ("image", "softbreak", "hardbreak", "link_open", "link_close") or not child.content.strip() for child in children
        ):
            kind, level = BlockKind.CAPTION, 0
        self._inline(children, runs, How.LINK)
        self._block(start, kind, level, label)

    def _code(self, token: Any) -> None:
        first, last = token.map or [0, 0]
        if token.type == "fence":
            first += 1
            last -= self.source.text[self.source.starts[last - 1] : self.source.ends[last - 1]].strip(" >\t")[:3] in ("```", "~~~")
        if last <= first or last > len(self.source.starts):
            return
        start = self._gap(self.source.starts[first])
        self.weave.take(self.source.starts[first], self.source.ends[last - 1])
        self._block(start, BlockKind.CODE, 0, "")

    def _html(self, token: Any) -> None:
        first, last = token.map or [0, 0]
        start, end = self.source.starts[first], self.source.ends[max(first, min(last, len(self.source.ends)) - 1)]
        marked = mark(self.source.text, start, end)
        if "<" in marked.source:
            self.pageful.read(tree(marked), marked)

    def _inline(self, tokens: list[Any], runs: Runs, how: How) -> None:
        """Write a paragraph's words; ``runs`` lead from the parsed text to the file."""
        starts = [run[0] for run in runs]

        def raw(offset: int) -> int:
            index = max(0, bisect_right(starts, offset) - 1)
            return runs[index][1] + offset - runs[index][0]

        opened: list[tuple[str, int, str]] = []
        quiet = 0
        for token in tokens:
            _, at, trace = self.env.get(AT, {}).get(id(token), (token, 0, [(0, 0)]))
            if token.type == "text":
                self._words(token.content, trace, raw)
            elif token.type == "text_special":
                escaped = token.info == "escape" and len(token.markup) == len(token.content) + 1
                self.weave.put(token.content, raw(at + 1 if escaped else at))
            elif token.type in ("softbreak", "hardbreak"):
                self.weave.put("\n", raw(at))
            elif token.type == "code_inline":
                start = self.weave.length
                inner = self.source.text.find(token.content[:40], raw(at)) if token.content else raw(at)
                self.weave.put(token.content, inner if 0 <= inner - raw(at) < 40 else raw(at))
                self.codes.append(Span(start, self.weave.length))
            elif token.type == "link_open":
                opened.append(
                    (
                        str(token.attrs.get("href", "")),
                        self.weave.length,
                        str(token.meta.get("label") or "") if token.markup != "autolink" else "<>",
                    )
                )
            elif token.type == "link_close" and opened:
                self._close(*opened.pop(), how)
            elif token.type == "image":
                quiet = self.weave.length
                base = raw(at + 2)
                inner_runs = [(0, base)] + [(offset - at - 2, place) for offset, place in runs if offset > at + 2]
                self._inline(token.children or [], inner_runs, how)
            elif token.type == "footnote_ref":
                self._sign(token, at, raw)
            elif token.type == "html_inline":
                self._tag(token.content, raw(at), opened, how)
        del quiet

    def _words(self, content: str, trace: Runs, raw: Any) -> None:
        for index, (offset, at) in enumerate(trace):
            end = trace[index + 1][0] if index + 1 < len(trace) else len(content)
            place = raw(at)
            words = content[offset:end]
            if self.source.text.startswith(words, place):
                self.weave.take(place, place + len(words))
            else:
                self.weave.put(words, place)

    def _close(self, href: str, start: int, label: str, how: How) -> None:
        words = self.weave.tail(self.weave.length - start)
        if href.startswith("#") or not (written := resolve(href, self.pageful.base)):
            return
        url = unwrapped(written)
        lead = len(words) - len(words.lstrip())
        span = Span(start + lead, start + lead + len(words.strip()))
        if label == "<>":
            self.pageful.links.append(DraftLink(url, "", span, How.BARE))
        elif label and _LABEL.fullmatch(label) and words.strip("[]^") == label.strip("^"):
            self.pageful.links.append(DraftLink(url, words.strip(), span, How.FOOTNOTE, label.strip("^")))
        else:
            self.pageful.links.append(DraftLink(url, words.strip(), span, how))

    def _sign(self, token: Any, at: int, raw: Any) -> None:
        """A footnote's mark, written as readers see one: its label in brackets."""
        label = str(token.meta.get("label") or "")
        if not label:  # an inline note: its text comes at the end
            label = f"note {token.meta['id'] + 1}"
            entry = self.env["footnotes"]["list"][token.meta["id"]]
            self.notes.append((label, raw(at + 2), entry.get("tokens") or [], raw(at)))
        start = self.weave.length
        self.weave.put(f"[{label}]", raw(at))
        self.signs.append(DraftLink("", f"[{label}]", Span(start, self.weave.length), How.FOOTNOTE, label))

    def _tag(self, tag: str, at: int, opened: list[tuple[str, int, str]], how: How) -> None:
        """An HTML tag inside a paragraph: links and line breaks count, everything else is dropped."""
        low = tag[:4].lower()
        if low.startswith("<br"):
            self.weave.put("\n", at)
        elif low.startswith(("<a ", "<a\n", "<a\t")) and (match := _HREF.match(tag)):
            opened.append((unescape(match[1] or match[2] or match[3] or ""), self.weave.length, ""))
        elif low.startswith("</a") and opened:
            self._close(*opened.pop(), how)


def _kind(stack: list[Any]) -> tuple[BlockKind, int, str]:
    types = [token.type for token in stack]
    if types and types[-1] == "heading_open":
        return BlockKind.HEADING, int(stack[-1].tag[1:]), ""
    for token in stack:
        if token.type == "footnote_reference_open":
            return BlockKind.FOOTNOTE, 0, str(token.meta["label"])
    if types and types[-1] in ("th_open", "td_open"):
        return BlockKind.TABLE, 0, ""
    if "list_item_open" in types:
        item = next(token for token in reversed(stack) if token.type == "list_item_open")
        return BlockKind.LIST_ITEM, types.count("list_item_open"), str(item.info) if str(item.info).isdigit() else ""
    if "blockquote_open" in types:
        return BlockKind.BLOCKQUOTE, types.count("blockquote_open"), ""
    return BlockKind.PARAGRAPH, 0, ""


def read(file: File) -> Content:
    """Read a Markdown text.

    Raises:
        DraftError: it is beyond the bounds.
    """
    text = file.text
    stated = front_matter(text)
    # The front matter's lines stay as blank ones, so that the lines of all others keep their numbers.
    body = "".join(match[0] for match in _LINE.finditer(text, 0, stated.end)) + text[stated.end :]
    source = _source(text)
    if len(source.starts) > _MAX_LINES:
        raise DraftError(f"it has more than {_MAX_LINES:,} lines; split it into smaller files")
    if max((end - start for start, end in zip(source.starts, source.ends, strict=True)), default=0) > _MAX_INLINE:
        raise DraftError(
            f"it has a line of more than {_MAX_INLINE:,} characters, which is no Markdown; give it as plain text (format text)"
        )
    env: dict[str, Any] = {}
    try:
        tokens = parser().parse(body, env)
    except RecursionError:
        raise DraftError("its marks nest too deeply; save it as plain text") from None
    weave = Weave(text)
    writer = _Writer(source, Pageful(weave), env)
    writer.write(tokens)
    visible, places = weave.finish()
    blocks, links = finish(
        visible,
        _split_entries(visible, writer.pageful.blocks),
        writer.pageful.links,
        writer.texts,
        writer.signs,
        (),
        writer.codes,
        writer.pageful.raised,
        _defined(env),
    )
    headings = (block for block in blocks if block.kind is BlockKind.HEADING)
    heading = next((block for block in headings if not look.is_sources_heading(block.pieces[0].of(visible))), None)
    title = stated.title or (" ".join(piece.of(visible) for piece in heading.pieces) if heading else None)
    if stated.url:
        links.insert(0, DraftLink(stated.url, "", Span(0, 0), How.LINK, context=("head", "canonical")))
    return Content(visible, tuple(blocks), tuple(links), places, title, stated.language, stated.date)


def _split_entries(text: str, blocks: list[Block]) -> list[Block]:
    """A source list written line under line (``[1] …`` / ``[2] …``) is one paragraph to Markdown: an entry each."""
    result: list[Block] = []
    for block in blocks:
        span = block.span
        starts = [span.start]
        if block.kind is BlockKind.PARAGRAPH and _is_entry(text, span.start):
            at = text.find("\n", span.start, span.end)
            while at >= 0:
                if _is_entry(text, at + 1):
                    starts.append(at + 1)
                at = text.find("\n", at + 1, span.end)
        if len(starts) == 1:
            result.append(block)
            continue
        for start, end in zip(starts, [*[start - 1 for start in starts[1:]], span.end], strict=True):
            result.append(Block(block.kind, (Span(start, end),)))
    return result


def _is_entry(text: str, start: int) -> bool:
    """Whether a line begins as ``[1] …`` or ``(1) …``, which is no list to Markdown."""
    words = text[start : start + 60]
    return look.note_label(words) is not None or (words.startswith("(") and look.numbered_label(words) is not None)


def _defined(env: dict[str, Any]) -> dict[str, str]:
    """The addresses of numbered reference definitions: ``[1, 2]`` is no link to Markdown, and a mark to readers."""
    found: dict[str, str] = {}
    for label, definition in env.get("references", {}).items():
        url = resolve(str(definition.get("href", "")), "")
        if _LABEL.fullmatch(label) and url and not url.startswith("#"):
            found[label.strip("^")] = unwrapped(url)
    return found
