"""What servers do and what it means, case by case as the battery lists it; and what is never called dead."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from battery import accounted_for, group
from conftest import Site, Web, reply

from provenance.model import Document, Extract, Status
from provenance.sources.addressing.lookups import Lookups
from provenance.sources.archives.archive import Wayback
from provenance.sources.resolver import Resolver
from provenance.sources.settings import FetchSettings

HTML = "Content-Type: text/html; charset=utf-8"
ASKED = "http://a.test/news/2024/bridge.html"
SENTENCES = (
    "The harbour board voted on Monday to dredge the northern channel before the autumn storms begin.",
    "Pilots had warned since spring that two sandbanks were moving towards the marked fairway.",
    "The work will be paid out of last year's fees, the treasurer told the board after the vote.",
    "Until it is done, larger vessels must wait for high water at the outer buoy.",
    "Fishermen on the western quay asked for a second light, which the board will discuss in May.",
)


def page(title: str, *paragraphs: str, head: str = "", after: str = "") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><main><article><h1>{title}</h1>{body}</article></main>{after}</body></html>"
    ).encode()


def article(title: str = "Board votes to dredge the channel") -> bytes:
    return page(title, *(" ".join(SENTENCES) for _ in range(3)))


def ok(body: bytes, *headers: str) -> bytes:
    return reply(200, body, HTML, *headers)


@dataclass
class Case:
    """What a server does, and what is made of it."""

    answer: bytes | list[bytes] | Callable[[socket.socket, bytes], None]
    status: Status
    asked: str = ASKED
    others: dict[str, bytes] = field(default_factory=dict)
    """Answers to other paths; ``*`` for all."""
    retries: int = 0
    requests: int | None = None
    neighbours: bool = False
    slept: float | None = None
    """The least pause in seconds before another try."""
    archived: bytes | None = None
    """The Wayback Machine's copy; without one it is not asked."""


def every(codes: list[int], status: Status, **more: object) -> list[Case]:
    return [Case(reply(code, article(), HTML), status, **more) for code in codes]  # type: ignore[arg-type]


def redirected(target: str, status: Status, asked: str = ASKED) -> Case:
    # whoever is asked for the same path again, on another host, has the page
    return Case([reply(302, b"", f"Location: {target}"), ok(article())], status, asked, {"*": ok(article())})


MISSING = page("Page not found", "Try the search box, or go back to the front page.")
CONSENT = page(
    "We value your privacy",
    "We and our 412 partners use cookies to store personal data on your device and to show advertising. You can accept or reject this.",
    after="<button>Accept all cookies</button><button>Manage options</button>",
)
SHELL = (
    b"<html><head><title>News</title></head><body><noscript>You need to enable JavaScript to run this app.</noscript>"
    b"<div id=root></div><script src=/a.js></script></body></html>"
)
NOT_FREE = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"x",'
    '"isAccessibleForFree":false}</script>'
)
TEASER = page("Board votes", SENTENCES[0], head=NOT_FREE, after="<p>Subscribe to continue reading.</p>")
CAPTCHA = page("Are you a robot?", "Please complete the security check to go on.", after="<div class=g-recaptcha></div>")
PARKED = page("a.test", "This domain is for sale. Buy this domain today.", "Related searches", "Privacy policy")
ABOUT = page(
    "Why 404 errors greet so many readers",
    "A server answers 404 when a page was not found. Archivists who counted the links of old reports found that half lead nowhere.",
    *(" ".join(SENTENCES) for _ in range(3)),
)


def head_only(code: int) -> Callable[[socket.socket, bytes], None]:
    """A server that answers HEAD with an error, and GET with the page."""

    def handler(connection: socket.socket, request: bytes) -> None:
        connection.sendall(reply(code) if request.startswith(b"HEAD") else ok(article()))

    return handler


def copied(body: bytes) -> bytes:
    """A copy as the Wayback Machine gives it."""
    return ok(body, "Memento-Datetime: Wed, 10 Jan 2024 12:00:00 GMT", f'Link: <{ASKED}>; rel="original"')


CASES: dict[str, list[Case]] = {
    "H01": [Case(ok(article()), Status.OK)],
    "H02": [Case(reply(204), Status.EMPTY)],
    "H03": [Case(reply(206, article(), HTML), Status.OK)],
    "H04": [redirected("http://b.test/news/2024/bridge.html", Status.MOVED)],
    "H05": [
        redirected("/", Status.SOFT_404),
        redirected("http://www.a.test/", Status.SOFT_404),
        redirected("http://a.test/", Status.SOFT_404, "http://www.a.test/news/2024/bridge.html"),
        redirected("http://a.test/", Status.SOFT_404, "http://news.a.test/2024/bridge.html"),
    ],
    "H06": [redirected(target, Status.SOFT_404) for target in ("/404.htm", "/404/", "/errors/notfound", "/page-not-found.aspx")],
    "H07": [redirected("/login?next=/news/2024/bridge.html", Status.LOGIN_REQUIRED)],
    "H08": [Case(ok(MISSING), Status.SOFT_404), Case(ok(page("River News", "Page not found")), Status.SOFT_404)],
    "H09": [
        Case(
            reply(302, b"", "Location: /list?all"),
            Status.SOFT_404,
            others={"/list?all": ok(article()), "*": reply(302, b"", "Location: /list?all")},
            neighbours=True,
        )
    ],
    "H10": [
        Case(
            ok(article()),
            Status.SOFT_404,
            others={"*": ok(article().replace(b"</article>", b"<p>It is noon.</p></article>"))},
            neighbours=True,
        ),
        Case(ok(article()), Status.OK, "http://a.test/", {"*": ok(article())}, neighbours=True),
    ],
    "H11": [Case(ok(ABOUT), Status.OK)],
    "H12": every([400], Status.BLOCKED, requests=1, retries=2),
    "H13": every([401], Status.LOGIN_REQUIRED),
    "H14": every([402], Status.PAYWALLED),
    "H15": every([403], Status.BLOCKED),
    "H16": [Case(reply(403, b"<html>Just a moment...</html>", HTML, "cf-mitigated: challenge", "Server: cloudflare"), Status.BLOCKED)],
    "H17": [Case(head_only(404), Status.OK, requests=1)],
    "H18": [Case(head_only(code), Status.OK, requests=1) for code in (405, 501)],
    "H19": every([404], Status.NOT_FOUND),
    "H20": every([410], Status.GONE),
    "H21": every([408], Status.TEMPORARY, retries=2, requests=3),
    "H22": every([412, 428, 440, 449], Status.BLOCKED),
    "H23": every([418, 999], Status.BLOCKED),
    "H24": [Case(reply(429, b"", "Retry-After: 2"), Status.RATE_LIMITED, retries=1, requests=2, slept=1.9)],
    "H25": [Case(reply(429), Status.RATE_LIMITED, retries=2, requests=3, slept=0.5)],
    "H26": [Case(reply(429, b"", "X-RateLimit-Reset: 1700000003"), Status.RATE_LIMITED, retries=1, requests=2, slept=2.9)],
    "H27": every([451], Status.LEGAL_BLOCK),
    "H28": every([500, 502, 504, *range(520, 527), 530], Status.TEMPORARY, retries=2),
    "H29": [Case(reply(503, b"", "Retry-After: 3"), Status.TEMPORARY, retries=1, requests=2, slept=2.9)],
    "H30": [Case([reply(503), reply(503), ok(article())], Status.OK, retries=2, requests=3)],
    "H34": [Case(ok(CONSENT), Status.CONSENT_WALL)],
    "H35": [Case(ok(SHELL), Status.JS_ONLY)],
    "H36": [Case(ok(CAPTCHA), Status.BLOCKED)],
    "H37": [Case(ok(TEASER), Status.PAYWALLED)],
    "H38": [Case(reply(404, b"no"), Status.ARCHIVED, archived=copied(article()))],
    "H39": [Case(reply(404, b"no"), Status.NOT_FOUND, archived=copied(wall)) for wall in (MISSING, CONSENT)],
    "H40": [Case(ok(PARKED), Status.SOFT_404)],
}

ELSEWHERE = {
    "H31": "sources/test_battery_behaviours.py::test_no_connection",
    "H32": "sources/test_battery_behaviours.py::test_no_such_name",
    "H33": "sources/test_tls.py::test_certificates",
}

#: Where the battery's word for a status is not the one in reports.
SAME = {"http_error": Status.BLOCKED}


def resolved(web: Web, case: Case) -> Document:
    archives = {} if case.archived is None else {"wayback": Wayback("http://web.archive.org")}
    settings = FetchSettings(timeout=10.0, max_retries=case.retries, jobs=0, ask_neighbours=case.neighbours)
    with Resolver(settings, transport=web.network(), archives=archives, sleep=web.slept.append, wall=lambda: 1_700_000_000.0) as resolver:
        return resolver.resolve(case.asked)


def run(web: Web, case: Case) -> Document:
    path = case.asked.split(".test", 1)[1]
    web.site.answers.update({"*": reply(404, b"nothing here"), **case.others, path: case.answer})  # type: ignore[dict-item]
    if case.archived is not None:
        copy = case.archived

        def archive(connection: socket.socket, request: bytes) -> None:
            index = reply(200, f"- 20240110120000 {case.asked} text/html 200 A 1".encode(), "Content-Type: text/plain")
            connection.sendall(index if request.startswith(b"GET /cdx/") else copy)

        web.site.answers["*"] = archive
    return resolved(web, case)


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, cases in CASES.items() for number in range(len(cases))])
def test_the_battery(web: Web, site: Site, name: str, number: int) -> None:
    case = CASES[name][number]
    document = run(web, case)
    source = document.source
    assert source.status is case.status, source
    assert source.url == case.asked
    assert isinstance(document.content, Extract) == source.status.was_read
    assert bool(source.message) != source.status.was_read
    assert all(request.startswith(b"GET ") for request in site.requests)
    if case.requests is not None:
        assert len(site.requests) == case.requests
    if case.slept is not None:
        assert max(web.slept) >= case.slept
        assert max(web.slept) <= 60


def test_no_connection(web: Web, site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        working, site.port = site.port, closed.getsockname()[1]
    assert resolved(web, Case(b"", Status.UNREACHABLE)).source.status is Status.UNREACHABLE
    site.port = working
    reset = b"\x01\0\0\0\0\0\0\0"
    site.answers["*"] = lambda connection, _: connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
    assert resolved(web, Case(b"", Status.UNREACHABLE)).source.status is Status.UNREACHABLE


def test_no_such_name(web: Web) -> None:
    def nobody(*_: object, **__: object) -> list[tuple[object, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    network = web.network()
    network._lookups = Lookups(nobody)
    settings = FetchSettings(timeout=5, max_retries=0, jobs=0)
    with Resolver(settings, transport=network, archives={}) as resolver:
        assert resolver.resolve(ASKED).source.status is Status.UNREACHABLE


def test_every_case_of_the_battery_is_here_and_expects_the_same(shared: Path) -> None:
    cases = group(shared, "http_behaviours")
    accounted_for(cases, CASES, ELSEWHERE)
    for name, ours in CASES.items():
        # the first is the battery's own; those after it may be its opposite
        expected = SAME.get(cases[name]["expect"]) or Status(cases[name]["expect"])
        assert ours[0].status is expected, name


# ---- what is never dead --------------------------------------------------------------------------------------------

DEAD = frozenset({Status.NOT_FOUND, Status.GONE})


def test_only_the_server_s_own_word_makes_a_page_dead(web: Web) -> None:
    """One check calls a page dead for 404 and 410 alone; that three checks must agree is the audit's rule."""
    named = {name for name, cases in CASES.items() for case in cases if case.status in DEAD}
    assert named == {"H19", "H20", "H39"}
    for code in range(200, 600):
        if code in (404, 410) or code in range(300, 400):
            continue
        web.site.answers["*"] = reply(code, b"" if code in (204, 205) else article(), HTML)
        assert resolved(web, Case(b"", Status.OK)).source.status not in DEAD, code


def test_a_dead_page_behind_a_check_for_robots_is_not_dead(web: Web) -> None:
    for code in (404, 410, 403, 503):
        web.site.answers["*"] = reply(code, b"x", HTML, "cf-mitigated: challenge")
        assert resolved(web, Case(b"", Status.OK)).source.status is Status.BLOCKED
