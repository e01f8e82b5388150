"""What is put off in one of the two and denied in the other: "will not open this year" beside "the opening was postponed to 2027".

Until then it does not happen, so that neither contradicts the other.
"""

from __future__ import annotations

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.factuality import TURNED
from provenance.comparison.polarity.turned import Side, claim_side, source_side
from provenance.language.polarity import directions, negations


def put_off(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether one side puts off what differs, and the other one says "not" of it."""
    if fact.note != TURNED:
        return False
    claim, source = claim_side(match, language, fact), source_side(match, fact)
    return any(_delays(one) and _denies(other) for one, other in ((claim, source), (source, claim)))


def _delays(side: Side) -> bool:
    return any(m.value == "delay" for m in directions(side.text, side.language) if m.span.overlaps(side.span))


def _denies(side: Side) -> bool:
    return any(not m.implicit for m in negations(side.text, side.language) if m.span.overlaps(side.span))
