"""Pairs of words that cannot both be true of one thing, from the program's own list."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources


@functools.cache
def antonyms() -> dict[str, frozenset[str]]:
    """Every word of the list (English dictionary form) with its opposites; symmetrical."""
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "antonyms.toml").read_text("utf-8"))
    found: dict[str, set[str]] = {}
    for pair in table["en"].split(";"):
        one, other = pair.split()
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def opposites(word: str, lemma: str) -> frozenset[str]:
    """Opposites of an English word, by its form or its lemma."""
    known = antonyms()
    return known.get(word.lower(), frozenset()) | known.get(lemma, frozenset())


def antonymous(one: str, one_lemma: str, other: str, other_lemma: str) -> bool:
    """Whether two English words are opposites, by form or lemma."""
    known = opposites(one, one_lemma)
    return other.lower() in known or other_lemma in known
