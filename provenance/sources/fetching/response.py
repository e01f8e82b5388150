"""The answer at the end of the way from an address."""

from __future__ import annotations

from dataclasses import dataclass, field

from provenance.model import Record, Redirect
from provenance.sources.fetching.transport import Headers, header


@dataclass(frozen=True, slots=True)
class Response:
    """The last answer on the way from an address, and the way."""

    url: str
    """As asked for."""
    final_url: str
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    """Decompressed."""
    fetched: str
    redirects: tuple[Redirect, ...] = ()
    record: Record | None = None
    note: str = ""
    tries: int = 1
    spared: bool = False
    """Whether ``body`` was left where it is stored, since it need not be read; see :meth:`provenance.sources.fetching.fetch.Fetcher.fetch`."""

    def header(self, name: str) -> str:
        """The value of a header; empty if it is not there."""
        return header(self.headers, name)
