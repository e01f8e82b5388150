"""Words and marks of a sentence, with offsets: what the attribution rules look at."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., т.е.
    r"|[$€£¥#@]?\d+(?:[.,:]\d+)*%?"
    r"|@?[^\W\d_][\w]*(?:[-'’‑][^\W_]+)*"  # words, don't, vice-presidential
    r"|''|``|--+|\.{2,}"
    r"|\S"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark."""

    start: int
    end: int
    text: str
    low: str
    """Case-folded, with a straight apostrophe."""
    word: bool
    """Whether it is a word (letters), not a number or a mark."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def tokens(text: str, abbreviations: Collection[str] = ()) -> list[Token]:
    """Split ``text`` into tokens; a full stop belongs to the abbreviation before it."""
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        first = word[0]
        if word == "." and out and out[-1].word and out[-1].end == match.start():
            last = out[-1]
            initial = len(last.text) == 1 and last.text.isupper() and last.text != "I"
            if initial or last.low in abbreviations:
                out[-1] = Token(last.start, match.end(), last.text + ".", last.low + ".", True)
                continue
        low = word.lower()
        if "’" in low:
            low = low.replace("’", "'")
        out.append(Token(match.start(), match.end(), word, low, first.isalpha() or (first == "@" and len(word) > 1)))
    return out
