"""One SQLite file that several processes and threads write, and that may be lost: opened late, in WAL mode, put aside if damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from provenance.errors import CacheError

_PATIENCE = 30.0  # seconds that another process may write


class SqliteFile:
    """A connection to one file, opened when it is first used.

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
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._closed = False

    def close(self) -> None:
        """Close the file; it cannot be used any more."""
        with self._lock:
            self._closed = True
            if self._db is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._db.close()
                self._db = None

    @contextlib.contextmanager
    def using(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time; with ``write`` inside a transaction.

        Raises
        ------
        CacheError
            For whatever SQLite or the operating system has against it.
        """
        with self._lock:
            try:
                db = self._db if self._db is not None else self._open()
                if write:
                    db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    if write and db.in_transaction:
                        db.execute("ROLLBACK")
                    raise
                if write:
                    db.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                if self._db is not None and self._db.in_transaction:  # the commit itself failed
                    with contextlib.suppress(sqlite3.Error):
                        self._db.execute("ROLLBACK")
                self._set_aside(error)
                raise CacheError(f"{self.path}: the store of captures cannot be used ({error}); {_ADVICE}") from error
            except OSError as error:
                raise CacheError(f"{self.path}: the store of captures cannot be used ({error.strerror}); {_ADVICE}") from error

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
        self._db = db
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
        if self._db is not None:
            with contextlib.suppress(sqlite3.Error):
                self._db.close()
            self._db = None
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                os.replace(f"{self.path}{ending}", f"{self.path}.damaged{ending}")
        return True


_ADVICE = "name another directory with --cache-dir, or use --no-cache"
