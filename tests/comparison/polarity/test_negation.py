"""Negations of claim and passage are paired; what is left without a partner is told, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.comparison.comparing import Item
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.tokens import tokenize
from provenance.comparison.polarity.negation import Strength, places
from provenance.comparison.polarity.reversals import reversals
from provenance.model import Context, DifferenceKind, Extract


def turned(claim: str, source: str, language: str = "en") -> list[Fact]:
    item = Item(claim, Extract(source), Context(language=language))
    found = item.match(encoder().sentences([claim])[0])
    return list(reversals(found, language, Judge(found, language, None, None)))


def negated(claim: str, source: str, language: str = "en") -> list[str]:
    return [f.note for f in turned(claim, source, language) if f.kind is DifferenceKind.NEGATION]


ADDED, DROPPED = "added negation", "dropped negation"

PAIRS = [
    ("The council has not approved the new bridge.", "The council has approved the new bridge, the mayor said.", [ADDED]),
    ("The council has approved the new bridge.", "The council has not approved the new bridge, the mayor said.", [DROPPED]),
    ("The council has not approved the new bridge.", "The council has refused to approve the new bridge.", []),
    ("The council did not approve the bridge.", "Совет не одобрил строительство моста, сообщил мэр.", []),
    ("The council has not approved the bridge.", "Совет одобрил строительство моста, сообщил мэр.", [ADDED]),
    ("The government will raise taxes.", "Die Regierung wird die Steuern nicht erhöhen, sagte die Ministerin.", [DROPPED]),
    ("The government will not raise taxes.", "Die Regierung wird die Steuern nicht erhöhen, sagte die Ministerin.", []),
    ("The company will not close its factory in Lyon.", "L'entreprise fermera son usine de Lyon, selon la direction.", [ADDED]),
    ("The company will not close its factory in Lyon.", "L'entreprise ne fermera pas son usine de Lyon, selon la direction.", []),
    ("The strike is not legal, the court said.", "Суд признал забастовку незаконной.", []),
    ("The ferries will not stop until Friday.", "The ferries will stop on Friday.", []),
    ("The minister said nobody was hurt in the fire.", "El ministro dijo que nadie resultó herido en el incendio.", []),
    ("The mayor has not said that he will not sign the contract.", "Мэр заявил, что не подпишет контракт.", [ADDED]),
]


@pytest.mark.parametrize(("claim", "source", "notes"), PAIRS, ids=lambda v: v[:40] if isinstance(v, str) else "")
def test_unpaired_negations(claim: str, source: str, notes: list[str]) -> None:
    assert negated(claim, source) == notes


def test_spans_are_exact() -> None:
    claim, source = "The port has not reopened.", "After the storm the port has reopened, officials said."
    (fact,) = turned(claim, source)
    assert claim[fact.span.start : fact.span.end] == fact.text == "not reopened"
    assert fact.other_span is not None
    assert source[fact.other_span.start : fact.other_span.end] == fact.other == "reopened"


def test_kinds_of_negation() -> None:
    def strengths(text: str, language: str) -> list[Strength]:
        words = tuple((t.start, t.end, not t.stop) for t in tokenize(text, language))
        return [p.strength for p in places(text, language, words)]

    assert strengths("She did not sign.", "en") == [Strength.OWN]
    assert strengths("She denied it.", "en") == [Strength.IMPLIED]
    assert strengths("It is impossible.", "en") == [Strength.HELD]
    assert strengths("Didn't she sign?", "en") == [Strength.IMPLIED], "a question states nothing"
    assert strengths("Санкции останутся, пока они не уйдут.", "ru")[-1] is Strength.IMPLIED, "«пока не» is an until"


OPPOSITES = [
    ("en", "Exports rose in the spring.", "Exports fell in the spring, the ministry reported.", "opposite direction"),
    ("en", "The dump is an uncontrolled site.", "The dump is a controlled site, the agency said.", "opposite word"),
    ("en", "Shares closed up 4% on Monday.", "Shares closed down 4% on Monday in heavy trading.", "opposite direction"),
    ("en", "All of the ministers resigned on Sunday.", "Most of the ministers resigned on Sunday, the paper wrote.", "another quantifier"),
    (
        "ru",
        "Завод закончил год с прибылью, сообщили акционерам.",
        "Завод закончил год с убытком, сообщили акционерам.",
        "opposite direction",
    ),
    (
        "de",
        "Die Teilnahme am Kurs ist freiwillig.",
        "Die Teilnahme am Kurs ist verpflichtend, teilte die Schule mit.",
        "opposite direction",
    ),
    ("pl", "Szczepienie jest dobrowolne dla lekarzy.", "Szczepienie jest obowiązkowe dla lekarzy, podał szpital.", "opposite direction"),
    ("fr", "La fermeture du tunnel est temporaire.", "La fermeture du tunnel est définitive, a dit le maire.", "opposite direction"),
    ("es", "El gobierno cerró el año con superávit.", "El gobierno cerró el año con déficit, informó el banco.", "opposite direction"),
    ("uk", "Уряд приховав звіт про аварію.", "Уряд оприлюднив звіт про аварію в понеділок.", "opposite direction"),
]


@pytest.mark.parametrize(("language", "claim", "source", "note"), OPPOSITES, ids=[f"{o[0]}-{o[3]}-{i}" for i, o in enumerate(OPPOSITES)])
def test_opposites_in_place(language: str, claim: str, source: str, note: str) -> None:
    assert note in [f.note for f in turned(claim, source, language)]
    assert not turned(claim, claim, language), "a text turns nothing that it says itself"


HARMLESS = [
    ("Some of the ministers resigned on Sunday.", "All of the ministers resigned on Sunday."),
    ("Imports fell and exports rose.", "Exports rose in May, while imports fell."),
    ("The talks began after the vote.", "Before lunch the talks began, after the vote."),
    ("Prices did not rise last year.", "Prices fell last year, the bank said."),
]


@pytest.mark.parametrize(("claim", "source"), HARMLESS)
def test_opposites_elsewhere(claim: str, source: str) -> None:
    assert not [f for f in turned(claim, source) if f.kind is DifferenceKind.RELATION]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "ru", "de", "fr", "es", "pl", "uk", None]))
def test_places_lie_in_the_text(text: str, language: str | None) -> None:
    words = tuple((t.start, t.end, not t.stop) for t in tokenize(text, language))
    for place in places(text, language, words):
        assert 0 <= place.span.start < place.span.end <= len(text)
        assert 0 <= place.at < len(words)
        assert -1 <= place.head < len(words)
