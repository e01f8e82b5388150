"""Words that say how real an event is, and how widely a statement is meant, in seven languages."""

from __future__ import annotations

import pytest

from provenance.language.breadth import first, knows
from provenance.language.factuality import operators
from provenance.language.lexicon import languages

# language, words with their dictionary forms ("refused/refuse"), and (kind, sign) of each operator
FOUND = [
    ("en", "he refused/refuse to pay", [("refuse", -1)]),
    ("en", "he ruled/rule out a rise", [("rule_out", -1)]),
    ("en", "she may/may resign", [("possible", 1)]),
    ("en", "they threatened/threaten to leave", [("threaten", 1)]),
    ("en", "he is more/more likely/likely to pay", []),
    ("ru", "он отказался/отказаться платить", [("refuse", -1)]),
    ("ru", "он не исключил/исключить роста", [("possible", 1)]),
    ("ru", "он вину не признал/признать", [("deny", -1)]),
    ("uk", "він пообіцяв платити", [("promise", 1)]),
    ("de", "er lehnte/lehnen den plan ab", [("refuse", -1)]),
    ("de", "er wurde/werden verletzt", []),
    ("de", "er schloss/schließen das nicht aus", [("possible", 1)]),
    ("fr", "il menace de partir", [("threaten", 1)]),
    ("es", "ella no descartó/descartar vender", [("possible", 1)]),
    ("pl", "on odmówił zapłaty", [("refuse", -1)]),
    ("pl", "umowa ma zostać rozwiązana", [("plan", 1)]),
    ("uk", "уряд має підписати угоду", [("plan", 1)]),
    ("uk", "він має квартиру", []),
    ("es", "ella quedó en presentar un informe", [("plan", 1)]),
]


@pytest.mark.parametrize(("language", "text", "kinds"), FOUND)
def test_operators(language: str, text: str, kinds: list[tuple[str, int]]) -> None:
    words = [(low, key or low) for low, _, key in (word.partition("/") for word in text.split())]
    found = operators(words, [0] * len(words), language)
    assert [(op.kind, op.sign) for op in found] == kinds
    assert all(0 <= i < len(words) for op in found for i in op.words)


def test_a_word_of_two_parts_stays_in_one_clause() -> None:
    words = [(w, {"lehnte": "lehnen"}.get(w, w)) for w in ["er", "lehnte", "sich", "an", "und", "ging", "ab"]]
    assert operators(words, [0, 0, 0, 0, 1, 1, 1], "de") == ()


def test_a_language_without_data_has_no_operators() -> None:
    assert operators([("он", "он"), ("отказа", "отказа")], [0, 0], "bg") == ()


@pytest.mark.parametrize(
    ("kind", "language", "text", "word"),
    [
        ("all", "en", "All of them came.", "All"),
        ("all", "ru", "Пришли все трое.", "все"),
        ("all", "en", "They shall come.", None),
        ("most", "fr", "La plupart sont venus.", "plupart"),
        ("superlative", "pl", "To największy port.", "największy"),
        ("link", "de", "Es gibt einen Zusammenhang.", "Zusammenhang"),
        ("concession", "uk", "Навіть якщо він прийде.", "Навіть якщо"),
        ("next_year", "es", "Abrirá el próximo año.", "el próximo año"),
    ],
)
def test_words_of_breadth(kind: str, language: str, text: str, word: str | None) -> None:
    span = first(kind, text, language)
    assert (span.of(text) if span is not None else None) == word


@pytest.mark.parametrize(
    "kind", ["all", "most", "only", "superlative", "link", "condition", "concession", "this_year", "next_year", "last_year"]
)
def test_every_language_has_every_kind(kind: str) -> None:
    assert all(knows(kind, language) for language in languages())
