"""Who says what: indirect speech in seven languages, and the turns of an interview."""

from __future__ import annotations

import pytest

from provenance.comparison.quotation.reports import reports, turns

SAID = [
    ("en", "Ada Moss said that the pier would close.", "Ada Moss", "the pier would close"),
    (
        "en",
        "The pier will close in May, the harbour master, Owen Tarrant, told the islanders on Friday.",
        "Owen Tarrant",
        "The pier will close",
    ),
    ("en", "According to the harbour master, Owen Tarrant, the pier is safe.", "Owen Tarrant", "the pier is safe"),
    ("en", "Senator Lucy Tan of the Greens said that her party had wanted more.", "Lucy Tan", "her party had wanted more"),
    ("en", "Calum Brae complained that nobody had asked the crews.", "Calum Brae", "nobody had asked the crews"),
    ("de", "Die Brücke werde im Mai gesperrt, teilte Bauleiter Dirk Hansen mit.", "Dirk Hansen", "Die Brücke werde im Mai gesperrt"),
    ("fr", "Selon le maire de Belcombe, Pascal Teyssier, la piscine rouvrira.", "Pascal Teyssier", "la piscine rouvrira"),
    ("es", "El arquitecto, Joaquín Sanz, aseguró que las grietas son viejas.", "Joaquín Sanz", "las grietas son viejas"),
    ("pl", "Zdaniem Ewy Lisieckiej zginęły setki ryb.", "Ewy Lisieckiej", "zginęły setki ryb"),
    ("ru", "Эксперт Олег Баев отметил, что фирмы закрыты.", "Олег Баев", "фирмы закрыты"),
    ("uk", "За словами голови адміністрації Тараса Мельника, гроші виділено.", "Тараса Мельника", "гроші виділено"),
]


@pytest.mark.parametrize(("language", "text", "name", "words"), SAID)
def test_a_sentence_tells_who_says_it(language: str, text: str, name: str, words: str) -> None:
    (found,) = reports(text, language)
    assert found.name == name
    assert any(words in span.of(text) for span in found.content)
    assert not any(span.overlaps(found.speaker) for span in found.content)


def test_two_speakers_have_each_their_own_part() -> None:
    text = "Sandra Kell said that the red card was right, whereas her opposite number, Pep Oriol, complained that it was not."
    one, two = reports(text, "en")
    assert (one.name, two.name) == ("Sandra Kell", "Pep Oriol")
    assert "the red card" in one.content[0].of(text)
    assert "it was not" in two.content[0].of(text)
    assert "it was not" not in one.content[0].of(text)


@pytest.mark.parametrize(("text", "language"), [("The pier was painted in the autumn.", "en"), ("Дождь шёл весь день.", "ru"), ("x", "zz")])
def test_a_sentence_without_a_word_of_saying_has_no_speaker(text: str, language: str) -> None:
    assert reports(text, language) == ()


def test_an_interview_is_cut_into_its_speakers_turns() -> None:
    text = "Vale Post: Why?\nNora Petty: We sold too little.\nI have stopped that.\nAnd the roof?\nGlen Arkell: It will be mended."
    found = turns(text)
    assert [turn.name for turn in found] == ["Vale Post", "Nora Petty", "Glen Arkell"]
    assert found[1].span.of(text) == "We sold too little.\nI have stopped that.\n"


@pytest.mark.parametrize("text", ["Note: the pier is shut.\nIt opens again in May, when the work is done.", "Q: Why?\nA: Because."])
def test_labels_that_are_no_names_make_no_interview(text: str) -> None:
    assert turns(text) == ()
