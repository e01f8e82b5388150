"""``provenance cassette``: what it prints, how it ends, and that it replaces nothing unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from outcome import Outcome

from provenance.sources import Page, write_pages

SECRET = "s3cr3tValue0123456789"
YAML = f"""interactions:
- request: {{body: null, headers: {{Cookie: [sid={SECRET}]}}, method: GET, uri: 'https://a.test/'}}
  response: {{body: {{string: page}}, headers: {{Content-Type: [text/html]}}, status: {{code: 200, message: OK}}}}
- request: {{body: null, headers: {{}}, method: GET, uri: 'ftp://a.test/'}}
  response: {{body: {{string: page}}, headers: {{}}, status: {{code: 200, message: OK}}}}
"""


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    path = tmp_path / "web.warc"
    pages = [Page(f"https://a.test/{n}", b"<p>page %d</p>" % n, date="2024-05-06T07:08:09Z") for n in range(3)]
    write_pages(path, pages, description="test")
    return path


@pytest.fixture
def leaky(tmp_path: Path) -> Path:
    path = tmp_path / "leaky.warc"
    page = Page("https://a.test/", b"<p>x</p>", headers=(("Set-Cookie", f"sid={SECRET}"),))
    write_pages(path, [page], description="test")
    return path


def test_ls(run: Callable[..., Outcome], cassette: Path) -> None:
    done = run("cassette", "ls", str(cassette))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[2] == "2024-05-06T07:08:09Z  200         13  text/html                 https://a.test/2"


def test_verify(run: Callable[..., Outcome], cassette: Path, leaky: Path) -> None:
    done = run("cassette", "verify", str(cassette))
    assert (done.code, done.out, done.err) == (0, f"{cassette}: nothing wrong\n", "")
    done = run("cassette", "verify", str(cassette), str(leaky))
    assert done.code == 1
    assert done.out.splitlines() == [
        f"{cassette}: nothing wrong",
        f"{leaky}: record 2 (response https://a.test/): secret: header Set-Cookie",
    ]
    cassette.write_bytes(cassette.read_bytes()[:-100])
    assert run("cassette", "verify", str(cassette)).code == 1


def test_scrub(run: Callable[..., Outcome], leaky: Path) -> None:
    done = run("cassette", "scrub", str(leaky))
    assert (done.code, done.out) == (0, "record 2 (response https://a.test/): header Set-Cookie\n")
    assert SECRET.encode() not in leaky.read_bytes()
    assert run("cassette", "scrub", str(leaky)).out == f"{leaky}: no secrets found\n"
    assert run("cassette", "verify", str(leaky)).code == 0


def test_import_and_export(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(YAML, encoding="utf-8")
    done = run("cassette", "import", "story.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "story.warc.gz: 1 exchange imported",
        "secrets left out: request header Cookie (1)",
        "not taken over: addresses that are not http or https (1)",
    ]
    for target in ("out.har", "out.warc.gz", "out"):
        assert run("cassette", "export", "story.warc.gz", target).out == f"{target}: 1 exchange exported\n"
        again = run("cassette", "export", "story.warc.gz", target)
        assert again.code == 2
        assert "--force" in again.err
        assert run("cassette", "export", "story.warc.gz", target, "--force").code == 0
    assert run("cassette", "import", "out.har", "-o", "story.warc.gz").code == 2
    assert run("cassette", "import", "out.har", "story.yaml", "-o", "both.warc.gz").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("ls", "none.warc"),
        ("verify", "none.warc"),
        ("verify", "text.warc"),
        ("scrub", "none.warc"),
        ("scrub", "text.warc"),
        ("import", "none.yaml"),
        ("import", "text.warc"),
        ("import", "text.warc", "text.warc"),
        ("import", "text.warc", "--format", "zip"),
        ("import", "."),
        ("export", "none.warc", "out.har"),
        ("export", "text.warc", "out.har"),
        ("export", "web.warc", "out.har", "--format", "zip"),
        ("export", "web.warc", "web.warc/x/out.har"),
        ("export", "web.warc", "web.warc/x/out"),
        ("import", "leaky.warc", "-o", "web.warc/x/out.warc"),
    ],
)
def test_errors_are_one_line(run: Callable[..., Outcome], cassette: Path, leaky: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "text.warc").write_text("text", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("cassette", *arguments)
    assert done.code == 2, done
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert "internal failure" not in done.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_addresses_cannot_move_the_cursor(run: Callable[..., Outcome], tmp_path: Path) -> None:
    note = "\x1b[2J\x9b31m\u202e said"
    write_pages(tmp_path / "web.warc", [Page("https://a.test/", b"x", note=note)], description="test")
    done = run("cassette", "ls", "web.warc")
    assert done.code == 0
    assert not set("\x1b\x9b\u202e") & set(done.out)
