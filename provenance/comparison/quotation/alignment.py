"""Where in a source the words of a quotation stand.

Runs of tokens are looked up as strings, extended to maximal exact matches, and chained (Abouelhoda and Ohlebusch, "Chaining
algorithms for multiple genome comparison", 2005); what no such run finds is looked for by approximate matching (Myers'
bit-vector algorithm, in edlib) before it is called absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.comparison.quotation.text import MAX_HITS, PreparedText, prepare

__all__ = ["PreparedText", "Region", "Run", "locate", "prepare"]

SEED_WORDS = 3
SEED_LETTERS = 12
LONGEST_SEED = 24
MAX_RUNS = 160
NEAR = 120
"""Tokens that one piece of a quotation may leave out before it counts as put together from two places."""


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` tokens that are the same, one by one, in the piece from ``here`` on and in the source from ``there`` on."""

    here: int
    there: int
    length: int


@dataclass(frozen=True, slots=True)
class Region:
    """Where a piece may stand: tokens ``start`` to ``end`` of the source."""

    start: int
    end: int
    matched: int
    """How many of the piece's tokens stand there in order."""
    runs: tuple[Run, ...] = ()
    """The exact matches that it rests on, forward in both texts, without overlap; none if it was found approximately."""


def locate(keys: Sequence[str], source: PreparedText, *, most: int = 4) -> list[Region]:
    """The places of ``source`` where a piece of a quotation may stand, the best first.

    Parameters:
        keys: the piece's keys (see :class:`PreparedText`).
        source: what to search.
        most: how many places at most.

    Returns:
        Places in order of how many of the piece's tokens they hold in order; empty if nothing like it is there.
    """
    regions = _chains(_runs(keys, source, SEED_WORDS, SEED_LETTERS))
    if not regions or regions[0].matched < 0.6 * len(keys):
        regions = _merge([*regions, *_chains(_runs(keys, source, 1, 7))])
    if not regions or regions[0].matched < 0.4 * len(keys):
        regions = _merge([*regions, *_approximate(keys, source)])
    return regions[:most]


def _runs(keys: Sequence[str], source: PreparedText, words: int, letters: int) -> list[Run]:
    """Maximal exact matches, from seeds of at least so many words and letters that don't stand too often in the source."""
    known: set[tuple[int, int]] = set()
    runs: list[Run] = []
    here, stride = 0, 1 + len(keys) // 500
    while here < len(keys):
        size = words
        while here + size < len(keys) and sum(map(len, keys[here : here + size])) < letters:
            size += 1
        seed = keys[here : here + size]
        if len(seed) < words or sum(map(len, seed)) < min(letters, 7):
            break
        hits = source.find(seed, limit=MAX_HITS + 1)
        while len(hits) > MAX_HITS and here + size < len(keys) and size < LONGEST_SEED:
            size = min(2 * size, LONGEST_SEED, len(keys) - here)
            hits = source.find(keys[here : here + size], limit=MAX_HITS + 1)
        reach = 1
        for there in hits:
            run = _extend(keys, source.keys, here, there)
            reach = max(reach, run.here + run.length - here - size + 2)
            if (run.here, run.there) not in known:
                known.add((run.here, run.there))
                runs.append(run)
        here += max(reach, stride)
    runs.sort(key=lambda run: (-run.length, run.here, run.there))
    return runs[:MAX_RUNS]


def _extend(keys: Sequence[str], other: Sequence[str], here: int, there: int) -> Run:
    left = 0
    while left < here and left < there and keys[here - left - 1] == other[there - left - 1]:
        left += 1
    right = 0
    while here + right < len(keys) and there + right < len(other) and keys[here + right] == other[there + right]:
        right += 1
    return Run(here - left, there - left, left + right)


def _chains(runs: Sequence[Run]) -> list[Region]:
    """The best chains of runs that go forward in both texts without a long jump."""
    ordered = sorted(runs, key=lambda run: (run.there, run.here))
    scores: list[float] = []
    links: list[int] = []
    for number, run in enumerate(ordered):
        score, link = float(run.length), -1
        for earlier in range(number - 1, -1, -1):
            before = ordered[earlier]
            gap = run.there - before.there - before.length
            if gap > NEAR:
                break
            if before.here >= run.here or before.there >= run.there:
                continue
            gain = run.length - max(0, before.here + before.length - run.here, -gap)
            stretch = abs(run.here - before.here - before.length - gap)
            joined = scores[earlier] + gain - 0.02 * stretch - 0.3
            if gain > 0 and joined > score:
                score, link = joined, earlier
        scores.append(score)
        links.append(link)
    found: list[tuple[float, Region]] = []
    for number in range(len(ordered)):
        chain: list[Run] = []
        at = number
        while at >= 0:
            chain.append(ordered[at])
            at = links[at]
        found.append((scores[number], _region(chain[::-1])))
    found.sort(key=lambda pair: (-pair[0], pair[1].start))
    return _merge([region for _, region in found])


def _region(chain: Sequence[Run]) -> Region:
    """A chain with the overlaps of its runs cut off."""
    runs: list[Run] = []
    for run in chain:
        cut = max(0, runs[-1].here + runs[-1].length - run.here, runs[-1].there + runs[-1].length - run.there) if runs else 0
        if cut < run.length:
            runs.append(Run(run.here + cut, run.there + cut, run.length - cut))
    return Region(runs[0].there, runs[-1].there + runs[-1].length, sum(run.length for run in runs), tuple(runs))


def _merge(regions: Sequence[Region]) -> list[Region]:
    """Drop what overlaps a better place; keep the order of merit."""
    kept: list[Region] = []
    for region in sorted(regions, key=lambda region: -region.matched):
        if all(region.end <= other.start or other.end <= region.start for other in kept):
            kept.append(region)
    return kept


def _approximate(keys: Sequence[str], source: PreparedText) -> Iterator[Region]:
    """The place that takes the fewest changed letters, if that is fewer than four in ten."""
    import edlib

    needle = " ".join(keys)
    if not 16 <= len(needle) <= 3000 or len(source.joined) > 3_000_000:
        return
    shared = set(needle)
    haystack = source.joined
    strangers = set(haystack) - shared
    if len(shared) > 250:
        return
    if len(shared) + len(strangers) > 250:
        haystack = haystack.translate(dict.fromkeys(map(ord, strangers), "\0"))
    found = edlib.align(needle, haystack, mode="HW", task="locations", k=int(0.4 * len(needle)))
    if found["editDistance"] < 0:
        return
    start, end = found["locations"][0]
    first, last = source.number(max(0, start)), source.number(end) + 1
    matched = round(len(keys) * (1 - found["editDistance"] / len(needle)) * 0.6)
    yield Region(first, last, matched)
