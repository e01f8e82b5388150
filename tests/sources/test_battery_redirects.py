"""Redirects, case by case as the battery lists them."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from battery import accounted_for, group
from conftest import PUBLIC, Site, Web, reply, serving
from guards import no_hang
from spies import connects

from provenance.model import Status, Unavailable
from provenance.sources.fetching.response import Response
from provenance.sources.resolver import Resolver
from provenance.sources.settings import FetchSettings

HTML = "Content-Type: text/html; charset=utf-8"
PAGE = b"<html><body><p>The mayor opened the bridge.</p></body></html>"
METADATA = "http://169.254.169.254/latest/meta-data/"
SECRETS = (b"authorization", b"cookie", b"x-api-key", b"referer")


@pytest.fixture
def canary() -> Iterator[Site]:
    """A site on the loopback interface that nobody may ask."""
    with serving(Site({"*": reply(200, b"canary")})) as running:
        yield running


def refused(web: Web, status: Status, url: str = "http://a.test/", **settings: object) -> Unavailable:
    result = web.fetcher(**settings).fetch(url)
    assert isinstance(result, Unavailable), result
    assert result.status is status, result
    return result


def read(web: Web, url: str = "http://a.test/", **settings: object) -> Response:
    result = web.fetcher(**settings).fetch(url)
    assert isinstance(result, Response), result
    return result


def r01(web: Web, canary: Site) -> None:
    for code in (300, 301, 302, 303, 305, 307, 308):
        web.site.answers["/"] = reply(code, b"", f"Location: {METADATA}")
        result = refused(web, Status.REFUSED)
        assert [(hop.url, hop.status) for hop in result.redirects] == [("http://a.test/", code)]
    assert set(web.dialled) == {PUBLIC}
    assert set(web.looked_up) == {"a.test"}


def r02(web: Web, canary: Site) -> None:
    for host in ("127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "2130706433"):
        web.site.answers["/"] = reply(302, b"", f"Location: http://{host}:{canary.port}/")
        refused(web, Status.REFUSED)
    assert canary.requests == []


def r03(web: Web, canary: Site) -> None:
    for target in ("file:///etc/passwd", "file://localhost/etc/passwd", "FILE:/etc/passwd"):
        web.site.answers["/"] = reply(302, b"", f"Location: {target}")
        result = refused(web, Status.REDIRECT_ERROR)
        assert "root:" not in repr(result)


def r04(web: Web, canary: Site) -> None:
    for target in ("gopher://x/", "dict://x/", "ftp://x/", "data:text/html,x", "javascript:alert(1)", "jar:x", "about:blank"):
        web.site.answers["/"] = reply(302, b"", f"Location: {target}")
        refused(web, Status.REDIRECT_ERROR)


def r05(web: Web, canary: Site) -> None:
    place = f"http://127.0.0.1:{canary.port}/"
    for code, name in ((201, "Location"), (200, "Content-Location"), (200, "Location"), (202, "Location")):
        web.site.answers["/"] = reply(code, PAGE, HTML, f"{name}: {place}")
        result = read(web)
        assert (result.final_url, result.redirects) == ("http://a.test/", ())
    assert canary.requests == []


def r06(web: Web, canary: Site) -> None:
    place = f"http://127.0.0.1:{canary.port}/"
    text = "The mayor opened the bridge on Tuesday, and the ferry will stop in the spring, the council said. " * 20
    followed = {
        "meta refresh": reply(200, f'<meta http-equiv=refresh content="0;url={place}">'.encode(), HTML),
        "header": reply(200, b"", HTML, f"Refresh: 0; url={place}"),
    }
    for answer in followed.values():
        web.site.answers["/"] = answer
        refused(web, Status.REFUSED)
    for head in (
        f'<link rel=canonical href="{place}">',
        f'<meta property="og:url" content="{place}">',
        f'<link rel=amphtml href="{place}">',
    ):
        web.site.answers["*"] = reply(200, f"<html><head>{head}</head><body><article><p>{text}</p></article></body></html>".encode(), HTML)
        settings = FetchSettings(timeout=10, max_retries=0, jobs=0, ask_neighbours=False)
        with Resolver(settings, transport=web.network(), archives={}) as resolver:
            source = resolver.resolve("http://a.test/page").source
        assert source.status is Status.OK
        assert source.final_url == "http://a.test/page"
    assert canary.requests == []


def r07(web: Web, canary: Site) -> None:
    web.site.answers["/loop"] = reply(302, b"", "Location: /loop")
    result = refused(web, Status.REDIRECT_ERROR, "http://a.test/loop")
    assert "circle" in result.reason
    web.site.answers.update({"/one": reply(301, b"", "Location: /two"), "/two": reply(301, b"", "Location: /one#again")})
    refused(web, Status.REDIRECT_ERROR, "http://a.test/one")
    assert len(web.site.requests) <= 11


def r08(web: Web, canary: Site) -> None:
    def onward(connection: socket.socket, request: bytes) -> None:
        connection.sendall(reply(302, b"", f"Location: /inf/{len(web.site.requests)}"))

    web.site.answers["*"] = onward
    result = refused(web, Status.REDIRECT_ERROR, "http://a.test/inf/0")
    assert len(web.site.requests) == 11
    assert len(result.redirects) == 11


def r09(web: Web, canary: Site) -> None:
    # what is not read takes no memory: the server finds the connection closed, long before it has sent the bomb
    sent: list[int] = []

    def bomb(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /page\r\nContent-Encoding: gzip\r\nContent-Length: 30000000\r\n\r\n")
        try:
            for _ in range(300):
                connection.sendall(bytes(100_000))
                sent.append(100_000)
        except OSError:
            return

    web.site.answers.update({"/": bomb, "/page": reply(200, PAGE, HTML)})
    assert read(web).body == PAGE
    time.sleep(0.05)
    assert sum(sent) < 20_000_000


def r10(web: Web, canary: Site) -> None:
    def endless(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"x" * 1000)
            time.sleep(0.005)

    web.site.answers.update({"/": endless, "/page": reply(200, PAGE, HTML)})
    with no_hang():
        assert read(web, timeout=5).body == PAGE


def nothing_carried(web: Web) -> None:
    for request in web.site.requests:
        for name in (*SECRETS, b"proxy-authorization"):
            assert name not in request.lower()


def r11(web: Web, canary: Site) -> None:
    web.site.answers.update(
        {
            "/": reply(401, b"", "WWW-Authenticate: Basic realm=x", "Set-Cookie: session=abcdef; Path=/; Domain=test"),
            "/a": reply(302, b"", "Location: http://b.test/b", "Set-Cookie: session=abcdef"),
            "/b": reply(200, PAGE, HTML),
        }
    )
    fetcher = web.fetcher()
    for url in ("http://a.test/", "http://a.test/a"):
        fetcher.fetch(url)
    assert web.site.paths() == ["/", "/a", "/b"]
    assert b"Host: b.test" in web.site.requests[-1]
    nothing_carried(web)


def r12(web: Web, canary: Site) -> None:
    web.site.answers.update(
        {
            "/": reply(302, b"", "Location: http://a.test:8080/next", "Set-Cookie: session=abcdef; Path=/"),
            "/next": reply(302, b"", "Location: http://a.test/page"),
            "/page": reply(200, PAGE, HTML),
        }
    )
    assert read(web).body == PAGE
    nothing_carried(web)


def r13(web: Web, canary: Site) -> None:
    # over real TLS in test_tls.py; here that the note reaches whoever reads the report
    from provenance.sources.addressing.addresses import parse
    from provenance.sources.fetching.fetch import _Way

    way = _Way("https://a.test/")
    following = web.fetcher()._next_hop(parse("https://a.test/"), "http://b.test/", 302, way)
    assert following.url == "http://b.test/"
    assert way.notes == ["The way to this page goes from https to http."]


def r14(web: Web, canary: Site) -> None:
    web.site.answers.update({"/1": reply(200, PAGE, HTML, "Set-Cookie: session=abcdef; Path=/"), "/2": reply(200, PAGE, HTML)})
    fetcher = web.fetcher()
    fetcher.fetch("http://a.test/1")
    fetcher.fetch("http://a.test/2")
    web.fetcher().fetch("http://a.test/2")
    assert len(web.site.requests) == 3
    nothing_carried(web)


def r15(web: Web, canary: Site) -> None:
    web.site.answers["*"] = reply(302, b"", "Location: http://user:hunter22@b.test/")
    settings = FetchSettings(timeout=10, max_retries=0, jobs=0, ask_neighbours=False)
    with Resolver(settings, transport=web.network(), archives={}) as resolver:
        document = resolver.resolve("http://a.test/")
    assert document.source.status is Status.REFUSED
    assert "hunter22" not in repr(document)
    assert len(web.site.requests) == 1


def r16(web: Web, canary: Site) -> None:
    web.site.answers.update({"/": reply(302, b"", "Location: http://b.test/page"), "/page": reply(200, PAGE, HTML)})
    assert read(web).body == PAGE
    assert os.environ["NETRC"]  # set by the test
    nothing_carried(web)


def r17(web: Web, canary: Site) -> None:
    locations = ["/caf\xe9", "/" + "x" * 100_000, "", "/a\x00b", "http://[", "http://a.test:99999/", "http://"]
    for location in locations:
        web.site.answers["/"] = reply(302, b"", f"Location: {location}")
        result = web.fetcher().fetch("http://a.test/")
        assert isinstance(result, Unavailable)
        assert result.status in (Status.REDIRECT_ERROR, Status.REFUSED, Status.DECODE_ERROR), (location, result)
        assert not result.status.was_read
    web.site.answers["/a"] = reply(200, PAGE, HTML)
    for ending in ("\r\n", "\r"):  # on the wire these are two headers, and nothing of the second reaches the next request
        web.site.answers["/"] = reply(302, b"", f"Location: /a{ending}X-Injected: yes")
        assert read(web).final_url == "http://a.test/a"
        assert b"x-injected" not in web.site.requests[-1].lower()
    web.site.answers["/"] = reply(302, b"no Location")
    settings = FetchSettings(timeout=10, max_retries=0, jobs=0)
    with Resolver(settings, transport=web.network(), archives={}) as resolver:
        assert resolver.resolve("http://a.test/").source.status is Status.REDIRECT_ERROR


def r18(web: Web, canary: Site) -> None:
    expected = {"/login": Status.LOGIN_REQUIRED, "/404.htm": Status.SOFT_404, "/notfound": Status.SOFT_404, "/": Status.SOFT_404}
    for target, status in expected.items():
        web.site.answers.update({"*": reply(200, PAGE, HTML), "/news/bridge.html": reply(302, b"", f"Location: {target}")})
        settings = FetchSettings(timeout=10, max_retries=0, jobs=0, ask_neighbours=False)
        with Resolver(settings, transport=web.network(), archives={}) as resolver:
            source = resolver.resolve("http://a.test/news/bridge.html").source
        assert source.status is status, target
        assert source.url == "http://a.test/news/bridge.html"


CASES: dict[str, Callable[[Web, Site], None]] = {
    "R01": r01,
    "R02": r02,
    "R03": r03,
    "R04": r04,
    "R05": r05,
    "R06": r06,
    "R07": r07,
    "R08": r08,
    "R09": r09,
    "R10": r10,
    "R11": r11,
    "R12": r12,
    "R13": r13,
    "R14": r14,
    "R15": r15,
    "R16": r16,
    "R17": r17,
    "R18": r18,
}


@pytest.mark.parametrize("case", CASES)
def test_the_battery(web: Web, canary: Site, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("".join(f"machine {host} login me password hunter22\n" for host in ("a.test", "b.test", "127.0.0.1")))
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://me:hunter22@127.0.0.1:{canary.port}/")
    with connects() as seen:
        CASES[case](web, canary)
    # the network of these tests is one local server, whatever address the guard let through
    assert set(seen) <= {"127.0.0.1"}
    assert len(seen) == len(web.dialled)
    assert canary.requests == []


def test_every_case_of_the_battery_is_here(shared: Path) -> None:
    accounted_for(group(shared, "redirects"), CASES, {})
