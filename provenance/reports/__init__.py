"""Reports: one finished :class:`provenance.model.Report` in, text (or for some formats bytes) out.

To add a format, write a module with a function of the shape :class:`Renderer` and name it in :data:`FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from provenance.errors import UsageError
from provenance.model import Report
from provenance.reports.clean import without_secrets

FORMATS = {
    "text": "provenance.reports.terminal",
    "json": "provenance.reports.json",
    "html": "provenance.reports.html",
    "svg": "provenance.reports.graph",
    "prov": "provenance.reports.prov",
    "markdown": "provenance.reports.markdown",
    "sarif": "provenance.reports.sarif",
    "junit": "provenance.reports.junit",
    "github": "provenance.reports.github",
    "annotations": "provenance.reports.annotations",
    "csv": "provenance.reports.csv",
    "xlsx": "provenance.reports.xlsx",
}
"""Format name → module whose ``render`` writes it. Modules are imported when they are asked for."""
BINARY = frozenset({"xlsx"})
"""Formats that are no text: their renderer gives bytes."""


class Renderer(Protocol):
    """What every report format offers."""

    def __call__(self, report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str | bytes:
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
    """Write ``report`` as text in the format of that name, with the secrets in its addresses masked.

    Raises
    ------
    UsageError
        There is no such format, or it is no text.
    """
    text = render_any(report, format, colour=colour, width=width, verbosity=verbosity)
    if isinstance(text, bytes):
        raise UsageError(f"{format} is no text: name a file for it with -o")
    return text


def render_any(report: Report, format: str, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str | bytes:
    """Like :func:`render`, with bytes for the formats in :data:`BINARY`."""
    module = FORMATS.get(format)
    if module is None:
        raise UsageError(f"unknown format {format!r}: use one of {', '.join(FORMATS)}")
    renderer = cast("Renderer", import_module(module).render)
    return renderer(without_secrets(report), colour=colour, width=width, verbosity=verbosity)
