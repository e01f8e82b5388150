"""Crash points around the store: disks, folders, memory, parsers, clocks, descriptors, streams, articles, the network."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from corpus import Answer, Corpus
from crash_lab import HERE, Lab, Running, lean_night
from sqlalchemy import text

from provenance.audit.database import Database
from provenance.audit.engines.local import LocalEngine
from provenance.audit.nouns import RunState
from provenance.audit.run import run
from provenance.errors import StoreError


def wait_for(file: Path, running: Running, seconds: float) -> bool:
    """Wait until a file is there, a process ended, or time is up."""
    until = time.monotonic() + seconds
    while not file.exists() and running.process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    return file.exists()


def _one_line(err: str) -> str:
    assert "Traceback" not in err, err
    lines = [line for line in err.splitlines() if line.startswith("provenance: ")]
    assert len(lines) == 1, err
    return lines[0]


def _steady(articles: int = 6, **more: Any) -> Corpus:
    return Corpus(articles, 2, more.pop("hosts", 4), seed=6, fated=more.pop("fated", 0.0), outage=None, **more)


def full_disk(full: bool) -> str:
    """C04: a limit on file sizes, and a disk that is full."""
    stopped = 0
    with Lab(_steady(20)) as lab:
        sizes = range(200_000, 900_000, 50_000) if full else (250_000,)
        for size in sizes:
            ended = lab.start(limits={"RLIMIT_FSIZE": size}).end()
            if ended.code == 0:
                break
            assert ended.code == 3, ended
            assert "make room" in _one_line(ended.err), ended.err
            stopped += 1
            before = lab.acknowledged()
            with closing(Database(lab.store)) as database:
                database.whole()
            assert before <= lab.acknowledged()
        assert stopped
        lab.finish()
        lab.whole()
        disk = _tmpfs(lab) if full else "a full disk only in full"
    return f"{stopped} limits on file sizes ended runs with one line, store sound, taken up; {disk}"


def _tmpfs(lab: Lab) -> str:
    place = lab.folder / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True).returncode:
        return "no small disk could be mounted here"
    try:
        store = f"sqlite:///{place / 'audit.db'}"
        lab.make(store)
        room = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
        (place / "filler").write_bytes(bytes(max(0, room - 120_000)))
        ended = lab.start(store).end()
        assert ended.code == 3, ended
        assert "make room" in _one_line(ended.err)
        (place / "filler").unlink()
        with closing(Database(store)) as database:
            database.whole()
        assert subprocess.run(["mount", "-o", "remount,size=64m", str(place)], capture_output=True).returncode == 0
        lab.go(lab.night)
        ended = lab.start(store).end()
        assert ended.code == 0, ended.err
        lab.whole(store)
    finally:
        subprocess.run(["umount", str(place)], capture_output=True)
    return "a full disk too"


def no_place(full: bool) -> str:
    """C05: a folder that may not be written, a folder in the file's place, a file that goes away."""
    with Lab(_steady(2), latency=0.15) as lab:
        lab.file.parent.chmod(0o555)
        lab.file.chmod(0o444)
        said = []
        # who may do everything is stopped by no rights: another user tries
        am_root = os.geteuid() == 0
        if am_root:
            os.seteuid(65534)
        try:
            with closing(Database(lab.store)) as database:
                database.transact(lambda c: c.execute(text("UPDATE audits SET created = created")))
            raise AssertionError("it was written")
        except StoreError as error:
            said.append(str(error))
            assert "rights" in said[0], said
        finally:
            if am_root:
                os.seteuid(0)
        lab.file.parent.chmod(0o755)
        lab.file.chmod(0o644)
        said.append(_one_line(_refused(lab.command("status", store=str(lab.folder)))))
        assert "folder" in said[-1]

        # deleted in the middle: said, and a new one is begun with the articles added again
        def delete(stage: str, done: int, of: int) -> None:
            if stage == "check" and done == 1:
                for file in lab.file.parent.iterdir():
                    file.unlink()

        with pytest.raises(StoreError, match="removed or replaced") as caught:
            lean_night(lab.plan(), progress=delete)
        said.append(str(caught.value))
        assert all("\n" not in line for line in said)
        lab.make(lab.store)
        lean_night(lab.plan())
        lab.whole()
    return f"{len(said)} clear errors, such as: {said[-1][:90]}"


def _refused(running: Running) -> str:
    ended = running.end()
    assert ended.code == 2, ended
    return ended.err


_ABORTS = """
import sys
if "provenance.sources.extraction.worker" in " ".join(getattr(sys, "orig_argv", [])):
    import os, threading
    import provenance.sources.extraction.extract as real
    plain = real.extract
    def extract(body, *args, **more):
        if b"This page kills its parser" in body:
            os.abort()
        return plain(body, *args, **more)
    real.extract = extract
"""


def bad_pages(full: bool) -> str:
    """C12, C13: 512 MiB of address space, a page that is a bomb, and one that kills the process which takes it apart."""
    with Lab(_steady(50 if full else 5)) as lab:
        hook = lab.folder / "hook"
        hook.mkdir()
        (hook / "sitecustomize.py").write_text(_ABORTS)
        lab.server.bomb = lab.corpus.pages[3].path
        bad = lab.corpus.pages[2].path
        plain = Corpus.answer

        def answer(self: Corpus, host: int, path: str, night: int) -> Answer:
            found = plain(self, host, path, night)
            return Answer(body=found.body.replace("<p>", "<p>This page kills its parser. ", 1)) if path == bad else found

        Corpus.answer = answer  # type: ignore[method-assign]
        try:
            ended = lab.start(env={"PYTHONPATH": str(hook)}, limits={"RLIMIT_AS": 512 << 20}).end()
        finally:
            Corpus.answer = plain  # type: ignore[method-assign]
        assert ended.code == 0, ended.err
        found = dict(lab.query("SELECT status, count(*) FROM sources GROUP BY status"))
        assert found == {"ok": len(lab.corpus.pages) - 2, "too_large": 1, "parser_failed": 1}, found
    return ", ".join(f"{count} {status}" for status, count in found.items())


def clocks(full: bool) -> str:
    """C14: a clock that jumps in the middle of a run, odd zones, leap days, 2038."""
    corpus = _steady(3, fated=0.7, fates={"never": 1})
    with Lab(corpus) as lab:
        base = datetime.fromisoformat("2028-02-28T23:59:58+00:00")
        jumps = [timedelta(0), timedelta(days=1), timedelta(hours=-1)]
        calls = 0

        def jumping() -> datetime:
            nonlocal calls
            calls += 1
            return base + jumps[(calls // 3) % 3]

        lean_night(lab.plan(), clock=jumping)
        # never dead within three days, whatever the clock says; dead after three failures more than three days apart
        days = ["2028-02-29T12:00:00+00:00", "2028-03-01T12:00:00+00:00", "2028-02-27T12:00:00+00:00", "2028-03-05T12:00:00+00:00"]
        dead = []
        zones = ("Pacific/Kiritimati", "America/New_York", "UTC")
        before = os.environ.get("TZ")
        try:
            for number, day in enumerate([*days, "2028-03-10T12:00:00+00:00", "2038-01-19T03:14:08+00:00"]):
                os.environ["TZ"] = zones[number % 3]
                time.tzset()
                moment = datetime.fromisoformat(day).astimezone()
                lean_night(lab.plan(), clock=lambda: moment)  # noqa: B023
                dead.append(lab.query("SELECT count(*) FROM sources WHERE dead IS NOT NULL")[0][0])
        finally:
            os.environ.pop("TZ") if before is None else os.environ.__setitem__("TZ", before)
            time.tzset()
        gone = sum(page.fate == "never" for page in corpus.pages)
        assert gone
        assert dead[:5] == [0, 0, 0, 0, gone], dead
        times = lab.query("SELECT started FROM runs UNION SELECT checked FROM sources UNION SELECT given FROM verdicts")
        assert all(len(moment[0]) == 20 and moment[0].endswith("Z") for moment in times), times
        assert any(moment[0].startswith("2038-01-19T03:14:08") for moment in times)
        seqs = [row[0] for row in lab.query("SELECT seq FROM verdicts ORDER BY id")]
        assert seqs == sorted(seqs)
        lab.whole()
    return f"all times in UTC, order by number, {gone} pages dead by the rule and none before"


def few_descriptors(full: bool) -> str:
    """C15: 64 descriptors, many addresses on many hosts."""
    corpus = Corpus(2000, 5, 200, seed=8, fated=0.0, outage=None) if full else Corpus(30, 4, 100, seed=8, fated=0.0, outage=None)
    with Lab(corpus) as lab:
        ended = lab.start(limits={"RLIMIT_NOFILE": 64}).end(1500)
        assert ended.code == 0, ended.err
        found = dict(lab.query("SELECT status, count(*) FROM sources GROUP BY status"))
        assert found == {"ok": len(corpus.pages)}, found
    return f"{found['ok']} addresses on {corpus.hosts} hosts read with 64 descriptors"


def closed_streams(full: bool) -> str:
    """C16: nobody listens to stdout or stderr."""
    command = f"{sys.executable} -m provenance audit status -v --store"
    codes = []
    with Lab(_steady(300)) as lab:
        lines = [f"{command} {lab.store} | head -n 1", f"{command} {lab.store} 2>&-", f"{command} {lab.store}/none 2>&-"]
        if full:
            hosts = " ".join(f"--allow-host {host}" for host in lab.server.hosts)
            lines.append(f"{command} {lab.store} >&-")
            lines.append(f"{sys.executable} -m provenance audit run --max-requests 5 {hosts} --store {lab.store} 2>&- | head -c 0")
        for line in lines:
            ended = Running(["bash", "-o", "pipefail", "-c", line]).end()
            assert "Traceback" not in ended.err + ended.out, ended
            codes.append(ended.code)
        assert codes == [0, 0, 3, 0, 0][: len(codes)], codes
    return f"exit codes {codes}, no traceback"


def poison(full: bool) -> str:
    """C18: an article that kills its worker three times."""
    from provenance.audit import readings

    with Lab(_steady(6 if full else 3)) as lab:
        (lab.folder / "articles" / "000001.md").write_text("POISON")
        plan = lab.plan()
        engine = LocalEngine(2)
        plain = readings.READ
        readings.READ = "crash_places:poisonous_read"  # type: ignore[misc]
        judge = _named("verdicts", "JUDGE", "crash_lab:judge")
        try:
            moment = datetime.fromisoformat(plan.when)
            outcome = run("default", plan.config, plan.store, made=engine, clock=lambda: moment)
        finally:
            readings.READ = plain  # type: ignore[misc]
            judge()
            engine.close()
        died = len((lab.folder / "articles" / "died").read_text())
        assert died == 3, died
        assert outcome.run.counts["quarantined"] == 1, outcome.run.counts
        judged = lab.query("SELECT count(DISTINCT article) FROM verdicts WHERE current")[0][0]
        assert judged == len(lab.corpus.cited) - 1, judged
    return f"killed its worker {died} times, put aside; {judged} others judged"


def _named(module: str, name: str, value: str) -> Any:
    import importlib

    here = importlib.import_module(f"provenance.audit.{module}")
    before = getattr(here, name)
    setattr(here, name, value)
    return lambda: setattr(here, name, before)


def poisonous_read(order: Any) -> Any:
    """Reads as the lean night does, and dies of a poisonous article; in a worker."""
    from crash_lab import read

    place = Path(order.place)
    if place.read_bytes() == b"POISON":
        with (place.parent / "died").open("a") as file:
            file.write("x")
        os.abort()
    return read(order)


def network_drops(full: bool) -> str:
    """C19: the network goes away half-way."""
    corpus = Corpus(60 if full else 12, 2, 6, seed=12, fated=0.4, fates={"changed": 1, "corrected": 1}, outage=None)
    with Lab(corpus) as lab:
        lean_night(lab.plan())
        before = {row[:3] for row in lab.query("SELECT article, claim, label FROM verdicts WHERE current")}
        lab.go(len(corpus.days) - 1)
        lab.server.lasts = sum(lab.server.answered.values()) + len(corpus.pages) // 2
        lab.server.latency = 0.01
        outcome = lean_night(lab.plan(timeout=5.0))
        assert lab.server.down
        assert outcome.run.state is RunState.OUTAGE, (outcome.run, lab.query("SELECT host, status, lapses FROM sources"))
        rows = "SELECT count(*) FROM sources WHERE lapses > 0 OR failures > 0 OR status IN ('unreachable', 'temporary', 'timed_out')"
        assert lab.query(rows)[0][0] == 0
        kept = {row[:3] for row in lab.query("SELECT article, claim, label FROM verdicts WHERE current")}
        assert {row[:2] for row in kept} == {row[:2] for row in before}
        lab.server.down = False
        lean_night(lab.plan(), clock=lambda: datetime.fromisoformat(lab.plan().when) + timedelta(hours=1))
        lab.whole()
        # what was told over both runs is what a night without a break tells
        other = f"sqlite:///{lab.folder / 'unbroken.db'}"
        lab.make(other)
        lab.go(0)
        lean_night(lab.plan(other))
        lab.go(len(corpus.days) - 1)
        lean_night(lab.plan(other))
        one, two = _news(lab.store), _news(other)
        assert one == two, sorted(one ^ two)[:4]
    return f"an outage, {len(before)} verdicts kept, no failure written; the next run tells the rest: {len(one)} news in all"


def _news(store: str) -> set[tuple[Any, ...]]:
    with closing(Database(store)) as database:
        rows = (
            "SELECT e.kind, a.place, e.source, e.claim FROM events e LEFT JOIN articles a ON a.id = e.article WHERE e.kind <> 'new_claim'"
        )
        return {tuple(map(str, row)) for row in database.transact(lambda c: c.execute(text(rows)).all())}


assert HERE  # the lab has put the folders of the tests on the path
