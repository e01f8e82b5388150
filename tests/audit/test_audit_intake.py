"""From what a user names to single articles."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from provenance.audit.intake import Fetch, places
from provenance.audit.listings import MOST_BYTES, looks_like_a_listing, read_listing
from provenance.errors import UsageError
from provenance.formats.outcomes import Refused
from provenance.model import DraftFailure

SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc>https://n.example/1</loc><image:image><image:loc>https://n.example/1.jpg</image:loc></image:image></url>
 <url><loc> https://n.example/2?a=1&amp;b=2 </loc></url>
 <url><loc>javascript:alert(1)</loc></url>
 <url><loc>https://n.example/1</loc></url>
</urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
 <sitemap><loc>https://n.example/map.xml</loc></sitemap><sitemap><loc>https://n.example/index.xml</loc></sitemap>
 <sitemap><loc>https://n.example/gone.xml</loc></sitemap></sitemapindex>"""
RSS = b"""<rss version="2.0"><channel><link>https://n.example/</link><item><title>A</title><link>https://n.example/a</link></item>
<item><link>/b</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://n.example/"/><entry><link rel="alternate" href="https://n.example/c"/>
<link rel="enclosure" href="https://n.example/c.mp3"/></entry><entry><link href="d"/></entry></feed>"""


def server(pages: dict[str, bytes]) -> Fetch:
    def fetch(url: str) -> bytes | DraftFailure:
        return pages.get(url) or DraftFailure(url, f"{url}: the page is not there")

    return fetch


def found(names: list[str], pages: dict[str, bytes] | None = None) -> list[str]:
    return [p if isinstance(p, str) else f"! {p.reason}" for p in places(names, server(pages or {}), endings=("md", "html"))]


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_names_its_pages_and_nothing_else(packed: bool) -> None:
    body = gzip.compress(SITEMAP) if packed else SITEMAP
    assert looks_like_a_listing(body)
    assert read_listing(body, "https://n.example/map.xml").articles == ("https://n.example/1", "https://n.example/2?a=1&b=2")


@pytest.mark.parametrize(
    ("body", "articles"), [(RSS, ("https://n.example/a", "https://n.example/b")), (ATOM, ("https://n.example/c", "https://n.example/d"))]
)
def test_feeds_name_their_entries(body: bytes, articles: tuple[str, ...]) -> None:
    assert looks_like_a_listing(body)
    assert read_listing(body, "https://n.example/feed").articles == articles


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>no list</body></html>",
        b"<urlset><url><loc>https://n.example/1</loc>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>',
        gzip.compress(SITEMAP, mtime=0)[:60],
        b"",
    ],
)
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        read_listing(body, "https://n.example/")


def test_a_bomb_is_refused() -> None:
    with pytest.raises(Refused, match="unpacks to more"):
        read_listing(gzip.compress(b" " * (MOST_BYTES + 1)), "https://n.example/")


def test_an_index_is_followed_once_and_what_is_missing_is_told() -> None:
    pages = {"https://n.example/index.xml": INDEX, "https://n.example/map.xml": SITEMAP}
    assert found(["https://n.example/index.xml"], pages) == [
        "https://n.example/1",
        "https://n.example/2?a=1&b=2",
        "! https://n.example/gone.xml: the page is not there",
    ]


def test_an_address_that_is_no_list_is_an_article() -> None:
    pages = {"https://n.example/rss-explained.xml": b"<html><p>A story</p></html>"}
    assert found(["https://n.example/story", *pages], pages) == ["https://n.example/story", *pages]


@pytest.mark.parametrize("name", ["map.xml", "sitemap-news", "feed/", "rss", "feed.atom", "news.rss?lang=en", "sitemap.xml.gz"])
def test_lists_are_known_by_their_names(name: str) -> None:
    assert found([f"https://n.example/{name}"], {f"https://n.example/{name}": RSS}) == ["https://n.example/a", "https://n.example/b"]


def test_files_folders_and_globs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    for name in ("news/a.md", "news/b.html", "news/c.jpg"):
        (tmp_path / name).write_text("x")
    (tmp_path / "map.xml").write_bytes(SITEMAP)
    monkeypatch.chdir(tmp_path)
    a, b = str(tmp_path / "news" / "a.md"), str(tmp_path / "news" / "b.html")
    assert found(["news"]) == [a, b]
    assert found(["news/*.md", "news/a.md", "./news/a.md"])[0] == a
    assert found(["map.xml"])[0] == "https://n.example/1"
    assert found(["none.md"]) == ["! none.md: there is no such file; check the name"]


def test_standard_input_cannot_be_watched() -> None:
    with pytest.raises(UsageError, match="files-from"):
        found(["-"])
