"""Lists of addresses that sites publish: sitemaps, with the sitemaps that they lead to, and RSS and Atom feeds.

Formats: sitemaps.org 0.9, RSS 2.0 (and 1.0), Atom (RFC 4287). Everything is bounded, since a site may list itself for ever.
"""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass, field
from urllib.parse import urljoin

from provenance.formats.outcomes import Refused
from provenance.formats.xmlparts import stream

MOST_BYTES = 52_428_800
"""Of one sitemap, unpacked, as the protocol has it."""
MOST_LISTS = 500
"""Sitemaps behind one."""

_SPACES = {
    "http://www.sitemaps.org/schemas/sitemap/0.9": "sitemap",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0/": "rss",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names."""

    articles: tuple[str, ...]
    """Addresses of articles, each once, in the order of the list."""
    lists: tuple[str, ...] = ()
    """Addresses of further sitemaps."""


def looks_like_a_listing(body: bytes) -> bool:
    """Whether bytes are a sitemap or feed, packed with gzip or not, judged by their root element."""
    try:
        head = _unpacked(body[:65536], partial=True)[:4096].decode("utf-8", "replace")
    except Refused:
        return False
    roots = ("<urlset", "<sitemapindex", "<rss", "<feed", "<rdf:RDF")
    return any(root in head for root in roots) and "<html" not in head.lower()


def read_listing(body: bytes, address: str) -> Listing:
    """Read a sitemap, a sitemap index or a feed.

    Parameters
    ----------
    body
        As it came; it may be packed with gzip.
    address
        Where it came from: relative addresses count from there.

    Raises
    ------
    Refused
        It is none of them, is damaged, or is larger than any may be.
    """
    reader = _Reader()
    stream([_unpacked(body)], _SPACES, reader, "it")
    if reader.root not in ("urlset", "sitemapindex", "rss", "RDF", "feed"):
        raise Refused("is no sitemap and no feed")

    def absolute(found: list[str]) -> tuple[str, ...]:
        joined = (urljoin(address, text.strip()) for text in found if text.strip())
        return tuple(dict.fromkeys(url for url in joined if url.startswith(("http://", "https://"))))

    return Listing(absolute(reader.articles), absolute(reader.lists))


def _unpacked(body: bytes, *, partial: bool = False) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        if partial:
            return zlib.decompressobj(31).decompress(body, 65536)
        with gzip.open(io.BytesIO(body)) as file:
            whole = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise Refused("is damaged: it cannot be unpacked") from None
    if len(whole) > MOST_BYTES:
        raise Refused(f"unpacks to more than the {MOST_BYTES >> 20} MiB that a sitemap may have")
    return whole


@dataclass(slots=True)
class _Reader:
    """Takes the addresses out of the stream of elements."""

    root: str = ""
    articles: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._path:
            self.root = local
        self._path.append(local)
        self._text = []
        # an Atom entry names its page in an attribute; "alternate" is what a link is when it does not say
        if local == "link" and "entry" in self._path and attributes.get("rel", "alternate") == "alternate" and attributes.get("href"):
            self.articles.append(attributes["href"])

    def end(self, name: str) -> None:
        text = "".join(self._text)
        inside = self._path[-2:]
        if inside == ["url", "loc"]:
            self.articles.append(text)
        elif inside == ["sitemap", "loc"]:
            self.lists.append(text)
        elif inside == ["item", "link"]:
            self.articles.append(text)
        self._path.pop()
        self._text = []

    def words(self, text: str) -> None:
        if self._path and self._path[-1] in ("loc", "link"):
            self._text.append(text)
