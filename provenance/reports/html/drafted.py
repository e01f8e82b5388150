"""The draft as it reads: headings, paragraphs, quotations, lists, tables and notes, with its claims marked in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Generic, TypeVar

from provenance.model import Block, BlockKind, CheckedClaim, Draft, Span
from provenance.reports.clean import safe_href
from provenance.reports.words import WORST_FIRST

_T = TypeVar("_T")

_DEEPEST = 4
_KINDS = {
    BlockKind.HEADING: "heading",
    BlockKind.LIST_ITEM: "list",
    BlockKind.BLOCKQUOTE: "quote",
    BlockKind.TABLE: "table",
    BlockKind.CODE: "code",
    BlockKind.CAPTION: "caption",
    BlockKind.FOOTNOTE: "notes",
    BlockKind.FURNITURE: "furniture",
}
_TOGETHER = ("list", "quote", "notes", "furniture")
_LEAST_HEADING = 3  # the page's title is level 1, the draft's name level 2


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block that belongs to the same claims and the same link."""

    text: str
    claims: tuple[int, ...] = ()
    """Numbers of the claims it belongs to, from 0, worst first."""
    href: str | None = None
    differs: bool = False
    """Whether a source has these very words otherwise, or not at all."""
    ends: tuple[int, ...] = ()
    """The claims whose words are complete with it: their tags stand behind it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the draft."""

    runs: tuple[Run, ...]
    level: int = 0
    """Level of the page's heading, or depth of a list or quotation from 1."""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks of one kind that the page shows as one element; of a table, its rows."""

    kind: str
    parts: tuple[Part, ...] = ()
    rows: tuple[tuple[Part, ...], ...] = ()


def claim_spans(checked: CheckedClaim) -> tuple[Span, ...]:
    """Where a claim's words stand in the draft's text."""
    attribution = checked.claim.attribution
    return (attribution.content_spans if attribution else ()) or (checked.claim.span,)


def differing(draft: Draft, checked: CheckedClaim) -> Iterator[Span]:
    """Where in the draft's text the words stand that a source has otherwise; nothing for those that cannot be placed for sure."""
    claim = checked.claim.text
    for span in claim_spans(checked):
        # a claim's words are the draft's, but for line breaks
        base = span.of(draft.text).replace("\n", " ").find(claim)
        if base < 0:
            continue
        for finding in checked.findings:
            for difference in finding.comparison.differences:
                inside = difference.claim_span
                if inside is not None and difference.claim and inside.of(claim) == difference.claim:
                    yield Span(span.start + base + inside.start, span.start + base + inside.end)


def groups(draft: Draft, claims: Sequence[CheckedClaim]) -> Iterator[Group]:
    """The draft's blocks in reading order, those that belong together in one group.

    A claim whose words are not in any block (they stand in what a reader does not see) has no mark; the list of claims has it.
    """
    marked = _Layer((s.start, s.end, i) for i, checked in enumerate(claims) for s in claim_spans(checked))
    links = _Layer((link.span.start, link.span.end, href) for link in draft.links if (href := safe_href(link.url)))
    wrong = _Layer((s.start, s.end, True) for checked in claims for s in differing(draft, checked))
    rank = [WORST_FIRST.index(checked.verdict.label) for checked in claims]
    last: dict[int, tuple[int, int]] = {}
    for number, block in enumerate(draft.blocks):
        for piece in block.pieces:
            for _, end, claim in marked.over(piece):
                last[claim] = max(last.get(claim, (-1, -1)), (number, min(end, piece.end)))
    ends: dict[tuple[int, int], list[int]] = {}
    for claim, place in last.items():
        ends.setdefault(place, []).append(claim)

    level = _LEAST_HEADING - 1
    shown: list[tuple[str, Block, Part]] = []
    for number, block in enumerate(draft.blocks):
        kind = _KINDS.get(block.kind, "paragraph")
        runs: list[Run] = []
        for piece in block.pieces:
            if runs:
                runs.append(Run(" "))
            for run, end in _runs(draft.text, piece, marked, links, wrong):
                done = tuple(sorted(ends.get((number, end), ())))
                runs.append(Run(run.text, tuple(sorted(run.claims, key=lambda i: (rank[i], i))), run.href, run.differs, done))
        if kind == "heading":
            # no level may be left out on the way down, whatever the draft does
            level = min(6, level + 1, max(_LEAST_HEADING, block.level + _LEAST_HEADING - 1))
        shown.append((kind, block, Part(tuple(runs), level if kind == "heading" else max(1, min(_DEEPEST, block.level)), block.label)))

    for kind, found in groupby(enumerate(shown), key=lambda item: item[1][0] if item[1][0] in (*_TOGETHER, "table") else item[0]):
        members = [member for _, member in found]
        if kind == "table":
            rows = [tuple(p for _, _, p in row) for _, row in groupby(members, key=lambda m: m[1].span.line or m[1].span.start)]
            yield Group("table", rows=tuple(rows))
        else:
            yield Group(members[0][0], tuple(part for _, _, part in members))


def _runs(text: str, piece: Span, marked: _Layer[int], links: _Layer[str], wrong: _Layer[bool]) -> Iterator[tuple[Run, int]]:
    """A piece cut where claims and links begin and end, each run with its end in the draft's text."""
    claims, anchors, faults = marked.over(piece), links.over(piece), wrong.over(piece)
    cuts = {piece.start, piece.end}
    for start, end in [(s, e) for s, e, _ in claims] + [(s, e) for s, e, _ in anchors] + [(s, e) for s, e, _ in faults]:
        cuts.update(cut for cut in (start, end) if piece.start < cut < piece.end)
    for start, end in pairwise(sorted(cuts)):
        inside = tuple(dict.fromkeys(i for s, e, i in claims if s <= start and end <= e))
        href = next((href for s, e, href in anchors if s <= start and end <= e), None)
        yield Run(text[start:end], inside, href, any(s <= start and end <= e for s, e, _ in faults)), end


class _Layer(Generic[_T]):
    """Spans with what they stand for, to be asked by place: a draft may have thousands of each."""

    def __init__(self, spans: Iterable[tuple[int, int, _T]]) -> None:
        self._spans = sorted(spans, key=lambda span: span[:2])
        self._starts = [start for start, _, _ in self._spans]
        self._longest = max((end - start for start, end, _ in self._spans), default=0)

    def over(self, piece: Span) -> list[tuple[int, int, _T]]:
        """Those that share a character with ``piece``, in order."""
        first = bisect_left(self._starts, piece.start - self._longest)
        behind = bisect_left(self._starts, piece.end)
        return [span for span in self._spans[first:behind] if piece.start < span[1]]
