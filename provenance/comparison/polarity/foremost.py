""" "Nobody before her", "no higher distinction", "never as fast" beside "the first", "the highest", "her best": one thing said from both ends."""

from __future__ import annotations

import re

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.hints import hint
from provenance.comparison.polarity.turned import ADDED, DROPPED, Side, claim_side, source_side

_AFTER = 90
"""Letters behind a "no" within which what it compares stands."""
_BEFORE = 25
"""Letters before a "largest" within which it may be the second one."""


def from_the_other_end(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether one side compares with a "no" or "never" where the other side has what is foremost."""
    if fact.note not in (ADDED, DROPPED):
        return False
    claim, source = claim_side(match, language, fact), source_side(match, fact)
    denying, other = (claim, source) if fact.note == ADDED else (source, claim)
    return _compares(denying) and _is_foremost(other)


def _compares(side: Side) -> bool:
    behind = re.split(r"[.;!?]\s", side.text[side.span.start : side.span.end + _AFTER])[0]
    nobody = hint("nobody", side.language).search(side.clause_before(side.span.start) + behind) is not None
    return hint("comparing" if nobody else "equal", side.language).search(behind) is not None


def _is_foremost(side: Side) -> bool:
    second = hint("second", side.language)
    found = hint("foremost", side.language).finditer(side.text)
    return any(second.search(side.text, max(0, m.start() - _BEFORE), m.start()) is None for m in found)
