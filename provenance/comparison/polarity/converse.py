"""Words that tell one deed from its two sides: who "beat" another is who the other "lost to", and what one sold the other bought."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.comparison.details.predicates import little_words
from provenance.comparison.matching.match import Match, heard_alike
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.concepts import Item
from provenance.model import Span

AXES = frozenset({"outcome", "trade"})
"""The axes whose poles are two sides of one deed."""
REMEDIES = frozenset({"suit", "appeal"})
"""Those on which one ruling has two names: who rejects an appeal upholds what it was against."""
_REMEDY = re.compile(
    r"appeal|complaint|objection|challenge|petition|suits?\b|\bcase\b|\bclaim|\bbid\b|motion|request|\bplea|жалоб|апелляц|кассац|протест"
    r"|ходатайств|\bиск|просьб|скарг|апеляц|касац|клопотан|позов|проханн|berufung|revision|beschwerde|einspruch|widerspruch|klage|antrag"
    r"|recours|pourvoi|appel\b|plainte|demande|requête|recurso|apelaci|queja|demanda|querella|petici|apelacj|kasacj|skarg|odwołan|zażaleni"
    r"|pozew|pozwu|powództw|wnios",
    re.IGNORECASE,
)
_BESIDE = 50
"""Letters on either side of the word for the ruling among which its object is looked for."""
_LED = 2
"""Words before a name among which "by" is looked for."""
_SAME = 0.88
"""From which a name of the claim stands in the source."""


def told_from_the_other_side(match: Match, language: str | None, item: Item, index: int, there: Span) -> bool:
    """Whether the names of a claim have changed sides in a sentence: they stand on the other side of its word for the deed.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        item: the claim's word for the deed.
        index: the sentence.
        there: the sentence's word for the deed, in the source.
    """
    if item.axis in REMEDIES:
        return _remedy(match.claim, item.span) != _remedy(match.reading.text, there)
    if item.axis not in AXES:
        return False
    kept, changed = names_beside(match, language, item.first, item.last, index, there)
    return changed > kept


def names_beside(match: Match, language: str | None, first: int, last: int, index: int, there: Span) -> tuple[int, int]:
    """How many names of a claim stand on the same side of a word of its source as of the claim's own, and how many on the other.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        first: number of the first of the claim's words.
        last: number of the last one.
        index: the sentence.
        there: the sentence's word, in the source.
    """
    tokens = match.reading.sentences[index].tokens
    kept = changed = 0
    for row, number in enumerate(match.content):
        token = match.tokens[number]
        if not token.text[:1].isupper() or token.digit or first <= number <= last:
            continue
        met, slot = match.met_in(row, index)
        found = tokens[match.slots[slot][1]] if met >= _SAME and slot >= 0 else None
        if found is None:
            found = next((t for t in tokens if t.text[:1].isupper() and heard_alike(token.text, t.text)), None)
        if found is not None and not there.start <= found.start < there.end:
            same = (number < first) is (found.start < there.start)
            if _led_by(match.tokens, number, language) is not _led_by(tokens, tokens.index(found), match.reading.language):
                same = not same  # "bought by Ann", "sold to Ann"
            kept, changed = kept + same, changed + (not same)
    return kept, changed


def _led_by(tokens: Sequence[Token], name: int, language: str | None) -> bool:
    """Whether a name is of those by whom something was done."""
    little = little_words(language or "")
    return little is not None and any(t.text.lower() in little["by"] for t in tokens[max(0, name - _LED) : name])


def _remedy(text: str, word: Span) -> bool:
    """Whether what was ruled on is an appeal or the like, and not the ruling before it."""
    return _REMEDY.search(text, max(0, word.start - _BESIDE), word.end + _BESIDE) is not None
