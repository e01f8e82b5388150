"""Whose value it is: a number or time of the claim that the source gives of something else than the claim's subject.

"Revenue rose 4 percent, while net profit slipped 9 percent" has every word of "net profit rose 4 percent". Each value is therefore held to
the unit of its sentence (see :mod:`provenance.comparison.details.units`): where that has a subject of its own, and nothing of the claim's,
which the source speaks of elsewhere, the value is another's. This forbids support, and no more: a page may call one thing by many names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.comparison.details.actors import Actor, akin, group_of, one_bearer, pointing
from provenance.comparison.details.cast import Cast
from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.details.pieces import Phrase
from provenance.comparison.details.scenes import Clause
from provenance.comparison.details.units import HAS, LACKS, Unit, units
from provenance.comparison.matching.tokens import Token
from provenance.language.dates import DateKind, agree_dates
from provenance.language.names import NameKind
from provenance.language.numbers import Agreement, Kind, agree
from provenance.model import DifferenceKind, Span

BEARER = "another thing's value"
"""Note of what the source gives a value of the claim to."""
_BOUND = 0.5
"""How firmly it is bound: enough to forbid support, and no more."""
_KINDS = frozenset({Kind.CARDINAL, Kind.MONEY, Kind.PERCENT, Kind.MEASURE})


def other_bearers(cast: Cast, clauses: Sequence[Clause]) -> Iterator[Fact]:
    """Numbers and times of the claim that are another's in the source; facts of kind ``NAME``, on the claim's subject.

    Parameters:
        cast: who is who in claim and source.
        clauses: of the claim; what somebody is said to say has other subjects than who says it.
    """
    match, judge = cast.match, cast.judge
    own = units(match.claim, cast.language, judge.own.anchor)
    if not own:
        return
    values: list[tuple[Span, list[tuple[int, Span]]]] = []
    for number in judge.own.quantities:
        if number.kind in _KINDS:
            there = [
                (i, q.span)
                for i in judge.seen
                for q in judge.stated[i].quantities
                if q.kind is number.kind and agree(number, q) is Agreement.AGREE
            ]
            values.append((number.span, there))
    for mention in judge.own.dates:
        if mention.kind is DateKind.TIME:
            there = [(i, m.span) for i in judge.seen for m in judge.stated[i].dates if agree_dates(mention, m) is Agreement.AGREE]
            values.append((mention.span, there))
    told = frozenset().union(*(clause.told for clause in clauses))
    for span, places in values:
        if any(match.tokens[i].start < span.end and span.start < match.tokens[i].end for i in told):
            continue
        fact = _fact(cast, own, span, places)
        if fact is not None:
            yield fact


def _fact(cast: Cast, own: Sequence[Unit], span: Span, places: Sequence[tuple[int, Span]]) -> Fact | None:
    match = cast.match
    mine = _unit(own, [i for i, t in enumerate(match.tokens) if t.start < span.end and span.start < t.end])
    if mine is None or mine.pronoun or not places:
        return None
    rows = [cast.row[i] for p in mine.subject for i in p.content if i in cast.row and not match.tokens[i].digit]
    counted = any(match.tokens[i].digit for p in mine.subject for i in p.words)
    if not rows or counted or any(span.start <= match.tokens[match.content[r]].start < span.end for r in rows):
        return None
    actor = replace(cast.mine(mine.subject), groups=_groups(mine.subject, match.tokens, cast.language))
    if pointing(actor.groups):
        return None  # "the company"
    found: list[tuple[int, Sequence[int]]] = []
    for index, local in places:
        other = _other_subject(cast, index, local, rows, actor)
        if other is None:
            return None
        found.append((index, other))
    index, words = found[0]
    tokens = match.reading.sentences[index].tokens
    where = Span(tokens[min(words)].start, tokens[max(words)].end)
    claim = [match.content[r] for r in rows]
    whole = Span(match.tokens[min(claim)].start, match.tokens[max(claim)].end)
    return Fact(
        DifferenceKind.NAME, Outcome.DIFFERS, whole.of(match.claim), whole, where.of(match.reading.text), where, index, _BOUND, _BOUND, BEARER
    )  # fmt: skip


def _unit(own: Sequence[Unit], words: Sequence[int]) -> Unit | None:
    return next((u for u in own if any(w in u.words for w in words)), None)


def _other_subject(cast: Cast, index: int, local: Span, rows: Sequence[int], mine: Actor) -> Sequence[int] | None:
    """The subject of the unit that has a value, if it is something else than the claim's subject; ``None`` if it may be that."""
    match = cast.match
    sentence = match.reading.sentences[index]
    text = match.reading.text[sentence.start : sentence.end]
    read = units(text, cast.there, cast.judge.stated[index].anchor)
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < sentence.start + local.end and sentence.start + local.start < t.end]
    unit = _unit(read, inside)
    if unit is None or unit.pronoun or not unit.subject or (unit.verb < 0 and not unit.inherited):
        return None
    subject = [i for p in unit.subject for i in p.content]
    words = {*unit.words, *subject}
    other = replace(cast.theirs(unit.subject, index), groups=_groups(unit.subject, sentence.tokens, cast.there))
    two = bool(mine.groups and other.groups) and not akin(mine.groups, other.groups)  # a court is no prosecutor, however near the words
    lacking = rows if two else [r for r in rows if cast.met(r, index, sorted(words)) < LACKS[cast.pick]]
    if not lacking or not subject or not all(_elsewhere(cast, r, index, words) for r in lacking):
        return None
    if len(lacking) < len(rows) and not (match.same_language and _beside(cast, unit.subject, rows, index)):
        return None
    if pointing(other.groups) or _may_be_one(mine, other) or (not two and any(cast.same(mine, p, index) for p in unit.subject)):
        return None
    strange = [i for i in subject if two or not _mine(cast, index, i)]
    return strange or None


def _may_be_one(mine: Actor, other: Actor) -> bool:
    """Whether two subjects may be one: things and those who act are held only to their like, and so are those with and without a name."""
    if akin(mine.groups, other.groups) or _acts(mine) is not _acts(other):
        return True
    if mine.persons and not other.persons:
        return not other.names
    if any(kind is NameKind.PLACE for _, kind in mine.names):
        return not other.names  # "Poland" for its ministry
    return any(one_bearer(a, b) for a in _called(mine) for b in _called(other))


def _acts(actor: Actor) -> bool:
    return bool(actor.persons or actor.names or actor.groups)


def _groups(subject: Sequence[Phrase], tokens: Sequence[Token], language: str) -> frozenset[str]:
    """The groups of the words that say what a subject is: "the firm's revenue" is no firm."""
    return frozenset(group_of(tokens[p.head].text.lower(), tokens[p.head].key, language) for p in subject) - {""}


def _called(actor: Actor) -> tuple[str, ...]:
    return actor.persons + tuple(name for name, _ in actor.names)


def _elsewhere(cast: Cast, row: int, index: int, words: set[int]) -> bool:
    """Whether a word of the claim stands in the source outside of these words of a sentence."""
    match = cast.match
    for sentence in match.seen:
        every = range(len(match.reading.sentences[sentence].tokens))
        there = [i for i in every if sentence != index or i not in words]
        if there and cast.met(row, sentence, there) >= HAS[cast.pick]:
            return True
    return False


def _mine(cast: Cast, index: int, token: int) -> bool:
    """Whether a word of a sentence may be one of the claim's."""
    slot = cast.slot.get((index, token))
    return slot is not None and float(cast.match.similar[:, slot].max(initial=0.0)) >= HAS[cast.pick]


def _beside(cast: Cast, subject: Sequence[Phrase], rows: Sequence[int], index: int) -> bool:
    """Whether a noun of the claim's subject stands in this one with another word before it: "southbound lanes" for "northbound lanes"."""
    for phrase in subject:
        known = [i for i in phrase.content if any(cast.met(r, index, [i]) >= HAS[cast.pick] for r in rows)]
        if known and any(i not in known and not _mine(cast, index, i) for i in phrase.content):
            return True
    return False
