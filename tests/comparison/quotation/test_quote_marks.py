"""Quotation marks in the styles of seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.comparison.quotation.marks import marked
from provenance.comparison.quotation.quoted import find_quotes

STYLES = [
    ("She said “the gate is open” and left.", ["the gate is open"]),
    ('She said "the gate is open" and left.', ["the gate is open"]),
    ("She said ‘the gate’s hinge is old’ and left.", ["the gate’s hinge is old"]),
    ("She said 'the gate's hinge is old' and left.", ["the gate's hinge is old"]),
    ("Sie sagte: „Das Tor ist offen“ und ging.", ["Das Tor ist offen"]),
    ("Sie sagte: »Das Tor ist offen« und ging.", ["Das Tor ist offen"]),
    ("Sie sagte: „Er rief ‚Tor‘ und lief“ und ging.", ["Er rief ‚Tor‘ und lief"]),
    ("Powiedziała: „Brama jest otwarta” i wyszła.", ["Brama jest otwarta"]),
    ("Powiedziała: „On zawołał «brama» i pobiegł” i wyszła.", ["On zawołał «brama» i pobiegł"]),
    ("Она сказала: «Ворота открыты» — и ушла.", ["Ворота открыты"]),
    ("Она сказала: «Он крикнул „ворота“ и убежал» — и ушла.", ["Он крикнул „ворота“ и убежал"]),
    ("Elle a dit : « La porte est ouverte » et elle est partie.", [" La porte est ouverte "]),
    ("Dijo: «La puerta está abierta» y se fue.", ["La puerta está abierta"]),
    ("Hon sade: ”Grinden är öppen” och gick.", ["Grinden är öppen"]),
    ("“She told me ‘never’ again,” he said. “I believed her.”", ["She told me ‘never’ again,", "I believed her."]),
    ("The boys' gate isn't the girls' gate.", []),
    ("Rock 'n' roll in the '90s", ["n"]),
    ("“It is the gate of the boys’,” he said, “and of no one else.”", ["It is the gate of the boys’,", "and of no one else."]),
    ("The ‘first gate was shut. “Open it,” he said.", ["Open it,"]),
    ("“We opened the gate", ["We opened the gate"]),
]


@pytest.mark.parametrize(("text", "quoted"), STYLES)
def test_styles(text: str, quoted: list[str]) -> None:
    assert [run.span.of(text) for run in marked(text)] == quoted
    assert [span.of(text) for span in find_quotes(text)] == [words for words in quoted if words.strip()]


@given(st.text(alphabet="ab .,\n“”„«»‘’'\"‚‹›", max_size=120), st.data())
def test_runs_are_in_order_and_apart(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    runs = marked(text, start, end)
    position = start
    for run in runs:
        assert position <= run.span.start <= run.span.end <= end
        position = run.span.end
    assert all(run.closed for run in runs[:-1])


@pytest.mark.parametrize("text", ["‘a " * 100_000, "'a " * 100_000, "“" * 200_000, "»a " * 100_000, "'a\n\n" * 50_000, "„a‚" * 80_000])
def test_hostile_marks_end(text: str) -> None:
    assert len(marked(text)) <= len(text)
