"""How an audit stands: what it watches, what is due, how the last runs ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.audit import articles, evidence, runs
from provenance.audit.locks import is_dead
from provenance.audit.nouns import Run
from provenance.audit.tables import table

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Standing:
    """An audit in numbers."""

    audit: str
    articles: int
    unreadable: tuple[str, ...]
    """Why, a sentence each, for the articles that cannot be read."""
    quarantined: int
    sources: int
    due: int
    """Sources that the next run looks at."""
    dead: int
    failing: int
    labels: Mapping[str, int]
    """The verdicts that hold, by label."""
    last: Run | None
    """The last run that ended."""
    broken_off: Run | None
    """The run that the next one takes up, if it is not at work right now."""
    is_running: bool


def standing(connection: Connection, name: str, now: str) -> Standing:
    """How an audit stands.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    from sqlalchemy import func, select

    audit = articles.audit_id(connection, name)
    watched = articles.listed(connection, audit)
    sources = evidence.count(connection, audit, now)
    verdicts, locks = table("verdicts"), table("locks")
    chosen = (
        select(verdicts.c.label, func.count())
        .join(table("articles"), table("articles").c.id == verdicts.c.article)
        .where(verdicts.c.audit == audit, verdicts.c.current.is_(True))
        .group_by(verdicts.c.label)
    )
    last = runs.latest(connection, audit)
    holder = connection.execute(select(locks).where(locks.c.audit == audit)).first()
    return Standing(
        audit=name,
        articles=len(watched),
        unreadable=tuple(a.message for a in watched if a.message is not None),
        quarantined=sum(a.quarantined for a in watched),
        sources=sources.watched,
        due=sources.due,
        dead=sources.dead,
        failing=sources.failing,
        labels=dict(sorted(Counter({row[0]: row[1] for row in connection.execute(chosen)}).items())),
        last=last[0] if last else None,
        broken_off=runs.unfinished(connection, audit),
        is_running=holder is not None and not is_dead(holder),
    )
