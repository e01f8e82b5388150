"""Audits and the articles that they watch, in the store.

Functions here and in the modules beside take a connection: what belongs together is done in one transaction of
:meth:`provenance.audit.database.Database.transact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from provenance.audit.nouns import Article
from provenance.audit.tables import table
from provenance.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

DEFAULT = "default"
"""The audit that is meant where none is named."""
CHUNK = 500
"""Keys in one statement: SQLite takes 32,766 variables, PostgreSQL 65,535."""


def audit_id(connection: Connection, name: str, *, now: str | None = None) -> int:
    """The number of an audit; it is made if ``now`` is given.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    from sqlalchemy import insert, select

    audits = table("audits")
    found = connection.execute(select(audits.c.id).where(audits.c.name == name)).scalar()
    if found is not None:
        return int(found)
    if now is None:
        known = ", ".join(audit_names(connection))
        raise UsageError(
            f"there is no audit {name[:100]!r}" + (f": the audits are {known}" if known else " yet: 'provenance audit add' makes one")
        )
    if not name.strip() or len(name) > 100:
        raise UsageError("an audit's name has 1 to 100 characters: give another after --audit")
    made = connection.execute(insert(audits).values(name=name, created=now)).inserted_primary_key
    assert made is not None
    return int(made[0])


def audit_names(connection: Connection) -> list[str]:
    """All audits by name, in alphabetical order."""
    from sqlalchemy import select

    audits = table("audits")
    return [row[0] for row in connection.execute(select(audits.c.name).order_by(audits.c.name))]


def add(connection: Connection, audit: int, places: Sequence[str], tags: Sequence[str], now: str) -> tuple[int, int]:
    """Watch articles; one that is watched already gets the tags that it lacks.

    Returns
    -------
    tuple
        How many are new, and how many of the others got a new tag.
    """
    from sqlalchemy import insert, select, update

    articles = table("articles")
    wanted = list(dict.fromkeys(places))
    known: dict[str, tuple[int, list[str]]] = {}
    for some in chunks(wanted):
        rows = connection.execute(
            select(articles.c.place, articles.c.id, articles.c.tags).where(articles.c.audit == audit, articles.c.place.in_(some))
        )
        known.update({row.place: (row.id, list(row.tags)) for row in rows})
    new = [place for place in wanted if place not in known]
    if new:
        label = sorted(set(tags))
        connection.execute(insert(articles), [{"audit": audit, "place": place, "tags": label, "added": now} for place in new])
    tagged = 0
    for number, had in known.values():
        if not set(tags) <= set(had):
            connection.execute(update(articles).where(articles.c.id == number).values(tags=sorted({*had, *tags})))
            tagged += 1
    return len(new), tagged


def remove(connection: Connection, ids: Iterable[int]) -> int:
    """Watch articles no longer, and forget their citations; verdicts that were given stay in the ledger."""
    from sqlalchemy import delete

    count = 0
    for some in chunks(list(ids)):
        count += connection.execute(delete(table("articles")).where(table("articles").c.id.in_(some))).rowcount
    return count


def listed(connection: Connection, audit: int, *, tags: Sequence[str] = ()) -> tuple[Article, ...]:
    """The articles of an audit in the order in which they were added; with ``tags`` those that bear one of them."""
    from sqlalchemy import select

    articles = table("articles")
    rows = connection.execute(select(articles).where(articles.c.audit == audit).order_by(articles.c.id))
    found = (article_of(row) for row in rows)
    return tuple(a for a in found if not tags or set(tags) & set(a.tags))


def count(connection: Connection, audit: int) -> int:
    """How many articles an audit watches."""
    from sqlalchemy import func, select

    articles = table("articles")
    return int(connection.execute(select(func.count()).where(articles.c.audit == audit)).scalar() or 0)


def dates(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[str | None, str]]:
    """When articles appeared, if that is known, and when they were added."""
    from sqlalchemy import select

    articles = table("articles")
    found: dict[int, tuple[str | None, str]] = {}
    for some in chunks(sorted(ids)):
        chosen = select(articles.c.id, articles.c.published, articles.c.added).where(articles.c.id.in_(some))
        found.update({row.id: (row.published, row.added) for row in connection.execute(chosen)})
    return found


def page(connection: Connection, audit: int, after: int, size: int) -> tuple[Article, ...]:
    """The first ``size`` articles of an audit that were added after the one with the number ``after``."""
    from sqlalchemy import select

    articles = table("articles")
    chosen = select(articles).where(articles.c.audit == audit, articles.c.id > after).order_by(articles.c.id).limit(size)
    return tuple(article_of(row) for row in connection.execute(chosen))


def by_id(connection: Connection, ids: Sequence[int]) -> dict[int, Article]:
    """Articles by their numbers."""
    from sqlalchemy import select

    articles = table("articles")
    found: dict[int, Article] = {}
    for some in chunks(list(ids)):
        found.update({row.id: article_of(row) for row in connection.execute(select(articles).where(articles.c.id.in_(some)))})
    return found


def change(connection: Connection, article: int, **values: Any) -> None:
    """Set columns of an article."""
    from sqlalchemy import update

    connection.execute(update(table("articles")).where(table("articles").c.id == article).values(**values))


def cite(connection: Connection, article: int, cited: Sequence[tuple[str, str, str]]) -> None:
    """Set what an article cites: id, address as written, and host of each source. Sources new to the store are made."""
    from sqlalchemy import delete, insert, select

    sources, citations = table("sources"), table("citations")
    first = {source: (url, host) for source, url, host in reversed(cited)}
    known: set[str] = set()
    for some in chunks(list(first)):
        known.update(row[0] for row in connection.execute(select(sources.c.id).where(sources.c.id.in_(some))))
    new = [{"id": source, "url": url, "host": host[:255]} for source, (url, host) in first.items() if source not in known]
    if new:
        connection.execute(insert(sources), new)
    connection.execute(delete(citations).where(citations.c.article == article))
    if first:
        connection.execute(insert(citations), [{"article": article, "source": source, "url": url} for source, (url, _) in first.items()])


def cited_by(connection: Connection, articles: Sequence[int]) -> dict[int, dict[str, str]]:
    """For each article the sources that it cites: id → address as written."""
    from sqlalchemy import select

    citations = table("citations")
    found: dict[int, dict[str, str]] = {article: {} for article in articles}
    for some in chunks(list(articles)):
        for row in connection.execute(select(citations).where(citations.c.article.in_(some)).order_by(citations.c.source)):
            found[row.article][row.source] = row.url
    return found


def article_of(row: Row[Any]) -> Article:
    """A row of the table as the noun."""
    values = dict(row._mapping)
    return Article(**{**values, "tags": tuple(values["tags"]), "quarantined": bool(values["quarantined"])})


def chunks(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """``keys`` in pieces that fit into one statement."""
    return (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))
