"""Which details of a claim and a source can be laid beside each other, before it is asked how well they are bound."""

from __future__ import annotations

import re
from dataclasses import replace

from provenance.language.dates import DateKind, DateMention
from provenance.language.numbers import Kind, Quantity, near

OPEN = frozenset({DateKind.TIME, DateKind.RELATIVE, DateKind.WEEKDAY})
"""Kinds of date that take an anchor, or name no day."""


def checkable(quantity: Quantity, text: str) -> bool:
    """Whether a number says how many there are.

    A bare "one" is mostly a pronoun or an article; "the two" of "the two agencies" only points at them; "eleventh-hour" is no number,
    and "the second half of the article" is a place in the source.
    """
    if any(m.start() < quantity.span.end and quantity.span.start < m.end() for m in _IDIOM.finditer(text)):
        return False
    if quantity.kind is not Kind.CARDINAL or any(c.isdigit() for c in quantity.text):
        return True
    if quantity.low == quantity.high == 1:
        return False
    return not (quantity.high <= _POINTED and _POINTING.search(text, max(0, quantity.span.start - 12), quantity.span.start))


def looks_like_a_year(quantity: Quantity) -> bool:
    """Whether a bare number may be a year: "in 1662" counts nothing, and 3,929,214 is no year."""
    return _YEAR.fullmatch(quantity.text) is not None


_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_IDIOM = re.compile(
    r"\beleventh[- ]hour\b|\b(?:first|second) half of the (?:article|book|document|episode|interview|podcast|report|speech|text|transcript|video)\b",
    re.IGNORECASE,
)
_POINTED = 10
_POINTING = re.compile(
    r"(?<!\w)(?:the|these|those|both|its|their|our|his|her|die|diese|diesen|den|der|les|ces|leurs|los|las|estos|estas|te|ci|эти|этих|оба|обе"
    r"|обеих|обоих|ці|цих|обидва|обидві)\s+\Z",
    re.IGNORECASE,
)


def like(claim: Quantity, source: Quantity) -> Quantity:
    """A bare number is an age where the source states one: "the fisherman, 74"."""
    if claim.kind is Kind.CARDINAL and claim.noun is None and source.kind is Kind.AGE:
        return replace(claim, kind=Kind.AGE, unit=source.unit)
    return claim


def anchored(claim: DateMention, source: DateMention) -> tuple[DateMention, DateMention]:
    """A day without a year beside a weekday or "last month" that an anchor resolved takes the year its own anchor gives."""
    if claim.yearless and claim.start is not None and source.kind in OPEN and source.start is not None:
        return replace(claim, year=claim.start.year), source
    if source.yearless and source.start is not None and claim.kind in OPEN and claim.start is not None:
        return claim, replace(source, year=source.start.year)
    return claim, source


def may_be(claim: Quantity, source: Quantity) -> bool:
    """Whether a value that neither confirms nor refutes the claim's may still be the one that stands in its place."""
    return near(claim, source)


def loose(claim: Quantity | DateMention, words: str) -> bool:
    """Whether agreement with the source's ``words`` is easily had: a vague word, or a number that an open claim or a range allows."""
    if not isinstance(claim, Quantity):
        return False
    if not any(c.isdigit() for c in words) and claim.kind is Kind.VAGUE:
        return True
    if claim.low == claim.high:
        return False
    return _digits(claim.text) != _digits(words)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def scaled(quantity: Quantity) -> bool:
    """Whether the words multiply the digits: "2 million", "3.5bn"."""
    return quantity.step >= 1000 and quantity.value.is_finite() and len(_digits(quantity.text)) < len(str(int(abs(quantity.value))))


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities name the same number, whatever it counts."""
    return one.value == other.value or one.value in (other.low, other.high)


def year_of(quantity: Quantity) -> int | None:
    """The year that a bare number of four digits may be ("2020 revenue"); ``None`` for any other number."""
    if quantity.kind is not Kind.CARDINAL or len(quantity.text) != 4 or not quantity.text.isdecimal():
        return None
    return int(quantity.text) if 1800 <= int(quantity.text) <= 2100 else None


def same_kind(claim: Quantity, source: Quantity) -> bool | None:
    """Whether by their kinds two numbers may stand in each other's place; ``None`` if the nouns behind them decide."""
    if claim.kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT) or source.kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT):
        shares = {Kind.PERCENT, Kind.PERCENTAGE_POINT}
        return {claim.kind, source.kind} <= shares and _stated(claim) == _stated(source)
    if Kind.AGE in (claim.kind, source.kind):
        return claim.kind is source.kind  # a term of five years is nobody's age
    if claim.kind in (Kind.MONEY, Kind.MEASURE):
        return claim.unit == source.unit or claim.kind == source.kind
    if claim.kind in (Kind.CARDINAL, Kind.ORDINAL):
        return None
    return claim.kind is source.kind


def _stated(quantity: Quantity) -> bool:
    """Whether a share is given in figures; "half of them" is often said of no share that was counted."""
    return any(c.isdigit() for c in quantity.text) or quantity.low != quantity.high or quantity.low != 50
