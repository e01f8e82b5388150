"""References by place: brackets, rows, headings, pointers, covers, chains, and names without an address; end to end, from a text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.claims import find_claims
from provenance.claims.references import bind_references, classify_links
from provenance.draft import read_text
from provenance.model import Attribution, Claim, Draft, How, Role, SourceKind, Span, Speech
from provenance.reports.json import claims_text


def bound(text: str, said: str, format: str = "markdown") -> list[tuple[str, str]]:
    """The references of the one claim that says these words."""
    draft = read_text(text, format=format, language="en")
    (claim,) = [claim for claim in find_claims(draft) if said in claim.text and claim.attribution is not None]
    return [(reference.url, reference.how.value) for reference in claim.references]


ONE = "https://a.example/1"


@pytest.mark.parametrize(
    "text",
    [
        f"The ferry was late. The mayor said that nobody was hurt. It rained. (Source: [harbour log]({ONE}))",
        f"The mayor said that nobody was hurt. It rained. [[harbour log]({ONE})]",
        f"The mayor said that nobody was hurt ([harbour log]({ONE})). It rained.",
        f"The mayor said that nobody was hurt. The recording is [here]({ONE}).",
        f"The mayor said that nobody was hurt. The [full text of the letter]({ONE}) has two pages.",
        f"The mayor said that nobody was hurt in [the same interview]({ONE}).",
        f"In [a letter]({ONE}), the mayor said that nobody was hurt.",
        f"The mayor said that nobody was hurt, and she wrote so [here]({ONE}).",
        f"| Who | What | Source |\n|---|---|---|\n| Mayor | The mayor said that nobody was hurt. | [log]({ONE}) |\n| Port | It is shut. | [x](https://b.example/2) |",
        f"- The mayor said that nobody was hurt: <{ONE}>\n- The port is shut: <https://b.example/2>",
    ],
)
def test_where_a_reference_may_stand(text: str) -> None:
    assert [url for url, _ in bound(f"# Ferry hits the quay\n\n{text}\n", "nobody was hurt")] == [ONE]


@pytest.mark.parametrize(
    "text",
    [
        f"The mayor said that nobody was hurt. The weather was bad ([forecast]({ONE})).",
        f"The mayor said that nobody was hurt. The weather was [bad on that day]({ONE}).",
        f"The mayor told Reuters that nobody was hurt. It rained. (Source: [the BBC](https://www.bbc.com/{ONE[-1]}))",
        f"The mayor said that nobody was hurt.\n\nIt rained. (Source: [harbour log]({ONE}))",
        f"The port put the damage at four million in [a notice]({ONE}), and the mayor told CNN that nobody was hurt.",
        f"The mayor said that nobody was hurt (see also the agency's [summary]({ONE})).",
        f"| What | Source |\n|---|---|\n| The mayor said that nobody was hurt. | |\n| The port is shut. | [x]({ONE}) |",
        f"The mayor said that nobody was hurt.\n\n[Follow us](https://www.instagram.com/paper) | [Log in]({ONE})",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert bound(f"# Ferry hits the quay\n\n{text}\n", "nobody was hurt") == []


def test_a_linked_heading_covers_what_is_summed_up_under_it() -> None:
    text = (
        "# News\n\n## [Bloomberg: Ferry line cuts its crews](https://www.bloomberg.com/ferry)\n\n"
        "The line will cut its crews by half, the agency reported.\n\n## Weather\n\nThe mayor said that it rained.\n"
    )
    assert bound(text, "cut its crews by half") == [("https://www.bloomberg.com/ferry", "link")]
    assert bound(text, "it rained") == []


def test_a_headline_of_the_own_site_is_a_teaser() -> None:
    text = (
        "---\nurl: https://paper.example/news/1\n---\n\n# News\n\n## [Ferry line cuts its crews by half](https://paper.example/news/2)\n\n"
        "The line will cut its crews by half, the owner said.\n"
    )
    draft = read_text(text, format="markdown")
    assert [link.role for link in classify_links(draft, ())] == [Role.NAVIGATION, Role.RELATED]


def test_marks_in_a_row_end_at_the_next_word() -> None:
    text = "The mayor said that nobody was hurt [1][2]; the port is shut [3].\n\n## Sources\n\n" + "".join(
        f"{n}. Log {n}, https://s{n}.example/log\n" for n in (1, 2, 3)
    )
    assert [url for url, _ in bound(text, "nobody was hurt")] == ["https://s1.example/log", "https://s2.example/log"]


def test_a_marked_sentence_is_a_statement() -> None:
    draft = read_text(
        "The bridge carries forty trains a day.[^1] It is green.\n\n[^1]: Timetable, https://rail.example/t\n", format="markdown"
    )
    (claim,) = find_claims(draft)
    assert claim.attribution is None
    assert claim.text == "The bridge carries forty trains a day."
    assert [(reference.url, reference.how) for reference in claim.references] == [("https://rail.example/t", How.FOOTNOTE)]


def test_outlet_that_was_told_owns_the_link_of_the_paragraph() -> None:
    text = "Ann Example told Deutsche Welle that nobody was hurt. The [broadcaster](https://www.dw.com/en/a-1) aired it.\n\nIt rained."
    assert bound(text, "nobody was hurt") == [("https://www.dw.com/en/a-1", "named")]


def test_the_same_source_goes_on_in_the_next_sentence() -> None:
    text = f"The harbour office [said]({ONE}) that nobody was hurt. The harbour office said that two boats sank."
    assert bound(text, "two boats sank") == [(ONE, "named")]
    later = text.replace("The harbour office said that two", "It rained. It snowed. On Friday, the harbour office said that two")
    assert bound(later, "two boats sank") == []


def _chain(draft: Draft) -> Claim:
    def at(words: str) -> Span:
        start = draft.text.index(words)
        return Span(start, start + len(words))

    relayed = Attribution(
        "the order on the port's board",
        at("the order on the port's board"),
        "citing",
        at("citing"),
        (),
        Speech.INDIRECT,
        SourceKind.DOCUMENT,
    )
    attribution = Attribution(
        "Interfax",
        at("Interfax"),
        "reported",
        at("reported"),
        (at("The port is shut"),),
        Speech.INDIRECT,
        SourceKind.OUTLET,
        relayed_from=relayed,
    )
    return Claim("x", "The port is shut", draft.text, None, Span(0, len(draft.text)), attribution)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The port is shut, [Interfax](https://www.interfax.ru/1) reported, citing the order on the port's board.",
            [("https://www.interfax.ru/1", "Interfax"), ("", "the order on the port's board")],
        ),
        (
            f"The port is shut, Interfax reported, citing [the order on the port's board]({ONE}).",
            [(ONE, "the order on the port's board"), ("", "Interfax")],
        ),
        (
            f"The port is shut, [Interfax](https://www.interfax.ru/1) reported, citing [the order on the port's board]({ONE}).",
            [("https://www.interfax.ru/1", "Interfax"), (ONE, "the order on the port's board")],
        ),
        ("The port is shut, Interfax reported, citing the order on the port's board.", [("", "Interfax"), ("", "the order on the port's board")]),
    ],
)  # fmt: skip
def test_which_link_of_a_chain_has_the_reference(text: str, expected: list[tuple[str, str]]) -> None:
    draft = read_text(text, format="markdown")
    (claim,) = bind_references(draft, [_chain(draft)])
    assert [(reference.url, reference.source) for reference in claim.references] == expected
    for reference in claim.references:
        assert reference.url or reference.span.of(draft.text) == reference.source


def _first(told: Any) -> Any:
    return told["drafts"][0] if "drafts" in told else told


def test_reports_name_what_has_no_address() -> None:
    draft = read_text("The port is shut, Interfax reported.\n\nRead more: [Ports](https://p.example/1)\n", format="markdown", language="en")
    claims = find_claims(draft)
    links = classify_links(draft, claims)
    told = _first(json.loads(claims_text(draft, claims, links, tool="x", version="1")))
    assert told["claims"][0]["references"][0]["source"] == "Interfax"
    assert told["claims"][0]["references"][0]["url"] == ""
    assert told["links"][0]["role"] == "related"
    assert told["links"][0]["reason"] == "in a line that points to another article"


PARAGRAPHS = (
    "The ferry will stop in May, [Reuters reported](https://www.reuters.com/ferry).",
    "The mayor said that nobody was hurt. It rained all day ([log](https://log.example/1)).",
    "Forty boats lay in the harbour, according to the harbour office.[^1]",
    'Ann Example told Le Monde that the pier "must go". The [interview](https://www.lemonde.fr/pier) is long.',
    "The bridge carries forty trains a day.[^2]",
)
NOTES = "\n\n[^1]: Yearbook, https://harbour.example/y\n[^2]: Timetable, https://rail.example/t\n"
UNRELATED = "Cats sleep in the shade of the old wall. Nobody minds them, and they mind nobody."


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(PARAGRAPHS))), st.integers(0, len(PARAGRAPHS)), st.integers(0, len(PARAGRAPHS)))
def test_moving_an_unrelated_paragraph_changes_no_reference(order: list[int], first: int, second: int) -> None:
    def outcome(place: int) -> dict[str, list[tuple[str, str]]]:
        paragraphs = [PARAGRAPHS[index] for index in order]
        paragraphs.insert(place, UNRELATED)
        draft = read_text("\n\n".join(paragraphs) + NOTES, format="markdown", language="en")
        return {claim.id: [(reference.url, reference.how.value) for reference in claim.references] for claim in find_claims(draft)}

    assert outcome(first) == outcome(second)
    assert len(outcome(first)) >= len(PARAGRAPHS)


def test_a_paragraph_of_many_links_is_read_in_step_with_its_length() -> None:
    sentences = (
        f"The Harbour{n} office said in [a note](https://h{n}.example/{n}) that {n} ships came (see [x{n}](https://s.example/{n}))."
        for n in range(1200)
    )
    draft = read_text("# Head\n\n" + " ".join(sentences), format="markdown", language="en")
    places = [draft.text.index(f"{n} ships came") for n in range(1200)]
    claims = [
        Claim(
            str(n),
            f"{n} ships came",
            "",
            None,
            Span(at, at + 12),
            Attribution("", None, "said", Span(at, at), (Span(at, at + 12),), Speech.INDIRECT, SourceKind.UNNAMED),
        )
        for n, at in enumerate(places)
    ]
    with no_hang():
        assert all(len(claim.references) >= 1 for claim in bind_references(draft, claims))
