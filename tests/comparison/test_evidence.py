"""The passages of a verdict: few, short, exact, and the ones that a person would show."""

from __future__ import annotations

import gzip
import json
import random
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from telling import Tell

from provenance.comparison import compare
from provenance.model import Label

FILLER = "The committee met on several afternoons and heard reports about the state of the gardens. "
FACT = "The old mill by the river was bought by a cooperative of bakers."
MORE = "The bakers plan to reopen the mill as a museum of bread."


def test_one_sentence_is_shown_where_one_is_enough() -> None:
    found = compare("A cooperative of bakers bought the old mill by the river.", FILLER * 4 + FACT + " " + FILLER * 4)
    assert found.label is Label.SUPPORTED
    assert [passage.text for passage in found.evidence] == [FACT]


def test_two_are_shown_where_the_claim_rests_on_two() -> None:
    found = compare(
        "A cooperative of bakers bought the old mill by the river and plans to reopen it as a museum of bread.",
        FACT + " " + FILLER * 5 + MORE,
    )
    assert {FACT, MORE} <= {passage.text for passage in found.evidence}


def test_of_an_endless_sentence_the_part_that_says_it_is_shown() -> None:
    run = ", ".join(
        f"the {word} committee heard reports about the gardens and the ponds" for word in ("first", "finance", "works", "sports")
    )
    source = f"In that year {run}, the old mill by the river was bought by a cooperative of bakers, {run}, and the session was closed."
    found = compare("A cooperative of bakers bought the old mill by the river.", source)
    assert found.evidence
    assert "mill by the river was bought by a cooperative of bakers" in found.evidence[0].text
    assert len(found.evidence[0].text) < 160
    assert source[found.evidence[0].start : found.evidence[0].end] == found.evidence[0].text


def test_the_differing_detail_stands_in_the_first_passage_of_a_contradiction() -> None:
    source = FILLER * 2 + "The mill was sold for 340,000 kroner in spring. " + FILLER * 2 + FACT
    found = compare("The mill was sold for 430,000 kroner in spring.", source)
    assert found.label is Label.CONTRADICTED
    assert "340,000" in found.evidence[0].text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([FACT, MORE, FILLER, "x " * 300, "a,b;c — ", "12 May\n", "“", "Ölmühle "]), max_size=8), st.booleans())
def test_passages_are_exact_apart_and_at_most_three(parts: list[str], detail: bool) -> None:
    source = " ".join(parts)
    found = compare("The bakers bought the old mill on 12 May." if detail else "The bakers bought the old mill.", source)
    assert len(found.evidence) <= 3
    for passage in found.evidence:
        assert source[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text != ""
        assert 0.0 <= passage.score <= 1.0
    spans = sorted((passage.start, passage.end) for passage in found.evidence)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_the_sentences_that_people_marked_are_found(shared: Path, tell: Tell) -> None:
    with gzip.open(shared / "data" / "claims" / "wice_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if any(row["meta"]["supporting"])]
    rows = random.Random(3).sample(rows, 30)
    best, length = 0.0, 0
    for row in rows:
        spans, position = [], 0
        for sentence in row["source_sentences"]:
            position = row["source_text"].find(sentence, position)
            spans.append((position, position + len(sentence)))
            position += len(sentence)
        shown = [(p.start, p.end) for p in compare(row["claim"], row["source_text"]).evidence]
        best += max(
            sum(
                any(min(spans[i][1], e) - max(spans[i][0], s) >= 0.5 * min(spans[i][1] - spans[i][0], e - s) for s, e in shown)
                for i in group
            )
            / len(group)
            for group in row["meta"]["supporting"]
            if group
        )
        length += sum(e - s for s, e in shown)
    tell(f"evidence on {len(rows)} claims: recall of marked sentences {best / len(rows):.3f}, {length / len(rows):.0f} characters a claim")
    assert best / len(rows) >= 0.6
    assert length / len(rows) <= 600
