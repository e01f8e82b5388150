"""What a cue was found to attribute to whom, within one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.claims.clause import Unit

Run = tuple[int, int]
"""Start and end of a run of characters in a paragraph."""


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution within one paragraph. All runs are offsets in the paragraph's running text."""

    source: Run | None
    cue: Run
    content: tuple[Run, ...]
    manner: str
    """``verb``, ``according``, ``noun``, ``colon``, ``mark``, ``adverb``."""
    frame: str
    kind: str = "speech"
    denied: bool = False
    hedged: bool = False
    addressee: Run | None = None
    """To whom it was said ("told Reuters")."""
    relayed: tuple[Run, Run] | None = None
    """Cue and source of "citing X"."""
    further: tuple[tuple[Run, Run], ...] = ()
    """The same of each further link of the chain: "citing X, which cited Y"."""
    antecedent: Run | None = None
    """What a relative pronoun that is the source stands for."""
    lemma: str = ""


def run_of(u: Unit, span: tuple[int, int]) -> Run:
    """The characters from the first to the last of a run of tokens (last token excluded)."""
    first, last = span
    return (u.toks[first].start, u.toks[last - 1].end)
