"""Sources, what was read of them, and the bytes themselves, each kept once by the hash of its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from provenance.audit.articles import chunks
from provenance.audit.nouns import StoredCapture, Watched
from provenance.audit.packing import pack, sha256, squeeze, swell, unpack
from provenance.audit.tables import table
from provenance.errors import StoreError
from provenance.model import Status

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection


def watched(connection: Connection, ids: Sequence[str]) -> dict[str, Watched]:
    """Sources by their ids."""
    from sqlalchemy import select

    sources = table("sources")
    found: dict[str, Watched] = {}
    for some in chunks(list(ids)):
        found.update({row[0]: Watched(*row) for row in connection.execute(select(sources).where(sources.c.id.in_(some)))})
    return found


def cited_in(audit: int) -> ColumnElement[bool]:
    """Whether an article of an audit cites a source: a condition on the table of sources."""
    from sqlalchemy import exists

    citations, articles = table("citations"), table("articles")
    return exists().where(citations.c.source == table("sources").c.id, citations.c.article == articles.c.id, articles.c.audit == audit)


def citing(connection: Connection, audit: int, sources: Sequence[str]) -> dict[str, list[int]]:
    """The articles of an audit that cite each of some sources, by number; the sources that none cites are left out."""
    from sqlalchemy import select

    # in two steps: a join over both may be begun at the audit's articles, all of them for each piece of sources
    citations, articles = table("citations"), table("articles")
    pairs: list[tuple[str, int]] = []
    for some in chunks(list(sources)):
        chosen = select(citations.c.source, citations.c.article).where(citations.c.source.in_(some))
        pairs += [(row.source, row.article) for row in connection.execute(chosen)]
    ours: set[int] = set()
    for part in chunks(sorted({article for _, article in pairs})):
        ours.update(
            row.id
            for row in connection.execute(select(articles.c.id, articles.c.audit).where(articles.c.id.in_(part)))
            if row.audit == audit
        )
    found: dict[str, list[int]] = {}
    for source, article in sorted(pairs):
        if article in ours:
            found.setdefault(source, []).append(article)
    return found


def due_of(connection: Connection, audit: int, now: str, after: str, size: int) -> list[Watched]:
    """The first ``size`` sources behind the id ``after`` that the articles of an audit cite and that are due, by id."""
    from sqlalchemy import or_, select

    sources = table("sources")
    due = or_(sources.c.due.is_(None), sources.c.due <= now)
    chosen = select(sources).where(sources.c.id > after, due, cited_in(audit)).order_by(sources.c.id).limit(size)
    return [Watched(*row) for row in connection.execute(chosen)]


@dataclass(frozen=True, slots=True)
class Count:
    """The sources of an audit in numbers."""

    watched: int
    due: int
    dead: int
    failing: int
    """Not dead yet."""


def count(connection: Connection, audit: int, now: str) -> Count:
    """How many sources an audit watches, and how they are."""
    from sqlalchemy import and_, case, func, or_, select

    sources = table("sources")

    def those(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    due = or_(sources.c.due.is_(None), sources.c.due <= now)
    failing = and_(sources.c.dead.is_(None), sources.c.lapses > 0)
    chosen = select(func.count(), those(due), those(sources.c.dead.is_not(None)), those(failing)).where(cited_in(audit))
    return Count(*map(int, connection.execute(chosen).one()))


def update_watched(connection: Connection, sources: Sequence[Watched]) -> None:
    """Write what is known of sources after a check."""
    from sqlalchemy import bindparam, update

    if not sources:
        return
    columns = table("sources")
    names = [name for name in asdict(sources[0]) if name not in ("id", "url", "host")]
    statement = update(columns).where(columns.c.id == bindparam("key")).values({name: bindparam(f"new_{name}") for name in names})
    connection.execute(statement, [{"key": source.id, **{f"new_{name}": getattr(source, name) for name in names}} for source in sources])


def keep_content(connection: Connection, body: bytes, now: str) -> str:
    """Keep bytes, once, and give their hash; bytes that retention took are kept again."""
    from sqlalchemy import insert, select, update

    contents = table("contents")
    key = sha256(body)
    known = connection.execute(select(contents.c.body.is_(None)).where(contents.c.sha256 == key)).first()
    if known is None:
        connection.execute(insert(contents).values(sha256=key, size=len(body), body=squeeze(body), added=now))
    elif known[0]:
        connection.execute(update(contents).where(contents.c.sha256 == key).values(body=squeeze(body)))
    return key


def has_content(connection: Connection, content: str) -> bool:
    """Whether the bytes of a hash are kept."""
    from sqlalchemy import select

    contents = table("contents")
    return (
        connection.execute(select(contents.c.sha256).where(contents.c.sha256 == content, contents.c.body.is_not(None))).first() is not None
    )


def content_of(connection: Connection, content: str) -> bytes | None:
    """The bytes of a hash; ``None`` if retention took them, or they never came.

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


def add_capture(
    connection: Connection,
    run: int,
    source: str,
    *,
    fetched: str,
    status: str,
    described: dict[str, Any],
    content: str | None = None,
    extract: str | None = None,
) -> int:
    """Write what a check found, once for each run and source; a second call gives the number of the first."""
    from sqlalchemy import insert, select

    captures = table("captures")
    there = connection.execute(select(captures.c.id).where(captures.c.run == run, captures.c.source == source)).scalar()
    if there is not None:
        return int(there)
    values = {"run": run, "source": source, "fetched": fetched, "status": status, "content": content, "extract": extract}
    made = connection.execute(insert(captures).values(**values, described=pack(described))).inserted_primary_key
    assert made is not None
    return int(made[0])


def captures(connection: Connection, ids: Sequence[int]) -> dict[int, StoredCapture]:
    """Captures by their numbers."""
    from sqlalchemy import select

    rows = table("captures")
    found: dict[int, StoredCapture] = {}
    for some in chunks(list(ids)):
        for row in connection.execute(select(rows).where(rows.c.id.in_(some))):
            values: list[Any] = [*row]
            values[-1] = unpack(values[-1])
            found[row[0]] = StoredCapture(*values)
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was found at an address, and when."""

    capture: int
    extract: str
    first: str
    """When it was found first."""
    last: str
    """Until when it stood, as far as is known: when something else was found."""


def readings(connection: Connection, source: str, before: int) -> list[Reading]:
    """The texts that a source was read as before a capture; one out of an archive stood on the day of that copy."""
    from sqlalchemy import select

    rows = table("captures")
    chosen = select(rows.c.id, rows.c.fetched, rows.c.status, rows.c.extract).where(rows.c.source == source, rows.c.id <= before)
    found = list(connection.execute(chosen.order_by(rows.c.id)))
    known = []
    for row, following in pairwise(found):
        if row.extract is None:
            continue
        first, last = row.fetched, following.fetched
        if not Status(row.status).was_read:
            archive = captures(connection, [row.id])[row.id].described["archive"]
            first = last = archive["captured"] if archive else row.fetched
        known.append(Reading(row.id, row.extract, first, max(first, last)))
    return known


def retire(connection: Connection, before: str) -> int:
    """Forget bytes that nothing rests on, and that were added before a moment.

    What a verdict rests on is never forgotten, nor the article itself, nor what a source was last read as, nor what an audit was
    told of it last, nor dated copies, nor what is pinned.

    Returns
    -------
    int
        How many bodies went. Their row stays, with hash and size, so that the chain of custody stays whole.
    """
    from sqlalchemy import delete, select, update

    contents, rows, sources, verdicts = table("contents"), table("captures"), table("sources"), table("verdicts")
    answers, pins, derived = table("answers"), table("pins"), table("derived")
    needed: set[str | None] = {row[0] for row in connection.execute(select(pins.c.sha256))}
    needed.update(row[0] for row in connection.execute(select(table("articles").c.sha256)))
    last = select(rows.c.content, rows.c.extract).join(sources, sources.c.capture == rows.c.id)
    told = select(rows.c.content, rows.c.extract).join(table("seen"), table("seen").c.capture == rows.c.id)
    copied = select(rows.c.content, rows.c.extract).join(table("copies"), table("copies").c.capture == rows.c.id)
    rested = select(verdicts.c.captures)
    for chosen in (last, told, copied):
        for content, extract in connection.execute(chosen):
            needed.update((content, extract))
    bases: set[int] = set()
    for row in connection.execute(rested):
        needed.update(extract for _, _, extract in row[0])
        bases.update(capture for _, capture, _ in row[0] if capture is not None)
    for some in chunks(sorted(bases)):
        needed.update(row[0] for row in connection.execute(select(rows.c.content).where(rows.c.id.in_(some))))
    old = connection.execute(select(contents.c.sha256).where(contents.c.added < before, contents.c.body.is_not(None)))
    gone = [row[0] for row in old if row[0] not in needed]
    for some in chunks(gone):
        connection.execute(delete(answers).where(answers.c.sha256.in_(some)))
        connection.execute(delete(derived).where(derived.c.sha256.in_(some)))
        connection.execute(update(contents).where(contents.c.sha256.in_(some)).values(body=None))
    return len(gone)
