"""Numbers that say how likely a label is right: one row a decision.

The names in :data:`CONFIDENCE` are the columns of the fitted trees in ``data/weights.json``; trees fitted on others are refused.
"""

from __future__ import annotations

import math
import re
from typing import Any

from provenance.comparison.details.facts import Outcome
from provenance.comparison.fitting.features import CLAIM
from provenance.comparison.lexical.dictionary import LANGUAGE
from provenance.comparison.matching.match import Match
from provenance.comparison.signals import Signals
from provenance.model import Label

_LABELS = (Label.SUPPORTED, Label.PARTLY_SUPPORTED, Label.CONTRADICTED, Label.MISQUOTED, Label.NOT_FOUND)
CONFIDENCE = (
    "support", "against", "related", "cross", "sentences", "source_words", "words", "clauses", "word_worst", "word_second", "word_mean", "weakest_clause",
    "mean_clause", "cosine", "details", "agreeing", "lacking", "differing", "quoted", *(label.value for label in _LABELS),
    "lone", "unmatched", "english", "bigrams", "window", "claim_sentences", "sentence_length", "capitals", "function_words",
)  # fmt: skip
"""Columns for whether a label is right."""


def related(found: Signals) -> float:
    """How much of the claim the source speaks of at all, in [0, 1]."""
    cosine = max((r.cosine for r in found.match.ranked), default=0.0)
    return max(0.0, min(1.0, 0.5 * max(found.match.part_recall, default=0.0) + 0.5 * cosine))


def confidence_row(found: Signals, label: Label, support: float, against: float) -> Any:
    """A row of :data:`CONFIDENCE`. ``support`` and ``against`` are the probabilities that ``label`` was chosen by."""
    import numpy as np

    match = found.match
    risk = [*sorted(found.word_risk, reverse=True), 0.0, 0.0]
    outcomes = [fact.outcome for fact in found.facts]
    return np.array(
        [
            support, against, related(found), 0.0 if match.same_language else 1.0, math.log1p(len(match.reading.sentences)),
            math.log1p(sum(len(s.tokens) for s in match.reading.sentences[:200])), math.log1p(len(match.content)), math.log1p(len(match.parts)),
            risk[0], risk[1], sum(found.word_risk) / max(1, len(found.word_risk)), min(match.part_recall, default=0.0),
            sum(match.part_recall) / max(1, len(match.part_recall)), max((r.cosine for r in match.ranked), default=0.0), math.log1p(len(outcomes)),
            float(outcomes.count(Outcome.AGREES)), float(outcomes.count(Outcome.MISSING) + outcomes.count(Outcome.ELSEWHERE)),
            float(outcomes.count(Outcome.DIFFERS)), float(any(q.decisive for q in found.quotes)), *(float(label is other) for other in _LABELS),
            *(float(found.claim_row[CLAIM.index(name)]) for name in ("lone", "unmatched")), float(match.reading.language == LANGUAGE),
            *(float(found.claim_row[CLAIM.index(name)]) for name in ("bigrams", "window")), float(len(_STOP.findall(match.claim))), *_style(match),
        ]
    )  # fmt: skip


_STOP = re.compile(r"[.!?][\"”»)]?(?=\s+\S)")
"""The end of a sentence that another one follows."""


def _style(match: Match) -> tuple[float, float, float]:
    """What kind of text it is: words in a sentence of the source; shares of names and of function words in the claim."""
    lengths = [len(sentence.tokens) for sentence in match.reading.sentences[:200]]
    words = max(1, len(match.tokens))
    return sum(lengths) / max(1, len(lengths)), sum(t.capital for t in match.tokens) / words, sum(t.stop for t in match.tokens) / words
