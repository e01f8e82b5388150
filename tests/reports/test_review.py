"""A file of reviewer's notes: read as it was exported, and refused in one line if it is anything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from html_reports import full_report

from provenance.errors import UsageError
from provenance.model import Label, Review
from provenance.reports.review import MAX_BYTES, MAX_NOTE, MAX_REVIEWS, lost_line, orphans, parse_reviews, read_reviews, review_schema

NOTE = {"claim": "0123456789ab", "verdict": "misquoted", "note": "Asked.", "updated": "2024-05-01T09:00:00Z"}


def file(*reviews: Any, **more: Any) -> str:
    return json.dumps({"schema": "provenance.review/1", "reviews": list(reviews), **more})


def test_notes_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text(file({**NOTE, "text": "words", "draft": "a.md"}, {**NOTE, "claim": "b", "verdict": None}), encoding="utf-8")
    assert read_reviews(path) == (
        Review("0123456789ab", Label.MISQUOTED, "Asked.", "2024-05-01T09:00:00Z", "words", "a.md"),
        Review("b", None, "Asked.", "2024-05-01T09:00:00Z"),
    )


def test_of_two_notes_on_a_claim_the_newer_counts() -> None:
    older = {**NOTE, "note": "old", "updated": "2024-04-01T09:00:00.123Z"}
    assert [r.note for r in parse_reviews(file(NOTE, older))] == ["Asked."]
    assert [r.note for r in parse_reviews(file(older, NOTE))] == ["Asked."]


BAD = {
    "it is not JSON": "{",
    "nested too deeply": "[" * 100_000,
    "its schema is not": json.dumps({"schema": "provenance.report/1", "reviews": []}),
    "its reviews are no list": json.dumps({"schema": "provenance.review/1", "reviews": {}}),
    "unknown key 'more'": file(more=1),
    "note 2 has an unknown key 'more'": file(NOTE, {**NOTE, "more": 1}),
    "note 1 is no object": file([]),
    "note 1 names no claim": file({**NOTE, "claim": "with blank"}),
    "note 1 has a verdict that is none of": file({**NOTE, "verdict": "true"}),
    "note 1 has no text in 'note'": file({**NOTE, "note": 1}),
    "note 1 has more than 10000 characters": file({**NOTE, "note": "x" * (MAX_NOTE + 1)}),
    "note 1 has no time": file({**NOTE, "updated": "yesterday"}),
    f"more than {MAX_REVIEWS} notes": file(*[NOTE] * (MAX_REVIEWS + 1)),
}


@pytest.mark.parametrize("message", BAD)
def test_what_is_wrong_is_said_in_one_line(message: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text(BAD[message], encoding="utf-8")
    with pytest.raises(UsageError, match="no file of reviewer's notes") as caught:
        read_reviews(path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    if "more than" not in message or "characters" in message:
        try:
            value = json.loads(BAD[message])
        except (ValueError, RecursionError):
            return
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(value, review_schema(), cls=jsonschema.Draft202012Validator)


def test_files_that_are_none_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="check the name after --review"):
        read_reviews(tmp_path / "missing.json")
    (tmp_path / "latin.json").write_bytes(b'{"schema": "\xe9"}')
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_reviews(tmp_path / "latin.json")
    (tmp_path / "large.json").write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(UsageError, match="larger than 8 MiB"):
        read_reviews(tmp_path / "large.json")


def test_notes_without_a_claim_are_told() -> None:
    kept = Review("000000000000", None, "x", "2024-05-01T09:00:00Z")
    lost = Review("ffffffffffff", None, "x", "2024-05-01T09:00:00Z")
    report = full_report(1, reviews=(kept, lost))
    assert orphans(report) == (lost,)
    assert "1 note is for a claim" in lost_line(orphans(report))
    assert "ffffffffffff" in lost_line(orphans(report))
    assert lost_line([]) == ""
