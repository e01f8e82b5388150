"""What a source says of one part of a whole, and the claim with a "not" of the other: "three of the fourteen were not shot down" beside
"eleven of fourteen were".

Only where the claim's number is the source's own does a "not" turn it: "nine of the routes have no toilet" beside "nine have got one".
"""

from __future__ import annotations

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.hints import hint
from provenance.comparison.polarity.turned import ADDED, Side, claim_side, source_side
from provenance.language.numbers import Agreement, Quantity, agree, quantities

_BESIDE = 8
"""Letters behind a number within which the word ends that makes it a part: "seven of the", «три из»."""


def another_part(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether the claim denies of a part what its source says of a part of another size."""
    if fact.note != ADDED:
        return False
    theirs = quantities(source_side(match, fact).text, match.reading.language)
    if not theirs:
        return False
    side = claim_side(match, language, fact)
    parts = [q for q in quantities(match.claim, language) if _is_part(side, q)]
    if any(agree(q, other) is Agreement.AGREE for q in parts[:1] for other in theirs):
        return False
    return bool(parts) or hint("share", language).search(side.before(fact.span.end)) is not None


def _is_part(side: Side, number: Quantity) -> bool:
    """Whether a number is one of a part, in the clause of what differs."""
    if number.span.end > side.span.end or number.span.start < side.span.start - len(side.before(side.span.start)):
        return False
    found = hint("part", side.language).search(side.text, number.span.end, number.span.end + _BESIDE)
    return found is not None and not any(sign in side.text[number.span.end : found.start()] for sign in ",.;:")
