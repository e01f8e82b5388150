"""Our own claims about texts, in blocks: how the files of ``tests/verdicts`` are read.

A block has the languages of text and claims in brackets (``[ru, en]``), the text behind ``=``, claims that it bears out behind ``+``, and
others behind ``-``; ``\\n`` in a text begins a new line. A claim that stands right behind a faithful one and differs from it by a few words
is its twin: those words are what is wrong with it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from provenance.errors import UsageError

_ALIKE = 0.5
"""Share of the words of two claims that are the same, from which the one is the other's twin."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One claim with the text that it is about."""

    source: str
    claim: str
    faithful: bool
    languages: tuple[str, str]
    """Of the text and of the claim."""


def read_blocks(text: str) -> Iterator[Pair]:
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
            yield Pair(source, rest, sign == "+", languages)


def read_pairs(folder: Path, *, held: bool) -> list[Pair]:
    """The pairs of a folder's files ``*.txt.gz``, by name: of those named ``held…``, which are kept for measuring, or of the others.

    Raises:
        UsageError: there are none.
    """
    files = [path for path in sorted(folder.glob("*.txt.gz")) if path.name.startswith("held") is held]
    found = [pair for path in files for pair in read_blocks(gzip.decompress(path.read_bytes()).decode("utf-8"))]
    if not found:
        raise UsageError(f"no pairs in {folder}: give the folder that holds the files *.txt.gz")
    return found


def twins(pairs: list[Pair]) -> dict[int, int]:
    """For the place of each claim that has a twin with a fault, the twin's."""
    return {place: place + 1 for place, (first, second) in enumerate(pairwise(pairs)) if _alike(first, second)}


def _alike(first: Pair, second: Pair) -> bool:
    if first.source != second.source or not first.faithful or second.faithful:
        return False
    one, other = set(first.claim.lower().split()), set(second.claim.lower().split())
    return len(one & other) > _ALIKE * len(one | other)
