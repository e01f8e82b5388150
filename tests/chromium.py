"""Chromium for tests, benchmarks and the picture in README: where it is, and how it is started so that it keeps to itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "TEST_CHROMIUM"
MISSING = f"needs a browser: install Debian's chromium, or name one in {VARIABLE}"

_ARGUMENTS = (
    "--no-sandbox",  # in a container as root there is none to have
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name is ever looked up
)


def found() -> str | None:
    """The browser's program: the one that the variable names, or one on the path; ``None`` if there is none."""
    return os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a profile of its own, closed at the end."""
    from playwright.sync_api import sync_playwright

    path = found()
    assert path is not None, MISSING
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, headless=True, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
