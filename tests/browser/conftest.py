"""A report opened in Chromium from a file; whatever it does that it must not fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import MISSING, chromium, found
from playwright.sync_api import Browser, Page

from provenance.audit.morning import render as morning_html
from provenance.audit.morning.nouns import Morning
from provenance.model import Report
from provenance.reports import render

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module's tests; they are skipped, and say so, where there is none."""
    if found() is None:
        pytest.skip(MISSING)
    with chromium() as started:
        yield started


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a report as a file of its own, in a window of a given width; at the end no request, dialog or complaint may have come."""
    contexts: list[Any] = []
    trouble: list[str] = []

    def open_one(
        report: Report | Morning,
        *,
        width: int = 1440,
        height: int = 900,
        name: str = "report.html",
        anchor: str = "",
        smuggled: str = "",
        **look: Any,
    ) -> Page:
        path = tmp_path / name
        written = morning_html(report, "html") if isinstance(report, Morning) else render(report, "html")
        path.write_text(written.replace("<main", f"{smuggled}<main"), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **look)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)

        own = (path.as_uri() + "#", "blob:")
        if smuggled:  # what the policy stops is told as a request that failed for it
            page.on("requestfinished", lambda r: trouble.append(f"got {r.url}") if r.url != path.as_uri() else None)
            page.on("requestfailed", lambda r: trouble.append(f"asked for {r.url}: {r.failure}") if r.failure != "csp" else None)
        else:
            page.on(
                "request", lambda r: trouble.append(f"asked for {r.url}") if r.url != path.as_uri() and not r.url.startswith(own) else None
            )
            page.on("console", lambda message: trouble.append(f"console: {message.text}") if message.type in ("error", "warning") else None)
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.goto(path.as_uri() + anchor)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert trouble == []
