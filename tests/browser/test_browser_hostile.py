"""A report full of hostile strings, opened: nothing of them runs, nothing is asked for, nothing of the page breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from html_reports import full_report
from playwright.sync_api import Page

Open = Callable[..., Page]
OWN = [
    "<script>window.canary=1</script>",
    '"><img src=x onerror="window.canary=1">',
    "</style></script><script>window.canary=1</script>",
    "javascript:window.canary=1",
    "</template><svg onload=window.canary=1>",
]


def use(page: Page) -> None:
    """What a reader does with a page, as far as hostile strings could notice."""
    for _ in range(8):
        page.keyboard.press("j")
    page.locator("#search").fill("<script>")
    page.locator("#search").fill("")
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")


def check(page: Page) -> None:
    assert page.evaluate("window.canary") is None
    assert page.locator("script").count() == 1
    assert page.locator("style").count() == 1
    assert page.locator("img, iframe, object, embed, link, base, form:not(.noteform):not([method=dialog])").count() == 0
    assert page.locator(".card").count() == 8
    hrefs = page.locator("a[href]").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert all(href.startswith(("#", "https://", "http://")) for href in hrefs)


@pytest.mark.parametrize("string", OWN)
def test_nothing_in_it_runs(open_report: Open, string: str) -> None:
    page = open_report(full_report(8, spice=string))
    use(page)
    check(page)


@pytest.mark.shared
def test_nothing_of_the_battery_runs(open_report: Open, shared: Path) -> None:
    cases = json.loads((shared / "battery" / "battery.json").read_text(encoding="utf-8"))["injection_strings"]
    page = open_report(full_report(8, spice=" ".join(case["string"].replace("alert(1)", "window.canary=1") for case in cases)))
    use(page)
    check(page)


def test_what_content_smuggles_in_would_not_run(open_report: Open) -> None:
    # the second line of defence: even markup that got into the page would be stopped by its policy
    smuggled = (
        '<p id="smuggled" onclick="window.canary=1" style="position:fixed">here</p><script>window.canary=1</script>'
        '<img src="https://evil.test/i.png" onerror="window.canary=1"><iframe src="https://evil.test/"></iframe>'
        '<form action="https://evil.test/"><button id="send">send</button></form><link rel="stylesheet" href="https://evil.test/c.css">'
        '<a id="run" href="javascript:window.canary=1">run</a>'
    )
    page = open_report(full_report(1), smuggled=smuggled)
    seen = page.evaluate(
        """() => {
          for (const id of ["smuggled", "run", "send"]) document.getElementById(id).click();
          return new Promise((told) => setTimeout(() => told([
            window.canary === undefined, getComputedStyle(document.getElementById("smuggled")).position, location.protocol]), 300));
        }"""
    )
    assert seen == [True, "static", "file:"]
