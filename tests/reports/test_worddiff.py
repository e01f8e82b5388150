"""Quotations against the source, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.reports.html.worddiff import MAX_WORDS, Change, word_diff

SIGNS = {Change.SAME: "{}", Change.DROPPED: "[-{}-]", Change.ADDED: "[+{}+]", Change.AROUND: "({})"}


def shown(source: str, quotation: str) -> str:
    return " ".join(SIGNS[s.change].format(s.text) for s in word_diff(source, quotation))


@pytest.mark.parametrize(
    ("source", "quotation", "expected"),
    [
        ("We did not agree to it.", "We did agree to it", "We did [-not-] agree to it."),
        ("It costs 60 crowns a year.", "It costs 90 crowns a year", "It costs [-60-] [+90+] crowns a year."),
        (
            "She said: “We will come, and we will stay.” Then she left.",
            "we will stay",
            "(She said: “We will come, and) we will stay.” (Then she left.)",
        ),
        ("Мы не согласились на это.", "Мы согласились на это", "Мы [-не-] согласились на это."),
        ("One two three four.", "Zero one two three four", "[+Zero+] One two three four."),
        ("One two three four.", "one two three four five", "One two three four. [+five+]"),
        ("It is – as ever – closed to all.", "It is closed to all today", "It is – [-as ever –-] closed to all. [+today+]"),
    ],
)
def test_changes_are_shown(source: str, quotation: str, expected: str) -> None:
    # what only stands around the quotation is no change
    found = shown(source, quotation)
    assert found == (expected if "[" in expected else "")


def test_long_surroundings_are_cut() -> None:
    words = " ".join(f"w{n}" for n in range(40))
    assert shown(f"{words} we did not agree {words}", "we did agree") == (
        "(… w32 w33 w34 w35 w36 w37 w38 w39) we did [-not-] agree (w0 w1 w2 w3 w4 w5 w6 w7 …)"
    )


@pytest.mark.parametrize(
    ("source", "quotation"),
    [
        ("Same words.", "same words"),
        ("", "x"),
        ("x", ""),
        ("Entirely other text here", "nothing in common at all"),
        ("a " * (MAX_WORDS + 1), "a b"),
    ],
)
def test_where_there_is_nothing_to_show_there_is_nothing(source: str, quotation: str) -> None:
    assert word_diff(source, quotation) == ()


WORDS = st.lists(st.sampled_from(["we", "did", "not", "agree", "to", "90", "it", "—"]), max_size=12).map(" ".join)


@given(source=WORDS, quotation=WORDS)
def test_no_word_is_lost(source: str, quotation: str) -> None:
    found = word_diff(source, quotation)
    if found:
        theirs = " ".join(s.text for s in found if s.change in (Change.SAME, Change.DROPPED, Change.AROUND))
        ours = " ".join(s.text for s in found if s.change in (Change.SAME, Change.ADDED))
        assert theirs.replace("…", "").split() == source.split() or "…" in theirs
        assert [w for w in ours.split() if w != "—"] == [w for w in quotation.split() if w != "—"]
