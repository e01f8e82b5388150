"""The HTML report against WCAG: axe-core finds nothing, in both themes, at three widths, in every state of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from html_reports import full_report
from playwright.sync_api import Page

from provenance.model import Label, Review

Open = Callable[..., Page]


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:200]} {node['failureSummary']}" for v in found for node in v["nodes"]]


NOTES = (
    Review("000000000001", Label.SUPPORTED, "asked", "2024-05-02T09:00:00Z"),
    Review("ffffffffffff", None, "lost", "2024-05-02T09:00:00Z", "The words of old"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 900, 1440])
def test_axe_finds_nothing(open_report: Open, scheme: str, width: int) -> None:
    page = open_report(full_report(5, reviews=NOTES), width=width, color_scheme=scheme, bypass_csp=True)
    assert violations(page) == []
    page.keyboard.press("x")  # contradicted, with two sources and a note
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_used(open_report: Open, scheme: str) -> None:
    page = open_report(full_report(5, drafts=2), color_scheme=scheme, bypass_csp=True)
    page.keyboard.press("2")
    page.keyboard.press("x")  # misquoted, all others dimmed
    assert violations(page) == []
    page.keyboard.press("?")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_without_scripts(open_report: Open, scheme: str) -> None:
    # axe itself is a script: so ours is kept from starting
    page = open_report(full_report(5), color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.documentElement.classList.remove('js')")
    page.locator("[data-needs-script]").evaluate_all("all => all.forEach((element) => { element.hidden = true; })")
    assert page.locator(".card:visible").count() == 5
    assert violations(page) == []
