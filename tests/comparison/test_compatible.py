"""Opposites that may both be true accuse nobody."""

from __future__ import annotations

from provenance import compare
from provenance.model import Label


def test_what_is_said_of_another_person_accuses_nobody() -> None:
    source = (
        "The court in Poltava upheld the sentence of the official Vitaly Khomenko, who was convicted of embezzlement in November. The case of "
        "the contractor Bohdan Shulha, who was cleared then, will be heard again in May."
    )
    assert compare("Bohdan Shulha, who had been acquitted, will have his case heard again.", source).label is not Label.CONTRADICTED


def test_a_comparison_seen_from_its_other_end_accuses_nobody() -> None:
    source = (
        "За минувшую неделю корью заболели 27 человек, вдвое больше, чем неделей раньше, сообщила главный врач области Наталья Ермилова."
    )
    assert compare("Неделей ранее случаев кори было примерно вдвое меньше.", source).label is not Label.CONTRADICTED


def test_an_opposite_of_the_same_thing_still_accuses() -> None:
    source = "The number of visitors to the museum rose last year, its director said. The shop was closed for repairs."
    assert compare("The number of visitors to the museum fell last year, its director said.", source).label is Label.CONTRADICTED
