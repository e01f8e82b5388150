"""What a store of captures keeps, and what it can do: the shape that fetching, archives and audits work with.

A capture is what an address answered at a moment: status, headers, and a body that is named by the SHA-256 of its bytes and
kept once, however many addresses answer with it. :class:`provenance.sources.keeping.store.Store` is the store that a run uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from provenance.sources.fetching.transport import Headers, header


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored answer. Nothing in it is secret: what is was left out before it was stored."""

    url: str
    """The address in its normal spelling; see :func:`provenance.sources.addressing.canonical.normal`."""
    status: int
    reason: str
    headers: Headers
    """Without secrets, and without those that describe the transfer only."""
    fetched: str
    """ISO 8601 time in UTC at which these bytes were received last."""
    checked: float
    """When the server last said that they stand, in seconds since the epoch."""
    lifetime: float
    """Seconds after ``checked`` for which the server lets them be used without asking."""
    sha256: str
    """Of the body, in hexadecimal."""
    size: int
    """Of the body, in bytes."""
    variant: str = ""
    """What the request asked for beyond the address (a date, for archives)."""
    first: str = ""
    """When the same bytes were first received from this address."""
    agent: str = ""
    """The User-Agent that was told them."""

    def header(self, name: str) -> str:
        """The value of a header; empty if it is not there."""
        return header(self.headers, name)


class CaptureStore(Protocol):
    """A place that keeps captures: safe to use from several threads, and by several processes at once.

    Methods raise :class:`provenance.errors.CacheError` if the store cannot be read or written.
    """

    def put(self, kept: Kept, body: bytes) -> None:
        """Keep an answer. Its body is stored unless the store has it already."""

    def latest(self, url: str, variant: str = "") -> Kept | None:
        """The newest capture of an address, or ``None``."""

    def history(self, url: str, variant: str = "") -> tuple[Kept, ...]:
        """All captures of an address that differ in their bytes, the newest first."""

    def body(self, sha256: str) -> bytes | None:
        """The bytes with a hash; ``None`` if they are not there, or are damaged: then they are dropped."""

    def confirm(self, kept: Kept) -> None:
        """Take over ``headers``, ``fetched``, ``agent``, ``checked`` and ``lifetime`` of a capture that still stands."""

    def forget(self, url: str) -> None:
        """Drop the captures of an address, and their bodies unless something else needs them."""

    def pin(self, sha256: str, holder: str) -> bool:
        """Keep a body from ever being dropped to make room, as evidence of ``holder``; ``False`` if it is not there."""

    def unpin(self, sha256: str, holder: str) -> None:
        """Take a pin back; the body may be dropped when nobody else has pinned it."""

    def derived(self, key: str) -> bytes | None:
        """What was made out of a body, under a name of its maker's choice; ``None`` if it is not there."""

    def derived_sha256(self, key: str) -> str | None:
        """The SHA-256 of what :meth:`derived` would give; ``None`` if it is not there."""

    def put_derived(self, key: str, data: bytes) -> None:
        """Keep what was made out of a body."""
