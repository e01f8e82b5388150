"""Words, numbers and signs of a text with their places: the common ground of the number, date and polarity grammars.

Finer than reading words and never merging them: "34-year-old" is five tokens, "3.5bn" two, "1 200" one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

GROUP_SPACES = " \u00a0\u2007\u2009\u202f"

# Every quantifier is either bounded or followed by a class that it cannot match itself, so a scan is linear.
_NUMBER = rf"\d{{1,3}}(?:[{GROUP_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*"
_WORD = r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?"
_ELIDING = r"[^\W\d_]+['’ʼ]?"
_LOWER = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "\u0301": None})


class Token(NamedTuple):
    """One token: ``text[start:end]``."""

    kind: str
    """``n`` a number in digits, ``w`` a word, ``s`` a sign."""
    low: str
    """Lower-cased, with one apostrophe and without the dots of ё; numbers and signs as they are."""
    start: int
    end: int


@cache
def _pattern(elision: bool) -> re.Pattern[str]:
    return re.compile(rf"(?P<n>{_NUMBER})|(?P<w>{_ELIDING if elision else _WORD})|(?P<s>[^\w\s]|_)")


def scan(text: str, elision: bool = False) -> list[Token]:
    """The tokens of ``text`` in order. ``elision``: whether an apostrophe ends a word, as in French."""
    found: list[Token] = []
    add = found.append
    for match in _pattern(elision).finditer(text):
        kind = match.lastgroup
        piece = match.group()
        add(Token(kind or "s", piece.lower().translate(_LOWER) if kind == "w" else piece, match.start(), match.end()))
    return found
