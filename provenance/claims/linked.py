"""Where each link that may be a citation stands: its paragraph, its sentence, and whether it stands behind the words it is for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from provenance.claims.roles import Blocks
from provenance.model import Block, BlockKind, Draft, DraftLink, How, Span

MARKS = (How.FOOTNOTE, How.BIBLIOGRAPHY, How.BARE)
SOURCE_LINE = re.compile(r"[\W_]{0,4}(?:sources?|via|quellen?|fuentes?|źródł[oa]|источники?|джерел[оа]|ссылка|link)\s{0,3}:", re.IGNORECASE)
_LISTED = ("bibliography", "footnote")
_STOPS = (".", "!", "?", "…")
_ABOVE = 6  # blocks that may stand between a paragraph and the address under it
_BRACKET = 90  # characters that a bracket with a source in it takes on either side of the link


@dataclass(slots=True)
class Linked:
    """A link that may be a citation, and the sentence that it stands in or behind."""

    link: DraftLink
    loose: bool
    """Whether it stands in a printed page's furniture: then only a name can bind it."""
    block: int | None
    sentence: int = 0
    behind: bool = False
    """Whether it stands behind the words it is for, as a mark or a bracket does."""
    closing: bool = False
    """Whether no word of its paragraph follows it, and it may stand for all of it: a bracket within a sentence does not."""

    @property
    def listed(self) -> bool:
        """Whether it stands in a footnote or source list."""
        return any(name in self.link.context for name in _LISTED)

    @property
    def near(self) -> bool:
        """Whether the place where it stands says which claim it is for."""
        return not self.loose and self.block is not None and not self.listed


class Sentences:
    """The sentences of each block, as spans of the draft's text, cut when they are first asked for."""

    def __init__(self, draft: Draft, blocks: Blocks) -> None:
        self._draft = draft
        self._blocks = blocks
        self._known: dict[int, tuple[Span, ...]] = {}

    def of(self, index: int) -> tuple[Span, ...]:
        """The sentences of a block; the whole block where it has none."""
        if index not in self._known:
            from provenance.language.flow import flow
            from provenance.language.sentences import sentences

            block = self._blocks.blocks[index]
            run = flow(self._draft.text, block.pieces)
            cut = [run.span(span.start, span.end) for span in sentences(run.text, self._draft.language)]
            self._known[index] = tuple(cut) or (block.span,)
        return self._known[index]

    def touched(self, index: int, part: Span) -> Iterator[int]:
        """The numbers of a block's sentences that share a character with a span."""
        sentences = self.of(index)
        first = max(0, bisect_right(sentences, part.start, key=lambda span: span.start) - 1)
        for number in range(first, len(sentences)):
            if sentences[number].start >= part.end:
                return
            if sentences[number].overlaps(part):
                yield number


def anchored(draft: Draft, links: Sequence[tuple[DraftLink, bool]], blocks: Blocks, cut: Sentences) -> list[Linked]:
    """The place of every link.

    Parameters:
        draft: the draft.
        links: its possible citations, in order, each with whether only a claim can tell that it is one.
        blocks, cut: its blocks and their sentences.
    """
    spans = sorted({(link.span.start, link.span.end) for link, _ in links})
    return [_anchored(draft, link, loose, blocks, cut, spans) for link, loose in links]


def _anchored(draft: Draft, link: DraftLink, loose: bool, blocks: Blocks, cut: Sentences, spans: Sequence[tuple[int, int]]) -> Linked:
    index = blocks.of(link.span.start)
    if index is None:
        return Linked(link, loose, None)
    # An address in a line of its own, or a line "Source: …", stands behind the paragraph above it.
    block = blocks.blocks[index]
    alone = (block.kind is BlockKind.FURNITURE and link.how is How.BARE) or bool(SOURCE_LINE.match(blocks.whole(index)[:60]))
    if alone and not loose and index > 0 and link.context[:1] not in (("bibliography",), ("footnote",)):
        above = next((before for before in range(index - 1, max(-1, index - _ABOVE), -1) if _is_prose(blocks.blocks[before])), None)
        if above is not None:
            return Linked(link, loose, above, len(cut.of(above)) - 1, True, True)
    bracket = _bracket(draft.text, link.span) if link.how is How.LINK else None
    sentence, inside = _sentence(cut.of(index), link.span.start)
    begins = link.span.start if bracket is None else bracket.start
    apart = bracket is not None and cut.of(index)[sentence].start >= begins
    if apart and sentence > 0:
        sentence, inside = sentence - 1, False  # a sentence that is nothing but the bracket
    elif bracket is not None:
        apart = draft.text[max(0, begins - 8) : begins].rstrip(" \t\n\xa0\"'”’»“").endswith(_STOPS)
    behind = link.how in MARKS or bracket is not None or not inside
    covers = link.how in MARKS or apart or not inside
    return Linked(link, loose, index, sentence, behind, covers and _closes(draft.text, bracket or link.span, block, spans))


def _sentence(cut: Sequence[Span], at: int) -> tuple[int, bool]:
    """The last sentence that begins before a place, and whether it holds it."""
    sentence = max(0, bisect_right(cut, at, key=lambda span: span.start) - 1)
    inside = cut[sentence].start <= at < cut[sentence].end
    return sentence, inside


def _bracket(text: str, span: Span) -> Span | None:
    """The round or square bracket that is there for a link: "([statement](…))", "(Source: …)", "[terms of sale]"."""
    floor = max(0, span.start - _BRACKET)
    opening = max(text.rfind("(", floor, span.start), text.rfind("[", floor, span.start))
    if opening < 0:
        return None
    before = text[opening + 1 : span.start]
    closing = text.find(")" if text[opening] == "(" else "]", span.end, span.end + _BRACKET)
    if closing < 0 or any(sign in before for sign in ")].\n"):
        return None
    if len(before.split()) > 4 and not SOURCE_LINE.match(before):
        return None
    return Span(opening, closing + 1)


def _closes(text: str, span: Span, block: Block, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing of a block follows but signs and other links that stand behind."""
    at = span.end
    for piece in block.pieces:
        start = max(at, piece.start)
        position = start
        for first, last in islice(spans, bisect_left(spans, (start, start)), None):  # marks and addresses in brackets are no words
            if first >= piece.end or re.search(r"\w", text[position:first]):
                break
            position = max(position, last)
        if re.search(r"\w", text[position : piece.end]):
            return False
    return True


def _is_prose(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.BLOCKQUOTE, BlockKind.LIST_ITEM)
