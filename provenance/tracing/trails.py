"""From the steps of a trace, laid down in the order in which they were taken, to trails: one tree of hops a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.model import Claim, Comparison, Credit, CreditedIn, Hop, Trail, TrailEnd


@dataclass(frozen=True, slots=True)
class Step:
    """One hop before it knows what follows it."""

    claim: int
    parent: int | None
    """Number of the step that led here; ``None`` for the draft."""
    credit: Credit
    source: str
    comparison: Comparison
    end: TrailEnd | None
    why: str
    copy_of: str


def grown(claims: Sequence[Claim], steps: Sequence[Step]) -> tuple[Trail, ...]:
    """One trail for each claim, in the order of the claims.

    Parameters
    ----------
    claims:
        The claims of the draft.
    steps:
        All steps; each stands behind the one that led to it.
    """
    hops: dict[int, Hop] = {}
    below: dict[int | None, list[int]] = {}
    for number, step in enumerate(steps):
        below.setdefault(step.parent, []).append(number)
    for number in range(len(steps) - 1, -1, -1):
        step = steps[number]
        all_after = [hops[n] for n in below.get(number, [])]
        after = tuple(hop for hop in all_after if not _aside(hop))
        end, why = step.end, step.why
        if all_after and not after and end is None:
            end, why = TrailEnd.NO_SOURCE, "the page says it and names no source; what it links there does not say it"
        hops[number] = Hop(step.credit, step.source, step.comparison, end, why, step.copy_of, after)
    trails = []
    for number, claim in enumerate(claims):
        first = tuple(hops[n] for n in below.get(None, []) if steps[n].claim == number)
        trails.append(Trail(claim, first, "" if first else _no_hop(claim), _meeting(first)))
    return tuple(trails)


def _aside(hop: Hop) -> bool:
    """Whether a hop comes from a mere link among a page's words, to a page that does not say it: that was there for something else."""
    return hop.credit.kind is None and hop.credit.place is CreditedIn.PASSAGE and hop.end is TrailEnd.UNSAID


def _no_hop(claim: Claim) -> str:
    named = claim.attribution.source if claim.attribution else ""
    whom = f"{named} is named without a link" if named else "the draft names no source and links none"
    return f"{whom}: add a link, or give the text with --source"


def _meeting(hops: Sequence[Hop]) -> tuple[str, ...]:
    """Sources that two or more of the first hops come to: the nearest such sources only."""
    if len(hops) < 2:
        return ()
    held = [_below(hop) for hop in hops]
    met = [key for key in dict.fromkeys(k for some in held for k in some) if sum(key in some for some in held) > 1]
    # what lies behind a meeting point is met there too
    behind = {key for hop in hops for one in _all(hop) if one.source in met for inner in one.hops for key in _below(inner)}
    return tuple(key for key in met if key not in behind)


def _below(hop: Hop) -> list[str]:
    return [one.source for one in _all(hop) if one.source and one.end is not TrailEnd.CYCLE]


def _all(hop: Hop) -> list[Hop]:
    found = [hop]
    for one in found:
        found.extend(one.hops)
    return found
