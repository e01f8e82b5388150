"""Two judgements of one claim made into one, and what a model may and may not decide.

The embedded model knows the details, the other one has read the sentences. Their supports are blended as the weighted mean of
their log odds (a logarithmic opinion pool: Genest and Zidek, *Statistical Science*, 1986), with the other model's bounded: a
classifier says .999 far more often than it is right. A contradiction needs more than the model's word: see :func:`contradicts`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from provenance.comparison.details.facts import Fact
from provenance.comparison.entailment import Entailment, Judgement
from provenance.comparison.entailment.passages import met_by
from provenance.comparison.signals import Signals
from provenance.model import Comparison, DifferenceKind, Label, Passage, Reason

SHARE = 0.6
"""Weight of the model that was asked for; the rest is the embedded one's."""
_BOUND = 0.03
"""How near 0 and 1 a model's probability is believed."""

_LIMITS = {"model_sure": 0.95, "model_alone": 2.0, "model_met": 0.6, "model_met_alone": 0.8}
"""Where the weights file has no such threshold: the model's probability of a contradiction beside a differing detail and without
one, and how well its passage must meet the claim in each case. Without a detail the answer is never: a small NLI model at .97 called
one in ten of the true claims of newspaper summaries contradicted, well matched passages only."""


_MOST_PASSAGES = 3
_PLAIN = 0.75
_BINDING = 0.55
"""How well a differing detail must be bound in its sentence to bear a model out: a negation, and any other."""


def blend(own: float, other: float, share: float = SHARE) -> float:
    """Support out of the embedded model's and another's, both in [0, 1]."""
    return 1.0 / (1.0 + math.exp(-((1.0 - share) * _logit(own, 1e-3) + share * _logit(other, _BOUND))))


def _logit(probability: float, bound: float) -> float:
    p = min(max(probability, bound), 1.0 - bound)
    return math.log(p / (1.0 - p))


@dataclass(frozen=True, slots=True)
class Blended:
    """The embedded model and another one, as one."""

    own: Entailment
    other: Entailment

    @property
    def name(self) -> str:
        """The other model's: the embedded one always takes part."""
        return self.other.name

    def judge(self, items: Sequence[Signals]) -> list[Judgement]:
        """One judgement for each item; where the other model gave none that counts, the embedded model's, with the reason."""
        out = []
        for own, other in zip(self.own.judge(items), self.other.judge(items), strict=True):
            if other.silence:
                out.append(replace(other, support=own.support, contradiction=0.0, evidence=None))
            else:
                out.append(replace(other, support=blend(own.support, other.support)))
        return out


def contradicts(found: Signals, judgement: Judgement, limits: Mapping[str, float], differing: Sequence[Fact] = ()) -> bool:
    """Whether a model's contradiction may be called one.

    All in all the claim must rather not be supported. The model must be sure, and its passage must be about the claim; and either a detail differs in that very passage, or, where the weights
    file has a threshold for it, the model is surer still and its passage meets the claim so well that nothing else can be meant.

    Parameters:
        limits: thresholds of the weights file, where those of this module may be set anew.
        differing: the details that forbid support, be it that they do not suffice for a contradiction by themselves. A dropped
            hedge is none of them: a source that says less does not contradict.
    """
    if judgement.evidence is None or judgement.contradiction <= 0.0 or judgement.support >= 0.5:
        return False
    if judgement.evidence.start >= found.match.reading.main:  # what stands beside the main text accuses nobody
        return False
    limit = {name: limits.get(name, value) for name, value in _LIMITS.items()}
    met = met_by(found.match, judgement.evidence)
    if judgement.contradiction < limit["model_sure"] or met < limit["model_met"]:
        return False
    sentences = found.match.reading.sentences
    place = judgement.evidence
    read = (sentences[f.sentence] for f in differing if f.sentence >= 0 and _bound(f, limits))
    differs = any(s.start < place.end and place.start < s.end for s in read)
    return differs or (judgement.contradiction >= limit["model_alone"] and met >= limit["model_met_alone"])


def _bound(fact: Fact, limits: Mapping[str, float]) -> bool:
    """Whether a differing detail stands firmly enough in its place to bear a model out.

    Models err where a "not" stands somewhere near, and so do rules: a negation must stand in what is otherwise the claim.
    """
    if fact.kind is DifferenceKind.HEDGE or fact.doubtful:
        return False
    return min(fact.bound, fact.fit) >= (_PLAIN if fact.kind is DifferenceKind.NEGATION else limits.get("bound", _BINDING))


def contradiction_reason(found: Signals, judgement: Judgement) -> Reason:
    """What is said of a contradiction that a model called."""
    assert judgement.evidence is not None
    words = " ".join(judgement.evidence.of(found.match.reading.text).split())
    why = f" ({judgement.reason})" if judgement.reason else ""
    return Reason("model_contradicts", f"the model {judgement.model} reads a contradiction in “{words[:300]}”{why}")


def read_passage(found: Signals, judgement: Judgement, evidence: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The evidence of a contradiction that a model called: at most three passages, one of them from what the model read."""
    place = judgement.evidence
    if place is None or any(p.start < place.end and place.start < p.end for p in evidence):
        return evidence
    reading = found.match.reading
    own = Passage(place.of(reading.text), place.start, place.end, round(met_by(found.match, place), 4), reading.language)
    return (own, *evidence)[:_MOST_PASSAGES]


def noted(result: Comparison, found: Signals, judgement: Judgement) -> Comparison:
    """``result`` with what must be said of the model: that it did not judge, or that it sees a contradiction which was not called."""
    if judgement.silence:
        why = f"the model {judgement.model} gave no judgement that counts: {judgement.silence}; judged without it"
        return replace(result, reasons=(*result.reasons, Reason("model_silent", why)))
    if judgement.evidence is None or judgement.contradiction < _LIMITS["model_sure"]:
        return result
    if result.label in (Label.CONTRADICTED, Label.MISQUOTED) or any(r.code == "model_contradicts" for r in result.reasons):
        return result
    said = contradiction_reason(found, judgement).message
    return replace(result, reasons=(*result.reasons, Reason("model_disagrees", f"{said}, which no detail bears out")))
