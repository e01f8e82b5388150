"""What words weigh in a quotation: spelling variants, slight words, negations, conditions, opposites.

The words themselves stand in ``data/quotes.toml`` (by language) and ``data/quotes_spelling.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from provenance.language.folding import fold

_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})is(e|ed|es|ing|er|ers|ation|ations|able)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})ys(e|ed|es|ing|er|ers)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{2})our(|s|ed|ing|er|ers|able|ably|ful|ite|ites|hood|hoods|ism|less)$"), r"or\1"),
    (re.compile(r"(?<=[a-z][aeiou][^aeiou])([aeiou])ll(ed|ing|er|ers)$"), r"\1l\2"),
)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("provenance.comparison").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def _variants() -> tuple[Mapping[str, str], frozenset[str]]:
    data = _read("quotes_spelling.toml")
    return {fold(form).text: forms[0] for forms in data["variants"] for form in forms}, frozenset(data["kept"])


@lru_cache(maxsize=65536)
def spelling_key(word: str) -> str:
    """One form for the spellings of a word: ``colour`` and ``color``, ``organise`` and ``organize``, ``1,200`` and ``1200``.

    Parameters:
        word: a folded word.
    """
    if word[0].isdigit():
        if re.fullmatch(r"\d{1,3}(?:[,'.]\d{3})+", word):
            return re.sub(r"[,'.]", "", word)
        return word.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", word) else word  # a decimal comma
    variants, kept = _variants()
    if word.endswith("'s") and len(word) > 3:
        return spelling_key(word[:-2]) + "'s"
    if word in variants:
        return variants[word]
    if len(word) < 5 or word in kept or not word.isascii():
        return word
    for pattern, form in _ENDINGS:
        changed, count = pattern.subn(form, word)
        if count:
            return changed
    return word


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one language, as token keys."""

    language: str
    slight: frozenset[str]
    alike: Mapping[tuple[str, ...], frozenset[int]]
    """Sets (by number) of interchangeable words that a run of keys belongs to."""
    negation: frozenset[str]
    paired: frozenset[str]
    reversing: frozenset[str]
    condition: tuple[tuple[str, ...], ...]
    """Longest first."""
    loose: frozenset[str]
    """Conditions that are other words too, and count only behind a comma."""
    temporal: frozenset[str]
    """Conditions that only say how long something went on, where nothing denied or to come depends on them."""
    future: frozenset[str]
    unconditional: frozenset[tuple[str, ...]]
    idle: tuple[tuple[str, ...], ...]
    trailing: frozenset[str]
    opener: frozenset[str]
    adverb: frozenset[str]
    verb: frozenset[str]
    divider: frozenset[str]
    own: frozenset[str]
    """Pronouns of the first person."""
    contrast: frozenset[str]
    """Words behind which something else is said in the place of what was denied."""
    fitting: frozenset[str]
    """Auxiliaries and pronouns that change when words are fitted into another's sentence."""
    common: frozenset[str]
    """Words so frequent that finding one somewhere means nothing."""
    opposites: frozenset[frozenset[str]]

    def same(self, some: Sequence[str], other: Sequence[str]) -> bool:
        """Whether two runs of keys are the same words written in two ways."""
        if some and other and spelling_key("".join(some).replace("'", "")) == spelling_key("".join(other).replace("'", "")):
            return True
        return bool(self.alike.get(tuple(some), frozenset()) & self.alike.get(tuple(other), frozenset()))

    def conditional(self, keys: Sequence[str], at: int = 0) -> int:
        """How many keys from number ``at`` on make up a condition's opening words; 0 if none do."""
        for phrase in self.condition:
            if tuple(keys[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 0


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return _read("quotes.toml")


def _keys(phrase: str) -> tuple[str, ...]:
    return tuple(spelling_key(word) for word in fold(phrase).text.split())


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(spelling_key(fold(word).text) for word in words)


@cache
def words_for(language: str | None) -> Words:
    """The word lists of a language; those of English where there are none for it."""
    table = _tables().get(language or "en") or _tables()["en"]
    alike: dict[tuple[str, ...], frozenset[int]] = {}
    for number, forms in enumerate(table["alike"]):
        for form in forms:
            alike[_keys(form)] = alike.get(_keys(form), frozenset()) | {number}
    return Words(
        language=language or "en",
        slight=_set(table["slight"]),
        alike=alike,
        negation=_set(table["negation"]),
        paired=_set(table["paired"]),
        reversing=_set(table["reversing"]),
        condition=tuple(sorted((_keys(phrase) for phrase in table["condition"]), key=lambda phrase: (-len(phrase), phrase))),
        loose=frozenset(" ".join(_keys(phrase)) for phrase in table["loose"]),
        temporal=_set(table["temporal"]),
        future=_set(table["future"]),
        unconditional=frozenset(_keys(phrase) for phrase in table["unconditional"]),
        idle=tuple(_keys(phrase) for phrase in table["idle"]),
        trailing=_set(table["trailing"]),
        opener=_set(table["opener"]),
        adverb=_set(table["adverb"]),
        verb=_set(table["verb"]),
        own=_set(table["own"]),
        contrast=_set(table["contrast"]),
        fitting=_set(table["fitting"]),
        common=_set(table["common"]),
        divider=_set(table["divider"]),
        opposites=frozenset(frozenset(_keys(pair)) for pair in table["opposites"]),
    )


def language_of(keys: Sequence[str]) -> str | None:
    """The language whose commonest words stand most often among the keys; ``None`` if none does."""
    counts = Counter(keys)
    best, most = None, 0
    for language, table in _tables().items():
        count = sum(counts[word] for word in table["common"])
        if count > most:
            best, most = language, count
    return best
