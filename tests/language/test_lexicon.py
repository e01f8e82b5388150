"""The language files: complete, well-formed, and read without an install step."""

from __future__ import annotations

from decimal import Decimal

import pytest

from provenance.language.lexicon import Phrases, data, languages, resolve, section
from provenance.language.scan import scan

FAMILIES = ("negation", "implicit", "modal", "hedge", "quantifier", "direction", "comparative")


def test_the_promised_languages_are_there() -> None:
    assert {"de", "en", "es", "fr", "pl", "ru", "uk"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_a_language_file_is_complete(language: str) -> None:
    table = data(language)
    assert table["language"]["script"] in ("Latin", "Cyrillic")
    assert table["language"]["decimal"] in (".", ",")
    assert {str(month) for month in range(1, 13)} == set(table["dates"]["months"])
    assert {str(day) for day in range(7)} == set(table["dates"]["weekdays"])
    assert {"early", "mid", "late"} <= set(table["dates"]["parts"])
    assert set(map(str, range(13))) <= set(table["numbers"]["cardinals"])
    for family in FAMILIES:
        assert table["polarity"][family], family


@pytest.mark.parametrize("language", languages())
def test_words_lead_to_values_that_the_program_knows(language: str) -> None:
    for unit in section(language, "numbers", "units"):
        assert unit in data("common")["dimensions"]
    for word in section(language, "numbers", "vague"):
        low, high = data("common")["vague"][word]
        assert Decimal(low) < Decimal(high)
    for key in section(language, "numbers", "approximate"):
        assert key in ("about", "nearly", "at_least", "more_than", "at_most", "less_than", "exactly")
    assert set(section(language, "numbers", "percent")) == {"percent", "percentage_point", "basis_point"}


@pytest.mark.parametrize("language", languages())
def test_months_and_weekdays_are_not_ambiguous(language: str) -> None:
    for key in ("months", "weekdays"):
        forms = [form for entries in section(language, "dates", key).values() for form in entries]
        assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The men said that it was over", "en"),
        ("Das ist nicht der Mann und die Frau", "de"),
        ("Le président est dans la ville et il parle", "fr"),
        ("El presidente de la ciudad que habla por los demás", "es"),
        ("Prezydent się nie zgodził, że jest w domu i na ulicy", "pl"),
        ("Он сказал, что это было", "ru"),
        ("Він сказав, що це було її рішення", "uk"),
        ("", "en"),
    ],
)
def test_a_language_is_guessed_from_its_commonest_words(text: str, language: str) -> None:
    assert resolve(text, None) == language
    assert resolve(text, "und") == language
    assert resolve(text, "pt-BR") == "pt"


def test_the_longest_phrase_wins() -> None:
    phrases = Phrases([("no", "a"), ("no fewer than", "b"), ("no fewer", "c")])
    tokens = scan("No fewer than ten")
    assert phrases.at(tokens, 0) == ("b", 3)
    assert phrases.before(tokens, 3) == ("b", 0)
    assert phrases.at(scan("no man"), 0) == ("a", 1)
    assert phrases.at(tokens, 3) is None


def test_tokens_keep_their_places() -> None:
    text = "L’accord de 1 200 km, ёлка"
    for elision in (False, True):
        for token in scan(text, elision):
            assert token.low == text[token.start : token.end].lower().replace("ё", "е").replace("’", "'") or token.kind == "n"
    assert [token.low for token in scan(text, True)] == ["l'", "accord", "de", "1 200", "km", ",", "елка"]
