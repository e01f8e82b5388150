"""A guard against tests that would never end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LONGEST = 60
"""Seconds: no measure of speed, which depends on the machine, but of what never ends or grows out of all bounds."""


@contextmanager
def no_hang(seconds: int = LONGEST) -> Iterator[None]:
    """Fail if what stands in the block is still running after ``seconds``."""

    def fail(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"still running after {seconds} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
