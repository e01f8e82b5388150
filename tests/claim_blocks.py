"""Our own claims about short texts, in blocks: how the files of ``tests/verdicts`` are read.

A block has the languages of text and claims in brackets, the text behind ``=``, claims that it bears out behind ``+``, and others behind
``-``; ``\\n`` in a text begins a new line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One claim with the text that it is about."""

    source: str
    claim: str
    faithful: bool
    languages: tuple[str, str]
    """Of the text and of the claim."""


def read_blocks(text: str) -> Iterator[Block]:
    """The claims of a file, in its order."""
    source, languages = "", ("", "")
    for line in text.splitlines():
        sign, _, rest = line.partition(" ")
        if line.startswith("["):
            first, _, second = line.strip("[]").partition(",")
            languages = first.strip(), (second or first).strip()
        elif sign == "=":
            source = rest.replace(r"\n", "\n")
        elif sign in ("+", "-"):
            yield Block(source, rest, sign == "+", languages)
