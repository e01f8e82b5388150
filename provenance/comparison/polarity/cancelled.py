"""A "not" that only one side has, beside another value in the same clause: "not in March" for "in April".

Each by itself would contradict. Together they do not: who denies it of March says nothing against April. Neither accuses anybody then,
and what is left is a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.details.other_actors import ANOTHER as ANOTHER_ACTOR
from provenance.comparison.details.other_names import SURELY
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.breadth import ANOTHER_TIME
from provenance.comparison.polarity.factuality import TURNED
from provenance.comparison.polarity.opposed import OPPOSED
from provenance.comparison.polarity.parity import TURNED as TURNED_CLAUSE
from provenance.comparison.polarity.turned import ADDED, DROPPED
from provenance.model import DifferenceKind, Span

_TURNS = frozenset({ADDED, DROPPED, OPPOSED, TURNED, TURNED_CLAUSE})
"""Notes of what may come of one "not"."""
_VALUES = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE})
_OTHERS = frozenset({SURELY, ANOTHER_ACTOR, ANOTHER_TIME})
"""Notes of another name, doer or time."""


def cancelled(match: Match, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """``facts`` with those made doubtful that tell of a "not" more or less and of another value in one clause.

    Parameters:
        match: the claim laid on its source.
        facts: what was found, in any order.
    """
    turns = [f for f in facts if f.note in _TURNS and f.outcome is Outcome.DIFFERS]
    if not any(f.note in (ADDED, DROPPED) for f in turns):
        return tuple(facts)
    values = [f for f in facts if f.outcome is Outcome.DIFFERS and (f.kind in _VALUES or f.note in _OTHERS)]
    together = {id(f) for turn in turns for value in values if _in_one_clause(match, turn, value) for f in (turn, value)}
    return tuple(replace(f, doubtful=True) if id(f) in together else f for f in facts)


def _in_one_clause(match: Match, turn: Fact, value: Fact) -> bool:
    return turn is not value and turn.sentence == value.sentence and bool(_parts(match, turn.span) & _parts(match, value.span))


def _parts(match: Match, span: Span) -> frozenset[int]:
    """Numbers of the clauses of the claim that have words in ``span``."""
    rows = {r for r, i in enumerate(match.content) if match.tokens[i].start < span.end and span.start < match.tokens[i].end}
    return frozenset(number for number, part in enumerate(match.parts) if rows & set(part))
