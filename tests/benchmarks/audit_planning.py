"""The memory and time that an audit takes to find out what is due, measured over sources that are only rows of a store.

    python tests/benchmarks/audit_planning.py [--sources 200000] [--citations 5] [--again]

Articles and sources are written as rows; no page is ever asked for, no text is read. Then a night is planned: the articles that are due,
the sources in their order of urgency and the first batch of them, what changed, and the articles to be judged. Told are seconds of CPU
and how far the process's peak of memory rose above what it was before. With ``--again`` every source has been looked at before, and
every claim has a verdict. Compare two numbers of sources: the peak must not follow them.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provenance.audit import articles, evidence, runs
from provenance.audit.checks import BATCH, Checks
from provenance.audit.clock import stamp
from provenance.audit.database import Database
from provenance.audit.drifts import Drifts
from provenance.audit.nouns import ItemKind, Run
from provenance.audit.packing import pack
from provenance.audit.readings import Readings
from provenance.audit.run import tally
from provenance.audit.stage import Budget, Spent
from provenance.audit.tables import table
from provenance.audit.verdicts import Verdicts
from provenance.audit.versions import migrate
from provenance.config import Config

NOW = "2026-03-02T02:00:00Z"
DESCRIBED = {
    "id": "",
    "url": "",
    "status": "ok",
    "final_url": "https://host.example/page",
    "published": None,
    "title": "A page of news " * 8,
}


def fill(database: Database, sources: int, citations: int, again: bool) -> Run:
    """Write articles that cite ``citations`` sources each; gives a run that is about to begin."""

    def work(connection: Any) -> Run:
        audit = articles.audit_id(connection, "default", now=NOW)
        run = runs.begin(connection, audit, NOW, tool="1", model="embedded", settings={})
        for rows, name in ((articles_of(audit, sources // citations), "articles"), (sources_of(sources, again), "sources")):
            put(connection, name, rows)
        put(
            connection,
            "citations",
            ({"article": n // citations + 1, "source": key(n), "url": "https://host.example/"} for n in range(sources)),
        )
        if again:
            described = pack(DESCRIBED)
            texts = {"sha256": "ab" * 32, "size": 1, "added": NOW}
            put(connection, "contents", iter([texts]))
            values = {"run": run.id, "fetched": NOW, "status": "ok", "content": "cd" * 32, "extract": "ab" * 32, "described": described}
            put(connection, "captures", ({**values, "id": n + 1, "source": key(n)} for n in range(sources)))
            put(connection, "verdicts", (verdict(n, audit, run.id, citations) for n in range(sources)))
        return run

    return database.transact(work)


def key(number: int) -> str:
    return f"s-{number * 2654435761 % (1 << 40):010x}"


def articles_of(audit: int, count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield {
            "audit": audit,
            "place": f"/articles/{number}.md",
            "tags": [],
            "added": NOW,
            "published": day,
            "sha256": "ef" * 32,
            "read": NOW,
        }


def sources_of(count: int, again: bool) -> Iterator[dict[str, Any]]:
    for number in range(count):
        known = {"status": "ok", "capture": number + 1, "last": number + 1, "checked": NOW, "due": NOW, "checks": 1} if again else {}
        yield {"id": key(number), "url": f"https://host{number % 997}.example/{number}", "host": f"host{number % 997}.example", **known}


def verdict(number: int, audit: int, run: int, citations: int) -> dict[str, Any]:
    rests = [[key(number), number + 1, "ab" * 32]]
    told = {"label": "supported", "confidence": "0.9", "given": NOW, "tool": "1", "model": "embedded", "current": True, "hash": "00" * 32}
    here = {"audit": audit, "seq": number + 1, "run": run, "article": number // citations + 1, "claim": f"c-{number}"}
    return {**here, **told, "captures": rests, "document": b"x" * 400}


def put(connection: Any, name: str, rows: Iterator[dict[str, Any]]) -> None:
    from itertools import islice

    from sqlalchemy import insert

    while some := list(islice(rows, 5_000)):
        connection.execute(insert(table(name)), some)


def peak() -> float:
    """The most memory that this process had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def plan(database: Database, run: Run, config: Config, store: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    spent = Spent(Budget())
    checks = Checks(database, run, config, store)
    verdicts = Verdicts(database, run, config, store)
    yield "articles to read", lambda: len(Readings(database, run, config, store)._due(NOW))
    yield "sources to look at", lambda: checks._plan(spent, NOW)
    batch: list[str] = []
    yield "first of them", lambda: batch.extend(next(runs.due(database, run.id, ItemKind.SOURCE, BATCH))) or len(batch)
    yield "what is known of these", lambda: len(database.transact(lambda c: checks._subjects(c, batch, NOW)))
    yield "sources with news", lambda: sum(1 for _ in Drifts(database, run).work())
    yield "articles to judge", verdicts._plan
    yield "sources in numbers", lambda: database.transact(lambda c: tally(c, run.audit, NOW))["watched"]
    yield "dead and failing", lambda: database.transact(lambda c: evidence.count(c, run.audit, NOW)).dead


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=200_000)
    parser.add_argument("--citations", type=int, default=5)
    parser.add_argument("--again", action="store_true")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="provenance-planning-"))
    try:
        store = f"sqlite:///{folder / 'audit.db'}"
        database = Database(store)
        migrate(database)
        run = fill(database, chosen.sources, chosen.citations, chosen.again)
        base = peak()
        print(f"{chosen.sources} sources, {stamp(datetime.now(UTC))}; peak before {base:.0f} MiB")
        for name, step in plan(database, run, Config(no_archive=True), store):
            began = time.process_time()
            found = step()
            print(f"{name:24} {found:>9} {time.process_time() - began:7.1f} s CPU, peak +{peak() - base:.0f} MiB")
        database.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
