"""What comes of two numbers of a source: their sum, difference, product, share and ratio, each in the unit of a number of the claim.

Writers leave units and magnitudes out of the second number ("needs 28 million, has nine"), and give the first in a larger unit than the
second ("14 cents higher at $6.52"). Whether it is likely that a claim's number came about so is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from provenance.language.numbers import Kind, Quantity
from provenance.language.quantity import in_unit

_HUNDRED = Decimal(100)
_SHARES = frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT})
_COUNTS = frozenset({Kind.CARDINAL, Kind.MULTIPLE})
_NO_AMOUNTS = frozenset({Kind.ORDINAL, Kind.IDENTIFIER, Kind.YEAR, Kind.VAGUE})
_SMALL = Decimal(1000)
_OFF = Decimal("0.03")
"""How far a share, a product or a ratio may be off, in parts of it: "about twice" for 39 and 18."""
_ABOUT = Decimal("0.06")
"""The same for what the claim calls "about" or "nearly"."""
_OPEN = Decimal("0.25")
"""The same, on the side that it leaves open, for "more than" and "less than"."""

Outcome = tuple[Decimal, bool]
"""A number that may have come about, and whether it is mostly rounded."""


def comes_of(claim: Quantity, one: Quantity, two: Quantity) -> bool:
    """Whether the claim's number is the sum, the difference, the product, the share or the ratio of two others."""
    if _NO_AMOUNTS & {claim.kind, one.kind, two.kind}:
        return False
    return any(is_meant(claim, value, rounded) for value, rounded in _outcomes(claim, one, two))


def times_comes_of(claim: Quantity, number: Quantity, times: Quantity) -> bool:
    """Whether the claim's number is another one, so many times: 400,000 for "200,000 a day" and "two days"."""
    if _NO_AMOUNTS & {claim.kind, number.kind}:
        return False
    return any(is_meant(claim, value * times.value, False) for value in _values(claim, number, number))


def is_meant(claim: Quantity, value: Decimal, rounded: bool) -> bool:
    """Whether a number that was reckoned is the claim's, as exactly as the claim gives it."""
    if claim.bound in ("more_than", "at_least"):
        return claim.low <= value <= claim.low * (1 + _OPEN)
    if claim.bound in ("less_than", "at_most"):
        return claim.high * (1 - _OPEN) <= value <= claim.high
    part = _ABOUT if claim.bound in ("about", "nearly") else _OFF if rounded or not claim.exact else Decimal(0)
    return abs(claim.value - value) <= part * abs(value)


def _outcomes(claim: Quantity, one: Quantity, two: Quantity) -> Iterator[Outcome]:
    for a in _values(claim, one, two):
        for b in _values(claim, two, one):
            yield a + b, False
            yield abs(a - b), False
    for whole, times in ((one, two), (two, one)):
        if times.kind in _SHARES and whole.kind not in _SHARES and claim.kind not in _SHARES:
            for value in _values(claim, whole, whole):
                yield value * times.value / _HUNDRED, True
                yield value * (_HUNDRED - times.value) / _HUNDRED, True
        elif times.kind in _COUNTS or (times.kind is Kind.MEASURE and claim.kind is Kind.MONEY):
            for value in _values(claim, whole, whole):
                yield value * times.value, False
                if times.value:
                    yield value / times.value, True
    if one.value and two.value and _alike(one, two):
        yield from _ratios(claim, *sorted((abs(one.value), abs(two.value))))


def _ratios(claim: Quantity, low: Decimal, high: Decimal) -> Iterator[Outcome]:
    if claim.kind in _SHARES:
        yield _HUNDRED * low / high, True
        yield _HUNDRED * (high - low) / high, True
        yield _HUNDRED * (high - low) / low, True
    elif claim.kind is Kind.MULTIPLE:
        yield high / low, True


def _values(claim: Quantity, number: Quantity, beside: Quantity) -> Iterator[Decimal]:
    """A number in the claim's unit; where it has no unit or magnitude of its own also with those of the one beside it."""
    if claim.unit is None and claim.kind in _COUNTS:
        if claim.noun and number.unit is not None:
            return  # three days are no three miners
        if number.unit is not None and beside.unit is not None and number.unit != beside.unit:
            return
        values = [number.value] if number.kind not in _SHARES else []
    elif claim.kind in _SHARES:
        bare = number.kind is Kind.CARDINAL and beside.kind in _SHARES
        values = [number.value] if number.kind in _SHARES or bare else []
    elif number.kind is Kind.CARDINAL and number.unit is None:
        values = [number.value] if in_unit(beside, claim.unit) is not None else []
    else:
        value = in_unit(number, claim.unit)
        values = [] if value is None else [value]
    for value in values:
        yield value
        if number.step < _SMALL <= beside.step and abs(value) < _SMALL and number.unit is None:
            yield from (value * size for size in (Decimal(10) ** 3, Decimal(10) ** 6, Decimal(10) ** 9) if size <= abs(beside.value) * 100)


def _alike(one: Quantity, two: Quantity) -> bool:
    if one.kind in _SHARES or two.kind in _SHARES:
        return one.kind in _SHARES and two.kind in _SHARES
    return one.unit == two.unit or None in (one.unit, two.unit)
