"""The engine of one machine: processes that carry out one order at a time, so that a crash costs one order and names it."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import wait
from typing import Any

from provenance.audit.engines import Crashed
from provenance.audit.engines.worker import NO_MEMORY, CannotCopyError, Worker
from provenance.audit.work import Checked, CheckOrder
from provenance.audit.work import check as check_here
from provenance.config import Config

LONGEST = 300.0
"""Seconds for one order; a worker that takes longer is killed."""
FRESH = 30.0
"""Seconds for which a first order is waited for, to make copies of its worker, before another fresh one is begun."""
_READY = ""
"""The key of an order that only makes ready."""


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
        self._workers: list[Worker] = []
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

    def _free(self) -> Worker | None:
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
            except CannotCopyError:
                self._copies = False
            except (OSError, EOFError):
                self._copies = False
                self._drop(model)
                return self._free()
        if idle is not None:
            return idle
        early = [w for w in self._workers if not w.served and time.monotonic() - w.since < FRESH]
        return None if self._copies and early else self._begun()

    def _begun(self, model: Worker | None = None) -> Worker:
        worker = Worker(self._context, model)
        self._workers.append(worker)
        return worker

    def _answers(self, busy: list[Worker]) -> Iterator[tuple[str, Any]]:
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

    def _answer(self, worker: Worker) -> tuple[bool, Any]:
        """What a worker has to say: whether its order went well, and the answer or what is to be raised."""
        try:
            good, answer = worker.pipe.recv()
        except (EOFError, OSError):
            worker.gone = True
            return True, self._crashed(worker)
        worker.key = None
        worker.served += 1
        return good, answer

    def _crashed(self, worker: Worker) -> Crashed:
        code = worker.code()
        self._drop(worker)
        if code == NO_MEMORY:
            return Crashed("took more memory than a worker may")
        if code is None:
            return Crashed("killed its worker")
        return Crashed(f"killed its worker (signal {-code})" if code < 0 else f"ended its worker (code {code})")

    def _drop(self, worker: Worker) -> None:
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
