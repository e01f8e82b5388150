"""One run of an audit at a time: a lock in the store, with a rule for one whose owner has died.

A lock is stale if its owner was a process of this machine that is there no longer, or if its heartbeat did not move while somebody
watched it for :data:`PATIENCE` seconds. Both hold whatever the clocks of the machines say.
"""

from __future__ import annotations

import itertools
import os
import platform
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.audit.database import Database
from provenance.audit.tables import table
from provenance.errors import BusyError, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

BEAT = 5.0
"""Seconds between two heartbeats."""
PATIENCE = 30.0
"""Seconds for which a heartbeat of another machine is watched before its owner counts as dead."""


@contextmanager
def hold(
    database: Database, audit: int, name: str, now: str, *, sleep: Callable[[float], None] = time.sleep, patience: float = PATIENCE
) -> Iterator[str]:
    """Hold the lock of an audit; gives the owner's mark, for :func:`is_mine`.

    Raises
    ------
    BusyError
        Another run holds it, and lives.
    """
    owner = uuid.uuid4().hex
    _take(database, audit, name, owner, now, sleep, patience)
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(database, audit, owner, ended), name="audit-lock", daemon=True)
    heart.start()
    try:
        yield owner
    finally:
        ended.set()
        heart.join(timeout=BEAT)
        database.transact(lambda c: _release(c, audit, owner))


def _take(database: Database, audit: int, name: str, owner: str, now: str, sleep: Callable[[float], None], patience: float) -> None:
    seen: tuple[str, int] | None = None
    for waited in itertools.count():
        stale = seen if waited >= patience else None
        holder = database.transact(partial(_try, audit=audit, owner=owner, now=now, stale=stale))
        if holder is None:
            return
        here = holder["host"] == platform.node()
        where = "on this machine" if here else f"on {holder['host'][:60]}"
        mark = (holder["owner"], holder["beat"])
        if here or (seen is not None and mark != seen):
            raise BusyError(
                f"a run of the audit {name!r} is at work {where} (process {holder['pid']}, since {holder['taken']}): wait until it ends"
            )
        seen = mark
        sleep(1.0)


def _try(connection: Connection, audit: int, owner: str, now: str, stale: tuple[str, int] | None) -> dict[str, Any] | None:
    """Take the lock if it is free, or its holder dead; else say who holds it."""
    from sqlalchemy import delete, insert, select

    locks = table("locks")
    row = connection.execute(select(locks).where(locks.c.audit == audit).with_for_update()).first()
    if row is not None:
        if not is_dead(row) and (row.owner, row.beat) != stale:
            return dict(row._mapping)
        connection.execute(delete(locks).where(locks.c.audit == audit, locks.c.owner == row.owner))
    mine = {"audit": audit, "owner": owner, "host": platform.node()[:255], "pid": os.getpid(), "born": born(os.getpid()) or ""}
    connection.execute(insert(locks).values(**mine, beat=0, taken=now))
    return None


def is_dead(holder: Row[Any]) -> bool:
    """Whether the owner of a lock was a process of this machine that is there no longer."""
    return bool(holder.host == platform.node() and born(holder.pid) != holder.born)


def _beat(database: Database, audit: int, owner: str, ended: threading.Event) -> None:
    count = 0
    while not ended.wait(BEAT):
        count += 1
        try:
            database.transact(partial(_count, audit=audit, owner=owner, beat=count))
        except StoreError:
            continue  # the run itself will say so when it writes


def _count(connection: Connection, audit: int, owner: str, beat: int) -> None:
    from sqlalchemy import update

    locks = table("locks")
    connection.execute(update(locks).where(locks.c.audit == audit, locks.c.owner == owner).values(beat=beat))


def _release(connection: Connection, audit: int, owner: str) -> None:
    from sqlalchemy import delete

    locks = table("locks")
    connection.execute(delete(locks).where(locks.c.audit == audit, locks.c.owner == owner))


def is_mine(connection: Connection, audit: int, owner: str) -> bool:
    """Whether the lock is still held by that owner: a run that slept through its own funeral must not go on."""
    from sqlalchemy import select

    locks = table("locks")
    return connection.execute(select(locks.c.owner).where(locks.c.audit == audit)).scalar() == owner


def born(pid: int) -> str | None:
    """What tells one process from another that got the same number later; ``None`` if it is there no longer."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:
        pass
    else:
        return None if fields[0] in "ZX" else fields[19]
    if Path("/proc/self/stat").exists():
        return None
    try:  # where there is no /proc, a number that is in use again is taken for the same process
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except OSError:
        return "alive"
    return "alive"
