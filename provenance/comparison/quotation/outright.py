"""Quotations that stand in their source letter for letter, as whole sentences: found before anything is read into tokens.

Most quotations that are right are right in this way, and looking for a string is a thousand times faster than reading the text that
it is looked for in. Whatever is not plain here is left to :mod:`provenance.comparison.quotation.quotes`, which says the same of these.
"""

from __future__ import annotations

import re

from provenance.comparison.matching.tokens import is_stop
from provenance.comparison.quotation.text import ABBREVIATIONS
from provenance.model import Span

EDGE = "\"'“”„‟«»‹›‘’‚‛「」『』 \t\r\n\u00a0"
"""What may stand around the words of a quotation and is no part of them."""
_ENDING = ".,;:!?…"
_LEAST = 4
"""Words from which on a quotation is no mere term, whatever they are."""
_MOST = 8
"""Places that are looked at."""
_BACK = 60
"""Characters before the words by which it is told that a sentence begins."""
_READ = re.compile(r"[\[\]…]|\.\s?\.")
"""Ellipses, and brackets with what the writer says himself: such words are not all the source's."""
_BEGINS = re.compile(r"(?:\n[^\S\n]*\n\s*|(?<![\w'’.])(\w{2,})[.!?][\"”»]?\s+)[\"“„«]?\Z|[\"“„«]\Z")
_ENDS = re.compile(
    r"[.,!?…]{0,3}\s?[\"”“»]|[.,;:!?…\"”“»]{0,3}(?:\s*\Z|[^\S\n]*\n[^\S\n]*\n)|([.!?…]{1,3})[\"”»]?\s+[\"“„«(—–-]{0,2}\s?([^\W_])"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def outright(quotation: str, text: str) -> Span | None:
    """Where a quotation stands in ``text`` letter for letter and fills whole sentences; ``None`` if that is not plain."""
    words = quotation.strip(EDGE).rstrip(_ENDING)
    if len(words.split()) < _LEAST or not (words[0].isalnum() and words[-1].isalnum()) or _READ.search(words):
        return None
    at = -1
    for _ in range(_MOST):
        at = text.find(words, at + 1)
        if at < 0:
            return None
        if _is_whole(text, at, at + len(words)):
            return Span(at, at + len(words))
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a sentence, or what the source itself puts in quotation marks, begins at ``start`` and ends at ``end``."""
    before = _BEGINS.search(text[start - _BACK : start] if start > _BACK else f"\n\n{text[:start]}")
    if before is None or (before[1] and (text[start].islower() or _abbreviates(before[1]))):
        return False
    after = _ENDS.match(text, end)
    if after is None:
        return False
    last = _WORD.findall(text, max(start, end - _BACK), end)[-1]
    return not after[2] or not (after[2].islower() or (after[1].startswith(".") and _abbreviates(last)))


def _abbreviates(word: str) -> bool:
    return len(word) < 2 or word.lower() in ABBREVIATIONS


def has_content(words: str, language: str | None) -> bool:
    """Whether two of these words at least carry content of their own, so that there is something to look for."""
    found = 0
    for word in _WORD.finditer(words):
        found += not is_stop(word[0], language)
        if found == 2:
            return True
    return False
