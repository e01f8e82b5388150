"""Reads calendar dates off the tokens of a text: days, months and years, in digits and words, and ranges of them."""

from __future__ import annotations

from datetime import date as Date
from typing import NamedTuple

from provenance.language.datemention import DateKind, DateMention, month_end, nearest_year
from provenance.language.datewords import date_words
from provenance.language.numerals import glued, number_words, read_numeral
from provenance.language.scan import Token
from provenance.model import Span

DASHES = frozenset("-‐‑–—−")
FIRST_YEAR, LAST_YEAR = 1000, 2199


class Spec(NamedTuple):
    """A calendar date as far as it is given: of day, month and year at least one."""

    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None


class CalendarReader:
    """Reads one text; its methods take and give token indices."""

    def __init__(self, text: str, tokens: list[Token], language: str, anchor: Date | None) -> None:
        self.text = text
        self.tokens = tokens
        self.words = date_words(language)
        self.numbers = number_words(language)
        self.anchor = anchor
        self.last: DateMention | None = None

    def _low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def _past_articles(self, index: int) -> int:
        """The index behind at most two articles: an endless run of them must not be read again at each."""
        for _ in range(2):
            if self._low(index) not in self.words.day_articles:
                break
            index += 1
        return index

    def _make(self, index: int, behind: int, kind: DateKind, /, **fields: object) -> tuple[DateMention, int]:
        first, last = self.tokens[index].start, self.tokens[behind - 1].end
        values: dict[str, object] = dict.fromkeys(("start", "end", "year", "month", "day", "weekday"))
        values.update(fields)
        mention = DateMention(self.text[first:last], Span(first, last), kind=kind, **values)  # type: ignore[arg-type]
        return mention, behind

    def _span_of_days(
        self,
        start: int,
        end: int,
        year: int | None,
        first: tuple[int, int],
        last: tuple[int, int],
        approximate: bool,
        month: int | None = None,
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
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        hyphen = self.words.year_after and self._low(end) in DASHES and glued(self.tokens, end) and glued(self.tokens, end + 1)
        if hyphen and self._low(end + 1) in self.numbers.suffixes:
            end += 2
            return year, end + 1 if self._low(end) in self.words.year_after else end
        following = self.tokens[end] if end < len(self.tokens) else None
        if following is not None and following.low in self.words.year_after and following.kind == "w":
            end += 1
            if len(following.low) <= 2 and self._low(end) == "." and glued(self.tokens, end):
                end += 1
            return year, end
        if following is not None and following.kind == "w" and glued(self.tokens, end):
            return None
        if following is not None and following.low in ("%", "°", "$", "€", "£", "₽", ":", "/") and not (strict and following.low == ":"):
            return (year, end) if following.low in (":", "/") and not strict else None
        if not strict:
            return year, end
        before = self.tokens[index - 1] if index else None
        if following is not None and following.low == ":" and strict and 1800 <= year <= 2100:
            # "2009: A quake …" heads an entry of a list of years
            opens = before is None or before.low in ".!?;)•–—" or "\n" in self.text[before.end : token.start]
            spaced = end + 1 < len(self.tokens) and not glued(self.tokens, end + 1)
            return (year, end) if opens and spaced else None
        if before is not None and before.kind == "s" and before.low in "$€£₽₴+#№/.,:-" and glued(self.tokens, index):
            return None
        if following is not None and following.low in DASHES and glued(self.tokens, end):
            return None
        counts = (
            following is not None and following.kind == "w" and (following.low in self.words.counted or following.low in self.words.periods)
        )
        if before is not None and before.low in self.words.year_before and not counts and following is not None and year >= 1500:
            return year, end
        if before is not None and before.low in self.words.year_before and following is None:
            return year, end
        if (
            before is not None
            and before.low in self.words.year_determiners
            and following is not None
            and following.kind == "w"
            and not counts
        ):
            capital = self.text[following.start].isupper()
            return (
                (year, end)
                if 1800 <= year <= 2100 and (capital or not following.low.endswith("s") or following.low.endswith(("us", "ss", "is")))
                else None
            )
        lone = following is None or following.kind == "s"
        return (
            (year, end)
            if lone and 1800 <= year <= 2100 and (before is None or before.low in ("(", "[", ",") or before.kind == "w")
            else None
        )

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
            if self._low(end + 2) != mark or not (
                glued(self.tokens, end + 1) and glued(self.tokens, end + 2) and glued(self.tokens, end + 3)
            ):
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
        if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR and 1 <= day <= month_end(year, month)):
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
            if self._low(position) == "." and glued(self.tokens, position):
                position += 1
            if self._low(position) == ",":
                position += 1
        position = self._past_articles(position)
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
            after = self._past_articles(after)
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
        if low in DASHES:
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
        position = self._past_articles(index)
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
        swapped = None
        if self.words.month_first and spec.day is not None and spec.day <= 12 and spec.day != spec.month and spec.year is not None:
            figures = self.tokens[index].kind == "n" and spec.end == index + 5 and self._low(index + 1) == "/"
            swapped = Date(spec.year, spec.day, spec.month) if figures else None
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
            swapped=swapped,
        )

    def _year(self, index: int) -> tuple[DateMention, int] | None:
        found = self._plain_year(index, strict=True)
        if found is None:
            return None
        year, end = found
        return self._make(index, end, DateKind.YEAR, start=Date(year, 1, 1), end=Date(year, 12, 31), year=year)


def _days(year: int, first: tuple[int, int], last: tuple[int, int]) -> tuple[Date, Date] | None:
    """First and last day in a year; a period that ends before it begins runs into the next one."""
    end_year = year + 1 if last < first else year
    if not (1 <= year <= 9999 and end_year <= 9999) or first[1] > month_end(year, first[0]):
        return None
    return Date(year, *first), Date(end_year, last[0], min(last[1], month_end(end_year, last[0])))
