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


def tokens(text: str, abbreviations: Collection[str] = (), elisions: Collection[str] = (), enclitics: Collection[str] = ()) -> list[Token]:
    """Split ``text`` into tokens; a full stop belongs to the abbreviation before it.

    Args:
        text: running text.
        abbreviations: words that keep their full stop.
        elisions: beginnings that an apostrophe ties to the next word: French ``qu`` in "qu'il".
        enclitics: pronouns that a hyphen ties to their verb: French ``il`` in "a-t-il".
    """
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
        if elisions and "'" in low and low.partition("'")[0] in elisions:
            cut = match.start() + low.index("'") + 1
            out.append(Token(match.start(), cut, text[match.start() : cut], low[: cut - match.start()], True))
            if cut == match.end():
                continue
            word, low, begin = text[cut : match.end()], low[cut - match.start() :], cut
        else:
            begin = match.start()
        if enclitics and "-" in low and low.rpartition("-")[2] in enclitics:
            head = low.rpartition("-")[0].removesuffix("-t")
            out.append(Token(begin, begin + len(head), text[begin : begin + len(head)], head, True))
            begin = match.end() - len(low.rpartition("-")[2])
            word, low = text[begin : match.end()], low.rpartition("-")[2]
        out.append(Token(begin, match.end(), word, low, first.isalpha() or (first == "@" and len(word) > 1)))
    return out
