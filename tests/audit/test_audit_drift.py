"""How sources change: passages, texts that have gone, notices of corrections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.audit.drift import correction, has_gone, is_soft_deletion, of_passage, word_diff
from provenance.model import Extract

BEFORE = "The port of Harwick will close on 3 May, the harbour office said on Monday."
AROUND = "The council met in the evening. {} Many people came and asked about noise and about the road along the water."


def test_a_passage_that_still_stands_has_not_drifted() -> None:
    assert of_passage(BEFORE, AROUND.format(BEFORE)) is None
    assert of_passage(BEFORE, AROUND.format(BEFORE.replace(" ", "\n  "))) is None


@pytest.mark.parametrize(
    ("after", "gone", "new"),
    [
        ("The port of Harwick will close on 9 May, the harbour office said on Monday.", "3", "9"),
        ("The port of Harwick will not close on 3 May, the harbour office said on Monday.", "", "not"),
        ("The port of Harwick will close, the harbour office said on Monday.", "on 3 May", ""),
        (
            "The port of Harwick will close on 3 May at the latest and for good, the harbour office said.",
            "on Monday",
            "at the latest and for good",
        ),
    ],
)
def test_the_new_wording_is_found_and_shown_word_by_word(after: str, gone: str, new: str) -> None:
    drift = of_passage(BEFORE, AROUND.format(after))
    assert drift is not None
    assert "Harwick will" in drift.after
    assert "council" not in drift.after
    assert " ".join(p.text.strip() for p in drift.pieces if p.kind == "gone").strip() == gone
    assert " ".join(p.text.strip() for p in drift.pieces if p.kind == "new").strip() == new


def test_a_passage_of_which_nothing_is_left() -> None:
    drift = of_passage(BEFORE, "The museum opens a show of maps and clocks in June; tickets cost four crowns.")
    assert drift is not None
    assert (drift.after, drift.pieces[0].kind) == ("", "gone")
    assert of_passage(BEFORE, "") is not None


@given(
    st.lists(st.sampled_from(["the", "port", "will", "not", "close", "on", "3", "9", "May", "."]), max_size=30),
    st.lists(st.sampled_from(["a", "port", "may", "close", "3", ",", "now"]), max_size=30),
)
def test_a_word_diff_gives_back_both_wordings(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    pieces = word_diff(before, after)
    # spaces before marks may be those of the other wording
    assert "".join(p.text for p in pieces if p.kind != "new").replace(" ", "") == before.replace(" ", "")
    assert "".join(p.text for p in pieces if p.kind != "gone").replace(" ", "") == after.replace(" ", "")


def test_long_texts_stay_quick_enough_to_be_looked_through() -> None:
    text = " ".join(f"word{n % 700} of the harbour" for n in range(20_000))
    assert of_passage(BEFORE, text) is not None


LONG = AROUND.format(BEFORE) * 6


@pytest.mark.parametrize(
    ("after", "gone"),
    [
        ("This article has been removed at the request of a reader.", True),
        ("", True),
        (LONG, False),
        (LONG[: len(LONG) // 2], False),
        (AROUND.format(BEFORE), True),
    ],
)
def test_a_text_that_has_gone(after: str, gone: bool) -> None:
    assert is_soft_deletion(LONG, after) is gone


def test_a_short_text_that_becomes_shorter_is_no_deletion() -> None:
    assert not is_soft_deletion("Port closes 3 May.", "Port closes.")


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: an earlier text gave the wrong day.",
        "This article was amended on 4 May 2026 to name the right port.",
        "* An earlier version of this report said that the port would close.",
        "Уточнение: в первой версии заметки была указана неверная дата.",
        "Korrektur (4. Mai): Der Hafen schließt am 9. Mai.",
        "Rectificatif : le port ferme le 9 mai.",
        "Fe de errores: el puerto cierra el 9 de mayo.",
        "Sprostowanie: port zostanie zamknięty 9 maja.",
        "Виправлення: порт закриють 9 травня.",
    ],
)
def test_a_notice_of_a_correction_is_seen_when_it_is_new(notice: str) -> None:
    assert correction(LONG, f"{LONG}\n{notice}") == notice.strip()
    assert correction(f"{LONG}\n{notice}", f"{LONG}\n{notice}") is None


@pytest.mark.parametrize(
    "line", ["The correction of the river took years.", "Corrections officers met on Monday.", "Исправительная колония закрыта."]
)
def test_a_line_about_corrections_is_no_notice(line: str) -> None:
    assert correction(LONG, f"{LONG}\n{line}") is None


def test_a_text_that_goes_from_between_menus_and_teasers() -> None:
    text = "\n".join(f"{BEFORE} Paragraph {word}." for word in ("one", "two", "three", "four", "five", "six"))
    menus = "\n".join(f"Read more about the harbour and the road along the water, part {n}" for n in range(40))
    notice = "The editors have taken this report out of the archive."
    assert has_gone(Extract(text, rest=menus), Extract(notice, rest=menus))
    # the same lines in another part of the page have not gone
    assert not has_gone(Extract(text, rest=menus), Extract(notice, rest=f"{text}\n{menus}"))
    assert not has_gone(Extract(text, rest=menus), Extract(text, rest=menus))
