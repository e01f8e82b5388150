"""The morning's report: only what is new, worse or better since the run before, by article and by source.

``collect`` makes one :class:`~provenance.audit.morning.nouns.Morning` of what a run told; each format is a file with a function
``render`` of the shape :class:`Renderer`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from provenance.audit.morning.nouns import Morning
from provenance.errors import UsageError

FORMATS = {
    "text": "provenance.audit.morning.text",
    "json": "provenance.audit.morning.json",
    "html": "provenance.audit.morning.html",
    "markdown": "provenance.audit.morning.markdown",
    "atom": "provenance.audit.morning.atom",
    "prometheus": "provenance.audit.morning.prometheus",
}
"""Format name → module whose ``render`` writes it."""


class Renderer(Protocol):
    """What every format offers."""

    def __call__(self, morning: Morning) -> str:
        """Write the report."""


def render(morning: Morning, format: str) -> str:
    """Write the report in the format of that name; :class:`UsageError` if there is none."""
    module = FORMATS.get(format)
    if module is None:
        raise UsageError(f"unknown format {format[:40]!r}: use one of {', '.join(FORMATS)}")
    return cast("Renderer", import_module(module).render)(morning)
