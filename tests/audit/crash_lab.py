"""An audit to be broken: a corpus, its server, a store, and processes that run a night of it and may be killed.

A lean night is the program's own, store, locks, fetching, extraction, schedule and all, but for two functions of a worker that
cost most and can lose nothing: articles of one line a claim are read by a pattern, and a claim is compared letter by letter. So a
hundred of them can be killed in minutes. ``python crash_lab.py PLAN`` runs one; :meth:`Lab.night` with ``lean=False`` runs the
command itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [folder for folder in (str(HERE), str(HERE.parent)) if folder not in sys.path]

from corpus import Corpus  # noqa: E402 - found only now
from corpus_server import Server  # noqa: E402
from newsroom import Inline  # noqa: E402

from provenance.audit import articles, work  # noqa: E402
from provenance.audit.clock import stamp  # noqa: E402
from provenance.audit.database import Database  # noqa: E402
from provenance.audit.evidence import content_of, keep_content  # noqa: E402
from provenance.audit.ledger import NewVerdict  # noqa: E402
from provenance.audit.limits import heed_memory  # noqa: E402
from provenance.audit.run import Outcome, run  # noqa: E402
from provenance.audit.sources_json import extract_from  # noqa: E402
from provenance.audit.versions import migrate  # noqa: E402
from provenance.config import Config  # noqa: E402

_LINE = re.compile(r"^(.+) <(http\S+)>$", re.MULTILINE)
LONGEST = 300
"""Seconds after which a process counts as hanging."""


def read(order: work.ReadOrder) -> work.Reading:
    """Stands in for :func:`provenance.audit.work.read`."""
    from provenance.sources.addressing.canonical import normal, source_id

    seen = Path(order.place).stat()
    mark = f"{seen.st_size}:{seen.st_mtime_ns}"
    if mark == order.stamp:
        return work.Reading(order.article, mark, unchanged=True)
    body = Path(order.place).read_bytes()
    content = work._database(order.store).transact(lambda c: keep_content(c, body, "2026-03-01T02:00:00Z"))
    cited = tuple((source_id(url), url, work.host_of(normal(url))) for _, url in _LINE.findall(body.decode()))
    return work.Reading(order.article, mark, sha256=content, cited=cited)


def judge(order: work.JudgeOrder) -> work.Judged:
    """Stands in for :func:`provenance.audit.work.judge`."""
    from provenance.sources.addressing.canonical import source_id

    database = work._database(order.store)
    body = database.transact(lambda c: content_of(c, order.content))
    assert body is not None
    verdicts = []
    for says, url in _LINE.findall(body.decode()):
        key = source_id(url)
        held = order.sources[key]
        packed = database.transact(lambda c, h=held.extract: content_of(c, h)) if held.extract else None  # type: ignore[misc]
        label = "not_checkable" if packed is None else "supported" if says in extract_from(packed, url).full else "contradicted"
        document = {
            "text": says,
            "span": {"line": 1},
            "verdict": {"reasons": []},
            "findings": [{"source": key, "evidence": [{"text": says, "link": url}] if packed else []}],
        }
        claim = hashlib.sha256(f"{says}|{key}".encode()).hexdigest()[:16]
        verdicts.append(NewVerdict(claim, label, 1.0, ((key, held.capture, held.extract),), document))
    return work.Judged(order.article, tuple(verdicts))


class Lean(Inline):
    """Does the work of a lean night in this process."""

    def map(self, name: str, orders: Any) -> Iterator[tuple[str, Any]]:
        for key, order in orders:
            yield key, (read if name == work.READ else judge)(order)


@dataclass
class Plan:
    """What a process is to run."""

    store: str
    hosts: tuple[str, ...]
    when: str
    timeout: float = 10.0
    limits: dict[str, int] | None = None
    """``RLIMIT_…`` → value, set before anything else."""

    @property
    def config(self) -> Config:
        return Config(
            allow_host=self.hosts, no_archive=True, max_retries=0, jobs=1, timeout=self.timeout, ignore_robots=True, host_concurrency=4
        )


def lean_night(plan: Plan, **more: Any) -> Outcome:
    """Run a lean night here."""
    moment = datetime.fromisoformat(plan.when)
    more.setdefault("clock", lambda: moment)
    try:
        return run("default", plan.config, plan.store, made=Lean(), **more)
    finally:
        # what is done to the file afterwards must not be done under an open connection
        work._database(plan.store).close()
        work._database.cache_clear()


class Lab:
    """A corpus, its server and a store.

    Parameters
    ----------
    corpus
        What is audited.
    store
        Address of the database; by default a file in the lab's own folder.
    latency
        Seconds before each answer of the server.
    """

    def __init__(self, corpus: Corpus, *, store: str | None = None, latency: float = 0.0) -> None:
        self.corpus = corpus
        # no folder of pytest's: some processes run as another user, who may not look into those
        self.folder = Path(tempfile.mkdtemp(prefix="provenance-crash-"))
        self.folder.chmod(0o755)
        self.server = Server(corpus, latency=latency)
        self.file = self.folder / "store" / "audit.db"
        self.store = store or f"sqlite:///{self.file}"
        self.night = 0

    def __enter__(self) -> Lab:
        self.server.__enter__()
        (self.folder / "articles").mkdir()
        for number, pages in enumerate(self.corpus.cited):
            lines = [f"{self.corpus.pages[n].fact.first} <{self.corpus.url(n, self.server.port)}>" for n in pages]
            (self.folder / "articles" / f"{number:06}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.make(self.store)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    def make(self, store: str) -> None:
        """A new store that watches the articles."""
        database = Database(store)
        with closing(database):
            migrate(database)
            now = stamp(self.corpus.when(0))
            places = sorted(str(file) for file in (self.folder / "articles").iterdir())
            database.transact(lambda c: articles.add(c, articles.audit_id(c, "default", now=now), places, (), now))

    def go(self, night: int) -> None:
        """Go on to a night."""
        self.night = self.server.night = night

    def plan(self, store: str | None = None, **more: Any) -> Plan:
        when = self.corpus.when(self.night % len(self.corpus.days)) + timedelta(days=20 * (self.night // len(self.corpus.days)))
        return Plan(store or self.store, self.server.hosts, when.isoformat(), **more)

    def start(self, store: str | None = None, *, env: dict[str, str] | None = None, user: int | None = None, **more: Any) -> Running:
        """Begin a lean night in a process of its own."""
        plan = json.dumps(vars(self.plan(store, **more)))
        return Running([sys.executable, str(HERE / "crash_lab.py"), plan], env=env, user=user)

    def command(self, *arguments: str, store: str | None = None, **more: Any) -> Running:
        """Begin ``provenance audit`` in a process of its own."""
        settings = self.folder / "provenance.toml"
        settings.write_text("no_archive = true\nmax_retries = 0\ntimeout = 20\njobs = 1\nignore_robots = true\n", encoding="utf-8")
        allowed = [part for host in self.server.hosts for part in ("--allow-host", host)] if arguments[0] == "run" else []
        chosen = ["--config", str(settings)] if arguments[0] == "run" else []
        command = [sys.executable, "-m", "provenance", "audit", *arguments, *chosen, *allowed, "--store", store or self.store]
        return Running(command, **more)

    def finish(self, **more: Any) -> None:
        """Run lean nights until one ends well."""
        ended = self.start(**more).end()
        assert ended.code == 0, ended.err

    def database(self) -> closing[Database]:
        return closing(Database(self.store))

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the file itself, past the program."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(statement).fetchall()

    # ---- what is in it -------------------------------------------------------------------------------------------

    def results(self, store: str | None = None) -> list[tuple[Any, ...]]:
        """All that was found out, without numbers and times: verdicts that hold, what is known of sources, what was told."""
        from sqlalchemy import text

        asked = (
            "SELECT a.place, v.claim, v.label, v.confidence, v.captures FROM verdicts v JOIN articles a ON a.id = v.article WHERE v.current",
            "SELECT s.id, s.status, s.checks, s.changes, s.failures, s.lapses, s.dead FROM sources s",
            "SELECT r.started, e.kind, coalesce(a.place, ''), coalesce(e.source, ''), coalesce(e.claim, '') "
            "FROM events e JOIN runs r ON r.id = e.run LEFT JOIN articles a ON a.id = e.article",
        )
        with closing(Database(store or self.store)) as database:
            rows = database.transact(lambda c: [[tuple(row) for row in c.execute(text(one))] for one in asked])
        verdicts = [(*row[:4], tuple((s, x) for s, _, x in (json.loads(row[4]) if isinstance(row[4], str) else row[4]))) for row in rows[0]]
        return sorted(map(repr, (*verdicts, *rows[1], *rows[2])))  # type: ignore[arg-type]

    def fingerprint(self, store: str | None = None) -> str:
        """Hash of :meth:`results`."""
        return hashlib.sha256("\n".join(map(str, self.results(store))).encode()).hexdigest()

    def acknowledged(self) -> set[tuple[Any, ...]]:
        """What is written: it must never be lost."""
        return set(self.query("SELECT 'verdict', seq, hash FROM verdicts UNION ALL SELECT kind, run, key FROM items WHERE state = 'done'"))

    def whole(self, store: str | None = None) -> None:
        """Fail unless the store is sound, its chain whole, nothing doubled, and each article judged exactly once."""
        from sqlalchemy import text

        from provenance.audit.doctor import examine

        with closing(Database(store or self.store)) as database:
            database.whole()
            found = examine(database)
            assert found.faults == (), found.faults[:3]
            doubled = database.transact(
                lambda c: c.execute(text("SELECT run, article, claim FROM verdicts GROUP BY run, article, claim HAVING count(*) > 1")).all()
            )
            assert not doubled, doubled[:3]
            rows = "SELECT a.place, count(v.id) FROM articles a LEFT JOIN verdicts v ON v.article = a.id AND v.current GROUP BY a.place"
            judged = {Path(place).stem: count for place, count in database.transact(lambda c: c.execute(text(rows)).all())}
        wanted = {f"{number:06}": len(pages) for number, pages in enumerate(self.corpus.cited)}
        assert judged == wanted, sorted(judged.items() ^ wanted.items())[:5]


@dataclass
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


class Running:
    """A process at work."""

    def __init__(self, command: list[str], *, env: dict[str, str] | None = None, user: int | None = None, **more: Any) -> None:
        # pinned to one thread for the sake of the others on the machine
        full = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **(env or {})}
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        self.process = subprocess.Popen(command, env=full, user=user, start_new_session=True, **more)

    def signal(self, number: int) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)

    def end(self, seconds: float = LONGEST) -> Ended:
        try:
            out, err = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"still running after {seconds} s") from None
        return Ended(self.process.returncode, (out or b"").decode("utf-8", "replace"), (err or b"").decode("utf-8", "replace"))


def limited(limits: dict[str, int] | None) -> None:
    """Set limits of this process."""
    for name, value in (limits or {}).items():
        kind = getattr(resource, name)
        resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))


def main(encoded: str) -> None:
    """Run a lean night and leave as the command would."""
    from provenance.cli.edge import leave
    from provenance.cli.stopping import stoppable

    values = json.loads(encoded)
    plan = Plan(**{**values, "hosts": tuple(values["hosts"])})
    limited(plan.limits)
    heed_memory()

    def night() -> None:
        with stoppable():
            outcome = lean_night(plan)
        if outcome.run.message:
            sys.stderr.write(f"{outcome.run.message}\n")

    leave(night)


def each(count: int, step: Callable[[int], None]) -> None:
    """Do something several times, saying which one failed."""
    for number in range(count):
        try:
            step(number)
        except AssertionError as error:
            raise AssertionError(f"round {number}: {error}") from error


if __name__ == "__main__":
    main(sys.argv[1])
