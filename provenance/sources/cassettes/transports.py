"""The two transports over a cassette: one that only replays, and one that asks the network for what was not recorded."""

from __future__ import annotations

from collections.abc import Callable

from provenance.model import Record, Status
from provenance.sources import scrubbing
from provenance.sources.addressing.addresses import Address
from provenance.sources.cassettes.cassette import Cassette
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.failures import Failure, failure_of
from provenance.sources.fetching.transport import Exchange, Headers, Transport


class Replay:
    """A transport that answers from a cassette only."""

    live = False

    def __init__(self, cassette: Cassette) -> None:
        self._cassette = cassette

    def send(self, address: Address, headers: Headers, deadline: Deadline, body: bytes | None = None) -> Exchange:
        """See :class:`provenance.sources.fetching.transport.Transport`."""
        record = self._cassette.find(address.url, body)
        if record is None:
            method = "GET" if body is None else "POST"
            raise Failure(Status.NOT_IN_CASSETTE, self._cassette.missing(address.url, method, body))
        return self._cassette.exchange(record)


class Recorder:
    """A transport that answers from a cassette where it can, and else from the network, which it records."""

    def __init__(self, cassette: Cassette, network: Transport, *, now: Callable[[], str]) -> None:
        self._cassette = cassette
        self._network = network
        self._now = now
        self.live = True

    def send(self, address: Address, headers: Headers, deadline: Deadline, body: bytes | None = None) -> Exchange:
        """See :class:`provenance.sources.fetching.transport.Transport`."""
        if self._cassette.replaying:
            record = self._cassette.find(address.url, body)
            if record is not None:
                return self._cassette.exchange(record)
        try:
            exchange = (
                self._network.send(address, headers, deadline) if body is None else self._network.send(address, headers, deadline, body)
            )
        except Exception as error:
            failure = deadline.failure() if deadline.over else failure_of(error)
            self._cassette.write_failure(address.url, self._now(), failure, body)
            raise
        return _RecordingExchange(self._cassette, address.url, exchange, headers, body, deadline)


class _RecordingExchange:
    """A live answer that is written to the cassette when it is closed."""

    def __init__(self, cassette: Cassette, url: str, exchange: Exchange, request: Headers, sent: bytes | None, deadline: Deadline) -> None:
        self._sent = sent
        self._deadline = deadline
        self._cassette = cassette
        self._url = url
        self._exchange = exchange
        self._request = request
        self._parts: list[bytes] = []
        self._why = "unspecified"  # until the body has been read to its end
        self.status = exchange.status
        self.reason = exchange.reason
        self.headers = exchange.headers
        self.fetched = exchange.fetched
        self.record: Record | None = None
        self.note = exchange.note

    def read(self, size: int, /) -> bytes:
        self._why = "length"
        try:
            data = self._exchange.read(size)
        except Exception as error:
            # a connection that the deadline has shut down looks like one that broke off
            late = self._deadline.over or (isinstance(error, Failure) and error.status is Status.TIMED_OUT)
            self._why = "time" if late else "disconnect"
            raise
        if data:
            self._parts.append(data)
        else:
            self._why = ""
        return data

    def close(self) -> None:
        self._exchange.close()
        # what is not whole is kept as a fact, not as a body: half a secret could not be found in it
        payload = b"".join(self._parts) if not self._why else b""
        self.record = self._cassette.write(self._url, self._exchange, payload, self._request, self._why, self._sent)
