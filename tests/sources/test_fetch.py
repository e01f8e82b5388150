"""Fetching from servers that behave well, badly and maliciously."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import PUBLIC, Handler, Site, Web, reply
from guards import no_hang
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.model import Status, Unavailable
from provenance.sources.addressing.addresses import guard
from provenance.sources.addressing.lookups import Lookups
from provenance.sources.fetching.fetch import Fetcher
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.transport import hosts_kept
from provenance.sources.settings import FetchSettings

PAGE = b"<html><body><p>The mayor opened the bridge.</p></body></html>"


def refused(result: Response | Unavailable, status: Status) -> Unavailable:
    assert isinstance(result, Unavailable), result
    assert result.status is status, result
    assert result.reason
    return result


def test_a_page(web: Web, site: Site) -> None:
    site.answers["/a?b=1"] = reply(200, PAGE, "Content-Type: text/html")
    result = web.fetcher(user_agent="tester/1").fetch("http://a.test/a?b=1#part")
    assert isinstance(result, Response)
    assert (result.status, result.body, result.final_url, result.fetched) == (200, PAGE, "http://a.test/a?b=1", "2024-05-06T07:08:09Z")
    sent = site.requests[0].decode()
    assert "Host: a.test\r\n" in sent
    assert "User-Agent: tester/1" in sent
    assert "Accept-Encoding: gzip, deflate, br, zstd" in sent
    assert web.dialled == [PUBLIC]


# ---- names and addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "allowed"),
    [
        ([["93.184.215.14"], ["127.0.0.1"]], {"93.184.215.14"}),
        ([["93.184.215.14", "10.0.0.1"]], set()),
        ([["0.0.0.0", "2001:4860:4860::8844"]], set()),
        ([["0.0.0.0", "2001:db8::face"]], set()),
        ([["93.184.215.14", "::1"]], set()),
        ([["fd00::1"]], set()),
        ([["169.254.169.254"]], set()),
    ],
)
def test_the_checked_address_is_the_dialled_one(web: Web, site: Site, answers: list[list[str]], allowed: set[str]) -> None:
    web.names["a.test"] = answers
    site.answers["*"] = reply(200, PAGE)
    result = web.fetcher().fetch("http://a.test/")
    assert set(web.dialled) == allowed
    if not allowed:
        refused(result, Status.REFUSED)
        assert site.requests == []


def test_no_connection_to_a_refused_address(web: Web, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[object] = []
    real = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda self, where: (connected.append(where), real(self, where))[1])
    web.names.update({"rebound.test": [["10.1.2.3"]], "six.test": [["::ffff:127.0.0.1"]]})
    fetcher = web.fetcher()
    for url in (
        f"http://127.0.0.1:{site.port}/",
        "http://0x7f.1/",
        "http://rebound.test/",
        "http://six.test/",
        "http://localhost/",
        "http://[::1]/",
    ):
        refused(fetcher.fetch(url), Status.REFUSED)
    assert connected == []


def test_a_connection_outside_a_request_does_not_connect(web: Web) -> None:
    network = web.network()
    pool = network.adapter().poolmanager.connection_from_url("http://a.test/")
    with pytest.raises(LookupError):
        pool.urlopen("GET", "/", retries=False)
    assert web.dialled == []


def test_an_allowed_host_may_be_private(web: Web, site: Site) -> None:
    site.answers["*"] = reply(200, PAGE)
    result = web.fetcher(allow=[f"127.0.0.1:{site.port}"]).fetch(f"http://127.0.0.1:{site.port}/x")
    assert isinstance(result, Response)
    assert web.looked_up == []


def test_the_next_address_is_tried(web: Web, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    web.names["a.test"] = [["93.184.215.14", "93.184.215.15"]]
    site.answers["*"] = reply(200, PAGE)
    network_dial = web.dial
    tried: list[str] = []

    def dial(ip: object, port: int, timeout: float) -> socket.socket:
        tried.append(str(ip))
        if len(tried) == 1:
            raise ConnectionRefusedError(111, "refused")
        return network_dial(ip, port, timeout)  # type: ignore[arg-type]

    monkeypatch.setattr(web, "dial", dial)
    assert isinstance(web.fetcher().fetch("http://a.test/"), Response)
    assert tried == ["93.184.215.14", "93.184.215.15"]


def test_names_that_do_not_resolve(web: Web) -> None:
    def failing(code: int) -> Callable[..., list[tuple[object, ...]]]:
        def getaddrinfo(*_: object, **__: object) -> list[tuple[object, ...]]:
            raise socket.gaierror(code, "no")

        return getaddrinfo

    for code, status in ((socket.EAI_NONAME, Status.UNREACHABLE), (socket.EAI_AGAIN, Status.TEMPORARY)):
        fetcher = web.fetcher()
        fetcher._transport._lookups = Lookups(failing(code))  # type: ignore[attr-defined]
        refused(fetcher.fetch("http://a.test/"), status)
    web.names["empty.test"] = [[]]
    refused(web.fetcher().fetch("http://empty.test/"), Status.UNREACHABLE)


def test_a_resolver_that_hangs(web: Web) -> None:
    fetcher = web.fetcher(timeout=0.2)
    fetcher._transport._lookups = Lookups(lambda *_, **__: time.sleep(1.5) or [])  # type: ignore[attr-defined]
    with no_hang():
        refused(fetcher.fetch("http://a.test/"), Status.UNREACHABLE)


def test_environment_proxies_and_netrc_play_no_part(web: Web, site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    netrc = os.path.join(str(tmp_path), "netrc")
    with open(netrc, "w") as file:
        file.write("machine a.test login me password hunter22\n")
    monkeypatch.setenv("NETRC", netrc)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.answers["*"] = reply(200, PAGE)
    assert isinstance(web.fetcher().fetch("http://a.test/"), Response)
    assert b"authorization" not in site.requests[0].lower()
    web.names["inner.test"] = [["10.0.0.1"]]
    refused(web.fetcher().fetch("http://inner.test/"), Status.REFUSED)


# ---- redirects -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [300, 301, 302, 303, 305, 307, 308])
def test_redirects_into_private_networks(web: Web, site: Site, code: int) -> None:
    site.answers["/"] = reply(code, b"", "Location: http://169.254.169.254/")
    result = refused(web.fetcher().fetch("http://a.test/"), Status.REFUSED)
    assert [hop.status for hop in result.redirects] == [code]
    assert web.dialled == [PUBLIC]


@pytest.mark.parametrize(
    ("location", "status"),
    [
        ("http://127.0.0.1:{port}/", Status.REFUSED),
        ("//0x7f.1/", Status.REFUSED),
        ("http://me:hunter22@b.test/", Status.REFUSED),
        ("file:///etc/passwd", Status.REDIRECT_ERROR),
        ("gopher://a.test/", Status.REDIRECT_ERROR),
        ("javascript:alert(1)", Status.REDIRECT_ERROR),
        ("data:text/html,x", Status.REDIRECT_ERROR),
        ("", Status.REDIRECT_ERROR),
        ("/" + "x" * 20_000, Status.REDIRECT_ERROR),
        ("/caf\xe9", Status.REDIRECT_ERROR),
        ("/a\x01b", Status.REDIRECT_ERROR),
    ],
)
def test_redirects_to_what_is_not_a_page(web: Web, site: Site, location: str, status: Status) -> None:
    site.answers["/"] = reply(302, b"", "Location: " + location.format(port=site.port))
    result = refused(web.fetcher().fetch("http://a.test/"), status)
    assert site.paths() == ["/"]
    assert "hunter22" not in repr(result)


def test_redirects_are_followed_and_told(web: Web, site: Site) -> None:
    site.answers["/a"] = reply(301, b"old", "Location: //b.test/b")
    site.answers["/b"] = reply(302, b"", "Location: c?d=1")
    site.answers["/c?d=1"] = reply(303, b"", "Location: /\xd0\xbf")  # raw UTF-8, as servers send it
    site.answers["/%D0%BF"] = reply(200, PAGE)
    result = web.fetcher().fetch("http://a.test/a")
    assert isinstance(result, Response)
    assert result.final_url == "http://b.test/%D0%BF"
    assert [(hop.url, hop.status) for hop in result.redirects] == [
        ("http://a.test/a", 301),
        ("http://b.test/b", 302),
        ("http://b.test/c?d=1", 303),
    ]
    assert web.looked_up == ["a.test", "b.test", "b.test", "b.test"]


def test_circles_and_endless_redirects(web: Web, site: Site) -> None:
    site.answers["/loop"] = reply(302, b"", "Location: /loop")
    refused(web.fetcher().fetch("http://a.test/loop"), Status.REDIRECT_ERROR)
    assert len(site.requests) == 1

    def onward(connection: socket.socket, request: bytes) -> None:
        connection.sendall(reply(302, b"", f"Location: /inf/{len(site.requests)}"))

    site.answers["*"] = onward
    refused(web.fetcher().fetch("http://a.test/inf"), Status.REDIRECT_ERROR)
    assert len(site.requests) == 1 + 11


def test_a_second_answer_may_not_be_private(web: Web, site: Site) -> None:
    site.answers["/"] = reply(302, b"", "Location: /again")
    web.names["a.test"] = [[PUBLIC], ["169.254.169.254"]]
    refused(web.fetcher().fetch("http://a.test/"), Status.REFUSED)
    site.answers["/busy"] = reply(503)
    web.names["a.test"] = [[PUBLIC], ["10.0.0.1"]]
    refused(web.fetcher(max_retries=2).fetch("http://a.test/busy"), Status.REFUSED)
    assert web.dialled == [PUBLIC, PUBLIC]


def test_nothing_is_carried_from_hop_to_hop_or_page_to_page(web: Web, site: Site) -> None:
    site.answers["/"] = reply(302, b"", "Location: http://b.test/next", "Set-Cookie: session=abcdef")
    site.answers["/next"] = reply(200, PAGE, "Set-Cookie: other=abcdef")
    fetcher = web.fetcher()
    fetcher.fetch("http://a.test/")
    fetcher.fetch("http://b.test/next")
    for request in site.requests:
        for name in (b"cookie", b"referer", b"authorization"):
            assert name not in request.lower()


def test_other_headers_lead_nowhere(web: Web, site: Site) -> None:
    site.answers["/201"] = reply(201, PAGE, "Location: http://127.0.0.1/")
    site.answers["/200"] = reply(200, PAGE, "Content-Location: http://127.0.0.1/", "Refresh: 0;url=http://127.0.0.1/")
    for path in ("/201", "/200"):
        result = web.fetcher().fetch(f"http://a.test{path}")
        assert isinstance(result, Response)
        assert result.final_url == f"http://a.test{path}"


@pytest.mark.parametrize(
    ("meta", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/next">', "/next"),
        ("<META CONTENT='3;URL=http://b.test/x?a=1&amp;b=2' HTTP-EQUIV=Refresh />", "http://b.test/x?a=1&b=2"),
        ("<meta http-equiv=refresh content=0;url=/next>", "/next"),
        ("<meta http-equiv='refresh' content=\"1; url='/next'\">", "/next"),
        ('<noscript><meta http-equiv="refresh" content="0; url=/next"></noscript>', None),
        ('<meta http-equiv="refresh" content="300">', None),
        ('<meta http-equiv="refresh" content="300; url=/next">', None),
        ('<meta http-equiv="refresh" content="0; url=/">', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/next"> -->', None),
        ('<meta name="refresh" content="0; url=/next">', None),
    ],
)
def test_redirects_in_html(web: Web, site: Site, meta: str, target: str | None) -> None:
    page = f"<html><head><title>Moved</title>{meta}</head><body>One moment.</body></html>".encode()
    site.answers["/"] = reply(200, page, "Content-Type: text/html")
    site.answers["*"] = reply(200, PAGE, "Content-Type: text/html")
    result = web.fetcher().fetch("http://a.test/")
    assert isinstance(result, Response)
    if target is None:
        assert (result.body, result.redirects) == (page, ())
    else:
        assert result.body == PAGE
        assert result.final_url == (target if target.startswith("http") else f"http://a.test{target}")
        assert [hop.status for hop in result.redirects] == [200]


def test_redirects_in_html_are_guarded_and_bounded(web: Web, site: Site) -> None:
    site.answers["/private"] = reply(200, b'<meta http-equiv=refresh content="0;url=http://10.0.0.1/">', "Content-Type: text/html")
    site.answers["/loop"] = reply(200, b'<meta http-equiv=refresh content="0;url=/back">', "Content-Type: text/html")
    site.answers["/back"] = reply(302, b"", "Location: /loop")
    long = b'<meta http-equiv=refresh content="0;url=/next"><p>' + b"A text of its own. " * 50
    site.answers["/text"] = reply(200, long, "Content-Type: text/html")
    refused(web.fetcher().fetch("http://a.test/private"), Status.REFUSED)
    refused(web.fetcher().fetch("http://a.test/loop"), Status.REDIRECT_ERROR)
    result = web.fetcher().fetch("http://a.test/text")
    assert isinstance(result, Response)
    assert result.body == long


@pytest.mark.parametrize("unit", [b"<meta ", b"<noscript", b"<!--", b"<", b'<meta http-equiv=refresh content="0;'])
def test_hostile_redirects_in_html_do_not_hang(web: Web, site: Site, unit: bytes) -> None:
    site.answers["*"] = reply(200, unit * (49_000 // len(unit)), "Content-Type: text/html")
    with no_hang():
        assert isinstance(web.fetcher().fetch("http://a.test/"), Response)


# ---- time and size -------------------------------------------------------------------------------------------------


def dripping(start: bytes, drop: bytes, pause: float = 0.04) -> Handler:
    def handler(connection: socket.socket, request: bytes) -> None:
        connection.sendall(start)
        for _ in range(100):
            time.sleep(pause)
            connection.sendall(drop)

    return handler


@pytest.mark.parametrize(
    "handler",
    [
        dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"e"),
        dripping(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(os.urandom(300))[:20], b""),
        dripping(b"HTTP/1.1 200 OK\r\n", b"X-Header: y\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nX-", b"a"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(b"HTT", b""),
        dripping(b"HTTP/1.1 404 No\r\nContent-Length: 100000\r\n\r\n", b"x"),
    ],
    ids=[
        "length",
        "until close",
        "chunks",
        "chunk extension",
        "gzip stalls",
        "header lines",
        "header bytes",
        "100 continue",
        "silence",
        "error page",
    ],
)
def test_the_deadline_holds(web: Web, site: Site, handler: Handler) -> None:
    site.answers["*"] = handler
    with no_hang():
        refused(web.fetcher(timeout=0.3, max_retries=2).fetch("http://a.test/"), Status.TIMED_OUT)


def test_a_stalled_tls_handshake_ends(web: Web, site: Site) -> None:
    site.serve = lambda connection: (connection.recv(5), time.sleep(1), None)[2]  # type: ignore[method-assign]
    with no_hang():
        refused(web.fetcher(timeout=0.3).fetch("https://a.test/"), Status.TIMED_OUT)


def test_an_endless_redirect_body_is_not_read(web: Web, site: Site) -> None:
    site.answers["/"] = dripping(b"HTTP/1.1 302 Found\r\nLocation: /page\r\n\r\n", b"x" * 100_000, 0.01)
    site.answers["/page"] = reply(200, PAGE)
    assert isinstance(web.fetcher(timeout=2).fetch("http://a.test/"), Response)


def test_an_endless_body(web: Web, site: Site) -> None:
    site.answers["*"] = dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 100_000, 0)
    refused(web.fetcher(max_bytes=1_000_000).fetch("http://a.test/"), Status.TOO_LARGE)


def test_a_body_declared_too_large_is_not_read(web: Web, site: Site) -> None:
    site.answers["*"] = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\nxxxxx"
    refused(web.fetcher().fetch("http://a.test/"), Status.TOO_LARGE)


def test_a_body_that_breaks_off_is_asked_for_again(web: Web, site: Site) -> None:
    broken = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nshort"
    site.answers["*"] = broken
    refused(web.fetcher(max_retries=1).fetch("http://a.test/"), Status.TEMPORARY)
    assert len(site.requests) == 2
    site.answers["*"] = [broken, reply(200, PAGE)]
    result = web.fetcher(max_retries=1).fetch("http://a.test/")
    assert isinstance(result, Response)
    assert result.tries == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>0.9</html>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nxx\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\n\xff\xff\xff\xff\xff",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 5\r\n\r\nuryyb",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, gzip, gzip, gzip, gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ],
    ids=["HTTP/0.9", "chunk", "gzip", "br", "zstd", "unknown", "six codings", "2000 headers", "long header"],
)
def test_answers_that_cannot_be_decoded(web: Web, site: Site, answer: bytes) -> None:
    site.answers["*"] = answer
    refused(web.fetcher().fetch("http://a.test/"), Status.DECODE_ERROR)


def test_connections_refused_reset_and_closed(web: Web, site: Site) -> None:
    site.answers["*"] = lambda connection, request: None
    refused(web.fetcher().fetch("http://a.test/"), Status.UNREACHABLE)

    def reset(connection: socket.socket, request: bytes) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    site.answers["*"] = reset
    refused(web.fetcher().fetch("http://a.test/"), Status.UNREACHABLE)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        site.port = closed.getsockname()[1]
    refused(web.fetcher().fetch("http://a.test/"), Status.UNREACHABLE)


# ---- trying again --------------------------------------------------------------------------------------------------


def test_temporary_failures_are_tried_again(web: Web, site: Site) -> None:
    site.answers["*"] = [reply(503), reply(500), reply(200, PAGE)]
    result = web.fetcher(max_retries=2).fetch("http://a.test/")
    assert isinstance(result, Response)
    assert (result.status, result.tries) == (200, 3)
    assert web.slept == [0.5, 1.0]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_lasting_failures_are_not_tried_again(web: Web, site: Site, code: int) -> None:
    site.answers["*"] = reply(code, b"no")
    result = web.fetcher(max_retries=2).fetch("http://a.test/")
    assert isinstance(result, Response)
    assert (result.status, len(site.requests)) == (code, 1)


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        (("Retry-After: 2",), 2.0),
        (("Retry-After: abc",), 0.5),
        (("Retry-After: -5",), 0.5),
        (("Retry-After: Tue, 14 Nov 2023 22:13:23 GMT",), 3.0),
        (("X-RateLimit-Reset: 1700000004",), 4.0),
        ((), 0.5),
    ],
)
def test_the_pause_that_a_server_asks_for(web: Web, site: Site, headers: tuple[str, ...], slept: float) -> None:
    site.answers["*"] = [reply(429, b"", *headers), reply(200, PAGE)]
    result = web.fetcher(max_retries=1).fetch("http://a.test/")
    assert isinstance(result, Response)
    assert sum(web.slept) == pytest.approx(slept, abs=0.2)


@pytest.mark.parametrize("value", ["99999", "Fri, 31 Dec 2099 23:59:59 GMT", "60"])
def test_a_pause_longer_than_the_deadline_is_not_waited_for(web: Web, site: Site, value: str) -> None:
    site.answers["*"] = reply(429, b"", f"Retry-After: {value}")
    fetcher = web.fetcher(max_retries=2)
    result = fetcher.fetch("http://a.test/")
    assert isinstance(result, Response)
    assert (result.status, len(site.requests), web.slept) == (429, 1, [])
    # and the same host is left alone
    refused(fetcher.fetch("http://a.test/other"), Status.RATE_LIMITED)
    assert len(site.requests) == 1


# ---- whatever comes ------------------------------------------------------------------------------------------------

TEMPLATES = (
    reply(200, PAGE, "Content-Type: text/html; charset=utf-8", 'ETag: "x"'),
    reply(200, gzip.compress(PAGE), "Content-Type: text/html", "Content-Encoding: gzip"),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n4\r\nabcd\r\n0\r\n\r\n",
    reply(302, b"", "Location: http://b.test/next"),
    reply(429, b"slow", "Retry-After: 1", "X-RateLimit-Reset: 1700000001"),
    reply(200, b'<meta http-equiv=refresh content="0;url=/next">', "Content-Type: text/html"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(TEMPLATES),
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from([b"", b"\0", b"\r\n", b":", b"9", b"\xff", b" ", b"gzip", b"-", b"%", b"//"])),
        min_size=1,
        max_size=4,
    ),
)
def test_no_answer_is_more_than_a_response_or_a_failure(web: Web, site: Site, answer: bytes, changes: list[tuple[int, bytes]]) -> None:
    changed = bytearray(answer)
    for place, insertion in changes:
        place %= len(changed)
        changed[place : place + 1] = insertion
    site.answers["*"] = bytes(changed)
    result = web.fetcher(timeout=5, max_retries=1, max_bytes=100_000).fetch("http://a.test/")
    if isinstance(result, Unavailable):
        assert result.reason
        assert not result.status.was_read
    else:
        assert result.status >= 100
    assert set(web.dialled) == {PUBLIC}


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files as Linux shows them")
def test_no_file_stays_open(web: Web, site: Site) -> None:
    site.answers.update(
        {
            "/good": reply(200, PAGE),
            "/redirect": reply(302, b"body", "Location: /good"),
            "/large": dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 100_000, 0),
            "/broken": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx",
            "/closed": lambda connection, request: None,
            "/slow": dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.02),
        }
    )
    fetcher = web.fetcher(timeout=0.2, max_bytes=200_000)

    def all_of_them() -> None:
        for path in site.answers:
            fetcher.fetch(f"http://a.test{path}")
        fetcher.fetch("https://a.test/good")

    def settled(limit: int) -> int:
        for _ in range(20):  # the server's side closes a moment later
            time.sleep(0.05)
            if len(os.listdir("/proc/self/fd")) <= limit:
                break
        return len(os.listdir("/proc/self/fd"))

    all_of_them()
    time.sleep(0.3)
    before = settled(1000)
    for _ in range(3):
        all_of_them()
    assert settled(before + 2) <= before + 2


# ---- connections that are kept open --------------------------------------------------------------------------------


def kept_open(site: Site, *, closes_after: int = 1) -> None:
    """Have the site keep each connection for some requests, and close it without an answer at the next one."""

    def handler(connection: socket.socket, request: bytes) -> None:
        for _ in range(closes_after):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            request = connection.recv(65536)
            if not request:
                return
            site.requests.append(request)

    site.answers["*"] = handler


def test_a_connection_that_was_closed_while_kept_costs_no_try(web: Web, site: Site) -> None:
    kept_open(site)
    fetcher = web.fetcher(max_retries=0)
    for number in range(4):
        result = fetcher.fetch(f"http://a.test/{number}")
        assert isinstance(result, Response)
        assert (result.body, result.tries) == (b"ok", 1)
    assert site.paths() == ["/0", "/1", "/1", "/2", "/2", "/3", "/3"]
    assert web.slept == []
    assert len(web.dialled) == 4


def test_a_new_connection_that_is_closed_is_a_failure(web: Web, site: Site) -> None:
    site.answers["*"] = lambda connection, request: None
    refused(web.fetcher(max_retries=0).fetch("http://a.test/"), Status.UNREACHABLE)
    assert len(site.requests) == 1


def test_a_connection_is_kept_and_checked_when_it_is_opened(web: Web, site: Site) -> None:
    kept_open(site, closes_after=3)
    fetcher = web.fetcher()
    for number in range(3):
        assert isinstance(fetcher.fetch(f"http://a.test/{number}"), Response)
    assert web.dialled == [PUBLIC]
    # the fourth needs a new one, whose address is checked anew
    web.names["a.test"] = [["10.0.0.1"]]
    refused(fetcher.fetch("http://a.test/4"), Status.REFUSED)
    assert web.dialled == [PUBLIC]


def test_a_request_over_a_kept_connection_has_a_deadline_of_its_own(web: Web, site: Site) -> None:
    def handler(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        connection.recv(65536)
        if site.paths()[0] == "/body":
            connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nand no more")
        connection.recv(65536)  # until the other end goes

    site.answers["*"] = handler
    for path in ("/head", "/body"):
        site.requests.clear()
        fetcher = web.fetcher(timeout=0.4)
        assert isinstance(fetcher.fetch(f"http://a.test{path}"), Response)
        began = time.monotonic()
        refused(fetcher.fetch(f"http://a.test{path}/2"), Status.TIMED_OUT)
        assert time.monotonic() - began >= 0.4
    assert web.dialled == [PUBLIC] * 2


def test_hosts_that_are_asked_in_turn_are_dialled_once(web: Web, site: Site) -> None:
    kept_open(site, closes_after=2)
    fetcher = web.fetcher(host_interval=0.0)
    for turn in range(2):
        for host in range(50):
            assert isinstance(fetcher.fetch(f"http://h{host}.test/{turn}"), Response)
    assert len(web.dialled) == 50


def test_as_many_connections_to_a_host_are_kept_as_there_are_requests_to_it(web: Web, site: Site) -> None:
    count = 7
    all_there = threading.Barrier(count)

    def handler(connection: socket.socket, request: bytes) -> None:
        for _ in range(3):
            all_there.wait(10)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            if not connection.recv(65536):
                return

    site.answers["*"] = handler
    fetcher = Fetcher(web.network(per_host=count), guard(()), FetchSettings(host_concurrency=count, max_retries=0))
    with ThreadPoolExecutor(count) as pool:
        for turn in range(3):
            urls = [f"http://a.test/{turn}/{number}" for number in range(count)]
            assert [getattr(answer, "body", answer) for answer in pool.map(fetcher.fetch, urls)] == [b"ok"] * count
    assert len(web.dialled) == count


def test_few_files_keep_few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    for files, hosts in ((64, 16), (1024, 256), (1_000_000, 256), (resource.RLIM_INFINITY, 256), (2, 1)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, files=files: (files, files))
        assert hosts_kept() == hosts


def test_what_was_sent_with_post_is_not_sent_twice(web: Web, site: Site) -> None:
    import requests

    from provenance.sources.addressing.addresses import parse
    from provenance.sources.fetching.deadlines import Deadline

    kept_open(site)
    network = web.network()
    with Deadline(5) as deadline:
        exchange = network.send(parse("http://a.test/0"), (), deadline)
        assert exchange.read(100) == b"ok"
        assert exchange.read(100) == b""
        exchange.close()
        with pytest.raises(requests.ConnectionError):
            network.send(parse("http://a.test/1"), (), deadline, b"{}")
    assert site.paths() == ["/0", "/1"]
