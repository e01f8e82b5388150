"""Names of a claim that nothing in its source is like: "on Tumblr" where the page speaks of TikTok.

Who or what is meant is the part of a claim that no other word can stand for. A name may be spelt otherwise, shortened or left to a
pronoun, so that only one counts without any likeness on the whole page, in the place of another name, in the page's own language.
"""

from __future__ import annotations

import re

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
