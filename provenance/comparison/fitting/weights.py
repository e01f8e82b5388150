"""The fitted weights: read once from ``data/weights.json``, which ``python -m provenance.comparison.calibrate`` writes."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from provenance.comparison.fitting.confidence import CONFIDENCE
from provenance.comparison.fitting.features import CLAIM, FACT
from provenance.comparison.fitting.forms import Curve, Linear, Trees, curve, linear, trees
from provenance.comparison.fitting.word_features import WORD


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that was fitted."""

    word: Trees
    """Whether nothing supports a word."""
    claim: Linear
    fact: Linear
    """Whether a differing detail is a contradiction."""
    support: Curve
    confidence: Trees | None
    """Whether a label is right; ``None`` while the weights are being fitted."""
    thresholds: Mapping[str, float]
    provenance: str


def parse(table: Mapping[str, Any]) -> Weights:
    """:class:`Weights` out of their JSON form. Raises :class:`ModelError` if they were fitted on other columns."""
    return Weights(
        trees(table["word"], WORD),
        linear(table["claim"], CLAIM),
        linear(table["fact"], FACT),
        curve(table["support"]),
        trees(table["confidence"], CONFIDENCE) if table["confidence"] else None,
        {name: float(value) for name, value in table["thresholds"].items()},
        str(table["provenance"]["text"]),
    )


@functools.cache
def fitted() -> Weights:
    """The weights that come with the program."""
    return parse(json.loads((resources.files("provenance.comparison") / "data" / "weights.json").read_text("utf-8")))
