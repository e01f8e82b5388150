"""What Markdown and HTML have in common once their text stands: footnotes, bare addresses, and what is not read aloud."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from provenance.draft.addresses import addresses
from provenance.draft.notes import bind_numbers, source_lists
from provenance.draft.parts import without
from provenance.language.layout import is_caption
from provenance.model import Block, BlockKind, DraftLink, How, Span


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """The text of a footnote: ``text[start:end]``, and the label that leads to it."""

    start: int
    end: int
    label: str


class _Notes:
    """Footnotes by where they stand. They do not overlap, but for those that a page puts into one another."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = sorted(notes)
        self._starts = [note.start for note in self._notes]

    def at(self, offset: int) -> Note | None:
        """The note that holds the character at ``offset``."""
        index = bisect_right(self._starts, offset) - 1
        for note in reversed(self._notes[max(0, index - 3) : index + 1]):
            if note.start <= offset < note.end:
                return note
        return None


def finish(
    text: str,
    blocks: Sequence[Block],
    links: Sequence[DraftLink],
    notes: Sequence[Note] = (),
    signs: Sequence[DraftLink] = (),
    silent: Sequence[Span] = (),
    code: Sequence[Span] = (),
    raised: Sequence[Span] = (),
    defined: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[Block], list[DraftLink]]:
    """Lead footnote marks to the addresses in their notes, find bare addresses, and leave both out of what is read aloud.

    Parameters:
        text: the draft's text.
        blocks: its blocks, each of one piece.
        links: its links.
        notes: its footnotes.
        signs: the marks that lead to them, by label; their address is still empty.
        silent: further spans that are not read aloud, such as the arrow that leads back from a note.
        code: spans in which an address is only an example.
        raised: raised numbers that are no links, which may lead to entries of a source list.
        defined: addresses that the format itself gives for the labels of such a list.

    Returns:
        The blocks, those of notes marked as such, and all links in the order of the text; a mark comes once for every address.
    """
    kept = [_as_mark(text, link) for link in links]
    kept.extend(_bare(text, blocks, links, signs, code))
    known = _Notes(notes)
    inside: dict[str, list[DraftLink]] = {}
    placed: list[DraftLink] = []
    for link in kept:
        note = known.at(link.span.start)
        if note is None:
            placed.append(link)
            continue
        placed.append(replace(link, label=note.label, context=("footnote", *link.context)))
        if link.how is not How.FOOTNOTE:
            inside.setdefault(note.label, []).append(link)
    for sign in signs:
        placed.extend(replace(sign, url=link.url) for link in inside.get(sign.label, ()))
    unread = [link.span for link in kept if link.how in (How.BARE, How.FOOTNOTE)]
    holes = sorted({*silent, *(sign.span for sign in signs), *(_bracketed(text, span) for span in unread)})
    read: list[Block] = []
    for block in blocks:
        note = known.at(block.span.start)
        if note is not None and block.kind in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH, BlockKind.FURNITURE, BlockKind.FOOTNOTE):
            block = replace(block, kind=BlockKind.FOOTNOTE, label=note.label, level=0)
        elif block.kind is BlockKind.PARAGRAPH and is_caption(block.span.of(text)):
            block = replace(block, kind=BlockKind.CAPTION)
        pieces = without(text, block.span, () if block.kind in (BlockKind.FURNITURE, BlockKind.CODE) else holes)
        if not pieces and (whole := without(text, block.span, ())):  # nothing but an address: an entry of a list, or a line of its own
            kept_kind = block.kind in (BlockKind.LIST_ITEM, BlockKind.FOOTNOTE, BlockKind.TABLE)
            block, pieces = replace(block, kind=block.kind if kept_kind else BlockKind.FURNITURE), whole
        if pieces:
            read.append(replace(block, pieces=pieces))
    placed.sort(key=lambda link: (link.span.start, link.span.end))
    return bind_numbers(text, source_lists(text, read, placed), placed, sorted(raised), defined)


def _as_mark(text: str, link: DraftLink) -> DraftLink:
    """A link whose words are only a number in brackets, or a number set against a word, is a mark and not read aloud."""
    if link.how is not How.LINK or len(link.text) > 7:
        return link
    number = link.text.strip("[]()")
    if not (number.isascii() and number.isdigit()):
        return link
    before, after = text[max(0, link.span.start - 1) : link.span.start], text[link.span.end : link.span.end + 1]
    bracketed = link.text != number or before + after in ("[]", "()")
    attached = bool(before) and not before.isspace() and not before.isalnum() and before not in "$€£#№+–-/" and not after.isalnum()
    return replace(link, how=How.FOOTNOTE, label=number) if bracketed or (attached and len(number) <= 2) else link


def _bracketed(text: str, span: Span) -> Span:
    """A silent span with the brackets that stand around it alone."""
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    return Span(span.start - 1, span.end + 1) if before + after in ("()", "[]", "<>") else Span(span.start, span.end)


def _bare(
    text: str, blocks: Sequence[Block], links: Sequence[DraftLink], signs: Sequence[DraftLink], code: Sequence[Span]
) -> list[DraftLink]:
    taken = sorted({*(link.span for link in [*links, *signs] if link.span.end > link.span.start), *code})
    starts = [span.start for span in taken]
    found: list[DraftLink] = []
    for block in blocks:
        if block.kind is BlockKind.CODE:
            continue
        context = ("furniture",) if block.kind is BlockKind.FURNITURE else ()
        for address in addresses(text, block.span.start, block.span.end):
            index = bisect_right(starts, address.span.start)
            if not any(span.overlaps(address.span) for span in taken[max(0, index - 3) : index + 2]):
                found.append(DraftLink(address.url, "", address.span, How.BARE, context=context))
    return found
