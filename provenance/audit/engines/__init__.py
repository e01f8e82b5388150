"""Where the work of a run is done: in processes of this machine, or on a cluster. The work is the same: :mod:`provenance.audit.work`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from provenance.audit.work import Checked, CheckOrder
from provenance.config import Config
from provenance.errors import UsageError

ENGINES = {"local": "provenance.audit.engines.local", "dask": "provenance.audit.engines.dask"}
"""Engine name → module whose ``engine`` makes it."""
COLLECTED = (20_000, 20, 100)
"""After how many new objects the processes of a run look for dead ones that hold each other (see :func:`gc.set_threshold`)."""


@dataclass(frozen=True, slots=True)
class Crashed:
    """An order whose worker died or never ended."""

    reason: str


class Engine(Protocol):
    """What an engine offers."""

    def map(self, name: str, orders: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """Carry out orders.

        Parameters
        ----------
        name
            Of a function, ``module:name``; see :func:`provenance.audit.work.function`.
        orders
            Key and order each; taken from the iterable only as workers become free.

        Yields
        ------
        tuple
            Key, and the answer or :class:`Crashed`, as they are ready. What a function raises is raised here.
        """

    def ready(self, name: str, order: Any) -> None:
        """Is told that orders of a kind will come, so that a worker may make itself ready with ``order``; nothing comes of it else."""

    def ahead(self, name: str, key: str, order: Any) -> None:
        """Is told of an order that will come to :meth:`map`, as far as is known by now: who is idle may carry it out already.

        What comes to :meth:`map` under the same key is answered with that only if it is the same order.
        """

    def tend(self) -> None:
        """Is called now and then while this process has work of its own: who is idle may be given what came to :meth:`ahead`."""

    def check(self, orders: Sequence[CheckOrder], config: Config, store: str) -> Iterator[Checked]:
        """Look at sources; those of one host one after the other, whoever does it. See :func:`provenance.audit.work.check`."""

    def suits(self, store: str) -> None:
        """See that all workers can reach the store and do the same as this process.

        Raises
        ------
        UsageError
            One of them cannot.
        """

    def close(self) -> None:
        """End the workers."""


def make(name: str, *, jobs: int, scheduler: str | None = None) -> Engine:
    """An engine by its name.

    Parameters
    ----------
    name
        One of :data:`ENGINES`.
    jobs
        Worker processes, where the engine starts them.
    scheduler
        Address of a cluster's scheduler.

    Raises
    ------
    UsageError
        There is none of that name, or it lacks what it needs.
    """
    module = ENGINES.get(name)
    if module is None:
        raise UsageError(f"there is no engine {name[:40]!r}: use one of {', '.join(ENGINES)}")
    return cast("Engine", import_module(module).engine(jobs=jobs, scheduler=scheduler))
