"""What an opinion sounds like: a direction among the encoder's sentence vectors, in every language that the encoder knows.

Turns of phrase are told by lists (:mod:`provenance.comparison.vagueness.vague`); judgements that stand in no list are told by this. The
direction is fitted on made-up claims in pairs, ``data/opinions.toml``, against plain statements of fact from measured sets, with
``python -m provenance.comparison.vagueness.opinions --data FOLDER``. That sentence vectors tell subjective sentences from objective ones is
known since Conneau et al., *Supervised Learning of Universal Sentence Representations* (EMNLP 2017).
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from provenance.comparison.fitting.samples import read
from provenance.comparison.matching.encoder import DIMENSIONS, encoder
from provenance.errors import ModelError

FACTUAL = ("wice_dev", "wp_citation_v1", "factcheckbench", "summedits_news", "terra_val")
"""Sets whose claims are statements of fact, as good as all of them."""
_EACH = 300
_PLAIN_WEIGHT = 0.3
"""How much one of their claims counts beside one of ours."""
_RIDGE = 0.3
_FOLDER = resources.files("provenance.comparison") / "data"


def opinion(vector: Any) -> float:
    """How probably a claim is its writer's opinion and no statement of fact, in [0, 1].

    Parameters:
        vector: the claim's unit vector by the encoder, shape (512,).
    """
    import numpy as np

    weights, bias = _direction()
    return float(1.0 / (1.0 + np.exp(-(float(np.dot(weights, vector)) + bias))))


@cache
def _direction() -> tuple[Any, float]:
    import numpy as np

    table = json.loads((_FOLDER / "opinions.json").read_text("utf-8"))
    weights = np.array(table["weights"], dtype=np.float64)
    if weights.shape != (DIMENSIONS,) or not np.isfinite(weights).all():
        raise ModelError("data/opinions.json was fitted for another encoder: run python -m provenance.comparison.vagueness.opinions")
    return weights, float(table["bias"])


def pairs() -> list[tuple[str, str, str, str]]:
    """The made-up claims: language, what the first one is, one that no source can settle, one like it that a source can."""
    table = tomllib.loads((_FOLDER / "opinions.toml").read_text("utf-8"))
    return [(language, kind, loose, firm) for language, rows in table.items() for kind, loose, firm in rows]


def fit(ours: Sequence[tuple[str, str]], plain: Sequence[str]) -> dict[str, Any]:
    """Ridge logistic regression by Newton's method (Hastie et al., *Elements*, 4.4.1).

    Parameters:
        ours: claims that no source can settle, each with one like it that a source can.
        plain: statements of fact.

    Returns:
        What ``data/opinions.json`` holds.
    """
    import numpy as np

    texts = [*(loose for loose, _ in ours), *(firm for _, firm in ours), *plain]
    truth = np.array([1.0] * len(ours) + [0.0] * (len(ours) + len(plain)))
    weight = np.array([1.0] * (2 * len(ours)) + [_PLAIN_WEIGHT] * len(plain))
    design = np.c_[np.array(encoder().sentences(texts)), np.ones(len(texts))].astype(np.float64)
    beta = np.zeros(design.shape[1])
    penalty = np.eye(len(beta)) * _RIDGE
    penalty[-1, -1] = 1e-6
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        step = np.linalg.solve(
            (design * (weight * p * (1 - p))[:, None]).T @ design + penalty, design.T @ (weight * (p - truth)) + penalty @ beta
        )
        beta -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {"weights": [round(float(x), 3) for x in beta[:-1]], "bias": round(float(beta[-1]), 3)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write ``data/opinions.json``."""
    parser = argparse.ArgumentParser(prog="python -m provenance.comparison.vagueness.opinions", description=fit.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds claims/<set>.jsonl.gz")
    parser.add_argument("--output", type=Path, default=Path(str(_FOLDER / "opinions.json")))
    options = parser.parse_args(arguments)
    plain = sorted({sample.claim for name in FACTUAL for sample in read(options.data, name, _EACH)})
    table = fit([(loose, firm) for _, _, loose, firm in pairs()], plain)
    options.output.write_text(json.dumps(table) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
