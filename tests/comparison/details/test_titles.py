"""Titles: who holds which, and the differences that matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.comparison.comparing import Item
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.details.titles import ANOTHER, DROPPED, PLAIN, titled, titles
from provenance.comparison.matching.encoder import encoder
from provenance.model import Context, DifferenceKind, Extract

HELD = [
    ("en", "Former President Ann Lee met Vice President Tom Roe.", [("president", "former", "Ann Lee"), ("president", "vice", "Tom Roe")]),
    ("en", "Ann Lee, the former state governor, spoke.", [("governor", "former", "Ann Lee")]),
    ("en", "Deputy foreign minister Ivan Petrov and Gen. Mark Stone left.", [("foreign_minister", "vice", "Ivan Petrov"), ("general", "", "Mark Stone")]),
    ("en", "The general public has no say, and the secretary general John Roe agrees.", [("secretary_general", "", "John Roe")]),
    ("en", "The president of the United States was absent.", []),
    ("ru", "Экс-президент Пётр Новак и вице-премьер Юрий Белов.", [("president", "former", "Пётр Новак"), ("prime_minister", "vice", "Юрий Белов")]),
    ("ru", "Ольга Белова, бывший генеральный директор завода, ушла.", [("chief_executive", "former", "Ольга Белова")]),
    ("ru", "Заместитель министра обороны Иван Петров.", [("defence_minister", "vice", "Иван Петров")]),
    ("uk", "Колишній прем’єр-міністр Андрій Бойко.", [("prime_minister", "former", "Андрій Бойко")]),
    ("de", "Der ehemalige Bundeskanzler Karl Berg und Vizekanzler Hans Stein.", [("chancellor", "former", "Karl Berg"), ("chancellor", "vice", "Hans Stein")]),
    ("fr", "L'ancien président Jean Morel.", [("president", "former", "Jean Morel")]),
    ("es", "El expresidente Juan Rubio y la vicepresidenta Ana Gil.", [("president", "former", "Juan Rubio"), ("president", "vice", "Ana Gil")]),
    ("pl", "Wicepremier Jan Nowak i były prezydent Adam Lis.", [("prime_minister", "vice", "Jan Nowak"), ("president", "former", "Adam Lis")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), HELD)
def test_reads_who_holds_a_title(language: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = titled(text, language)
    assert [(t.title, " ".join(sorted(t.qualifiers)), t.name) for t in found] == expected
    assert all(0 <= t.span.start < t.span.end <= len(text) for t in found)


def facts_of(claim: str, source: str) -> tuple[Fact, ...]:
    item = Item(claim, Extract(source), Context(language="en"))
    judge = Judge(item.match(encoder().sentences([claim])[0]), item.language, None, None)
    found = titles(judge, item.language)
    for fact in found:
        assert fact.span.of(claim) == fact.text
        assert fact.other_span is not None
        assert fact.other_span.of(source) == fact.other
    return found


COMPARED = [
    ("President Ann Lee opened the bridge.", "Prime Minister Ann Lee opened the bridge on Monday.", ANOTHER),
    ("President Ann Lee opened the bridge.", "Former President Ann Lee opened the bridge on Monday.", DROPPED["former"]),
    ("President Ann Lee opened the bridge.", "Vice President Ann Lee opened the bridge on Monday.", DROPPED["vice"]),
    ("President Ann Lee opened the bridge.", "President Ann Lee, 61, opened the bridge on Monday.", None),
    ("President Ann Lee opened the bridge.", "Ann Lee opened the bridge on Monday.", None),
    ("President Ann Lee opened the bridge.", "Prime Minister Tom Roe opened the bridge. President Ann Lee watched.", None),
    ("Former President Ann Lee opened the bridge.", "President Ann Lee opened the bridge on Monday.", None),
    ("The chief executive, Ann Lee, resigned.", "Chairman Ann Lee resigned. Chief executive Ann Lee had held both posts.", None),
    ("Minister Nadia Petrenko opened the bridge.", "Former minister Nadia Petrenko opened the bridge on Monday.", DROPPED["former"]),
    ("Interior minister Ivan Belov resigned.", "Министр обороны Иван Белов ушёл в отставку.", ANOTHER),
    ("Interior minister Ivan Belov resigned.", "Министр внутренних дел Иван Белов ушёл в отставку.", None),
    ("President Ivan Belov resigned.", "Вице-президент Иван Белов ушёл в отставку.", DROPPED["vice"]),
    ("Chancellor Karl Berg opened the fair.", "Vizekanzler Karl Berg eröffnete am Montag die Messe.", DROPPED["vice"]),
    ("Prime minister Jan Nowak resigned.", "Premier Jan Nowak podał się w poniedziałek do dymisji, poinformowała kancelaria rządu.", None),
    (
        "Prime minister Jan Nowak resigned.",
        "Były premier Jan Nowak podał się w poniedziałek do dymisji, poinformowała kancelaria rządu.",
        DROPPED["former"],
    ),
    ("Mayor Ana Gil opened the market.", "La alcaldesa Ana Gil inauguró el mercado.", None),
    ("Mayor Ana Gil opened the market.", "La gobernadora Ana Gil inauguró el mercado.", ANOTHER),
    ("Coach Jean Morel left the club.", "L'entraîneur Jean Morel a quitté le club.", None),
]


@pytest.mark.parametrize(("claim", "source", "note"), COMPARED)
def test_a_title_is_the_source_s_or_not(claim: str, source: str, note: str | None) -> None:
    found = facts_of(claim, source)
    assert [fact.note for fact in found] == ([note] if note else [])
    for fact in found:
        assert fact.kind is (DifferenceKind.RELATION if fact.note in PLAIN else DifferenceKind.NAME)


@given(
    st.lists(
        st.sampled_from(["President", "former ", "Ann", " Lee", ", ", "the ", "экс-", "президент ", "ß", "İ", ".", "\n", "of "]),
        max_size=30,
    )
)
def test_any_text_is_read_with_spans_inside(pieces: list[str]) -> None:
    text = "".join(pieces)
    for language in ("en", "ru", "xx", None):
        for found in titled(text, language):
            assert 0 <= found.span.start < found.span.end <= len(text)
            assert found.name.split()[-1] in text


def test_hostile_text_is_read_to_its_end() -> None:
    for piece in ("president ", "Ann ", "vice-", "former ", ", "):
        assert len(titled(piece * 20000, "en")) <= 20000
