"""The audit's store as the store of captures that fetching works with, so that every page is kept once, for check and for custody.

It has the shape of :class:`provenance.sources.keeping.captures.CaptureStore`. Nothing is dropped here to make room: what may go is a matter
of retention (:func:`provenance.audit.evidence.retire`).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from provenance.audit.clock import Clock, stamp, system_clock
from provenance.audit.database import Database
from provenance.audit.evidence import content_of, keep_content
from provenance.audit.tables import table
from provenance.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from provenance.sources.keeping.captures import Kept


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
        # an address is looked up twice for each request: whether its server must be asked, and then to ask it
        self._looked_up: dict[str, Kept | None] = {}
        self._lock = threading.Lock()
        self._together = together
        self._confirmed: list[Kept] = []

    def put(self, kept: Kept, body: bytes) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        self._database.transact(lambda c: self._put(c, kept, body))
        self._changed()

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
            if address in self._looked_up:
                return self._looked_up.pop(address)
        found = next(iter(self._answers(url, variant, 1)), None)
        with self._lock:
            self._looked_up[address] = found
        return found

    def _changed(self) -> None:
        """Forget what was looked up: it may read otherwise now."""
        with self._lock:
            self._looked_up.clear()

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
        return self._database.transact(lambda c: tuple(_kept(row) for row in c.execute(chosen)))

    def body(self, sha256: str) -> bytes | None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        try:
            return self._database.transact(lambda c: content_of(c, sha256))
        except StoreError:
            self._database.transact(lambda c: _drop(c, sha256))
            self._changed()
            return None

    def confirm(self, kept: Kept) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        with self._lock:
            self._looked_up.pop(_address(kept.url, kept.variant), None)
            self._confirmed.append(kept)
            if len(self._confirmed) < self._together:
                return
        self.flush()

    def flush(self) -> None:
        """Write the confirmations that were put off."""
        with self._lock:
            these, self._confirmed = self._confirmed, []
        if these:
            self._database.transact(lambda c: _confirm(c, these))

    def forget(self, url: str) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`. The bytes stay: a verdict may rest on them."""
        from sqlalchemy import delete

        answers = table("answers")
        # variants are few, so the address's own hash finds nearly all; an index on the address itself would not take a long one
        self._database.transact(lambda c: c.execute(delete(answers).where(answers.c.address == _address(url, ""))).rowcount)
        self._changed()

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
            return self._database.transact(read)
        except StoreError:
            found = self._database.transact(lambda c: c.execute(chosen).scalar())
            return self.body(found) if found is not None else None

    def put_derived(self, key: str, data: bytes) -> None:
        """See :class:`~provenance.sources.keeping.captures.CaptureStore`."""
        self._database.transact(lambda c: self._derive(c, key, data))

    def _derive(self, connection: Connection, key: str, data: bytes) -> None:
        from sqlalchemy import delete, insert

        made = table("derived")
        content = keep_content(connection, data, stamp(self._clock()))
        connection.execute(delete(made).where(made.c.key == key))
        connection.execute(insert(made).values(key=key, sha256=content))


def _confirm(connection: Connection, these: Sequence[Kept]) -> None:
    from sqlalchemy import update

    answers = table("answers")
    for kept in these:
        values = {"headers": [list(pair) for pair in kept.headers], "checked": kept.checked, "lifetime": kept.lifetime}
        here = (answers.c.address == _address(kept.url, kept.variant), answers.c.sha256 == kept.sha256)
        connection.execute(update(answers).where(*here).values(**values))


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
