"""The battery's cases about cassettes, one function for each; a case that has none fails."""

from __future__ import annotations

import gzip
import inspect
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Site, Web, reply
from guards import no_hang
from test_cassettes import HTML, NOW, no_network, record, replay

from provenance.config import Config, RecordMode
from provenance.errors import CassetteError
from provenance.model import Status, Unavailable
from provenance.sources import Page, list_records, write_pages
from provenance.sources.addressing.addresses import guard, parse
from provenance.sources.cassettes import Cassette, Recorder
from provenance.sources.cassettes.adapter import inside
from provenance.sources.cassettes.importers import import_recordings
from provenance.sources.cassettes.verifying import verify
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.fetch import Fetcher
from provenance.sources.fetching.response import Response
from provenance.sources.settings import FetchSettings

SECRET = "s3cr3tValue0123456789"


def send(web: Web, path: Path, url: str, headers: tuple[tuple[str, str], ...], body: bytes | None = None) -> None:
    """Record one request with headers that no fetch of ours sends."""
    with Cassette(path, RecordMode.NEW_EPISODES, now=lambda: NOW) as cassette:
        recorder = Recorder(cassette, web.network(), now=lambda: NOW)
        exchange = recorder.send(parse(url), headers, Deadline(10.0), body)
        while exchange.read(65536):
            pass
        exchange.close()


def k01(web: Web, site: Site, tmp_path: Path) -> None:
    """Secrets in headers, address and userinfo."""
    secrets = [f"{name}{SECRET}" for name in ("auth", "cookie", "key", "query", "set", "basic")]
    auth, cookie, key, query, set_, basic = secrets
    site.answers["*"] = reply(200, f"<p>{' '.join(secrets)}</p>".encode(), HTML, f"Set-Cookie: sid={set_}; Domain=a.test")
    path = tmp_path / "web.warc"
    headers = (("Authorization", f"Bearer {auth}"), ("Cookie", f"sid={cookie}"), ("X-Api-Key", key))
    send(web, path, f"http://a.test/?api_key={query}", headers)
    with pytest.raises(Exception, match="password"):  # the guard refuses it before it is sent
        parse(f"http://me:{basic}@a.test/")
    with Cassette(path, RecordMode.NEW_EPISODES, now=lambda: NOW) as cassette:
        cassette.write_failure(f"http://me:{basic}@a.test/", NOW, _failure())
    raw = path.read_bytes()
    for secret in secrets[:5]:
        assert secret.encode() not in raw
    # `basic` was echoed by the page of the first request, which knew nothing of it; in its own record it is not
    assert raw.count(basic.encode()) == 1
    assert b"me:" not in raw
    assert len(list_records(path)) == 2


def _failure() -> Any:
    from provenance.sources.fetching.failures import Failure

    return Failure(Status.REFUSED, "addresses with a password are not read; take it out")


def k02(web: Web, site: Site, tmp_path: Path) -> None:
    """Secrets in Location, form, JSON and Referer."""
    path = tmp_path / "web.warc"
    site.answers["/form"] = reply(302, b"", f"Location: /next?token={SECRET}&page=2")
    site.answers["*"] = reply(
        200, json.dumps({"user": {"refresh_token": SECRET}, "page": "kept"}).encode(), "Content-Type: application/json"
    )
    send(web, path, "http://a.test/form", (("Content-Type", "application/x-www-form-urlencoded"),), f"q=1&password={SECRET}".encode())
    send(web, path, "http://a.test/json", (("Referer", f"http://a.test/?session_id={SECRET}"),), json.dumps({"api_key": SECRET}).encode())
    raw = path.read_bytes()
    assert SECRET.encode() not in raw
    assert raw.count(b"REDACTED") == 5
    assert b"page=2" in raw
    assert b'"page": "kept"' in raw
    assert list(verify(path)) == []


def k03(web: Web, site: Site, tmp_path: Path) -> None:
    """A replay opens no socket and looks up no name."""
    path = tmp_path / "web.warc.gz"
    site.answers.update({"/": reply(302, b"", "Location: http://b.test/x"), "/x": reply(200, b"<p>x</p>", HTML)})
    record(web, path, ["http://a.test/"])
    before = (len(web.dialled), len(web.looked_up))
    with no_network() as tried:
        (result,) = replay(path, ["http://a.test/"])
    assert isinstance(result, Response)
    assert tried == []
    assert (len(web.dialled), len(web.looked_up)) == before


def k04(web: Web, site: Site, tmp_path: Path) -> None:
    """A request that was not recorded is named, and never goes out."""
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page("https://a.test/news/1", b"x")], description="test")
    with no_network() as tried:
        (result,) = replay(path, ["https://a.test/news/2"])
    assert isinstance(result, Unavailable)
    assert result.status is Status.NOT_IN_CASSETTE
    assert "https://a.test/news/2 is not in the cassette web.warc.gz" in result.reason
    assert "https://a.test/news/1 (path /news/1, not /news/2)" in result.reason
    assert tried == []


def k05(web: Web, site: Site, tmp_path: Path) -> None:
    """A body or status that was edited, also in a compressed file made anew around it."""
    for name in ("web.warc", "web.warc.gz"):
        for old, new in ((b"ten soldiers", b"two soldiers"), (b"HTTP/1.1 200 OK", b"HTTP/1.1 404 OK")):
            path = tmp_path / name
            write_pages(path, [Page("https://a.test/", b"<p>ten soldiers</p>")], description="test")
            data = path.read_bytes()
            members = data.split(b"\x1f\x8b\x08")[1:] if name.endswith(".gz") else []
            whole = [gzip.decompress(b"\x1f\x8b\x08" + member).replace(old, new, 1) for member in members] or [data.replace(old, new, 1)]
            path.write_bytes(b"".join(gzip.compress(part) if members else part for part in whole))
            with pytest.raises(CassetteError, match="digest"):
                Cassette(path)


def k06(web: Web, site: Site, tmp_path: Path) -> None:
    """YAML that would run a program."""
    for content in (
        "!!python/object/apply:os.system ['touch {}']",
        "interactions: [{{request: !!python/object/apply:os.system ['touch {}']}}]",
    ):
        source = tmp_path / "a.yaml"
        source.write_text(content.format(tmp_path / "flag"), encoding="utf-8")
        with pytest.raises(CassetteError, match="was not run"):
            import_recordings([source], tmp_path / "web.warc.gz", date=NOW)
        with pytest.raises(CassetteError, match="not a WARC"):
            Cassette(source)
        assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def k07(web: Web, site: Site, tmp_path: Path) -> None:
    """Files that are broken, empty, huge, a bomb, or of another version."""
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page("https://a.test/", os.urandom(3000))], description="test")
    whole = path.read_bytes()
    packed = gzip.compress(b"WARC/1.1\r\n" + b"X-Line: 1\r\n" * (5 << 20) + bytes(50 << 20), 1)
    broken: dict[str, Callable[[], object]] = {
        "truncated": lambda: path.write_bytes(whole[:-200]),
        "empty": lambda: path.write_bytes(b""),
        "1 GB of nothing": lambda: os.truncate(path, 1 << 30),
        "version": lambda: path.write_bytes(b"WARC/9.9\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
        "headers of 100 MB": lambda: path.write_bytes(packed),
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, make in broken.items():
        make()
        for use in (Cassette, lambda path: list(verify(path)) and (_ for _ in ()).throw(CassetteError(f"{path}: found wrong"))):
            with no_hang(), pytest.raises(CassetteError) as caught:
                use(path)
            assert "\n" not in str(caught.value), name
            assert path.name in str(caught.value), name
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 64 << 10
    bomb = gzip.compress(bytes(100 << 20))
    write_pages(path, [Page("https://a.test/", bomb, headers=(("Content-Encoding", "gzip"),))], description="test")
    (result,) = replay(path, ["https://a.test/"])
    assert isinstance(result, Unavailable)
    assert result.status is Status.TOO_LARGE


def k08(web: Web, site: Site, tmp_path: Path) -> None:
    """A name that leads out of the folder of cassettes."""
    (tmp_path / "cassettes").mkdir()
    for name in ("../../x", "../x", "/x", "a/../../x"):
        with pytest.raises(CassetteError, match="leads out"):
            inside(tmp_path / "cassettes", name)
    assert inside(tmp_path / "cassettes", "a/../b.warc.gz").resolve() == (tmp_path / "cassettes" / "b.warc.gz").resolve()


def k09(web: Web, site: Site, tmp_path: Path) -> None:
    """The same run in another place and time zone."""
    from provenance import pipeline
    from provenance.reports import render

    page = "<html><body><article><p>The mayor said on Monday that the quay is shut until May 2021.</p></article></body></html>"
    reports = []
    before = os.environ.get("TZ")
    try:
        for zone in ("America/St_Johns", "Pacific/Kiritimati"):
            folder = tmp_path / zone.replace("/", "-")
            folder.mkdir()
            write_pages(folder / "web.warc.gz", [Page("https://a.example/1", page.encode())], description="A page.")
            draft = "The quay is shut until May 2021, the mayor [said](https://a.example/1) on Monday.\n"
            (folder / "draft.md").write_text(draft, encoding="utf-8")
            os.environ["TZ"] = zone
            time.tzset()
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(folder)
                report = pipeline.check_all([Path("draft.md")], Config(cassette=Path("web.warc.gz"), offline=True))
                reports.append(render(report, "json"))
    finally:
        os.environ.pop("TZ", None)
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()
    assert reports[0] == reports[1]
    assert json.loads(reports[0])["sources"][0]["status"] == "ok"


KILLED = """
import sys
from provenance.config import RecordMode
from provenance.sources.cassettes import Cassette
class Exchange:
    status, reason, headers, fetched, note, record = 200, "OK", (("Content-Type", "text/html"),), "2024-05-06T07:08:09Z", "", None
print("ready", flush=True)
for turn in range(10_000):
    with Cassette(sys.argv[1], RecordMode.ALL, now=lambda: "2024-05-06T07:08:09Z") as cassette:
        for number in range(20):
            cassette.write(f"https://a.test/{number}", Exchange(), b"x" * 5000, (), "")
"""


def k10(web: Web, site: Site, tmp_path: Path) -> None:
    """Two writers at once, killed at any moment: what is there is a whole file."""
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page(f"https://a.test/{n}", b"old") for n in range(20)], description="test")
    for pause in (0.02, 0.05, 0.1, 0.15):
        writers = [subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) for _ in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
        time.sleep(pause)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.communicate()
        assert len(list_records(path)) == 20
        assert list(verify(path)) == []


def k11(web: Web, site: Site, tmp_path: Path) -> None:
    """A redirect to a private address is refused in a replay as it was live."""
    path = tmp_path / "web.warc.gz"
    site.answers["/meta"] = reply(302, b"", "Location: http://169.254.169.254/latest/meta-data/")
    site.answers["/local"] = reply(302, b"", "Location: http://[::ffff:127.0.0.1]/")
    urls = ["http://a.test/meta", "http://a.test/local"]
    live = [web.fetcher().fetch(url) for url in urls]
    record(web, path, urls)
    for before, after in zip(live, replay(path, urls), strict=True):
        assert isinstance(before, Unavailable)
        assert isinstance(after, Unavailable)
        assert (after.status, after.reason, after.redirects) == (before.status, before.reason, before.redirects)
        assert after.status is Status.REFUSED


CASES = {name.upper(): function for name, function in list(globals().items()) if name[:1] == "k" and name[1:].isdigit()}


def test_every_case_of_the_battery_has_its_test(shared: Path) -> None:
    battery = json.loads((shared / "battery" / "battery.json").read_text("utf-8"))
    assert {case["id"] for case in battery["cassettes"]} == set(CASES)


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_battery(web: Web, site: Site, tmp_path: Path, case: str) -> None:
    assert inspect.getdoc(CASES[case])
    CASES[case](web, site, tmp_path)


def test_record_modes_are_those_of_vcr_users(web: Web, site: Site, tmp_path: Path) -> None:
    """``all`` asks again and keeps only what it asked; ``new_episodes`` keeps the old records byte for byte in front."""
    path = tmp_path / "web.warc.gz"
    site.answers.update({"/a": [reply(200, b"1"), reply(200, b"2")], "/b": reply(200, b"b")})
    record(web, path, ["http://a.test/a"])
    first = path.read_bytes()
    record(web, path, ["http://a.test/a", "http://a.test/b"], RecordMode.NEW_EPISODES)
    assert path.read_bytes().startswith(first)
    assert [r.url for r in list_records(path)] == ["http://a.test/a", "http://a.test/b"]
    dialled = len(web.dialled)
    record(web, path, ["http://a.test/a", "http://a.test/b"], RecordMode.ONCE)
    record(web, path, ["http://a.test/a"], RecordMode.NONE)
    assert len(web.dialled) == dialled
    record(web, path, ["http://a.test/a"], RecordMode.ALL)
    assert [(r.url, r.length) for r in list_records(path)] == [("http://a.test/a", 1)]
    assert path.read_bytes() != first


def test_a_fetcher_records_and_replays_reasons_that_are_not_ascii(web: Web, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "web.warc.gz"
    site.answers["/"] = reply(200, b"<p>x</p>", HTML, "X-N\xe4me: v\xe4lue", phrase="Tr\xe8s bien")
    fetched = record(web, path, ["http://a.test/"])
    again = Fetcher(*_replaying(path)).fetch("http://a.test/")
    assert isinstance(again, Response)
    assert isinstance(fetched[0], Response)
    assert again.body == fetched[0].body


def _replaying(path: Path) -> tuple[Any, Any, FetchSettings]:
    from provenance.sources.cassettes import Replay

    return Replay(Cassette(path)), guard(), FetchSettings()
