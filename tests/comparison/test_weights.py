"""The fitted weights, and the fits themselves."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.comparison.features import CLAIM, CONFIDENCE, FACT, WORD
from provenance.comparison.fitting import logistic, monotone
from provenance.comparison.weights import Curve, curve, fitted, linear
from provenance.errors import ModelError


def test_the_weights_fit_the_program() -> None:
    weights = fitted()
    assert weights.word.columns == WORD
    assert weights.claim.columns == CLAIM
    assert weights.fact.columns == FACT
    assert all(part.columns == CONFIDENCE for part in weights.confidence.values())
    assert {"supported", "partly_supported", "contradicted", "not_found"} <= set(weights.confidence)
    assert list(weights.support.value) == sorted(weights.support.value)
    assert "fitted on" in weights.provenance


def test_weights_of_other_columns_are_refused() -> None:
    table = logistic(np.eye(2), np.array([0.0, 1.0]), np.ones(2), ("a", "b"))
    with pytest.raises(ModelError, match="calibrate"):
        linear(table, ("a", "c"))
    with pytest.raises(ModelError, match="calibrate"):
        linear(table, ("a", "b")).probability([[1.0, 2.0, 3.0]])


def test_the_regression_learns_a_line() -> None:
    rows = np.array([[float(i), 1.0] for i in range(40)])
    truth = (rows[:, 0] > 19.5).astype(float)
    model = linear(logistic(rows, truth, np.ones(40), ("x", "one"), ridge=0.1), ("x", "one"))
    low, high = model.probability([[5.0, 1.0], [35.0, 1.0]])
    assert low < 0.1 < 0.9 < high


def test_the_curve_rises_and_stays_inside() -> None:
    scores = np.linspace(0, 1, 200)
    truth = (scores > 0.4).astype(float)
    points = monotone(scores, truth, np.ones(200))
    values = [value for _, value in points]
    assert values == sorted(values)
    assert all(0.0 < value < 1.0 for value in values)
    rising = curve(points)
    assert rising(-1.0) == values[0]
    assert rising(2.0) == values[-1]
    assert rising(0.2) < rising(0.8)


def test_an_empty_curve_changes_nothing() -> None:
    assert Curve((), ())(0.3) == 0.3
