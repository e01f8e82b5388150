"""One SQLite file that several processes and threads write, and that may be lost: opened late, in WAL mode, put aside if damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from provenance.errors import CacheError

T = TypeVar("T")

_PATIENCE = 30.0  # seconds that another process may write
_TOGETHER = 64
"""Writes in one transaction, at most."""


class _Side:
    """One connection, for one thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.db: sqlite3.Connection | None = None
        self.file = 0
        """Which file it belongs to, of those that were put aside and the one that is there."""

    def close(self) -> None:
        if self.db is not None:
            with contextlib.suppress(sqlite3.Error):
                self.db.close()
            self.db = None


class _Write(Generic[T]):
    """What one thread wants to have written, and what became of it."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Callable[[sqlite3.Connection], T]) -> None:
        self.work = work
        self.done = False
        self.result: T | None = None
        self.error: Exception | None = None


class SqliteFile:
    """A connection to one file that reads, and one that writes, opened when they are first used.

    Parameters
    ----------
    path
        The file; it and its folder are made if they are not there, for their owner only.
    schema
        Statements, each ending in a semicolon and a line feed, that make the tables of a new file.
    version
        Of the schema. A file of a later version is left alone.
    """

    def __init__(self, path: Path, schema: str, version: int) -> None:
        self.path = path
        self._schema = schema
        self._version = version
        self._reader = _Side()
        self._writer = _Side()
        self._waiting: deque[_Write[Any]] = deque()
        self._opening = threading.Lock()
        self._file = 0
        self._closed = False

    def close(self) -> None:
        """Close the file; it cannot be used any more."""
        self._closed = True
        for side in (self._writer, self._reader):
            with side.lock:
                side.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection that reads, for one thread at a time; it sees what :meth:`write` has written.

        Raises
        ------
        CacheError
            For whatever SQLite or the operating system has against it.
        """
        with self._reader.lock:
            try:
                yield self._connection(self._reader)
            except (sqlite3.DatabaseError, OSError) as error:
                raise self._failure(self._reader, error) from error

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do ``work`` in a transaction, and return when it is committed.

        What several threads want to have written at the same time goes into one transaction: a commit costs more than what is in it.

        Parameters
        ----------
        work
            Is done by whichever thread writes for all; once more, by itself, if the transaction fails.

        Raises
        ------
        CacheError
            See :meth:`reading`.
        """
        mine = _Write(work)
        self._waiting.append(mine)
        with self._writer.lock:
            while not mine.done:
                self._write_waiting(mine)
        if mine.error is not None:
            raise mine.error
        return mine.result  # type: ignore[return-value]

    def _write_waiting(self, mine: _Write[Any]) -> None:
        these: list[_Write[Any]] = []
        try:
            while self._waiting and len(these) < _TOGETHER:
                these.append(self._waiting.popleft())
            error = self._transact(these)
            for each in these if error is not None else ():  # one may have spoilt it for all
                each.error = self._transact([each]) if len(these) > 1 else error
                each.done = True
        except BaseException:
            # this thread is interrupted; the others' work is not
            self._waiting.extendleft(each for each in reversed(these) if not each.done and each is not mine)
            mine.done = True
            raise

    def _transact(self, these: list[_Write[Any]]) -> Exception | None:
        """Do some work in one transaction; what was against it, or ``None`` if all of it is written."""
        side = self._writer
        try:
            db = self._connection(side)
            db.execute("BEGIN IMMEDIATE")
            try:
                for each in these:
                    each.result = each.work(db)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        db.execute("ROLLBACK")
                raise
        except (sqlite3.DatabaseError, OSError) as error:
            failure = self._failure(side, error)
            failure.__cause__ = error
            return failure
        except Exception as error:
            return error
        for each in these:
            each.done = True
        return None

    def _connection(self, side: _Side) -> sqlite3.Connection:
        if side.db is None or side.file != self._file:
            side.close()
            with self._opening:
                side.db, side.file = self._open(), self._file
        return side.db

    def _failure(self, side: _Side, error: sqlite3.DatabaseError | OSError) -> CacheError:
        if isinstance(error, OSError):
            return CacheError(f"{self.path}: the store of captures cannot be used ({error.strerror}); {_ADVICE}")
        with self._opening:
            if side.file == self._file:  # else the file that it speaks of has been put aside
                self._set_aside(error)
        return CacheError(f"{self.path}: the store of captures cannot be used ({error}); {_ADVICE}")

    def _open(self) -> sqlite3.Connection:
        if self._closed:
            raise CacheError(f"{self.path}: the store of captures is closed")
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.path.is_dir():
            raise CacheError(f"{self.path} is a folder, not a store of captures; {_ADVICE}")
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if not self._set_aside(error):
                raise
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))  # what somebody reads is nobody else's business
        db = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(db)
        except BaseException:
            db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > self._version:
            raise CacheError(f"{self.path} was written by a newer version of this program; {_ADVICE}")
        if not version:
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        self._patiently(db, "PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA journal_size_limit = 16777216")
        if version:
            return
        db.execute("BEGIN IMMEDIATE")
        if not db.execute("PRAGMA user_version").fetchone()[0]:  # nobody was quicker
            for statement in self._schema.split(";\n"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {self._version}")
        db.execute("COMMIT")

    def _patiently(self, db: sqlite3.Connection, statement: str) -> None:
        # SQLite does not wait for the lock that a change of the journal's mode needs
        for attempt in range(100):
            try:
                db.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or attempt == 99:
                    raise
                time.sleep(0.05)

    def _set_aside(self, error: sqlite3.DatabaseError) -> bool:
        """Move a damaged file out of the way, if it is damaged: a cache must not stay broken for ever."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return False
        self._file += 1  # connections to it are closed by those who hold them
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                os.replace(f"{self.path}{ending}", f"{self.path}.damaged{ending}")
        return True


_ADVICE = "name another directory with --cache-dir, or use --no-cache"
