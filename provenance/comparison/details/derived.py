"""Figures that a source gives without writing them down: the difference of two, a share of a whole, how often before the third time.

"From 24 to 31 percent" is a rise by seven points, and no rise by 31; "eleven of the fifteen" are most of them, and 73 percent.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import Span

_FROM = re.compile(
    r"(?:\bfrom|\bvon|\bde|\bdes?de|\bdu|\bz|(?<!\w)с|(?<!\w)со|(?<!\w)з|(?<!\w)із|\bod|(?<!\w)от|(?<!\w)від)\s+\Z", re.IGNORECASE
)
_TO = re.compile(
    r"\s*(?:(?:\w+\s+){0,3})?(?:to|auf|bis|до|à|a|do|na|hasta|jusqu'à)(?:\s+(?:just|only|about|around|over|rund|etwa|около|примерно))?\s*",
    re.IGNORECASE,
)
_DOWN_FROM = re.compile(
    r"[\s,(]*(?:up|down|compared with|against|after|gegenüber|nach|против|после|проти|contre|frente a|wobec)?(?:\s+from)?[\s,]*",
    re.IGNORECASE,
)
_WAS = re.compile(
    r"\b(?:up|down) from\b|\bgegenüber\b|(?<!\w)против(?!\w)|(?<!\w)проти(?!\w)|\bfrente a\b|\bcontre\b|\bwobec\b", re.IGNORECASE
)
_OF = re.compile(
    r"\s*(?:\w+\s+)?(?:out of|of|from among|из|з|із|von|der|des|sur|de|z|ze|spośród)(?:\s+(?:the|its|their|his|her|all|los|las|les|den|der|ses|leurs|sus"
    r"|его|её|их|своих|усіх|всех|insgesamt))?\s*",
    re.IGNORECASE,
)  # fmt: skip
_OUT_OF = re.compile(
    r"(?:\A|[.;:,—–-]\s*)(?:of|out of|из|з|із|von|sur|des|de|z|ze|spośród)(?:\s+(?:the|its|their|los|las|les|den|ses|sus|его|их))?\s+\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|already|previously|earlier)\b|(?<!\w)(?:раньше|ранее|прежде|до этого|раніше)(?!\w)|\b(?:zuvor|bereits|auparavant|antes|wcześniej)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:percentage |процентн\w+ |відсотков\w+ )?(?:point|пункт|punkt|punto)", re.IGNORECASE)
_BY = {
    "en": r"\b(?:by|rose|fell|grew|dropped|climbed|gained|lost|shed|up|down|increased|decreased|risen|fallen|grown|declined|another)",
    "ru": r"(?<!\w)на", "uk": r"(?<!\w)на", "de": r"\bum", "es": r"\b(?:en|subió|bajó|creció|cayó|aumentó)", "fr": r"\bde", "pl": r"\bo",
}  # fmt: skip
_NEAR_SHARE = Decimal("3.6")
"""Percentage points by which a rounded share ("a third") may miss the counted one."""
_NEXT = 60
"""Letters between the whole and the part of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """Two figures of one sentence between which something moved."""

    before: Quantity
    after: Quantity
    span: Span

    @property
    def difference(self) -> Quantity:
        """How much it moved."""
        value = abs(self.after.value - self.before.value)
        step = min(self.after.step, self.before.step) if self.before.step else self.after.step
        return replace(self.after, low=value, high=value, step=step, bound=None, exact=True, span=self.span, noun=None)


def changes(text: str, numbers: Sequence[Quantity]) -> tuple[Change, ...]:
    """Each "from 24 to 31 percent" of a sentence.

    Parameters:
        text: the sentence.
        numbers: its quantities, spans counted in it.
    """
    return _changes(text, tuple(numbers))


@functools.lru_cache(maxsize=4096)
def _changes(text: str, numbers: tuple[Quantity, ...]) -> tuple[Change, ...]:
    out: list[Change] = []
    for number in numbers:  # "from 14 to 17 euros", read as one range
        if number.low < number.high and number.low.is_finite() and number.high.is_finite() and _FROM.search(text[: number.span.start]):
            out.append(Change(replace(number, high=number.low), replace(number, low=number.high), number.span))
    for one, two in pairwise(numbers):
        between = text[one.span.end : two.span.start]
        start = two.span.start
        if _PREPOSITION.match(two.text):  # "do 7 milionów", read as "up to"
            start += len(two.text.split()[0])
            between = text[one.span.end : start] + " "
            two = replace(two, low=two.high if two.high.is_finite() else two.low, high=two.high, bound=None, exact=True)
        if one.low != one.high or two.low != two.high or len(between) > _NEXT:
            continue
        rising = _FROM.search(text[: one.span.start]) is not None and _TO.fullmatch(between) is not None
        falling = not rising and _WAS.search(between) is not None and _DOWN_FROM.fullmatch(between) is not None
        first = _scaled(one, two) if rising else two
        last = two if rising else one
        if (rising or falling) and _one_kind(first, last):
            out.append(Change(first, last, Span(one.span.start, two.span.end)))
    return tuple(out)


_PREPOSITION = re.compile(r"(?:do|до)\s", re.IGNORECASE)


def _scaled(one: Quantity, two: Quantity) -> Quantity:
    """The first number in the unit of the second: "from 90 to 120 billion roubles"."""
    if two.step > 1 and one.step <= 1 and one.value < 1000 and not any(c.isalpha() for c in one.text):
        scale = next((m for m in _MAGNITUDES if two.step * 100 >= m and two.value >= m), Decimal(1))
        return replace(one, low=one.low * scale, high=one.high * scale, step=one.step * scale, kind=two.kind, unit=two.unit)
    return replace(one, kind=two.kind, unit=two.unit) if one.kind is Kind.CARDINAL and one.unit is None else one


_MAGNITUDES = tuple(Decimal(10) ** power for power in (12, 9, 6, 3))


def _one_kind(one: Quantity, two: Quantity) -> bool:
    return one.kind is two.kind and one.unit == two.unit and one.kind in (Kind.CARDINAL, Kind.PERCENT, Kind.MONEY, Kind.MEASURE)


def shares(text: str, numbers: Sequence[Quantity]) -> tuple[tuple[Decimal, Span], ...]:
    """Shares that a sentence gives by counts, in percent, with their places: "eleven of the fifteen branches" is 73.3."""
    return _shares(text, tuple(numbers))


@functools.lru_cache(maxsize=4096)
def _shares(text: str, numbers: tuple[Quantity, ...]) -> tuple[tuple[Decimal, Span], ...]:
    out: list[tuple[Decimal, Span]] = []
    counts = [q for q in numbers if q.kind is Kind.CARDINAL and q.low == q.high and q.value > 0]
    for one, two in pairwise(counts):
        between = text[one.span.end : two.span.start]
        span = Span(one.span.start, two.span.end)
        if one.value <= two.value and _OF.fullmatch(between):
            out.append((100 * one.value / two.value, span))
        elif (
            two.value <= one.value
            and len(between) <= _NEXT
            and not re.search(r"[.;!?]\s", between)
            and _OUT_OF.search(text[: one.span.start])
        ):
            out.append((100 * two.value / one.value, span))
    return tuple(out)


def derived(claim: Quantity, words: str, text: str, numbers: Sequence[Quantity]) -> Span | None:
    """Where a sentence gives a number of the claim by two others, or by a count in a row; ``None`` if it does not.

    Parameters:
        claim: the number.
        words: the claim.
        text: the sentence.
        numbers: its quantities.
    """
    for change in changes(text, numbers) if claim.low == claim.high else ():
        moved = change.difference
        if claim.kind is Kind.PERCENTAGE_POINT or (claim.noun and _POINTS.match(claim.noun)):
            same = moved.kind is Kind.PERCENT and claim.low <= moved.value <= claim.high
        elif claim.kind is Kind.PERCENT and moved.kind is not Kind.PERCENT:
            part = 100 * moved.value / change.before.value if change.before.value else Decimal(0)
            same = _share_is(claim, part)
        else:
            same = _comparable(claim, moved) and agree(replace(claim, noun=None), moved) is Agreement.AGREE
        if same:
            return change.span
    if claim.kind is Kind.PERCENT:
        for part, span in shares(text, numbers):
            if _share_is(claim, part):
                return span
    if claim.kind in (Kind.MULTIPLE, Kind.CARDINAL) and claim.low == claim.high and _BEFORE.search(words):
        for number in numbers:
            if number.kind is Kind.ORDINAL and number.value == claim.value + 1:
                return number.span
    return None


def _comparable(claim: Quantity, moved: Quantity) -> bool:
    return claim.kind is moved.kind and (claim.unit == moved.unit or claim.kind is Kind.CARDINAL)


def _share_is(claim: Quantity, part: Decimal) -> bool:
    if claim.low == claim.high:
        figures = any(c.isdigit() for c in claim.text) and claim.exact
        return abs(part - claim.value) <= (Decimal("0.6") if figures else _NEAR_SHARE)
    return claim.low <= part <= claim.high


def end_for_change(claim: Quantity, words: str, language: str, text: str, numbers: Sequence[Quantity]) -> Span | None:
    """Where a sentence has the claim's "by 31 percent" as what something came to, or came from: "from 24 to 31 percent"."""
    pattern = _BY.get(language)
    if pattern is None or re.search(rf"(?:{pattern})\s+\Z", words[: claim.span.start], re.IGNORECASE) is None:
        return None
    for change in changes(text, numbers):
        ends = [
            q for q in (change.before, change.after) if _comparable(claim, q) and agree(replace(claim, noun=None), q) is Agreement.AGREE
        ]
        if ends and not (_comparable(claim, change.difference) and agree(replace(claim, noun=None), change.difference) is Agreement.AGREE):
            return change.span
    return None


def whole_parts(texts: Sequence[tuple[str, Sequence[Quantity]]]) -> Iterator[Decimal]:
    """Every share that sentences give, by counts or in percent."""
    for text, numbers in texts:
        yield from (part for part, _ in shares(text, numbers))
        yield from (q.value for q in numbers if q.kind is Kind.PERCENT and q.low.is_finite() and q.high.is_finite())
