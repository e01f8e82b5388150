"""What a date in a text names, and the arithmetic of months and weeks that it takes."""

from __future__ import annotations

import calendar as _calendar
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from enum import StrEnum

from provenance.model import Span

# A leap year on which dates without a year are laid side by side.
COMMON_YEAR = 2000


class DateKind(StrEnum):
    """How a date is given."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    """From one day, month or year to another; also decades, quarters, seasons and parts of a month or year."""
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    """Counted from the anchor: "yesterday", "last month", "three days ago"."""
    TIME = "time"


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date, period or time of a text."""

    text: str
    span: Span
    start: Date | None
    """First day; ``None`` if it takes an anchor, or a year, that was not given."""
    end: Date | None
    """Last day, included."""
    year: int | None
    """As stated; ``None`` if the words name no year."""
    month: int | None
    day: int | None
    weekday: int | None
    """0 for Monday to 6 for Sunday, if the words name one."""
    kind: DateKind
    approximate: bool = False
    """Whether the words set no sharp bounds: "early", "around", "at the end of"."""
    first: tuple[int, int] | None = None
    """Month and day of the first day, where the words tell."""
    last: tuple[int, int] | None = None
    """Month and day of the last day."""
    minute: int | None = None
    """Of a time: minutes since midnight."""
    swapped: Date | None = None
    """The other reading of a day in figures that may be in either order: "05/06/2020" in English."""
    offset: tuple[int, str] | None = None
    """Of a relative date: how many units from the anchor, e.g. (-1, "month")."""

    @property
    def yearless(self) -> bool:
        """Whether month and day are known but the year is not stated."""
        if self.year is not None or self.first is None or self.kind in (DateKind.WEEKDAY, DateKind.TIME):
            return False
        return self.kind is not DateKind.RELATIVE or self.start is None


def month_end(year: int, month: int) -> int:
    """Number of days of a month."""
    return _calendar.monthrange(year, month)[1]


def shifted(day: Date, count: int, unit: str) -> tuple[Date, Date] | None:
    """First and last day of the period ``count`` units from the one that holds ``day``; ``None`` out of the calendar."""
    try:
        if unit == "day":
            moved = day + timedelta(days=count)
            return moved, moved
        if unit == "week":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=count)
            return monday, monday + timedelta(days=6)
        if unit in ("month", "quarter"):
            size = 3 if unit == "quarter" else 1
            base = (day.month - 1) // size * size
            total = day.year * 12 + base + count * size
            first = Date(total // 12, total % 12 + 1, 1)
            last = total + size - 1
            return first, Date(last // 12, last % 12 + 1, month_end(last // 12, last % 12 + 1))
        size = {"year": 1, "decade": 10, "century": 100}[unit]
        year = (day.year // size + count) * size
        return Date(year, 1, 1), Date(year + size - 1, 12, 31)
    except (ValueError, OverflowError):
        return None


def ago(day: Date, count: int, unit: str) -> tuple[Date, Date] | None:
    """The period that "three weeks ago" (``count`` = -3) names: the day itself for days, else a period around it."""
    if unit == "day":
        return shifted(day, count, "day")
    if unit == "week":
        middle = shifted(day, 7 * count, "day")
        if middle is None:
            return None
        around = shifted(middle[0], -3, "day"), shifted(middle[0], 3, "day")
        return None if around[0] is None or around[1] is None else (around[0][0], around[1][0])
    return shifted(day, count, unit)


def nearest_year(anchor: Date, month: int, day: int) -> int | None:
    """The year in which the day of that month lies nearest to the anchor; ``None`` if there is no such day.

    Texts look back more than ahead: a day to come counts as three times as far.
    """
    best: tuple[int, int] | None = None
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        if not 1 <= year <= 9999 or day > month_end(year, month):
            continue
        ahead = (Date(year, month, day) - anchor).days
        distance = 3 * ahead if ahead > 0 else -ahead
        if best is None or distance < best[0]:
            best = (distance, year)
    return None if best is None else best[1]
