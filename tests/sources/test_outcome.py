"""What answers mean, case by case, from a server to a document."""

from __future__ import annotations

import dataclasses
import re
import socket
import time
from datetime import date
from pathlib import Path

import pytest
from conftest import Site, Web, reply
from guards import no_hang

from provenance.model import Document, Extract, Status
from provenance.sources.archives.archive import Wayback
from provenance.sources.outcomes.outcome import of_code
from provenance.sources.outcomes.siblings import is_made_up, made_up
from provenance.sources.resolver import Resolver
from provenance.sources.settings import FetchSettings

HTML = "Content-Type: text/html; charset=utf-8"
SENTENCES = (
    "The town council voted on Tuesday to rebuild the wooden bridge across the river before the first frost.",
    "Engineers who inspected the pillars in spring had found that two of them no longer stood on solid ground.",
    "The work will cost less than was feared, the mayor told reporters after the meeting.",
    "Until it is done, buses will take the longer road past the mill and the old brickworks.",
    "Residents of the eastern bank have asked for a ferry, which the council will discuss next month.",
    "A similar crossing further north was closed for three years after a flood, and reopened only last summer.",
)


def page(title: str, *paragraphs: str, head: str = "", after: str = "") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><main><article><h1>{title}</h1>{body}</article></main>{after}</body></html>"
    ).encode()


ARTICLE = page("Council votes to rebuild bridge", *(" ".join(SENTENCES) for _ in range(3)))


def resolved(web: Web, url: str = "http://a.test/news/bridge.html", when: date | None = None, **settings: object) -> Document:
    chosen = FetchSettings(**{"timeout": 10.0, "max_retries": 0, "jobs": 0, "ask_neighbours": False, **settings})  # type: ignore[arg-type]
    # waiting is noted, not done
    with Resolver(chosen, transport=web.network(), archives={}, sleep=web.slept.append, wall=lambda: 1_700_000_000.0) as resolver:
        return resolver.resolve(url, when)


def status(web: Web, site: Site, answer: bytes) -> Status:
    site.answers["*"] = answer
    document = resolved(web)
    assert isinstance(document.content, Extract) == document.source.status.was_read
    assert bool(document.source.message) != document.source.status.was_read
    return document.source.status


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (200, Status.OK),
        (204, Status.EMPTY),
        (206, Status.OK),
        (304, Status.REDIRECT_ERROR),
        (400, Status.BLOCKED),
        (401, Status.LOGIN_REQUIRED),
        (402, Status.PAYWALLED),
        (403, Status.BLOCKED),
        (404, Status.NOT_FOUND),
        (405, Status.BLOCKED),
        (408, Status.TEMPORARY),
        (410, Status.GONE),
        *((code, Status.BLOCKED) for code in (412, 418, 428, 440, 449, 999)),
        (429, Status.RATE_LIMITED),
        (451, Status.LEGAL_BLOCK),
        *((code, Status.TEMPORARY) for code in (500, 502, 503, 504, *range(520, 527), 530)),
        (700, Status.DECODE_ERROR),
    ],
)
def test_codes(web: Web, site: Site, code: int, expected: Status) -> None:
    assert status(web, site, reply(code, b"" if code == 204 else ARTICLE, HTML)) is expected


def test_only_two_codes_say_that_a_page_is_missing() -> None:
    assert [code for code in range(100, 1000) if of_code(code) in (Status.NOT_FOUND, Status.GONE, Status.SOFT_404)] == [404, 410]


def test_a_check_for_robots(web: Web, site: Site) -> None:
    assert (
        status(web, site, reply(403, b"<html>Just a moment...</html>", HTML, "cf-mitigated: challenge", "Server: cloudflare"))
        is Status.BLOCKED
    )
    assert status(web, site, reply(404, b"x", HTML, "cf-mitigated: challenge")) is Status.BLOCKED
    assert status(web, site, reply(503, b"<script src=/cdn-cgi/challenge-platform/x>", HTML)) is Status.BLOCKED
    captcha = page("Are you a robot?", "Please complete the security check to access the site.", after="<div class=g-recaptcha></div>")
    assert status(web, site, reply(200, captcha, HTML)) is Status.BLOCKED


@pytest.mark.parametrize(
    ("asked", "location", "expected"),
    [
        ("http://a.test/news/bridge.html", "http://b.test/news/bridge.html", Status.MOVED),
        ("http://a.test/news/bridge.html", "/news/2020/bridge", Status.MOVED),
        ("http://a.test/news/bridge", "http://www.a.test/news/bridge/", Status.OK),
        ("http://a.test/news/bridge.html", "/", Status.SOFT_404),
        ("http://a.test/news/bridge.html", "http://www.a.test/", Status.SOFT_404),
        ("http://news.a.test/bridge.html", "http://a.test/index.php", Status.SOFT_404),
        ("http://a.test/news/bridge.html", "http://other.test/", Status.SOFT_404),
        ("http://a.test/x1", "http://other.test/", Status.MOVED),
        ("http://a.test/?p=7", "/", Status.SOFT_404),
        ("http://a.test/?utm_source=x", "/home", Status.MOVED),
        ("http://a.test/news/bridge.html", "/404.htm", Status.SOFT_404),
        ("http://a.test/news/bridge.html", "/404/", Status.SOFT_404),
        ("http://a.test/news/bridge.html", "/errors/page-not-found.aspx", Status.SOFT_404),
        ("http://a.test/news/bridge.html", "/login?next=/news/bridge.html", Status.LOGIN_REQUIRED),
        ("http://a.test/news/bridge.html", "http://accounts.a.test/x", Status.LOGIN_REQUIRED),
        ("http://a.test/news/bridge.html", "http://consent.a.test/m?continue=x", Status.CONSENT_WALL),
        ("http://a.test/news/login", "/news/login/", Status.OK),
        ("http://a.test/news/2020/council-votes-on-bridge", "/news/", Status.SOFT_404),
        ("http://a.test/news/741864", "http://www.a.test/news", Status.SOFT_404),
        ("http://a.test/news/council-votes-on-bridge/amp", "/news/council-votes-on-bridge", Status.MOVED),
        ("http://a.test/news/why-404", "/blog/why-we-say-404-not-found-here", Status.MOVED),
    ],
)
def test_where_redirects_lead(web: Web, site: Site, asked: str, location: str, expected: Status) -> None:
    path = asked.partition("a.test")[2]
    other = reply(200, ARTICLE, HTML)
    site.answers.update({"*": other, path: [reply(302, b"", f"Location: {location}"), other]})
    document = resolved(web, asked)
    assert document.source.status is expected
    assert document.source.url == asked
    assert len(document.source.redirects) == 1


def test_pages_that_say_they_are_missing(web: Web, site: Site) -> None:
    for title in ("Page not found", "404", "Страница не найдена", "Seite nicht gefunden"):
        assert status(web, site, reply(200, page(title, "Try the search, or go to the front page."), HTML)) is Status.SOFT_404


def test_a_page_about_missing_pages_is_a_page(web: Web, site: Site) -> None:
    about = page(
        "Why 404 errors happen",
        "A server answers 404 when a page was not found. Librarians who counted the links of old court rulings found that half of them lead nowhere.",
        *(" ".join(SENTENCES) for _ in range(3)),
    )
    assert status(web, site, reply(200, about, HTML)) is Status.OK


def test_walls(web: Web, site: Site) -> None:
    consent = page(
        "We value your privacy",
        "We and our partners use cookies and similar technologies to store personal data and show advertising. You can accept or reject this.",
        after="<button>Accept all cookies</button><button>Reject</button>",
    )
    assert status(web, site, reply(200, consent, HTML)) is Status.CONSENT_WALL
    scripts = b"<html><head><title>News</title></head><body><div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript><script src=/a.js></script></body></html>"
    assert status(web, site, reply(200, scripts, HTML)) is Status.JS_ONLY
    free = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"x","isAccessibleForFree":false}</script>'
    teaser = page("Council votes", SENTENCES[0], head=free, after="<p>Subscribe to continue reading.</p>")
    assert status(web, site, reply(200, teaser, HTML)) is Status.PAYWALLED
    parked = page("a.test", "This domain is for sale. Buy this domain today.")
    assert status(web, site, reply(200, parked, HTML)) is Status.SOFT_404


def test_a_wall_before_a_readable_article_is_no_wall(web: Web, site: Site) -> None:
    banner = "<div id=consent><p>We and our partners use cookies to store personal data.</p><button>Accept all</button></div>"
    free = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"x","isAccessibleForFree":false}</script>'
    whole = page("Council votes", *(" ".join(SENTENCES) for _ in range(7)), head=free, after=banner)
    assert status(web, site, reply(200, whole, HTML)) is Status.OK


def test_what_is_no_text(web: Web, site: Site) -> None:
    assert status(web, site, reply(200, b"", HTML)) is Status.EMPTY
    assert status(web, site, reply(200, b"\x89PNG\r\n\x1a\n" + bytes(500), "Content-Type: image/png")) is Status.WRONG_TYPE
    assert status(web, site, reply(200, b"PK\x03\x04" + bytes(500), HTML)) is Status.WRONG_TYPE


def test_only_get_counts(web: Web, site: Site) -> None:
    assert status(web, site, reply(200, ARTICLE, HTML)) is Status.OK
    assert all(request.startswith(b"GET ") for request in site.requests)


def test_failing_twice_and_then_not(web: Web, site: Site) -> None:
    site.answers["*"] = [reply(503), reply(503, b"", "Retry-After: 1"), reply(200, ARTICLE, HTML)]
    assert resolved(web, max_retries=2).source.status is Status.OK


def test_no_connection(web: Web, site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        site.port = closed.getsockname()[1]
    assert resolved(web).source.status is Status.UNREACHABLE


# ---- servers that answer every address alike -----------------------------------------------------------------------


def test_a_made_up_neighbour() -> None:
    one = made_up("https://a.test/news/2020/bridge.html?x=1")
    assert one is not None
    assert re.fullmatch(r"https://a\.test/news/2020/[a-z]{25}\.html", one)
    assert made_up("https://a.test/news/2020/ferry.html") == one
    assert made_up("https://a.test/news/2021/ferry.html") != one
    assert re.fullmatch(r"https://a\.test/news/[a-z]{25}/", made_up("https://a.test/news/bridge/") or "")
    assert made_up("https://a.test/") is None
    assert made_up("https://a.test/?p=1") is None
    assert all(is_made_up(made_up(url) or "") for url in ("https://a.test/news/a.html", "https://a.test/news/b/", "https://a.test/c"))
    assert not any(map(is_made_up, ("https://a.test/", "https://a.test/news/bridge.html", "https://a.test/" + "a" * 25, one + "?x=1")))


@pytest.mark.parametrize(
    ("page_answer", "other_answer", "expected"),
    [
        (reply(200, ARTICLE, HTML), reply(404, b"no"), Status.OK),
        (reply(200, ARTICLE, HTML), reply(200, ARTICLE, HTML), Status.SOFT_404),
        (
            reply(200, ARTICLE, HTML),
            reply(200, ARTICLE.replace(b"</article>", b"<p>Printed at noon today.</p></article>"), HTML),
            Status.SOFT_404,
        ),
        (reply(200, ARTICLE, HTML), reply(200, page("Latest news", *SENTENCES[:2]), HTML), Status.OK),
        (reply(200, ARTICLE, HTML), reply(200, page("Page not found", "Try the search."), HTML), Status.OK),
        (reply(302, b"", "Location: /list?x=1"), reply(302, b"", "Location: /list?x=1"), Status.SOFT_404),
        (reply(200, ARTICLE, HTML), reply(503), Status.OK),
        (reply(200, ARTICLE, HTML), reply(302, b"", "Location: http://10.0.0.1/"), Status.OK),
    ],
    ids=["honest", "the same", "almost the same", "a list", "an apology", "the same redirect", "broken", "refused"],
)
def test_pages_beside_made_up_ones(web: Web, site: Site, page_answer: bytes, other_answer: bytes, expected: Status) -> None:
    site.answers.update(
        {"/news/bridge.html": page_answer, "/news/ferry.html": page_answer, "/list?x=1": reply(200, ARTICLE, HTML), "*": other_answer}
    )
    settings = FetchSettings(timeout=10, max_retries=0, jobs=0)
    with Resolver(settings, transport=web.network(), archives={}) as resolver:
        documents = list(resolver.resolve_many([(f"http://a.test/news/{name}.html", None) for name in ("bridge", "ferry")]))
    assert {document.source.status for document in documents} <= {expected, Status.MOVED}
    assert documents[0].source.status is expected
    assert sum(len(path) > 30 for path in site.paths()) == 1


# ---- archived copies -----------------------------------------------------------------------------------------------


def archive_of(web: Web, when: date | None = None, timeout: float = 10.0) -> Document:
    settings = FetchSettings(timeout=timeout, max_retries=0, jobs=0, ask_neighbours=False)
    with Resolver(
        settings, transport=web.network(), archives={"wayback": Wayback("http://web.archive.org")}, sleep=web.slept.append
    ) as resolver:
        return resolver.resolve("http://a.test/news/bridge.html", when)


def index(*stamps: str) -> bytes:
    rows = [f"test,a)/news/bridge.html {stamp} http://a.test/news/bridge.html text/html 200 D{stamp} 1000" for stamp in stamps]
    return reply(200, "\n".join(rows).encode(), "Content-Type: text/plain")


def asking(site: Site, cdx: bytes, **copies: bytes) -> None:
    def archive(connection: socket.socket, request: bytes) -> None:
        target = request.split(b" ", 2)[1].decode()
        if target.startswith("/cdx/search/cdx?url=http%3A%2F%2Fa.test%2Fnews%2Fbridge.html&"):
            connection.sendall(cdx)
        elif target.startswith("/web/"):
            connection.sendall(copies[f"at_{target.split('/')[2].removesuffix('id_')}"])
        else:
            connection.sendall(reply(410, b"removed"))

    site.answers["*"] = archive


def test_the_copy_nearest_to_the_draft(web: Web, site: Site) -> None:
    asking(
        site,
        index("20190101120000", "20201120101010", "20230101000000"),
        at_20201120101010=reply(200, ARTICLE, HTML),
    )
    document = archive_of(web, date(2020, 11, 25))
    source = document.source
    assert source.status is Status.ARCHIVED
    assert source.archive is not None
    assert source.archive.url == "http://web.archive.org/web/20201120101010id_/http://a.test/news/bridge.html"
    assert source.archive.captured == "2020-11-20T10:10:10Z"
    assert "5 days before the draft's date" in source.archive.why
    assert (source.http_status, source.url) == (410, "http://a.test/news/bridge.html")
    assert isinstance(document.content, Extract)
    assert "bridge" in document.content.text
    assert "&from=20200529&to=20210524&" in site.paths()[1]


def test_a_copy_of_an_error_page_is_no_copy(web: Web, site: Site) -> None:
    missing = reply(200, page("Page not found", "Try the search."), HTML)
    asking(site, index("20190101120000", "20201120101010"), at_20190101120000=missing, at_20201120101010=missing)
    assert archive_of(web).source.status is Status.GONE
    asking(site, index("20190101120000", "20201120101010"), at_20190101120000=reply(200, ARTICLE, HTML), at_20201120101010=missing)
    document = archive_of(web)
    assert document.source.archive is not None
    assert document.source.archive.captured == "2019-01-01T12:00:00Z"


@pytest.mark.parametrize(
    "cdx", [reply(200, b""), reply(200, b"x\n\nkey"), reply(429), reply(503), reply(404), reply(200, b"<html>sorry"), reply(200, b"{}")]
)
def test_an_archive_without_a_copy_changes_nothing(web: Web, site: Site, cdx: bytes) -> None:
    asking(site, cdx)
    document = archive_of(web)
    assert document.source.status is Status.GONE
    assert document.source.archive is None
    assert "the archive wayback" in document.source.message


def test_one_deadline_for_the_page_and_its_copies(web: Web, site: Site) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /web/2"):
            time.sleep(2.5)
        connection.sendall(index("20190101120000", "20201120101010") if b"/cdx/" in request else reply(410, b"removed"))

    site.answers["*"] = answer
    with no_hang():
        document = archive_of(web, timeout=1.5)
    assert document.source.status is Status.GONE
    # the page, the list of its copies and one copy: with a deadline of its own there would have been another copy
    assert len(site.requests) == 3


def test_what_is_not_public_is_not_told_to_an_archive(web: Web, site: Site) -> None:
    settings = FetchSettings(timeout=3.0, max_retries=0, jobs=0)
    with Resolver(settings, transport=web.network()) as resolver:
        assert resolver.resolve("http://10.0.0.1/secret").source.status is Status.REFUSED
        assert resolver.resolve("http://intranet/secret").source.status is Status.REFUSED
    assert web.dialled == []


def test_outcomes_are_told_in_one_line(web: Web, site: Site, tmp_path: Path) -> None:
    site.answers["*"] = reply(403, b"no", HTML)
    message = resolved(web).source.message
    assert "\n" not in message
    assert "HTTP 403" in message
    assert dataclasses.is_dataclass(Document)
