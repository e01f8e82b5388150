"""``check --review``: a reviewer's notes come back beside their claims, and none is lost without a word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
from outcome import Outcome

from provenance.reports.schema import report_schema

DRAFT = "The ferry will stop on 12 March, the Harbour Office [said](https://harbour.example/news).\n"
SOURCE = "The Harbour Office said on Monday that the ferry will stop on 14 March.\n"
GIVEN = ("check", "draft.md", "--source", "https://harbour.example/news=source.txt", "--offline")


def note(claim: str) -> dict[str, str | None]:
    return {"claim": claim, "verdict": "supported", "note": "They <b>moved</b> it.", "updated": "2024-05-01T09:00:00Z"}


def test_notes_come_back_and_lost_ones_are_told(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    claim = json.loads(run(*GIVEN, "--format", "json").out)["drafts"][0]["claims"][0]
    assert "review" not in claim
    notes = {"schema": "provenance.review/1", "reviews": [note(claim["id"]), note("gone-1"), note("gone-2")]}
    (tmp_path / "notes.json").write_text(json.dumps(notes), encoding="utf-8")

    result = run(*GIVEN, "--review", "notes.json", "--format", "json", "-o", "out.json", "--format", "html", "-o", "out.html")
    assert result.code == 1
    assert result.err.splitlines() == [
        "provenance: 2 notes are for claims that these drafts do not have any more (gone-1, gone-2): kept at the end of the HTML report"
    ]
    value = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, report_schema(), cls=jsonschema.Draft202012Validator)
    assert value["drafts"][0]["claims"][0]["review"] == {
        "verdict": "supported",
        "note": "They <b>moved</b> it.",
        "updated": "2024-05-01T09:00:00Z",
    }
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert page.count("They &lt;b&gt;moved&lt;/b&gt; it.") == 3

    text = run(*GIVEN, "--review", "notes.json")
    assert "contradicted" in text.out
    assert "reviewer: draft.md:1:1: supported: They <b>moved</b> it." in text.out
    assert "2 notes are for claims" in text.err


def test_a_wrong_file_of_notes_ends_the_run_before_it_begins(run: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    result = run("check", "draft.md", "--offline", "--review", "notes.json")
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("provenance: notes.json is no file of reviewer's notes: its schema is not")
