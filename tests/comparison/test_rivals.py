"""A passage that contradicts a claim is never hidden behind one that supports it: both are shown."""

from __future__ import annotations

import pytest

from provenance.comparison import compare
from provenance.model import Comparison, Context, Label

TWO_NUMBERS = (
    "The police said the blast killed twelve people at the depot. Rescue teams searched the ruins until midnight. "
    "The governor later said the blast killed nineteen people at the depot."
)


def check(claim: str, source: str, language: str) -> Comparison:
    found = compare(claim, source, context=Context(language=language))
    for passage in found.evidence:
        assert source[passage.start : passage.end] == passage.text
    for difference in found.differences:
        if difference.evidence_span is not None:
            assert difference.evidence_span.of(source) == difference.source
    return found


@pytest.mark.parametrize(
    ("claim", "source", "language", "kind", "rival"),
    [
        ("The blast killed twelve people at the depot.", TWO_NUMBERS, "en", "number", "nineteen"),
        (
            "The station will open on 3 May.",
            "The station will open on 3 May, the operator said in March. Work is still going on at the platforms. "
            "In April the operator said the station will open on 21 June.",
            "en",
            "date",
            "21 June",
        ),
        (
            "The company has confirmed the merger with its rival.",
            "14:05 The company has confirmed the merger with its rival. 15:20 The company has not confirmed the merger with its rival, "
            "a spokesman says; our earlier entry was wrong.",
            "en",
            "negation",
            "not confirmed",
        ),
        (
            "В аварии погибли 12 человек.",
            "По данным полиции, в аварии погибли 12 человек. Движение перекрыто. Позже спасатели сообщили: в аварии погибли 19 человек.",
            "ru",
            "number",
            "19",
        ),
        (
            "The accident killed 12 people.",
            "По данным полиции, в аварии погибли 12 человек. Движение перекрыто. Позже спасатели сообщили: в аварии погибли 19 человек.",
            "en",
            "number",
            "19",
        ),
        (
            "Bei dem Unfall starben 12 Menschen.",
            "Bei dem Unfall starben 12 Menschen, sagte die Polizei. Die Straße ist gesperrt. Am Abend hieß es, bei dem Unfall starben 19 Menschen.",
            "de",
            "number",
            "19",
        ),
    ],
)
def test_both_passages_are_shown(claim: str, source: str, language: str, kind: str, rival: str) -> None:
    found = check(claim, source, language)
    assert found.label is not Label.SUPPORTED
    assert len(found.evidence) >= 2
    assert any(rival in passage.text for passage in found.evidence)
    assert kind in {difference.kind.value for difference in found.differences}


def test_the_reason_names_the_other_value() -> None:
    found = check("The blast killed twelve people at the depot.", TWO_NUMBERS, "en")
    assert found.label is Label.PARTLY_SUPPORTED
    assert found.reasons[0].code == "source_disagrees"
    assert "nineteen" in found.reasons[0].message
    assert "twelve" in found.evidence[0].text
    assert found.support <= 0.5


@pytest.mark.parametrize(
    ("claim", "source", "language"),
    [
        (
            "The flood destroyed 340 homes in the valley.",
            "The flood destroyed 340 homes in the valley. The fire in August destroyed 430 homes in the hills.",
            "en",
        ),
        (
            "The festival drew 5,000 visitors in 2019.",
            "The festival drew 5,000 visitors in 2019. This year the festival drew 8,000 visitors.",
            "en",
        ),
        (
            "The flood destroyed 430 homes in the valley.",
            "The flood destroyed 340 homes in the valley, the county said. Two bridges were closed. Correction: an earlier version of this "
            "article misstated the number. The flood destroyed 430 homes in the valley.",
            "en",
        ),
        (
            "The blast killed twelve people at the depot.",
            "The blast killed twelve people at the depot. Officials confirmed on Friday that the blast killed 12 people at the depot.",
            "en",
        ),
        (
            "В аварии погибли 12 человек.",
            "В аварии погибли 12 человек. В больницах остаются 19 человек.",
            "ru",
        ),
    ],
)
def test_another_matter_is_no_rival(claim: str, source: str, language: str) -> None:
    found = check(claim, source, language)
    assert found.label is Label.SUPPORTED
    assert "source_disagrees" not in {reason.code for reason in found.reasons}
