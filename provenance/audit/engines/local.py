"""The engine of one machine: processes that carry out one order after the other, so that a crash costs one order and names it."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from multiprocessing.connection import wait
from typing import Any

from provenance.audit.engines import Crashed
from provenance.audit.engines.worker import NO_MEMORY, CannotCopyError, Early, Worker
from provenance.audit.work import Checked, Checker, CheckOrder
from provenance.config import Config

LONGEST = 300.0
"""Seconds for one order; a worker that takes longer is killed."""
FRESH = 30.0
"""Seconds for which an order is waited for, to make copies of its worker, before another fresh one is begun."""
MOST_EARLY = 500
"""Orders that are held, with or without an answer, before they come."""
_PUMP = 0.02
"""Seconds after which workers are looked after while sources are."""


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
        self._early: dict[str, Early] = {}
        self._again: deque[tuple[str, Any]] = deque()
        """Orders that are waited for and whose worker died before it came to them."""
        self._pumped = 0.0
        self._readied: set[str] = set()
        self._checker: tuple[tuple[Config, str], Checker] | None = None
        self._copies = sys.platform == "linux"
        # a fork of a process with threads may hang; a fresh interpreter does not
        self._context = multiprocessing.get_context("spawn")

    def map(self, name: str, orders: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """See :class:`provenance.audit.engines.Engine`."""
        waiting = iter(orders)
        more = True
        try:
            first = next(waiting, None)  # for nothing to do no worker is begun
            if first is None:
                return
            waiting = chain((first,), waiting)
            while True:
                while (more or self._again) and (worker := self._free(self._jobs)) is not None:
                    following = self._again.popleft() if self._again else next(waiting, None)
                    if following is None:
                        more = False
                        break
                    key, order = following
                    early = self._begun_early(name, key, order)
                    if early is None:
                        worker.give(name, order, key=key)
                    for answer in early.answers if early is not None else ():
                        yield key, answer
                busy = [w for w in self._workers if w.tasks]
                if not more and not self._again and not any(w.is_asked for w in busy):
                    return
                yield from self._answers(busy)
        finally:
            # an order that nobody waits for any more must not be answered to the next caller
            for worker in [w for w in self._workers if w.is_asked]:
                self._drop(worker)
            self._again.clear()
            self._early.clear()

    def ready(self, name: str, order: Any) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        idle = [w for w in self._workers if not w.tasks]
        if name in self._readied or (self._workers and not idle):
            return
        self._readied.add(name)
        worker = next((w for w in idle if w.fresh), None) or self._begun()
        for copy in [w for w in idle if not w.fresh]:  # it would have to load the same; another copy will have it
            self._workers.remove(copy)
            copy.leave()
        try:
            worker.give(name, order)
        except OSError:
            self._drop(worker)

    # ---- before it is asked for ------------------------------------------------------------------------------------

    def ahead(self, name: str, key: str, order: Any) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        self._early.pop(key, None)
        if len(self._early) < MOST_EARLY:
            self._early[key] = Early(name, order)
            self._pump()

    def tend(self) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        if self._early and time.monotonic() - self._pumped > _PUMP:
            self._pump(self._jobs)

    def _pump(self, most: int | None = None) -> None:
        """Give orders that have not come yet to workers, to so many at most; one core is this process's own."""
        most = max(1, self._jobs - 1) if most is None else most
        self._pumped = time.monotonic()
        ahead = [w for w in self._workers if w.tasks and w.tasks[0].early is not None and not w.is_asked]
        for late in [w for w in ahead if self._pumped - w.since > self._longest]:
            self._drop(late)
        self._collect()
        for early in [e for e in self._early.values() if not e.begun]:
            worker = self._free(most)
            if worker is None and len(self._workers) < most:  # one that is never idle could not be copied
                return
            if worker is None:
                if not self._added(early):
                    return
                continue
            early.begun = True
            try:
                worker.give(early.name, early.order, early=early)
            except OSError:
                self._drop(worker)

    def _added(self, early: Early) -> bool:
        """Give an order to a worker that is busy, to be carried out next; tells whether there is one with room for it."""
        for worker in sorted(self._workers, key=lambda w: len(w.tasks)):
            try:
                if worker.add(early):
                    early.begun = True
                    return True
            except OSError:
                self._drop(worker)
        return False

    def _begun_early(self, name: str, key: str, order: Any) -> Early | None:
        """The same order, if it was begun before it came; the worker that still has it has it as this order from now on."""
        early = self._early.pop(key, None)
        if early is None or (early.name, early.order) != (name, order):
            return None
        for task in [task for worker in self._workers for task in worker.tasks if task.early is early]:
            task.key = key
            return early
        return early if early.answers else None

    # ---- workers -----------------------------------------------------------------------------------------------------

    def _free(self, most: int) -> Worker | None:
        """A worker for an order; ``None`` if ``most`` are busy, or one is soon ready to be copied."""
        self._collect()
        idle = next((w for w in self._workers if not w.tasks), None)
        if len(self._workers) >= most:
            return idle
        model = next((w for w in self._workers if not w.tasks and w.fresh and w.served), None)
        if model is not None and self._copies:
            try:
                return self._begun(model)
            except CannotCopyError:
                self._copies = False
            except (OSError, EOFError):
                self._copies = False
                self._drop(model)
                return self._free(most)
        if idle is not None:
            return idle
        soon = [w for w in self._workers if w.fresh and time.monotonic() - w.since < FRESH]
        return None if self._copies and soon else self._begun()

    def _collect(self) -> None:
        """Take the answers that nobody waits for."""
        for worker in list(self._workers):
            while worker.tasks and worker.tasks[0].key is None and worker.pipe.poll():
                self._answer(worker)

    def _begun(self, model: Worker | None = None) -> Worker:
        worker = Worker(self._context, model)
        self._workers.append(worker)
        return worker

    def _answers(self, busy: list[Worker]) -> Iterator[tuple[str, Any]]:
        ready = set(wait([sign for w in busy for sign in w.signs], timeout=0.5))
        for worker in busy:
            key = worker.tasks[0].key
            if worker.pipe in ready:
                good, answer = self._answer(worker)
                if key is None:  # nobody waits for it
                    continue
                if not good:
                    raise answer
                yield key, answer
            elif worker.fresh and worker.process.sentinel in ready:
                crashed = self._crashed(worker)
                if key is not None:
                    yield key, crashed
            elif time.monotonic() - worker.since > self._longest:
                self._drop(worker)
                if key is not None:
                    yield key, Crashed(f"took longer than {self._longest:g} s")

    def _answer(self, worker: Worker) -> tuple[bool, Any]:
        """What a worker has to say: whether its order went well, and the answer or what is to be raised."""
        try:
            good, answer = worker.pipe.recv()
        except (EOFError, OSError):
            worker.gone = True
            return True, self._crashed(worker)
        task = worker.tasks.popleft()
        if task.early is not None and good and not isinstance(answer, Crashed):  # what failed is given again, and told then
            task.early.answers = (answer,)
        worker.since = time.monotonic()
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
        """End a worker; only the first of its orders can be at fault, and those behind it are given to others."""
        behind = list(worker.tasks)[1:]
        for early, key in [(task.early, task.key) for task in behind if task.early is not None]:
            early.begun = False
            if key is not None:
                self._again.append((key, early.order))
        worker.tasks.clear()
        self._workers.remove(worker)
        worker.kill()

    def check(self, orders: Sequence[CheckOrder], config: Config, store: str) -> Iterator[Checked]:
        """See :class:`provenance.audit.engines.Engine`."""
        if self._checker is None or self._checker[0] != (config, store):
            self._end_checks()
            self._checker = (config, store), Checker(config, store)
        checker = self._checker[1]
        try:
            for answer in checker.check(orders):
                if self._early and time.monotonic() - self._pumped > _PUMP:
                    self._pump()
                yield answer
        except BaseException:
            self._end_checks()  # what is on its way is not waited for
            raise
        checker.rest()

    def _end_checks(self) -> None:
        if self._checker is not None:
            self._checker[1].close()
            self._checker = None

    def suits(self, store: str) -> None:
        """See :class:`provenance.audit.engines.Engine`."""

    def close(self) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        self._end_checks()
        for worker in sorted(self._workers, key=lambda w: w.fresh):  # what was copied is waited for by what it was copied from
            if not worker.tasks:
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
