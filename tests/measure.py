"""Print seconds and peak memory of the main commands, each run as a process of its own: ``python tests/measure.py``.

The first run of a command is its cold time if the file cache was dropped before; the median of the others is its warm time.
Lines of code per package follow. Nothing is asserted here: times depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ["check", "cassettes/border-agreement/draft.md", "--cassette", "cassettes/border-agreement/web.warc.gz", "--offline"]
MAIN = "from provenance.cli import main; main()"
COMMANDS = {
    "import typer": ["-c", "import typer"],
    "--help": ["-c", MAIN, "--help"],
    "claims": ["-c", MAIN, "claims", "cassettes/border-agreement/draft.md"],
    "check": ["-c", MAIN, *EXAMPLE],
    "check --format json": ["-c", MAIN, *EXAMPLE, "--format", "json"],
}


def once(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in MiB of one run; the memory is that of the largest single process."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(ROOT)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execv(sys.executable, [sys.executable, *arguments])
    _, _, usage = os.wait4(child, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def lines_of_code() -> dict[str, int]:
    """Lines that are neither empty nor comment, by package."""
    found: dict[str, int] = {}
    for path in sorted((ROOT / "provenance").rglob("*.py")):
        inside = path.relative_to(ROOT / "provenance")
        name = inside.parts[0] if len(inside.parts) > 1 else "(top)"
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        found[name] = found.get(name, 0) + sum(1 for line in lines if line and not line.startswith("#"))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    for name, arguments in COMMANDS.items():
        results = [once(arguments) for _ in range(max(2, runs))]
        warm = statistics.median(seconds for seconds, _ in results[1:])
        memory = max(size for _, size in results)
        print(f"{name:22s} first {results[0][0]:6.2f} s   median {warm:6.2f} s   peak {memory:6.0f} MiB")
    for name, count in lines_of_code().items():
        print(f"{name:22s} {count:6d} lines of code")


if __name__ == "__main__":
    main()
