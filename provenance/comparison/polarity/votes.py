"""Counts of a vote by side: "nine in favour and sixteen against" read in seven languages, and each number held to its side.

The words "for" and "against" are too common, and stand too near each other, for their neighbours to tell them apart; the number
beside each of them does. So a claim's number that the source has on the other side, and not on this one, is a contradiction, and one
that it has on this side settles the matter.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.opposed import OPPOSED
from provenance.language.numbers import Quantity
from provenance.model import DifferenceKind, Span

_REACH = 45
"""Letters between a number and the word for its side."""
_BOUND = 0.9
_ABOUT = re.compile(
    r"\bvot(?:e[drs]?|ing)\b|голос|\b(?:ab)?(?:ge)?stimm|\bvot[ée]|\bvotos?\b|\bvotaci|głosow|\bgłos|councill?ors|deputies|lawmakers|senators"
    r"|депутат|радних|abgeordnet|député|diputad|radnych|posł",
    re.IGNORECASE,
)
"""What shows that a sentence is about a vote."""
_FOR = {
    "en": r"in favou?r|\bvot(?:ed|e|es|ing) for|\bfor\b(?=[^.;]{0,40}\bagainst)|\bbacked|\bsupported",
    "ru": r"(?<!\w)за(?!\w)", "uk": r"(?<!\w)за(?!\w)", "de": r"\bdafür\b|\bfür\b|ja-stimmen", "fr": r"\bpour\b|en faveur",
    "es": r"a favor|\bpor el sí\b|votos afirmativos", "pl": r"(?<!\w)za(?!\w)",
}  # fmt: skip
_AGAINST = {
    "en": r"\bagainst\b|\bopposed\b|\brejected\b", "ru": r"(?<!\w)против(?!\w)", "uk": r"(?<!\w)проти(?!\w)", "de": r"\bdagegen\b|\bgegen\b|nein-stimmen",
    "fr": r"\bcontre\b", "es": r"en contra|\bcontra\b|votos negativos", "pl": r"\bprzeciw(?:ko)?\b",
}  # fmt: skip
_TALLY = re.compile(r"\bvot\w*\s(?:by\s)?(?P<most>\S+)(?:\svotes)?\sto\s(?P<least>\S+)(?P<rest>[^.;]*)", re.IGNORECASE)
_PAIR = re.compile(
    r"\b[\w-]+ (?:votes |Stimmen |voix |votos |głosami |голосами )?(?:to|zu|contre|contra|do|a|à|против|проти|gegen|against) [\w-]+\b"
)
_PASSED, _FAILED = re.compile(r"\b(?:to|for|in favou?r of)\s+(?=[a-z])"), re.compile(r"\b(?:against|not to)\b")


@dataclass(frozen=True, slots=True)
class _Side:
    """How many are on one side."""

    number: Quantity
    favour: bool
    span: Span
    """The word for the side."""


def votes(match: Match, language: str | None, judge: Judge) -> tuple[tuple[Fact, ...], tuple[Span, ...]]:
    """Numbers of the claim that the source has on the other side of a vote, and the words of the claim whose side is the source's.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: has the numbers of the claim and of the sentences that were looked at.
    """
    own = _sides(match.claim, language or "en", judge.own.quantities)
    outcome = _outcome(match.claim) if language in ("en", None) else None
    facts: list[Fact] = []
    settled: list[Span] = []
    if not own and outcome is None:
        return (), ()
    for index in match.seen:
        sentence = match.reading.sentences[index]
        text = match.reading.text[sentence.start : sentence.end]
        if not _ABOUT.search(text):
            continue
        theirs = _sides(text, match.reading.language or "en", judge.stated[index].quantities)
        for mine in own:
            same = [t for t in theirs if t.number.low == mine.number.low and t.number.high == mine.number.high]
            if any(t.favour is mine.favour for t in same):
                settled.append(mine.span)
            elif same:
                facts.append(_fact(match, mine.span, same[0].span, index, sentence.start))
        there = _outcome(text) if outcome is not None and match.same_language else None
        if outcome is not None and there is not None and outcome[0] == there[0] and outcome[1] is not there[1]:
            facts.append(_fact(match, outcome[2], there[2], index, sentence.start))
    kept = tuple(f for f in facts if f.span not in settled)
    return kept, tuple(settled)


def _fact(match: Match, span: Span, local: Span, index: int, start: int) -> Fact:
    there = Span(start + local.start, start + local.end)
    return Fact(
        DifferenceKind.RELATION, Outcome.DIFFERS, span.of(match.claim), span, there.of(match.reading.text), there, index, _BOUND, _BOUND, OPPOSED
    )  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _sides(text: str, language: str, numbers: tuple[Quantity, ...]) -> tuple[_Side, ...]:
    """Each word for a side with its number: the nearest one, if no other side's word stands between."""
    if language not in _FOR or not numbers or not _ABOUT.search(text):
        return ()
    words = sorted(_words(text, language), key=lambda w: w[0].start)
    tally = _PAIR.search(text)
    pair = [q for q in numbers if tally is not None and tally.start() <= q.span.start < tally.end()]
    if len(pair) == 2 and len({favour for _, favour in words}) == 1:  # "a majority of 18 to eleven was against it": the greater one
        return (_Side(max(pair, key=lambda q: q.value), words[0][1], words[0][0]),)
    counts = [q for q in numbers if any(_away(q.span, span) <= _REACH for span, _ in words)]
    if len(words) == len(counts) > 1:  # "six in favour and nineteen against": each with its own, in their order
        pairs = zip(sorted(counts, key=lambda q: q.span.start), words, strict=True)
        return tuple(_Side(q, favour, span) for q, (span, favour) in pairs)
    out = []
    for place, (span, favour) in enumerate(words):
        low = words[place - 1][0].end if place else 0
        high = words[place + 1][0].start if place + 1 < len(words) else len(text)
        inside = [
            q
            for q in numbers
            if low <= q.span.start and q.span.end <= high and _away(q.span, span) <= _REACH and not _ends(text, q.span, span)
        ]
        if inside:
            out.append(_Side(min(inside, key=lambda q: _away(q.span, span)), favour, span))
    return tuple(out)


def _words(text: str, language: str) -> Iterator[tuple[Span, bool]]:
    against = [Span(*m.span()) for m in re.finditer(_AGAINST[language], text, re.IGNORECASE)]
    yield from ((span, False) for span in against)
    for m in re.finditer(_FOR[language], text, re.IGNORECASE):
        if not any(m.start() < s.end and s.start < m.end() for s in against):
            yield Span(*m.span()), True


def _away(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _ends(text: str, one: Span, other: Span) -> bool:
    low, high = sorted((one, other), key=lambda s: s.start)
    return any(mark in text[low.end : high.start] for mark in ".;!?")


def _outcome(text: str) -> tuple[tuple[str, str], bool, Span] | None:
    """What an English "voted 7 to 4 to sell" came to: the two counts, whether it was carried, and the words for it."""
    found = _TALLY.search(text)
    if found is None:
        return None
    rest = found["rest"]
    failed, passed = _FAILED.search(rest), _PASSED.search(rest)
    first = min((m for m in (failed, passed) if m is not None), key=lambda m: m.start(), default=None)
    if first is None:
        return None
    start = found.start("rest") + first.start()
    return (found["most"], found["least"]), first is passed, Span(start, start + len(first.group().rstrip()))
