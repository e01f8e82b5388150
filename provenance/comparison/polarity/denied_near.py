"""What the source denies in other words than the claim: "bicycles are not allowed on it" for "may not ride bicycles on the ramp".

The claim's "not" found no partner around the word that it turns. Another one stands in the same sentence or the next, and among the words
that stand around the claim's own.
"""

from __future__ import annotations

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.negation import Place, Strength, places_of
from provenance.comparison.polarity.turned import ADDED, negation_of

_AROUND, _BESIDE = 4, 5
"""Words on either side of the claim's negated word; on either side of another "not"."""
_MET, _MET_TRANSLATED = 0.75, 0.6
"""From which a word of a sentence is the claim's."""
_PLAIN = 0.82
"""How well, in one language, a word and its clause are met of which all but the "not" is copied."""
_NEXT, _FAR = 1, 2
"""How many of the claim's words must stand beside a "not" of the same sentence or the next; of any other that was looked at."""


def denied_near(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether a sentence has a "not" of its own among the words around the claim's."""
    place = negation_of(match, language, fact) if fact.note == ADDED else None
    if place is None or (match.same_language and min(fact.bound, fact.fit) >= _PLAIN):
        return False
    rows = [r for r, token in enumerate(match.content) if abs(token - place.head) <= _AROUND]
    for index in match.seen:
        least = _NEXT if abs(index - fact.sentence) <= 1 else _FAR
        denials = [p for p in places_of(match, index) if p.strength is not Strength.HELD]
        if any(_beside(match, rows, index, p) >= least for p in denials):
            return True
    return False


def _beside(match: Match, rows: list[int], index: int, place: Place) -> int:
    least = _MET if match.same_language else _MET_TRANSLATED
    found = [match.met_in(r, index) for r in rows]
    return sum(slot >= 0 and met >= least and abs(match.slots[slot][1] - place.at) <= _BESIDE for met, slot in found)
