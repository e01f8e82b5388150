"""What a quantity of a text is, and whether a claim's follows from a source's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from provenance.language.agreement import Agreement
from provenance.language.lexicon import section
from provenance.model import Span

INFINITY = Decimal("Infinity")


class Kind(StrEnum):
    """What a quantity counts."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    PERCENT = "percent"
    """Also fractions: "a third" is 33.3 percent."""
    PERCENTAGE_POINT = "percentage_point"
    MONEY = "money"
    MEASURE = "measure"
    """With a unit of length, mass, time, …"""
    AGE = "age"
    MULTIPLE = "multiple"
    """ "twice", "doubled", "three times"."""
    VAGUE = "vague"
    """ "dozens", "several"."""
    YEAR = "year"
    IDENTIFIER = "identifier"
    """A number that names and does not count: an article, a phone number, a model, a score."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text."""

    text: str
    """Its words, approximation, currency and unit included."""
    span: Span
    low: Decimal
    """Least value that the words state; -Infinity if they set no lower bound."""
    high: Decimal
    """Greatest value that the words state; Infinity if they set no upper bound. Equal to ``low`` for a single number."""
    exact: bool
    """Whether nothing in the words says "about", "more than", …"""
    unit: str | None
    """Canonical unit of a measure, ISO 4217 code of a currency, ``percent``, or the label of an identifier ("article")."""
    kind: Kind
    bound: str | None = None
    """What the words say about the number: ``about``, ``nearly``, ``at_least``, ``more_than``, ``at_most``, ``less_than``."""
    step: Decimal = Decimal(1)
    """Size of the last place given: 0.1 for "3.5", 100,000 for "1.2 million"."""
    noun: str | None = None
    """The word behind the number, in lower case: mostly what is counted."""

    @property
    def value(self) -> Decimal:
        """The number as it is written; the middle of a range."""
        if self.low.is_finite() and self.high.is_finite():
            return (self.low + self.high) / 2
        return self.low if self.low.is_finite() else self.high


def agree(claim: Quantity, source: Quantity) -> Agreement:
    """Whether the claim's quantity follows from the source's.

    1. Kinds. Percent against percentage points, and one amount in two currencies, DIFFER; another amount in another currency
       may be the same sum converted. An ordinal, identifier, multiple, age or measure of another dimension against anything
       else is INCOMPARABLE; a vague number compares with a cardinal, a year with an equal cardinal, an age with years.
       Measures of one dimension are converted, and agree within the rounding of a conversion.
    2. Years, ordinals and labelled identifiers agree only if equal. Identifiers of different labels are INCOMPARABLE.
    3. A number stands for what rounds to its last given place (and at most 10 % off); trailing zeros of a whole number from
       100 up are taken for rounding to two digits and at most 2.5 % off. "About" allows 2.5 % or half the last non-zero
       place, at most 10 %; "nearly" reaches 10 % down; vague words have their usual bounds.
    4. If all that the source allows lies in what the claim allows: AGREE. If both state the same number and only the source
       says "about": AGREE. If they share values, or miss each other only by the slack of rounding: INCOMPARABLE.
       Two stated ranges that are not the same DIFFER; if the source's lies inside and shares one end they are INCOMPARABLE.
       Else: DIFFER.
    5. "More than 100" for a source of more than twice as much is INCOMPARABLE: it is hardly the same thing; so is "up to 100"
       for less than 80, "less than 100" for less than 50, and "more than 100" for 100.
    6. Two bounds of one direction are compared by the numbers that they name, see :func:`_same_side`; "more than 100" and
       "less than 100" DIFFER.
    """
    known = _comparable(claim, source)
    if known is not None:
        return known
    left = _converted(claim, source)
    if left is None:
        return Agreement.INCOMPARABLE
    own, converted = source, claim.unit != source.unit and claim.kind is Kind.MEASURE
    claim, source = left
    if converted and claim.low == claim.high and source.low == source.high:
        return _conversion(claim, source, own)
    sides = _SIDE.get(claim.bound or "", 0) * _SIDE.get(source.bound or "", 0)
    if sides > 0 and converted:  # "as high as 20 feet" for "up to 6 m"
        return _conversion(_named(claim), _named(source), _named(own))
    if sides > 0:
        return _same_side(claim, source)
    if sides < 0 and claim.value == source.value:
        return Agreement.DIFFER
    inner, outer = _allowed(claim)
    stated = (source.low, source.high)
    if source.bound in ("about", "nearly") or source.kind is Kind.VAGUE:
        if (claim.low, claim.high) == stated and claim.kind is not Kind.VAGUE and source.kind is not Kind.VAGUE:
            return Agreement.AGREE
        meant = _allowed(source)[0]
    else:
        meant = stated
    if claim.kind is Kind.VAGUE and source.kind is Kind.VAGUE and _mostly_shared(claim, source):
        return Agreement.AGREE
    if _strict(claim, source):
        return Agreement.INCOMPARABLE
    if inner[0] <= meant[0] and meant[1] <= inner[1]:
        if _wide(claim) and _wide(source):
            return (Agreement.DIFFER, Agreement.INCOMPARABLE, Agreement.AGREE)[_same_ends(claim, source)]
        return Agreement.INCOMPARABLE if _far(claim, source) else Agreement.AGREE
    if claim.low != claim.high and source.low != source.high and claim.exact and source.exact:
        return Agreement.DIFFER
    meant = _allowed(source, implicit=Decimal(1000))[0]
    # Intervals that only touch, as those of 4 and 5, share nothing.
    if outer[0] < meant[1] and meant[0] < outer[1]:
        return Agreement.INCOMPARABLE
    return Agreement.DIFFER


def _named(quantity: Quantity) -> Quantity:
    """The number that a bound names."""
    return replace(quantity, low=quantity.value, high=quantity.value, bound=None)


def near(claim: Quantity, source: Quantity) -> bool:
    """Whether two quantities that are INCOMPARABLE may yet be one: they count alike and lie close to each other, or one is vague."""
    if _comparable(claim, source) is not None:
        return False
    both = _converted(claim, source)
    if both is None:
        return False
    mine, other = both
    if Kind.VAGUE in (mine.kind, other.kind):
        return True
    inside = (mine.low <= other.value <= mine.high) if _wide(mine) else _wide(other) and other.low <= mine.value <= other.high
    return inside or abs(mine.value - other.value) <= _CLOSE * max(abs(mine.value), abs(other.value))


_CLOSE = Decimal("0.2")
_SIDE = {"at_least": 1, "more_than": 1, "at_most": -1, "less_than": -1}


def _conversion(claim: Quantity, source: Quantity, own: Quantity) -> Agreement:
    """Whether a measure is the source's in another unit. ``source`` is converted, ``own`` as it stands there: both were rounded."""
    share = _rounding(own)
    allowed = abs(source.value) * share + abs(claim.value) * _rounding(claim)
    off = abs(claim.value - source.value)
    return Agreement.AGREE if off <= allowed else Agreement.INCOMPARABLE if 2 * off <= 3 * allowed else Agreement.DIFFER


def _rounding(quantity: Quantity) -> Decimal:
    """How far rounding to the last place given may have moved a number, as a share of it; at most 4 %."""
    value = abs(quantity.value)
    share = _place(quantity, value) / 2 / value if value else Decimal(0)
    return min(max(share, Decimal("0.025") if quantity.bound else Decimal(0)), Decimal("0.04"))


def _same_side(claim: Quantity, source: Quantity) -> Agreement:
    """Two lower or two upper bounds: AGREE if they name the same number, or the claim's is the source's rounded to its safe side.

    A claim that says more than the source DIFFERs; one that says less is INCOMPARABLE. Of two "up to" the numbers must be the
    same: they tell how much it may become, not merely a limit.
    """
    mine, other = claim.value, source.value
    place = _place(claim, mine)
    if mine == other or (abs(mine - other) < place / 2 and place <= abs(mine) / 10):
        return Agreement.AGREE
    if _SIDE[claim.bound or ""] > 0:
        if mine < other:
            return Agreement.AGREE if other < mine + place and other <= 2 * mine else Agreement.INCOMPARABLE
        return Agreement.DIFFER
    if mine > other and claim.bound == "less_than":
        return Agreement.INCOMPARABLE
    return Agreement.DIFFER


def _place(quantity: Quantity, value: Decimal) -> Decimal:
    """Size of the last place of ``value`` that is not zero, at least the quantity's own step."""
    count = abs(value) / quantity.step
    if not count or count != count.to_integral_value():
        return quantity.step
    digits = str(int(count))
    return quantity.step.scaleb(len(digits) - len(digits.rstrip("0")))


def _far(claim: Quantity, source: Quantity) -> bool:
    """Whether an open claim allows the source's value but is hardly about it."""
    side = _SIDE.get(claim.bound or "", 0)
    if side > 0:
        return source.low.is_finite() and claim.low > 0 and source.low > 2 * claim.low
    if side < 0:
        if not source.high.is_finite() or claim.high <= 0:
            return False
        if claim.bound == "less_than":
            return source.high < claim.high / 2
        return source.high < max(claim.high - max(_place(claim, claim.high), claim.high / 20), claim.high * Decimal("0.8"))
    return False


def _wide(quantity: Quantity) -> bool:
    """Whether two ends are stated."""
    return quantity.exact and quantity.low != quantity.high and quantity.kind is not Kind.VAGUE


def _same_ends(claim: Quantity, source: Quantity) -> int:
    """How many ends of a claimed range are the source's, to the last place given."""
    slack = claim.step / 2
    return (abs(claim.low - source.low) <= slack) + (abs(claim.high - source.high) <= slack)


_YEARLIKE = range(1800, 2101)


def _maybe_year(quantity: Quantity) -> bool:
    return len(quantity.text) == 4 and quantity.text.isdecimal() and int(quantity.text) in _YEARLIKE


_EQUAL = frozenset({Kind.ORDINAL, Kind.YEAR})
_PLAIN = frozenset({Kind.CARDINAL, Kind.VAGUE})
_YEARS = frozenset({Kind.AGE, Kind.MEASURE})


def _comparable(claim: Quantity, source: Quantity) -> Agreement | None:
    """The answer that the kinds alone give; ``None`` if the values decide."""
    kinds = {claim.kind, source.kind}
    if kinds == {Kind.PERCENT, Kind.PERCENTAGE_POINT}:
        return Agreement.DIFFER
    if kinds == {Kind.YEAR, Kind.CARDINAL}:
        return Agreement.AGREE if (claim.low, claim.high) == (source.low, source.high) else Agreement.INCOMPARABLE
    if claim.kind is Kind.IDENTIFIER and source.kind is Kind.IDENTIFIER:
        if claim.unit is None or source.unit is None:
            return Agreement.AGREE if claim.text == source.text else Agreement.INCOMPARABLE
        if claim.unit != source.unit:
            return Agreement.INCOMPARABLE
        return Agreement.AGREE if claim.low == source.low else Agreement.DIFFER
    if claim.kind is source.kind and claim.kind in _EQUAL:
        return Agreement.AGREE if claim.low == source.low else Agreement.DIFFER
    if claim.kind is Kind.MONEY and source.kind is Kind.MONEY and claim.unit != source.unit:
        return Agreement.DIFFER if (claim.low, claim.high) == (source.low, source.high) else Agreement.INCOMPARABLE
    if claim.kind is source.kind is Kind.CARDINAL and _maybe_year(claim) and _maybe_year(source):
        return Agreement.AGREE if claim.low == source.low else Agreement.DIFFER
    if kinds == {Kind.ORDINAL, Kind.MEASURE}:  # "an 87th minute goal", "after 87 minutes"
        same = claim.low == source.low and {claim.noun, source.noun} & {claim.unit, source.unit} - {None}
        return Agreement.AGREE if same else Agreement.INCOMPARABLE
    if claim.kind is source.kind or kinds <= _PLAIN:
        return None if (claim.unit is None) == (source.unit is None) or claim.kind is not Kind.VAGUE else Agreement.INCOMPARABLE
    if kinds == _YEARS:
        return None
    if Kind.VAGUE in kinds and claim.unit is not None and claim.unit == source.unit:
        return None
    return Agreement.INCOMPARABLE


def _converted(claim: Quantity, source: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both in the claim's unit; ``None`` if their dimensions differ."""
    if claim.unit == source.unit or claim.kind not in _YEARS or claim.unit is None or source.unit is None:
        return claim, source
    sizes = section("common", "dimensions")
    mine, other = sizes.get(claim.unit), sizes.get(source.unit)
    if mine is None or other is None or mine[0] != other[0]:
        return None
    offset = Decimal(other[2]) if len(other) > 2 else Decimal(0)
    back = Decimal(mine[2]) if len(mine) > 2 else Decimal(0)
    size, base = Decimal(other[1]), Decimal(mine[1])

    def convert(value: Decimal) -> Decimal:
        return value if not value.is_finite() else (value * size + offset - back) / base

    return claim, replace(source, low=convert(source.low), high=convert(source.high), step=source.step * size / base, unit=claim.unit)


_MINOR = "cent"
_CENTS = Decimal(100)


def in_unit(number: Quantity, unit: str | None) -> Decimal | None:
    """The value of a number in some unit, cents of any currency in that currency; ``None`` if it cannot be said in it."""
    if number.unit == unit or number.unit is None or unit is None:
        return number.value if number.unit == unit else None
    if number.kind is Kind.MONEY and _MINOR in (number.unit, unit):
        return number.value / _CENTS if number.unit == _MINOR else number.value * _CENTS
    if number.kind not in _YEARS:
        return None
    both = _converted(replace(number, unit=unit, kind=Kind.MEASURE), number)
    return None if both is None else both[1].value


def _strict(claim: Quantity, source: Quantity) -> bool:
    """Whether a strict "more than" or "less than" is broken by the very number it names."""
    if source.low != source.high or not source.exact:
        return False
    return (claim.bound == "more_than" and source.low == claim.low) or (claim.bound == "less_than" and source.high == claim.high)


def _mostly_shared(claim: Quantity, source: Quantity) -> bool:
    """Whether two vague words mean much the same: they share half of the narrower one ("several thousand", "thousands")."""
    if not all(bound.is_finite() for bound in (claim.low, claim.high, source.low, source.high)):
        return False
    shared = min(claim.high, source.high) - max(claim.low, source.low)
    return shared * 2 >= min(claim.high - claim.low, source.high - source.low)


Interval = tuple[Decimal, Decimal]


def _allowed(quantity: Quantity, implicit: Decimal = Decimal(100)) -> tuple[Interval, Interval]:
    """What a quantity's words allow: what follows for sure, and with the slack inside which nothing is called different.

    ``implicit``: least whole number whose trailing zeros are taken for rounding.
    """
    low, high = quantity.low, quantity.high
    if quantity.kind is Kind.VAGUE:
        return (low, high), (low / 2, high * 2)
    below, below_slack = _tolerance(quantity, low, implicit)
    above, above_slack = _tolerance(quantity, high, implicit)
    if quantity.bound == "nearly":
        below, below_slack, above, above_slack = abs(low) / 10, abs(low) / 5, Decimal(0), above
    if quantity.bound in ("more_than", "less_than", "at_least", "at_most"):
        below = below_slack = above = above_slack = Decimal(0)
    inner = (low - below, high + above)
    return inner, (low - below_slack, high + above_slack)


def _tolerance(quantity: Quantity, value: Decimal, least: Decimal) -> tuple[Decimal, Decimal]:
    """How far a true value may lie from the number given, and how far without being another number."""
    if not value.is_finite() or value == 0:
        return quantity.step / 2, quantity.step / 2
    size = abs(value)
    place = _place(quantity, value)
    zeros = place > quantity.step
    if quantity.bound == "about":
        if quantity.kind is Kind.PERCENT and quantity.step == 1:
            return max(Decimal("2.5"), min(place / 2, size / 10)), Decimal(6)
        if size >= 100 * place:
            return place / 2, place
        tolerance = max(size / 40, min(place / 2, size / 10))
        return tolerance, tolerance * 2
    # Discrete things and the years of a life are not rounded.
    if quantity.kind is Kind.AGE:
        return Decimal(0), Decimal(0)
    tolerance = min(quantity.step / 2, size / 10)
    slack = quantity.step / 2
    if zeros and size >= least:
        implicit = min(place, Decimal(10) ** max(size.adjusted() - 1, 0)) / 2
        tolerance = max(tolerance, min(implicit, size / 40))
        slack = max(slack, tolerance)
    return tolerance, slack
