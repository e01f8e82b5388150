"""Awkward drafts end to end: what is fetched for them, and that none of them stops the program or takes it along."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from guards import no_hang

from provenance import pipeline
from provenance.config import Config
from provenance.draft import read_bytes, read_text
from provenance.errors import DraftError
from provenance.model import DraftReport
from provenance.sources import Page, write_pages


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are fetched, as they are asked for."""
    from provenance.sources.fetching.fetch import Fetcher

    seen: list[str] = []
    really_fetch = Fetcher.fetch

    def fetch(self: Fetcher, url: str, *more: object, **named: object) -> object:
        seen.append(url)
        return really_fetch(self, url, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Fetcher, "fetch", fetch)
    return seen


def checked(draft: str, cassette: Path, name: str, tmp_path: Path) -> DraftReport:
    path = tmp_path / name
    path.write_text(draft, encoding="utf-8")
    return pipeline.check(path, config=Config(cassette=cassette, offline=True))


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    path = tmp_path / "web.warc.gz"
    page = (
        "<html><body><article><p>The mayor said that the quay is shut until May, and that the ferry will stop.</p></article></body></html>"
    )
    write_pages(path, [Page("https://a.example/1", page.encode())], description="A page.")
    return path


def test_only_citations_are_fetched(cassette: Path, asked: list[str], tmp_path: Path) -> None:
    html = (
        '<html><head><meta http-equiv="refresh" content="0;url=https://canary.example/refresh"><script src="https://canary.example/s.js">'
        '</script><link rel="stylesheet" href="https://canary.example/c.css"><link rel="canonical" href="https://own.example/x">'
        '<base href="https://own.example/"></head><body><nav><a href="https://canary.example/nav">Home</a></nav><article><p>The quay is '
        'shut, the mayor <a href="https://a.example/1">said</a>.<img src="https://canary.example/i.png"><iframe '
        'src="https://canary.example/f"></iframe></p></article><!-- <a href="https://canary.example/comment">x</a> -->'
        '<pre>https://canary.example/code</pre><footer><a href="https://canary.example/foot">Us</a></footer></body></html>'
    )
    report = checked(html, cassette, "a.html", tmp_path)
    assert [source.url for source in report.sources] == ["https://a.example/1"]
    assert asked
    assert not [url for url in asked if "canary" in url or "own.example" in url]


def test_one_address_with_many_fragments_is_fetched_once(cassette: Path, asked: list[str], tmp_path: Path) -> None:
    draft = "\n\n".join(f"The quay number {n} is shut, the mayor [said](https://a.example/1#p{n})." for n in range(60))
    report = checked(draft, cassette, "a.md", tmp_path)
    assert len(report.claims) == 60
    assert asked.count("https://a.example/1") + sum(url.startswith("https://a.example/1#") for url in asked) == 1
    assert len({source.id for source in report.sources}) == 1


@pytest.mark.parametrize("format", ["text", "markdown", "html", "eml"])
@pytest.mark.parametrize(
    "make",
    [
        lambda: b"a" * 20_000_000,
        lambda: b"He said so. " * 1_700_000,
        lambda: b"\n" * 200_000 + b"He said so.",
        lambda: b"He said.\n" * 1_000_000,
        lambda: b"> " * 20_000 + b"he said",
        lambda: b"[" * 50_000,
        lambda: b"*a_ " * 20_000,
        lambda: b"https://a.example/" * 20_000,
        lambda: b"[1] " * 10_000 + b"\n\nSources\n\n[1] https://a.example/1\n",
        lambda: b"1. https://a.example/1\n" * 4_000,
    ],
    ids=["one word", "one line", "empty lines", "lines", "quotations", "brackets", "stars", "addresses", "marks", "entries"],
)
def test_large_and_odd_texts_end(format: str, make: Callable[[], bytes]) -> None:
    body = make()
    if len(body) > 10_000_000 and format in ("markdown", "eml"):
        body = body[: len(body) // 10]  # the way is the same, and the tests are many
    if format == "eml":
        body = b"From: a@b.example\r\nSubject: x\r\n\r\n" + body
    with no_hang():
        try:
            outcome = read_bytes(body, format=format).text
        except DraftError as error:
            outcome = str(error)
    assert outcome


def test_front_matter_is_no_program(tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    anchors = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 200))
    text = f"---\nx: !!python/object/apply:os.system ['touch {flag}']\na0: &a0 lol\n{anchors}title: T\n---\n\nHe said so.\n"
    draft = read_text(text, format="markdown")
    assert (draft.title, draft.text) == ("T", "He said so.")
    assert not flag.exists()


def test_a_report_of_nothing_is_valid(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("It rained.\n", encoding="utf-8")
    report = pipeline.check_all([tmp_path / "a.md"], Config(offline=True))
    from provenance.reports import render

    assert json.loads(render(report, "json"))["summary"]["claims"] == 0
