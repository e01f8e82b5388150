"""A page that has changed since the draft was written, replayed with the copy of it from the day before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import provenance
from provenance.config import Config
from provenance.model import CheckedClaim, DraftReport, Label, Status

FOLDER = Path(__file__).resolve().parents[2] / "cassettes" / "changed-since"
FARES = "https://www.estuary-gazette.example/2024/03/08/ferry-fares"


def check(**settings: object) -> DraftReport:
    config = Config(cassette=FOLDER / "web.warc.gz", offline=True, jobs=1, **settings)  # type: ignore[arg-type]
    return provenance.check(FOLDER / "draft.md", config=config)


@pytest.fixture(scope="module")
def report() -> DraftReport:
    return check()


def claim_with(report: DraftReport, words: str) -> CheckedClaim:
    (found,) = [checked for checked in report.claims if words in checked.claim.text]
    return found


def codes(checked: CheckedClaim) -> dict[str, str]:
    return {reason.code: reason.message for reason in checked.verdict.reasons}


def test_what_the_page_said_then_stands_on_its_copy(report: DraftReport) -> None:
    sources = {source.id: source for source in report.sources}
    for words in ("4.50 euros", "not raise the fare"):
        checked = claim_with(report, words)
        assert checked.verdict.label is Label.SUPPORTED
        message = codes(checked)["changed_since"]
        assert "2024-03-09" in message  # of the copy
        assert "2024-09-02" in message  # of the live page
        (finding,) = checked.findings
        source = sources[finding.source]
        assert source.status is Status.ARCHIVED
        assert source.archive is not None
        assert source.archive.captured == "2024-03-09T06:15:00Z"
        assert FARES in source.archive.why
        assert "1 day before the draft's date" in source.archive.why
        assert source.capture is not None
        evidence = finding.comparison.evidence[0]
        assert evidence.link is not None
        assert evidence.link.startswith("https://web.archive.org/web/20240309061500id_/https://www.estuary-gazette.example/")


def test_what_it_never_said_is_told_apart(report: DraftReport) -> None:
    checked = claim_with(report, "bicycles")
    assert checked.verdict.label is Label.NOT_FOUND
    assert "copy of 2024-03-09 was read as well" in codes(checked)["dated_copy_read"]
    assert "either" in codes(checked)["dated_copy_read"]


def test_a_page_that_has_not_changed_is_no_excuse(report: DraftReport) -> None:
    checked = claim_with(report, "310 tonnes")
    assert checked.verdict.label is Label.CONTRADICTED
    assert "has not changed" in codes(checked)["dated_copy_read"]


def test_the_live_page_and_its_copy_are_both_listed(report: DraftReport) -> None:
    listed = [(source.url, source.status) for source in report.sources]
    assert listed[0] == (FARES, Status.OK)
    assert [status for _, status in listed] == [Status.OK, Status.OK, Status.ARCHIVED]
    assert len({source.id for source in report.sources}) == len({url for url, _ in listed}) == 3


def test_two_replays_are_alike(report: DraftReport) -> None:
    assert check() == report


def test_without_archives_only_the_live_page_counts() -> None:
    report = check(no_archive=True)
    assert Label.SUPPORTED not in {checked.verdict.label for checked in report.claims}
    assert not {"changed_since", "dated_copy_read", "no_dated_copy"} & {code for checked in report.claims for code in codes(checked)}
    assert len(report.sources) == 2


def test_a_draft_from_after_the_change_has_no_excuse() -> None:
    report = check(date=date(2024, 5, 1))
    assert {checked.verdict.label for checked in report.claims} == {Label.CONTRADICTED, Label.NOT_FOUND}
    assert "changed_since" not in {code for checked in report.claims for code in codes(checked)}
