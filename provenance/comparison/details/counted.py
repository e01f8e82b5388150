"""What is counted: a number of the claim that the source gives of something else, or of only a part of it.

"2,300 soldiers and 140 vehicles" is no "140 soldiers"; "230 flats, of which a fifth are affordable" are not 230 affordable flats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.comparison.details.binding import differing
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import is_stop
from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import DifferenceKind, Span

SWAPPED_COUNT = "the count of something else"
PART = "only a part of them"
_ONE = 0.62, 0.55
"""From which two counted nouns may be one, in one language and across two."""
_TWO = 0.5, 0.45
"""Below which they are two."""
_PART, _WHOLE = (0.8, 0.7), 0.6
"""From which a word is met where a part is told of; below which it is not met of the whole."""
_BOUND = 0.8
_OF_THEM = re.compile(
    r"\b(?:of (?:which|whom|them)|davon|von denen|dont|d['’]entre (?:eux|elles)|de (?:los|las) cuales|de ell[oa]s|z czego|z (?:których|nich)"
    r"|из (?:которых|них)|з (?:яких|них))\b",
    re.IGNORECASE,
)
_NO_NOUN = frozenset(
    (
        "short", "more", "fewer", "less", "ahead", "behind", "extra", "further", "other", "others", "each", "больше", "меньше", "более", "менее",
        "других", "ещё", "більше", "менше", "інших", "mehr", "weniger", "weitere", "weiteren", "andere", "anderen", "plus", "moins", "autres", "más",
        "menos", "otros", "otras", "więcej", "mniej", "innych",
    )
)  # fmt: skip
"""Words behind a number that count nothing: "ten short of a majority"."""
_SAME_WORD = 0.8
"""From which two words are one."""
_TALLY = re.compile(r"\s?(?:to|zu|contre|contra|do|a|à|против|проти|gegen|against|:|–)\s?\w+")
"""What stands between the two numbers of a vote or a score."""
_STOP = re.compile(r"[.;:!?]\s")


def other_counts(match: Match, judge: Judge) -> tuple[Fact, ...]:
    """Numbers of the claim that the source counts something else by; facts that differ, kind ``NUMBER``."""
    out: list[Fact] = []
    for quantity in judge.own.quantities:
        if quantity.kind is not Kind.CARDINAL:
            continue
        fact = _of_another(match, judge, quantity) or _of_the_whole(match, judge, quantity) or _of_a_part(match, judge, quantity)
        if fact is not None:
            out.append(fact)
    return tuple(out)


def part_of_them(text: str, number: Span) -> bool:
    """Whether a number of a sentence counts a part of those who were told of before: "45 of whom", «davon 45»."""
    return _OF_THEM.search(text, max(0, number.start - _NEXT), number.end + _NEXT) is not None


def _stated(judge: Judge) -> Iterator[tuple[int, Quantity]]:
    return ((i, q) for i in judge.seen for q in judge.stated[i].quantities)


def _of_another(match: Match, judge: Judge, claim: Quantity) -> Fact | None:
    """The number that the source has for what the claim counts, where it has the claim's for something else."""
    if not claim.noun or _TALLY.match(match.claim, claim.span.end):
        return None
    pick = 0 if match.same_language else 1
    agreeing = [(i, q) for i, q in _stated(judge) if q.kind is Kind.CARDINAL and agree(claim, q) is Agreement.AGREE]
    if not agreeing or any(
        not q.noun or _is_number(judge, i, q.noun) or _alike(judge, claim.noun, q.noun) >= _TWO[pick] or _said(match, judge, claim, q.noun)
        for i, q in agreeing
    ):
        return None
    for index in {i for i, _ in agreeing}:
        for other in judge.stated[index].quantities:
            counted = other.noun if other.kind is Kind.CARDINAL and agree(claim, other) is Agreement.DIFFER else None
            if counted and _alike(judge, claim.noun, counted) >= _ONE[pick]:
                return _fact(match, claim, index, other, SWAPPED_COUNT)
    return None


def _said(match: Match, judge: Judge, claim: Quantity, word: str) -> bool:
    """Whether the claim says a word itself, behind its number and no other, of those that it counts: "twelve injured"."""
    behind = min((q.span.start for q in judge.own.quantities if q.span.start >= claim.span.end), default=len(match.claim))
    tokens = (match.tokens[i] for i in match.content)
    return any(claim.span.end <= t.start < behind and _alike(judge, t.text.lower(), word) >= _SAME_WORD for t in tokens)


def _is_number(judge: Judge, index: int, noun: str) -> bool:
    """Whether what stands behind a number is no noun, or another number: "four of eleven planes"."""
    return (
        noun.lower() in _NO_NOUN
        or is_stop(noun, judge.match.reading.language)
        or any(noun.lower() in q.text.lower() for q in judge.stated[index].quantities)
    )


def _alike(judge: Judge, one: str, other: str) -> float:
    return judge.alike(one, other)


def _of_the_whole(match: Match, judge: Judge, claim: Quantity) -> Fact | None:
    """The number of those of whom the source says what the claim says of all."""
    pick = 0 if match.same_language else 1
    for index, whole in _stated(judge):
        if agree(claim, whole) is not Agreement.AGREE:
            continue
        sentence = match.reading.sentences[index]
        text = match.reading.text[sentence.start : sentence.end]
        mark = _OF_THEM.search(text, whole.span.end)
        if mark is None or _STOP.search(text, whole.span.end, mark.start()) or _tells_a_part(match, claim):
            continue
        stop = _STOP.search(text, mark.end())
        end = stop.start() if stop else len(text)
        part = _part_beside(judge.stated[index].quantities, whole, mark.start(), mark.end())
        if part is None or any(agree(q, part) is Agreement.AGREE for q in judge.own.quantities):
            continue
        inside = [n for n, t in enumerate(sentence.tokens) if sentence.start + mark.end() <= t.start < sentence.start + end]
        for row, token in enumerate(match.content):
            if match.tokens[token].digit or claim.span.start <= match.tokens[token].start < claim.span.end:
                continue
            low, high = match.slots_of(index)
            within = max((float(match.similar[row, s]) for s in range(low, high) if match.slots[s][1] in inside), default=0.0)
            besides = max((float(match.similar[row, s]) for s in range(low, high) if match.slots[s][1] not in inside), default=0.0)
            if within >= _PART[pick] and besides < _WHOLE:
                return _fact(match, claim, index, part, PART)
    return None


def _of_a_part(match: Match, judge: Judge, claim: Quantity) -> Fact | None:
    """The number of all, where the source has the claim's of some of them, and says of those what the claim does not: "62 patients, 14 of
    them serious" is no "14 patients"."""
    pick = 0 if match.same_language else 1
    agreeing = [(i, q) for i, q in _stated(judge) if q.kind is Kind.CARDINAL and agree(claim, q) is Agreement.AGREE]
    wrong: Fact | None = None
    for index, part in agreeing:
        sentence = match.reading.sentences[index]
        text = match.reading.text[sentence.start : sentence.end]
        mark = _OF_THEM.search(text, max(0, part.span.start - _NEXT), part.span.end + _NEXT)
        whole = next(
            (q for q in reversed(judge.stated[index].quantities) if q.span.end <= part.span.start and q.kind is Kind.CARDINAL), None
        )
        stop = _STOP.search(text, part.span.end)
        end = stop.start() if stop else len(text)
        if mark is None or whole is None or whole.value <= part.value or abs(mark.start() - part.span.end) > _NEXT:
            return None
        low, high = match.slots_of(index)
        told = [s for s in range(low, high) if part.span.end <= sentence.tokens[match.slots[s][1]].start - sentence.start < end]
        if not told or float(match.similar[:, told].max()) >= _PART[pick]:
            return None
        both = any(agree(q, whole) is Agreement.AGREE for q in judge.own.quantities)  # "of the 62 patients 14"
        wrong = wrong or replace(_fact(match, claim, index, whole, PART), doubtful=both or _tells_a_part(match, claim))
    return wrong


_NEXT, _BEHIND = 14, 40
"""Letters between a number and "of them"; between "of which" and the number that it leads to."""
_SHARES = frozenset({Kind.PERCENT, Kind.CARDINAL, Kind.MONEY})


def _part_beside(quantities: Sequence[Quantity], whole: Quantity, start: int, end: int) -> Quantity | None:
    """The number of those of whom "of them" is said, if ``whole`` is the last number before: right before the mark, or soon behind it."""
    between = [q for q in quantities if whole.span.end <= q.span.start < start]
    if not between:
        found = next((q for q in quantities if end - 1 <= q.span.start < end + _BEHIND), None)
    else:
        found = between[0] if len(between) == 1 and start - between[0].span.end <= _NEXT else None
    if found is None or found.kind not in _SHARES or (found.kind is not Kind.PERCENT and found.value >= whole.value):
        return None
    return found


def _tells_a_part(match: Match, claim: Quantity) -> bool:
    """Whether the claim says itself that its number is one of some: "two of them", "almost a hundred of which"."""
    return _OF_THEM.search(match.claim, max(0, claim.span.start - _NEXT), claim.span.end + _NEXT) is not None


def _fact(match: Match, claim: Quantity, index: int, other: Quantity, note: str) -> Fact:
    return differing(match, DifferenceKind.NUMBER, claim.span, index, other.span, note, _BOUND)
