"""Each detail of a claim against the passages that match it: it agrees, another value stands in its place, or it is missing.

A detail is bound to its sentence. The same number elsewhere on the page proves nothing; another number in the matching passage
is a contradiction only where it plays the same part: the words around it are the words around the claim's number, and the rest
of the clause is met by the very same sentence. A detail that the source does not have is missing, and no more than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from itertools import islice

from provenance.comparison.details.binding import Binder, Fact, Outcome, worth
from provenance.comparison.details.derived import derived
from provenance.comparison.details.pairs import (
    OPEN,
    anchored,
    checkable,
    like,
    looks_like_a_year,
    loose,
    may_be,
    same_kind,
    same_value,
    scaled,
    year_of,
)
from provenance.comparison.details.stated import Details
from provenance.comparison.matching.encoder import NEAR_LANGUAGES
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import roman
from provenance.language.dates import DateKind, DateMention, agree_dates, years_apart
from provenance.language.names import Name, NameKind, same_name
from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import DifferenceKind, Span

__all__ = ["SAME_NAME", "Candidates", "Fact", "Judge", "Outcome", "facts"]

_MARGIN = 0.5
"""How much more firmly a differing value must be bound than an agreeing one to count; a loose one has no such favour."""
_LOOKED = 6
"""Sentences with the same digits that are read to learn whether they mean the same number."""
_FIRM = 0.85
"""From which another value accuses even where the claim's own stands somewhere else in the source."""
_SOFT = frozenset({Kind.IDENTIFIER, Kind.VAGUE})
"""Numbers whose absence says nothing."""
_LOOSE = 0.45
"""Below this a name stands in a sentence about something else."""
SAME_NAME = 0.8
"""From which :func:`same_name` two names are taken for one."""


def facts(judge: Judge) -> tuple[Fact, ...]:
    """Every number, date and name of the claim with its :class:`Outcome`, in the order of the claim."""
    own = judge.own
    laid = [judge.quantity(q) for q in own.quantities if checkable(q, judge.match.claim)]
    laid += [judge.date(m) for m in own.dates]
    found: list[Fact | None] = [judge.settle(c, [other for other in laid if other is not c]) for c in laid]
    found += [judge.name(n) for n in own.names]
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (f.span.start, f.span.end)))


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the sentences that were looked at have for one number or date of the claim."""

    kind: DifferenceKind
    detail: Quantity | DateMention
    agreeing: tuple[Fact, ...]
    """Best first, as the others."""
    near: tuple[Fact, ...]
    """Values that may be the same: less precise, or open where the claim's is not."""
    differing: tuple[tuple[Fact, Quantity | DateMention], ...]

    @property
    def best(self) -> Fact | None:
        """The agreeing value that is bound best."""
        return self.agreeing[0] if self.agreeing else None

    def holds(self, place: Fact, value: Quantity | DateMention) -> bool:
        """Whether a value of the source is this detail's, and so cannot stand in place of another one."""
        best = self.best
        if best is None or not _agree(self.detail, value):
            return False
        same = best.other_span is not None and place.other_span is not None and best.other_span.overlaps(place.other_span)
        return same or best.sentence != place.sentence


def _agree(claim: Quantity | DateMention, source: Quantity | DateMention) -> bool:
    if isinstance(claim, Quantity):
        return isinstance(source, Quantity) and agree(claim, source) is Agreement.AGREE
    return isinstance(source, DateMention) and agree_dates(claim, source) is Agreement.AGREE


def _alike_names(claim: Name, source: Name) -> float:
    """:func:`same_name`, asked only where the two have something in common."""
    if claim.key == source.key:
        return 1.0
    from rapidfuzz import fuzz

    one, other = roman(claim.text), roman(source.text)
    short = min(len(one), len(other)) <= 5 and (claim.text.isupper() or source.text.isupper())
    return same_name(claim.text, source.text) if short or fuzz.partial_ratio(one, other) >= 60 else 0.0


class Judge(Binder):
    """Lays the details of one claim beside those of the sentences that its match looked at."""

    def __init__(self, match: Match, language: str | None, date: Date | None, source_date: Date | None) -> None:
        """``language`` and ``date`` are the claim's; relative dates in the source count from ``source_date``."""
        super().__init__(match, Details(match.claim, language, date))
        self.source_date = source_date
        self.seen = match.seen
        self.stated: dict[int, Details] = {index: self._details(index) for index in self.seen}

    def details_of(self, index: int) -> Details:
        """What any sentence of the source states, be it that it was not looked at."""
        return self.stated.get(index) or self._details(index)

    def _details(self, index: int) -> Details:
        sentence = self.match.reading.sentences[index]
        return Details(self.match.reading.text[sentence.start : sentence.end], self.match.reading.language, self.source_date)

    def quantity(self, claim: Quantity) -> Candidates:
        """What the source has for a number."""
        rows = self._rows(claim.span)
        agreeing: list[Fact] = []
        near: list[Fact] = []
        differing: list[tuple[Fact, Quantity | DateMention]] = []
        for index, source in ((i, v) for i in self.seen for v in self.stated[i].quantities):
            mine = like(claim, source)
            answer = agree(mine, source)
            if answer is Agreement.INCOMPARABLE and not may_be(mine, source):
                continue
            if answer is not Agreement.AGREE and not self._same_role(mine, source):
                continue
            fact = self._fact(DifferenceKind.NUMBER, claim.span, rows, index, source.span, answer is Agreement.AGREE)
            if answer is Agreement.AGREE:
                agreeing.append(fact)
            elif answer is Agreement.DIFFER:
                differing.append((fact, source))
            else:
                near.append(fact)
        for index, length in ((i, v) for i in self.seen if claim.kind is Kind.MEASURE for v in self.stated[i].lengths):
            if agree(claim, length) is Agreement.AGREE:  # another one is another date, and no rival of a number
                agreeing.append(self._fact(DifferenceKind.NUMBER, claim.span, rows, index, length.span, True))
        year = year_of(claim)
        for index, mention in ((i, m) for i in self.seen if year is not None for m in self.stated[i].dates):
            if mention.year == year:
                agreeing.append(self._fact(DifferenceKind.NUMBER, claim.span, rows, index, mention.span, True))
        for index in self.seen if not agreeing else ():
            span = derived(claim, self.match.claim, self.stated[index].text, self.stated[index].quantities)
            if span is not None:
                agreeing.append(self._fact(DifferenceKind.NUMBER, claim.span, rows, index, span, True))
        return self._candidates(DifferenceKind.NUMBER, claim, agreeing, near, differing)

    def _candidates(
        self,
        kind: DifferenceKind,
        detail: Quantity | DateMention,
        agreeing: list[Fact],
        near: list[Fact],
        differing: list[tuple[Fact, Quantity | DateMention]],
    ) -> Candidates:
        agreeing.sort(key=worth, reverse=True)
        near.sort(key=worth, reverse=True)
        differing.sort(key=lambda entry: worth(entry[0]), reverse=True)
        return Candidates(kind, detail, tuple(agreeing), tuple(near), tuple(differing))

    def _stands(self, detail: Quantity | DateMention) -> bool:
        """Whether the value stands anywhere in the source: its digits do, and "2 million" is not found in "2"."""
        span = detail.span
        digits = {t.key for t in self.match.tokens if t.digit and span.start <= t.start < span.end}
        if not digits or any(self.match.reading.frequency[key] == 0 for key in digits):
            return False
        if isinstance(detail, DateMention):
            return True
        if not scaled(detail):
            return True
        holding = (i for i, sentence in enumerate(self.match.reading.sentences) if digits <= sentence.keys)
        return any(same_value(detail, q) for i in islice(holding, _LOOKED) for q in self._details(i).quantities)

    def _same_role(self, claim: Quantity, source: Quantity) -> bool:
        """Whether two numbers may count the same thing, by kind and by the noun behind them."""
        plain = same_kind(claim, source)
        if plain is not None:
            return plain
        if not (claim.noun and source.noun) and looks_like_a_year(claim) != looks_like_a_year(source):
            return False
        if claim.noun and source.noun:
            least = 0.6 if self.match.same_language else 0.3 if self.match.reading.language in NEAR_LANGUAGES else 0.5
            return self.alike(claim.noun, source.noun) >= least
        # "Third" and "second" of a race may stand for each other; "the fifteenth century" and "Richard III" do not.
        return claim.kind is source.kind and (claim.kind is Kind.CARDINAL or claim.noun == source.noun)

    @staticmethod
    def alike(one: str, other: str) -> float:
        """How near two words are in meaning, in [-1, 1]."""
        from provenance.comparison.matching.encoder import encoder

        if one == other:
            return 1.0
        vectors = encoder().words([one.lower(), other.lower()])
        return float(vectors[0] @ vectors[1])

    def date(self, claim: DateMention) -> Candidates:
        """What the source has for a date or a time."""
        rows = self._rows(claim.span)
        agreeing: list[Fact] = []
        near: list[Fact] = []
        differing: list[tuple[Fact, Quantity | DateMention]] = []
        for index, source in ((i, v) for i in self.seen for v in self.stated[i].dates):
            answer = agree_dates(*anchored(claim, source))
            if answer is Agreement.INCOMPARABLE:
                continue
            fact = self._fact(DifferenceKind.DATE, claim.span, rows, index, source.span, answer is Agreement.AGREE)
            if answer is Agreement.AGREE:
                agreeing.append(fact)
            elif not {claim.kind, source.kind} & OPEN or claim.kind is source.kind is DateKind.TIME or years_apart(claim, source):
                differing.append((fact, source))
        for index, number in ((i, q) for i in self.seen if claim.kind is DateKind.YEAR for q in self.stated[i].quantities):
            if year_of(number) == claim.year:
                agreeing.append(self._fact(DifferenceKind.DATE, claim.span, rows, index, number.span, True))
        return self._candidates(DifferenceKind.DATE, claim, agreeing, near, differing)

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
            firmness = worth(fact)
            if alike >= SAME_NAME:
                if best is None or firmness > best[0]:
                    best = (firmness, fact)
            elif differing is None or firmness > differing[0]:
                differing = (firmness, fact)
        if best is None:
            met = [max((self.match.met_in(r, s) for s in self.seen), default=(0.0, -1)) for r in rows]
            if met and min(m for m, _ in met) >= 0.85:
                sentence, token = self.match.slots[met[0][1]]
                word = self.match.reading.sentences[sentence].tokens[token]
                best = (1.0, self._fact(kind, claim.span, rows, sentence, None, True, Span(word.start, word.end)))
        elsewhere = all(self.match.reading.frequency[self.match.tokens[self.match.content[r]].key] > 0 for r in rows)
        if best is not None:
            return best[1] if self._near_clause(best[1], rows[0]) else Fact(kind, Outcome.ELSEWHERE, claim.text, claim.span)
        if differing is not None and not elsewhere:
            return differing[1]
        return Fact(kind, Outcome.ELSEWHERE if elsewhere else Outcome.MISSING, claim.text, claim.span)

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

    def settle(self, found: Candidates, others: Sequence[Candidates]) -> Fact | None:
        """What became of a number or date, once it is known what the claim's ``others`` have.

        An agreeing value in the passages wins unless a differing one is bound much more firmly; a loose one ("thousands" for
        "more than 387") unless it is bound more firmly at all. A value that is another detail's stands for nothing else, and
        what the claim says twice and the source once accuses nobody. ``None`` for a relative date that nothing anchors.
        """
        claim = found.detail
        differing = next(
            (fact for fact, value in found.differing if not any(other.holds(fact, value) for other in others)),
            None,
        )
        best, span = found.best, claim.span
        if best is not None and (differing is None or worth(best) >= worth(differing) - (0.0 if loose(claim, best.other) else _MARGIN)):
            return best
        elsewhere = Fact(found.kind, Outcome.ELSEWHERE, span.of(self.match.claim), span)
        if differing is not None:
            if found.near and worth(found.near[0]) >= worth(differing) - _MARGIN / 2:
                differing = None
            elif min(differing.bound, differing.fit) < _FIRM and any(
                o.best is not None and _agree(claim, o.detail) and _agree(o.detail, claim) for o in others
            ):
                return elsewhere
        if differing is not None and isinstance(claim, Quantity) and claim.kind is Kind.IDENTIFIER and differing.other.endswith(claim.text):
            return None
        if differing is not None:
            alone = [t for t in self.match.tokens if t.digit and span.start <= t.start < span.end]
            keys = self.match.reading.sentences[differing.sentence].keys
            if len(alone) == 1 and alone[0].key in keys and not any(c.isalpha() for c in span.of(self.match.claim)):
                return elsewhere  # it stands there too, in some other part
            return differing
        if isinstance(claim, DateMention) and best is None and not found.differing and claim.start is None and claim.kind in OPEN:
            return None
        if isinstance(claim, Quantity) and claim.kind in _SOFT:
            return None  # the number of a name goes with the name, and "several" needs no number
        return elsewhere if self._stands(claim) else Fact(found.kind, Outcome.MISSING, span.of(self.match.claim), span)
