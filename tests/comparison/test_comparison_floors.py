"""Accuracy on human-labelled pairs, on samples; the floors stand in ``tests/floors.toml`` and only ever go up."""

from __future__ import annotations

import gzip
import json
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest

from provenance.comparison import compare_many
from provenance.model import Context

FLOORS = Path(__file__).resolve().parents[1] / "floors.toml"


def floor(*keys: str) -> float:
    if not FLOORS.is_file():
        pytest.skip("tests/floors.toml is not there yet")
    value: Any = tomllib.loads(FLOORS.read_text("utf-8"))
    for key in keys:
        if key not in value:
            pytest.skip(f"no floor for {'.'.join(keys)} yet")
        value = value[key]
    return float(value)


def sample(shared: Path, name: str, limit: int) -> list[dict[str, Any]]:
    with gzip.open(shared / "data" / "claims" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return random.Random(7).sample(rows, min(limit, len(rows)))


def balanced(rows: list[dict[str, Any]]) -> float:
    said = [c.label.value == "supported" for c in compare_many([(r["claim"], r["source_text"], Context()) for r in rows])]
    true = [r["label"] == "supported" for r in rows]
    right = sum(s for s, t in zip(said, true, strict=True) if t) / sum(true)
    spared = sum(not s for s, t in zip(said, true, strict=True) if not t) / (len(true) - sum(true))
    return (right + spared) / 2


SLACK = 0.08
"""A sample of this size may fall this much below the figure of the whole set."""


@pytest.mark.parametrize(("name", "limit"), [("wice_dev", 60), ("xling_ru_wmt22_ntrex", 60), ("wp_citation_v1", 73)])
def test_supported_against_the_rest(shared: Path, name: str, limit: int, record_property: Any) -> None:
    least = floor("claims", name, "balanced_accuracy")
    figure = balanced(sample(shared, name, limit))
    record_property("balanced_accuracy", figure)
    assert figure >= least - SLACK
