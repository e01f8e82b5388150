"""Values that have been given to each other's bearers: "red costs 5 and blue 7" for "red costs 7 and blue 5", "twelve died" for "three died
and twelve were hurt".

Claim and source are cut into the pieces of their lists, each with its value. What tells one piece from another are words that are far nearer
to the one than to the other. If the words of two values of the claim stand with each other's value in the source, the two are exchanged,
and if they stand with their own, both are borne out, wherever the units are left out. Where the claim has only one of them, the source must
have something of the same kind with its value, and the claim's own word with another one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import combinations, permutations

from provenance.comparison.details.aligned import cuts
from provenance.comparison.details.binding import Fact, Outcome, differing
from provenance.comparison.details.counted import part_of_them
from provenance.comparison.details.facts import Judge
from provenance.comparison.details.nearness import Nearness
from provenance.comparison.details.pairs import looks_like_a_year
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import DifferenceKind, Span

EXCHANGED = "the value of the other of two"
OF_THE_OTHER = "the number of those of whom another thing is told"
_BOUND = 0.8
_KINDS = frozenset({Kind.CARDINAL, Kind.MONEY, Kind.PERCENT, Kind.MEASURE})
_LEAST, _LEAST_TRANSLATED = 0.85, 0.72
"""From which a piece has a word of the claim."""
_CLEARLY = 0.2
"""How much nearer than another piece it must be to tell the two apart."""
_PLAINLY = 0.28
"""The same where the claim has only one of the values."""
_KIND, _KIND_TRANSLATED = (0.42, 0.7), (0.42, 0.78)
"""Between which two words are of one kind, and are not the same."""
_PRO_FORMS = frozenset({"one", "ones"})
"""Words that stand for a thing named before, and tell no piece from another."""
_STRONG = 2
"""What a lean counts that is no weak evidence."""
_SENTENCE = re.compile(r"[.!?…][\"”»)]*\s")
"""The end of a sentence of the claim: what is said in the next one belongs to no value of this one."""
_NEIGHBOUR = 1
"""Sentences between the two values of the source, at most."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A number with the words of its piece of a list."""

    number: Quantity
    words: tuple[int, ...]
    """Content words of the piece, by number."""
    piece: int
    index: int = -1
    """The sentence; -1 in the claim."""


class _Ends(Enum):
    """Whose words two values of the claim have in the source."""

    OWN = auto()
    OTHER = auto()
    PERHAPS_OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class _Laid:
    """Two values of the claim laid on two of the source."""

    ends: _Ends
    first: _Value
    second: _Value


class Exchanges:
    """The values of one claim beside those of its source."""

    def __init__(self, match: Match, language: str | None, judge: Judge) -> None:
        """``language`` is the claim's."""
        self.match, self.judge = match, judge
        self.own = _values(match.claim, 0, match.tokens, judge.own.quantities, -1)
        self.near = Nearness(match, language)
        self.there: list[_Value] = []
        for index in judge.seen if self.own else ():
            sentence = match.reading.sentences[index]
            text = match.reading.text[sentence.start : sentence.end]
            self.there += _values(text, sentence.start, sentence.tokens, judge.stated[index].quantities, index)
        self.least = _LEAST if match.same_language else _LEAST_TRANSLATED

    def facts(self) -> Iterator[Fact]:
        """Values of the claim that are another's; of kind ``NUMBER``, outcome ``DIFFERS``."""
        told: set[int] = set()
        for one, two in self._pairs():
            found = self._laid(one, two)
            if found is not None and found.ends is not _Ends.OWN:
                told |= {one.number.span.start, two.number.span.start}
                may = found.ends is _Ends.PERHAPS_OTHER
                yield self._fact(one, found.second, EXCHANGED, doubtful=may)
                yield self._fact(two, found.first, EXCHANGED, doubtful=may)
        for value in self.own:
            if value.number.span.start not in told and (other := self._of_another(value)) is not None:
                yield self._fact(value, other[0], OF_THE_OTHER, doubtful=not other[1])

    def borne_out(self) -> dict[Span, tuple[int, Span]]:
        """Numbers of the claim that stand with their own words in the source, two by two: the sentence and the place of each."""
        out: dict[Span, tuple[int, Span]] = {}
        for one, two in self._pairs():
            found = self._laid(one, two)
            if found is not None and found.ends is _Ends.OWN:
                out[one.number.span] = found.first.index, found.first.number.span
                out[two.number.span] = found.second.index, found.second.number.span
        return out

    def settled(self) -> frozenset[Span]:
        """Numbers of the claim that stand somewhere with a word of the claim that no other number beside has."""
        return frozenset(value.number.span for value in self.own if self._own_word(value))

    def _own_word(self, mine: _Value) -> bool:
        words = [i for i in mine.words if self.match.tokens[i].text.lower() != mine.number.noun]
        for place in (v for v in self.there if _same(mine.number, v.number)):
            rivals = [v for v in self.there if self._rivals(mine, place, v)]
            toward = [[self._toward(i, place, rival) for i in words] for rival in rivals]
            if rivals and all(max(found, default=0) > 0 and min(found) >= 0 for found in toward):
                return True
        return False

    def _pairs(self) -> Iterator[tuple[_Value, _Value]]:
        for one, two in combinations(self.own, 2):
            if one.piece != two.piece and one.words and two.words and one.number.value != two.number.value and _comparable(one, two):
                yield one, two

    def _laid(self, one: _Value, two: _Value) -> _Laid | None:
        """Where two values stand in the source, with their own words if anywhere; ``None`` where the words do not tell."""
        crossed: _Laid | None = None
        for first, second in permutations(self.there, 2):
            if abs(first.index - second.index) > _NEIGHBOUR or (first.index, first.piece) == (second.index, second.piece):
                continue
            if not (_same(one.number, first.number) and _same(two.number, second.number)):
                continue
            ends = self._ends(one, two, first, second)
            if ends is _Ends.OWN:
                return _Laid(ends, first, second)
            if ends is _Ends.UNKNOWN:
                return None
            if crossed is None or crossed.ends is _Ends.PERHAPS_OTHER:
                crossed = _Laid(ends, first, second)
        return crossed

    def _ends(self, one: _Value, two: _Value, first: _Value, second: _Value) -> _Ends:
        """Whose words two values of the claim have, the earlier of which is ``one``."""
        leans = [self._leans(one, first, second, two, True), self._leans(two, second, first, one, False)]
        told = [lean for lean in leans if lean is not None]
        if len(told) == 2 and max(told) == _STRONG and min(told) >= 0:
            return _Ends.OWN
        if len(told) == 2 and min(told) == -_STRONG and max(told) < 0:
            return _Ends.OTHER
        return _Ends.PERHAPS_OTHER if told and min(told) == -_STRONG and max(told) <= 0 else _Ends.UNKNOWN

    def _leans(self, mine: _Value, own: _Value, other: _Value, beside: _Value, earlier: bool) -> int | None:
        """Whether the words of a value stand with its own in the source (positive) or with the other's; ``None`` if some do either.

        What the pieces of a list share is said in its first piece alone: that a word of the claim's first piece stands in the source's
        first is weak evidence.
        """
        keys = {self.match.tokens[i].key for i in beside.words}
        strong, weak = set[int](), set[int]()
        for token in mine.words:
            toward = self._toward(token, own, other) if self.match.tokens[token].key not in keys else 0
            target = own if toward > 0 else other
            shared = earlier and (target.index, target.piece) == min((own.index, own.piece), (other.index, other.piece))
            (weak if shared else strong).update({toward} - {0})
        if own.index != other.index and strong and weak - strong:
            return None  # each sentence says for itself what its values share
        if strong:
            return None if len(strong) > 1 else _STRONG * strong.pop()
        return weak.pop() if len(weak) == 1 else 0

    def _toward(self, token: int, own: _Value, other: _Value, clearly: float = _CLEARLY) -> int:
        here, there = self.near.most(token, own.index, own.words), self.near.most(token, other.index, other.words)
        if max(here, there) < self.least or abs(here - there) < clearly:
            return 0
        return 1 if here > there else -1

    # ---- one value ----------------------------------------------------------------------------------------------------

    def _of_another(self, mine: _Value) -> tuple[_Value, bool] | None:
        """The value that stands with the claim's words where the claim's own stands with another word of the kind; and whether the two
        words are known to exclude each other."""
        found: tuple[_Value, bool] | None = None
        places = [v for v in self.there if _same(mine.number, v.number)]
        for place in places:
            rivals = [v for v in self.there if self._rivals(mine, place, v)]
            told = [(rival, sure) for rival in rivals if (sure := self._taken(mine, place, rival)) is not None]
            if not told:
                return None
            found = found or next((entry for entry in told if entry[1]), told[0])
        return found

    def _rivals(self, mine: _Value, place: _Value, other: _Value) -> bool:
        if abs(other.index - place.index) > _NEIGHBOUR or (other.index, other.piece) == (place.index, place.piece):
            return False
        if agree(place.number, other.number) is Agreement.AGREE or not _comparable(place, other):
            return False
        text = self._text(other.index)
        if part_of_them(text, other.number.span) or part_of_them(self._text(place.index), place.number.span):
            return False
        return not any(_same(v.number, other.number) for v in self.own if v is not mine)

    def _taken(self, mine: _Value, place: _Value, rival: _Value) -> bool | None:
        words = [i for i in mine.words if self.match.tokens[i].text.lower() != mine.number.noun]
        if any(self._toward(i, place, rival) > 0 for i in words):
            return None
        for token in words:
            if self._toward(token, place, rival, _PLAINLY) >= 0:
                continue
            for there in place.words:
                if self.near.opposite(token, place.index, there):
                    return True
                if place.index != rival.index:
                    continue  # the next sentence may speak of the same by another word
                low, high = _KIND if self.match.same_language else _KIND_TRANSLATED
                if low <= self.near.of(token, place.index, there) < high and self._new(place.index, there):
                    return False
        return None

    def _new(self, index: int, there: int) -> bool:
        """Whether the claim does not have a word of a sentence."""
        return all(self.near.of(i, index, there) < _KIND_TRANSLATED[1] for i in self.match.content)

    def _text(self, index: int) -> str:
        sentence = self.match.reading.sentences[index]
        return self.match.reading.text[sentence.start : sentence.end]

    def _fact(self, mine: _Value, theirs: _Value, note: str, *, doubtful: bool = False) -> Fact:
        fact = differing(self.match, DifferenceKind.NUMBER, mine.number.span, theirs.index, theirs.number.span, note, _BOUND)
        return replace(fact, doubtful=doubtful)


def with_exchanges(found: Sequence[Fact], borne_out: dict[Span, tuple[int, Span]], match: Match) -> tuple[Fact, ...]:
    """Facts about numbers, where those that stand with their own words agree, whatever stands elsewhere.

    Parameters:
        found: the facts.
        borne_out: what :meth:`Exchanges.borne_out` says.
        match: the claim laid on its source.
    """
    out: list[Fact] = []
    for fact in found:
        place = borne_out.get(fact.span) if fact.kind is DifferenceKind.NUMBER and fact.outcome is not Outcome.AGREES else None
        if place is not None:
            there = differing(match, fact.kind, fact.span, *place, "", _BOUND)
            fact = replace(there, outcome=Outcome.AGREES)
        out.append(fact)
    return tuple(out)


def _values(text: str, start: int, tokens: Sequence[Token], numbers: Sequence[Quantity], index: int) -> list[_Value]:
    """The numbers of a text with the words of their pieces; a piece without a number goes with the next one that has one."""
    kept = [q for q in numbers if q.kind in _KINDS and not looks_like_a_year(q) and q.low == q.high]
    if not kept:
        return []
    ends = [stop.end() for stop in _SENTENCE.finditer(text)]
    at = sorted({*cuts(text), *ends})
    inside = [q.span for q in numbers]
    counted = sorted({bisect_right(at, q.span.start) for q in kept})
    told: dict[int, set[int]] = {}
    for q in kept:
        told.setdefault(bisect_right(at, q.span.start), set()).add(bisect_right(ends, q.span.start))
    words: dict[int, list[int]] = {}
    for n, token in enumerate(tokens):
        span = Span(token.start - start, token.end - start)
        if token.stop or token.digit or token.text.lower() in _PRO_FORMS or any(span.overlaps(other) for other in inside):
            continue
        piece, sentence = bisect_right(at, span.start), bisect_right(ends, span.start)
        near = [c for c in counted if sentence in told[c]]
        home = next((c for c in near if c >= piece), near[-1] if near else None)
        if home is not None:
            words.setdefault(home, []).append(n)
    pieces = [bisect_right(at, q.span.start) for q in kept]
    return [_Value(q, tuple(words.get(piece, ())), piece, index) for q, piece in zip(kept, pieces, strict=True)]


def _comparable(one: _Value, other: _Value) -> bool:
    """Whether two numbers may be of one kind; one of a list often leaves out its unit."""
    if one.number.kind is other.number.kind:
        return one.number.unit == other.number.unit
    return any(v.number.kind is Kind.CARDINAL and v.number.noun is None for v in (one, other))


def _same(one: Quantity, other: Quantity) -> bool:
    if agree(one, other) is Agreement.AGREE:
        return True
    bare = any(q.kind is Kind.CARDINAL and q.noun is None for q in (one, other))
    return bare and (one.low, one.high) == (other.low, other.high)
