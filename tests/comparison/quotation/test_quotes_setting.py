"""What stands around quoted words in their source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.comparison.quotation.alignment import PreparedText, prepare
from provenance.comparison.quotation.quotes import check_quotation
from provenance.comparison.quotation.setting import in_headline, in_source_quotes
from provenance.comparison.quotation.speakers import Mention, find_speaker
from provenance.model import Span

STORY = """Orchard gate opens early

The gate opened on Monday. “We tested the hinges twice,” said Ada Moss, who keeps the gate. “Nothing leaked at all.”

Olaf Brandt told reporters the gate was "far too heavy for its hinges".

The mayor, Nina Vance, warned: «The orchard will flood again next spring.» She said it was “only a matter of months” until then.

“We quarrelled with nobody about the price of the gate"""

RUSSIAN = "«Мы дважды проверили ворота», — сказала Анна Мохова. Сад закрыт до весны."


def where(quotation: str, source: PreparedText) -> Span:
    return check_quotation(quotation, source).spans[0]


@pytest.mark.parametrize(
    ("quotation", "quoted"),
    [
        ("We tested the hinges twice", True),
        ("The gate opened on Monday", False),
        ("far too heavy for its hinges", True),
        ("The orchard will flood again", True),
        ("told reporters the gate was", False),
        ("quarrelled with nobody about the price", True),
    ],
)
def test_inside_quotation_marks(quotation: str, quoted: bool) -> None:
    source = prepare(STORY)
    assert in_source_quotes(source, where(quotation, source)) is quoted


@pytest.mark.parametrize(("quotation", "headline"), [("Orchard gate opens early", True), ("The gate opened on Monday", False)])
def test_headline(quotation: str, headline: bool) -> None:
    source = prepare(STORY)
    assert in_headline(source, where(quotation, source)) is headline


def test_a_text_of_one_line_has_no_headline() -> None:
    source = prepare("Orchard gate opens early")
    assert not in_headline(source, where("Orchard gate opens early", source))


@pytest.mark.parametrize(
    ("text", "quotation", "speaker"),
    [
        (STORY, "We tested the hinges twice", "Ada Moss"),
        (STORY, "Nothing leaked at all", "Ada Moss"),
        (STORY, "far too heavy for its hinges", "Olaf Brandt"),
        (STORY, "The orchard will flood again next spring", "Nina Vance"),
        (STORY, "only a matter of months", "Nina Vance"),
        (STORY, "quarrelled with nobody about the price", "Nina Vance"),
        (RUSSIAN, "Мы дважды проверили ворота", "Анна Мохова"),
    ],
)
def test_speaker(text: str, quotation: str, speaker: str | None) -> None:
    source = prepare(text)
    found = find_speaker(source, where(quotation, source))
    assert (found.name if found else None) == speaker
    if found and found.how is not Mention.PRONOUN:
        assert found.span.of(text) == found.name
    assert found is None or not found.sure or "matter of months" not in quotation


@given(st.text(alphabet='Ab said."“”\n', max_size=120), st.data())
def test_any_span_has_an_answer(text: str, data: st.DataObject) -> None:
    source = prepare(text)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert in_source_quotes(source, span) in (True, False)
    assert in_headline(source, span) in (True, False)
    found = find_speaker(source, span, language="en")
    if found and found.how is not Mention.PRONOUN:
        assert found.span.of(text) == found.name
