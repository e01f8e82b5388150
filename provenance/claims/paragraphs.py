"""The paragraphs of a draft with their attributions, and quotations that run over several of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from provenance.claims.attribution import attributions, marked
from provenance.claims.found import Found, Run
from provenance.claims.lexicon import Lexicon
from provenance.claims.quotations import Quoted, opens_quotation
from provenance.language.flow import Flow, flow
from provenance.model import Block, BlockKind, Draft

BODY = frozenset([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BLOCKQUOTE])
_READ = BODY | {BlockKind.CAPTION, BlockKind.HEADING, BlockKind.TABLE}


@dataclass(slots=True)
class Part:
    """One paragraph on its way to claims."""

    block: Block
    run: Flow
    heading: str | None
    sentences: list[tuple[int, int]]
    quotes: tuple[Quoted, ...]
    outer: tuple[Quoted, ...]
    """Those of ``quotes`` that stand in no other, in order."""
    found: list[Found] = field(default_factory=list)
    carried: list[tuple[Flow, Run]] = field(default_factory=list)
    """Pieces of the last attribution's content that stand in later paragraphs."""
    carrier: int | None = None
    """Index in ``found`` of the attribution that ``carried`` belongs to."""
    taken: bool = False
    """Whether the whole paragraph is the content of an attribution elsewhere."""


def paragraphs(draft: Draft, lex: Lexicon) -> Iterator[Part]:
    """The paragraphs, headings and captions of a draft, in order; credits, related lines, code and notes are left out."""
    from provenance.claims.roles import is_credit, is_related_line
    from provenance.language.sentences import sentences

    heading: str | None = None
    for block in draft.blocks:
        if not block.pieces or block.kind not in _READ:
            continue
        run = flow(draft.text, block.pieces)
        if not run.text.strip() or is_credit(run.text) or is_related_line(run.text):
            continue
        if block.kind is BlockKind.HEADING:
            heading = run.text.strip()
        cut = [(s.start, s.end) for s in sentences(run.text, draft.language)]
        quotes = marked(run.text, lex)
        part = Part(block, run, None if block.kind is BlockKind.HEADING else heading, cut, quotes, tuple(q for q in quotes if q.depth == 0))
        part.found = attributions(run.text, cut, quotes, lex)
        yield part


def carry(parts: Sequence[Part]) -> None:
    """Give attributions the quotations that go on in, or only begin in, the paragraphs behind; or that began in those before."""
    for index, part in enumerate(parts):
        speaker, announced = _open_speaker(part)
        if speaker is not None:
            _forward(parts, index, speaker, announced)
        elif _opens_only(part) and index + 1 < len(parts):
            _backward(parts, index)


def _forward(parts: Sequence[Part], index: int, speaker: int, announced: bool) -> None:
    part = parts[index]
    for follower in parts[index + 1 :]:
        text = follower.run.text.rstrip()
        if follower.block.kind not in BODY or follower.found:
            return
        first = next((q for q in follower.quotes if q.depth == 0), None)
        quotation = first is not None and first.start == 0 and opens_quotation(text)
        if not quotation and not (announced and follower.block.kind is BlockKind.BLOCKQUOTE):
            return
        end = first.end if quotation and first is not None and first.closed else len(text)
        part.carried.append((follower.run, (0, end)))
        part.carrier = speaker
        follower.taken = end >= len(text) - 1
        if first is not None and first.closed and not (announced and follower.taken):
            return


def _backward(parts: Sequence[Part], index: int) -> None:
    """A paragraph that is one open quotation: its speaker may be named in the next that closes it."""
    run: list[Part] = [parts[index]]
    for follower in parts[index + 1 :]:
        if not opens_quotation(follower.run.text) or follower.block.kind not in BODY:
            return
        for number, item in enumerate(follower.found):
            if item.content and min(a for a, _ in item.content) == 0 and item.frame in ("paren", "quote"):
                follower.carried[:0] = [(earlier.run, (0, len(earlier.run.text.rstrip()))) for earlier in run]
                follower.carrier = number
                for earlier in run:
                    earlier.taken = True
                return
        if not _opens_only(follower):
            return
        run.append(follower)


def _opens_only(part: Part) -> bool:
    """Whether a paragraph is one quotation that is not closed, with no cue beside it."""
    outer = part.outer
    return not part.taken and not part.found and part.block.kind in BODY and len(outer) == 1 and outer[0].start == 0 and not outer[0].closed


def _open_speaker(part: Part) -> tuple[int | None, bool]:
    """Index of the attribution whose quotation is still open, or only announced, at the paragraph's end; and whether it is the latter."""
    if part.found and not part.found[-1].content:
        return len(part.found) - 1, True
    opened = next((q.start for q in part.quotes if not q.closed and q.depth == 0), None)
    if opened is not None:
        for index in range(len(part.found) - 1, -1, -1):
            if any(a <= opened < b for a, b in part.found[index].content):
                return index, False
    return None, False
