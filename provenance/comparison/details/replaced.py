"""A word of the claim in another's place, in a sentence that is otherwise the source's own, function words and all.

Who copies twelve words in a row and exchanges the thirteenth has either found another word for the same thing or says something else,
and it shows which word of the source went: it stands between the same neighbours. Content words alone do not show that in a long
sentence ("peer outside the heart" for "inside"), nor does the mean over all its words, which are met but for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from provenance.comparison.details.binding import Fact, differing
from provenance.comparison.lexical.dictionary import LANGUAGE, Relation, link
from provenance.comparison.lexical.swaps import COUNTS, harm, verb_share
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.opposites import opposites
from provenance.model import DifferenceKind, Span

REPLACED = "another word in a copied sentence"
"""Note of such a fact."""
_LONGEST = 90
"""Words of the longest sentence that is compared: longer ones are menus and lists."""
_FRAME = 8
"""Words that must be the source's own, in a row, right before and right after the exchanged one together."""
_CONTENT = 3
"""How many of them must carry content."""
_HARMFUL, _VERBS_HARMFUL = 0.65, 0.75
"""From which :func:`provenance.comparison.lexical.swaps.harm` an exchange says something else, and one of two words that can be verbs:
for a deed there is nearly always another word ("peer", "view")."""
_VERB = 0.2
"""Share of its uses as a verb from which a word can be one."""
_STEM = 5
"""Letters in common from which two words are forms of one word."""
_KEPT = 4
"""Words in a row, the claim's word among them, from which a source has that word itself."""
_MARKS = re.compile(r"[^\w]|_")
_STOP = re.compile(r"[.!?…]")


def replaced(match: Match) -> tuple[Fact, ...]:
    """The exchanged words of an English claim in its English source, in the order of the claim.

    Parameters:
        match: the claim laid on its source.

    Returns:
        Doubtful facts of kind ``RELATION``, with the note :data:`REPLACED`: they forbid support and accuse nobody.
    """
    if not match.same_language or match.reading.language != LANGUAGE or not match.windows:
        return ()
    mine = [_key(token) for token in match.tokens]
    best: dict[int, tuple[int, int, int]] = {}  # place in the claim: length of its frame, sentence, place in the sentence
    kept: dict[int, int] = {}  # place in the claim: length of the longest run in which the source has the word itself
    for sentence in match.seen:
        tokens = match.reading.sentences[sentence].tokens
        if not _FRAME < len(tokens) <= _LONGEST:
            continue
        theirs = [_key(token) for token in tokens]
        if len(set(mine).intersection(theirs)) < _FRAME:
            continue
        for place, there, frame in _exchanges(match, mine, tokens, theirs, kept):
            if frame > best.get(place, (0, 0, 0))[0]:
                best[place] = frame, sentence, there
    found = []
    for place, (_, sentence, there) in sorted(best.items()):
        own, other = match.tokens[place], match.reading.sentences[sentence].tokens[there]
        if kept.get(place, 0) < _KEPT and says_another(own, other):
            start = match.reading.sentences[sentence].start
            local = Span(other.start - start, other.end - start)
            fact = differing(match, DifferenceKind.RELATION, Span(own.start, own.end), sentence, local, REPLACED, 1.0)
            found.append(replace(fact, doubtful=True))
    return tuple(found)


def says_another(own: Token, other: Token) -> bool:
    """Whether an English word says something else than the one in whose place it stands. Names and numbers are left to the details."""
    if own.digit or other.digit or own.capital or other.capital:
        return False
    mine, theirs = own.text.lower(), other.text.lower()
    if COUNTS & {mine, theirs}:
        return False
    if theirs in opposites(mine, own.key) or other.key in opposites(mine, own.key):
        return True
    if own.stop or other.stop or _one_word(mine, theirs):
        return False
    least = _VERBS_HARMFUL if min(verb_share(mine), verb_share(theirs)) >= _VERB else _HARMFUL
    return link(mine, theirs).relation is not Relation.SAME and harm(mine, theirs) >= least


def _exchanges(
    match: Match, mine: Sequence[str], tokens: Sequence[Token], theirs: Sequence[str], kept: dict[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Single words between runs that both have: place in the claim, in the sentence, and the words of both runs. Fills ``kept``."""
    runs = [(0, 0, 0), *SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks()]
    for _, here, size in runs:
        for place in range(here, here + size):
            kept[place] = max(kept.get(place, 0), size)
    for (there, here, before), (next_there, next_here, after) in pairwise(runs):
        place, slot = here + before, there + before
        if next_here != place + 1 or next_there != slot + 1:
            continue
        if (before or _begins(match, place, slot)) and (after or (slot + 1 == len(tokens) and _ends(match, place))):
            around = [*range(here, place), *range(next_here, next_here + after)]
            if len(around) >= _FRAME and sum(not match.tokens[i].stop for i in around) >= _CONTENT:
                yield place, slot, len(around)


def _begins(match: Match, place: int, slot: int) -> bool:
    """Whether a word begins its sentence in the claim and in the source."""
    return slot == 0 and (place == 0 or _STOP.search(match.claim, match.tokens[place - 1].end, match.tokens[place].start) is not None)


def _ends(match: Match, place: int) -> bool:
    """Whether a word ends its sentence in the claim."""
    last = place + 1 == len(match.tokens)
    return last or _STOP.search(match.claim, match.tokens[place].end, match.tokens[place + 1].start) is not None


def _key(token: Token) -> str:
    return _MARKS.sub("", token.text.lower()) or token.text


def _one_word(mine: str, theirs: str) -> bool:
    """Whether two words are forms or spellings of one: "quarter", "quarterly"; "co-operation", "cooperation"."""
    one, other = _MARKS.sub("", mine), _MARKS.sub("", theirs)
    return one == other or one[:_STEM] == other[:_STEM] or one.startswith(other) or other.startswith(one)
