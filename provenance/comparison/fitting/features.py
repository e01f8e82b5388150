"""Numbers that describe how a claim lies on a source as a whole, and how each differing detail does.

The names in :data:`CLAIM` and :data:`FACT` are the columns of the fitted weights in ``data/weights.json``; a weight file
fitted on other columns is refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.details.other_names import SURELY
from provenance.comparison.details.roles import SWAPPED
from provenance.comparison.lexical.swaps import SWAP, swap_columns
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.factuality import TURNED
from provenance.comparison.polarity.opposed import OPPOSED
from provenance.comparison.polarity.refuted import REFUTED
from provenance.model import DifferenceKind

CLAIM = (
    "weakest_clause", "mean_clause", "window", "sentence_words", "cosine", "cosine_second", "weakest_word", "second_word", "unmet",
    "unmet_weight", "in_source", "bigrams", "digits_unmet", "capitals_unmet", "words", "clauses", "sentences", "cross", "cross_window",
    "cross_cosine", "word_worst", "word_second", "word_third", "word_any", "word_mean", "single", "short_source",
    "numbers_missing", "numbers_elsewhere", "numbers_differ", "dates_missing", "dates_elsewhere", "dates_differ", "names_missing", "names_differ", "negation", "relation",
    *SWAP, "lone", "lone_second", "lone_loose", "lone_share", "unmatched",
)  # fmt: skip
"""Columns for a claim as a whole."""

FACT = (
    "number", "date", "name", "negation", "opposite", "quantifier", "bound", "fit", "both", "weaker", "firm", "cross", "name_both", "negation_both",
    "opposite_both", "kindred", "kindred_both", "elsewhere", "clause", "cosine", "others_agree", "others_differ", "words", "exact_context", "long", "sure", "dropped", "dropped_both",
)  # fmt: skip
"""Columns for one differing detail: does it mean that claim and source cannot both be true?"""


def claim_row(match: Match, word_risk: Sequence[float], facts: Sequence[Fact]) -> Any:
    """A row of :data:`CLAIM`.

    Parameters:
        word_risk: for every content word, the probability that nothing supports it.
        facts: the claim's details and reversals.
    """
    import numpy as np

    count = len(match.content)
    cross = 0.0 if match.same_language else 1.0
    supports = sorted(match.support(row) for row in range(count)) or [0.0]
    weight = np.array(match.weight) if count else np.zeros(1)
    met = np.array([match.support(row) for row in range(count)]) if count else np.zeros(1)
    total = float(weight.sum()) or 1.0
    cosines = [*sorted((r.cosine for r in match.ranked), reverse=True), 0.0, 0.0]
    risk = [*sorted(word_risk, reverse=True), 0.0, 0.0, 0.0]
    tokens = [match.tokens[i] for i in match.content]
    digits = [i for i, t in enumerate(tokens) if t.digit]
    capitals = [i for i, t in enumerate(tokens) if t.capital and not t.digit]
    bigrams = source_bigrams(match)
    part = list(match.part_recall) or [0.0]
    return np.array(
        [
            min(part), float(np.mean(part)), match.recall, max((r.words for r in match.ranked), default=0.0), cosines[0], cosines[1],
            supports[0], supports[min(1, len(supports) - 1)], float((met < 0.5).mean()), float((weight * (met < 0.6)).sum()) / total,
            float(np.mean([in_source(match, r) for r in range(count)])) if count else 0.0,
            float(np.mean([bigram(match, r, bigrams) for r in range(count)])) if count and match.same_language else 0.5,
            float(np.mean([1 - met[i] for i in digits])) if digits else 0.0,
            float(np.mean([1 - met[i] for i in capitals])) if capitals else 0.0,
            math.log1p(count), math.log1p(len(match.parts)), math.log1p(len(match.reading.sentences)), cross, cross * match.recall,
            cross * cosines[0], risk[0], risk[1], risk[2], -float(np.sum(np.log(np.clip(1 - np.array(word_risk), 1e-3, 1)))) if word_risk else 0.0,
            float(np.mean(word_risk)) if word_risk else 0.0, float(len(match.parts) == 1), float(len(match.reading.sentences) < 4),
            *(_share(facts, _NUMBER, Outcome.MISSING), _share(facts, _NUMBER, Outcome.ELSEWHERE), _strength(facts, _NUMBER)),
            *(_share(facts, _DATE, Outcome.MISSING), _share(facts, _DATE, Outcome.ELSEWHERE), _strength(facts, _DATE)),
            *(_share(facts, _NAME, Outcome.MISSING), _strength(facts, _NAME)),
            *(_strength(facts, NEGATION), _strength(facts, OPPOSITE)), *swap_columns(match),
            *_lone(match, word_risk),
        ]
    )  # fmt: skip


_OWN = 0.94
"""From which a word of the claim is the source's own word."""
_BESIDE = 2
"""Content words on either side that are looked at."""
_SUSPECT = 0.2


def _lone(match: Match, word_risk: Sequence[float]) -> tuple[float, ...]:
    """How risky a word is that stands alone among the source's own words, and how many words are not the source's own.

    Where all is copied but one word, that word was exchanged; in a free rendering it may be a way of saying it.
    """
    import numpy as np

    count = len(match.content)
    if not count or not match.same_language:
        return (0.0,) * 5
    own = np.array([match.support(row) >= _OWN for row in range(count)], dtype=float)
    free = np.array([own[row] < 1 and not match.tokens[index].digit for row, index in enumerate(match.content)])
    near = [[i for i in range(max(0, row - _BESIDE), min(count, row + _BESIDE + 1)) if i != row] for row in range(count)]
    beside = np.array([own[rows].mean() if rows else 0.0 for rows in near])
    risk = np.where(free, np.array(word_risk), 0.0)
    alone = np.sort(risk * beside**2)[::-1]
    loose = float((np.maximum(risk - _SUSPECT, 0.0) * beside).max())
    many = int(free.sum())
    return float(alone[0]), float(alone[1]) if count > 1 else 0.0, loose, float(alone[0]) / max(1, many), many / count


def in_source(match: Match, row: int) -> float:
    """Whether the word stands anywhere in the source; of another language, whether a word much like it does."""
    if not match.same_language:
        return float(match.met.shape[1] > 0 and match.met[row].max() >= 0.8)
    return float(
        match.reading.frequency[match.tokens[match.content[row]].key] > 0 or (match.met.shape[1] > 0 and match.met[row].max() >= 0.999)
    )


def source_bigrams(match: Match) -> frozenset[tuple[str, str]]:
    """Pairs of neighbouring words, function words included, in the sentences of all windows."""
    seen: set[tuple[str, str]] = set()
    for index in {s for w in match.windows for s in range(w.first, w.last + 1)}:
        keys = [t.key for t in match.reading.sentences[index].tokens]
        seen.update(pairwise(keys))
    return frozenset(seen)


def bigram(match: Match, row: int, bigrams: frozenset[tuple[str, str]]) -> float:
    """Share of the two pairs (with the word before, with the word after) that the source holds."""
    index = match.content[row]
    keys = [t.key for t in match.tokens[max(0, index - 1) : index + 2]]
    pairs = list(pairwise(keys))
    return sum(pair in bigrams for pair in pairs) / len(pairs) if pairs else 0.0


_NUMBER = frozenset({DifferenceKind.NUMBER})
_DATE = frozenset({DifferenceKind.DATE})
_NAME = frozenset({DifferenceKind.NAME, DifferenceKind.PLACE})
NEGATION = frozenset({DifferenceKind.NEGATION})
OPPOSITE = frozenset({DifferenceKind.RELATION})


def _share(facts: Sequence[Fact], kinds: frozenset[DifferenceKind], outcome: Outcome) -> float:
    """1 if one detail of these kinds came out so, more with each further one."""
    return math.log2(1 + sum(f.kind in kinds and f.outcome is outcome for f in facts))


def _strength(facts: Sequence[Fact], kinds: frozenset[DifferenceKind]) -> float:
    """How firmly the firmest differing detail of these kinds is bound to its sentence."""
    return max((f.bound * f.fit for f in facts if f.kind in kinds and f.outcome is Outcome.DIFFERS), default=0.0)


def fact_row(match: Match, fact: Fact, facts: Sequence[Fact]) -> Any:
    """A row of :data:`FACT` for a detail of the claim that differs. ``facts`` are all of the claim."""
    import numpy as np

    kinds = (fact.kind in _NUMBER, fact.kind in _DATE, fact.kind in _NAME, fact.kind in NEGATION, fact.kind in OPPOSITE)
    both = fact.bound * fact.fit
    agree = sum(f.outcome is Outcome.AGREES and f.sentence == fact.sentence for f in facts)
    differ = sum(f.outcome is Outcome.DIFFERS and f is not fact for f in facts)
    rows = [r for r, i in enumerate(match.content) if match.tokens[i].start < fact.span.end and fact.span.start < match.tokens[i].end]
    elsewhere = bool(rows) and all(in_source(match, r) > 0 for r in rows)
    clause = max((match.part_recall[k] for k, part in enumerate(match.parts) if any(r in part for r in rows)), default=match.recall)
    cosine = next((r.cosine for r in match.ranked if r.index == fact.sentence), 0.0)
    around = [r for r in range(len(match.content)) if r not in rows and rows and min(abs(r - x) for x in rows) <= 2]
    exact = float(np.mean([match.met_in(r, fact.sentence)[0] >= 0.9 for r in around])) if around else 0.0
    return np.array(
        [
            *(float(k) for k in kinds), float(fact.note == "another quantifier"), fact.bound, fact.fit, both, min(fact.bound, fact.fit),
            float(min(fact.bound, fact.fit) >= 0.8), 0.0 if match.same_language else 1.0, kinds[2] * both, kinds[3] * both, kinds[4] * both,
            float(fact.note == "another of its kind"), both * (fact.note == "another of its kind"),
            float(elsewhere), clause, cosine, math.log1p(agree), math.log1p(differ), math.log1p(len(match.content)), exact,
            float(len(match.reading.sentences[fact.sentence].tokens) > 60), float(surely(fact)),
            float(fact.note == "dropped negation"), both * (fact.note == "dropped negation"),
        ]
    )  # fmt: skip


def surely(fact: Fact) -> bool:
    """Whether another name surely stands there, or who did what to whom is the other way round, or an event is denied in one of the two."""
    return fact.note in (SURELY, SWAPPED, OPPOSED, TURNED, REFUTED) or (fact.kind in _NAME and fact.note.startswith("another "))
