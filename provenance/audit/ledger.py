"""The verdicts of an audit: an account to which lines are only added, each holding the hash of the line before.

Every line says with which tool and model it was given, when, and on which captures it rests. Changing, removing or reordering a
line breaks the chain, and :func:`check` says where (the hash chain is that of a transparency log without its tree).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.audit.articles import chunks
from provenance.audit.nouns import StoredVerdict
from provenance.audit.packing import canonical, pack, sha256, unpack
from provenance.audit.tables import table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

Rest = tuple[str, int | None, str | None]
"""Source, capture and hash of the extract that a verdict rests on."""


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """A verdict that is about to be written."""

    claim: str
    label: str
    confidence: float
    captures: tuple[Rest, ...]
    document: dict[str, Any]
    """The claim as the JSON report has it."""


def write(
    connection: Connection, audit: int, run: int, article: int, verdicts: Sequence[NewVerdict], *, now: str, tool: str, model: str
) -> list[StoredVerdict]:
    """Write the verdicts of an article, all together; those before them are current no longer.

    A claim that has a verdict of this run already keeps it, so that a run which is taken up again doubles nothing.

    Returns
    -------
    list
        The lines as written, or as they were there.
    """
    from sqlalchemy import insert, select, update

    lines = table("verdicts")
    there = connection.execute(select(lines).where(lines.c.run == run, lines.c.article == article).order_by(lines.c.seq))
    written = [verdict_of(row) for row in there]
    known = {verdict.claim for verdict in written}
    last = connection.execute(select(lines.c.seq, lines.c.hash).where(lines.c.audit == audit).order_by(lines.c.seq.desc()).limit(1)).first()
    seq, before = (last.seq, last.hash) if last is not None else (0, "")
    new, given = [], {}
    for verdict in verdicts:
        if verdict.claim in known:
            continue
        known.add(verdict.claim)
        seq += 1
        values: dict[str, Any] = {
            "audit": audit,
            "seq": seq,
            "run": run,
            "article": article,
            "claim": verdict.claim,
            "label": verdict.label,
            "confidence": f"{verdict.confidence:.4f}",
            "given": now,
            "tool": tool,
            "model": model,
            "captures": [list(rest) for rest in verdict.captures],
            "document": pack(verdict.document),
        }
        before = _link(values, before)
        new.append({**values, "current": True, "hash": before})
        given[seq] = {**new[-1], "captures": tuple(verdict.captures), "document": verdict.document}
    connection.execute(update(lines).where(lines.c.article == article, lines.c.current.is_(True), lines.c.run != run).values(current=False))
    if new:
        connection.execute(insert(lines), new)
        numbers = select(lines.c.id, lines.c.seq).where(lines.c.run == run, lines.c.article == article).order_by(lines.c.seq)
        written += [StoredVerdict(id=number, **given[at]) for number, at in connection.execute(numbers) if at in given]
    return written


def _link(values: dict[str, Any], before: str) -> str:
    """The hash of a line: of its values, with the document's own hash for the document, and of the line before."""
    told = {key: value for key, value in values.items() if key != "document"}
    return sha256(canonical({**told, "document": sha256(values["document"]), "before": before}))


def current(connection: Connection, articles: Sequence[int]) -> Iterator[StoredVerdict]:
    """The verdicts that hold now, by article and in the order in which they were written."""
    from sqlalchemy import select

    lines = table("verdicts")
    for some in chunks(list(articles)):
        chosen = select(lines).where(lines.c.article.in_(some), lines.c.current.is_(True)).order_by(lines.c.article, lines.c.seq)
        for row in connection.execute(chosen):
            yield verdict_of(row)


def history(connection: Connection, article: int, claim: str) -> list[StoredVerdict]:
    """All verdicts that a claim was ever given, the first one first."""
    from sqlalchemy import select

    lines = table("verdicts")
    return [
        verdict_of(row)
        for row in connection.execute(select(lines).where(lines.c.article == article, lines.c.claim == claim).order_by(lines.c.seq))
    ]


def verdict_of(row: Row[Any]) -> StoredVerdict:
    """A row of the table as the noun."""
    values: list[Any] = [*row]
    captures, document, current = values[-4:-1]
    values[-4:-1] = [tuple((source, capture, content) for source, capture, content in captures), unpack(document), bool(current)]
    return StoredVerdict(*values)


def check(connection: Connection, audit: int) -> Iterator[str]:
    """What is wrong with an audit's chain, a line each; nothing if it is whole."""
    from sqlalchemy import select

    lines = table("verdicts")
    before, expected = "", 1
    for row in connection.execute(select(lines).where(lines.c.audit == audit).order_by(lines.c.seq).execution_options(yield_per=500)):
        values = {key: value for key, value in row._mapping.items() if key not in ("id", "current", "hash")}
        if row.seq != expected:
            yield f"verdict {expected} is missing: the next that is there is {row.seq}"
        if _link({**values, "document": bytes(row.document)}, before) != row.hash:
            yield f"verdict {row.seq} (article {row.article}, claim {row.claim}) was changed after it was given, or the one before it was"
        before, expected = row.hash, row.seq + 1
