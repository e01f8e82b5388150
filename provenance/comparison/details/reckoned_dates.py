"""Dates of a claim that its writer may have reckoned from the source's, and lengths of time from its dates.

"Born in 1962 and sold two years later" is a sale in 1964, and from 1987 to 1993 it is six years. Another date in the place of the claim's is
therefore no contradiction where the source has the claim's nowhere, and some years or months near it lead there. It is none either where
the very sentence has the claim's month, or year, too: which of the two is meant cannot be said. Doubts only, and no support.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from itertools import combinations

from provenance.comparison.details.arithmetic import is_meant
from provenance.comparison.details.facts import Fact, Judge
from provenance.language.dates import DateMention, agree_dates
from provenance.language.numbers import Agreement, Kind, Quantity
from provenance.language.quantity import in_unit

_REACH = 1
"""Sentences on either side of the one with the other date whose dates and lengths of time a writer may have reckoned with."""
_LONG = frozenset({"year", "decade", "century"})
_YEAR, _MONTHS = "year", 12


def reckoned_date(judge: Judge, fact: Fact) -> bool:
    """Whether a date of the claim may come of one of the source's and a length of time, or stands in the other date's sentence.

    Parameters:
        judge: holds what the claim and every sentence state.
        fact: the date that differs.
    """
    mine = next((m for m in judge.own.dates if m.span.overlaps(fact.span)), None)
    if mine is None:
        return False
    others = [m for m in judge.own.dates if m is not mine]
    there = [m for m in judge.details_of(fact.sentence).dates if not any(agree_dates(o, m) is Agreement.AGREE for o in others)]
    if any(_same_period(mine, m) or _blurred(mine, m) for m in there):
        return True
    near = _near(judge, fact.sentence)
    dates = [(i, m) for i in near for m in judge.details_of(i).dates]
    lengths = [(i, q) for i in near for q in judge.details_of(i).quantities if q.kind is Kind.MEASURE and q.value.is_finite()]
    pattern = _after(judge.match.reading.language or "")
    for i, date in dates:
        for k, length in lengths:
            text = judge.details_of(k).text[: length.span.start]
            ended = i == k and date.span.end <= length.span.start and pattern is not None and pattern.search(text) is not None
            if not ended and _leads(mine, date, length):
                return not _stands(judge, mine)
    return False


def reckoned_years(judge: Judge, claim: Quantity, sentence: int) -> bool:
    """Whether a length of time or an age in years is the time between two years that claim or source name.

    Parameters:
        judge: holds what the claim and every sentence state.
        claim: the number.
        sentence: where another one stands.
    """
    if claim.unit not in _LONG or claim.kind not in (Kind.MEASURE, Kind.AGE):
        return False
    years = {m.year for i in _near(judge, sentence) for m in judge.details_of(i).dates if m.year is not None}
    years |= {m.year for m in judge.own.dates if m.year is not None}
    size = in_unit(claim, _YEAR)
    if size is None or not size:
        return False
    part = claim.value / size
    return any(is_meant(claim, abs(Decimal(a - b)) * part, claim.unit != _YEAR) for a, b in combinations(sorted(years), 2))


@functools.cache
def _after(language: str) -> re.Pattern[str] | None:
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "reckoning.toml").read_text("utf-8"))["after"]
    forms = table.get(language)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(f) for f in forms)})\s+\Z", re.IGNORECASE) if forms else None


def _near(judge: Judge, sentence: int) -> range:
    last = len(judge.match.reading.sentences) - 1
    return range(max(0, sentence - _REACH), min(last, sentence + _REACH) + 1)


def _same_period(mine: DateMention, other: DateMention) -> bool:
    """Whether a date of the source lies in the claim's month, or in the year that is all the claim names."""
    if mine.day is not None or mine.weekday is not None:
        return False
    if mine.month is not None:
        return mine.month == other.month and (mine.year is None or other.year in (None, mine.year))
    return mine.year is not None and mine.year == other.year and mine.first is None


def _blurred(mine: DateMention, other: DateMention) -> bool:
    """Whether two periods without sharp bounds share days: "early 2023" and "the spring of 2023"."""
    if mine.start is None or mine.end is None or other.start is None or other.end is None:
        return False
    return (mine.approximate or other.approximate) and mine.start <= other.end and other.start <= mine.end


def _leads(mine: DateMention, other: DateMention, length: Quantity) -> bool:
    """Whether the claim's date lies a length of time before or behind another one."""
    if length.unit in _LONG and mine.year is not None and other.year is not None:
        years = in_unit(length, _YEAR)
        slack = 0 if length.unit == _YEAR and length.exact and not mine.approximate else 1
        return years is not None and abs(abs(mine.year - other.year) - years) <= slack
    if length.unit == "month" and other.month is not None:
        months = set(_months(mine))
        return any((other.month - 1 + sign * int(length.value)) % _MONTHS + 1 in months for sign in (1, -1))
    return False


def _months(mention: DateMention) -> Iterator[int]:
    if mention.month is not None:
        yield mention.month
    elif mention.start is not None and mention.end is not None and (mention.end - mention.start).days < 100:
        first, last = mention.start.month, mention.end.month
        yield from (range(first, last + 1) if first <= last else (*range(first, _MONTHS + 1), *range(1, last + 1)))


def _stands(judge: Judge, mine: DateMention) -> bool:
    """Whether the source writes the claim's year, or, where it has none, its month, anywhere."""
    every = (m for i in range(len(judge.match.reading.sentences)) for m in judge.details_of(i).dates)
    if mine.year is not None:
        return any(m.year == mine.year for m in every)
    return any(m.month == mine.month and m.month is not None for m in every)
