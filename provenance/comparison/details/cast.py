"""The clauses of a source with their subjects, as one claim is laid on it; read sentence by sentence, when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from provenance.comparison.details.actors import (
    Actor,
    Known,
    actor,
    akin,
    bearers_apart,
    crowd,
    group_of,
    known,
    likely,
    loose,
    meant,
    one_bearer,
    pointing,
    surname,
)
from provenance.comparison.details.facts import SAME_NAME, Judge
from provenance.comparison.details.pieces import Phrase
from provenance.comparison.details.scenes import Clause, clauses, hung
from provenance.comparison.matching.match import Match
from provenance.language.names import NameKind

_HEAD = 0.75, 0.72
"""From which two common nouns are one, in one language and across two."""
_FAR = 0.5, 0.48
"""Below which they are not."""
_SPELT = 0.85
"""From which two words are one name in two scripts or case forms."""
_NAMED = 0.5
"""From which :func:`likely` a name may be the claimed actor's."""
_APPOSED = 4
"""Noun phrases behind a name that may describe its bearer."""
_BACK = 3
"""Sentences back in which the person is looked for whom "he" or "she" means."""


@dataclass(frozen=True, slots=True)
class Place:
    """A clause of the source."""

    index: int
    """Of its sentence."""
    clause: Clause
    actor: Actor


class Cast:
    """Who is who in the sentences that a match looked at."""

    def __init__(self, match: Match, language: str, judge: Judge) -> None:
        self.match, self.language, self.judge = match, language, judge
        self.there = match.reading.language or language
        self.pick = 0 if match.same_language else 1
        self.row = {index: row for row, index in enumerate(match.content)}
        self.slot = {slot: n for n, slot in enumerate(match.slots)}
        self._read: dict[int, tuple[Place, ...]] = {}
        self._told: dict[tuple[str, ...], tuple[frozenset[str], tuple[str, ...]]] = {}

    @cached_property
    def names(self) -> Known:
        """The names of claim and source."""
        stated = [n for i in self.judge.seen for n in self.judge.stated[i].names]
        every = [t for i in self.judge.seen for t in self.match.reading.sentences[i].tokens if not t.stop]
        words = [t.text for t in every if t.text.islower() or (t.capital and self.there != "de")]
        return known((*stated, *self.judge.own.names), words)

    # ---- reading ------------------------------------------------------------------------------------------------------

    def mine(self, phrases: Sequence[Phrase]) -> Actor:
        """The actor that noun phrases of the claim tell."""
        return actor(phrases, self.match.tokens, self.language, self.names)

    def theirs(self, phrases: Sequence[Phrase], index: int) -> Actor:
        """The actor that noun phrases of a sentence of the source tell."""
        return actor(phrases, self.match.reading.sentences[index].tokens, self.there, self.names)

    def places(self, index: int) -> tuple[Place, ...]:
        """The clauses of a sentence."""
        if index not in self._read:
            sentence = self.match.reading.sentences[index]
            text = self.match.reading.text[sentence.start : sentence.end]
            read = clauses(text, self.there, self.judge.stated[index].anchor)
            self._read[index] = tuple(Place(index, clause, self.theirs(clause.subject, index)) for clause in read)
            self._read[index] = tuple(self._resolved(place) for place in self._read[index])
        return self._read[index]

    def _resolved(self, place: Place) -> Place:
        """A clause about "he" or "she" with the person who was named last, if no other was named beside."""
        if not place.clause.pronoun:
            return place
        for back in range(_BACK + 1):
            if place.index - back not in self.judge.stated:
                break
            before = [p for p in self.places(place.index - back) if not back or p.index < place.index]
            if not back:
                before = before[: before.index(place)] if place in before else []
            persons = {text for p in before for q in p.clause.phrases for text in self.theirs([q], p.index).persons}
            if len({surname(text) for text in persons}) == 1:
                return replace(place, actor=replace(place.actor, persons=tuple(sorted(persons))))
            if persons:
                break
        return place

    # ---- likeness -----------------------------------------------------------------------------------------------------

    def met(self, row: int, index: int, words: Sequence[int]) -> float:
        """How well words of a sentence meet a content word of the claim."""
        slots = [s for i in words if (s := self.slot.get((index, i))) is not None]
        return max((float(self.match.similar[row, s]) for s in slots), default=0.0)

    def like(self, token: int, index: int, words: Sequence[int]) -> float:
        """The same for a word of the claim by its index among the tokens; 0 for a function word."""
        row = self.row.get(token)
        return self.met(row, index, words) if row is not None else 0.0

    def same(self, mine: Actor, phrase: Phrase, index: int) -> bool:
        """Whether a noun phrase of the source has the claimed actor in it."""
        own = mine.persons or tuple(n for n, _ in mine.names)
        tokens = self.match.reading.sentences[index].tokens
        if not own:
            groups = {group_of(tokens[i].text.lower().replace("’", "'"), tokens[i].key, self.there) for i in phrase.content}
            return bool(groups & mine.groups) or any(self.like(h, index, phrase.content) >= _HEAD[self.pick] for h in mine.heads)
        if any(likely(a, n.text) >= _NAMED for a in own for n in phrase.names):
            return True
        return self._spelt(mine, own, index, [i for i in phrase.content if tokens[i].text[:1].isupper()])

    def _spelt(self, mine: Actor, own: Sequence[str], index: int, capitals: Sequence[int]) -> bool:
        last = {i for p in mine.phrases for i in p.content for a in own if self.match.tokens[i].text == a.split()[-1]}
        if any(self.like(i, index, capitals) >= _SPELT for i in last):
            return True
        tokens = self.match.reading.sentences[index].tokens
        return any(likely(a, tokens[i].text) >= _NAMED for a in own if " " not in a for i in capitals)

    def alike(self, token: int, index: int, phrase: Phrase) -> bool:
        """Whether a word of the claim is what a noun phrase of the source says that it is."""
        return self.like(token, index, (phrase.head,)) >= _HEAD[self.pick]

    def held(self, mine: Actor, place: Place) -> bool:
        """Whether the claimed actor stands anywhere in a clause."""
        return any(self.same(mine, p, place.index) for p in place.clause.phrases)

    def sentences(self, mine: Actor) -> Iterator[int]:
        """Sentences that have the claimed actor, by their words alone."""
        own = mine.persons or tuple(n for n, _ in mine.names)
        for index in self.judge.seen:
            tokens = self.match.reading.sentences[index].tokens
            every = range(len(tokens))
            if not own:
                near = any(self.like(h, index, every) >= _HEAD[self.pick] for h in mine.heads)
                if near or (mine.groups and any(group_of(t.text.lower(), t.key, self.there) in mine.groups for t in tokens if not t.stop)):
                    yield index
            elif any(likely(a, n.text) >= _NAMED for a in own for n in self.judge.stated[index].names) or self._spelt(
                mine, own, index, [i for i in every if tokens[i].text[:1].isupper() and not tokens[i].stop]
            ):
                yield index

    # ---- who is who ---------------------------------------------------------------------------------------------------

    def together(self, mine: Actor, place: Place) -> bool:
        """Whether a sentence has both the claimed actor and the clause's, apart from each other."""
        names = [*place.actor.persons, *(n for n, _ in place.actor.names)]
        for index in self.sentences(mine):
            if index != place.index and not any(likely(a, n.text) >= _NAMED for a in names for n in self.judge.stated[index].names):
                continue
            for other in self.places(index):
                for phrase in other.clause.phrases:
                    if not self.same(mine, phrase, index):
                        continue
                    if index == place.index and phrase not in place.clause.subject:
                        return True
                    beside = (q for q in other.clause.phrases if q is not phrase and not {q, phrase} <= set(other.clause.subject))
                    if any(likely(a, n.text) >= _NAMED for q in beside for a in names for n in q.names):
                        return True
        return False

    def attached(self, bearers: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
        """Groups and names that stand beside a name, in one phrase or in apposition."""
        key = tuple(bearers)
        if key not in self._told:
            self._told[key] = self._attached(key)
        return self._told[key]

    def _attached(self, bearers: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
        groups: set[str] = set()
        names: list[str] = []
        for index in self.judge.seen:
            if not any(one_bearer(a, n.text) for a in bearers for n in self.judge.stated[index].names):
                continue
            for near in self.described(bearers, index):
                told = self.theirs(near, index)
                groups |= told.groups
                names += [*(name for name, _ in told.names), *told.about]
        return frozenset(groups), tuple(names)

    def described(self, bearers: Sequence[str], index: int) -> Iterator[tuple[Phrase, ...]]:
        """The noun phrases of a sentence that describe a bearer of one of the names: the name's own, and those in apposition."""
        for place in self.places(index):
            every = place.clause.phrases
            for n, phrase in enumerate(every):
                if any(one_bearer(a, b) for a in bearers for b in (*self.theirs([phrase], index).persons, *(x.text for x in phrase.names))):
                    beside: list[Phrase] = []
                    for q in every[n + 1 : n + 1 + _APPOSED]:
                        if q.words[0] != (beside[-1] if beside else phrase).words[-1] + 1:
                            break
                        beside.append(q)
                    apposed = place.clause.subject if phrase in place.clause.subject and not place.clause.joined else ()
                    yield tuple(dict.fromkeys((phrase, *apposed, *beside)))

    def apart(self, clause: Clause, mine: Actor, place: Place, counted: bool) -> int:
        """Whether a clause's subject is another than the claimed actor: 0 perhaps not, 1 likely, 2 surely.

        Parameters:
            clause: the claim's.
            counted: whether a number is told of the actor, so that it need not be one who acts.
        """
        there, tokens = place.actor, self.match.reading.sentences[place.index].tokens
        if any(tokens[p.words[0]].digit for p in place.clause.subject):
            return 0  # "336 million sheets" is no actor
        if meant(mine, there) or any(self.same(mine, p, place.index) for p in place.clause.subject if mine.persons or mine.names):
            return 0
        told = bearers_apart(mine, there)
        if told is not None:
            sure = bool(mine.persons) or self.together(mine, place)  # a club has a nickname
            return (2 if sure else 1) if told else 0
        beside = [p for p in clause.phrases if p not in clause.subject and p not in hung(clause)]
        theirs = there.persons or tuple(n for n, _ in there.names)
        if any(likely(a, n.text) >= SAME_NAME for a in theirs for p in beside for n in p.names):
            return 1 if pointing(mine.groups) else 2  # the claim itself tells the two apart
        if mine.persons:
            return self._not_the_person(mine, place)
        about = [] if mine.names else [*mine.about, *(n.text for p in hung(clause) for n in p.names)]
        if about and any(self.same(mine, p, place.index) for p in place.clause.subject):  # "shares in Linden", "Apex shares"
            others = [*there.about, *(n.text for p in hung(place.clause) for n in p.names)] or [n for n, _ in there.names]
            return 2 if others and not any(one_bearer(a, b) for a in about for b in others) else 0
        if there.persons:
            return self._not_by_person(mine, place)
        if mine.names:
            return self._not_the_body(mine, place)
        if any(self.same(mine, p, place.index) for p in place.clause.subject):
            return 0
        return self._not_the_named(mine, place) if there.names else self._two_groups(mine, place, counted)

    def _not_the_person(self, mine: Actor, place: Place) -> int:
        there = place.actor
        groups, names = self.attached(mine.persons)
        if there.names:
            return 0 if any(one_bearer(a, b) for a in names for b, _ in there.names) else 1
        if not there.groups or pointing(there.groups) or akin(groups | mine.groups, there.groups):
            return 0
        return 1

    def _not_by_person(self, mine: Actor, place: Place) -> int:
        there = place.actor
        groups, names = self.attached(there.persons)
        if mine.names:
            if any(kind is NameKind.PLACE for _, kind in mine.names) or any(one_bearer(a, b) for a, _ in mine.names for b in names):
                return 0
            return 0 if self._near(mine, place) else 2
        if not mine.groups or pointing(mine.groups) or akin(mine.groups, groups | there.groups):
            return 0
        return 2

    def _near(self, mine: Actor, place: Place) -> bool:
        """Whether a sentence has the claimed body and the person both: he may be its man."""
        stated = self.judge.stated
        return any(one_bearer(a, n.text) for i in self.sentences(mine) for a in place.actor.persons for n in stated[i].names)

    def _not_the_body(self, mine: Actor, place: Place) -> int:
        there = place.actor
        if there.names:  # one of them a place, which may stand for those who sit there
            return 0 if all(k is NameKind.PLACE for _, k in mine.names) and not self.together(mine, place) else 1
        if crowd(there.groups) and not akin(mine.groups, there.groups):
            return 2
        return 1 if there.groups and not pointing(there.groups) and self.together(mine, place) else 0

    def _not_the_named(self, mine: Actor, place: Place) -> int:
        there = place.actor
        groups = self.attached([n for n, _ in there.names])[0] | there.groups
        if not mine.groups or akin(mine.groups, groups):
            return 0
        if pointing(mine.groups):
            return 2 if groups and self.together(mine, place) else 0
        described = any(len(p.content) > sum(len(n.text.split()) for n in p.names) for p in there.phrases)
        return 2 if crowd(mine.groups) or self.together(mine, place) else int(described)

    def _two_groups(self, mine: Actor, place: Place, counted: bool) -> int:
        there = place.actor
        if not mine.phrases or not there.phrases:
            return 0
        if mine.groups and there.groups:
            if akin(mine.groups, there.groups):
                return 0
            if not loose(mine.groups) and not loose(there.groups):
                return 2
        if not (mine.groups or counted):
            return 0  # what is no actor has its deeds told in many ways
        near = max((self.like(h, place.index, p.content) for h in mine.heads for p in there.phrases), default=0.0)
        return 2 if near < _FAR[self.pick] and self.together(mine, place) else 0
