"""A model of a local folder as entailment: which passages it reads beside which words of the claim, and what its answers come to.

A claim is supported as far as its least supported clause is (Kamoi et al., *WiCE*, EMNLP 2023), each clause by the passage that
supports it best (Laban et al., *SummaC*, TACL 2022; Tang et al., *MiniCheck*, EMNLP 2024, take the maximum over passages too).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from provenance.comparison.entailment import Judgement
from provenance.comparison.entailment.classifiers import Classifier, load_classifier
from provenance.comparison.entailment.folders import ModelFolder, read_folder
from provenance.comparison.entailment.passages import Premise, clause_texts, met_by, premises
from provenance.comparison.signals import Signals
from provenance.model import Span

_MET = 0.6
"""How well a passage must meet the claim for its contradiction to count: NLI models call a passage about something else contradictory."""
_LIKELY = 0.5
_LEAST_ROOM = 16
"""Tokens for the premise below which a claim is too long for the model."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One premise, read beside the whole claim or a clause."""

    span: Span
    supported: float
    contradicted: float


class Local:
    """A classifier with what it needs to read a claim. Make it with :func:`load`."""

    def __init__(self, folder: ModelFolder, classifier: Classifier) -> None:
        self._folder = folder
        self._classifier = classifier
        self.name = folder.name

    def judge(self, items: Sequence[Signals]) -> list[Judgement]:
        """One judgement for each item. Raises :class:`ModelError` if the model fails."""
        return [self._judge(found) for found in items]

    def _judge(self, found: Signals) -> Judgement:
        match = found.match
        if self._classifier.encoder.room(match.claim) < _LEAST_ROOM:
            return Judgement(0.0, model=self.name, silence="the claim is too long for it")
        chosen = premises(match, whole=self._folder.grounded)
        read = self._read(match.reading.text, chosen, match.claim)
        if not read:
            return Judgement(0.0, model=self.name, silence="there is no passage to read")
        best = max(read, key=lambda r: (r.supported, -r.span.start))
        support = best.supported
        clauses = clause_texts(match)
        if clauses:
            parts = [max((r.supported for r in self._read(match.reading.text, chosen, clause)), default=0.0) for clause in clauses]
            support = max(support, min(parts))
        against = [r for r in read if met_by(match, r.span) >= _MET]
        worst = max(against, key=lambda r: (r.contradicted, -r.span.start), default=None)
        if worst is None or worst.contradicted < _LIKELY:
            return Judgement(support, 0.0, best.span, model=self.name)
        # another passage may well support it: a contradiction is not hidden behind that
        return Judgement(support, worst.contradicted, worst.span, model=self.name)

    def _read(self, text: str, chosen: Sequence[Premise], hypothesis: str) -> list[_Read]:
        labels = self._folder.labels
        encoder = self._classifier.encoder
        room = encoder.room(hypothesis)
        if room < _LEAST_ROOM:
            return []
        out = []
        for premise in chosen:
            whole = premise.span.of(text)
            for start, end in encoder.pieces(whole, room):
                answer = self._classifier.probabilities(whole[start:end], hypothesis)
                contradicted = answer[labels.contradicted] if labels.contradicted is not None else 0.0
                span = Span(premise.span.start + start, premise.span.start + end)
                out.append(_Read(span, answer[labels.supported], contradicted))
        return out


@functools.lru_cache(maxsize=2)
def _loaded(folder: ModelFolder) -> Local:
    return Local(folder, load_classifier(folder))


def load(place: str) -> Local:
    """The model in a folder, loaded once as long as its files do not change.

    Raises:
        ModelError: it cannot be loaded; one line, with what to do next.
    """
    return _loaded(read_folder(Path(place)))
