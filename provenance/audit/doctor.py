"""Whether a store is what it should be: its structure, the chain of its verdicts, and the bytes that they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.audit import articles, ledger, locks
from provenance.audit.database import Database
from provenance.audit.packing import sha256, swell
from provenance.audit.tables import table
from provenance.audit.versions import newest
from provenance.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was looked at, and what is wrong."""

    verdicts: int
    contents: int
    bytes: int
    """Of all contents as they are stored."""
    faults: tuple[str, ...]
    """One sentence each; none if all is well."""


def examine(database: Database) -> Diagnosis:
    """Look through a whole store.

    Raises
    ------
    StoreError
        It cannot be opened at all.
    """
    try:
        database.whole()
    except StoreError as error:
        return Diagnosis(0, 0, 0, (str(error),))
    return database.transact(_examine)


def _examine(connection: Connection) -> Diagnosis:
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import func, select

    faults = []
    version = MigrationContext.configure(connection).get_current_revision()
    if version != newest():
        faults.append(f"the store is of version {version}, this program of {newest()}: 'provenance audit run' brings it up to date")
    for name in articles.audit_names(connection):
        faults += [f"audit {name!r}: {line}" for line in ledger.check(connection, articles.audit_id(connection, name))]
    faults += _bytes(connection)
    faults += _rests(connection)
    faults += _locks(connection)
    verdicts, contents = table("verdicts"), table("contents")
    count = connection.execute(select(func.count()).select_from(verdicts)).scalar() or 0
    bodies, size = connection.execute(select(func.count(contents.c.body), func.sum(func.length(contents.c.body)))).one()
    return Diagnosis(int(count), int(bodies), int(size or 0), tuple(faults))


def _bytes(connection: Connection) -> Iterator[str]:
    """Contents that are not what their hash says."""
    from sqlalchemy import select

    contents = table("contents")
    chosen = select(contents.c.sha256, contents.c.body).where(contents.c.body.is_not(None))
    for key, packed in connection.execute(chosen.execution_options(yield_per=200)):
        try:
            good = sha256(swell(packed)) == key
        except ValueError:
            good = False
        if not good:
            yield f"content {key[:12]} is not what its hash says: what rests on it cannot be shown any more"


def _rests(connection: Connection) -> Iterator[str]:
    """Verdicts whose evidence is not there."""
    from sqlalchemy import select

    verdicts, contents, captures = table("verdicts"), table("contents"), table("captures")
    there = {row[0] for row in connection.execute(select(contents.c.sha256).where(contents.c.body.is_not(None)))}
    known = {row[0]: row[1] for row in connection.execute(select(captures.c.id, captures.c.extract))}
    for row in connection.execute(select(verdicts.c.seq, verdicts.c.claim, verdicts.c.captures).order_by(verdicts.c.audit, verdicts.c.seq)):
        for source, capture, extract in row.captures:
            if extract is not None and extract not in there:
                yield f"verdict {row.seq} (claim {row.claim}) rests on a text of {source} that is not there"
            elif capture is not None and known.get(capture, "") != extract:
                yield f"verdict {row.seq} (claim {row.claim}) rests on capture {capture} of {source}, which holds another text"


def _locks(connection: Connection) -> Iterator[str]:
    from sqlalchemy import select

    for row in connection.execute(select(table("locks"))):
        if locks.is_dead(row):
            yield f"a run of process {row.pid} died at its work (begun {row.taken}): 'provenance audit run' takes it up"
