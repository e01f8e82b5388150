"""One total deadline for a source, which holds whatever the server does.

A socket timeout counts from byte to byte, so a server that sends one byte each second, a header line each second, or
``100 Continue`` for ever is never too slow for it. Here a watchdog shuts the connection down when the time is up; the read
that waits on it then ends at once, in whatever layer (TLS handshake, headers, chunk lengths, body) it waits.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Protocol

from provenance.model import Status
from provenance.sources.fetching.failures import Failure

Clock = Callable[[], float]


class Expiring(Protocol):
    """Something that ends when its time has come."""

    def expire(self) -> None:
        """Called at that moment, unless nobody cares any more."""


class Watchdog:
    """One thread that ends deadlines when their time has come; it runs only while there are any.

    Parameters
    ----------
    clock
        A monotonic clock in seconds.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._ends: list[tuple[float, int, Expiring]] = []
        self._numbers = itertools.count()
        self._running = False

    def add(self, end: float, deadline: Expiring) -> None:
        """Call ``deadline.expire()`` at the moment ``end``."""
        with self._changed:
            heapq.heappush(self._ends, (end, next(self._numbers), deadline))
            if not self._running:
                self._running = True
                threading.Thread(target=self._watch, name="watchdog", daemon=True).start()
            elif self._ends[0][2] is deadline:
                self._changed.notify()

    def _watch(self) -> None:
        while True:
            with self._changed:
                if not self._ends:
                    self._running = False
                    return
                wait = self._ends[0][0] - self._clock()
                if wait > 0:
                    self._changed.wait(wait)
                    continue
                _, _, deadline = heapq.heappop(self._ends)
            deadline.expire()


class Line:
    """A connection that can be ended from another thread, whatever layer waits on it.

    A duplicate of the file descriptor is kept: wrapping a socket in TLS takes the socket object away from under us, but a shutdown
    through a duplicate ends the same connection. It is made once and serves all requests on the connection.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._duplicate = socket.socket(connection.family, connection.type, connection.proto, fileno=socket.dup(connection.fileno()))
        self._lock = threading.Lock()  # a descriptor that is closed at this moment may be another's at the next
        self._holders = 0
        self._unused = False

    def hold(self) -> None:
        """Keep the duplicate open, whoever closes the line: an answer may still be read from a connection that is closed behind it."""
        with self._lock:
            self._holders += 1

    def let_go(self) -> None:
        """Take :meth:`hold` back."""
        with self._lock:
            self._holders -= 1
            if self._unused and not self._holders:
                self._duplicate.close()

    def cut(self) -> None:
        """End the connection; whoever waits on it goes on at once."""
        with self._lock, contextlib.suppress(OSError):  # already closed by the other side, or by us
            self._duplicate.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the duplicate up, as soon as nobody holds it."""
        with self._lock:
            self._unused = True
            if not self._holders:
                self._duplicate.close()


class Deadline:
    """A context that ends all connections registered with it when its time is up.

    Parameters
    ----------
    seconds
        From entering the context to the end.
    clock
        A monotonic clock in seconds.
    watchdog
        Shared by the deadlines of a run; one of its own by default. It has the same clock.
    """

    def __init__(self, seconds: float, *, clock: Clock = time.monotonic, watchdog: Watchdog | None = None) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds
        self._watchdog = watchdog or Watchdog(clock)
        self._lock = threading.Lock()
        self._watched: list[Line] = []
        self._announced = False
        self._over = False

    def __enter__(self) -> Deadline:
        self._end = self._clock() + self.seconds
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def postpone(self, seconds: float) -> None:
        """Move the end, for time that was nobody's fault but ours; only while no connection is watched."""
        self._end += max(seconds, 0.0)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Stop the clock for work of our own; only while no connection is watched."""
        began = self._clock()
        try:
            yield
        finally:
            self.postpone(self._clock() - began)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self._over or self._clock() >= self._end

    def remaining(self) -> float:
        """Seconds left.

        Raises
        ------
        Failure
            ``timed_out`` if there are none.
        """
        left = self._end - self._clock()
        if self._over or left <= 0:
            raise self.failure()
        return left

    def failure(self) -> Failure:
        """What to say when the time is up."""
        return Failure(Status.TIMED_OUT, f"the page was not complete after {self.seconds:g} s; try again later or raise --timeout")

    def watch(self, line: Line) -> None:
        """Cut a connection when the time is up."""
        with self._lock:
            if self._over:
                line.cut()
                return
            line.hold()
            self._watched.append(line)
            announce, self._announced = not self._announced, True
        if announce:
            self._watchdog.add(self._end, self)

    def release(self) -> None:
        """Forget the connections registered so far, leaving them open."""
        with self._lock:
            watched, self._watched = self._watched, []
        for line in watched:
            line.let_go()

    def expire(self) -> None:
        """Cut the watched connections, unless the end has moved meanwhile; called by the watchdog."""
        with self._lock:
            if self._clock() < self._end:
                self._announced = bool(self._watched)
                if not self._announced:
                    return
                watched: list[Line] = []
            else:
                self._over = True
                watched, self._watched = self._watched, []
        if not self._over:
            self._watchdog.add(self._end, self)
        for line in watched:
            line.cut()
            line.let_go()
