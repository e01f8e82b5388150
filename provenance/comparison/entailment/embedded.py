"""The default: soft recall of the claim's weakest clause, with what its words, details and reversals say, in one regression.

The idea that a claim is supported as far as its least supported part is, is that of Kamoi et al., *WiCE* (EMNLP 2023); matching
words by vectors with idf weights follows Zhang et al., *BERTScore* (ICLR 2020). The weights are fitted by
``python -m provenance.comparison.calibrate``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.comparison.entailment import Judgement
from provenance.comparison.fitting.weights import Weights, fitted
from provenance.comparison.signals import Signals


@dataclass(frozen=True, slots=True)
class Embedded:
    """Needs nothing but the encoder that comes with the program; the same pair gives the same answer in any batch."""

    weights: Weights | None = None
    """``None``: the weights that come with the program."""
    name: str = "embedded"

    def judge(self, items: Sequence[Signals]) -> list[Judgement]:
        """One judgement for each item."""
        model = (self.weights or fitted()).claim
        return [Judgement(float(model.probability(item.claim_row)[0])) for item in items]
