"""Limits that the system sets to this process, and how to live within them."""

from __future__ import annotations

import contextlib
import threading

_STACK = 1 << 20
"""Bytes of a thread's stack: the system's own eight times as many are address space that nobody touches."""
_M_ARENA_MAX = -8
"""Of glibc's ``mallopt``."""
ENOUGH = 4 << 30
"""Bytes of address space from which on nothing needs to be spared."""


def heed_memory() -> bool:
    """Where address space is limited (``ulimit -v``), let threads reserve little of it; whether that was needed.

    Each thread otherwise reserves eight MiB for its stack and 64 for its heap, and the thirty threads that fetch would
    leave nothing for what they fetch.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return False
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY or soft >= ENOUGH:
        return False
    threading.stack_size(_STACK)
    with contextlib.suppress(OSError, AttributeError):  # another C library reserves nothing beforehand
        import ctypes

        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
    return True
