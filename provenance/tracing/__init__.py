"""Who got it from whom: from a draft's claim to the source it leans on, to the source that this one credits, and so on to the origin.

:mod:`~provenance.tracing.pages` reads whom a page credits; :mod:`~provenance.tracing.walk` follows them level by level.
"""

from __future__ import annotations

from pathlib import Path

from provenance.config import Config
from provenance.model import Draft, Trace

__all__ = ["trace"]


def trace(draft: str | Path | Draft, *, config: Config | None = None) -> Trace:
    """Follow the claims of a draft, or of a published article, hop by hop.

    Parameters
    ----------
    draft:
        A file, a web address, or a draft already read.
    config:
        The settings: ``depth`` and ``max_sources`` bound how far is followed and how much is read.

    Raises
    ------
    DraftError
        The draft cannot be read or fetched.
    SourceError
        A source given by hand cannot be read.
    CassetteError
        The cassette is missing or damaged.
    ModelError
        The model that the settings name cannot be loaded or asked.
    """
    from provenance.tracing.walk import walk

    return walk(draft, config or Config())
