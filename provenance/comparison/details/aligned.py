"""Which of several values of a list is whose: "410,000 visitors in 2019, 95,000 in 2020", "12 euros, or 7 euros for students".

A sentence that has the claim's number and the claim's year may still give the year another number. The sentence is cut into the pieces
of its list, and each value stays with the date, or the noun, of its own piece.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import replace

from provenance.comparison.details.binding import differing
from provenance.comparison.details.counted import part_of_them
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.details.pairs import anchored
from provenance.comparison.matching.match import Match
from provenance.language.dates import DateMention, agree_dates
from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import DifferenceKind, Span

OTHER_LINE = "the value of another in the list"
_BOUND = 0.8
_KINDS = frozenset({Kind.CARDINAL, Kind.MONEY, Kind.PERCENT})
_HAS, _LACKS = (0.88, 0.78), (0.6, 0.55)
"""From which a piece has a word of the claim, up to which it lacks it; in one language and across two."""
_COUNTED = 0.6, 0.5
"""From which the source counts by the claim's number what the claim counts by it."""
_KIN, _MAY_BE = 0.48, 0.68
"""Between which two words are of one kind, and are not the same: killed and injured, close and stay open."""
_CUT = re.compile(
    r"[,;:–—]\s+|\s(?:and|or|but|while|against|compared (?:with|to)|и|а|или|но|против|і|й|та|або|але|und|oder|aber|gegenüber|et|ou|mais|contre|y|o|pero|frente a"
    r"|i|lub|ale|wobec)\s",
    re.IGNORECASE,
)


def other_lines(match: Match, judge: Judge) -> tuple[Fact, ...]:
    """Numbers of the claim that the source gives, in the same sentence, of another date or of something else; of kind ``NUMBER``."""
    out: list[Fact] = []
    for claim in judge.own.quantities:
        if claim.kind not in _KINDS:
            continue
        stated = [
            (i, q) for i in judge.seen for q in judge.stated[i].quantities if q.kind is claim.kind and agree(claim, q) is Agreement.AGREE
        ]
        if not stated:
            continue
        found = [_of_another_date(match, judge, i, q) or _of_another_noun(match, judge, i, q, claim) for i, q in stated]
        doubtful = not all(found)
        if doubtful:
            found = [_of_another_deed(match, judge, i, q, claim) for i, q in stated]
        if all(found) and found[0] is not None:
            index, other = stated[0][0], found[0]
            fact = differing(match, DifferenceKind.NUMBER, claim.span, index, other.span, OTHER_LINE, _BOUND)
            out.append(replace(fact, doubtful=doubtful))
    return tuple(out)


@functools.lru_cache(maxsize=2048)
def cuts(text: str) -> tuple[int, ...]:
    """Where the pieces of a sentence begin, after the first."""
    return tuple(m.end() for m in _CUT.finditer(text))


def _text(match: Match, index: int) -> str:
    sentence = match.reading.sentences[index]
    return match.reading.text[sentence.start : sentence.end]


def _piece(match: Match, index: int, span: Span) -> int:
    return bisect_right(cuts(_text(match, index)), span.start)


def _rivals(judge: Judge, index: int, value: Quantity) -> list[Quantity]:
    """Other values of the sentence that are of the same kind."""
    theirs = judge.stated[index].quantities
    return [q for q in theirs if q.kind is value.kind and q.unit == value.unit and agree(value, q) is Agreement.DIFFER]


def _of_another_date(match: Match, judge: Judge, index: int, value: Quantity) -> Quantity | None:
    """The number in the piece of the claim's date, where the claim's number stands in the piece of another date."""
    dates = judge.stated[index].dates
    own = [m for m in judge.own.dates if m.year is not None or m.month is not None or m.weekday is not None]
    if len(dates) < 2 or not own:
        return None
    here = _piece(match, index, value.span)
    mine = [m for m in dates if any(_same(c, m) for c in own)]
    if not mine or any(_piece(match, index, m.span) == here for m in mine):
        return None
    others = [m for m in dates if m not in mine and _piece(match, index, m.span) == here]
    if not others or not any(_apart(c, m) for c in own for m in others):
        return None
    places = {_piece(match, index, m.span) for m in mine}
    return next((q for q in _rivals(judge, index, value) if _piece(match, index, q.span) in places), None)


def _same(claim: DateMention, source: DateMention) -> bool:
    return agree_dates(*anchored(claim, source)) is Agreement.AGREE


def _apart(claim: DateMention, source: DateMention) -> bool:
    return claim.kind is source.kind and agree_dates(*anchored(claim, source)) is Agreement.DIFFER


def _of_another_noun(match: Match, judge: Judge, index: int, value: Quantity, claim: Quantity) -> Quantity | None:
    """The number that stands with a noun of the claim further on in the list, in a piece of its own.

    What the pieces share is said in the first, so that only a later piece takes a noun away from an earlier value.
    """
    rivals = _rivals(judge, index, value)
    here = _piece(match, index, value.span)
    later = [q for q in rivals if _piece(match, index, q.span) == here + 1 and not part_of_them(_text(match, index), q.span)]
    pick = 0 if match.same_language else 1
    if claim.noun and value.noun and judge.alike(claim.noun, value.noun) >= _COUNTED[pick]:
        return None
    if not later or any(agree(c, q) is Agreement.AGREE for q in later for c in judge.own.quantities if c is not claim):
        return None
    there = {_piece(match, index, q.span) for q in later}
    rows = [r for r, i in enumerate(match.content) if not match.tokens[i].digit and not _within(match, r, claim.span)]
    only = [r for r in rows if _only_in(match, index, r, there)]
    if not only or any(_has(match, index, r, {here}) for r in rows):
        return None
    return later[0]


def _of_another_deed(match: Match, judge: Judge, index: int, value: Quantity, claim: Quantity) -> Quantity | None:
    """The number that stands with a word of the claim earlier in the list, where the claim's stands with another of the kind: "three were
    killed and twelve injured".

    Such a word may still mean the same ("rose by 5 and climbed by 7 percent"): this only doubts. Across two languages words that mean the
    same are no nearer to each other than words of one kind.
    """
    if not match.same_language:
        return None
    here = _piece(match, index, value.span)
    rivals = {_piece(match, index, q.span): q for q in _rivals(judge, index, value) if _piece(match, index, q.span) < here}
    words = ((r, match.tokens[i]) for r, i in enumerate(match.content))
    rows = [r for r, t in words if not (t.digit or _within(match, r, claim.span) or t.text.lower() == claim.noun)]
    told = any(agree(c, q) is Agreement.AGREE for q in rivals.values() for c in judge.own.quantities if c is not claim)
    if not rivals or told or any(_has(match, index, r, {here}) for r in rows):
        return None
    for row in rows:
        met = _met(match, index, row)
        piece = next((p for p in rivals if met.get(p, 0.0) >= _HAS[0]), None)
        if piece is not None and _KIN <= met.get(here, 0.0) < _MAY_BE:
            return rivals[piece]
    return None


def _within(match: Match, row: int, span: Span) -> bool:
    token = match.tokens[match.content[row]]
    return token.start < span.end and span.start < token.end


def _met(match: Match, index: int, row: int) -> dict[int, float]:
    """How well each piece of a sentence has a word of the claim."""
    sentence = match.reading.sentences[index]
    low, high = match.slots_of(index)
    out: dict[int, float] = {}
    for slot in range(low, high):
        token = sentence.tokens[match.slots[slot][1]]
        piece = _piece(match, index, Span(token.start - sentence.start, token.end - sentence.start))
        out[piece] = max(out.get(piece, 0.0), float(match.similar[row, slot]))
    return out


def _only_in(match: Match, index: int, row: int, pieces: set[int]) -> bool:
    met, pick = _met(match, index, row), 0 if match.same_language else 1
    inside = max((near for piece, near in met.items() if piece in pieces), default=0.0)
    outside = max((near for piece, near in met.items() if piece not in pieces), default=0.0)
    return inside >= _HAS[pick] and outside < _LACKS[pick]


def _has(match: Match, index: int, row: int, pieces: set[int]) -> bool:
    met, pick = _met(match, index, row), 0 if match.same_language else 1
    return max((near for piece, near in met.items() if piece in pieces), default=0.0) >= _HAS[pick]
