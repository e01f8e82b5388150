"""Numbered source lists: the entries at the end of a text, and the marks like ``[1]`` that lead to them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from provenance.draft import lines as look
from provenance.draft.parts import without
from provenance.model import Block, BlockKind, DraftLink, How, Span

_MARK = re.compile(
    r"(?:\[|【)(?P<labels>\^?\d{1,3}(?:\s?[,;–-]\s?\^?\d{1,3}){0,20})(?:\](?![(:])|(?:[†:][^】\n]{0,60})?】)",
)
_MAX_RANGE = 30
_MAX_ENTRIES = 500
_ENTRY = re.compile(r"[ \t\xa0]{0,20}[\[(]?\^?\d{1,3}[\])]?[.):]{0,2}[ \t\xa0]{0,8}<?(?:https?://|www\.)", re.IGNORECASE)
_ROUND = re.compile(r"\((?P<labels>\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20})\)")
_FIGURES = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,3}")
_PLAIN = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")
_UNIT = re.compile(r"(?:\d|\b(?:[kcdmhкcсд]?[mм]|CO|NO|ft|in|mi))\Z")
"""Before a raised figure that is a power or part of a formula, not a mark: 10², km², CO²."""


def source_lists(text: str, blocks: Sequence[Block], links: Sequence[DraftLink] = ()) -> list[Block]:
    """Blocks with the entries of source lists made list items: what stands under a heading such as "Sources", what begins with
    ``[1]``, and numbered addresses at the very end. A numbered entry bears its number as label; other lists' items bear none."""
    result: list[Block] = []
    tail = _tail(text, blocks, links)
    in_list = False
    for index, block in enumerate(blocks):
        words = block.pieces[0].of(text)
        if block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and look.is_sources_heading(words)):
            in_list = look.is_sources_heading(words)
            result.append(replace(block, kind=BlockKind.HEADING, level=block.level or 2))
            continue
        listed = in_list or index >= tail
        label = _label(text, block, listed)
        # "1. https://…" looks like what a browser prints at a page's edge
        address = block.kind is BlockKind.FURNITURE and listed and label and bool(_ENTRY.match(text, block.span.start, block.span.end))
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and not address:
            result.append(block)
            continue
        if label or in_list:
            block = replace(block, kind=BlockKind.LIST_ITEM, level=block.level or 1, label=label)
        elif block.label:  # an ordered list of the text's own
            block = replace(block, label="")
        result.append(block)
    return result


def _label(text: str, block: Block, listed: bool) -> str:
    """The label of a block that may be an entry: ``[1]`` anywhere, ``1.`` or an ordered list's number in a source list."""
    words = text[block.span.start : block.span.start + 80]
    marked = look.note_label(words)
    if marked:
        return marked[0]
    if not listed:
        return ""
    numbered = look.numbered_label(words)
    return block.label or (numbered[0] if numbered else "")


def _tail(text: str, blocks: Sequence[Block], links: Sequence[DraftLink]) -> int:
    """Index of the first entry of a numbered list of addresses that ends the text; the number of blocks if there is none."""
    starts = sorted(link.span.start for link in links)
    first, following, expected = len(blocks), len(text), -1
    for index in range(len(blocks) - 1, max(-1, len(blocks) - 1 - _MAX_ENTRIES), -1):
        block = blocks[index]
        number = _label(text, block, True)
        linked = bisect_left(starts, block.span.start) < bisect_left(starts, following)
        if not number.isdecimal() or not linked or (expected >= 0 and int(number) != expected):
            break
        first, following, expected = index, block.span.start, int(number) - 1
        if expected == 0:
            return first
    return len(blocks)


def bind_numbers(
    text: str,
    blocks: Sequence[Block],
    links: Sequence[DraftLink],
    raised: Sequence[Span] = (),
    defined: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[Block], list[DraftLink]]:
    """Lead the marks in the prose to the addresses of their entries.

    Parameters:
        text: the draft's text.
        blocks: its blocks, the entries of source lists labelled.
        links: its links so far.
        raised: numbers that the format shows raised, in order.
        defined: addresses that the format itself gives for labels.

    Returns:
        The blocks with the marks left out of their pieces, and the links with one more for every mark and address
        (``how=bibliography``, ``label`` the entry's); an entry's own links have the context ``bibliography``.
    """
    blocks = sorted(blocks, key=lambda block: block.span.start)
    entries = {block.label: block for block in reversed(blocks) if block.label and block.kind is BlockKind.LIST_ITEM}
    listed = _listed(text, blocks)
    round_marks = any(text.startswith("(", block.span.start) for block in entries.values())
    if not entries and not listed and not defined:
        return blocks, list(links)
    starts = [block.span.start for block in blocks]
    targets: dict[str, list[DraftLink]] = {}
    marked: list[DraftLink] = []
    for link in links:
        index = bisect_right(starts, link.span.start) - 1
        block = blocks[index] if index >= 0 else None
        if block is not None and block.kind is BlockKind.FURNITURE and index and blocks[index - 1].label:
            block = blocks[index - 1]  # the entry's address in a line of its own
        if block is not None and block.label and entries.get(block.label) is block and link.how in (How.LINK, How.BARE):
            targets.setdefault(block.label, []).append(link)
            context = tuple(name for name in link.context if name != "furniture")
            marked.append(replace(link, label=block.label, context=("bibliography", *context)))
        elif index in listed and "furniture" not in link.context:
            marked.append(replace(link, context=("bibliography", *link.context)))
        else:
            marked.append(link)
    new_blocks: list[Block] = []
    for block in blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.CODE) or block.label:
            new_blocks.append(block)
            continue
        pieces: list[Span] = []
        for piece in block.pieces:
            holes: list[Span] = []
            for mark, labels in _marks(text, piece, raised, round_marks):
                if not any(label in entries or label in defined for label in labels):
                    continue
                holes.append(mark)
                for label in labels:
                    urls = [link.url for link in targets.get(label, ())]
                    if not urls and label in defined and label not in entries:
                        urls = [defined[label]]
                    marked.extend(DraftLink(url, mark.of(text), mark, How.BIBLIOGRAPHY, label) for url in urls)
            pieces.extend(without(text, piece, holes) if holes else (piece,))
        new_blocks.append(replace(block, pieces=tuple(pieces)) if pieces else block)
    marked.sort(key=lambda link: (link.span.start, link.span.end))
    return new_blocks, marked


def _marks(text: str, piece: Span, raised: Sequence[Span], round_marks: bool) -> list[tuple[Span, list[str]]]:
    """The marks in a piece, in order, with the labels that they lead to: ``[1]``, raised numbers, raised figures (``¹``), and ``(1)``
    where the entries are numbered so."""
    found: dict[Span, list[str]] = {}
    for pattern in (_MARK, _ROUND) if round_marks else (_MARK,):
        found |= {Span(match.start(), match.end()): _labels(match["labels"]) for match in pattern.finditer(text, piece.start, piece.end)}
    for match in _FIGURES.finditer(text, piece.start, piece.end):
        if not _UNIT.search(text, max(piece.start, match.start() - 12), match.start()):
            found[Span(match.start(), match.end())] = [match[0].translate(_PLAIN)]
    first = bisect_left(raised, piece.start, key=lambda span: span.start)
    for span in islice(raised, first, None):
        if span.end > piece.end:
            break
        if not _UNIT.search(text, max(piece.start, span.start - 12), span.start):
            found[Span(span.start, span.end)] = _labels(span.of(text).strip("()[]"))
    return sorted(found.items())


def _listed(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks under a heading such as "Sources"."""
    found: set[int] = set()
    in_list = False
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            in_list = look.is_sources_heading(block.pieces[0].of(text))
        elif in_list:
            found.add(index)
    return frozenset(found)


def _labels(words: str) -> list[str]:
    """``1, 3-5`` → 1, 3, 4, 5."""
    labels: list[str] = []
    for part in re.split(r"[,;]", words.replace("^", "")):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + _MAX_RANGE:
            labels.extend(str(number) for number in range(ends[0], ends[1] + 1))
        else:
            labels.extend(str(number) for number in ends)
    return labels
