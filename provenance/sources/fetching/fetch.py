"""From an address to the bytes behind it: hops followed by hand, each one guarded, under one deadline and one byte limit."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from provenance.errors import ProvenanceError
from provenance.model import Record, Redirect, Status, Unavailable
from provenance.sources.addressing.addresses import LONGEST, Address, Guard, without_credentials
from provenance.sources.fetching.deadlines import Deadline, Watchdog
from provenance.sources.fetching.decoding import ACCEPTED, decode
from provenance.sources.fetching.failures import Failure, failure_of
from provenance.sources.fetching.politeness import Politeness, pause
from provenance.sources.fetching.refresh import refresh_target
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.robots import MOST_HOPS as ROBOTS_HOPS
from provenance.sources.fetching.robots import Robots, disallowed
from provenance.sources.fetching.transport import Exchange, Headers, Transport, header
from provenance.sources.settings import FetchSettings

if TYPE_CHECKING:
    from provenance.sources.keeping.caching import Spare

MOST_HOPS = 10
_REDIRECTS = frozenset({300, 301, 302, 303, 305, 306, 307, 308})
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 530})
_ERROR_PAGE = 1 << 20  # bytes of an error page that are looked at


@dataclass(slots=True)
class _Way:
    """How far a fetch has come: local to one call."""

    url: str
    headers: Headers = ()
    """Sent with each request besides our own."""
    most_hops: int = MOST_HOPS
    robots: Robots | None = None
    """Whose rules hold for each hop; none for robots.txt itself."""
    spare: Spare | None = None
    redirects: list[Redirect] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    tries: int = 0
    asks: bool = True
    """Whether this hop is asked of its site."""
    fetched: str | None = None
    record: Record | None = None
    final_url: str | None = None
    http_status: int | None = None


class Fetcher:
    """Fetches addresses; safe to use from several threads.

    Parameters
    ----------
    transport
        The network, a cassette, or both.
    guard
        Decides which addresses may be asked for.
    settings
        Limits and politeness.
    clock, wall, sleep
        Monotonic seconds, seconds since the epoch, and how to wait.
    """

    def __init__(
        self,
        transport: Transport,
        guard: Guard,
        settings: FetchSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = transport
        self._guard = guard
        self._settings = settings
        self._clock = clock
        self._wall = wall
        self._sleep = sleep
        self._watchdog = Watchdog(clock)
        self._politeness = Politeness(settings.host_concurrency, settings.host_interval, clock=clock, sleep=sleep)
        self._robots = Robots(self._robots_txt, settings.user_agent) if settings.obey_robots else None

    def deadline(self) -> Deadline:
        """The time that one source has, in however many steps it is got."""
        return Deadline(self._settings.timeout, clock=self._clock, watchdog=self._watchdog)

    def fetch(
        self, url: str, deadline: Deadline | None = None, headers: Headers = (), *, spare: Spare | None = None
    ) -> Response | Unavailable:
        """Ask for an address and follow where it leads.

        Parameters
        ----------
        deadline
            Of the source that this is a step to; one of its own by default.
        headers
            Sent besides our own. A cassette does not tell answers to them apart.
        spare
            Says of an answer that is stored whether its bytes need not be read if it still stands; where the transport has a memory.

        Returns
        -------
        Response
            Whatever the last server answered, also an error page: what it means is :mod:`provenance.sources.outcomes.outcome`'s to say.
        Unavailable
            If there was no complete answer.
        """
        return self._fetch(_Way(url, headers, robots=self._robots, spare=spare), deadline)

    def at_hand(self, url: str, headers: Headers = ()) -> bool:
        """Whether :meth:`fetch` would begin without asking a server, since the transport has a memory."""
        try:
            return self._is_at_hand(self._guard.check(url), headers)
        except Failure:
            return False

    def _is_at_hand(self, address: Address, headers: Headers) -> bool:
        known = getattr(self._transport, "at_hand", None)
        return known is not None and bool(known(address, self._headers(headers)))

    def _robots_txt(self, url: str, deadline: Deadline) -> Response | Unavailable:
        return self._fetch(_Way(url, most_hops=ROBOTS_HOPS), deadline)

    def _fetch(self, way: _Way, deadline: Deadline | None) -> Response | Unavailable:
        try:
            address = self._guard.check(way.url)
            with contextlib.nullcontext(deadline) if deadline is not None else self.deadline() as limit:
                return self._follow(address, way, limit)
        except ProvenanceError:  # a damaged cassette ends the run: it is the user's file, not a page
            raise
        except Exception as error:
            failure = failure_of(error)
            return Unavailable(
                url=way.url,
                status=failure.status,
                reason=failure.reason,
                http_status=way.http_status,
                final_url=way.final_url,
                redirects=tuple(way.redirects),
                fetched=way.fetched,
                record=way.record,
                note=" ".join(way.notes),
            )

    def _follow(self, address: Address, way: _Way, deadline: Deadline) -> Response:
        while True:
            way.seen.add(address.url)
            way.final_url = address.url
            # what a memory answers, or a cassette, is not asked of the site
            way.asks = self._transport.live and not self._is_at_hand(address, way.headers)
            self._heed_robots(address, way, deadline)
            exchange, body = self._answer(address, way, deadline)
            target = _location(exchange.headers) if body is None else _refresh(exchange, body, address)
            if body is not None and target is None:
                return Response(
                    url=way.url,
                    final_url=address.url,
                    status=exchange.status,
                    headers=exchange.headers,
                    body=body,
                    fetched=exchange.fetched,
                    redirects=tuple(way.redirects),
                    record=exchange.record,
                    note=" ".join(filter(None, [exchange.note, *way.notes])),
                    tries=way.tries,
                    spared=getattr(exchange, "spared", False),
                )
            way.redirects.append(Redirect(address.url, exchange.status))
            address = self._next_hop(address, target or "", exchange.status, way)

    def _heed_robots(self, address: Address, way: _Way, deadline: Deadline) -> None:
        if way.robots is None or (self._transport.live and not way.asks):
            return
        rules = way.robots.check(address, deadline)
        if not way.robots.allows(rules, address):
            way.fetched, way.record, way.http_status = rules.fetched, rules.record, None
            raise disallowed(address.host)
        if rules.delay and self._transport.live:
            self._politeness.slow_down(address.host, rules.delay)
        if rules.note and rules.note not in way.notes:
            way.notes.append(rules.note)

    def _next_hop(self, address: Address, location: str, status: int, way: _Way) -> Address:
        """Where a redirect leads, guarded like the first address."""
        target = urljoin(address.url, location)
        way.final_url = without_credentials(target)[:LONGEST]
        try:
            following = self._guard.check(target)
        except Failure as failure:
            if failure.status is Status.UNSUPPORTED:
                raise Failure(
                    Status.REDIRECT_ERROR, "the address redirects to something that is not a web page; find another link"
                ) from None
            raise Failure(failure.status, f"the address redirects, and {failure.reason}") from None
        if status in (305, 306):
            raise Failure(Status.REDIRECT_ERROR, f"the server asks for a proxy (HTTP {status}), which is not done; find another link")
        if following.url in way.seen:
            raise Failure(Status.REDIRECT_ERROR, "the address redirects in a circle; open it in a browser and cite where it ends")
        if len(way.redirects) > way.most_hops:
            raise Failure(Status.REDIRECT_ERROR, f"the address redirects more than {way.most_hops} times; cite the page's own address")
        if address.scheme == "https" and following.scheme == "http":
            way.notes.append("The way to this page goes from https to http.")
        return following

    # ---- one hop -------------------------------------------------------------------------------------------------

    def _answer(self, address: Address, way: _Way, deadline: Deadline) -> tuple[Exchange, bytes | None]:
        """One hop's answer, tried again where that helps; no body for a redirect."""
        tries = 1 + (self._settings.max_retries if self._transport.live else 0)
        for attempt in range(1, tries + 1):
            way.tries += 1
            last = attempt == tries
            try:
                exchange, body = self._ask(address, way, deadline)
            except ProvenanceError:
                raise
            except Exception as error:
                if deadline.over and not (isinstance(error, Failure) and error.status is Status.UNREACHABLE):
                    raise deadline.failure() from error
                failure = failure_of(error)
                wait, _ = pause((), attempt, now=self._wall())
                if last or not failure.retry or wait >= deadline.remaining():
                    raise failure from error
                self._sleep(wait)
                continue
            if body is None or exchange.status not in _RETRIED or last:
                return exchange, body
            wait, named = pause(exchange.headers, attempt, now=self._wall())
            if named:
                self._politeness.hold_off(address.host, wait)
            if wait >= deadline.remaining():
                return exchange, body
            if not named:
                self._sleep(wait)
        raise AssertionError("a loop of at least one try returns or raises")

    def _ask(self, address: Address, way: _Way, deadline: Deadline) -> tuple[Exchange, bytes | None]:
        if not way.asks:
            return self._exchange(address, way, deadline)
        with self._politeness.turn(address.host, deadline):
            return self._exchange(address, way, deadline)

    def _exchange(self, address: Address, way: _Way, deadline: Deadline) -> tuple[Exchange, bytes | None]:
        sparing = getattr(self._transport, "sparing", None) if way.spare is not None else None
        if sparing is not None:
            exchange: Exchange = sparing(address, self._headers(way.headers), deadline, way.spare)
        else:
            exchange = self._transport.send(address, self._headers(way.headers), deadline)
        try:
            way.fetched, way.record, way.http_status = exchange.fetched, exchange.record, exchange.status
            if exchange.status in _REDIRECTS and any(name.lower() == "location" for name, _ in exchange.headers):
                return exchange, None
            return exchange, self._body(exchange)
        finally:
            exchange.close()
            # a recorded answer knows its record only when it has been written
            way.record = exchange.record

    def _body(self, exchange: Exchange) -> bytes:
        if exchange.status in (204, 205, 304):
            return b""
        limit = self._settings.max_bytes
        coding = header(exchange.headers, "Content-Encoding")
        if exchange.status >= 400:
            try:
                return decode(exchange, coding, min(limit, _ERROR_PAGE))
            except Failure as failure:
                if failure.status is Status.TIMED_OUT:
                    raise
                return b""  # the code alone says enough
        declared = header(exchange.headers, "Content-Length")
        if declared.isascii() and declared.isdigit() and len(declared) < 20 and int(declared) > limit:
            raise Failure(
                Status.TOO_LARGE, f"the page has {int(declared)} bytes, more than the limit of {limit}; give its text with --source"
            )
        return decode(exchange, coding, limit)

    def _headers(self, more: Headers) -> Headers:
        return (
            ("User-Agent", self._settings.user_agent),
            ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.5"),
            ("Accept-Encoding", ACCEPTED),
            *more,
        )


def _refresh(exchange: Exchange, body: bytes, address: Address) -> str | None:
    """Where a page leads that is only there to lead on."""
    if exchange.status != 200 or "html" not in header(exchange.headers, "Content-Type").lower():
        return None
    return refresh_target(body, address.url, header(exchange.headers, "Refresh"))


def _location(headers: Headers) -> str:
    """The target of a redirect, with the UTF-8 that servers send raw put right.

    Raises
    ------
    Failure
        ``redirect_error`` if it is empty or no address.
    """
    value = next((value for name, value in headers if name.lower() == "location"), "").strip()
    if not value:
        raise Failure(Status.REDIRECT_ERROR, "the address redirects to nowhere; find another link")
    if len(value) > LONGEST:
        raise Failure(Status.REDIRECT_ERROR, f"the address redirects to one of over {LONGEST} characters; find another link")
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise Failure(Status.REDIRECT_ERROR, "the address redirects to a malformed one; find another link")
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeEncodeError:
        return value
    except UnicodeDecodeError:
        raise Failure(Status.REDIRECT_ERROR, "the address redirects to a malformed one; find another link") from None
