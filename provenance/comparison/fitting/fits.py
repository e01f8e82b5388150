"""Small fits with numpy alone: logistic regression by Newton's method, monotone calibration by pooling adjacent violators."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from provenance.errors import UsageError

Table = dict[str, Any]


def logistic(rows: Any, truth: Any, weight: Any, columns: Sequence[str], *, ridge: float = 2.0, steps: int = 60) -> Table:
    """Fit P(truth) by weighted ridge logistic regression on standardised columns (Hastie et al., *Elements*, 4.4.1).

    Parameters:
        rows: shape (n, columns).
        truth: 0 or 1, shape (n,).
        weight: how much each row counts, shape (n,).
        ridge: penalty on the standardised weights; the bias is free.

    Returns:
        The JSON form that :func:`provenance.comparison.fitting.weights.linear` reads.
    """
    import numpy as np

    total = weight.sum()
    mean = (weight[:, None] * rows).sum(axis=0) / total
    scale = np.sqrt((weight[:, None] * (rows - mean) ** 2).sum(axis=0) / total)
    scale[scale < 1e-6] = 1.0
    design = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    beta = np.zeros(design.shape[1])
    penalty = np.eye(len(beta)) * ridge
    penalty[-1, -1] = 1e-6
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (weight * (p - truth)) + penalty @ beta
        hessian = (design * (weight * p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {
        "columns": list(columns), "mean": [round(float(x), 6) for x in mean], "scale": [round(float(x), 6) for x in scale],
        "weights": [round(float(x), 6) for x in beta[:-1]], "bias": round(float(beta[-1]), 6),
    }  # fmt: skip


def boosted(rows: Any, truth: Any, weight: Any, columns: Sequence[str], *, trees: int = 150, depth: int = 4, rate: float = 0.05) -> Table:
    """Fit P(truth) by gradient-boosted trees with scikit-learn (``pip install 'provenance-checker[calibrate]'``).

    Parameters:
        rows: shape (n, columns).
        truth: 0 or 1, shape (n,).
        weight: how much each row counts, shape (n,).
        trees, depth, rate: number of trees, their depth and the share of each that is added.

    Returns:
        The JSON form that :func:`provenance.comparison.fitting.weights.trees` reads. Raises :class:`UsageError` without scikit-learn.
    """
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ImportError as error:
        raise UsageError("fitting needs scikit-learn: pip install 'provenance-checker[calibrate]'") from error
    model = HistGradientBoostingClassifier(
        max_depth=depth, learning_rate=rate, max_iter=trees, min_samples_leaf=30, early_stopping=False, random_state=0
    )
    model.fit(rows, truth, sample_weight=weight)
    out: Table = {"columns": list(columns), "bias": round(float(model._baseline_prediction[0, 0]), 5), "depth": depth, "roots": []}
    nodes: dict[str, list[Any]] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}
    for (predictor,) in model._predictors:
        first = len(nodes["feature"])
        out["roots"].append(first)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            nodes["feature"].append(-1 if leaf else int(node["feature_idx"]))
            nodes["threshold"].append(0.0 if leaf else float(f"{node['num_threshold']:.6g}"))
            nodes["left"].append(first if leaf else first + int(node["left"]))
            nodes["right"].append(first if leaf else first + int(node["right"]))
            nodes["value"].append(float(f"{node['value']:.4g}") if leaf else 0.0)
    return {**out, **nodes}


def monotone(scores: Any, truth: Any, weight: Any, *, fewest: float = 25.0) -> list[list[float]]:
    """A rising map from score to probability (pool adjacent violators; Zadrozny and Elkan, KDD 2002), in few points.

    ``fewest`` is the weight that each pooled step holds at least; one prior half case on either side keeps 0 and 1 out.
    """
    import numpy as np

    order = np.argsort(scores, kind="stable")
    steps: list[list[float]] = []  # weighted score, weighted truth, weight
    for i in order:
        steps.append([float(scores[i] * weight[i]), float(truth[i] * weight[i]), float(weight[i])])
        while len(steps) > 1 and (steps[-2][2] < fewest or steps[-2][1] / steps[-2][2] >= steps[-1][1] / steps[-1][2]):
            last = steps.pop()
            steps[-1] = [a + b for a, b in zip(steps[-1], last, strict=True)]
    if len(steps) > 1 and steps[-1][2] < fewest:
        last = steps.pop()
        steps[-1] = [a + b for a, b in zip(steps[-1], last, strict=True)]
    values = accumulate((round((t + 0.5) / (w + 1), 4) for _, t, w in steps), max)  # the half cases weigh most in the lightest step
    return [[round(s / w, 4), value] for (s, _, w), value in zip(steps, values, strict=True)]
