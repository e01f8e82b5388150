"""Where the links of a page lead."""

from __future__ import annotations

import pytest

from provenance.sources.extraction.targets import Targets

BASE = "https://paper.test/news/today.html"


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/s/1", "https://paper.test/s/1"),
        ("/s/1?a=b#c", "https://paper.test/s/1?a=b#c"),
        ("/s/1#", "https://paper.test/s/1"),
        ("/s/1?", "https://paper.test/s/1"),
        ("/s/../t", "https://paper.test/t"),
        ("/", "https://paper.test/"),
        ("//other.test/x", "https://other.test/x"),
        ("http://other.test/x", "http://other.test/x"),
        ("https://paper.test/x#", "https://paper.test/x"),
        ("other.html", "https://paper.test/news/other.html"),
        ("?page=2", "https://paper.test/news/today.html?page=2"),
        ("#note", None),
        ("#", None),
        ("", None),
        ("mailto:a@paper.test", None),
        ("javascript:void(0)", None),
    ],
)
def test_targets(href: str, target: str | None) -> None:
    assert Targets(BASE)(href) == target


def test_relative_links_of_a_page_of_no_known_address() -> None:
    assert Targets(None)("/s/1") is None
    assert Targets(None)("https://other.test/x") == "https://other.test/x"
