"""One decision over all signals: the label and its calibrated probabilities.

A label never rests on a cosine or a probability alone where a detail disagrees: a differing detail forbids
``supported``, and ``contradicted`` is only said when a detail bound in its sentence, or a reversed word, differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.details.other_actors import ANOTHER as ANOTHER_ACTOR
from provenance.comparison.details.other_names import ABSENT as NOWHERE
from provenance.comparison.details.titles import PLAIN as TITLES
from provenance.comparison.entailment import Judgement
from provenance.comparison.entailment.blending import contradiction_reason, contradicts, read_passage
from provenance.comparison.evidence import passages_for
from provenance.comparison.explanations import Choice, differences_of, reasons_of
from provenance.comparison.fitting.confidence import confidence_row, related
from provenance.comparison.fitting.features import CLAIM, surely
from provenance.comparison.fitting.weights import Weights
from provenance.comparison.lexical.dictionary import LANGUAGE
from provenance.comparison.polarity.contraries import KINDRED
from provenance.comparison.polarity.opposed import DOUBTED, OPPOSED
from provenance.comparison.polarity.refuted import only_asked
from provenance.comparison.signals import Signals
from provenance.comparison.strangers import stranger, unheard
from provenance.model import Comparison, DifferenceKind, Extract, Label, Reason

_PLAIN = 0.55
"""How well an added or dropped "not" must be bound to forbid ``supported`` whatever was fitted."""
_ADDED = 0.48
"""The same for one that only a claim in the source's language has: whatever it turns, the source does not turn it."""
_DROPPED = 0.7
"""How well a "not" must be bound to be a contradiction that only the source has, or that only one of two languages has: in long
sentences it turns something else, and languages deny in different places."""
_FIRMER = {KINDRED: (0.65, 1.1), "opposite word": (0.0, 0.8), "added negation": (0.0, 0.72)}
"""How well what these rules find must be bound to be a contradiction, in one language and across two: word vectors tell neither which of
several senses a word has nor which word a "not" turns."""
_RENDERED = 0.1
"""How much surer of support one must be for a quotation in translation: it claims the words, and not only what they come to."""
_SHORT_CLAIM, _LONG_CLAIM, _FULLER = 13, 17, 0.019
"""Content words up to which, and from which, how much surer one must be of a claim in the source's own language: each of its words
may be the one that is wrong."""
_COPIED, _FREE, _FREER = 0.27, 0.57, 0.055
"""Share of a long claim's words that are not the source's up to which, and from which, how much surer still."""
_NEEDED = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE, DifferenceKind.NEGATION})
"""Details without which a claim is not supported."""
_STRANGE = 0.15
"""Risk from which a name that the source nowhere has forbids ``supported``."""
_LONGEST = 60
"""Words of the longest run that counts as one sentence for a contradiction."""


def decide(found: Signals, judgement: Judgement, weights: Weights, extract: Extract) -> Comparison:
    """Label the claim that ``found`` describes.

    Parameters:
        judgement: what the entailment model makes of it.
        weights: thresholds and calibration.
        extract: the source, for whether it was read in full.
    """
    choice = choose(found, judgement, weights)
    row = confidence_row(found, choice.label, choice.support, choice.against)
    confidence = _tempered(found, choice.label, float(weights.confidence.probability(row)[0]) if weights.confidence else 0.5)
    differences = differences_of(found, choice)
    evidence = () if choice.label is Label.NOT_FOUND else passages_for(found, choice.differing, choice.label)
    reasons = reasons_of(found, choice, differences)
    if choice.label is Label.CONTRADICTED and contradicts(found, judgement, weights.thresholds, (*choice.differing, *choice.doubtful)):
        evidence = read_passage(found, judgement, evidence)
        reasons = (contradiction_reason(found, judgement), *reasons)
    return unread(
        Comparison(choice.label, _unit(confidence), _unit(weights.support(choice.support)), reasons, evidence, differences), extract
    )


_FEW, _ENOUGH = 30, 60
"""Words of a source up to which, and from which, nothing and all is learnt from how little of a claim it meets."""
_NO_SIGN = {Label.PARTLY_SUPPORTED: 0.4, Label.NOT_FOUND: 0.49}
"""How often each is right of such sources, where people said what follows from a sentence: hardly oftener than by chance."""


def _tempered(found: Signals, label: Label, confidence: float) -> float:
    """``confidence``, drawn towards what is known of such verdicts where a claim is not met by a source of a sentence or two.

    Somebody chose that sentence because it bears on the claim, so that its other words say little. Of the sets that may be fitted on
    only one, in Russian throughout, has such sources with claims that were not made from them.
    """
    match = found.match
    if label not in _NO_SIGN or (match.same_language and match.reading.language != LANGUAGE):
        return confidence
    words = sum(len(sentence.tokens) for sentence in match.reading.sentences[:_ENOUGH])
    return confidence + (1 - _ramp(words, _FEW, _ENOUGH)) * (_NO_SIGN[label] - confidence)


_SURE_RISK, _SURE_BOUND = 0.75, 0.6
"""Risk of a detail that surely differs, and how firmly another name must be bound to be a contradiction."""
_AIRY = 0.36
"""Below this not even that: any two sentences share a "two" or a "first"."""
_AKIN = 0.6
"""How well another word of the same kind ("year" for "decade") must be bound to forbid ``supported``."""
_COPY = 0.9
"""How well it must be bound to be a contradiction: all else is copied."""
_LOOSE = 0.45
"""Below this a detail stands in a sentence about something else, and no other value of it is told."""
_TOLD = 0.55
"""From which probability another number or date is told as one that differs, and not as missing."""
_MARGIN = 0.1
"""How far above the limit a source must be related to a claim for that alone to say that part of it is there."""
_CLAUSE = 0.7
"""How well one clause of the claim must be met for that clause to be there."""


def choose(found: Signals, judgement: Judgement, weights: Weights) -> Choice:
    """The label. A misquotation goes first, then a contradiction; then support, which any differing or missing number forbids."""
    limits = weights.thresholds
    support = judgement.support
    main = [f.outcome is Outcome.DIFFERS and found.match.reading.sentences[f.sentence].main for f in found.facts]
    risks = [
        (f, _risen(f, float(weights.fact.probability(row)[0])))
        for f, row, inside in zip(found.facts, found.fact_rows, main, strict=True)
        if inside and row is not None  # what stands beside the main text accuses nobody
    ]
    unsettled = [(f, p) for f, p in risks if (p >= limits["differs"] and _telling(found, f)) or _plainly(found, f)]
    doubtful = tuple(
        f for f, p in unsettled if f.kind in _NEEDED and not _plainly(found, f) and (p < _TOLD or min(f.bound, f.fit) < _LOOSE)
    )
    differing = tuple(f for f, _ in unsettled if f not in doubtful)
    differing += tuple(f for f in found.facts if f.kind is DifferenceKind.HEDGE)
    against = max((p for f, p in risks if _firm(found, f, limits["bound"])), default=0.0)
    misquoted = tuple(q for q in found.quotes if q.misquoted)
    absent = tuple(q for q in found.quotes if q.absent)
    lacking = any(f.outcome is Outcome.MISSING and (f.kind in _NEEDED or f.note == NOWHERE) for f in found.facts)
    lacking = lacking or any(
        (risk >= _STRANGE and stranger(found.match, row)) or unheard(found.match, row, risk) for row, risk in enumerate(found.word_risk)
    )
    needed = limits["supported"] + _RENDERED * any(q.decisive and q.translated for q in found.quotes) + _fuller(found)
    told = contradicts(found, judgement, limits, (*differing, *doubtful))
    if misquoted:
        label, support = Label.MISQUOTED, min(support, 0.1)
    elif against >= limits["contradicted"] or told:
        label, support = Label.CONTRADICTED, min(support, 1 - against)
    elif differing or doubtful or absent or lacking or support < needed or only_asked(found.match):
        label = Label.PARTLY_SUPPORTED if _spoken_of(found, limits) else Label.NOT_FOUND
        support = min(support, limits["supported"] - 0.01)
    else:
        label = Label.SUPPORTED
    return Choice(label, support, against, differing, doubtful, misquoted, absent)


def _fuller(found: Signals) -> float:
    """How much surer of support one must be because the claim is long, and says it in words of its own."""
    if not found.match.same_language:
        return 0.0
    long = _ramp(len(found.match.content), _SHORT_CLAIM, _LONG_CLAIM)
    return long * (_FULLER + _FREER * _ramp(float(found.claim_row[CLAIM.index("unmatched")]), _COPIED, _FREE))


def _ramp(value: float, low: float, high: float) -> float:
    """0 up to ``low``, 1 from ``high``, and straight between."""
    return max(0.0, min(1.0, (value - low) / (high - low)))


def _risen(fact: Fact, risk: float) -> float:
    """The risk of a detail whose difference is read, and not only likely."""
    return max(risk, _SURE_RISK) if surely(fact) else risk


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


def _telling(found: Signals, fact: Fact) -> bool:
    """Whether a differing detail may count: it stands in a sentence about the same thing, and not in a menu or a table.

    A name that is not surely another one is mostly the same, in other letters or words; of words that exclude each other one may
    well be said of something else.
    """
    bound = min(fact.bound, fact.fit)
    if bound < _AIRY or len(found.match.reading.sentences[fact.sentence].tokens) > _LONGEST:
        return False
    if fact.note == KINDRED:
        return bound >= _AKIN
    if fact.kind is DifferenceKind.NEGATION and found.match.same_language:
        return False  # where it is not plain, it cannot be said which of the words is turned
    return fact.kind not in (DifferenceKind.NAME, DifferenceKind.PLACE) or surely(fact)


def _plainly(found: Signals, fact: Fact) -> bool:
    """Whether a "not" more or less stands in a sentence that is otherwise the claim's, or a "former" was dropped: that forbids
    support whatever was fitted."""
    if fact.note in TITLES or fact.note in (OPPOSED, DOUBTED):
        return True
    if fact.doubtful and min(fact.bound, fact.fit) >= _PLAIN:
        return True
    short = len(found.match.reading.sentences[fact.sentence].tokens) <= _LONGEST
    least = _ADDED if fact.note == "added negation" and found.match.same_language else _PLAIN
    return fact.kind is DifferenceKind.NEGATION and short and min(fact.bound, fact.fit) >= least


def _firm(found: Signals, fact: Fact, least: float) -> bool:
    """Whether a differing detail may carry a contradiction: well bound, in a sentence and not in a menu or a list of dates.

    Another name or place may be the same one under another name, or the one inside the other: it forbids ``supported``, no more.
    """
    if fact.doubtful or (fact.note == KINDRED and min(fact.bound, fact.fit) < _COPY):
        return False
    if fact.kind in (DifferenceKind.NAME, DifferenceKind.PLACE) and not (surely(fact) and min(fact.bound, fact.fit) >= _SURE_BOUND):
        return False
    if fact.note == ANOTHER_ACTOR and not (found.match.same_language or (_named(fact.text, fact.span.start) and _named(fact.other, 1))):
        return False
    least = max(least, _FIRMER.get(fact.note, (0.0, 0.0))[not found.match.same_language])
    words = len(found.match.reading.sentences[fact.sentence].tokens)
    if fact.note == "dropped negation" or (fact.kind is DifferenceKind.NEGATION and not found.match.same_language):
        least = max(least, _DROPPED)
    return min(fact.bound, fact.fit) >= least and words <= _LONGEST


def _named(words: str, start: int) -> bool:
    """Whether somebody's name is among the words of an actor: across languages a mere noun is too easily another's."""
    first, *rest = words.split()
    return not first[0].isdigit() and any(word[:1].isupper() for word in (rest if start == 0 else (first, *rest)))


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
