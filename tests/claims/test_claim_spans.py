"""Every span of a claim names exactly the words it is meant for, whatever stands around them."""

from __future__ import annotations

from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.claims import find_claims
from provenance.draft import read_text
from provenance.model import Attribution, BlockKind, Draft

_PIECES = st.sampled_from(
    [
        "Ann Poole said the road is safe.",
        "“It is safe,” said Poole. “We looked.”",
        "The Courier reported, citing the\ncontract, that the price had doubled.",
        "According to the council, nothing changed.",
        "Poole: “We know.",
        "\n\n",
        "\n",
        "“",
        "”",
        '"',
        "said",
        "that",
        ",",
        "— сказал он.",
        "🙂 ",
        "\u200f",
        "https://example.org/a",
        "reportedly",
        "The deal \"made in Graz\" ends.",
        "(", ")", ";", ":",
    ]
)  # fmt: skip


def _check(draft: Draft, attribution: Attribution) -> None:
    spans = [*attribution.content_spans]
    if attribution.cue_span is not None:
        spans.append(attribution.cue_span)
        assert " ".join(attribution.cue_span.of(draft.text).split()) in " ".join(attribution.cue.split()) or attribution.cue
    if attribution.source_span is not None:
        spans.append(attribution.source_span)
    for span in spans:
        assert 0 <= span.start < span.end <= len(draft.text)
    if attribution.relayed_from is not None:
        _check(draft, attribution.relayed_from)


@settings(max_examples=120, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=14), st.sampled_from(["en", "ru", "de", "fr", "es", "pl", "uk"]))
def test_spans(pieces: list[str], language: str) -> None:
    draft = read_text("A. " + " ".join(pieces), language=language)
    claims = find_claims(draft, statements=True)
    assert len({claim.id for claim in claims}) == len(claims)
    for claim in claims:
        assert claim.span.of(draft.text).strip()
        for quotation in claim.quotations:
            words = quotation.span.of(draft.text)  # an address or a page's furniture, no part of the paragraph, may stand inside
            assert (words[0], words[-1]) == (quotation.text[0], quotation.text[-1])
            aside = any(block.kind is BlockKind.FURNITURE and block.span.overlaps(quotation.span) for block in draft.blocks)
            assert "https" in words or aside or words.split() == quotation.text.split()
        if claim.attribution is not None:
            _check(draft, claim.attribution)
            assert all(claim.span.contains(span) for span in claim.attribution.content_spans)


def test_pieces_of_a_sentence_that_page_furniture_cuts() -> None:
    text = "The price had doubled, the Courier reported, citing the contract on the town's\n\nhttps://example.org/x\n\n\nnotice board.\n"
    draft = read_text(text, language="en")
    (claim,) = find_claims(draft)
    assert claim.attribution is not None
    assert claim.attribution.relayed_from is not None
    assert claim.attribution.relayed_from.source == "the contract on the town's notice board"
    assert "https" not in claim.text


def test_a_long_line_is_read_to_its_end() -> None:
    text = "Poole said “the road is safe, and " * 6000
    with no_hang():
        found = find_claims(read_text(text, language="en"))
    assert all(quotation.span.of(text).strip() for claim in found for quotation in claim.quotations)
    assert {claim.attribution.source for claim in found if claim.attribution} == {"Poole"}
