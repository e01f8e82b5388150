"""Entailment: does a passage say what a clause says? A small protocol, and one visible dict of those that come with the program.

The decision never rests on an entailment model alone: a differing detail forbids ``supported`` whatever a model says, and a
contradiction is only called where a detail is reversed or differs, or by the strict rule of :mod:`.blending`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from provenance.comparison.signals import Signals
from provenance.config import ModelChoice, ModelKind
from provenance.errors import UsageError
from provenance.model import Span, Unavailable

Send = Callable[[bytes], bytes | Unavailable]
"""Puts a question (the body of a request) to the endpoint that the settings name, and gives the body of its answer, or why there
is none. Made by the pipeline: this package knows neither network nor cassettes."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model makes of one claim against one source."""

    support: float
    """Probability that the source supports the claim, in [0, 1]."""
    contradiction: float = 0.0
    """Probability that a passage of the source contradicts the claim, in [0, 1]; 0 where the model has no such answer."""
    evidence: Span | None = None
    """The words of the source on which the model rests, in the text that was read (:attr:`Reading.text`); where it sees a
    contradiction, those."""
    reason: str = ""
    """The model's own words, for a person; nothing is ever decided by them."""
    model: str = ""
    """Name of the model that read the claim; empty for the embedded one alone."""
    silence: str = ""
    """Why the model that was asked gave no judgement that counts; then this is the embedded model's."""


class Entailment(Protocol):
    """A model that reads a claim beside the passages it was matched with."""

    @property
    def name(self) -> str:
        """As the report gives it."""
        ...

    def judge(self, items: Sequence[Signals]) -> list[Judgement]:
        """One judgement for each item, independent of the others in the call."""
        ...


def _embedded(choice: ModelChoice, send: Send | None) -> Entailment:
    from provenance.comparison.entailment.embedded import Embedded

    return Embedded()


def _folder(choice: ModelChoice, send: Send | None) -> Entailment:
    from provenance.comparison.entailment.blending import Blended
    from provenance.comparison.entailment.embedded import Embedded
    from provenance.comparison.entailment.local import load

    return Blended(Embedded(), load(choice.place))


def _endpoint(choice: ModelChoice, send: Send | None) -> Entailment:
    from provenance.comparison.entailment.blending import Blended
    from provenance.comparison.entailment.embedded import Embedded
    from provenance.comparison.entailment.endpoint import Endpoint

    if send is None:
        raise UsageError(f"the model {choice} needs a way to its endpoint: use it through check or compare")
    return Blended(Embedded(), Endpoint(choice.name, choice.place, send))


MODELS: dict[ModelKind, Callable[[ModelChoice, Send | None], Entailment]] = {
    ModelKind.EMBEDDED: _embedded,
    ModelKind.FOLDER: _folder,
    ModelKind.OPENAI: _endpoint,
}
"""Kind in the settings → how to make it. Nothing is loaded before it is called."""

DEFAULT = ModelChoice()


def make(choice: ModelChoice = DEFAULT, send: Send | None = None) -> Entailment:
    """The model that the settings name.

    Parameters:
        choice: as :func:`provenance.config.parse_model` reads it.
        send: the way to the endpoint, for a model behind one.

    Raises:
        ModelError: the model cannot be loaded.
        UsageError: an endpoint is named and there is no way to it.
    """
    return MODELS[choice.kind](choice, send)
