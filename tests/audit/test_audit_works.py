"""Articles in the store as they were read: the same again, and read anew where that is not what these readers would make."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from corpus_text import LANGUAGES, article, fact
from newsroom import Newsroom, page

from provenance.audit import work, works_json
from provenance.audit.tables import table
from provenance.audit.works_json import work_from, work_key, work_to
from provenance.config import Config
from provenance.pipeline import Work, prepare

CLOSES = "The port of Harwick will close on 3 May 2026"
RELAYED = """# The harbour

The port will close on Friday, Interfax reported, citing [a letter of the harbour office](https://a.example/1) seen on 2 May 2026.
"It is not safe," [the mayor told Reuters](https://a.example/2 "The mayor") on Monday; he denied that ships had been lost.[^1]

> "We were never asked," said a union.

[^1]: The daily, 3 May 2026, https://a.example/3.
"""


def of(text: str, place: str = "a.md", **settings: Any) -> Work:
    return prepare(work._draft(place, text.encode(), Config(**settings)))


def test_an_article_comes_back_as_it_was_read() -> None:
    draw = random.Random(7)
    texts = [("a.md", RELAYED), ("empty.md", "# Nothing\n")]
    for number, language in enumerate(LANGUAGES):
        claims = [(made.first, made.speaker, f"http://a.example/{n}") for n, made in enumerate(fact(draw, language) for _ in range(3))]
        ending, text = article(number, language, claims, None)
        texts.append((f"{number}.{ending}", text))
    found = [of(text, place) for place, text in texts]
    assert any(claim.attribution and claim.attribution.relayed_from for one in found for claim in one.listed)
    assert any(claim.attribution and claim.attribution.date for one in found for claim in one.listed)
    for one in found:
        packed = work_to(one)
        assert work_from(packed) == one
        assert work_to(work_from(packed)) == packed


def test_what_decides_how_an_article_is_read_decides_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {
        work_key("a" * 64, "a.md", None),
        work_key("b" * 64, "a.md", None),
        work_key("a" * 64, "b.md", None),
        work_key("a" * 64, "a.md", "de"),
    }
    monkeypatch.setattr(works_json, "_version", lambda: "another")
    names.add(work_key("a" * 64, "a.md", None))
    assert len(names) == 5
    assert max(map(len, names)) <= 200  # what the column takes


@pytest.mark.parametrize("fault", ["none", "lost", "garbled", "damaged"])
def test_an_article_is_read_again_only_where_its_reading_is_not_there(
    tmp_path: Path, store_address: str, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    with Newsroom(tmp_path, store_address) as newsroom:
        newsroom.pages["/close"] = page(f"{CLOSES}, the harbour office said.")
        newsroom.add(newsroom.write("a.md", (CLOSES, "/close")))
        newsroom.night(0)
        derived, contents = table("derived"), table("contents")
        ours = derived.c.key.like("work %")
        (key, sha256) = newsroom.database.transact(lambda c: c.execute(derived.select().where(ours)).one())
        if fault == "lost":
            newsroom.database.transact(lambda c: c.execute(derived.delete().where(ours)))
        if fault == "garbled":
            newsroom.database.transact(lambda c: work.AuditCaptures(newsroom.database).derive(c, key, b"[1, 2, 3]"))
        if fault == "damaged":
            newsroom.database.transact(lambda c: c.execute(contents.update().where(contents.c.sha256 == sha256).values(body=b"broken")))
        read = []
        monkeypatch.setattr(work, "_draft", lambda *of, inner=work._draft: read.append(of[0]) or inner(*of))
        newsroom.pages["/close"] = page(f"{CLOSES.replace('3 May', '9 May')}, the harbour office said.")
        assert newsroom.kinds(newsroom.night(1)) == ["changed_since", "worse"]
        assert len(read) == (0 if fault == "none" else 1)
