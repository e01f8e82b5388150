"""Verbs and bonds that the data know, and the part that each of their complements has in what happens.

The tables stand in ``data/roles.toml``. Of English and Russian any other plain verb is an event of its own.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from provenance.language.words import lemma, russian

_INFINITIVE = {
    "fr": re.compile(r"(?:er|ir|re)\Z"),
    "es": re.compile(r"(?:ar|er|ir)\Z"),
    "uk": re.compile(r"ти(?:ся)?\Z"),
    "pl": re.compile(r"ć\Z"),
}
_IRREGULAR_NOUNS = frozenset(
    ["men", "women", "children", "people", "feet", "teeth", "mice", "geese", "lives", "wives", "media", "data", "criteria", "better", "best", "worse",
     "worst", "more", "less", "later", "further", "left"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or bond."""

    event: str
    """The same for the verbs that tell one happening from different sides."""
    roles: tuple[tuple[str, str], ...]
    """What stands in the sentence, and the part it has; what is not listed keeps its own name."""
    listed: bool = True
    dative: bool = False
    """Whether those to whom it is done stand in the dative, where a language has one."""
    active: bool = False
    """Whether its words only look like a passive."""


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "roles.toml").read_text("utf-8"))


@functools.cache
def little_words(language: str) -> dict[str, frozenset[str]] | None:
    """Function words by what they do to a clause; ``None`` for a language without data."""
    given = _table()["little"].get(language)
    return {key: frozenset(str(words).split()) for key, words in given.items()} if given is not None else None


@functools.cache
def _verbs(language: str) -> dict[str, Predicate]:
    found: dict[str, Predicate] = {}
    for entry in _table()["verbs"].values():
        roles = tuple((pair.partition(":")[0], pair.partition(":")[2]) for pair in entry.get("roles", "").split())
        for word in entry.get(language, "").split():
            found.setdefault(word, Predicate(entry["event"], roles, dative="dative" in entry, active="active" in entry))
    return found


@functools.cache
def bonds(language: str) -> dict[str, Predicate]:
    """Nouns of a bond between two ("father"), in small letters."""
    found: dict[str, Predicate] = {}
    for entry in _table()["bonds"].values():
        one, other = entry["roles"].split()
        for word in entry.get(language, "").split():
            found.setdefault(word.lower(), Predicate(entry["event"], (("agent", one), ("of", other))))
    return found


@functools.lru_cache(maxsize=65536)
def predicate(word: str, key: str, language: str) -> Predicate | None:
    """What a word is as a verb; ``None`` if it is none, or not plainly one."""
    known = _verbs(language)
    if language == "pl":
        return next((known[word[:size]] for size in range(len(word), 3, -1) if word[:size] in known), None)
    if language == "ru":
        return _russian_verb(word, known)
    for form in (key, word, lemma(word, language), *_western(word, language)):
        if form in known:
            return known[form] if language != "en" or _verbal(word, key) else None
    if language == "en" and _past(word, key) and key not in mutual("en"):
        return Predicate(f"={key}", (), listed=False)
    return None


def bare_verb(word: str, language: str) -> Predicate | None:
    """What a dictionary form is as a verb, where what stands before it shows that it is one: "will pay", «должен заплатить»."""
    known = _verbs(language)
    if language == "ru":
        return known.get(str(russian().parse(word)[0].normal_form).replace("ё", "е")) if an_infinitive(word, language) else None
    return known.get(word)


def an_infinitive(word: str, language: str) -> bool:
    """Whether a word is an infinitive by its form; for the languages whose word for owing is that for having to."""
    if language == "ru":
        return bool(russian().parse(word)[0].tag.POS == "INFN")
    ends = _INFINITIVE.get(language)
    return ends is not None and ends.search(word) is not None


@functools.cache
def mutual(language: str) -> frozenset[str]:
    """Verbs that mean the same either way round, in dictionary form."""
    return frozenset(str(_table()["mutual"].get(language, "")).split())


def _verbal(word: str, key: str) -> bool:
    """Whether an English form can be a finite verb or participle: "attacked", not "attack", which is mostly a noun."""
    return word != key or word in ("beat", "hit", "hurt", "won", "shot")


def _past(word: str, key: str) -> bool:
    if word in _IRREGULAR_NOUNS or not word.isalpha() or len(word) < 3:
        return False
    return word != key and (word.endswith("ed") or not word.endswith(("s", "ing", "er", "est", "'")))


def _western(word: str, language: str) -> tuple[str, ...]:
    if language == "en":
        return {"won": ("win",), "shot": ("shoot",)}.get(word, ())
    if language == "fr":
        return (re.sub(r"ée?s?\Z", "er", word), re.sub(r"(?:ra|ront)\Z", "r", word), lemma(re.sub(r"(?:es|e|s)\Z", "", word), language))
    if language == "es":
        bare = re.sub(r"[oa]s?\Z", "", word)
        return (re.sub(r"(?<=r)án?\Z", "", word), re.sub(r"ad\Z", "ar", bare), re.sub(r"id\Z", "er", bare), re.sub(r"id\Z", "ir", bare))
    return ()


def _russian_verb(word: str, known: dict[str, Predicate]) -> Predicate | None:
    if len(word) < 4 or not "\u0400" <= word[0] <= "\u04ff":
        return None
    tag = russian().parse(word)[0]
    if tag.tag.POS == "ADJS":  # «должен»
        return known.get(str(tag.normal_form))
    if tag.tag.POS not in ("VERB", "PRTS"):
        return None
    base = str(tag.normal_form).replace("ё", "е")
    return known.get(base) or (None if base in mutual("ru") else Predicate(f"={base}", (), listed=False))
