"""One run of an audit: read what is due, look at its sources, judge what changed, and say what is new.

Everything that is done is written before the next thing is begun, and everything that is written once is not done again: a run
that was broken off at any moment is taken up where it stood, and ends as if it had not been.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from provenance.audit import articles, engines, evidence, locks, runs
from provenance.audit.checks import Checks
from provenance.audit.clock import Clock, stamp, system_clock
from provenance.audit.database import Database
from provenance.audit.drifts import Drifts
from provenance.audit.engines import COLLECTED, Engine
from provenance.audit.nouns import ItemKind, ItemState, Run, RunState
from provenance.audit.readings import Readings
from provenance.audit.stage import Budget, Spent
from provenance.audit.tables import table
from provenance.audit.verdicts import Verdicts
from provenance.audit.versions import migrate
from provenance.config import Config
from provenance.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Progress(Protocol):
    """Is told how a run goes on."""

    def __call__(self, stage: str, done: int, of: int) -> None:
        """``done`` of ``of`` articles or sources of a stage (``read``, ``check``, ``compare``, ``judge``) are done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    run: Run
    resumed: bool
    """Whether it was taken up where another had been broken off."""
    left: int
    """Sources and articles that the budget did not reach."""


def nothing_told(stage: str, done: int, of: int) -> None:
    """A :class:`Progress` that says nothing."""


def run(
    name: str,
    config: Config,
    store: str,
    *,
    engine: str = "local",
    scheduler: str | None = None,
    budget: Budget = Budget(),  # noqa: B008 - frozen
    progress: Progress = nothing_told,
    clock: Clock = system_clock,
    made: Engine | None = None,
) -> Outcome:
    """Run an audit, or take up the run that was broken off.

    Parameters
    ----------
    name
        Of the audit.
    config
        The settings.
    store
        Address of the database.
    engine, scheduler
        Where the work is done; see :mod:`provenance.audit.engines`.
    budget
        What the run may spend.
    progress
        Is told how it goes on.
    clock
        The time.
    made
        An engine that is there already, instead of ``engine``.

    Raises
    ------
    UsageError
        There is no such audit or engine.
    BusyError
        Another run of it is at work.
    StoreError
        The database cannot be used. What was written until then stays, and the next run goes on from there.
    """
    database = Database(store)
    with _seldom_collected(), closing(database):
        migrate(database)
        audit = database.transact(lambda c: articles.audit_id(c, name))
        with locks.hold(database, audit, name, stamp(clock())) as owner:
            here = made or engines.make(engine, jobs=config.jobs, scheduler=scheduler)
            try:
                if made is None:
                    here.suits(store)
                return _Night(database, audit, owner, config, store, here, Spent(budget), progress, clock).work()
            finally:
                if made is None:
                    here.close()


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look less often for dead objects that hold each other: a run makes many objects, and few in a circle."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@dataclass(slots=True)
class _Night:
    """A run at work."""

    database: Database
    audit: int
    owner: str
    config: Config
    store: str
    engine: Engine
    spent: Spent
    progress: Progress
    clock: Clock

    def work(self) -> Outcome:
        """All stages, one after the other."""
        run, resumed = self.database.transact(self._begun)
        readings = Readings(self.database, run, self.config, self.store)
        for done, of in self._while_ours(readings.work(self.engine, self.spent, self.now)):
            self.progress("read", done, of)
        checks = Checks(self.database, run, self.config, self.store)
        verdicts = Verdicts(self.database, run, self.config, self.store)
        for done, of in self._while_ours(checks.work(self.engine, self.spent, self.now, partial(verdicts.foresee, self.engine))):
            self.progress("check", done, of)
        if not checks.is_outage:
            verdicts.foresee(self.engine, (), last=True)
        # what was read before the network failed is compared and judged all the same
        for done, of in self._while_ours(Drifts(self.database, run).work(self.engine.tend)):
            self.progress("compare", done, of)
        verdicts.is_outage = checks.is_outage
        for done, of in self._while_ours(verdicts.work(self.engine, self.spent, self.now)):
            self.progress("judge", done, of)
        if checks.is_outage:
            message = (
                f"{checks.unreachable} of {checks.hosts} hosts could not be reached: our own network seems to be down, so no failure was "
                "written; run again when it is back"
            )
            return self._ended(run, RunState.OUTAGE, resumed, message)
        return self._ended(run, RunState.DONE, resumed, None)

    def now(self) -> str:
        """The time, as the store keeps it."""
        return stamp(self.clock())

    def _begun(self, connection: Connection) -> tuple[Run, bool]:
        from provenance.pipeline import model_name, tool_version

        known = runs.unfinished(connection, self.audit)
        tool, model = tool_version(), model_name(self.config)
        if known is not None and (known.tool, known.model) == (tool, model):
            return known, True
        if known is not None:
            # what another version began is not ours to go on with: half of the verdicts would be of the one, half of the other
            runs.end(
                connection,
                known.id,
                self.now(),
                RunState.DONE,
                counts(connection, known.id),
                "broken off, and not taken up by this version",
            )
        settings = {"jobs": self.config.jobs, "host_concurrency": self.config.host_concurrency, "timeout": self.config.timeout}
        return runs.begin(connection, self.audit, self.now(), tool=tool, model=model, settings=settings), False

    def _while_ours(self, steps: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The steps of a stage, as long as the lock is ours."""
        for number, step in enumerate(steps):
            if number % 50 == 0 and not self.database.transact(partial(locks.is_mine, audit=self.audit, owner=self.owner)):
                raise StoreError(
                    "another run took this one for dead and took its place: nothing is lost, look at 'provenance audit status'"
                )
            yield step

    def _ended(self, run: Run, state: RunState, resumed: bool, message: str | None) -> Outcome:
        def end(connection: Connection) -> tuple[Run, int]:
            now = self.now()
            found = {**counts(connection, run.id), **tally(connection, self.audit, now)}
            runs.end(connection, run.id, now, state, found, message)
            return replace(run, ended=now, state=state, counts=found, message=message), found["left"]

        finished, left = self.database.transact(end)
        return Outcome(finished, resumed, left)


def tally(connection: Connection, audit: int, now: str) -> dict[str, int]:
    """How an audit stands when a run ends, in numbers that trends are drawn from: verdicts by label, dead and failing sources."""
    from sqlalchemy import func, select

    verdicts, rows = table("verdicts"), table("articles")
    chosen = (
        select(verdicts.c.label, func.count())
        .join(rows, rows.c.id == verdicts.c.article)
        .where(verdicts.c.audit == audit, verdicts.c.current.is_(True))
        .group_by(verdicts.c.label)
    )
    found = {f"label:{label}": int(count) for label, count in connection.execute(chosen)}
    sources = evidence.count(connection, audit, now)
    return {**found, "watched": sources.watched, "dead": sources.dead, "failing": sources.failing}


def counts(connection: Connection, run: int) -> dict[str, int]:
    """What a run did, in numbers."""
    tally = runs.tally(connection, run)
    return {
        "sources": tally[ItemKind.SOURCE, ItemState.DONE],
        "articles": tally[ItemKind.ARTICLE, ItemState.DONE],
        "left": tally[ItemKind.SOURCE, ItemState.LEFT] + tally[ItemKind.ARTICLE, ItemState.LEFT],
        "quarantined": tally[ItemKind.ARTICLE, ItemState.QUARANTINED] + tally[ItemKind.SOURCE, ItemState.QUARANTINED],
    }
