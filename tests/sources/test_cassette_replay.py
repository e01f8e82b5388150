"""Replaying large cassettes: through an index, from many threads and processes, and into the test suites of others."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_cassettes import no_network

from provenance.errors import CassetteError
from provenance.sources import NotRecorded, Page, ReplayAdapter, list_records, write_pages
from provenance.sources.cassettes import index, inflating, opening
from provenance.sources.cassettes.contents import Contents
from provenance.sources.cassettes.inflating import inflate
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.opening import Source, open_record
from provenance.sources.cassettes.recordings import read_all, scan
from provenance.sources.cassettes.replacing import Replacement
from provenance.sources.cassettes.walking import opened
from provenance.sources.cassettes.warc import Writer

NOW = "2024-05-06T07:08:09Z"


def write_interactions(path: Path, *entries: Interaction) -> Path:
    """A cassette of these exchanges."""
    replacement = Replacement(path, keep=False)
    writer = Writer(replacement.out, gzip=path.suffix == ".gz")
    writer.info(NOW, [])
    for entry in entries:
        writer.interaction(entry)
    replacement.commit()
    return path


def session(path: Path) -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    adapter = ReplayAdapter(path)
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    return made


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cassette that is worth an index, without one."""
    path = tmp_path_factory.mktemp("large") / "web.warc.gz"
    chance = random.Random(7)
    write_pages(path, [Page(f"https://a.test/{n}", chance.randbytes(12_000) + b"%d" % n) for n in range(120)], description="large")
    return path


@pytest.fixture
def copied(large: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(large, tmp_path / "web.warc.gz"))


def read_through(path: Path) -> Contents:
    with opened(path) as file:
        return read_all(path, file)


# ---- the index -------------------------------------------------------------------------------------------------------


def test_the_index_says_what_the_file_says(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scan(copied)
    assert sorted(path.name for path in copied.parent.iterdir()) == ["web.warc.gz", "web.warc.gz.idx"]
    monkeypatch.setattr("provenance.sources.cassettes.recordings.read_all", None)
    assert scan(copied) == first  # without reading it through
    monkeypatch.undo()
    assert first == read_through(copied)


def test_a_small_file_gets_no_index(tmp_path: Path) -> None:
    write_pages(tmp_path / "web.warc.gz", [Page("https://a.test/", b"x")], description="small")
    scan(tmp_path / "web.warc.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["web.warc.gz"]


def test_a_folder_that_cannot_be_written_is_no_obstacle(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.mkstemp", lambda **_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    assert len(scan(copied).records) == 120
    assert [path.name for path in copied.parent.iterdir()] == ["web.warc.gz"]


def test_an_index_of_another_state_is_made_anew(copied: Path) -> None:
    scan(copied)
    write_pages(copied, [Page(f"https://b.test/{n}", os.urandom(12_000)) for n in range(100)], description="another")
    assert {record.url.split("/")[2] for record in scan(copied).records} == {"b.test"}
    with copied.open("ab") as file, gzip.open(file, "wb") as packed:
        packed.write(b"WARC/1.1\r\nbroken")
    with pytest.raises(CassetteError):
        scan(copied)


def test_a_file_that_changed_unseen_gives_no_wrong_answer(copied: Path) -> None:
    """Size, time, head and tail as before, the middle another: the record's own digest tells."""
    scan(copied)
    stat = copied.stat()
    record = list_records(copied)[60]
    data = bytearray(copied.read_bytes())
    data[record.offset + record.stored // 2] ^= 1
    copied.write_bytes(data)
    os.utime(copied, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    replayer = session(copied)
    assert replayer.get("https://a.test/59").content.endswith(b"59")
    with pytest.raises(CassetteError) as caught:
        replayer.get("https://a.test/60")
    assert "\n" not in str(caught.value)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_to_the_index_changes_an_answer(large: Path, tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "web.warc.gz"
    if not path.exists():
        shutil.copy(large, path)
        scan(path)
        shutil.copy(index.place(path), tmp_path / "whole")
    whole = (tmp_path / "whole").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    way = data.draw(st.sampled_from(["flip", "cut", "empty", "grow", "other"]))
    damaged = bytearray(whole)
    if way == "flip":
        damaged[at] ^= data.draw(st.integers(1, 255))
    index.place(path).write_bytes(
        {"flip": bytes(damaged), "cut": whole[:at], "empty": b"", "grow": whole + b"x", "other": b"\x00\xff{}"}[way]
    )
    found = scan(path)
    assert found.records[7].url == "https://a.test/7"
    assert len(found.records) == 120


def test_the_place_of_the_index_is_a_folder(copied: Path) -> None:
    index.place(copied).mkdir()
    assert len(scan(copied).records) == 120


# ---- one record ------------------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=20)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,12}", fullmatch=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=3000),
    st.lists(st.tuples(names, texts), max_size=4),
    st.sampled_from(["web.warc", "web.warc.gz"]),
    st.integers(100, 599),
    texts,
)
def test_the_short_way_reads_what_the_library_reads(
    tmp_path: Path, body: bytes, headers: list[tuple[str, str]], name: str, status: int, reason: str
) -> None:
    kept = tuple(pair for pair in headers if pair[0].lower() not in ("content-encoding", "transfer-encoding"))
    path = write_interactions(tmp_path / name, Interaction("https://a.test/x", NOW, status, reason, kept, body))
    (info,) = read_through(path).records
    source = Source(path)
    short, long = open_record(source, info), opening._by_library(path, info)
    seen = [
        (way.status, way.reason, way.headers, way.truncated, b"".join(iter(lambda way=way: way.read(700), b""))) for way in (short, long)
    ]
    assert seen[0] == seen[1]
    assert seen[0][4] == body
    long.close()
    source.close()


def test_the_short_way_is_taken(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_by_library", None)
    assert session(copied).get("https://a.test/5").content.endswith(b"5")


@pytest.mark.parametrize("library", ["isal", "zlib"])
def test_inflating_is_bounded_and_whole(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if library == "zlib":
        monkeypatch.setattr(inflating, "_library", lambda: zlib)
    packed = gzip.compress(bytes(100_000))
    assert inflate(packed, 100_000) == bytes(100_000)
    assert inflate(packed, 99_999) is None
    for damaged in (packed[:-1], packed + packed, packed[:-8] + b"\0\0\0\0" + packed[-4:], b"", b"\x1f\x8b junk"):
        assert inflate(damaged, 1 << 20) is None


# ---- the adapter -----------------------------------------------------------------------------------------------------


def test_thirty_two_threads_and_not_one_escape(copied: Path) -> None:
    replayer = session(copied)
    order = [random.Random(n).randrange(120) for n in range(1000)]
    with no_network() as tried, ThreadPoolExecutor(32) as pool:
        bodies = list(pool.map(lambda n: replayer.get(f"https://a.test/{n}").content, order))
        for wrong in ("https://a.test/1000", "https://other.test/", "http://127.0.0.1/"):
            with pytest.raises(NotRecorded):
                replayer.get(wrong)
    assert tried == []
    assert [int(body[12_000:]) for body in bodies] == order
    assert len({body[:12_000] for body in bodies}) == len(set(order))


def test_several_processes_replay_one_file(copied: Path) -> None:
    """None of them finds an index at the start, and all of them write one."""
    program = (
        "import sys, requests; from provenance.sources import ReplayAdapter; s = requests.Session(); s.mount('https://', ReplayAdapter(sys.argv[1]))\n"
        "print(sum(len(s.get(f'https://a.test/{n}').content) for n in range(120)))"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(copied)], stdout=subprocess.PIPE) for _ in range(3)]
    said = [process.communicate(timeout=60)[0] for process in running]
    assert len({int(total) for total in said}) == 1
    assert sorted(path.name for path in copied.parent.iterdir()) == ["web.warc.gz", "web.warc.gz.idx"]


def test_the_same_request_gets_one_answer_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    answers = (Interaction("https://a.test/", NOW, status, "", (), b"%d" % status) for status in (429, 429, 200))
    write_interactions(path, *answers)
    replayer = session(path)
    assert [replayer.get("https://a.test/").status_code for _ in range(5)] == [429, 429, 200, 200, 200]


@pytest.fixture
def replayer(tmp_path: Path) -> Iterator[requests.Session]:
    packed = gzip.compress("Мост".encode())
    kind = (("Content-Type", "text/plain; charset=utf-8"),)
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    path = write_interactions(
        tmp_path / "web.warc.gz",
        Interaction("https://a.test/gz", NOW, 200, "OK", (*kind, ("Content-Encoding", "gzip")), packed),
        Interaction("https://a.test/from", NOW, 302, "Found", (("Location", "/gz"),)),
        Interaction("https://a.test/form", NOW, 200, "OK", kind, b"got 1", "POST", form, b"q=1"),
        Interaction("https://a.test/form", NOW, 200, "OK", kind, b"got 2", "POST", form, b"q=2"),
        Interaction("https://a.test/put", NOW, 204, "", method="PUT", sent=b"x"),
        Interaction("https://a.test/down", NOW, failure=("unreachable", "no connection to the server; try again later")),
        Interaction("https://a.test/half", NOW, 200, "OK", kind, truncated="disconnect"),
        Interaction("https://a.test/list?page=1&sort=up", NOW, 200, "OK", kind, b"list"),
    )
    with no_network() as tried, session(path) as made:
        yield made
    assert tried == []


def test_answers_as_requests_users_expect_them(replayer: requests.Session) -> None:
    answer = replayer.get("https://a.test/gz")
    assert (answer.text, answer.encoding, answer.reason, answer.ok, answer.url) == ("Мост", "utf-8", "OK", True, "https://a.test/gz")
    with replayer.get("https://a.test/gz", stream=True) as streamed:
        assert b"".join(streamed.iter_content(3)) == "Мост".encode()
    followed = replayer.get("https://a.test/from")
    assert (followed.text, [hop.status_code for hop in followed.history]) == ("Мост", [302])
    assert [replayer.post("https://a.test/form", data={"q": q}).text for q in ("2", "1")] == ["got 2", "got 1"]
    assert replayer.put("https://a.test/put", data=iter([b"x"])).status_code == 204
    head = replayer.head("https://a.test/list?page=1&sort=up")
    assert (head.status_code, head.content) == (200, b"")


def test_recorded_failures_fail_again(replayer: requests.Session) -> None:
    for path, says in (("down", "no connection"), ("half", "in part")):
        with pytest.raises(requests.exceptions.ConnectionError, match=says):
            replayer.get(f"https://a.test/{path}")


@pytest.mark.parametrize(
    ("method", "url", "body", "says"),
    [
        ("GET", "https://a.test/list?page=2&sort=up", None, "query parameter page=1, not 2"),
        ("GET", "https://a.test/list?page=1", None, "query parameter sort=up besides"),
        ("GET", "https://a.test/list?page=1&sort=up&x=1", None, "no query parameter x"),
        ("GET", "https://a.test/list?sort=up&page=1", None, "query parameters in another order"),
        ("GET", "http://a.test/put?", None, "method PUT, not GET"),
        ("GET", "http://a.test/gz", None, "scheme https, not http"),
        ("GET", "https://b.test/gz", None, "host a.test, not b.test"),
        ("GET", "https://a.test/lists?page=1&sort=up", None, "path /list, not /lists"),
        ("POST", "https://a.test/form", "q=3", "another body was sent"),
        ("DELETE", "https://a.test/gz", None, "method GET, not DELETE"),
    ],
)
def test_a_miss_says_what_differs(replayer: requests.Session, method: str, url: str, body: str | None, says: str) -> None:
    with pytest.raises(NotRecorded) as caught:
        replayer.request(method, url, data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert says in str(caught.value)
    assert "web.warc.gz" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_miss_tells_no_secret(tmp_path: Path) -> None:
    path = write_interactions(tmp_path / "web.warc.gz", Interaction("https://a.test/?token=REDACTED&page=1", NOW, 200, "OK"))
    with pytest.raises(NotRecorded) as caught:
        session(path).get("https://me:hunter2secret@a.test/?token=s3cr3tValue0123456789&page=2")
    assert "s3cr3t" not in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "page=1, not 2" in str(caught.value)


@pytest.mark.parametrize("name", ["../../x", "../web.warc.gz", "/etc/passwd", "", ".", "a/../../x", "link/x", "a\0b"])
def test_a_name_does_not_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "cassettes").mkdir()
    (tmp_path / "cassettes" / "link").symlink_to(tmp_path)
    write_pages(tmp_path / "x", [Page("https://a.test/", b"x")], description="outside")
    with pytest.raises(CassetteError, match="leads out"):
        ReplayAdapter(name, folder=tmp_path / "cassettes")
    write_pages(tmp_path / "cassettes" / "tests" / "one.warc.gz", [Page("https://a.test/", b"x")], description="inside")
    ReplayAdapter("tests/one.warc.gz", folder=tmp_path / "cassettes").close()


def test_replaying_goes_on_while_the_file_is_replaced(copied: Path) -> None:
    replayer = session(copied)
    assert replayer.get("https://a.test/1").ok
    write_pages(copied, [Page("https://a.test/1", b"new")], description="another")  # put in its place as a whole
    assert replayer.get("https://a.test/2").content.endswith(b"2")
    assert session(copied).get("https://a.test/1").content == b"new"


def test_threads_may_close_and_read(copied: Path) -> None:
    source = Source(copied)
    threads = [threading.Thread(target=lambda n=n: [source.read(n, 100) for _ in range(50)]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    source.close()
    assert source.read(0, 2) == b"\x1f\x8b"
    source.close()
