"""A "not" in what is only supposed or still to come: "if they are not delivered", "has not been ratified yet", "no ruling for two years".

What would happen if something were not so is no denial of it, and what is planned has not been done yet.
"""

from __future__ import annotations

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.hints import hint
from provenance.comparison.polarity.turned import ADDED, DROPPED, Side, claim_side, source_side
from provenance.language.numbers import quantities

_WORDS = 30
"""Letters before and behind a "not" among which a "yet" stands."""
_LONG = frozenset({"day", "week", "month", "year"})
"""Units of time within which something may yet come: "no ruling for two years"; "no sleep for eight hours" is another matter."""
_NEAR = 60
"""Letters around a word of the source among which something shows that it is still to come."""


def supposed(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether what differs stands in a condition, or is still to come."""
    claim, source = claim_side(match, language, fact), source_side(match, fact)
    if _in_condition(claim) or (fact.note != ADDED and _in_condition(source)):
        return True
    return fact.note != DROPPED and (_pending(claim, source) or _later(claim, source))


def _in_condition(side: Side) -> bool:
    return (
        hint("condition", side.language).search(side.clause_before(side.span.start) + side.text[side.span.start : side.span.end])
        is not None
    )


def _pending(claim: Side, source: Side) -> bool:
    near = claim.text[max(0, claim.span.start - _WORDS) : claim.span.end] + claim.behind(claim.span.end)[:_WORDS]
    if hint("pending", claim.language).search(near) is None:
        return False
    around = source.text[max(0, source.span.start - _NEAR) : source.span.end + _NEAR]
    return hint("coming", source.language).search(around) is not None


def _later(claim: Side, source: Side) -> bool:
    """Whether the claim denies something for a time, and the source names a time as well."""
    behind = claim.text[claim.span.end : claim.span.end + 2 * _NEAR]
    until = hint("lasting", claim.language).search(behind)
    if until is None:
        return False
    mine = [q for q in quantities(behind[until.end() : until.end() + _WORDS], claim.language) if q.unit in _LONG]
    return bool(mine) and any(q.unit == mine[0].unit for q in quantities(source.text, source.language))
