"""From an address to the text that stood there, or the exact reason why there is none.

The way of a source: :mod:`addressing` (the guard) → :mod:`fetching` over a transport (the network, :mod:`cassettes`, or what
:mod:`keeping` has) → :mod:`outcomes` → :mod:`extraction` → :mod:`archives`, if the page has gone. :class:`Resolver` knows the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.sources.cassettes.adapter import NotRecorded, ReplayAdapter
    from provenance.sources.cassettes.contents import RecordInfo
    from provenance.sources.cassettes.recordings import list_records
    from provenance.sources.cassettes.warc import Page, write_pages
    from provenance.sources.resolver import Resolver

__all__ = ["NotRecorded", "Page", "RecordInfo", "ReplayAdapter", "Resolver", "list_records", "write_pages"]

_HOMES = {
    "NotRecorded": "cassettes.adapter",
    "ReplayAdapter": "cassettes.adapter",
    "Page": "cassettes.warc",
    "write_pages": "cassettes.warc",
    "RecordInfo": "cassettes.contents",
    "list_records": "cassettes.recordings",
    "Resolver": "resolver",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: the modules behind it are not needed by every command."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
