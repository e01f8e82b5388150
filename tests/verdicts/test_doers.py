"""Claims of ``doers.toml``: with the doer and the other side in each other's place nothing is supported; what the source says is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from provenance.comparison import compare
from provenance.model import Context, Label

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "doers.toml").read_text("utf-8"))["case"]


def identity(case: dict[str, Any]) -> str:
    return f"{case['pair']}-{case['said'].replace(' ', '-')}"


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_a_claim_with_its_doer_exchanged_is_not_borne_out(case: dict[str, Any]) -> None:
    found = compare(case["turned"], case["source"], context=Context(language=case["pair"].split("-")[0]))
    assert found.label is not Label.SUPPORTED, found


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_what_the_source_says_is_supported(case: dict[str, Any]) -> None:
    found = compare(case["said"], case["source"], context=Context(language=case["pair"].split("-")[0]))
    assert found.label is Label.SUPPORTED, found
