"""Names and things of a claim that nothing in its source is like: "on Tumblr" where the page speaks of TikTok.

Who or what is meant is the part of a claim that no other word can stand for. A name may be spelt otherwise, shortened or left to a
pronoun, so that only one counts without any likeness on the whole page, in the place of another name, in the page's own language.
"""

from __future__ import annotations

import functools
import re

from provenance.comparison.lexical.dictionary import LANGUAGE, Relation, entries, link
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.passages import Reading
from provenance.comparison.matching.substitutions import places

_MET = 0.93
"""From which a word of the window is like the name."""
_SPELLING = 75
"""Percentage of letters in common from which a word may be the name in another spelling."""
_LETTERS = 3
_MIXED = re.compile(r"(?=\w{2,4}\Z)\w*[a-z][A-Z]")
"""What shows an abbreviation of everyday words ("YoY")."""
_UNHEARD = 0.38
"""Risk from which a common word counts that nothing in the source is akin to."""
_BRIEF = 14
"""Content words of the longest claim in which such a word counts: what sums up a whole page has words of its own."""
_FAR, _RARE, _VERB, _NEAR = 0.68, 0.6, 0.3, 0.6
"""How like it the nearest word may be; how rare it must be itself; share of its use as a verb; nearness from which two words are akin."""
_HEADLINE = 0.6
"""Share of capitals from which a claim is set like a headline, where a capital says nothing."""


def stranger(match: Match, row: int) -> bool:
    """Whether the content word ``row`` is (part of) a name that the source nowhere has, nor anything like it."""
    token = match.tokens[match.content[row]]
    if not (match.same_language and token.capital and not token.digit) or match.support(row) >= _MET or len(token.key) < _LETTERS:
        return False
    if match.claim[: token.start].rstrip()[-1:] in ('"', "“", "«", "„", "'", "‘"):
        return False
    if sum(t.capital for t in match.tokens) >= _HEADLINE * len(match.tokens):
        return False
    if _MIXED.match(token.text) or (token.text.isupper() and _spelt_out(token.text, match.reading.text)):
        return False
    name = token.text.lower().partition("-")[0]  # "Chinese-owned"
    return _rival(match, row) and not _has(match.reading, token.key if name == token.text.lower() else name, name)


def unheard(match: Match, row: int, risk: float) -> bool:
    """Whether the content word ``row`` of an English claim is a thing or quality to which no word of its English source is akin.

    Parameters:
        row: a row of the match.
        risk: probability that nothing supports the word.
    """
    token = match.tokens[match.content[row]]
    if not (match.same_language and match.reading.language == LANGUAGE) or risk < _UNHEARD or token.digit or token.capital:
        return False
    if len(match.content) > _BRIEF:
        return False
    word = token.text.lower()
    if row == 0 or float(match.met[row].max(initial=0.0)) > _FAR or encoder().rarity(word) < _RARE or not _noun(word):
        return False
    there = {t.text.lower() for s in match.seen for t in match.reading.sentences[s].tokens if not (t.stop or t.digit)}
    return not any(_akin(word, other) for other in there)


@functools.lru_cache(maxsize=20_000)
def _noun(word: str) -> bool:
    """Whether a word is known, and mostly no verb."""
    senses = [sense for found in entries(word) for sense in found.senses]
    total = sum(sense.share for sense in senses)
    return total > 0 and sum(sense.share for sense in senses if sense.verb) < _VERB * total and not word.endswith("ing")


@functools.lru_cache(maxsize=50_000)
def _akin(word: str, other: str) -> bool:
    found = link(word, other)
    if found.relation is Relation.RELATED:
        return found.nearness >= _NEAR
    return found.relation not in (Relation.UNRELATED, Relation.UNKNOWN)


def _rival(match: Match, row: int) -> bool:
    """Whether another name stands in its place: without one, a page may well speak of somebody without naming him."""
    there = [match.reading.sentences[sentence].tokens[token] for sentence, token in (match.slots[i] for i in places(match)[row].slots)]
    return any(token.capital for token in there) and not any(token.digit for token in there)


def _spelt_out(acronym: str, text: str) -> bool:
    """Whether words that begin with an acronym's letters stand side by side in the source."""
    letters = [re.escape(letter) for letter in acronym if letter.isalpha()]
    return re.search(r"\b" + r"[\w'’.]*[\s-]+(?:(?:of|the|and|for|in)\s+)?".join(letters), text, re.IGNORECASE) is not None


def _has(reading: Reading, key: str, text: str) -> bool:
    from rapidfuzz import fuzz, process

    words = reading.frequency
    if words[key] or words[text] or text.replace(".", "") in reading.text.lower():
        return True
    return process.extractOne(key, words.keys(), scorer=fuzz.ratio, score_cutoff=_SPELLING) is not None
