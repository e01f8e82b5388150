"""Between judging and judging again: archives are asked for the dated copies that claims lack, and what they had is kept.

An archive is asked at most once for a source and day in a night, and not again before that is worth it. It is asked from here,
never from workers, so that the pace that archives ask for is kept however many workers there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from datetime import date as Date
from typing import TYPE_CHECKING, Any

from provenance.audit import evidence, runs
from provenance.audit.articles import chunks
from provenance.audit.clock import moment, stamp
from provenance.audit.dated import Copy, Want
from provenance.audit.evidence import keep_content
from provenance.audit.keeping import AuditCaptures
from provenance.audit.nouns import ItemKind, ItemState
from provenance.audit.schedule import LATEST, SOONEST
from provenance.audit.sources_json import extract_to, source_from, source_to
from provenance.audit.stage import Spent, Stage
from provenance.audit.tables import table
from provenance.audit.work import host_of
from provenance.model import Document, Extract, Status, Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

NIGHTLY = 200
"""Copies that archives are asked for in one run."""
_AT_ONCE = 4
"""Copies that are searched at the same time: the pace of an archive is kept across them."""


class Copies(Stage):
    """Asks archives for dated copies."""

    def room(self, connection: Connection, spent: Spent) -> int:
        """How many may still be asked for in this run."""
        from sqlalchemy import func, select

        copies = table("copies")
        if self._config.no_archive or spent.is_over:
            return 0
        asked = int(connection.execute(select(func.count()).where(copies.c.run == self._run.id)).scalar() or 0)
        room = NIGHTLY - asked
        if spent.budget.requests is not None:
            room = min(room, spent.budget.requests - asked - runs.tally(connection, self._run.id)[ItemKind.SOURCE, ItemState.DONE])
        return max(0, room)

    def due(self, connection: Connection, now: str, most: int) -> list[Want]:
        """What verdicts of earlier nights still want, the newest articles' first."""
        from sqlalchemy import and_, func, or_, select

        wants, copies, articles = table("wants"), table("copies"), table("articles")
        beside = wants.join(articles, articles.c.id == wants.c.article).outerjoin(
            copies, and_(copies.c.source == wants.c.source, copies.c.day == wants.c.day)
        )
        unknown = or_(copies.c.source.is_(None), and_(copies.c.again.is_not(None), copies.c.again <= now, copies.c.run != self._run.id))
        chosen = select(wants.c.source, wants.c.day).select_from(beside).where(articles.c.audit == self._run.audit, unknown)
        newest = chosen.group_by(wants.c.source, wants.c.day).order_by(func.max(wants.c.day).desc(), wants.c.source).limit(most)
        return [(row.source, row.day) for row in connection.execute(newest)]

    def ask(self, wants: Sequence[Want], spent: Spent, now: Callable[[], str]) -> None:
        """Ask for copies and keep what is found; what the time does not reach is asked for in a later run."""
        from provenance.sources import Resolver

        if not wants:
            return
        captures = AuditCaptures(self._database)
        with Resolver(self._config, store=captures) as resolver, ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="copies") as pool:

            def one(want: Want) -> None:
                if spent.is_over:
                    return
                live = self._database.transact(lambda c: _live(c, want[0]))
                if live is not None:
                    found = resolver.as_of(live, Date.fromisoformat(want[1]))
                    self._database.transact(lambda c: self._keep(c, want, found, now()))

            list(pool.map(one, wants))

    def _keep(self, connection: Connection, want: Want, found: Document | Unavailable, now: str) -> None:
        from sqlalchemy import delete, insert, select

        copies, sources = table("copies"), table("sources")
        values: dict[str, Any] = {"capture": None, "message": "", "again": stamp(moment(now) + LATEST)}
        if isinstance(found, Unavailable):
            again = moment(now) + (LATEST if found.status is not Status.TEMPORARY else SOONEST)
            values |= {"message": found.reason, "again": stamp(again)}
        else:
            assert isinstance(found.content, Extract)
            copy = found.source
            if connection.execute(select(sources.c.id).where(sources.c.id == copy.id)).first() is None:
                connection.execute(insert(sources).values(id=copy.id, url=copy.url, host=host_of(copy.url)))
            extract = keep_content(connection, extract_to(found.content), now)
            number = evidence.add_capture(
                connection,
                self._run.id,
                copy.id,
                fetched=copy.fetched or now,
                status=copy.status.value,
                described=source_to(copy),
                content=copy.sha256,
                extract=extract,
            )
            values |= {"capture": number, "again": None}
        connection.execute(delete(copies).where(copies.c.source == want[0], copies.c.day == want[1]))
        connection.execute(insert(copies).values(source=want[0], day=want[1], run=self._run.id, asked=now, **values))


def _live(connection: Connection, source: str) -> Document | None:
    """A source as it was read last, without its text: archives are asked by its address."""
    watched = evidence.watched(connection, [source]).get(source)
    if watched is None or watched.capture is None:
        return None
    described = source_from(evidence.captures(connection, [watched.capture])[watched.capture].described)
    return Document(described, Unavailable(described.url, described.status, ""))


def wanted_by(connection: Connection, articles: Iterable[int]) -> dict[int, list[Want]]:
    """The copies that the verdicts of articles want, in order."""
    from sqlalchemy import select

    wants = table("wants")
    found: dict[int, list[Want]] = {number: [] for number in articles}
    for some in chunks(list(found)):
        chosen = select(wants).where(wants.c.article.in_(some)).order_by(wants.c.article, wants.c.source, wants.c.day)
        for row in connection.execute(chosen):
            found[row.article].append((row.source, row.day))
    return found


def want(connection: Connection, article: int, before: Sequence[Want], standing: Set[str], wanted: Sequence[Want]) -> list[Want]:
    """Set what the verdicts of an article want of its sources, and give it in order.

    Parameters
    ----------
    before
        What they wanted until now; see :func:`wanted_by`.
    standing
        Sources whose verdicts stand: of these nothing is taken away.
    wanted
        What those want that were given now.
    """
    from sqlalchemy import delete, insert

    wants = table("wants")
    there = set(before)
    gone = {(source, day) for source, day in there if source not in standing and (source, day) not in wanted}
    for source, day in gone:
        here = (wants.c.article == article, wants.c.source == source, wants.c.day == day)
        connection.execute(delete(wants).where(*here))
    new = [{"article": article, "source": source, "day": day} for source, day in wanted if (source, day) not in there]
    if new:
        connection.execute(insert(wants), new)
    return sorted((there - gone) | set(wanted))


def known(connection: Connection, sources: Iterable[str]) -> dict[Want, Copy]:
    """What archives had of some sources, whatever the day."""
    from sqlalchemy import select

    copies, captures = table("copies"), table("captures")
    found: dict[Want, Copy] = {}
    for some in chunks(sorted(set(sources))):
        beside = copies.outerjoin(captures, captures.c.id == copies.c.capture)
        chosen = select(copies.c.source, copies.c.day, copies.c.capture, copies.c.message, captures.c.extract).select_from(beside)
        for row in connection.execute(chosen.where(copies.c.source.in_(some))):
            found[row.source, row.day] = Copy(row.capture, row.extract, row.message)
    return found
