"""How many of the attributions that people marked in news articles are found, against the floors of ``tests/floors.toml``."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path

import pytest

FLOORS = Path(__file__).parents[1] / "floors.toml"


@pytest.mark.shared
def test_polnear_dev(shared: Path) -> None:
    table = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    floors = table.get("attributions", {}).get("polnear_dev", {})
    if not floors:
        pytest.skip("tests/floors.toml has no floors for attributions.polnear_dev")
    spec = importlib.util.spec_from_file_location("score", shared / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    figures = score.attributions(shared / "data", ["polnear_dev"], None)["polnear_dev.jsonl.gz"]
    below = {name: (figures[name], floor) for name, floor in floors.items() if name in figures and figures[name] < floor}
    assert not below, f"below the floor (measured, floor): {below}"
