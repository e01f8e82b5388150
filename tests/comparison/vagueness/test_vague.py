"""Claims that no source can settle are told from claims that one can, and never overrule what a source says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import Tell

from provenance.comparison import compare
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.vagueness.opinions import pairs
from provenance.comparison.vagueness.vague import Vague, Vagueness, overruled, vague
from provenance.model import Comparison, Context, Label

NOBODY = Context()
HELD_OUT = [
    (language, kind, loose, firm)
    for language, rows in tomllib.loads((Path(__file__).parent / "vague_held_out.toml").read_text("utf-8")).items()
    for kind, loose, firm in rows
]
PAGE = (
    "The Lenne bridge opened to traffic on Monday. It carries two lanes and a cycle path. The county paid for it with a loan. "
    "The county council will not name it after the former governor."
)


def rates(table: list[tuple[str, str, str, str]]) -> tuple[float, float]:
    """Precision and recall of "no source can settle it" on pairs of claims."""
    vectors = encoder().sentences([text for _, _, loose, firm in table for text in (loose, firm)])
    called = [
        vague(text, language, NOBODY, vector) is not None
        for (language, text), vector in zip(((row[0], text) for row in table for text in row[2:]), vectors, strict=True)
    ]
    loose, firm = sum(called[0::2]), sum(called[1::2])
    return loose / max(1, loose + firm), loose / len(table)


def test_the_claims_that_the_rules_were_made_with(tell: Tell) -> None:
    table = pairs()
    assert {row[0] for row in table} == {"en", "ru", "uk", "de", "fr", "es", "pl"}
    precision, recall = rates(table)
    tell(f"too vague, {2 * len(table)} claims: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.98
    assert recall >= 0.9


def test_claims_that_were_held_out(tell: Tell) -> None:
    precision, recall = rates(HELD_OUT)
    tell(f"too vague, {2 * len(HELD_OUT)} claims held out: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.97
    assert recall >= 0.45


@pytest.mark.parametrize(
    ("claim", "language", "kind"),
    [
        ("Why should we pay for it?", "en", Vague.QUESTION),
        ("In my opinion the bridge is too low.", "en", Vague.VIEW),
        ("The bridge is hideous.", "en", Vague.VALUE),
        ("It is time to close the bridge.", "en", Vague.DEMAND),
        ("Let us build a better one!", "en", Vague.WISH),
        ("Nothing good will come of it.", "en", Vague.PREDICTION),
        ("Nobody builds bridges like the Dutch.", "en", Vague.PRAISE),
        ("Time will tell.", "en", Vague.PLATITUDE),
        ("¿Quién paga la obra?", "es", Vague.QUESTION),
        ("Das ist eine Schande.", "de", Vague.VALUE),
        ("it was", "en", Vague.NO_CONTENT),
        ("they talked", "en", Vague.FRAGMENT),
    ],
)
def test_kinds(claim: str, language: str, kind: Vague) -> None:
    found = vague(claim, language, NOBODY)
    assert found is not None
    assert found.kind is kind
    assert found.reason.code == "too_vague"


@pytest.mark.parametrize(
    "claim",
    [
        "The auditor called the reform a disgrace.",
        "According to the auditor, the reform is a disgrace.",
        "The reform, passed in 2019, is a disgrace.",
        "On Friday the most beautiful bridge in the world was closed.",
        "“The reform is a disgrace to us all,” it says.",
        "I think the mayor took bribes.",
        "The minister resigned over the shameful deal.",
    ],
)
def test_a_checkable_detail_makes_a_claim_checkable(claim: str) -> None:
    assert vague(claim, "en", NOBODY) is None


@pytest.mark.parametrize("claim", ["The reform is a disgrace.", "We must resign.", "Why should we pay?", "I think he is a hero."])
def test_an_opinion_with_a_speaker_is_a_matter_of_fact(claim: str) -> None:
    vector = encoder().sentences([claim])[0]
    assert vague(claim, "en", NOBODY, vector) is not None
    assert vague(claim, "en", Context(speaker="Ida Holm"), vector) is None


def test_an_opinion_is_not_held_against_a_source_that_lacks_it() -> None:
    found = compare("The Lenne bridge is a disgrace.", PAGE)
    assert found.label is Label.NOT_CHECKABLE
    assert [reason.code for reason in found.reasons] == ["too_vague"]
    assert found.differences == ()


def test_an_opinion_that_the_source_holds_is_supported() -> None:
    source = "The Lenne bridge is a disgrace. It was built without a permit, and the council looked away."
    assert compare("The Lenne bridge is a disgrace.", source).label is Label.SUPPORTED


def test_a_claim_that_can_be_checked_is_still_not_found() -> None:
    assert compare("The choir sang in the cathedral at Easter.", PAGE).label is Label.NOT_FOUND


def test_a_source_about_the_same_thing_does_not_support_a_judgement_that_it_does_not_pass() -> None:
    found = Comparison(Label.SUPPORTED, 0.5, 0.6)
    assert overruled(found, Vagueness(Vague.VALUE, "is a disgrace"), 0.7, 0.3).label is Label.NOT_CHECKABLE
    assert overruled(found, Vagueness(Vague.VALUE, "is a disgrace"), 0.7, 0.9) is found


@pytest.mark.parametrize("label", [Label.SUPPORTED, Label.CONTRADICTED, Label.MISQUOTED, Label.NOT_CHECKABLE])
def test_what_a_source_says_is_never_overruled(label: Label) -> None:
    found = Comparison(label, 0.8, 0.5)
    assert overruled(found, Vagueness(Vague.VALUE, "is ugly")) is found


def test_a_claim_that_the_source_has_nearly_word_for_word_keeps_its_verdict() -> None:
    found = Comparison(Label.PARTLY_SUPPORTED, 0.8, 0.5)
    assert overruled(found, Vagueness(Vague.VALUE, "is ugly"), 0.95) is found
    assert overruled(found, Vagueness(Vague.VALUE, "is ugly"), 0.5).label is Label.NOT_CHECKABLE
    assert overruled(found, None) is found


def test_an_opinion_by_its_sound_alone_overrules_only_a_source_that_says_nothing_of_it() -> None:
    part, nothing = Comparison(Label.PARTLY_SUPPORTED, 0.8, 0.5), Comparison(Label.NOT_FOUND, 0.8, 0.1)
    kept = overruled(part, Vagueness(Vague.OPINION), 0.5)
    assert (kept.label, kept.confidence) == (Label.PARTLY_SUPPORTED, 0.8)
    assert [reason.code for reason in kept.reasons] == ["too_vague"]
    assert overruled(nothing, Vagueness(Vague.OPINION), 0.5).label is Label.NOT_CHECKABLE


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "ru", "uk", "de", "fr", "es", "pl", "fi"]))
def test_any_text(claim: str, language: str) -> None:
    found = vague(claim, language, NOBODY)
    assert found is None or found.reason.message


def test_words_that_lead_nowhere() -> None:
    assert vague("bridge is the very very very same bridge " * 5, "en", NOBODY) is None
    assert vague("bridge is " * 500_000, "en", NOBODY) is None
