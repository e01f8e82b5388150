"""Stopping a run of an audit: everything that is done is in the store, so it leaves soon, whatever it waits for."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

from provenance.cli.exit_codes import ExitCode

GRACE = 7.0
"""Seconds for giving back the lock and ending workers; then the process leaves without."""
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Stopped(KeyboardInterrupt):
    """The user or the system asked the program to stop.

    Parameters
    ----------
    code
        With which it leaves.
    """

    def __init__(self, code: ExitCode) -> None:
        super().__init__()
        self.code = code

    def __str__(self) -> str:
        return "interrupted: what was done is kept, and the next 'provenance audit run' goes on from there"


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Raise :class:`Stopped` on the first signal; leave at once on the second, or when :data:`GRACE` is over."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = False

    def heard(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        code = ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.TERMINATED
        if asked:
            os._exit(code)
        asked = True
        timer = threading.Timer(GRACE, _leave, [code])
        timer.daemon = True
        timer.start()
        raise Stopped(code)

    before = {}
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            before[number] = signal.signal(number, heard)
    try:
        yield
    finally:
        for number, handler in before.items():
            # once asked, what follows must not be broken by the same hand in another way
            signal.signal(number, heard if asked else handler)


def _leave(code: ExitCode) -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write("provenance: interrupted\n")
        sys.stderr.flush()
    os._exit(code)
