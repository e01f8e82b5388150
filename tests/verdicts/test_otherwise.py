"""Claims of ``otherwise.toml`` that say the same with a "not" more or less are accused of nothing; those with a fault are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from provenance.comparison import compare
from provenance.model import Context, Label

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "otherwise.toml").read_text("utf-8"))["case"]


def identity(case: dict[str, Any]) -> str:
    return f"{case['pair']}-{case['name'].replace(' ', '-')}"


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_the_same_is_not_accused(case: dict[str, Any]) -> None:
    found = compare(case["same"], case["source"], context=Context(language=case["pair"].split("-")[0]))
    assert found.label not in (Label.CONTRADICTED, Label.MISQUOTED), found


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_the_contrary_is(case: dict[str, Any]) -> None:
    found = compare(case["false"], case["source"], context=Context(language=case["pair"].split("-")[0]))
    assert found.label is Label.CONTRADICTED, found
