"""Dated copies: which archive is asked, which copy is read and why, and what is not relied on."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from conftest import Site, Web, reply
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.config import Config
from provenance.errors import UsageError
from provenance.model import Document, Extract, Status, Unavailable
from provenance.sources import Page, Resolver, write_pages
from provenance.sources.addressing.canonical import replayed
from provenance.sources.addressing.weblinks import parse
from provenance.sources.archives.archive import Copy, Wayback, distance, memento_url, nearest
from provenance.sources.archives.copies import Archives, Found
from provenance.sources.archives.timegates import ARCHIVES, TimeGate, chosen, iso
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.keeping.store import Store
from provenance.sources.settings import FetchSettings

TEXT = "The ferry between the two banks runs from six in the morning until midnight, the harbour master said on Monday. " * 6
HTML = "Content-Type: text/html; charset=utf-8"
WHEN = date(2020, 12, 1)
PAGE = "http://a.test/news/ferry.html"


def page(title: str) -> bytes:
    return f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{TEXT}</p></article></body></html>".encode()


def moment(day: date) -> str:
    return format_datetime(datetime(day.year, day.month, day.day, 10, tzinfo=UTC), usegmt=True)


def memento_of(title: str, day: date, *links: str, original: str = PAGE) -> bytes:
    link = ", ".join([f'<{original}>; rel="original"', *links])
    return reply(200, page(title), HTML, f"Memento-Datetime: {moment(day)}", f"Link: {link}")


def cdx(*rows: tuple[str, str], url: str = PAGE) -> bytes:
    return reply(200, "\n".join(f"- {stamp} {url} text/html 200 {digest} 1" for stamp, digest in rows).encode(), "Content-Type: text/plain")


Answers = dict[str, "bytes | Callable[[bytes], bytes]"]


@pytest.fixture
def ask(web: Web, site: Site) -> Callable[..., Document]:
    """Resolve the page of these tests, which has gone, while hosts answer by the beginnings of their addresses."""

    def resolve(answers: Answers, when: date | None = WHEN, archives: object = None, url: str = PAGE, **more: object) -> Document:
        def answer(connection: socket.socket, request: bytes) -> None:
            host = request.split(b"Host: ")[1].split(b"\r\n")[0].decode()
            target = f"{host}{request.split(b' ', 2)[1].decode()}"
            best = max((key for key in answers if target.startswith(key)), key=len, default=None)
            found = answers[best] if best is not None else reply(410 if host == "a.test" else 404, b"gone")
            connection.sendall(found(request) if callable(found) else found)

        site.answers["*"] = answer
        site.requests.clear()
        chosen_ones = archives or {"wayback": Wayback("http://web.archive.org")}
        fetching = FetchSettings(**{"timeout": 10.0, "max_retries": 0, "jobs": 0, "ask_neighbours": False, **more})  # type: ignore[arg-type]
        with Resolver(fetching, transport=web.network(), archives=chosen_ones, sleep=web.slept.append) as resolver:  # type: ignore[arg-type]
            return resolver.resolve(url, when)

    return resolve


# ---- the Wayback Machine ---------------------------------------------------------------------------------------------


def test_of_copies_with_the_same_bytes_the_nearest_is_read_and_only_three_are(ask: Callable[..., Document], site: Site) -> None:
    rows = [("20201020100000", "A"), ("20201101100000", "A"), ("20201125100000", "B"), ("20201205100000", "B"), ("20210101100000", "C")]
    rows += [("20210301100000", "D")]
    empty = reply(200, b"<html><body></body></html>", HTML)
    document = ask({"web.archive.org/cdx": cdx(*rows), "web.archive.org/web/": empty})
    assert document.source.status is Status.GONE
    assert "no readable copy" in document.source.message
    assert [path.split("/")[2][:8] for path in site.paths() if path.startswith("/web/")] == ["20201205", "20201101", "20210101"]


def test_a_copy_outside_the_window_is_named_and_not_relied_on(ask: Callable[..., Document], site: Site) -> None:
    def index(request: bytes) -> bytes:
        return cdx() if b"from=" in request else cdx(("20150101100000", "A"), ("20190101100000", "B"))

    answers: Answers = {"web.archive.org/cdx": index, "web.archive.org/web/": memento_of("Ferry", date(2019, 1, 1))}
    document = ask(answers)
    assert document.source.status is Status.GONE
    assert document.source.archive is None
    assert "2019-01-01" in document.source.message
    assert "700 days before" in document.source.message
    assert memento_url(PAGE, "20190101100000").removeprefix("https") in document.source.message
    assert len([path for path in site.paths() if path.startswith("/web/")]) == 0
    # without a date the newest is read, however old
    document = ask(answers, when=None)
    assert document.source.status is Status.ARCHIVED
    assert document.source.archive is not None
    assert "newest" in document.source.archive.why
    # and with a wider window
    assert ask(answers, archive_window=800).source.status is Status.ARCHIVED


def test_a_copy_that_leads_to_another_time_is_dated_by_where_it_leads(ask: Callable[..., Document]) -> None:
    near = reply(302, b"", "Location: http://web.archive.org/web/20201215100000id_/http://a.test/news/ferry.html")
    far = reply(302, b"", "Location: http://web.archive.org/web/20180101100000id_/http://a.test/news/ferry.html")
    answers: Answers = {
        "web.archive.org/cdx": cdx(("20201201100000", "A")),
        "web.archive.org/web/20201215": memento_of("Ferry", date(2020, 12, 15)),
        "web.archive.org/web/20180101": memento_of("Ferry", date(2018, 1, 1)),
    }
    document = ask({**answers, "web.archive.org/web/20201201": near})
    assert document.source.archive is not None
    assert document.source.archive.captured == "2020-12-15T10:00:00Z"
    assert "14 days after" in document.source.archive.why
    document = ask({**answers, "web.archive.org/web/20201201": far})
    assert document.source.archive is None
    assert "leads on to a copy from 2018-01-01" in document.source.message


@pytest.mark.parametrize("target", ["http://a.test/", "http://a.test/404", "http://a.test/login?next=x"])
def test_a_copy_that_leads_to_a_front_page_or_a_wall_is_no_copy(ask: Callable[..., Document], target: str) -> None:
    led = reply(302, b"", f"Location: http://web.archive.org/web/20201201100001id_/{target}")
    answers: Answers = {
        "web.archive.org/cdx": cdx(("20201201100000", "A")),
        "web.archive.org/web/20201201100000": led,
        "web.archive.org/web/20201201100001": memento_of("Welcome", date(2020, 12, 1), original=target),
    }
    document = ask(answers)
    assert document.source.status is Status.GONE
    assert "no readable copy" in document.source.message


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (reply(429), "rate_limited"),
        (reply(503), "temporary"),
        (reply(403, b"org.archive.wayback.exception.AdministrativeAccessControlException: excluded"), "blocked"),
        (reply(200, b"\xff\xfe not an index"), "decode_error"),
        (reply(200, b"<html>" * 1000), "decode_error"),
        (reply(200, b"- 20201399 x y z d 1\n"), "decode_error"),
        (reply(302, b"", "Location: http://10.0.0.1/"), "refused"),
    ],
)
def test_an_index_that_cannot_be_read(ask: Callable[..., Document], answer: bytes, told: str) -> None:
    document = ask({"web.archive.org/cdx": answer})
    assert document.source.status is Status.GONE
    assert f"could not be asked ({told})" in document.source.message


def test_the_library_leaves_urllib3_as_it_was_and_sends_nothing_itself() -> None:
    code = """
import sys, socket
from urllib3._collections import HTTPHeaderDict
plain = HTTPHeaderDict.__init__
def no(*args, **kwargs): raise AssertionError("a socket")
socket.socket.connect = no
socket.getaddrinfo = no
from datetime import date
from provenance.sources.archives.archive import Wayback
from provenance.model import Status, Unavailable
asked = []
def fetch(url, headers=()):
    asked.append(url)
    return Unavailable(url, Status.UNREACHABLE, "no")
found = Wayback().copies("https://a.test/x", date(2020, 12, 1), fetch)
assert found.status is Status.UNREACHABLE, found
assert len(asked) == 1 and asked[0].startswith("https://web.archive.org/cdx/search/cdx?url=https%3A%2F%2Fa.test%2Fx&"), asked
assert "wayback" in sys.modules
assert HTTPHeaderDict.__init__ is plain
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# ---- other archives --------------------------------------------------------------------------------------------------


def test_a_timegate_leads_to_the_nearest_copy(ask: Callable[..., Document], site: Site) -> None:
    memento = memento_of("Ferry in 2020", date(2020, 11, 28), '<http://gate.test/tm>; rel="timemap"; type="application/link-format"')
    answers: Answers = {
        "gate.test/gate/": reply(302, b"", "Location: http://gate.test/m/abc", "Vary: accept-datetime", f'Link: <{PAGE}>; rel="original"'),
        "gate.test/m/abc": memento,
    }
    document = ask(answers, archives={"gate": TimeGate("http://gate.test/gate/")})
    assert document.source.archive is not None
    assert (document.source.archive.url, document.source.archive.captured) == ("http://gate.test/m/abc", "2020-11-28T10:00:00Z")
    assert document.source.title == "Ferry in 2020"
    asked = next(request for request in site.requests if b"/gate/http://a.test/news/ferry.html" in request)
    assert b"Accept-Datetime: Tue, 01 Dec 2020 12:00:00 GMT\r\n" in asked


def test_a_timemap_lists_copies_where_the_gate_leads_to_none(ask: Callable[..., Document], site: Site) -> None:
    def listed(*entries: str) -> bytes:
        return reply(200, ",\n".join(entries).encode(), "Content-Type: application/link-format")

    answers: Answers = {
        "gate.test/gate/": reply(200, b"choose one", HTML, f'Link: <{PAGE}>; rel="original", </tm/1>; rel="timemap"'),
        "gate.test/tm/1": listed(
            f'<{PAGE}>; rel="original"',
            '<http://gate.test/tm/1>; rel="self timemap"; from="x"; until="y"',
            '<http://gate.test/tm/2>; rel="timemap"; type="application/link-format"',
            f'<http://gate.test/m/20190101100000/{PAGE}>; rel="first memento"; datetime="{moment(date(2019, 1, 1))}"',
        ),
        "gate.test/tm/2": listed(
            f'</m/20201110100000/{PAGE}>;rel="memento";datetime="{moment(date(2020, 11, 10))}"',
            f'<http://gate.test/m/20201203100000/{PAGE}>; datetime="{moment(date(2020, 12, 3))}"; rel=memento; license="a, b; c"',
            '<http://gate.test/m/x>; rel="memento"; datetime="yesterday"',
        ),
        "gate.test/m/20201203100000id_/": reply(404, b"not this one"),
        "gate.test/m/20201110100000id_/": memento_of("Ferry in November", date(2020, 11, 10)),
    }
    document = ask(answers, archives={"gate": TimeGate("http://gate.test/gate/{url}", unchanged=True)})
    assert document.source.title == "Ferry in November"
    assert document.source.archive is not None
    assert document.source.archive.url == f"http://gate.test/m/20201110100000id_/{PAGE}"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (reply(404, b"never seen"), "has no copy"),
        (reply(200, page("Please prove that you are no robot"), HTML), "has no copy"),
        (reply(429, b"slow down", "Retry-After: 100000"), "could not be asked (rate_limited)"),
        (reply(403, b"no"), "could not be asked (blocked)"),
        (reply(502, b"no"), "could not be asked (temporary)"),
        (memento_of("Another page", date(2020, 12, 1), original="http://b.test/"), "has no copy"),
        (memento_of("Ferry", date(2012, 12, 1)), "2,922 days before"),
    ],
)
def test_a_gate_that_leads_nowhere(ask: Callable[..., Document], answer: bytes, told: str) -> None:
    document = ask({"gate.test/": answer}, archives={"gate": TimeGate("http://gate.test/")})
    assert document.source.status is Status.GONE
    assert told in document.source.message


def test_archives_are_asked_in_turn(ask: Callable[..., Document], site: Site) -> None:
    answers: Answers = {"web.archive.org/cdx": reply(503), "one.test/": reply(404), "two.test/": memento_of("Ferry", date(2020, 12, 2))}
    archives = {"wayback": Wayback("http://web.archive.org"), **chosen(["http://one.test/", "http://two.test/{url}"])}
    document = ask(answers, archives=archives)
    assert document.source.archive is not None
    assert document.source.archive.url == f"http://two.test/{PAGE}"
    assert "1 day after" in document.source.archive.why
    nobody = ask({**answers, "two.test/": reply(404)}, archives=archives)
    assert nobody.source.message.endswith(
        "wayback could not be asked (temporary); the archive one.test has no copy; the archive two.test has no copy"
    )


def test_archives_by_name() -> None:
    assert list(chosen(["perma.cc", "wayback", "https://gate.test/x/"])) == ["perma.cc", "wayback", "gate.test"]
    assert {"wayback", "archive.today", "perma.cc"} <= set(ARCHIVES)
    for name in ("nowhere", "ftp://x", "https://user:pass@gate.test/", "https://a b/"):
        with pytest.raises(UsageError, match="TimeGate"):
            chosen([name])
    with pytest.raises(UsageError):
        Resolver(Config(archive=("nowhere",), no_cache=True))
    with Resolver(Config(archive=("nowhere",), no_archive=True, no_cache=True)):
        pass


def test_a_copy_in_any_archive_that_the_draft_cites(ask: Callable[..., Document]) -> None:
    url = "http://perma.test/ABCD-1234"
    document = ask({"perma.test/": memento_of("Ferry", date(2020, 3, 4))}, url=url)
    assert document.source.status is Status.ARCHIVED
    assert document.source.archive is not None
    assert (document.source.archive.captured, document.source.archive.why) == ("2020-03-04T10:00:00Z", "the draft cites this copy")
    # a page that only calls itself a copy, of itself or of nothing, is a page
    for links in ((f'<{url}>; rel="original"',), ()):
        answer = reply(200, page("Ferry"), HTML, f"Memento-Datetime: {moment(WHEN)}", *(f"Link: {link}" for link in links))
        assert ask({"perma.test/": answer}, url=url).source.status is Status.OK


def test_a_host_that_the_user_has_allowed_is_not_told_to_an_archive(ask: Callable[..., Document], site: Site, web: Web) -> None:
    for host in ("a.test", "A.test:80"):
        document = ask({"web.archive.org/": cdx(("20201201100000", "A"))}, allow_host=(host,))
        assert document.source.status is Status.GONE
        assert site.paths() == ["/news/ferry.html"]


# ---- bounds ----------------------------------------------------------------------------------------------------------


class Fake:
    """An archive whose index gives the same answers to everybody."""

    per_minute = 24.0

    def __init__(self, *answers: tuple[Copy, ...] | Unavailable) -> None:
        self.answers = list(answers)
        self.asked = 0

    def copies(
        self, url: str, when: date | None, fetch: Callable[..., object], recorded: tuple[str, ...] = (), *, window: int = 180
    ) -> object:
        self.asked += 1
        fetch(f"http://index.test/?{url}")
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def searched(archives: Archives, number: int = 0) -> list[Found]:
    return list(archives.search(f"http://a.test/{number}", WHEN, Deadline(10.0)))


def test_the_pace_of_questions_is_kept_and_a_refusal_is_heeded() -> None:
    now = [1000.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    refused = Unavailable("", Status.RATE_LIMITED, "slow down")
    archive = Fake(*[()] * 20, refused, ())
    nothing = Unavailable("", Status.NOT_FOUND, "x")
    archives = Archives({"fake": archive}, lambda url, headers, deadline: nothing, clock=lambda: now[0], sleep=sleep)  # type: ignore[dict-item]
    for number in range(20):
        assert searched(archives, number)[0].told == "the archive fake has no copy"
    assert now[0] - 1000.0 == pytest.approx(15 * 2.5)  # a burst of five, then 24 a minute
    assert "rate_limited" in searched(archives)[0].told
    assert "rate_limited" in searched(archives)[0].told
    assert archive.asked == 21
    now[0] += 100
    assert "no copy" in searched(archives)[0].told
    # what is stored, or replayed, needs no pace
    for more in ({"at_hand": lambda url, headers: True}, {"live": False}):
        slept.clear()
        free = Archives({"fake": Fake(())}, lambda url, headers, deadline: nothing, clock=lambda: now[0], sleep=sleep, **more)  # type: ignore[dict-item, arg-type]
        for number in range(20):
            searched(free, number)
        assert slept == []


def test_the_number_of_searches_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.sources.archives.copies.MOST_SEARCHES", 3)
    archive = Fake(())
    archives = Archives({"fake": archive}, lambda url, headers, deadline: Unavailable("", Status.GONE, ""), live=False)  # type: ignore[dict-item]
    told = [searched(archives, number)[0].told for number in range(5)]
    assert archive.asked == 3
    assert ["no archive was searched" in text for text in told] == [False, False, False, True, True]


def test_answers_of_an_index_and_copies_are_stored(web: Web, site: Site, tmp_path: Path) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        path = request.split(b" ", 2)[1]
        copy = memento_of("Ferry", date(2020, 11, 28))
        connection.sendall(cdx(("20201128100000", "A")) if b"/cdx" in path else copy if b"/web/" in path else reply(410))

    site.answers["*"] = answer
    now = [1.7e9]
    asked = []
    for pause in (0.0, 3600.0, 100_000.0):
        now[0] += pause
        with (
            Store(tmp_path, wall=lambda: now[0]) as store,
            Resolver(
                FetchSettings(jobs=0, max_retries=0, ask_neighbours=False),
                transport=web.network(),
                store=store,
                archives={"wayback": Wayback("http://web.archive.org")},
                wall=lambda: now[0],
            ) as resolver,
        ):
            assert resolver.resolve(PAGE, WHEN).source.status is Status.ARCHIVED
        asked.append(["cdx" if "cdx" in path else "copy" if "web" in path else "page" for path in site.paths()])
        site.requests.clear()
    assert asked == [["page", "cdx", "copy"], ["page"], ["page", "cdx"]]


# ---- pieces ----------------------------------------------------------------------------------------------------------


def test_the_nearest_of_copies() -> None:
    copies = [Copy("a", "2020-11-30T10:00:00Z"), Copy("b", "2020-12-02T10:00:00Z"), Copy("c", "2020-12-01T23:00:00Z"), Copy("d", "x")]
    assert [copy.url for copy in nearest(copies, WHEN)] == ["c", "b", "a"]
    assert [copy.url for copy in nearest(copies[:3], None)] == ["b", "c", "a"]
    assert distance(copies[2], WHEN) == "the copy of the same day as the draft"


def test_link_headers_and_lists() -> None:
    text = (
        '<http://a.test/?x=1,2>; rel="original latest-version",\n <http://t.test/tg>;rel=timegate , junk, <not a link>; rel=x,'
        '<http://t.test/m>; rel="memento"; datetime="Tue, 20 Jun 2000 18:02:59 GMT";\ttitle="<x>; rel=y", <http://t.test/n>'
    )
    found = list(parse(text))
    assert [(link.target, sorted(link.rel)) for link in found] == [
        ("http://a.test/?x=1,2", ["latest-version", "original"]),
        ("http://t.test/tg", ["timegate"]),
        ("http://t.test/m", ["memento"]),
        ("http://t.test/n", []),
    ]
    assert iso(found[2].datetime) == "2000-06-20T18:02:59Z"
    assert iso("never") == ""


@settings(max_examples=60)
@given(st.text(alphabet='<>;="rel, \n\t:/amento', max_size=300))
def test_no_text_breaks_the_reading_of_links(text: str) -> None:
    assert all(link.target for link in parse(text))


def test_reading_links_takes_linear_time() -> None:
    with no_hang():
        for piece in ("<", "<x>;", '<x>; a="', "<x> ;a=b", ";" * 3, "<a;" + " " * 50, "<x>;\t;"):
            began = time.process_time()
            list(parse(piece * (400_000 // len(piece))))
            assert time.process_time() - began < 30


def test_addresses_in_archives() -> None:
    assert replayed("https://web.archive.org/web/20201120100000id_/https://a.test/x?y") == ("20201120100000", "https://a.test/x?y")
    assert replayed("https://arquivo.pt/wayback/20201120100000/http:/a.test/x") == ("20201120100000", "http://a.test/x")
    assert replayed("https://webarchive.loc.gov/all/20201120100000/http://a.test/") == ("20201120100000", "http://a.test/")
    assert replayed("https://a.test/20201120100000/x") is None


def test_a_copy_in_a_cassette(tmp_path: Path) -> None:
    gate = TimeGate("https://gate.test/")
    path = tmp_path / "web.warc.gz"
    headers = (("Memento-Datetime", moment(date(2020, 11, 28))), ("Link", '<https://a.test/x>; rel="original"'))
    pages = [Page("https://a.test/x", b"gone", status=410), Page(gate.query("https://a.test/x"), page("Ferry"), headers=headers)]
    write_pages(path, pages, description="stand-ins")
    with Resolver(FetchSettings(cassette=path, offline=True, jobs=0, archive=("https://gate.test/",))) as resolver:
        document = resolver.resolve("https://a.test/x", WHEN)
    assert document.source.status is Status.ARCHIVED
    assert isinstance(document.content, Extract)
    assert document.source.capture is not None
    assert document.source.capture.file == "web.warc.gz"
