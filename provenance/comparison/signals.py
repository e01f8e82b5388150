"""All that is known of a claim and a source before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provenance.comparison.details.belonging import without_others
from provenance.comparison.details.bounds import other_bounds
from provenance.comparison.details.exchanged import Exchanges, with_exchanges
from provenance.comparison.details.facts import Fact, Judge, Outcome, facts
from provenance.comparison.details.grounds_given import ungiven
from provenance.comparison.details.other_names import with_others
from provenance.comparison.details.others import others
from provenance.comparison.details.parallels import parallels
from provenance.comparison.details.qualified import qualified
from provenance.comparison.details.reckoned import reckoned
from provenance.comparison.details.replaced import replaced
from provenance.comparison.details.roles import with_roles
from provenance.comparison.details.titles import titles
from provenance.comparison.fitting.features import claim_row, fact_row
from provenance.comparison.fitting.forms import Trees
from provenance.comparison.fitting.word_features import word_rows
from provenance.comparison.matching.match import Match, with_agreements
from provenance.comparison.polarity.breadth import breadth
from provenance.comparison.polarity.cancelled import cancelled
from provenance.comparison.polarity.certainty import dropped_hedges
from provenance.comparison.polarity.compatible import with_compatible
from provenance.comparison.polarity.contraries import same_directions
from provenance.comparison.polarity.elided import elided
from provenance.comparison.polarity.excuses import excused
from provenance.comparison.polarity.factuality import factuality
from provenance.comparison.polarity.parity import parity
from provenance.comparison.polarity.realised import realised
from provenance.comparison.polarity.refuted import undenied
from provenance.comparison.polarity.reversals import reversals
from provenance.comparison.polarity.stages import stages
from provenance.comparison.polarity.twice import turned_twice, without_twice
from provenance.comparison.quotation.quoted import Quoted
from provenance.model import Context, DifferenceKind


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


def signals(laid: Match, language: str, quotes: tuple[Quoted, ...], context: Context, word: Trees) -> Signals:
    """Details, reversals, quotations and feature rows of a claim that was laid on its source.

    Parameters:
        language: of the claim.
        quotes: its quotations, checked.
        word: the fitted trees for single words.
    """
    judge = Judge(laid, language, context.date, context.source_date)
    laid, found = _laid(laid, language, judge)
    rows = word_rows(laid, found)
    risk = tuple(float(p) for p in word.probability(rows)) if len(rows) else ()
    known = tuple(fact_row(laid, f, found) if f.outcome is Outcome.DIFFERS and f.kind is not DifferenceKind.HEDGE else None for f in found)
    surer = (*dropped_hedges(laid, language), *factuality(laid, language, judge), *breadth(laid, language, judge))
    surer = without_twice(
        laid,
        (
            *surer,
            *other_bounds(laid, language, judge),
            *realised(laid, language),
            *stages(laid, language),
            *parity(laid, language),
            *ungiven(laid, language),
            *replaced(laid),
            *parallels(laid, language),
            *elided(laid, language),
        ),
        turned_twice(laid, language),
    )
    more = tuple(fact_row(laid, f, found) if f.kind is not DifferenceKind.HEDGE else None for f in surer)
    return Signals(
        laid,
        cancelled(laid, excused(laid, language, reckoned(judge, found + surer))),
        quotes,
        risk,
        claim_row(laid, risk, found),
        known + more,
    )


def lay(laid: Match, language: str, context: Context) -> tuple[Match, tuple[Fact, ...]]:
    """Details and reversals of a claim, and its match once the agreeing ones are known."""
    return _laid(laid, language, Judge(laid, language, context.date, context.source_date))


def _laid(laid: Match, language: str, judge: Judge) -> tuple[Match, tuple[Fact, ...]]:
    exchanges = Exchanges(laid, language, judge)
    found = with_exchanges(with_others(laid, language, judge, facts(judge)), exchanges.borne_out(), laid)
    found = undenied(laid, language, (*found, *exchanges.facts()))
    held = titles(judge, language)
    turned = (
        with_roles(
            laid, language, judge, with_compatible(laid, judge, without_others(laid, language, judge, reversals(laid, language, judge)))
        )
        + held
        + qualified(judge, language, held)
    )
    turned = undenied(
        laid,
        language,
        without_twice(laid, turned, turned_twice(laid, language)) + others(laid, language, judge, turned, exchanges.settled()),
    )
    agreeing = [(f.span, f.sentence) for f in found + turned if f.outcome is Outcome.AGREES]
    return with_agreements(laid, agreeing + same_directions(laid, language)), found + turned
