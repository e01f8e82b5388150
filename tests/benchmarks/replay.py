"""How fast 1,000 recorded responses of 100 kB are replayed, and in how much memory: ours, warcio read through, vcrpy.

    python tests/benchmarks/replay.py [FOLDER]

Each way runs in a process of its own, which asks for each of the addresses once, through requests where there is an adapter for it.
Nothing here is a test: the figures depend on the machine. vcrpy is measured if it is installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = 1000
SIZE = 100_000
WORDS = 4000


def pages() -> list[bytes]:
    """Pages that compress about five times, as real news pages do; the same in every run."""
    chance = random.Random(5)
    words = ["".join(chance.choices("etaoinshrdlucmfw", k=chance.randint(2, 11))) for _ in range(WORDS)]
    weights = [1 / (rank + 3) for rank in range(WORDS)]
    links = [f'<li class="menu__item"><a class="menu__link" href="/section/{word}/">{word}</a></li>\n' for word in words[:150]]
    made = []
    for number in range(PAGES):
        parts = ["".join(chance.sample(links, 120)) for _ in range(3)]
        parts += [f'<p class="story__text">{" ".join(chance.choices(words, weights, k=80))}</p>\n' for _ in range(110)]
        parts += [
            f'<div class="card"><h3 class="card__title">{" ".join(chance.choices(words, weights, k=8))}</h3></div>\n' for _ in range(60)
        ]
        made.append(f"<html><title>{number}</title>{''.join(parts)}".encode()[:SIZE].ljust(SIZE))
    return made


def url(number: int) -> str:
    """Address of a page."""
    return f"https://h{number % 50}.example/story/{number}?page={number}"


def build(folder: Path) -> None:
    """Write the recordings that are not there yet."""
    from provenance.sources import Page, write_pages

    bodies = pages()
    if not (folder / "web.warc.gz").exists():
        write_pages(folder / "web.warc.gz", (Page(url(n), body) for n, body in enumerate(bodies)), description="benchmark")
    if importlib.util.find_spec("vcr") and not (folder / "web.yaml").exists():
        with (folder / "web.yaml").open("w", encoding="utf-8") as file:
            file.write("interactions:\n")
            for number, body in enumerate(bodies):
                file.write(
                    f"- request:\n    body: null\n    headers: {{}}\n    method: GET\n    uri: {url(number)}\n"
                    f"  response:\n    body:\n      string: '{body.decode()}'\n"
                    "    headers:\n      Content-Type: [text/html]\n    status: {code: 200, message: OK}\n"
                )
            file.write("version: 1\n")


def ours(folder: Path, threads: int = 1) -> int:
    """Through ReplayAdapter."""
    from concurrent.futures import ThreadPoolExecutor

    import requests

    from provenance.sources import ReplayAdapter

    adapter = ReplayAdapter(folder / "web.warc.gz")
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", adapter)

    def one(number: int) -> int:
        return len(session.get(url(number)).content)

    if threads == 1:
        return sum(map(one, range(PAGES)))
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(one, range(PAGES)))


def warcio_naive(folder: Path) -> int:
    """warcio, read through from the start, bodies kept by address: how one uses it without an index."""
    from warcio.archiveiterator import ArchiveIterator

    held = {}
    with (folder / "web.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                held[record.rec_headers.get_header("WARC-Target-URI")] = record.content_stream().read()
    return sum(len(held[url(number)]) for number in range(PAGES))


def vcrpy(folder: Path) -> int:
    """vcrpy, with its YAML."""
    import requests
    import vcr

    with vcr.use_cassette(str(folder / "web.yaml"), record_mode="none"), requests.Session() as session:
        session.trust_env = False
        return sum(len(session.get(url(number)).content) for number in range(PAGES))


WAYS = {
    "ours": ours,
    "ours, 32 threads": lambda folder: ours(folder, 32),
    "warcio, read through": warcio_naive,
    "vcrpy": vcrpy,
}


def measure(way: str, folder: Path) -> None:
    """Run one way and print its figures as JSON."""
    for module in (
        "requests",
        "provenance.sources.cassettes.adapter" if way.startswith("ours") else way.split(",")[0].replace("vcrpy", "vcr"),
    ):
        importlib.import_module(module)  # imports are no part of what is measured

    started, cpu = time.perf_counter(), time.process_time()
    total = WAYS[way](folder)
    if total != PAGES * SIZE:
        raise SystemExit(f"{way}: {total} bytes instead of {PAGES * SIZE}")
    status = Path("/proc/self/status").read_text("ascii", "replace")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"wall": time.perf_counter() - started, "cpu": time.process_time() - cpu, "peak_mb": peak / 1024}))


def main() -> None:
    """Build what is needed and measure every way."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="replay-"))
    build(folder)
    print(f"{PAGES} responses of {SIZE:,} bytes, {(folder / 'web.warc.gz').stat().st_size / 1e6:.1f} MB compressed; in {folder}")
    rounds = [("ours, no index yet", "ours"), *((way, way) for way in WAYS)]
    (folder / "web.warc.gz.idx").unlink(missing_ok=True)
    for name, way in rounds:
        if way == "vcrpy" and not importlib.util.find_spec("vcr"):
            print(f"{name:24} not installed")
            continue
        done = subprocess.run([sys.executable, __file__, "--one", way, str(folder)], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name:24} failed: {done.stderr.strip().splitlines()[-1]}")
            continue
        figures = json.loads(done.stdout)
        print(f"{name:24} {figures['wall']:7.2f} s  {figures['cpu']:7.2f} s CPU  {figures['peak_mb']:6.0f} MB at the most")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
