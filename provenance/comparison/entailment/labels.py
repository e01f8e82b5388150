"""What the classes of a sequence classifier mean, told by their names: an order of classes is never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from provenance.errors import ModelError

MOST = 8
"""Classes of a model; natural language inference has two or three."""


class Answer(StrEnum):
    """What one class of a model says of premise and hypothesis."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NEUTRAL = "neutral"
    UNSUPPORTED = "unsupported"


_NAMES: dict[Answer, frozenset[str]] = {
    Answer.SUPPORTED: frozenset({"entailment", "entail", "entails", "entailed", "supported", "support", "supports", "consistent", "faithful"}),
    Answer.CONTRADICTED: frozenset({"contradiction", "contradict", "contradicts", "contradicted", "contradictory", "refuted", "refute", "refutes"}),
    Answer.NEUTRAL: frozenset({"neutral", "notenoughinfo", "nei", "unknown", "unrelated"}),
    Answer.UNSUPPORTED: frozenset(
        {"notentailment", "notentailed", "unsupported", "notsupported", "notsupport", "inconsistent", "hallucination", "hallucinated", "unfaithful"}
    ),
}  # fmt: skip
_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Labels:
    """The classes of a model by what they say, as indices of its output."""

    count: int
    supported: int
    contradicted: int | None
    """``None`` where the model cannot tell a contradiction from what the source simply does not say."""


def labels_of(names: Sequence[str], *, where: str) -> Labels:
    """Read the meaning of a model's classes off their names, in the order of its output.

    Raises:
        ModelError: a name is unknown, ambiguous, or none says that a claim is supported; the message says what to write where.
    """
    found = [_answer(name) for name in names]
    advice = 'name the classes in the file provenance.json beside the model, for example {"labels": ["unsupported", "supported"]}'
    if not 2 <= len(names) <= MOST:
        raise ModelError(f"{where}: a model with {len(names)} classes is none for entailment: choose another model")
    for name, answer in zip(names, found, strict=True):
        if answer is None:
            raise ModelError(f"{where}: nothing says what the class {name[:40]!r} means: {advice}")
    if found.count(Answer.SUPPORTED) != 1 or found.count(Answer.CONTRADICTED) > 1:
        raise ModelError(
            f"{where}: exactly one class must mean that a claim is supported, and at most one that it is contradicted: {advice}"
        )
    # with two classes "contradiction" is all that is not entailed, which is no contradiction
    told = Answer.CONTRADICTED in found and len(names) > 2
    return Labels(len(names), found.index(Answer.SUPPORTED), found.index(Answer.CONTRADICTED) if told else None)


def _answer(name: str) -> Answer | None:
    plain = _LETTERS.sub("", name.lower())
    return next((answer for answer, names in _NAMES.items() if plain in names), None)
