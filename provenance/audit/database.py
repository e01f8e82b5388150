"""The connection to the audit's database: SQLite beside the user's data by default, PostgreSQL by address.

Foreign exceptions become :class:`~provenance.errors.StoreError` here and nowhere else. A transaction that the database broke off
(connection lost, failover, serialisation, lock) is tried again from its beginning; what it would have written was not written.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from provenance.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

T = TypeVar("T")

VARIABLE = "PROVENANCE_STORE"
BUSY = 60.0
"""Seconds for which a locked SQLite database is waited for."""
_READS = "provenance_reads"
"""The option of a connection over which nothing is written."""
TRIES = 6
"""How often a transaction that the database broke off is begun anew, with a pause that doubles from a quarter of a second."""


def default_url() -> str:
    """SQLite in the user's data directory."""
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('provenance') / 'audit.db'}"


def store_url(value: str | None = None) -> str:
    """The address of the database: as given, else ``PROVENANCE_STORE``, else the default. A file's name means SQLite."""
    chosen = value or os.environ.get(VARIABLE) or default_url()
    if "://" not in chosen:
        return f"sqlite:///{chosen}"
    if chosen.startswith("postgres://"):
        return "postgresql://" + chosen.removeprefix("postgres://")
    return chosen


class Database:
    """One database, opened lazily; every use is a transaction.

    Parameters
    ----------
    url
        A SQLAlchemy URL: ``sqlite:///FILE`` or ``postgresql://…`` (through psycopg).
    sleep
        How to wait between tries.

    Raises
    ------
    ConfigError
        The address is none, or of a database that is not supported.
    """

    def __init__(self, url: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.url = _parsed(url)
        self._sleep = sleep
        self._engine: Engine | None = None
        self._lock = threading.RLock()
        self._file: tuple[int, int] | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def shown(self) -> str:
        """Its address without the password, for messages."""
        return self.url.render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        """The engine behind it."""
        with self._lock:
            if self._engine is None:
                self._engine = _engine(self.url)
            return self._engine

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    def transact(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one transaction and commit it.

        Parameters
        ----------
        work
            Reads and writes over the connection that it is given. It may be run more than once: each time from the beginning,
            after all that it wrote before was taken back.

        Raises
        ------
        StoreError
            The database cannot be opened, read or written.
        """
        return self._transact(work, reads=False)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work``, which only reads, in one transaction; see :meth:`transact`. A process that writes is not waited for."""
        return self._transact(work, reads=True)

    def _transact(self, work: Callable[[Connection], T], *, reads: bool) -> T:
        for attempt in range(TRIES):
            try:
                engine = self.engine.execution_options(**{_READS: True}) if reads else self.engine
                with self._lock if self.is_sqlite else _nothing(), engine.begin() as connection:
                    self._same_file()
                    return work(connection)
            except Exception as error:
                if not _worth_another(error) or attempt == TRIES - 1:
                    failure = mapped(error, self.shown)
                    if failure is None:
                        raise
                    raise failure from error
                self.engine.dispose()
            self._sleep(min(8.0, 0.25 * 2**attempt))
        raise AssertionError("unreachable")

    def _same_file(self) -> None:
        """See that the file has not been removed or replaced: SQLite would go on writing into what nobody will find again."""
        if not self.is_sqlite:
            return
        try:
            seen = os.stat(self.url.database or "")
        except OSError:
            seen = None
        now = (seen.st_dev, seen.st_ino) if seen is not None else None
        if now is None or (self._file is not None and self._file != now):
            raise StoreError(f"the store {self.shown} was removed or replaced while it was in use: put it back, and run again")
        self._file = now

    def whole(self) -> None:
        """Check that the database's own structure is sound; :class:`StoreError` if it is not."""
        if not self.is_sqlite:
            return
        from sqlalchemy import text

        found = self.transact(lambda c: [row[0] for row in c.execute(text("PRAGMA integrity_check(5)"))])
        if found != ["ok"]:
            raise StoreError(f"{self.shown} is damaged ({found[0][:120]}): put back a backup, or remove the file to begin anew")


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _parsed(url: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigError("the store is no database address: write sqlite:///FILE or postgresql://USER@HOST/NAME") from None
    backend = made.get_backend_name()
    if backend == "postgresql":
        return made.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise ConfigError(f"{backend[:40]} is not supported as a store: use sqlite:///FILE or postgresql://USER@HOST/NAME")
    if not made.database or made.database == ":memory:":
        raise ConfigError("a store in memory would be lost: name a file, as in sqlite:///audit.db")
    return made


def _engine(url: URL) -> Engine:
    from sqlalchemy import create_engine, event

    if url.get_backend_name() != "sqlite":
        try:
            return create_engine(url, pool_pre_ping=True, isolation_level="REPEATABLE READ", connect_args={"connect_timeout": 10})
        except ModuleNotFoundError as error:
            raise ConfigError("PostgreSQL needs its driver: pip install 'provenance-checker[postgresql]'") from error
    path = Path(url.database or "")
    if path.is_dir():
        raise ConfigError(f"{path} is a folder: name a file for the store, as in sqlite:///{path / 'audit.db'}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder {path.parent} cannot be made ({error.strerror}): name another with --store or {VARIABLE}") from error
    engine = create_engine(url, connect_args={"timeout": BUSY, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        # the driver's own transactions leave DDL and savepoints outside: we begin and end them ourselves
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=1000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # a transaction that reads first and writes then must not find that another has written in between
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(_READS) else "BEGIN IMMEDIATE")

    return engine


# ---- what went wrong ---------------------------------------------------------------------------------------------------


def _worth_another(error: Exception) -> bool:
    """Whether the same transaction may succeed if it is begun again."""
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    original = error.orig
    if isinstance(original, sqlite3.OperationalError):
        return "locked" in str(original) or "busy" in str(original)
    state = getattr(original, "sqlstate", None)
    if state is None:
        return type(original).__module__.startswith("psycopg") and type(original).__name__ in ("OperationalError", "InterfaceError")
    # connection exceptions, serialisation and deadlock, resources short, shutdown; and a row that another transaction wrote at
    # the same time: begun again, this one sees it
    return state[:2] in ("08", "40", "53") or state in ("57P01", "57P02", "57P03", "23505")


_SQLITE = (
    ("readonly", "may not be written: check the rights of the file and its folder"),
    ("unable to open", "cannot be opened: check that the folder exists and may be written"),
    ("disk is full", "cannot grow, the disk is full: make room and run again, nothing that was stored is lost"),
    ("disk i/o", "cannot be written (disk full, or a limit on file sizes): make room and run again, nothing that was stored is lost"),
    ("locked", "is held by another program: wait until it ends and run again"),
    ("malformed", "is damaged: put back a backup, or remove the file to begin anew"),
    ("not a database", "is no SQLite database: name another file"),
    ("no such table", "was removed or replaced while it was in use: run again"),
)


def mapped(error: Exception, shown: str) -> StoreError | None:
    """A foreign exception of the database as one of ours, or ``None`` for what is none of a database's."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    if isinstance(error, StoreError):
        return error
    if isinstance(error, DBAPIError):
        text = " ".join(str(error.orig).split())
        if isinstance(error.orig, sqlite3.Error):
            hint = next((says for word, says in _SQLITE if word in text.lower()), f"failed ({text[:160]}): run 'provenance audit doctor'")
            return StoreError(f"the store {shown} {hint}")
        return StoreError(f"the store {shown} failed ({text[:200]}): check that the server runs and the address is right, then run again")
    if isinstance(error, SQLAlchemyError):
        return StoreError(
            f"the store {shown} failed ({type(error).__name__}: {' '.join(str(error).split())[:160]}): run 'provenance audit doctor'"
        )
    return None
