"""What a text says to be untrue, in seven languages."""

from __future__ import annotations

import pytest

from provenance.language.refutation import Standing, answer, hardly, refutation, reports_only, supposes

DENIED = [
    ("en", "A post says that the mayor bought a villa.", "This is false.", "the mayor bought a villa.", True),
    ("en", "It is a myth that the wall can be seen from the Moon.", "", "the wall can be seen from the Moon.", True),
    ("en", "Reports that two people drowned are untrue, a spokesman said.", "", "two people drowned", True),
    ("en", "Claim: Bleach cures the flu.", "Verdict: False.", "Claim: Bleach cures the flu.", True),
    ("en", "There is no evidence that the vaccine causes autism.", "", "the vaccine causes autism.", False),
    ("en", "Did the minister leave early?", "We found that he did not.", "Did the minister leave early?", True),
    ("ru", "В соцсетях утверждают, что школы закрыли.", "Это неправда.", "школы закрыли.", True),
    ("ru", "Фейк: Польша закрыла границу.", "", "Польша закрыла границу.", True),
    ("uk", "Чутки про те, що школу закрили, — неправда.", "", "школу закрили", True),
    ("uk", "У мережі пишуть, що міст закрили.", "Насправді це фейк.", "міст закрили.", True),
    ("de", "Viele glauben, dass Spinat viel Eisen enthält.", "Das ist ein Irrtum.", "Spinat viel Eisen enthält.", True),
    ("de", "Der Minister tritt zurück.", "Das stimmt nicht, sagt seine Sprecherin.", "Der Minister tritt zurück.", True),
    ("fr", "L'affirmation selon laquelle le pont est fermé est fausse.", "", "le pont est fermé", True),
    ("es", "Es falso que la ciudad haya prohibido las barbacoas.", "", "la ciudad haya prohibido las barbacoas.", True),
    ("pl", "Czy szkoła została zamknięta?", "Nie, działa normalnie.", "Czy szkoła została zamknięta?", True),
]


@pytest.mark.parametrize(("language", "sentence", "following", "denied", "firm"), DENIED)
def test_what_is_denied_is_known_and_how_firmly(language: str, sentence: str, following: str, denied: str, firm: bool) -> None:
    found = refutation(sentence, following, language)
    assert found is not None
    assert found.denied.of(sentence).strip() == denied
    assert (found.standing is Standing.DENIED) is firm
    assert found.cue.of(following if found.follows else sentence).strip()


@pytest.mark.parametrize(
    ("language", "sentence", "following"),
    [
        ("en", "The council wants to raise the fees.", "That is wrong, says the union."),
        ("en", "The film is about a hoax that fooled the town.", "It was released in May."),
        ("en", "The brigade was called to a false alarm.", "This is not a drill."),
        ("en", "The bridge was closed on Monday.", "It is false to say that the mayor ordered it."),
        ("fr", "Le pont est fermé.", "C'est vrai, dit le maire."),
        ("es", "El puente está cerrado.", "Es cierto, dice el alcalde."),
        ("zh", "It is a myth that it rains.", "This is false."),
    ],
)
def test_what_only_looks_like_a_denial_is_none(language: str, sentence: str, following: str) -> None:
    assert refutation(sentence, following, language) is None


def test_conditions_and_indirect_questions_are_only_supposed() -> None:
    for language, text, supposed in [
        ("en", "If the strike goes ahead on Friday, all ferries will be cancelled.", "the strike goes ahead on Friday"),
        ("en", "The court will decide whether the permit is valid.", "the permit is valid"),
        ("ru", "Если забастовка начнётся в пятницу, паромы отменят.", "забастовка начнётся в пятницу"),
        ("de", "Das Gericht prüft, ob die Genehmigung gültig ist.", "die Genehmigung gültig ist"),
    ]:
        found = refutation(text, "", language)
        assert found is not None
        assert found.standing is Standing.SUPPOSED
        assert found.denied.of(text) == supposed
    assert refutation("Even if it rains, the match goes ahead.", "", "en") is None
    assert supposes("The match is off if it rains.", "en")


def test_an_answer_is_yes_or_no_or_neither() -> None:
    assert answer("Yes, in a trial in Norway.", "en") is True
    assert answer("Нет.", "ru") is False
    assert answer("The trial began in May.", "en") is None
    assert answer("No.", "zh") is None


def test_who_only_reports_is_not_denied() -> None:
    assert reports_only("A video claims that the note can be traced.", "en")
    assert not reports_only("The note can be traced.", "en")
    assert hardly("Spinat enthält kaum mehr Eisen.", "de")
    assert not hardly("Spinat enthält Eisen.", "de")
