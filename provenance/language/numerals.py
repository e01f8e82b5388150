"""Reads one numeral, in digits or words, at a place in a text: "1,200", "3.5bn", "twenty-five", «двадцать пять тысяч», "VI".

The grammar is the same for every language; what differs stands in the ``[numbers]`` table of the language's file.
Word numerals are built left to right by place value, so that "five six" stays two numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from provenance.language.lexicon import Phrases, elides, flag, inverted, phrases, section
from provenance.language.scan import GROUP_SPACES, Token

MAX_DIGITS = 40
_LONGEST = 24
_DECIMALS = 4
"""Figures that are spoken behind a decimal mark, at most."""
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_STRIP_GROUPS = str.maketrans(dict.fromkeys([*GROUP_SPACES, "'", "’"], ""))
HYPHENS = frozenset("-‐‑")


class Numeral(NamedTuple):
    """A number as it is written, without unit or approximation."""

    value: Decimal
    step: Decimal
    """Size of the last place that is given: 0.1 for "3.5", 100,000 for "1.2 million"."""
    end: int
    """Index of the token behind it."""
    ordinal: bool = False
    digits: bool = False
    """Whether it begins with digits."""
    magnitude: Decimal = Decimal(1)
    """The power that a word or abbreviation multiplied it with."""
    unit: str | None = None
    """A unit that is part of the word («полчаса»)."""


@dataclass(frozen=True)
class NumberWords:
    """The ``[numbers]`` table of a language, ready to be looked up."""

    decimal: str
    order_dot: bool
    """Whether "6." is an ordinal."""
    dot_before: frozenset[str]
    """Words before "6." that make it an ordinal where a capitalised word follows."""
    units_first: bool
    """Whether the units may come before the tens ("fünfundzwanzig")."""
    vigesimal: bool
    """Whether "quatre-vingt-dix" is ninety."""
    and_after_tens: bool
    cardinals: dict[str, int]
    multipliers: dict[str, int]
    abbreviations: dict[str, int]
    money_abbreviations: dict[str, int]
    ordinals: dict[str, int]
    suffixes: frozenset[str]
    ands: frozenset[str]
    point: frozenset[str]
    """Words that are spoken for the decimal mark: "four point five"."""
    no_point_after: frozenset[str]
    articles: frozenset[str]
    pronouns: frozenset[str]
    halves: Phrases[str]
    plus_half: Phrases[str]
    compound: re.Pattern[str] | None
    compound_parts: re.Pattern[str] | None


def _table(language: str, key: str) -> dict[str, int]:
    return {form.lower().replace("ё", "е"): int(value) for form, value in inverted(section(language, "numbers", key))}


@cache
def number_words(language: str) -> NumberWords:
    """The compiled ``[numbers]`` table of ``language``; empty tables for a language without a file."""
    numbers = section(language, "numbers")
    endings = numbers.get("ordinal_endings", ())
    ordinals = _table(language, "ordinals")
    for stem, value in _table(language, "ordinal_stems").items():
        for ending in endings:
            ordinals.setdefault(stem + ending, value)
    halves = numbers.get("halves", {})
    plus = list(halves.get("plus", ()))
    values = [
        (form.partition(":")[0], f"{value}:{form.partition(':')[2]}")
        for value, forms in halves.items()
        if value != "plus"
        for form in forms
    ]
    compound = parts = None
    if numbers.get("compounds"):
        pieces = sorted({*_table(language, "cardinals"), *_table(language, "multipliers"), *numbers["and"]}, key=lambda w: (-len(w), w))
        alternatives = "|".join(map(re.escape, pieces))
        tails = "|".join(map(re.escape, sorted(ordinals, key=lambda w: (-len(w), w))))
        compound = re.compile(rf"(?:{alternatives}){{1,12}}(?:{tails})?" if tails else rf"(?:{alternatives}){{2,12}}")
        parts = re.compile(rf"(?:{tails})$|{alternatives}" if tails else alternatives)
    return NumberWords(
        decimal=flag(language, "decimal", "."),
        order_dot=bool(numbers.get("ordinal_dot", False)),
        dot_before=frozenset(numbers.get("ordinal_dot_before", ())),
        units_first=bool(numbers.get("units_first", False)),
        vigesimal=bool(numbers.get("vigesimal", False)),
        and_after_tens=bool(numbers.get("and_after_tens", False)),
        cardinals=_table(language, "cardinals"),
        multipliers=_table(language, "multipliers"),
        abbreviations=_table(language, "abbreviations"),
        money_abbreviations=_table(language, "money_abbreviations"),
        ordinals=ordinals,
        suffixes=frozenset(numbers.get("ordinal_suffixes", ())),
        ands=frozenset(numbers.get("and", ())),
        point=frozenset(numbers.get("point", ())),
        no_point_after=frozenset(numbers.get("no_point_after", ())),
        articles=frozenset(numbers.get("articles", ())),
        pronouns=frozenset(numbers.get("pronouns", ())),
        halves=Phrases(values, elides(language)),
        plus_half=Phrases([(form, "") for form in plus], elides(language)),
        compound=compound,
        compound_parts=parts,
    )


def read_digits(piece: str, decimal: str) -> tuple[Decimal, Decimal] | None:
    """Value and step of digits with any group and decimal marks; ``None`` if they are no number (a version, a date).

    A single mark with three digits behind it is read by the language's ``decimal`` mark: "1.200" is 1200 in German and
    1.2 in English.
    """
    plain = piece.translate(_STRIP_GROUPS)
    if len(plain) > MAX_DIGITS:
        return None
    dots, commas = plain.count("."), plain.count(",")
    if dots and commas:
        last = "." if plain.rfind(".") > plain.rfind(",") else ","
        other = "," if last == "." else "."
        if plain.count(last) > 1 or not _grouped(plain.split(last)[0], other):
            return None
        plain = plain.replace(other, "").replace(last, ".")
    elif dots + commas > 1:
        mark = "." if dots else ","
        if not _grouped(plain, mark):
            return None
        plain = plain.replace(mark, "")
    elif dots + commas == 1:
        mark = "." if dots else ","
        whole, fraction = plain.split(mark)
        grouped = len(fraction) == 3 and len(whole) <= 3 and not whole.startswith("0") and mark != decimal
        plain = whole + fraction if grouped else f"{whole}.{fraction}"
    fraction = plain.partition(".")[2]
    return Decimal(plain), Decimal(1).scaleb(-len(fraction))


def _grouped(piece: str, mark: str) -> bool:
    first, *rest = piece.split(mark)
    return 0 < len(first) <= 3 and all(len(group) == 3 for group in rest)


def roman(piece: str) -> int | None:
    """Value of a Roman numeral of at least two letters up to XXXIX; ``None`` for anything else."""
    if not 2 <= len(piece) <= 7 or not _ROMAN.fullmatch(piece):
        return None
    values = [_ROMAN_VALUES[letter] for letter in piece]
    return sum(-v if v < max(values[k:]) else v for k, v in enumerate(values))


def glued(tokens: list[Token], index: int) -> bool:
    """Whether no blank stands between ``tokens[index - 1]`` and ``tokens[index]``."""
    return 0 < index < len(tokens) and tokens[index - 1].end == tokens[index].start


def read_numeral(text: str, tokens: list[Token], index: int, words: NumberWords, *, money: bool = False) -> Numeral | None:
    """The numeral that starts at ``tokens[index]``, or ``None``. ``money``: a currency stands before it ("$20m")."""
    token = tokens[index]
    if token.kind == "n":
        return _digits(text, tokens, index, words, money)
    if token.kind != "w":
        return None
    half = words.halves.at(tokens, index)
    if half is not None:
        return _half(tokens, half, words)
    if token.low in words.articles and index + 1 < len(tokens) and tokens[index + 1].low in words.multipliers:
        return _words(tokens, index + 1, words)
    found = _words(tokens, index, words)
    if found is not None:
        return found
    piece = text[token.start : token.end]
    value = roman(piece)
    return Numeral(Decimal(value), Decimal(1), index + 1, ordinal=True) if value else None


def _digits(text: str, tokens: list[Token], index: int, words: NumberWords, money: bool) -> Numeral | None:
    read = read_digits(tokens[index].low, words.decimal)
    if read is None:
        return None
    value, step = read
    end = index + 1
    if end < len(tokens):
        following = tokens[end]
        if following.kind == "w" and glued(tokens, end) and following.low in words.suffixes:
            return Numeral(value, step, end + 1, ordinal=True, digits=True)
        if following.low in HYPHENS and glued(tokens, end) and glued(tokens, end + 1) and tokens[end + 1].low in words.suffixes:
            return Numeral(value, step, end + 2, ordinal=True, digits=True)
        if words.order_dot and _dotted(text, tokens, index, words):
            return Numeral(value, step, end + 1, ordinal=True, digits=True)
    plus = words.plus_half.at(tokens, end)
    if plus is not None:
        value, step, end = value + Decimal("0.5"), Decimal("0.5"), plus[1]
    read_so_far = magnified(tokens, Numeral(value, step, end, digits=True), words, money)
    return _continued(tokens, read_so_far, words)


def _continued(tokens: list[Token], numeral: Numeral, words: NumberWords) -> Numeral:
    """«1 млн 200 тыс.»: a second number with a smaller magnitude goes on with the first."""
    end = numeral.end
    if numeral.magnitude < 10**6 or end >= len(tokens) or tokens[end].kind != "n":
        return numeral
    more = read_digits(tokens[end].low, words.decimal)
    if more is None or more[0] >= 1000:
        return numeral
    rest = magnified(tokens, Numeral(more[0], more[1], end + 1, digits=True), words)
    if not 1 < rest.magnitude < numeral.magnitude:
        return numeral
    return numeral._replace(value=numeral.value + rest.value, step=rest.step, end=rest.end)


def _dotted(text: str, tokens: list[Token], index: int, words: NumberWords) -> bool:
    """Whether the number is an ordinal by its dot ("6. Amtszeit"), and the dot does not end the sentence."""
    end = index + 1
    if (
        len(tokens[index].low) > 3
        or tokens[end].low != "."
        or not glued(tokens, end)
        or end + 1 >= len(tokens)
        or tokens[end + 1].kind != "w"
    ):
        return False
    return text[tokens[end + 1].start].islower() or (index > 0 and tokens[index - 1].low in words.dot_before)


def magnified(tokens: list[Token], numeral: Numeral, words: NumberWords, money: bool = False) -> Numeral:
    """``numeral`` with the magnitude words behind it ("million", "bn", «тыс.») multiplied in."""
    value, step, end, power = numeral.value, numeral.step, numeral.end, numeral.magnitude
    while end < len(tokens) and power < Decimal(10) ** 15:
        skip = 1 if tokens[end].low in HYPHENS and glued(tokens, end) and glued(tokens, end + 1) else 0
        word = tokens[end + skip] if end + skip < len(tokens) else None
        if word is None or word.kind != "w":
            break
        factor = words.multipliers.get(word.low)
        if factor is None and not skip:
            near = numeral.digits and (glued(tokens, end) or len(word.low) > 1)
            factor = words.abbreviations.get(word.low) if near else None
            if factor is None and money and numeral.digits:
                factor = words.money_abbreviations.get(word.low)
        if factor is None or factor < power:
            break
        value, step, power = value * factor, step * factor, power * factor
        end += 1 + skip
        dotted = word.low in words.abbreviations and end + 1 < len(tokens) and tokens[end].low == "." and glued(tokens, end)
        if dotted and tokens[end + 1].kind == "w":
            end += 1
    return numeral._replace(value=value, step=step, end=end, magnitude=power)


def _half(tokens: list[Token], half: tuple[str, int], words: NumberWords) -> Numeral | None:
    (spec, end) = half
    number, _, rest = spec.partition(":")
    value = Decimal(number)
    if rest.isdigit():
        return Numeral(value * int(rest), value * int(rest), end, magnitude=Decimal(rest))
    if rest:
        return Numeral(value, Decimal("0.5"), end, unit=rest)
    found = magnified(tokens, Numeral(value, Decimal("0.5"), end), words)
    return found if found.end > end or value > 1 else None


class _Sum(NamedTuple):
    """A word numeral as far as it has been read: whole thousands, and what stands below the last of them."""

    total: int = 0
    current: int = 0
    scale: int = 0
    """The last thousand, million, … read; a greater one may not follow it, except as its multiple ("mil millones")."""
    power: int = 1
    last: str = ""
    """Kind of the last word: ``cardinal``, ``multiplier``, ``ordinal``; empty before the first."""

    def plus(self, kind: str, value: int, words: NumberWords, joined: bool) -> _Sum | None:
        """The sum with one more word, or ``None`` if the numeral ends before it."""
        if kind == "multiplier" and value >= 1000:
            if self.scale and value == self.scale:
                return None
            multiple = self.scale and value > self.scale
            total = (self.total + self.current) * value if multiple else self.total + max(self.current, 1) * value
            return _Sum(total, 0, value, value, kind)
        if kind == "multiplier":
            if self.current > 99 or (self.scale and (value < 100 or not self.current)):
                return None
            return self._replace(current=max(self.current, 1) * value, power=value, last=kind)
        if not _fits(self.current, value, words, joined, bool(self.last)):
            return None
        eighty = words.vigesimal and value == 20 and self.current % 100 == 4
        return self._replace(current=self.current * value if eighty else self.current + value, power=1, last=kind)


def _words(tokens: list[Token], index: int, words: NumberWords) -> Numeral | None:
    read = _Sum()
    joined = False
    end = position = index
    while position < len(tokens) and position - index < _LONGEST:
        token = tokens[position]
        if read.last and token.low in HYPHENS and glued(tokens, position) and glued(tokens, position + 1):
            position += 1
            continue
        if read.last and token.low in words.ands and (words.and_after_tens or read.last == "multiplier"):
            position, joined = position + 1, True
            continue
        parts = _parts(token.low, words) if token.kind == "w" else ()
        grown = _grown(read, parts, words, joined)
        if grown is None:
            break
        read, joined = grown, False
        position += 1
        end = position
        if read.last == "ordinal":
            break
    if not read.last:
        return None
    power = Decimal(read.power)
    numeral = Numeral(Decimal(read.total + read.current), power, end, ordinal=read.last == "ordinal", magnitude=power)
    spoken = _spoken(tokens, index, numeral, words) if read.last == "cardinal" and power == 1 else None
    if spoken is not None:
        return spoken
    plus = None if numeral.ordinal else words.plus_half.at(tokens, end)
    if plus is None:
        return numeral
    numeral = numeral._replace(value=numeral.value + power / 2, step=power / 2, end=plus[1])
    return magnified(tokens, numeral, words) if power == 1 else numeral


def _spoken(tokens: list[Token], index: int, whole: Numeral, words: NumberWords) -> Numeral | None:
    """``whole`` with the decimals that are spoken behind it ("four point two five"); ``None`` without such. "At one point two men …" has none."""
    end = whole.end
    if end >= len(tokens) or tokens[end].low not in words.point or (index and tokens[index - 1].low in words.no_point_after):
        return None
    figures = ""
    for token in tokens[end + 1 : end + 1 + _DECIMALS]:
        value = words.cardinals.get(token.low)
        if token.kind != "w" or value is None or value > 9:
            break
        figures += str(value)
    if not figures:
        return None
    step = Decimal(1).scaleb(-len(figures))
    return magnified(tokens, Numeral(whole.value + int(figures) * step, step, end + 1 + len(figures)), words)


def _grown(read: _Sum, parts: tuple[tuple[str, int], ...], words: NumberWords, joined: bool) -> _Sum | None:
    """``read`` with all parts of one word, or ``None`` if one of them does not go on with it."""
    grown: _Sum | None = read if parts else None
    for kind, value in parts:
        if grown is None:
            return None
        if kind == "and":
            joined = True
            continue
        grown = grown.plus(kind, value, words, joined)
        joined = False
    return grown


def _fits(current: int, value: int, words: NumberWords, joined: bool, read: bool) -> bool:
    """Whether a number word of ``value`` goes on with the number read so far in this thousand."""
    if current == 0:
        return value > 0 or not read
    if value == 0:
        return False
    if value < 10:
        if words.vigesimal and current % 100 in (10, 70, 90):
            return value > 6 or current % 100 != 10
        return current % 10 == 0 and current % 100 != 10
    if words.units_first and value < 100 and value % 10 == 0:
        return joined and 0 < current % 100 < 10
    if words.vigesimal:
        if value == 20 and current % 100 == 4:
            return True
        if value < 20:
            return current % 100 in (0, 60, 80)
    if value < 100:
        return current % 100 == 0
    return current % 1000 == 0 and value < 1000


def _parts(word: str, words: NumberWords) -> tuple[tuple[str, int], ...]:
    """What number words ``word`` is made of: (cardinal | multiplier | ordinal | and, value), in order."""
    if word in words.cardinals:
        return (("cardinal", words.cardinals[word]),)
    if word in words.multipliers:
        return (("multiplier", words.multipliers[word]),)
    if word in words.ordinals:
        return (("ordinal", words.ordinals[word]),)
    if words.compound is None or words.compound_parts is None or not 6 <= len(word) <= 80 or not words.compound.fullmatch(word):
        return ()
    found: list[tuple[str, int]] = []
    for match in words.compound_parts.finditer(word):
        piece = match.group()
        if match.end() == len(word) and piece in words.ordinals:
            found.append(("ordinal", words.ordinals[piece]))
        elif piece in words.cardinals:
            found.append(("cardinal", words.cardinals[piece]))
        elif piece in words.multipliers:
            found.append(("multiplier", words.multipliers[piece]))
        else:
            found.append(("and", 0))
    return tuple(found)


@cache
def table(language: str, key: str) -> Phrases[str]:
    """``[numbers.<key>]`` of ``language`` with what ``common.toml`` adds, as phrases."""
    return phrases(language, "numbers", key)
