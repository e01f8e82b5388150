"""Claims of ``tenses.toml`` and ``stages.toml`` that go further than their source are not supported; what it says is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from provenance.comparison import compare
from provenance.model import Context, Label

TABLES = ("tenses.toml", "stages.toml")
CASES: list[dict[str, Any]] = [
    case for table in TABLES for case in tomllib.loads((Path(__file__).parent / table).read_text("utf-8"))["case"]
]


def identity(case: dict[str, Any]) -> str:
    return f"{case['pair']}-{case['done'].replace(' ', '-')}"


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_what_goes_further_is_not_borne_out(case: dict[str, Any]) -> None:
    found = compare(case["done"], case["source"], context=Context(language=case["pair"].split("-")[0]))
    assert found.label is not Label.SUPPORTED, found


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_what_the_source_says_is_supported(case: dict[str, Any]) -> None:
    found = compare(case["said"], case["source"], context=Context(language=case["pair"].split("-")[0]))
    assert found.label is Label.SUPPORTED, found
