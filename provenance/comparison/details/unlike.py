"""Numbers that stand in each other's place and yet do not exclude each other: some and all of them, "a few" and 30, oranges and puppets.

Which numbers of two sentences play one part is guessed by the words around them. Where the two differ in more than their value, that guess
is too poor to accuse anybody by: then the difference is a doubt, and no contradiction.
"""

from __future__ import annotations

import functools
import re
import tomllib
from decimal import Decimal
from importlib import resources

from provenance.comparison.details.facts import Judge
from provenance.language.numbers import Kind, Quantity

_ALIKE, _ALIKE_TRANSLATED = 0.6, 0.5
"""Below which, in one language and across two, two nouns behind numbers count two things."""
_ANYBODY = frozenset(
    ("people", "persons", "человек", "людей", "люди", "осіб", "особи", "людина", "menschen", "personen", "leute", "personnes", "gens", "personas",
     "gente", "osób", "osoby", "ludzi", "ludzie")
)  # fmt: skip
"""Words for anybody: a count of people is one of volunteers, and of whoever else."""
_SMALL = Decimal(1000)
_MAGNITUDES = frozenset(Decimal(10) ** power for power in (3, 6, 9))


def unlike(judge: Judge, claim: Quantity, other: Quantity, text: str) -> bool:
    """Whether two numbers may both be true of what claim and source tell.

    Parameters:
        judge: compares the nouns, and knows the languages.
        claim: its number.
        other: the number that the source has in its place.
        text: the sentence that ``other`` stands in.
    """
    return _vague(claim) or _of_other_things(judge, claim, other) or _some_of_all(judge, claim, other, text) or _cut(claim, other)


def _vague(claim: Quantity) -> bool:
    """ "A few years" and "dozens of metres" name no number that another could take the place of."""
    return claim.low < claim.high and not claim.exact and claim.low.is_finite() and claim.high.is_finite()


def _of_other_things(judge: Judge, claim: Quantity, other: Quantity) -> bool:
    """Whether the nouns behind two counts have little to do with each other."""
    if not (claim.noun and other.noun) or _ANYBODY & {claim.noun.lower(), other.noun.lower()}:
        return False
    return judge.alike(claim.noun, other.noun) < (_ALIKE if judge.match.same_language else _ALIKE_TRANSLATED)


def _some_of_all(judge: Judge, claim: Quantity, other: Quantity, text: str) -> bool:
    """Whether the claim counts some of those of whom the source's number is all, or at least more than these: "two of the crew", "a crew of nine"."""
    if claim.kind not in (Kind.CARDINAL, Kind.MONEY, Kind.MEASURE) or other.kind is not claim.kind or not claim.value < other.value:
        return False
    mine, there = _behind(judge.own.language or ""), _behind(judge.match.reading.language or "")
    if mine is None or mine.match(judge.match.claim, claim.span.end) is None:
        return False
    return there is None or there.match(text, other.span.end) is None


def _cut(claim: Quantity, other: Quantity) -> bool:
    """Whether the source leaves the magnitude out that the claim gives: "21 billion, against 17"."""
    if other.unit is not None or other.step >= _SMALL or not other.value:
        return False
    return claim.value / other.value in _MAGNITUDES


@functools.cache
def _behind(language: str) -> re.Pattern[str] | None:
    forms = _table().get(language)
    return re.compile(rf"\s+(?:{'|'.join(re.escape(f) for f in forms)})(?!\w)", re.IGNORECASE) if forms else None


@functools.cache
def _table() -> dict[str, list[str]]:
    return dict(tomllib.loads((resources.files("provenance.comparison") / "data" / "reckoning.toml").read_text("utf-8"))["behind"])
