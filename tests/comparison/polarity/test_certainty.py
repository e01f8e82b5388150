"""A hedge of the source that the claim leaves out is told; what people accept as the same is not."""

from __future__ import annotations

import pytest

from provenance.comparison.comparing import Item
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.polarity.certainty import dropped_hedges
from provenance.model import Context, Extract

HEDGED = [
    ("The driver stole the car on Monday.", "The driver allegedly stole the car on Monday.", ["dropped hedge"]),
    ("The driver allegedly stole the car on Monday.", "The driver allegedly stole the car on Monday.", []),
    ("The minister received the bribe in cash.", "Министр якобы получил взятку наличными, сообщила газета.", ["dropped hedge"]),
    ("The minister reportedly received the bribe in cash.", "Министр якобы получил взятку наличными, сообщила газета.", []),
    ("The minister received the bribe in cash.", "По словам прокурора, министр получил взятку наличными.", []),
    ("The museum opened a new wing in March.", "The museum will open a new wing in March, its director said.", ["told as done"]),
    ("The museum will open a new wing in March.", "The museum plans to open a new wing in March, its director said.", []),
    ("The museum opened a new wing in March.", "Музей планирует открыть новое крыло в марте, сообщил директор.", ["told as done"]),
    ("The museum opened a new wing in March.", "Музей открыл новое крыло в марте, сообщил директор.", []),
]


@pytest.mark.parametrize(("claim", "source", "notes"), HEDGED)
def test_what_became_of_the_hedge(claim: str, source: str, notes: list[str]) -> None:
    item = Item(claim, Extract(source), Context(language="en"))
    found = dropped_hedges(item.match(encoder().sentences([claim])[0]), "en")
    assert [f.note for f in found] == notes
    for fact in found:
        assert claim[fact.span.start : fact.span.end] == fact.text
        assert fact.other_span is not None
        assert source[fact.other_span.start : fact.other_span.end] == fact.other
