"""Where it is: a place of the claim that the source names elsewhere, where the sentence that tells the rest names another place.

"Hansa cuts 340 jobs in Bremen. The works in Kiel stay as they are" has every word of "Hansa cuts 340 jobs in Kiel".
"""

from __future__ import annotations

from collections.abc import Iterator

from provenance.comparison.details.facts import SAME_NAME, Fact, Judge, Outcome
from provenance.comparison.details.other_names import may_hold
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.negation import fit
from provenance.language.names import Name, NameKind, same_name
from provenance.model import DifferenceKind, Span

PLACED = "another place there"
_BOUND = 0.5
"""How firmly it is bound: enough to forbid support, and no more."""
_FIT = 0.7, 0.52
"""How well a sentence must meet the rest of the clause, in one language and across two."""
_RIVAL = 0.93
"""Sentences that meet it this much as well as the best one have a say."""
_THERE = 0.86, 0.76
"""From which a sentence has a word of the claim."""


def other_places(match: Match, judge: Judge) -> Iterator[Fact]:
    """Places of the claim that the source has in another sentence only, with the place that stands there; of kind ``PLACE``.

    Parameters:
        match: the claim laid on its source.
        judge: has the names of claim and source.
    """
    own = judge.own.names
    for name in own:
        if name.kind is NameKind.PLACE:
            fact = _placed(match, judge, name, own)
            if fact is not None:
                yield fact


def _placed(match: Match, judge: Judge, name: Name, own: tuple[Name, ...]) -> Fact | None:
    pick = 0 if match.same_language else 1
    rows = [r for r, i in enumerate(match.content) if name.span.start <= match.tokens[i].start < name.span.end]
    part = next((p for p in match.parts if rows and rows[0] in p), ())
    if len(part) <= len(rows) + 1:
        return None
    fits = {s: fit(match, part, s, rows) for s in match.seen}
    best = max(fits.values(), default=0.0)
    if best < _FIT[pick]:
        return None
    near = sorted((s for s in fits if fits[s] >= _RIVAL * best), key=lambda s: (-fits[s], s))

    def has(index: int) -> bool:
        if all(match.met_in(r, index)[0] >= _THERE[pick] for r in rows):
            return True
        return any(same_name(name.text, n.text) >= SAME_NAME for n in judge.stated[index].names)

    if any(has(s) for s in near) or not any(has(s) for s in match.seen):
        return None
    for other in judge.stated[near[0]].names:
        if other.kind is not NameKind.PLACE or may_hold(name, other) or may_hold(other, name):
            continue
        if any(same_name(mine.text, other.text) >= SAME_NAME for mine in own):
            continue
        start = match.reading.sentences[near[0]].start
        there = Span(start + other.span.start, start + other.span.end)
        return Fact(
            DifferenceKind.PLACE, Outcome.DIFFERS, name.text, name.span, other.text, there, near[0], _BOUND, _BOUND, PLACED
        )  # fmt: skip
    return None
