"""The grammar behind :func:`provenance.language.dates.dates`: calendar dates, and all that is said without naming one."""

from __future__ import annotations

from datetime import date as Date

from provenance.language.calendardates import DASHES, FIRST_YEAR, LAST_YEAR, CalendarReader, Spec
from provenance.language.datemention import COMMON_YEAR, DateKind, DateMention, ago, month_end, shifted
from provenance.language.numerals import glued, read_numeral, roman

# Days of a part of a month, and months of a part of a year.
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "first_half": (1, 15), "second_half": (16, 31)}
_YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "first_half": (1, 6), "second_half": (7, 12)}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


class DateReader(CalendarReader):
    """Every rule for one text, tried in turn at each token that a date can begin with."""

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
            idle = self._bare(index) if token.kind == "n" else self._idle_article(index)
            read = None if idle else self._mention(index)
            if read is None:
                index += 1
            else:
                found.append(read[0])
                if read[0].first is not None or read[0].start is not None:
                    self.last = read[0]
                index = max(read[1], index + 1)
        return found

    # ---- one mention -------------------------------------------------------------------------------------------------

    def _mention(self, index: int) -> tuple[DateMention, int] | None:
        for rule in (self._relative, self._part, self._period, self._range, self._time, self._weekday, self._year):
            read = rule(index)
            if read is not None:
                return read
        return None

    def _bare(self, index: int) -> bool:
        """Whether nothing behind a number lets it be a date: the quick way past the numbers of a table."""
        low = self.tokens[index].low
        if len(low) == 4 or "." in low or index + 1 >= len(self.tokens):
            return len(low) != 4 and "." not in low
        following = self.tokens[index + 1]
        if following.low in DASHES and self._low(index + 3) in DASHES and self._low(index + 5) in DASHES:
            return all(place >= len(self.tokens) or self.tokens[place].kind == "n" for place in (index + 2, index + 4, index + 6))
        return following.kind == "n" or (following.kind == "s" and following.low in ",;%)]?!$€£")

    def _idle_article(self, index: int) -> bool:
        """Whether an article stands before a word that cannot go on with a date, as most do."""
        if self.tokens[index].low not in self.words.day_articles or index + 1 >= len(self.tokens):
            return False
        following = self.tokens[index + 1]
        return following.kind == "s" or (
            following.kind == "w"
            and (following.low not in self.words.starters or following.low in self.words.day_articles)
            and self.text[following.start] not in "IVX"
        )

    # ---- relative ----------------------------------------------------------------------------------------------------

    def _counted(
        self, start: int, end: int, days: tuple[Date, Date] | None, offset: tuple[int, str] | None, **fields: object
    ) -> tuple[DateMention, int]:
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
        return self._anaphoric(index) or self._shifted(index) or self._ago(index)

    def _anaphoric(self, index: int) -> tuple[DateMention, int] | None:
        """ "the next month", "the previous day": counted from the date named last; open if none was."""
        shift = self.words.anaphoric.at(self.tokens, index)
        period = self.words.periods.at(self.tokens, shift[1]) if shift is not None else None
        if shift is None or period is None:
            return None
        count, last = int(shift[0]), self.last
        base = None if last is None else last.start
        if base is None and last is not None and last.first is not None:
            base = Date(COMMON_YEAR, *last.first)
            days = shifted(base, count, period[0])
            if days is None or period[0] in ("year", "decade", "century"):
                return self._counted(index, period[1], None, None)
            ends = {"first": (days[0].month, days[0].day), "last": (days[1].month, days[1].day)}
            return self._make(index, period[1], DateKind.RELATIVE, **ends)
        days = None if base is None else shifted(base, count, period[0])
        return self._counted(index, period[1], days, None)

    def _shifted(self, index: int) -> tuple[DateMention, int] | None:
        """ "last month", "next Friday", "this August"."""
        shift = self.words.shift.at(self.tokens, index)
        if shift is None:
            return self._shifted_behind(index)
        behind = self._shifted_behind(shift[1]) if shift[0] == "0" else None
        if behind is not None:
            return behind
        count, position = int(shift[0]), shift[1]
        period = self.words.periods.at(self.tokens, position)
        if period is not None and period[0] in self.words.shiftable and self._low(position) not in self.words.unshiftable:
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

    def _shifted_behind(self, index: int) -> tuple[DateMention, int] | None:
        """ "la semaine dernière", "el mes pasado", "lundi dernier"."""
        low = self._low(index)
        weekday = self.words.weekdays.get(low)
        period = None if weekday is not None else self.words.periods.at(self.tokens, index)
        position = index + 1 if weekday is not None else period[1] if period else index
        shift = self.words.shift_after.at(self.tokens, position) if position > index else None
        if shift is None:
            return None
        if weekday is not None:
            return self._counted(index, shift[1], self._day_of_week(weekday, int(shift[0])), None, weekday=weekday)
        if period is None or period[0] not in self.words.shiftable:
            return None
        days = shifted(self.anchor, int(shift[0]), period[0]) if self.anchor else None
        return self._counted(index, shift[1], days, (int(shift[0]), period[0]))

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

    def _weekday(self, index: int) -> tuple[DateMention, int] | None:
        token = self.tokens[index]
        weekday = self.words.weekdays.get(token.low)
        if weekday is None or (self.words.capitalised and not self.text[token.start].isupper()):
            return None
        if token.low in self.words.ambiguous_weekdays and self._low(index - 1) not in self.words.before_weekday:
            return None
        days = self._day_of_week(weekday, None)
        return self._make(index, index + 1, DateKind.WEEKDAY, start=days and days[0], end=days and days[1], weekday=weekday)

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
        if self._low(position) in DASHES or self._low(position) in self.words.of:
            position += 1
        position = self._past_articles(position)
        month = self._month(position, evidence=True)
        if month is not None:
            spec = self._with_year(Spec(month[1], None, month[0]))
            first, last = _MONTH_PARTS[part[0]]
            return self._span_of_days(index, spec.end, spec.year, (month[0], first), (month[0], last), True, month=month[0])
        decade = self._decade(position)
        if decade is not None:
            year, end = decade
            offsets = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "first_half": (0, 4), "second_half": (5, 9)}[part[0]]
            return self._make(
                index, end, DateKind.RANGE, start=Date(year + offsets[0], 1, 1), end=Date(year + offsets[1], 12, 31), approximate=True
            )
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

    def _decade(self, index: int) -> tuple[int, int] | None:
        """First year of a decade ("1990s", «90-е годы», "the nineties") and the index behind it."""
        named = self.words.decades.at(self.tokens, index)
        if named is not None:
            return None if self._of_a_life(index) else (int(named[0]), named[1])
        if index >= len(self.tokens) or self.tokens[index].kind != "n" or not self.words.decade_suffixes:
            return None
        digits = self.tokens[index].low
        if not digits.isdecimal() or len(digits) not in (2, 4) or not digits.endswith("0"):
            return None
        end = index + 1
        if self._low(end) in ("'", "’", *DASHES) and glued(self.tokens, end):
            end += 1
        if end >= len(self.tokens) or not glued(self.tokens, end) or self.tokens[end].low not in self.words.decade_suffixes:
            return None
        person = len(digits) == 2 and self.tokens[end].low == "s" and end == index + 1
        if person and self._low(index - 1) not in ("the", "'", "’", "-", "early", "late", "mid"):
            return None
        year = int(digits) if len(digits) == 4 else (2000 if int(digits) < 20 else 1900) + int(digits)
        end += 1
        if self._low(end) in self.words.year_after:
            end += 1
        return (year, end) if FIRST_YEAR <= year <= LAST_YEAR else None

    def _of_a_life(self, index: int) -> bool:
        """Whether the decade at ``index`` is one of somebody's life: "her sixties", "his late thirties", "the over-sixties"."""
        before = index - 1
        if before > 0 and self._low(before) in DASHES:
            before -= 1
        if before > 0 and self.words.parts.at(self.tokens, before) is not None:
            before -= 1
        return before >= 0 and self._low(before) in self.words.of_a_life

    def _period(self, index: int) -> tuple[DateMention, int] | None:
        """Decades, quarters and seasons."""
        position = index + 1 if self._low(index) in self.words.day_articles else index
        decade = self._decade(position)
        if decade is not None:
            year, end = decade
            return self._make(index, end, DateKind.RANGE, start=Date(year, 1, 1), end=Date(year + 9, 12, 31))
        quarter = self._quarter(position)
        if quarter is not None:
            count, end = quarter
            year_at = self._year_behind(end)
            stated = year_at[0] if year_at else None
            return self._span_of_days(index, year_at[1] if year_at else end, stated, (count * 3 - 2, 1), (count * 3, 31), False)
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
        latin = 1 if piece == "I" else roman(piece)
        number, end = latin or 0, index + 1
        if latin is None:
            if token.kind == "w" and token.low not in self.numbers.ordinals and token.low not in self.numbers.cardinals:
                return None
            numeral = read_numeral(self.text, self.tokens, index, self.numbers)
            if numeral is None or not (numeral.ordinal or numeral.digits):
                return None
            number, end = (int(numeral.value) if numeral.value < 5 else 9), numeral.end
        word = self.words.quarter_words.at(self.tokens, end)
        return (number, word[1]) if word is not None and 1 <= number <= 4 else None

    # ---- times -------------------------------------------------------------------------------------------------------

    def _time(self, index: int) -> tuple[DateMention, int] | None:
        """ "14:30", "2 p.m.", "noon", «в 9 часов утра»."""
        token = self.tokens[index]
        named = self.words.clock.at(self.tokens, index)
        if named is not None and token.kind == "w":
            return self._make(index, named[1], DateKind.TIME, minute=720 if named[0] == "noon" else 0)
        if token.kind == "w":
            return self._spelt_time(index)
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
        if not told and self._low(end) in self.words.hour_marks and glued(self.tokens, end):
            told, end = True, end + 1
            if glued(self.tokens, end) and len(self._low(end)) == 2 and self._low(end).isdecimal():
                minute, end = self._low(end), end + 1
        if self._low(end) in self.words.oclock:
            meridian = self._low(index - 1) in self.words.time_before and self.words.meridiem.at(self.tokens, end + 1) is not None
            told, end = told or meridian or self.words.oclock_alone, end + 1
            if not told:
                return None
        meridiem = self.words.meridiem.at(self.tokens, end)
        hours = int(hour)
        if meridiem is not None and not told and meridiem[1] - end > 1 and self._low(end + 1) != ".":
            told = self._low(index - 1) in self.words.time_before  # "five in the morning" may be five of anything
            meridiem = meridiem if told else None
        if meridiem is not None and hours <= 12:
            hours = hours % 12 + (12 if meridiem[0] == "pm" else 0)
            told, end = True, meridiem[1]
            if self._low(end) == "." and "." in self.text[self.tokens[end - 2].start : self.tokens[end].end - 1]:
                end += 1
        if not told:
            return None
        return self._make(index, end, DateKind.TIME, minute=hours % 24 * 60 + int(minute))

    def _spelt_time(self, index: int) -> tuple[DateMention, int] | None:
        """ "At five in the morning", «в четыре часа утра», "o piątej rano": an hour in words, with its half of the day."""
        if self._low(index - 1) not in self.words.time_before:
            return None
        numeral = read_numeral(self.text, self.tokens, index, self.numbers)
        if numeral is None or not 1 <= numeral.value <= 12 or numeral.magnitude != 1 or numeral.value != numeral.value.to_integral_value():
            return None
        end = numeral.end + 1 if self._low(numeral.end) in self.words.oclock else numeral.end
        meridiem = self.words.meridiem.at(self.tokens, end)
        if meridiem is None:
            return None
        hours = int(numeral.value) % 12 + (12 if meridiem[0] == "pm" else 0)
        return self._make(index, meridiem[1], DateKind.TIME, minute=hours * 60)
