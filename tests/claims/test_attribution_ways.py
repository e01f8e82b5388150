"""Kinds of cue, chains of sources, denials and what is no claim, in sentences of seven languages and of others."""

from __future__ import annotations

import pytest
from guards import no_hang

from provenance import find_claims
from provenance.claims import is_statement
from provenance.model import Attribution, CueKind, SourceKind


def attributions(text: str, language: str) -> list[Attribution]:
    return [c.attribution for c in find_claims(text, language=language) if c.attribution is not None]


def chain(attribution: Attribution) -> list[str]:
    names = []
    link: Attribution | None = attribution
    while link is not None:
        names.append(link.source)
        link = link.relayed_from
    return names


CHAINS = [
    (
        "en",
        "Reuters reported Friday, citing the Courier, which cited two officials, that Norris had signed the order.",
        ["Reuters", "Courier", "two officials"],
    ),
    (
        "ru",
        "РБК со ссылкой на «Интерфакс», который ссылается на источник в мэрии, пишет, что мост закроют.",
        ["РБК", "Интерфакс", "источник в мэрии"],
    ),
    ("ru", "Как пишет РБК со ссылкой на «Интерфакс», мост закроют.", ["РБК", "Интерфакс"]),
    (
        "de",
        "Wie der „Spiegel“ unter Berufung auf die Agentur dpa berichtet, wird die Brücke geschlossen.",
        ["der Spiegel", "die Agentur dpa"],
    ),
    ("fr", "Selon Le Monde, qui cite une note interne, le pont fermera.", ["Le Monde", "une note interne"]),
    ("es", "Según El Faro, que cita una nota interna, el puente cerrará.", ["El Faro", "una nota interna"]),
    ("pl", "Jak podaje „Kurier”, powołując się na agencję Widok, most zostanie zamknięty.", ["Kurier", "Widok"]),
]


@pytest.mark.parametrize(("language", "text", "names"), CHAINS, ids=[f"{c[0]}-{c[1][:40]}" for c in CHAINS])
def test_chains_of_sources(language: str, text: str, names: list[str]) -> None:
    (found,) = attributions(text, language)
    assert chain(found) == names


DENIED = [
    ("en", "Norris never claimed the bridge was safe."),
    ("ru", "Мэр не говорил, что мост закроют."),
    ("uk", "Мер не казав, що міст закриють."),
    ("de", "Der Bürgermeister sagte nicht, dass die Brücke geschlossen wird."),
    ("fr", "Le maire n’a pas dit que le pont fermerait."),
    ("es", "El alcalde no dijo que el puente cerraría."),
    ("pl", "Burmistrz nie powiedział, że most zostanie zamknięty."),
]


@pytest.mark.parametrize(("language", "text"), DENIED, ids=[case[0] for case in DENIED])
def test_what_was_not_said_is_marked(language: str, text: str) -> None:
    (found,) = attributions(text, language)
    assert found.denied


def test_a_negation_inside_the_content_is_no_denial() -> None:
    (found,) = attributions("Der Bürgermeister sagte, dass die Brücke nicht geschlossen wird.", "de")
    assert not found.denied


MINDS = [
    ("en", "Norris wants to close the bridge."),
    ("en", "Norris is confident that the bridge will hold."),
    ("en", "The bridge is expected to close in May."),
    ("en", "Her support for the toll surprised the town."),
    ("en", "Norris has long opposed the tax."),
    ("ru", "Мэр хочет закрыть мост."),
    ("uk", "Мер хоче закрити міст."),
    ("de", "Der Verein hofft, dass das Geld zurückkommt."),
    ("fr", "Le maire veut fermer le pont."),
    ("es", "El alcalde quiere cerrar el puente."),
    ("pl", "Burmistrz chce zamknąć most."),
]


@pytest.mark.parametrize(("language", "text"), MINDS, ids=[f"{c[0]}-{c[1][:30]}" for c in MINDS])
def test_wishes_and_stances_are_found_and_are_no_statements(language: str, text: str) -> None:
    (claim,) = find_claims(text, language=language)
    assert claim.attribution is not None
    assert claim.attribution.cue_kind in (CueKind.THOUGHT, CueKind.STANCE)
    assert not is_statement(claim)


def test_what_a_document_shows_is_a_statement() -> None:
    (claim,) = find_claims("A poll by the Harbor Institute found that six in ten voters pay the toll.", language="en")
    assert claim.attribution is not None
    assert claim.attribution.speaker_or_outlet is SourceKind.DOCUMENT
    assert is_statement(claim)


NOTHING = [
    ("en", "Did Norris say that the bridge was closed?"),
    ("en", "If Norris says that the bridge is safe, the town will open it."),
    ("en", "Norris might say that the bridge is closed."),
    ("ru", "Сказал ли мэр, что мост закроют?"),
    ("it", "Il film «La vita» è uscito ieri."),
]


@pytest.mark.parametrize(("language", "text"), NOTHING, ids=[f"{c[0]}-{c[1][:30]}" for c in NOTHING])
def test_questions_hypotheses_and_titles_claim_nothing(language: str, text: str) -> None:
    assert attributions(text, language) == []


MIDDLE = [
    ("ru", "Объявить её, добавил собеседник, могут уже завтра.", ["Объявить её", "могут уже завтра"]),
    ("de", "Verkündet werde sie, fügte er hinzu, in der kommenden Woche.", ["Verkündet werde sie", "in der kommenden Woche"]),
    ("fr", "Ce niveau, estiment plusieurs économistes, ne couvre que deux mois.", ["Ce niveau", "ne couvre que deux mois"]),
    ("es", "La decisión, agregó el asesor, se publicará el martes.", ["La decisión", "se publicará el martes"]),
    ("pl", "Decyzja, dodał doradca, zostanie ogłoszona we wtorek.", ["Decyzja", "zostanie ogłoszona we wtorek"]),
]


@pytest.mark.parametrize(("language", "text", "contents"), MIDDLE, ids=[case[0] for case in MIDDLE])
def test_content_on_both_sides_of_the_cue(language: str, text: str, contents: list[str]) -> None:
    (found,) = attributions(text, language)
    assert [s.of(text) for s in found.content_spans] == contents


OTHERS = [
    ("it", "«Il ponte resta chiuso», ha detto il sindaco Carlo Bianchi alla stampa.", "Carlo Bianchi"),
    ("nl", "Volgens wethouder Jan Visser is het duidelijk: „De brug blijft dicht tot mei”.", "Jan Visser"),
    ("pt", "“A ponte continua fechada”, afirmou Marta Lopes.", "Marta Lopes"),
]


@pytest.mark.parametrize(("language", "text", "name"), OTHERS, ids=[case[0] for case in OTHERS])
def test_other_languages_are_read_by_marks_and_names_and_say_so(language: str, text: str, name: str) -> None:
    (found,) = attributions(text, language)
    assert found.source == name
    assert "no rules of its own" in found.note


def test_languages_with_rules_bear_no_note() -> None:
    assert [a.note for a in attributions("Norris said the bridge was closed.", "en")] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Norris said, " * 3_000,
        "citing X, " * 6_000,
        "his support for the toll and " * 1_500,
        "«" * 20_000,
        "is expected to " * 5_000,
        "— said — " * 6_000,
    ],
    ids=["said", "citing", "noun", "marks", "expected", "dashes"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    with no_hang():
        find_claims(text, language="en")
