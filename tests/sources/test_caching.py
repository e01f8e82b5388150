"""Fetching with a memory: what has not changed is not sent again, and what is in the store is what was read."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import Site, Web, reply
from guards import no_hang
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from provenance.config import Config, load, parse_duration
from provenance.errors import CacheError, ConfigError
from provenance.model import Document, Extract, Status
from provenance.sources import Page, Resolver, write_pages
from provenance.sources.extraction.remembering import Remembering, reader_version
from provenance.sources.extraction.workers import Extractor
from provenance.sources.keeping.captures import Kept
from provenance.sources.keeping.freshness import ALWAYS, DAY, conditions, is_stored, lifetime, refreshed, still_stands
from provenance.sources.keeping.store import NAME, Store, digest
from provenance.sources.outcomes.siblings import made_up
from provenance.sources.settings import FetchSettings

TEXT = "The ferry between the two banks runs from six in the morning until midnight, the harbour master said on Monday. " * 6
HTML = "Content-Type: text/html; charset=utf-8"


def page(title: str, extra: str = "") -> bytes:
    return f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{TEXT}</p></article>{extra}</body></html>".encode()


def header(request: bytes, name: str) -> str | None:
    found = re.search(rb"\r\n" + name.encode() + rb": (.*?)\r\n", request, re.I)
    return found[1].decode() if found else None


@dataclass
class Counting:
    """A site that counts what it sends, and answers questions about change as a good server does."""

    pages: dict[str, bytes]
    etags: bool = True
    dates: bool = False
    headers: tuple[str, ...] = ()
    sent: list[tuple[str, int, int]] = field(default_factory=list)
    """Path, status and bytes of the body of each answer."""

    def __call__(self, connection: socket.socket, request: bytes) -> None:
        path = request.split(b" ", 2)[1].decode()
        host = header(request, "Host")
        body = self.pages.get(f"{host}{path}")
        if body is None:
            self.answer(connection, path, 404, b"nothing here")
            return
        etag = f'"{sha256(body).hexdigest()[:8]}"'
        modified = formatdate(1_600_000_000 + len(body), usegmt=True)
        validators = (*((f"ETag: {etag}",) if self.etags else ()), *((f"Last-Modified: {modified}",) if self.dates else ()))
        same = (self.etags and header(request, "If-None-Match") == etag) or (
            not self.etags and self.dates and header(request, "If-Modified-Since") == modified
        )
        self.answer(connection, path, 304 if same else 200, b"" if same else body, HTML, *validators, *self.headers)

    def answer(self, connection: socket.socket, path: str, status: int, body: bytes, *headers: str) -> None:
        self.sent.append((path, status, len(body)))
        connection.sendall(reply(status, body, *headers, length=status != 304))

    def take(self) -> list[tuple[str, int, int]]:
        """What was sent since the last time."""
        sent, self.sent = self.sent, []
        return sorted(sent)


@dataclass
class Run:
    """Runs that share a store, over a network whose time stands where it is put."""

    web: Web
    folder: Path
    now: float = 1_700_000_000.0

    def __call__(self, urls: list[str], **settings: object) -> list[Document]:
        chosen = {"timeout": 10.0, "jobs": 0, "max_retries": 0, "ask_neighbours": False, **settings}
        network = self.web.network(now=f"2024-05-{1 + int(self.now) % 28:02}T00:00:00Z")
        with (
            Store(self.folder, wall=lambda: self.now) as store,
            Resolver(FetchSettings(**chosen), transport=network, store=store, archives={}, wall=lambda: self.now) as resolver,  # type: ignore[arg-type]
        ):
            found = list(resolver.resolve_many([(url, None) for url in urls]))
        self.now += 60
        return found


@pytest.fixture
def run(web: Web, tmp_path: Path) -> Run:
    return Run(web, tmp_path / "cache")


def timeless(document: Document) -> Document:
    return replace(document, source=replace(document.source, fetched=None))


URLS = [f"http://h{n % 3}.test/page{n}" for n in range(12)]


def pages() -> dict[str, bytes]:
    return {url.removeprefix("http://"): page(f"Ferry {n}") for n, url in enumerate(URLS)}


@pytest.mark.parametrize("validator", ["etags", "dates"])
def test_a_second_run_is_sent_nothing_that_has_not_changed(run: Run, site: Site, validator: str) -> None:
    server = Counting(pages(), etags=validator == "etags", dates=validator == "dates")
    site.answers["*"] = server
    first = run(URLS)
    assert [(status, size > 500) for _, status, size in server.take()] == [(200, True)] * 12
    second = run(URLS)
    assert [(status, size) for _, status, size in server.take()] == [(304, 0)] * 12
    third = run(URLS, max_cache_age=3600.0)
    assert server.take() == []
    assert [timeless(d) for d in first] == [timeless(d) for d in second] == [timeless(d) for d in third]
    assert {d.source.status for d in first} == {Status.OK}
    # what has changed is sent, and that only
    server.pages["h1.test/page4"] = page("Ferry 4 is late")
    fourth = run(URLS)
    assert [(path, status) for path, status, _ in server.take() if status != 304] == [("/page4", 200)]
    assert [d.source.title for d in fourth if d.source.title != f"Ferry {URLS.index(d.source.url)}"] == ["Ferry 4 is late"]
    # and what is too old is asked for
    run.now += 3600
    run(URLS, max_cache_age=3600.0)
    assert [status for _, status, _ in server.take()] == [304] * 12


def test_what_is_at_hand_waits_for_nobody(run: Run, site: Site) -> None:
    site.answers["*"] = Counting(pages(), headers=("Cache-Control: max-age=60",))
    run(URLS)
    run.now -= 60
    with no_hang():
        run(URLS, host_interval=1000.0)
    assert len(site.requests) == 12


def test_robots_txt_is_asked_for_once_a_day(run: Run, site: Site) -> None:
    server = Counting({**pages(), "h0.test/robots.txt": b"User-agent: *\nDisallow: /page3\n"})
    site.answers["*"] = server
    for age in (None, 3600.0):
        documents = run(URLS, obey_robots=True, max_cache_age=age)
        assert [d.source.url for d in documents if not d.source.status.was_read] == [URLS[3]]
        asked = [path for path, _, _ in server.take()]
        assert asked.count("/robots.txt") == (3 if age is None else 0)
        assert len(asked) == (14 if age is None else 0)
    with Resolver(FetchSettings(offline=True, cache_dir=run.folder, jobs=0, obey_robots=True), archives={}) as resolver:
        assert resolver.resolve(URLS[0]).source.status is Status.OK


def test_made_up_neighbours_are_not_asked_for_in_every_run(run: Run, site: Site) -> None:
    server = Counting(pages())
    site.answers["*"] = server
    run(URLS, ask_neighbours=True)
    assert [status for _, status, _ in server.take()].count(404) == 3
    run(URLS, ask_neighbours=True)
    assert [status for _, status, _ in server.take()] == [304] * 12
    run(URLS, ask_neighbours=True, max_cache_age=3600.0)
    assert server.take() == []


def test_each_capture_is_named_and_is_what_was_read(run: Run, site: Site) -> None:
    body = page("Ferry", '<form><input name="csrf_token" value="abcdef123456"></form><a href="/next?sid=abcdef123456">next</a>')
    site.answers["/a"] = reply(200, body, HTML, 'ETag: "1"', "Set-Cookie: sid=abcdef123456")
    (first,) = run(["http://a.test/a"])
    (second,) = run(["http://a.test/a"], max_cache_age=3600.0)
    assert timeless(first) == timeless(second)
    assert first.source.capture is not None
    assert (first.source.capture.file, first.source.capture.record) == (NAME, f"sha256:{first.source.sha256}")
    with Store(run.folder) as store:
        stored = store.body(first.source.sha256 or "")
        found = store.latest("http://a.test/a")
    assert stored is not None
    assert digest(stored) == first.source.sha256
    assert found is not None
    assert b"abcdef123456" not in stored + repr(found).encode()
    raw = b"".join(path.read_bytes() for path in run.folder.iterdir())
    assert b"abcdef123456" not in raw


@pytest.mark.parametrize(
    "url", ["http://a.test/a?api_key=abcdefg1234", "http://a.test/a?token=abcdefg1234", "http://a.test/r"], ids=["key", "token", "redirect"]
)
def test_addresses_that_bear_a_secret_are_not_kept(run: Run, site: Site, url: str) -> None:
    site.answers["/r"] = reply(302, b"", "Location: /b?token=abcdefg1234")
    site.answers["*"] = reply(200, page("Ferry"), HTML, 'ETag: "1"')
    for _ in range(2):
        (document,) = run([url], max_cache_age=3600.0)
        assert document.source.status.was_read
    assert len(site.requests) == (4 if url.endswith("/r") else 2)
    with Store(run.folder) as store:
        assert store.latest(url) is None
        store.check()
    assert b"abcdefg1234" not in b"".join(path.read_bytes() for path in run.folder.iterdir())


def test_redirects_are_kept_and_each_hop_is_guarded_again(run: Run, site: Site, web: Web) -> None:
    site.answers["/old"] = reply(301, b"", "Location: http://b.test/new", 'ETag: "r"')
    site.answers["/new"] = reply(200, page("Ferry"), HTML, 'ETag: "1"')
    (first,) = run(["http://a.test/old"])
    (second,) = run(["http://a.test/old"], max_cache_age=3600.0)
    assert len(site.requests) == 2
    assert timeless(first) == timeless(second)
    assert [(hop.url, hop.status) for hop in second.source.redirects] == [("http://a.test/old", 301)]
    # a store that somebody has written into leads to no refused address
    with sqlite3.connect(run.folder / NAME) as db:
        db.execute("UPDATE captures SET headers = ? WHERE url = 'http://a.test/old'", (json.dumps([["Location", "http://10.0.0.1/"]]),))
    (third,) = run(["http://a.test/old"], max_cache_age=3600.0)
    assert third.source.status is Status.REFUSED
    assert len(site.requests) == 2


def test_failures_and_walls_are_not_kept(run: Run, site: Site) -> None:
    site.answers["/gone"] = reply(404, b"<p>no such page</p>", HTML)
    site.answers["/busy"] = reply(503, b"<p>later</p>", HTML)
    wall = b"<html><body><form action=/login><input type=password name=p></form><p>Please sign in to continue.</p></body></html>"
    site.answers["/wall"] = reply(200, wall, HTML, 'ETag: "w"')
    site.answers["/empty"] = reply(200, b"", HTML, 'ETag: "e"')
    urls = [f"http://a.test/{name}" for name in ("gone", "busy", "wall", "empty")]
    for _ in range(2):
        documents = run(urls, max_cache_age=3600.0)
        assert not any(d.source.status.was_read for d in documents)
    assert sorted(site.paths()) == sorted([f"/{name}" for name in ("gone", "busy", "wall", "empty")] * 2)
    # the page that has come back is read at once
    site.answers["/gone"] = reply(200, page("Back"), HTML)
    assert run(urls[:1], max_cache_age=3600.0)[0].source.title == "Back"


def test_a_server_that_says_unchanged_to_everybody(run: Run, site: Site) -> None:
    site.answers["/a"] = reply(304, b"", length=False)
    (document,) = run(["http://a.test/a"])
    assert document.source.status is Status.TEMPORARY
    assert "nothing has changed" in document.source.message
    assert len(site.requests) == 2
    # a 304 that means other bytes than ours is asked again without conditions
    site.answers["/b"] = [
        reply(200, page("One"), HTML, 'ETag: "1"'),
        reply(304, b"", 'ETag: "2"', length=False),
        reply(200, page("Two"), HTML),
    ]
    assert run(["http://a.test/b"])[0].source.title == "One"
    assert run(["http://a.test/b"])[0].source.title == "Two"
    assert header(site.requests[-2], "If-None-Match") == '"1"'
    assert header(site.requests[-1], "If-None-Match") is None


def test_damaged_captures_are_fetched_again(run: Run, site: Site) -> None:
    server = Counting(pages())
    site.answers["*"] = server
    first = run(URLS[:2])
    server.take()
    with sqlite3.connect(run.folder / NAME) as db:
        db.execute("UPDATE bodies SET data = zeroblob(100) WHERE sha256 = ?", (first[0].source.sha256,))
        db.execute("DELETE FROM derived")
    again = run(URLS[:2], max_cache_age=3600.0)
    assert [(path, status) for path, status, _ in server.take()] == [("/page0", 200)]
    assert [timeless(d) for d in again] == [timeless(d) for d in first]


def test_what_the_server_allows_is_used_without_asking(run: Run, site: Site) -> None:
    server = Counting(pages(), headers=("Cache-Control: max-age=600",))
    site.answers["*"] = server
    run(URLS[:1])
    run(URLS[:1])
    assert [status for _, status, _ in server.take()] == [200]
    run(URLS[:1], max_cache_age=0.0)
    assert [status for _, status, _ in server.take()] == [304]
    run.now += 1000
    run(URLS[:1])
    assert [status for _, status, _ in server.take()] == [304]
    server.headers = ("Cache-Control: no-store",)
    server.pages[URLS[0].removeprefix("http://")] = page("Private")
    for _ in range(2):
        run(URLS[:1], max_cache_age=0.0)
    assert [status for _, status, _ in server.take()] == [200, 200]


def test_a_page_made_for_another_user_agent_is_not_used(run: Run, site: Site) -> None:
    site.answers["*"] = Counting(pages(), headers=("Vary: Accept-Encoding, User-Agent",))
    run(URLS[:1], user_agent="one")
    run(URLS[:1], user_agent="two", max_cache_age=3600.0)
    run(URLS[:1], user_agent="two", max_cache_age=3600.0)
    assert [header(request, "User-Agent") for request in site.requests] == ["one", "two"]


def test_compressed_and_truncated_bodies(run: Run, site: Site) -> None:
    import gzip

    site.answers["/z"] = reply(200, gzip.compress(page("Ferry")), HTML, "Content-Encoding: gzip", 'ETag: "z"')
    cut = reply(200, page("Ferry"), HTML, 'ETag: "c"')[:-100]
    site.answers["/cut"] = cut
    site.answers["/large"] = reply(200, b"<p>" + b"x " * 40_000, HTML, 'ETag: "l"', length=False)
    urls = ["http://a.test/z", "http://a.test/cut", "http://a.test/large"]
    first = run(urls, max_bytes=50_000)
    assert [d.source.status for d in first][::2] == [Status.OK, Status.TOO_LARGE]
    assert not first[1].source.status.was_read
    second = run(urls, max_bytes=50_000, max_cache_age=3600.0)
    assert timeless(first[0]) == timeless(second[0])
    assert sorted(site.paths()) == ["/cut", "/cut", "/large", "/large", "/z"]


def test_a_page_that_was_not_read_to_its_end_is_not_kept(run: Run, site: Site) -> None:
    # a Location beside a 200 leads nowhere, and is no reason to keep nothing as the page
    site.answers["/a"] = reply(200, page("Ferry") + b" " * 60_000, HTML, "Location: /b", 'ETag: "1"')
    for _ in range(2):
        (document,) = run(["http://a.test/a"], max_bytes=50_000, max_cache_age=3600.0)
        assert document.source.status is Status.TOO_LARGE
    assert site.paths() == ["/a", "/a"]
    with Store(run.folder) as store:
        assert store.latest("http://a.test/a") is None


def test_bytes_that_have_not_changed_are_parsed_once(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["*"] = Counting(pages())
    parsed: list[bytes] = []
    submit = Extractor.submit

    def counted(self: Extractor, body: bytes, content_type: str | None = None, url: str | None = None) -> object:
        parsed.append(body)
        return submit(self, body, content_type, url)

    monkeypatch.setattr(Extractor, "submit", counted)
    first = run(URLS)
    assert len(parsed) == 12
    second = run(URLS)
    assert len(parsed) == 12
    assert [d.content for d in first] == [d.content for d in second]
    monkeypatch.setattr("provenance.sources.extraction.remembering.reader_version", lambda: "another")
    run(URLS)
    assert len(parsed) == 24


def test_extracts_that_are_kept_are_whole(tmp_path: Path) -> None:
    body = page("Ferry – «late»", "<nav><a href='/x'>menu</a></nav>").replace(b"midnight", b"midnight \xf0\x9f\x9a\xa2")
    with Store(tmp_path) as store, Extractor(0) as extractor:
        remembering = Remembering(extractor, store)
        found = remembering.extract(body, "text/html; charset=utf-8", "https://a.test/x")
        assert isinstance(found, Extract)
        assert found == extractor.extract(body, "text/html; charset=utf-8", "https://a.test/x")
        for content in (body, b"\x89PNG\r\n\x1a\n" + bytes(100)):
            fresh = remembering.extract(content, None, "https://a.test/y")
            assert remembering.extract(content, None, "https://a.test/y") == fresh
    with Store(tmp_path) as store, Extractor(0) as extractor:
        extractor.submit = None  # type: ignore[method-assign, assignment]
        assert Remembering(extractor, store).extract(body, "text/html; charset=utf-8", "https://a.test/x") == found
    assert len(reader_version()) == 16


# ---- which store, and when ------------------------------------------------------------------------------------------


def test_offline_the_stored_captures_are_read_however_old(run: Run, site: Site, tmp_path: Path) -> None:
    site.answers["*"] = Counting(pages())
    first = run(URLS)
    asked = len(site.requests)
    with Resolver(FetchSettings(offline=True, cache_dir=run.folder, jobs=0), archives={}) as resolver:
        again = list(resolver.resolve_many([(url, None) for url in URLS]))
        other = resolver.resolve("http://a.test/never")
    assert again == first
    assert (other.source.status, len(site.requests)) == (Status.NOT_ATTEMPTED, asked)
    assert "--offline" in other.source.message
    with Resolver(FetchSettings(offline=True, cache_dir=run.folder, no_cache=True, jobs=0), archives={}) as resolver:
        assert resolver.resolve(URLS[0]).source.status is Status.NOT_ATTEMPTED


def test_with_a_cassette_the_store_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page("https://a.test/x", page("Recorded"))], description="stand-ins")
    folder = tmp_path / "cache"
    body = page("Stored")
    with Store(folder) as store:
        store.put(Kept("https://a.test/x", 200, "OK", (("Content-Type", "text/html"),), "2024", 0.0, 1e12, digest(body), len(body)), body)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with Resolver(Config(cassette=path, offline=True, cache_dir=folder, max_cache_age="99w", jobs=1)) as resolver:
        assert resolver.resolve("https://a.test/x").source.title == "Recorded"
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_directory_that_cannot_be_used(tmp_path: Path, web: Web, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CacheError, match="--cache-dir"):
        Resolver(FetchSettings(cache_dir=tmp_path / "file"))
    # the default one is done without
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("provenance.sources.resolver.Network", lambda guard, **_: web.network())
    site.answers["/a"] = reply(200, page("Ferry"), HTML)
    with Resolver(FetchSettings(jobs=0, ask_neighbours=False), archives={}) as resolver:
        assert resolver.resolve("http://a.test/a").source.title == "Ferry"
        assert resolver.resolve("http://a.test/a").source.capture is None


# ---- freshness -----------------------------------------------------------------------------------------------------

NOW = 1_700_000_000.0
DATE = ("Date", formatdate(NOW, usegmt=True))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ((), 0),
        ((("Cache-Control", "max-age=60"),), 60),
        ((("Cache-Control", "public, Max-Age=60"), ("Age", "20")), 40),
        ((("Cache-Control", "max-age=60"), ("Age", "90")), 0),
        ((("Cache-Control", "max-age=60, no-cache"),), 0),
        ((("Cache-Control", "s-maxage=60"),), 0),
        ((("Cache-Control", "max-age=99999999999"),), DAY),
        ((("Cache-Control", "max-age=-5"),), 0),
        ((("Expires", formatdate(NOW + 90, usegmt=True)), DATE), 90),
        ((("Expires", formatdate(NOW + 90, usegmt=True)),), 90),
        ((("Expires", "0"),), 0),
        ((("Expires", formatdate(NOW + 90, usegmt=True)), ("Cache-Control", "max-age=5")), 5),
        ((("Cache-Control", "max-age=60"), ("Vary", "*")), 0),
        ((("Memento-Datetime", formatdate(NOW, usegmt=True)),), 0),
        ((("Content-Type", "application/link-format"),), DAY),
        ((("Vary", "Accept-Datetime"),), DAY),
    ],
)
def test_how_long_a_server_lets_a_page_be_used(headers: tuple[tuple[str, str], ...], seconds: float) -> None:
    assert lifetime("https://a.test/x", 200, headers, NOW) == seconds


def test_answers_that_last_by_their_nature() -> None:
    copy = "https://web.archive.org/web/20201120100000id_/https://a.test/x"
    assert lifetime(copy, 200, (("Memento-Datetime", "x"), ("Cache-Control", "no-cache")), NOW) == ALWAYS
    assert lifetime(copy, 200, (), NOW) == 0
    assert lifetime("https://web.archive.org/cdx/search/cdx?url=x", 200, (), NOW) == DAY
    assert lifetime("https://a.test/robots.txt", 404, (), NOW) == DAY
    assert lifetime(made_up("https://a.test/x/y.html") or "", 404, (), NOW) == DAY


@pytest.mark.parametrize(
    ("url", "status", "control", "stored"),
    [
        ("https://a.test/x", 200, "", True),
        ("https://a.test/x", 301, "", True),
        ("https://a.test/x", 404, "", False),
        ("https://a.test/x", 206, "", False),
        ("https://a.test/x", 500, "max-age=60", False),
        ("https://a.test/x", 200, "private, no-store", False),
        ("https://a.test/robots.txt", 404, "", True),
        ("https://a.test/robots.txt", 503, "", False),
    ],
)
def test_what_is_kept(url: str, status: int, control: str, stored: bool) -> None:
    assert is_stored(url, status, (("Cache-Control", control),)) is stored


def test_asking_whether_a_page_has_changed() -> None:
    kept = (("ETag", 'W/"1"'), ("Last-Modified", "Sat, 01 Jan 2022 00:00:00 GMT"), ("Content-Type", "text/html"))
    assert conditions(kept) == (("If-None-Match", 'W/"1"'), ("If-Modified-Since", "Sat, 01 Jan 2022 00:00:00 GMT"))
    assert conditions((("ETag", "a\r\nX: y"),)) == ()
    assert conditions((("ETag", "x" * 600), ("Content-Type", "text/html"))) == ()
    assert still_stands(kept, (("ETag", '"1"'),))
    assert still_stands(kept, ())
    assert not still_stands(kept, (("ETag", '"2"'),))
    assert refreshed(kept, (("etag", '"1"'), ("Content-Type", "text/plain"), ("Date", "now"))) == (
        *kept[1:],
        ("etag", '"1"'),
        ("Date", "now"),
    )


@how(max_examples=40)
@given(st.text(max_size=60), st.sampled_from(["Cache-Control", "Expires", "Age", "Date", "Vary", "ETag"]), st.text(max_size=60))
def test_no_header_breaks_the_reckoning(value: str, name: str, other: str) -> None:
    headers = ((name, value), ("Cache-Control", f"max-age={other}"), ("Expires", value))
    assert 0 <= lifetime("https://a.test/x", 200, headers, NOW) <= DAY
    assert all(v.isascii() and "\n" not in v for _, v in conditions(((name, value),)))


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), (90, 90), ("90s", 90), ("1.5 h", 5400), ("30m", 1800), ("7d", 604_800), ("2W", 1_209_600), (0, 0)]
)
def test_durations(text: str | float, seconds: float) -> None:
    assert parse_duration(text, "x") == seconds


@pytest.mark.parametrize("text", ["", "x", "-1", "1y", "1 d d", "9999999999w", "nan", "inf", "１d"])
def test_texts_that_are_no_duration(text: str) -> None:
    with pytest.raises(ConfigError, match="12h"):
        Config(max_cache_age=text)


# ---- the whole way ---------------------------------------------------------------------------------------------------


def test_the_same_report_but_for_times_from_three_runs(site: Site, tmp_path: Path) -> None:
    from provenance.pipeline import check_all
    from provenance.reports import render

    host = f"127.0.0.1:{site.port}"
    server = Counting({f"{host}/ferry": page("Ferry"), f"{host}/harbour": page("Harbour")})
    site.answers["*"] = server
    draft = tmp_path / "draft.md"
    draft.write_text(
        f"The harbour master said the ferry [runs until midnight](http://{host}/ferry).\n\n"
        f"He told reporters that it [starts at nine](http://{host}/harbour?utm_source=x) in the morning.\n"
    )
    server.pages[f"{host}/harbour?utm_source=x"] = server.pages[f"{host}/harbour"]
    settings = {"allow_host": (host,), "cache_dir": tmp_path / "cache", "jobs": 1, "host_concurrency": 4, "date": "2024-05-06"}
    reports, sent = [], []
    for more in ({}, {}, {"max_cache_age": "1h"}, {"offline": True}):
        report = render(check_all([str(draft)], load({**settings, **more}, environment={}, directory=tmp_path)), "json")
        reports.append(json.loads(re.sub(r'"(generated|fetched)": "[^"]*"', r'"\1": ""', report)))
        sent.append([status for path, status, _ in server.take() if path in ("/ferry", "/harbour?utm_source=x")])
    assert sent == [[200, 200], [304, 304], [], []]
    told = [report.pop("settings") for report in reports]
    assert (told[0] == told[1], told[2]["max_cache_age"], told[3]["offline"]) == (True, "1h", "true")
    assert reports[0] == reports[1] == reports[2] == reports[3]
    assert [source["status"] for source in reports[0]["sources"]] == ["ok", "ok"]
    assert all(source["capture"]["record"] == f"sha256:{source['sha256']}" for source in reports[0]["sources"])
