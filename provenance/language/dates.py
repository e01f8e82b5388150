"""Dates, periods and times of day in a text, with what they name: "Nov. 19, 2020", «в конце августа», "last Friday", "14:30".

A grammar of our own over the ``[dates]`` table of the language's file. A date without a year stays without one: given an
anchor it gets the nearest such day as ``start`` and ``end``, but it is compared by month and day only.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date

from provenance.language.agreement import Agreement
from provenance.language.datemention import COMMON_YEAR, DateKind, DateMention, month_end
from provenance.language.datereader import DateReader
from provenance.language.lexicon import elides, resolve
from provenance.language.scan import scan

__all__ = ["Agreement", "DateKind", "DateMention", "agree_dates", "dates"]

# Days by which "early", "mid-", "the end of" may be stretched, for a month and for a year.
_MONTH_SLACK, _YEAR_SLACK = 3, 31


def dates(text: str, language: str | None = None, anchor: Date | None = None) -> tuple[DateMention, ...]:
    """Every date, period and time of ``text`` in order, without overlaps.

    Parameters:
        text: any text; spans count its characters.
        language: ISO 639-1 code; ``None`` guesses it. Without a data file for it only dates in digits are read.
        anchor: the day on which the text was written, from which "Friday" and "last month" count; ``None`` leaves them open.
    """
    code = resolve(text, language)
    return tuple(DateReader(text, scan(text, elides(code)), code, anchor).all())


def agree_dates(claim: DateMention, source: DateMention) -> Agreement:
    """Whether the claim's date follows from the source's.

    1. Times of day compare with times only. A weekday or a relative date that no anchor resolved is INCOMPARABLE, except
       that two equal open ones AGREE ("yesterday", «вчера»), "35 years ago" DIFFERs from "20 years ago", and an open weekday DIFFERs from a day that falls on another one.
    2. If one side has no year, both are laid on the same year and the rest decides.
    3. The source's days all lie in the claim's: AGREE (claim "in August", source "August 27").
       The claim's days lie in a vague period of the source: AGREE (claim "August 27", source "at the end of August").
       The two overlap otherwise: INCOMPARABLE, the source is less precise (claim "August 27", source "in August").
       They do not overlap: DIFFER. Vague periods ("early", "mid-", "end of") are stretched by a few days first.
    4. Two ranges of days agree only if they are the same.
    5. A day in figures that may be read in two orders agrees in either, and differs only in both.
    """
    if claim.swapped is not None or source.swapped is not None:
        answers = {_agree(one, other) for one in _readings(claim) for other in _readings(source)}
        return next(a for a in (Agreement.AGREE, Agreement.INCOMPARABLE, Agreement.DIFFER) if a in answers)
    return _agree(claim, source)


def _readings(mention: DateMention) -> tuple[DateMention, ...]:
    day = mention.swapped
    if day is None:
        return (mention,)
    other = (day.month, day.day)
    return mention, replace(mention, start=day, end=day, month=day.month, day=day.day, first=other, last=other)


def _agree(claim: DateMention, source: DateMention) -> Agreement:
    if DateKind.TIME in (claim.kind, source.kind):
        if claim.kind is not source.kind:
            return Agreement.INCOMPARABLE
        return Agreement.AGREE if claim.minute == source.minute else Agreement.DIFFER
    left, right = _days(claim), _days(source)
    if left is None or right is None:
        return _open(claim, source)
    if claim.yearless or source.yearless:
        return _without_year(claim, source)
    return _within(claim, source, left, right)


Days = tuple[Date, Date]


def _days(mention: DateMention) -> Days | None:
    if mention.start is not None and mention.end is not None and not mention.yearless:
        return mention.start, mention.end
    if mention.first is not None and mention.last is not None:
        return _laid(mention.first, mention.last, COMMON_YEAR)
    return None


def _laid(first: tuple[int, int], last: tuple[int, int], year: int) -> Days:
    start = Date(year, first[0], min(first[1], month_end(year, first[0])))
    wraps = last < first
    end_year = year + 1 if wraps else year
    return start, Date(end_year, last[0], min(last[1], month_end(end_year, last[0])))


def _open(claim: DateMention, source: DateMention) -> Agreement:
    """Where one side is a weekday or a relative date without an anchor."""
    if claim.offset is not None and claim.offset == source.offset and claim.start is None and source.start is None:
        return Agreement.AGREE
    if years_apart(claim, source) > 1:
        return Agreement.DIFFER
    if claim.weekday is None or source.weekday is None:
        day, other = (source, claim) if claim.weekday is not None else (claim, source)
        if other.weekday is not None and not day.yearless and day.kind is DateKind.DAY and day.start is not None:
            return Agreement.INCOMPARABLE if day.start.weekday() == other.weekday else Agreement.DIFFER
        return Agreement.INCOMPARABLE
    if claim.kind is source.kind is DateKind.WEEKDAY and claim.start is None and source.start is None:
        return Agreement.AGREE if claim.weekday == source.weekday else Agreement.INCOMPARABLE
    return Agreement.INCOMPARABLE if claim.weekday == source.weekday else Agreement.DIFFER


def years_apart(claim: DateMention, source: DateMention) -> int:
    """By how many years two "… years ago" differ; 0 for all other dates. A draft and its source may be a year apart."""
    if claim.offset is None or source.offset is None or {claim.offset[1], source.offset[1]} != {"year"}:
        return 0
    return abs(claim.offset[0] - source.offset[0])


def _without_year(claim: DateMention, source: DateMention) -> Agreement:
    if claim.first is None or claim.last is None or source.first is None or source.last is None:
        return Agreement.INCOMPARABLE
    left = _laid(claim.first, claim.last, COMMON_YEAR)
    answers = [_within(claim, source, left, _laid(source.first, source.last, COMMON_YEAR + shift)) for shift in (-1, 0, 1)]
    for answer in (Agreement.AGREE, Agreement.INCOMPARABLE):
        if answer in answers:
            return answer
    return Agreement.DIFFER


def _within(claim: DateMention, source: DateMention, left: Days, right: Days) -> Agreement:
    wide_left, wide_right = _stretched(claim, left), _stretched(source, right)
    if claim.kind is source.kind is DateKind.RANGE:
        return Agreement.AGREE if left == right else Agreement.DIFFER
    if wide_left[0] <= right[0].toordinal() and right[1].toordinal() <= wide_left[1]:
        return Agreement.AGREE
    if source.approximate and wide_right[0] <= left[0].toordinal() and left[1].toordinal() <= wide_right[1]:
        return Agreement.AGREE
    if wide_left[0] <= wide_right[1] and wide_right[0] <= wide_left[1]:
        return Agreement.INCOMPARABLE
    return Agreement.DIFFER


def _stretched(mention: DateMention, days: Days) -> tuple[int, int]:
    slack = 0
    if mention.approximate:
        slack = _MONTH_SLACK if (days[1] - days[0]).days < 60 else _YEAR_SLACK
    return days[0].toordinal() - slack, days[1].toordinal() + slack
