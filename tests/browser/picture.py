"""Take README's picture anew: ``python tests/browser/picture.py [--all FOLDER]``.

It checks the draft that comes with the program, opens the report in Chromium and takes a picture with one claim chosen. ``--all`` writes
pictures in both themes at three widths into a folder instead, to be looked at.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chromium import MISSING, chromium, found
from playwright.sync_api import Browser

from provenance.config import Config
from provenance.pipeline import report_of, run
from provenance.reports import render

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "cassettes" / "border-agreement"
CLAIM = "90 days"
"""Words of the claim that is chosen."""


def page_of_example() -> str:
    """The HTML report of the draft that comes with the program."""
    config = Config(cassette=FOLDER / "web.warc.gz", offline=True, no_cache=True)
    return render(report_of(run([FOLDER / "draft.md"], config), config), "html").replace(f"{ROOT}/", "")


def take(browser: Browser, file: Path, target: Path, *, width: int, height: int, scheme: str) -> None:
    """Open the report and write a picture of it."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light")
    page.goto(file.as_uri())
    page.locator("mark.said", has_text=CLAIM).first.click()
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=target)
    page.close()


def main(arguments: list[str]) -> None:
    """Write the picture, or with ``--all FOLDER`` all of them."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        file = Path(folder) / "report.html"
        file.write_text(page_of_example(), encoding="utf-8")
        if arguments[:1] == ["--all"]:
            for scheme in ("light", "dark"):
                for width, height in ((360, 740), (900, 1000), (1440, 1000)):
                    take(browser, file, Path(arguments[1]) / f"report-{scheme}-{width}.png", width=width, height=height, scheme=scheme)
        else:
            take(browser, file, FOLDER / "report.png", width=1440, height=1060, scheme="light")


if __name__ == "__main__":
    if found() is None:
        sys.exit(MISSING)
    main(sys.argv[1:])
