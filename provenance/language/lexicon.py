"""The word data of one language, compiled once: what ``language/data/<code>.toml`` says, ready to be looked up.

A language is one file. ``common.toml`` holds what no language owns: units, currencies, symbols. Nothing is read before it
is asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from provenance.language.scan import Token, scan

V = TypeVar("V")

# Letters that only one of the languages written in Cyrillic has.
_UKRAINIAN = frozenset("іїєґІЇЄҐ")
_RUSSIAN = frozenset("ыэъёЫЭЪЁ")
_SAMPLE = 4000
# ISO 639 codes that say that the language is not known.
_UNDETERMINED = frozenset({"und", "mul", "mis", "zxx"})


class Phrases(Generic[V]):
    """Words and runs of words with a value each, found by their first or last word, the longest first."""

    __slots__ = ("_by_first", "_by_last")

    def __init__(self, entries: Iterable[tuple[str, V]], elision: bool = False) -> None:
        by_first: dict[str, dict[tuple[str, ...], V]] = {}
        for phrase, value in entries:
            words = tuple(token.low for token in scan(phrase, elision))
            if words:
                by_first.setdefault(words[0], {})[words[1:]] = value
        by_last: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        for first, rests in by_first.items():
            for rest, value in rests.items():
                by_last.setdefault((first, *rest)[-1], []).append(((first, *rest), value))
        self._by_last = {last: sorted(found, key=lambda item: (-len(item[0]), item[0])) for last, found in by_last.items()}
        self._by_first: dict[str, list[tuple[tuple[str, ...], V]]] = {
            first: sorted(rest.items(), key=lambda item: (-len(item[0]), item[0])) for first, rest in by_first.items()
        }

    def firsts(self) -> frozenset[str]:
        """The words that a phrase can begin with."""
        return frozenset(self._by_first)

    def __contains__(self, first: object) -> bool:
        return first in self._by_first

    def single(self, word: str) -> V | None:
        """The value of a phrase that is this one word."""
        for rest, value in self._by_first.get(word, ()):
            if not rest:
                return value
        return None

    def at(self, tokens: list[Token], index: int) -> tuple[V, int] | None:
        """The longest phrase that starts at ``tokens[index]``: its value and the index behind it."""
        if index >= len(tokens):
            return None
        candidates = self._by_first.get(tokens[index].low)
        if candidates is None:
            return None
        for rest, value in candidates:
            end = index + 1 + len(rest)
            if all(index + 1 + k < len(tokens) and tokens[index + 1 + k].low == word for k, word in enumerate(rest)):
                return value, end
        return None

    def before(self, tokens: list[Token], index: int, longest: int = 6) -> tuple[V, int] | None:
        """The longest phrase of at most ``longest`` words right before ``tokens[index]``: its value and where it starts."""
        if not 0 < index <= len(tokens):
            return None
        for words, value in self._by_last.get(tokens[index - 1].low, ()):
            start = index - len(words)
            if start >= 0 and len(words) <= longest and all(tokens[start + k].low == word for k, word in enumerate(words)):
                return value, start
        return None


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have a data file, in alphabetical order."""
    folder = files("provenance.language") / "data"
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml") and len(entry.name) == 7))


@cache
def data(name: str) -> Mapping[str, Any]:
    """What ``language/data/<name>.toml`` holds; empty for a language without a file."""
    if name != "common" and name not in languages():
        return {}
    return tomllib.loads((files("provenance.language") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def section(language: str, *path: str) -> Mapping[str, Any]:
    """A table of a language's file by its path, e.g. ``section("en", "numbers", "units")``; empty if it has none."""
    table: Any = data(language)
    for key in path:
        table = table.get(key, {})
    return table  # type: ignore[no-any-return]


def flag(language: str, key: str, default: str = "") -> str:
    """A setting of the ``[language]`` table, as a string: ``decimal``, ``order``, …"""
    return str(section(language, "language").get(key, default))


def elides(language: str) -> bool:
    """Whether an apostrophe ends a word of its own, as in French "l'accord"."""
    return bool(section(language, "language").get("elision", False))


def inverted(table: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """``value = [forms]`` turned into pairs (form, value)."""
    for value, forms in table.items():
        for form in [forms] if isinstance(forms, str) else forms:
            yield form, value


@cache
def phrases(language: str, *path: str) -> Phrases[str]:
    """The ``value = [forms]`` table at ``path`` as phrases; the entries of ``common.toml`` at the same path come first."""
    pairs = [*inverted(section("common", *path)), *inverted(section(language, *path))]
    return Phrases(pairs, elides(language))


def resolve(text: str, language: str | None) -> str:
    """The language whose data is used for ``text``: ``language`` itself if it names one, else a guess.

    The guess counts letters of one alphabet and the commonest words; it is meant for callers that know nothing.
    ``provenance.language.identify`` is the real thing.
    """
    code = (language or "").lower().split("-")[0].split("_")[0]
    if code.isalpha() and code not in _UNDETERMINED:
        return code
    sample = text[:_SAMPLE]
    cyrillic = sum("Ѐ" <= c <= "ӿ" for c in sample)
    latin = sum(c.isascii() and c.isalpha() for c in sample)
    if cyrillic > latin:
        ukrainian, russian = sum(c in _UKRAINIAN for c in sample), sum(c in _RUSSIAN for c in sample)
        return "uk" if ukrainian > russian else "ru"
    words: dict[str, int] = {}
    for token in scan(sample):
        words[token.low] = words.get(token.low, 0) + 1
    best, score = "en", 0
    for code in languages():
        if flag(code, "script") == "Latin":
            hits = sum(words.get(word, 0) for word in section(code, "language").get("marks", ()))
            if hits > score or (hits == score and code == "en"):
                best, score = code, hits
    return best
