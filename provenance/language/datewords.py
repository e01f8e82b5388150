"""The grammar behind :func:`provenance.language.dates.dates`: reads dates off the tokens of one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from typing import NamedTuple

from provenance.language.calendar import DateKind, DateMention, ago, month_end, nearest_year, shifted
from provenance.language.lexicon import Phrases, elides, flag, inverted, section
from provenance.language.numerals import glued, number_words, read_numeral, roman
from provenance.language.scan import Token
from provenance.model import Span

_DASHES = frozenset("-‐‑–—−")
# Days of a part of a month, and months of a part of a year.
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "first_half": (1, 15), "second_half": (16, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "first_half": (1, 6), "second_half": (7, 12)}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_FIRST_YEAR, _LAST_YEAR = 1000, 2199


class Spec(NamedTuple):
    """A calendar date as far as it is given: of day, month and year at least one."""

    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class DateWords:
    """The ``[dates]`` table of a language, ready to be looked up."""

    months: dict[str, int]
    abbreviations: dict[str, int]
    weekdays: dict[str, int]
    weekday_abbreviations: dict[str, int]
    ambiguous: frozenset[str]
    ambiguous_weekdays: frozenset[str]
    before_weekday: frozenset[str]
    before_month: frozenset[str]
    of: frozenset[str]
    day_articles: frozenset[str]
    year_links: frozenset[str]
    year_after: frozenset[str]
    year_before: frozenset[str]
    counted: frozenset[str]
    decade_suffixes: frozenset[str]
    capitalised: bool
    month_first: bool
    order: str
    parts: Phrases[str]
    around: Phrases[str]
    relative: Phrases[str]
    shift: Phrases[str]
    periods: Phrases[str]
    seasons: Phrases[str]
    decades: Phrases[str]
    quarter_words: Phrases[str]
    quarter_prefix: frozenset[str]
    ago_after: Phrases[str]
    ago_before: Phrases[str]
    ahead_before: Phrases[str]
    ahead_after: Phrases[str]
    ago_articles: frozenset[str]
    ago_bare: frozenset[str]
    shiftable: frozenset[str]
    ranges: dict[str, dict[str, list[str]]]
    time_before: frozenset[str]
    meridiem: Phrases[str]
    clock: Phrases[str]
    oclock: frozenset[str]
    starters: frozenset[str]


@cache
def date_words(language: str) -> DateWords:
    """The compiled ``[dates]`` table of ``language``; empty tables for a language without a file."""
    table = section(language, "dates")
    elision = elides(language)

    def numbered(key: str) -> dict[str, int]:
        return {form: int(value) for form, value in inverted(table.get(key, {}))}

    def read(key: str) -> Phrases[str]:
        return Phrases(list(inverted(table.get(key, {}))), elision)

    def listed(*path: str) -> Phrases[str]:
        return Phrases([(form, "") for form in _at(table, *path)], elision)

    def words(*path: str) -> frozenset[str]:
        return frozenset(_at(table, *path))

    times = table.get("times", {})
    numbers = section(language, "numbers")
    months, abbreviations = numbered("months"), numbered("month_abbreviations")
    weekdays, short_weekdays = numbered("weekdays"), numbered("weekday_abbreviations")
    single = {*months, *abbreviations, *weekdays, *short_weekdays, *words("quarters", "prefix"), *words("ago", "articles"), *words("ago", "bare")}
    pairs = [*inverted(table.get("parts", {})), *inverted(table.get("around", {})), *inverted(table.get("relative", {}))]
    pairs += [*inverted(table.get("shift", {})), *inverted(table.get("seasons", {})), *inverted(table.get("decades", {}))]
    pairs += [(form, "") for key in ("noon", "midnight") for form in times.get(key, ())]
    pairs += [(form, "") for path in (("ago", "before"), ("ago", "ahead_before")) for form in _at(table, *path)]
    pairs += [(form, "") for form in table.get("day_articles", ())]
    heads = Phrases(pairs, elision)
    number = number_words(language)
    starters = frozenset({*single, *heads.firsts(), *number.ordinals, *number.cardinals})
    return DateWords(
        months=months,
        abbreviations=abbreviations,
        weekdays=weekdays,
        weekday_abbreviations=short_weekdays,
        ambiguous=words("ambiguous"),
        ambiguous_weekdays=words("ambiguous_weekdays", "forms"),
        before_weekday=words("ambiguous_weekdays", "before"),
        before_month=words("before_month"),
        of=words("of"),
        day_articles=words("day_articles"),
        year_links=words("year_links"),
        year_after=words("year_after"),
        year_before=frozenset(numbers.get("year_before", ())),
        counted=frozenset(numbers.get("counted", ())),
        decade_suffixes=words("decade_suffixes"),
        capitalised=bool(table.get("capitalised", False)),
        month_first=bool(table.get("month_first", False)),
        order=flag(language, "order", "dmy"),
        parts=read("parts"),
        around=read("around"),
        relative=read("relative"),
        shift=read("shift"),
        periods=read("periods"),
        seasons=read("seasons"),
        decades=read("decades"),
        quarter_words=listed("quarters", "words"),
        quarter_prefix=words("quarters", "prefix"),
        ago_after=listed("ago", "after"),
        ago_before=listed("ago", "before"),
        ahead_before=listed("ago", "ahead_before"),
        ahead_after=listed("ago", "ahead_after"),
        ago_articles=words("ago", "articles"),
        ago_bare=words("ago", "bare"),
        shiftable=words("shiftable", "units"),
        ranges={opening: dict(links) for opening, links in table.get("ranges", {}).items()},
        time_before=words("times", "before"),
        meridiem=Phrases([(form, key) for key in ("am", "pm") for form in times.get(key, ())], elision),
        clock=Phrases([(form, key) for key in ("noon", "midnight") for form in times.get(key, ())], elision),
        oclock=words("times", "oclock"),
        starters=starters,
    )


def _at(table: object, *path: str) -> list[str]:
    for key in path:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return list(table) if isinstance(table, list) else []


class DateReader:
    """Reads one text; its methods take and give token indices."""

    def __init__(self, text: str, tokens: list[Token], language: str, anchor: Date | None) -> None:
        self.text = text
        self.tokens = tokens
        self.words = date_words(language)
        self.numbers = number_words(language)
        self.anchor = anchor

    def all(self) -> list[DateMention]:
        """Every mention, in order."""
        found: list[DateMention] = []
        index, count = 0, len(self.tokens)
        tokens, starters = self.tokens, self.words.starters
        while index < count:
            token = tokens[index]
            if token.kind == "s" or (token.kind == "w" and token.low not in starters and self.text[token.start] not in "IVX"):
                index += 1
                continue
            read = self._mention(index)
            if read is None:
                index += 1
            else:
                found.append(read[0])
                index = max(read[1], index + 1)
        return found

    # ---- one mention -------------------------------------------------------------------------------------------------

    def _mention(self, index: int) -> tuple[DateMention, int] | None:
        for rule in (self._relative, self._part, self._period, self._range, self._time, self._weekday, self._year):
            read = rule(index)
            if read is not None:
                return read
        return None

    def _low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def _make(self, index: int, behind: int, kind: DateKind, /, **fields: object) -> tuple[DateMention, int]:
        first, last = self.tokens[index].start, self.tokens[behind - 1].end
        values: dict[str, object] = dict.fromkeys(("start", "end", "year", "month", "day", "weekday"))
        values.update(fields)
        mention = DateMention(self.text[first:last], Span(first, last), kind=kind, **values)  # type: ignore[arg-type]
        return mention, behind

    # ---- relative ----------------------------------------------------------------------------------------------------

    def _counted(self, start: int, end: int, days: tuple[Date, Date] | None, offset: tuple[int, str] | None, **fields: object) -> tuple[DateMention, int]:
        first, last = days if days is not None else (None, None)
        calendar: dict[str, object] = {}
        if first is not None and last is not None:
            calendar = {"first": (first.month, first.day), "last": (last.month, last.day)}
        return self._make(start, end, DateKind.RELATIVE, start=first, end=last, offset=offset, **calendar, **fields)

    def _relative(self, index: int) -> tuple[DateMention, int] | None:
        plain = self.words.relative.at(self.tokens, index)
        if plain is not None:
            count, unit = plain[0].split()
            days = shifted(self.anchor, int(count), unit) if self.anchor else None
            return self._counted(index, plain[1], days, (int(count), unit))
        return self._shifted(index) or self._ago(index)

    def _shifted(self, index: int) -> tuple[DateMention, int] | None:
        """ "last month", "next Friday", "this August"."""
        shift = self.words.shift.at(self.tokens, index)
        if shift is None:
            return None
        count, position = int(shift[0]), shift[1]
        period = self.words.periods.at(self.tokens, position)
        if period is not None and period[0] in self.words.shiftable:
            days = shifted(self.anchor, count, period[0]) if self.anchor else None
            return self._counted(index, period[1], days, (count, period[0]))
        low = self._low(position)
        if low in self.words.weekdays:
            weekday = self.words.weekdays[low]
            return self._counted(index, position + 1, self._day_of_week(weekday, count), None, weekday=weekday)
        if low in self.words.months:
            month = self.words.months[low]
            if self.anchor is None:
                return self._make(index, position + 1, DateKind.MONTH, month=month, first=(month, 1), last=(month, 31))
            year = self.anchor.year
            if count < 0 and month >= self.anchor.month:
                year -= 1
            elif count > 0 and month <= self.anchor.month:
                year += 1
            days = (Date(year, month, 1), Date(year, month, month_end(year, month))) if 1 <= year <= 9999 else None
            return self._counted(index, position + 1, days, None, month=month)
        return None

    def _day_of_week(self, weekday: int, count: int | None) -> tuple[Date, Date] | None:
        """The last such day on or before the anchor; "last": before it; "next": after it; "this": in its week."""
        if self.anchor is None:
            return None
        back = (self.anchor.weekday() - weekday) % 7
        if count is None:
            move = -back
        elif count < 0:
            move = -(back or 7)
        elif count > 0:
            move = 7 - back
        else:
            move = weekday - self.anchor.weekday()
        return shifted(self.anchor, move, "day")

    def _ago(self, index: int) -> tuple[DateMention, int] | None:
        """ "three days ago", "in two weeks" is left alone, «через два дня», "il y a trois ans"."""
        words = self.words
        opening = words.ago_before.at(self.tokens, index)
        ahead = None if opening else words.ahead_before.at(self.tokens, index)
        position = opening[1] if opening else ahead[1] if ahead else index
        token = self.tokens[position] if position < len(self.tokens) else None
        if token is None:
            return None
        count = 1
        if token.low in words.ago_articles:
            position += 1
        elif token.low not in words.ago_bare and not (ahead and words.periods.at(self.tokens, position)):
            if token.kind == "w" and token.low not in words.starters:
                return None
            numeral = read_numeral(self.text, self.tokens, position, self.numbers)
            if numeral is None or numeral.ordinal or numeral.value != numeral.value.to_integral_value() or numeral.value > 10000:
                return None
            count, position = int(numeral.value), numeral.end
        period = words.periods.at(self.tokens, position)
        if period is None:
            return None
        position = period[1]
        if opening is None and ahead is None:
            closing = words.ago_after.at(self.tokens, position)
            later = None if closing else words.ahead_after.at(self.tokens, position)
            if closing is None and later is None:
                return None
            position = closing[1] if closing else later[1] if later else position
            count = -count if closing else count
        elif opening is not None:
            count = -count
        days = ago(self.anchor, count, period[0]) if self.anchor else None
        return self._counted(index, position, days, (count, period[0]), approximate=period[0] != "day")

    # ---- parts of months and years, decades, quarters, seasons -------------------------------------------------------

    def _part(self, index: int) -> tuple[DateMention, int] | None:
        part = self.words.parts.at(self.tokens, index)
        if part is None:
            return None
        position = part[1]
        if self._low(position) in _DASHES or self._low(position) in self.words.of:
            position += 1
        while self._low(position) in self.words.day_articles:
            position += 1
        month = self._month(position, evidence=True)
        if month is not None:
            spec = self._with_year(Spec(month[1], None, month[0]))
            first, last = _MONTH_PARTS[part[0]]
            return self._span_of_days(index, spec.end, spec.year, (month[0], first), (month[0], last), True, month=month[0])
        decade = self._decade(position)
        if decade is not None:
            year, end = decade
            offsets = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "first_half": (0, 4), "second_half": (5, 9)}[part[0]]
            return self._make(index, end, DateKind.RANGE, start=Date(year + offsets[0], 1, 1), end=Date(year + offsets[1], 12, 31), approximate=True)
        numbered = self._plain_year(position, strict=False)
        if numbered is not None:
            first, last = _YEAR_PARTS[part[0]]
            return self._span_of_days(index, numbered[1], numbered[0], (first, 1), (last, 31), True)
        shifted_year = self._shifted(position)
        if shifted_year is not None and shifted_year[0].offset is not None and shifted_year[0].offset[1] in ("month", "year"):
            mention, end = shifted_year
            days = None
            if mention.start is not None:
                first, last = (_MONTH_PARTS if mention.offset == (mention.offset and mention.offset[0], "month") else _YEAR_PARTS)[part[0]]
                if mention.offset is not None and mention.offset[1] == "month":
                    size = month_end(mention.start.year, mention.start.month)
                    days = mention.start.replace(day=first), mention.start.replace(day=min(last, size))
                else:
                    days = Date(mention.start.year, first, 1), Date(mention.start.year, last, month_end(mention.start.year, last))
            return self._counted(index, end, days, None, approximate=True)
        return None

    def _span_of_days(
        self, start: int, end: int, year: int | None, first: tuple[int, int], last: tuple[int, int], approximate: bool, month: int | None = None
    ) -> tuple[DateMention, int]:
        """A mention of the days from ``first`` to ``last``, in ``year`` or in the one nearest to the anchor."""
        at = year if year is not None else nearest_year(self.anchor, first[0], 1) if self.anchor else None
        days = None if at is None else _days(at, first, last)
        return self._make(
            start,
            end,
            DateKind.RANGE,
            start=days[0] if days else None,
            end=days[1] if days else None,
            year=year,
            month=month,
            approximate=approximate,
            first=first,
            last=last,
        )

    def _decade(self, index: int) -> tuple[int, int] | None:
        """First year of a decade ("1990s", «90-е годы», "the nineties") and the index behind it."""
        named = self.words.decades.at(self.tokens, index)
        if named is not None:
            return int(named[0]), named[1]
        if index >= len(self.tokens) or self.tokens[index].kind != "n" or not self.words.decade_suffixes:
            return None
        digits = self.tokens[index].low
        if not digits.isdecimal() or len(digits) not in (2, 4) or not digits.endswith("0"):
            return None
        end = index + 1
        if self._low(end) in ("'", "’", *_DASHES) and glued(self.tokens, end):
            end += 1
        if end >= len(self.tokens) or not glued(self.tokens, end) or self.tokens[end].low not in self.words.decade_suffixes:
            return None
        year = int(digits) if len(digits) == 4 else (2000 if int(digits) < 20 else 1900) + int(digits)
        end += 1
        if self._low(end) in self.words.year_after:
            end += 1
        return (year, end) if _FIRST_YEAR <= year <= _LAST_YEAR else None

    def _period(self, index: int) -> tuple[DateMention, int] | None:
        """Decades, quarters and seasons."""
        position = index + 1 if self._low(index) in self.words.day_articles else index
        decade = self._decade(position)
        if decade is not None:
            year, end = decade
            return self._make(index, end, DateKind.RANGE, start=Date(year, 1, 1), end=Date(year + 9, 12, 31))
        quarter = self._quarter(position)
        if quarter is not None:
            number, end = quarter
            year_at = self._year_behind(end)
            year = year_at[0] if year_at else None
            return self._span_of_days(index, year_at[1] if year_at else end, year, (number * 3 - 2, 1), (number * 3, 31), False)
        season = self.words.seasons.at(self.tokens, index)
        if season is not None:
            year_at = self._year_behind(season[1])
            if year_at is not None:
                first, last = _SEASONS[season[0]]
                return self._span_of_days(index, year_at[1], year_at[0], (first, 1), (last, 31), True)
        return None

    def _quarter(self, index: int) -> tuple[int, int] | None:
        if index >= len(self.tokens):
            return None
        token = self.tokens[index]
        if token.low in self.words.quarter_prefix and index + 1 < len(self.tokens) and glued(self.tokens, index + 1):
            digits = self.tokens[index + 1].low
            return (int(digits), index + 2) if digits in ("1", "2", "3", "4") else None
        piece = self.text[token.start : token.end]
        number, end = (1 if piece == "I" else roman(piece)), index + 1
        if number is None:
            if token.kind == "w" and token.low not in self.numbers.ordinals and token.low not in self.numbers.cardinals:
                return None
            numeral = read_numeral(self.text, self.tokens, index, self.numbers)
            if numeral is None or not (numeral.ordinal or numeral.digits):
                return None
            number, end = int(numeral.value) if numeral.value < 5 else 9, numeral.end
        word = self.words.quarter_words.at(self.tokens, end)
        return (number, word[1]) if word is not None and 1 <= number <= 4 else None

    # ---- days, months, years and their ranges ------------------------------------------------------------------------

    def _month(self, index: int, evidence: bool = False) -> tuple[int, int] | None:
        """A month's number and the index behind its name. ``evidence``: whether what stands around it says that it is one."""
        if index >= len(self.tokens) or self.tokens[index].kind != "w":
            return None
        token = self.tokens[index]
        if self.words.capitalised and not self.text[token.start].isupper():
            return None
        number = self.words.months.get(token.low)
        if number is not None:
            return (number, index + 1) if evidence or token.low not in self.words.ambiguous else None
        number = self.words.abbreviations.get(token.low)
        if number is None or not evidence:
            return None
        end = index + 1
        return number, end + 1 if self._low(end) == "." and glued(self.tokens, end) else end

    def _day_number(self, index: int) -> tuple[int, int] | None:
        if index >= len(self.tokens):
            return None
        token = self.tokens[index]
        if token.kind == "n":
            if not token.low.isdecimal() or len(token.low) > 2:
                return None
            numeral = read_numeral(self.text, self.tokens, index, self.numbers)
            if numeral is None or numeral.magnitude != 1:
                return None
            value, end = int(token.low), numeral.end
            if self.numbers.order_dot and not numeral.ordinal and self._low(end) == "." and glued(self.tokens, end):
                end += 1
        elif token.low in self.numbers.ordinals or token.low in self.numbers.cardinals:
            spelled = read_numeral(self.text, self.tokens, index, self.numbers)
            if spelled is None or not (spelled.ordinal or token.low in self.numbers.cardinals) or spelled.value > 31:
                return None
            value, end = int(spelled.value), spelled.end
        else:
            return None
        return (value, end) if 1 <= value <= 31 else None

    def _with_year(self, spec: Spec) -> Spec:
        found = self._year_behind(spec.end)
        return spec if found is None else spec._replace(year=found[0], end=found[1])

    def _year_behind(self, position: int) -> tuple[int, int] | None:
        """A year that goes on with the date before it: ", 2020", " of 2020", " 2020 года"."""
        if self._low(position) in self.words.year_links:
            position += 1
        return self._plain_year(position, strict=False)

    def _plain_year(self, index: int, strict: bool) -> tuple[int, int] | None:
        """A year in digits and the index behind it; ``strict``: only where what stands around it says that it is one."""
        if index >= len(self.tokens):
            return None
        token = self.tokens[index]
        if token.kind != "n" or len(token.low) != 4 or not token.low.isdecimal():
            return None
        year, end = int(token.low), index + 1
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        following = self.tokens[end] if end < len(self.tokens) else None
        if following is not None and following.low in self.words.year_after and following.kind == "w":
            end += 1
            if len(following.low) <= 2 and self._low(end) == "." and glued(self.tokens, end):
                end += 1
            return year, end
        if following is not None and following.kind == "w" and glued(self.tokens, end):
            return None
        if following is not None and following.low in ("%", "°", "$", "€", "£", "₽", ":", "/"):
            return (year, end) if following.low in (":", "/") and not strict else None
        if not strict:
            return year, end
        before = self.tokens[index - 1] if index else None
        if before is not None and before.kind == "s" and before.low in "$€£₽₴+#№/.,:-" and glued(self.tokens, index):
            return None
        if following is not None and following.low in _DASHES and glued(self.tokens, end):
            return None
        counts = following is not None and following.kind == "w" and (following.low in self.words.counted or following.low in self.words.periods)
        if before is not None and before.low in self.words.year_before and not counts and following is not None and 1500 <= year:
            return year, end
        if before is not None and before.low in self.words.year_before and following is None:
            return year, end
        lone = following is None or following.kind == "s"
        return (year, end) if lone and 1800 <= year <= 2100 and (before is None or before.low in ("(", "[", ",") or before.kind == "w") else None

    def _numeric(self, index: int) -> Spec | None:
        """2020-11-19, 19.11.2020, 19/11/2020, 11/19/2020."""
        token = self.tokens[index]
        if token.kind != "n":
            return None
        pieces, end = token.low.split("."), index + 1
        if len(pieces) == 1:
            mark = self._low(end)
            if mark not in ("-", "/", "‑", "–") or not glued(self.tokens, end):
                return None
            if self._low(end + 2) != mark or not (glued(self.tokens, end + 1) and glued(self.tokens, end + 2) and glued(self.tokens, end + 3)):
                return None
            pieces, end = [token.low, self._low(end + 1), self._low(end + 3)], end + 4
        if len(pieces) != 3 or not all(piece.isdecimal() and len(piece) in (1, 2, 4) for piece in pieces):
            return None
        a, b, c = (int(piece) for piece in pieces)
        if len(pieces[0]) == 4:
            year, month, day = a, b, c
        elif len(pieces[2]) == 4 or len(token.low) > 5:
            year = c if len(pieces[2]) == 4 else c + (2000 if c < 70 else 1900)
            day, month = (a, b) if (self.words.order != "mdy" and b <= 12) or a > 12 or "." in token.low else (b, a)
        else:
            return None
        if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= day <= month_end(year, month)):
            return None
        if self._low(end) in self.words.year_after:
            end += 1
        return Spec(end, day, month, year)

    def _calendar(self, index: int) -> Spec | None:
        """A day or a month, with its year if it has one."""
        if index >= len(self.tokens):
            return None
        numeric = self._numeric(index)
        if numeric is not None:
            return numeric
        position = index
        weekday = self._low(position)
        if weekday in self.words.weekdays or weekday in self.words.weekday_abbreviations:
            position += 1
            while self._low(position) in (",", ".") or self._low(position) in self.words.day_articles:
                position += 1
        while self._low(position) in self.words.day_articles:
            position += 1
        day = self._day_number(position)
        if day is not None:
            after = day[1] + 1 if self._low(day[1]) in self.words.of else day[1]
            month = self._month(after, evidence=True)
            if month is not None and day[0] <= month_end(2000, month[0]):
                return self._with_year(Spec(month[1], day[0], month[0]))
        month = self._month(position, evidence=True)
        if month is None:
            return None
        if self.words.month_first:
            after = month[1]
            while self._low(after) in self.words.day_articles:
                after += 1
            day = self._day_number(after)
            plain = self._plain_year(after, strict=False)
            if day is not None and plain is None and day[0] <= month_end(2000, month[0]) and self._low(day[1]) != ":":
                return self._with_year(Spec(day[1], day[0], month[0]))
        found = self._with_year(Spec(month[1], None, month[0]))
        if found.year is None and self._month(position) is None:
            # "may", "Mar": a month only if a word before it says so.
            before = self._low(position - 1)
            if before not in self.words.before_month or self._low(position) in self.words.abbreviations:
                return None
        return found if position == index else None

    def _range(self, index: int) -> tuple[DateMention, int] | None:
        """A date, or two joined by a dash or by the words of a range."""
        weekday = self.words.weekdays.get(self._low(index), self.words.weekday_abbreviations.get(self._low(index)))
        first = self._calendar(index)
        if first is None:
            return self._short_range(index)
        second_at = self._link(index, first.end)
        if second_at is not None:
            second = self._calendar(second_at)
            if second is None and first.day is not None:
                day = self._day_number(second_at)
                if day is not None and day[0] > first.day and self.words.month_first:
                    second = self._with_year(Spec(day[1], day[0], first.month))
            if second is not None and second.month is not None and (first.day is None) == (second.day is None):
                return self._two(index, first, second)
        return self._one(index, first, weekday)

    def _link(self, start: int, position: int) -> int | None:
        low = self._low(position)
        if low in _DASHES:
            return position + 1
        for opening, links in self.words.ranges.items():
            if low in links["bare"] or (low in links["to"] and any(self._low(k) == opening for k in range(max(0, start - 2), start))):
                return position + 1
        return None

    def _short_range(self, index: int) -> tuple[DateMention, int] | None:
        """ "3–5 May", "from 3 to 5 May", "1990–1995": the first half leans on the second."""
        year = self._plain_year(index, strict=False)
        if year is not None:
            link = self._link(index, year[1])
            other = self._plain_year(link, strict=False) if link is not None else None
            if other is not None and year[0] < other[0] <= year[0] + 500:
                return self._make(index, other[1], DateKind.RANGE, start=Date(year[0], 1, 1), end=Date(other[0], 12, 31))
            return None
        position = index
        while self._low(position) in self.words.day_articles:
            position += 1
        day = self._day_number(position)
        if day is None:
            return None
        link = self._link(index, day[1])
        second = self._calendar(link) if link is not None else None
        if second is None or second.day is None or second.month is None:
            return None
        return self._two(index, Spec(day[1], day[0], second.month, second.year), second)

    def _two(self, index: int, first: Spec, second: Spec) -> tuple[DateMention, int]:
        year = second.year if second.year is not None else first.year
        start = (first.month or 1, first.day or 1)
        end = (second.month or 12, second.day or 31)
        first_year = first.year if first.year is not None else year
        if first_year is not None and year is not None and (first.year is None) and start > end:
            first_year -= 1
        made = self._span_of_days(index, second.end, year, start, end, False)
        if first_year is not None and year is not None and first_year != year:
            low, high = _days(first_year, start, start), _days(year, end, end)
            if low and high:
                return self._make(index, second.end, DateKind.RANGE, start=low[0], end=high[1], year=year, first=start, last=end)
        return made

    def _one(self, index: int, spec: Spec, weekday: int | None) -> tuple[DateMention, int] | None:
        if spec.month is None:
            return None
        first = (spec.month, spec.day or 1)
        last = (spec.month, spec.day or 31)
        at = spec.year if spec.year is not None else nearest_year(self.anchor, *first) if self.anchor else None
        days = None if at is None else _days(at, first, last)
        kind = DateKind.DAY if spec.day is not None else DateKind.MONTH
        around = self.words.around.before(self.tokens, index)
        return self._make(
            around[1] if around else index,
            spec.end,
            kind,
            start=days[0] if days else None,
            end=days[1] if days else None,
            year=spec.year,
            month=spec.month,
            day=spec.day,
            weekday=weekday,
            approximate=around is not None,
            first=first,
            last=last,
        )

    def _weekday(self, index: int) -> tuple[DateMention, int] | None:
        token = self.tokens[index]
        weekday = self.words.weekdays.get(token.low)
        if weekday is None or (self.words.capitalised and not self.text[token.start].isupper()):
            return None
        if token.low in self.words.ambiguous_weekdays and self._low(index - 1) not in self.words.before_weekday:
            return None
        days = self._day_of_week(weekday, None)
        return self._make(index, index + 1, DateKind.WEEKDAY, start=days and days[0], end=days and days[1], weekday=weekday)

    def _year(self, index: int) -> tuple[DateMention, int] | None:
        found = self._plain_year(index, strict=True)
        if found is None:
            return None
        year, end = found
        return self._make(index, end, DateKind.YEAR, start=Date(year, 1, 1), end=Date(year, 12, 31), year=year)

    # ---- times -------------------------------------------------------------------------------------------------------

    def _time(self, index: int) -> tuple[DateMention, int] | None:
        """ "14:30", "2 p.m.", "noon", «в 9 часов утра»."""
        token = self.tokens[index]
        named = self.words.clock.at(self.tokens, index)
        if named is not None and token.kind == "w":
            return self._make(index, named[1], DateKind.TIME, minute=720 if named[0] == "noon" else 0)
        if token.kind != "n" or not token.low.replace(".", "").isdecimal() or len(token.low) > 5:
            return None
        hour, minute, end = token.low, "00", index + 1
        told = False
        if "." in token.low:
            hour, _, minute = token.low.partition(".")
        elif self._low(end) == ":" and glued(self.tokens, end) and glued(self.tokens, end + 1) and len(self._low(end + 1)) == 2:
            minute, end, told = self._low(end + 1), end + 2, True
            if self._low(end) == ":" and glued(self.tokens, end) and glued(self.tokens, end + 1) and len(self._low(end + 1)) == 2:
                end += 2
        if not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2 and int(hour) < 25 and int(minute) < 60):
            return None
        if self._low(end) in self.words.oclock:
            told, end = told or self._low(index - 1) in self.words.time_before and self.words.meridiem.at(self.tokens, end + 1) is not None, end + 1
            if not told:
                return None
        meridiem = self.words.meridiem.at(self.tokens, end)
        hours = int(hour)
        if meridiem is not None and hours <= 12:
            hours = hours % 12 + (12 if meridiem[0] == "pm" else 0)
            told, end = True, meridiem[1]
            if self._low(end) == "." and "." in self.text[self.tokens[end - 2].start : self.tokens[end].end - 1]:
                end += 1
        if not told:
            return None
        return self._make(index, end, DateKind.TIME, minute=hours % 24 * 60 + int(minute))


def _days(year: int, first: tuple[int, int], last: tuple[int, int]) -> tuple[Date, Date] | None:
    """First and last day in a year; a period that ends before it begins runs into the next one."""
    end_year = year + 1 if last < first else year
    if not (1 <= year <= 9999 and end_year <= 9999) or first[1] > month_end(year, first[0]):
        return None
    return Date(year, *first), Date(end_year, last[0], min(last[1], month_end(end_year, last[0])))

