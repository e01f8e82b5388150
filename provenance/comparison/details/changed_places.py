"""Two numbers that are compared and have changed places: "34 percent, against 16 in 2016" where the source has 16, and 34 in 2016.

Whoever tells it from the other end ("in 2016 it was 34 percent, against 16 now") says the same. The two have therefore only changed places
if claim and source compare with the same date, or with what both call the number before. A claim without a date that has the number of 2016
is not borne out either: it is told of today.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from provenance.comparison.details.binding import differing
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.details.pairs import anchored, looks_like_a_year
from provenance.comparison.details.stated import Details
from provenance.comparison.matching.match import Match
from provenance.language.dates import DateMention, agree_dates
from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import DifferenceKind, Span

CHANGED_PLACES = "the other of two that are compared"
OF_THEN = "the number of another time"
_BOUND = 0.8
_KINDS = frozenset({Kind.CARDINAL, Kind.MONEY, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MEASURE})
_LED = 24
"""Letters between the word that compares and its number: "compared with only about 34"."""
_BEHIND = 48
"""Letters behind that number in which the date of it stands."""
_APART = 90
"""Letters between the two numbers."""
_END = re.compile(r"[.;!?]\s|[,;:]\s|\Z")
_STOP = re.compile(r"[.;!?]\s")


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A number and the one that it is compared with."""

    number: Quantity
    other: Quantity
    dates: tuple[DateMention, ...]
    """Of the other."""
    years: frozenset[int]
    """Of the other, also those that are no dates of their own: "the 2016 election"."""
    before: bool
    """Whether the other is said to have been before."""


def changed_places(match: Match, judge: Judge) -> tuple[Fact, ...]:
    """Numbers of the claim that the source compares the other way round, or gives of another time; of kind ``NUMBER``."""
    own = list(_comparisons(judge.own))
    there = [(i, c) for i in judge.seen for c in _comparisons(judge.stated[i])]
    if not there:
        return ()
    out = [_fact(match, mine.number, *turned) for mine in own if (turned := _turned(mine, there)) is not None]
    for number in judge.own.quantities if not own and not _of_then(judge.own) else ():
        past = _past(judge, number, there)
        if past is not None:
            out.append(replace(_fact(match, number, *past), note=OF_THEN, doubtful=True))
    return tuple(out)


def _turned(mine: _Comparison, there: Sequence[tuple[int, _Comparison]]) -> tuple[int, _Comparison] | None:
    """The comparison of the source that has both numbers, in each other's places, if none has them as the claim does."""
    if any(_agree(mine.number, c.number) and _agree(mine.other, c.other) for _, c in there):
        return None
    return next(((i, c) for i, c in there if _agree(mine.number, c.other) and _agree(mine.other, c.number) and _same_end(mine, c)), None)


def _past(judge: Judge, number: Quantity, there: Sequence[tuple[int, _Comparison]]) -> tuple[int, _Comparison] | None:
    """The comparison in which a number of the claim is that of before, if the source has it nowhere else."""
    found = next(((i, c) for i, c in there if (c.before or c.years) and _agree(number, c.other) and not _agree(number, c.number)), None)
    if found is None:
        return None
    others = [c.other.span for i, c in there if i == found[0]]
    again = (q for i in judge.seen for q in judge.stated[i].quantities if _agree(number, q) and not (i == found[0] and q.span in others))
    return found if next(again, None) is None else None


def _of_then(details: Details) -> bool:
    """Whether a claim speaks of another time than its telling."""
    words = compared_words("then", details.language)
    years = any(looks_like_a_year(q) for q in details.quantities)
    return words is None or bool(details.dates) or years or words.search(details.text) is not None


def _fact(match: Match, number: Quantity, index: int, theirs: _Comparison) -> Fact:
    return differing(match, DifferenceKind.NUMBER, number.span, index, theirs.number.span, CHANGED_PLACES, _BOUND)


def _agree(one: Quantity, other: Quantity) -> bool:
    return agree(one, other) is Agreement.AGREE


def _same_end(mine: _Comparison, theirs: _Comparison) -> bool:
    """Whether both compare with the same: the same date, or the number before."""
    if mine.years & theirs.years or any(agree_dates(*anchored(m, t)) is Agreement.AGREE for m in mine.dates for t in theirs.dates):
        return True
    return mine.before and theirs.before


def _comparisons(details: Details) -> Iterator[_Comparison]:
    pattern, before = compared_words("with", details.language), compared_words("before", details.language)
    if pattern is None:
        return
    text, numbers = details.text, [q for q in details.quantities if q.kind in _KINDS]
    for match in pattern.finditer(text) if len(numbers) > 1 else ():
        other = next((q for q in numbers if match.end() <= q.span.start <= match.end() + _LED), None)
        if other is None or _STOP.search(text, match.end(), other.span.start):
            continue
        number = next((q for q in reversed(numbers) if q.span.end <= match.start() and _alike(q, other)), None)
        if number is None:  # "compared with 34 percent in 2016, it was 16"
            number = next((q for q in numbers if q.span.start >= other.span.end and _alike(q, other)), None)
        if number is None or _agree(number, other):
            continue
        first, last = sorted((number.span, other.span), key=lambda s: s.start)
        if last.start - first.end > _APART or _STOP.search(text, first.end, last.start):
            continue
        end = _END.search(text, other.span.end)
        stretch = Span(match.start(), min(end.start() if end else len(text), other.span.end + _BEHIND))
        dates = tuple(m for m in details.dates if m.span.overlaps(stretch))
        years = {m.year for m in dates if m.year} | {int(q.value) for q in numbers if looks_like_a_year(q) and q.span.overlaps(stretch)}
        yield _Comparison(number, other, dates, frozenset(years), before is not None and before.fullmatch(match[0]) is not None)


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.kind is other.kind and one.unit == other.unit


@functools.cache
def compared_words(kind: str, language: str | None) -> re.Pattern[str] | None:
    """The words of a kind in ``data/compared.toml``, whole ones only; ``None`` for a language without any."""
    known = _table()[kind].get(language or "")
    return re.compile(rf"(?<!\w)(?:{known})(?!\w)", re.IGNORECASE) if known else None


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "compared.toml").read_text("utf-8"))
