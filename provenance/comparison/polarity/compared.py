"""Comparisons seen from their other end: who has "fewer than" another is whom the other has "more than".

What is compared is told by the word behind "than" alone. Where it has changed places with what stands before it, or where the two
sentences compare different things ("less certain", "more careful"), "more" for "less" is a doubt, and no contradiction.
"""

from __future__ import annotations

from provenance.comparison.details.than import than_of
from provenance.comparison.matching.match import Match

_BEHIND = 4
"""Words behind it among which what it is compared with is looked for."""
_SAME, _SAME_TRANSLATED = 0.75, 0.62
"""From which a word of the claim stands in the source."""
_ALIKE = 0.55
"""From which what is more and what is less is the same; of two languages word vectors do not tell it."""
_AMOUNTS = frozenset({"more", "less", "many", "few", "fewer"})


def seen_from_the_other_end(match: Match, language: str | None, token: int, index: int, there: int) -> bool:
    """Whether the two sides of a comparison have changed places in a sentence of the source.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        token: number of the claim's comparative.
        index: the sentence.
        there: number of the sentence's comparative.
    """
    tokens = match.reading.sentences[index].tokens
    mine, theirs = than_of(match.tokens, token, language), than_of(tokens, there, match.reading.language)
    if theirs < 0:
        return False
    same = _SAME if match.same_language else _SAME_TRANSLATED
    behind, before = _laid(match, index, theirs, there, same)
    kept = sum(mine >= 0 and mine < i <= mine + _BEHIND for i in behind) + sum(i < token for i in before)
    changed = sum(i < token for i in behind) + sum(mine >= 0 and mine < i <= mine + _BEHIND for i in before)
    return changed > kept


def _laid(match: Match, index: int, than: int, there: int, same: float) -> tuple[list[int], list[int]]:
    """Words of the claim that stand right behind the sentence's "than", and those before its comparative."""
    behind, before = [], []
    for row, number in enumerate(match.content):
        met, slot = match.met_in(row, index)
        if met >= same and slot >= 0:
            at = match.slots[slot][1]
            if than < at <= than + _BEHIND:
                behind.append(number)
            elif at < there:
                before.append(number)
    return behind, before


def of_other_things(match: Match, value: str, token: int, index: int, there: int) -> bool:
    """Whether two amounts are of things that have nothing in common: "less certain" and "more careful".

    Parameters:
        match: the claim laid on its source.
        value: of the claim's comparative.
        token: number of the claim's comparative.
        index: the sentence.
        there: number of the sentence's comparative.
    """
    if value not in _AMOUNTS or not match.same_language:
        return False
    tokens = match.reading.sentences[index].tokens
    low, high = match.slots_of(index)
    row = next((r for r, i in enumerate(match.content) if i == token + 1), None)
    slot = next((s for s in range(low, high) if match.slots[s][1] == there + 1), None)
    if row is None or slot is None or match.tokens[token + 1].digit or tokens[there + 1].digit:
        return False
    return float(match.similar[row, slot]) < _ALIKE
