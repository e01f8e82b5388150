"""Accuracy on human-labelled pairs and on altered quotations and claims, against ``tests/floors.toml``.

Samples are drawn with a fixed seed, so that a figure changes only when the program does. ``at_least`` and ``at_most`` in the file
hold for the very sample that it names.
"""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest
from telling import Tell

import provenance

FLOORS = tomllib.loads((Path(__file__).resolve().parents[1] / "floors.toml").read_text("utf-8"))["comparison"]


def scorer(shared: Path) -> Any:
    """The scoring tool beside the data, as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(score: Any, shared: Path, name: str, limit: int) -> list[dict[str, Any]]:
    """The sample that a table of the floors names."""
    makers = {"quotes": score.make_quotes, "edits": score.make_edits}
    if name in makers:
        return list(makers[name](shared / "data", limit))
    return list(score.read(shared / "data" / "claims" / f"{name}.jsonl.gz", limit))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_falls_below_its_floor(shared: Path, name: str, tell: Tell) -> None:
    score, wanted = scorer(shared), FLOORS[name]
    rows = rows_of(score, shared, name, wanted["sample"])
    found = provenance.compare_many([(row["claim"], row["source_text"]) for row in rows])
    figures = score.figures(rows, found, 0.0)
    if name == "edits":
        altered = [c.label.value == "supported" for r, c in zip(rows, found, strict=True) if r["kind"] in ("number", "month")]
        figures["number_or_month_called_supported"] = sum(altered) / len(altered)
    tell(
        f"{name} ({len(rows)}): "
        + ", ".join(f"{key} {figures[key]:.3f}" for key in figures if key in wanted["at_least"] | wanted["at_most"])
    )
    for key, floor in wanted["at_least"].items():
        assert figures[key] >= floor, key
    for key, ceiling in wanted["at_most"].items():
        assert figures[key] <= ceiling, key
