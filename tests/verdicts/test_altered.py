"""Faithful and altered claims about short texts of our own, by the hundred: how many altered ones are called supported.

``altered/*.txt`` hold, in blocks, faithful claims and altered ones. The rules were made with the files of plain names at hand; the ``_unseen`` ones were written before,
and looked at single results only when the rules stood, so that their figures say more of texts that nobody has seen. ``independent`` was
written by somebody who knew neither the rules nor the other files, and was read when nearly all of them stood: it says most.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from claim_blocks import read_blocks
from telling import Tell

from provenance import compare_many
from provenance.model import Label

FILES = sorted((Path(__file__).parent / "altered").glob("*.txt"))
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))["altered"]


def read(path: Path) -> list[tuple[str, str, bool]]:
    """Claim, source, and whether the claim is faithful."""
    return [(b.claim, b.source, b.faithful) for b in read_blocks(path.read_text("utf-8"))]


def test_every_file_has_its_floors() -> None:
    assert {path.stem for path in FILES} == FLOORS.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_altered_claims_are_seldom_supported_and_faithful_ones_seldom_accused(path: Path, tell: Tell) -> None:
    rows = read(path)
    labels = [found.label for found in compare_many([(claim, source) for claim, source, _ in rows])]
    faithful = [label for label, (_, _, right) in zip(labels, rows, strict=True) if right]
    altered = [label for label, (_, _, right) in zip(labels, rows, strict=True) if not right]
    figures = {
        "altered_called_supported": altered.count(Label.SUPPORTED) / len(altered),
        "faithful_accused": sum(label in (Label.CONTRADICTED, Label.MISQUOTED) for label in faithful) / len(faithful),
        "faithful_supported": faithful.count(Label.SUPPORTED) / len(faithful),
    }
    tell(f"{path.stem}: {len(altered)} altered, {len(faithful)} faithful, " + ", ".join(f"{k} {v:.3f}" for k, v in figures.items()))
    wanted = FLOORS[path.stem]
    assert figures["altered_called_supported"] <= wanted["altered_called_supported"]
    assert figures["faithful_accused"] <= wanted["faithful_accused"]
    assert figures["faithful_supported"] >= wanted["faithful_supported"]
