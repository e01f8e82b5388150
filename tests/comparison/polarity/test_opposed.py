"""Two poles of one axis accuse only where claim and source tell of the same thing."""

from __future__ import annotations

import pytest

from provenance.comparison import compare
from provenance.model import Context, DifferenceKind, Label

TWO = "Tenants deplored the ruling, landlords welcomed it. The number of empty flats rose by a tenth, while rents fell."


@pytest.mark.parametrize(
    "claim",
    [
        "Tenants criticised the ruling.",
        "Landlords praised the ruling.",
        "Rents have dropped.",
        "The number of empty flats increased by a tenth.",
    ],
)
def test_an_opposite_that_is_said_of_another_accuses_nobody(claim: str) -> None:
    assert compare(claim, TWO, context=Context(language="en")).label is not Label.CONTRADICTED


@pytest.mark.parametrize("claim", ["Tenants welcomed the ruling.", "Rents rose.", "The number of empty flats fell by a tenth."])
def test_an_opposite_that_is_said_of_the_same_forbids_support(claim: str) -> None:
    found = compare(claim, TWO, context=Context(language="en"))
    assert found.label in (Label.CONTRADICTED, Label.PARTLY_SUPPORTED)
    assert any(d.kind is DifferenceKind.RELATION for d in found.differences)


def test_what_was_closed_until_it_reopened_is_no_opposite() -> None:
    source = "The tunnel under the Arlen pass reopened on Sunday after five months of repairs. Lorries must still take the old road."
    found = compare("The tunnel was closed for five months.", source, context=Context(language="en"))
    assert found.label is not Label.CONTRADICTED
    assert not any(d.kind is DifferenceKind.RELATION for d in found.differences)


def test_an_opposite_that_is_only_possible_is_no_contradiction() -> None:
    source = "El banco advirtió de que el impuesto podría frenar la inversión extranjera en la región."
    found = compare("The tax boosted foreign investment in the region.", source, context=Context(language="en"))
    assert found.label is not Label.SUPPORTED


def test_a_ban_that_was_lifted_allows() -> None:
    source = "Le préfet a levé l'interdiction de baignade dans le lac en juin."
    found = compare("The prefect allowed swimming in the lake in June.", source, context=Context(language="en"))
    assert found.label is not Label.CONTRADICTED


@pytest.mark.parametrize(
    ("claim", "wrong"), [("Orion beat Metallist in Saturday's match.", False), ("Metallist beat Orion in Saturday's match.", True)]
)
def test_a_defeat_is_the_other_sides_victory(claim: str, wrong: bool) -> None:
    source = "В субботнем матче «Металлист» проиграл «Ориону» со счётом 0:2. Зрителей было мало."
    found = compare(claim, source, context=Context(language="en"))
    assert any(d.kind is DifferenceKind.RELATION for d in found.differences) is wrong, found
