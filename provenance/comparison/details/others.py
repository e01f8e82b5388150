"""All that a claim gives to another than its source does: deeds, statements, names, values, counts and titles."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from provenance.comparison.details.aligned import other_lines
from provenance.comparison.details.bearers import other_bearers
from provenance.comparison.details.cast import Cast
from provenance.comparison.details.changed_places import changed_places
from provenance.comparison.details.counted import PART, other_counts
from provenance.comparison.details.crossed import crossed
from provenance.comparison.details.described import other_titles
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.details.from_to import turned_round
from provenance.comparison.details.kinship import other_relatives
from provenance.comparison.details.other_actors import other_actors
from provenance.comparison.details.owners import other_owners
from provenance.comparison.details.roles import SAME_DEED, SWAPPED
from provenance.comparison.details.scenes import clauses
from provenance.comparison.details.tellers import other_tellers
from provenance.comparison.details.than import changed_sides
from provenance.comparison.details.whereabouts import other_places
from provenance.comparison.matching.match import Match
from provenance.model import Span

_LONGEST = 60
"""Words of the longest claim whose clauses are read."""


def others(
    match: Match, language: str | None, judge: Judge, turned: Sequence[Fact] = (), settled: Collection[Span] = ()
) -> tuple[Fact, ...]:
    """What the claim gives to another than the source does, in the order of the claim.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: its details; they hold the numbers and names of claim and source.
        turned: what its frames say; a deed that both tell with the same parts is nobody else's.
        settled: numbers that stand in the source with words of the claim that no other number beside has.

    Returns:
        Facts that differ, each with a note that says what was given to another.
    """
    if language is None or match.reading.language is None or not match.content or len(match.tokens) > _LONGEST:
        return ()
    found = [
        *(f for f in (*other_counts(match, judge), *other_lines(match, judge)) if f.note == PART or f.span not in settled),
        *changed_places(match, judge),
        *turned_round(match, judge),
        *changed_sides(match, language, judge),
        *other_relatives(match, language, judge),
        *other_places(match, judge),
    ]
    own = clauses(match.claim, language, judge.own.anchor)
    if own:
        cast = Cast(match, language, judge)
        for fact in (
            *other_tellers(cast),
            *other_actors(cast, own),
            *other_titles(cast, own),
            *other_owners(cast, own),
            *crossed(cast, own),
            *other_bearers(cast, own),
        ):
            if fact.note == SWAPPED and any(told.note == SAME_DEED and told.span.overlaps(fact.span) for told in turned):
                continue
            if not any(fact.span.overlaps(other.span) for other in found):
                found.append(fact)
    return tuple(sorted(found, key=lambda f: (f.span.start, f.span.end)))
