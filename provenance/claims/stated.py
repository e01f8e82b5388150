"""A claim with the place it stands at, while the references that stand for its source are looked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from provenance.claims.linked import Linked, Sentences
from provenance.claims.outlets import host, owns
from provenance.claims.roles import Blocks
from provenance.model import Attribution, Claim, How, Reference, SourceKind, Span

_LONGEST_CHAIN = 10


@dataclass(slots=True)
class Stated:
    """A claim with the place it stands at and the references found for it so far."""

    claim: Claim
    block: int | None
    sentences: frozenset[int]
    names: tuple[str, ...]
    """Whom it names as its source, as theirs, and as the outlet that was told."""
    core: Span
    """Its words, without a source that it shares with a claim before it."""
    found: list[Reference] = field(default_factory=list)

    @property
    def hull(self) -> Span:
        """From its first word to its last."""
        return self.claim.span

    def bind(self, candidates: Sequence[Linked], how: How | None = None) -> None:
        """Take links as references.

        Parameters:
            candidates: the links.
            how: how the draft points to them; without it, as the link itself shows.
        """
        for candidate in candidates:
            link = candidate.link
            self.found.append(Reference(link.url, link.span, how or link.how, self._stands_for(link.url, link.span)))

    def _stands_for(self, url: str, span: Span) -> str:
        """The name in the claim's chain of sources that an address stands for: the one linked, the one that owns it, else the first."""
        links = list(chain(self.claim.attribution))
        for attribution in links:
            if any(part.overlaps(span) for part in frame(attribution)):
                return attribution.source
        for attribution in links:
            if owns(attribution.source, url):
                return attribution.source
        return links[0].source if links else ""

    def of_another_outlet(self, url: str) -> bool:
        """Whether an address is known to belong to another outlet than the one that the claim names."""
        from provenance.language.names import aliases

        attribution = self.claim.attribution
        if attribution is None or attribution.speaker_or_outlet is not SourceKind.OUTLET or any(owns(name, url) for name in self.names):
            return False
        if not any(char.isupper() for char in attribution.source.removeprefix("The ")):  # "the agency": any may be meant
            return False
        return len(aliases(host(url))) > 1

    def told_another(self, url: str) -> bool:
        """Whether it was told to an outlet, and an address is not that outlet's."""
        told = [link.told for link in chain(self.claim.attribution) if link.told]
        return bool(told) and not any(owns(name, url) for name in told)


def stated(claims: Sequence[Claim], blocks: Blocks, cut: Sentences) -> list[Stated]:
    """The claims with their places, in order."""
    cues = sorted(
        claim.attribution.cue_span.start for claim in claims if claim.attribution is not None and claim.attribution.cue_span is not None
    )
    return [_stated(claim, blocks, cut, cues) for claim in claims]


def _stated(claim: Claim, blocks: Blocks, cut: Sentences, cues: Sequence[int]) -> Stated:
    anchor = claim.span.start
    if claim.attribution is not None and claim.attribution.cue_span is not None:
        anchor = claim.attribution.cue_span.start
    index = blocks.of(anchor)
    touched: set[int] = set()
    if index is not None:
        touched = {number for part in _parts(claim) for number in cut.touched(index, part)}
    names = [link.source for link in chain(claim.attribution) if link.source]
    names += [link.told for link in chain(claim.attribution) if link.told]
    return Stated(claim, index, frozenset(touched), tuple(names), _core(claim, cues), list(claim.references))


def _core(claim: Claim, cues: Sequence[int]) -> Span:
    """The claim's span; "X said a and warned of b": the second begins at its cue, for the words before that are the first's."""
    attribution = claim.attribution
    if attribution is None or attribution.source_span is None or attribution.cue_span is None:
        return claim.span
    source, cue = attribution.source_span, attribution.cue_span
    between = bisect_left(cues, source.end)
    if source.end > cue.start or between == len(cues) or cues[between] >= cue.start:
        return claim.span
    rest = [cue, *attribution.content_spans]
    return Span(min(span.start for span in rest), max(span.end for span in rest))


def _parts(claim: Claim) -> Iterator[Span]:
    """The words of a claim: source, cue and content."""
    if claim.attribution is None:
        yield claim.span
        return
    yield from claim.attribution.content_spans
    for span in (claim.attribution.source_span, claim.attribution.cue_span):
        if span is not None:
            yield span


def chain(attribution: Attribution | None) -> Iterator[Attribution]:
    """An attribution, whom that has it from, and so on."""
    for _ in range(_LONGEST_CHAIN):
        if attribution is None:
            return
        yield attribution
        attribution = attribution.relayed_from


def frame(attribution: Attribution) -> Iterator[Span]:
    """The words that name the source and those that say that it said so."""
    for span in (attribution.source_span, attribution.cue_span):
        if span is not None:
            yield span


def inherit(items: Sequence[Stated]) -> None:
    """What somebody is said to have said in a report bears the report's references, if it has none of its own."""
    outer_by_block: dict[int | None, list[Stated]] = {}
    for item in items:
        if any(reference.url for reference in item.found) and item.claim.attribution is not None:
            outer_by_block.setdefault(item.block, []).append(item)
    for item in items:
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
