"""The third stage of a run: judge the articles of which anything changed that their verdicts rest on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from itertools import islice
from typing import TYPE_CHECKING, Any

from provenance.audit import articles, copies, evidence, ledger, novelty, runs
from provenance.audit.copies import Copies
from provenance.audit.database import Database
from provenance.audit.dated import Copy, Held, Want
from provenance.audit.engines import Crashed, Engine
from provenance.audit.ledger import NewVerdict
from provenance.audit.nouns import Article, Event, EventKind, ItemKind, ItemState, Run, StoredCapture, StoredVerdict, Watched
from provenance.audit.packing import canonical, sha256
from provenance.audit.stage import TRIES, Spent, Stage
from provenance.audit.work import JUDGE, Judged, JudgeOrder
from provenance.config import Config
from provenance.model import Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

PAGE = 200
"""Articles that are held at once."""
AT_ONCE = 20
"""Orders that are made, or answers that are written, in one transaction at most: what was not written is judged again after a crash."""
SECONDS = 0.5
"""The longest that an answer waits to be written while others come."""
FORESEEN = 10
"""Sources with another text that are waited for before orders are made for whom they concern."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """An article with all that its verdicts rest on."""

    article: Article
    held: dict[str, Held]
    wants: tuple[Want, ...]
    copies: dict[Want, Copy]
    """What archives had of its sources."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A subject whose order is on its way."""

    subject: _Subject
    stale: frozenset[str]
    """The sources whose claims are compared again."""


class Verdicts(Stage):
    """Judges articles."""

    def __init__(self, database: Database, run: Run, config: Config, store: str) -> None:
        super().__init__(database, run, config, store)
        self.is_outage = False
        """Whether our own network is down: then no archive is asked."""
        self._changed: list[str] = []

    def work(self, engine: Engine, spent: Spent, now: Callable[[], str]) -> Iterator[tuple[int, int]]:
        """Judge them; gives how many are done, of how many, after each."""
        asking = Copies(self._database, self._run, self._config, self._store)
        room = 0 if self.is_outage else self._database.transact(lambda c: asking.room(c, spent))
        earlier = self._database.transact(lambda c: asking.due(c, now(), room))
        asking.ask(earlier, spent, now)
        total, done = self._plan(engine), 0
        crashes: dict[int, int] = {}
        # what waits for an archive's copy is judged again when that was asked for, and written then
        aside: dict[Want, None] = {}
        room, waited = room - len(earlier), set[int]()
        following: Iterable[int] = self._due()
        while not spent.is_over:
            again: list[int] = []
            given: dict[str, _Given] = {}
            ready: list[tuple[_Given, Judged]] = []
            since = time.monotonic()
            for key, answer in engine.map(JUDGE, self._orders(following, given, spent)):
                here = given.pop(key)
                article = here.subject.article
                if isinstance(answer, Crashed):
                    crashes[article.id] = crashes.get(article.id, 0) + 1
                    if crashes[article.id] < TRIES:
                        again.append(article.id)
                        continue
                    self._database.transact(lambda c, h=here, why=answer.reason: self._quarantine(c, h.subject, why))  # type: ignore[misc]
                    done += 1
                    yield done, max(total, done)
                    continue
                new = [want for want in answer.wanted if want not in here.subject.copies and want not in aside]
                unknown = any(want not in here.subject.copies for want in answer.wanted)
                if unknown and article.id not in waited and len(aside) + len(new) <= room:
                    aside.update(dict.fromkeys(new))
                    waited.add(article.id)
                    again.append(article.id)
                    continue
                ready.append((here, answer))
                if len(ready) >= AT_ONCE or time.monotonic() - since > SECONDS:
                    for _ in self._written(ready, now()):
                        done += 1
                        yield done, max(total, done)
                    ready, since = [], time.monotonic()
            for _ in self._written(ready, now()):
                done += 1
                yield done, max(total, done)
            if not again:
                break
            there = self._database.transact(lambda c: copies.known(c, {source for source, _ in aside}))
            asking.ask([want for want in aside if want not in there], spent, now)
            following = again
        self._database.transact(self._leave)

    # ---- what is due ---------------------------------------------------------------------------------------------

    def _plan(self, engine: Engine) -> int:
        """Put the articles to be judged on the list, the newest first; gives how many are on it."""
        last = 0
        while numbers := self._database.transact(lambda c, after=last: self._plan_page(c, after)):  # type: ignore[misc]
            last = numbers[-1]
            engine.tend()
        tally = self._database.transact(lambda c: runs.tally(c, self._run.id))
        return tally[ItemKind.ARTICLE, ItemState.DUE]

    def _plan_page(self, connection: Connection, after: int) -> list[int]:
        page = articles.page(connection, self._run.audit, after, PAGE)
        due = [subject.article for subject in self._subjects(connection, page) if self._inputs(subject) != subject.article.inputs]
        runs.plan(connection, self._run.id, ItemKind.ARTICLE, {str(article.id): _rank(article) for article in due})
        return [article.id for article in page]

    def _due(self) -> Iterator[int]:
        """The articles on the list, in its order; what is written meanwhile does not come again."""
        for page in runs.due(self._database, self._run.id, ItemKind.ARTICLE, PAGE):
            yield from map(int, page)

    def _subjects(self, connection: Connection, page: Sequence[Article]) -> list[_Subject]:
        """Of some articles those that can be judged: what the budget left out would only be told as not checkable."""
        known = [article for article in page if article.sha256 is not None]
        held = held_by(connection, [article.id for article in known])
        wants = copies.wanted_by(connection, held)
        asked = copies.known(connection, {source for sources in held.values() for source in sources})
        return [
            _Subject(a, held[a.id], tuple(wants[a.id]), {want: copy for want, copy in asked.items() if want[0] in held[a.id]})
            for a in known
            if all(source.described is not None for source in held[a.id].values())
        ]

    def _inputs(self, subject: _Subject) -> str:
        return self._mark(subject.article, _parts(subject.held, subject.wants, subject.copies))

    def _mark(self, article: Article, parts: dict[str, str]) -> str:
        """Hash of all that an article's verdicts rest on: its text, its sources, and who judges."""
        date = self._config.date.isoformat() if self._config.date else None
        return sha256(canonical([article.sha256, self._run.tool, self._run.model, self._config.language, date, parts]))

    # ---- orders ----------------------------------------------------------------------------------------------------

    def foresee(self, engine: Engine, sources: Sequence[str], *, last: bool = False) -> None:
        """Have the articles that were judged before and cite sources with another text judged already, as far as all is known by now.

        Sources are waited for until there are a few, or the ``last``.
        """
        self._changed += sources
        if len(self._changed) < (1 if last else FORESEEN):
            return
        some, self._changed = self._changed, []

        def found(connection: Connection) -> list[tuple[_Given, JudgeOrder]]:
            citing = evidence.citing(connection, self._run.audit, some)
            known = articles.by_id(connection, sorted({number for those in citing.values() for number in those})[:PAGE])
            judged = [article for article in known.values() if article.inputs is not None and not article.quarantined]
            return self._made(connection, judged)

        for given, order in self._database.read(found):
            engine.ahead(JUDGE, str(given.subject.article.id), order)

    def _orders(self, numbers: Iterable[int], given: dict[str, _Given], spent: Spent) -> Iterator[tuple[str, JudgeOrder]]:
        """The orders, made as workers become free; ``given`` has those that are on their way."""
        waiting = iter(numbers)
        while not spent.is_over and (some := list(islice(waiting, AT_ONCE))):
            for here, order in self._database.transact(lambda c, these=some: self._due_now(c, these)):  # type: ignore[misc]
                if spent.is_over:
                    return
                key = str(order.article)
                given[key] = here
                yield key, order

    def _due_now(self, connection: Connection, numbers: Sequence[int]) -> list[tuple[_Given, JudgeOrder]]:
        """The orders of some articles; those that cannot or need not be judged any more are done."""
        known = articles.by_id(connection, numbers)
        made = {order.article: (given, order) for given, order in self._made(connection, list(known.values()))}
        idle = [str(number) for number in numbers if number not in made]
        runs.settle(connection, self._run.id, ItemKind.ARTICLE, idle, ItemState.DONE)
        return [made[number] for number in numbers if number in made]

    def _made(self, connection: Connection, page: Sequence[Article]) -> list[tuple[_Given, JudgeOrder]]:
        """The orders of those of some articles that are to be judged."""
        due = [subject for subject in self._subjects(connection, page) if self._inputs(subject) != subject.article.inputs]
        before: dict[int, list[StoredVerdict]] = {subject.article.id: [] for subject in due}
        for verdict in ledger.current(connection, list(before)):
            before[verdict.article].append(verdict)
        return [self._order(subject, before[subject.article.id]) for subject in due]

    def _order(self, subject: _Subject, before: Sequence[StoredVerdict]) -> tuple[_Given, JudgeOrder]:
        article = subject.article
        assert article.sha256 is not None
        stale, kept = self._stale(subject, before)
        order = JudgeOrder(article.id, article.place, article.sha256, subject.held, self._config, self._store, kept, subject.copies)
        return _Given(subject, stale), order

    def _stale(self, subject: _Subject, before: Sequence[StoredVerdict]) -> tuple[frozenset[str], tuple[NewVerdict, ...]]:
        """The sources that are not as they were, and the verdicts that stand because only others have changed."""
        article, held = subject.article, subject.held
        then, now = article.parts, _parts(held, subject.wants, subject.copies)
        if then is None or then.keys() != held.keys() or self._mark(article, then) != article.inputs:
            return frozenset(held), ()  # text, settings or program have changed as well
        stale = frozenset(source for source in held if then[source] != now[source])
        kept = [verdict for verdict in before if stale.isdisjoint(rest[0] for rest in verdict.captures)]
        return stale, tuple(_again(verdict, held) for verdict in kept)

    # ---- what became of it -----------------------------------------------------------------------------------------

    def _written(self, ready: Sequence[tuple[_Given, Judged]], now: str) -> Sequence[tuple[_Given, Judged]]:
        """Write what became of some articles, together; gives them back."""

        def write(connection: Connection) -> None:
            numbers = [given.subject.article.id for given, _ in ready]
            before: dict[int, dict[str, StoredVerdict]] = {number: {} for number in numbers}
            for verdict in ledger.current(connection, numbers):
                before[verdict.article][verdict.claim] = verdict
            wants = copies.wanted_by(connection, numbers)
            told: list[Event] = []
            for given, judged in ready:
                number = given.subject.article.id
                told += self._write(connection, given, judged, before[number], wants[number], now)
            runs.tell(connection, self._run.id, told)
            runs.settle(connection, self._run.id, ItemKind.ARTICLE, list(map(str, numbers)), ItemState.DONE)

        if ready:
            self._database.transact(write)
        return ready

    def _write(
        self, connection: Connection, given: _Given, judged: Judged, before: dict[str, StoredVerdict], wants: list[Want], now: str
    ) -> list[Event]:
        """Write what became of an article of which this was known ``before`` and wanted; gives what is new about it."""
        subject, article = given.subject, given.subject.article
        if judged.failure is not None:
            # the text is read anew: nothing is known to be the same any more
            articles.change(connection, article.id, message=judged.failure, stamp=None, due=None)
            return []
        tool, model = self._run.tool, self._run.model
        after = ledger.write(connection, self._run.audit, self._run.id, article.id, judged.verdicts, now=now, tool=tool, model=model)
        wants = copies.want(connection, article.id, wants, subject.held.keys() - given.stale, judged.wanted)
        parts = _parts(subject.held, wants, subject.copies)
        articles.change(connection, article.id, inputs=self._mark(article, parts), parts=parts, quarantined=False)
        return novelty.of_verdicts(article.id, before, after)

    def _quarantine(self, connection: Connection, subject: _Subject, why: str) -> None:
        article = subject.article
        message = f"{article.place}: judging it {why}; it is passed over until it, its sources or this program change"
        articles.change(connection, article.id, quarantined=True, message=message, inputs=self._inputs(subject), parts=None)
        runs.settle(connection, self._run.id, ItemKind.ARTICLE, [str(article.id)], ItemState.QUARANTINED)
        runs.tell(connection, self._run.id, [Event(EventKind.UNREADABLE, article.id, detail={"message": message})])

    def _leave(self, connection: Connection) -> None:
        runs.leave(connection, self._run.id, ItemKind.ARTICLE)


def _rank(article: Article) -> int:
    """The newest first, and of one day the one that was added last."""
    day = Date.fromisoformat((article.published or article.added)[:10]).toordinal()
    return (Date.max.toordinal() - day) << 40 | ((1 << 40) - 1 - article.id)


def _parts(held: dict[str, Held], wants: Sequence[Want], asked: dict[Want, Copy]) -> dict[str, str]:
    """For each source the hash of what of it bears on verdicts."""
    dated: dict[str, list[list[Any]]] = {source: [] for source in held}
    for want in wants:
        if want[0] in dated and want in asked:
            dated[want[0]].append([want[1], asked[want].extract or asked[want].message])
    return {source: sha256(canonical(_part(one, dated[source])))[:16] for source, one in held.items()}


def _part(held: Held, dated: list[list[Any]]) -> list[Any]:
    assert held.described is not None
    return [held.extract or held.described["status"], held.described["published"], held.away is not None, sorted(dated)]


def _again(verdict: StoredVerdict, held: dict[str, Held]) -> NewVerdict:
    """A verdict that stands, resting on the captures of today where they have the same text."""
    rests = tuple((s, held[s].capture if s in held and x == held[s].extract else number, x) for s, number, x in verdict.captures)
    return NewVerdict(verdict.claim, verdict.label, float(verdict.confidence), rests, verdict.document)


def held_by(connection: Connection, numbers: list[int]) -> dict[int, dict[str, Held]]:
    """For each article what is held of the sources that it cites: the last that was read, else the last failure."""
    cited = articles.cited_by(connection, numbers)
    watched = evidence.watched(connection, sorted({source for sources in cited.values() for source in sources}))
    wanted = {number for source in watched.values() for number in (source.capture, source.last) if number is not None}
    captures = evidence.captures(connection, sorted(wanted))
    held = {key: _held(source, captures) for key, source in watched.items()}
    return {article: {source: held[source] for source in sources} for article, sources in cited.items()}


def _held(source: Watched, captures: dict[int, StoredCapture]) -> Held:
    from provenance.sources.archives.lookback import MAY_LIVE_ON

    number = source.capture or source.last
    read, last = captures.get(number or 0), captures.get(source.last or 0)
    if read is None:
        return Held(None, None, None)
    away = (
        last is not None and last.id != read.id and (source.dead is not None or Status(last.status) in MAY_LIVE_ON - {Status.UNREACHABLE})
    )
    if last is None or not away:
        return Held(number, read.extract, read.described)
    return Held(number, read.extract, read.described, last.status, last.fetched)
