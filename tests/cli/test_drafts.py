"""How drafts are given: folders, lists, standard input with a format, and addresses over a cassette."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from outcome import Outcome

from provenance.cli import main
from provenance.reports.schema import report_schema
from provenance.sources import Page, write_pages

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry</title></head><body>
<nav><a href="/">Home</a><a href="/boats">Boats</a></nav><article><h1>Ferry to stop</h1>
<p>The ferry will stop running on 12 March, the Harbour Office <a href="/office">said</a> on Monday. As
<a href="https://coast.example/ferry">we reported</a>, forty people work on it.</p></article>
<aside class="related"><a href="/other">Another story that the mayor said should be read</a></aside></body></html>"""
OFFICE = """<!doctype html><html lang="en"><head><title>Notice</title></head><body><article><h1>Notice</h1><p>The Harbour Office said on
Monday that the ferry will stop running on 14 March, after forty years. Tickets stay valid until the end of the month, and the
office will answer questions on weekdays from nine to five at its desk by the quay.</p></article></body></html>"""


@pytest.fixture
def cassette(tmp_path: Path) -> str:
    path = tmp_path / "web.warc.gz"
    pages = [
        Page("https://coast.example/go", b"", "text/html", 302, (("Location", "https://coast.example/ferry"),)),
        Page("https://coast.example/ferry", ARTICLE.encode()),
        Page("https://coast.example/office", OFFICE.encode()),
        Page("https://coast.example/old", "<p>Министр сказал, что паром продадут.</p>".encode("cp1251"), "text/html; charset=windows-1251"),
        Page("https://coast.example/gone", b"no", "text/html", 410),
        Page("https://coast.example/picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png"),
    ]
    write_pages(path, pages, description="Pages that stand in for a newspaper's.")
    return str(path)


def test_a_published_article_is_a_draft(run: Callable[..., Outcome], cassette: str) -> None:
    for url in ("https://coast.example/ferry", "https://coast.example/go"):
        result = run("check", url, "--cassette", cassette, "--offline", "--format", "json")
        value = json.loads(result.out)
        jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
        (draft,) = value["drafts"]
        assert (draft["path"], draft["title"], draft["format"]) == (url, "Ferry to stop", "html")
        assert [source["url"] for source in value["sources"]] == ["https://coast.example/office"]
        assert {"14 March"} == {d["source"] for c in draft["claims"] for f in c["findings"] for d in f["differences"]}
        assert result.code == 1
        roles = {link["url"]: link["role"] for link in draft["links"]}
        assert roles["https://coast.example/ferry"] == "navigation"
        assert roles["https://coast.example/other"] == "related"


def test_its_charset_is_believed(run: Callable[..., Outcome], cassette: str) -> None:
    result = run("claims", "https://coast.example/old", "--cassette", cassette, "--offline")
    assert "<Министр> _сказал_" in result.out


@pytest.mark.parametrize(
    ("url", "words"),
    [("gone", "gone"), ("nowhere", "cassette"), ("picture", "PNG")],
)
def test_an_article_that_cannot_be_had_is_one_line(run: Callable[..., Outcome], cassette: str, url: str, words: str) -> None:
    result = run("check", f"https://coast.example/{url}", "--cassette", cassette, "--offline")
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert words in result.err
    assert result.err.startswith(f"provenance: https://coast.example/{url}: ")


def test_a_private_address_is_refused(run: Callable[..., Outcome]) -> None:
    for command in ("check", "claims"):
        result = run(command, "http://127.0.0.1:9/draft")
        assert result.code == 2
        assert "127.0.0.1" in result.err


def test_offline_fetches_no_draft(run: Callable[..., Outcome]) -> None:
    result = run("claims", "https://coast.example/ferry", "--offline")
    assert result.code == 2
    assert "--offline" in result.err


def test_stdin_with_a_format(run: Callable[..., Outcome]) -> None:
    body = b"The mayor [said](https://a.example/1) that the quay is shut.\n"
    listed = json.loads(run("claims", "-", "--input-format", "md", "--format", "json", stdin=body).out)
    assert listed["drafts"][0]["format"] == "markdown"
    assert listed["drafts"][0]["claims"][0]["references"][0]["url"] == "https://a.example/1"
    assert json.loads(run("claims", "-", "--format", "json", stdin=body).out)["drafts"][0]["format"] == "text"
    wrong = run("claims", "-", "--input-format", "tex", stdin=body)
    assert wrong.code == 2
    assert "markdown" in wrong.err
    mail = b"From: a@b.example\r\nSubject: Quay\r\n\r\nThe mayor said that the quay is shut.\r\n"
    assert "Quay (eml" in run("claims", "-", "--input-format", "eml", stdin=mail).out


def test_stdin_is_one_thing_at_a_time(run: Callable[..., Outcome]) -> None:
    assert "stdin" in run("check", "-", "--files-from", "-", stdin=b"a.md\n").err
    assert "stdin" in run("claims", "-", "-", stdin=b"He said so.").err


def test_one_bad_draft_among_many(run: Callable[..., Outcome], tmp_path: Path) -> None:
    """5,000 drafts take too long for every run of the tests; the way is the same for 200."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:04}.txt").write_text(f"The mayor said that quay {number} is shut.\n", encoding="utf-8")
    (folder / "0100.txt").write_bytes(bytes(range(256)) * 20)
    result = run("claims", "drafts", "--format", "json")
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert "0100.txt" in result.err
    value = json.loads(result.out)
    jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    assert len(value["drafts"]) == 199
    assert [failure["path"] for failure in value["failures"]] == [str(Path("drafts") / "0100.txt")]
    assert value["summary"] == {"claims": 199}
    quiet = run("claims", "drafts", "-q")
    assert len(quiet.out.splitlines()) == 199


def test_results_come_as_they_are_ready(run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("The mayor said that the quay is shut.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("The mayor said that the quay is open.\n", encoding="utf-8")
    from provenance.pipeline import reading as stage

    really_read = stage.read_draft
    shown: list[str] = []

    def reading(path: str, *more: object) -> object:
        sys.stdout.flush()
        shown.append(sys.stdout.getvalue() if isinstance(sys.stdout, io.StringIO) else "")
        return really_read(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "read_draft", reading)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setattr(sys, "argv", ["provenance", "claims", "a.txt", "b.txt"])
    with pytest.raises(SystemExit):
        main()
    assert shown[0] == ""
    assert "is shut" in shown[1]


def test_an_unreadable_list(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"\xff\xfe\x00")
    for name in ("list", "absent"):
        result = run("claims", "--files-from", name)
        assert result.code == 2
        assert "--files-from" in result.err


def test_claims_without_a_draft(run: Callable[..., Outcome]) -> None:
    assert "no draft named" in run("claims").err
