"""Where a claim is surer than its source: a dropped "may", "reportedly", "allegedly".

A dropped hedge is a difference, and forbids ``supported``; it is no contradiction. "Plans to" and "will" are left alone: people
judge a claim about the future as supported by either. Across languages hedges are rendered too freely to be held against a claim.
"""

from __future__ import annotations

import functools

from provenance.comparison.facts import Fact, Outcome
from provenance.comparison.matching import Match
from provenance.language.polarity import Marker, hedges
from provenance.model import DifferenceKind, Span

_WEAK = frozenset({"possibility", "report"})
_FIT = 0.8
_SAME = 0.85


@functools.lru_cache(maxsize=4096)
def _hedges(text: str, language: str | None) -> tuple[Marker, ...]:
    return tuple(marker for marker in hedges(text, language) if marker.value in _WEAK)


def dropped_hedges(match: Match, language: str | None) -> tuple[Fact, ...]:
    """Words of the claim that its best sentence only hedges, where the claim has no hedge of its own."""
    if not match.same_language or not match.seen or _hedges(match.claim, language):
        return ()
    out: list[Fact] = []
    for part in match.parts:
        total = sum(match.weight[r] for r in part)
        if not total:
            continue
        fits = {s: sum(match.weight[r] * match.met_in(r, s)[0] for r in part) / total for s in match.seen}
        index = max(match.seen, key=lambda s: (fits[s], -s))
        if fits[index] < _FIT:
            continue
        sentence = match.reading.sentences[index]
        for marker in _hedges(match.reading.text[sentence.start : sentence.end], match.reading.language):
            head = next((i for i, t in enumerate(sentence.tokens) if t.start - sentence.start >= marker.span.end and not t.stop), None)
            for row in part:
                met, slot = match.met_in(row, index)
                if head is None or slot < 0 or met < _SAME or match.slots[slot][1] != head:
                    continue
                token = match.tokens[match.content[row]]
                there = Span(sentence.start + marker.span.start, sentence.start + marker.span.end)
                out.append(
                    Fact(
                        DifferenceKind.HEDGE, Outcome.DIFFERS, token.text, Span(token.start, token.end), there.of(match.reading.text), there,
                        index, met, fits[index], "dropped hedge",
                    )
                )  # fmt: skip
    return tuple(out)
