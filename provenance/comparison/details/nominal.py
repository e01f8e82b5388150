"""Deeds told by a noun and not by a verb: "the attack by rebels on the convoy", "Ann's defeat of Bob", "Oxel's takeover by Fjord".

Who did it stands behind "by" or before "'s", to whom it was done behind a preposition that goes with the noun; with "by" and no such
preposition, the owner is who it was done to. The nouns stand in ``data/roles.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from provenance.comparison.details.predicates import Predicate, deed_nouns
from provenance.comparison.details.verbs import BREAK
from provenance.comparison.matching.tokens import Token

_REACH = 12
"""Words behind the noun among which its complements are looked for."""
_OWNER = 4
"""Words of the longest owner before it."""
_CLOSES = frozenset(
    ("that", "which", "who", "after", "before", "when", "while", "because", "and", "but", "was", "were", "is", "are", "has", "had", "have")
)
_BETWEEN = frozenset(("in", "on", "at", "for", "to", "with", "near", "from", "over", "against", "during", "of", "by"))


@dataclass(frozen=True, slots=True)
class Deed:
    """A noun and those who take part in it, as indices of tokens."""

    verb: Predicate
    noun: int
    agent: tuple[int, ...]
    patient: tuple[int, ...]


def deeds(
    tokens: Sequence[Token],
    low: Sequence[str],
    gap: Sequence[str],
    language: str,
    verbs: Collection[int],
    apposed: Callable[[int, Sequence[int]], bool],
) -> Iterator[Deed]:
    """The deeds of a sentence whose doer and whose other side are both told.

    Parameters:
        tokens: the words of the sentence.
        low: the same in small letters.
        gap: what stands before each.
        language: of the sentence.
        verbs: indices of its verbs, where a complement ends.
        apposed: whether a word behind a comma is the name of whom the words before it mean.
    """
    known = deed_nouns(language)
    for i, token in enumerate(tokens) if known else ():
        entry = known.get(token.key)
        if entry is None or token.capital:
            continue
        runs = _behind(i, gap, low, verbs, apposed)
        owner = _owner(i, low, gap)
        done_to = next((run for word, run in runs if word in entry[1]), ())
        doer = next((run for word, run in runs if word == "by"), ())
        if not doer and done_to:
            doer = owner
        elif doer and not done_to:
            done_to = owner
        if doer and done_to:
            yield Deed(entry[0], i, doer, done_to)


def _behind(
    i: int, gap: Sequence[str], low: Sequence[str], verbs: Collection[int], apposed: Callable[[int, Sequence[int]], bool]
) -> list[tuple[str, tuple[int, ...]]]:
    """Runs of words behind a noun, each with the preposition in front; an "of" inside a run stays in it."""
    out: list[tuple[str, list[int]]] = []
    for j in range(i + 1, min(len(low), i + 1 + _REACH)):
        if BREAK.search(gap[j]) or low[j] in _CLOSES or j in verbs or ("," in gap[j] and not (out and apposed(j, out[-1][1]))):
            break
        if low[j] in _BETWEEN and not (low[j] == "of" and out):
            out.append((low[j], []))
        elif not out:
            break
        else:
            out[-1][1].append(j)
    return [(word, tuple(run)) for word, run in out if run]


def _owner(i: int, low: Sequence[str], gap: Sequence[str]) -> tuple[int, ...]:
    """The words of the owner before a noun: "Fjord Energy's hostile takeover"."""
    for j in range(i - 1, max(-1, i - 3), -1):
        if gap[j + 1].strip():
            break
        if low[j].endswith(("'s", "s'")):
            first = j
            while (
                first > 0
                and j - first < _OWNER
                and not gap[first].strip()
                and low[first - 1] not in _CLOSES | _BETWEEN
                and low[first - 1] != "the"
            ):
                first -= 1
            return tuple(range(first, j + 1))
    return ()
