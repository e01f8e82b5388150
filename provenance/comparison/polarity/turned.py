"""Where a fact about a "not" more or less stands: its text, its words and its negation, on either side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.negation import Place, places, places_of
from provenance.model import Span

ADDED, DROPPED = "added negation", "dropped negation"
"""Notes of facts of :mod:`provenance.comparison.polarity.negation`."""
_STOP = re.compile(r"[.;:!?—–]\s|\n")
_PAUSE = re.compile(r"[,.;:!?—–()]")


@dataclass(frozen=True, slots=True)
class Side:
    """The claim or the sentence."""

    text: str
    language: str | None
    tokens: tuple[Token, ...]
    """Its words, with places that count in ``text``."""
    span: Span
    """What differs in it."""

    def before(self, place: int) -> str:
        """What stands before a place, from the last full stop, colon or dash on."""
        stops = [m.end() for m in _STOP.finditer(self.text, 0, place)]
        return self.text[stops[-1] if stops else 0 : place]

    def clause_before(self, place: int) -> str:
        """The same from the last mark of punctuation on."""
        marks = [m.end() for m in _PAUSE.finditer(self.text, 0, place)]
        return self.text[marks[-1] if marks else 0 : place]

    def behind(self, place: int) -> str:
        """What stands behind a place, up to the next mark of punctuation."""
        mark = _PAUSE.search(self.text, place)
        return self.text[place : mark.start() if mark else len(self.text)]


def claim_side(match: Match, language: str | None, fact: Fact) -> Side:
    """The claim."""
    return Side(match.claim, language, match.tokens, fact.span)


def source_side(match: Match, fact: Fact) -> Side:
    """The sentence of the source."""
    sentence = match.reading.sentences[fact.sentence]
    start = sentence.start
    tokens = tuple(Token(t.text, t.start - start, t.end - start, t.key, t.stop, t.digit, t.capital) for t in sentence.tokens)
    there = fact.other_span or Span(start, sentence.end)
    return Side(
        match.reading.text[start : sentence.end],
        match.reading.language,
        tokens,
        Span(max(0, there.start - start), max(0, there.end - start)),
    )


def negation_of(match: Match, language: str | None, fact: Fact) -> Place | None:
    """The negation that only one side has: the claim's of an added one, the sentence's of a dropped one."""
    if fact.note == ADDED:
        found: Sequence[Place] = places(match.claim, language, tuple((t.start, t.end, not t.stop) for t in match.tokens))
        span = fact.span
    elif fact.note == DROPPED and fact.other_span is not None:
        found, start = places_of(match, fact.sentence), match.reading.sentences[fact.sentence].start
        span = Span(max(0, fact.other_span.start - start), max(0, fact.other_span.end - start))
    else:
        return None
    return next((p for p in found if span.start <= p.span.start and p.span.end <= span.end), None)
