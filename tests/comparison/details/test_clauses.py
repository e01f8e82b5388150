"""Sentences read as clauses with their subjects, in seven languages."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.comparison.details.actors import akin, group_of, one_bearer
from provenance.comparison.details.scenes import clauses
from provenance.comparison.matching.tokens import tokenize

READ = [
    ("en", "The transport minister, Anke Voss, apologised to commuters.", ["The transport minister Anke Voss"]),
    ("en", "Doctors treated 11 children, and volunteers handed out blankets.", ["Doctors", "volunteers"]),
    ("en", "The minister said the chains had earned 3 billion pounds.", ["The minister", "the chains"]),
    ("es", "La patronal votó en contra y los sindicatos, que pedían un 8 %, se abstuvieron.", ["La patronal", "los sindicatos", "los sindicatos"]),
    ("de", "Am Donnerstag lehnte der Stadtrat den Bau ab.", ["der Stadtrat"]),
    ("fr", "Son complice, Hugo Blin, a été relaxé.", ["Son complice Hugo Blin"]),
    ("pl", "Legion ma 33 punkty, a Pogoń 18.", ["Legion", "Pogoń"]),
    ("ru", "Новым тренером станет Пабло Ариас.", ["Пабло Ариас"]),
    ("uk", "Компанія «Дніпрогаз» підвищила тарифи, а «Київтепло» знизило їх.", ["Компанія Дніпрогаз", "Київтепло"]),
]  # fmt: skip


def subjects(text: str, language: str) -> list[str]:
    tokens = tokenize(text, language)
    told = [" ".join(tokens[i].text for p in c.subject for i in p.words) for c in clauses(text, language, None) if c.subject]
    return [one.removeprefix("а ") if language in ("ru", "uk") else one.removeprefix("a ") for one in told]


@pytest.mark.parametrize(("language", "text", "expected"), READ)
def test_each_clause_has_its_subject(language: str, text: str, expected: list[str]) -> None:
    found = subjects(text, language)
    for one in expected:
        assert one in found, found


@pytest.mark.parametrize(
    ("language", "text"), [("en", "She promised a new law by the summer."), ("ru", "Она пообещала новый закон."), ("xx", "Ada won.")]
)
def test_a_pronoun_is_nobody_and_an_unknown_language_is_not_read(language: str, text: str) -> None:
    assert subjects(text, language) == []


def test_what_is_left_out_and_what_is_said_is_kept_apart() -> None:
    gapped = clauses("Legion ma 33 punkty, a Pogoń 18.", "pl", None)[-1]
    assert gapped.verb == -1
    outer = clauses("The judge found that Vistalux had missed the deadlines.", "en", None)[0]
    assert outer.told
    assert outer.told < set(outer.words)


def test_groups_and_bearers() -> None:
    assert group_of("sindicatos", "sindicato", "es") == "union"
    assert group_of("работодатели", "работодатель", "ru") == "employer"
    assert not akin(["union"], ["employer"])
    assert akin(["city"], ["city"])
    assert akin(["union"], ["worker"])
    assert one_bearer("Karl Horn", "Horn")
    assert one_bearer("Iskra", "Искры")
    assert not one_bearer("Karl Horn", "Lena Brandt")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="ab Aéя,.-«»\"'0 ", max_size=60), st.sampled_from(["en", "de", "fr", "es", "pl", "ru", "uk"]))
def test_every_index_is_a_word_of_the_sentence(text: str, language: str) -> None:
    words = set(range(len(tokenize(text, language))))
    for clause in clauses(text, language, None):
        assert set(clause.words) | {i for p in clause.phrases for i in p.words} <= words
