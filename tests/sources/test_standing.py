"""Pages that are as they were: told by the server or by their hash, and not read again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import Site, Web, reply

from provenance.model import Document, Extract, Source, Status
from provenance.sources import Resolver
from provenance.sources.extraction.worker import canonical, to_json
from provenance.sources.extraction.workers import Extractor
from provenance.sources.keeping.store import Store
from provenance.sources.settings import FetchSettings
from provenance.sources.standing import Standing, Unchanged

TEXT = "The ferry between the two banks runs from six in the morning until midnight, the harbour master said on Monday. " * 6
URL = "http://a.test/news/ferry.html"


def page(says: str = TEXT) -> bytes:
    return f"<html lang=en><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>{says}</p></article></body></html>".encode()


@dataclass
class Pages:
    """A site of one page, perhaps behind a redirect."""

    body: bytes = field(default_factory=page)
    etag: bool = True
    kind: str = "text/html; charset=utf-8"
    path: str = "/news/ferry.html"
    sent: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        path = request.split(b" ", 2)[1].decode()
        tag = f'"{sha256(self.body).hexdigest()[:8]}"'
        headers = (f"Content-Type: {self.kind}", *((f"ETag: {tag}",) if self.etag else ()))
        if path != self.path and path == "/news/ferry.html":
            self.sent.append((path, 301))
            connection.sendall(reply(301, b"", f"Location: {self.path}"))
        elif path != self.path:
            connection.sendall(reply(404, b"nothing here"))
        elif self.etag and f"If-None-Match: {tag}".encode() in request:
            self.sent.append((path, 304))
            connection.sendall(reply(304, b"", *headers, length=False))
        else:
            self.sent.append((path, 200))
            connection.sendall(reply(200, self.body, *headers))


class Nights:
    """Checks of the page, one after the other, over one store."""

    def __init__(self, web: Web, site: Site, store: Store) -> None:
        self.pages = Pages()
        site.answers["*"] = self.pages
        self.store = store
        self._web = web
        self._settings = FetchSettings(timeout=10.0, jobs=0, max_retries=0, ask_neighbours=False, obey_robots=False)

    def read(self) -> Standing:
        """Read the page, and hold what was read."""
        (found,) = self._look({})
        assert isinstance(found, Document)
        assert isinstance(found.content, Extract)
        return Standing(found.source, sha256(canonical(to_json(found.content))).hexdigest())

    def again(self, held: Standing) -> Document | Unchanged:
        """Look at it again."""
        self.pages.sent.clear()
        (found,) = self._look({URL: held})
        return found

    def _look(self, held: dict[str, Standing]) -> list[Document | Unchanged]:
        with Resolver(self._settings, transport=self._web.network(), store=self.store, archives={}) as resolver:
            return [found for _, found in resolver.recheck_many([(URL, None)], held)]


@pytest.fixture
def nights(web: Web, site: Site, tmp_path: Path) -> Iterator[Nights]:
    with Store(tmp_path) as store:
        yield Nights(web, site, store)


def nothing_read(*_: object, **__: object) -> None:
    raise AssertionError("a page that is as it was was read again")


@pytest.mark.parametrize(("etag", "status"), [(True, 304), (False, 200)])
def test_what_is_as_it_was_is_neither_read_nor_extracted(nights: Nights, monkeypatch: pytest.MonkeyPatch, etag: bool, status: int) -> None:
    nights.pages.etag = etag
    held = nights.read()
    monkeypatch.setattr(Store, "body", nothing_read)
    monkeypatch.setattr(Store, "put", nothing_read)
    monkeypatch.setattr(Extractor, "submit", nothing_read)
    for _ in range(2):
        found = nights.again(held)
        assert isinstance(found, Unchanged)
        assert found.standing is held
        assert nights.pages.sent == [("/news/ferry.html", status)]


def test_what_is_fresh_is_not_even_asked_for(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.pages.kind += "\r\nCache-Control: max-age=3600"
    held = nights.read()
    monkeypatch.setattr(Store, "body", nothing_read)
    assert isinstance(nights.again(held), Unchanged)
    assert nights.pages.sent == []


def test_what_changed_is_read_and_asked_for_once(nights: Nights) -> None:
    held = nights.read()
    nights.pages.body = page(TEXT.replace("midnight", "noon"))
    found = nights.again(held)
    assert isinstance(found, Document)
    assert isinstance(found.content, Extract)
    assert "until noon" in found.content.text
    assert nights.pages.sent == [("/news/ferry.html", 200)]


def test_a_page_at_another_place_is_read_there(nights: Nights) -> None:
    held = nights.read()
    nights.pages.path = "/news/ferry-new.html"
    found = nights.again(held)
    assert isinstance(found, Document)
    assert (found.source.status, found.source.final_url) == (Status.MOVED, "http://a.test/news/ferry-new.html")
    moved = replace(held, source=found.source)
    again = nights.again(moved)
    assert isinstance(again, Unchanged)
    assert nights.pages.sent == [("/news/ferry.html", 301), ("/news/ferry-new.html", 304)]
    # the way to it is another than what is held says: its bytes are asked for after all
    back = nights.again(replace(held, source=replace(found.source, redirects=())))
    assert isinstance(back, Document)
    assert isinstance(back.content, Extract)
    assert "until midnight" in back.content.text


def test_a_failure_is_told(nights: Nights) -> None:
    held = nights.read()
    nights.pages.path = "/elsewhere"
    nights.pages.sent.clear()
    assert isinstance(found := nights.again(held), Document)
    assert found.source.status is not Status.OK


def test_other_readers_read_it_again(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    held = nights.read()
    monkeypatch.setattr("provenance.sources.extraction.remembering.reader_version", lambda: "another")
    found = nights.again(held)
    assert isinstance(found, Document)
    assert nights.pages.sent == [("/news/ferry.html", 304)]  # the bytes are there


@pytest.mark.parametrize(
    "other",
    [
        {"status": Status.MOVED},
        {"final_url": "http://a.test/other"},
        {"http_status": 203},
        {"note": "The way to this page goes from https to http."},
        {"content_type": "text/plain"},
        {"live_status": Status.GONE},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_was_told_otherwise_of_it_does_not_stand(nights: Nights, other: dict[str, object]) -> None:
    held = nights.read()
    source: Source = replace(held.source, **other)  # type: ignore[arg-type]
    assert isinstance(nights.again(Standing(source, held.extract)), Document)


def test_an_extract_that_is_not_that_of_the_bytes_does_not_stand(nights: Nights) -> None:
    held = nights.read()
    assert isinstance(nights.again(replace(held, extract="0" * 64)), Document)
