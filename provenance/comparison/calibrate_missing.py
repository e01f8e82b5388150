"""Fit which words are told as unsupported: ``python -m provenance.comparison.calibrate_missing --data FOLDER [--limit N] [--out FILE]``.

``FOLDER`` holds ``claims/<set>.jsonl.gz`` as for :mod:`provenance.comparison.calibrate`, whose weights for words must be there before.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from provenance.comparison.comparing import Item
from provenance.comparison.fitting.fits import logistic
from provenance.comparison.fitting.samples import read
from provenance.comparison.fitting.weights import fitted
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.missing import COLUMNS, FILE, rows
from provenance.comparison.signals import Signals
from provenance.model import Extract, Span

MARKED = {"wice_tokens_train": 1.0, "summedits_news": 1.0}
"""Sets in which the unsupported words are marked, with their share: in one people marked phrases, in the other words were put in."""


def fit(seen: Mapping[str, Sequence[tuple[Signals, Sequence[Span]]]]) -> dict[str, Any]:
    """What ``data/missing.json`` holds: a logistic regression over every word of claims with their marked runs, by set."""
    import numpy as np

    table, truth, weight = [], [], []
    for name, claims in seen.items():
        table += [rows(found) for found, _ in claims]
        here = [
            float(any(span.start < token.end and token.start < span.end for span in marked))
            for found, marked in claims
            for token in found.match.tokens
        ]
        truth += here
        weight += [3000 * MARKED[name] / len(here)] * len(here)
    return logistic(np.concatenate(table), np.array(truth), np.array(weight), COLUMNS, ridge=10.0)


def marked_claims(folder: Path, name: str, limit: int | None = None) -> list[tuple[Signals, tuple[Span, ...]]]:
    """Claims of a set, laid on their sources, with the runs that somebody marked as unsupported; claims without a mark are left out."""
    out = []
    for sample in read(folder, name, limit):
        item = Item(sample.claim, Extract(sample.source))
        if item.early is None and sample.unsupported:
            out.append((item.signals(encoder().sentences([sample.claim])[0], fitted().word), sample.unsupported))
    return out


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write ``data/missing.json``."""
    parser = argparse.ArgumentParser(prog="python -m provenance.comparison.calibrate_missing", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds claims/<set>.jsonl.gz")
    parser.add_argument("--limit", type=int, default=None, help="claims of each set (default: all)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / FILE)
    options = parser.parse_args(arguments)
    table = fit({name: marked_claims(options.data, name, options.limit) for name in MARKED})
    options.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
