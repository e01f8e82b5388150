"""Two numbers between which something changed, or two places, the other way round: "from 34 to 16 million" for "from 16 to 34 million",
"from Lviv to Kyiv" for "from Kyiv to Lviv".

All that both say of the numbers is their order, so that it is not asked what they are numbers of. Readers of numbers take "from 5 to 7" for
a range; here each of the two is read by itself. The first often leaves out its unit and its magnitude, which are then those of the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from provenance.comparison.details.binding import differing
from provenance.comparison.details.changed_places import compared_words
from provenance.comparison.details.facts import SAME_NAME, Fact, Judge
from provenance.comparison.details.roles import SWAPPED
from provenance.comparison.details.stated import Details
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.language.identity import same_name
from provenance.language.names import Name
from provenance.language.numbers import Kind, Quantity, quantities
from provenance.model import DifferenceKind, Span

THE_OTHER_WAY = "from the second of the two to the first"
_BOUND = 0.85
_LEAD = 8
"""Letters of the longest "from"."""
_FAR = 40
"""Letters that the first number takes, with its unit, and the second."""
_WORDS = 4
"""Words of the longest thing between which a way leads."""
_STOP = re.compile(r"[.;!?,]\s")
_THOUSAND = Decimal(1000)
_MAGNITUDES = tuple(Decimal(10) ** power for power in (3, 6, 9, 12))
_NO_AMOUNTS = frozenset({Kind.ORDINAL, Kind.IDENTIFIER})


def turned_round(match: Match, judge: Judge) -> tuple[Fact, ...]:
    """Changes and ways of the claim that the source has in the other direction; of kind ``NUMBER`` and ``RELATION``."""
    return (*_numbers(match, judge), *_places(match, judge))


def _places(match: Match, judge: Judge) -> Iterator[Fact]:
    yield from _things(match, judge)
    there = [(i, *way) for i in judge.seen for way in _ways(judge.stated[i])]
    for first, second, span in _ways(judge.own) if there else ():
        if any(_one(first, one) and _one(second, two) for _, one, two, _ in there):
            continue
        found = next(((i, where) for i, one, two, where in there if _one(first, two) and _one(second, one)), None)
        if found is not None:
            yield differing(match, DifferenceKind.RELATION, span, *found, SWAPPED, _BOUND)


def _things(match: Match, judge: Judge) -> Iterator[Fact]:
    """Ways between two things or persons of no name, in one language: "a letter from the king to the bishop"."""
    if not match.same_language:
        return
    own = _between(match.tokens, judge.own, 0)
    sentences = match.reading.sentences
    there = [(i, *way) for i in judge.seen for way in _between(sentences[i].tokens, judge.stated[i], sentences[i].start)] if own else []
    for first, second, span in own:
        if any(first & one and second & two for _, one, two, _ in there):
            continue
        found = next(((i, where) for i, one, two, where in there if first & two and second & one), None)
        if found is not None:
            yield differing(match, DifferenceKind.RELATION, span, *found, SWAPPED, _BOUND)


def _between(tokens: Sequence[Token], details: Details, start: int) -> list[tuple[frozenset[str], frozenset[str], Span]]:
    """The content words behind "from", those behind the "to" that follows it, and where they stand, counted from ``start``."""
    begins, leads = compared_words("whence", details.language), compared_words("whither", details.language)
    if begins is None or leads is None:
        return []
    low = [token.text.lower() for token in tokens]
    out: list[tuple[frozenset[str], frozenset[str], Span]] = []
    for i in range(len(tokens)):
        if not begins.fullmatch(low[i]):
            continue
        j = next((k for k in range(i + 2, min(len(tokens), i + 2 + _WORDS)) if leads.fullmatch(low[k])), None)
        if j is None or any(t.digit for t in tokens[i : j + 1 + _WORDS]):
            continue
        first = frozenset(t.key for t in tokens[i + 1 : j] if not t.stop)
        behind = tokens[j + 1 : j + 1 + _WORDS]
        second = frozenset(t.key for t in behind[: next((n + 1 for n, t in enumerate(behind) if not t.stop), 0)] if not t.stop)
        if first and second and not first & second:
            out.append((first, second, Span(tokens[i].start - start, tokens[j].end - start)))
    return out


def _one(claim: Name, source: Name) -> bool:
    return same_name(claim.text, source.text) >= SAME_NAME


def _ways(details: Details) -> Iterator[tuple[Name, Name, Span]]:
    """The name behind "from", the one behind the "to" that follows it, and where they stand."""
    begins, leads = compared_words("whence", details.language), compared_words("whither", details.language)
    names = details.names
    if begins is None or leads is None or len(names) < 2:
        return
    for one, two in pairwise(names):
        before, between = details.text[: one.span.start].rstrip(), details.text[one.span.end : two.span.start].strip()
        for first, second, turned in ((begins, leads, False), (leads, begins, True)):  # "to Graz from Porto"
            opening = next((m for m in first.finditer(before, max(0, len(before) - _LEAD)) if m.end() == len(before)), None)
            if opening is not None and second.fullmatch(between):
                yield (two, one, Span(opening.start(), two.span.end)) if turned else (one, two, Span(opening.start(), two.span.end))


def _numbers(match: Match, judge: Judge) -> Iterator[Fact]:
    there = [(i, change) for i in judge.seen for change in _changes(judge.stated[i])]
    for mine in _changes(judge.own):
        if any(mine.goes_as(change) for _, change in there):
            continue
        found = next(((i, change.span) for i, change in there if mine.goes_against(change)), None)
        if found is not None:
            yield differing(match, DifferenceKind.NUMBER, mine.span, *found, THE_OTHER_WAY, _BOUND)


@dataclass(frozen=True, slots=True)
class _Change:
    """From one number to another."""

    first: frozenset[Decimal]
    """What the first may be, whose magnitude may be left out."""
    second: Decimal
    unit: str | None
    span: Span

    def _comparable(self, other: _Change) -> bool:
        return self.unit == other.unit or None in (self.unit, other.unit)

    def goes_as(self, other: _Change) -> bool:
        return self._comparable(other) and self.second == other.second and bool(self.first & other.first)

    def goes_against(self, other: _Change) -> bool:
        return self._comparable(other) and self.second in other.first and other.second in self.first


def _changes(details: Details) -> Iterator[_Change]:
    begins, leads = compared_words("from", details.language), compared_words("to", details.language)
    if begins is None or leads is None:
        return
    text = details.text
    for opening in begins.finditer(text):
        for link in leads.finditer(text, opening.end(), min(len(text), opening.end() + _FAR)):
            piece = text[opening.end() : link.start()]
            one = _only(piece, details.language) if _STOP.search(piece) is None else None
            behind = text[link.end() : link.end() + _FAR]
            two = next(iter(quantities(behind, details.language)), None)
            if one is None or two is None or behind[: two.span.start].strip() or {one.kind, two.kind} & _NO_AMOUNTS:
                continue
            if one.value != two.value:
                yield _Change(_values(one, two), two.value, two.unit, Span(opening.start(), link.end() + two.span.end))
                break


def _only(piece: str, language: str | None) -> Quantity | None:
    """The number that a piece of text consists of, but for its unit."""
    found = quantities(piece, language)
    return found[0] if len(found) == 1 and not piece[: found[0].span.start].strip() else None


def _values(one: Quantity, two: Quantity) -> frozenset[Decimal]:
    """What a number may stand for before another: 16 for itself, and before "34 million" for 16 million."""
    bare = one.unit is None and one.value < _THOUSAND <= two.step
    return frozenset({one.value, *(one.value * size for size in _MAGNITUDES if bare and size <= two.value)})
