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
Item = TypeVar("Item")

_PATIENCE = 30.0  # seconds that another process may write
_TOGETHER = 64
"""Writes in one transaction, at most."""
_READERS = 16
"""Connections that are kept open to read with."""


class _Side:
    """One connection, for one thread at a time."""

    def __init__(self) -> None:
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

    __slots__ = ("done", "error", "item", "leads", "result", "turn", "work")

    def __init__(self, work: Callable[..., T], item: Any = None) -> None:
        self.work = work
        self.item = item
        self.done = False
        self.leads = False
        """Whether its thread writes for all."""
        self.turn = threading.Lock()
        self.turn.acquire()
        self.result: T | None = None
        self.error: Exception | None = None


class SqliteFile:
    """Connections to one file, opened when they are first used: one that writes, and as many that read as threads do so at once.

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
        self._readers: list[_Side] = []
        """Those that nobody reads with."""
        self._writer = _Side()
        self._writing = threading.Lock()
        self._queue = threading.Lock()
        self._waiting: deque[_Write[Any]] = deque()
        self._led = False
        self._opening = threading.Lock()
        self._file = 0
        self._closed = False

    def close(self) -> None:
        """Close the file; it cannot be used any more."""
        self._closed = True
        with self._writing:
            self._writer.close()
        while self._readers:
            with contextlib.suppress(IndexError):
                self._readers.pop().close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that reads; it sees what :meth:`write` has written.

        Raises
        ------
        CacheError
            For whatever SQLite or the operating system has against it.
        """
        try:
            side = self._readers.pop()
        except IndexError:
            side = _Side()
        try:
            yield self._connection(side)
        except (sqlite3.DatabaseError, OSError) as error:
            raise self._failure(side, error) from error
        finally:
            self._put_back(side)

    def _put_back(self, side: _Side) -> None:
        self._readers.append(side)
        if self._closed or len(self._readers) > _READERS:
            with contextlib.suppress(IndexError):
                self._readers.pop().close()

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
        return self._written(_Write(work))

    def write_each(self, work: Callable[[sqlite3.Connection, list[Item]], None], item: Item) -> None:
        """As :meth:`write` does it, but ``work`` is given the items of all threads that wait to have some written by the same ``work``."""
        self._written(_Write(work, item))

    def _written(self, mine: _Write[T]) -> T:
        try:
            with self._queue:
                self._waiting.append(mine)
                mine.leads, self._led = not self._led, True
            if not mine.leads:
                mine.turn.acquire()  # until it is written, or there is nobody else who writes
            while not mine.done:
                self._write_waiting(mine)
        finally:
            if mine.leads or not mine.done:
                self._leave(mine)
        if mine.error is not None:
            raise mine.error
        return mine.result  # type: ignore[return-value]

    def _leave(self, mine: _Write[Any]) -> None:
        """Let another thread write for all."""
        with self._queue:
            if mine in self._waiting:  # it was interrupted
                self._waiting.remove(mine)
            if mine.leads:
                self._led = bool(self._waiting)
                if self._waiting:
                    self._waiting[0].leads = True
                    self._waiting[0].turn.release()

    def _write_waiting(self, mine: _Write[Any]) -> None:
        with self._queue:
            these = [self._waiting.popleft() for _ in range(min(len(self._waiting), _TOGETHER))]
        try:
            with self._writing:
                error = self._transact(these)
                for each in these if error is not None else ():  # one may have spoilt it for all
                    each.error = self._transact([each]) if len(these) > 1 else error
                    each.done = True
        except BaseException:  # this thread is interrupted; what the others want written is not
            with self._queue:
                self._waiting.extendleft(each for each in reversed(these) if not each.done and each is not mine)
            raise
        finally:
            for each in these:
                if each.done and each is not mine:
                    each.turn.release()

    def _transact(self, these: list[_Write[Any]]) -> Exception | None:
        """Do some work in one transaction; what was against it, or ``None`` if all of it is written."""
        side = self._writer
        try:
            db = self._connection(side)
            db.execute("BEGIN IMMEDIATE")
            try:
                alike: dict[Callable[[sqlite3.Connection, list[Any]], None], list[Any]] = {}
                for each in these:
                    if each.item is None:
                        each.result = each.work(db)
                    else:
                        alike.setdefault(each.work, []).append(each.item)
                for work, items in alike.items():
                    work(db, items)
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
