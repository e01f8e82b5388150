"""One cassette of pages that have it from one another, and its trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from tracing import relays

import provenance.tracing
from provenance.config import Config
from provenance.model import Trace


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``draft.md`` and ``web.warc.gz``."""
    place = tmp_path_factory.mktemp("relays")
    (place / "draft.md").write_text(relays.DRAFT, encoding="utf-8")
    relays.cassette(place / "web.warc.gz")
    return place


@pytest.fixture(scope="session")
def traced(folder: Path) -> Trace:
    """The trace of the draft, four deep."""
    config = Config(cassette=folder / "web.warc.gz", offline=True, depth=4)
    return provenance.tracing.trace(folder / "draft.md", config=config)
