"""Offices and bonds of nobody in particular that lost or gained a word which changes them: "the minister" for "the deputy minister".

Whose title it is need not be known (for that see :mod:`provenance.comparison.details.titles`, which has the words): it is enough that
the source, wherever it speaks of it, puts "former", "vice", "acting" or "candidate for" before it, and the claim does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.details.titles import ADDED, DROPPED, is_title, qualifiers_at, says
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.language.names import NameKind
from provenance.model import DifferenceKind, Span

_SAME, _SAME_TRANSLATED = 0.95, 0.8
"""From which a word of the source is the claim's, or its translation."""
_LEAST = 0.55
"""How well it must be bound."""


def qualified(judge: Judge, language: str | None, known: Sequence[Fact]) -> tuple[Fact, ...]:
    """Words of the claim that the source only ever has with a qualifying word, or never with the claim's.

    Parameters:
        judge: the claim laid beside its source.
        language: of the claim.
        known: what is known of titles with names; it is not told twice.

    Returns:
        Facts that differ, of kind ``RELATION``, with a note of :data:`provenance.comparison.details.titles.PLAIN`.
    """
    match = judge.match
    if not match.windows:
        return ()
    found: list[Fact] = []
    for row, index in enumerate(match.content):
        word = match.tokens[index]
        if word.digit or len(word.text) < 3 or any(f.span.start < word.end and word.start < f.span.end for f in (*known, *found)):
            continue
        fact = _judged(judge, language, row, word)
        if fact is not None:
            found.append(fact)
    return tuple(found)


def _judged(judge: Judge, language: str | None, row: int, word: Token) -> Fact | None:
    match = judge.match
    mentions = list(_mentions(match, row))
    if not mentions:
        return None
    theirs = [_there(match, token) for _, token in mentions]
    mine = qualifiers_at(match.claim, word.start, word.end, language)
    if not any(theirs) and not mine:
        return None
    dropped = sorted(frozenset.intersection(*theirs) - mine)
    if dropped == ["vice"] and match.reading.language == "en" and _is_name(judge, word):
        return None  # "Green deputy Ana Ruiz" sits in parliament and stands in for nobody
    if dropped and says(match.claim, dropped[0]):
        return None
    note = DROPPED[dropped[0]] if dropped else ""
    if not note:
        added = sorted((mine - frozenset().union(*theirs)) & ADDED.keys())
        if not added or says(match.reading.text, added[0]):
            return None
        note = ADDED[added[0]]
    span = Span(word.start, word.end)
    best: Fact | None = None
    for sentence, token in mentions:
        there = Span(token.start, token.end)
        bound, fit = judge.binding(span, (row,), sentence, there)
        if min(bound, fit) >= _LEAST and (best is None or bound + fit > best.bound + best.fit):
            whole = Span(_begin(match.reading.text, token.start), token.end)
            best = Fact(
                DifferenceKind.RELATION, Outcome.DIFFERS, word.text, span, whole.of(match.reading.text), whole, sentence, bound, fit, note
            )  # fmt: skip
    return best


def _is_name(judge: Judge, word: Token) -> bool:
    """Whether a word of the claim is part of somebody's name."""
    return any(n.kind is NameKind.PERSON and n.span.start < word.end and word.start < n.span.end for n in judge.own.names)


def _there(match: Match, token: Token) -> frozenset[str]:
    """The qualifying words of a word of the source. "Former" is "old" or "earlier" in other languages, except of an office."""
    language = match.reading.language
    found = qualifiers_at(match.reading.text, token.start, token.end, language)
    return found if language == "en" or is_title(token.text, language) else found - {"former"}


def _mentions(match: Match, row: int) -> Iterator[tuple[int, Token]]:
    """Where the sentences that were looked at have the word: the sentence and the token."""
    least = _SAME if match.same_language else _SAME_TRANSLATED
    for slot, (sentence, token) in enumerate(match.slots):
        if match.similar[row, slot] >= least:
            yield sentence, match.reading.sentences[sentence].tokens[token]


def _begin(text: str, start: int) -> int:
    """Where the word before begins, so that the qualifying word is shown with what it qualifies."""
    before = re.search(r"\S+\s+\Z", text[max(0, start - 40) : start])
    return start if before is None else start - len(before.group())
