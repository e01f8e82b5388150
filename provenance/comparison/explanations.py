"""Why a label was given, in words and in differences, from the same signals that it was chosen by.

Reasons (``Reason.code``) are stable words:

====================== ===============================================================================================
``passage_found``      a passage says it, and every checkable detail agrees
``details_agree``      the numbers, dates and names that agree
``quote_found``        the quoted words stand in the source
``quote_altered``      the quoted words are not the source's; each change is among the differences
``quote_not_found``    the quoted words do not stand in the source
``speaker_differs``    the words are in the source, but as those of another named person
``speaker_unclear``    the words are in the source, where another seems to say them
``quote_is_paraphrase`` the words are the source author's own, outside its quotation marks
``quote_is_headline``  the words are the source's headline
``quote_adapted``      the quoted words stand in the source in another form, fitted into the sentence
``translated``         quotation and source are in different languages: compared by meaning
``rendering_differs``  both are translations of a foreign speaker's words, and differ as translations do
``number_differs``     another number stands in the matching passage (likewise ``date_``, ``name_``, ``place_``)
``negation_differs``   a "not" stands in one and not in the other
``opposite``           the passage has the opposite word or direction
``hedge_differs``      the source is less sure than the claim
``source_disagrees``   another passage of the source says otherwise; both are shown
``model_contradicts``  the chosen model reads a contradiction in the passage, and a detail bears it out
``model_disagrees``    the chosen model reads a contradiction that no detail bears out
``model_silent``       the chosen model gave no answer that counts: the embedded one judged
``words_missing``      words of the claim that nothing in the source supports
``number_missing``     a number that the source does not have (likewise ``date_``, ``name_``, ``place_``)
``no_passage``         the whole source was read and no passage says it
``truncated``          the source could not be read in full: nothing can be said to be absent, nor fully supported
``language``           the source's or the claim's language is not covered
``too_vague``          the claim says nothing that can be checked
``empty``              the source has no text
====================== ===============================================================================================

A source behind a wall gives its own status (``paywall`` …) as code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.missing import missing_words
from provenance.comparison.quotation.quoted import Quoted
from provenance.comparison.quotation.verbatim import ABSENT, quote_differences, quote_reasons
from provenance.comparison.signals import Signals
from provenance.model import Difference, DifferenceKind, Label, Reason

_WORD_FOR = {
    DifferenceKind.NUMBER: "number", DifferenceKind.DATE: "date", DifferenceKind.NAME: "name", DifferenceKind.PLACE: "place",
    DifferenceKind.NEGATION: "negation", DifferenceKind.RELATION: "opposite", DifferenceKind.HEDGE: "hedge",
}  # fmt: skip
_DETAILS = (DifferenceKind.NUMBER, DifferenceKind.DATE, DifferenceKind.NAME, DifferenceKind.PLACE)


@dataclass(frozen=True, slots=True)
class Choice:
    """A label and what it was chosen by, before anything is calibrated or put in words."""

    label: Label
    support: float
    """Lowered where a detail forbids support."""
    against: float
    """Highest probability that a well-bound differing detail is a contradiction."""
    differing: tuple[Fact, ...]
    doubtful: tuple[Fact, ...]
    """Details with another value in what may or may not be their place: they forbid support, and are told as missing."""
    misquoted: tuple[Quoted, ...]
    absent: tuple[Quoted, ...]


def differences_of(found: Signals, choice: Choice) -> tuple[Difference, ...]:
    """Each word and detail of the claim that the source has otherwise or not at all, in the order of the claim."""
    label = choice.label
    out = quote_differences(choice.misquoted, choice.absent)
    if label is Label.SUPPORTED:
        return tuple(out)
    taken = [d.claim_span for d in out if d.claim_span is not None and d.detail != ABSENT]
    for fact in choice.differing:
        if not any(fact.span.overlaps(s) for s in taken):
            out.append(
                Difference(fact.kind, fact.text, fact.other, fact.span, fact.other_span, fact.note or f"another {_WORD_FOR[fact.kind]}")
            )
            taken.append(fact.span)
    if label is not Label.MISQUOTED:
        for fact in found.facts:
            lacking = fact.outcome in (Outcome.MISSING, Outcome.ELSEWHERE) or fact in choice.doubtful
            if lacking and not any(fact.span.overlaps(s) for s in taken):
                note = (
                    f"{_WORD_FOR[fact.kind]} not in the source"
                    if fact.outcome is Outcome.MISSING
                    else f"{_WORD_FOR[fact.kind]} only elsewhere in the source"
                )
                out.append(Difference(DifferenceKind.MISSING, fact.text, "", fact.span, None, note))
                taken.append(fact.span)
        quoted = [q.span for q in choice.absent]
        agreed = [f.span for f in found.facts if f.outcome is Outcome.AGREES]
        for span in missing_words(found, taken=(*taken, *quoted, *agreed), some=not out):
            out.append(Difference(DifferenceKind.MISSING, span.of(found.match.claim), "", span, None, "words that nothing supports"))
    order = {id(d): (d.claim_span.start if d.claim_span else 0, i) for i, d in enumerate(out)}
    return tuple(sorted(out, key=lambda d: order[id(d)]))


def reasons_of(found: Signals, choice: Choice, differences: Sequence[Difference]) -> tuple[Reason, ...]:
    """The reasons for the label, the gravest first."""
    label = choice.label
    out = quote_reasons(found.quotes)
    if label is not Label.SUPPORTED:
        for fact in choice.differing:
            word = _WORD_FOR[fact.kind]
            code = "opposite" if fact.kind is DifferenceKind.RELATION else f"{word}_differs"
            out.append(Reason(code, f"the claim has “{fact.text}”, the source “{fact.other}”" + (f" ({fact.note})" if fact.note else "")))
    if label is Label.SUPPORTED:
        out.append(Reason("passage_found", "a passage of the source says it"))
    if label in (Label.SUPPORTED, Label.PARTLY_SUPPORTED):
        agreeing = [f"{f.text} = {f.other}" for f in found.facts if f.outcome is Outcome.AGREES and f.kind in _DETAILS]
        if agreeing:
            out.append(Reason("details_agree", "; ".join(agreeing[:6])))
    if label is Label.NOT_FOUND:
        out.append(Reason("no_passage", "the whole text was read and no passage says it"))
    if label in (Label.PARTLY_SUPPORTED, Label.CONTRADICTED):
        for fact in found.facts:
            if fact.outcome in (Outcome.MISSING, Outcome.ELSEWHERE) or fact in choice.doubtful:
                word = _WORD_FOR[fact.kind]
                out.append(Reason(f"{word}_missing", f"the source does not have “{fact.text}” here"))
        words = [d.claim for d in differences if d.kind is DifferenceKind.MISSING and d.detail == "words that nothing supports"]
        if words:
            out.append(Reason("words_missing", "nothing in the source supports: " + "; ".join(f"“{w}”" for w in words[:5])))
    if not out:
        out.append(Reason("words_missing", "the source says something like it, but not all of it"))
    return tuple(dict.fromkeys(out))
