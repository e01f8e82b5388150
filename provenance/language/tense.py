"""Whether a word tells, by its form, what is still to come or what was: "recibirá", «получит», "otrzymał".

A future with a word of its own ("will", «будет», "wird") is an operator, and read by :mod:`provenance.language.factuality`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from provenance.language.words import russian

_APOSTROPHES = str.maketrans("’ʼ", "''")
_BEFORE = 6
"""Words before a participle among which its auxiliary stands."""


@lru_cache(maxsize=20_000)
def future(word: str, language: str | None) -> bool:
    """Whether a word is a verb that tells what is to come.

    Parameters:
        word: in lower case.
        language: ISO 639-1 code; of a language that has no such forms, or is not known, nothing is said.
    """
    if language == "ru":
        tag = russian().parse(word)[0].tag
        return tag.POS == "VERB" and "futr" in tag
    pattern = _pattern("future", language or "")
    return pattern is not None and pattern.fullmatch(word.translate(_APOSTROPHES)) is not None


def past(words: tuple[str, ...], at: int, language: str | None) -> bool:
    """Whether the word at a place is a verb that tells what was; false for English, whose past looks like other words.

    Parameters:
        words: a clause's, in lower case.
        at: number of the word among them.
        language: ISO 639-1 code.
    """
    if language == "ru":
        return _russian_past(words[at])
    pattern = _pattern("past", language or "")
    if pattern is None or pattern.fullmatch(words[at].translate(_APOSTROPHES)) is None or future(words[at], language):
        return False
    auxiliaries = _auxiliaries(language or "")
    near = words[max(0, at - _BEFORE) : at]
    return not auxiliaries or _finite(words[at], language) or any(word in auxiliaries for word in near)


def clause_tells_future(text: str, language: str) -> bool:
    """Whether a clause tells what is to come, by a verb's form or by a word of its own; false in a language that the data do not have."""
    pattern = _pattern("clause_future", language)
    return pattern is not None and pattern.search(text) is not None


def clause_tells_past(text: str, language: str) -> bool:
    """Whether a clause tells what was; false for English and Russian, whose verbs are asked one by one."""
    pattern = _pattern("clause_past", language)
    return pattern is not None and pattern.search(text) is not None


@lru_cache(maxsize=20_000)
def _russian_past(word: str) -> bool:
    tag = russian().parse(word)[0].tag
    return "past" in tag or tag.POS == "PRTS"


def _finite(word: str, language: str | None) -> bool:
    """Whether a word is past without an auxiliary: "recibió", "erhielten"."""
    return (language == "es" and word.endswith(("ó", "aron", "ieron", "jeron"))) or (language == "de" and word.endswith(("te", "ten")))


@cache
def _pattern(what: str, language: str) -> re.Pattern[str] | None:
    known = _table()[what].get(language)
    return re.compile(known, re.IGNORECASE) if known else None


@cache
def _auxiliaries(language: str) -> frozenset[str]:
    return frozenset(_table()["auxiliaries"].get(language, "").split())


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("provenance.language") / "data" / "tense.toml").read_text(encoding="utf-8"))
