"""Two judgements made into one, and what a model alone may never decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.comparison.comparing import Item
from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.entailment import Judgement
from provenance.comparison.entailment.blending import Blended, blend, contradiction_reason, contradicts, read_passage
from provenance.comparison.entailment.embedded import Embedded
from provenance.comparison.entailment.passages import met_by
from provenance.comparison.fitting.weights import fitted
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.signals import Signals
from provenance.model import Context, DifferenceKind, Extract, Passage, Span

SOURCE = "The baker in Mill Lane closed her shop in June. She had worked there for 30 years. The tram line will be built next year."
_UNIT = st.floats(0.0, 1.0)


def seen(claim: str, source: str = SOURCE) -> Signals:
    item = Item(claim, Extract(source), Context(language="en"))
    return item.signals(encoder().sentences([claim])[0], fitted().word)


@dataclass(frozen=True)
class Fixed:
    """A model that always says the same."""

    answer: Judgement
    name: str = "fixed"

    def judge(self, items: Sequence[Signals]) -> list[Judgement]:
        return [self.answer for _ in items]


@given(_UNIT, _UNIT, _UNIT)
def test_support_stays_a_probability_and_follows_both(own: float, other: float, more: float) -> None:
    found = blend(own, other)
    assert 0.0 <= found <= 1.0
    assert min(own, other, 0.03) - 1e-9 <= found <= max(own, other, 0.97) + 1e-9
    assert blend(own, max(other, more)) >= found
    assert blend(max(own, more), other) >= found


def test_a_model_alone_does_not_reach_the_ends() -> None:
    assert blend(0.5, 1.0) < 0.95
    assert blend(0.02, 1.0) < 0.75
    assert blend(0.9, 0.9) == pytest.approx(0.9)


def test_where_the_model_was_silent_the_embedded_judgement_stands() -> None:
    found = seen("The baker closed her shop in June.")
    (own,) = Embedded().judge([found])
    (both,) = Blended(Embedded(), Fixed(Judgement(0.0, 0.99, Span(0, 10), silence="no answer", model="fixed"))).judge([found])
    assert (both.support, both.contradiction, both.evidence) == (own.support, 0.0, None)
    assert (both.silence, both.model) == ("no answer", "fixed")
    (heard,) = Blended(Embedded(), Fixed(Judgement(0.01, model="fixed"))).judge([found])
    assert heard.support < own.support


JULY = "The baker in Mill Lane closed her shop in July."
PAINT = "The baker in Mill Lane repainted her shop in June."


def differing(found: Signals) -> tuple[Fact, ...]:
    return tuple(f for f in found.facts if f.outcome is Outcome.DIFFERS)


@pytest.mark.parametrize(
    ("claim", "probability", "place", "called"),
    [
        (JULY, 0.97, Span(0, 47), True),  # another month, and a sure model
        (JULY, 0.6, Span(0, 47), False),  # not sure
        (JULY, 0.99, Span(82, 121), False),  # a passage about something else
        (JULY, 0.0, Span(0, 47), False),
        (JULY, 0.99, None, False),  # nothing to show
        (PAINT, 0.99, Span(0, 47), False),  # no detail differs
    ],
)
def test_a_contradiction_needs_more_than_a_model_s_word(claim: str, probability: float, place: Span | None, called: bool) -> None:
    found = seen(claim)
    assert contradicts(found, Judgement(0.02, probability, place, model="fixed"), {}, differing(found)) is called


def test_the_detail_must_differ_where_the_model_read() -> None:
    source = f"{SOURCE} The baker in Mill Lane closed her other shop in June."
    found = seen(JULY, source)
    (fact,) = differing(found)
    elsewhere = Span(source.rindex("The baker"), len(source)) if fact.sentence == 0 else Span(0, 47)
    judgement = Judgement(0.02, 0.99, elsewhere, model="fixed")
    assert met_by(found.match, elsewhere) > 0.8
    assert not contradicts(found, judgement, {}, (fact,))
    assert contradicts(found, replace(judgement, evidence=Span(0, len(source))), {}, (fact,))


def test_a_dropped_hedge_is_no_contradiction() -> None:
    found = seen(JULY)
    (fact,) = differing(found)
    assert not contradicts(found, Judgement(0.02, 0.99, Span(0, 47), model="fixed"), {}, (replace(fact, kind=DifferenceKind.HEDGE),))


def test_the_weights_file_may_let_a_model_speak_alone() -> None:
    found = seen(PAINT)
    judgement = Judgement(0.02, 0.99, Span(0, 47), model="fixed")
    assert contradicts(found, judgement, {"model_alone": 0.98})
    assert not contradicts(found, judgement, {"model_alone": 0.98, "model_met_alone": 1.1})
    assert not contradicts(found, replace(judgement, evidence=Span(82, 121)), {"model_alone": 0.98})


def test_the_reason_names_the_model_and_shows_its_passage() -> None:
    found = seen("The baker in Mill Lane repainted her shop in June.")
    reason = contradiction_reason(found, Judgement(0.02, 0.99, Span(0, 47), "It closed.", "fixed"))
    assert reason.code == "model_contradicts"
    assert reason.message == "the model fixed reads a contradiction in “The baker in Mill Lane closed her shop in June.” (It closed.)"


def test_the_passage_that_the_model_read_is_among_the_evidence() -> None:
    found = seen(JULY)
    judgement = Judgement(0.02, 0.99, Span(82, 121), model="fixed")
    shown = tuple(Passage(SOURCE[a:b], a, b, 0.5) for a, b in ((0, 47), (48, 81)))
    (first, *others) = read_passage(found, judgement, shown)
    assert (first.text, first.start, first.end) == (SOURCE[82:121], 82, 121)
    assert tuple(others) == shown
    assert read_passage(found, replace(judgement, evidence=Span(10, 60)), shown) == shown
    assert len(read_passage(found, judgement, (*shown, shown[0]))) == 3


def test_what_stands_beside_the_main_text_accuses_nobody() -> None:
    item = Item(JULY, Extract("The tram line will be built next year.", SOURCE), Context(language="en"))
    found = item.signals(encoder().sentences([JULY])[0], fitted().word)
    at = found.match.reading.text.index("The baker")
    judgement = Judgement(0.02, 0.99, Span(at, at + 47), model="fixed")
    assert differing(found)
    assert not contradicts(found, judgement, {}, differing(found))
    assert not contradicts(found, judgement, {"model_alone": 0.5, "model_met_alone": 0.0}, differing(found))
