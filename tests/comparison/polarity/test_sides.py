"""Earlier and later, cause and effect, more and less: the order in which a claim has two things."""

from __future__ import annotations

import pytest

from provenance import compare
from provenance.comparison.matching.tokens import tokenize
from provenance.comparison.polarity.sides import orders
from provenance.model import Label


@pytest.mark.parametrize(
    ("text", "language", "kind", "turned", "right"),
    [
        ("The stadium was cleared after the final.", "en", "time", True, "final"),
        ("Новый цех откроется не раньше сентября.", "ru", "time", True, "сентября"),
        ("Le musée a fermé avant les élections.", "fr", "time", False, "élections"),
        ("Copper is more reactive than silver.", "en", "than", False, "silver"),
        ("Зарплаты выросли меньше, чем цены.", "ru", "than", True, "цены"),
    ],
)
def test_a_word_parts_two_sides(text: str, language: str, kind: str, turned: bool, right: str) -> None:
    tokens = tokenize(text, language)
    (order,) = orders(text, language, tokens)
    assert (order.kind, order.turned, [tokens[i].text for i in order.right]) == (kind, turned, [right])


@pytest.mark.parametrize(
    ("claim", "source", "supported"),
    [
        ("The stadium was cleared before the final.", "The stadium was cleared after the final.", False),
        ("The stadium was cleared after the final.", "The stadium was cleared after the final.", True),
        ("Buses are faster than trains.", "Pociągi są szybsze niż autobusy.", False),
        ("Trains are faster than buses.", "Pociągi są szybsze niż autobusy.", True),
        ("Prices rose because demand had fallen.", "Demand fell because prices rose.", False),
        ("The new workshop will open before September.", "Новый цех откроется не раньше сентября.", False),
    ],
)
def test_two_things_in_another_order_are_not_supported(claim: str, source: str, supported: bool) -> None:
    assert (compare(claim, source).label is Label.SUPPORTED) is supported
