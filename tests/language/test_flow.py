"""Pieces run together as one reads them, and the way back."""

from __future__ import annotations

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.flow import flow, whole
from provenance.model import Span


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("one\ntwo  three\r\nfour\tfive ", "one two three four five"),
        ("the coun\u00ad\ntry’s law", "the country’s law"),
        ("the coun\u2010\ntry’s law", "the country’s law"),
        ("the coun\ufffe\r\ntry’s law", "the country’s law"),
        ("a state\u00ad ment", "a state ment"),
        ("an agree-\nment was signed", "an agreement was signed"),
        ("we cooperate and co-\noperate", "we cooperate and cooperate"),
        ("law-enforcement and law-\nenforcement", "law-enforcement and law-enforcement"),
        ("a well-\nknown man", "a well-known man"),
        ("an Anglo-\nSaxon word", "an Anglo-Saxon word"),
        ("from 10-\n20 people", "from 10-20 people"),
        ("a dash -\nand more", "a dash - and more"),
        ("инфор-\nмация и информация", "информация и информация"),
        ("zero\u200bwidth", "zerowidth"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_layout_is_undone(text: str, read: str) -> None:
    assert whole(text).text == read


def test_pieces_with_something_between() -> None:
    text = "as said on the\n\nwww.example.org\n\nlegal por-\n\n7\n\ntal today."
    pieces = [Span(0, text.index("www")), Span(text.index("legal"), text.index("7")), Span(text.index("tal today"), len(text))]
    made = flow(text, pieces)
    assert made.text == "as said on the legal por-tal today."
    start = made.text.index("the legal")
    assert [span.of(text) for span in made.spans(start, start + len("the legal"))] == ["the", "legal"]
    assert made.span(start, start + len("the legal")).of(text) == "the\n\nwww.example.org\n\nlegal"


def test_a_word_divided_between_pieces_is_whole() -> None:
    text = "an agree\u00ad\n--- page 2 ---\nment was signed"
    made = flow(text, [Span(0, 10), Span(text.index("ment"), len(text))])
    assert made.text == "an agreement was signed"
    start = made.text.index("agreement")
    assert [span.of(text) for span in made.spans(start, start + len("agreement"))] == ["agree", "ment"]


def test_a_run_outside_is_refused() -> None:
    with pytest.raises(IndexError):
        whole("abc").spans(2, 9)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("ab -\n\r\t\u00ad\u2010\ufffe\u200b")), max_size=80), st.data())
def test_every_character_leads_back(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    made = flow(text, pieces)
    assert len(made.origin) == len(made.text) + 1
    assert len(made.ends) == len(made.text)
    last = 0
    for index, char in enumerate(made.text):
        start, end = made.origin[index], made.ends[index]
        assert last <= start <= end
        assert char == " " or (end == start + 1 and text[start] == char and any(piece.start <= start < piece.end for piece in pieces))
        last = start
    assert "  " not in made.text
    assert made.text == made.text.strip(" ")
    for span in made.spans(0, len(made.text)):
        assert any(piece.contains(span) for piece in pieces)


@pytest.mark.parametrize("unit", ["The Russian\nGuard -  signed\n", "-\n", "\u00ad", "a-\n", " \t"])
def test_hostile_text_is_joined_to_its_end(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    with no_hang():
        joined = whole(text)
    assert len(joined.origin) == len(joined.text) + 1


def test_a_mark_left_out_leaves_no_blank_before_a_comma() -> None:
    text = "The pier is open[^1], the office [^2] said."
    joined = flow(text, [Span(0, 16), Span(20, 33), Span(38, len(text))])
    assert joined.text == "The pier is open, the office said."
