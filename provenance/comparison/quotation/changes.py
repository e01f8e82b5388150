"""How words of a quotation differ from the words of its source: the names of the faults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provenance.model import Span


class ChangeKind(StrEnum):
    """How words of a quotation differ from the source's."""

    DROPPED_NEGATION = "dropped_negation"
    ADDED_NEGATION = "added_negation"
    CHANGED_NUMBER = "changed_number"
    SWAPPED_NAME = "swapped_name"
    OPPOSITE = "opposite"
    CHANGED_WORD = "changed_word"
    DROPPED_WORD = "dropped_word"
    ADDED_WORD = "added_word"
    REORDERED = "reordered"
    SPLICED = "spliced"
    CUT_NEGATION = "cut_negation"
    CUT_CONDITION = "cut_condition"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the words quoted and the words of the source."""

    kind: ChangeKind
    claim: str
    """The quotation's words; empty where the source has words that the quotation lacks."""
    source: str
    """The source's words; empty where the quotation has words that the source lacks."""
    claim_span: Span
    """Of ``claim``, in the quotation as it was passed."""
    source_span: Span
    """Of ``source``, in the source's text; where there are no words, the place where they would stand."""
    minor: bool = False
    """Whether a careful reader would let it pass."""
