"""What a sentence states that can be checked: its numbers, dates and names, with their places."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from decimal import Decimal

from provenance.language.dates import DateMention, dates
from provenance.language.names import Name, names
from provenance.language.numbers import Kind, Quantity, quantities
from provenance.language.words import is_stopword
from provenance.model import Span


@dataclass(frozen=True, slots=True)
class Details:
    """Numbers, dates and names of one text, each read when first asked for; spans count in it.

    A number inside a date is part of the date; a name inside either is none; a bare year is a date.
    """

    text: str
    language: str | None
    anchor: Date | None
    """Relative dates count from here."""

    @property
    def dates(self) -> tuple[DateMention, ...]:
        """Dates, periods and times of day."""
        return _dates(self.text, self.language, self.anchor)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers that are not part of a date."""
        return _quantities(self.text, self.language, self.anchor)

    @property
    def lengths(self) -> tuple[Quantity, ...]:
        """The lengths of time by which relative dates are told: "in six months" is six months."""
        return _lengths(self.text, self.language, self.anchor)

    @property
    def names(self) -> tuple[Name, ...]:
        """Names outside numbers and dates."""
        return _names(self.text, self.language, self.anchor)


@functools.lru_cache(maxsize=8192)
def _dates(text: str, language: str | None, anchor: Date | None) -> tuple[DateMention, ...]:
    return dates(text, language, anchor)


@functools.lru_cache(maxsize=8192)
def _quantities(text: str, language: str | None, anchor: Date | None) -> tuple[Quantity, ...]:
    taken = [m.span for m in _dates(text, language, anchor)]
    found = (q for q in quantities(text, language) if q.kind is not Kind.YEAR and not _within(q.span, taken))
    return tuple(_ordinal(q, text) for q in found)


@functools.lru_cache(maxsize=8192)
def _lengths(text: str, language: str | None, anchor: Date | None) -> tuple[Quantity, ...]:
    told = ((m, *m.offset) for m in _dates(text, language, anchor) if m.offset is not None and m.offset[0])
    return tuple(Quantity(m.text, m.span, Decimal(abs(n)), Decimal(abs(n)), True, unit, Kind.MEASURE) for m, n, unit in told)


@functools.lru_cache(maxsize=8192)
def _names(text: str, language: str | None, anchor: Date | None) -> tuple[Name, ...]:
    taken = [m.span for m in _dates(text, language, anchor)]
    taken += [q.span for q in _quantities(text, language, anchor)]
    return tuple(n for n in names(text, language) if not _within(n.span, taken))


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


_FRACTION = re.compile(r"an? (third|fourth|quarter|fifth|sixth|seventh|eighth|ninth|tenth)", re.IGNORECASE)
_NEXT = re.compile(r" ([^\W\d_]+)")
_ORDINALS = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}


def _ordinal(quantity: Quantity, text: str) -> Quantity:
    """ "A sixth term" is no fraction: without "of" behind it the word counts in a row."""
    match = _FRACTION.fullmatch(quantity.text)
    after = _NEXT.match(text, quantity.span.end)
    if match is None or after is None or match[1].lower() not in _ORDINALS or after[1].lower() in ("as", "more", "less"):
        return quantity
    if is_stopword(after[1].lower(), "en"):
        return quantity  # "a fifth of", "a fifth will"
    value = Decimal(_ORDINALS[match[1].lower()])
    return replace(quantity, kind=Kind.ORDINAL, low=value, high=value, unit=None, noun=after[1].lower())
