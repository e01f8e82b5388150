"""From addresses to documents."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from conftest import Site, Web, reply
from hypothesis import given
from hypothesis import strategies as st

from provenance.config import Config, RecordMode
from provenance.errors import CassetteError, SourceError, UsageError
from provenance.model import Document, Extract, Status, Unavailable
from provenance.sources import Page, Resolver, list_records, write_pages
from provenance.sources.addressing.canonical import identity, memento, source_id, unwrapped
from provenance.sources.archives.archive import memento_url
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.failures import Failure
from provenance.sources.fetching.politeness import Politeness
from provenance.sources.fetching.schedule import run_by_host
from provenance.sources.keeping.store import Store
from provenance.sources.outcomes.siblings import made_up
from provenance.sources.settings import FetchSettings

TEXT = "The ferry between the two banks runs from six in the morning until midnight, the harbour master said on Monday. " * 6
HTML = "Content-Type: text/html; charset=utf-8"


def page(title: str) -> bytes:
    return f"<html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{TEXT}</p></article></body></html>".encode()


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    path = tmp_path / "web.warc.gz"
    write_pages(
        path,
        [
            Page("https://news.test/ferry", b"", status=301, headers=(("Location", "https://news.test/2020/ferry"),)),
            Page("https://news.test/2020/ferry", page("Ferry runs late"), note="A stand-in, written for a test."),
            Page("https://news.test/gone", b"<p>removed</p>", status=410),
            Page(memento_url("https://news.test/gone", "2020-11-20T10:00:00Z"), page("Ferry in 2020")),
            Page(memento_url("https://news.test/gone", "2023-11-20T10:00:00Z"), page("Ferry in 2023")),
            Page("https://walled.test/a", b"<html><body><p>Subscribe to continue reading.</p></body></html>", status=402),
            Page("https://api.test/feed?api_key=REDACTED&page=1", page("Feed")),
        ],
        description="stand-ins for tests",
    )
    return path


def offline(path: Path | None, **settings: object) -> Resolver:
    return Resolver(FetchSettings(cassette=path, offline=True, jobs=0, **settings))  # type: ignore[arg-type]


def test_documents_of_a_cassette(cassette: Path) -> None:
    requests = [
        ("https://news.test/ferry?utm_source=mail#top", None),
        ("https://news.test/gone", date(2020, 12, 1)),
        ("https://news.test/gone", date(2023, 12, 1)),
        ("https://walled.test/a", None),
        ("https://news.test/ferry", None),
        ("https://nowhere.test/", None),
        ("http://169.254.169.254/latest", None),
        ("mailto:me@news.test", None),
        ("https://api.test/feed?api_key=abcdefg1234&page=1", None),
        ("no address at all", None),
    ]
    with offline(cassette) as resolver:
        documents = list(resolver.resolve_many(requests))
    assert [d.source.url for d in documents] == [url for url, _ in requests]
    assert [d.source.status for d in documents] == [
        Status.MOVED,
        Status.ARCHIVED,
        Status.ARCHIVED,
        Status.PAYWALLED,
        Status.MOVED,
        Status.NOT_IN_CASSETTE,
        Status.REFUSED,
        Status.UNSUPPORTED,
        Status.OK,
        Status.UNSUPPORTED,
    ]
    first = documents[0].source
    assert (first.title, first.language, first.final_url, first.http_status) == (
        "Ferry runs late",
        "en",
        "https://news.test/2020/ferry",
        200,
    )
    assert first.note == "A stand-in, written for a test."
    assert first.capture is not None
    assert first.capture.file == cassette.name
    assert first.id == documents[4].source.id == source_id("https://news.test/ferry")
    assert [d.source.archive.captured[:4] for d in documents[1:3] if d.source.archive] == ["2020", "2023"]
    for document in documents:
        assert isinstance(document.content, Extract) == document.source.status.was_read
        if isinstance(document.content, Unavailable):
            assert document.source.message.startswith(document.content.reason)
    assert "abcdefg1234" not in repr(documents[8].source.final_url)


def test_two_replays_are_identical(cassette: Path) -> None:
    requests = [(f"https://news.test/{name}", date(2020, 12, 1)) for name in ("ferry", "gone", "none", "ferry?fbclid=1")]
    runs = []
    for jobs in (1, 8):
        with offline(cassette, fetchers=jobs) as resolver:
            runs.append(list(resolver.resolve_many(requests)))
    assert runs[0] == runs[1]


def test_offline_without_a_cassette() -> None:
    with offline(None) as resolver:
        document = resolver.resolve("https://news.test/ferry")
    assert document.source.status is Status.NOT_ATTEMPTED
    assert "--offline" in document.source.message


@pytest.mark.parametrize("form", ["", "id_", "if_"])
def test_a_copy_that_the_draft_cites(cassette: Path, form: str) -> None:
    url = f"https://web.archive.org/web/20201120100000{form}/https://news.test/gone"
    with offline(cassette) as resolver:
        source = resolver.resolve(url).source
    assert (source.url, source.status, source.title) == (url, Status.ARCHIVED, "Ferry in 2020")
    assert source.archive is not None
    assert (source.archive.captured, source.archive.why) == ("2020-11-20T10:00:00Z", "the draft cites this copy")


def test_settings_of_a_run_are_enough(cassette: Path) -> None:
    with Resolver(Config(cassette=cassette, offline=True, record_mode=RecordMode.ALL)) as resolver:
        assert resolver.resolve("https://news.test/ferry").source.status is Status.MOVED
    with pytest.raises(CassetteError):
        Resolver(Config(cassette=cassette.parent / "none.warc.gz"))
    with pytest.raises(UsageError):
        Resolver(Config(allow_host=("http://x/",)))


def test_each_address_once_and_one_at_a_time_per_host(web: Web, site: Site) -> None:
    busy: dict[str, int] = {}
    most: dict[str, int] = {}
    together = [0, 0]
    lock = threading.Lock()

    def slow(connection: object, request: bytes) -> None:
        host = request.split(b"Host: ")[1].split(b"\r\n")[0].decode()
        with lock:
            busy[host] = busy.get(host, 0) + 1
            most[host] = max(most.get(host, 0), busy[host])
            together[0] += 1
            together[1] = max(together)
        time.sleep(0.01)
        with lock:
            busy[host] -= 1
            together[0] -= 1
        connection.sendall(reply(200, page(host), HTML))  # type: ignore[attr-defined]

    site.answers["*"] = slow
    urls = [f"http://h{n % 5}.test/p{n % 25}" for n in range(200)]
    with Resolver(FetchSettings(timeout=5, jobs=0, ask_neighbours=False), transport=web.network(), archives={}) as resolver:
        documents = list(resolver.resolve_many([(url, None) for url in urls]))
        again = list(resolver.resolve_many([(url, None) for url in urls[:10]]))
    assert {d.source.status for d in documents} == {Status.OK}
    assert len(site.requests) == 25
    assert again == documents[:10]
    assert set(most.values()) == {1}
    assert together[1] > 1


def test_recording_and_replaying_through_the_resolver(web: Web, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "web.warc.gz"
    site.answers["/a"] = reply(200, page("Ferry"), HTML)
    monkeypatch.setattr("provenance.sources.fetching.transport.dial", web.dial)
    monkeypatch.setattr("provenance.sources.resolver.Network", lambda guard, **_: web.network())
    settings = FetchSettings(cassette=path, record_mode=RecordMode.ONCE, jobs=0, max_retries=0)
    with Resolver(settings, archives={}, now=lambda: "2024-05-06T07:08:09Z") as resolver:
        live = resolver.resolve("http://a.test/a")
    assert [(r.url, r.status) for r in list_records(path)] == [("http://a.test/a", 200), (made_up("http://a.test/a"), 404)]
    with Resolver(settings, archives={}) as resolver:
        replayed = resolver.resolve("http://a.test/a")
    assert live == replayed
    assert live.source.capture is not None


# ---- by hand -------------------------------------------------------------------------------------------------------


def test_a_file_given_by_hand(tmp_path: Path) -> None:
    text = tmp_path / "story.txt"
    text.write_text(TEXT, "utf-8")
    html = tmp_path / "story.html"
    html.write_bytes(page("Ferry runs late"))
    with offline(None) as resolver:
        plain = resolver.given(text)
        assert plain.source.status is Status.OK
        assert plain.source.url == str(text)
        assert isinstance(plain.content, Extract)
        assert "harbour master" in plain.content.full
        assert resolver.given(text) is plain
        stand_in = resolver.given(html, url="https://news.test/ferry")
        assert (stand_in.source.url, stand_in.source.id) == ("https://news.test/ferry", source_id("https://news.test/ferry"))
        assert stand_in.source.title == "Ferry runs late"
        assert "story.html" in stand_in.source.note


def test_an_address_given_by_hand(cassette: Path) -> None:
    with offline(cassette) as resolver:
        document = resolver.given("https://news.test/ferry", url="https://other.test/x")
    assert document.source.url == "https://other.test/x"
    assert document.source.final_url == "https://news.test/2020/ferry"
    assert isinstance(document.content, Extract)


@pytest.mark.parametrize("content", [None, b"", b"  \n", bytes(4000), b"%PDF-1.7 x", b"x" * 5000])
def test_a_file_that_is_no_source(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "story.txt"
    if content is not None:
        path.write_bytes(content)
    with offline(None, max_bytes=4500) as resolver, pytest.raises(SourceError) as caught:
        resolver.given(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    with offline(None) as resolver, pytest.raises(SourceError):
        resolver.given(tmp_path)


# ---- addresses that are one ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://A.test/x", "https://a.test:443/x#y", True),
        ("https://a.test/x?utm_source=a&id=1&fbclid=2", "https://a.test/x?id=1", True),
        ("https://a.test./x?", "https://a.test/x", True),
        ("https://a.test/x?id=1", "https://a.test/x?id=2", False),
        ("https://a.test/X", "https://a.test/x", False),
        ("http://a.test/x", "https://a.test/x", False),
        ("https://web.archive.org/web/2020/https://a.test/?utm_source=x", "https://web.archive.org/web/2020/https://a.test/", False),
    ],
)
def test_spellings(one: str, other: str, same: bool) -> None:
    assert (identity(one) == identity(other)) is same
    assert (source_id(one) == source_id(other)) is same


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://www.google.com/url?sa=t&q=https%3A%2F%2Fnews.test%2Fferry%3Fa%3D1&usg=x", "https://news.test/ferry?a=1"),
        ("https://www.google.co.uk/url?url=https://news.test/ferry", "https://news.test/ferry"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.test%2Fferry&h=x", "https://news.test/ferry"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fnews.test%2Fferry&data=x", "https://news.test/ferry"),
        ("https://vk.com/away.php?to=https%3A%2F%2Fnews.test%2Fferry", "https://news.test/ferry"),
        ("https://www-news-test.cdn.ampproject.org/c/s/www.news.test/ferry", "https://www.news.test/ferry"),
        ("https://www.google.com/amp/s/news.test/ferry?x=1", "https://news.test/ferry?x=1"),
        ("https://duckduckgo.com/l/?uddg=https%3A%2F%2Fnews.test%2Fferry&rut=x", "https://news.test/ferry"),
        ("https://translate.google.com/translate?sl=ru&u=https://news.test/ferry", "https://news.test/ferry"),
        ("https://www-harbour--news-test.translate.goog/ferry?_x_tr_sl=ru&id=1", "https://www.harbour-news.test/ferry?id=1"),
        ("https://urldefense.com/v3/__https://news.test/ferry?a=1__;!!x!y$", "https://news.test/ferry?a=1"),
        ("https://urldefense.com/v3/__https:/news.test/ferry__;!!x", "https://news.test/ferry"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("DOI: 10.1000/182", "https://doi.org/10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "https://doi.org/10.1000/182"),
        ("https://www.google.com/url?q=javascript:alert(1)", None),
        ("https://www.google.com/url?q=file:///etc/passwd", None),
        ("https://www.google.com/search?q=https://news.test/", None),
        ("https://news.test/url?q=https://other.test/", None),
        ("https://evil.test/www.google.com/url?q=https://other.test/", None),
    ],
)
def test_addresses_inside_others(url: str, inside: str | None) -> None:
    assert unwrapped(url) == (inside or url)
    assert (identity(url) == identity(inside or "https://elsewhere.test/")) is (inside is not None)


def test_what_is_inside_another_address_is_guarded(cassette: Path) -> None:
    with offline(cassette) as resolver:
        (found, refused) = resolver.resolve_many(
            [("https://www.google.com/url?q=https://news.test/2020/ferry", None), ("https://www.google.com/url?q=http://127.0.0.1/", None)]
        )
    assert (found.source.status, found.source.final_url) == (Status.OK, "https://news.test/2020/ferry")
    assert refused.source.status is Status.REFUSED


@given(st.text(max_size=100))
def test_identity_is_stable(text: str) -> None:
    for url in (text, "https://a.test/" + text, "https://a.test/?" + text):
        once = identity(url)
        assert identity(once) == once
        assert len(source_id(url)) == 12


def test_mementos() -> None:
    assert memento("https://web.archive.org/web/20201120100000id_/https://a.test/x?y") == ("20201120100000", "https://a.test/x?y")
    assert memento("https://a.test/web/2020/x") is None


# ---- many at once --------------------------------------------------------------------------------------------------


def test_jobs_end_in_any_order_and_failures_stop_the_rest() -> None:
    def job(number: int) -> int:
        if number == 7:
            raise ZeroDivisionError
        return number * 2

    fine = dict(run_by_host({n: (lambda n=n: job(n)) for n in range(7)}, {n: f"h{n % 2}" for n in range(7)}, threads=4, per_host=1))
    assert fine == {n: n * 2 for n in range(7)}
    assert dict(run_by_host({}, {}, threads=4, per_host=1)) == {}
    begun: list[int] = []

    def counted(number: int) -> int:
        begun.append(number)
        return job(number)

    with pytest.raises(ZeroDivisionError):
        list(run_by_host({n: (lambda n=n: counted(n)) for n in range(7, 500)}, dict.fromkeys(range(7, 500), "h"), threads=4, per_host=1))
    assert len(begun) < 400


def test_a_slow_host_does_not_hold_up_others() -> None:
    order: list[str] = []
    release = threading.Event()

    def job(host: str) -> None:
        if host == "slow":
            release.wait(2)
        order.append(host)

    jobs = {(host, n): (lambda host=host: job(host)) for n in range(3) for host in ("slow", "fast")}
    done: Iterator[object] = run_by_host(jobs, {key: key[0] for key in jobs}, threads=2, per_host=1)
    for _ in range(3):
        next(done)  # type: ignore[call-overload]
    assert order == ["fast"] * 3
    release.set()
    assert len(list(done)) == 3


def test_politeness_counts_and_pauses() -> None:
    now = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    polite = Politeness(1, 2.0, clock=lambda: now[0], sleep=sleep)
    deadline = Deadline(10, clock=lambda: now[0])
    for _ in range(3):
        with polite.turn("a", deadline):
            now[0] += 0.5
    assert slept == [1.5, 1.5]
    with polite.turn("b", deadline):
        pass
    assert len(slept) == 2
    polite.hold_off("b", 5)
    with polite.turn("b", deadline):
        pass
    assert slept[2] == pytest.approx(5)
    polite.hold_off("b", 50)
    with pytest.raises(Failure) as caught, polite.turn("b", deadline):
        pass
    assert caught.value.status is Status.RATE_LIMITED


def test_what_a_page_said_before_is_known_from_the_store(web: Web, site: Site, tmp_path: Path) -> None:
    moment = [datetime(2024, 3, 10, 12, tzinfo=UTC)]
    live = None
    with Store(tmp_path, wall=lambda: moment[0].timestamp()) as store:
        for title in ("Ferry runs late", "Ferry runs early", "Ferry is sold"):
            changed = format_datetime(moment[0] - timedelta(days=1), usegmt=True)
            site.answers["*"] = reply(200, page(title), HTML, "Cache-Control: no-cache", f"Last-Modified: {changed}")
            now = moment[0].strftime("%Y-%m-%dT%H:%M:%SZ")
            settings = FetchSettings(jobs=0, ask_neighbours=False, obey_robots=False)
            with Resolver(
                settings, transport=web.network(now=now), store=store, archives={}, wall=lambda: moment[0].timestamp()
            ) as resolver:
                live = resolver.resolve("http://a.test/x")
                assert live.source.last_modified == (moment[0] - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
                read = [
                    (document.source.title, document.source.fetched, stood) for document, stood in resolver.earlier(live, date(2024, 3, 10))
                ]
            moment[0] += timedelta(days=40)
        assert read == [("Ferry runs late", "2024-03-10T12:00:00Z", True), ("Ferry runs early", "2024-04-19T12:00:00Z", False)]
    with Resolver(settings, transport=web.network(), archives={}) as resolver:  # without a store
        assert live is not None
        assert list(resolver.earlier(live, date(2024, 3, 10))) == []


def test_what_robots_txt_asks_for_is_waited_for_within_the_deadline_or_told() -> None:
    now = [100.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    polite = Politeness(1, 3.0, clock=lambda: now[0], sleep=sleep)
    polite.slow_down("a", 20)
    with polite.turn("a", Deadline(10, clock=lambda: now[0])):
        pass
    with pytest.raises(Failure, match="asks for 20 s between requests") as caught:
        polite.turn("a", Deadline(10, clock=lambda: now[0])).__enter__()
    assert caught.value.status is Status.RATE_LIMITED
    assert now == [100.0]  # nobody waits for nothing
    now[0] += 12
    deadline = Deadline(10, clock=lambda: now[0])
    with polite.turn("a", deadline):  # the turn that was given up is there to be taken
        assert now == [120.0]
    assert deadline.remaining() == pytest.approx(2)
    # what we wait for of our own accord is not the page's time
    polite = Politeness(1, 3.0, clock=lambda: now[0], sleep=sleep)
    for _ in range(2):
        deadline = Deadline(1, clock=lambda: now[0])
        with polite.turn("b", deadline):
            pass
    assert deadline.remaining() == pytest.approx(1)


def test_documents_are_frozen(cassette: Path) -> None:
    with offline(cassette) as resolver:
        document: Document = resolver.resolve("https://news.test/ferry")
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.source = document.source  # type: ignore[misc]
