"""Where a claim has who did what to whom the other way round, or gives a deed to somebody else than its source does.

The frames of the claim (see :mod:`provenance.comparison.details.frames`) are laid beside those of the sentences that may say the same. Two
parts are swapped if each is met by the other's words and none by its own; a part is another's if verb and surroundings agree and two
names stand there that cannot be one. A frame of the source that agrees with the claim's clears it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from provenance.comparison.details.complements import Phrase
from provenance.comparison.details.facts import SAME_NAME, Fact, Judge, Outcome
from provenance.comparison.details.frames import Frame, frames, without
from provenance.comparison.details.nearness import Nearness
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.language.names import NameKind, same_name
from provenance.language.names_apart import surely_different
from provenance.model import DifferenceKind, Span

SWAPPED = "roles swapped"
SAME_DEED = "the same deed"
ANOTHER = "another {part}"
_WORD, _TRANSLATED = 0.9, 0.85
"""How near two words must be to be one, in one language and across two."""
_LIKELY = 0.62
"""From which they may be, across two, if they are far less near in each other's places."""
_CLEARLY = 0.12
"""How much nearer two parts must be to each other's words than to their own, both together, to have changed places."""
_FAR_CLEARER = 0.25
"""The same where only one of the two is surely the other's word, and across two languages."""
_READ = 0.8
"""How firmly two parts and a verb are bound that were all read."""
_SETTING = 0.6
"""How well a sentence that has them fits the rest of the clause, at the least."""
_FIT = 0.55
"""How well the rest of the clause must be met before a deed is given to another."""
_NEGATORS = frozenset(
    [
        "not",
        "n't",
        "never",
        "no",
        "nor",
        "neither",
        "cannot",
        "nicht",
        "nie",
        "kein",
        "keine",
        "pas",
        "jamais",
        "aucun",
        "nunca",
        "ningún",
        "jamás",
        "не",
        "ни",
        "нет",
        "ні",
        "никогда",
        "ніколи",
    ]
)
_DOERS = frozenset(("agent", "giver", "seller", "buyer", "winner", "payer", "later", "lender"))
"""Parts of those who do it."""
_APART = 0.6
"""How like each other two words for two persons may be."""
_CLOSE = re.compile(r"\w+\W+\w+")
"""What lies between two who are not one by apposition."""
_NAMED = frozenset((NameKind.PERSON, NameKind.ORGANISATION, NameKind.PLACE))
_KIND = {NameKind.PLACE: DifferenceKind.PLACE}


def with_roles(match: Match, language: str | None, judge: Judge, turned: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Reversed words, with what the frames of claim and source say.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: its details; they hold the names of claim and source.
        turned: the claim's reversed words.

    Returns:
        ``turned`` less opposite words that tell the same from the other side ("sold to" for "bought from"), and with swapped parts
        (``RELATION``, note :data:`SWAPPED`) and parts that the source gives to another (``NAME`` or ``PLACE``, note ``another agent``,
        ``another winner`` …); outcome ``DIFFERS``. A deed that is told from the other side ``AGREES``, note :data:`SAME_DEED`.
    """
    own = [f for f in _own_frames(match, judge, language) if f.parts and not _negated(match, f, -1)]
    if not own:
        return turned
    near = Nearness(match, language)
    found: list[Fact] = []
    cleared: set[int] = set()
    theirs = [(index, frame) for index in match.seen for frame in _frames_of(match, judge, index) if not _negated(match, frame, index)]
    for frame in own:
        alike = [(index, other) for index, other in theirs if _same_event(match, frame, other, index)]
        told = next(((index, other) for index, other in alike if _told_so(near, frame, other, index)), None)
        if told is not None:
            verb = match.tokens[frame.verb]
            cleared.add(verb.start)
            there = match.reading.sentences[told[0]].tokens[told[1].verb]
            if there.key != verb.key or _first(frame) != _first(told[1]):
                found.append(
                    Fact(
                        DifferenceKind.RELATION,
                        Outcome.AGREES,
                        verb.text,
                        Span(verb.start, verb.end),
                        there.text,
                        Span(there.start, there.end),
                        told[0],
                        _READ,
                        _SETTING,
                        SAME_DEED,
                    )
                )
        else:
            found += _compared(near, judge, frame, alike)
    kept = [f for f in turned if not (f.kind is DifferenceKind.RELATION and f.span.start in cleared)]
    return (*kept, *sorted(found, key=lambda f: (f.span.start, f.span.end, f.note)))


def _first(frame: Frame) -> str:
    """The part that is told first."""
    return min(frame.parts, key=lambda part: part[1].span.start)[0]


def _told_so(near: Nearness, frame: Frame, other: Frame, index: int) -> bool:
    """Whether the source's frame has two parts of the claim's, each met by its own words."""
    shared = [(phrase, there) for part, phrase in frame.parts if (there := other.part(part)) is not None]
    if len(shared) < 2 or not all(_met(near, phrase, there, index) for phrase, there in shared):
        return False
    return not any(_turned(near, one, two, index) for one, two in combinations(shared, 2))


def _own_frames(match: Match, judge: Judge, language: str | None) -> tuple[Frame, ...]:
    read = frames(match.claim, match.tokens, judge.own.names, language)
    return without(read, match.tokens, [q.span for q in judge.own.quantities])


def _frames_of(match: Match, judge: Judge, index: int) -> tuple[Frame, ...]:
    sentence = match.reading.sentences[index]
    if len(sentence.tokens) > 80:
        return ()
    read = frames(match.reading.text, sentence.tokens, judge.stated[index].names, match.reading.language, sentence.start)
    amounts = [Span(sentence.start + q.span.start, sentence.start + q.span.end) for q in judge.stated[index].quantities]
    return without(read, sentence.tokens, amounts)


def _negated(match: Match, frame: Frame, index: int) -> bool:
    tokens = match.tokens if index < 0 else match.reading.sentences[index].tokens
    near = [t.text.lower() for t in tokens[max(0, frame.verb - 4) : frame.verb + 3]]
    return any(
        word.endswith("n't") or (word in _NEGATORS and near[n - 1 : n] != ["of"])  # "a vote of no confidence"
        for n, word in enumerate(near)
    )


def _same_event(match: Match, one: Frame, other: Frame, index: int) -> bool:
    if one.event == other.event:
        return one.listed or match.reading.language == "en"
    if one.listed or other.listed or match.same_language or match.reading.language != "en":
        return False  # verbs outside the list are read by their places, which say who acts in English only
    row = _row(match, one.verb)
    return row is not None and _nearness(match, row, index, other.verb) >= _TRANSLATED


def _compared(near: Nearness, judge: Judge, frame: Frame, alike: Sequence[tuple[int, Frame]]) -> Iterator[Fact]:
    match = near.match
    found: dict[str, tuple[float, Fact]] = {}
    agreed: set[str] = set()
    for index, other in alike:
        shared = [(part, phrase, there) for part, phrase in frame.parts if (there := other.part(part)) is not None]
        straight = {part: _met(near, phrase, there, index) for part, phrase, there in shared}
        for (one, mine, yours), (two, mine_too, yours_too) in combinations(shared, 2):
            turned = _turned(near, (mine, yours), (mine_too, yours_too), index)
            if turned:
                fact = _swapped(match, judge, frame, other, index, (mine, mine_too), (yours, yours_too))
                _keep(found, SWAPPED, replace(fact, doubtful=turned < _TRANSLATED or frame.doubtful or other.doubtful))
                straight[one] = straight[two] = False
        agreed |= {part for part, same in straight.items() if same}
        for part, mine, yours in shared:
            if not straight[part] and (len(shared) == 1 or any(straight.values())):
                fact_or_none = _given_to_another(match, judge, part, mine, yours, index, len(shared) > 1) or (
                    _beside_the_other(near, part, mine, yours, index) if any(straight.values()) else None
                )
                if fact_or_none is not None:
                    _keep(found, part, fact_or_none)
    for part, (_, fact) in found.items():
        if part == SWAPPED or part not in agreed:
            yield fact


def _keep(found: dict[str, tuple[float, Fact]], key: str, fact: Fact) -> None:
    worth = fact.bound + fact.fit
    if key not in found or worth > found[key][0]:
        found[key] = (worth, fact)


# ---- whether two complements are one ---------------------------------------------------------------------------------


def _met(near: Nearness, mine: Phrase, yours: Phrase, index: int) -> bool:
    """Whether two complements have a name or, where either has none, a content word in common."""
    return _likeness(near, mine, yours, index) >= (_WORD if near.match.same_language else _TRANSLATED)


def _likeness(near: Nearness, mine: Phrase, yours: Phrase, index: int) -> float:
    """How near two complements are, by a name or by a content word."""
    if any(same_name(one.text, other.text) >= SAME_NAME for one in mine.names for other in yours.names):
        return 1.0
    return max((near.most(i, index, yours.head) for i in mine.head), default=0.0)


def _turned(near: Nearness, one: tuple[Phrase, Phrase], two: tuple[Phrase, Phrase], index: int) -> float:
    """How well two complements are met in each other's places, if that is plainly better than in their own; 0 if it is not.

    Things of one kind are near to each other, in two languages nearly as near as a word and its translation.
    """
    straight = [_likeness(near, mine, yours, index) for mine, yours in (one, two)]
    crossed = [_likeness(near, one[0], two[1], index), _likeness(near, two[0], one[1], index)]
    least = _WORD if near.match.same_language else _LIKELY
    plainly = sum(crossed) >= sum(straight) + _CLEARLY and all(c > s for c, s in zip(crossed, straight, strict=True))
    if plainly and min(crossed) >= least:
        return min(crossed)
    surest = max((0, 1), key=lambda n: crossed[n])
    one_is = crossed[surest] >= _TRANSLATED and straight[surest] <= _APART and sum(crossed) >= sum(straight) + _FAR_CLEARER
    return _LIKELY if one_is and not near.match.same_language else 0.0


def _row(match: Match, token: int) -> int | None:
    try:
        return match.content.index(token)
    except ValueError:
        return None


def _nearness(match: Match, row: int, index: int, token: int) -> float:
    low, high = match.slots_of(index)
    return next((float(match.similar[row, s]) for s in range(low, high) if match.slots[s][1] == token), 0.0)


# ---- what is found ---------------------------------------------------------------------------------------------------


def _swapped(
    match: Match, judge: Judge, frame: Frame, other: Frame, index: int, mine: tuple[Phrase, Phrase], yours: tuple[Phrase, Phrase]
) -> Fact:
    verb, there = match.tokens[frame.verb], match.reading.sentences[index].tokens[other.verb]
    span = _around(Span(verb.start, verb.end), *mine)
    place = _around(Span(there.start, there.end), *yours)
    rows = [row for row, i in enumerate(match.content) if span.start <= match.tokens[i].start < span.end]
    met = [match.met_in(row, index)[0] for row in rows]
    _, fit = judge.binding(span, rows, index, place)
    bound = max(_READ, sum(met) / len(met)) if met else _READ  # verb and parts were all found
    return Fact(
        DifferenceKind.RELATION, Outcome.DIFFERS, span.of(match.claim), span, place.of(match.reading.text), place, index, bound,
        max(_SETTING, fit) if len(rows) < len(match.content) else bound, SWAPPED,
    )  # fmt: skip


def _around(verb: Span, *phrases: Phrase) -> Span:
    return Span(min(verb.start, *(p.span.start for p in phrases)), max(verb.end, *(p.span.end for p in phrases)))


def _beside_the_other(near: Nearness, part: str, mine: Phrase, yours: Phrase, index: int) -> Fact | None:
    """A doer of no name in whose place the source has another, and who stands in the same sentence in another part: they are two."""
    match = near.match
    if part not in _DOERS or mine.names or not match.same_language or _likeness(near, mine, yours, index) > _APART:
        return None
    tokens = match.reading.sentences[index].tokens
    own = [match.tokens[i] for i in mine.head]
    if any(t.text.lower() != t.key for t in (*own[-1:], *(tokens[i] for i in yours.head[-1:] if not yours.names))):
        return None  # of groups one may be part of the other: girls, pupils
    beside = [n for n, t in enumerate(tokens) if n not in yours.words and not t.stop and any(t.key == o.key for o in own[-1:])]
    if not beside or any(_CLOSE.search(match.reading.text[a:b]) is None for a, b in (_gap(tokens, n, yours) for n in beside)):
        return None
    text = match.reading.text
    return Fact(
        DifferenceKind.RELATION, Outcome.DIFFERS, mine.span.of(match.claim), mine.span, yours.span.of(text), yours.span, index, _READ, _READ,
        ANOTHER.format(part=part), doubtful=True,
    )  # fmt: skip


def _gap(tokens: Sequence[Token], place: int, phrase: Phrase) -> tuple[int, int]:
    """Where the text between a word and a phrase begins and ends."""
    first, last = tokens[phrase.words[0]], tokens[phrase.words[-1]]
    return (last.end, tokens[place].start) if tokens[place].start > last.start else (tokens[place].end, first.start)


def _given_to_another(match: Match, judge: Judge, part: str, mine: Phrase, yours: Phrase, index: int, tied: bool) -> Fact | None:
    """A part that claim and source fill with two names of one kind that cannot be one bearer."""
    if len(mine.names) != 1 or len(yours.names) != 1:
        return None
    name, other = mine.names[0], yours.names[0]
    if name.kind not in _NAMED or name.kind is not other.kind or same_name(name.text, other.text) > 0.2:
        return None
    if any(same_name(other.text, n.text) > 0.2 for n in judge.own.names):
        return None  # the claim has it too, in another place
    known = any(same_name(name.text, n.text) >= SAME_NAME for i in match.seen for n in judge.stated[i].names)
    if not surely_different(name.text, other.text) and not (known and tied):
        return None
    sentence = match.reading.sentences[index]
    place = Span(sentence.start + other.span.start, sentence.start + other.span.end)
    rows = [row for row, i in enumerate(match.content) if name.span.start <= match.tokens[i].start < name.span.end]
    bound, fit = judge.binding(name.span, rows, index, place)
    if fit < _FIT:
        return None
    kind = _KIND.get(name.kind, DifferenceKind.NAME)
    return Fact(kind, Outcome.DIFFERS, name.text, name.span, other.text, place, index, max(bound, 0.5), fit, ANOTHER.format(part=part))
