"""What all tests share: where the measuring data lies, and the rule that no test reaches the network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring data beside the checkout; the test is skipped, and says so, where there is none."""
    if not (SHARED / "README.md").is_file():
        pytest.skip("needs the measuring data in ../shared, which is not part of this repository")
    return SHARED
