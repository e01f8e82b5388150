"""Reports of a trace: one finished :class:`provenance.model.Trace` in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol, cast

from provenance.errors import UsageError
from provenance.model import Hop, Trace
from provenance.reports.clean import without_secrets

TRACE_FORMATS = {
    "text": ("provenance.reports.trace_text", "render"),
    "json": ("provenance.reports.trace_json", "render"),
    "svg": ("provenance.reports.graph", "trace_svg"),
    "prov": ("provenance.reports.prov", "trace_prov"),
}
"""Format name → module and function that write it. Modules are imported when they are asked for."""


class TraceRenderer(Protocol):
    """What every format of a trace offers; the arguments as for :class:`provenance.reports.Renderer`."""

    def __call__(self, trace: Trace, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
        """Write the trace."""


def render_trace(trace: Trace, format: str, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """Write ``trace`` in the format of that name, secrets in addresses masked; :class:`UsageError` if there is no such format."""
    if format not in TRACE_FORMATS:
        raise UsageError(f"unknown format {format!r}: use one of {', '.join(TRACE_FORMATS)}")
    module, name = TRACE_FORMATS[format]
    renderer = cast("TraceRenderer", getattr(import_module(module), name))
    return renderer(without_secrets(trace), colour=colour, width=width, verbosity=verbosity)


def all_hops(hops: Iterable[Hop]) -> Iterator[Hop]:
    """Every hop of a trail, each before those below it."""
    stack = list(reversed(list(hops)))
    while stack:
        hop = stack.pop()
        yield hop
        stack.extend(reversed(hop.hops))
