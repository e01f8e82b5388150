"""The forms that fitted weights have: a regression, boosted trees, a rising curve; each read from its JSON and applied with numpy alone."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

    def probability(self, rows: Any) -> Any:
        """Probability of the positive class for every row, shape (rows,). ``rows``: shape (rows, columns) or (columns,)."""
        import numpy as np

        rows = np.atleast_2d(np.asarray(rows, dtype=np.float64))
        if rows.shape[1] != len(self.columns):
            raise ModelError(
                f"weights were fitted on {len(self.columns)} columns, not {rows.shape[1]}: run python -m provenance.comparison.calibrate"
            )
        standard = (rows - np.array(self.mean)) / np.array(self.scale)
        logit = standard @ np.array(self.weights) + self.bias
        return 1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30)))


@dataclass(frozen=True, slots=True, eq=False)  # eq=False: kept by identity, so that its arrays are made once
class Trees:
    """Boosted regression trees for a log odds (Friedman, *Greedy Function Approximation*, 2001): each row sums one leaf of every tree."""

    columns: tuple[str, ...]
    roots: tuple[int, ...]
    """First node of each tree; the arrays below hold the nodes of all of them."""
    feature: tuple[int, ...]
    """Column that the node asks about; -1 for a leaf."""
    threshold: tuple[float, ...]
    """A row goes left where its value is at most this."""
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]
    """Log odds that a leaf adds."""
    bias: float
    depth: int

    def probability(self, rows: Any) -> Any:
        """Probability of the positive class for every row, shape (rows,). ``rows``: shape (rows, columns) or (columns,)."""
        import numpy as np

        rows = np.atleast_2d(np.asarray(rows, dtype=np.float64))
        if rows.shape[1] != len(self.columns):
            raise ModelError(
                f"weights were fitted on {len(self.columns)} columns, not {rows.shape[1]}: run python -m provenance.comparison.calibrate"
            )
        roots, feature, threshold, left, right, value = _arrays(self)
        at = np.broadcast_to(roots, (len(rows), len(roots)))
        own = np.arange(len(rows))[:, None]
        for _ in range(self.depth):  # a leaf leads to itself
            at = np.where(rows[own, feature[at]] <= threshold[at], left[at], right[at])
        return 1.0 / (1.0 + np.exp(-np.clip(self.bias + value[at].sum(axis=1), -30, 30)))


@functools.lru_cache(maxsize=16)
def _arrays(trees: Trees) -> tuple[Any, ...]:
    """The nodes as arrays; a leaf asks about column 0 and goes to itself either way."""
    import numpy as np

    own = np.arange(len(trees.feature))
    leaf = np.array(trees.feature) < 0
    return (
        np.array(trees.roots), np.where(leaf, 0, trees.feature), np.array(trees.threshold), np.where(leaf, own, trees.left),
        np.where(leaf, own, trees.right), np.array(trees.value),
    )  # fmt: skip


def trees(table: Mapping[str, Any], columns: Sequence[str]) -> Trees:
    """:class:`Trees` out of their JSON form; raises :class:`ModelError` if they were fitted on other columns or lead nowhere."""
    if tuple(table["columns"]) != tuple(columns):
        raise ModelError("data/weights.json was fitted on other columns: run python -m provenance.comparison.calibrate")
    nodes = len(table["feature"])
    inside = all(0 <= node < nodes for key in ("roots", "left", "right") for node in table[key])
    if not inside or not all(-1 <= f < len(columns) for f in table["feature"]):
        raise ModelError("data/weights.json holds trees that lead nowhere: run python -m provenance.comparison.calibrate")
    return Trees(
        tuple(columns), tuple(table["roots"]), tuple(table["feature"]), tuple(table["threshold"]), tuple(table["left"]),
        tuple(table["right"]), tuple(table["value"]), float(table["bias"]), int(table["depth"]),
    )  # fmt: skip


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


def linear(table: Mapping[str, Any], columns: Sequence[str], *, made_by: str = "calibrate") -> Linear:
    """A :class:`Linear` out of its JSON form; raises :class:`ModelError` if it was fitted on other columns.

    ``made_by``: the module of this package that fits it, for the error's advice.
    """
    if tuple(table["columns"]) != tuple(columns):
        raise ModelError(f"fitted weights are of other columns: run python -m provenance.comparison.{made_by}")
    numbers = [float(x) for key in ("mean", "scale", "weights") for x in table[key]]
    if not all(math.isfinite(x) for x in numbers):
        raise ModelError(f"fitted weights hold numbers that are not finite: run python -m provenance.comparison.{made_by}")
    return Linear(tuple(columns), tuple(table["mean"]), tuple(table["scale"]), tuple(table["weights"]), float(table["bias"]))


def curve(table: Sequence[Sequence[float]]) -> Curve:
    """A :class:`Curve` out of its points."""
    return Curve(tuple(float(p[0]) for p in table), tuple(float(p[1]) for p in table))
