"""Claim and source at two poles of one axis: "approved" where the source has «отклонил», "late" where it has «раньше срока».

Both poles may stand in a source, and be said of two things. Each word of the claim is therefore laid on every word of its axis in
the sentences that were looked at, and goes with the one whose clause meets the claim's own clause best; only if that one stands
at another pole, and none at the same pole stands nearly as well, claim and source differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.details.than import turned_both_ways
from provenance.comparison.matching.match import Match, heard_alike
from provenance.comparison.matching.tokens import script
from provenance.comparison.polarity.concepts import Axis, Item, Read, Sign, axes, axis, read
from provenance.comparison.polarity.converse import told_from_the_other_side
from provenance.comparison.polarity.negation import said_as_often
from provenance.model import DifferenceKind, Span

OPPOSED, DOUBTED = "the opposite", "perhaps the opposite"
"""Notes of the facts: one that claim and source cannot both be true, one that forbids support and no more."""
_SURE, _LEAST, _LEAST_IN_BEST = 0.72, 0.55, 0.4
"""How well the claim's clause must be met around the other pole for either; in the sentence that meets the claim best of all."""
_MARGIN, _MARGIN_APART = 0.07, 0.2
"""How much better than around its own pole; where that stands in another sentence."""
_FOR_BEST = 0.1
"""What that sentence counts more."""
_NAMELESS = 0.1
_NAMED = 0.88
"""From which a name stands in a sentence."""
_HEDGED = 0.8
"""What a word of the source counts that is only expected or possible, where the claim's is not."""
_FLOOR, _TOP = 0.45, 0.9
"""Likeness of words that means nothing, and that means all, in one language; in two languages:"""
_FLOOR_TRANSLATED, _TOP_TRANSLATED = 0.45, 0.82
_OUTSIDE, _LOOSE, _BEFORE = 0.75, 0.9, 0.6
"""What a word counts that stands outside the clause; that only an "and" parts from it; that stands in the sentence before."""
_DECAY, _FADING = 0.3, 0.05
_DURATION = 12
"""Letters between a word and how long that lasted."""
_ELSEWHERE = 0.4
"""What the claim's words count that stand in other clauses of it."""
_BESIDE = 4
"""Words between a quality and what it is a quality of."""
_OWN, _OWN_TRANSLATED = 0.75, 0.6
"""From which what has the quality is the same thing."""
_FITTING = 0.7
"""How nearly as well as the best one a sentence must fit to be asked."""
_UNSURE = 0.54
"""A fact that only forbids support is never bound more firmly."""


@dataclass(frozen=True, slots=True)
class Opposed:
    """What the table of concepts says of one claim."""

    facts: tuple[Fact, ...]
    settled: tuple[Span, ...]
    """Words of the claim that stand at the source's own pole."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of the source on the axis of a word of the claim."""

    sentence: int
    item: Item
    met: float


def opposed(match: Match, language: str | None, judge: Judge) -> Opposed:
    """Words of the claim that stand at another pole than the source's words in their place, and those that stand at the same.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: tells how firmly a detail is bound.
    """
    own = read(match.claim, language or "en")
    if not own.items or not match.seen:
        return Opposed((), ())
    fits = _fits(match)
    top = max(fits.values(), default=0.0)
    counted = tuple(q.span for q in judge.own.quantities) + tuple(d.span for d in judge.own.dates)
    facts: list[Fact] = []
    settled: list[Span] = []
    agreed: dict[int, float] = {}
    pending: list[tuple[Item, _Place, float]] = []
    laid = [(item, list(_places(match, own, item, tuple(fits), counted))) for item in own.items]
    taken: dict[tuple[int, Item], float] = {}
    for item, places in laid:
        for place in places:
            if _agrees(item, place.item):
                key = place.sentence, place.item
                taken[key] = max(taken.get(key, 0.0), place.met)
    for item, places in laid:
        if any(p.item.pole != item.pole and _again(match, p, item, judge) for p in places):
            settled.append(item.span)
            continue
        alike = max((p for p in places if _agrees(item, p.item)), key=lambda p: p.met, default=None)
        # in one language a "not" more or less is told by provenance.comparison.polarity.negation
        differing = (p for p in places if _differs(item, p.item) and not (match.same_language and p.item.pole == item.pole))
        others = [
            p
            for p in differing
            if taken.get((p.sentence, p.item), 0.0) < p.met  # else another word of the claim is meant
            and not told_from_the_other_side(match, language, item, p.sentence, _span(match, p))
            and not turned_both_ways(match, language, item.first, p.sentence, p.item.first)
        ]
        other = max(others, key=lambda p: p.met + _FOR_BEST * (fits[p.sentence] >= top), default=None)
        same = alike.met if alike is not None else 0.0
        if alike is not None and same >= _LEAST and (other is None or same >= other.met + _MARGIN / 2):
            settled.append(item.span)
        for token in range(item.first, item.last + 1):
            agreed[token] = max(agreed.get(token, 0.0), same)
        if other is None:
            continue
        if other.met >= max(_least(match, other.sentence, fits[other.sentence] >= top), same + _margin(match, other, alike)):
            pending.append((item, other, same))
    for item, place, same in pending:
        if agreed[item.first] <= place.met:  # else it is the source's word in another of its senses
            facts.append(_fact(match, judge, language, item, place, same))
    return Opposed(tuple(facts), tuple(settled))


def _margin(match: Match, other: _Place, alike: _Place | None) -> float:
    """How much better the clause must be met around the other pole: names tell which of two sentences is meant."""
    if alike is None or alike.sentence == other.sentence:
        return _MARGIN
    here, there = (_named(match, p.sentence) for p in (other, alike))
    return _MARGIN if here > there else 1.0 if here < there else _MARGIN_APART


def _named(match: Match, index: int) -> int:
    """How many of the claim's names stand in a sentence."""
    names = [r for r, i in enumerate(match.content) if match.tokens[i].capital] or [0]
    return sum(match.met_in(r, index)[0] >= _NAMED for r in names if match.tokens[match.content[r]].text[:1].isupper())


def _least(match: Match, index: int, best: bool) -> float:
    """How well the claim's clause must be met around another pole in this sentence: less in the one that meets the claim best or has
    its number, more in one that has none of its names."""
    tokens = match.reading.sentences[index].tokens
    digits = {t.key for t in match.tokens if t.digit and len(t.key) > 1}
    if best or any(t.digit and t.key in digits for t in tokens):
        return _LEAST_IN_BEST
    nameless = any(match.tokens[i].capital for i in match.content) and not _named(match, index)
    return _LEAST + (_NAMELESS if nameless else 0.0)


_AGAIN = re.compile(
    r"re-?(?:open|sum|start|stor)|возобнов|восстанов|віднов|wieder|rouv|réouv|repr[ei]|reabr|reanud|wznow|wznaw", re.IGNORECASE
)
"""Words that say that the other pole held before."""


def _again(match: Match, place: _Place, item: Item, judge: Judge) -> bool:
    """Whether the claim tells how long what the source tells to be over did last: "closed for eight months", "reopened"."""
    start = match.reading.sentences[place.sentence].start
    if not _AGAIN.match(match.reading.text, start + place.item.span.start):
        return False
    behind = match.claim[item.span.end : item.span.end + _DURATION]
    return any(q.unit or q.noun for q in judge.own.quantities if 0 <= q.span.start - item.span.end <= len(behind))


def _fits(match: Match) -> dict[int, float]:
    """The sentences that meet the claim nearly as well as the best one, with how well."""
    import numpy as np

    weight = np.array(match.weight)
    total = float(weight.sum()) or 1.0
    slots = {s: match.slots_of(s) for s in match.seen}
    fits = {s: float(match.similar[:, low:high].max(axis=1) @ weight) / total for s, (low, high) in slots.items() if low < high}
    best = max(fits.values(), default=0.0)
    return {s: fit for s, fit in fits.items() if fit >= _FITTING * best}


def _agrees(mine: Item, theirs: Item) -> bool:
    """Whether the two may be one: the same pole, or the other one turned."""
    if Sign.UNDONE in (mine.sign, theirs.sign):
        return True
    return (mine.pole == theirs.pole) is (mine.sign is theirs.sign)


def _differs(mine: Item, theirs: Item) -> bool:
    if Sign.UNDONE in (mine.sign, theirs.sign):
        return False
    return mine.sign is not theirs.sign if mine.pole == theirs.pole else mine.sign is theirs.sign is Sign.PLAIN


def _places(match: Match, own: Read, item: Item, near: Sequence[int], counted: Sequence[Span]) -> Iterator[_Place]:
    """Every word of the sentences that stands on the item's axis, with how well the claim's clause is met around it."""
    companions = _companions(match, own, item, counted) or _companions(match, own, item, ())
    if not companions:
        return
    traits = axis(item.axis)
    for index in near:
        sentence = match.reading.sentences[index]
        text, language = match.reading.text[sentence.start : sentence.end], match.reading.language or "en"
        if item.axis not in axes(text, language):
            continue
        there = read(text, language)
        for other in there.items:
            if other.axis == item.axis:
                met = _met(match, own, companions, index, there, other, traits)
                yield _Place(index, other, met * (_HEDGED if other.hedged and not item.hedged else 1.0))


def _companions(match: Match, own: Read, item: Item, counted: Sequence[Span]) -> list[tuple[int, float, int]]:
    """Content words of the claim around an item, but for numbers and dates (``counted``): row, weight, words between."""
    out = []
    if len(own.pieces) != len(match.tokens):
        return []
    for row, token in enumerate(match.content):
        word = match.tokens[token]
        if item.first <= token <= item.last or word.digit or any(s.start < word.end and word.start < s.end for s in counted):
            continue
        between = min(abs(token - item.first), abs(token - item.last))
        inside = own.pieces[token] == own.pieces[item.first]
        out.append((row, match.weight[row] * (1.0 if inside else _ELSEWHERE) / (1 + _DECAY * between), between))
    return out


def _met(
    match: Match, own: Read, companions: Sequence[tuple[int, float, int]], index: int, there: Read, other: Item, traits: Axis
) -> float:
    import numpy as np

    low, high = match.slots_of(index)
    if low >= high or len(there.pieces) != len(match.reading.sentences[index].tokens):
        return 0.0
    rows = [row for row, _, _ in companions]
    at = np.array([match.slots[s][1] for s in range(low, high)])
    share = np.array([_share(there, other, token) for token in at])
    share[at == other.last] = 0.0
    alike = _likeness(match, match.similar[rows, low:high])
    if traits.near:
        away = np.minimum(np.abs(at - other.first), np.abs(at - other.last))
        share = share / (1 + _FADING * away)
        beside = away <= _BESIDE
        close = [i for i, (_, _, between) in enumerate(companions) if between <= _BESIDE]
        if (
            not close
            or not beside.any()
            or float((alike[np.ix_(close, beside)] * (share[beside] > 0)).max()) < (_OWN if match.same_language else _OWN_TRANSLATED)
        ):
            return 0.0
    met = (alike * share[None, :]).max(axis=1)
    if companions[0][0] == 0 and not match.same_language:
        met[0] = max(met[0], _name_met(match, index, there, other))
    if index > 0:
        before = match.slots_of(index - 1)
        if before[0] < before[1]:
            met = np.maximum(met, _BEFORE * _likeness(match, match.similar[rows, before[0] : before[1]]).max(axis=1))
    for number, row in enumerate(rows):
        met[number] = max(met[number], _known(own, match.content[row], there, other))
    weight = np.array([w for _, w, _ in companions])
    return float((met * weight).sum() / weight.sum())


def _name_met(match: Match, index: int, there: Read, other: Item) -> float:
    """How well a name is met that begins the claim, where its capital says nothing."""
    token = match.tokens[match.content[0]]
    if not token.text[:1].isupper() or token.capital or script(token.text) == script(there.tokens[other.head].text):
        return 0.0
    shares = (_share(there, other, i) for i, t in enumerate(there.tokens) if t.text[:1].isupper() and heard_alike(token.text, t.text))
    return max(shares, default=0.0)


def _known(own: Read, token: int, there: Read, other: Item) -> float:
    """How well a word of the claim is met that the table itself knows: by a word at the same pole of the same axis."""
    senses = {(i.axis, i.pole) for i in own.items if i.first <= token <= i.last and i.axis != other.axis}
    return max((_share(there, other, i.head) for i in there.items if (i.axis, i.pole) in senses), default=0.0) if senses else 0.0


def _likeness(match: Match, similar: Any) -> Any:
    import numpy as np

    low, high = (_FLOOR, _TOP) if match.same_language else (_FLOOR_TRANSLATED, _TOP_TRANSLATED)
    return np.clip((similar - low) / (high - low), 0.0, 1.0)


def _share(there: Read, other: Item, token: int) -> float:
    mine, its = there.pieces[other.first], there.pieces[token]
    if mine == its:
        return 1.0
    if abs(mine - its) == 1 and max(mine, its) in there.loose:
        return _LOOSE
    return _OUTSIDE


def _span(match: Match, place: _Place) -> Span:
    """Where a word stands in the source."""
    start = match.reading.sentences[place.sentence].start
    return Span(place.item.span.start + start, place.item.span.end + start)


def _fact(match: Match, judge: Judge, language: str | None, item: Item, place: _Place, same: float) -> Fact:
    there = _span(match, place)
    rows = tuple(r for r, i in enumerate(match.content) if item.first <= i <= item.last)
    _, fit = judge.binding(item.span, rows, place.sentence, there)
    sure = place.met >= _SURE and item.hedged >= place.item.hedged and same < _LEAST and not axis(item.axis).shifts
    sure = sure and not (item.pole == place.item.pole and said_as_often(match, language, place.sentence))
    return Fact(
        DifferenceKind.RELATION, Outcome.DIFFERS, item.span.of(match.claim), item.span, there.of(match.reading.text), there, place.sentence,
        place.met if sure else min(place.met, _UNSURE), max(fit, place.met), OPPOSED if sure else DOUBTED,
    )  # fmt: skip
