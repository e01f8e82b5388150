"""Threads of one interpreter, kept together on one core.

Only one of them runs at a time, however many cores there are. Where each may run on any, one that lets the interpreter go for a moment
(to send, to write, to hash) wakes another on the next core, finds the interpreter taken when it comes back, and has to be woken in
turn. With sixteen threads that fetch, this took an eighth of the process's time, and fetching alone a third longer by the clock. On
one core, whoever comes back goes on.

It is done where there are two cores, as on the machine where it was measured. Which one it is, is left to the system, and asked anew every now and then: another process may have come to stay there.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

_CORES = 2
"""On how many cores this is done: so it was measured. With more, what lets the interpreter go (hashing, unpacking, TLS) may have a core of its own."""
_AGAIN = 1.0
"""Seconds after which a core is chosen anew."""
_NAP = 0.0001
"""Seconds: a thread that wakes is put where there is room."""
_RECORD = Path("/proc/thread-self/stat")
_CORE = 36
"""Where the core stands in it, behind the thread's name; see proc_pid_stat(5)."""


class _Mine(threading.local):
    core = -1
    """On which core the thread is kept; -1 for none."""


class Gathering:
    """Keeps threads together, where the system lets us (it has to be Linux) and there is a choice."""

    def __init__(self) -> None:
        self._mine = _Mine()
        self._core = -1
        self._until = 0.0
        self._choosing = threading.Lock()

    def join(self) -> None:
        """Keep the calling thread, and those that it starts, where the others are; called again and again, since they move."""
        if time.monotonic() >= self._until and self._choosing.acquire(blocking=False):
            try:
                self._choose()
            finally:
                self._choosing.release()
        if self._mine.core != self._core:
            self._mine.core = self._core
            with contextlib.suppress(OSError):
                os.sched_setaffinity(0, {self._core})

    def _choose(self) -> None:
        self._until = time.monotonic() + _AGAIN
        with contextlib.suppress(OSError, AttributeError, ValueError, IndexError):
            allowed = os.sched_getaffinity(os.getpid())
            if len(allowed) != _CORES:
                return
            os.sched_setaffinity(0, allowed)
            self._mine.core = -1
            time.sleep(_NAP)
            self._core = int(_RECORD.read_text("utf-8", "replace").rpartition(") ")[2].split()[_CORE])


GATHERING = Gathering()
"""Of the threads that fetch, and of those that hand over what was fetched."""


def scatter() -> None:
    """Let the calling process run wherever the main thread of the one that started it may, though a gathered thread started it."""
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setaffinity(0, os.sched_getaffinity(os.getppid()))
