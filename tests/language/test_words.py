"""Words with exact spans, their dictionary forms, and stopwords."""

from __future__ import annotations

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.words import is_stopword, lemma, stem, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It cost 1,200 or 1 200, not 3.5.", ["It", "cost", "1,200", "or", "1 200", "not", "3.5"]),
        ("The U.S. and Belarus' police", ["The", "U.S.", "and", "Belarus", "police"]),
        ("the country's law-enforcement", ["the", "country's", "law-enforcement"]),
        ("l’accord d'une aujourd'hui", ["l’", "accord", "d'", "une", "aujourd'hui"]),
        ("п'ять років, 40 тыс. рублей", ["п'ять", "років", "40", "тыс", "рублей"]),
        ("at 10:30 on the 27th, $3.5bn", ["at", "10:30", "on", "the", "27th", "3.5bn"]),
        ("COVID-19 in 1990s", ["COVID-19", "in", "1990s"]),
        ("в 2020 году 100 000 человек", ["в", "2020", "году", "100 000", "человек"]),
        ("中国 abc", ["中", "国", "abc"]),
        ("— … !", []),
    ],
)
def test_words_of_a_text(text: str, found: list[str]) -> None:
    assert [word.text for word in words(text)] == found


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=100))
def test_spans_are_exact_in_order_and_hold_every_letter(text: str) -> None:
    end = 0
    for word in words(text):
        assert word.span.of(text) == word.text != ""
        assert word.span.start >= end
        assert not any(char.isalpha() and char.isascii() for char in text[end : word.span.start])
        end = word.span.end


@pytest.mark.parametrize(
    ("word", "language", "form"),
    [
        ("Росгвардией", "ru", "росгвардия"),
        ("подписали", "ru", "подписать"),
        ("agreements", "en", "agreement"),
        ("country's", "en", "country"),
        ("Vereinbarungen", "de", "vereinbarung"),
        ("accords", "fr", "accord"),
        ("acuerdos", "es", "acuerdo"),
        ("1,200", "en", "1,200"),
        ("слово", "xx", "слово"),
    ],
)
def test_dictionary_forms(word: str, language: str, form: str) -> None:
    assert lemma(word, language) == form


@pytest.mark.parametrize(
    ("one", "other", "language"), [("umowa", "umowami", "pl"), ("угода", "угодою", "uk"), ("ministerstwo", "ministerstwa", "pl")]
)
def test_case_forms_meet(one: str, other: str, language: str) -> None:
    assert lemma(one, language) == lemma(other, language)


def test_a_stem_is_never_empty() -> None:
    assert stem("а") == "а"
    assert stem("москвой") == stem("москва")


@pytest.mark.parametrize("language", ["en", "ru", "uk", "de", "fr", "es", "pl"])
def test_negations_are_no_stopwords(language: str) -> None:
    for word in {
        "en": ["not", "no", "never"],
        "ru": ["не", "ни", "нет"],
        "uk": ["не", "ні"],
        "de": ["nicht", "kein"],
        "fr": ["ne", "pas"],
        "es": ["no"],
        "pl": ["nie"],
    }[language]:
        assert not is_stopword(word, language)


def test_stopwords_by_language() -> None:
    assert is_stopword("The", "en")
    assert is_stopword("который", "ru")
    assert not is_stopword("The", "ru")
    assert not is_stopword("agreement", "en")


@pytest.mark.parametrize("unit", ["The U.S. spent 1,200. ", "a'", "1 000 ", "a.", "1,", "a-"])
def test_hostile_text_is_cut_to_its_end(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    with no_hang():
        found = words(text)
    assert all(word.span.of(text) == word.text for word in found)
