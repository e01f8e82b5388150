"""Values that are the source's, on another side: "before July" for "not before July", "more than 870" for 870, "by 31" for "to 31".

The value agrees, so that no other check sees a fault; what stands around it makes it another statement. It forbids ``supported``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from provenance.comparison.details.binding import differing
from provenance.comparison.details.derived import changes, end_for_change
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.negation import fit
from provenance.language.dates import DateKind, agree_dates
from provenance.language.limits import clash, limits
from provenance.language.numbers import Agreement, Kind, Quantity, agree
from provenance.model import DifferenceKind, Span

OTHER_SIDE = "another side of the same date"
PAST_IT = "more or less than the source’s number"
CAME_TO = "what it came to or from, and not how much it changed"
OTHER_END = "another end"
_RUN = re.compile(r"\s*(?:to|until|till|through|and|[-–—]|bis|до|по|à|au|al?|hasta|do)\s*", re.IGNORECASE)
_FIT, _FIT_TRANSLATED = 0.55, 0.45
"""How well the rest of a clause must be met by a sentence for its date to be the claim's."""
_EXACTLY = re.compile(r"\b(?:exactly|precisely|genau|exactement|exactamente|dokładnie)\b|(?<!\w)(?:ровно|рівно|точно)(?!\w)", re.IGNORECASE)
_BESIDE = 12
"""Letters before a number in which "exactly" stands."""
_ROUND = 20
_CLOSE = Decimal("0.9")
"""How near the source's number must be: another one in the sentence is the number of something else."""
_STRICT = frozenset({"more_than", "less_than"})
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})
_DURING = re.compile(r"over\b", re.IGNORECASE)
""""Over eleven years" is mostly how long something took."""
_NO_AMOUNTS = frozenset({Kind.ORDINAL, Kind.IDENTIFIER, Kind.YEAR, Kind.VAGUE})


def other_bounds(match: Match, language: str, judge: Judge) -> Iterator[Fact]:
    """Numbers and dates of the claim that the source has, and bounds otherwise: facts of kind ``HEDGE``.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: has the numbers and dates of the claim and of the sentences that were looked at.
    """
    source = match.reading.language
    if source is None or not match.seen:
        return
    yield from _dates(match, language, source, judge)
    yield from _ends(match, judge)
    for quantity in judge.own.quantities:
        fact = _number(match, language, judge, quantity)
        if fact is not None:
            yield fact


def _near(match: Match, span: Span, skip: Sequence[Span]) -> list[int]:
    """Sentences that tell what the claim's clause around ``span`` tells, best first."""
    row = next((r for r, i in enumerate(match.content) if match.tokens[i].end > span.start), len(match.content) - 1)
    part = next((p for p in match.parts if row in p), tuple(range(len(match.content))))
    out = [
        r for r in part if any(match.tokens[match.content[r]].start < s.end and s.start < match.tokens[match.content[r]].end for s in skip)
    ]
    fits = {s: fit(match, part, s, out) for s in match.seen}
    least = _FIT if match.same_language else _FIT_TRANSLATED
    return sorted((s for s in fits if fits[s] >= least), key=lambda s: (-fits[s], s))


def _dates(match: Match, language: str, source: str, judge: Judge) -> Iterator[Fact]:
    for mention in judge.own.dates:
        if mention.kind is DateKind.RELATIVE:
            continue
        mine = limits(match.claim, language, mention.span)
        seen: list[tuple[bool, int, Span]] = []
        for index in _near(match, mention.span, [m.span for m in judge.own.dates]):
            stated = judge.stated[index]
            for other in stated.dates:
                if other.kind is mention.kind and agree_dates(mention, other) is Agreement.AGREE:
                    seen.append((clash(mine, limits(stated.text, source, other.span)), index, other.span))
        if seen and all(wrong for wrong, *_ in seen):
            yield _fact(match, mention.span, seen[0][1], seen[0][2], OTHER_SIDE)


def _ends(match: Match, judge: Judge) -> Iterator[Fact]:
    """Runs from one weekday or month to another of which just one end is the source's: "from Monday to Friday" for "… to Thursday"."""
    for one, two in pairwise(judge.own.dates):
        if one.kind is not two.kind or not _RUN.fullmatch(match.claim[one.span.end : two.span.start]):
            continue
        for index in _near(match, one.span, [m.span for m in judge.own.dates]):
            stated = judge.stated[index]
            for first, last in pairwise(stated.dates):
                if first.kind is one.kind is last.kind and _RUN.fullmatch(stated.text[first.span.end : last.span.start]):
                    same = [agree_dates(mine, other) is Agreement.AGREE for mine, other in ((one, first), (two, last))]
                    if same[0] is not same[1]:
                        wrong = (two, last) if same[0] else (one, first)
                        yield _fact(match, wrong[0].span, index, wrong[1].span, OTHER_END)
                    return


def _number(match: Match, language: str, judge: Judge, claim: Quantity) -> Fact | None:
    if claim.kind in _NO_AMOUNTS:
        return None
    exactly = _EXACTLY.search(match.claim[max(0, claim.span.start - _BESIDE) : claim.span.end]) is not None
    ends = any(change.span.overlaps(claim.span) for change in changes(match.claim, judge.own.quantities))  # "de 20 à 10"
    wrong: Fact | None = None
    for index in _near(match, claim.span, [q.span for q in judge.own.quantities]):
        stated = judge.stated[index]
        span = end_for_change(claim, match.claim, language, stated.text, stated.quantities) if not ends else None
        if span is not None and not _told(claim, index, judge):
            return _fact(match, claim.span, index, span, CAME_TO)
        for other in stated.quantities:
            if other.kind is not claim.kind or other.unit != claim.unit:
                continue
            if _exceeds(claim, other) or (exactly and other.bound == "about" and other.value == claim.value):
                wrong = wrong or _fact(match, claim.span, index, other.span, PAST_IT)
            elif agree(claim, other) is Agreement.AGREE:
                return None
    return wrong


def _exceeds(claim: Quantity, source: Quantity) -> bool:
    """Whether the claim's "more than" or "less than" begins where the source's number ends.

    "More than 60" for 60 is how one often writes of round numbers.
    """
    if claim.bound not in _STRICT or source.bound is not None or (claim.unit in _TIMES and _DURING.match(claim.text)):
        return False
    if len(f"{source.low:f}".strip("0.")) == 1 and source.low >= _ROUND:
        return False
    if claim.bound == "more_than":
        return _CLOSE * claim.low <= source.high <= claim.low
    return _CLOSE * source.low <= claim.high <= source.low


def _told(claim: Quantity, index: int, judge: Judge) -> bool:
    """Whether another sentence has the number, outside of any change."""
    return any(agree(claim, q) is Agreement.AGREE for i in judge.seen if i != index for q in judge.stated[i].quantities)


def _fact(match: Match, span: Span, index: int, local: Span, note: str) -> Fact:
    return differing(match, DifferenceKind.HEDGE, span, index, local, note, 1.0)
