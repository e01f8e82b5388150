"""Opposites that may both be true: of two persons, and of a comparison seen from its other end.

"Shulha, who had been acquitted" is not turned by the sentence on Khomenko's conviction, and "half as many a week earlier" not by "twice as
many as a week before". Such a difference is a doubt, and no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from provenance.comparison.details.facts import SAME_NAME, Fact, Judge
from provenance.comparison.matching.match import Match
from provenance.language.names import Name, NameKind, same_name
from provenance.model import DifferenceKind

_TURNED = frozenset({DifferenceKind.RELATION, DifferenceKind.NEGATION})
_EARLIER = re.compile(
    r"\b(?:earlier|before|previous|ago|раньше|ранее|назад|прежде|раніше|тому|früher|zuvor|vorher|vorjahr|vorwoche|plus tôt|précédent|auparavant|antes|anterior"
    r"|wcześniej|poprzedni)",
    re.IGNORECASE,
)


def with_compatible(match: Match, judge: Judge, turned: Sequence[Fact]) -> tuple[Fact, ...]:
    """``turned`` with those made doubtful that may be true beside the claim.

    Parameters:
        match: the claim laid on its source.
        judge: has the names of claim and source.
        turned: reversed words of the claim.
    """
    return tuple(replace(f, doubtful=True) if f.kind in _TURNED and _may_both_be(match, judge, f) else f for f in turned)


def _may_both_be(match: Match, judge: Judge, fact: Fact) -> bool:
    if fact.sentence not in judge.stated:
        return False
    stated = judge.stated[fact.sentence]
    if _named(judge.own.names) and _persons(stated.names) and not _shared(judge.own.names, stated.names):
        return True
    if fact.kind is not DifferenceKind.RELATION:
        return False
    return _EARLIER.search(match.claim) is not None and _EARLIER.search(stated.text) is not None


def _named(names: Sequence[Name]) -> bool:
    return any(name.kind in (NameKind.PERSON, NameKind.OTHER) for name in names)


def _persons(names: Sequence[Name]) -> bool:
    return any(name.kind is NameKind.PERSON for name in names)


def _shared(some: Sequence[Name], others: Sequence[Name]) -> bool:
    return any(same_name(a.text, b.text) >= SAME_NAME for a in some for b in others)
