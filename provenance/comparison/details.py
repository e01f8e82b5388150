"""What a sentence states that can be checked: its numbers, dates and names, with their places."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from provenance.language.dates import DateMention, dates
from provenance.language.names import Name, names
from provenance.language.numbers import Kind, Quantity, quantities
from provenance.model import Span


@dataclass(frozen=True, slots=True)
class Details:
    """Numbers, dates and names of one text; spans count in it."""

    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    names: tuple[Name, ...]


@functools.lru_cache(maxsize=4096)
def details(text: str, language: str | None, anchor: Date | None) -> Details:
    """The details of ``text``; relative dates in it count from ``anchor``.

    A number inside a date is part of the date; a name inside either is none; a bare year is a date.
    """
    found_dates = dates(text, language, anchor)
    taken = [m.span for m in found_dates]
    found_numbers = tuple(q for q in quantities(text, language) if q.kind is not Kind.YEAR and not _within(q.span, taken))
    taken = taken + [q.span for q in found_numbers]
    found_names = tuple(n for n in names(text, language) if not _within(n.span, taken))
    return Details(found_numbers, found_dates, found_names)


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)
