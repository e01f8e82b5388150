"""Nights of an audit, measured: the first, one with two pages in a hundred changed, and one in which nothing answers.

    python tests/benchmarks/audit_nights.py [--articles 1000] [--citations 5] [--hosts 50] [--latency 0] [--jobs 2] [--engine local]

The pages are those of tests/corpus.py, served by a process of its own. For each night: seconds by the clock, CPU of this process and
its workers (user and system; the server's beside it), by stage the seconds, sources a second; then peak memory, the size of the database, and how well what
was told agrees with the truth. ``--engine dask`` does the same on a cluster of ``--jobs`` processes here. On a busy machine compare CPU
and ratios.

Run it with bytecode that is kept, as an installation has it: with PYTHONDONTWRITEBYTECODE each process of the second night compiles the
program anew.

Measured with the defaults (4,509 sources) on two cores that others used as well: first night 141.9 s by the clock and 190.3 s CPU, second
7.3 s and 10.1 s (19.5 and 18.9 times faster); the server's own CPU was 1.6 and 0.5 s; told against truth 1.000. The second night spends
5.5 s on looking at pages that are nearly all as they were, while the workers judge what has changed, and 1.4 s on what is left to judge
then. The same machine is slower by half at other times: compare what was measured right after one another.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from datetime import timedelta
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from corpus import Corpus, score, table_of, told  # noqa: E402 - found only now

from provenance.audit import articles  # noqa: E402
from provenance.audit.clock import stamp  # noqa: E402
from provenance.audit.database import Database  # noqa: E402
from provenance.audit.run import run  # noqa: E402
from provenance.audit.versions import migrate  # noqa: E402
from provenance.config import Config  # noqa: E402


class Stages:
    """Seconds of each stage, told as a run goes on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = time.monotonic()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


def cpu_of(process: int) -> float:
    """Seconds of CPU that another process has used, where the system tells."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("articles", 1000), ("citations", 5), ("hosts", 50), ("seed", 1), ("jobs", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--engine", default="local")
    parser.add_argument("--threads", type=int, default=16, help="of each worker of a cluster: hosts asked at once")
    parser.add_argument("--nights", type=int, default=3)
    chosen = parser.parse_args()
    corpus = Corpus(
        chosen.articles, chosen.citations, chosen.hosts, chosen.seed, fated=0.02, fates={"changed": 1}, days=(0, 1), outage=None
    )
    folder = Path(tempfile.mkdtemp(prefix="provenance-nights-"))
    wanted = ["--articles", "--citations", "--hosts", "--seed", "--latency"]
    sizes = [part for name in wanted for part in (name, str(getattr(chosen, name[2:])))]
    server = subprocess.Popen(
        [sys.executable, str(TESTS / "corpus.py"), str(folder / "articles"), *sizes, "--changed", "0.02"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        nights(chosen, corpus, folder, int(server.stdout.readline()), server.pid)
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def nights(chosen: argparse.Namespace, corpus: Corpus, folder: Path, port: int, server: int) -> None:
    """Run and print them."""
    if chosen.engine == "dask":
        from provenance.audit.engines import dask

        dask.THREADS = chosen.threads  # type: ignore[misc]
    hosts = tuple(f"{corpus.host(number)}:{port}" for number in range(corpus.hosts))
    store = f"sqlite:///{folder / 'audit.db'}"
    config = Config(allow_host=hosts, no_archive=True, max_retries=0, jobs=chosen.jobs, timeout=20.0)
    with closing(Database(store)) as database:
        migrate(database)
        now = stamp(corpus.when(0))
        places = sorted(str(file) for file in (folder / "articles").iterdir())
        database.transact(lambda c: articles.add(c, articles.audit_id(c, "default", now=now), places, (), now))
        events = set()
        first: tuple[float, float] | None = None
        for night in range(chosen.nights):
            if night:
                urllib.request.urlopen(f"http://{hosts[0]}/-/{('night/1', 'down')[night - 1]}").read()
            moment = corpus.when(0) + timedelta(days=night)
            stages = Stages()
            began, used, served = time.monotonic(), sum(os.times()[:4]), cpu_of(server)
            outcome = run("default", config, store, engine=chosen.engine, clock=lambda: moment, progress=stages)  # noqa: B023
            took, cpu = time.monotonic() - began, sum(os.times()[:4]) - used
            first = first or (took, cpu)
            parts = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in stages.seconds.items())
            done = outcome.run.counts
            print(
                f"night {night}: {outcome.run.state.value}, {done['sources']} sources, {done['articles']} articles judged in {took:.1f} s "
                f"({parts}), CPU {cpu:.1f} s and {cpu_of(server) - served:.1f} s of the server's, {done['sources'] / took:.1f} sources/s; "
                f"the first night over this one: by the clock {first[0] / took:.1f}, by CPU {first[1] / cpu:.1f}",
                flush=True,
            )
            new = told(database, outcome.run.id, night)
            if night < 2:
                events |= new
            else:
                print(f"told while nothing answered: {len(new)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = sum(file.stat().st_size for file in folder.glob("audit.db*")) / 1e6
    print(f"peak memory {peak[0]:.0f} MiB here, {peak[1]:.0f} MiB in the largest worker")
    print(f"database {size:.1f} MB, {size * 1000 / chosen.articles:.1f} MB for 1,000 articles")
    print(table_of(score(events, corpus.truth())))


if __name__ == "__main__":
    main()
