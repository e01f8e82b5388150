"""Where an audit may break, and proof that it loses nothing there and doubles nothing: ``crash_points`` of the battery, point by point.

    python tests/audit/crash_points.py [--full] [C01 C04 …]

In short each point costs a second or two; in full the kills are a hundred, the articles three thousand, the addresses ten thousand. A
point of the battery that no check stands for fails the run, and so does a check that stands for no point.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [folder for folder in (str(HERE), str(HERE.parent)) if folder not in sys.path]

import crash_places  # noqa: E402 - found only now
import crash_stores  # noqa: E402
from corpus import Corpus  # noqa: E402
from crash_lab import Lab, each  # noqa: E402

Check = Callable[[bool], str]
"""Takes whether it is to be done in full, raises :class:`AssertionError`, and gives its figures in a line."""
DRIFT = {"changed": 4, "mended": 2, "harmless": 3, "gone_404": 1, "away": 2, "corrected": 1, "moved": 1}


def _small(articles: int = 12, seed: int = 3) -> Corpus:
    return Corpus(articles, 2, 6, seed=seed, fated=0.5, fates=DRIFT, outage=None)


def kills(full: bool) -> str:
    """C01, C08, C17: kill -9 at random moments, take the run up each time; the end is that of a run which was never broken."""
    draw = random.Random(7)
    corpus = Corpus(3000, 1, 40, seed=9, fated=0.1, fates=DRIFT, outage=None) if full else _small(16)
    wanted, kept, done = (100 if full else 2), 0, 0
    nights: set[int] = set()
    with Lab(corpus, latency=0.02 if full else 0.05) as lab:
        night = 0
        while done < wanted:
            lab.go(night)
            nights.add(night)
            running = lab.start()
            delay = draw.uniform(0.7, 3.0) if full else draw.uniform(0.0, 0.4)
            if not full or done % 2:  # every other one is left alone until it has written something
                had, until = len(lab.acknowledged()), time.monotonic() + 10
                while running.process.poll() is None and len(lab.acknowledged()) == had and time.monotonic() < until:
                    time.sleep(0.02)
            try:
                running.process.wait(delay)
            except Exception:
                before = lab.acknowledged()
                running.signal(9)
                running.end()
                done += 1
                lost = before - lab.acknowledged()
                assert not lost, f"{len(lost)} acknowledged results lost, such as {min(lost)}"
                kept = max(kept, len(before))
                continue
            ended = running.end()
            assert ended.code == 0, ended.err
            night += 1
        lab.finish()
        lab.whole()
        # the same nights without a break
        other = f"sqlite:///{lab.folder / 'unbroken.db'}"
        lab.make(other)
        for one in sorted(nights):
            lab.go(one)
            assert lab.start(other).end().code == 0
        one, two = lab.fingerprint(), lab.fingerprint(other)
        assert one == two, sorted(set(lab.results()) ^ set(lab.results(other)))[:4]
        articles = len(corpus.cited)
    return (
        f"{done} kills in {len(nights)} nights of {articles} articles: 0 lost of {kept} acknowledged, 0 doubled, same results as unbroken"
    )


def stops(full: bool) -> str:
    """C03: SIGTERM and SIGINT to the command itself."""
    import signal

    took = []
    with Lab(_small(4), latency=0.3) as lab:
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130))[: 2 if full else 1]:
            for delay in (0.5, 2.0, 4.0) if full else (1.0,):
                running = lab.command("run")
                deadline = time.monotonic() + 60
                while not lab.query("SELECT 1 FROM runs") and time.monotonic() < deadline:  # it has begun
                    time.sleep(0.05)
                time.sleep(delay)
                asked = time.monotonic()
                running.signal(number)
                ended = running.end(20)
                took.append(time.monotonic() - asked)
                assert took[-1] <= 10, f"took {took[-1]:.1f} s"
                assert ended.code in ((code, 0, 1) if full else (code,)), (ended.code, ended.err)
                assert "Traceback" not in ended.err
                assert not lab.query("SELECT * FROM locks"), "the lock was left"
        lab.finish()
        lab.whole()
    return f"{len(took)} stops, the slowest {max(took):.1f} s, each taken up"


def changes_of_schema(full: bool) -> str:
    """C02: kill -9 during migration, during the writing of a report, during a checkpoint."""
    draw = random.Random(5)
    rounds = 12 if full else 2
    with Lab(_small(4)) as lab:
        lab.finish()
        partial = 0

        def migration(number: int) -> None:
            store = f"sqlite:///{lab.folder / f'new{number}.db'}"
            running = lab.command("status", store=store)
            crash_places.wait_for(lab.folder / f"new{number}.db", running, 30)
            time.sleep(draw.uniform(0, 0.12))
            running.signal(9)
            running.end()
            crash_stores.old_or_new(store)
            lab.make(store)

        def report(number: int) -> None:
            nonlocal partial
            out = lab.folder / f"report{number}.json"
            running = lab.command("report", "--format", "json", "-o", str(out))
            crash_places.wait_for(out, running, draw.uniform(0.8, 4.0))
            running.signal(9)
            running.end()
            if out.exists():
                json.loads(out.read_text(encoding="utf-8"))
                partial += 1

        def checkpoint(number: int) -> None:
            running = lab.start()
            crash_stores.checkpoint_while(lab.file, running, draw.uniform(0.2, 1.2))
            running.signal(9)
            running.end()
            lab.finish()
            lab.whole()

        each(rounds, migration)
        each(rounds if full else 1, report)
        each(rounds if full else 1, checkpoint)
    return f"{rounds} migrations old or new; {partial} reports whole, none in part; store sound after checkpoints"


CHECKS: dict[str, Check] = {
    "C01": kills,
    "C02": changes_of_schema,
    "C03": stops,
    "C04": crash_places.full_disk,
    "C05": crash_places.no_place,
    "C06": crash_stores.locked,
    "C07": crash_stores.two_at_once,
    "C08": kills,
    "C09": crash_stores.dropped,
    "C10": crash_stores.damaged,
    "C11": crash_stores.every_call_fails,
    "C12": crash_places.bad_pages,
    "C13": crash_places.bad_pages,
    "C14": crash_places.clocks,
    "C15": crash_places.few_descriptors,
    "C16": crash_places.closed_streams,
    "C17": kills,
    "C18": crash_places.poison,
    "C19": crash_places.network_drops,
}
"""Point of the battery → the check that stands for it."""


def battery() -> dict[str, str]:
    """The points, by id, if the measuring data is there; else those that are known here."""
    shared = Path(os.environ.get("PROVENANCE_SHARED", HERE.parents[2] / "shared")) / "battery" / "battery.json"
    if not shared.is_file():
        return dict.fromkeys(CHECKS, "")
    return {point["id"]: point["case"] for point in json.loads(shared.read_text(encoding="utf-8"))["crash_points"]}


def main() -> int:
    """Check the points that are named, or all; 1 if one fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("points", nargs="*", metavar="POINT")
    parser.add_argument("--full", action="store_true", help="all kills, all articles, all addresses")
    chosen = parser.parse_args()
    points = battery()
    failed = sorted(points.keys() ^ CHECKS.keys())
    for point in failed:
        print(f"{point}  FAILED  no check stands for it, or it is no point of the battery", flush=True)
    checks: dict[Check, list[str]] = {}
    for point in chosen.points or sorted(points.keys() & CHECKS.keys()):
        checks.setdefault(CHECKS[point], []).append(point)
    for check, names in checks.items():
        began, used = time.monotonic(), sum(os.times()[:4])
        try:
            says = f"ok      {check(chosen.full)}"
        except Exception as error:
            says = f"FAILED  {type(error).__name__}: {' '.join(str(error).split())[:300]}"
            failed += names
            traceback.print_exc()
        cost = f"{time.monotonic() - began:.0f} s, CPU {sum(os.times()[:4]) - used:.0f} s"
        print(f"{' '.join(names)}  {says}  ({cost})", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
