"""Verifying, scrubbing and exporting cassettes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from test_cassette_replay import session, write_interactions
from warcio.archiveiterator import ArchiveIterator

from provenance.errors import CassetteError
from provenance.sources import Page, list_records, write_pages
from provenance.sources.cassettes.exporters import export_cassette, folder
from provenance.sources.cassettes.exporters.folder import name_of
from provenance.sources.cassettes.importers import import_recordings
from provenance.sources.cassettes.importers.warc import read
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.scrubbed import scrub
from provenance.sources.cassettes.verifying import verify

NOW = "2024-05-06T07:08:09Z"
SECRET = "s3cr3tValue0123456789"
HTML = (("Content-Type", "text/html; charset=utf-8"),)

#: One exchange for each place in which a secret may stand, and what is said of it.
SECRETS: dict[str, tuple[Interaction, str]] = {
    "authorization": (Interaction("https://a.test/1", NOW, 200, "OK", request=(("Authorization", f"Bearer {SECRET}"),)), "request header Authorization"),
    "cookie": (Interaction("https://a.test/2", NOW, 200, "OK", request=(("Cookie", f"a={SECRET}"),)), "request header Cookie"),
    "set-cookie": (Interaction("https://a.test/3", NOW, 200, "OK", (("Set-Cookie", f"sid={SECRET}; Path=/"),)), "header Set-Cookie"),
    "x-api-key": (Interaction("https://a.test/4", NOW, 200, "OK", request=(("X-Api-Key", SECRET),)), "request header X-Api-Key"),
    "address": (Interaction(f"https://a.test/5?api_key={SECRET}", NOW, 200, "OK"), "parameter api_key in the address"),
    "userinfo": (Interaction(f"https://me:{SECRET}@a.test/6", NOW, 200, "OK"), "user and password in the address"),
    "location": (Interaction("https://a.test/7", NOW, 302, "", (("Location", f"/next?token={SECRET}"),)), "a value in header Location"),
    "referer": (Interaction("https://a.test/8", NOW, 200, "OK", request=(("Referer", f"https://b.test/?sid={SECRET}"),)), "a value in request header Referer"),
    "json": (Interaction("https://a.test/9", NOW, 200, "OK", (("Content-Type", "application/json"),), f'{{"access_token": "{SECRET}"}}'.encode()), "a value in the body"),
    "packed": (Interaction("https://a.test/10", NOW, 200, "OK", (*HTML, ("Content-Encoding", "gzip")), gzip.compress(f'<input name="csrf_token" value="{SECRET}">'.encode())), "a value in the body"),
    "form": (Interaction("https://a.test/11", NOW, 200, "OK", HTML, b"", "POST", (("Content-Type", "application/x-www-form-urlencoded"),), f"user=x&password={SECRET}".encode()), "a value in what was sent"),
    "echo": (Interaction("https://a.test/12", NOW, 200, "OK", HTML, f"<p>you are {SECRET}</p>".encode(), request=(("Cookie", f"sid={SECRET}"),)), "a value in the body"),
}  # fmt: skip


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "web.warc.gz"
    write_pages(path, [Page(f"https://a.test/{n}", b"<p>page %d</p>" % n, note="A stand-in.") for n in range(5)], description="test")
    return path


# ---- verify ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["web.warc", "web.warc.gz"])
def test_a_sound_file(tmp_path: Path, name: str) -> None:
    write_pages(tmp_path / name, [Page(f"https://a.test/{n}", b"page") for n in range(3)], description="test")
    assert list(verify(tmp_path / name)) == []


def test_the_shipped_cassettes_are_sound() -> None:
    shipped = sorted((Path(__file__).parents[2] / "cassettes").glob("*/*.warc.gz"))
    assert shipped
    assert [line for path in shipped for line in verify(path)] == []


def test_every_record_that_does_not_fit_is_told(tmp_path: Path) -> None:
    path = tmp_path / "web.warc"
    write_pages(path, [Page(f"https://a.test/{n}", b"<p>page %d</p>" % n) for n in range(5)], description="test")
    changed = path.read_bytes().replace(b"page 1", b"page 8").replace(b"page 3", b"page 9")
    path.write_bytes(changed.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 404 OK", 1))
    assert list(verify(path)) == [
        "record 2 (response https://a.test/0): the block digest does not fit",
        "record 4 (response https://a.test/1): the block digest does not fit",
        "record 4 (response https://a.test/1): the payload digest does not fit",
        "record 8 (response https://a.test/3): the block digest does not fit",
        "record 8 (response https://a.test/3): the payload digest does not fit",
    ]


@pytest.mark.parametrize("name", ["web.warc", "web.warc.gz"])
@pytest.mark.parametrize("share", [0.5, 0.97, 0.999])
def test_a_file_that_is_cut_off(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / name
    write_pages(path, [Page(f"https://a.test/{n}", b"<p>page</p>" * 50) for n in range(5)], description="test")
    path.write_bytes(path.read_bytes()[: int(len(path.read_bytes()) * share)])
    lines = list(verify(path))
    assert lines
    assert not any("\n" in line for line in lines)


def test_records_that_stand_there_twice(sound: Path) -> None:
    whole = sound.read_bytes()
    sound.write_bytes(whole + whole)
    lines = list(verify(sound))
    assert len(lines) == 16
    assert lines[1] == "record 18 (response https://a.test/0): stands there twice: has the same id as record 2"


def test_nothing_to_verify(tmp_path: Path) -> None:
    for content in (None, b"", b"text"):
        if content is not None:
            (tmp_path / "web.warc").write_bytes(content)
        with pytest.raises(CassetteError):
            list(verify(tmp_path / "web.warc"))


# ---- scrub -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["web.warc", "web.warc.gz"])
@pytest.mark.parametrize("case", SECRETS)
def test_a_secret_is_found_and_taken_out(tmp_path: Path, name: str, case: str) -> None:
    entry, said = SECRETS[case]
    path = write_interactions(tmp_path / name, Interaction("https://a.test/0", NOW, 200, "OK", HTML, b"<p>plain</p>", note="kept"), entry)
    before = list_records(path)
    found = list(verify(path))
    assert any(line.endswith(f": secret: {said}") for line in found)
    removed = scrub(path)
    assert said in [entry.place for entry in removed]
    held = b"".join(part.payload + (part.sent or b"") for part in read(path) if isinstance(part, Interaction))
    raw = path.read_bytes() if name.endswith(".warc") else gzip.decompress(path.read_bytes())
    assert SECRET.encode() not in raw + held
    assert SECRET not in repr((removed, found))
    # and it is a whole cassette still: the other records byte for byte, digests right
    assert list(verify(path)) == []
    assert [(r.id, r.date, r.status, r.note) for r in list_records(path)] == [(r.id, r.date, r.status, r.note) for r in before]
    with path.open("rb") as file:  # and so says the library of others
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
    assert scrub(path) == ()
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_file_without_secrets_stays_as_it_is(sound: Path) -> None:
    before, stat = sound.read_bytes(), sound.stat()
    assert scrub(sound) == ()
    assert (sound.read_bytes(), sound.stat().st_mtime_ns, sound.stat().st_ino) == (before, stat.st_mtime_ns, stat.st_ino)
    assert scrub(sound, sound.with_name("copy.warc.gz")) == ()
    assert sound.with_name("copy.warc.gz").read_bytes() == before
    with pytest.raises(CassetteError, match="--force"):
        scrub(sound, sound.with_name("copy.warc.gz"))


def test_what_does_not_fit_is_not_made_to_fit(tmp_path: Path) -> None:
    path = write_interactions(tmp_path / "web.warc", SECRETS["cookie"][0], SECRETS["json"][0])
    damaged = path.read_bytes().replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 404 OK", 1)
    path.write_bytes(damaged)
    with pytest.raises(CassetteError, match="digest does not fit"):
        scrub(path)
    assert path.read_bytes() == damaged
    assert [p.name for p in tmp_path.iterdir()] == ["web.warc"]


def test_a_cookie_that_is_a_word_takes_no_words_out_of_the_page(tmp_path: Path) -> None:
    page = b"<p>Belarus and example.com; Strict rules, published 2020-12-18T10:00:00Z</p>"
    cookies = ("region=Belarus; Domain=example.com; SameSite=Strict; Path=/", "seen=2020-12-18T10:00:00Z; Max-Age=3600")
    headers = (*HTML, *(("Set-Cookie", cookie) for cookie in cookies), ("Location", "https://www.example.com/"))
    path = write_interactions(tmp_path / "web.warc", Interaction("https://a.test/", NOW, 200, "OK", headers, page))
    assert {entry.place for entry in scrub(path)} == {"header Set-Cookie"}
    answer = session(path).get("https://a.test/", allow_redirects=False)
    assert (answer.content, answer.headers["Location"]) == (page, "https://www.example.com/")


# ---- export ----------------------------------------------------------------------------------------------------------

VARIED = (
    Interaction("https://a.test/1?q=a%20b", NOW, 200, "OK", HTML, "<p>Мост</p>".encode(), note="A stand-in."),
    Interaction("https://a.test/2", NOW, 200, "OK", (*HTML, ("Content-Encoding", "gzip")), gzip.compress(b"packed")),
    Interaction("https://a.test/3", NOW, 200, "OK", (("Content-Type", "image/png"),), b"\x89PNG\x00"),
    Interaction("https://a.test/4", NOW, 200, "OK", (("Content-Type", "text/html; charset=windows-1251"),), "Мост".encode("cp1251")),
    Interaction("https://a.test/5", NOW, 302, "Found", (("Location", "https://a.test/1"),)),
    Interaction("https://a.test/6", NOW, 200, "OK", HTML, b"found", "POST", (("Content-Type", "application/json"),), b'{"q": 1}'),
    Interaction("https://a.test/7", NOW, 200, "OK", HTML, truncated="length"),
    Interaction("https://a.test/8", NOW, failure=("unreachable", "no connection to the server; try again later")),
    Interaction("https://a.test/9", NOW, 200, "OK", (("Content-Type", "text/html"),), b"not \xff UTF-8", peer="192.0.2.7"),
)


def essence(path: Path) -> list[tuple[object, ...]]:
    from provenance.sources.cassettes.exporters.bodies import unpacked

    return [
        (e.url, e.date, e.status, e.method, e.sent, unpacked(e), e.truncated, e.note, e.peer, e.failure and e.failure[0])
        for e in read(path)
        if isinstance(e, Interaction)
    ]


@pytest.mark.parametrize(
    ("target", "format"), [("a.har", None), ("a.warc", None), ("a.warc.gz", None), ("b.warc.gz", "warc1.0"), ("b.warc", "warc1.0")]
)
def test_what_is_exported_can_be_imported(tmp_path: Path, target: str, format: str | None) -> None:
    path = write_interactions(tmp_path / "web.warc.gz", *VARIED)
    assert export_cassette(path, tmp_path / target, date=NOW, format=format) == len(VARIED)
    assert import_recordings([tmp_path / target], tmp_path / "again.warc.gz", date=NOW).written == len(VARIED)
    assert essence(tmp_path / "again.warc.gz") == essence(path)
    if "warc" in target:
        whole = (tmp_path / target).read_bytes()
        raw = gzip.decompress(whole) if target.endswith(".gz") else whole
        assert raw.startswith(b"WARC/1.0" if format else b"WARC/1.1")
        assert list(verify(tmp_path / target)) == []


def test_the_har_has_what_its_specification_asks_for(tmp_path: Path) -> None:
    export_cassette(write_interactions(tmp_path / "web.warc.gz", *VARIED), tmp_path / "a.har", date=NOW)
    log = json.loads((tmp_path / "a.har").read_text("ascii"))["log"]
    assert log["version"] == "1.2"
    assert log["creator"].keys() == {"name", "version"}
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= entry.keys()
        assert {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"} <= entry["request"].keys()
        assert {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"} <= entry["response"].keys()  # fmt: skip
        assert {"size", "mimeType"} <= entry["response"]["content"].keys()
        assert {"send", "wait", "receive"} <= entry["timings"].keys()
    assert log["entries"][0]["request"]["queryString"] == [{"name": "q", "value": "a b"}]


def test_a_folder_of_files(tmp_path: Path) -> None:
    path = write_interactions(tmp_path / "web.warc.gz", *VARIED)
    export_cassette(path, tmp_path / "out", date=NOW)
    listed = json.loads((tmp_path / "out" / "index.json").read_text("utf-8"))["responses"]
    assert [entry["url"] for entry in listed] == [entry.url for entry in VARIED]
    assert (tmp_path / "out" / listed[1]["file"]).read_bytes() == b"packed"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"index.json", *(entry["file"] for entry in listed if "file" in entry)}
    (tmp_path / "out" / "old").write_text("")
    with pytest.raises(CassetteError, match="--force"):
        export_cassette(path, tmp_path / "out", date=NOW)
    export_cassette(path, tmp_path / "out", date=NOW, force=True)
    assert not (tmp_path / "out" / "old").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "web.warc.gz"]


def test_a_folder_of_others_is_never_replaced(sound: Path) -> None:
    home = sound.parent / "home"
    home.mkdir()
    (home / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(CassetteError, match="no folder that an export has made"):
        export_cassette(sound, home, date=NOW, force=True)
    assert (home / "letter.txt").read_text("utf-8") == "dear"


@pytest.mark.parametrize(
    "url",
    ["https://a.test/../../x", "https://a.test/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "https://a.test/..\\x", "https://a.test/" + "x" * 5000, "https://[::1]/", "https://a.test/a\x00b", "https://a.test/CON", "nonsense"],
)  # fmt: skip
def test_no_address_leads_out_of_the_folder(tmp_path: Path, url: str) -> None:
    name = name_of(1, Interaction(url, NOW, 200, "OK", HTML, b"x"))
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert name.startswith("0001")
    assert len(name) < 120
    (tmp_path / name).write_bytes(b"")


def test_an_export_that_fails_leaves_nothing(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound.write_bytes(sound.read_bytes()[:-30])
    for target in ("a.har", "a.warc.gz", "out"):
        with pytest.raises(CassetteError):
            export_cassette(sound, sound.parent / target, date=NOW)
    write_pages(sound, [Page("https://a.test/", b"x")], description="test")
    monkeypatch.setattr(folder, "_write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(CassetteError, match="No space left"):
        export_cassette(sound, sound.parent / "out", date=NOW)
    assert [path.name for path in sound.parent.iterdir()] == [sound.name]


def test_what_others_recorded_is_exported_without_its_secrets(tmp_path: Path) -> None:
    path = write_interactions(tmp_path / "web.warc.gz", *(entry for entry, _ in SECRETS.values()))
    for target in ("a.har", "a.warc", "out"):
        export_cassette(path, tmp_path / target, date=NOW)
    for written in (tmp_path / "a.har", tmp_path / "a.warc", *(tmp_path / "out").iterdir()):
        assert SECRET.encode() not in written.read_bytes(), written
