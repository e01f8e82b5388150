"""Not being a burden: few requests at a time to one host, pauses between them, and waiting when a host asks for it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from provenance.model import Status
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.failures import Failure
from provenance.sources.fetching.transport import Headers, header

LONGEST_WAIT = 60.0
"""Seconds; a server that asks for more is asked again in another run."""
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


class Politeness:
    """Keeps count of the requests under way to each host.

    Parameters
    ----------
    concurrency
        Requests under way to one host at the same time.
    interval
        Least seconds between the starts of two requests to one host.
    clock, sleep
        A monotonic clock, and how to wait.
    """

    def __init__(
        self,
        concurrency: int = 1,
        interval: float = 0.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._concurrency = concurrency
        self._interval = interval
        self._asked_interval: dict[str, float] = {}
        self._clock = clock
        self._sleep = sleep
        self._changed = threading.Condition()
        self._under_way: dict[str, int] = {}
        # earliest start of the next request: as we would have it, and as the host asks
        self._next: dict[str, tuple[float, float]] = {}
        self._asked_off: dict[str, float] = {}

    @contextlib.contextmanager
    def turn(self, host: str, deadline: Deadline) -> Iterator[None]:
        """Wait for a turn at ``host`` and hold it.

        The time in the queue, and the interval that we keep of our own accord, are added to the deadline. What the host asks for,
        in its robots.txt or by an answer, is waited for within it.

        Raises
        ------
        Failure
            ``rate_limited`` if the host asks for a pause that outlasts the deadline; the turn is left to others then.
        """
        arrived = self._clock()
        with self._changed:
            while self._under_way.get(host, 0) >= self._concurrency:
                self._changed.wait()
            self._under_way[host] = self._under_way.get(host, 0) + 1
            try:
                now = self._clock()
                wait = self._wait(host, arrived, now, deadline)
            except BaseException:
                self._give_back(host)
                raise
            start = now + wait
            self._next[host] = (start + self._interval, start + self._asked_interval.get(host, 0.0))
        try:
            if wait > 0:
                self._sleep(wait)
            yield
        finally:
            with self._changed:
                self._give_back(host)

    def _wait(self, host: str, arrived: float, now: float, deadline: Deadline) -> float:
        """Seconds from now until a request may start."""
        ours, theirs = (max(now, moment) for moment in self._next.get(host, (now, now)))
        deadline.postpone(ours - arrived)
        off = self._asked_off.get(host, now) - now
        left = deadline.remaining()
        if off > left:
            raise Failure(Status.RATE_LIMITED, f"{host} asked for a pause of {off:.0f} s; run again later or raise --timeout")
        if theirs - now > left:
            raise Failure(
                Status.RATE_LIMITED,
                f"the robots.txt of {host} asks for {self._asked_interval[host]:g} s between requests, and {theirs - now:.0f} s of waiting "
                "do not fit into the time that a page has; run again later or raise --timeout",
            )
        return max(ours - now, theirs - now, off)

    def _give_back(self, host: str) -> None:
        self._under_way[host] -= 1
        if not self._under_way[host]:
            del self._under_way[host]
        self._changed.notify_all()

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least ``seconds`` between the starts of two requests to ``host``, from the next one on, because its robots.txt says so."""
        with self._changed:
            self._asked_interval[host] = max(self._asked_interval.get(host, 0.0), seconds)

    def hold_off(self, host: str, seconds: float) -> None:
        """Start no request to ``host`` for some seconds, because it said so."""
        with self._changed:
            self._asked_off[host] = max(self._asked_off.get(host, 0.0), self._clock() + seconds)


def pause(headers: Headers, attempt: int, *, now: float) -> tuple[float, bool]:
    """How long to wait before the next try.

    Parameters
    ----------
    headers
        Of the answer that asks for a pause; ``Retry-After`` (RFC 9110 section 10.2.3) and ``X-RateLimit-Reset`` are read.
    attempt
        Number of tries so far, from 1.
    now
        Seconds since the epoch.

    Returns
    -------
    tuple
        Seconds, at most :data:`LONGEST_WAIT`, and whether the server named them. A value that is no time counts as none.
    """
    asked = _retry_after(header(headers, "Retry-After"), now)
    if asked is None:
        asked = _reset(header(headers, "X-RateLimit-Reset"), now)
    if asked is not None:
        return min(asked, LONGEST_WAIT), True
    return min(_FIRST_PAUSE * 2 ** (attempt - 1), _LONGEST_PAUSE), False


def _retry_after(value: str, now: float) -> float | None:
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) < 12:
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max((when - datetime.fromtimestamp(now, UTC)).total_seconds(), 0.0)


def _reset(value: str, now: float) -> float | None:
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return None
    number = float(text)
    # some count seconds from now, some name a moment
    return number if number < 100_000_000 else max(number - now, 0.0)
