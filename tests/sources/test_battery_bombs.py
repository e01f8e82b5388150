"""Bombs and servers that play for time, case by case as the battery lists them."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from battery import accounted_for, group
from conftest import Handler, Web, reply
from guards import no_hang

from provenance.model import Extract, Status, Unavailable
from provenance.sources.extraction.extract import extract
from provenance.sources.fetching.politeness import LONGEST_WAIT
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.schedule import run_by_host

HTML = "Content-Type: text/html"
PAGE = b"<html><body><p>The mayor opened the bridge.</p></body></html>"


def refused(web: Web, *statuses: Status, url: str = "http://a.test/", **settings: object) -> Unavailable:
    with no_hang():
        result = web.fetcher(**settings).fetch(url)
    assert isinstance(result, Unavailable), result
    assert result.status in statuses, result
    assert result.reason
    return result


# ---- bombs ---------------------------------------------------------------------------------------------------------

#: Fetches each bomb from a server of its own, in a process of its own so that memory can be measured: how each ended, and by how
#: many MiB the process's peak has grown over all of them.
BOMBS = """
import itertools, json, resource, socket, threading, time, zlib
import brotli, zstandard
from provenance.sources.addressing.addresses import guard
from provenance.sources.fetching.fetch import Fetcher
from provenance.sources.settings import FetchSettings
from provenance.sources.fetching.transport import Network

block = bytes(1 << 20)

def packed(packer, finish):
    return b"".join(packer(block) for _ in range(300)) + finish()

def gz():
    packer = zlib.compressobj(1, wbits=31)
    return packed(packer.compress, packer.flush)

def br():
    packer = brotli.Compressor(quality=1)
    return packed(packer.process, packer.finish)

def zst():
    packer = zstandard.ZstdCompressor().compressobj(size=300 << 20)
    return packed(packer.compress, packer.flush)

once = gz()
twice = zlib.compressobj(9, wbits=31)
twice = twice.compress(once) + twice.flush()
bombs = {
    "/gzip": ("gzip", once), "/br": ("br", br()), "/zstd": ("zstd", zst()), "/twice": ("gzip, gzip", twice),
    "/deflate": ("deflate", zlib.compress(bytes(11_511_612))), "/endless": ("", None), "/declared": ("", b"x"),
}

def serve(connection):
    path = connection.recv(65536).split()[1].decode()
    coding, body = bombs[path]
    head = "HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n"
    if coding:
        head += f"Content-Encoding: {coding}\\r\\n"
    if path == "/declared":
        head += f"Content-Length: {10**12}\\r\\n"
    try:
        connection.sendall(head.encode() + b"\\r\\n")
        if body is not None:
            connection.sendall(body)
        else:
            for _ in range(2000):
                connection.sendall(bytes(1 << 16))
    except OSError:
        pass
    connection.close()

listener = socket.create_server(("127.0.0.1", 0))
port = listener.getsockname()[1]
def accept():
    for _ in range(len(bombs) + 1):
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
threading.Thread(target=accept, daemon=True).start()
rules = guard([f"127.0.0.1:{port}"])
fetcher = Fetcher(Network(rules, now=lambda: ""), rules, FetchSettings(timeout=30, max_retries=0))
bombs["/small"] = ("", b"<p>warm</p>")
fetcher.fetch(f"http://127.0.0.1:{port}/small")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
ends = {}
for path in list(bombs)[:-1]:
    limit = 1_000_000 if path == "/deflate" else 16 << 20
    bounded = Fetcher(Network(rules, now=lambda: ""), rules, FetchSettings(timeout=30, max_retries=0, max_bytes=limit))
    ends[path] = str(getattr(bounded.fetch(f"http://127.0.0.1:{port}{path}"), "status", "?"))
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(json.dumps({"ends": ends, "grown": grown, "sizes": {path: len(body or b"") for path, (_, body) in bombs.items()}}))
"""


@pytest.fixture(scope="module")
def bombs() -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", BOMBS], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def bomb(path: str, most: int) -> Callable[[Web, dict[str, Any]], None]:
    def check(web: Web, measured: dict[str, Any]) -> None:
        assert measured["ends"][path] == Status.TOO_LARGE
        assert measured["sizes"][path] <= most
        assert measured["grown"] < 64, measured

    return check


def b05(web: Web, measured: dict[str, Any]) -> None:
    body = PAGE
    for _ in range(6):
        body = gzip.compress(body)
    web.site.answers["*"] = reply(200, body, HTML, "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip")
    refused(web, Status.DECODE_ERROR)
    web.site.answers["*"] = reply(200, body, HTML, *["Content-Encoding: gzip"] * 6)
    refused(web, Status.DECODE_ERROR)


def b08(web: Web, measured: dict[str, Any]) -> None:
    web.site.answers["*"] = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nshort"
    refused(web, Status.TEMPORARY, Status.DECODE_ERROR, max_retries=1)
    assert len(web.site.requests) == 2


# ---- time ----------------------------------------------------------------------------------------------------------


def slowly(start: bytes, drop: bytes, pause: float, count: int) -> Handler:
    def handler(connection: socket.socket, request: bytes) -> None:
        connection.sendall(start)
        for _ in range(count):
            time.sleep(pause)
            connection.sendall(drop)

    return handler


def timed(*handlers: Handler) -> Callable[[Web, dict[str, Any]], None]:
    """Servers that would take longer than the deadline, whichever way: it holds for the whole source."""

    def check(web: Web, measured: dict[str, Any]) -> None:
        for handler in handlers:
            web.site.answers["*"] = handler
            refused(web, Status.TIMED_OUT, timeout=0.3, max_retries=2)

    return check


def b13(web: Web, measured: dict[str, Any]) -> None:
    web.site.answers["*"] = lambda connection, request: time.sleep(1)
    refused(web, Status.TIMED_OUT, timeout=0.3)
    web.site.answers["*"] = lambda connection, request: None
    refused(web, Status.UNREACHABLE)
    web.site.serve = lambda connection: (connection.recv(5), time.sleep(1), None)[2]  # type: ignore[method-assign]
    refused(web, Status.TIMED_OUT, url="https://a.test/", timeout=0.3)


def b14(web: Web, measured: dict[str, Any]) -> None:
    for count in (20_000, 101):
        web.site.answers["*"] = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * count + b"Content-Length: 0\r\n\r\n"
        refused(web, Status.DECODE_ERROR)
    # a hundred with the length that says where the page ends are one more than can be read
    web.site.answers["*"] = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100 + b"Content-Length: 0\r\n\r\n"
    refused(web, Status.DECODE_ERROR)


def b15(web: Web, measured: dict[str, Any]) -> None:
    web.site.answers["*"] = b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"
    refused(web, Status.DECODE_ERROR)


def b16(web: Web, measured: dict[str, Any]) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for answer in (
        b"<html>HTTP/0.9</html>",
        chunked + b"ZZ\r\nxx\r\n0\r\n\r\n",
        chunked + b"5;" + b"e" * 200_000 + b"\r\nhello\r\n0\r\n\r\n",
        reply(200, b"hello", "Content-Encoding: gzip"),
    ):
        web.site.answers["*"] = answer
        refused(web, Status.DECODE_ERROR)


def b17(web: Web, measured: dict[str, Any]) -> None:
    for value in ("99999", "abc", "-5", "Thu, 31 Dec 2099 23:59:59 GMT", "1e9", "", "9" * 5000):
        web.site.answers["*"] = [reply(429, b"", f"Retry-After: {value}"), reply(200, PAGE, HTML)]
        web.slept.clear()
        web.fetcher(timeout=500, max_retries=1).fetch("http://a.test/")
        assert len(web.slept) == 1
        assert web.slept[0] <= LONGEST_WAIT
        if value in ("abc", "-5", "1e9", "", "9" * 5000):
            assert web.slept[0] == pytest.approx(0.5)  # no time at all: our own first pause
    web.site.answers["*"] = [reply(503, b"", "Retry-After: 7"), reply(200, PAGE, HTML)]
    web.slept.clear()
    assert isinstance(web.fetcher(max_retries=1).fetch("http://a.test/"), Response)
    assert web.slept[0] == pytest.approx(7, abs=0.5)


def b34(web: Web, measured: dict[str, Any]) -> None:
    busy, most = 0, 0

    def job() -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        busy -= 1

    jobs = dict.fromkeys(range(10000), job)
    done = list(run_by_host(jobs, dict.fromkeys(jobs, "a.test"), threads=16, per_host=1))
    assert sorted(number for number, _ in done) == list(range(10_000))
    assert most == 1


CASES: dict[str, Callable[[Web, dict[str, Any]], None]] = {
    "B01": bomb("/gzip", 1_500_000),
    "B02": bomb("/br", 100_000),
    "B03": bomb("/zstd", 20_000),
    "B04": bomb("/twice", 10_000),
    "B05": b05,
    "B06": bomb("/deflate", 20_000),
    "B07": bomb("/endless", 0),
    "B08": b08,
    "B09": bomb("/declared", 1),
    "B10": timed(
        slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"x", 0.04, 100),
        slowly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.04, 100),
    ),
    "B11": timed(
        slowly(b"HTTP/1.1 200 OK\r\n", b"X-Header: y\r\n", 0.04, 60),
        slowly(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n", b"X-Header: y\r\n", 0.04, 60),
    ),
    "B12": timed(slowly(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01, 300)),
    "B13": b13,
    "B14": b14,
    "B15": b15,
    "B16": b16,
    "B17": b17,
    "B34": b34,
}

#: Drafts, PDF, markup and comparing have tests of their own.
ELSEWHERE = {
    "B18": "draft/test_office_hostile.py::test_bombs",
    "B19": "draft/test_office_hostile.py::test_what_is_not_read_costs_nothing",
    "B20": "draft/test_office_hostile.py::test_entities_are_refused_before_they_are_read",
    "B21": "draft/test_office_hostile.py::test_entities_in_the_other_parts",
    "B22": "draft/test_office_hostile.py::test_nothing_outside_the_file_is_fetched",
    "B23": "draft/test_office_hostile.py::test_names_that_lead_out_are_left_alone",
    "B24": "formats/test_pdf_hostile.py::test_bombs_end_in_their_own_process",
    "B25": "formats/test_pdf_hostile.py::test_reads_what_is_readable_and_runs_nothing",
    "B26": "sources/test_visible.py::test_hostile_pages_are_read_to_their_end",
    "B27": "sources/test_visible.py::test_hostile_pages_are_read_to_their_end",
    "B28": "sources/test_workers.py::test_crash_hang_and_swelling_are_that_page_s_own",
    "B29": "sources/test_extract.py::test_text_below_any_depth_is_found",
    "B30": "sources/test_visible.py::test_hostile_pages_are_read_to_their_end",
    "B31": "sources/test_battery_bombs.py::test_markup_that_is_slow_to_read",
    "B32": "sources/test_battery_bombs.py::test_markup_that_is_slow_to_read",
    "B33": "claims/test_attribution_ways.py::test_hostile_text_takes_linear_time",
    "B35": "comparison/test_compare.py::test_a_very_long_source_is_read_in_bounded_time",
}


@pytest.mark.parametrize("case", CASES)
def test_the_battery(web: Web, bombs: dict[str, Any], case: str) -> None:
    CASES[case](web, bombs)


def test_every_case_of_the_battery_is_somewhere(shared: Path) -> None:
    accounted_for(group(shared, "bombs_and_timing"), CASES, ELSEWHERE)


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr><td>a</td><td>b</td></tr>" * 100_000 + "</table>",
        "<p>" + '<a href="/x">word</a> ' * 50_000,
        "<p>" + "word<br>" * 200_000,
        "<table><tr><td colspan=9007199254740991>word</td></tr></table>",
    ],
    ids=["rows", "links", "line breaks", "colspan"],
)
def test_markup_that_is_slow_to_read(html: str) -> None:
    with no_hang():
        found = extract(f"<html><body>{html}</body></html>".encode(), content_type="text/html")
    assert isinstance(found, Extract)
    assert found.full
