"""The fitted weights, and the fits themselves."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.comparison.fitting.confidence import CONFIDENCE
from provenance.comparison.fitting.features import CLAIM, FACT
from provenance.comparison.fitting.fits import boosted, logistic, monotone
from provenance.comparison.fitting.forms import Curve, curve, linear, trees
from provenance.comparison.fitting.weights import fitted
from provenance.comparison.fitting.word_features import WORD
from provenance.errors import ModelError


def test_the_weights_fit_the_program() -> None:
    weights = fitted()
    assert weights.word.columns == WORD
    assert weights.claim.columns == CLAIM
    assert weights.fact.columns == FACT
    assert weights.confidence is not None
    assert weights.confidence.columns == CONFIDENCE
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


def test_trees_learn_what_no_line_can() -> None:
    rng = np.random.default_rng(3)
    rows = rng.uniform(-1, 1, (2000, 2))
    truth = (rows[:, 0] * rows[:, 1] > 0).astype(float)
    model = trees(boosted(rows, truth, np.ones(2000), ("x", "y"), trees=120), ("x", "y"))
    same, other = model.probability([[0.5, 0.5], [0.5, -0.5]])
    assert other < 0.1 < 0.9 < same


def test_trees_say_what_the_library_says_that_grew_them() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    rng = np.random.default_rng(4)
    rows = rng.normal(size=(900, 5))
    truth = (rows[:, 0] + rows[:, 1] ** 2 + rng.normal(size=900) > 1).astype(float)
    own = trees(boosted(rows, truth, np.ones(900), tuple("abcde"), trees=40), tuple("abcde")).probability(rows)
    library = HistGradientBoostingClassifier(
        max_depth=4, learning_rate=0.05, max_iter=40, min_samples_leaf=30, early_stopping=False, random_state=0
    )
    library.fit(rows, truth)
    # thresholds are kept to six digits: the rows that lie on one may fall the other way
    assert np.mean(np.abs(own - library.predict_proba(rows)[:, 1]) < 1e-4) > 0.95


def test_each_row_is_judged_by_itself() -> None:
    model = fitted().word
    rows = np.random.default_rng(5).normal(size=(7, len(WORD)))
    together = model.probability(rows)
    assert all(model.probability(row)[0] == together[i] for i, row in enumerate(rows))


def test_trees_that_lead_nowhere_are_refused() -> None:
    table = boosted(np.eye(40), np.array([0.0, 1.0] * 20), np.ones(40), tuple(map(str, range(40))), trees=2)
    columns = tuple(table["columns"])
    with pytest.raises(ModelError, match="calibrate"):
        trees(table, columns[1:])
    with pytest.raises(ModelError, match="lead nowhere"):
        trees({**table, "left": [len(table["feature"])] * len(table["left"])}, columns)
    with pytest.raises(ModelError, match="calibrate"):
        trees(table, columns).probability([[1.0, 2.0]])


def test_the_half_cases_do_not_bend_a_rising_map() -> None:
    scores, truth = np.array([0.1, 0.1, 0.2, 0.2]), np.array([1.0, 0.0, 1.0, 0.0])
    first, second = monotone(scores, truth, np.array([10.4, 15.6, 240.6, 359.4]))
    assert first[1] <= second[1]
