"""Reports: one finished :class:`provenance.model.Report` in, text out.

To add a format, write a module with a function of the shape :class:`Renderer` and name it in :data:`FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from provenance.errors import UsageError
from provenance.model import Report

FORMATS = {
    "text": "provenance.reports.terminal",
    "json": "provenance.reports.json",
    "html": "provenance.reports.html",
    "svg": "provenance.reports.graph",
}
"""Format name → module whose ``render`` writes it. Modules are imported when they are asked for."""


class Renderer(Protocol):
    """What every report format offers."""

    def __call__(self, report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
        """Write the report.

        Parameters
        ----------
        report:
            The finished report.
        colour:
            Whether escape sequences for colour may be used; formats for files ignore it.
        width:
            Columns of the terminal; formats for files ignore it.
        verbosity:
            -1 only what must be looked at, 0 that with what bears on it, 1 everything.
        """


def render(report: Report, format: str, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """Write ``report`` in the format of that name; :class:`UsageError` if there is none."""
    module = FORMATS.get(format)
    if module is None:
        raise UsageError(f"unknown format {format!r}: use one of {', '.join(FORMATS)}")
    renderer = cast("Renderer", import_module(module).render)
    return renderer(report, colour=colour, width=width, verbosity=verbosity)
