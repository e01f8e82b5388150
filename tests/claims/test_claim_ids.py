"""Ids depend on words and source, not on layout or place."""

from __future__ import annotations

from provenance.claims import find_claims
from provenance.claims.identity import claim_id, distinct
from provenance.draft import read_text


def test_layout_marks_and_case_do_not_count() -> None:
    assert claim_id("The “Bridge”  will\nopen", "Ann Poole") == claim_id('the "bridge" will open', "ann poole")


def test_words_order_and_source_count() -> None:
    first = claim_id("the bridge will open", "Poole")
    assert first != claim_id("the bridge will not open", "Poole")
    assert first != claim_id("the bridge open will", "Poole")
    assert first != claim_id("the bridge will open", "Stone")


def test_the_same_claim_twice_gets_a_number() -> None:
    assert distinct(["a", "b", "a", "a"]) == ["a", "b", "a-2", "a-3"]


def test_ids_are_unique_and_survive_another_place() -> None:
    sentence = "Ann Poole said the bridge would open in May."
    here = find_claims(read_text(f"{sentence}\n\nA dog ran by the river bank today.\n\n{sentence}\n", language="en"))
    alone = find_claims(read_text(sentence, language="en"))
    assert len({claim.id for claim in here}) == len(here) == 2
    assert here[0].id == alone[0].id
    assert here[1].id == f"{alone[0].id}-2"


def test_line_breaks_and_a_dropped_in_address_do_not_change_ids() -> None:
    whole = "The two towns will share one fire brigade, the Courier reported, citing the contract on the council's web page.\n"
    broken = (
        "The two towns will share one fire brigade, the Courier reported, citing the contract on\n\n"
        "https://example.org/contract\n\n\nthe council's web page.\n"
    )
    assert [c.id for c in find_claims(read_text(whole, language="en"))] == [c.id for c in find_claims(read_text(broken, language="en"))]
