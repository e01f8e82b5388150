"""Which link stands for which claim's source.

From near to far: a link among the claim's own words; a footnote mark or address behind them; the one citation at a paragraph's
end, which covers what stands before it; and a link anywhere in the draft that belongs to the outlet, body or document that the
claim names. A link that leads to another article, credits a picture or steers is never a reference, however near it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from provenance.claims.outlets import headline_overlap, host, owns
from provenance.claims.roles import Blocks, citations, classify_links
from provenance.model import Attribution, Block, BlockKind, Claim, Draft, DraftLink, How, Reference, SourceKind, Span

__all__ = ["bind_references", "classify_links", "reference_spans"]

_MARKS = (How.FOOTNOTE, How.BIBLIOGRAPHY, How.BARE)
_BEHIND = " \t\r\n\xa0.,;:!?…\"'”’»“)]›(["
_LISTED = ("bibliography", "footnote")
_MOST = 3  # addresses that one page's furniture may hold of one outlet before none is taken for a citation
_SOURCE_LINE = re.compile(
    r"[\W_]{0,4}(?:sources?|via|quellen?|fuentes?|źródł[oa]|источники?|джерел[оа]|ссылка|link)\s{0,3}:", re.IGNORECASE
)


@dataclass(slots=True)
class _Linked:
    """A link that may be a citation, and the sentence that it stands in or behind."""

    link: DraftLink
    loose: bool
    """Whether it stands in a printed page's furniture: then only a name can bind it."""
    block: int | None
    sentence: int = 0
    behind: bool = False
    """Whether it stands behind the words it is for, as a mark does."""


@dataclass(slots=True)
class _Stated:
    """A claim with the place it stands at and the references found for it so far."""

    claim: Claim
    block: int | None
    sentences: frozenset[int]
    names: tuple[str, ...]
    found: list[Reference] = field(default_factory=list)

    @property
    def hull(self) -> Span:
        return self.claim.span


def bind_references(draft: Draft, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Give every claim the references that stand for its source.

    Parameters:
        draft: the draft.
        claims: its claims; references that they already bear are kept.

    Returns:
        The claims in the same order, each with its references in the order of nearness, every address once. ``how`` tells how the
        draft points to it; ``named`` is a link elsewhere that belongs to the outlet, body or document the claim names.
    """
    blocks = Blocks(draft)
    cut = _Sentences(draft, blocks)
    linked = [_anchored(draft, link, decided.role is None, blocks, cut) for link, decided in citations(draft)]
    stated = [_stated(claim, blocks, cut) for claim in claims]
    _in_sentences(stated, linked)
    _inherit(stated)
    named = _Named(linked, blocks)
    by_block: dict[int, list[_Linked]] = {}
    for candidate in linked:
        if candidate.block is not None and not candidate.loose and not any(name in candidate.link.context for name in _LISTED):
            by_block.setdefault(candidate.block, []).append(candidate)
    for item in stated:
        if not item.found:
            _by_name(item, named)
        elif _only_relayed(item):
            _by_outlet(item, named)
    for item in stated:
        if not item.found:
            _by_paragraph(item, by_block, cut)
    _inherit(stated)
    return tuple(_with(item) for item in stated)


def reference_spans(draft: Draft) -> tuple[Span, ...]:
    """Where the draft's text bears a reference: every possible citation, with the last word before it where it stands behind its words.

    A sentence that overlaps one of these bears a reference, though marks and bare addresses are not among its words.
    """
    spans: list[Span] = []
    for link, decided in citations(draft):
        if decided.role is None or any(name in link.context for name in _LISTED):
            continue
        start = link.span.start
        if link.how in _MARKS:
            floor = max(0, start - 400)
            while start > floor and (draft.text[start - 1] in _BEHIND or draft.text[start - 1].isspace()):
                start -= 1
                if draft.text[start] == "]" and (opening := draft.text.rfind("[", floor, start)) >= 0 and start - opening < 20:
                    start = opening  # another mark
            start = max(0, start - 1)
        spans.append(Span(start, link.span.end))
    return tuple(spans)


class _Sentences:
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


def _anchored(draft: Draft, link: DraftLink, loose: bool, blocks: Blocks, cut: _Sentences) -> _Linked:
    index = blocks.of(link.span.start)
    if index is None:
        return _Linked(link, loose, None)
    # An address in a line of its own, or a line "Source: …", stands behind the paragraph above it.
    block = blocks.blocks[index]
    alone = (block.kind is BlockKind.FURNITURE and link.how is How.BARE) or bool(_SOURCE_LINE.match(blocks.whole(index)[:60]))
    if alone and not loose and index > 0 and link.context[:1] not in (("bibliography",), ("footnote",)):
        above = next((before for before in range(index - 1, max(-1, index - 6), -1) if _is_prose(blocks.blocks[before])), None)
        if above is not None:
            return _Linked(link, loose, above, len(cut.of(above)) - 1, True)
    sentence = 0
    inside = False
    for number, span in enumerate(cut.of(index)):
        if span.start <= link.span.start:
            sentence, inside = number, link.span.start < span.end
    return _Linked(link, loose, index, sentence, link.how in _MARKS or not inside)


def _is_prose(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.BLOCKQUOTE, BlockKind.LIST_ITEM)


def _stated(claim: Claim, blocks: Blocks, cut: _Sentences) -> _Stated:
    anchor = claim.span.start
    if claim.attribution is not None and claim.attribution.cue_span is not None:
        anchor = claim.attribution.cue_span.start
    index = blocks.of(anchor)
    touched: set[int] = set()
    if index is not None:
        touched = {number for number, span in enumerate(cut.of(index)) if any(part.overlaps(span) for part in _parts(claim))}
    return _Stated(claim, index, frozenset(touched), tuple(_names(claim)), list(claim.references))


def _parts(claim: Claim) -> Iterator[Span]:
    """The words of a claim: source, cue and content."""
    if claim.attribution is None:
        yield claim.span
        return
    yield from claim.attribution.content_spans
    for span in (claim.attribution.source_span, claim.attribution.cue_span):
        if span is not None:
            yield span


def _chain(attribution: Attribution | None) -> Iterator[Attribution]:
    for _ in range(10):
        if attribution is None:
            return
        yield attribution
        attribution = attribution.relayed_from


def _names(claim: Claim) -> Iterator[str]:
    for link in _chain(claim.attribution):
        if link.source:
            yield link.source


# ---- in the same sentence ------------------------------------------------------------------------------------------


def _in_sentences(stated: Sequence[_Stated], linked: Sequence[_Linked]) -> None:
    """Bind links that stand among or right behind the words of a claim."""
    by_place: dict[tuple[int, int], list[_Stated]] = {}
    for item in stated:
        for number in item.sentences:
            if item.block is not None:
                by_place.setdefault((item.block, number), []).append(item)
    direct: dict[int, list[_Linked]] = {}
    late: dict[int, list[_Linked]] = {}
    for candidate in linked:
        if candidate.loose or candidate.block is None or any(name in candidate.link.context for name in _LISTED):
            continue
        near = by_place.get((candidate.block, candidate.sentence), [])
        takers = _takers(near, candidate)
        for item in near:
            if any(item is taker for taker in takers):
                direct.setdefault(id(item), []).append(candidate)
            elif candidate.behind and item.hull.end <= candidate.link.span.start:
                late.setdefault(id(item), []).append(candidate)
    for item in stated:
        candidates = direct.get(id(item)) or late.get(id(item)) or []
        owned = [candidate for candidate in candidates if _owned(item, candidate)]
        marks = [candidate for candidate in candidates if candidate.behind]
        for candidate in (owned + [mark for mark in marks if mark not in owned]) if owned else candidates:
            item.found.append(Reference(candidate.link.url, candidate.link.span, candidate.link.how))


def _takers(near: Sequence[_Stated], candidate: _Linked) -> list[_Stated]:
    """The claims of a sentence that a link in it is for."""
    if len(near) <= 1:
        return list(near)
    at = candidate.link.span.start
    holding = [item for item in near if item.hull.start <= at < item.hull.end]
    if holding:
        # Among a claim's source and cue a link is for that claim; among its content for every claim that says it.
        framed = [item for item in holding if _in_frame(item.claim, candidate.link.span)]
        return framed or holding
    before = [item for item in near if item.hull.end <= at]
    if before:
        nearest = max(item.hull.end for item in before)
        return [item for item in before if item.hull.end == nearest]
    nearest = min(item.hull.start for item in near)
    return [item for item in near if item.hull.start == nearest]


def _in_frame(claim: Claim, span: Span) -> bool:
    return any(part is not None and part.overlaps(span) for link in _chain(claim.attribution) for part in (link.source_span, link.cue_span))


def _inherit(stated: Sequence[_Stated]) -> None:
    """What somebody is said to have said in a report bears the report's references, if it has none of its own."""
    outer_by_block: dict[int | None, list[_Stated]] = {}
    for item in stated:
        if item.found and item.claim.attribution is not None:
            outer_by_block.setdefault(item.block, []).append(item)
    for item in stated:
        if item.found or item.claim.attribution is None:
            continue
        for outer in outer_by_block.get(item.block, ()):
            attribution = outer.claim.attribution
            if attribution is not None and outer is not item and any(_mostly(item.hull, content) for content in attribution.content_spans):
                item.found.extend(outer.found)
                break


def _mostly(inner: Span, outer: Span) -> bool:
    """Whether at least three fifths of ``inner`` lie in ``outer``: who reports a statement is often named behind it."""
    shared = min(inner.end, outer.end) - max(inner.start, outer.start)
    return shared * 5 >= (inner.end - inner.start) * 3


# ---- by name -------------------------------------------------------------------------------------------------------


class _Named:
    """The links that belong to whom a name names, looked up once for every name."""

    def __init__(self, linked: Sequence[_Linked], blocks: Blocks) -> None:
        self._linked = linked
        self._blocks = blocks
        self._owned: dict[str, list[_Linked]] = {}
        self._mentioned: dict[str, list[_Linked]] = {}
        self._listed: dict[str, list[_Linked]] = {}

    def of(self, attribution: Attribution, item: _Stated) -> list[_Linked]:
        """The links to the source of one attribution of a claim."""
        name, kind = attribution.source, attribution.speaker_or_outlet
        if name not in self._owned:
            firm = [candidate for candidate in self._linked if not candidate.loose and candidate.block is not None]
            self._owned[name] = [candidate for candidate in self._linked if owns(name, candidate.link.url)]
            self._mentioned[name] = [candidate for candidate in firm if _mentions(candidate.link.text, name)]
            self._listed[name] = [
                candidate
                for candidate in firm
                if any(context in candidate.link.context for context in _LISTED)
                and _mentions(self._blocks.words(candidate.block or 0), name)
            ]
        # "the report" is no outlet, whatever hosts are called.
        found = list(self._owned[name]) if any(char.isupper() for char in name.removeprefix("The ")) else []
        if kind is SourceKind.PERSON:
            # A link on a person's name elsewhere is about the person; in the same paragraph, with more than the name, it is what
            # was said.
            least = len(name.split()) + 2
            found += [one for one in self._mentioned[name] if one.block == item.block and len(one.link.text.split()) >= least]
            return list({id(one): one for one in found}.values())
        found += [one for one in self._mentioned[name] if kind is not SourceKind.DOCUMENT or one.link.span.start <= item.hull.end]
        if kind is SourceKind.OUTLET:
            found += self._listed[name]
        return list({id(one): one for one in found}.values())


def _owned(item: _Stated, candidate: _Linked) -> bool:
    return any(owns(name, candidate.link.url) for name in item.names)


def _by_name(item: _Stated, named: _Named) -> None:
    """Bind the nearest link of the draft that belongs to whom the claim names."""
    for attribution in _chain(item.claim.attribution):
        if attribution.speaker_or_outlet is SourceKind.UNNAMED or len(attribution.source) < 2:
            continue
        if matching := named.of(attribution, item):
            item.found.extend(Reference(candidate.link.url, candidate.link.span, How.NAMED) for candidate in _nearest(item, matching))
            return


def _only_relayed(item: _Stated) -> bool:
    """Whether the references found are all for whom an outlet has it from, none for the outlet itself."""
    attribution = item.claim.attribution
    if attribution is None or attribution.speaker_or_outlet is not SourceKind.OUTLET or attribution.relayed_from is None:
        return False
    frames = [span for link in _chain(attribution.relayed_from) for span in (link.source_span, link.cue_span) if span is not None]
    return all(any(span.overlaps(reference.span) for span in frames) for reference in item.found)


def _by_outlet(item: _Stated, named: _Named) -> None:
    """Bind the outlet's own link as well, if the draft has it elsewhere: it is the outlet that is said to have reported."""
    attribution = item.claim.attribution
    if attribution is None:
        return
    if owned := [one for one in named.of(attribution, item) if owns(attribution.source, one.link.url)]:
        item.found.extend(Reference(one.link.url, one.link.span, How.NAMED) for one in _nearest(item, owned))


def _mentions(words: str, name: str) -> bool:
    """Whether the words of a link name a source: all words of the name that count stand in it, in any inflection's stem."""
    from provenance.language.words import is_stopword

    if not words or not name:
        return False
    said = [word.lower() for word in re.findall(r"[^\W_]{2,40}", words)]
    wanted = [word.lower() for word in re.findall(r"[^\W_]{2,40}", name) if not is_stopword(word.lower(), "en")]
    if not wanted or not said or sum(len(word) for word in wanted) < 3:
        return False
    return all(
        any(
            word == other or (len(word) > 5 and other.startswith(word[: max(4, len(word) - 2)]) and abs(len(other) - len(word)) <= 3)
            for other in said
        )
        for word in wanted
    )


def _nearest(item: _Stated, matching: Sequence[_Linked]) -> list[_Linked]:
    """The links that a claim most likely means: in its own paragraph, else the last before it, else the first behind it.

    Addresses in a page's furniture have lost their places: of several, the one whose words the claim shares, else all of a few.
    """
    firm = [candidate for candidate in matching if not candidate.loose]
    if firm:
        at = item.hull.start
        listed = [candidate for candidate in firm if not any(name in candidate.link.context for name in _LISTED)] or firm
        return [
            min(
                listed,
                key=lambda candidate: (candidate.block != item.block, candidate.link.span.start > at, abs(candidate.link.span.start - at)),
            )
        ]
    different = list({candidate.link.url: candidate for candidate in matching}.values())
    if len(different) == 1:
        return different
    scored = [(headline_overlap(candidate.link.url, item.claim.sentence), candidate) for candidate in different]
    best = max(score for score, _ in scored)
    if best > 0 and sum(score == best for score, _ in scored) == 1:
        return [candidate for score, candidate in scored if score == best]
    return different if len(different) <= _MOST else []


# ---- by paragraph --------------------------------------------------------------------------------------------------


def _by_paragraph(item: _Stated, by_block: dict[int, list[_Linked]], cut: _Sentences) -> None:
    """Bind the citation at the end of the claim's paragraph, if nothing else is cited between the two."""
    if item.block is None or not item.sentences:
        return
    last = len(cut.of(item.block)) - 1
    behind = [candidate for candidate in by_block.get(item.block, ()) if candidate.sentence >= min(item.sentences)]
    if not behind or any(candidate.sentence != last or not candidate.behind for candidate in behind):
        return
    for candidate in behind:
        if not _another_outlet(item, candidate.link.url):
            item.found.append(Reference(candidate.link.url, candidate.link.span, candidate.link.how))


def _another_outlet(item: _Stated, url: str) -> bool:
    """Whether an address is known to belong to another outlet than the one that the claim names."""
    from provenance.language.names import aliases

    attribution = item.claim.attribution
    if attribution is None or attribution.speaker_or_outlet is not SourceKind.OUTLET or any(owns(name, url) for name in item.names):
        return False
    return len(aliases(host(url))) > 1


def _with(item: _Stated) -> Claim:
    unique: dict[str, Reference] = {}
    for reference in item.found:
        unique.setdefault(reference.url, reference)
    return replace(item.claim, references=tuple(unique.values()))
