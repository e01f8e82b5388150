"""The engine of one machine: processes that carry out one order at a time, so that a crash costs one order and names it.

The first worker is a fresh interpreter. Where the system can, the others are copies of it, made between two of its orders: what it
has loaded by then (libraries, models) is loaded once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from provenance.audit.engines import Crashed
from provenance.audit.work import Checked, CheckOrder, function, let_go
from provenance.audit.work import check as check_here
from provenance.config import Config
from provenance.errors import ProvenanceError

LONGEST = 300.0
"""Seconds for one order; a worker that takes longer is killed."""
MEMORY = 4 << 30
"""Bytes of address space of a worker."""


FRESH = 30.0
"""Seconds for which a first order is waited for, to make copies of its worker, before another fresh one is begun."""
_NO_MEMORY = 86
_COPY = "copy"
_READY = ""
"""The key of an order that only makes ready."""


class _Worker:
    """A process at the other end of a pipe.

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

    def __init__(self, context: multiprocessing.context.BaseContext, model: _Worker | None = None) -> None:
        self.pipe, far = context.Pipe()
        self.fresh = model is None
        """Whether it is an interpreter of its own, which has copies perhaps."""
        self.served = 0
        self.key: str | None = None
        self.since = time.monotonic()
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

    def give(self, name: str, key: str, order: Any) -> None:
        self.key, self.since = key, time.monotonic()
        self.pipe.send((name, order))

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
        with suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
        self.pipe.close()
        self.code()

    def leave(self) -> None:
        """Let it end by itself, its copies before it."""
        self.pipe.close()
        if self.fresh and self.code(10.0) is None:
            self.kill()


class _CannotCopyError(Exception):
    """A worker that has threads is not copied: they would be missing from the copy, and what they hold stay held."""


def _copied(model: _Worker, far: Connection) -> int:
    """Have a worker make a copy of itself at the other end of ``far``; gives its process id."""
    from multiprocessing.reduction import send_handle

    model.pipe.send((_COPY, None))
    if not model.pipe.recv():
        raise _CannotCopyError
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
    first = os.getpid()
    copies: list[int] = []
    try:
        _carry_out(pipe, copies)
    finally:
        if os.getpid() != first:  # what the first has still to put in order is not a copy's to do
            os._exit(0)
        for copy in copies:
            with suppress(OSError):
                os.waitpid(copy, 0)


def _carry_out(pipe: Connection, copies: list[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # one worker for each core is parallel enough
    _limit_memory()
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
            os._exit(_NO_MEMORY)
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


class LocalEngine:
    """Worker processes, started when first needed.

    Parameters
    ----------
    jobs
        How many.
    longest
        Seconds for one order.
    """

    def __init__(self, jobs: int, *, longest: float = LONGEST) -> None:
        self._jobs = jobs
        self._longest = longest
        self._workers: list[_Worker] = []
        self._copies = sys.platform == "linux"
        # a fork of a process with threads may hang; a fresh interpreter does not
        self._context = multiprocessing.get_context("spawn")

    def map(self, name: str, orders: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """See :class:`provenance.audit.engines.Engine`."""
        waiting = iter(orders)
        more = True
        try:
            while True:
                while more and (worker := self._free()) is not None:
                    following = next(waiting, None)
                    if following is None:
                        more = False
                        break
                    worker.give(name, *following)
                busy = [w for w in self._workers if w.key is not None]
                if not busy:
                    return
                yield from self._answers(busy)
        finally:
            # an order that nobody waits for any more must not be answered to the next caller
            for worker in [w for w in self._workers if w.key]:
                self._drop(worker)

    def ready(self, name: str, order: Any) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        if not self._workers:
            self._begun().give(name, _READY, order)

    def _free(self) -> _Worker | None:
        """A worker for an order; ``None`` if all are busy, or one is soon ready to be copied."""
        for worker in [w for w in self._workers if w.key == _READY and w.pipe.poll()]:
            self._answer(worker)
        idle = next((w for w in self._workers if w.key is None), None)
        if len(self._workers) >= self._jobs:
            return idle
        model = next((w for w in self._workers if w.key is None and w.fresh and w.served), None)
        if model is not None and self._copies:
            try:
                return self._begun(model)
            except _CannotCopyError:
                self._copies = False
            except (OSError, EOFError):
                self._copies = False
                self._drop(model)
                return self._free()
        if idle is not None:
            return idle
        early = [w for w in self._workers if not w.served and time.monotonic() - w.since < FRESH]
        return None if self._copies and early else self._begun()

    def _begun(self, model: _Worker | None = None) -> _Worker:
        worker = _Worker(self._context, model)
        self._workers.append(worker)
        return worker

    def _answers(self, busy: list[_Worker]) -> Iterator[tuple[str, Any]]:
        ready = set(wait([sign for w in busy for sign in w.signs], timeout=0.5))
        for worker in busy:
            key = worker.key
            assert key is not None
            if worker.pipe in ready:
                good, answer = self._answer(worker)
                if key == _READY:  # nobody waits for it
                    continue
                if not good:
                    raise answer
                yield key, answer
            elif worker.fresh and worker.process.sentinel in ready:
                crashed = self._crashed(worker)
                if key != _READY:
                    yield key, crashed
            elif time.monotonic() - worker.since > self._longest:
                self._drop(worker)
                if key != _READY:
                    yield key, Crashed(f"took longer than {self._longest:g} s")

    def _answer(self, worker: _Worker) -> tuple[bool, Any]:
        """What a worker has to say: whether its order went well, and the answer or what is to be raised."""
        try:
            good, answer = worker.pipe.recv()
        except (EOFError, OSError):
            return True, self._crashed(worker)
        worker.key = None
        worker.served += 1
        return good, answer

    def _crashed(self, worker: _Worker) -> Crashed:
        code = worker.code()
        self._drop(worker)
        if code == _NO_MEMORY:
            return Crashed("took more memory than a worker may")
        if code is None:
            return Crashed("killed its worker")
        return Crashed(f"killed its worker (signal {-code})" if code < 0 else f"ended its worker (code {code})")

    def _drop(self, worker: _Worker) -> None:
        worker.key = None
        self._workers.remove(worker)
        worker.kill()

    def check(self, orders: Sequence[CheckOrder], config: Config, store: str) -> Iterator[Checked]:
        """See :class:`provenance.audit.engines.Engine`."""
        return check_here(orders, config, store)

    def suits(self, store: str) -> None:
        """See :class:`provenance.audit.engines.Engine`."""

    def close(self) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        for worker in sorted(self._workers, key=lambda w: w.fresh):  # what was copied is waited for by what it was copied from
            if worker.key is None:
                self._workers.remove(worker)
                worker.leave()
            else:
                self._drop(worker)


def engine(*, jobs: int, scheduler: str | None = None) -> LocalEngine:
    """The engine of this machine; a cluster's scheduler is not its business."""
    from provenance.errors import UsageError

    if scheduler is not None:
        raise UsageError("--scheduler goes with --engine dask")
    return LocalEngine(jobs)
