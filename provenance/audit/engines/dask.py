"""The engine of many machines: a Dask cluster, whose workers share a PostgreSQL store.

One task at a time for each host, its addresses in sequence inside, so that no host sees more of us than from one machine. A worker
that is lost takes nothing with it: what it was doing is done again elsewhere, and what it had kept is in the store.
"""

from __future__ import annotations

import os
import platform
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from provenance.audit.clock import stamp, system_clock
from provenance.audit.engines import Crashed
from provenance.audit.work import Checked, Checker, CheckOrder, function, host_of
from provenance.config import Config
from provenance.errors import EngineError, ProvenanceError, UsageError

PIECE = 25
"""Addresses of one host in one task: what its worker has not given back is asked for again if it is lost."""
AHEAD = 2
"""Orders given to the cluster for each of its threads, so that none waits for the next."""
THREADS = 16
"""Of a worker that is started here: so many hosts are asked at once; what keeps a core busy is done by one at a time all the same."""
CONNECT = 10.0
"""Seconds for which a scheduler is waited for."""
PATIENCE = 60.0
"""Seconds for which a cluster without any worker is waited for."""


# ---- what is done on a worker --------------------------------------------------------------------------------------

_WORK = threading.Lock()
_CHECKER: list[tuple[str, Checker]] = []


def _carry_out(name: str, order: Any) -> tuple[bool, Any]:
    """One order; whether it went well, and the answer or what is to be raised."""
    try:
        with _WORK:  # reading and comparing keep a core busy, and their libraries were not made for threads
            return True, function(name)(order)
    except ProvenanceError as error:
        return False, error
    except MemoryError:
        return True, Crashed("took more memory than a worker may")
    except Exception as error:  # a fault of ours over one article costs that article, and is told
        return True, Crashed(f"failed with {type(error).__name__}: {' '.join(str(error).split())[:200]}")


def _check_host(night: str, orders: Sequence[CheckOrder], config: Config, store: str) -> tuple[bool, Any]:
    """Sources of one host, one after the other."""
    try:
        return True, list(_checker(night, config, store).check(orders))
    except ProvenanceError as error:
        return False, error


def _checker(night: str, config: Config, store: str) -> Checker:
    """What this worker looks at sources with; another for each night, since it remembers what it read."""
    with _WORK:
        if not _CHECKER or _CHECKER[0][0] != night:
            for _, old in _CHECKER:
                old.close()
            _CHECKER[:] = [(night, Checker(config, store))]
        return _CHECKER[0][1]


def _done(night: str) -> None:
    with _WORK:
        if _CHECKER and _CHECKER[0][0] == night:
            _CHECKER.pop()[1].close()


def _standing(path: str | None) -> tuple[str, str, bool]:
    """A worker's machine and version of this program, and whether it sees a file."""
    from provenance.pipeline import tool_version

    return platform.node(), tool_version(), path is None or os.access(path, os.W_OK)


# ---- what is done here -----------------------------------------------------------------------------------------------


class DaskEngine:
    """Hands orders to a cluster.

    Parameters
    ----------
    client
        A client of :mod:`distributed`; closed with the engine.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def map(self, name: str, orders: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """See :class:`provenance.audit.engines.Engine`."""
        waiting = iter(orders)
        running: dict[Any, str] = {}
        try:
            while True:
                for key, order in waiting:
                    running[self._give(_carry_out, name, order)] = key
                    if len(running) >= AHEAD * self._threads():
                        break
                if not running:
                    return
                for future in self._ready(running):
                    yield running.pop(future), self._answer(future)
        finally:
            self._cancel(running)

    def ready(self, name: str, order: Any) -> None:
        """See :class:`provenance.audit.engines.Engine`. Its workers stay ready from night to night."""

    def ahead(self, name: str, key: str, order: Any) -> None:
        """See :class:`provenance.audit.engines.Engine`. Its workers are busy with the sources."""

    def tend(self) -> None:
        """See :class:`provenance.audit.engines.Engine`."""

    def check(self, orders: Sequence[CheckOrder], config: Config, store: str) -> Iterator[Checked]:
        """See :class:`provenance.audit.engines.Engine`."""
        night = uuid.uuid4().hex
        hosts: dict[str, deque[CheckOrder]] = {}
        for order in orders:
            hosts.setdefault(host_of(order.url), deque()).append(order)
        idle = deque(hosts)
        running: dict[Any, tuple[str, list[CheckOrder]]] = {}
        crashed: deque[CheckOrder] = deque()
        try:
            while True:
                # as many hosts as would be asked at once from one machine, for each of them
                while idle and len(running) < AHEAD * self._threads():
                    host = idle.popleft()
                    piece = [hosts[host].popleft() for _ in range(min(PIECE, len(hosts[host])))]
                    running[self._give(_check_host, night, piece, config, store)] = (host, piece)
                if not running:
                    break
                for future in self._ready(running):
                    host, piece = running.pop(future)
                    answer = self._answer(future)
                    if isinstance(answer, Crashed):
                        crashed.extend(piece)
                    else:
                        yield from answer
                    if hosts[host]:
                        idle.append(host)
            for order in crashed:  # one by one, so that only the page that does it is lost
                answer = self._alone(self._give(_check_host, night, [order], config, store))
                yield from [_unread(order, answer.reason)] if isinstance(answer, Crashed) else answer
        finally:
            self._cancel(running)
            with suppress(Exception):
                self._client.run(_done, night)

    def suits(self, store: str) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        from provenance.pipeline import tool_version

        path = store.removeprefix("sqlite:///") if store.startswith("sqlite") else None
        with self._told():
            self._client.wait_for_workers(1, timeout=CONNECT)
            found = self._client.run(_standing, str(Path(path).absolute()) if path is not None else None)
        for worker, (machine, version, sees) in found.items():
            if version != tool_version():
                raise UsageError(f"the worker {worker} has version {version[:40]}, this is {tool_version()}: install the same on both")
            if path is not None and (not sees or machine != platform.node()):
                raise UsageError(
                    f"the worker {worker} on {machine[:60]} cannot share the file {path}: a cluster needs a PostgreSQL store (--store postgresql://…)"
                )

    def close(self) -> None:
        """See :class:`provenance.audit.engines.Engine`."""
        self._client.close()

    # ---- the cluster ---------------------------------------------------------------------------------------------

    def _give(self, task: Any, *arguments: Any) -> Any:
        with self._told():
            return self._client.submit(task, *arguments, pure=False)

    def _threads(self) -> int:
        with self._told():
            return max(1, int(sum(self._client.nthreads().values())))

    def _ready(self, running: dict[Any, Any]) -> list[Any]:
        """The futures that are done, at least one."""
        import distributed

        wait: Any = distributed.wait  # Dask has no types
        alone: float | None = None
        while True:
            with suppress(TimeoutError), self._told():
                return list(wait(list(running), timeout=2.0, return_when="FIRST_COMPLETED").done)
            if self._client.status not in ("running", "connecting"):
                raise EngineError("the cluster's scheduler has gone: what was done is kept, run again when it is back")
            if self._client.status == "running" and self._client.nthreads():
                alone = None
                continue
            alone = alone or time.monotonic()
            if time.monotonic() - alone > PATIENCE:
                raise EngineError(f"the cluster had no worker for {PATIENCE:g} s: what was done is kept, start workers and run again")

    def _alone(self, future: Any) -> Any:
        self._ready({future: None})
        return self._answer(future)

    def _answer(self, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            with self._told():
                good, answer = future.result()
        except KilledWorker:
            return Crashed("killed its workers")
        finally:
            future.release()
        if not good:
            raise answer
        return answer

    def _cancel(self, running: Iterable[Any]) -> None:
        with suppress(Exception):  # the cluster may be what went away
            self._client.cancel(list(running), force=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What Dask raises when a cluster goes away, as ours."""
        from asyncio import CancelledError as AsyncCancelled
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        gone = "the cluster has gone: what was done is kept, run again when it is back"
        try:
            yield
        except (KilledWorker, TimeoutError):
            raise
        except (CancelledError, AsyncCancelled, OSError) as error:
            raise EngineError(gone) from error
        except Exception as error:
            if type(error).__module__.partition(".")[0] != "distributed":
                raise
            raise EngineError(gone) from error


def _unread(order: CheckOrder, why: str) -> Checked:
    """A source over which workers died."""
    from provenance.audit.sources_json import source_to
    from provenance.model import Source, Status

    source = Source(order.source, order.url, Status.PARSER_FAILED, message=f"Looking at it {why}.")
    return Checked(order.source, source.status.value, stamp(system_clock()), source_to(source))


def engine(*, jobs: int, scheduler: str | None = None) -> DaskEngine:
    """The engine of a cluster; without the address of one, a cluster of ``jobs`` processes on this machine.

    Raises
    ------
    UsageError
        Dask is not installed, or no scheduler answers at that address.
    """
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise UsageError("--engine dask needs Dask: pip install 'provenance-checker[dask]'") from error
    client: Any = distributed.Client  # Dask has no types
    try:
        if scheduler is None:
            return DaskEngine(client(n_workers=jobs, threads_per_worker=THREADS, processes=True, dashboard_address=None))
        return DaskEngine(client(scheduler, timeout=CONNECT))
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {str(scheduler)[:100]}: start 'dask scheduler' there, or mend --scheduler tcp://HOST:PORT"
        ) from error
