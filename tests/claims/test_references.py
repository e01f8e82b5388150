"""Which reference is bound to which claim. The claims are made by hand, so that nothing depends on how they are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provenance.claims.references import bind_references, reference_spans
from provenance.draft import read, read_text
from provenance.model import Attribution, Claim, Draft, How, Reference, SourceKind, Span, Speech

OUTLET, PERSON, DOCUMENT, GROUP = SourceKind.OUTLET, SourceKind.PERSON, SourceKind.DOCUMENT, SourceKind.GROUP


def claim(
    draft: Draft, source: str, cue: str, content: str, kind: SourceKind = OUTLET, name: str | None = None, relayed: str | None = None
) -> Claim:
    """A claim whose source, cue and content stand in the draft as given; the cue is the one nearest behind or before the content."""
    text = draft.text
    start = text.index(content)
    said = Span(start, start + len(content))
    at = min((index for index in range(len(text)) if text.startswith(cue, index)), key=lambda index: abs(index - start))
    cue_span = Span(at, at + len(cue))
    named = min(
        (index for index in range(len(text)) if source and text.startswith(source, index)), key=lambda index: abs(index - at), default=None
    )
    source_span = Span(named, named + len(source)) if named is not None else None
    whole = [said, cue_span, *([source_span] if source_span else [])]
    from_whom = Attribution(relayed, None, "citing", None, (), Speech.INDIRECT, DOCUMENT) if relayed else None
    return Claim(
        id=content,
        text=content,
        sentence=content,
        heading=None,
        span=Span(min(span.start for span in whole), max(span.end for span in whole)),
        attribution=Attribution(name or source, source_span, cue, cue_span, (said,), Speech.INDIRECT, kind, relayed_from=from_whom),
    )


def bound(draft: Draft, *claims: Claim) -> list[list[tuple[str, str]]]:
    return [[(reference.url, reference.how.value) for reference in item.references] for item in bind_references(draft, claims)]


def markdown(text: str) -> Draft:
    return read_text(text, format="markdown")


@pytest.mark.parametrize(
    "sentence",
    [
        "[Meduza](https://a.example/1) reported that the post was open.",
        "Meduza [reported](https://a.example/1) that the post was open.",
        "Meduza reported that [the post](https://a.example/1) was open.",
        "According to Meduza, which [reported](https://a.example/1) first, that the post was open.",
    ],
)
def test_link_among_the_words(sentence: str) -> None:
    draft = markdown(f"Before it [x](https://b.example/0) was closed. {sentence} Later it [y](https://b.example/2) closed.")
    assert bound(draft, claim(draft, "Meduza", "reported", "the post was open")) == [[("https://a.example/1", "link")]]


@pytest.mark.parametrize(
    ("sentence", "how"),
    [
        ("Meduza reported that the post was open.[^1]", "footnote"),
        ("Meduza reported that the post was open[^1].", "footnote"),
        ("Meduza reported that the post was open (https://a.example/1).", "bare"),
        ("Meduza reported that the post was open. <https://a.example/1>", "bare"),
    ],
)
def test_reference_behind_the_words(sentence: str, how: str) -> None:
    draft = markdown(f"It was closed.[^2] {sentence} It then closed.[^2]\n\n[^1]: https://a.example/1\n[^2]: https://b.example/2\n")
    assert bound(draft, claim(draft, "Meduza", "reported", "the post was open")) == [[("https://a.example/1", how)]]


def test_two_claims_of_a_sentence_each_with_its_mark() -> None:
    draft = markdown(
        "Meduza reported that the post was open,[^1] and Ann Example told them that the bridge was shut.[^2]\n\n[^1]: https://a.example/1\n[^2]: https://b.example/2\n"
    )
    first = claim(draft, "Meduza", "reported", "the post was open")
    second = claim(draft, "Ann Example", "told", "the bridge was shut", PERSON)
    assert bound(draft, first, second) == [[("https://a.example/1", "footnote")], [("https://b.example/2", "footnote")]]


def test_two_claims_of_a_sentence_with_one_mark_at_its_end() -> None:
    draft = markdown(
        "Ann Example said that the post was open, and Bob Sample said that the bridge was shut.[^2]\n\n[^2]: https://b.example/2\n"
    )
    first = claim(draft, "Ann Example", "said", "the post was open", PERSON)
    second = claim(draft, "Bob Sample", "said", "the bridge was shut", PERSON)
    assert bound(draft, first, second) == [[("https://b.example/2", "footnote")]] * 2


def test_several_citations_for_one_claim() -> None:
    draft = markdown(
        "Ann Example said that the post was open.[^1][^2]\n\n[^1]: https://a.example/1 and https://a.example/3\n[^2]: https://b.example/2\n"
    )
    assert bound(draft, claim(draft, "Ann Example", "said", "the post was open", PERSON)) == [
        [("https://a.example/1", "footnote"), ("https://a.example/3", "footnote"), ("https://b.example/2", "footnote")]
    ]


def test_one_citation_at_the_end_of_a_paragraph_covers_it() -> None:
    draft = markdown(
        "Ann Example said that the post was open. It rained. Nobody came to the bridge.[^1]\n\nBob Sample said that the road was wet.\n\n[^1]: https://a.example/1\n"
    )
    first = claim(draft, "Ann Example", "said", "the post was open", PERSON)
    second = claim(draft, "Bob Sample", "said", "the road was wet", PERSON)
    assert bound(draft, first, second) == [[("https://a.example/1", "footnote")], []]


def test_a_citation_in_between_ends_the_cover() -> None:
    draft = markdown(
        "Ann Example said that the post was open. It rained.[^1] Nobody came to the bridge.[^2]\n\n[^1]: https://a.example/1\n[^2]: https://b.example/2\n"
    )
    assert bound(draft, claim(draft, "Ann Example", "said", "the post was open", PERSON)) == [[]]


def test_linked_words_of_the_last_sentence_do_not_cover_the_paragraph() -> None:
    draft = markdown("Ann Example said that the post was open. The weather was [bad](https://weather.example/1) that day.")
    assert bound(draft, claim(draft, "Ann Example", "said", "the post was open", PERSON)) == [[]]


def test_source_line_under_a_paragraph() -> None:
    for line in ("https://a.example/1", "Source: [the agency](https://a.example/1)", "Quelle: https://a.example/1"):
        draft = markdown(f"It rained.\n\nAnn Example said that the post was open.\n\n{line}\n\nNothing else.")
        assert [[url for url, _ in found] for found in bound(draft, claim(draft, "Ann Example", "said", "the post was open", PERSON))] == [
            ["https://a.example/1"]
        ]


def test_outlet_by_its_host_elsewhere() -> None:
    draft = markdown(
        "The [report](https://www.interfax.ru/russia/1) came first. It rained.\n\nThe post was open, Interfax reported.\n\nThe [paper](https://paper.example/1) waited."
    )
    assert bound(draft, claim(draft, "Interfax", "reported", "The post was open")) == [[("https://www.interfax.ru/russia/1", "named")]]


def test_outlet_by_the_words_of_a_link() -> None:
    draft = markdown(
        "As [the Border Courier](https://bc.example/1) first wrote, it rained.\n\nThe post was open, the Border Courier reported."
    )
    assert bound(draft, claim(draft, "the Border Courier", "reported", "The post was open")) == [[("https://bc.example/1", "named")]]


def test_outlet_by_its_entry_in_a_source_list() -> None:
    draft = markdown(
        "The post was open, the Border Courier reported.\n\n## Sources\n\n- Border Courier, 3 May: https://x.example/1\n- Agency: https://y.example/2\n"
    )
    assert bound(draft, claim(draft, "the Border Courier", "reported", "The post was open")) == [[("https://x.example/1", "named")]]


def test_nearest_of_several_links_to_one_outlet() -> None:
    draft = markdown(
        "First [this](https://www.interfax.ru/russia/1).\n\nThen [that](https://www.interfax.ru/russia/2).\n\nThe post was open, Interfax reported.\n\nLast [it](https://www.interfax.ru/russia/3)."
    )
    assert bound(draft, claim(draft, "Interfax", "reported", "The post was open")) == [[("https://www.interfax.ru/russia/2", "named")]]


def test_a_link_to_another_outlet_is_not_its_source() -> None:
    draft = markdown("The post was open, Interfax reported. It rained all day, and [nobody came](https://paper.example/1) to it.")
    assert bound(draft, claim(draft, "Interfax", "reported", "The post was open")) == [[("", "named")]]


def test_own_address_wins_over_a_neighbour() -> None:
    draft = markdown("Interfax [reported](https://www.interfax.ru/russia/1) that the post [near Brest](https://paper.example/1) was open.")
    assert bound(draft, claim(draft, "Interfax", "reported", "the post near Brest was open")) == [
        [("https://www.interfax.ru/russia/1", "link")]
    ]


def test_a_person_is_not_cited_by_a_link_on_the_name() -> None:
    draft = markdown("[Ann Example](https://pedia.example/Ann_Example) came. It rained.\n\nThe post was open, Ann Example said.")
    assert bound(draft, claim(draft, "Ann Example", "said", "The post was open", PERSON)) == [[]]


def test_document_that_was_linked_before() -> None:
    draft = markdown("They signed [the agreement](https://law.example/1) in May.\n\nThe post stays open, the agreement says.")
    assert bound(draft, claim(draft, "the agreement", "says", "The post stays open", DOCUMENT)) == [[("https://law.example/1", "named")]]


def test_what_is_said_in_a_report_bears_its_reference() -> None:
    draft = markdown("[Interfax](https://www.interfax.ru/russia/1) reported that Ann Example said the post was open.")
    outer = claim(draft, "Interfax", "reported", "Ann Example said the post was open")
    inner = claim(draft, "Ann Example", "said", "the post was open", PERSON)
    assert bound(draft, outer, inner) == [[("https://www.interfax.ru/russia/1", "link")]] * 2


def test_outlet_that_relays_bears_its_own_link_too() -> None:
    draft = markdown(
        "[Interfax](https://www.interfax.ru/russia/1) came first.\n\nThe road was wet, Interfax reported, citing [the agreement](https://law.example/1)."
    )
    item = claim(draft, "Interfax", "reported", "The road was wet", relayed="the agreement")
    assert item.attribution is not None
    assert item.attribution.relayed_from is not None
    at = draft.text.index("the agreement")
    whole = replace(item.attribution, relayed_from=replace(item.attribution.relayed_from, source_span=Span(at, at + len("the agreement"))))
    assert bound(draft, replace(item, attribution=whole)) == [
        [("https://law.example/1", "link"), ("https://www.interfax.ru/russia/1", "named")]
    ]


@pytest.mark.parametrize(
    "around",
    [
        "Read more: [Meduza on the post](https://meduza.io/a/1)",
        "![x](p.png)\n\nPhoto: [Meduza](https://meduza.io/photo/1)",
        "[Share](https://www.facebook.com/sharer.php?u=https://meduza.io/a/1)",
        "[Meduza's stories](https://meduza.io/tag/post)",
    ],
)
def test_related_credit_and_navigation_are_never_references(around: str) -> None:
    draft = markdown(f"The post was open, Meduza reported.\n\n{around}\n\nIt rained.")
    assert bound(draft, claim(draft, "Meduza", "reported", "The post was open")) == [[("", "named")]]


PRINTED = """The post near the bridge was open on Friday, Interfax reported to its readers, and the two sides
would publish the text of it next week, as the agreement on the portal of the ministry's

https://www.interfax.ru/russia/1
https://www.paper.example/2020/guards-wait-at-the-bridge

legal service states.

Related article: Guards Wait At The Bridge

The road was wet, Interfax reported, citing the agreement.
"""


def test_addresses_printed_in_a_page() -> None:
    draft = read_text(PRINTED)
    first = claim(draft, "Interfax", "reported", "The post near the bridge was open on Friday")
    second = claim(draft, "Interfax", "reported", "The road was wet", relayed="the agreement")
    other = claim(draft, "the agreement", "states", "the two sides", DOCUMENT)
    assert bound(draft, first, second, other) == [[("https://www.interfax.ru/russia/1", "named")]] * 2 + [[("", "named")]]


def test_references_that_were_given_stay() -> None:
    draft = markdown("The post was open, Ann Example said.")
    given = Reference("notes.txt", Span(0, 0), How.GIVEN)
    item = replace(claim(draft, "Ann Example", "said", "The post was open", PERSON), references=(given,))
    assert bind_references(draft, [item])[0].references == (given,)


def test_where_the_text_bears_references() -> None:
    draft = markdown(
        "One [a](https://a.example/1) here. Two.[^1] Three (https://c.example/3). Four.\n\nRead more: [x](https://x.example)\n\n[^1]: https://b.example/2\n"
    )
    touched = [span.of(draft.text) for span in reference_spans(draft)]
    assert touched == ["a", "o.[1]", "e (https://c.example/3"]


def test_seed_out_of_a_pdf(shared: Path) -> None:
    draft = read(next((shared / "seeds").glob("003_*.txt")))
    first = claim(draft, "Interfax", "reported", "has signed a cooperation agreement")
    second = claim(draft, "Interfax", "reported", "The two law-enforcement agencies will cooperate", relayed="the agreement")
    third = claim(draft, "Lukashenko", "accused", "the opposition of being backed by the West", PERSON)
    assert bound(draft, first, second, third) == [[("https://www.interfax.ru/russia/741864", "named")]] * 2 + [[]]
