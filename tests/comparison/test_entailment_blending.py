"""Two judgements made into one, and what a model alone may never decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.comparison.comparing import Item
from provenance.comparison.encoder import encoder
from provenance.comparison.entailment import Judgement
from provenance.comparison.entailment.blending import Blended, blend, contradiction_reason, contradicts
from provenance.comparison.entailment.embedded import Embedded
from provenance.comparison.signals import Signals
from provenance.comparison.weights import fitted
from provenance.model import Context, Extract, Span

SOURCE = "The baker in Mill Lane closed her shop in June. She had worked there for 30 years. The tram line will be built next year."
_UNIT = st.floats(0.0, 1.0)


def seen(claim: str) -> Signals:
    item = Item(claim, Extract(SOURCE), Context(language="en"))
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


@pytest.mark.parametrize(
    ("claim", "probability", "place", "called"),
    [
        ("The baker in Mill Lane closed her shop in July.", 0.95, Span(0, 47), True),  # another month, and a sure model
        ("The baker in Mill Lane closed her shop in July.", 0.6, Span(0, 47), False),  # not sure
        ("The baker in Mill Lane closed her shop in July.", 0.99, Span(82, 121), False),  # a passage about something else
        ("The baker in Mill Lane kept her shop.", 0.95, Span(0, 47), False),  # no detail differs
        ("The baker in Mill Lane repainted her shop in June.", 0.99, Span(0, 47), True),  # surer still, and the passage is the claim's
        ("The baker in Mill Lane repainted her shop in June.", 0.99, None, False),  # nothing to show
        ("The baker in Mill Lane repainted her shop in June.", 0.0, Span(0, 47), False),
    ],
)
def test_a_contradiction_needs_more_than_a_model_s_word(claim: str, probability: float, place: Span | None, called: bool) -> None:
    judgement = Judgement(0.02, probability, place, model="fixed")
    assert contradicts(seen(claim), judgement, {}) is called


def test_the_weights_file_may_set_the_thresholds() -> None:
    found = seen("The baker in Mill Lane repainted her shop in June.")
    judgement = Judgement(0.02, 0.99, Span(0, 47), model="fixed")
    assert not contradicts(found, judgement, {"model_alone": 0.995})
    assert contradicts(found, replace(judgement, contradiction=0.92), {"model_alone": 0.9})


def test_the_reason_names_the_model_and_shows_its_passage() -> None:
    found = seen("The baker in Mill Lane repainted her shop in June.")
    reason = contradiction_reason(found, Judgement(0.02, 0.99, Span(0, 47), "It closed.", "fixed"))
    assert reason.code == "model_contradicts"
    assert reason.message == "the model fixed reads a contradiction in “The baker in Mill Lane closed her shop in June.” (It closed.)"
