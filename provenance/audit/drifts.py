"""Between checks and verdicts: what is new about sources since this audit was told of them last, and for which claims that matters.

What each audit was told is kept (table ``seen``), so that a source which several of them cite has news for each, whoever looked
at it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from provenance.audit import drift, evidence, ledger, novelty, runs
from provenance.audit.articles import chunks
from provenance.audit.database import Database
from provenance.audit.nouns import Event, EventKind, Run, StoredCapture, StoredVerdict, Watched
from provenance.audit.sources_json import extract_from
from provenance.audit.tables import table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select

PAGE = 200
"""Sources that are held at once."""
TOGETHER = 20
"""Sources in one transaction."""
_MOST_PIECES = 400


class Drifts:
    """Tells what is new about sources. It must be done before verdicts are replaced: they name what mattered.

    Parameters
    ----------
    database
        The store.
    run
        The run that looked at them.
    """

    def __init__(self, database: Database, run: Run) -> None:
        self._database = database
        self._run = run

    def work(self, meanwhile: Callable[[], object] = lambda: None) -> Iterator[tuple[int, int]]:
        """Look at each; gives how many are done, of how many, after each. ``meanwhile`` is called again and again, within transactions."""
        total = self._database.transact(self._begin)
        done, last = 0, ""
        while rows := self._database.transact(lambda c, after=last: self._page(c, after)):  # type: ignore[misc]
            for some in (rows[at : at + TOGETHER] for at in range(0, len(rows), TOGETHER)):
                self._database.transact(lambda c, these=some: self._some(c, these, meanwhile))  # type: ignore[misc]
                for _ in some:
                    done += 1
                    yield done, max(done, total)
            last = rows[-1].id

    def _begin(self, connection: Connection) -> int:
        """Note what is read for the first time and reads well: there is nothing to tell of it. Gives how many are left."""
        from sqlalchemy import func, insert, literal, select

        sources, seen = table("sources"), table("seen")
        quiet = self._cited(
            select(literal(self._run.audit), sources.c.id, sources.c.capture, literal(False), sources.c.dead),
            seen.c.source.is_(None),
            sources.c.lapses == 0,
        )
        connection.execute(insert(seen).from_select(["audit", "source", "capture", "failing", "dead"], quiet))
        return int(connection.execute(self._cited(select(func.count()), self._differs())).scalar() or 0)

    def _page(self, connection: Connection, last: str) -> Sequence[Row[Any]]:
        from sqlalchemy import select

        sources, seen = table("sources"), table("seen")
        told = (seen.c.source.label("told"), seen.c.capture.label("before"), seen.c.failing, seen.c.dead.label("had_died"))
        chosen = self._cited(select(sources, *told), self._differs(), sources.c.id > last)
        return connection.execute(chosen.order_by(sources.c.id).limit(PAGE)).all()

    def _cited(self, chosen: Select[Any], *which: ColumnElement[bool]) -> Select[Any]:
        """Sources that the audit cites and that were looked at, each beside what the audit was told of it."""
        from sqlalchemy import and_

        sources, seen = table("sources"), table("seen")
        beside = sources.outerjoin(seen, and_(seen.c.source == sources.c.id, seen.c.audit == self._run.audit))
        return chosen.select_from(beside).where(sources.c.checked.is_not(None), evidence.cited_in(self._run.audit), *which)

    def _differs(self) -> ColumnElement[bool]:
        from sqlalchemy import and_, or_

        sources, seen = table("sources"), table("seen")
        return or_(
            seen.c.source.is_(None),
            sources.c.capture.is_distinct_from(seen.c.capture),
            sources.c.dead.is_distinct_from(seen.c.dead),
            and_(sources.c.lapses > 0, seen.c.failing.is_(False)),
            and_(sources.c.lapses == 0, seen.c.failing.is_(True)),
        )

    def _some(self, connection: Connection, rows: Sequence[Row[Any]], meanwhile: Callable[[], object]) -> None:
        from sqlalchemy import delete, insert

        pairs = [_then_and_now(row) for row in rows]
        captures = evidence.captures(connection, [n for then, now in pairs for n in (then.capture, now.capture) if n is not None])
        read = [(then, now, captures.get(then.capture or 0), captures.get(now.capture or 0)) for then, now in pairs]
        turned = [now.id for _, now, old, new in read if old is not None and new is not None and old.extract != new.extract]
        resting = self._resting_on(connection, turned)
        events: list[Event] = []
        for then, now, old, new in read:
            events += novelty.of_source(then, now, moved=_moved(old, new))
            if old is not None and new is not None and now.id in resting:
                events += _changed(connection, now.id, old.extract, new.extract, resting[now.id])
            meanwhile()
        runs.tell(connection, self._run.id, events)
        seen = table("seen")
        connection.execute(delete(seen).where(seen.c.audit == self._run.audit, seen.c.source.in_([now.id for _, now in pairs])))
        told = [
            {"audit": self._run.audit, "source": now.id, "capture": now.capture, "failing": now.lapses > 0, "dead": now.dead}
            for _, now in pairs
        ]
        connection.execute(insert(seen), told)

    def _resting_on(self, connection: Connection, sources: Sequence[str]) -> dict[str, list[StoredVerdict]]:
        """For each of some sources the verdicts of this audit that hold and rest on it."""
        from sqlalchemy import select

        lines = table("verdicts")
        found: dict[str, list[StoredVerdict]] = {source: [] for source in sources}
        citing = evidence.citing(connection, self._run.audit, sources)
        for some in chunks(sorted({article for those in citing.values() for article in those})):
            chosen = select(lines).where(lines.c.article.in_(some), lines.c.current.is_(True)).order_by(lines.c.seq)
            for row in connection.execute(chosen):
                rests = found.keys() & {rest[0] for rest in row.captures}
                verdict = ledger.verdict_of(row) if rests else None
                for source in rests:
                    assert verdict is not None
                    found[source].append(verdict)
        return found


def _then_and_now(row: Row[Any]) -> tuple[Watched, Watched]:
    """What an audit was told of a source, and what is known now."""
    values = dict(row._mapping)
    told, before, failing, had_died = (values.pop(name) for name in ("told", "before", "failing", "had_died"))
    now = Watched(**values)
    checked = now.checked if told else None
    return Watched(now.id, now.url, now.host, now.status, before, checked=checked, dead=had_died, lapses=int(bool(failing))), now


def _changed(connection: Connection, source: str, before: str | None, after: str | None, resting: Sequence[StoredVerdict]) -> list[Event]:
    """What to say of a source whose text was one and is another; nothing if one of them is not kept any more."""
    packed = [evidence.content_of(connection, key) if key is not None else None for key in (before, after)]
    if packed[0] is None or packed[1] is None:
        return []
    earlier, later = extract_from(packed[0], source), extract_from(packed[1], source)
    old, new = earlier.full, later.full
    events = []
    if drift.has_gone(earlier, later):
        events.append(Event(EventKind.SOFT_DELETED, None, source, None, {"before": len(old), "after": len(new)}))
    elif (notice := drift.correction(old, new)) is not None:
        events.append(Event(EventKind.CORRECTED, None, source, None, {"notice": notice}))
    for verdict in resting:
        told = _told(verdict, source, old, new)
        if told is not None:
            events.append(told)
    return events


def _moved(old: StoredCapture | None, new: StoredCapture | None) -> tuple[str, str] | None:
    if old is None or new is None:
        return None
    before, now = old.described["final_url"], new.described["final_url"]
    return (before, now) if before and now and before != now else None


def _told(verdict: StoredVerdict, source: str, old: str, new: str) -> Event | None:
    """How the first passage that carried a verdict reads now, if it reads otherwise than it did when that was told last."""
    passages = [
        passage["text"] for finding in verdict.document["findings"] if finding["source"] == source for passage in finding["evidence"]
    ]
    for passage in passages:
        found = drift.of_passage(passage, new)
        if found is None:
            continue
        # a verdict may rest on an earlier reading: what the page has lacked since then is no news
        before = drift.of_passage(passage, old)
        if before is not None and before.after == found.after:
            continue
        pieces = [[piece.kind, piece.text] for piece in found.pieces][:_MOST_PIECES]
        detail = {"label": verdict.label, "before": found.before, "after": found.after, "pieces": pieces, "verdict": verdict.id}
        return Event(EventKind.CHANGED_SINCE, verdict.article, source, verdict.claim, detail)
    return None
