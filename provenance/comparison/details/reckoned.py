"""Numbers of a claim that its writer may have reckoned from the source's: "eight of them" where it has eleven and three.

Another number in the place of the claim's is no contradiction where the claim's is the sum, the difference, the share or the ratio of that
number and one that stands near it, where a score is one of an earlier minute, or where the claim's own value stands near it and its
unit is left out ("of those who slept longer than seven"). Small numbers are reckoned by chance too, so that this is a doubt, and no support.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

from provenance.comparison.details.arithmetic import comes_of, times_comes_of
from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.details.reckoned_dates import reckoned_date, reckoned_years
from provenance.comparison.details.unlike import unlike
from provenance.language.numbers import Kind, Quantity
from provenance.model import DifferenceKind, Span

_SHARES = frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT})
_FACTORS = frozenset({Kind.MEASURE, Kind.MULTIPLE})
_OFF = Decimal("0.03")
"""How far a share or a ratio may be off, in parts of it: "about twice" for 39 and 18."""
_REACH = 2
"""Sentences on either side of the one with the other number whose numbers a writer may have reckoned with."""
_ALL_BUT = re.compile(
    r"\ball but (one|two|three)\b|\b(?:кроме|окрім|крім|außer|sauf|excepto|salvo|menos|poza|oprócz|bis auf|except)\b", re.IGNORECASE
)
_LEFT_OUT = {"two": Decimal(2), "three": Decimal(3)}
_INTERIM = re.compile(
    r"half-?\s?time|\bbreak\b|interval|\blead(?:s|ing)?\b|\bled\b|trail|ahead|behind|equali[sz]|after the first|перерыв|перерв|тайм|счёт|вели\b|вёл\b|вела\b|проигрыва|"
    r"програва|halbzeit|pause\b|führ|zwischenzeitlich|rückstand|mi-temps|menai|menée?\b|descanso|perd[íi]a|ganaba|przerw|prowadzi|przegrywa",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:percentage )?point|пункт|prozentpunkt|punkt|puntos?", re.IGNORECASE)
_SCORE = re.compile(r"(\d{1,3})\s?[:–-]\s?(\d{1,3})")


def reckoned(judge: Judge, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """``facts`` with those numbers made doubtful that may be reckoned from the source's, or that it has without a unit.

    Parameters:
        judge: holds the quantities of the claim and of the sentences that were looked at.
        facts: what was found, in any order; only those of the kind ``NUMBER`` that differ are looked at.
    """
    return tuple(replace(f, doubtful=True) if _may_be_reckoned(judge, f) else f for f in facts)


def _may_be_reckoned(judge: Judge, fact: Fact) -> bool:
    if fact.kind is DifferenceKind.DATE and fact.outcome is Outcome.DIFFERS and not fact.note:
        return reckoned_date(judge, fact)
    if fact.kind is not DifferenceKind.NUMBER or fact.outcome is not Outcome.DIFFERS or fact.note or fact.other_span is None:
        return False
    if _interim(judge.match.claim, fact):
        return True
    mine = next((q for q in judge.own.quantities if q.span.overlaps(fact.span)), None)
    if mine is None or not mine.value.is_finite():
        return False
    near = [(i, q) for i in range(fact.sentence - 1, fact.sentence + 2) if i in judge.stated for q in judge.stated[i].quantities]
    start = judge.match.reading.sentences[fact.sentence].start
    place = Span(max(0, fact.other_span.start - start), max(1, fact.other_span.end - start))
    other = next((q for i, q in near if i == fact.sentence and q.span.overlaps(place)), None)
    beside = [q for i, q in near if q is not other and q.value.is_finite()]
    if any(q.value == mine.value and q.kind is Kind.CARDINAL and mine.kind in (Kind.MONEY, Kind.MEASURE) for q in beside):
        return True
    if _nowhere(judge, mine) and reckoned_years(judge, mine, fact.sentence):
        return True
    if _nowhere(judge, mine) and _comes_about(judge, fact, mine):
        return True
    if other is None or not other.value.is_finite():
        return False
    own = [q for q in judge.own.quantities if q is not mine and q.value.is_finite()]
    if any(_equal(mine, value, rounded) for value, rounded in _outcomes(other, beside, own, mine)):
        return True
    text = judge.match.reading.text[start : judge.match.reading.sentences[fact.sentence].end]
    if unlike(judge, mine, other, text):
        return True
    but = _ALL_BUT.search(text)
    return but is not None and mine.value == other.value - _LEFT_OUT.get((but[1] or "one").lower(), Decimal(1))


def _comes_about(judge: Judge, fact: Fact, mine: Quantity) -> bool:
    """Whether two of the source's numbers make the claim's, or one of them and another one of the claim: "200,000 a day" in "two days"."""
    around = _around(judge, fact, mine)
    own = [q for q in judge.own.quantities if q is not mine and q.value.is_finite() and q.kind in _FACTORS]
    return any(comes_of(mine, a, b) for a, b in combinations(around, 2)) or any(times_comes_of(mine, a, b) for a, b in product(around, own))


def _around(judge: Judge, fact: Fact, mine: Quantity) -> list[Quantity]:
    """The numbers that a writer may have had in view: those of a few sentences, and of one where the claim has no figure ("more than half")."""
    reach = 0 if mine.kind in _SHARES and not any(c.isdigit() for c in mine.text) else _REACH
    last = len(judge.match.reading.sentences) - 1
    about = range(max(0, fact.sentence - reach), min(last, fact.sentence + reach) + 1)
    return [q for i in about for q in judge.details_of(i).quantities if q.value.is_finite()]


def _nowhere(judge: Judge, number: Quantity) -> bool:
    """Whether the source writes a number of this value nowhere: then it was reckoned, or made up, and not taken from another place."""
    return not any(q.value == number.value for i in range(len(judge.match.reading.sentences)) for q in judge.details_of(i).quantities)


def _outcomes(other: Quantity, beside: Sequence[Quantity], own: Sequence[Quantity], mine: Quantity) -> Iterator[tuple[Decimal, bool]]:
    """What comes of a number and one beside it, and whether it may be rounded."""
    hundred = Decimal(100)
    share = mine.kind in _SHARES
    for q in own:
        if other.kind not in _SHARES and q.kind is other.kind:
            yield abs(other.value - q.value), False
    for q in beside:
        shares = (q.kind in _SHARES) + (other.kind in _SHARES)
        points = q.kind is Kind.CARDINAL and _POINTS.match(q.noun or "") is not None
        if other.kind in _SHARES and (q.kind in _SHARES or points):
            yield abs(other.value - q.value), False
            yield other.value + q.value, False
        elif shares == 1:
            whole, part = (other, q) if q.kind in _SHARES else (q, other)
            yield whole.value * part.value / hundred, True
            yield whole.value * (hundred - part.value) / hundred, True
        elif share and not shares and q.value and other.value:
            low, high = sorted((q.value, other.value))
            yield hundred * low / high, True
            yield hundred * (high - low) / high, True
            yield hundred * (high - low) / low, True
        elif _one_unit(q, other):
            yield abs(other.value - q.value), False
            yield other.value + q.value, False
            if q.value and other.value and mine.kind is not Kind.CARDINAL:
                yield max(q.value, other.value) / min(q.value, other.value), True
    if other.kind in _SHARES and share:
        yield hundred - other.value, False


def _one_unit(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may be added: they count the same."""
    if one.unit or other.unit:
        return one.unit == other.unit or None in (one.unit, other.unit)
    return one.noun == other.noun


def _equal(mine: Quantity, value: Decimal, rounded: bool) -> bool:
    off = abs(mine.value - value)
    return off <= _OFF * abs(value) if rounded or not mine.exact else off == 0


def _interim(claim: str, fact: Fact) -> bool:
    """Whether a claim tells the score of an earlier minute than the source's score, which has at least as many goals of both sides."""
    mine, other = _SCORE.fullmatch(fact.text.strip()), _SCORE.fullmatch(fact.other.strip())
    if mine is None or other is None or not _INTERIM.search(claim):
        return False
    low, high = sorted(map(int, mine.groups())), sorted(map(int, other.groups()))
    return low[0] <= high[0] and low[1] <= high[1]
