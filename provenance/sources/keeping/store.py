"""The store of captures: one SQLite file in the user's cache directory.

Bodies are kept once by the SHA-256 of their bytes, compressed with zstd, beside an index by address. The file is in WAL mode:
several processes read and write it at once, and one that is killed leaves the state before or after its last write. What is
read is checked against its hash; what does not fit is dropped, to be fetched again. When the file outgrows its bound, the
bodies that were used least recently go, except those that are pinned.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.errors import CacheError
from provenance.sources.keeping.captures import Kept
from provenance.sources.keeping.packing import LARGEST, Packing
from provenance.sources.keeping.sqlitefile import SqliteFile

if TYPE_CHECKING:
    from sqlite3 import Connection

NAME = "captures.sqlite3"
VERSION = 1
ROOM = 512 << 20
"""Bytes that the file may take, unless the settings say otherwise."""
_TOUCH = 3600.0  # seconds: a use is noted at most this often, since noting it is a write
_TRIMMED_AFTER = 4 << 20  # bytes written between two looks at the size
_TARGET = 0.9

_SCHEMA = """
CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, stored INTEGER NOT NULL, used REAL NOT NULL, data BLOB NOT NULL);
CREATE INDEX bodies_used ON bodies (used, stored);
CREATE TABLE captures (
  url TEXT NOT NULL, variant TEXT NOT NULL, sha256 TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL, headers TEXT NOT NULL,
  first TEXT NOT NULL, fetched TEXT NOT NULL, checked REAL NOT NULL, lifetime REAL NOT NULL, size INTEGER NOT NULL, agent TEXT NOT NULL,
  PRIMARY KEY (url, variant, sha256)) WITHOUT ROWID;
CREATE INDEX captures_sha256 ON captures (sha256);
CREATE TABLE pins (sha256 TEXT NOT NULL, holder TEXT NOT NULL, PRIMARY KEY (sha256, holder)) WITHOUT ROWID;
CREATE TABLE derived (key TEXT PRIMARY KEY, stored INTEGER NOT NULL, used REAL NOT NULL, data BLOB NOT NULL);
CREATE INDEX derived_used ON derived (used, stored);
"""
_COLUMNS = "url, variant, sha256, status, reason, headers, first, fetched, checked, lifetime, size, agent"
_KNOWN = "SELECT sha256 FROM bodies WHERE sha256 IN ({})"
_BODIES = "INSERT INTO bodies VALUES {}"
_PUT = (
    f"INSERT INTO captures ({_COLUMNS}) VALUES {{}} ON CONFLICT (url, variant, sha256) DO UPDATE SET"  # noqa: S608 - our own column names
    " status = excluded.status, reason = excluded.reason, headers = excluded.headers, fetched = excluded.fetched,"
    " checked = excluded.checked, lifetime = excluded.lifetime, agent = excluded.agent"
)
_CONFIRM = "UPDATE captures SET headers = ?, fetched = ?, agent = ?, checked = ?, lifetime = ? WHERE url = ? AND variant = ? AND sha256 = ?"
_PURGE = (
    "DELETE FROM bodies WHERE sha256 = :s AND NOT EXISTS (SELECT 1 FROM captures WHERE sha256 = :s)"
    " AND NOT EXISTS (SELECT 1 FROM pins WHERE sha256 = :s)"
)

_Put = tuple[tuple[Any, ...], str, bytes]
"""The row of a capture, and the hash and the bytes of its body."""

_latest = threading.local()
_REMEMBERED = 1 << 20
"""Bytes up to which the body that a thread hashed last is kept with its hash."""


def digest(data: bytes) -> str:
    """The name of a body: the SHA-256 of its bytes, in hexadecimal."""
    if len(data) > _REMEMBERED:
        return hashlib.sha256(data).hexdigest()
    # one page is asked for by several parts of a run, one right after the other; to compare is much quicker than to hash
    if getattr(_latest, "data", None) != data:
        _latest.name = hashlib.sha256(data).hexdigest()
        _latest.data = data
    name: str = _latest.name
    return name


def default_folder() -> Path:
    """The user's cache directory for this program, as the operating system has it."""
    from platformdirs import user_cache_path

    return user_cache_path("provenance", appauthor=False)


class Store:
    """The captures in one folder; see :class:`provenance.sources.keeping.captures.CaptureStore` for what it does.

    Parameters
    ----------
    folder
        Where the file lies; made if it is not there, for its owner only. Nothing is opened before the first use.
    room
        Bytes that the file may take. It may be over for a moment, and pinned bodies stay even if they take more.
    wall
        Seconds since the epoch.
    """

    def __init__(self, folder: Path, *, room: int = ROOM, wall: Callable[[], float] = time.time) -> None:
        self.path = folder / NAME
        self._file = SqliteFile(self.path, _SCHEMA, VERSION)
        self._packing = Packing()
        self._room = room
        self._wall = wall
        self._written = 0

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the store cannot be used any more."""
        self._file.close()

    def check(self) -> None:
        """Open the file.

        Raises
        ------
        CacheError
            If that is not possible.
        """
        with self._file.reading():
            pass

    # ---- captures ------------------------------------------------------------------------------------------------

    def put(self, kept: Kept, body: bytes) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`.

        Raises
        ------
        ValueError
            If the body is not what ``kept`` names.
        """
        if digest(body) != kept.sha256:
            raise ValueError("the body does not have the hash that the capture names")
        row = (
            kept.url,
            kept.variant,
            kept.sha256,
            kept.status,
            kept.reason,
            json.dumps(kept.headers),
            kept.first or kept.fetched,
            kept.fetched,
            kept.checked,
            kept.lifetime,
            len(body),
            kept.agent,
        )
        self._file.write_each(self._put, (row, kept.sha256, body))
        self._trim_at_times()

    def _put(self, db: Connection, these: list[_Put]) -> None:
        now = self._wall()
        bodies = {sha256: body for _, sha256, body in these}
        known = [row[0] for row in db.execute(_KNOWN.format(_marks(len(bodies))), tuple(bodies))]
        for sha256 in known:
            del bodies[sha256]
        if known:
            db.executemany("UPDATE bodies SET used = ? WHERE sha256 = ?", [(now, sha256) for sha256 in known])
        if bodies:
            new: list[Any] = []
            for sha256, body in bodies.items():
                packed = self._packing.pack(body)
                new += (sha256, len(body), len(packed), now, packed)
                self._written += len(packed)
            db.execute(_BODIES.format(_rows(len(bodies), 5)), new)
        db.execute(_PUT.format(_rows(len(these), 12)), [value for row, _, _ in these for value in row])

    def latest(self, url: str, variant: str = "") -> Kept | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        return next(iter(self._captures(url, variant, 1)), None)

    def history(self, url: str, variant: str = "") -> tuple[Kept, ...]:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        return self._captures(url, variant, 1000)

    def _captures(self, url: str, variant: str, most: int) -> tuple[Kept, ...]:
        with self._file.reading() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM captures WHERE url = ? AND variant = ? ORDER BY checked DESC, sha256 LIMIT ?",  # noqa: S608 - our own column names
                (url, variant, most),
            ).fetchall()
        return tuple(kept for row in rows if (kept := _kept(row)) is not None)

    def confirm(self, kept: Kept) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        row = (json.dumps(kept.headers), kept.fetched, kept.agent, kept.checked, kept.lifetime, kept.url, kept.variant, kept.sha256)
        self._file.write(lambda db: _run(db, _CONFIRM, row))

    def forget(self, url: str) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""

        def work(db: Connection) -> None:
            gone = [{"s": row[0]} for row in db.execute("SELECT sha256 FROM captures WHERE url = ?", (url,))]
            db.execute("DELETE FROM captures WHERE url = ?", (url,))
            db.executemany(_PURGE, gone)

        self._file.write(work)

    # ---- bodies --------------------------------------------------------------------------------------------------

    def body(self, sha256: str) -> bytes | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        with self._file.reading() as db:
            row = db.execute("SELECT data, used, size FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            return None
        data = self._packing.unpack(row[0], row[2])
        if data is None or digest(data) != sha256:
            self._file.write(lambda db: _drop(db, sha256))
            return None
        self._touch("bodies", "sha256", sha256, row[1])
        return data

    def pin(self, sha256: str, holder: str) -> bool:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""

        def work(db: Connection) -> bool:
            if db.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (sha256,)).fetchone() is None:
                return False
            db.execute("INSERT OR IGNORE INTO pins VALUES (?, ?)", (sha256, holder))
            return True

        return self._file.write(work)

    def unpin(self, sha256: str, holder: str) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        self._file.write(lambda db: _run(db, "DELETE FROM pins WHERE sha256 = ? AND holder = ?", (sha256, holder)))

    # ---- what is made of them ------------------------------------------------------------------------------------

    def derived(self, key: str) -> bytes | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        with self._file.reading() as db:
            row = db.execute("SELECT data, used FROM derived WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        data = self._packing.unpack(row[0], LARGEST)
        if data is None:
            self._file.write(lambda db: _run(db, "DELETE FROM derived WHERE key = ?", (key,)))
            return None
        self._touch("derived", "key", key, row[1])
        return data

    def derived_sha256(self, key: str) -> str | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        data = self.derived(key)
        return None if data is None else digest(data)

    def put_derived(self, key: str, data: bytes) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        self._file.write_each(self._put_derived, (key, self._packing.pack(data)))
        self._trim_at_times()

    def _put_derived(self, db: Connection, these: list[tuple[str, bytes]]) -> None:
        now = self._wall()
        rows = [value for key, packed in these for value in (key, len(packed), now, packed)]
        db.execute(f"INSERT OR REPLACE INTO derived VALUES {_rows(len(these), 4)}", rows)  # noqa: S608 - nothing but question marks
        self._written += sum(len(packed) for _, packed in these)

    def _touch(self, table: str, column: str, key: str, used: float) -> None:
        now = self._wall()
        if abs(now - used) < _TOUCH:
            return
        with contextlib.suppress(CacheError):
            self._file.write(lambda db: _run(db, f"UPDATE {table} SET used = ? WHERE {column} = ?", (now, key)))  # noqa: S608 - our own names

    # ---- room ----------------------------------------------------------------------------------------------------

    def size(self) -> int:
        """Bytes that the file takes, without the journal and without pages that stand empty."""
        with self._file.reading() as db:
            pages, free, page = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size"))
        return int((pages - free) * page)

    def _trim_at_times(self) -> None:
        if self._written >= min(_TRIMMED_AFTER, self._room // 8):
            self._written = 0
            self.trim()

    def trim(self) -> None:
        """Drop what was used least recently until the file is well within its bound."""
        if self.size() <= self._room:
            return
        excess = self.size() - int(self._room * _TARGET)

        def work(db: Connection) -> None:
            left = excess
            rows = db.execute(
                "SELECT 'bodies', sha256, used, stored FROM bodies WHERE sha256 NOT IN (SELECT sha256 FROM pins)"
                " UNION ALL SELECT 'derived', key, used, stored FROM derived ORDER BY 3"
            )
            gone: dict[str, list[tuple[str]]] = {"bodies": [], "derived": []}
            for table, key, _, stored in rows:
                if left <= 0:
                    break
                gone[table].append((key,))
                left -= max(stored, 4096)
            db.executemany("DELETE FROM bodies WHERE sha256 = ?", gone["bodies"])
            db.executemany("DELETE FROM captures WHERE sha256 = ?", gone["bodies"])
            db.executemany("DELETE FROM derived WHERE key = ?", gone["derived"])

        self._file.write(work)
        self._file.write(lambda db: _run(db, "PRAGMA incremental_vacuum"))


@functools.cache
def _marks(count: int) -> str:
    return ", ".join(["?"] * count)


@functools.cache
def _rows(count: int, columns: int) -> str:
    return ", ".join([f"({_marks(columns)})"] * count)


def _run(db: Connection, statement: str, values: tuple[Any, ...] = ()) -> None:
    db.execute(statement, values).fetchall()


def _drop(db: Connection, sha256: str) -> None:
    db.execute("DELETE FROM bodies WHERE sha256 = ?", (sha256,))
    db.execute("DELETE FROM captures WHERE sha256 = ?", (sha256,))


def _kept(row: tuple[Any, ...]) -> Kept | None:
    url, variant, sha256, status, reason, headers, first, fetched, checked, lifetime, size, agent = row
    try:
        pairs = tuple((str(name), str(value)) for name, value in json.loads(headers))
    except (ValueError, TypeError):
        return None
    return Kept(url, status, reason, pairs, fetched, checked, lifetime, sha256, size, variant, first, agent)
