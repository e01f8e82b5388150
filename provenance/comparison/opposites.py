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


@functools.cache
def classes() -> dict[str, frozenset[str]]:
    """Every word of a class of words that exclude each other, with the others of its classes."""
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "classes.toml").read_text("utf-8"))
    found: dict[str, set[str]] = {}
    for members in table["classes"].values():
        words = [word.strip() for word in members.split(",")]
        for word in words:
            found.setdefault(word, set()).update(other for other in words if other != word)
    return {word: frozenset(others) for word, others in found.items()}


def siblings(word: str, lemma: str) -> frozenset[str]:
    """Other words of the classes in which an English word stands, by its form or its lemma."""
    known = classes()
    return known.get(word.lower(), frozenset()) | known.get(lemma, frozenset())


def opposites(word: str, lemma: str) -> frozenset[str]:
    """Opposites of an English word, by its form or its lemma."""
    known = antonyms()
    return known.get(word.lower(), frozenset()) | known.get(lemma, frozenset())
