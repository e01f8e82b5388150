"""Opposites that the source has of another thing, in a sentence that bears the claim out: "revenue rose, while net profit slipped".

A sentence may tell of two things, and of each the contrary of what it tells of the other. A reversed word found there says nothing where
it stands in a unit without the claim's subject, and another unit has that subject with a word for what the claim says of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.details.cast import Cast
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.details.units import HAS, LACKS, Unit, units
from provenance.comparison.matching.match import Match
from provenance.model import DifferenceKind, Span

_SAYS = 0.62, 0.56
"""From which a word of a unit may say what the claim's word does."""
_TURNED = frozenset({DifferenceKind.RELATION, DifferenceKind.NEGATION})


def without_others(match: Match, language: str | None, judge: Judge, turned: Sequence[Fact]) -> tuple[Fact, ...]:
    """``turned`` less what stands in a unit about another thing than the claim's.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: its details; they tell what relative dates count from.
        turned: reversed words of the claim.
    """
    if language is None or match.reading.language is None or not any(f.kind in _TURNED for f in turned):
        return tuple(turned)
    own = units(match.claim, language, judge.own.anchor)
    if not own:
        return tuple(turned)
    cast = Cast(match, language, judge)
    return tuple(f for f in turned if f.kind not in _TURNED or f.other_span is None or not _of_another(cast, own, f, f.other_span))


def _of_another(cast: Cast, own: Sequence[Unit], fact: Fact, there: Span) -> bool:
    match = cast.match
    turned = [row for row, i in enumerate(match.content) if fact.span.start <= match.tokens[i].start < fact.span.end]
    mine = next((u for u in own if any(match.content[r] in u.words for r in turned)), None)
    if mine is None or mine.pronoun:
        return False
    subject = [cast.row[i] for p in mine.subject for i in p.content if i in cast.row and cast.row[i] not in turned]
    sentence = match.reading.sentences[fact.sentence]
    text = match.reading.text[sentence.start : sentence.end]
    read = units(text, cast.there, cast.judge.stated[fact.sentence].anchor)
    at = next((i for i, t in enumerate(sentence.tokens) if t.start < there.end and there.start < t.end), -1)
    here = next((u for u in read if at in u.words), None)
    if here is None or here.pronoun or not subject:
        return False
    lacking = [r for r in subject if cast.met(r, fact.sentence, here.told) < LACKS[cast.pick]]
    return bool(lacking) and any(
        all(cast.met(r, fact.sentence, u.told) >= HAS[cast.pick] for r in lacking)
        and any(cast.met(r, fact.sentence, u.words) >= _SAYS[cast.pick] for r in turned)
        for u in read
        if u is not here
    )
