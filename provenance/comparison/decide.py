"""One decision over all signals: label, calibrated probabilities, reasons, evidence and differences.

Reasons (``Reason.code``) are stable words:

====================== ===============================================================================================
``passage_found``      a passage says it, and every checkable detail agrees
``details_agree``      the numbers, dates and names that agree
``quote_found``        the quoted words stand in the source
``quote_altered``      the quoted words are not the source's; each change is among the differences
``quote_not_found``    the quoted words do not stand in the source
``translated``         quotation and source are in different languages: compared by meaning
``rendering_differs``  both are translations of a foreign speaker's words, and differ as translations do
``number_differs``     another number stands in the matching passage (likewise ``date_``, ``name_``, ``place_``)
``negation_differs``   a "not" stands in one and not in the other
``opposite``           the passage has the opposite word or direction
``hedge_differs``      the source is less sure than the claim
``words_missing``      words of the claim that nothing in the source supports
``number_missing``     a number that the source does not have (likewise ``date_``, ``name_``, ``place_``)
``no_passage``         the whole source was read and no passage says it
``truncated``          the source could not be read in full: nothing can be said to be absent, nor fully supported
``language``           the source's or the claim's language is not covered
``too_vague``          the claim says nothing that can be checked
``empty``              the source has no text
====================== ===============================================================================================

A source behind a wall gives its own status (``paywall`` …) as code. A label never rests on a cosine or a probability alone where a detail disagrees: a differing detail forbids
``supported``, and ``contradicted`` is only said when a detail bound in its sentence, or a reversed word, differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from provenance.comparison.entailment import Judgement
from provenance.comparison.evidence import missing_words, passages_for
from provenance.comparison.facts import Fact, Outcome
from provenance.comparison.features import confidence_row, related
from provenance.comparison.quoted import Quoted
from provenance.comparison.signals import Signals
from provenance.comparison.verbatim import ABSENT, quote_differences, quote_reasons
from provenance.comparison.weights import Weights
from provenance.model import Comparison, Difference, DifferenceKind, Extract, Label, Reason

_WORD_FOR = {
    DifferenceKind.NUMBER: "number", DifferenceKind.DATE: "date", DifferenceKind.NAME: "name", DifferenceKind.PLACE: "place",
    DifferenceKind.NEGATION: "negation", DifferenceKind.RELATION: "opposite", DifferenceKind.HEDGE: "hedge",
}  # fmt: skip
_PLAIN = 0.75
_NEEDED = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE, DifferenceKind.NEGATION})
"""Details without which a claim is not supported."""
_LONGEST = 60
"""Words of the longest run that counts as one sentence for a contradiction."""
_DETAILS = (DifferenceKind.NUMBER, DifferenceKind.DATE, DifferenceKind.NAME, DifferenceKind.PLACE)


def decide(found: Signals, judgement: Judgement, weights: Weights, extract: Extract) -> Comparison:
    """Label the claim that ``found`` describes.

    Parameters:
        judgement: what the entailment model makes of it.
        weights: thresholds and calibration.
        extract: the source, for whether it was read in full.
    """
    limits = weights.thresholds
    choice = choose(found, judgement, weights)
    reliability = weights.confidence.get(choice.label.value)
    confidence = (
        float(reliability.probability(confidence_row(found, choice.support, choice.against), reach=_REACH)[0]) if reliability else 0.5
    )
    differences = _differences(found, choice, limits["word"])
    evidence = () if choice.label is Label.NOT_FOUND else passages_for(found, choice.differing, choice.label)
    reasons = _reasons(found, choice, differences)
    return unread(
        Comparison(choice.label, _unit(confidence), _unit(weights.support(choice.support)), reasons, evidence, differences), extract
    )


_TOLD = 0.55
"""From which probability another number or date is told as one that differs, and not as missing."""
_MARGIN = 0.1
"""How far above the limit a source must be related to a claim for that alone to say that part of it is there."""
_CLAUSE = 0.7
"""How well one clause of the claim must be met for that clause to be there."""
_REACH = 2.5
"""Standard deviations up to which the fitted reliability of a label is believed."""


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


def choose(found: Signals, judgement: Judgement, weights: Weights) -> Choice:
    """The label. A misquotation goes first, then a contradiction; then support, which any differing or missing number forbids."""
    limits = weights.thresholds
    support = judgement.support
    main = [f.outcome is Outcome.DIFFERS and found.match.reading.sentences[f.sentence].main for f in found.facts]
    risks = [
        (f, float(weights.fact.probability(row)[0]))
        for f, row, inside in zip(found.facts, found.fact_rows, main, strict=True)
        if inside and row is not None  # what stands beside the main text accuses nobody
    ]
    unsettled = [(f, p) for f, p in risks if p >= _limit(f, limits) or _plainly(f)]
    doubtful = tuple(f for f, p in unsettled if p < _TOLD and f.kind in _NEEDED and not _plainly(f))
    differing = tuple(f for f, _ in unsettled if f not in doubtful)
    differing += tuple(f for f in found.facts if f.kind is DifferenceKind.HEDGE)
    against = max((p for f, p in risks if _firm(found, f, limits["bound"])), default=0.0)
    misquoted = tuple(q for q in found.quotes if q.misquoted)
    absent = tuple(q for q in found.quotes if q.absent)
    lacking = any(f.outcome is Outcome.MISSING and f.kind in _NEEDED for f in found.facts)
    if misquoted:
        label, support = Label.MISQUOTED, min(support, 0.1)
    elif against >= limits["contradicted"]:
        label, support = Label.CONTRADICTED, min(support, 1 - against)
    elif differing or doubtful or absent or lacking or support < limits["supported"]:
        label = Label.PARTLY_SUPPORTED if _spoken_of(found, limits) else Label.NOT_FOUND
        support = min(support, limits["supported"] - 0.01)
    else:
        label = Label.SUPPORTED
    return Choice(label, support, against, differing, doubtful, misquoted, absent)


def _spoken_of(found: Signals, limits: Mapping[str, float]) -> bool:
    """Whether the source says part of the claim: it is about the same thing, and not only in general.

    Close to the limit it is not enough that the page has the same people in it: half of what is claimed has to be met, or one clause of it well.
    """
    near = related(found) - limits["related"]
    if near < 0.0:
        return False
    weight = found.match.weight
    unmet = sum(w for w, risk in zip(weight, found.word_risk, strict=True) if risk >= limits["word"])
    return near >= _MARGIN or unmet <= 0.5 * sum(weight) or max(found.match.part_recall, default=0.0) >= _CLAUSE


def _limit(fact: Fact, limits: Mapping[str, float]) -> float:
    """From which probability a differing detail forbids support. A name that looks like another is mostly the same one."""
    return limits["contradicted"] if fact.kind in (DifferenceKind.NAME, DifferenceKind.PLACE) else limits["differs"]


def _plainly(fact: Fact) -> bool:
    """Whether a "not" more or less stands in a sentence that is otherwise the claim's: that forbids support whatever was fitted."""
    return fact.kind is DifferenceKind.NEGATION and min(fact.bound, fact.fit) >= _PLAIN


def _firm(found: Signals, fact: Fact, least: float) -> bool:
    """Whether a differing detail may carry a contradiction: well bound, in a sentence and not in a menu or a list of dates.

    Another name or place may be the same one under another name, or the one inside the other: it forbids ``supported``, no more.
    """
    if fact.kind in (DifferenceKind.NAME, DifferenceKind.PLACE):
        return False
    words = len(found.match.reading.sentences[fact.sentence].tokens)
    return min(fact.bound, fact.fit) >= least and words <= _LONGEST


def _unit(value: float) -> float:
    return round(max(0.0, min(1.0, value)), 4)


def unread(found: Comparison, extract: Extract) -> Comparison:
    """``found``, unless the source was not read in full: then only what it does say can be held against a claim."""
    if extract.restricted is not None:
        why = Reason(
            extract.restricted.value, f"the page shows only part of its text ({extract.restricted.value}): give the full text by hand"
        )
    elif extract.truncated:
        why = Reason("truncated", "the source could not be read in full: give its text by hand")
    else:
        return found
    if found.label in (Label.CONTRADICTED, Label.MISQUOTED):
        return replace(found, confidence=_unit(found.confidence * 0.9), reasons=(*found.reasons, why))
    return replace(found, label=Label.NOT_CHECKABLE, confidence=0.9, reasons=(why, *found.reasons), differences=())


def _differences(found: Signals, choice: Choice, risky: float) -> tuple[Difference, ...]:
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
        for span in missing_words(found, risky):
            if not any(span.overlaps(s) for s in (*taken, *quoted)):
                out.append(Difference(DifferenceKind.MISSING, span.of(found.match.claim), "", span, None, "words that nothing supports"))
    order = {id(d): (d.claim_span.start if d.claim_span else 0, i) for i, d in enumerate(out)}
    return tuple(sorted(out, key=lambda d: order[id(d)]))


def _reasons(found: Signals, choice: Choice, differences: Sequence[Difference]) -> tuple[Reason, ...]:
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
