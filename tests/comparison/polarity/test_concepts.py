"""The table of words that exclude each other, and how it is read."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from provenance.comparison.polarity.concepts import Sign, read

TABLE = tomllib.loads((resources.files("provenance.comparison") / "data" / "concepts.toml").read_text("utf-8"))
LANGUAGES = frozenset({"en", "ru", "uk", "de", "fr", "es", "pl"})
AXES = sorted(TABLE.keys() - {"undoing"})


def poles(axis: str) -> dict[str, dict[str, str]]:
    return {name: words for name, words in TABLE[axis].items() if name not in ("is", "pass")}


def phrases(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


@pytest.mark.parametrize("axis", AXES)
def test_every_pole_has_words_in_every_language(axis: str) -> None:
    for name, words in poles(axis).items():
        assert words.keys() == LANGUAGES, name


@pytest.mark.parametrize("axis", AXES)
def test_no_word_stands_at_two_poles_of_an_axis(axis: str) -> None:
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for name, words in poles(axis).items():
            for phrase in phrases(words[language]):
                assert phrase, (language, name)
                assert phrase == phrase.lower(), phrase
                assert seen.setdefault(phrase, name) == name, (language, phrase)


@pytest.mark.parametrize(
    ("text", "language", "axis", "pole"),
    [
        ("The board turned down the offer.", "en", "decision", "reject"),
        ("Der Verwaltungsrat lehnte das Angebot gestern ab.", "de", "decision", "reject"),
        ("Совет отклонил предложение.", "ru", "decision", "reject"),
        ("Рада ухвалила бюджет.", "uk", "decision", "accept"),
        ("Le conseil a approuvé le budget.", "fr", "decision", "accept"),
        ("El consejo rechazó la oferta.", "es", "decision", "reject"),
        ("Sąd oddalił pozew.", "pl", "suit", "dismiss"),
        ("The share price rose.", "en", "change", "up"),
        ("Ставку сохранили на уровне 9 процентов.", "ru", "change", "same"),
        ("Ключевая ставка выросла.", "ru", "change", "up"),
    ],
)
def test_words_of_each_language_are_known(text: str, language: str, axis: str, pole: str) -> None:
    assert (axis, pole) in {(i.axis, i.pole) for i in read(text, language).items}


def test_phrases_of_another_meaning_are_left_alone() -> None:
    assert not [i for i in read("She fell ill in the fall.", "en").items if i.axis == "change"]
    assert not [i for i in read("Он потерял отменный зонт.", "ru").items if i.axis == "fate"]


@pytest.mark.parametrize(
    ("text", "language", "sign"),
    [
        ("The ruling is not final.", "en", Sign.DENIED),
        ("The ruling is final.", "en", Sign.PLAIN),
        ("Wyrok nie jest prawomocny.", "pl", Sign.DENIED),
        ("Громов вину не признал.", "ru", Sign.DENIED),
        ("Le ministère n'interdira pas les feux.", "fr", Sign.DENIED),
        ("They opposed the ban on diesel cars.", "en", Sign.UNDONE),
    ],
)
def test_negations_and_words_that_undo_are_read(text: str, language: str, sign: Sign) -> None:
    items = [i for i in read(text, language).items if i.axis in ("final", "plea", "permit")]
    assert sign in {i.sign for i in items}


def test_clauses_are_parted_and_single_words_are_none() -> None:
    found = read("Revenue fell, however, while profit rose.", "en")
    down, up = (next(i for i in found.items if i.pole == pole) for pole in ("down", "up"))
    assert found.pieces[down.first] != found.pieces[up.first]
    assert found.pieces[0] == found.pieces[down.first]
