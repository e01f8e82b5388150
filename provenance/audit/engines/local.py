"""The engine of one machine: processes that carry out one order at a time, so that a crash costs one order and names it."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from provenance.audit.engines import Crashed
from provenance.audit.work import Checked, CheckOrder, function
from provenance.audit.work import check as check_here
from provenance.config import Config
from provenance.errors import ProvenanceError

LONGEST = 300.0
"""Seconds for one order; a worker that takes longer is killed."""
MEMORY = 4 << 30
"""Bytes of address space of a worker."""


class _Worker:
    """A process at the other end of a pipe."""

    def __init__(self, context: multiprocessing.context.BaseContext) -> None:
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=_serve, args=(far,), name="audit-worker", daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        far.close()
        self.key: str | None = None
        self.since = 0.0

    def give(self, name: str, key: str, order: Any) -> None:
        self.key, self.since = key, time.monotonic()
        self.pipe.send((name, order))

    def end(self) -> None:
        self.process.kill()
        self.process.join(5)
        self.pipe.close()


def _serve(pipe: Connection) -> None:
    """Carry out orders until the pipe closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # one worker for each core is parallel enough
    _limit_memory()
    while True:
        try:
            name, order = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[bool, Any] = (True, function(name)(order))
        except MemoryError:
            os._exit(86)
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
        # a fork of a process with threads may hang; a fresh interpreter does not
        self._context = multiprocessing.get_context("spawn")

    def map(self, name: str, orders: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """See :class:`provenance.audit.engines.Engine`."""
        waiting = iter(orders)
        more = True
        try:
            while True:
                while more and sum(w.key is not None for w in self._workers) < self._jobs:
                    following = next(waiting, None)
                    if following is None:
                        more = False
                        break
                    self._free().give(name, *following)
                busy = [w for w in self._workers if w.key is not None]
                if not busy:
                    return
                yield from self._answers(busy)
        finally:
            # an order that nobody waits for any more must not be answered to the next caller
            for worker in [w for w in self._workers if w.key is not None]:
                self._drop(worker)

    def _free(self) -> _Worker:
        idle = next((w for w in self._workers if w.key is None), None)
        if idle is None:
            idle = _Worker(self._context)
            self._workers.append(idle)
        return idle

    def _answers(self, busy: list[_Worker]) -> Iterator[tuple[str, Any]]:
        ready = set(wait([w.pipe for w in busy] + [w.process.sentinel for w in busy], timeout=0.5))
        for worker in busy:
            key = worker.key
            assert key is not None
            if worker.pipe in ready:
                try:
                    good, answer = worker.pipe.recv()
                except (EOFError, OSError):
                    yield key, self._crashed(worker)
                    continue
                worker.key = None
                if not good:
                    raise answer
                yield key, answer
            elif worker.process.sentinel in ready:
                yield key, self._crashed(worker)
            elif time.monotonic() - worker.since > self._longest:
                self._drop(worker)
                yield key, Crashed(f"took longer than {self._longest:g} s")

    def _crashed(self, worker: _Worker) -> Crashed:
        worker.process.join(5)
        code = worker.process.exitcode
        self._drop(worker)
        if code == 86:
            return Crashed("took more memory than a worker may")
        return Crashed(f"killed its worker (signal {-code})" if code is not None and code < 0 else f"ended its worker (code {code})")

    def _drop(self, worker: _Worker) -> None:
        worker.key = None
        self._workers.remove(worker)
        worker.end()

    def check(self, orders: Sequence[CheckOrder], config: Config, store: str) -> Iterator[Checked]:
        """See :class:`provenance.audit.engines.Engine`."""
        return check_here(orders, config, store)

    def suits(self, store: str) -> None:
        """See :class:`provenance.audit.engines.Engine`."""

    def close(self) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        for worker in list(self._workers):
            self._drop(worker)


def engine(*, jobs: int, scheduler: str | None = None) -> LocalEngine:
    """The engine of this machine; a cluster's scheduler is not its business."""
    from provenance.errors import UsageError

    if scheduler is not None:
        raise UsageError("--scheduler goes with --engine dask")
    return LocalEngine(jobs)
