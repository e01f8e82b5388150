"""A word of the claim that stands where the source has another one, with the same words around both: does the change matter?

"Shares surged" for "shares rose" is the same news; "profits" for "sales" is not, and word vectors cannot tell. What tells is the
kind of the relation (:mod:`provenance.comparison.lexical.dictionary`): exchanged verbs are mostly ways of saying it, exchanged nouns of one
kind mostly other things. A small regression over that, in ``data/swaps.json``, was fitted on the exchanged words of SummEdits
(Laban et al., EMNLP 2023; Apache-2.0) by :mod:`provenance.comparison.lexical.fit_swaps`. It says something only where the frame is firm:
elsewhere nobody knows which word of the source stands for a word of the claim.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

from provenance.comparison.fitting.forms import Linear, linear
from provenance.comparison.lexical.dictionary import LANGUAGE, Relation, entries, link
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.match import Match

PAIR = (
    "same", "synonym", "synonym_verb", "broader", "broader_verb", "narrower", "narrower_verb", "sibling", "sibling_verb", "related",
    "unrelated", "unknown", "antonym", "cosine", "nearness", "cosine_unlinked", "verb_least", "verb_both", "negated", "counts", "count_one",
    "rarity_claim", "rarity_source", "hyphen",
)  # fmt: skip
"""Columns for a word of the claim and the word of the source in its place."""
SWAP = ("swap_worst", "swap_grave")
"""Columns for a claim: the greatest harm of an exchanged word, and how far it lies above an even chance; 0 where none is exchanged."""

_MET = 0.999
_HOME = 0.85
"""From which a neighbour is met, so that its place says where the word should stand."""
_EXACT = 0.95
_AROUND = 3
"""Of the two content words before and the two after, those that are met exactly in a firm frame."""
_REACH = 2
"""Content words from a neighbour within which the place of the word lies."""
_GRAVE = 0.4
_SPLIT = frozenset({Relation.SYNONYM, Relation.BROADER, Relation.NARROWER, Relation.SIBLING})
_UNLINKED = frozenset({Relation.RELATED, Relation.UNRELATED, Relation.UNKNOWN})
_NEGATIVE = re.compile(r"^(?:un|non-?|in|im|ir|il|dis|de|anti-?|mis|pre-?|post-?|over|under)")
COUNTS = frozenset(
    [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "last",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "dozen",
        "hundred",
        "thousand",
        "thousands",
        "million",
        "millions",
        "billion",
        "billions",
        "trillion",
        "half",
        "quarter",
        "double",
        "triple",
    ]
)
"""English words that count or number."""


@dataclass(frozen=True, slots=True)
class Swap:
    """A content word of the claim with the source's word in its place."""

    row: int
    slot: int
    harm: float
    """Probability that the change matters, in [0, 1]."""


def pair_row(claim: str, source: str) -> list[float]:
    """A row of :data:`PAIR` for two English words in lower case."""
    known = encoder()
    vectors = known.words([claim, source])
    cosine = float(vectors[0] @ vectors[1])
    found = link(claim, source)
    kind = f"{found.relation}_verb" if found.verbs and found.relation in _SPLIT else str(found.relation)
    one, other = verb_share(claim), verb_share(source)
    counted = (claim in COUNTS) + (source in COUNTS)
    return [
        *(float(kind == name) for name in PAIR[:13]), cosine, found.nearness, cosine * (found.relation in _UNLINKED), min(one, other), one * other,
        float(_negated(claim, source) or _negated(source, claim)), float(counted == 2), float(counted == 1), known.rarity(claim), known.rarity(source),
        float("-" in claim or "-" in source),
    ]  # fmt: skip


@functools.lru_cache(maxsize=20_000)
def verb_share(word: str) -> float:
    """How much of an English word's use is as a verb, in [0, 1]; a guess where it is not known."""
    senses = [sense for found in entries(word) for sense in found.senses]
    total = sum(sense.share for sense in senses)
    return sum(sense.share for sense in senses if sense.verb) / total if total > 0 else 0.3


def _negated(word: str, plain: str) -> bool:
    found = _NEGATIVE.match(word)
    return found is not None and len(plain) > 3 and word[found.end() :][:5] == plain[:5]


@functools.cache
def fitted_pairs() -> Linear:
    """The fitted regression. Raises :class:`ModelError` if its file does not fit the columns."""
    table = json.loads((resources.files("provenance.comparison") / "data" / "swaps.json").read_text("utf-8"))
    return linear(table["pair"], PAIR, made_by="lexical.fit_swaps")


@functools.lru_cache(maxsize=50_000)
def harm(claim: str, source: str) -> float:
    """The probability that a claim with ``claim`` where its source has ``source`` says something else, in [0, 1]."""
    import numpy as np

    return float(fitted_pairs().probability(np.array([pair_row(claim, source)]))[0])


def swaps(match: Match) -> tuple[Swap, ...]:
    """The exchanged words of an English claim in an English source, in order; only those in a firm frame.

    The frame: the content words right before and right after are met, what they are met by leaves room for one word between them
    that no word of the claim is, and of the two on either side at least three are met exactly. Names and digits are left to the details.
    """
    if not match.same_language or match.reading.language != LANGUAGE or not match.slots or not match.content:
        return ()
    taken = match.similar.max(axis=0) >= _MET
    out: list[Swap] = []
    for part, window in zip(match.parts, match.part_window, strict=True):
        if window < 0:
            continue
        met = [float(match.met[row, window]) for row in part]
        for place in range(1, len(part) - 1):
            token = match.tokens[match.content[part[place]]]
            if met[place] >= _MET or token.digit or token.capital or min(met[place - 1], met[place + 1]) < _HOME:
                continue
            if (
                sum(value >= _EXACT for i, value in enumerate(met[max(0, place - 2) : place + 3], max(0, place - 2)) if i != place)
                < _AROUND
            ):
                continue
            between = _between(match, int(match.at[part[place - 1], window]), int(match.at[part[place + 1], window]), taken)
            found = _best(match, part[place], between, window)
            if found is not None:
                out.append(found)
    return tuple(out)


def _between(match: Match, before: int, after: int, taken: Any) -> list[int]:
    """Slots close behind the one and close before the other, in one sentence with them."""
    if before < 0 or after < 0:
        return []
    reach = set(range(before + 1, before + 1 + _REACH)) & set(range(after - _REACH, after))
    return [i for i in sorted(reach) if match.slots[i][0] == match.slots[before][0] == match.slots[after][0] and not taken[i]]


def _best(match: Match, row: int, between: list[int], window: int) -> Swap | None:
    """The most harmless reading: the words between, or the word that meets it best elsewhere in the window."""
    own = match.tokens[match.content[row]]
    here = [i for i in between if not _token(match, i).digit]
    if not here:
        return None
    nearest = int(match.at[row, window])
    found: list[tuple[float, int]] = []
    for slot in dict.fromkeys((*here, nearest)):
        other = _token(match, slot)
        if not other.digit:
            found.append((0.0 if other.key == own.key else harm(own.text.lower(), other.text.lower()), slot))
    worst, at = min(found)
    return Swap(row, at if at in here else here[0], worst)


def _token(match: Match, slot: int) -> Any:
    sentence, index = match.slots[slot]
    return match.reading.sentences[sentence].tokens[index]


def swap_columns(match: Match) -> tuple[float, float]:
    """:data:`SWAP` for a claim."""
    worst = max((found.harm for found in swaps(match)), default=0.0)
    return worst, max(0.0, worst - _GRAVE) * 2
