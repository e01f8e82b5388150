"""A refusal or denial that only one side has: its like on the other side is a bare word, or agrees to something else than what a "no" denies.

Across languages a word that merely resembles the refused one is too easily another ("wanted to sit", "yesterday"); and the "no" of "no fruit"
is none of «погодився».
"""

from __future__ import annotations

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.events import Event, events
from provenance.comparison.polarity.factuality import TURNED
from provenance.comparison.polarity.turned import Side, claim_side, source_side


def bare(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether one of the two has no operator, across languages; or a mere "not" in the one meets a word of agreeing in the other."""
    if fact.note != TURNED:
        return False
    mine, theirs = operators_in(claim_side(match, language, fact)), operators_in(source_side(match, fact))
    if not match.same_language and not (mine and theirs):
        return True
    return any(_merely_not(one) and _agrees(other) for one, other in ((mine, theirs), (theirs, mine)))


def operators_in(side: Side) -> list[Event]:
    """The operators whose words stand in what differs."""
    found = events(side.text, side.language, side.tokens).events
    return [e for e in found if any(side.span.start <= side.tokens[i].start < side.span.end for i in e.words)]


def _merely_not(found: list[Event]) -> bool:
    return bool(found) and all(e.kind == "not" and e.mode == "do" for e in found)


def _agrees(found: list[Event]) -> bool:
    return bool(found) and all(e.kind == "accept" for e in found)
