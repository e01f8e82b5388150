"""The second stage of a run: look at the sources that are due, and write what became of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import date as Date
from typing import TYPE_CHECKING, Any

from provenance.audit import articles, evidence, runs
from provenance.audit.articles import chunks
from provenance.audit.clock import moment, stamp
from provenance.audit.database import Database
from provenance.audit.dated import Held
from provenance.audit.engines import Engine
from provenance.audit.liveness import ON_THE_WAY, after_check, is_outage
from provenance.audit.nouns import ItemKind, ItemState, Run, StoredCapture, Watched
from provenance.audit.schedule import Stakes, next_check, rank
from provenance.audit.stage import Spent, Stage
from provenance.audit.tables import table
from provenance.audit.work import LOAD, Checked, CheckOrder
from provenance.config import Config
from provenance.model import Label, Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

BATCH = 2_000
"""Sources that are looked at with one resolver, which remembers what it read."""
PAGE = 5_000
"""Sources that are planned at once: memory does not grow with their number."""
KNOWN = 20_000
"""Sources of which is remembered, from planning till they are looked at, who cites them."""
HELD = 2_000
"""Failures on the way that are held back, until it is known whether our own network is down."""
ACKNOWLEDGED = 200
"""Answers in one transaction, at most: what was not written is asked for again after a crash."""
SECONDS = 1.0
"""The longest that an answer waits to be written."""
_FELL_SILENT = 2
"""Pages in a row without an answer, from which on a host that answered before counts as silent."""
_LIKELY = 500
"""Sources that are due, from which on one of them will have changed: who is to judge loads what that takes in the meantime."""
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
        self._stakes: dict[str, tuple[Stakes, Date | None]] = {}

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

    def work(
        self, engine: Engine, spent: Spent, now: Callable[[], str], changed: Callable[[Sequence[str]], object] = lambda sources: None
    ) -> Iterator[tuple[int, int]]:
        """Look at them; gives how many are done, of how many, after each. ``changed`` is told of sources with another text, once written."""
        due = self._database.read(lambda c: evidence.due_of(c, self._run.audit, now(), "", _LIKELY))
        if len(due) >= _LIKELY:
            engine.ready(LOAD, self._config)
        total = self._plan(spent, now())
        done, waiting, since = 0, [], time.monotonic()
        for keys in runs.due(self._database, self._run.id, ItemKind.SOURCE, BATCH):
            if spent.is_over or self._is_cut_off(now):
                break
            some = self._database.transact(lambda c, these=keys: self._subjects(c, these, now()))  # type: ignore[misc]
            by_id = {subject.source.id: subject for subject in some}
            orders = self._database.read(lambda c, these=some: _orders(c, these))  # type: ignore[misc]
            heard: dict[str, Checked] = {}
            for answer in engine.check(orders, self._config, self._store):
                subject = by_id[answer.source]
                heard[answer.source] = answer
                if answer.same is None and answer.extract is not None:  # there will be something to judge
                    engine.ready(LOAD, self._config)
                if Status(answer.status) in ON_THE_WAY:
                    self._held.append((subject, answer))
                else:
                    waiting.append((subject, answer))
                if len(waiting) >= ACKNOWLEDGED or time.monotonic() - since > SECONDS:
                    self._database.transact(lambda c, these=tuple(waiting): self._write(c, these, now()))  # type: ignore[misc]
                    changed([answer.source for _, answer in waiting if answer.same is None and answer.extract is not None])
                    waiting, since = [], time.monotonic()
                done += 1
                yield done, max(total, done)
                if spent.is_over:
                    break
            # a page that came before the network failed may be read only after others have failed
            for order in orders:
                if order.source in heard:
                    self._note(by_id[order.source], heard[order.source])
        self._database.transact(lambda c: self._write(c, waiting, now()))
        changed([answer.source for _, answer in waiting if answer.same is None and answer.extract is not None])
        if not self.is_outage:
            self._database.transact(lambda c: self._write(c, self._held, now()))
        if spent.is_over:
            self._database.transact(lambda c: runs.leave(c, self._run.id, ItemKind.SOURCE))

    def _is_cut_off(self, now: Callable[[], str]) -> bool:
        """Whether so much failed on the way that our own network is down; if it is not, what was held back till then is written."""
        if len(self._held) < HELD:
            return False
        if not self.is_outage:
            held, self._held = self._held, []
            self._database.transact(lambda c: self._write(c, held, now()))
        return self.is_outage

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

    def _plan(self, spent: Spent, now: str) -> int:
        """Put the sources that are due on the list, what matters most first; gives how many are on it."""
        last = ""
        while ids := self._database.transact(lambda c, after=last: self._plan_page(c, after, now)):  # type: ignore[misc]
            last = ids[-1]
        return self._database.transact(lambda c: self._cut(c, spent))

    def _plan_page(self, connection: Connection, after: str, now: str) -> list[str]:
        page = evidence.due_of(connection, self._run.audit, now, after, PAGE)
        stakes = _stakes(connection, self._run.audit, [source.id for source in page])
        if len(self._stakes) + len(stakes) <= KNOWN:
            self._stakes |= stakes
        labels = _labels(connection, self._run.audit, [source.id for source in page if source.checked is not None])
        ranks = {s.id: rank(s, replace(stakes[s.id][0], labels=tuple(labels.get(s.id, ()))), moment(now)) for s in page if s.id in stakes}
        runs.plan(connection, self._run.id, ItemKind.SOURCE, ranks)
        return [source.id for source in page]

    def _cut(self, connection: Connection, spent: Spent) -> int:
        tally = runs.tally(connection, self._run.id)
        due, done = tally[ItemKind.SOURCE, ItemState.DUE], tally[ItemKind.SOURCE, ItemState.DONE]
        if spent.budget.requests is None:
            return due
        room = max(0, spent.budget.requests - done)
        runs.leave(connection, self._run.id, ItemKind.SOURCE, but=room)
        return min(room, due)

    def _subjects(self, connection: Connection, keys: list[str], now: str) -> list[_Subject]:
        known = evidence.watched(connection, keys)
        # what was planned before a break and is due no longer was done by another audit in the meantime
        late = [key for key in keys if key in known and known[key].due is not None and (known[key].due or "") > now]
        runs.settle(connection, self._run.id, ItemKind.SOURCE, [*late, *(key for key in keys if key not in known)], ItemState.DONE)
        stakes = self._stakes | _stakes(connection, self._run.audit, [key for key in keys if key not in self._stakes])
        return [_Subject(known[key], *stakes.get(key, (Stakes(0, None), None))) for key in keys if key in known and key not in late]

    # ---- what became of it -----------------------------------------------------------------------------------------

    def _write(self, connection: Connection, answers: Sequence[tuple[_Subject, Checked]], now: str) -> None:
        if not answers:
            return
        # another audit may have looked at the same source in the meantime
        fresh = evidence.watched(connection, [subject.source.id for subject, _ in answers])
        compared = [fresh[answer.source] for _, answer in answers if not _is_same(fresh[answer.source], answer)]
        numbers = [n for source in compared for n in (source.capture, source.last) if n is not None]
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
        if not _is_same(source, answer) and not _tells(last, answer):
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
            lived,
            checks=source.checks + 1,
            changes=source.changes + int(changed),
            status=answer.status,
            checked=now,
            last=number,
            capture=number if answer.extract is not None else lived.capture,
        )
        return replace(counted, due=stamp(next_check(counted, status, moment(now), newest=stakes.newest)))


def _orders(connection: Connection, subjects: Sequence[_Subject]) -> list[CheckOrder]:
    """What to look at, each with what it was read as last if that was the last time that it was looked at."""
    numbers = [s.source.capture for s in subjects if s.source.capture is not None and s.source.capture == s.source.last]
    captures = evidence.captures(connection, numbers)
    orders = []
    for subject in subjects:
        source = subject.source
        read = captures.get(source.capture or 0)
        held = Held(read.id, read.extract, read.described) if read is not None and read.extract is not None else None
        orders.append(CheckOrder(source.id, source.url, subject.when, archived=source.capture is None, held=held))
    return orders


def _is_same(source: Watched, answer: Checked) -> bool:
    """Whether a page is as its last capture has it, by its bytes alone; another audit may have written one in the meantime."""
    return answer.same is not None and source.last == source.capture == answer.same


def _tells(last: StoredCapture | None, answer: Checked) -> bool:
    """Whether the last capture says all that this check found."""
    if last is None or (last.status, last.extract) != (answer.status, answer.extract):
        return False
    return _place(last.described) == _place(answer.described)


def _place(described: dict[str, Any]) -> str | None:
    """Where a page was read in the end; where one that could not be read led to is nothing to go by."""
    return described["final_url"] if Status(described["status"]).was_read else None


def _stakes(connection: Connection, audit: int, sources: Sequence[str]) -> dict[str, tuple[Stakes, Date | None]]:
    """Who in an audit cites each of some sources, and the date by which an archived copy of it is chosen."""
    citing = evidence.citing(connection, audit, sources)
    dates = articles.dates(connection, {article for those in citing.values() for article in those})
    found = {}
    for source, those in citing.items():
        newest = max((dates[article][0] or dates[article][1][:10] for article in those), default=None)
        first = min((published for article in those if (published := dates[article][0])), default=None)
        day = datetime.combine(Date.fromisoformat(newest), datetime.min.time(), UTC) if newest else None
        found[source] = (Stakes(len(those), day), Date.fromisoformat(first) if first else None)
    return found


def _labels(connection: Connection, audit: int, sources: Sequence[str]) -> dict[str, list[Label]]:
    """The labels of the claims that the sources support: the others weigh nothing in a rank."""
    from sqlalchemy import select

    verdicts = table("verdicts")
    wanted = set(sources)
    citing = {article for those in evidence.citing(connection, audit, sources).values() for article in those}
    supported = (verdicts.c.current.is_(True), verdicts.c.label == Label.SUPPORTED.value)
    found: dict[str, list[Label]] = {}
    for part in chunks(sorted(citing)):
        for (captures,) in connection.execute(select(verdicts.c.captures).where(verdicts.c.article.in_(part), *supported)):
            for source in {rest[0] for rest in captures} & wanted:
                found.setdefault(source, []).append(Label.SUPPORTED)
    return found
