"""What stands in the source where a claim has a word of its own: another word put in its place, or nothing at all.

An unmet word between two words that the source has side by side was added or replaced; the same word far from any met word is
part of a free rendering, of which that cannot be said. The words around it show which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from provenance.comparison.matching.match import Match

_ANCHOR = 0.94
"""From which a word of the claim is the source's own and holds its neighbours in place."""
_STEP = 4
"""Words of the claim between a word and its anchors, at most."""
_GAP = 7
"""Words of the source between two anchors, at most."""
_OPEN = 3
"""Words beside a single anchor in which a counterpart may stand."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source sentence a word of the claim would stand."""

    held: int
    """How many sides are held by an anchor: 0, 1 or 2."""
    slots: tuple[int, ...]
    """The source's content words that stand in its place."""
    words: int
    """All words of the source between the anchors."""
    counterpart: int
    """The slot of ``slots`` that is nearest to the word; -1 if there is none."""


_NOWHERE = Place(0, (), 0, -1)


def places(match: Match) -> tuple[Place, ...]:
    """For each content word of the claim, its place in the window of its clause."""
    out = [_NOWHERE] * len(match.content)
    slot_at = {place: i for i, place in enumerate(match.slots)}
    for part, window in zip(match.parts, match.part_window, strict=True):
        if window < 0:
            continue
        for row in part:
            out[row] = _place(match, row, window, part, slot_at)
    return tuple(out)


def _place(match: Match, row: int, window: int, part: Sequence[int], slot_at: dict[tuple[int, int], int]) -> Place:
    left = _anchor(match, row, window, part, -1)
    right = _anchor(match, row, window, part, +1)
    if left is not None and right is not None and left[0] == right[0] and 0 < right[1] - left[1] <= _GAP + 1:
        sentence, first, last, held = left[0], left[1] + 1, right[1], 2
    elif left is not None:
        sentence, first, last, held = left[0], left[1] + 1, left[1] + 1 + _OPEN, 1
    elif right is not None:
        sentence, first, last, held = right[0], max(0, right[1] - _OPEN), right[1], 1
    else:
        return _NOWHERE
    slots = tuple(i for t in range(first, last) if (i := slot_at.get((sentence, t))) is not None)
    best = max(slots, key=lambda i: float(match.similar[row, i]), default=-1)
    return Place(held, slots, max(0, last - first), best)


def _anchor(match: Match, row: int, window: int, part: Sequence[int], side: int) -> tuple[int, int] | None:
    """The source's place of the nearest met word on one side, as (sentence, token)."""
    own = match.content[row]
    other = row + side
    while 0 <= other < len(match.content) and abs(match.content[other] - own) <= _STEP:
        if match.met[other, window] >= _ANCHOR and match.at[other, window] >= 0:
            return match.slots[int(match.at[other, window])]
        other += side
    return None


COLUMNS = ("held", "substituted", "inserted", "counterpart", "changed", "tight")


def columns(match: Match) -> Any:
    """A row of :data:`COLUMNS` for every content word, shape (words, columns)."""
    import numpy as np

    out = np.zeros((len(match.content), len(COLUMNS)))
    for row, place in enumerate(places(match)):
        window = match.window_of(row)
        met = float(match.met[row, window]) if window >= 0 else 0.0
        unmet = met < _ANCHOR
        near = float(match.similar[row, place.counterpart]) if place.counterpart >= 0 else 0.0
        both = place.held == 2
        out[row] = (
            place.held / 2,
            float(unmet and both and bool(place.slots)),
            float(unmet and both and not place.slots),
            near,
            (1 - near) * float(unmet and both and bool(place.slots)),
            float(both and place.words <= 3),
        )
    return out
