"""The audit's store as the store of captures that fetching works with, so that every page is kept once, for check and for custody.

It has the shape of :class:`provenance.sources.keeping.captures.CaptureStore`. Nothing is dropped here to make room: what may go is a matter
of retention (:func:`provenance.audit.evidence.retire`).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provenance.audit.articles import chunks
from provenance.audit.clock import Clock, stamp, system_clock
from provenance.audit.database import Database
from provenance.audit.evidence import content_of, keep_content
from provenance.audit.tables import table
from provenance.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from provenance.sources.keeping.captures import Kept


_MOST = 20_000
"""Addresses whose answers are remembered."""


class AuditCaptures:
    """Captures in an audit's database.

    Parameters
    ----------
    database
        Where they are; of today's version.
    clock
        The time at which something is added.
    together
        So many confirmations that a page has not changed are written at once, the last of them by :meth:`flush`; one that is lost
        costs no more than asking again.
    """

    def __init__(self, database: Database, *, clock: Clock = system_clock, together: int = 1) -> None:
        self._database = database
        self._clock = clock
        # an address is looked up several times for each request: whether its server must be asked, and how
        self._latest: dict[str, Kept | None] = {}
        self._made: dict[str, str | None] = {}
        self._lock = threading.Lock()
        self._together = together
        self._confirmed: list[Kept] = []

    def put(self, kept: Kept, body: bytes) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        self._database.transact(lambda c: self._put(c, kept, body))
        with self._lock:
            self._latest.pop(_address(kept.url, kept.variant), None)

    def _put(self, connection: Connection, kept: Kept, body: bytes) -> None:
        from sqlalchemy import delete, insert

        if keep_content(connection, body, stamp(self._clock())) != kept.sha256:
            raise ValueError("the body does not have the hash that the capture names")
        answers, address = table("answers"), _address(kept.url, kept.variant)
        connection.execute(delete(answers).where(answers.c.address == address, answers.c.sha256 == kept.sha256))
        values = {"url": kept.url, "variant": kept.variant, "status": kept.status, "reason": kept.reason, "agent": kept.agent}
        values |= {"headers": [list(pair) for pair in kept.headers], "first": kept.first or kept.fetched, "fetched": kept.fetched}
        values |= {"checked": kept.checked, "lifetime": kept.lifetime}
        connection.execute(insert(answers).values(address=address, sha256=kept.sha256, **values))

    def latest(self, url: str, variant: str = "") -> Kept | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        address = _address(url, variant)
        with self._lock:
            if address in self._latest:
                return self._latest[address]
        found = next(iter(self._answers(url, variant, 1)), None)
        with self._lock:
            self._room()
            self._latest[address] = found
        return found

    def expect(self, urls: Sequence[str], key: Callable[[Kept], str]) -> None:
        """Look up together, in one transaction, what will be asked for one by one.

        Parameters
        ----------
        urls
            The addresses of which :meth:`latest` will be asked, in their normal spelling.
        key
            The name of what was made out of an answer, of which :meth:`derived_sha256` will be asked.
        """
        latest, made = self._database.read(lambda c: _looked_up(c, urls, key))
        with self._lock:
            self._room()
            self._latest.update(latest)
            self._made.update(made)

    def _room(self) -> None:
        if len(self._latest) > _MOST:
            self._latest.clear()
            self._made.clear()

    def history(self, url: str, variant: str = "") -> tuple[Kept, ...]:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        return self._answers(url, variant, 1000)

    def _answers(self, url: str, variant: str, most: int) -> tuple[Kept, ...]:
        from sqlalchemy import select

        answers, contents = table("answers"), table("contents")
        chosen = (
            select(answers, contents.c.size)
            .join(contents, contents.c.sha256 == answers.c.sha256)
            .where(answers.c.address == _address(url, variant))
            .order_by(answers.c.checked.desc(), answers.c.sha256)
            .limit(most)
        )
        return self._database.read(lambda c: tuple(_kept(row) for row in c.execute(chosen)))

    def body(self, sha256: str) -> bytes | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        try:
            return self._database.read(lambda c: content_of(c, sha256))
        except StoreError:
            self._database.transact(lambda c: _drop(c, sha256))
            with self._lock:
                self._latest.clear()
                self._made.clear()
            return None

    def confirm(self, kept: Kept) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        with self._lock:
            self._latest[_address(kept.url, kept.variant)] = kept
            self._confirmed.append(kept)
            if len(self._confirmed) < self._together:
                return
        self.flush()

    def flush(self) -> None:
        """Write the confirmations that were put off."""
        with self._lock:
            these, self._confirmed = self._confirmed, []
        if these:
            these.sort(key=lambda kept: (kept.url, kept.variant))  # in one order for all, so that two never wait for each other
            self._database.transact(lambda c: _confirm(c, these))

    def forget(self, url: str) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`. The bytes stay: a verdict may rest on them."""
        from sqlalchemy import delete

        answers = table("answers")
        # variants are few, so the address's own hash finds nearly all; an index on the address itself would not take a long one
        self._database.transact(lambda c: c.execute(delete(answers).where(answers.c.address == _address(url, ""))).rowcount)
        with self._lock:
            self._latest.pop(_address(url, ""), None)

    def pin(self, sha256: str, holder: str) -> bool:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        return self._database.transact(lambda c: _pin(c, sha256, holder[:100]))

    def unpin(self, sha256: str, holder: str) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        from sqlalchemy import delete

        pins = table("pins")
        self._database.transact(lambda c: c.execute(delete(pins).where(pins.c.sha256 == sha256, pins.c.holder == holder[:100])).rowcount)

    def derived(self, key: str) -> bytes | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        from sqlalchemy import select

        made = table("derived")
        chosen = select(made.c.sha256).where(made.c.key == key)

        def read(connection: Connection) -> bytes | None:
            found = connection.execute(chosen).scalar()
            return content_of(connection, found) if found is not None else None

        try:
            return self._database.read(read)
        except StoreError:
            found = self._database.read(lambda c: c.execute(chosen).scalar())
            return self.body(found) if found is not None else None

    def derived_sha256(self, key: str) -> str | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        with self._lock:
            if key in self._made:
                return self._made[key]
        return self._database.read(lambda c: _made(c, [key]))[key]

    def put_derived(self, key: str, data: bytes) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        with self._lock:
            self._made.pop(key, None)
        self._database.transact(lambda c: self.derive(c, key, data))

    def derive(self, connection: Connection, key: str, data: bytes) -> None:
        """:meth:`put_derived` as a part of a transaction."""
        from sqlalchemy import delete, insert

        made = table("derived")
        content = keep_content(connection, data, stamp(self._clock()))
        connection.execute(delete(made).where(made.c.key == key))
        connection.execute(insert(made).values(key=key, sha256=content))


_CONFIRMED = ("fetched", "agent", "checked", "lifetime")


def _confirm(connection: Connection, these: Sequence[Kept]) -> None:
    from sqlalchemy import bindparam, update

    answers = table("answers")
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("headers", *_CONFIRMED)}
    here = (answers.c.address == bindparam("at"), answers.c.sha256 == bindparam("body"))
    new = [
        {
            "at": _address(kept.url, kept.variant),
            "body": kept.sha256,
            "new_headers": [list(pair) for pair in kept.headers],
            **{f"new_{name}": getattr(kept, name) for name in _CONFIRMED},
        }
        for kept in these
    ]
    connection.execute(update(answers).where(*here).values(values), new)


def _looked_up(
    connection: Connection, urls: Sequence[str], key: Callable[[Kept], str]
) -> tuple[dict[str, Kept | None], dict[str, str | None]]:
    """The newest answer of each address, by the hash of the address, and what was made out of it."""
    from sqlalchemy import select

    answers, contents = table("answers"), table("contents")
    latest: dict[str, Kept | None] = dict.fromkeys(_address(url, "") for url in urls)
    newest = select(answers, contents.c.size).join(contents, contents.c.sha256 == answers.c.sha256)
    for some in chunks(list(latest)):
        rows = connection.execute(newest.where(answers.c.address.in_(some)).order_by(answers.c.checked.desc(), answers.c.sha256))
        for row in rows:
            if latest[row.address] is None:
                latest[row.address] = _kept(row)
    return latest, _made(connection, [key(kept) for kept in latest.values() if kept is not None])


def _made(connection: Connection, keys: Sequence[str]) -> dict[str, str | None]:
    """The hashes of what was made out of bodies, by its name."""
    from sqlalchemy import select

    derived = table("derived")
    found: dict[str, str | None] = dict.fromkeys(keys)
    for some in chunks(list(found)):
        found.update((row.key, row.sha256) for row in connection.execute(select(derived).where(derived.c.key.in_(some))))
    return found


@lru_cache(maxsize=8192)
def _address(url: str, variant: str) -> str:
    return hashlib.sha256(f"{url}\n{variant}".encode("utf-8", "surrogatepass")).hexdigest()


def _kept(row: Row[Any]) -> Kept:
    from provenance.sources.keeping.captures import Kept

    values = {key: value for key, value in row._mapping.items() if key != "address"}
    return Kept(**{**values, "headers": tuple((name, value) for name, value in values["headers"])})


def _pin(connection: Connection, sha256: str, holder: str) -> bool:
    from sqlalchemy import insert, select

    contents, pins = table("contents"), table("pins")
    if connection.execute(select(contents.c.sha256).where(contents.c.sha256 == sha256, contents.c.body.is_not(None))).first() is None:
        return False
    if connection.execute(select(pins.c.holder).where(pins.c.sha256 == sha256, pins.c.holder == holder)).first() is None:
        connection.execute(insert(pins).values(sha256=sha256, holder=holder))
    return True


def _drop(connection: Connection, sha256: str) -> None:
    """Forget that damaged bytes were ever answered, so that they are fetched again; the row stays for the doctor."""
    from sqlalchemy import delete

    connection.execute(delete(table("answers")).where(table("answers").c.sha256 == sha256))
    connection.execute(delete(table("derived")).where(table("derived").c.sha256 == sha256))
