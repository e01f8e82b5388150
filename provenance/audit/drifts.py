"""Between checks and verdicts: how the sources that read otherwise than before have changed, and for which claims that matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from provenance.audit import drift, evidence, ledger, runs
from provenance.audit.articles import chunks
from provenance.audit.database import Database
from provenance.audit.nouns import Event, EventKind, Run, RunState, StoredVerdict
from provenance.audit.sources_json import extract_from
from provenance.audit.tables import table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MOST_PIECES = 400


class Drifts:
    """Tells how sources changed since they were read last. It must be done before verdicts are replaced: they name what mattered.

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

    def work(self) -> Iterator[tuple[int, int]]:
        """Look at each; gives how many are done, of how many, after each."""
        changed = self._database.transact(self._changed)
        for done, (source, before, after) in enumerate(changed, 1):
            self._database.transact(lambda c, s=source, b=before, a=after: self._one(c, s, b, a))  # type: ignore[misc]
            yield done, len(changed)

    def _changed(self, connection: Connection) -> list[tuple[str, str, str]]:
        """The sources that this run read otherwise: id, hash of the text before, and of the text now."""
        from sqlalchemy import func, select

        rows = table("captures")
        mine = self._untold(connection)
        read = select(rows.c.source, rows.c.id, rows.c.extract).where(rows.c.run.in_(mine), rows.c.extract.is_not(None))
        now = {r.source: (r.id, r.extract) for r in connection.execute(read.order_by(rows.c.id))}
        found = []
        for some in chunks(sorted(now)):
            newest = (
                select(rows.c.source, func.max(rows.c.id).label("id"))
                .where(rows.c.source.in_(some), rows.c.extract.is_not(None), rows.c.run < mine[0])
                .group_by(rows.c.source)
                .subquery()
            )
            for row in connection.execute(select(rows.c.source, rows.c.extract).join(newest, newest.c.id == rows.c.id)):
                if row.extract != now[row.source][1]:
                    found.append((row.source, row.extract, now[row.source][1]))
        return found

    def _untold(self, connection: Connection) -> list[int]:
        """This run, and before it those that were broken off and that another version of the program did not take up."""
        from sqlalchemy import select

        rows = table("runs")
        earlier = select(rows.c.id, rows.c.message).where(
            rows.c.audit == self._run.audit, rows.c.id < self._run.id, rows.c.state == RunState.DONE.value
        )
        found = [self._run.id]
        for row in connection.execute(earlier.order_by(rows.c.id.desc())):
            if row.message is None:
                break
            found.insert(0, row.id)
        return found

    def _one(self, connection: Connection, source: str, before: str, after: str) -> None:
        packed = evidence.content_of(connection, before), evidence.content_of(connection, after)
        if packed[0] is None or packed[1] is None:
            return
        earlier, later = extract_from(packed[0], source), extract_from(packed[1], source)
        old, new = earlier.full, later.full
        events = []
        if drift.has_gone(earlier, later):
            events.append(Event(EventKind.SOFT_DELETED, None, source, None, {"before": len(old), "after": len(new)}))
        elif (notice := drift.correction(old, new)) is not None:
            events.append(Event(EventKind.CORRECTED, None, source, None, {"notice": notice}))
        for verdict in _resting_on(connection, source):
            told = _told(verdict, source, new)
            if told is not None:
                events.append(told)
        runs.tell(connection, self._run.id, events)


def _resting_on(connection: Connection, source: str) -> list[StoredVerdict]:
    """The verdicts that hold and rest on a source."""
    from sqlalchemy import select

    citations, lines = table("citations"), table("verdicts")
    citing = [row[0] for row in connection.execute(select(citations.c.article).where(citations.c.source == source))]
    found = []
    for some in chunks(citing):
        chosen = select(lines).where(lines.c.article.in_(some), lines.c.current.is_(True)).order_by(lines.c.seq)
        verdicts = map(ledger.verdict_of, connection.execute(chosen))
        found += [verdict for verdict in verdicts if any(rest[0] == source for rest in verdict.captures)]
    return found


def _told(verdict: StoredVerdict, source: str, text: str) -> Event | None:
    """How the first passage that carried a verdict reads now, if it reads otherwise."""
    passages = [
        passage["text"] for finding in verdict.document["findings"] if finding["source"] == source for passage in finding["evidence"]
    ]
    for passage in passages:
        found = drift.of_passage(passage, text)
        if found is not None:
            pieces = [[piece.kind, piece.text] for piece in found.pieces][:_MOST_PIECES]
            detail = {"label": verdict.label, "before": found.before, "after": found.after, "pieces": pieces, "verdict": verdict.id}
            return Event(EventKind.CHANGED_SINCE, verdict.article, source, verdict.claim, detail)
    return None
