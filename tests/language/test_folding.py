"""One form for many spellings, and the way back."""

from __future__ import annotations

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.folding import fold

AWKWARD = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("\u00ad\u200b\u0301\u0308 \n\u00a0«»“”’–—…ﬁﬀßİςΣЁёйÅ½²№１٣각ᄀ\ufeff\u202e\ufe0f.-")
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“Go,” he ‘said’", "\"go,\" he 'said'"),
        ("«Да» „нет“", '"да" "нет"'),
        ("a — b – c -- d − e", "a - b - c - d - e"),
        ("a\u00a0 b\n\n c\td", "a b c d"),
        ("co\u00adoperate zero\u200bwidth \ufeffbom", "cooperate zerowidth bom"),
        ("wait… . . . ...", "wait... ... ..."),
        ("ﬁrst oﬀer", "first offer"),
        ("Straße ΟΔΟΣ İzmir", "strasse οδοσ izmir"),
        ("na\u0131ve nai\u0308ve naïve", "naıve naïve naïve"),
        ("１２ ٣٤", "12 34"),
        ("Лукаше\u0301нко Ёлка и\u0306од", "лукашенко елка йод"),
        ("10² ½ №5", "10² ½ №5"),
        ("x \u200b y", "x y"),
        ("\u202eabc\u202c", "abc"),
        ("", ""),
    ],
)
def test_forms(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_case_may_stay() -> None:
    assert fold("“Straße” Ёлка", case=False).text == '"Straße" Ёлка'


@settings(max_examples=400, deadline=None)
@given(AWKWARD, st.booleans())
def test_every_character_leads_back_to_what_it_was_made_of(text: str, case: bool) -> None:
    folded = fold(text, case=case)
    assert len(folded.origin) == len(folded.text) + 1
    assert len(folded.ends) == len(folded.text)
    assert folded.origin[len(folded.text)] == len(text)
    last = 0
    for index in range(len(folded.text)):
        start, end = folded.origin[index], folded.ends[index]
        assert last <= start < end <= len(text)
        last = start
        # what the character stands for folds to it, alone or with its fellows of one ligature
        assert folded.text[index] in fold(text[start:end], case=case).text or folded.text[index] in " -."


@settings(max_examples=200, deadline=None)
@given(AWKWARD)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abc де", max_size=20), st.text(alphabet="xyz", min_size=1, max_size=5), st.text(alphabet="abc де", max_size=20))
def test_a_run_found_in_the_folded_text_is_the_run_of_the_original(before: str, middle: str, after: str) -> None:
    text = f"{before}“\u00ad{middle.upper()}\u00ad”{after}"
    folded = fold(text)
    start = folded.text.index(middle)
    span = folded.span(start, start + len(middle))
    assert span.of(text) == middle.upper()


def test_a_clean_text_is_not_copied_character_by_character() -> None:
    assert isinstance(fold("a clean text").origin, range)


def test_a_run_outside_the_text_is_refused() -> None:
    with pytest.raises(IndexError):
        fold("abc").span(1, 9)


@pytest.mark.parametrize("unit", ["The “Guard” signed — an agreement.\n", "a\u00ad", "e\u0301", " \u200b", ". ", "-", "ﬁ…"])
def test_a_megabyte_is_folded_to_its_end(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    with no_hang():
        folded = fold(text)
    assert len(folded.origin) == len(folded.text) + 1


@given(st.text(alphabet="azAZ09аяАЯйЙ ", max_size=20))
def test_plain_words_fold_as_they_do_before_a_mark(text: str) -> None:
    alone, before = fold(text), fold(text + "!")
    assert alone.text == before.text.removesuffix("!")
    assert [alone.span(a, a + 1) for a in range(len(alone.text))] == [before.span(a, a + 1) for a in range(len(alone.text))]
