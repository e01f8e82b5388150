"""Events that are less, or other, in the source than the claim makes of them: refused and done, promised and refused, asked for and got.

Each event of the claim is laid beside the word of the source that stands for it, and what the operators of each sentence make of the
two is compared (:mod:`provenance.comparison.polarity.events`). Which differences change the truth is decided by a small table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.events import Event, Events, events
from provenance.comparison.polarity.negation import fit, places
from provenance.language.polarity import directions
from provenance.language.tense import past
from provenance.language.words import russian
from provenance.model import DifferenceKind, Span

_RIVAL = 0.9
"""Sentences that fit a clause this much as well as the best one have a say."""
_SAME, _SAME_TRANSLATED = 0.84, 0.6
"""From which two words stand for one event."""
_FIT, _FIT_TRANSLATED = 0.45, 0.35
"""How well the rest of the clause must be met."""
_OWN, _OWN_TRANSLATED = 0.55, 0.6
"""From which the source has a word for an operator of the claim."""
_RENDERED, _RENDERED_TRANSLATED = 0.68, 0.7
"""From which the claim's verb may be the source's operator in other words."""

_CERTAIN, _CERTAIN_TRANSLATED = 0.95, 0.78
"""From which a negated word of the claim surely is the source's."""
_BUT = frozenset(["but", "and", "а", "но", "и", "і", "та", "але", "sondern", "und", "aber", "mais", "et", "pero", "y", "a", "ale", "i"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "am", "not", "keep", "keeps", "kept", "start", "started", "stop", "stopped"])
"""Words before an English word in -ing that make a verb of it."""
_FAR = 4
"""Words from which on a "not" of the source turns another word."""
_BOUND, _LOOSE = 0.52, 0.42
"""How firmly an event must be bound to the source's for a contradiction; for a doubt."""

_BORNE: dict[str, frozenset[str]] = {
    "do": frozenset({"do", "accept", "admit"}),
    "will": frozenset({"will", "do", "accept", "let", "try"}),
    "accept": frozenset({"accept", "do", "will", "let", "admit"}),
    "may": frozenset({"may", "do", "will", "accept", "want", "threat", "try", "let", "admit", "accuse", "know"}),
    "want": frozenset({"want", "will", "try", "accept", "may"}),
    "threat": frozenset({"threat", "may", "will"}),
    "try": frozenset({"try", "do", "will", "want", "accept", "may"}),
    "let": frozenset({"let", "accept", "do", "may", "will"}),
    "admit": frozenset({"admit", "do", "accept"}),
    "accuse": frozenset({"accuse", "do", "admit"}),
    "know": frozenset({"know", "do"}),
}
"""By what the claim has: what of the source bears it out, where the two have one sign."""
_AGAINST = frozenset(
    [("do", "will"), ("do", "let"), ("do", "do"), ("will", "will"), ("will", "do"), ("may", "may"), ("let", "let"), ("admit", "admit"),
     ("accept", "will"), ("accept", "accept"), ("will", "accept"), ("will", "may"), ("may", "let"), ("let", "may"), ("let", "will"), ("accept", "let"),
     ("do", "accept"), ("accept", "do")]
)  # fmt: skip
"""Modes of claim and source that cannot both be true where the signs differ."""
_TURNING = frozenset(
    ["reject", "deny", "oppose", "dismiss", "ban", "fail", "end", "close", "quit", "lose", "leave", "delay", "hide", "exclude"]
)
"""Poles of a pair of opposites that may stand for a negation."""
_RIVALS = _AGAINST - {("do", "will"), ("do", "let"), ("do", "do"), ("do", "accept"), ("will", "do"), ("accept", "do")}
_REST, _REST_TRANSLATED = 0.72, 0.66
"""How well the rest of a clause must be met for an operator to be told of the same thing."""
TURNED, DOUBTED = "denied, refused or forbidden in one of the two", "not so far in the source"


@dataclass(frozen=True, slots=True)
class _Found:
    row: int
    """The claim's word."""
    token: int
    """The word of the sentence."""
    index: int
    firm: bool
    """Whether the two cannot both be true."""
    operators: bool
    """Whether both sides have an operator."""


def factuality(match: Match, language: str, judge: Judge) -> Iterator[Fact]:
    """What the claim makes more, or something else, of than the source: ``NEGATION`` where both cannot be true, else ``HEDGE``."""
    own = events(match.claim, language, match.tokens)
    for part in match.parts:
        fits = {s: fit(match, part, s, ()) for s in match.seen}
        best = max(fits.values(), default=0.0)
        if best < (_FIT if match.same_language else _FIT_TRANSLATED):
            continue
        near = sorted((s for s in fits if fits[s] >= _RIVAL * best), key=lambda s: (-fits[s], s))
        found: dict[int, _Found] = {}
        borne: set[int] = set()
        for index in near:
            theirs = _events_of(match, index)
            if not own.status and not theirs.status:
                borne.update(part)
                continue
            for row, token in _couples(match, language, part, index, own, theirs):
                seen = _compared(match, language, part, row, token, index, own, theirs)
                if isinstance(seen, _Found):
                    found.setdefault(row, seen)
                elif seen:
                    borne.add(row)
            for row, other in (*_untold(match, language, part, index, own, theirs), *_rivals(match, part, index, own, theirs)):
                if other is None:
                    borne.add(row)
                else:
                    found.setdefault(row, other)
        found = {r: seen for r, seen in found.items() if r not in borne and (seen.firm or not _elsewhere(match, r, own, near))}
        told = (_fact(match, judge, row, seen) for row, seen in found.items())
        yield from islice((f for f in told if f.bound >= (_BOUND if f.kind is DifferenceKind.NEGATION else _LOOSE)), 1)


def _elsewhere(match: Match, row: int, own: Events, near: Sequence[int]) -> bool:
    """Whether another sentence that was looked at bears the event out: "would spend a year" here, "spent a year" there."""
    mine = own.of(match.content[row])
    for index in match.seen:
        met, slot = match.met_in(row, index)
        if index not in near and slot >= 0 and met >= (_SAME if match.same_language else _CERTAIN_TRANSLATED):
            theirs = _events_of(match, index)
            token = match.slots[slot][1]
            if _bears(mine, theirs.of(token)) and not any(token in e.words or token in e.reach for e in theirs.events):
                return True
    return False


def _events_of(match: Match, index: int) -> Events:
    sentence = match.reading.sentences[index]
    text = match.reading.text[sentence.start : sentence.end]
    return events(text, match.reading.language, local_tokens(sentence.tokens, sentence.start))


def local_tokens(tokens: Sequence[Token], start: int) -> tuple[Token, ...]:
    """The words of a sentence that begins at ``start``, as they count in it."""
    return tuple(Token(t.text, t.start - start, t.end - start, t.key, t.stop, t.digit, t.capital) for t in tokens)


def _couples(match: Match, language: str, part: Sequence[int], index: int, own: Events, theirs: Events) -> list[tuple[int, int]]:
    """Words of the claim with the source's words for them, where an operator governs the one or the other."""
    least = _SAME if match.same_language else _SAME_TRANSLATED
    out: list[tuple[int, int]] = []
    for row in part:
        met, slot = match.met_in(row, index)
        if slot < 0 or met < least or match.tokens[match.content[row]].capital:
            continue
        token = match.slots[slot][1]
        if any(match.content[row] in e.words for e in own.events) or any(token in e.words for e in theirs.events):
            continue
        carried = token in theirs.objects and not own.events and _done(match, language, match.content[row])
        if token in theirs.objects and not own.events and row - 1 in part and _done(match, language, match.content[row - 1]):
            out.append((row - 1, token))  # "reached an agreement": what the noun is under, its verb is
            continue
        if match.content[row] in own.status or token in theirs.status or carried:
            best = max(part, key=lambda r: (float(match.similar[r, slot]), -r))
            if best == row or match.similar[best, slot] <= met + 0.05:
                out.append((row, token))
    return out


def _compared(
    match: Match, language: str, part: Sequence[int], row: int, token: int, index: int, own: Events, theirs: Events
) -> _Found | bool:
    """What differs; true if the source bears the claim's event out; false if that cannot be told."""
    place = match.content[row]
    mine, other = own.of(place), theirs.objects.get(token, theirs.of(token))
    if mine == other or mine[0] == "know":
        return True
    explicit = place in own.status and token in theirs.status
    if token not in theirs.status and any(_bears(mine, (e.mode, e.sign)) for e in theirs.events if token in e.reach):
        return True
    if place not in own.status and any((e.mode, e.sign) == other for e in own.events if place in e.reach):
        return True
    if mine[1] != other[1]:
        firm = (mine[0], other[0]) in _AGAINST
        if _only_not(theirs, token) and _only_not(own, place):
            return _other_side(match, row, token, index, own, theirs) or False
        if not explicit:
            if place not in own.status and not _verb(match, language, place):
                return False
            if place in own.status and _verb(match, language, place) is False:
                return False  # "tobacco is not allowed": the page may say it of tobacco in other words
            if any(e.kind == "fail" for e in own.events if place in e.heads):
                return False
            if match.tokens[place].digit or turned_elsewhere(match, language, part, index, place not in own.status, place):
                return False
        return _Found(row, token, index, firm and (explicit or _verb(match, language, place) is True), explicit)
    if mine[1] < 0 or other[0] in _BORNE[mine[0]]:
        return True
    if place not in own.status and not _done(match, language, place):
        return False
    if place not in own.status and any(e.mode == other[0] for e in own.events):
        return False  # "will be taxed, the money used to build": the whole is of what is to come
    if token not in theirs.status:
        events_here = [e for e in own.events if place in e.heads]
        if any(_has_word(match, e, index) for e in events_here):
            return False
    return _Found(row, token, index, False, explicit)


def _rivals(match: Match, part: Sequence[int], index: int, own: Events, theirs: Events) -> Iterator[tuple[int, _Found | None]]:
    """Operators of the claim that another one of the sentence contradicts where the events themselves have no common word.

    "Refused to pay off the debt" beside «пообещал погасить долг»: the governor and the debt show that it is the same.
    """
    rows = {match.content[r]: r for r in part}
    said = {(e.mode, e.sign) for e in theirs.events}
    for event in own.events:
        row = next((rows[i] for i in (*event.heads, *event.words) if i in rows), None)
        if event.kind == "not" or row is None:
            continue
        if (event.mode, event.sign) in said:
            yield row, None
            continue
        others = [e for e in theirs.events if e.kind != "not" and e.sign != event.sign and (event.mode, e.mode) in _RIVALS]
        skip = [r for i, r in rows.items() if i in event.words or i in event.heads[:1]]
        if not others or fit(match, part, index, skip) < (_REST if match.same_language else _REST_TRANSLATED) or len(skip) >= len(part):
            continue
        other = max(others, key=lambda e: len(e.heads))
        yield row, _Found(row, other.heads[0] if other.heads else other.words[0], index, True, True)


def _untold(
    match: Match, language: str, part: Sequence[int], index: int, own: Events, theirs: Events
) -> Iterator[tuple[int, _Found | None]]:
    """A verb of the claim that tells as done what an operator of the sentence governs: "received 4 million" beside "demanded 4 million".

    The verb itself has no word there; what it was done to stands within the reach of the operator, and nowhere else in the sentence.
    """
    if any(match.content[r] in (*e.words, *e.heads) for e in own.events for r in part):
        return
    verb = next((r for r in part if _done(match, language, match.content[r])), None)
    if verb is None or turned_elsewhere(match, language, part, index, True):
        return
    least = _SAME if match.same_language else _SAME_TRANSLATED
    met = {r: match.met_in(r, index) for r in part if r != verb}
    args = {match.slots[slot][1] for r, (near, slot) in met.items() if r > verb and slot >= 0 and near >= least}
    near, slot = match.met_in(verb, index)
    stands = match.slots[slot][1] if slot >= 0 and near >= least else -1
    low, high = match.slots_of(index)
    for event in theirs.events:
        if event.sign > 0 and event.mode in _BORNE["do"]:
            continue
        reach = set(event.reach)
        if not args or not args <= reach or (stands >= 0 and stands not in reach):
            continue
        alike = max((float(match.similar[verb, s]) for s in range(low, high) if match.slots[s][1] in event.words), default=0.0)
        if alike >= (_RENDERED if match.same_language else _RENDERED_TRANSLATED):
            continue
        yield verb, _Found(verb, (event.heads or event.words)[0], index, False, False)
        return


def _bears(mine: tuple[str, int], other: tuple[str, int]) -> bool:
    return mine[1] == other[1] and (mine[1] < 0 or other[0] in _BORNE[mine[0]])


def _other_side(match: Match, row: int, token: int, index: int, own: Events, theirs: Events) -> _Found | None:
    """A plain "not" of the claim that the source has at another word: "in men but not in women" beside "in women but not in men".

    Any other plain "not" is left to :mod:`provenance.comparison.polarity.negation`.
    """
    least = _CERTAIN if match.same_language else _CERTAIN_TRANSLATED
    if match.content[row] not in own.status or match.met_in(row, index)[0] < least:
        return None
    nots = [e for e in theirs.events if e.kind == "not" and e.heads]
    low, high = match.slots_of(index)
    mine = next((e.words[0] for e in own.events if e.kind == "not" and match.content[row] in e.heads), 0)
    contrast = mine > 0 and match.tokens[mine - 1].text.lower() in _BUT
    for event in nots if contrast else ():
        slot = next((s for s in range(low, high) if match.slots[s][1] == event.heads[0]), -1)
        other = int(match.similar[:, slot].argmax()) if slot >= 0 else -1
        if other >= 0 and other != row and match.similar[other, slot] >= least and match.content[other] not in own.status:
            return _Found(row, token, index, True, True)
    if match.same_language and nots and all(min(abs(token - i) for i in (*e.words, *e.heads)) >= _FAR for e in nots):
        return _Found(row, token, index, False, True)
    return None


def _only_not(side: Events, token: int) -> bool:
    carried = token in side.objects
    return all(e.kind == "not" for e in side.events if token in e.heads or (carried and token in e.reach))


def turned_elsewhere(match: Match, language: str, part: Sequence[int], index: int, claim: bool, but: int = -1) -> bool:
    """Whether the side that has no operator turns the statement in some other way ("turned down", "unlawful", "without").

    ``claim``: whether that side is the claim; ``but``: its word that is compared, and turns nothing but itself.
    """
    if claim:
        words = tuple((t.start, t.end, not t.stop) for t in match.tokens)
        first, last = match.content[part[0]], match.content[part[-1]]
        poles = [m.span for m in directions(match.claim, language) if m.value in _TURNING]
        if any(s.start < t.end and t.start < s.end for i, t in enumerate(match.tokens) if first <= i <= last and i != but for s in poles):
            return True
        return any(first - 3 <= p.at <= last and p.at != but for p in places(match.claim, language, words)) or any(
            e.sign < 0 for e in events(match.claim, language, match.tokens).events
        )
    sentence = match.reading.sentences[index]
    text = match.reading.text[sentence.start : sentence.end]
    words = tuple((t.start - sentence.start, t.end - sentence.start, not t.stop) for t in sentence.tokens)
    return bool(places(text, match.reading.language, words))


def _has_word(match: Match, event: Event, index: int) -> bool:
    """Whether the sentence has a word for an operator of the claim."""
    rows = [r for r, i in enumerate(match.content) if i in event.words]
    return bool(rows) and max(match.met_in(r, index)[0] for r in rows) >= (_OWN if match.same_language else _OWN_TRANSLATED)


def _verb(match: Match, language: str, place: int) -> bool | None:
    """Whether a word of the claim is a verb; ``None`` where that cannot be told."""
    token = match.tokens[place]
    low = token.text.lower()
    if language == "en":
        if low.endswith("ing") and (not place or match.tokens[place - 1].text.lower() not in _BE):
            return None  # "observing time"
        return not (token.capital or low == token.key or low.endswith(("s", "er", "est")))
    if language == "ru":
        return russian().parse(low)[0].tag.POS in ("VERB", "INFN", "PRTS")
    return None


def _done(match: Match, language: str, place: int) -> bool:
    """Whether a word that nothing governs is told as done: a verb of the past."""
    token = match.tokens[place]
    if token.capital or token.digit:
        return False
    if language != "en":
        return past(tuple(t.text.lower() for t in match.tokens), place, language)
    if _verb(match, language, place):
        return not token.text.lower().endswith("ing") and (
            not place or match.tokens[place - 1].text.lower() not in ("to", "a", "the", "an")
        )
    return False


def _fact(match: Match, judge: Judge, row: int, seen: _Found) -> Fact:
    word = match.tokens[match.content[row]]
    sentence = match.reading.sentences[seen.index]
    token = sentence.tokens[seen.token]
    theirs = _events_of(match, seen.index)
    governing = [i for e in theirs.events if seen.token in e.heads for i in e.words]
    ends = [sentence.tokens[i] for i in governing] + [token]
    there = Span(min(t.start for t in ends), max(t.end for t in ends))
    own = events(match.claim, judge.own.language, match.tokens)
    mine = [match.tokens[i] for e in own.events if match.content[row] in e.heads for i in e.words] + [word]
    span = Span(min(t.start for t in mine), max(t.end for t in mine))
    bound, rest = judge.binding(Span(word.start, word.end), (row,), seen.index, Span(token.start, token.end))
    kind = DifferenceKind.NEGATION if seen.firm else DifferenceKind.HEDGE
    return Fact(
        kind, Outcome.DIFFERS, span.of(match.claim), span, there.of(match.reading.text), there, seen.index, bound, rest,
        TURNED if seen.firm else DOUBTED,
    )  # fmt: skip
