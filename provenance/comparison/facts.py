"""Each detail of a claim against the passages that match it: it agrees, another value stands in its place, or it is missing.

A detail is bound to its sentence. The same number elsewhere on the page proves nothing; another number in the matching passage
is a contradiction only where it plays the same part: the words around it are the words around the claim's number, and the rest
of the clause is met by the very same sentence. A detail that the source does not have is missing, and no more than that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from enum import StrEnum

from provenance.comparison.details import Details
from provenance.comparison.encoder import NEAR_LANGUAGES
from provenance.comparison.matching import Match
from provenance.comparison.tokens import roman
from provenance.language.dates import DateKind, DateMention, agree_dates
from provenance.language.names import Name, NameKind, same_name
from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import DifferenceKind, Span

_NEAR = 6
"""Words on either side of a detail, in the source, that show what part it plays."""
_CONTEXT = 4
"""The same in the claim."""
_FEWEST = 3
"""Other content words that a clause needs to show what part a detail plays; with fewer, the whole claim is asked."""
_MARGIN = 0.5
"""How much more firmly a differing value must be bound than an agreeing one to count; a vague word ("thousands") has no such favour."""
_LOOSE = 0.45
"""Below this a name stands in a sentence about something else."""
SAME_NAME = 0.8
"""From which :func:`same_name` two names are taken for one."""


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


def facts(judge: Judge) -> tuple[Fact, ...]:
    """Every number, date and name of the claim with its :class:`Outcome`, in the order of the claim."""
    own = judge.own
    found: list[Fact | None] = [judge.quantity(q) for q in own.quantities if _checkable(q, judge.match.claim)]
    found += [judge.date(m) for m in own.dates]
    found += [judge.name(n) for n in own.names]
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (f.span.start, f.span.end)))


def _checkable(quantity: Quantity, text: str) -> bool:
    """Whether a number says how many there are.

    A bare "one" is mostly a pronoun or an article; "the two" of "the two agencies" only points at them.
    """
    if quantity.kind is not Kind.CARDINAL or any(c.isdigit() for c in quantity.text):
        return True
    if quantity.low == quantity.high == 1:
        return False
    return not (quantity.high <= _POINTED and _POINTING.search(text, max(0, quantity.span.start - 12), quantity.span.start))


_POINTED = 10
_POINTING = re.compile(
    r"(?<!\w)(?:the|these|those|both|its|their|our|his|her|die|diese|diesen|den|der|les|ces|leurs|los|las|estos|estas|te|ci|эти|этих|оба|обе"
    r"|обеих|обоих|ці|цих|обидва|обидві)\s+\Z",
    re.IGNORECASE,
)


def _like(claim: Quantity, source: Quantity) -> Quantity:
    """A bare number is an age where the source states one: "the fisherman, 74"."""
    if claim.kind is Kind.CARDINAL and claim.noun is None and source.kind is Kind.AGE:
        return replace(claim, kind=Kind.AGE, unit=source.unit)
    return claim


def _anchored(claim: DateMention, source: DateMention) -> tuple[DateMention, DateMention]:
    """A day without a year beside a weekday or "last month" that an anchor resolved takes the year its own anchor gives."""
    if claim.yearless and claim.start is not None and source.kind in _OPEN and source.start is not None:
        return replace(claim, year=claim.start.year), source
    if source.yearless and source.start is not None and claim.kind in _OPEN and claim.start is not None:
        return claim, replace(source, year=source.start.year)
    return claim, source


def _alike_names(claim: Name, source: Name) -> float:
    """:func:`same_name`, asked only where the two have something in common."""
    if claim.key == source.key:
        return 1.0
    from rapidfuzz import fuzz

    one, other = roman(claim.text), roman(source.text)
    short = min(len(one), len(other)) <= 5 and (claim.text.isupper() or source.text.isupper())
    return same_name(claim.text, source.text) if short or fuzz.partial_ratio(one, other) >= 60 else 0.0


_OPEN = frozenset({DateKind.TIME, DateKind.RELATIVE, DateKind.WEEKDAY})


class Judge:
    """Lays the details of one claim beside those of the sentences that its match looked at."""

    def __init__(self, match: Match, language: str | None, date: Date | None, source_date: Date | None) -> None:
        """``language`` and ``date`` are the claim's; relative dates in the source count from ``source_date``."""
        self.match = match
        self.own = Details(match.claim, language, date)
        self.source_date = source_date
        self.seen = match.seen
        self.stated: dict[int, Details] = {index: self._details(index) for index in self.seen}

    def _details(self, index: int) -> Details:
        sentence = self.match.reading.sentences[index]
        return Details(self.match.reading.text[sentence.start : sentence.end], self.match.reading.language, self.source_date)

    # ---- one detail each ---------------------------------------------------------------------------------------------

    def quantity(self, claim: Quantity) -> Fact:
        rows = self._rows(claim.span)
        best: tuple[float, Fact] | None = None
        differing: tuple[float, Fact] | None = None
        for index, source in ((i, v) for i in self.seen for v in self.stated[i].quantities):
            answer = agree(_like(claim, source), source)
            if answer is Agreement.INCOMPARABLE:
                continue
            fact = self._fact(DifferenceKind.NUMBER, claim.span, rows, index, source.span, answer is Agreement.AGREE)
            worth = fact.bound + fact.fit
            if answer is Agreement.AGREE:
                if best is None or worth > best[0]:
                    best = (worth, fact)
            elif self._same_role(_like(claim, source), source) and (differing is None or worth > differing[0]):
                differing = (worth, fact)
        return self._settle(DifferenceKind.NUMBER, claim.span, best, differing, self._quantity_elsewhere(claim))

    def _same_role(self, claim: Quantity, source: Quantity) -> bool:
        """Whether two numbers may count the same thing, by kind and by the noun behind them."""
        if claim.kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT) or source.kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT):
            return claim.kind == source.kind or {claim.kind, source.kind} <= {Kind.PERCENT, Kind.PERCENTAGE_POINT}
        if claim.kind in (Kind.MONEY, Kind.AGE, Kind.MEASURE):
            return claim.unit == source.unit or claim.kind == source.kind
        if claim.kind in (Kind.CARDINAL, Kind.ORDINAL) and claim.noun and source.noun:
            least = 0.6 if self.match.same_language else 0.3 if self.match.reading.language in NEAR_LANGUAGES else 0.5
            return self._alike(claim.noun, source.noun) >= least
        return claim.kind == source.kind

    @staticmethod
    def _alike(one: str, other: str) -> float:
        from provenance.comparison.encoder import encoder

        if one == other:
            return 1.0
        vectors = encoder().words([one.lower(), other.lower()])
        return float(vectors[0] @ vectors[1])

    def _quantity_elsewhere(self, claim: Quantity) -> bool:
        digits = [t for t in self.match.tokens if t.digit and claim.span.start <= t.start < claim.span.end]
        return bool(digits) and all(self.match.reading.frequency[t.key] > 0 for t in digits)

    def date(self, claim: DateMention) -> Fact | None:
        """``None`` for a relative date that nothing anchors, unless the source has the like."""
        rows = self._rows(claim.span)
        best: tuple[float, Fact] | None = None
        differing: tuple[float, Fact] | None = None
        for index, source in ((i, v) for i in self.seen for v in self.stated[i].dates):
            answer = agree_dates(*_anchored(claim, source))
            if answer is Agreement.INCOMPARABLE:
                continue
            fact = self._fact(DifferenceKind.DATE, claim.span, rows, index, source.span, answer is Agreement.AGREE)
            worth = fact.bound + fact.fit
            if answer is Agreement.AGREE:
                if best is None or worth > best[0]:
                    best = (worth, fact)
            elif not {claim.kind, source.kind} & _OPEN and (differing is None or worth > differing[0]):
                differing = (worth, fact)
        digits = [t for t in self.match.tokens if t.digit and claim.span.start <= t.start < claim.span.end]
        elsewhere = bool(digits) and all(self.match.reading.frequency[t.key] > 0 for t in digits)
        if best is None and differing is None and claim.start is None and claim.kind in _OPEN:
            return None
        return self._settle(DifferenceKind.DATE, claim.span, best, differing, elsewhere)

    def name(self, claim: Name) -> Fact | None:
        rows = self._rows(claim.span)
        if not rows:
            return None
        kind = DifferenceKind.PLACE if claim.kind is NameKind.PLACE else DifferenceKind.NAME
        best: tuple[float, Fact] | None = None
        differing: tuple[float, Fact] | None = None
        for index, source in ((i, v) for i in self.seen for v in self.stated[i].names):
            alike = _alike_names(claim, source)
            if alike < SAME_NAME and (alike > 0.3 or claim.kind is not source.kind or claim.kind is NameKind.OTHER):
                continue
            fact = self._fact(kind, claim.span, rows, index, source.span, alike >= SAME_NAME)
            worth = fact.bound + fact.fit
            if alike >= SAME_NAME:
                if best is None or worth > best[0]:
                    best = (worth, fact)
            elif differing is None or worth > differing[0]:
                differing = (worth, fact)
        if best is None:
            met = [max((self.match.met_in(r, s) for s in self.seen), default=(0.0, -1)) for r in rows]
            if met and min(m for m, _ in met) >= 0.85:
                sentence, token = self.match.slots[met[0][1]]
                word = self.match.reading.sentences[sentence].tokens[token]
                best = (1.0, self._fact(kind, claim.span, rows, sentence, None, True, Span(word.start, word.end)))
        elsewhere = all(self.match.reading.frequency[self.match.tokens[self.match.content[r]].key] > 0 for r in rows)
        if best is not None:
            return best[1] if self._near_clause(best[1], rows[0]) else Fact(kind, Outcome.ELSEWHERE, claim.text, claim.span)
        return self._settle(kind, claim.span, None, None if elsewhere else differing, elsewhere)

    def _near_clause(self, fact: Fact, row: int) -> bool:
        """Whether an agreeing name stands where the rest of its clause is: in the sentence, or so near that a pronoun may stand for it."""
        if fact.kind is DifferenceKind.NAME and max(fact.bound, fact.fit) >= _LOOSE:
            return True
        if fact.kind is DifferenceKind.PLACE and fact.bound >= _LOOSE:
            return True
        column = self.match.window_of(row)
        if column < 0:
            return False
        window = self.match.windows[column]
        reach = 1 if fact.kind is DifferenceKind.NAME else 0
        return window.first - reach <= fact.sentence <= window.last + reach

    # ---- how a value is bound to its sentence ------------------------------------------------------------------------

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

    def _settle(
        self,
        kind: DifferenceKind,
        span: Span,
        best: tuple[float, Fact] | None,
        differing: tuple[float, Fact] | None,
        elsewhere: bool,
    ) -> Fact:
        """An agreeing value in the passages wins unless a differing one is bound much more firmly."""
        if best is not None and (
            differing is None or best[0] >= differing[0] - (_MARGIN if any(c.isdigit() for c in best[1].other) else 0.0)
        ):
            return best[1]
        if differing is not None:
            alone = [t for t in self.match.tokens if t.digit and span.start <= t.start < span.end]
            keys = self.match.reading.sentences[differing[1].sentence].keys
            if len(alone) == 1 and alone[0].key in keys and not any(c.isalpha() for c in span.of(self.match.claim)):
                return Fact(kind, Outcome.ELSEWHERE, span.of(self.match.claim), span)  # it stands there too, in some other part
            return differing[1]
        return Fact(kind, Outcome.ELSEWHERE if elsewhere else Outcome.MISSING, span.of(self.match.claim), span)
