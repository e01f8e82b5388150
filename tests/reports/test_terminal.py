"""The text report: a screen for a draft, right at every width and in every script, with hints made of the results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from example import example
from rich.cells import cell_len

from provenance.model import Claim, DraftFailure, Report, Source, Span, Status
from provenance.reports import render
from provenance.reports.clean import isolated, no_commands
from provenance.reports.findings import attributed
from provenance.reports.hints import Tally, hints
from provenance.reports.words import NOT_REACHED
from provenance.reports.writing import excerpt, fitted, place_of

SCREEN = 50
"""Rows of a terminal window of usual size."""


def rows(text: str, width: int) -> int:
    """Rows on a terminal, wrapped lines counted as often as they wrap."""
    return sum(max(1, -(-cell_len(line) // width)) for line in text.splitlines())


def typical() -> Report:
    """A draft of some thousand words: 24 claims, 9 of them wrong in some way, 5 that could not be checked."""
    report = example()
    (draft,) = report.drafts
    times = {"c1": 2, "c2": 2, "c3": 3, "c4": 2, "c5": 3, "c6": 2, "c7": 10}
    claims = [c for c in draft.claims for n in range(times[c.claim.id[:2]])]
    claims = [
        replace(c, claim=replace(c.claim, text=c.claim.text + " and so on, at greater length than a line can hold" * 2)) for c in claims
    ]
    return replace(report, drafts=(replace(draft, claims=tuple(claims)),), failures=())


@pytest.mark.parametrize("width", [100, 120, 200])
def test_a_draft_fits_on_a_screen(width: int) -> None:
    text = render(typical(), "text", width=width)
    height = rows(text, width)
    print(f"terminal report of 24 claims at {width} columns: {height} rows")
    assert height <= SCREEN
    assert "24 claims, 3 sources: 2 contradicted · 2 misquoted · 2 not found · 3 partly supported · 5 not checkable · 10 supported" in text


def test_verbose_holds_everything_and_quiet_only_lines() -> None:
    quiet, usual, full = (render(example(), "text", verbosity=n) for n in (-1, 0, 1))
    assert len(quiet) < len(usual) < len(full)
    problems = quiet.splitlines()
    assert len(problems) == 7
    assert all(re.match(r"drafts/harbour plan\.md:\d+:\d+: [a-z ]+: ", line) for line in problems[:-1])
    assert problems[0].endswith("[another date: the draft has “May 3”, the source “4 мая”]")
    # the finding that agrees shows beside the one that does not
    assert "It closes on May 3." in full
    assert "(other sources: 1 supported)" in usual
    assert full.index("contradicted (") < full.index("misquoted (") < full.index("not found (") < full.index("partly supported (")


@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
@pytest.mark.parametrize("verbosity", [0, 1])
def test_it_keeps_to_its_width(width: int, verbosity: int) -> None:
    text = render(example(), "text", width=width, verbosity=verbosity)
    # heads and addresses may be broken by the terminal; texts are cut or broken here
    texts = [line for line in text.splitlines() if line.startswith("    ") and "://" not in line]
    assert texts
    assert max(map(cell_len, texts)) <= width


def test_wide_characters_are_counted_as_wide() -> None:
    assert cell_len(fitted("港は金曜日に閉鎖される" * 20, 40)) <= 40
    assert fitted("a b", 40) == "a b"
    assert fitted("one two three four", 10) == "one two…"
    assert cell_len(excerpt("前" * 200 + " 30 " + "後" * 200, 201, 203, 40)) <= 40


def test_an_excerpt_shows_what_it_is_about() -> None:
    text = "A request is made in writing, in Russian, and carried out within 30 days of the day on which it is received by the other side."
    start = text.index("30 days")
    shown = excerpt(text, start, start + 7, 50)
    assert "30 days" in shown
    assert cell_len(shown) <= 50
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_right_to_left_text_is_isolated() -> None:
    assert isolated("abc") == "abc"
    assert isolated("الميناء") == "\u2068الميناء\u2069"
    for verbosity in (-1, 0, 1):
        text = render(example(), "text", verbosity=verbosity)
        assert "\u2068الميناء سيغلق يوم الجمعة\u2069" in text


def test_no_line_is_an_order_to_a_build_server() -> None:
    assert no_commands("  ::error::x") == "  ∷error::x"
    assert no_commands("a ##[error]x ##vso[task.x]y") == "a ## [error]x ## vso[task.x]y"
    assert no_commands("https://[::1]/ # [x]") == "https://[::1]/ # [x]"


def test_a_page_is_part_of_the_place() -> None:
    draft = example().drafts[0].draft
    assert place_of(draft, Span(0, 1, 12, 3, 4)) == "drafts/harbour plan.md:p4:12:3"
    assert place_of(draft, Span(0, 1, None, None, 4)) == "drafts/harbour plan.md:p4"
    assert place_of(draft, Span(0, 1, 12, 3)) == "drafts/harbour plan.md:12:3"


def told(statuses: Sequence[Status], **reasons: int) -> str:
    tally = Tally({str(n): status for n, status in enumerate(statuses)})
    tally.reasons.update(reasons)
    for n, status in enumerate(statuses):
        if status is Status.ARCHIVED:
            tally.archived[str(n)] = Source(str(n), "https://a.example", status)
    return "\n".join(hints(tally))


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ([Status.RATE_LIMITED] * 3, "3 sources were rate limited: try --host-interval 5"),
        ([Status.RATE_LIMITED], "1 source was rate limited: try --host-interval 5"),
        ([Status.TIMED_OUT], "try --timeout 60"),
        ([Status.CONSENT_WALL], "1 source is behind a consent wall: save the text and give --source URL=FILE"),
        ([Status.PAYWALLED, Status.LOGIN_REQUIRED], "2 sources are behind a paywall or login: save the text and give --source URL=FILE"),
        ([Status.NOT_IN_CASSETTE], "--record-mode new_episodes"),
        ([Status.ROBOTS_DISALLOWED], "--ignore-robots"),
        ([Status.NOT_ATTEMPTED], "name a --cassette"),
        ([Status.REFUSED], "--allow-host"),
        ([Status.ARCHIVED], "an archived copy was read for a.example: -v says why"),
        ([Status.GONE], "mend the link"),
        ([Status.TEMPORARY], "--max-retries 5"),
    ],
)
def test_hints_come_from_the_results(statuses: list[Status], words: str) -> None:
    assert words in told(statuses)


def test_every_failure_of_a_source_has_a_hint_and_success_has_none() -> None:
    assert told([Status.OK, Status.MOVED]) == ""
    for status in Status:
        if not status.was_read:
            assert told([status]), status


def test_hints_name_flags_that_exist() -> None:
    import inspect

    from provenance.cli.check import command

    names = {f"--{name.replace('_', '-')}" for name in inspect.signature(command).parameters}
    found = set(re.findall(r"--[a-z-]+", told(list(Status), no_reference=1, language=2, interrupted=3)))
    assert len(found) > 6
    assert found <= names


def test_claims_without_a_judgement_are_told_of() -> None:
    text = told([], no_reference=2, language=1)
    assert "2 claims with no reference: give the source's text with --source FILE" in text
    assert "1 claim in a pair of languages that cannot be compared" in text


def test_an_interrupted_report_says_so() -> None:
    report = example(interrupted=True)
    report = replace(report, failures=(*report.failures, *(DraftFailure(f"{n}.md", NOT_REACHED) for n in range(3))))
    text = render(report, "text")
    assert "interrupted: this report is not complete; 3 drafts not reached" in text
    assert "1.md" not in text
    assert "bad.md: cannot be read: empty file" in text


def test_many_unchecked_claims_for_one_reason_share_a_line() -> None:
    report = example()
    (draft,) = report.drafts
    bare = next(c for c in draft.claims if c.claim.id.startswith("c6"))
    many = tuple(replace(bare, claim=_at(bare.claim, n)) for n in range(30))
    text = render(replace(report, drafts=(replace(draft, claims=many),), failures=()), "text")
    assert re.search(r"^\? 30 not checkable, no reference: at 1:1, 2:1, ", text, re.M)
    assert rows(text, 100) < 8


def _at(claim: Claim, n: int) -> Claim:
    return replace(claim, span=Span(n, n + 1, n + 1, 1))


def test_a_comparison_of_hostile_texts_moves_nothing() -> None:
    from provenance.reports.terminal import render_comparison

    for string in ("\x1b[2J\x1b]0;x\x07", "[/x] [red]", "\u202eabc", "a\r\nb\x9b31m", "::error::x"):
        (draft,) = example(string, "quoted passage").drafts
        text = render_comparison(draft.claims[0].findings[0].comparison, draft.sources[0], width=60)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
        assert text.startswith("✗ contradicted (likely, 93%)\n")


def test_quiet_lines_say_why_a_claim_could_not_be_checked() -> None:
    lines = [line for line in render(example(), "text", verbosity=-1).splitlines() if ": not checkable: " in line]
    assert [line for line in lines if line.endswith("[no reference]")]
    assert all(line.endswith("]") for line in lines)


def test_a_draft_that_cannot_be_read_is_named_once() -> None:
    report = replace(example(), failures=(DraftFailure("gone.md", "gone.md: there is no such file; check the name"),))
    assert "gone.md: cannot be read: there is no such file; check the name\n" in render(report, "text")


@pytest.mark.parametrize(
    ("source", "cue", "cue_first", "told"),
    [
        ("the council", "according to", True, "according to the council"),
        ("Ada Moss", "said", True, "Ada Moss said"),
        ("Ada Moss", "told", False, "Ada Moss told"),
        ("the agreement", '"', False, "the agreement"),
    ],
)
def test_who_says_it_reads_as_a_sentence(source: str, cue: str, cue_first: bool, told: str) -> None:
    (draft,) = example().drafts
    named = next(c.claim.attribution for c in draft.claims if c.claim.attribution)
    spans = (Span(0, 5), Span(6, 9)) if cue_first else (Span(20, 25), Span(6, 9))
    assert attributed(replace(named, source=source, cue=cue, cue_span=spans[0], source_span=spans[1])) == told
