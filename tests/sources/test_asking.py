"""Questions to an endpoint: guarded, bounded, recorded and replayed, and the key written nowhere."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from guards import no_hang
from model_server import ModelServer, completion, drip, flood, serving_model

from provenance.config import RecordMode
from provenance.errors import CassetteError, ConfigError
from provenance.model import Status, Unavailable
from provenance.sources.cassettes import Cassette
from provenance.sources.cassettes.recordings import list_records
from provenance.sources.cassettes.warc import Writer
from provenance.sources.fetching.asking import Asker, Asking

NOW = "2024-05-06T07:08:09Z"
KEY = "sk-0123456789-secret"
MODE = Asking(timeout=10.0, max_retries=0, user_agent="tests", offline=False)


def asker(server: ModelServer, *, cassette: Cassette | None = None, mode: Asking = MODE, key: str = KEY) -> Asker:
    return Asker(f"{server.base}/chat/completions", mode, key=key, cassette=cassette, now=lambda: NOW, sleep=lambda _: None)


def test_an_answer_comes_back_and_the_key_goes_along() -> None:
    with serving_model(lambda q: completion(verdict=q["n"])) as server:
        ask = asker(server)
        assert ask(b'{"n": 1}') == completion(verdict=1)
        ask.close()
        assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
        assert asker(server, key="")(b'{"n": 2}') == completion(verdict=2)
        assert "Authorization" not in server.headers[1]


def test_recorded_answers_replay_by_what_was_asked_and_hold_no_key(tmp_path: Path) -> None:
    path = tmp_path / "model.warc.gz"
    with serving_model(lambda q: completion(verdict=q["n"], echo=KEY)) as server:
        with Cassette(path, RecordMode.ONCE, now=lambda: NOW) as tape:
            ask = asker(server, cassette=tape)
            live = [ask(b'{"n": 1}'), ask(b'{"n": 2}')]
            ask.close()
        base = server.base
    assert KEY.encode() not in gzip.decompress(path.read_bytes())
    with Cassette(path) as tape:
        again = Asker(f"{base}/chat/completions", MODE, cassette=tape, now=lambda: NOW)
        assert [again(b'{"n": 1}'), again(b'{"n": 2}')] == live
        # an echoed key is taken out of what is used as well as of what is kept
        assert KEY.encode() not in (live[0] if isinstance(live[0], bytes) else b"")
        with pytest.raises(CassetteError, match="new_episodes"):
            again(b'{"n": 3}')
        # the answer to a question is no page of that address
        assert tape.find(f"{base}/chat/completions") is None
        assert tape.addresses() == ()
    assert [r.question[:5] for r in list_records(path)] == ["POST ", "POST "]


def test_a_question_that_looks_secret_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "model.warc.gz"
    question = b'{"text": "see https://example.org/?access_token=abcdef123456 there"}'
    with serving_model(lambda q: completion(verdict="x")) as server:
        with Cassette(path, RecordMode.ONCE, now=lambda: NOW) as tape:
            live = asker(server, cassette=tape)(question)
        base = server.base
    assert b"abcdef123456" not in gzip.decompress(path.read_bytes())
    with Cassette(path) as tape:
        assert Asker(f"{base}/chat/completions", MODE, cassette=tape, now=lambda: NOW)(question) == live


def test_failures_replay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "model.warc.gz"
    short = Asking(timeout=0.4, max_retries=0, user_agent="tests", offline=False)
    answers = {1: (500, b"no"), 2: drip, 3: flood, 4: (401, b"{}")}
    with serving_model(lambda q: answers[q["n"]]) as server, no_hang():
        with Cassette(path, RecordMode.ONCE, now=lambda: NOW) as tape:
            ask = asker(server, cassette=tape, mode=short)
            live = [ask(b'{"n": %d}' % n) for n in answers]
            ask.close()
        base = server.base
    told = [(a.status, a.http_status) for a in live if isinstance(a, Unavailable)]
    assert told == [(Status.TEMPORARY, 500), (Status.TIMED_OUT, None), (Status.TOO_LARGE, None), (Status.LOGIN_REQUIRED, 401)]
    with Cassette(path) as tape:
        again = Asker(f"{base}/chat/completions", short, cassette=tape, now=lambda: NOW)
        replayed = [again(b'{"n": %d}' % n) for n in answers]
    assert [(a.status, a.http_status) for a in replayed if isinstance(a, Unavailable)] == told


def test_a_busy_server_is_asked_again() -> None:
    answers = [(503, b"busy"), completion(verdict="x")]
    with serving_model(lambda q: answers.pop(0)) as server:
        mode = Asking(timeout=10.0, max_retries=2, user_agent="tests", offline=False)
        assert asker(server, mode=mode)(b"{}") == completion(verdict="x")


def test_a_redirect_is_not_followed() -> None:
    def elsewhere(handler: object) -> None:
        handler.send_response(307)  # type: ignore[attr-defined]
        handler.send_header("Location", "http://127.0.0.1:1/")  # type: ignore[attr-defined]
        handler.send_header("Content-Length", "0")  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]

    with serving_model(lambda q: elsewhere) as server:
        found = asker(server)(b"{}")
    assert isinstance(found, Unavailable)
    assert found.status is Status.REDIRECT_ERROR


def test_a_closed_port_and_offline_are_told() -> None:
    with serving_model(lambda q: b"") as server:
        pass
    found = asker(server)(b"{}")
    assert isinstance(found, Unavailable)
    assert found.status is Status.UNREACHABLE
    offline = asker(server, mode=Asking(1.0, 0, "tests", offline=True))(b"{}")
    assert isinstance(offline, Unavailable)
    assert offline.status is Status.NOT_ATTEMPTED


@pytest.mark.parametrize("url", ["ftp://localhost/v1", "http://user:sesame@localhost/v1", "http://lo cal/v1", "http:///v1"])
def test_what_is_no_address_is_a_setting_to_mend(url: str) -> None:
    with pytest.raises(ConfigError, match="endpoint") as error:
        Asker(url, MODE, now=lambda: NOW)
    assert "sesame" not in str(error.value)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "ключ"])
def test_a_key_that_would_break_the_header_is_refused(key: str) -> None:
    with pytest.raises(ConfigError, match="PROVENANCE_MODEL_KEY"):
        Asker("http://127.0.0.1:9/v1", MODE, key=key, now=lambda: NOW)


@pytest.mark.parametrize(("kind", "is_page"), [("application/x-www-form-urlencoded", True), ("application/json; charset=utf-8", False)])
def test_what_a_form_was_answered_with_is_a_page_and_what_a_question_was_is_not(tmp_path: Path, kind: str, is_page: bool) -> None:
    path, url, sent = tmp_path / "other.warc.gz", "https://forms.example/post", b'{"a": 1}'
    with path.open("wb") as file:
        writer = Writer(file)
        writer.info(NOW, [("description", "recorded elsewhere")])
        writer.exchange(url, NOW, 200, "OK", (("Content-Type", "text/html"),), b"<p>x</p>", request=(("Content-Type", kind),), sent=sent)
    with Cassette(path) as tape:
        assert (tape.find(url) is not None) is is_page
        assert (tape.find(url, sent) is not None) is not is_page
