"""The stages in a row: what the pipeline adds to each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.config import Config
from provenance.errors import DraftError, SourceError
from provenance.model import Claim, DifferenceKind, DraftReport, Label
from provenance.pipeline import check, check_all, split_given

STORY = "At the end of August, Orlov said the city had hired 40 divers to search the lake.\n\nThe dam was inspected on 14 June.\n"


def checked(tmp_path: Path, draft: str, source: str = STORY) -> DraftReport:
    (tmp_path / "draft.txt").write_text(draft, encoding="utf-8")
    (tmp_path / "story.txt").write_text(source, encoding="utf-8")
    return check(tmp_path / "draft.txt", sources=[str(tmp_path / "story.txt")], config=Config(offline=True))


def test_the_day_of_a_statement_is_checked_with_it(tmp_path: Path) -> None:
    right = checked(tmp_path, "On Aug. 27, Mayor Pyotr Orlov said that the city had hired 40 divers to search the lake.\n").claims[0]
    assert right.verdict.label is Label.SUPPORTED
    wrong = checked(tmp_path, "On June 27, Mayor Pyotr Orlov said that the city had hired 40 divers to search the lake.\n").claims[0]
    assert wrong.verdict.label is not Label.SUPPORTED
    for difference in wrong.findings[0].comparison.differences:
        if difference.claim_span is not None:
            assert difference.claim_span.of(wrong.claim.text) == difference.claim


def test_a_source_given_for_all_checks_plain_statements_too(tmp_path: Path) -> None:
    report = checked(tmp_path, "The dam was inspected on 24 June, and the lake is closed to swimmers.\n")
    (only,) = report.claims
    assert only.claim.attribution is None
    dates = [d for d in only.findings[0].comparison.differences if d.kind is DifferenceKind.DATE]
    assert [(d.claim, d.source) for d in dates] == [("24 June", "14 June")]


def test_spans_say_where_they_stand_in_the_file(tmp_path: Path) -> None:
    claim: Claim = checked(tmp_path, "Lake news\n\nThe city hired 40 divers, Pyotr Orlov said.\n").claims[0].claim
    assert (claim.span.line, claim.span.column) == (3, 1)


def test_one_bad_draft_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("The bridge is safe, the mayor said.\n", encoding="utf-8")
    report = check_all([tmp_path / "empty.txt", tmp_path / "good.txt"], Config(offline=True))
    assert [f.path for f in report.failures] == [str(tmp_path / "empty.txt")]
    assert [d.draft.path for d in report.drafts] == [str(tmp_path / "good.txt")]
    with pytest.raises(DraftError):
        check(tmp_path / "empty.txt", config=Config(offline=True))


def test_a_missing_source_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The bridge is safe, the mayor said.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"absent\.txt"):
        check(tmp_path / "good.txt", sources=[str(tmp_path / "absent.txt")], config=Config(offline=True))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("story.txt", (None, "story.txt")),
        ("https://a.example/x=story.txt", ("https://a.example/x", "story.txt")),
        ("https://a.example/x=https://b.example/y", ("https://a.example/x", "https://b.example/y")),
        ("https://a.example/x?id=3", (None, "https://a.example/x?id=3")),
        ("a=b.txt", (None, "a=b.txt")),
    ],
)
def test_address_and_place_are_told_apart(value: str, expected: tuple[str | None, str]) -> None:
    assert split_given(value) == expected
