"""Deeds that a source denies of somebody without telling them again: "Twelve countries signed it; Hungary and Serbia did not."

All words of "Hungary signed it" stand there, and none of them is denied. What is left out behind "did not" is what the clause before tells,
so that a claim that tells it of those before "did not" is contradicted. Read in English sources; the claim may be in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from provenance.comparison.details.binding import Fact, differing
from provenance.comparison.details.nearness import Nearness
from provenance.comparison.lexical.dictionary import LANGUAGE
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.turned import DROPPED
from provenance.language.polarity import negations
from provenance.model import DifferenceKind, Span

_AUXILIARY = frozenset(("did", "does", "do", "has", "have", "had", "was", "were", "is", "are", "will", "would", "can", "could", "may"))
_LINKS = frozenset(("but", "while", "whereas", "though", "although", "and"))
_SUBJECT = 8
"""Words of the longest subject."""
_SAME, _SAME_TRANSLATED = 0.93, 0.8
"""From which a word of the source is a word of the claim."""
_TOLD = 0.6
"""Share of the claim's other words that the clause before must have."""
_BOUND = 0.85
_STOP = re.compile(r"[.;,:!?)—–]")


@dataclass(frozen=True, slots=True)
class _Elided:
    """An auxiliary with "not" behind which nothing stands, as indices of tokens."""

    subject: range
    before: range
    end: int


def elided(match: Match, language: str | None) -> Iterator[Fact]:
    """Facts of kind ``NEGATION``, outcome ``DIFFERS``: the claim tells of somebody what the source denies of him.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    if match.reading.language != LANGUAGE or language is None or not match.content or negations(match.claim, language):
        return
    near: Nearness | None = None
    least = _SAME if match.same_language else _SAME_TRANSLATED
    for index in match.seen:
        sentence = match.reading.sentences[index]
        for place in _places(match.reading.text, sentence.tokens):
            near = near or Nearness(match, language)
            own = next((i for i in match.content if near.most(i, index, _content(sentence.tokens, place.subject)) >= least), None)
            if own is None or near.most(own, index, _content(sentence.tokens, place.before)) >= least:
                continue
            rest = [i for i in match.content if near.most(i, index, _content(sentence.tokens, place.subject)) < least]
            told = [i for i in rest if near.most(i, index, _content(sentence.tokens, place.before)) >= least]
            if not rest or len(told) < _TOLD * len(rest) or own > min(told):
                continue
            span = Span(match.tokens[told[0]].start, match.tokens[told[0]].end)
            first, last = sentence.tokens[place.subject[0]], sentence.tokens[place.end]
            local = Span(first.start - sentence.start, last.end - sentence.start)
            yield differing(match, DifferenceKind.NEGATION, span, index, local, DROPPED, _BOUND)
            return


def _content(tokens: Sequence[Token], words: range) -> list[int]:
    return [i for i in words if not tokens[i].stop]


def _places(text: str, tokens: Sequence[Token]) -> Iterator[_Elided]:
    low = [token.text.lower().replace("’", "'") for token in tokens]
    gap = ["", *(text[one.end : other.start] for one, other in pairwise(tokens)), "."]
    for i, word in enumerate(low):
        short = word.endswith("n't") and word[:-3] in _AUXILIARY
        end = i if short else i + 1
        if not short and not (word in _AUXILIARY and end < len(low) and low[end] == "not"):
            continue
        if not (_STOP.search(gap[end + 1]) or low[end + 1] in _LINKS):
            continue
        start = i
        while (
            start > 0
            and i - start < _SUBJECT
            and not _STOP.search(gap[start])
            and (low[start - 1] not in _LINKS or low[start - 1] == "and")
        ):
            start -= 1
        subject = range(start, i)
        if start > 1 and _content(tokens, subject):
            yield _Elided(subject, range(start), end)
