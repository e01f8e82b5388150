"""The words of a claim that nothing supports are told by phrases, and as people mark them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import Tell

from provenance.comparison import compare
from provenance.comparison.calibrate_missing import marked_claims
from provenance.comparison.comparing import Item
from provenance.comparison.fitting.weights import fitted
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.tokens import tokenize
from provenance.comparison.missing import missing_words, phrases
from provenance.comparison.signals import Signals
from provenance.model import Extract, Span

PAGE = (
    "The choir of St Anna sang in the old cathedral on Sunday. Its conductor is Petra Lund. The concert was broadcast by the regional radio. "
    "Tickets were sold out within a day."
)


def signals_of(claim: str, source: str) -> Signals:
    return Item(claim, Extract(source)).signals(encoder().sentences([claim])[0], fitted().word)


def told(claim: str, source: str = PAGE, taken: Sequence[Span] = ()) -> list[str]:
    return [span.of(claim) for span in missing_words(signals_of(claim, source), taken=taken)]


@pytest.mark.parametrize(
    ("claim", "language", "cut"),
    [
        ("He was born in the old town of Riga.", "en", ["He was born", "in the old town", "of Riga"]),
        ("The flood, however, spared the village.", "en", ["The flood", "however", "spared", "the village"]),
        ("It opened on Nov. 19, 2020 in Oslo.", "en", ["It opened", "on Nov. 19, 2020", "in Oslo"]),
        ("Он родился в старом городе.", "ru", ["Он родился", "в старом городе"]),
        ("", "en", []),
    ],
)
def test_phrases(claim: str, language: str, cut: list[str]) -> None:
    tokens = tokenize(claim, language)
    assert [claim[tokens[p[0]].start : tokens[p[-1]].end] for p in phrases(claim, tokens)] == cut


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("The choir of St Anna sang in the old cathedral before the king.", "before the king"),
        ("The choir of St Anna sang in the old cathedral with a brass band.", "with a brass band"),
        ("The concert was broadcast by the regional radio and a Danish newspaper.", "Danish newspaper"),
    ],
)
def test_a_whole_phrase_is_told(claim: str, missing: str) -> None:
    found = told(claim)
    assert any(missing in run for run in found), found
    assert not any("choir" in run or "radio" in run for run in found)


def test_what_is_told_already_is_left_out() -> None:
    claim = "The choir of St Anna sang in the old cathedral with a brass band."
    taken = Span(claim.index("brass"), claim.index("brass") + 5)
    found = told(claim, taken=[taken])
    assert found
    assert not any("brass" in run for run in found)


def test_something_is_told_even_where_no_word_stands_out() -> None:
    assert told("The choir sang in the cathedral.")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_runs_are_apart_in_order_and_hold_a_word(claim: str, source: str) -> None:
    if not source.strip() or not claim.strip():
        return
    spans = missing_words(signals_of(claim, source))
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.of(claim).strip() == span.of(claim) != "" for span in spans)


def rates(found: Iterable[tuple[Signals, Sequence[Span], Sequence[Span]]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the words told (second) against the words marked (third), over all words of all claims."""
    right = wrong = left_out = 0
    for signals, runs, marked in found:
        for token in signals.match.tokens:
            is_told = any(s.start < token.end and token.start < s.end for s in runs)
            is_marked = any(s.start < token.end and token.start < s.end for s in marked)
            right += is_told and is_marked
            wrong += is_told and not is_marked
            left_out += is_marked and not is_told
    precision, recall = right / max(1, right + wrong), right / max(1, right + left_out)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def test_words_that_people_marked(shared: Path, tell: Tell) -> None:
    claims = marked_claims(shared / "data", "wice_tokens_train", 40)
    ways = {
        "every word": [(s, [Span(0, len(s.match.claim))], marked) for s, marked in claims],
        "names and digits": [(s, [Span(t.start, t.end) for t in s.match.tokens if t.capital or t.digit], marked) for s, marked in claims],
        "missing_words": [(s, missing_words(s), marked) for s, marked in claims],
    }
    figures = {name: rates(rows) for name, rows in ways.items()}
    for name, (precision, recall, f1) in figures.items():
        tell(f"unsupported words, {name}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert figures["missing_words"][2] >= 0.58
    assert figures["missing_words"][2] >= figures["every word"][2] + 0.1
    assert figures["missing_words"][2] >= figures["names and digits"][2] + 0.1


def test_words_that_the_source_has_are_not_told_beside_a_difference() -> None:
    source = "The ferry sailed after the storm that closed the harbour for three days last week."
    found = compare(source.replace("after", "before"), source)
    assert [d.claim for d in found.differences] == ["before"]
