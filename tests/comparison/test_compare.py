"""``compare``, ``compare_many`` and what they promise whatever the texts are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.comparison import compare, compare_many
from provenance.model import Context, Extract, Label, Status

PAGE = (
    "The city council voted on Tuesday to close the old harbour to cargo ships. The mayor, Ida Holm, said the decision would cost 14 million kroner. "
    "Fishermen may keep using the northern pier. The last freighter is due to leave on 3 May 2022."
)


def codes(claim: str, source: Extract | str, context: Context | None = None) -> set[str]:
    return {reason.code for reason in compare(claim, source, context=context or Context()).reasons}


def test_the_evidence_is_the_passage_and_its_place_is_exact() -> None:
    found = compare("The council voted to close the old harbour to cargo ships.", PAGE)
    assert found.label is Label.SUPPORTED
    assert found.evidence[0].text.startswith("The city council voted")
    assert PAGE[found.evidence[0].start : found.evidence[0].end] == found.evidence[0].text
    assert len(found.evidence) <= 3


def test_a_differing_number_stands_side_by_side_with_the_source() -> None:
    claim = "The mayor said the decision would cost 41 million kroner."
    found = compare(claim, PAGE)
    assert found.label is Label.CONTRADICTED
    difference = next(d for d in found.differences if d.kind.value == "number")
    assert "41" in difference.claim
    assert "14" in difference.source
    assert difference.claim_span is not None
    assert difference.claim_span.of(claim) == difference.claim
    assert difference.evidence_span is not None
    assert difference.evidence_span.of(PAGE) == difference.source
    assert found.support < 0.5


def test_a_missing_number_is_not_a_contradiction() -> None:
    found = compare("The council voted, by 31 votes, to close the old harbour to cargo ships.", PAGE)
    assert found.label is Label.PARTLY_SUPPORTED
    assert any(d.kind.value == "missing" and "31" in d.claim for d in found.differences)


def test_another_subject_is_not_found_and_has_no_evidence() -> None:
    found = compare("Scientists discovered a new species of orchid in Borneo.", PAGE)
    assert found.label is Label.NOT_FOUND
    assert found.evidence == ()
    assert "no_passage" in {r.code for r in found.reasons}


def test_nothing_is_absent_from_a_page_that_was_not_read_in_full() -> None:
    claim = "Scientists discovered a new species of orchid in Borneo."
    cut = compare(claim, Extract(PAGE, truncated=True))
    assert cut.label is Label.NOT_CHECKABLE
    assert cut.reasons[0].code == "truncated"
    walled = compare(claim, Extract(PAGE, restricted=Status.PAYWALLED))
    assert walled.label is Label.NOT_CHECKABLE
    assert walled.reasons[0].code == "paywalled"


def test_nothing_is_supported_by_a_page_that_was_not_read_in_full() -> None:
    found = compare("The council voted to close the old harbour to cargo ships.", Extract(PAGE, truncated=True))
    assert found.label is Label.NOT_CHECKABLE
    assert found.evidence


def test_what_a_cut_page_does_say_is_held_against_the_claim() -> None:
    found = compare("The mayor said the decision would cost 41 million kroner.", Extract(PAGE, truncated=True))
    assert found.label is Label.CONTRADICTED
    assert "truncated" in {r.code for r in found.reasons}


def test_the_rest_of_a_page_can_support_a_claim() -> None:
    found = compare("The last freighter is due to leave on 3 May 2022.", Extract("Harbour news.", rest=PAGE))
    assert found.label is Label.SUPPORTED
    assert found.evidence[0].start >= len("Harbour news.")


@pytest.mark.parametrize("source", ["", "   \n", Extract("")])
def test_an_empty_source(source: Extract | str) -> None:
    found = compare("The council voted to close the harbour.", source)
    assert found.label is Label.NOT_CHECKABLE
    assert found.reasons[0].code == "empty"


@pytest.mark.parametrize("claim", ["", "   ", "…", "it was", "“”"])
def test_a_claim_that_says_nothing(claim: str) -> None:
    found = compare(claim, PAGE)
    assert found.label is Label.NOT_CHECKABLE
    assert found.reasons[0].code == "too_vague"


def test_a_language_that_is_not_covered_is_named() -> None:
    finnish = "Kaupunginvaltuusto päätti tiistaina sulkea vanhan sataman rahtilaivoilta. Päätös maksaa 14 miljoonaa kruunua."
    found = compare("The council voted to close the old harbour.", Extract(finnish, language="fi"), context=Context(language="en"))
    assert found.label is Label.NOT_CHECKABLE
    assert found.reasons[0].code == "language"


def test_relative_dates_count_from_the_draft_and_from_the_source() -> None:
    source = Extract("The minister resigned on Friday after a week of protests in the capital.")
    context = Context(language="en", date=date(2021, 3, 8), source_date=date(2021, 3, 6))
    assert compare("The minister resigned on 5 March after a week of protests.", source, context=context).label is Label.SUPPORTED
    found = compare("The minister resigned on 2 March after a week of protests.", source, context=context)
    assert found.label is not Label.SUPPORTED


def test_a_foreign_speaker_rendered_twice_is_not_misquoted() -> None:
    source = "Russian President Vladimir Putin spoke at length. “The reserve will not be used unless the situation gets out of hand,” Putin said of the unrest."
    claim = "“The reserve will not be used until the situation gets out of hand,” Putin said."
    found = compare(claim, source, context=Context(language="en", speaker="Vladimir Putin"))
    assert found.label is not Label.MISQUOTED
    assert "rendering_differs" in {r.code for r in found.reasons}
    native = source.replace("Russian", "American").replace("Putin", "Miller")
    assert compare(claim.replace("Putin", "Miller"), native, context=Context(language="en", speaker="John Miller")).label is Label.MISQUOTED


def test_a_rendering_may_not_lose_a_not() -> None:
    source = "Russian President Vladimir Putin spoke at length. “The reserve will not be used unless the situation gets out of hand,” Putin said of the unrest."
    claim = "“The reserve will be used unless the situation gets out of hand,” Putin said."
    assert compare(claim, source, context=Context(language="en", speaker="Vladimir Putin")).label is Label.MISQUOTED


def test_scare_quotes_decide_nothing() -> None:
    assert compare("The council voted to “shut” the old harbour to cargo ships.", PAGE).label is not Label.MISQUOTED


def test_many_are_judged_as_one_by_one() -> None:
    claims = [
        "The council voted to close the old harbour to cargo ships.",
        "The mayor said the decision would cost 41 million kroner.",
        "Scientists discovered a new species of orchid in Borneo.",
        "",
    ]
    items = [(claim, PAGE, Context()) for claim in claims]
    assert compare_many(items) == [compare(claim, PAGE) for claim in claims]
    assert compare_many([]) == []


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120), st.text(max_size=400))
def test_any_texts_give_a_sound_comparison(claim: str, source: str) -> None:
    found = compare(claim, source)
    assert 0.0 <= found.confidence <= 1.0
    assert 0.0 <= found.support <= 1.0
    assert found.reasons
    assert len(found.evidence) <= 3
    for passage in found.evidence:
        assert source[passage.start : passage.end] == passage.text
    for difference in found.differences:
        if difference.claim_span is not None:
            assert difference.claim_span.of(claim) == difference.claim
        if difference.evidence_span is not None:
            assert difference.evidence_span.of(source) == difference.source


def test_a_very_long_source_is_read_in_bounded_time() -> None:
    filler = "The committee discussed agenda item after agenda item without any result. " * 3000
    found = compare("The mayor said the decision would cost 14 million kroner.", filler + PAGE)
    assert found.label is Label.SUPPORTED


def test_a_compound_takes_no_side() -> None:
    """ "Moscow-backed" is no opposite of the "against" of another phrase; "backed" alone still is."""
    source = "Officials barred the banker from the race against Pavel Ilves. The opposition voted against the new law on Sunday."
    found = compare("The country's Moscow-backed President Pavel Ilves barred a banker from the race.", source)
    assert found.label is not Label.CONTRADICTED
    assert "opposite direction" not in {difference.detail for difference in found.differences}
    assert compare("The opposition backed the new law on Sunday.", source).label is Label.CONTRADICTED


def test_a_speaker_whom_the_source_names_keeps_the_claim() -> None:
    source = "The line will begin service in April, mayor Erik Holm said. Karl Berg, his deputy, sat beside him."
    claim = "The line will begin service in April."
    for speaker in ("Karl Berg", "Holm", "the mayor", "Borderlands Review", "Market Square", None):
        assert compare(claim, source, context=Context(language="en", speaker=speaker)).label is Label.SUPPORTED
    found = compare(claim, source, context=Context(language="en", speaker="Maria Moss"))
    assert (found.label, found.reasons[0].code) == (Label.PARTLY_SUPPORTED, "speaker_differs")
    assert compare(claim, source, context=Context(language="en", speaker="Maria Moss", said=False)).label is Label.SUPPORTED
    signed = Extract(source, author="Maria Moss", language="en")
    assert compare(claim, signed, context=Context(language="en", speaker="Maria Moss")).label is Label.SUPPORTED
