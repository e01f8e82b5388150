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

from provenance.comparison.lexical.dictionary import entries
from provenance.comparison.lexical.swaps import verb_share
from provenance.language.words import lemma, russian

PREPOSITIONS = ("by", "to", "from", "against", "on", "than", "role", "other")
"""Kinds of little words that lead a complement, in the order in which a word of several kinds is taken."""
_INFINITIVE = {
    "fr": re.compile(r"(?:er|ir|re)\Z"),
    "es": re.compile(r"(?:ar|er|ir)\Z"),
    "uk": re.compile(r"ти(?:ся)?\Z"),
    "pl": re.compile(r"ć\Z"),
}
_VERB = 0.35
"""Share of an English word's uses as a verb from which a form in "-s" behind a name may be one."""
_ONLY_VERB = 0.95
"""The same from which the dictionary form itself is one behind a plural."""
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


def plain_verb(word: str, key: str) -> Predicate | None:
    """What an English form is as a verb, where its place shows that it is one; ``None`` for one that means the same either way round."""
    known = _verbs("en")
    listed = known.get(key) or known.get(word)
    return listed or (None if key in mutual("en") else Predicate(f"={key}", (), listed=False))


@functools.cache
def past_of(word: str) -> str:
    """The verb of which an English word is an irregular past form and looks like a noun ("bit"); empty if it is none."""
    return next((base for found in entries(word) for base in sorted(found.bases) if found.word == word and base != word), "")


@functools.cache
def phrasal_verbs() -> dict[str, Predicate]:
    """English verbs with a particle that mean what another verb means."""
    known = _verbs("en")
    return {phrase: known[verb] for phrase, verb in _table()["phrasal"].items()}


@functools.cache
def deed_nouns(language: str) -> dict[str, tuple[Predicate, frozenset[str]]]:
    """Nouns that name a deed, with their verb and the prepositions before the one to whom it is done; empty for most languages."""
    known = _verbs(language)
    out: dict[str, tuple[Predicate, frozenset[str]]] = {}
    for verb, given in _table()["deeds"].get(language, {}).items():
        nouns, _, prepositions = str(given).partition("|")
        for noun in nouns.split():
            out[noun] = (known[verb], frozenset(prepositions.split()))
    return out


def could_be_verb(word: str) -> bool:
    """Whether an English word in dictionary form is a verb in a good part of its uses."""
    return verb_share(word) >= _VERB


def purely_verb(word: str) -> bool:
    """Whether an English word in dictionary form is hardly ever anything but a verb."""
    return verb_share(word) >= _ONLY_VERB


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
