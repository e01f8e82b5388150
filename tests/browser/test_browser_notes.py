"""A reviewer's notes in the page: kept, exported, read in again, and none of them lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
from html_reports import full_report
from playwright.sync_api import Page

from provenance.model import Label, Review
from provenance.reports.review import read_reviews, review_schema

Open = Callable[..., Page]


def write_note(page: Page, presses: str, verdict: str, words: str) -> None:
    for key in presses:
        page.keyboard.press(key)
    page.get_by_label("Your verdict").select_option(verdict)
    page.get_by_label("Note", exact=True).fill(words)
    page.get_by_label("Note", exact=True).press("Escape")


def export(page: Page, path: Path) -> Path:
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export notes").click()
    assert saved.value.suggested_filename == "notes.json"
    saved.value.save_as(path)
    return path


def noted(page: Page) -> str:
    return " ".join(page.locator(".card:visible .noted").inner_text().split())


def test_notes_stay_and_go_out_and_in_again(open_report: Open, tmp_path: Path) -> None:
    page = open_report(full_report(8))
    write_note(page, "jj", "supported", "Asked the council: <b>90</b> is right.\nSee their letter.")
    assert "Kept in this browser" in page.locator(".kept").inner_text()
    write_note(page, "j", "", "רק הערה")
    page.reload()
    assert page.get_by_label("Note", exact=True).input_value() == "רק הערה"
    page.keyboard.press("k")
    assert page.get_by_label("Your verdict").input_value() == "supported"

    file = export(page, tmp_path / "notes.json")
    value = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.validate(value, review_schema(), cls=jsonschema.Draft202012Validator)
    read = read_reviews(file)
    assert [(r.claim, r.verdict, r.note) for r in read] == [
        ("000000000001", Label.SUPPORTED, "Asked the council: <b>90</b> is right.\nSee their letter."),
        ("000000000002", None, "רק הערה"),
    ]
    assert read[0].draft == "plans/harbour-1.md"

    elsewhere = open_report(full_report(8), name="other.html")
    elsewhere.locator("#file").set_input_files(file)
    elsewhere.get_by_text("2 of 2 notes taken in.").wait_for()
    elsewhere.keyboard.press("j")
    elsewhere.keyboard.press("j")
    assert "Asked the council: <b>90</b> is right." in noted(elsewhere)
    assert [r.note for r in read_reviews(export(elsewhere, tmp_path / "again.json"))] == [r.note for r in read]

    next_time = open_report(full_report(8, reviews=read), name="next.html")
    next_time.keyboard.press("j")
    next_time.keyboard.press("j")
    assert noted(next_time).startswith("Reviewer supported")
    assert next_time.get_by_label("Note", exact=True).input_value().startswith("Asked the council")
    assert next_time.locator(".index .has-note").count() == 2


def test_a_note_can_be_taken_back(open_report: Open, tmp_path: Path) -> None:
    given = Review("000000000000", None, "old", "2024-05-01T09:00:00Z", "words", "draft.md")
    other = Review("000000000001", Label.MISQUOTED, "stays", "2024-05-01T09:00:00Z")
    page = open_report(full_report(2, reviews=(given, other)))
    write_note(page, "j", "", "")
    assert page.locator(".card:visible .noted:visible").count() == 0
    assert [r.note for r in read_reviews(export(page, tmp_path / "notes.json"))] == ["stays"]


def test_a_note_whose_claim_is_gone_is_told_and_kept(open_report: Open, tmp_path: Path) -> None:
    lost = Review("ffffffffffff", Label.NOT_FOUND, "still to ask", "2024-05-01T09:00:00Z", "The words of old", "draft.md")
    page = open_report(full_report(2, reviews=(lost,)))
    assert page.get_by_text("still to ask").is_visible()
    assert read_reviews(export(page, tmp_path / "notes.json")) == (lost,)
    empty = open_report(full_report(2), name="empty.html")
    empty.get_by_role("button", name="Export notes").click()
    assert "There are no notes yet" in empty.locator("#told").inner_text()
    empty.locator("#file").set_input_files(tmp_path / "notes.json")
    empty.get_by_text("1 for claims that are not in this report").wait_for()
    assert empty.get_by_text("still to ask").is_visible()
    assert [r.note for r in read_reviews(export(empty, tmp_path / "again.json"))] == ["still to ask"]


def test_what_is_no_file_of_notes_changes_nothing(open_report: Open, tmp_path: Path) -> None:
    page = open_report(full_report(2))
    note = {"claim": "000000000000", "verdict": None, "note": "x", "updated": "2024-05-01T09:00:00Z"}
    bad = {
        "it is not JSON": "{",
        "its schema is not": "[]",
        "its reviews are no list": json.dumps({"schema": "provenance.review/1", "reviews": {}}),
        "it has an unknown key “more”": json.dumps({"schema": "provenance.review/1", "reviews": [], "more": 1}),
        "note 2 has an unknown verdict": json.dumps({"schema": "provenance.review/1", "reviews": [note, {**note, "verdict": "true"}]}),
        "note 1 names no claim": json.dumps({"schema": "provenance.review/1", "reviews": [{**note, "claim": "<b> x"}]}),
        "note 1 has no note of at most 10000": json.dumps({"schema": "provenance.review/1", "reviews": [{**note, "note": "x" * 10_001}]}),
        "note 1 has no time": json.dumps({"schema": "provenance.review/1", "reviews": [{**note, "updated": "yesterday"}]}),
        "it is larger than 8 MiB": " " * ((8 << 20) + 1),
    }
    for message, text in bad.items():
        (tmp_path / "bad.json").write_text(text, encoding="utf-8")
        page.locator("#file").set_input_files(tmp_path / "bad.json")
        page.get_by_text(message).wait_for()
        assert "Nothing was changed" in page.locator("#told").inner_text()
    page.keyboard.press("j")
    assert page.locator(".noted:visible").count() == 0


def test_without_storage_notes_hold_until_the_page_is_closed(open_report: Open, tmp_path: Path) -> None:
    page = open_report(full_report(2))
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
    page.reload()
    write_note(page, "j", "misquoted", "for now")
    assert "export the notes before you close it" in page.locator(".kept").inner_text()
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert "for now" in noted(page)
    assert [r.note for r in read_reviews(export(page, tmp_path / "notes.json"))] == ["for now"]


def test_hostile_notes_are_only_text(open_report: Open, tmp_path: Path) -> None:
    words = "</textarea><img src=x onerror=alert(1)><script>alert(1)</script>"
    lost = Review("ffffffffffff", None, words, "2024-05-01T09:00:00Z", words, words)
    mine = Review("000000000000", None, words, "2024-05-01T09:00:00Z", words, words)
    page = open_report(full_report(2, reviews=(lost, mine)))
    page.keyboard.press("j")
    assert words in noted(page)
    page.locator("#file").set_input_files(export(page, tmp_path / "notes.json"))
    page.get_by_text("2 of 2 notes taken in").wait_for()
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
