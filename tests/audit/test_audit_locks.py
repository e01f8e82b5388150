"""One run of an audit at a time, and none that waits for the dead."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import insert, select, update

from provenance.audit import articles, locks
from provenance.audit.database import Database
from provenance.audit.tables import table
from provenance.errors import BusyError

NOW = "2026-03-01T02:00:00Z"


@pytest.fixture
def audit(store: Database) -> int:
    return store.transact(lambda c: articles.audit_id(c, "desk", now=NOW))


def leave(store: Database, audit: int, *, host: str, pid: int = 1, born: str = "0") -> None:
    """A lock as somebody else left it."""
    values = {"audit": audit, "owner": "them", "host": host, "pid": pid, "born": born, "beat": 7, "taken": NOW}
    store.transact(lambda c: c.execute(insert(table("locks")).values(**values)).rowcount)


def holders(store: Database) -> list[str]:
    return store.transact(lambda c: [row[0] for row in c.execute(select(table("locks").c.owner))])


def test_a_second_run_is_refused_while_the_first_lives(store: Database, audit: int) -> None:
    with locks.hold(store, audit, "desk", NOW) as owner:
        assert store.transact(lambda c: locks.is_mine(c, audit, owner))
        with pytest.raises(BusyError, match="on this machine"), locks.hold(store, audit, "desk", NOW):
            raise AssertionError("two at once")
        other = store.transact(lambda c: articles.audit_id(c, "other", now=NOW))
        with locks.hold(store, other, "other", NOW):
            pass
    assert holders(store) == []


def test_the_lock_of_a_dead_process_is_taken(store: Database, audit: int) -> None:
    import platform

    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    leave(store, audit, host=platform.node(), pid=ended.pid)
    with locks.hold(store, audit, "desk", NOW):
        assert holders(store) != ["them"]


def test_a_process_that_got_the_number_of_a_dead_one_is_another(store: Database, audit: int) -> None:
    import os
    import platform

    leave(store, audit, host=platform.node(), pid=os.getpid(), born="an earlier one")
    with locks.hold(store, audit, "desk", NOW):
        assert holders(store) != ["them"]


def test_a_silent_machine_is_watched_before_its_lock_is_taken(store: Database, audit: int) -> None:
    leave(store, audit, host="another.machine")
    waits: list[float] = []
    with locks.hold(store, audit, "desk", NOW, sleep=waits.append, patience=5):
        assert len(waits) >= 5
        assert holders(store) != ["them"]


def test_a_machine_whose_heart_beats_keeps_its_lock(store: Database, audit: int) -> None:
    leave(store, audit, host="another.machine")

    def beat(_: float) -> None:
        store.transact(lambda c: c.execute(update(table("locks")).values(beat=table("locks").c.beat + 1)).rowcount)

    with pytest.raises(BusyError, match=r"another\.machine"), locks.hold(store, audit, "desk", NOW, sleep=beat, patience=5):
        raise AssertionError("two at once")
    assert holders(store) == ["them"]
