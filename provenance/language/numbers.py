"""Quantities of a text with what they mean: amounts, shares, money, measures, ages, ordinals, ranges, vague numbers.

Numbers that belong to a date or a time of day are left to :mod:`provenance.language.dates`. Whether a claim's quantity
follows from a source's is :func:`agree`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from provenance.language.agreement import Agreement
from provenance.language.dates import DateKind, dates
from provenance.language.lexicon import elides, phrases, resolve, section
from provenance.language.numerals import HYPHENS, NumberWords, Numeral, glued, magnified, number_words, read_digits, read_numeral
from provenance.language.polarity import is_change
from provenance.language.quantity import INFINITY, Kind, Quantity, agree, near
from provenance.language.scan import Token, scan
from provenance.model import Span

__all__ = ["Agreement", "Kind", "Quantity", "agree", "near", "quantities"]

_DASHES = frozenset("-‐‑–—−")
_FALL = 50
"""How many times less something may become so that both numbers are given in one magnitude: "from 20 to 10 million"."""


@cache
def _joined(language: str) -> tuple[dict[str, tuple[int, str]], dict[str, str]]:
    """Adjectives of a length of time: whole words with number and unit («трёхчасовой»), and what stands behind "3-"."""
    table = section(language, "numbers", "joined")
    units = {stem + ending: unit for unit, stems in table.get("units", {}).items() for stem in stems for ending in table["endings"]}
    heads = [(head, int(value)) for value, heads in table.get("numbers", {}).items() for head in heads]
    return {head + tail: (value, unit) for head, value in heads for tail, unit in units.items()}, units


@cache
def _starters(language: str) -> frozenset[str]:
    """Words that a quantity's number can begin with."""
    words = number_words(language)
    found = {*words.cardinals, *words.multipliers, *words.ordinals, *words.articles}
    for key in ("fractions", "vague", "halves", "multiples", "round", "every"):
        for forms in section(language, "numbers", key).values():
            for form in forms:
                found.add(scan(form.partition(":")[0], elides(language))[0].low)
    return frozenset({*found, *_joined(language)[0]})


def quantities(text: str, language: str | None = None) -> tuple[Quantity, ...]:
    """Every quantity of ``text`` in order, without overlaps.

    Parameters:
        text: any text; spans count its characters.
        language: ISO 639-1 code; ``None`` guesses it. Without a data file for it only digits, signs and units are read.
    """
    code = resolve(text, language)
    tokens = scan(text, elides(code))
    taken: list[Span] = []
    years: dict[int, int] = {}
    for mention in dates(text, code):
        if mention.kind is DateKind.YEAR and mention.year is not None:
            years[mention.span.start] = mention.year
        else:
            taken.append(mention.span)
    return tuple(_Reader(text, tokens, code, taken, years).all())


@dataclass(frozen=True, slots=True)
class _Core:
    """A number or range with its unit, before what stands in front of it is read."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    step: Decimal
    kind: Kind
    unit: str | None = None
    bound: str | None = None


class _Reader:
    """Reads one text; its methods take and give token indices."""

    def __init__(self, text: str, tokens: list[Token], language: str, taken: list[Span], years: dict[int, int]) -> None:
        self.text = text
        self.tokens = tokens
        self.language = language
        self.words: NumberWords = number_words(language)
        self.starters = _starters(language)
        self.taken = taken
        self.taken_starts = [span.start for span in taken]
        self.years = years
        self.units = phrases(language, "numbers", "units")
        self.money = phrases(language, "numbers", "money")
        self.percent = phrases(language, "numbers", "percent")
        self.vague = phrases(language, "numbers", "vague")
        self.fractions = phrases(language, "numbers", "fractions")
        self.rounded = phrases(language, "numbers", "round")
        self.multiples = phrases(language, "numbers", "multiples")
        self.approximate = phrases(language, "numbers", "approximate")
        self.behind = phrases(language, "numbers", "after")
        self.ages = phrases(language, "numbers", "age")
        self.labels = phrases(language, "numbers", "labels")
        self.out_of = phrases(language, "numbers", "out_of")
        self.every = phrases(language, "numbers", "every")
        self.joined, self.joined_units = _joined(language)
        self.range_articles = frozenset(section(language, "numbers").get("range_articles", ()))
        self.common = frozenset(section(language, "language").get("marks", ())) | self.words.ands
        ranges = section(language, "numbers", "ranges")
        self.range_words = frozenset({*ranges, *(word for links in ranges.values() for word in links["to"])})
        self.minus = frozenset(section(language, "numbers").get("minus", ()))
        self.counted = frozenset(section(language, "numbers").get("counted", ()))
        self.names = frozenset(section("common", "identifiers").get("before", ()))

    def all(self) -> list[Quantity]:
        found: list[Quantity] = []
        index, floor, count = 0, 0, len(self.tokens)
        tokens, starters = self.tokens, self.starters
        while index < count:
            token = tokens[index]
            if token.kind == "s" or (token.kind == "w" and token.low not in starters and not self._unusual(token)):
                index += 1
                continue
            skip = self._taken(token.start)
            if skip is not None:
                while index < count and tokens[index].start < skip:
                    index += 1
                floor = index
                continue
            core = self._core(index)
            if core is None:
                index += 1
                continue
            quantity, end = self._dressed(core, floor)
            if quantity is not None:
                found.append(quantity)
            index = floor = max(end, index + 1)
        return found

    def _unusual(self, token: Token) -> bool:
        """Whether a word outside the tables may still be a numeral: a Roman one, or a compound."""
        first = self.text[token.start]
        if first in "IVX" and 2 <= token.end - token.start <= 7:
            return True
        return self.words.compound is not None and token.end - token.start > 5

    def _taken(self, offset: int) -> int | None:
        place = bisect_right(self.taken_starts, offset) - 1
        if place >= 0 and offset < self.taken[place].end:
            return self.taken[place].end
        return None

    # ---- the number itself -------------------------------------------------------------------------------------------

    def _core(self, index: int) -> _Core | None:
        token = self.tokens[index]
        if token.kind == "n" and token.start in self.years:
            value = Decimal(self.years[token.start])
            return _Core(index, index + 1, value, value, Decimal(1), Kind.YEAR)
        identifier = self._identifier(index)
        if identifier is not None:
            return identifier
        joined = self.joined.get(token.low)
        if joined is not None:
            return _Core(index, index + 1, Decimal(joined[0]), Decimal(joined[0]), Decimal(1), Kind.MEASURE, joined[1])
        vague = self.vague.at(self.tokens, index)
        if vague is not None:
            low, high = (Decimal(bound) for bound in section("common", "vague")[vague[0]])
            # "several thousand"
            size = magnified(self.tokens, Numeral(Decimal(1), Decimal(1), vague[1]), self.words)
            core = _Core(index, size.end, low * size.value, high * size.value, size.value, Kind.VAGUE, bound="about")
            return self._unit(core, None)
        rounded = self.rounded.at(self.tokens, index)
        if rounded is not None:
            value = Decimal(rounded[0])
            return self._unit(_Core(index, rounded[1], value, value, value, Kind.CARDINAL, bound="about"), None)
        fraction = self.fractions.at(self.tokens, index)
        if fraction is not None and self.words.halves.at(self.tokens, index) is None and self._is_share(index, fraction[1]):
            over, under = fraction[0].split("/")
            value = Decimal(100) * int(over) / int(under)
            return _Core(index, fraction[1], value, value, Decimal(1), Kind.PERCENT, "percent", "about")
        multiple = self.multiples.at(self.tokens, index)
        if multiple is not None and multiple[0] != "times":
            return _Core(index, multiple[1], Decimal(multiple[0]), Decimal(multiple[0]), Decimal(1), Kind.MULTIPLE)
        share = self._one_in(index)
        if share is not None:
            return share
        opening = self._currency_before(index)
        currency = None if opening is None else opening[0]
        numeral = read_numeral(self.text, self.tokens, index, self.words, money=currency is not None)
        if numeral is None:
            return None
        if not numeral.digits and self._is_pronoun(index, numeral):
            return None
        power = self._letter(numeral.end) if numeral.digits and currency is None else None
        if power is not None:
            numeral = numeral._replace(
                value=numeral.value * power, step=numeral.step * power, end=numeral.end + 1, magnitude=Decimal(power)
            )
        read = self._range(index, numeral, currency)
        return self._negative(read) if numeral.digits and read is not None else read

    def _one_in(self, index: int) -> _Core | None:
        """ "One in five", "three out of ten", «каждый пятый»: a share."""
        every = self.every.at(self.tokens, index)
        if every is not None:
            part = read_numeral(self.text, self.tokens, every[1], self.words)
            if part is None or not part.ordinal or not 2 < part.value <= 100:
                return None
            return _Core(index, part.end, 100 / part.value, 100 / part.value, Decimal(1), Kind.PERCENT, "percent", "about")
        first = read_numeral(self.text, self.tokens, index, self.words)
        if first is None or first.ordinal or not 1 <= first.value < 100 or first.end >= len(self.tokens):
            return None
        link = self.out_of.at(self.tokens, first.end)
        second = None if link is None or link[1] >= len(self.tokens) else read_numeral(self.text, self.tokens, link[1], self.words)
        if second is None or second.ordinal or not first.value < second.value <= 100 or (first.digits and link and link[0] == "in"):
            return None
        if self._unit(_Core(index, second.end, second.value, second.value, Decimal(1), Kind.CARDINAL), None).kind is not Kind.CARDINAL:
            return None
        value = 100 * first.value / second.value
        return _Core(index, second.end, value, value, Decimal(1), Kind.PERCENT, "percent", "about")

    def _letter(self, end: int) -> int | None:
        """What a letter right behind digits multiplies with: "18.6M", and "m" where people or things follow ("100m people")."""
        if end >= len(self.tokens) or not glued(self.tokens, end):
            return None
        power = self.words.money_abbreviations.get(self.tokens[end].low)
        counts = end + 1 < len(self.tokens) and self.tokens[end + 1].low in self.counted
        capital = self.text[self.tokens[end].start : self.tokens[end].end] in ("M", "B")
        return power if capital or counts else None

    def _negative(self, core: _Core) -> _Core:
        """``core`` with the minus sign or word before it."""
        index = core.start
        before = self.tokens[index - 1] if index else None
        if before is None or core.low != core.high or core.kind in (Kind.IDENTIFIER, Kind.ORDINAL, Kind.AGE):
            return core
        sign = before.low in "-−–" and glued(self.tokens, index) and not (glued(self.tokens, index - 1) and index >= 2)
        if sign or before.low in self.minus:
            return replace(core, start=index - 1, low=-core.low, high=-core.high)
        return core

    def _is_share(self, index: int, end: int) -> bool:
        """Whether a fraction that ends in an ordinal is one: "a third of them", but not "a third term"."""
        if index < end - 1 and self.tokens[index].low in self.words.cardinals and self.tokens[index].low not in self.words.articles:
            return True  # "one third", but not "a third"
        if self.tokens[end - 1].low not in self.words.ordinals or end >= len(self.tokens) or self.tokens[end].kind == "s":
            return True
        return self.tokens[end].low in section(self.language, "numbers").get("fraction_after", ())

    def _is_pronoun(self, index: int, numeral: Numeral) -> bool:
        """Whether "one" is only a pronoun or an article here."""
        if numeral.end != index + 1 or self.tokens[index].low not in self.words.pronouns:
            return False
        end = numeral.end
        if end < len(self.tokens) and self.tokens[end].low in HYPHENS:
            end += 1
        if self.units.at(self.tokens, end) or self.percent.at(self.tokens, end) or self.money.at(self.tokens, end):
            return self.tokens[index].low in section(self.language, "numbers").get("pure_articles", ())
        if end < len(self.tokens) and self.tokens[end].low in self.counted:
            return self.tokens[index].low in section(self.language, "numbers").get("pure_articles", ())
        return self.approximate.before(self.tokens, index) is None

    def _range(self, index: int, first: Numeral, currency: str | None) -> _Core | None:
        kind = Kind.ORDINAL if first.ordinal else Kind.CARDINAL
        single = _Core(index, first.end, first.value, first.value, first.step, kind)
        if first.unit is not None:
            return replace(single, kind=Kind.MEASURE, unit=first.unit)
        dressed = self._unit(single, currency)
        if first.ordinal:
            return dressed
        position = dressed.end
        if position >= len(self.tokens):
            return dressed
        connector = self._connector(index, position)
        if connector is None:
            return self._colon_score(index, first) or dressed
        second_at = connector
        if second_at < len(self.tokens) and self.tokens[second_at].low in self.range_articles:
            second_at += 1
        second_currency = None
        opening = self.money.at(self.tokens, second_at)
        if opening is not None:
            second_currency, second_at = opening
        if second_at >= len(self.tokens) or self._taken(self.tokens[second_at].start) is not None:
            return dressed
        second = read_numeral(self.text, self.tokens, second_at, self.words, money=(second_currency or currency) is not None)
        if second is None or second.ordinal:
            return dressed
        low, step = first.value, first.step
        shared = second.magnitude > 1 and first.magnitude == 1 and dressed.kind is Kind.CARDINAL
        falls = shared and first.value >= second.value / second.magnitude  # "from 20 to 10 million" is no range
        if falls and first.value > _FALL * second.value / second.magnitude:
            return dressed  # "from 500 to 2 million"
        if second.magnitude > 1 and first.magnitude == 1 and (falls or first.value < second.value / second.magnitude):
            low, step = low * second.magnitude, step * second.magnitude
        if low >= second.value and not falls:
            return self._score(index, first, second) or dressed
        both = self._unit(_Core(index, second.end, low, second.value, min(step, second.step), Kind.CARDINAL), second_currency or currency)
        if falls or (self._changes(index) and self.tokens[position].low not in _DASHES):
            amount = replace(dressed, low=low, high=low, step=step) if shared else dressed
            return replace(amount, kind=both.kind, unit=both.unit) if dressed.kind is Kind.CARDINAL else amount
        if dressed.kind is not Kind.CARDINAL and (dressed.kind, dressed.unit) != (both.kind, both.unit):
            return dressed if both.kind is not Kind.CARDINAL else replace(both, kind=dressed.kind, unit=dressed.unit)
        return both

    def _colon_score(self, index: int, first: Numeral) -> _Core | None:
        """ "2:0": two numbers of one or two digits with a colon that no date or time of day took."""
        end = first.end
        if end + 1 >= len(self.tokens) or self.tokens[end].low != ":" or not (glued(self.tokens, end) and glued(self.tokens, end + 1)):
            return None
        second = read_numeral(self.text, self.tokens, end + 1, self.words) if self.tokens[end + 1].kind == "n" else None
        return None if second is None else self._score(index, max(first, second), min(first, second), reach=second.end)

    def _score(self, index: int, first: Numeral, second: Numeral, reach: int = 0) -> _Core | None:
        """ "2-0", "3 – 1": the result of a game, if two small bare numbers are joined by a dash and nothing is counted."""
        bare = first.digits and second.digits and first.magnitude == second.magnitude == 1 and first.step == second.step == 1
        if not bare or not 0 <= second.value <= first.value <= 200 or not (reach or self.tokens[first.end].low in _DASHES):
            return None
        reach = reach or second.end
        whole = self._unit(_Core(index, reach, second.value, second.value, Decimal(1), Kind.CARDINAL), None)
        if whole.kind is not Kind.CARDINAL:
            return None
        value = first.value * 1000 + second.value
        return _Core(index, reach, value, value, Decimal(1), Kind.IDENTIFIER, "score")

    def _changes(self, index: int) -> bool:
        """Whether a word of rising or falling stands close before: "rose from 5 to 10" is two amounts and no range."""
        return any(is_change(token.low, self.language) for token in self.tokens[max(0, index - 5) : index])

    def _connector(self, start: int, position: int) -> int | None:
        """The index behind "to", "–", «до», … if a range may go on there."""
        token = self.tokens[position]
        if token.low in _DASHES:
            return position + 1
        for opening, links in section(self.language, "numbers", "ranges").items():
            if token.low in links["bare"] or (token.low in links["to"] and self._opens(start, opening)):
                return position + 1
        return None

    def _opens(self, start: int, opening: str) -> bool:
        return any(self.tokens[k].low == opening for k in range(max(0, start - 3), start))

    def _unit(self, core: _Core, currency: str | None) -> _Core:
        """``core`` with the unit, percent sign or currency behind it."""
        end = core.end
        if currency is not None:
            core = replace(core, kind=Kind.MONEY, unit=currency)
            named = self.money.at(self.tokens, end)
            return replace(core, end=named[1]) if named is not None and named[0] == currency else core
        if end < len(self.tokens) and self.tokens[end].low in HYPHENS and glued(self.tokens, end) and glued(self.tokens, end + 1):
            end += 1
            joined = self.joined_units.get(self.tokens[end].low)
            if joined is not None and self.ages.at(self.tokens, end) is None:
                return replace(core, end=end + 1, kind=Kind.MEASURE, unit=joined)
        age = self.ages.at(self.tokens, end)
        if age is not None and age[0] == "after":
            return replace(core, end=age[1], kind=Kind.AGE, unit="year")
        percent = self.percent.at(self.tokens, end)
        if percent is not None and percent[0] == "basis_point":
            low, high, step = core.low / 100, core.high / 100, core.step / 100
            return replace(core, end=percent[1], low=low, high=high, step=step, kind=Kind.PERCENTAGE_POINT, unit="percentage_point")
        if percent is not None:
            kind = Kind.PERCENT if percent[0] == "percent" else Kind.PERCENTAGE_POINT
            return replace(core, end=percent[1], kind=kind, unit=percent[0])
        if core.kind is Kind.ORDINAL:
            return core
        times = self.multiples.at(self.tokens, end)
        if times is not None and times[0] == "times" and core.kind is not Kind.VAGUE:
            return replace(core, end=times[1], kind=Kind.MULTIPLE)
        money = self.money.at(self.tokens, end)
        if money is not None:
            return replace(core, end=money[1], kind=Kind.MONEY, unit=money[0])
        unit = self.units.at(self.tokens, end)
        if unit is not None:
            return replace(core, end=unit[1], kind=Kind.MEASURE, unit=unit[0])
        return core

    def _currency_before(self, index: int) -> tuple[str, int] | None:
        """The currency right before a number and where it starts: "$", "US$", "EUR"; a word as in "dollars 5" is none."""
        found = self.money.before(self.tokens, index, 2)
        if found is not None and found[1] + 1 < index and not (self._is_capital(found[1]) and glued(self.tokens, index - 1)):
            one = self.money.at(self.tokens, index - 1)
            found = (one[0], index - 1) if one is not None and one[1] == index else None
        if found is None:
            return None
        return found if self.tokens[found[1]].kind == "s" or self._is_capital(found[1]) else None

    def _is_capital(self, index: int) -> bool:
        token = self.tokens[index]
        return self.text[token.start : token.end].isupper()

    def _identifier(self, index: int) -> _Core | None:
        """A number that names: behind a label ("Article 5"), glued to letters ("Covid-19"), or in a string of groups."""
        token = self.tokens[index]
        tokens = self.tokens
        if token.kind != "n":
            return None
        value = Decimal(0)
        end = index + 1
        label = self.labels.before(tokens, index, 3)
        before = tokens[index - 1] if index else None
        hyphen = before is not None and before.low in HYPHENS and glued(tokens, index) and glued(tokens, index - 1)
        if (
            end + 1 < len(tokens)
            and tokens[end].low == "/"
            and tokens[end + 1].kind == "n"
            and glued(tokens, end)
            and glued(tokens, end + 1)
        ):
            return self._slashed(index)
        if end < len(tokens) and tokens[end].low == "s" and glued(tokens, end) and self.language == "en":
            return _Core(index, end + 1, value, value, Decimal(1), Kind.IDENTIFIER)  # "in his 30s"
        if before is not None and before.low in ("/", "_", "=", "&", "#", "@") and glued(tokens, index):
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER, "number" if before.low == "#" else None)
        after = tokens[end] if end < len(tokens) else None
        if before is not None and after is not None and before.low == "[" and after.low == "]":
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER)  # the mark of a note
        if before is not None and before.kind == "w" and glued(tokens, index) and self._currency_before(index) is None:
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER, before.low)
        groups = 0
        while end + 1 < len(tokens) and groups < 12 and tokens[end].low in "-‐‑–." and glued(tokens, end) and glued(tokens, end + 1):
            if tokens[end + 1].kind != "n":
                break
            groups, end = groups + 1, end + 2
        if groups >= 2 or (before is not None and before.low == "+" and glued(tokens, index) and len(token.low) >= 3):
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER)
        end = index + 1
        if token.low.count(".") >= 2 and self._number(token) is None:
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER)
        if label is not None and self._number(token) is not None:
            value = self._number(token) or Decimal(0)
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER, label[0])
        if hyphen and index >= 2 and tokens[index - 2].kind == "w" and not self._starts_number(index - 2):
            value = self._number(token) or Decimal(0)
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER, tokens[index - 2].low)
        if before is not None and before.kind == "w" and before.low in self.names and not glued(tokens, index):
            value = self._number(token) or Decimal(0)
            return _Core(index, end, value, value, Decimal(1), Kind.IDENTIFIER, before.low)
        return None

    def _slashed(self, index: int) -> _Core | None:
        """ "2/3" is a share, "24/7" and "9/11" are names."""
        over, under = self._number(self.tokens[index]), self._number(self.tokens[index + 2])
        if over is not None and under is not None and 0 < over < under <= 10:
            value = 100 * over / under
            return _Core(index, index + 3, value, value, Decimal(1), Kind.PERCENT, "percent", "about")
        return _Core(index, index + 3, Decimal(0), Decimal(0), Decimal(1), Kind.IDENTIFIER)

    def _starts_number(self, index: int) -> bool:
        return self.tokens[index].low in self.starters or self.units.at(self.tokens, index) is not None

    def _number(self, token: Token) -> Decimal | None:
        read = read_digits(token.low, self.words.decimal)
        return None if read is None else read[0]

    # ---- what stands around it ----------------------------------------------------------------------------------------

    def _dressed(self, core: _Core, floor: int) -> tuple[Quantity | None, int]:
        start, end, bound, kind = core.start, core.end, core.bound, core.kind
        low, high, unit = core.low, core.high, core.unit
        if kind is Kind.MONEY:
            opening = self._currency_before(start)
            if opening is not None and opening[1] >= floor:
                start = opening[1]
        if kind in (Kind.CARDINAL, Kind.MEASURE):
            age = self.ages.before(self.tokens, start, 4)
            if age is not None and age[0] == "before" and age[1] >= floor and unit in (None, "year"):
                start, kind, unit = age[1], Kind.AGE, "year"
        if kind not in (Kind.IDENTIFIER, Kind.YEAR, Kind.ORDINAL):
            found = self.approximate.before(self.tokens, start)
            wide = low != high or self._changes(start)
            if found is not None and found[1] >= floor and not (wide and self.tokens[found[1]].low in self.range_words):
                start = found[1]
                bound = found[0] if found[0] != "exactly" else bound
            else:
                after = self.behind.at(self.tokens, end)
                if after is not None:
                    bound, end = after
            low, high = _bounded(low, high, bound)
        noun = None
        if kind in (Kind.CARDINAL, Kind.VAGUE, Kind.ORDINAL) and end < len(self.tokens) and self.tokens[end].kind == "w":
            low_word = self.tokens[end].low
            noun = None if low_word in self.common else low_word
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        exact = bound is None
        quantity = Quantity(self.text[first:last], Span(first, last), low, high, exact, unit, kind, bound, core.step, noun)
        return quantity, end


def _bounded(low: Decimal, high: Decimal, bound: str | None) -> tuple[Decimal, Decimal]:
    if bound in ("at_least", "more_than"):
        return low, INFINITY
    if bound in ("at_most", "less_than"):
        return -INFINITY, high
    return low, high
