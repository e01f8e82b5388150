"""Deeds, words and values that the source gives to somebody else than the claim.

For each clause of the claim the clause of the source is sought that has its predicate. If its subject there is surely another actor, and
no clause that is or may be the claimed actor's has the predicate nearly as well, the claim has given it to another; if the claimed actor
stands in that clause as what the deed is done to, it has it the wrong way round.
"""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.details.actors import Actor, likely
from provenance.comparison.details.cast import Cast, Place
from provenance.comparison.details.facts import SAME_NAME, Fact, Outcome
from provenance.comparison.details.pieces import Phrase, clause_words
from provenance.comparison.details.predicates import little_words, mutual, predicate
from provenance.comparison.details.roles import SWAPPED
from provenance.comparison.details.scenes import Clause
from provenance.comparison.matching.tokens import Token
from provenance.model import DifferenceKind, Span

ANOTHER = "another actor"
"""Note of a predicate that the source gives to another."""
_MET = 0.74, 0.66
"""How well the predicate must be met by the other's clause, in one language and across two."""
_FEW = 0.11, 0.04
"""How much better a predicate of one word, or of two."""
_OWN = 0.64, 0.56
"""How well the other's clause must have the predicate by its own words alone."""
_VERB = 0.6, 0.5
"""How well it must meet the verb."""
_SAME_VERB = 0.15
"""How much better where both actors are there and only their parts are turned round."""
_ALL, _SAME_VERB_IN_ALL = 0.82, 0.08
"""From which it has the rest of the predicate; and how much better the verb must be met then."""
_POINTS = 0.0
"""How well a clause in which a pronoun stands for what was told before must meet the verb, to be lent the rest."""
_MARGIN = 0.1
"""How much better than by any clause that may be the claimed actor's."""
_LEAST, _OTHER_VERB = 0.03, 0.25
"""The same, where that clause has not the number; or where its verb is so much less like the claim's."""
_ELSEWHERE = 0.7
"""What a word of the predicate counts that only the neighbours have."""
_SOFT, _SURE = 0.5, 0.8
"""How firmly a likely and a sure difference are bound."""


def other_actors(cast: Cast, own: Sequence[Clause]) -> tuple[Fact, ...]:
    """Deeds that the source tells of another than the claim, in the order of the claim.

    Parameters:
        own: the claim's clauses.

    Returns:
        Facts that differ: ``NAME`` with the note :data:`ANOTHER`, ``RELATION`` with the note ``roles swapped``.
    """
    out: list[Fact] = []
    for clause in own:
        if not clause.subject or clause.joined or clause.verb < 0:
            continue
        fact = _Deed(cast, clause).fact()
        if fact is not None and not any(fact.span.overlaps(other.span) for other in out):
            out.append(fact)
    return tuple(out)


class _Deed:
    """One clause of the claim, and whose it is in the source."""

    def __init__(self, cast: Cast, clause: Clause) -> None:
        self.cast, self.clause, self.match = cast, clause, cast.match
        self.pick = cast.pick
        taken = {i for p in clause.subject for i in p.words}
        self.rows = [cast.row[i] for i in clause.words if i in cast.row and i not in taken]
        self.digits = [r for r in self.rows if self.match.tokens[self.match.content[r]].digit]
        verb = cast.row.get(clause.verb)
        # behind an auxiliary
        self.verb = verb if verb is not None else next((r for r in self.rows if self.match.content[r] > clause.verb), -1)
        few = _FEW[len(self.rows) - 1] if 0 < len(self.rows) <= len(_FEW) else 0.0
        self.least = _MET[self.pick] + few

    def fact(self) -> Fact | None:
        """The predicate with the other whose it is; ``None`` where it is not surely another's."""
        if self.verb < 0 or (len(self.rows) == 1 and self._says()):
            return None
        near = {index: self._bound(index, _ELSEWHERE) for index in self.cast.judge.seen}
        telling = [i for i, most in near.items() if most >= self.least and self.match.met_in(self.verb, i)[0] >= _VERB[self.pick]]
        if not telling:
            return None
        mine = self.cast.mine(self.clause.subject)
        if len(self.rows) < 2 and len(self.clause.words) > 3 and not (mine.persons or mine.names):
            return None
        with_mine = set(self.cast.sentences(mine))
        if not with_mine:
            return None
        near |= {index: self._bound(index, 1.0) for index in with_mine}
        others: list[tuple[float, Place, int]] = []
        turned: list[tuple[float, Place]] = []
        allowed: tuple[float, Place] | None = None
        order = sorted((i for i, most in near.items() if most >= self.least - _MARGIN), key=lambda i: (i not in with_mine, -near[i], i))
        for index in order:
            if allowed is not None and near[index] < allowed[0] + _LEAST:
                continue
            for place in self.cast.places(index):
                held = index in with_mine and self.cast.held(mine, place)
                points = held and place.clause.points and self._has_verb(place, _POINTS)
                score = self._score(place, 1.0 if points else _ELSEWHERE)
                if score < self.least - _MARGIN or (allowed is not None and score < allowed[0] + _LEAST):
                    continue
                apart = self._apart(mine, place)
                if held and self._done_to(mine, place) and self._same_verb(place) and self._reversed(mine, place):
                    turned.append((self._score(place, _ELSEWHERE), place))
                elif not apart:
                    if held or self._has_verb(place, 0.0):
                        allowed = score, place
                elif not held and self._has_verb(place, 0.0) and self._score(place, 0.0) >= _OWN[self.pick]:
                    others.append((score, place, apart))
        best = max(others, key=lambda o: (round(o[0], 6), -len(o[1].clause.words), -o[1].index), default=None)
        swap = max(turned, key=lambda o: (round(o[0], 6), -len(o[1].clause.words), -o[1].index), default=None)
        if swap is not None and (best is None or swap[0] >= best[0]) and self._beats(swap[0], swap[1], allowed):
            return self._fact(swap[1], 2, SWAPPED)
        if best is not None and self._beats(best[0], best[1], allowed):
            return self._fact(best[1], best[2], ANOTHER)
        return None

    def _says(self) -> bool:
        """Whether the predicate's verb is one of saying: "the office has said" tells nothing that another could have said in its place."""
        speech = clause_words(self.cast.language)
        token = self.match.tokens[self.match.content[self.verb]]
        return speech is not None and bool({token.key, token.text.lower()} & speech["speech"])

    def _does_it_too(self, place: Place) -> bool:
        """Whether the claim names the other as by whom it was done: "she was sent the right one by Varma"."""
        names = place.actor.persons or tuple(n for n, _ in place.actor.names)
        for phrase in self.clause.phrases:
            if self._by(phrase):
                there = self.cast.mine([phrase])
                own = [*(n.text for n in phrase.names), *there.persons, *(n for n, _ in there.names)]
                if any(likely(a, n) >= SAME_NAME for a in names for n in own):
                    return True
        return False

    def _apart(self, mine: Actor, place: Place) -> int:
        if not place.clause.subject and not place.actor.persons:
            return 0
        if place.clause.pronoun and not mine.persons:
            return 0
        apart = self.cast.apart(self.clause, mine, place, bool(self.digits))
        return min(apart, 1) if place.clause.pronoun else apart  # who "he" is, is never quite sure

    def _bound(self, index: int, elsewhere: float) -> float:
        """How well a clause of a sentence can have the predicate at most."""
        total = sum(self.match.weight[r] for r in self.rows)
        got = sum(self.match.weight[r] * max(self.match.met_in(r, index)[0], elsewhere * self.match.support(r)) for r in self.rows)
        return got / total if total else 0.0

    # ---- how well a clause has the predicate --------------------------------------------------------------------------

    def _score(self, place: Place, elsewhere: float) -> float:
        """How well a clause has the predicate; ``elsewhere`` is what words count that only its neighbours have, and no number."""
        total = got = 0.0
        words = place.clause.words if self.clause.told else [i for i in place.clause.words if i not in place.clause.told]
        for row in self.rows:
            lent = 0.0 if row in self.digits else min(elsewhere, _ELSEWHERE) if row == self.verb else elsewhere
            total += self.match.weight[row]
            got += self.match.weight[row] * max(self.cast.met(row, place.index, words), lent * self.match.support(row))
        return got / total if total else 0.0

    def _verb_near(self, place: Place, plain: bool) -> float:
        """How near the predicate's verb is to a word of a clause; ``plain``: to one that is in no noun phrase."""
        besides = {i for p in (place.clause.phrases if plain else place.clause.subject) for i in p.words} | place.clause.told
        return self.cast.met(self.verb, place.index, [i for i in place.clause.words if i not in besides])

    def _has_verb(self, place: Place, more: float) -> bool:
        return self._verb_near(place, more > 0) >= _VERB[self.pick] + more

    def _beats(self, score: float, place: Place, allowed: tuple[float, Place] | None) -> bool:
        """Whether another's clause has the predicate, and plainly better than what is or may be the claimed actor's."""
        if score < self.least:
            return False
        if allowed is None or score >= allowed[0] + _MARGIN:
            return True
        if score < allowed[0] + _LEAST:
            return False
        counted = [self.cast.met(r, place.index, place.clause.words) for r in self.digits]
        if counted and min(counted) == 1 and any(self.cast.met(r, allowed[1].index, allowed[1].clause.words) < 1 for r in self.digits):
            return True
        return self._verb_near(place, False) >= self._verb_near(allowed[1], False) + _OTHER_VERB

    # ---- the wrong way round ------------------------------------------------------------------------------------------

    def _done_to(self, mine: Actor, place: Place) -> bool:
        """Whether a clause that has the claimed actor has another subject."""
        return bool(place.clause.subject) and not any(self.cast.same(mine, p, place.index) for p in place.clause.subject)

    def _same_verb(self, place: Place) -> bool:
        """Whether a clause has the very verb; where it has all the rest, less will do."""
        less = self._score(place, 0.0) >= _ALL and not self._converse(place)
        return self._has_verb(place, _SAME_VERB_IN_ALL if less else _SAME_VERB)

    def _converse(self, place: Place) -> bool:
        """Whether the two verbs may tell one deed from its two sides: "sold to", "bought from"."""
        there = self.match.reading.sentences[place.index].tokens
        own = self.match.tokens[self.match.content[self.verb]]
        mine = predicate(own.text.lower(), own.key, self.cast.language)
        read = (predicate(there[i].text.lower(), there[i].key, self.cast.there) for i in place.clause.words if not there[i].capital)
        theirs = [p for p in read if p is not None and p.roles]
        if mine is None or not mine.roles:
            return bool(theirs)
        return not any(p.event == mine.event and p.roles == mine.roles for p in theirs)

    def _reversed(self, mine: Actor, place: Place) -> bool:
        """Whether the subject of a clause is one whom the claim has in its predicate, by the same voice."""
        if self.clause.passive != place.clause.passive or self._symmetric(place):
            return False
        names = place.actor.persons or tuple(n for n, _ in place.actor.names)
        known = bool(mine.persons or mine.names or mine.groups) or self.match.same_language  # "the accident killed" beside «погибли»
        for phrase in self.clause.phrases:
            if phrase in self.clause.subject or self._by(phrase):
                continue
            there = self.cast.mine([phrase])
            own = [*(n.text for n in phrase.names), *there.persons, *(n for n, _ in there.names)]
            if any(likely(a, n) >= SAME_NAME for a in names for n in own):
                return True
            if known and not own and any(self.cast.alike(i, place.index, p) for p in place.clause.subject for i in phrase.content):
                return True
        return False

    def _by(self, phrase: Phrase) -> bool:
        """Whether "by" stands before a noun phrase of the claim."""
        little = little_words(self.cast.language)
        before = self.match.tokens[phrase.words[0] - 1].text.lower() if phrase.led else ""
        return little is not None and before in little["by"]

    def _symmetric(self, place: Place) -> bool:
        """Whether a verb means the same either way round."""
        there = self.match.reading.sentences[place.index].tokens
        verbs = ((self.cast.language, self.match.tokens, self.clause.verb), (self.cast.there, there, place.clause.verb))
        return any(verb >= 0 and {all_[verb].key, all_[verb].text.lower()} & mutual(language) for language, all_, verb in verbs)

    # ---- what is found ------------------------------------------------------------------------------------------------

    def _fact(self, place: Place, apart: int, note: str) -> Fact:
        extra = ([self.clause.verb], [place.clause.verb]) if note == SWAPPED else ([], [])
        span = _span(self.match.tokens, [i for p in self.clause.subject for i in p.words] + extra[0])
        there = self.match.reading.sentences[place.index].tokens
        subject = [i for p in place.clause.subject for i in p.words] or list(place.clause.words)
        where = _span(there, subject + extra[1])
        bound = _SURE if apart > 1 else _SOFT
        kind = DifferenceKind.RELATION if note == SWAPPED else DifferenceKind.NAME
        return Fact(
            kind,
            Outcome.DIFFERS,
            span.of(self.match.claim),
            span,
            where.of(self.match.reading.text),
            where,
            place.index,
            bound,
            bound,
            note,
            note == ANOTHER and self.clause.passive and self._does_it_too(place),
        )


def _span(tokens: Sequence[Token], words: Sequence[int]) -> Span:
    return Span(tokens[min(words)].start, tokens[max(words)].end)
