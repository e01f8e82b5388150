"""Fit the weights of :mod:`provenance.sources.extraction.main_model`: ``python -m provenance.sources.extraction.main_fit --data ../shared/data``.

The labels are people's: the article-extraction-benchmark (Scrapinghub, MIT licence) gives the article text of 181 web pages. A block
counts as main text if more than half of it stands in that text. Needs scikit-learn (the ``calibrate`` extra). It prints how well
pages are judged that the weights were not fitted on, and writes weights fitted on all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import unicodedata
import warnings
from pathlib import Path
from typing import Any

from provenance.sources.extraction import main_model, main_text
from provenance.sources.extraction.visible import VisibleBlock, visible

_FOLDS = 6
_HIDDEN = 16
_NETS = 3
_ROUNDS = 25


def read(data: Path) -> list[tuple[tuple[VisibleBlock, ...], list[bool], str, str]]:
    """For every page its blocks, whether each is main text, its HTML, and the marked text without white space."""
    found = []
    with gzip.open(data / "pages/aeb.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            blocks, body = visible(row["html"]).blocks, _folded(row["body"])
            found.append((blocks, [_share(block.text, body) > 0.5 for block in blocks], str(row["html"]), body))
    return found


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _share(text: str, body: str) -> float:
    if _folded(text) in body:
        return 1.0
    sentences = [_folded(part) for part in re.split(r"(?<=[.!?])\s+|\n|\t", text) if part.strip()]
    total = sum(map(len, sentences))
    return sum(len(s) for s in sentences if len(s) > 20 and s in body) / max(1, total)


def _fit(found: Any, labels: Any, weights: Any) -> dict[str, Any]:
    """A network with one hidden layer: the mean of several that began at different weights, as one."""
    import numpy as np
    from sklearn.neural_network import MLPClassifier

    mean, scale = found.mean(axis=0), found.std(axis=0)
    scale = 1 / np.where(scale < 1e-6, 1.0, scale)
    scaled = np.clip((found - mean) * scale, -main_model._MOST, main_model._MOST)
    nets = [
        MLPClassifier((_HIDDEN,), alpha=1.0, max_iter=_ROUNDS, batch_size=256, learning_rate_init=2e-3, random_state=seed).fit(
            scaled, labels, sample_weight=weights / weights.mean()
        )
        for seed in range(_NETS)
    ]
    fitted = {
        "mean": mean,
        "scale": scale,
        "inner": np.concatenate([net.coefs_[0] for net in nets], axis=1),
        "inner_bias": np.concatenate([net.intercepts_[0] for net in nets]),
        "outer": np.concatenate([net.coefs_[1][:, 0] for net in nets]) / _NETS,
        "outer_bias": np.mean([net.intercepts_[1][0] for net in nets]),
    }
    return {name: np.round(value, 5) for name, value in fitted.items()}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Fit, measure by cross-validation, write."""
    import numpy as np

    warnings.filterwarnings("ignore", message=".*Maximum iterations")  # the number of rounds is chosen, not reached
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=main_model.WEIGHTS)
    options = parser.parse_args()
    pages = read(options.data)
    found = [main_model.features(blocks) for blocks, *_ in pages]
    labels = [np.array(marked, dtype=int) for _, marked, *_ in pages]
    weights = [np.sqrt(np.maximum(10.0, [len(block.text) for block in blocks])) for blocks, *_ in pages]
    folds = np.arange(len(pages)) % _FOLDS
    judged: list[tuple[float, float, float, float]] = []
    for fold in range(_FOLDS):
        inside = [k for k in range(len(pages)) if folds[k] != fold]
        fitted = _fit(np.concatenate([found[k] for k in inside]), np.concatenate([labels[k] for k in inside]), np.concatenate([weights[k] for k in inside]))  # fmt: skip
        for k in np.flatnonzero(folds == fold):
            chance = main_model.judged(found[k], fitted)
            size = np.array([len(block.text) for block in pages[k][0]], dtype=float)
            doubt = (np.minimum(chance, 1 - chance) * size).sum() / max(1.0, size[chance > 0.4].sum())
            taken, right = chance > main_text.LIKELY, labels[k] == 1
            judged.append((float(doubt), float(size[taken & right].sum()), float(size[right].sum()), float(size[taken].sum())))
    for most in (0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 1e9):
        sure = [row for row in judged if row[0] <= most]
        found_size, marked_size, taken_size = (max(1.0, sum([row[i] for row in sure])) for i in (1, 2, 3))
        _say(
            f"doubt up to {most:g}: {len(sure) / len(judged):.2f} of the pages, recall {found_size / marked_size:.4f}, precision {found_size / taken_size:.4f}"
        )
    fitted = _fit(np.concatenate(found), np.concatenate(labels), np.concatenate(weights))
    written = {name: value.tolist() for name, value in fitted.items()}
    options.output.write_text(json.dumps(written, separators=(",", ":")) + "\n", "utf-8")
    _say(f"{sum(map(len, labels))} blocks of {len(pages)} pages → {options.output}")


if __name__ == "__main__":
    main()
