"""The ledger of an audit as lines for other programs: every verdict with its chain of custody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from provenance.audit import articles, ledger
from provenance.audit.nouns import StoredVerdict
from provenance.audit.tables import table
from provenance.reports.clean import encodable, masked

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA = "provenance.ledger/1"
FORMATS = ("jsonl", "csv")
_COLUMNS = ("seq", "article", "claim", "label", "confidence", "given", "tool", "model", "current", "text", "captures", "hash")


def lines(connection: Connection, audit: str, *, everything: bool = False) -> Iterator[dict[str, Any]]:
    """The verdicts of an audit in the order in which they were given.

    Parameters
    ----------
    audit
        Its name.
    everything
        Also those that hold no longer.

    Raises
    ------
    UsageError
        There is none of that name.
    """
    from sqlalchemy import select

    key = articles.audit_id(connection, audit)
    places = {article.id: article.place for article in articles.listed(connection, key)}
    rows = table("verdicts")
    chosen = select(rows).where(rows.c.audit == key).order_by(rows.c.seq)
    if not everything:
        chosen = chosen.where(rows.c.current.is_(True), rows.c.article.in_(select(table("articles").c.id)))
    for row in connection.execute(chosen):
        yield _line(ledger.verdict_of(row), places)


def _line(verdict: StoredVerdict, places: dict[int, str]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "seq": verdict.seq,
        "article": places.get(verdict.article),
        "claim": verdict.claim,
        "label": verdict.label,
        "confidence": verdict.confidence,
        "given": verdict.given,
        "tool": verdict.tool,
        "model": verdict.model,
        "current": verdict.current,
        "captures": [{"source": source, "capture": capture, "extract": extract} for source, capture, extract in verdict.captures],
        "hash": verdict.hash,
        "document": verdict.document,
    }


def written(found: Iterator[dict[str, Any]], format: str) -> Iterator[str]:
    """The lines as text, piece by piece: ``jsonl`` (one JSON object a line) or ``csv`` (RFC 4180, for a table program)."""
    if format == "jsonl":
        for line in found:
            yield encodable(json.dumps(line, ensure_ascii=False, allow_nan=False)) + "\n"
        return
    yield _row(_COLUMNS)
    for line in found:
        texts = ", ".join(f"{c['source']}:{c['extract'] or ''}" for c in line["captures"])
        yield _row([str({**line, "text": line["document"]["text"], "captures": texts}[name]) for name in _COLUMNS])


def _row(cells: tuple[str, ...] | list[str]) -> str:
    from provenance.reports.csv import neutral

    out = io.StringIO()
    csv.writer(out).writerow([neutral(encodable(masked(cell))) for cell in cells])
    return out.getvalue()
