"""Entailment: does a passage say what a clause says? A small protocol, and one visible dict of those that come with the program.

The decision never rests on an entailment model alone: a differing detail forbids ``supported`` whatever a model says, and a
contradiction is only called where a detail is reversed or differs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from provenance.comparison.signals import Signals


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a model makes of one claim against one source."""

    support: float
    """Probability that the source supports the claim, in [0, 1]."""


class Entailment(Protocol):
    """A model that reads a claim beside the passages it was matched with."""

    @property
    def name(self) -> str:
        """As the report gives it."""
        ...

    def judge(self, items: Sequence[Signals]) -> list[Judgement]:
        """One judgement for each item, independent of the others in the call."""
        ...


def _embedded() -> Entailment:
    from provenance.comparison.entailment.embedded import Embedded

    return Embedded()


MODELS: dict[str, Callable[[], Entailment]] = {"embedded": _embedded}
"""Name in the settings → how to make it. Nothing is loaded before it is called."""

DEFAULT = "embedded"
