"""The first stage of a run: which articles changed, and what they cite."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.audit import articles, runs
from provenance.audit.clock import moment, stamp
from provenance.audit.engines import Crashed, Engine
from provenance.audit.nouns import Article, Event, EventKind, ItemKind, ItemState
from provenance.audit.schedule import LIVE, SOONEST
from provenance.audit.stage import TRIES, Spent, Stage
from provenance.audit.work import READ, Reading, ReadOrder
from provenance.draft.collect import is_address

if TYPE_CHECKING:
    from sqlalchemy import Connection


PAGE = 1_000
"""Articles that are looked through at once."""
_AHEAD = 50
"""Orders that are made at once."""


class Readings(Stage):
    """Reads the articles that are due."""

    def work(self, engine: Engine, spent: Spent, now: Callable[[], str]) -> Iterator[tuple[int, int]]:
        """Read them; gives how many are done, of how many, after each."""
        due = self._due(now())
        done = 0
        crashes: dict[str, int] = {}
        following: Iterable[int] = due
        while not spent.is_over:
            again = []
            given: dict[str, Article] = {}
            for key, answer in engine.map(READ, self._orders(following, given, spent)):
                article = given.pop(key)
                if isinstance(answer, Crashed):
                    crashes[key] = crashes.get(key, 0) + 1
                    if crashes[key] < TRIES:
                        again.append(article.id)
                        continue
                    self._database.transact(lambda c, a=article, why=answer.reason: self._quarantine(c, a, why, now()))  # type: ignore[misc]
                else:
                    self._database.transact(lambda c, a=article, r=answer: self._write(c, a, r, now()))  # type: ignore[misc]
                done += 1
                yield done, len(due)
            if not again:
                break
            following = again

    def _due(self, now: str) -> Sequence[int]:
        """The numbers of the articles that must be read: eight bytes each, since there may be very many."""
        due, last = array("q"), 0
        while page := self._database.transact(lambda c, after=last: articles.page(c, self._run.audit, after, PAGE)):  # type: ignore[misc]
            due.extend(article.id for article in page if _is_due(article, now))
            last = page[-1].id
        return due

    def _orders(self, numbers: Iterable[int], given: dict[str, Article], spent: Spent) -> Iterator[tuple[str, ReadOrder]]:
        """The orders, made as workers become free; ``given`` has the articles that are on their way."""
        waiting = iter(numbers)
        while some := list(islice(waiting, _AHEAD)):
            known = self._database.transact(lambda c, these=some: articles.by_id(c, these))  # type: ignore[misc]
            for number in some:
                if spent.is_over:
                    return
                if number in known:
                    article = given[str(number)] = known[number]
                    yield str(number), ReadOrder(number, article.place, article.stamp, self._config, self._store)

    def _write(self, connection: Connection, article: Article, reading: Reading, now: str) -> None:
        if reading.failure is not None:
            failures = article.failures + 1
            wait = min(LIVE * 4, SOONEST * 2 ** min(failures - 1, 5))
            due = stamp(moment(now) + wait)
            articles.change(connection, article.id, failures=failures, message=reading.failure, due=due)
            if article.message is None:
                runs.tell(connection, self._run.id, [Event(EventKind.UNREADABLE, article.id, detail={"message": reading.failure})])
            return
        if article.message is not None:
            runs.tell(connection, self._run.id, [Event(EventKind.READABLE, article.id)])
        seen = {"failures": 0, "message": None, "read": now, "stamp": reading.stamp, "quarantined": False}
        published = article.published if reading.unchanged else reading.published
        articles.change(connection, article.id, **seen, due=_next(article.place, published, now))
        if reading.unchanged:
            return
        told = {"sha256": reading.sha256, "title": reading.title, "language": reading.language, "published": reading.published}
        articles.change(connection, article.id, **told)
        articles.cite(connection, article.id, reading.cited)

    def _quarantine(self, connection: Connection, article: Article, why: str, now: str) -> None:
        message = f"{article.place}: reading it {why}; it is passed over until it changes"
        articles.change(
            connection, article.id, quarantined=True, message=message, stamp=_mark(article.place), due=stamp(moment(now) + LIVE)
        )
        runs.plan(connection, self._run.id, ItemKind.ARTICLE, {str(article.id): 0})
        runs.settle(connection, self._run.id, ItemKind.ARTICLE, [str(article.id)], ItemState.QUARANTINED)
        runs.tell(connection, self._run.id, [Event(EventKind.UNREADABLE, article.id, detail={"message": message})])


def _is_due(article: Article, now: str) -> bool:
    """Whether an article must be read: a file when it looks otherwise than before, an address when its time has come."""
    if is_address(article.place):
        return article.due is None or article.due <= now
    mark = _mark(article.place)
    if mark is None:  # it is gone: that is told once, and looked at again when its time comes
        return article.message is None or article.due is None or article.due <= now
    return mark != article.stamp or (article.message is not None and not article.quarantined)


def _mark(place: str) -> str | None:
    if is_address(place):
        return None
    try:
        seen = Path(place).stat()
    except OSError:
        return None
    return f"{seen.st_size}:{seen.st_mtime_ns}"


def _next(place: str, published: str | None, now: str) -> str:
    """When an article at an address is read again: nightly in its first two weeks, later once a week."""
    young = published is not None and published >= stamp(moment(now) - timedelta(days=14))[:10]
    return stamp(moment(now) + (SOONEST if young or not is_address(place) else LIVE))
