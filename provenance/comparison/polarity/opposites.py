"""Pairs of words that cannot both be true of one thing, from the program's own list."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "antonyms.toml").read_text("utf-8"))


@functools.cache
def antonyms() -> dict[str, frozenset[str]]:
    """Every word of the list (English dictionary form) with its opposites; symmetrical."""
    table = _table()
    found: dict[str, set[str]] = {}
    for pair in f"{table['en']};{table['loose']}".split(";"):
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


@functools.cache
def also_means(language: str) -> tuple[tuple[str, str], ...]:
    """Beginnings of words of a language that stand for a second member of their class, with that member in English."""
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "classes.toml").read_text("utf-8"))
    return tuple((pair.split()[0], pair.split()[1]) for pair in table["also"].get(language, "").split(";") if pair.strip())


def siblings(word: str, lemma: str) -> frozenset[str]:
    """Other words of the classes in which an English word stands, by its form or its lemma."""
    known = classes()
    return known.get(word.lower(), frozenset()) | known.get(lemma, frozenset())


def opposites(word: str, lemma: str) -> frozenset[str]:
    """Opposites of an English word, by its form or its lemma."""
    known = antonyms()
    return known.get(word.lower(), frozenset()) | known.get(lemma, frozenset())


def same_pole(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two English words, each by its form and lemma, have an opposite in common, as "grow" and "increase" have "fall"."""
    mine, theirs = opposites(*one), opposites(*other)
    return bool(mine & theirs) and not mine & {other[0].lower(), other[1]}


@functools.cache
def _pairs(which: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split()) for pair in _table()[which].split(";"))


def two_sides(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two English words, each by its form and lemma, tell one deed from its two sides."""
    return any(frozenset((a, b)) in _pairs("sides") for a in one for b in other)


def loosely_opposed(one: tuple[str, str], other: tuple[str, str], language: str | None) -> bool:
    """Whether two words, each by its form and lemma, are opposites in few of their senses, or only look like it."""
    if any(word.lower() in _no_prefix(language or "") for word in (*one, *other)):
        return True
    return any(frozenset((a.lower(), b.lower())) in _pairs("loose") for a in one for b in other)


@functools.cache
def _no_prefix(language: str) -> frozenset[str]:
    return frozenset(_table()["no_prefix"].get(language, "").split())


_PREFIXES = {
    "en": ("un", "in", "im", "il", "ir", "non", "dis", "non-"),
    "ru": ("не", "без", "бес"),
    "uk": ("не", "без"),
    "de": ("un", "nicht"),
    "fr": ("in", "im", "il", "ir", "non-", "dés", "dé"),
    "es": ("in", "im", "i", "des", "no "),
    "pl": ("nie", "bez"),
}
_PAIRS = (("pre-", "post-"), ("pre", "post"), ("pro-", "anti-"), ("over", "under"), ("micro", "macro"), ("mono", "multi"))
_FEWEST = 4
"""Letters that must be left behind a prefix."""


@functools.lru_cache(maxsize=100_000)
def prefixed(word: str, other: str, language: str | None) -> bool:
    """Whether two words (lemmas) differ only by a prefix that turns one of them: "controlled" and "uncontrolled", "pre-war" and "post-war"."""
    one, two = word.lower(), other.lower()
    if one == two or min(len(one), len(two)) < _FEWEST or one[-_FEWEST:] != two[-_FEWEST:]:
        return False
    short, long = sorted((one, two), key=len)
    if long.endswith(short) and long[: -len(short)] in _PREFIXES.get(language or "", ()):
        return True
    return language == "en" and any(
        {one, two} == {a + tail, b + tail} for a, b in _PAIRS for tail in (one[len(a) :], one[len(b) :]) if len(tail) >= _FEWEST
    )
