"""How large the HTML report is, how soon it shows, and how quick it stays: ``python tests/benchmarks/html_page.py``.

Figures for 30 and 300 claims, the median of several openings in Chromium from a file. Nothing here is a test: times depend on the
machine. Violations are those that axe-core finds, in both themes at three widths.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from axe_playwright_python.sync_playwright import Axe
from chromium import MISSING, chromium, found
from html_reports import full_report
from playwright.sync_api import Browser

from provenance.reports import render

OPENINGS = 7
PAINTED = """() => new Promise((told) => {
  const look = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const [open] = performance.getEntriesByType("navigation");
    if (paint && open.domContentLoadedEventEnd) told([paint.startTime, open.domContentLoadedEventEnd]);
    else setTimeout(look, 20);
  };
  look();
})"""
# until the next frame has been laid out
USED = """() => new Promise(async (told) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const timed = async (act) => { const start = performance.now(); act(); document.body.offsetHeight; const spent = performance.now() - start; await frame(); return spent; };
  const search = document.getElementById("search");
  const type = (text) => () => { search.value = text; search.dispatchEvent(new Event("input")); };
  const press = (name) => timed(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true })));
  told([await press("j"), await press("j"), await press("2"), await press("0"), await timed(type("quay")), await timed(type("quay 9"))]);
})"""


def measure(browser: Browser, claims: int) -> None:
    """Print the figures for a report of that many claims."""
    report = full_report(claims)
    render(report, "html")
    start = time.process_time()
    text = render(report, "html")
    spent = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_text(text, encoding="utf-8")
        seen: list[list[float]] = []
        used: list[list[float]] = []
        for _ in range(OPENINGS):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(path.as_uri())
            seen.append(page.evaluate(PAINTED))
            used.append(page.evaluate(USED))
            page.close()
        first, ready = (median(column) for column in zip(*seen, strict=True))
        _, walk, filtered, lifted, cold, warm = (median(column) for column in zip(*used, strict=True))
        size, packed = len(text.encode()), len(gzip.compress(text.encode()))
        print(f"{claims} claims: {size / 1000:.0f} kB ({packed / 1000:.0f} kB gzipped), written in {spent:.2f} s of CPU")
        print(f"  first contentful paint {first:.0f} ms, ready {ready:.0f} ms")
        print(
            f"  next claim {walk:.1f} ms, filter {filtered:.1f} ms, lift it {lifted:.1f} ms, first search {cold:.1f} ms, search {warm:.1f} ms"
        )
        if claims <= 30:
            print(f"  axe-core violations: {violations(browser, path)}")


def violations(browser: Browser, path: Path) -> int:
    """How many there are, in both themes at three widths, with a claim chosen."""
    count = 0
    for scheme in ("light", "dark"):
        for width in (360, 900, 1440):
            look: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}, "bypass_csp": True}
            page = browser.new_page(**look)
            page.goto(path.as_uri() + "#d0-000000000001")
            count += len(Axe().run(page).response["violations"])
            page.close()
    return count


if __name__ == "__main__":
    if found() is None:
        sys.exit(MISSING)
    with chromium() as started:
        for number in (30, 300):
            measure(started, number)
