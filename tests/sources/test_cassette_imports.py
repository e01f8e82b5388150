"""Recordings of other tools become cassettes, or are refused with one line; nothing in them is ever run."""

from __future__ import annotations

import base64
import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from guards import no_hang
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.errors import CassetteError
from provenance.sources import ReplayAdapter, list_records
from provenance.sources.cassettes import importers
from provenance.sources.cassettes.exporters import export_cassette
from provenance.sources.cassettes.importers import har, import_recordings, vcr
from provenance.sources.cassettes.interactions import Interaction, Skipped
from provenance.sources.cassettes.scrubbed import scrub
from provenance.sources.cassettes.verifying import verify

NOW = "2024-05-06T07:08:09Z"
SECRET = "s3cr3tValue0123456789"

# what becomes of each file in ../shared/data/recordings: the number of exchanges, or what the refusal says
WARC: dict[str, int | str] = {
    "bad.arc": "cut off",
    "example-bad-non-chunked.warc.gz": "compressed as a whole",
    "example-bad.warc.gz.bad": "compressed as a whole",
    "example-digest.warc": "does not fit its digest",
    "example-iana.org-chunked.warc": 1,
    "example-resource.warc.gz": 1,
    "example-space-in-target-uri.warc.gz": "not http",
    "example-space-in-url.arc": 1,
    "example-trunc.warc": "does not fit its digest",
    "example-wget-bad-target-uri.warc.gz": 1,
    "example-wrong-chunks.warc.gz": "cut off",
    "example.arc": 1,
    "example.arc.gz": 1,
    "example.warc": 2,
    "example.warc.gz": 2,
    "post-test.warc.gz": 3,
}
VCR: dict[str, int] = {
    "test_get_memento": 1,
    "test_get_memento_follow_redirects_does_not_follow_historical_redirects": 2,
    "test_get_memento_follows_historical_redirects": 4,
    "test_get_memento_handles_non_utc_datetime": 1,
    "test_get_memento_raises_blocked_error": 1,
    "test_get_memento_raises_for_mementos_that_redirect_in_a_loop": 4,
    "test_get_memento_raises_no_memento_error": 1,
    "test_get_memento_raises_when_memento_is_outside_target_window": 1,
    "test_get_memento_returns_memento_with_accurate_url": 1,
    "test_get_memento_should_fail_for_non_playbackable_mementos": 1,
    "test_get_memento_target_window": 2,
    "test_get_memento_with_archive_url": 1,
    "test_get_memento_with_cdx_record": 1,
    "test_get_memento_with_date_datetime": 2,
    "test_get_memento_with_inexact_string_datetime": 2,
    "test_get_memento_with_mode": 2,
    "test_get_memento_with_mode_string": 1,
    "test_get_memento_with_path_based_redirects": 3,
    "test_get_memento_with_redirect_in_view_mode": 3,
    "test_get_memento_with_redirects": 3,
    "test_get_memento_with_schemeless_redirects": 3,
    "test_get_memento_with_string_datetime": 1,
    "test_get_memento_works_on_archived_rate_limit_responses": 1,
    "test_memento_rate_limits": 21,
    "test_search": 1,
    "test_search_does_not_repeat_results": 1,
    "test_search_multipage": 15,
    "test_search_raises_for_blocked_urls": 1,
    "test_search_with_date": 3,
    "test_search_with_filter": 2,
    "test_search_with_filter_list": 2,
    "test_search_with_filter_tuple": 1,
    "test_search_with_timezone": 2,
    "tutorial": 2,
}


def session(path: Path) -> requests.Session:
    """A session that a cassette answers."""
    made = requests.Session()
    adapter = ReplayAdapter(path)
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    return made


@pytest.mark.parametrize(
    ("name", "expected"), [*WARC.items(), *((f"{name}.yaml", count) for name, count in VCR.items())], ids=[*WARC, *VCR]
)
def test_every_recording_beside_the_checkout(shared: Path, tmp_path: Path, name: str, expected: int | str) -> None:
    (source,) = (shared / "data" / "recordings").glob(f"*/{name}")
    target = tmp_path / "web.warc.gz"
    if isinstance(expected, str):
        with pytest.raises(CassetteError, match=expected) as caught:
            import_recordings([source], target, date=NOW)
        assert "\n" not in str(caught.value)
        assert list(tmp_path.iterdir()) == []
        return
    assert import_recordings([source], target, date=NOW).written == expected
    records = list_records(target)
    assert len(records) == expected
    assert list(verify(target)) == []
    replayer = session(target)
    for record in records:
        answers = [r for r in records if (r.url, r.method, r.sent) == (record.url, record.method, record.sent)]
        if record.method == "GET":  # a body that was sent would have to be sent again
            assert replayer.get(record.url, allow_redirects=False).status_code in {r.status for r in answers}


def test_no_recording_beside_the_checkout_is_left_out(shared: Path) -> None:
    found = {path.name for path in (shared / "data" / "recordings").glob("*/*") if path.name != "LICENSE"}
    assert found == {*WARC, *(f"{name}.yaml" for name in VCR)}


# ---- vcrpy -----------------------------------------------------------------------------------------------------------


def cassette(*bodies: str, head: str = "") -> str:
    """A cassette of vcrpy whose responses have these bodies, as YAML."""
    entries = "".join(
        f"- request: {{body: null, headers: {{Cookie: [sid={SECRET}]}}, method: GET, uri: 'https://a.test/{n}'}}\n"
        f"  response:\n    body: {body}\n    headers: {{Content-Type: [text/plain], Date: ['Tue, 01 Nov 2022 04:58:44 GMT']{head}}}\n"
        "    status: {code: 200, message: OK}\n"
        for n, body in enumerate(bodies)
    )
    return f"interactions:\n{entries}version: 1\n"


def read_vcr(path: Path, content: str) -> list[Interaction]:
    path.write_text(content, encoding="utf-8")
    entries = list(vcr.read(path))
    assert not [entry for entry in entries if isinstance(entry, Skipped)]
    return [entry for entry in entries if isinstance(entry, Interaction)]


def test_bodies_in_every_shape_of_vcrpy(tmp_path: Path) -> None:
    packed = base64.b64encode(gzip.compress("Мост".encode())).decode()
    content = cassette(
        "{string: 'Мост'}",
        f"{{string: !!binary '{packed}'}}",
        f"{{base64_string: '{packed}'}}",
        "{string: ''}",
        "{string: !!python/unicode 'x'}",
    )
    found = read_vcr(tmp_path / "a.yaml", content)
    assert [entry.payload for entry in found] == ["Мост".encode(), *[base64.b64decode(packed)] * 2, b"", b"x"]
    assert found[0].date == "2022-11-01T04:58:44Z"
    assert found[0].request == (("Cookie", f"sid={SECRET}"),)


def test_a_body_stored_unpacked_under_a_gzip_header(tmp_path: Path) -> None:
    packed = base64.b64encode(gzip.compress(b"page")).decode()
    content = cassette("{string: 'page'}", f"{{string: !!binary '{packed}'}}", head=", Content-Encoding: [gzip]")
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    target = tmp_path / "web.warc.gz"
    import_recordings([tmp_path / "a.yaml"], target, date=NOW)
    replayer = session(target)
    for number, coding in ((0, None), (1, "gzip")):
        answer = replayer.get(f"https://a.test/{number}")
        assert (answer.text, answer.headers.get("Content-Encoding")) == ("page", coding)


def test_vcrpy_as_json_and_the_ruby_vcr(tmp_path: Path) -> None:
    entry = {"request": {"method": "get", "uri": "https://a.test/"}, "response": {"status": {"code": 200, "message": "OK"}, "headers": {}}}
    entry["response"]["body"] = {"encoding": "UTF-8", "string": "page"}
    for name, content in (("a.json", {"version": 1, "interactions": [entry]}), ("b.json", {"http_interactions": [entry | {"recorded_at": "Tue, 01 Nov 2011 04:58:44 GMT"}]})):  # fmt: skip
        (found,) = read_vcr(tmp_path / name, json.dumps(content))
        assert (found.method, found.payload, found.status) == ("GET", b"page", 200)
    assert found.date == "2011-11-01T04:58:44Z"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("!!python/object/apply:os.system ['touch {flag}']", "was not run"),
        ("interactions:\n- request: !!python/object/apply:os.system ['touch {flag}']\n", "was not run"),
        ("interactions:\n- request: !!python/name:os.system\n", "was not run"),
        ("a: [", "no readable YAML"),
        ("just text", "no cassette of vcrpy"),
        ("[]", "holds no response"),
        ("interactions: {a: b}", "no cassette of vcrpy"),
        ("interactions:\n- request: {uri: 'https://a.test/'}\n", "no response"),
        ("interactions:\n- request: {uri: 'https://a.test/'}\n  response: {status: {code: OK}}\n", "no HTTP status"),
        ("interactions:\n- request: {uri: 'https://a.test/'}\n  response: {status: {code: 200}, body: {string: [a]}}\n", "no text"),
        (
            "interactions:\n- request: {uri: 'https://a.test/'}\n  response: {status: {code: 200}, body: {base64_string: '%'}}\n",
            "no base64",
        ),
        ("interactions:\n- request: {uri: 'https://a.test/', method: 'A B'}\n  response: {status: {code: 200}}\n", "no HTTP method"),
        ("[" * 100_000, "nest"),
        ("\x00\x01", "no readable YAML"),
        ('{"log": {}}', "no HAR"),
        ('{"log": ' + "[" * 100_000, "HAR"),
        ('{"log": {"entries": [1]}}', "no request"),
    ],
)
def test_what_cannot_be_imported(tmp_path: Path, content: str, says: str) -> None:
    source, flag = tmp_path / "a.yaml", tmp_path / "flag"
    source.write_text(content.replace("{flag}", str(flag)), encoding="utf-8")
    with no_hang(), pytest.raises(CassetteError, match=says) as caught:
        import_recordings([source], tmp_path / "web.warc.gz", date=NOW)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_aliases_do_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers, "LARGEST", 1 << 20)
    entry = "- &a\n  request: {uri: 'https://a.test/'}\n  response: {status: {code: 200}, body: {string: '" + "x" * 100_000 + "'}}\n"
    (tmp_path / "a.yaml").write_text("interactions:\n" + entry + "- *a\n" * 1000, encoding="utf-8")
    with pytest.raises(CassetteError, match="in parts"):
        import_recordings([tmp_path / "a.yaml"], tmp_path / "web.warc.gz", date=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_a_file_beyond_the_bound_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcr, "LARGEST_FILE", 1000)
    (tmp_path / "a.yaml").write_text(cassette("{string: " + "x" * 1000 + "}"), encoding="utf-8")
    with pytest.raises(CassetteError, match="larger than"):
        import_recordings([tmp_path / "a.yaml"], tmp_path / "web.warc.gz", date=NOW)


# ---- HAR -------------------------------------------------------------------------------------------------------------


def har_entry(url: str, content: dict[str, Any], status: int = 200, **more: Any) -> dict[str, Any]:
    headers = [{"name": ":status", "value": "200"}, {"name": "content-encoding", "value": "br"}, *more.pop("headers", [])]
    return {
        "startedDateTime": "2023-02-03T10:00:00.5+03:00",
        "serverIPAddress": "[2001:db8::1]",
        "request": {"method": "GET", "url": url, "headers": [{"name": "Cookie", "value": f"sid={SECRET}"}], **more},
        "response": {"status": status, "statusText": "", "headers": headers, "content": content},
    }


def read_har(path: Path, *entries: dict[str, Any]) -> Iterator[Interaction | Skipped]:
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return har.read(path)


def test_har(tmp_path: Path) -> None:
    cp1251 = [{"name": "Content-Type", "value": "text/html; charset=windows-1251"}]
    posted = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "q", "value": "a b"}]}
    found = list(
        read_har(
            tmp_path / "a.har",
            har_entry("https://a.test/1", {"text": "Мост", "mimeType": "text/html"}),
            har_entry("https://a.test/2", {"text": "Мост", "mimeType": "text/html"}, headers=cp1251),
            har_entry("https://a.test/3", {"text": "Мост 橋", "mimeType": "text/html"}, headers=cp1251),
            har_entry("https://a.test/4", {"text": base64.b64encode(b"\x89PNG").decode(), "encoding": "base64", "mimeType": "image/png"}),
            har_entry("https://a.test/5", {"size": 700, "mimeType": "text/html"}),
            har_entry("https://a.test/6", {"size": 0}, status=204),
            har_entry("https://a.test/7", {"size": 0}, status=0),
            har_entry("data:text/plain,x", {"text": "x"}),
            har_entry("https://a.test/8", {"text": "x"}, method="POST", postData=posted),
        )
    )
    exchanges = [entry for entry in found if isinstance(entry, Interaction)]
    assert [type(entry) for entry in found].count(Skipped) == 1
    assert [entry.payload for entry in exchanges] == [
        "Мост".encode(),
        "Мост".encode("cp1251"),
        "Мост 橋".encode(),
        b"\x89PNG",
        b"",
        b"",
        b"",
        b"x",
    ]
    assert exchanges[0].headers == (("Content-Type", "text/html"),)
    assert exchanges[2].headers == (("Content-Type", "text/html; charset=utf-8"),)
    assert [entry.truncated for entry in exchanges] == ["", "", "", "", "unspecified", "", "", ""]
    assert exchanges[6].failure is not None
    assert (exchanges[7].method, exchanges[7].sent) == ("POST", b"q=a+b")
    assert {(entry.date, entry.peer) for entry in exchanges if entry.failure is None} == {("2023-02-03T07:00:00Z", "2001:db8::1")}


def test_an_imported_har_replays_without_its_secrets(tmp_path: Path) -> None:
    content = {"text": f'{{"access_token": "{SECRET}"}}', "mimeType": "application/json"}
    list(read_har(tmp_path / "a.har", har_entry(f"https://a.test/?token={SECRET}", content), har_entry("https://a.test/5", {"size": 9})))
    done = import_recordings([tmp_path / "a.har"], tmp_path / "web.warc", date=NOW)
    assert dict(done.removed) == {"parameter token in the address": 1, "request header Cookie": 2, "a value in the body": 1}
    assert SECRET.encode() not in (tmp_path / "web.warc").read_bytes()
    replayer = session(tmp_path / "web.warc")
    assert replayer.get(f"https://a.test/?token={SECRET}").json() == {"access_token": "REDACTED"}
    with pytest.raises(requests.exceptions.ConnectionError, match="in part"):  # never an empty page
        replayer.get("https://a.test/5")


# ---- WARC ------------------------------------------------------------------------------------------------------------


def test_revisits_get_the_body_that_they_stand_for(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (tmp_path / "crawl.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/plain")], protocol="HTTP/1.1")
        first = writer.create_warc_record("https://a.test/1", "response", payload=io.BytesIO(b"page"), length=4, http_headers=http)
        writer.write_record(first)
        digest, when = first.rec_headers.get_header("WARC-Payload-Digest"), first.rec_headers.get_header("WARC-Date")
        for url, known in (("https://a.test/2", digest), ("https://a.test/3", "sha1:" + "A" * 32)):
            again = StatusAndHeaders("200 OK", [("Content-Type", "text/plain"), ("X-Second", "yes")], protocol="HTTP/1.1")
            writer.write_record(writer.create_revisit_record(url, known, "https://a.test/1", when, again))
    done = import_recordings([tmp_path / "crawl.warc.gz"], tmp_path / "web.warc.gz", date=NOW)
    assert (done.written, done.skipped) == (2, (("revisits of a page that the file does not hold", 1),))
    answer = session(tmp_path / "web.warc.gz").get("https://a.test/2")
    assert (answer.text, answer.headers["X-Second"]) == ("page", "yes")


def test_several_recordings_make_one_cassette_and_nothing_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(cassette("{string: a}"), encoding="utf-8")
    list(read_har(tmp_path / "b.har", har_entry("https://b.test/", {"text": "b"})))
    target = tmp_path / "web.warc.gz"
    assert import_recordings([tmp_path / "a.yaml", tmp_path / "b.har"], target, date=NOW).written == 2
    before = target.read_bytes()
    with pytest.raises(CassetteError, match="--force"):
        import_recordings([tmp_path / "a.yaml"], target, date=NOW)
    (tmp_path / "c.yaml").write_text("interactions: 5", encoding="utf-8")
    with pytest.raises(CassetteError):
        import_recordings([tmp_path / "a.yaml", tmp_path / "c.yaml"], target, date=NOW, force=True)
    assert target.read_bytes() == before
    assert import_recordings([tmp_path / "a.yaml"], target, date=NOW, force=True).written == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.har", "c.yaml", "web.warc.gz"]


# ---- whatever comes --------------------------------------------------------------------------------------------------

values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 1000) | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
VALID: dict[str, dict[str, Any]] = {
    "a.har": {"log": {"version": "1.2", "entries": [har_entry("https://a.test/", {"text": "x", "mimeType": "text/html", "size": 1, "encoding": ""}, method="GET", postData={"text": "", "params": []})]}},
    "a.json": {"version": 1, "interactions": [{"request": {"method": "GET", "uri": "https://a.test/", "body": None, "headers": {"A": ["b"]}}, "recorded_at": "", "response": {"status": {"code": 200, "message": "OK"}, "headers": {"A": ["b"]}, "body": {"string": "x"}}}]},
}  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a JSON value."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_value_in_any_place_is_taken_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(VALID)))
    place = data.draw(st.sampled_from(list(places(VALID[name]))))
    (tmp_path / name).write_text(json.dumps(replaced(VALID[name], place, data.draw(values))), encoding="utf-8", errors="replace")
    target = tmp_path / "web.warc"
    try:
        import_recordings([tmp_path / name], target, date=NOW, force=True)
        said = list(verify(target))
    except CassetteError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017  # both ways out are right
    else:
        assert (said, len(list_records(target))) == ([], 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_to_a_recording_is_told_in_one_line(tmp_path: Path, data: st.DataObject) -> None:
    """Flipped and left-out bytes, also where digests do not reach: the headers of records."""
    (tmp_path / "b.yaml").write_text(cassette("{string: 'page'}", "{string: 'more'}"), encoding="utf-8")
    source = tmp_path / data.draw(st.sampled_from(["web.warc", "web.warc.gz"]))
    import_recordings([tmp_path / "b.yaml"], source, date=NOW, force=True)
    damaged = bytearray(source.read_bytes())
    at = data.draw(st.integers(0, len(damaged) - 1))
    if data.draw(st.booleans()):
        damaged[at] ^= data.draw(st.integers(1, 255))
    else:
        del damaged[at : at + data.draw(st.integers(1, 200))]
    source.write_bytes(damaged)
    uses: list[Callable[[], object]] = [
        lambda: list(verify(source)),
        lambda: scrub(source, tmp_path / "scrubbed.warc", force=True),
        lambda: import_recordings([source], tmp_path / "again.warc", date=NOW, force=True),
        lambda: export_cassette(source, tmp_path / "out.har", date=NOW, force=True),
    ]
    for use in uses:
        try:
            said = use()
        except CassetteError as error:
            said = [str(error)]
        assert not isinstance(said, list) or not any("\n" in line for line in said)
