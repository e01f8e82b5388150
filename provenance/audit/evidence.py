"""Sources, what was read of them, and the bytes themselves, each kept once by the hash of its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from provenance.audit.articles import chunks
from provenance.audit.nouns import StoredCapture, Watched
from provenance.audit.packing import pack, sha256, squeeze, swell, unpack
from provenance.audit.tables import table
from provenance.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row


def watched(connection: Connection, ids: Sequence[str]) -> dict[str, Watched]:
    """Sources by their ids."""
    from sqlalchemy import select

    sources = table("sources")
    found: dict[str, Watched] = {}
    for some in chunks(list(ids)):
        found.update({row.id: Watched(**row._mapping) for row in connection.execute(select(sources).where(sources.c.id.in_(some)))})
    return found


def watched_by(connection: Connection, audit: int) -> tuple[Watched, ...]:
    """The sources that the articles of an audit cite, each once, by id."""
    from sqlalchemy import select

    sources, citations, articles = table("sources"), table("citations"), table("articles")
    cited = select(citations.c.source).join(articles, articles.c.id == citations.c.article).where(articles.c.audit == audit)
    rows = connection.execute(select(sources).where(sources.c.id.in_(cited)).order_by(sources.c.id))
    return tuple(Watched(**row._mapping) for row in rows)


def update_watched(connection: Connection, sources: Sequence[Watched]) -> None:
    """Write what is known of sources after a check."""
    from sqlalchemy import bindparam, update

    if not sources:
        return
    columns = table("sources")
    names = [name for name in asdict(sources[0]) if name not in ("id", "url", "host")]
    statement = update(columns).where(columns.c.id == bindparam("key")).values({name: bindparam(f"new_{name}") for name in names})
    connection.execute(statement, [{"key": source.id, **{f"new_{name}": getattr(source, name) for name in names}} for source in sources])


def keep_content(connection: Connection, body: bytes, now: str, *, extract: bytes | None = None, extractor: str | None = None) -> str:
    """Keep bytes, once, and give their hash.

    Parameters
    ----------
    body
        As they came.
    extract
        The packed extract, if there is one, and
    extractor
        who made it.
    """
    from sqlalchemy import insert, select

    contents = table("contents")
    key = sha256(body)
    known = connection.execute(
        select(contents.c.sha256, contents.c.extractor, contents.c.body.is_(None)).where(contents.c.sha256 == key)
    ).first()
    if known is None:
        values = {"sha256": key, "size": len(body), "body": squeeze(body), "extract": extract, "extractor": extractor, "added": now}
        connection.execute(insert(contents).values(**values))
        return key
    if known[2]:
        _set(connection, key, body=squeeze(body))
    if extract is not None and known[1] != extractor:
        _set(connection, key, extract=extract, extractor=extractor)
    return key


def keep_extract(connection: Connection, content: str, extract: bytes, extractor: str) -> None:
    """Keep the extract of bytes that are there already."""
    _set(connection, content, extract=extract, extractor=extractor)


def _set(connection: Connection, content: str, **values: Any) -> None:
    from sqlalchemy import update

    connection.execute(update(table("contents")).where(table("contents").c.sha256 == content).values(**values))


def body_of(connection: Connection, content: str) -> bytes | None:
    """The bytes of a hash; ``None`` if retention took them.

    Raises
    ------
    StoreError
        They are damaged: not what their hash says.
    """
    from sqlalchemy import select

    contents = table("contents")
    packed = connection.execute(select(contents.c.body).where(contents.c.sha256 == content)).scalar()
    if packed is None:
        return None
    try:
        body = swell(packed)
    except ValueError as error:
        raise StoreError(f"stored content {content[:12]} is damaged: run 'provenance audit doctor'") from error
    if sha256(body) != content:
        raise StoreError(f"stored content {content[:12]} is not what its hash says: run 'provenance audit doctor'")
    return body


def extract_of(connection: Connection, content: str, extractor: str) -> bytes | None:
    """The packed extract of a hash, if that version of the extractor made it."""
    from sqlalchemy import select

    contents = table("contents")
    found = connection.execute(select(contents.c.extract).where(contents.c.sha256 == content, contents.c.extractor == extractor)).scalar()
    return bytes(found) if found is not None else None


def add_capture(
    connection: Connection, run: int, source: str, fetched: str, status: str, content: str | None, described: dict[str, Any]
) -> int:
    """Write what a check found, once for each run and source; a second call gives the number of the first."""
    from sqlalchemy import insert, select

    captures = table("captures")
    there = connection.execute(select(captures.c.id).where(captures.c.run == run, captures.c.source == source)).scalar()
    if there is not None:
        return int(there)
    values = {"run": run, "source": source, "fetched": fetched, "status": status, "content": content, "described": pack(described)}
    made = connection.execute(insert(captures).values(**values)).inserted_primary_key
    assert made is not None
    return int(made[0])


def captures(connection: Connection, ids: Sequence[int]) -> dict[int, StoredCapture]:
    """Captures by their numbers."""
    from sqlalchemy import select

    rows = table("captures")
    found: dict[int, StoredCapture] = {}
    for some in chunks(list(ids)):
        for row in connection.execute(select(rows).where(rows.c.id.in_(some))):
            found[row.id] = _capture(row)
    return found


def _capture(row: Row[Any]) -> StoredCapture:
    values = dict(row._mapping)
    return StoredCapture(**{**values, "described": unpack(values["described"])})


def retire(connection: Connection, before: str) -> int:
    """Forget bytes that no verdict rests on and no source was last read as, and that were added before a moment.

    Returns
    -------
    int
        How many bodies went. The row stays, with its hash and size, so that the chain of custody stays whole.
    """
    from sqlalchemy import select, update

    contents, rows, sources, verdicts = table("contents"), table("captures"), table("sources"), table("verdicts")
    needed = {row[0] for row in connection.execute(select(rows.c.content).join(sources, sources.c.capture == rows.c.id))}
    for row in connection.execute(select(verdicts.c.captures)):
        needed.update(content for _, _, content in row[0])
    old = connection.execute(select(contents.c.sha256).where(contents.c.added < before, contents.c.body.is_not(None)))
    gone = [row[0] for row in old if row[0] not in needed]
    for some in chunks(gone):
        connection.execute(update(contents).where(contents.c.sha256.in_(some)).values(body=None, extract=None, extractor=None))
    return len(gone)
