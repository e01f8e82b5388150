"""What a claim takes from one clause of the source and puts into another: "will close its plant in Cork", where Dresden's is closed.

A sentence that has every word of the claim may still say something else: "Orlan will close its plant in Dresden and keep the one in Cork".
Each noun phrase of the claim is therefore looked for where the rest of its clause stands. If the unit of the source (see
:mod:`provenance.comparison.details.units`) that has the rest lacks the phrase, has something else in its place that the claim does not
have, and the phrase stands in other units, which all have less of the rest, the claim has crossed the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.comparison.details.cast import Cast
from provenance.comparison.details.claimed import ABSENT, THERE, Claimed
from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.details.grounds import Grounds, Home
from provenance.comparison.details.pieces import Phrase
from provenance.comparison.details.scenes import Clause
from provenance.language.names import NameKind
from provenance.model import DifferenceKind, Span

CROSSED = "another clause's"
"""Note of what stands in another clause of the source than the rest of the claim."""
_BOUND = 0.5
"""How firmly it is bound: enough to forbid support, and no more."""
_REST = 0.8, 0.66
"""How well a unit must have the rest of the claim's clause, in one language and across two."""
_SHORT = 0.08, 0.05
"""How much better where the rest is one word."""
_LENT, _ELIDED, _LENT_VERB = 0.7, 0.9, 0.55
"""What a word counts that stands in the same sentence, but not in the unit; where the unit goes on with the same subject; if it is the verb."""
_LEAD = 0.1, 0.08
"""How much more of the rest the unit must have than any that has the phrase; of one word of it:"""
_WORD = 0.3, 0.14
_VERB = 0.02
"""How much better those may have its verb."""
_DOES = 0.72, 0.58
"""How well the unit must have the verb."""
_MAYBE = 0.6
"""Below which no sentence has a word of a name, however it is spelt."""


def crossed(cast: Cast, own: Sequence[Clause]) -> tuple[Fact, ...]:
    """Noun phrases of the claim that the source has in another clause than the rest; facts that differ, note :data:`CROSSED`."""
    out: list[Fact] = []
    grounds = Grounds(cast)
    for clause in own:
        if clause.joined:
            continue
        for phrase in _candidates(clause):
            fact = _Crossing(grounds, clause, Claimed(cast, clause, phrase)).fact()
            if fact is not None:
                out.append(fact)
                break
    return tuple(out)


def _candidates(clause: Clause) -> Iterator[Phrase]:
    """Noun phrases of a clause, but for those of what is said in it."""
    for phrase in clause.phrases:
        if phrase.content and clause.verb not in phrase.words and not clause.told.intersection(phrase.words):
            yield phrase


def _rank(score: float, home: Home) -> tuple[float, int, int]:
    return round(score, 6), -len(home.unit.words), -home.index


class _Crossing:
    """One noun phrase of the claim, and where the source has it and the rest of its clause."""

    def __init__(self, grounds: Grounds, clause: Clause, mine: Claimed) -> None:
        self.grounds, self.cast, self.match, self.clause, self.mine = grounds, grounds.cast, grounds.match, clause, mine
        self.pick = self.cast.pick
        self.rest = mine.rest
        verb = self.cast.row.get(clause.verb)
        self.verb = verb if verb is not None else next((r for r in self.rest if self.match.content[r] > clause.verb), -1)
        self.acting = frozenset(self.cast.row[i] for p in clause.subject for i in p.content if i in self.cast.row)
        self.weight = {r: self.match.weight[r] * (1 + (r == self.verb)) for r in self.rest}

    def fact(self) -> Fact | None:
        """The phrase with what stands in its place."""
        mine = self.mine
        if not mine.rows or self.verb not in self.weight:
            return None
        if not mine.named and (mine.phrase.led or (self.clause.passive and mine.subject) or (len(self.rest) < 2 and not mine.groups)):
            return None
        found = self._best()
        if found is None:
            return None
        score, home = found
        if (mine.subject and home.unit.pronoun) or (not mine.named and not mine.subject and home.unit.inherited):
            return None  # it may be left out
        if mine.stands(home) >= ABSENT[self.pick] or not self._does(home) or not self._digits(home):
            return None
        with_phrase = [other for other in self.grounds.homes(self._with_phrase()) if mine.stands(other) >= THERE[self.pick]]
        if not with_phrase or not self._leads(score, home, with_phrase):
            return None
        rival = mine.rival(home, with_phrase)
        return self._fact(home, rival) if rival is not None else None

    # ---- where the rest stands ----------------------------------------------------------------------------------------

    def _best(self) -> tuple[float, Home] | None:
        """The unit that has most of the rest, and how well."""
        least = _REST[self.pick] + (_SHORT[self.pick] if len(self.rest) < 2 else 0.0)
        lent = {r: _ELIDED * self.grounds.support[r] for r in self.acting}
        best: tuple[float, Home] | None = None
        for most, index in self.grounds.within(least, self.weight, lent):
            if best is not None and most < best[0]:
                break
            if self.grounds.near[index][self.verb] < _DOES[self.pick]:
                continue
            for home in self.grounds.homes([index]):
                score = self._has(home)
                if score >= least and (best is None or _rank(score, home) > _rank(*best)):
                    best = score, home
        return best

    def _with_phrase(self) -> list[int]:
        """Sentences that may have the phrase."""
        least = min(_MAYBE, THERE[self.pick]) if self.mine.named else THERE[self.pick]
        return [i for i, near in self.grounds.near.items() if all(near[r] >= least for r in self.mine.rows)]

    def _met(self, row: int, home: Home) -> float:
        token = self.match.content[row]
        words = [*home.words, *home.behind] if token in self.clause.told else home.words
        own = self.cast.met(row, home.index, words)
        if self.match.tokens[token].digit:
            return own
        if row in self.acting and (home.unit.pronoun or any(self.mine.points(p, home.index) for p in home.unit.subject)):
            return max(own, _ELIDED * self.grounds.support[row])  # "the company"
        lent = _LENT_VERB if row == self.verb else _ELIDED if home.unit.inherited else _LENT
        return max(own, lent * float(self.grounds.near[home.index][row]))

    def _has(self, home: Home) -> float:
        """How well a unit has the rest, the verb counted twice."""
        return sum(w * self._met(r, home) for r, w in self.weight.items()) / sum(self.weight.values())

    def _digits(self, home: Home) -> bool:
        return all(self._met(r, home) == 1 for r in self.rest if self.match.tokens[self.match.content[r]].digit)

    def _leads(self, score: float, home: Home, others: Sequence[Home]) -> bool:
        """Whether a unit has plainly more of the rest than each of those that have the phrase."""
        for other in others:
            if score < self._has(other) + _LEAD[self.pick]:
                return False
            if max(self._met(r, home) - self._met(r, other) for r in self.rest) < _WORD[self.pick]:
                return False
            if self._met(self.verb, other) > self._met(self.verb, home) + _VERB:
                return False
        return True

    def _does(self, home: Home) -> bool:
        """Whether a unit has the verb itself, or leaves it out."""
        return home.unit.verb < 0 or self.cast.met(self.verb, home.index, home.unit.words) >= _DOES[self.pick]

    def _fact(self, home: Home, rival: Sequence[int]) -> Fact:
        tokens, there = self.match.tokens, self.match.reading.sentences[home.index].tokens
        mine = [self.match.content[r] for r in self.mine.rows]
        span = Span(tokens[min(mine)].start, tokens[max(mine)].end)
        where = Span(there[min(rival)].start, there[max(rival)].end)
        place = self.mine.named and all(n.kind is NameKind.PLACE for n in self.mine.phrase.names) and bool(self.mine.phrase.names)
        kind = DifferenceKind.PLACE if place else DifferenceKind.NAME
        text = self.match.reading.text
        return Fact(kind, Outcome.DIFFERS, span.of(self.match.claim), span, where.of(text), where, home.index, _BOUND, _BOUND, CROSSED)
