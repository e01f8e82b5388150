"""One request and what came of it, whole: what importers give, exporters take and the writer writes."""

from __future__ import annotations

from dataclasses import dataclass, field

from provenance.sources.fetching.transport import Headers


@dataclass(frozen=True, slots=True)
class Interaction:
    """One request and its answer, or the failure to get one."""

    url: str
    date: str
    """ISO 8601 time in UTC at which the answer began."""
    status: int = 0
    """HTTP status; 0 where there was no answer."""
    reason: str = ""
    headers: Headers = ()
    payload: bytes = field(default=b"", repr=False)
    """The body as transferred, content codings and all, without chunked framing."""
    method: str = "GET"
    request: Headers = ()
    sent: bytes | None = field(default=None, repr=False)
    """The request's body."""
    peer: str = ""
    """IP address that answered."""
    truncated: str = ""
    """Why the body is not whole, in the words of ``WARC-Truncated``."""
    note: str = ""
    failure: tuple[str, str] | None = None
    """Status and reason, where the address gave no answer."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a recording that a cassette has no place for."""

    what: str
    """In the plural and without details, so that it can be counted: ``addresses that are not http``."""
