"""Quotation marks: of many languages, nested, unclosed, and those that are apostrophes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.claims.quotations import quoted

CASES: list[tuple[str, list[str]]] = [
    ('He said "yes" and "no".', ["yes", "no"]),
    ("He said “yes” and ‘no’.", ["yes", "no"]),
    ("Er sagte „ja“ und ‚nein‘.", ["ja", "nein"]),
    ("Powiedział „tak” i wyszedł.", ["tak"]),
    ("Он сказал «да» и ушёл.", ["да"]),
    ("Il a dit « oui » et il est parti.", [" oui "]),
    ("Er sagte »ja« und ging.", ["ja"]),
    ("She read ``the old way'' aloud.", ["the old way"]),
    ("She read ''the old way'' aloud.", ["the old way"]),
    ("Don't touch the workers' rights of the '90s.", []),
    ("The car's 'new' engine isn't new.", ["new"]),
    ("“It's Ann's”, he wrote.", ["It's Ann's"]),
    ("It was 6'2 and 5 o'clock.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_outermost(text: str, expected: list[str]) -> None:
    assert [text[q.inner_start : q.inner_end] for q in quoted(text) if q.depth == 0] == expected


def test_nested() -> None:
    text = "“She told me ‘run’ and I ran,” he said."
    assert [(text[q.inner_start : q.inner_end], q.depth) for q in quoted(text)] == [
        ("She told me ‘run’ and I ran,", 0),
        ("run", 1),
    ]


def test_unclosed_runs_to_the_end() -> None:
    text = "He said: “We will go on and on."
    (only,) = quoted(text)
    assert not only.closed
    assert text[only.inner_start : only.inner_end] == "We will go on and on."


@given(st.text(alphabet="ab ,.“”\"'‘’„«»—\n", max_size=200))
def test_spans_lie_in_the_text_and_outer_ones_do_not_overlap(text: str) -> None:
    found = quoted(text)
    for q in found:
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
    outer = sorted((q.start, q.end) for q in found if q.depth == 0)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(outer))
