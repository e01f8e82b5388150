"""The second stage of a run: look at the sources that are due, and write what became of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import date as Date
from typing import TYPE_CHECKING, Any

from provenance.audit import evidence, runs
from provenance.audit.clock import moment, stamp
from provenance.audit.database import Database
from provenance.audit.engines import Engine
from provenance.audit.liveness import ON_THE_WAY, after_check, is_outage
from provenance.audit.nouns import ItemKind, ItemState, Run, StoredCapture, Watched
from provenance.audit.schedule import Stakes, next_check, urgency
from provenance.audit.stage import Spent, Stage
from provenance.audit.tables import table
from provenance.audit.work import Checked, CheckOrder
from provenance.config import Config
from provenance.model import Label, Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

BATCH = 2_000
"""Sources that are looked at with one resolver, which remembers what it read."""
ACKNOWLEDGED = 50
"""Answers in one transaction, at most: what was not written is asked for again after a crash."""
SECONDS = 1.0
"""The longest that an answer waits to be written."""
_FELL_SILENT = 2
"""Pages in a row without an answer, from which on a host that answered before counts as silent."""
_ENOUGH = 5
"""Hosts that answered before, from which on they alone tell whether our own network is down."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """A source with what bears on it."""

    source: Watched
    stakes: Stakes
    when: Date | None


class Checks(Stage):
    """Looks at the sources that are due."""

    def __init__(self, database: Database, run: Run, config: Config, store: str) -> None:
        super().__init__(database, run, config, store)
        self._answered: set[str] = set()
        self._silent: dict[str, int] = {}
        self._known: set[str] = set()
        self._held: list[tuple[_Subject, Checked]] = []

    @property
    def hosts(self) -> int:
        """How many hosts tell whether our own network is down: those that answered before, if they are enough, else all."""
        asked = self._answered | self._silent.keys()
        known = asked & self._known
        return len(known if len(known) >= _ENOUGH else asked)

    @property
    def unreachable(self) -> int:
        """How many of them gave no answer at all, or none any more: a network may fail in the middle of a night."""
        silent = {host for host, count in self._silent.items() if host not in self._answered or count >= _FELL_SILENT}
        known = (self._answered | self._silent.keys()) & self._known
        return len(silent & self._known if len(known) >= _ENOUGH else silent)

    @property
    def is_outage(self) -> bool:
        """Whether our own network must be at fault."""
        return is_outage(self.hosts, self.unreachable)

    def work(self, engine: Engine, spent: Spent, now: Callable[[], str]) -> Iterator[tuple[int, int]]:
        """Look at them; gives how many are done, of how many, after each."""
        subjects = self._database.transact(lambda c: self._planned(c, spent, now()))
        done, waiting, since = 0, [], time.monotonic()
        for at in range(0, len(subjects), BATCH):
            if spent.is_over:
                break
            some = subjects[at : at + BATCH]
            by_id = {subject.source.id: subject for subject in some}
            for answer in engine.check([_order(subject) for subject in some], self._config, self._store):
                subject = by_id[answer.source]
                self._note(subject, answer)
                if Status(answer.status) in ON_THE_WAY:
                    self._held.append((subject, answer))
                else:
                    waiting.append((subject, answer))
                if len(waiting) >= ACKNOWLEDGED or time.monotonic() - since > SECONDS:
                    self._database.transact(lambda c, these=tuple(waiting): self._write(c, these, now()))  # type: ignore[misc]
                    waiting, since = [], time.monotonic()
                done += 1
                yield done, len(subjects)
                if spent.is_over:
                    break
        self._database.transact(lambda c: self._write(c, waiting, now()))
        if not self.is_outage:
            self._database.transact(lambda c: self._write(c, self._held, now()))
        if spent.is_over:
            self._database.transact(self._leave)

    def _note(self, subject: _Subject, answer: Checked) -> None:
        host = subject.source.host
        if subject.source.status is not None and Status(subject.source.status) not in ON_THE_WAY:
            self._known.add(host)
        if Status(answer.status) in ON_THE_WAY:
            self._silent[host] = self._silent.get(host, 0) + 1
        else:
            self._answered.add(host)
            self._silent.pop(host, None)

    # ---- what is due ---------------------------------------------------------------------------------------------

    def _planned(self, connection: Connection, spent: Spent, now: str) -> list[_Subject]:
        watched = {source.id: source for source in evidence.watched_by(connection, self._run.audit)}
        stakes = _stakes(connection, self._run.audit)
        due = [s for s in watched.values() if s.due is None or s.due <= now]
        subjects = [_Subject(s, *stakes.get(s.id, (Stakes(0, None), None))) for s in due]
        subjects.sort(key=lambda subject: (urgency(subject.source, subject.stakes, moment(now)), subject.source.id))
        runs.plan(connection, self._run.id, ItemKind.SOURCE, [subject.source.id for subject in subjects])
        to_do = runs.to_do(connection, self._run.id, ItemKind.SOURCE)
        if spent.budget.requests is not None:
            asked = runs.tally(connection, self._run.id)[ItemKind.SOURCE, ItemState.DONE]
            keys = list(to_do)
            room = max(0, spent.budget.requests - asked)
            runs.settle(connection, self._run.id, ItemKind.SOURCE, keys[room:], ItemState.LEFT)
            to_do = dict.fromkeys(keys[:room], 0)
        by_id = {subject.source.id: subject for subject in subjects}
        # what was planned before a break and is due no longer was done by another audit in the meantime
        runs.settle(connection, self._run.id, ItemKind.SOURCE, [key for key in to_do if key not in by_id], ItemState.DONE)
        return [by_id[key] for key in to_do if key in by_id]

    def _leave(self, connection: Connection) -> None:
        left = runs.to_do(connection, self._run.id, ItemKind.SOURCE)
        runs.settle(connection, self._run.id, ItemKind.SOURCE, list(left), ItemState.LEFT)

    # ---- what became of it -----------------------------------------------------------------------------------------

    def _write(self, connection: Connection, answers: Sequence[tuple[_Subject, Checked]], now: str) -> None:
        if not answers:
            return
        # another audit may have looked at the same source in the meantime
        fresh = evidence.watched(connection, [subject.source.id for subject, _ in answers])
        numbers = [n for source in fresh.values() for n in (source.capture, source.last) if n is not None]
        before = evidence.captures(connection, numbers)
        updated = []
        for subject, answer in answers:
            source = fresh[answer.source]
            last = before.get(source.last) if source.last is not None else None
            read = before.get(source.capture) if source.capture is not None else None
            after = self._after(connection, source, subject.stakes, answer, last, read, now)
            updated.append(after)
        evidence.update_watched(connection, updated)
        runs.settle(connection, self._run.id, ItemKind.SOURCE, [answer.source for _, answer in answers], ItemState.DONE)

    def _after(
        self,
        connection: Connection,
        source: Watched,
        stakes: Stakes,
        answer: Checked,
        last: StoredCapture | None,
        read: StoredCapture | None,
        now: str,
    ) -> Watched:
        """What is known of a source after this check; a capture is written where it differs from the last one."""
        status = Status(answer.status)
        number = source.last
        if last is None or (last.status, last.extract, _place(last.described)) != (answer.status, answer.extract, _place(answer.described)):
            number = evidence.add_capture(
                connection,
                self._run.id,
                source.id,
                fetched=answer.fetched,
                status=answer.status,
                described=answer.described,
                content=answer.content,
                extract=answer.extract,
            )
        changed = read is not None and answer.extract is not None and answer.extract != read.extract
        lived = after_check(source, status, moment(now))
        counted = replace(
            lived, checks=source.checks + 1, changes=source.changes + int(changed), status=answer.status, checked=now, last=number
        )
        if answer.extract is not None:
            counted = replace(counted, capture=number)
        return replace(counted, due=stamp(next_check(counted, status, moment(now), newest=stakes.newest)))


def _order(subject: _Subject) -> CheckOrder:
    source = subject.source
    return CheckOrder(source.id, source.url, subject.when, archived=source.capture is None)


def _place(described: dict[str, Any]) -> str | None:
    """Where a page was read in the end; where one that could not be read led to is nothing to go by."""
    return described["final_url"] if Status(described["status"]).was_read else None


def _stakes(connection: Connection, audit: int) -> dict[str, tuple[Stakes, Date | None]]:
    """What hangs on each source of an audit, and the date by which an archived copy of it is chosen."""
    from sqlalchemy import func, select

    citations, rows, verdicts = table("citations"), table("articles"), table("verdicts")
    shown = func.coalesce(rows.c.published, func.substr(rows.c.added, 1, 10))
    chosen = (
        select(citations.c.source, func.count(), func.max(shown), func.min(rows.c.published))
        .join(rows, rows.c.id == citations.c.article)
        .where(rows.c.audit == audit)
        .group_by(citations.c.source)
    )
    labels: dict[str, list[Label]] = {}
    held = select(verdicts.c.label, verdicts.c.captures).where(verdicts.c.audit == audit, verdicts.c.current.is_(True))
    for label, captures in connection.execute(held):
        for source, _, _ in captures:
            labels.setdefault(source, []).append(Label(label))
    found = {}
    for source, count, newest, first in connection.execute(chosen):
        day = datetime.combine(Date.fromisoformat(newest), datetime.min.time(), UTC) if newest else None
        found[source] = (Stakes(count, day, tuple(labels.get(source, ()))), Date.fromisoformat(first) if first else None)
    return found
