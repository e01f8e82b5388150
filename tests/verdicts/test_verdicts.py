"""Every fault of ``cases.toml`` is called by its name, and its harmless twin is supported, or at least not accused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from provenance.comparison import compare
from provenance.model import Context, Label

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["case"]


def identity(case: dict[str, Any]) -> str:
    return f"{case['pair']}-{case['name'].replace(' ', '-')}"


def context(case: dict[str, Any], which: str) -> Context:
    return Context(language=case["pair"].split("-")[0], speaker=case.get(f"{which}_speaker", case.get("speaker")))


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_the_true_claim_is_borne_out(case: dict[str, Any]) -> None:
    found = compare(case["true"], case["source"], context=context(case, "true"))
    assert found.label.value in case.get("twin", [Label.SUPPORTED.value]), found
    assert found.evidence
    for passage in found.evidence:
        assert case["source"][passage.start : passage.end] == passage.text


@pytest.mark.parametrize("case", CASES, ids=identity)
def test_the_fault_is_named(case: dict[str, Any]) -> None:
    found = compare(case["false"], case["source"], context=context(case, "false"))
    assert found.label.value in case["verdict"], found
    if case["kind"] != "any":
        assert case["kind"] in {difference.kind.value for difference in found.differences}, found
    for difference in found.differences:
        if difference.claim_span is not None:
            assert difference.claim_span.of(case["false"]) == difference.claim
        if difference.evidence_span is not None and difference.source:
            assert difference.evidence_span.of(case["source"]) == difference.source
