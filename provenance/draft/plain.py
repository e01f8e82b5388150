"""Plain text: what an editor saved, or what a printer or converter made of a PDF."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from provenance.draft import lines as look
from provenance.draft.addresses import Address, addresses
from provenance.draft.file import File
from provenance.draft.lines import Line
from provenance.draft.notes import bind_numbers, source_lists
from provenance.draft.parts import Content, refuse_long, trimmed, without
from provenance.draft.places import LINE_END, Weave
from provenance.model import Block, BlockKind, DraftLink, How, Span

_WRAP = 140  # a line longer than this was never broken for width
_RUNNING = 240  # characters of a running head, with the address in it
_SHORT = 40  # a longer line that ends a sentence is prose, however often it comes
_APART = 3  # lines with words from one of them to the next: a page holds as many
_HEADING = 150  # characters; headlines are seldom longer
_SENTENCE_CASE_STOP = re.compile(r"[,;:–—-]$")


@dataclass(slots=True)
class _Group:
    """Lines that stand together: a paragraph so far, or furniture."""

    lines: list[Line]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    label: str = ""
    joined: list[list[Line]] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join(line.words for part in [self.lines, *self.joined] for line in part)

    @property
    def last(self) -> Line:
        return (self.joined[-1] if self.joined else self.lines)[-1]


def read(file: File) -> Content:
    """Read a plain text. The draft's text is the file's own, unchanged.

    Raises:
        DraftError: it is too long, or has too many lines.
    """
    text = file.text
    refuse_long(len(text.strip()))  # before the work: here the text is the file
    found = addresses(text, wrapped=True)
    rows = look.split_lines(text, found)
    groups = _groups(rows, _repeated(rows))
    _join_broken(groups)
    title = _headings(groups)
    blocks, links = _build(text, groups, found)
    blocks = source_lists(text, blocks, links)
    blocks, links = bind_numbers(text, blocks, links)
    weave = Weave(text)
    weave.take(0, len(text))
    _, places = weave.finish()
    return Content(text, tuple(blocks), tuple(links), places, title=title)


def _repeated(rows: list[Line]) -> frozenset[str]:
    """Running heads and feet: short lines that come again with at most their digits changed, at the edge of a page.

    An edge is a form feed, or a page number within two lines. What comes again at once, on the same page, heads no other one.
    """
    if len(rows) > 200_000:
        return frozenset()
    filled = [row for row in rows if row.words]
    counts: Counter[str] = Counter()
    seen: dict[str, int] = {}
    for index, row in enumerate(filled):
        if not 3 <= len(row.words) <= _RUNNING or look.list_mark(row.words) or (look.ended(row.words) and len(row.words) > _SHORT):
            continue
        near = filled[max(0, index - 2) : index + 3]
        edge = index < 2 or index >= len(filled) - 2 or any(other.page != row.page for other in near)
        if edge or any(look.is_page_number(other.words) or look.is_print_line(other.words) for other in near):
            masked = _masked(row.words)
            last = seen.get(masked)
            if last is None or index - last >= _APART or filled[last].page != row.page:
                counts[masked] += 1
                seen[masked] = index
    return frozenset(words for words, count in counts.items() if count >= 2)


def _masked(words: str) -> str:
    return re.sub(r"\d{1,6}", "#", words).lower()


def _groups(rows: list[Line], repeated: frozenset[str]) -> list[_Group]:
    """Lines that belong together by blank lines, width, marks and looks."""
    groups: list[_Group] = []
    current: list[Line] = []
    width = 0

    def close() -> None:
        nonlocal current
        if current:
            groups.extend(_split(current))
        current = []

    for index, row in enumerate(rows):
        if row.blank:
            close()
        elif row.only_addresses:
            # Directly under prose it belongs to it; between blank lines or in a sentence it is the page's.
            close()
            groups.append(_Group([row], BlockKind.FURNITURE))
        elif (
            _masked(row.words) in repeated
            or look.is_print_line(row.words)
            or (look.is_rule(row.words) and not current)
            or (look.is_page_number(row.words) and _alone(rows, index))
        ):
            close()
            groups.append(_Group([row], BlockKind.FURNITURE))
        elif look.leads_elsewhere(row.words):
            close()
            groups.append(_Group([row], BlockKind.FURNITURE, label="lead"))
        else:
            if current and row.page != current[-1].page:
                close()
            current.append(row)
            width = max(width, len(row.words))
    close()
    return groups


def _alone(rows: list[Line], index: int) -> bool:
    """Whether a line has a blank line, a page's edge or an address on both sides: a number in a column of numbers has not."""

    def edge(other: int) -> bool:
        return not 0 <= other < len(rows) or rows[other].blank or rows[other].page != rows[index].page or rows[other].only_addresses

    return edge(index - 1) and edge(index + 1)


def _split(rows: list[Line]) -> list[_Group]:
    """A run of lines without a blank one, parted where a paragraph, list item or caption plainly ends."""
    width = max(len(row.words) for row in rows)
    parts: list[_Group] = []
    for index, row in enumerate(rows):
        mark = look.list_mark(row.words)
        note = look.note_label(row.words)
        if index == 0:
            fresh = True
        else:
            before = rows[index - 1].words
            first = row.words.split(maxsplit=1)[0]
            room = len(before) + 1 + len(first) <= width * 0.93 - 2
            fresh = (
                note is not None
                or (mark is not None and (look.ended(before) or parts[-1].kind is BlockKind.LIST_ITEM or before.endswith(":")))
                or (len(before) > _WRAP and look.ended(before))
                or (room and look.ended(before) and not row.words[0].islower())
                or (look.is_rule(row.words) and len(rows) > 1)
                or look.is_furniture(before)
                or (len(before) > _WRAP * 2)
            )
        if not fresh:
            parts[-1].lines.append(row)
        elif note is not None:
            parts.append(_Group([row], BlockKind.LIST_ITEM, 1, note[0]))
        elif mark is not None and (len(mark) > 1 or mark not in "-" or len(rows) > 1 or True):
            parts.append(_Group([row], BlockKind.LIST_ITEM, 1))
        else:
            parts.append(_Group([row]))
    for part in parts:
        if part.kind is BlockKind.PARAGRAPH:
            if len(part.lines) == 1 and look.is_furniture(part.words):
                part.kind = BlockKind.FURNITURE
            elif look.is_caption(part.words):
                part.kind = BlockKind.CAPTION
    return parts


def _join_broken(groups: list[_Group]) -> None:
    """Put together what a page's edge or an address dropped by a printer cut in the middle of a sentence."""
    index = 0
    while index < len(groups):
        group = groups[index]
        if group.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or group.label == "lead":
            index += 1
            continue
        after = index + 1
        while after < len(groups) and (groups[after].kind is BlockKind.FURNITURE or groups[after].label == "lead") and after - index <= 12:
            after += 1
        between = groups[index + 1 : after]
        if after < len(groups) and groups[after].kind is BlockKind.PARAGRAPH and _goes_on(group, between, groups[after]):
            group.joined.append(groups[after].lines)
            group.joined.extend(groups[after].joined)
            del groups[after]
            continue  # it may go on once more
        index += 1


def _goes_on(group: _Group, between: list[_Group], after: _Group) -> bool:
    words, following = group.last.words, after.words
    if look.ended(words) or words.endswith(":") or look.leads_elsewhere(following):
        return False
    bare = following.lstrip("\"'“”‘’«»„([ ")
    small = bool(bare) and (bare[0].islower() or following[0] in ",;.)»”’")
    wide = len(words) >= 40 or len(group.lines) > 1 or bool(group.joined)
    if small:
        return wide
    # A capital or a digit goes on only over a page's edge, and only from a line that is full or plainly unfinished.
    pages = bool(between) or group.last.page != after.lines[0].page
    full = len(group.lines) > 1 and len(words) >= 0.8 * max(len(line.words) for line in group.lines)
    return pages and full and bool(re.search(r"[,;–—-]$|\b(?:the|an?|of|in|to|and|or|for|with|by|at|from|on|that|as)$", words))


def _headings(groups: list[_Group]) -> str | None:
    """Mark the headings and say which of them is the title: the first that could be one, before the first paragraph."""
    title: str | None = None
    prose = next((index for index, group in enumerate(groups) if _is_prose(group)), len(groups))
    tops = [index for index in range(prose) if _could_be_heading(groups, index)]
    if prose == len(groups) and not (len(groups) > 1):
        return None
    chosen = next((index for index in tops if len(groups[index].words.split()) >= 4), tops[0] if tops else None)
    for index in tops:
        group = groups[index]
        if chosen is not None and index < chosen:
            group.kind = BlockKind.FURNITURE
        elif index == chosen:
            group.kind, group.level, title = BlockKind.HEADING, 1, group.words
        else:
            group.kind, group.level = BlockKind.HEADING, 2
    for index in range(prose, len(groups)):
        group = groups[index]
        if _could_be_heading(groups, index) and len(group.words) <= 90 and index + 1 < len(groups) and _goes_before_prose(groups, index):
            group.kind, group.level = BlockKind.HEADING, 2
    return title


def _is_prose(group: _Group) -> bool:
    return group.kind is BlockKind.PARAGRAPH and group.label != "lead" and (look.ended(group.words) or len(group.words) > _HEADING)


def _goes_before_prose(groups: list[_Group], index: int) -> bool:
    after = groups[index + 1]
    return after.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.FURNITURE) and after.label != "lead"


def _could_be_heading(groups: list[_Group], index: int) -> bool:
    group = groups[index]
    words = group.words
    if group.kind is not BlockKind.PARAGRAPH or group.label == "lead" or group.joined or len(group.lines) > 2 or len(words) > _HEADING:
        return False
    bare = words.rstrip(look.CLOSING + " ")
    if not bare or bare[-1] in ".,;:…" or _SENTENCE_CASE_STOP.search(words):
        return False
    first = words.lstrip("\"'“”‘’«»„([ #")[:1]
    return first.isupper() or first.isdigit() or (first.isalpha() and not first.islower())


def _build(text: str, groups: list[_Group], found: tuple[Address, ...]) -> tuple[list[Block], list[DraftLink]]:
    """Blocks and links. An address is not read aloud: the pieces leave it out."""
    links: list[DraftLink] = []
    blocks: list[Block] = []
    holes = [_with_brackets(text, address.span) for address in found]
    at = 0
    for group in groups:
        pieces: list[Span] = []
        for part in [group.lines, *group.joined]:
            start, end = part[0].start, part[-1].end
            while at > 0 and at - 1 < len(holes) and holes[at - 1].end > start:
                at -= 1
            while at < len(holes) and holes[at].end <= start:
                at += 1
            inside = at
            while inside < len(holes) and holes[inside].start < end:
                inside += 1
            if group.kind is BlockKind.FURNITURE:
                pieces.extend(filter(None, [trimmed(text, start, end)]))
            else:
                pieces.extend(without(text, Span(start, end), holes[at:inside]))
        level = group.level
        if pieces:
            blocks.append(Block(group.kind, tuple(pieces), level, "" if group.label == "lead" else group.label))
    furniture = _page_addresses(text, groups)
    for address in found:
        context = ("furniture",) if address.span.start in furniture else ()
        links.append(DraftLink(address.url, "", address.span, How.BARE, context=context))
    return sorted(blocks, key=lambda block: block.pieces[0].start), links


def _with_brackets(text: str, span: Span) -> Span:
    """An address with the brackets that stand around it alone."""
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    if (before, after) in (("(", ")"), ("<", ">"), ("[", "]")):
        return replace(span, start=span.start - 1, end=span.end + 1)
    return span


def _page_addresses(text: str, groups: list[_Group]) -> frozenset[int]:
    """Where the addresses begin that stand in page furniture: lines of nothing else, not directly under finished prose."""
    found: set[int] = set()
    for index, group in enumerate(groups):
        if group.kind is not BlockKind.FURNITURE:
            continue
        row = group.lines[0]
        before = groups[index - 1] if index else None
        if before is not None and before.kind is not BlockKind.FURNITURE and not before.joined and _directly_under(text, before.last, row):
            continue
        found.update(range(row.start, row.end))
    return frozenset(found)


def _directly_under(text: str, before: Line, row: Line) -> bool:
    return LINE_END.fullmatch(text[before.end : row.start]) is not None
