"""A promise that both sides have, one of them with a "not" and another verb: "undertook to keep prices" beside "promised not to raise them"."""

from __future__ import annotations

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.bare import operators_in
from provenance.comparison.polarity.events import Event, events
from provenance.comparison.polarity.factuality import TURNED
from provenance.comparison.polarity.turned import Side, claim_side, source_side

_SAME, _SAME_TRANSLATED = 0.84, 0.6
"""From which two words are one."""


def promised_otherwise(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether both sides promise, and only one of them that something will not be, with another verb."""
    if fact.note != TURNED:
        return False
    claim, source = claim_side(match, language, fact), source_side(match, fact)
    own, there = _promises(claim), _promises(source)
    denied = any(e.kind == "not" for side in (claim, source) for e in events(side.text, side.language, side.tokens).events)
    return bool(own and there) and denied and not _same_verb(match, fact, own, there)


def _promises(side: Side) -> list[Event]:
    return [e for e in operators_in(side) if e.kind == "promise"]


def _same_verb(match: Match, fact: Fact, own: list[Event], theirs: list[Event]) -> bool:
    low, high = match.slots_of(fact.sentence)
    rows = [r for r, i in enumerate(match.content) if any(i in e.heads[:1] for e in own)]
    slots = [s for s in range(low, high) if any(match.slots[s][1] in e.heads[:1] for e in theirs)]
    least = _SAME if match.same_language else _SAME_TRANSLATED
    return any(float(match.similar[r, s]) >= least for r in rows for s in slots)
