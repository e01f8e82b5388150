"""Where a claim turns what its passage says: a "not" more or less, an opposite, up for down.

A reversal is only called in a clause that one sentence otherwise meets. Cosines play no part in it but to find which word stands
for which.
"""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.contraries import contraries
from provenance.comparison.polarity.excuses import denied_elsewhere
from provenance.comparison.polarity.negation import fit, unpaired
from provenance.comparison.polarity.opposed import opposed
from provenance.comparison.polarity.refuted import refuted
from provenance.comparison.polarity.sides import sides
from provenance.comparison.polarity.votes import votes
from provenance.model import DifferenceKind, Span


def reversals(match: Match, language: str | None, judge: Judge) -> tuple[Fact, ...]:
    """Reversed words of the claim, with the source's words in their place; outcome always ``DIFFERS``."""
    found: list[Fact] = [f for f in unpaired(match, language) if not denied_elsewhere(match, f)]
    for part in match.parts:
        fits = {s: fit(match, part, s, ()) for s in match.seen}
        found += contraries(match, part, fits, judge, language)
    known = opposed(match, language, judge)
    counted, sided = votes(match, language, judge)
    ordered = sides(match, language)
    found = _unsettled([*_unsettled(found, known.settled), *known.facts], ordered.settled)
    found = [f for f in (*found, *ordered.facts) if not any(f.span.overlaps(s) for s in sided)]
    found += counted
    denied = refuted(match, language, judge)
    found = [f for f in found if f.kind is not DifferenceKind.NEGATION or f.sentence not in denied.shared]
    found += denied.facts
    best: dict[tuple[int, DifferenceKind], Fact] = {}
    for fact in found:
        key = (fact.span.start, fact.kind)
        if key not in best or fact.bound + fact.fit > best[key].bound + best[key].fit:
            best[key] = fact
    return tuple(best[key] for key in sorted(best, key=lambda k: (k[0], k[1].value)))


def _unsettled(facts: Sequence[Fact], settled: Sequence[Span]) -> list[Fact]:
    """The facts without opposites of words that are known to be the source's."""
    return [f for f in facts if f.kind is not DifferenceKind.RELATION or not any(f.span.overlaps(s) for s in settled)]
