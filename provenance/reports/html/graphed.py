"""Where the provenance graph comes into the page."""

from __future__ import annotations

from provenance.model import DraftReport


def graph_of(report: DraftReport) -> str:
    """The graph of who has it from whom as inline SVG; empty if there is none."""
    return ""
