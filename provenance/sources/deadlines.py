"""One total deadline for a source, which holds whatever the server does.

A socket timeout counts from byte to byte, so a server that sends one byte each second, a header line each second, or
``100 Continue`` for ever is never too slow for it. Here a timer shuts the connection down when the time is up; the read
that waits on it then ends at once, in whatever layer (TLS handshake, headers, chunk lengths, body) it waits.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType

from provenance.model import Status
from provenance.sources.failures import Failure


class Deadline:
    """A context that ends all connections registered with it when its time is up.

    Parameters
    ----------
    seconds
        From entering the context to the end.
    clock
        A monotonic clock in seconds.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._over = False
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Deadline:
        self._end = self._clock() + self.seconds
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def postpone(self, seconds: float) -> None:
        """Move the end, for time that was nobody's fault but ours; only while no connection is watched."""
        self._end += max(seconds, 0.0)

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

    def watch(self, connection: socket.socket) -> None:
        """Shut ``connection`` down when the time is up.

        A duplicate of the file descriptor is kept: wrapping a socket in TLS takes the socket object away from under us, but
        a shutdown through a duplicate ends the same connection.
        """
        duplicate = socket.socket(connection.family, connection.type, connection.proto, fileno=socket.dup(connection.fileno()))
        with self._lock:
            if self._over:
                _shut(duplicate)
                return
            self._watched.append(duplicate)
            if self._timer is None:
                self._timer = threading.Timer(max(self._end - self._clock(), 0), self._expire)
                self._timer.daemon = True
                self._timer.start()

    def release(self) -> None:
        """Forget the connections registered so far, leaving them open."""
        with self._lock:
            watched, self._watched = self._watched, []
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        for duplicate in watched:
            duplicate.close()

    def _expire(self) -> None:
        with self._lock:
            self._over = True
            watched, self._watched = self._watched, []
        for duplicate in watched:
            _shut(duplicate)


def _shut(duplicate: socket.socket) -> None:
    try:
        duplicate.shutdown(socket.SHUT_RDWR)
    except OSError:  # already closed by the other side
        pass
    finally:
        duplicate.close()
