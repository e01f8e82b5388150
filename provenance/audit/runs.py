"""Runs, what they have still to do, and what they found to be new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from provenance.audit.articles import chunks
from provenance.audit.nouns import Event, EventKind, ItemKind, ItemState, Run, RunState
from provenance.audit.tables import table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from provenance.audit.database import Database


def begin(connection: Connection, audit: int, now: str, *, tool: str, model: str, settings: Mapping[str, Any]) -> Run:
    """Begin a run."""
    from sqlalchemy import insert, select

    runs = table("runs")
    values = {"audit": audit, "started": now, "state": RunState.RUNNING.value, "tool": tool, "model": model}
    made = connection.execute(insert(runs).values(**values, settings=dict(settings), counts={})).inserted_primary_key
    assert made is not None
    return run_of(connection.execute(select(runs).where(runs.c.id == made[0])).one())


def unfinished(connection: Connection, audit: int) -> Run | None:
    """The run that was broken off and is to be taken up again, if there is one."""
    from sqlalchemy import select

    runs = table("runs")
    row = connection.execute(
        select(runs).where(runs.c.audit == audit, runs.c.state == RunState.RUNNING.value).order_by(runs.c.id.desc()).limit(1)
    ).first()
    return run_of(row) if row is not None else None


def latest(connection: Connection, audit: int, count: int = 1) -> list[Run]:
    """The runs that ended, the newest first."""
    from sqlalchemy import select

    runs = table("runs")
    ended = select(runs).where(runs.c.audit == audit, runs.c.ended.is_not(None)).order_by(runs.c.id.desc()).limit(count)
    return [run_of(row) for row in connection.execute(ended)]


def end(connection: Connection, run: int, now: str, state: RunState, counts: Mapping[str, int], message: str | None = None) -> None:
    """End a run."""
    from sqlalchemy import update

    values = {"ended": now, "state": state.value, "counts": dict(counts), "message": message}
    connection.execute(update(table("runs")).where(table("runs").c.id == run).values(**values))


def run_of(row: Row[Any]) -> Run:
    """A row of the table as the noun."""
    values = dict(row._mapping)
    return Run(**{**values, "state": RunState(values["state"])})


# ---- what there is to do ---------------------------------------------------------------------------------------------


def plan(connection: Connection, run: int, kind: ItemKind, ranks: Mapping[str, int]) -> None:
    """Put what is to be done on the list, each with its rank, smallest first; what stands there already stays as it is."""
    from sqlalchemy import insert, select

    items = table("items")
    there: set[str] = set()
    for some in chunks(list(ranks)):
        chosen = select(items.c.key).where(items.c.run == run, items.c.kind == kind.value, items.c.key.in_(some))
        there.update(row[0] for row in connection.execute(chosen))
    new = [
        {"run": run, "kind": kind.value, "key": key, "rank": rank, "state": ItemState.DUE.value}
        for key, rank in ranks.items()
        if key not in there
    ]
    if new:
        connection.execute(insert(items), new)


def due(database: Database, run: int, kind: ItemKind, size: int) -> Iterator[list[str]]:
    """What is still to be done, what matters most first, in pages of ``size``; each is read when it is asked for."""
    last = (-1, "")
    while rows := database.transact(lambda c, after=last: _page(c, run, kind, after, size)):  # type: ignore[misc]
        yield [key for _, key in rows]
        last = rows[-1]


def _page(connection: Connection, run: int, kind: ItemKind, after: tuple[int, str], size: int) -> list[tuple[int, str]]:
    from sqlalchemy import and_, or_, select

    items = table("items")
    rank, key = after
    further = or_(items.c.rank > rank, and_(items.c.rank == rank, items.c.key > key))
    here = (items.c.run == run, items.c.kind == kind.value, items.c.state == ItemState.DUE.value, further)
    rows = connection.execute(select(items.c.rank, items.c.key).where(*here).order_by(items.c.rank, items.c.key).limit(size))
    return [(row.rank, row.key) for row in rows]


def leave(connection: Connection, run: int, kind: ItemKind, *, but: int = 0) -> None:
    """Note that the budget does not reach what is still to be done, but for the first so many."""
    from sqlalchemy import and_, or_, select, update

    items = table("items")
    here = (items.c.run == run, items.c.kind == kind.value, items.c.state == ItemState.DUE.value)
    ordered = select(items.c.rank, items.c.key).where(*here).order_by(items.c.rank, items.c.key)
    first = connection.execute(ordered.offset(but).limit(1)).first()
    if first is not None:
        rest = or_(items.c.rank > first.rank, and_(items.c.rank == first.rank, items.c.key >= first.key))
        connection.execute(update(items).where(*here, rest).values(state=ItemState.LEFT.value))


def settle(connection: Connection, run: int, kind: ItemKind, keys: Sequence[str], state: ItemState) -> None:
    """Note what became of items."""
    from sqlalchemy import update

    items = table("items")
    for some in chunks(list(keys)):
        here = (items.c.run == run, items.c.kind == kind.value, items.c.key.in_(some))
        connection.execute(update(items).where(*here).values(state=state.value))


def tally(connection: Connection, run: int) -> Counter[tuple[ItemKind, ItemState]]:
    """How many items of each kind are in each state."""
    from sqlalchemy import func, select

    items = table("items")
    rows = connection.execute(
        select(items.c.kind, items.c.state, func.count()).where(items.c.run == run).group_by(items.c.kind, items.c.state)
    )
    return Counter({(ItemKind(row[0]), ItemState(row[1])): row[2] for row in rows})


# ---- what is new -----------------------------------------------------------------------------------------------------


def tell(connection: Connection, run: int, events: Sequence[Event]) -> None:
    """Write what was found to be new, each once in a run."""
    from sqlalchemy import insert, select

    if not events:
        return
    rows = table("events")
    kinds = sorted({event.kind.value for event in events})
    there: set[tuple[str, str]] = set()
    for some in chunks(sorted({event.key for event in events})):  # not all that the run told: that would grow with its square
        known = select(rows.c.kind, rows.c.key).where(rows.c.run == run, rows.c.kind.in_(kinds), rows.c.key.in_(some))
        there.update((row.kind, row.key) for row in connection.execute(known))
    new = []
    for event in events:
        if (event.kind.value, event.key) in there:
            continue
        there.add((event.kind.value, event.key))
        told = {"article": event.article, "source": event.source, "claim": event.claim, "detail": event.detail or {}}
        new.append({"run": run, "kind": event.kind.value, "key": event.key, **told})
    if new:
        connection.execute(insert(rows), new)


def told(connection: Connection, run: int) -> list[Event]:
    """What a run found to be new, in the order in which it found it."""
    from sqlalchemy import select

    rows = table("events")
    return [
        Event(EventKind(row.kind), row.article, row.source, row.claim, dict(row.detail))
        for row in connection.execute(select(rows).where(rows.c.run == run).order_by(rows.c.id))
    ]
