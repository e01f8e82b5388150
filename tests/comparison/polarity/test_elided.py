"""What a source denies of somebody without telling it again bears out no claim that tells it of him."""

from __future__ import annotations

import pytest

from provenance.comparison import compare
from provenance.comparison.polarity.turned import DROPPED
from provenance.model import Context, Label

TREATY = "Twelve countries signed the treaty; Hungary and Serbia did not. It takes effect in May."
STRIKE = "The drivers have accepted the offer, but the guards have not. Trains will run on Monday."


@pytest.mark.parametrize(
    ("claim", "source", "language"),
    [
        ("Hungary signed the treaty.", TREATY, "en"),
        ("Serbia signed the treaty.", TREATY, "en"),
        ("The guards have accepted the offer.", STRIKE, "en"),
        ("Ungarn hat den Vertrag unterzeichnet.", TREATY, "de"),
        ("Венгрия подписала договор.", TREATY, "ru"),
        ("Paula voted for the plan.", "Most members voted for the plan, though Paula didn't. It passed.", "en"),
    ],
)
def test_it_forbids_support(claim: str, source: str, language: str) -> None:
    found = compare(claim, source, context=Context(language=language))
    assert found.label in (Label.PARTLY_SUPPORTED, Label.CONTRADICTED)
    assert DROPPED in {d.detail for d in found.differences}


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Twelve countries signed the treaty.", TREATY),
        ("The drivers have accepted the offer.", STRIKE),
    ],
)
def test_who_is_not_meant_is_let_pass(claim: str, source: str) -> None:
    assert DROPPED not in {d.detail for d in compare(claim, source).differences}
