"""The fitted weights: read once from ``data/weights.json``, which ``python -m provenance.comparison.calibrate`` writes."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from provenance.errors import ModelError


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression over standardised columns."""

    columns: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def probability(self, rows: Any, *, reach: float = math.inf) -> Any:
        """Probability of the positive class for every row, shape (rows,).

        Parameters:
            rows: shape (rows, columns) or (columns,).
            reach: standard deviations beyond which a value counts as one at that distance: what was fitted on few cases says
                nothing of what lies far outside them.
        """
        import numpy as np

        rows = np.atleast_2d(np.asarray(rows, dtype=np.float64))
        if rows.shape[1] != len(self.columns):
            raise ModelError(
                f"weights were fitted on {len(self.columns)} columns, not {rows.shape[1]}: run python -m provenance.comparison.calibrate"
            )
        standard = np.clip((rows - np.array(self.mean)) / np.array(self.scale), -reach, reach)
        logit = standard @ np.array(self.weights) + self.bias
        return 1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30)))


@dataclass(frozen=True, slots=True)
class Curve:
    """A monotone map from a raw score to a probability: straight lines between fitted points."""

    at: tuple[float, ...]
    value: tuple[float, ...]

    def __call__(self, score: float) -> float:
        if not self.at:
            return score
        if score <= self.at[0]:
            return self.value[0]
        for left, right, low, high in zip(self.at, self.at[1:], self.value, self.value[1:], strict=False):
            if score <= right:
                return low + (high - low) * ((score - left) / (right - left) if right > left else 1.0)
        return self.value[-1]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that was fitted."""

    word: Linear
    claim: Linear
    fact: Linear
    """Whether a differing detail is a contradiction."""
    support: Curve
    confidence: Mapping[str, Linear]
    """For each label, whether it is right."""
    thresholds: Mapping[str, float]
    provenance: str


def linear(table: Mapping[str, Any], columns: Sequence[str]) -> Linear:
    """A :class:`Linear` out of its JSON form; raises :class:`ModelError` if it was fitted on other columns."""
    if tuple(table["columns"]) != tuple(columns):
        raise ModelError("data/weights.json was fitted on other columns: run python -m provenance.comparison.calibrate")
    numbers = [float(x) for key in ("mean", "scale", "weights") for x in table[key]]
    if not all(math.isfinite(x) for x in numbers):
        raise ModelError("data/weights.json holds numbers that are not finite: run python -m provenance.comparison.calibrate")
    return Linear(tuple(columns), tuple(table["mean"]), tuple(table["scale"]), tuple(table["weights"]), float(table["bias"]))


def curve(table: Sequence[Sequence[float]]) -> Curve:
    """A :class:`Curve` out of its points."""
    return Curve(tuple(float(p[0]) for p in table), tuple(float(p[1]) for p in table))


def parse(table: Mapping[str, Any]) -> Weights:
    """:class:`Weights` out of their JSON form. Raises :class:`ModelError` if they were fitted on other columns."""
    from provenance.comparison.features import CLAIM, CONFIDENCE, FACT, WORD

    return Weights(
        linear(table["word"], WORD),
        linear(table["claim"], CLAIM),
        linear(table["fact"], FACT),
        curve(table["support"]),
        {label: linear(part, CONFIDENCE) for label, part in table["confidence"].items()},
        {name: float(value) for name, value in table["thresholds"].items()},
        str(table["provenance"]["text"]),
    )


@functools.cache
def fitted() -> Weights:
    """The weights that come with the program."""
    return parse(json.loads((resources.files("provenance.comparison") / "data" / "weights.json").read_text("utf-8")))
