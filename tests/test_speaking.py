"""A claim without a draft names its own speaker."""

from __future__ import annotations

from provenance import compare
from provenance.model import Context, Label
from provenance.pipeline.speaking import spoken

SOURCE = (
    "The chargers were recalled on Friday after two fires. “Nobody should read this as a verdict on our products,” the head of sales, "
    "Ines Dierckx, told analysts. The chief executive, Paul Renshaw, said the costs would be known in May."
)


def test_the_person_who_is_given_a_quotation_is_its_speaker() -> None:
    assert spoken('"Nobody should read this as a verdict," Renshaw told analysts.', Context()).speaker == "Renshaw"


def test_a_known_speaker_stays_and_without_a_quotation_there_is_none() -> None:
    known = Context(speaker="Ines Dierckx")
    assert spoken('"Nobody should read this as a verdict," Renshaw told analysts.', known) is known
    assert spoken("Renshaw said that the costs would be known in May.", Context()).speaker is None
    assert spoken("The chargers were recalled.", Context()).speaker is None


def test_a_quotation_that_is_given_to_somebody_else_is_misquoted() -> None:
    right = compare('"Nobody should read this as a verdict on our products," Ines Dierckx told analysts.', SOURCE)
    wrong = compare('"Nobody should read this as a verdict on our products," Paul Renshaw told analysts.', SOURCE)
    assert right.label is Label.SUPPORTED
    assert wrong.label is Label.MISQUOTED
