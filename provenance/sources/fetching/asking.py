"""Questions put to an endpoint with POST: behind a guard that knows no other address, under a deadline, recorded like a page.

The endpoint is named by the user and may well be on this machine, so the guard lets exactly its host and port through; a draft's
links gain nothing from that. Redirects are not followed: they would take the question, and the key, to somebody else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from provenance.errors import CassetteError, ConfigError, ProvenanceError
from provenance.model import Status, Unavailable
from provenance.sources import scrubbing
from provenance.sources.addressing.addresses import Guard, parse
from provenance.sources.cassettes import Cassette, Recorder, Replay
from provenance.sources.fetching.deadlines import Deadline, Watchdog
from provenance.sources.fetching.decoding import decode
from provenance.sources.fetching.failures import Failure, failure_of
from provenance.sources.fetching.politeness import pause
from provenance.sources.fetching.transport import Exchange, Headers, Network, Transport, header

MAX_ANSWER = 1 << 20
"""Bytes of one answer, decompressed."""
_RETRIED = frozenset({429, 500, 502, 503, 504})
_MEANS = {401: Status.LOGIN_REQUIRED, 403: Status.BLOCKED, 404: Status.NOT_FOUND, 410: Status.GONE, 429: Status.RATE_LIMITED}


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask."""

    timeout: float
    """Seconds for one question in all, second tries included."""
    max_retries: int
    user_agent: str
    offline: bool


class Asker:
    """Puts questions to one address; close it when done.

    Parameters
    ----------
    url
        Where questions go.
    mode
        How to ask.
    key
        Sent as ``Authorization: Bearer``; never written anywhere.
    cassette
        Where answers are recorded or come from.
    now, clock, sleep
        The time as ISO 8601 in UTC, monotonic seconds, and how to wait.
    transport
        Where answers come from instead of network and cassette; for tests.

    Raises
    ------
    ConfigError
        The address cannot be asked.
    """

    def __init__(
        self,
        url: str,
        mode: Asking,
        *,
        key: str = "",
        cassette: Cassette | None = None,
        now: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        transport: Transport | None = None,
    ) -> None:
        try:
            self._address = parse(url)
        except Failure as failure:
            raise ConfigError(f"the endpoint {scrubbing.address(url)} cannot be asked: {failure.reason}") from None
        if any(not 32 < ord(character) < 127 for character in key):
            raise ConfigError("the key in PROVENANCE_MODEL_KEY has characters that no key has: set it anew, without blanks")
        self._mode = mode
        self._key = key
        self._cassette = cassette
        self._clock = clock
        self._sleep = sleep
        self._watchdog = Watchdog(clock)
        self._network: Network | None = None
        self._transport = transport or self._choose(now)

    def _choose(self, now: Callable[[], str]) -> Transport | None:
        if self._cassette is not None and not self._cassette.recording:
            return Replay(self._cassette)
        if self._mode.offline:
            return None
        guard = Guard(frozenset({(self._address.host.rstrip("."), self._address.port)}))
        self._network = Network(guard, now=now, pool=1)
        return Recorder(self._cassette, self._network, now=now) if self._cassette is not None else self._network

    def close(self) -> None:
        """Close the connection kept open."""
        if self._network is not None:
            self._network.close()

    def __call__(self, body: bytes) -> bytes | Unavailable:
        """The answer to a question, or why there is none.

        Parameters
        ----------
        body
            JSON.

        Raises
        ------
        CassetteError
            The question is not in the cassette that is replayed.
        """
        if self._transport is None:
            return self._unavailable(Failure(Status.NOT_ATTEMPTED, "not asked, because of --offline"))
        try:
            with Deadline(self._mode.timeout, clock=self._clock, watchdog=self._watchdog) as deadline:
                return self._ask(self._transport, body, deadline)
        except Failure as failure:
            if failure.status is Status.NOT_IN_CASSETTE:
                name = self._cassette.path.name if self._cassette is not None else ""
                raise CassetteError(
                    f"the cassette {name} has no answer of {self._shown()} to a question of this run: record it with --record-mode new_episodes"
                ) from None
            return self._unavailable(failure)

    def _ask(self, transport: Transport, body: bytes, deadline: Deadline) -> bytes | Unavailable:
        tries = 1 + (self._mode.max_retries if transport.live else 0)
        for attempt in range(1, tries + 1):
            try:
                status, headers, answer = self._once(transport, body, deadline)
            except ProvenanceError:
                raise
            except Exception as error:
                if deadline.over:
                    raise deadline.failure() from error
                failure = failure_of(error)
                wait, _ = pause((), attempt, now=0.0)
                if attempt == tries or not failure.retry or wait >= deadline.remaining():
                    raise failure from error
                self._sleep(wait)
                continue
            if status not in _RETRIED or attempt == tries:
                break
            wait, _ = pause(headers, attempt, now=time.time())
            if wait >= deadline.remaining():
                break
            self._sleep(wait)
        if status != 200:
            means = _MEANS.get(status, Status.REDIRECT_ERROR if status < 400 else Status.TEMPORARY)
            return self._unavailable(Failure(means, f"it answered with HTTP status {status}"), status)
        # what is recorded is scrubbed, so a live answer is as well: a replay must find the same words
        return scrubbing.body(answer, header(headers, "Content-Type"), frozenset({self._key} if len(self._key) >= 6 else ()))

    def _once(self, transport: Transport, body: bytes, deadline: Deadline) -> tuple[int, Headers, bytes]:
        exchange: Exchange = transport.send(self._address, self._headers(), deadline, body)
        try:
            return exchange.status, exchange.headers, decode(exchange, header(exchange.headers, "Content-Encoding"), MAX_ANSWER)
        finally:
            exchange.close()

    def _headers(self) -> Headers:
        headers: Headers = (
            ("User-Agent", self._mode.user_agent),
            ("Content-Type", "application/json"),
            ("Accept", "application/json"),
            ("Accept-Encoding", "identity"),
        )
        return (*headers, ("Authorization", f"Bearer {self._key}")) if self._key else headers

    def _unavailable(self, failure: Failure, http_status: int | None = None) -> Unavailable:
        return Unavailable(self._shown(), failure.status, failure.reason, http_status)

    def _shown(self) -> str:
        return scrubbing.address(self._address.url)
