"""Ctrl-C and SIGTERM: a run that is stopped still writes what it knows; stopped twice, it leaves at once."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Interrupts:
    """Whether the user has asked to stop.

    A first signal raises :class:`KeyboardInterrupt` only within :meth:`allowed`, so that it never breaks a report in the middle; a
    second raises it wherever the program is.
    """

    def __init__(self) -> None:
        self.asked = False
        self._allowed = False

    @contextlib.contextmanager
    def caught(self) -> Iterator[None]:
        """Listen to the signals meanwhile."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {}
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                before[number] = signal.signal(number, self._heard)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def allowed(self) -> Iterator[None]:
        """A stretch that may be interrupted."""
        self._allowed = True
        try:
            if self.asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._allowed = False

    def _heard(self, number: int, frame: FrameType | None) -> None:
        again, self.asked = self.asked, True
        if again or self._allowed:
            self._allowed = False
            raise KeyboardInterrupt
