"""What to do next: there is something for every verdict but a well supported one, and the source's own words come first."""

from __future__ import annotations

import pytest

from provenance.model import Comparison, Label, Reason, Source, Status, Verdict
from provenance.reports.advice import UNSURE, next_steps


@pytest.mark.parametrize("label", Label)
def test_every_verdict_but_supported_says_what_to_do(label: Label) -> None:
    steps = next_steps(Comparison(label, 0.9, 0.5), None)
    assert len(steps) == (0 if label is Label.SUPPORTED else 1)


def test_what_could_not_be_read_says_itself_what_to_do() -> None:
    source = Source("s", "https://example.org", Status.PAYWALLED, message="only its beginning is free; give its text with --source")
    assert next_steps(Comparison(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("paywalled", "x"),)), source) == (
        "Only its beginning is free; give its text with --source.",
    )


def test_a_reason_says_more_than_the_label() -> None:
    told = next_steps(Verdict(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("no_reference", "x"),)), None)
    assert told == ("Link the source of this, or give its text with --source FILE.",)
    both = next_steps(Comparison(Label.MISQUOTED, 0.9, 0.1, (Reason("speaker_differs", "x"), Reason("quote_is_headline", "x"))), None)
    assert len(both) == 2


def test_where_it_is_not_sure_the_reader_is_asked_to_look() -> None:
    assert "not sure" in next_steps(Comparison(Label.SUPPORTED, UNSURE - 0.01, 0.6), None)[0]
    assert next_steps(Comparison(Label.SUPPORTED, UNSURE, 0.6), None) == ()
