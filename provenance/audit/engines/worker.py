"""A process that carries out one order after the other, at the other end of a pipe.

The first is a fresh interpreter. Where the system can, others are copies of it, made between two of its orders: what it has loaded
by then (libraries, models) is loaded once.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

from provenance.audit.engines import COLLECTED, Crashed
from provenance.audit.work import function, let_go
from provenance.errors import ProvenanceError

MEMORY = 4 << 30
"""Bytes of address space of a worker."""
NO_MEMORY = 86
"""The code with which one ends that needed more."""
AT_HAND = 4 if sys.platform == "linux" else 1
"""Orders in the hands of one worker at most: who has the next one already need not wait for it while this process is busy."""
ROOM = 1 << 16
"""Bytes of orders that wait in the pipe at most. It holds more on Linux; if it did not, each end could wait for the other to read."""
_COPY = "copy"


@dataclass(slots=True, eq=False)
class Early:
    """An order that is carried out before it comes."""

    name: str
    order: Any
    begun: bool = False
    answers: tuple[Any, ...] = ()
    """The answer, once it is there."""


@dataclass(slots=True, eq=False)
class Task:
    """An order in the hands of a worker."""

    key: str | None
    """Of who waits for the answer; ``None`` if nobody does yet."""
    early: Early | None
    """What it carries out before it comes, or has come since."""
    size: int
    """Bytes in the pipe."""


class Worker:
    """One of them, seen from this end.

    Parameters
    ----------
    context
        How a fresh one is begun.
    model
        A worker between two orders, to be copied.

    Raises
    ------
    OSError, EOFError
        It cannot be.
    """

    def __init__(self, context: multiprocessing.context.BaseContext, model: Worker | None = None) -> None:
        self.pipe, far = context.Pipe()
        self.fresh = model is None
        """Whether it is an interpreter of its own, which has copies perhaps."""
        self.served = 0
        """Orders that it has answered."""
        self.gone = False
        """Whether its end of the pipe is closed."""
        self.tasks: deque[Task] = deque()
        """What it has been given and not answered yet, in this order."""
        self.since = time.monotonic()
        """When it could begin with the first of them."""
        try:
            if model is None:
                self.process = context.Process(target=_serve, args=(far,), name="audit-worker", daemon=True)  # type: ignore[attr-defined]
                self.process.start()
                self.pid = int(self.process.pid)
            else:
                self.pid = _copied(model, far)
        except BaseException:
            self.pipe.close()
            raise
        finally:
            far.close()

    def give(self, name: str, order: Any, *, key: str | None = None, early: Early | None = None) -> None:
        """Give an order to a worker that has none.

        Raises
        ------
        OSError
            It is gone.
        """
        data = ForkingPickler.dumps((name, order))
        self.since = time.monotonic()
        self.tasks.append(Task(key, early, len(data)))
        self.pipe.send_bytes(data)

    def add(self, early: Early) -> bool:
        """Give an order that has not come yet to a worker that is busy, if there is room for it; tells whether there was.

        Raises
        ------
        OSError
            It is gone.
        """
        if len(self.tasks) >= AT_HAND:
            return False
        data = ForkingPickler.dumps((early.name, early.order))
        if sum(task.size for task in islice(self.tasks, 1, None)) + len(data) > ROOM:  # the first is out of the pipe
            return False
        self.tasks.append(Task(None, early, len(data)))
        self.pipe.send_bytes(data)
        return True

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for an answer of it."""
        return any(task.key is not None for task in self.tasks)

    @property
    def signs(self) -> list[Any]:
        """What becomes ready when it answers or dies; a copy's pipe ends with it."""
        return [self.pipe, self.process.sentinel] if self.fresh else [self.pipe]

    def code(self, patience: float = 5.0) -> int | None:
        """How it ended, where that is known."""
        end = time.monotonic() + patience
        # not through its sentinel, which its copies keep open
        while self.fresh and self.process.exitcode is None and time.monotonic() < end:
            time.sleep(0.01)
        return self.process.exitcode if self.fresh else None

    def kill(self) -> None:
        if self.fresh or not self.gone:  # the number of a copy that is gone may be another's by now
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
        self.pipe.close()
        self.code()

    def leave(self) -> None:
        """Let it end by itself, its copies before it."""
        self.pipe.close()
        if self.fresh and self.code(10.0) is None:
            self.kill()


class CannotCopyError(Exception):
    """A worker that has threads is not copied: they would be missing from the copy, and what they hold stay held."""


def _copied(model: Worker, far: Connection) -> int:
    """Have a worker make a copy of itself at the other end of ``far``; gives its process id."""
    from multiprocessing.reduction import send_handle

    model.pipe.send((_COPY, None))
    if not model.pipe.recv():
        raise CannotCopyError
    send_handle(model.pipe, far.fileno(), model.pid)
    return int(model.pipe.recv())


def _copy(pipe: Connection, copies: list[int]) -> Connection:
    """Make a copy of this process; gives the pipe that is this process's now."""
    from multiprocessing.reduction import recv_handle

    let_go()  # a connection to a database is not shared
    alone = threading.active_count() == 1
    pipe.send(alone)
    if not alone:
        return pipe
    handle = recv_handle(pipe)
    copy = os.fork()
    if copy == 0:
        pipe.close()
        copies.clear()
        return Connection(handle)
    os.close(handle)
    copies.append(copy)
    pipe.send(copy)
    return pipe


def _serve(pipe: Connection) -> None:
    """Carry out orders until the pipe closes."""
    first, code = os.getpid(), 1
    copies: list[int] = []
    try:
        _carry_out(pipe, copies)
        code = 0
    finally:
        if os.getpid() == first:
            for copy in copies:
                with suppress(OSError):
                    os.waitpid(copy, 0)
        let_go()
        # nothing is left to put in order; to take apart all that was loaded would keep waiting whoever ends the run
        os._exit(code)


def _carry_out(pipe: Connection, copies: list[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # one worker for each core is parallel enough
    _limit_memory()
    gc.set_threshold(*COLLECTED)  # comparing makes many small objects, few of them in a circle
    while True:
        try:
            name, order = pipe.recv()
        except (EOFError, OSError):
            return
        if name == _COPY:
            pipe = _copy(pipe, copies)
            continue
        try:
            answer: tuple[bool, Any] = (True, function(name)(order))
        except MemoryError:
            os._exit(NO_MEMORY)
        except ProvenanceError as error:
            answer = (False, error)
        except Exception as error:  # a fault of ours over one article costs that article, and is told
            answer = (True, Crashed(f"failed with {type(error).__name__}: {' '.join(str(error).split())[:200]}"))
        pipe.send(answer)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, hard))
