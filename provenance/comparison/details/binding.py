"""How firmly a detail of a claim is bound to a place in the source: the words around it, and the rest of its clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from provenance.comparison.details.stated import Details
from provenance.comparison.matching.match import Match
from provenance.model import DifferenceKind, Span

_NEAR = 6
"""Words on either side of a detail, in the source, that show what part it plays."""
_CONTEXT = 4
"""The same in the claim."""
_FEWEST = 3
"""Other content words that a clause needs to show what part a detail plays; with fewer, the whole claim is asked."""


class Outcome(StrEnum):
    """What became of one detail."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ELSEWHERE = "elsewhere"
    """Not in the matching passages, but somewhere on the page."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Fact:
    """One detail of a claim and what the source has in its place."""

    kind: DifferenceKind
    outcome: Outcome
    text: str
    span: Span
    """In the claim."""
    other: str = ""
    """The source's words: the agreeing or differing value."""
    other_span: Span | None = None
    """In the source."""
    sentence: int = -1
    bound: float = 0.0
    """How well the words around the detail are met by the words around the source's value, in [0, 1]."""
    fit: float = 0.0
    """How well the rest of the clause is met by the source's sentence, in [0, 1]."""
    note: str = ""
    doubtful: bool = False
    """Whether there is an innocent reading: it may forbid support, and accuses nobody."""


def differing(match: Match, kind: DifferenceKind, span: Span, index: int, local: Span, note: str, bound: float) -> Fact:
    """A detail of the claim that is another in the source.

    Parameters:
        match: the claim laid on its source.
        kind: of the detail.
        span: the detail, in the claim.
        index: the sentence that has another.
        local: that other one; it counts in the sentence.
        note: what is wrong.
        bound: how firmly it is bound, by both measures.
    """
    start = match.reading.sentences[index].start
    there = Span(start + local.start, start + local.end)
    return Fact(kind, Outcome.DIFFERS, span.of(match.claim), span, there.of(match.reading.text), there, index, bound, bound, note)


def worth(fact: Fact) -> float:
    """How firmly a fact is bound, by both measures, in [0, 2]."""
    return fact.bound + fact.fit


class Binder:
    """Binds details of one claim to places in the sentences that its match looked at."""

    def __init__(self, match: Match, own: Details) -> None:
        """``own`` are the claim's details."""
        self.match = match
        self.own = own

    def _rows(self, span: Span) -> tuple[int, ...]:
        """Content words (as rows) inside a span of the claim."""
        return tuple(
            row
            for row, i in enumerate(self.match.content)
            if self.match.tokens[i].start < span.end and span.start < self.match.tokens[i].end
        )

    def _fact(
        self, kind: DifferenceKind, span: Span, rows: Sequence[int], index: int, local: Span | None, agrees: bool, whole: Span | None = None
    ) -> Fact:
        sentence = self.match.reading.sentences[index]
        there = (
            whole if whole is not None else Span(sentence.start + local.start, sentence.start + local.end) if local is not None else None
        )
        assert there is not None
        bound, fit = self.binding(span, rows, index, there)
        return Fact(
            kind,
            Outcome.AGREES if agrees else Outcome.DIFFERS,
            span.of(self.match.claim),
            span,
            there.of(self.match.reading.text),
            there,
            index,
            bound,
            fit,
        )

    def binding(self, span: Span, rows: Sequence[int], index: int, there: Span) -> tuple[float, float]:
        """How well the claim's words around ``span`` are met around ``there``, and its whole clause by that sentence."""
        match = self.match
        tokens = match.reading.sentences[index].tokens
        inside = [i for i, t in enumerate(tokens) if t.start < there.end and there.start < t.end] or [0]
        low, high = match.slots_of(index)
        close = [
            s for s in range(low, high) if inside[0] - _NEAR <= match.slots[s][1] <= inside[-1] + _NEAR and match.slots[s][1] not in inside
        ]
        anchor = (
            rows[0] if rows else next((r for r, i in enumerate(match.content) if match.tokens[i].start >= span.end), len(match.content) - 1)
        )
        part = next((p for p in match.parts if anchor in p), tuple(range(len(match.content))))
        if len([r for r in part if r not in rows]) < _FEWEST:
            part = tuple(range(len(match.content)))
        excluded = set(rows) | self._detail_rows()
        total = got = 0.0
        for row in part:
            distance = abs(row - anchor)
            if row in rows or distance > _CONTEXT:
                continue
            weight = match.weight[row] / (1 + 0.5 * distance)
            total += weight
            got += weight * (max((float(match.similar[row, s]) for s in close), default=0.0))
        bound = got / total if total else 0.0
        rest = [r for r in part if r not in excluded] or [r for r in part if r not in rows]
        total = sum(match.weight[r] for r in rest)
        fit = sum(match.weight[r] * match.met_in(r, index)[0] for r in rest) / total if total else 0.0
        return bound, fit

    def _detail_rows(self) -> set[int]:
        """Rows that are part of a number or a date: they do not show what a sentence is about."""
        spans = [q.span for q in self.own.quantities] + [m.span for m in self.own.dates]
        return {row for span in spans for row in self._rows(span)}
