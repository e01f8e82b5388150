"""Recording and replaying."""

from __future__ import annotations

import contextlib
import errno
import gzip
import io
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from conftest import Site, Web, reply
from guards import no_hang
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.config import RecordMode
from provenance.errors import CassetteError
from provenance.model import Status, Unavailable
from provenance.sources import Page, list_records, write_pages
from provenance.sources.addressing.addresses import guard
from provenance.sources.addressing.canonical import normal
from provenance.sources.cassettes import Cassette, Recorder, Replay
from provenance.sources.cassettes.warc import Writer
from provenance.sources.fetching.fetch import Fetcher
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.transport import header
from provenance.sources.settings import FetchSettings

SECRET = "s3cr3tValue0123456789"
HTML = "Content-Type: text/html; charset=utf-8"
NOW = "2024-05-06T07:08:09Z"


def record(
    web: Web, path: Path, urls: Sequence[str], mode: RecordMode = RecordMode.ONCE, **settings: object
) -> list[Response | Unavailable]:
    chosen = FetchSettings(**{"timeout": 10.0, "max_retries": 0, **settings})  # type: ignore[arg-type]
    with Cassette(path, mode, now=lambda: NOW) as cassette:
        transport = Recorder(cassette, web.network(), now=lambda: NOW) if cassette.recording else Replay(cassette)
        fetcher = Fetcher(transport, guard(), chosen, sleep=web.slept.append)
        return [fetcher.fetch(url) for url in urls]


def replay(path: Path, urls: Sequence[str]) -> list[Response | Unavailable]:
    with Cassette(path) as cassette:
        fetcher = Fetcher(Replay(cassette), guard(), FetchSettings(timeout=10.0))
        return [fetcher.fetch(url) for url in urls]


def essence(result: Response | Unavailable) -> tuple[object, ...]:
    if isinstance(result, Response):
        return result.url, result.final_url, result.status, result.body, result.fetched, result.redirects, result.record, result.note
    return result.url, result.status, result.reason, result.final_url, result.redirects


@contextlib.contextmanager
def no_network() -> Iterator[list[str]]:
    """Any attempt to open a socket or look up a name fails, and is noted."""
    tried: list[str] = []

    def forbidden(name: str) -> object:
        def attempt(*args: object, **kwargs: object) -> None:
            tried.append(name)
            raise AssertionError(f"{name} during a replay")

        return attempt

    with pytest.MonkeyPatch.context() as patch:
        for name in ("socket", "getaddrinfo", "create_connection"):
            patch.setattr(socket, name, forbidden(name))
        yield tried


def fill(site: Site) -> list[str]:
    packed = gzip.compress(b"<p>packed page</p>", mtime=0)
    site.answers.update(
        {
            "/plain": reply(200, b"<p>plain page</p>", HTML),
            "/packed": reply(200, packed, HTML, "Content-Encoding: gzip"),
            "/chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            "/from": reply(301, b"moved", "Location: /to?x=1"),
            "/to?x=1": reply(200, b"<p>arrived</p>", HTML),
            "/missing": reply(404, b"<p>no</p>", HTML),
            "/bomb": reply(200, gzip.compress(bytes(3_000_000)), HTML, "Content-Encoding: gzip"),
            "/private": reply(302, b"", "Location: http://127.0.0.1/"),
            "/broken": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nhalf",
            "/closed": lambda connection, request: None,
            "/raw": reply(301, b"", "Location: /\xd0\xbc\xd0\xbe\xd1\x81\xd1\x82"),  # UTF-8 as servers send it
            "/%D0%BC%D0%BE%D1%81%D1%82": reply(200, b"<p>bridge</p>", HTML, "X-Name: caf\xe9"),
            "/cyrillic": reply(200, "<p>Мост</p>".encode("cp1251"), "Content-Type: text/html; charset=windows-1251"),
        }
    )
    return [f"http://a.test{path}" for path in site.answers if path not in ("/to?x=1", "/%D0%BC%D0%BE%D1%81%D1%82")]


def test_a_replay_gives_what_was_recorded(web: Web, site: Site, tmp_path: Path) -> None:
    urls = fill(site)
    path = tmp_path / "web.warc.gz"
    recorded = record(web, path, urls, max_bytes=2_000_000)
    with no_network() as tried:
        first, second = replay(path, urls), replay(path, urls)
    assert [essence(r) for r in first] == [essence(r) for r in second]
    # what failed gives its reason in other words when it is replayed
    assert [essence(r)[:2] for r in first] == [essence(r)[:2] for r in recorded]
    assert [essence(r) for r in first if isinstance(r, Response)] == [essence(r) for r in recorded if isinstance(r, Response)]
    assert tried == []
    statuses = {r.url.rsplit("/", 1)[1]: r.status for r in recorded}
    assert statuses == {
        "plain": 200,
        "packed": 200,
        "chunked": 200,
        "from": 200,
        "missing": 404,
        "bomb": Status.TOO_LARGE,
        "private": Status.REFUSED,
        "broken": Status.TEMPORARY,
        "closed": Status.UNREACHABLE,
        "raw": 200,
        "cyrillic": 200,
    }


def test_other_tools_read_it(web: Web, site: Site, tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    urls = fill(site)
    path = tmp_path / "web.warc.gz"
    record(web, path, urls, max_bytes=2_000_000)
    kinds: dict[str, int] = {}
    with path.open("rb") as file:
        for entry in ArchiveIterator(file, check_digests="raise"):
            kinds[entry.rec_type] = kinds.get(entry.rec_type, 0) + 1
            entry.content_stream().read()
            if entry.rec_type == "response":
                assert entry.rec_headers.get_header("WARC-Block-Digest").startswith("sha1:")
                assert entry.rec_headers.get_header("WARC-Payload-Digest").startswith("sha1:")
                assert entry.http_headers.get_header("Transfer-Encoding") is None
    assert kinds == {"warcinfo": 1, "response": 12, "request": 12, "metadata": 1}
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_miss_names_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page(f"https://a.test/news/{n}", b"<p>x</p>") for n in (741864, 741865, 9)], description="test")
    (result,) = replay(path, ["https://a.test/news/741866"])
    assert isinstance(result, Unavailable)
    assert result.status is Status.NOT_IN_CASSETTE
    assert "https://a.test/news/741864" in result.reason
    assert path.name in result.reason
    assert "\n" not in result.reason


def test_spellings_of_a_recorded_address(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page("https://a.test/b?q=1", b"one"), Page("https://a.test/c?token=REDACTED", b"two")], description="test")
    for url in ("https://A.test:443/x/../b?q=1#part", "https://a.test/b?q=1&utm_source=mail", "https://a.test./b?q=1"):
        (result,) = replay(path, [url])
        assert isinstance(result, Response), url
        assert result.body == b"one"
    (result,) = replay(path, [f"https://a.test/c?token={SECRET}"])
    assert isinstance(result, Response)


def test_record_modes(web: Web, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "web.warc.gz"
    site.answers.update({"/a": [reply(200, b"first"), reply(200, b"second"), reply(200, b"third")], "/b": reply(200, b"other")})
    a, b = "http://a.test/a", "http://a.test/b"

    def bodies(results: list[Response | Unavailable]) -> list[object]:
        return [r.body if isinstance(r, Response) else r.status for r in results]

    with pytest.raises(CassetteError):
        record(web, path, [a], RecordMode.NONE)
    assert bodies(record(web, path, [a], RecordMode.ONCE)) == [b"first"]
    assert bodies(record(web, path, [a, b], RecordMode.ONCE)) == [b"first", Status.NOT_IN_CASSETTE]
    assert bodies(record(web, path, [a, b], RecordMode.NEW_EPISODES)) == [b"first", b"other"]
    assert bodies(replay(path, [a, b])) == [b"first", b"other"]
    assert bodies(record(web, path, [a], RecordMode.ALL)) == [b"second"]
    assert bodies(replay(path, [a, b])) == [b"second", Status.NOT_IN_CASSETTE]
    assert [p.name for p in path.parent.iterdir()] == ["web.warc.gz"]


def test_no_secret_reaches_the_file(web: Web, site: Site, tmp_path: Path) -> None:
    echo = f'<script>config = {{"access_token": "{SECRET}"}}</script><p>you are {SECRET}</p>'.encode()
    site.answers["*"] = reply(200, gzip.compress(echo), HTML, "Content-Encoding: gzip", f"Set-Cookie: sid={SECRET}", f"X-Api-Key: {SECRET}")
    start = f"/start?api_key={SECRET}&q=bridge"
    site.answers[start] = reply(302, b"", f"Location: /next?session_id={SECRET}", f"Set-Cookie: a={SECRET}")
    path = tmp_path / "web.warc"
    recorded = record(web, path, [f"http://a.test{start}", f"http://a.test/?password={SECRET}"])
    assert all(isinstance(r, Response) for r in recorded)
    raw = path.read_bytes()
    assert SECRET.encode() not in raw
    assert b"cookie" not in raw.lower()
    assert b"q=bridge" in raw
    # and the scrubbed chain still leads where it led
    (again, _) = replay(path, [f"http://a.test{start}", f"http://a.test/?password={SECRET}"])
    assert isinstance(again, Response)
    assert b"you are REDACTED" in again.body
    assert header(again.headers, "content-encoding") == ""


def test_a_changed_cassette_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "web.warc"
    write_pages(path, [Page("https://a.test/", b"<p>ten soldiers</p>")], description="test")
    original = path.read_bytes()
    for old, new in ((b"ten soldiers", b"two soldiers"), (b"HTTP/1.1 200 OK", b"HTTP/1.1 404 OK"), (b"charset=utf-8", b"charset=utf-7")):
        path.write_bytes(original.replace(old, new, 1))
        with pytest.raises(CassetteError, match="digest"):
            Cassette(path)
    path.write_bytes(original)
    with Cassette(path) as cassette:
        path.write_bytes(original.replace(b"ten soldiers", b"two soldiers", 1))
        with pytest.raises(CassetteError, match="digest"):
            Fetcher(Replay(cassette), guard(), FetchSettings()).fetch("https://a.test/")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("name", ["web.warc", "web.warc.gz"])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / name
    write_pages(path, [Page(f"https://a.test/{n}", os.urandom(300)) for n in range(3)], description="test")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CassetteError) as caught:
        Cassette(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\x1f\x8b",
        b"\x1f\x8b" + bytes(100),
        b"WARC/9.9\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: x\r\n\r\n",
        b"!!python/object/apply:os.system ['true']",
        bytes(5000),
    ],
)
def test_what_is_no_cassette(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "web.warc.gz"
    path.write_bytes(content)
    with pytest.raises(CassetteError) as caught:
        Cassette(path)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)


def test_missing_and_unwritable(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="record"):
        Cassette(tmp_path / "none.warc.gz")
    with pytest.raises(CassetteError):
        Cassette(tmp_path)
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(CassetteError):
        Cassette(tmp_path / "file" / "web.warc.gz", RecordMode.ONCE)


GOOD = ("example-iana.org-chunked.warc", "example-resource.warc.gz", "example-wget-bad-target-uri.warc.gz", "example.arc", "example.arc.gz", "example.warc", "example.warc.gz", "post-test.warc.gz", "example-space-in-target-uri.warc.gz", "example-space-in-url.arc")  # fmt: skip


def test_files_of_other_tools(shared: Path) -> None:
    folder = shared / "data" / "recordings" / "warc"
    read, refused = set(), []
    for path in sorted(folder.iterdir()):
        try:
            records = list_records(path)
        except CassetteError as error:
            refused.append(str(error))
            continue
        read.add(path.name)
        for info in records:
            if info.url.startswith("http"):
                (result,) = replay(path, [info.url])
                assert isinstance(result, Response), (path, info, result)
                assert result.body
    assert read == set(GOOD)
    assert not any("\n" in line for line in refused)


def test_many_threads_record_everything(web: Web, site: Site, tmp_path: Path) -> None:
    site.answers["*"] = lambda connection, request: connection.sendall(reply(200, request.split(b" ")[1] * 50, HTML))
    path = tmp_path / "web.warc.gz"
    urls = [f"http://h{n % 8}.test/p{n}" for n in range(120)]
    results: dict[str, Response | Unavailable] = {}
    with Cassette(path, RecordMode.ONCE, now=lambda: NOW) as cassette:
        fetcher = Fetcher(Recorder(cassette, web.network(), now=lambda: NOW), guard(), FetchSettings(timeout=5, host_concurrency=8))
        threads = [
            threading.Thread(target=lambda part=urls[n::8]: results.update({url: fetcher.fetch(url) for url in part})) for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(list_records(path)) == 120
    with Cassette(path) as again:
        replayer = Fetcher(Replay(again), guard(), FetchSettings())
        for url in urls:
            assert essence(replayer.fetch(url)) == essence(results[url])


def test_pages_written_twice_are_the_same_bytes(tmp_path: Path) -> None:
    pages = [
        Page("https://a.test/1", "<p>Мост</p>".encode(), note="A stand-in, written for a test."),
        Page("https://a.test/2", b"", status=301, headers=(("Location", "https://a.test/1"),), content_type=""),
    ]
    for name in ("one", "two"):
        write_pages(tmp_path / f"{name}.warc.gz", pages, description="stand-ins", date="2020-11-25T12:00:00Z")
    assert (tmp_path / "one.warc.gz").read_bytes() == (tmp_path / "two.warc.gz").read_bytes()
    first, second = list_records(tmp_path / "one.warc.gz")
    assert (first.url, first.status, first.date, first.note) == (
        "https://a.test/1",
        200,
        "2020-11-25T12:00:00Z",
        "A stand-in, written for a test.",
    )
    assert (second.status, second.note) == (301, "")
    (result,) = replay(tmp_path / "one.warc.gz", ["https://a.test/2"])
    assert isinstance(result, Response)
    assert result.note == "A stand-in, written for a test."
    assert result.fetched == "2020-11-25T12:00:00Z"


def test_a_note_for_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page("https://a.test/1", b"x"), Page("https://a.test/2", b"x", note="own")], description="d", note="All stand-ins.")
    assert [r.note for r in list_records(path)] == ["All stand-ins.", "own"]


def test_an_interrupted_first_recording_leaves_nothing(web: Web, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    site.answers["*"] = reply(200, b"x")
    with pytest.raises(KeyboardInterrupt), Cassette(path, RecordMode.ONCE, now=lambda: NOW) as cassette:  # noqa: PT012
        Fetcher(Recorder(cassette, web.network(), now=lambda: NOW), guard(), FetchSettings()).fetch("http://a.test/")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_two_writers_leave_one_whole_file(web: Web, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    site.answers["*"] = lambda connection, request: connection.sendall(reply(200, request.split(b" ")[1] * 500))
    cassettes = [Cassette(path, RecordMode.ALL, now=lambda: NOW) for _ in range(2)]
    for number, cassette in enumerate(cassettes):
        fetcher = Fetcher(Recorder(cassette, web.network(), now=lambda: NOW), guard(), FetchSettings())
        for page in range(5):
            fetcher.fetch(f"http://a.test/{number}/{page}")
    for cassette in cassettes:
        cassette.close()
    assert [record.url[-4:] for record in list_records(path)] == [f"/1/{page}" for page in range(5)]
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_full_disk_is_not_the_page_s_fault(web: Web, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page("http://a.test/old", b"old")], description="test")
    before = path.read_bytes()
    site.answers["*"] = reply(200, b"x")

    class Full(io.RawIOBase):
        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with Cassette(path, RecordMode.NEW_EPISODES, now=lambda: NOW) as cassette:
        cassette._writer = Writer(Full())  # type: ignore[arg-type]
        fetcher = Fetcher(Recorder(cassette, web.network(), now=lambda: NOW), guard(), FetchSettings())
        with pytest.raises(CassetteError, match="No space left"):
            fetcher.fetch("http://a.test/new")
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


KILLED = """
import sys, time
from provenance.config import RecordMode
from provenance.sources.addressing.canonical import normal
from provenance.sources.cassettes import Cassette
cassette = Cassette(sys.argv[1], RecordMode.ALL, now=lambda: "2024-05-06T07:08:09Z")
class Exchange:
    status, reason, headers, fetched, note, record = 200, "OK", (("Content-Type", "text/html"),), "2024-05-06T07:08:09Z", "", None
for number in range(50):
    cassette.write(f"https://a.test/{number}", Exchange(), b"x" * 5000, (), "")
print("ready", flush=True)
time.sleep(30)
"""


def test_a_kill_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page("https://a.test/", b"old")], description="test")
    before = path.read_bytes()
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        child.send_signal(signal.SIGKILL)
    assert path.read_bytes() == before


def test_what_a_killed_run_left_behind_is_swept_up(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    old, young, other = (tmp_path / name for name in (".web.warc.gz.a.part", ".web.warc.gz.b.part", ".another.warc.gz.c.part"))
    for left in (old, young, other):
        left.write_bytes(b"x")
    for left in (old, other):
        os.utime(left, (1_000_000_000, 1_000_000_000))
    write_pages(path, [Page("https://a.test/", b"x")], description="test")
    assert sorted(left.name for left in tmp_path.iterdir()) == [other.name, young.name, path.name]


def test_a_bomb_in_a_cassette(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6) as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    write_pages(path, [Page("https://a.test/", packed.getvalue(), headers=(("Content-Encoding", "gzip"),))], description="test")
    with no_hang():
        (result,) = replay(path, ["https://a.test/"])
        assert isinstance(result, Unavailable)
        assert result.status is Status.TOO_LARGE


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=3000),
    status=st.sampled_from([200, 203, 404, 410, 451, 503]),
    content_type=st.sampled_from(["text/html", "image/png", "application/pdf", ""]),
    note=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40),
    suffix=st.sampled_from([".warc", ".warc.gz"]),
    path=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
)
def test_any_page_comes_back(tmp_path: Path, body: bytes, status: int, content_type: str, note: str, suffix: str, path: str) -> None:
    file = tmp_path / f"web{suffix}"
    url = normal("https://a.test/" + path.replace("\\", ""))
    write_pages(file, [Page(url, body, content_type, status, note=note)], description="test")
    (result,) = replay(file, [url])
    assert isinstance(result, Response)
    assert (result.status, result.body, result.header("Content-Type"), result.note) == (status, body, content_type, " ".join(note.split()))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from([".warc", ".warc.gz"]), st.integers(0, 10_000), st.integers(1, 255), st.booleans())
def test_no_damage_goes_unnoticed(tmp_path: Path, suffix: str, place: int, change: int, delete: bool) -> None:
    path = tmp_path / f"web{suffix}"
    body = b"<p>" + bytes(range(97, 123)) * 20 + b"</p>"
    write_pages(path, [Page("https://a.test/1", body), Page("https://a.test/2", body[::-1])], description="test")
    whole = bytearray(path.read_bytes())
    place %= len(whole)
    if delete:
        del whole[place]
    else:
        whole[place] ^= change
    path.write_bytes(whole)
    try:
        results = replay(path, ["https://a.test/1", "https://a.test/2"])
    except CassetteError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        # what is told of it may be damaged (a date, an address), but never what the pages say
        bodies = [result.body for result in results if isinstance(result, Response)]
        assert [b for b in bodies if b not in (body, body[::-1])] == []
