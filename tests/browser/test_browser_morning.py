"""The morning's report opened in Chromium: nothing that axe-core finds, nothing asked for, no script, no sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from mornings import invented
from playwright.sync_api import Page

Open = Callable[..., Page]
HOSTILE = [
    "<script>window.canary=1</script>",
    '"><img src=https://evil.example/x onerror="window.canary=1">',
    "</title></style><svg onload=window.canary=1>",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 900, 1440])
def test_axe_finds_nothing(open_report: Open, scheme: str, width: int) -> None:
    page = open_report(invented("Words of a page " * 8), width=width, color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    assert [f"{v['id']}: {node['html'][:200]} {node['failureSummary']}" for v in found for node in v["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_it_runs_or_is_asked_for(open_report: Open, text: str) -> None:
    page = open_report(invented(text, f"javascript:window.canary=1//{text}"))
    assert page.evaluate("window.canary") is None
    assert page.locator("script, img, iframe, object, embed, link, base, form").count() == 0
    assert page.locator("style").count() == 1
    assert page.locator("a[href]").count() == 0


def test_it_is_read_without_scripts(open_report: Open) -> None:
    page = open_report(invented(), java_script_enabled=False)
    assert page.locator(".claim").count() == 2
    assert page.locator("h1").inner_text().startswith("desk Words")


def test_what_content_smuggles_in_would_not_run(open_report: Open) -> None:
    page = open_report(
        invented(), smuggled="<p onclick='window.canary=1'>x</p><script>window.canary=1</script><img src=https://evil.example/x>"
    )
    page.locator("p[onclick]").click()
    assert page.evaluate("window.canary") is None
