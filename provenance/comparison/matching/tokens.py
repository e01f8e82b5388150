"""Words of a claim or a source as the comparison wants them: with place, lemma, and what kind of word each is."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from provenance.language.words import is_stopword, lemma, places

DEFAULT_LANGUAGE = "en"

_NEGATORS = frozenset(
    (
        "not",
        "no",
        "n't",
        "cannot",
        "не",
        "нет",
        "ні",
        "немає",
        "nicht",
        "kein",
        "keine",
        "keinen",
        "keiner",
        "pas",
        "ne",
        "n'",
        "nie",
        "non",
    )
)
"""They carry no content of their own; what they turn is read by :mod:`provenance.comparison.polarity.reversals`."""


_OPENING = re.compile(r"[.!?…\n:]")
"""Marks after which a capital says nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word in its text."""

    text: str
    start: int
    end: int
    key: str
    """Lemma in lower case: what is compared for sameness. Digits lose their group separators."""
    stop: bool
    """A function word: it carries no content of its own."""
    digit: bool
    """Holds a digit."""
    capital: bool
    """Begins with a capital and does not merely begin the sentence: likely (part of) a name."""


def tokenize(text: str, language: str | None, *, offset: int = 0) -> tuple[Token, ...]:
    """The words of ``text`` in order; punctuation is left out. Spans count from ``offset``, where ``text`` begins in its own text."""
    language = language or DEFAULT_LANGUAGE
    out: list[Token] = []
    opens = True
    last = 0
    for surface, start, end in places(text):
        between = text[last:start]
        if between != " " and _OPENING.search(between):
            opens = True
        key, stop, digit, capital, capitals = _read(surface, language)
        # A capital at the beginning of a sentence says nothing, unless the word has a second one ("NATO") .
        out.append(Token(surface, offset + start, offset + end, key, stop, digit, capitals if opens else capital))
        opens = False
        last = end
    return tuple(out)


@functools.lru_cache(maxsize=100_000)
def _read(surface: str, language: str) -> tuple[str, bool, bool, bool, bool]:
    """What a word is wherever it stands: key, function word, holds a digit, begins with a capital, and has a second one."""
    digit = not surface.isalpha() and any(ch.isdigit() for ch in surface)
    capital = surface[:1].isupper()
    return _key(surface, language, digit), is_stop(surface, language), digit, capital, capital and sum(map(str.isupper, surface)) > 1


@functools.lru_cache(maxsize=100_000)
def is_stop(surface: str, language: str | None) -> bool:
    """Whether a word as it stands carries no content of its own; see :attr:`Token.stop`."""
    if not surface.isalpha() and any(map(str.isdigit, surface)):
        return False
    acronym = surface.isupper() and len(surface) > 1
    return surface.lower() in _NEGATORS or (not acronym and is_stopword(surface.lower(), language or DEFAULT_LANGUAGE))


def _key(surface: str, language: str, digit: bool) -> str:
    if digit:
        return surface.lower().replace(",", "").replace("\u00a0", "").replace(" ", "").replace("\u202f", "").rstrip(".")
    base = surface.lower().replace("\u2019", "'").removesuffix("'s").strip("'")
    try:
        found = lemma(base, language)
    except ValueError:  # a language without a dictionary
        found = base
    return found.lower().replace("ё", "е") or base


@functools.lru_cache(maxsize=50_000)
def roman(word: str) -> str:
    """``word`` in plain Latin letters, lower case: "Лукашенко" → "lukashenko"."""
    from anyascii import anyascii

    return str(anyascii(word)).lower()


def script(word: str) -> str:
    """A letter's script, roughly: ``latin``, ``cyrillic`` or ``other``; digits and marks count as ``latin``."""
    for ch in word:
        if ch.isalpha():
            code = ord(ch)
            return "latin" if code < 0x250 else "cyrillic" if 0x400 <= code < 0x530 else "other"
    return "latin"
