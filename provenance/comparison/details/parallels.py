"""Two parallel members of one sentence, and a claim that takes one half of each: "to Riga in May" for "to Tallinn in May and to Riga in October".

Around a coordinating word stand two members of one build, with the same prepositions in the same order. Every word of the claim is there, each
with its preposition, and yet nothing of the kind is said. A claim that has words of both halves of a place, or whose mixture stands in
another sentence, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from provenance.comparison.details.binding import Fact, differing
from provenance.comparison.details.nearness import Nearness
from provenance.comparison.details.predicates import PREPOSITIONS, little_words
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.model import DifferenceKind, Span

OF_THE_OTHER = "one half of each of two"
"""Note of such a fact."""
_LEAST, _LEAST_TRANSLATED = 0.93, 0.8
"""From which a word of the source is a word of the claim."""
_REACH = 14
"""Words of the longest member."""
_WORDS = 2
"""Content words of the longest filling of a place."""
_BOUND = 0.8
_STOP = re.compile(r"[.!?…:()\[\]—–\n]|;|\s-\s")
_SAME = {"во": "в", "со": "с", "ко": "к", "у": "в", "із": "з", "зі": "з", "we": "w", "ze": "z"}
"""Prepositions by the form that they have before most words."""
_PRO_FORMS = frozenset(("that", "those", "one", "ones", "celle", "celui", "celles", "ceux", "jene", "jenes", "jenen"))
"""Words that stand for a thing named before: what stands with them is no place of its own."""
_KINDS = (*PREPOSITIONS, "of")


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands in one place of the first member, and in the same place of the second; as indices of tokens."""

    first: tuple[int, ...]
    second: tuple[int, ...]


def parallels(match: Match, language: str | None) -> Iterator[Fact]:
    """Doubtful facts of kind ``RELATION`` about what the claim takes from the one member where the rest is the other's.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    little = little_words(match.reading.language or "")
    if little is None or not match.content:
        return
    near: Nearness | None = None
    least = _LEAST if match.same_language else _LEAST_TRANSLATED
    told: set[Span] = set()
    for index in match.seen:
        sentence = match.reading.sentences[index]
        if len(sentence.tokens) > 80:
            continue
        for places in _members(match.reading.text, sentence.tokens, little):
            near = near or Nearness(match, language)
            met = [(_met(near, index, p.first, least), _met(near, index, p.second, least)) for p in places]
            if any(one and two for one, two in met):
                continue
            from_one = [one for one, _ in met if one]
            from_two = [two for _, two in met if two]
            if not (from_one and from_two) or _elsewhere(near, index, (*from_one, *from_two), least):
                continue
            claim, there = (from_two if len(from_two) <= len(from_one) else from_one)[0]
            span = Span(match.tokens[claim].start, match.tokens[claim].end)
            if span in told:
                continue
            told.add(span)
            rival = next(p for p in places if there in (*p.first, *p.second))
            other = rival.first if there in rival.second else rival.second
            local = Span(sentence.tokens[other[0]].start - sentence.start, sentence.tokens[other[-1]].end - sentence.start)
            yield replace(differing(match, DifferenceKind.RELATION, span, index, local, OF_THE_OTHER, _BOUND), doubtful=True)


def _met(near: Nearness, index: int, words: Sequence[int], least: float) -> tuple[int, int] | None:
    """The claim's word that is one of some words of a sentence, and that word."""
    found = [(near.of(i, index, there), i, there) for there in words for i in near.match.content]
    best = max(found, default=(0.0, -1, -1))
    return best[1:] if best[0] >= least else None


def _elsewhere(near: Nearness, index: int, met: Sequence[tuple[int, int]], least: float) -> bool:
    """Whether another sentence that was looked at has all these words of the claim."""
    match = near.match
    for other in match.seen:
        words = range(len(match.reading.sentences[other].tokens))
        if other != index and all(near.most(own, other, words) >= least for own, _ in met):
            return True
    return False


def _members(text: str, tokens: Sequence[Token], little: dict[str, frozenset[str]]) -> Iterator[tuple[_Place, ...]]:
    """The places of two parallel members around each coordinating word of a sentence: at least two, each filled with other words."""
    low = [token.text.lower() for token in tokens]
    gap = ["", *(text[one.end : other.start] for one, other in pairwise(tokens))]
    joins = little["join"] | little.get("contrast", frozenset())
    for c in range(1, len(tokens) - 1):
        if low[c] not in joins:
            continue
        end = next(
            (j for j in range(c + 1, min(len(tokens), c + 1 + _REACH)) if _ends(gap[j], low[j], joins)), min(len(tokens), c + 1 + _REACH)
        )
        start = next(
            (j for j in range(c - 1, max(-1, c - 1 - _REACH), -1) if j == 0 or _ends(gap[j], low[j - 1], joins)), max(0, c - _REACH)
        )
        first, second = _runs(range(start, c), low, little), _runs(range(c + 1, end), low, little)
        places = tuple(_places(first, second, tokens))
        if len(places) > 1:
            yield places


def _ends(gap: str, word: str, joins: frozenset[str]) -> bool:
    return _STOP.search(gap) is not None or "," in gap or word in joins


def _runs(words: Sequence[int], low: Sequence[str], little: dict[str, frozenset[str]]) -> list[tuple[str, list[int]]]:
    """Words by the preposition in front of them; "" for none."""
    out: list[tuple[str, list[int]]] = [("", [])]
    for i in words:
        if any(low[i] in little.get(kind, ()) for kind in _KINDS):
            out.append((_SAME.get(low[i], low[i]), []))
        else:
            out[-1][1].append(i)
    return out


def _alike(tokens: Sequence[Token], one: Sequence[int], two: Sequence[int]) -> bool:
    """Whether two runs of words are of one build: both numbers or neither, both names or neither, and about as long."""
    last, other = tokens[one[-1]], tokens[two[-1]]
    if max(len(one), len(two)) > _WORDS or any(tokens[i].digit != tokens[j].digit for i, j in zip(one[:1], two[:1], strict=True)):
        return False
    return abs(len(one) - len(two)) < _WORDS and (last.digit, last.capital) == (other.digit, other.capital)


def _places(first: list[tuple[str, list[int]]], second: list[tuple[str, list[int]]], tokens: Sequence[Token]) -> Iterator[_Place]:
    """The words of each preposition of the second member beside those of the same one in the first, as many from its end."""
    used = len(first)
    for word, run in reversed(second):
        at = next((n for n in range(used - 1, -1, -1) if first[n][0] == word), None)
        if at is None:
            return
        used = at
        mine = [i for i in run if not tokens[i].stop]
        theirs = [i for i in first[at][1] if not tokens[i].stop]
        if not word and any(tokens[i].text.lower() in _PRO_FORMS for i in run):
            return  # "will close its plant in Brest and keep that in Vannes"
        if not word:
            theirs = theirs[-len(mine) :] if mine else []
        one = tuple(i for i in theirs if tokens[i].key not in {tokens[j].key for j in mine})
        two = tuple(i for i in mine if tokens[i].key not in {tokens[j].key for j in theirs})
        if one and two and _alike(tokens, one, two):
            yield _Place(one, two)
