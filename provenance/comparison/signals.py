"""All that is known of a claim and a source before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provenance.comparison.certainty import dropped_hedges
from provenance.comparison.facts import Fact, Judge, Outcome, facts
from provenance.comparison.features import claim_row, fact_row, word_rows
from provenance.comparison.matching import Match, with_agreements
from provenance.comparison.quoted import Quoted
from provenance.comparison.reversals import reversals
from provenance.comparison.weights import Linear
from provenance.model import Context


@dataclass(frozen=True, slots=True)
class Signals:
    """What the stages before the decision found."""

    match: Match
    facts: tuple[Fact, ...]
    """Details of the claim, then reversed words."""
    quotes: tuple[Quoted, ...]
    word_risk: tuple[float, ...]
    """For each content word the probability that nothing supports it."""
    claim_row: Any
    fact_rows: tuple[Any, ...]
    """For each of ``facts`` that may contradict, its row of features; ``None`` for the others."""


def signals(laid: Match, language: str, quotes: tuple[Quoted, ...], context: Context, word: Linear) -> Signals:
    """Details, reversals, quotations and feature rows of a claim that was laid on its source.

    Parameters:
        language: of the claim.
        quotes: its quotations, checked.
        word: the fitted regression for single words.
    """
    laid, found = lay(laid, language, context)
    rows = word_rows(laid, found)
    risk = tuple(float(p) for p in word.probability(rows)) if len(rows) else ()
    known = tuple(fact_row(laid, f, found) if f.outcome is Outcome.DIFFERS else None for f in found)
    hedged = dropped_hedges(laid, language)
    return Signals(laid, found + hedged, quotes, risk, claim_row(laid, risk, found), known + (None,) * len(hedged))


def lay(laid: Match, language: str, context: Context) -> tuple[Match, tuple[Fact, ...]]:
    """Details and reversals of a claim, and its match once the agreeing ones are known."""
    judge = Judge(laid, language, context.date, context.source_date)
    found = facts(judge)
    turned = reversals(laid, language, judge)
    return with_agreements(laid, [(f.span, f.sentence) for f in found if f.outcome is Outcome.AGREES]), found + turned
