"""Fetching with a memory: what the store holds is used while it may be, else the server is asked whether it has changed.

This is a transport around another one, so guard, hops, limits and politeness go on as without it. It hands on what it has
stored (with secrets taken out), so that the first run of a check reads the same bytes as the second.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace

from provenance.errors import CacheError
from provenance.model import Record, Status
from provenance.sources import scrubbing
from provenance.sources.addressing.addresses import Address
from provenance.sources.addressing.canonical import normal
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.decoding import decode
from provenance.sources.fetching.failures import Failure
from provenance.sources.fetching.transport import Exchange, Headers, Transport, header
from provenance.sources.keeping.captures import CaptureStore, Kept
from provenance.sources.keeping.freshness import conditions, fixed_lifetime, is_stored, lifetime, refreshed, still_stands, updates
from provenance.sources.keeping.store import NAME, digest

_TRANSFER = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "trailer", "upgrade"})
_PAGES = frozenset({200, 203})
_MOST_HEADERS = 16_384  # characters
_LOOKED_UP = 1000
_AGAIN: Headers = (("Cache-Control", "no-cache"),)
Spare = Callable[[Kept], bool]
"""Whether the bytes of a stored answer need not be read, should it still stand."""
_UNASKED = "the server says that nothing has changed, to someone who has nothing; try again later"


def record_of(sha256: str) -> Record:
    """Where the bytes of a capture lie, as reports name it."""
    return Record(NAME, f"sha256:{sha256}")


class Caching:
    """The network behind a store of captures.

    Parameters
    ----------
    store
        Where answers are kept. If it fails, the run goes on without it.
    network
        The transport that is asked for all else.
    now, wall
        The time as ISO 8601 in UTC, and as seconds since the epoch.
    max_age
        Captures younger than this many seconds are used without asking, and older ones never, whatever the server said of
        them; ``None`` leaves that to the server.
    limit
        Most bytes of a body.
    """

    live = True

    def __init__(
        self,
        store: CaptureStore,
        network: Transport,
        *,
        now: Callable[[], str],
        wall: Callable[[], float],
        max_age: float | None = None,
        limit: int = 16 << 20,
    ) -> None:
        self._store = store
        self._network = network
        self._now = now
        self._wall = wall
        self._max_age = max_age
        self._limit = limit
        self._looked_up: dict[tuple[str, str], Kept | None] = {}
        """What :meth:`at_hand` has found, for the request that comes next."""

    def at_hand(self, address: Address, headers: Headers) -> bool:
        """Whether an address will be answered without asking its server, so that nobody needs to wait for a turn."""
        kept = self._known(address, headers)
        if len(self._looked_up) >= _LOOKED_UP:
            self._looked_up.clear()
        self._looked_up[normal(address.url), _variant(headers)] = kept
        return kept is not None and self._is_fresh(kept)

    def send(self, address: Address, headers: Headers, deadline: Deadline, body: bytes | None = None) -> Exchange:
        """See :class:`provenance.sources.fetching.transport.Transport`."""
        if body is not None:
            return self._network.send(address, headers, deadline, body)
        return self.sparing(address, headers, deadline, _never)

    def sparing(self, address: Address, headers: Headers, deadline: Deadline, spare: Spare) -> Exchange:
        """As :meth:`send` asks, but what ``spare`` says of is not read out of the store if it still stands: ``spared`` is set on it."""
        if scrubbing.address(address.url) != address.url:  # two of them may differ in their secret only
            return self._network.send(address, headers, deadline)
        try:
            kept = self._looked_up.pop((normal(address.url), _variant(headers)))
        except KeyError:
            kept = self._known(address, headers)
        if kept is not None and self._is_fresh(kept) and (found := self._stored(kept, spare)) is not None:
            return found
        asked = conditions(kept.headers) if kept is not None else ()
        # the bytes are looked at first: a server that says "not changed" does not send them again
        held = self._stored(kept, spare) if kept is not None and asked else None
        exchange = self._network.send(address, (*headers, *asked) if held is not None else headers, deadline)
        if exchange.status == 304:
            answer = exchange.headers
            _finish(exchange)
            if kept is not None and held is not None and still_stands(kept.headers, answer):
                return self._confirmed(kept, answer, held)
            exchange = self._network.send(address, (*headers, *_AGAIN), deadline)
            if exchange.status == 304:
                _finish(exchange)
                raise Failure(Status.TEMPORARY, _UNASKED)
        if not is_stored(address.url, exchange.status, exchange.headers):
            return exchange
        return _Keeping(exchange, lambda data: self._keep(address, headers, exchange, data, kept), self._limit)

    def _known(self, address: Address, headers: Headers) -> Kept | None:
        try:
            kept = self._store.latest(normal(address.url), _variant(headers))
        except CacheError:
            return None
        if kept is not None and "user-agent" in kept.header("Vary").lower() and kept.agent != header(headers, "User-Agent"):
            return None
        return kept

    def _stored(self, kept: Kept, spare: Spare) -> Exchange | None:
        if kept.status in _PAGES and spare(kept):
            return Stored(kept, b"", spared=True)
        try:
            data = self._store.body(kept.sha256)
        except CacheError:
            return None
        return None if data is None else Stored(kept, data)

    def _is_fresh(self, kept: Kept) -> bool:
        age = self._wall() - kept.checked
        if age < -3600:  # from a clock that was wrong
            return False
        if self._max_age is None:
            return age < kept.lifetime
        return age < max(self._max_age, fixed_lifetime(kept.url, kept.status, kept.headers) or 0.0)

    def _confirmed(self, kept: Kept, answer: Headers, held: Exchange) -> Exchange:
        headers = refreshed(kept.headers, scrubbing.headers(updates(answer)))
        now = self._wall()
        self._looked_up.pop((kept.url, kept.variant), None)
        with contextlib.suppress(CacheError):
            self._store.confirm(replace(kept, headers=headers, checked=now, lifetime=lifetime(kept.url, kept.status, headers, now)))
        return held

    def _keep(
        self, address: Address, request: Headers, exchange: Exchange, data: bytes, before: Kept | None
    ) -> tuple[bytes, Record | None]:
        """Store an answer; its body without secrets, and where it lies. One that is as it was ``before`` is only confirmed."""
        secrets = scrubbing.secrets_of(address.url, exchange.headers)
        data = scrubbing.body(data, header(exchange.headers, "Content-Type"), secrets)
        plain = tuple(pair for pair in exchange.headers if pair[0].lower() not in _TRANSFER)
        headers = scrubbing.headers(plain, secrets)
        way = header(exchange.headers, "Location")
        if sum(len(name) + len(value) for name, value in headers) > _MOST_HEADERS or header(headers, "Location") != way:
            return data, None  # a way that leads through a secret is gone again in each run
        now, sha256 = self._wall(), digest(data)
        url = normal(address.url)
        kept = Kept(
            url=url,
            status=exchange.status,
            reason=exchange.reason[:200],
            headers=headers,
            fetched=exchange.fetched,
            checked=now,
            lifetime=lifetime(url, exchange.status, headers, now),
            sha256=sha256,
            size=len(data),
            variant=_variant(request),
            first=exchange.fetched,
            agent=header(request, "User-Agent"),
        )
        try:
            if before is not None and (before.status, before.sha256) == (kept.status, sha256):
                self._store.confirm(kept)
            else:
                self._store.put(kept, data)
        except CacheError:
            return data, None
        finally:
            self._looked_up.pop((url, kept.variant), None)
        return data, record_of(sha256)


class OnlyStored:
    """The transport of ``--offline`` without a cassette: the newest capture of each address, however old."""

    live = False

    def __init__(self, store: CaptureStore | None) -> None:
        self._store = store

    def send(self, address: Address, headers: Headers, deadline: Deadline, body: bytes | None = None) -> Exchange:
        """See :class:`provenance.sources.fetching.transport.Transport`."""
        with contextlib.suppress(CacheError):
            kept = self._store.latest(normal(address.url), _variant(headers)) if self._store is not None and body is None else None
            data = self._store.body(kept.sha256) if self._store is not None and kept is not None else None
            if kept is not None and data is not None:
                return Stored(kept, data)
        raise Failure(
            Status.NOT_ATTEMPTED,
            "not fetched, because of --offline, and no capture of it is stored; name a --cassette, give the text with --source, or go online",
        )


class _Body:
    """A body that lies in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read(self, size: int, /) -> bytes:
        """See :class:`provenance.sources.fetching.transport.Exchange`."""
        part = self._data[self._at : self._at + size]
        self._at += len(part)
        return part

    def whole(self) -> bytes:
        """All that has not been read yet, at once; see :func:`provenance.sources.fetching.decoding.decode`."""
        at, self._at = self._at, len(self._data)
        return self._data[at:]


class Stored(_Body):
    """An answer out of the store."""

    def __init__(self, kept: Kept, data: bytes, *, spared: bool = False) -> None:
        super().__init__(data)
        self.status = kept.status
        self.reason = kept.reason
        self.headers = kept.headers
        self.fetched = kept.fetched
        self.record: Record | None = record_of(kept.sha256)
        self.note = ""
        self.spared = spared
        """Whether the body is left where it is."""

    def close(self) -> None:
        """Nothing is open."""


class _Keeping:
    """A live answer that is stored once its body has been read."""

    def __init__(self, exchange: Exchange, keep: Callable[[bytes], tuple[bytes, Record | None]], limit: int) -> None:
        self._exchange = exchange
        self._keep = keep
        self._limit = limit
        self._body: _Body | None = None
        self.status = exchange.status
        self.reason = exchange.reason
        # the body is handed on without its content coding
        self.headers = tuple(pair for pair in exchange.headers if pair[0].lower() != "content-encoding")
        self.fetched = exchange.fetched
        self.record: Record | None = None
        self.note = exchange.note

    def read(self, size: int, /) -> bytes:
        return self._read().read(size)

    def whole(self) -> bytes:
        return self._read().whole()

    def _read(self) -> _Body:
        if self._body is None:
            data = decode(self._exchange, header(self._exchange.headers, "Content-Encoding"), self._limit)
            data, self.record = self._keep(data)
            self._body = _Body(data)
        return self._body

    def close(self) -> None:
        if self._body is None and self.status >= 300 and header(self.headers, "Location"):
            _, self.record = self._keep(b"")
        self._exchange.close()


def _never(kept: Kept) -> bool:
    return False


def _variant(headers: Headers) -> str:
    return header(headers, "Accept-Datetime")


def _finish(exchange: Exchange) -> None:
    """Close an answer that has no body so that its connection can be used again."""
    with contextlib.suppress(Exception):
        exchange.read(1)
    exchange.close()
