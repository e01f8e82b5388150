"""What the alias data know: countries, cities, bodies, news outlets, and their names in the languages of the news.

A name is looked up as it is written, then without its case endings, so that «Росгвардией», "Росгвардия" and "Rosgvardia" are one
body. A body that many countries have is put together from its two parts: a country, as noun or adjective, and a role ("Belarusian
Interior Ministry", «МВД Белоруссии», "ministère biélorusse de l'Intérieur": all ``by+interior_ministry``).

Names of countries come from CLDR through Babel; everything else from ``data/aliases.toml``, ``places.toml``, ``outlets.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from provenance.language.folding import fold
from provenance.language.words import lemma, stem

LONGEST_NAME = 200
"""Characters above which nothing is taken for a name."""

LANGUAGES = ("en", "ru", "uk", "de", "fr", "es", "pl")

ARTICLES = frozenset(["the", "der", "die", "das", "den", "dem", "des", "le", "la", "les", "l", "el", "los", "las", "un", "une", "a", "an"])
_FILLERS = ARTICLES | frozenset(
    [
        "of",
        "de",
        "du",
        "del",
        "d",
        "der",
        "von",
        "vom",
        "zu",
        "zur",
        "republic",
        "republik",
        "republique",
        "republica",
        "republiki",
        "s",
    ]
)
_FILLER_STEMS = frozenset(("республик", "республік", "федеральн", "в", "при"))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the data know."""

    key: str
    kind: str
    """``country``, ``place``, ``organisation``, ``outlet``, ``person`` or ``role``."""
    country: str | None = None
    """ISO 3166-1 code, in capitals."""


@lru_cache(maxsize=65536)
def plain(name: str, *, marks: bool = False) -> str:
    """A name without capitals, accents, marks of punctuation, articles in front and possessive endings; its words apart by one space."""
    text = fold(name).text
    if not marks:
        text = unmarked(text)
    text = _POSSESSIVE.sub("", text)
    text = _ELISION.sub(" ", text).replace("'", "")
    text = _INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    found = _TOKEN.findall(text)
    while len(found) > 1 and found[0] in ARTICLES:
        del found[0]
    return " ".join(found)


def unmarked(text: str) -> str:
    """Folded text without the accents of Latin letters; Cyrillic letters stay as they are."""
    if text.isascii():
        return text
    return "".join(char if "\u0400" <= char <= "\u04ff" else _UNMARKED.get(char) or unicodedata.normalize("NFD", char)[0] for char in text)


_UNMARKED = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_PLURAL = re.compile(r"(?<=[a-z]{4})s(?=\s|$)")
_POSSESSIVE = re.compile(r"(?<=\w)'s?(?=\s|$)")
_ELISION = re.compile(r"(?<=\b[dl])'")
_INITIALS = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
_TOKEN = re.compile(r"[\w+]+")


def _stems(name: str) -> str:
    return " ".join(stem(word) for word in name.split())


def _lemmas(name: str) -> str:
    return " ".join(lemma(word, "ru") if "\u0400" <= word[0] <= "\u04ff" else word for word in name.split())


_REMEMBERED = 16384
"""Runs of words of which an index remembers what it has of them."""


class Index:
    """From names to entries: as written, by stems, by Russian dictionary forms (these two made when first needed)."""

    def __init__(self, names: Iterable[tuple[str, Entry]]) -> None:
        self._exact: dict[str, tuple[Entry, ...]] = {}
        self._forms: list[dict[str, tuple[Entry, ...]] | None] = [None, None]
        self._found: dict[str, tuple[Entry, ...]] = {}
        self.names: dict[str, list[str]] = {}
        for name, entry in names:
            _add(self._exact, plain(name), entry)
            self.names.setdefault(entry.key, []).append(name)
        self.longest = max((len(name.split()) for name in self._exact), default=0)

    def find(self, name: str) -> tuple[Entry, ...]:
        """Entries of a name that went through :func:`plain`; the first way of looking that finds any decides."""
        found = self._exact.get(name, ())
        if found or not name:
            return found
        known = self._found.get(name)
        if known is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            known = self._found[name] = self._in_other_forms(name)
        return known

    def _in_other_forms(self, name: str) -> tuple[Entry, ...]:
        for place, form in enumerate((_stems, _lemmas)):
            if place == 1 and name.isascii():
                break
            found = self._formed(place, form).get(form(name), ())
            if found:
                return found
        # a German or English genitive, a Western plural
        return self._formed(0, _stems).get(_stems(_PLURAL.sub("", name)), ()) if _PLURAL.search(name) else ()

    def known(self) -> tuple[str, ...]:
        """All names, as :func:`plain` leaves them."""
        return tuple(self._exact)

    def _formed(self, place: int, form: Callable[[str], str]) -> dict[str, tuple[Entry, ...]]:
        made = self._forms[place]
        if made is None:
            made = {}
            for name, entries in self._exact.items():
                if place == 0 or not name.isascii():
                    for entry in entries:
                        # a dictionary makes one surname of two; a title in Latin letters has no case endings
                        short = name.isascii() and " " not in name and len(form(name)) < 5
                        if short and entry.kind in ("place", "person"):
                            continue
                        if entry.kind != "person" if place else entry.kind != "outlet" or not name.isascii():
                            _add(made, form(name), entry)
            if place == 0:  # a stem that two things share says nothing
                made = {name: entries for name, entries in made.items() if len({entry.key for entry in entries}) == 1}
            self._forms[place] = made
        return made


def _add(table: dict[str, tuple[Entry, ...]], name: str, entry: Entry) -> None:
    if name and entry not in table.get(name, ()):
        table[name] = (*table.get(name, ()), entry)


@cache
def table(file: str) -> dict[str, Any]:
    """A file of ``language/data`` as TOML has it."""
    return tomllib.loads((resources.files("provenance.language") / "data" / file).read_text("utf-8"))


@cache
def countries() -> Index:
    """Names of countries, and their adjectives and people, in seven languages."""
    return Index(_country_names())


def _country_names() -> Iterator[tuple[str, Entry]]:
    yield from _country_nouns()
    yield from _adjectives()


def _country_nouns() -> Iterator[tuple[str, Entry]]:
    from babel import Locale

    for code in LANGUAGES:
        for territory, name in sorted(Locale(code).territories.items()):
            if len(territory) == 2 and territory.isalpha() and territory not in ("EU", "UN", "ZZ", "EZ", "QO", "XA", "XB"):
                yield name, Entry(territory.lower(), "country", territory)
    for territory, listed in table("aliases.toml")["countries"].items():
        for name in listed.split("|"):
            yield name, Entry(territory.lower(), "country", territory)


def _adjectives() -> Iterator[tuple[str, Entry]]:
    for territory, listed in table("aliases.toml")["adjectives"].items():
        for name in listed.replace("|", " ").split():
            yield name.replace("_", " "), Entry(territory.lower(), "country", territory)


@cache
def nouns() -> Index:
    """Names of countries alone."""
    return Index(_country_nouns())


@cache
def adjectives() -> Index:
    """Adjectives and people of countries alone."""
    return Index(_adjectives())


@cache
def roles() -> Index:
    """Bodies and offices that many countries have."""
    return Index((name, Entry(key, "role")) for key, listed in table("aliases.toml")["roles"].items() for name in listed.split("|"))


@cache
def entities() -> Index:
    """Cities, bodies, outlets and a few people, which have names of their own."""
    return Index(_entity_names())


def _entity_names() -> Iterator[tuple[str, Entry]]:
    for key, listed in table("places.toml")["cities"].items():
        country, _, listed_names = listed.partition(":")
        for name in listed_names.split("|"):
            yield name, Entry(key, "place", country or None)
    for key, listed in table("aliases.toml")["bodies"].items():
        country = key.split("+")[0].upper() if "+" in key and len(key.split("+")[0]) == 2 and key[:2] not in ("eu", "un") else None
        for name in listed.split("|"):
            yield name, Entry(key, "organisation", country)
    for key, listed in table("people.toml")["people"].items():
        for name in listed.split("|"):
            yield name, Entry(key, "person")
    for key, (listed, hosts) in table("outlets.toml")["outlets"].items():
        for name in (*listed.split("|"), *hosts.split()):
            yield name, Entry(key, "outlet")


@lru_cache(maxsize=16384)
def find(name: str) -> tuple[Entry, ...]:
    """What the data know under ``name``, in any language, script and case; empty if nothing.

    Args:
        name: a name as a text writes it.

    Returns:
        Entries, the likeliest first. A body of a country has the key ``by+interior_ministry``; without a country it is a
        ``role``, since any country may be meant.
    """
    bare = plain(name) if len(name) <= LONGEST_NAME else ""
    return _looked_up(bare) or (_looked_up(_respelt(bare)) if _BRITISH.search(bare) else ())


_BRITISH = re.compile(r"\b(?:organisation|centre|labour|programme)\b")
_AMERICAN = {"organisation": "organization", "centre": "center", "labour": "labor", "programme": "program"}


def _respelt(bare: str) -> str:
    return _BRITISH.sub(lambda match: _AMERICAN[match.group()], bare)


def _looked_up(bare: str) -> tuple[Entry, ...]:
    if not bare:
        return ()
    found = entities().find(bare) + countries().find(bare)
    if found:
        return found
    found = roles().find(bare)
    if found:
        return found
    return _composed(bare.split())


def _composed(words: list[str]) -> tuple[Entry, ...]:
    """A country and a role in one name, in any order."""
    if not 2 <= len(words) <= 12:
        return ()
    for size in range(min(4, len(words) - 1), 0, -1):
        for start in range(len(words) - size + 1):
            land = countries().find(" ".join(words[start : start + size]))
            if not land:
                continue
            rest = words[:start] + words[start + size :]
            for middle in (_trimmed(rest), _trimmed(_closed(words[:start], words[start + size :]))):
                joined = " ".join(middle)
                own = entities().find(joined)
                if own and own[0].country == land[0].country and own[0].kind == "organisation":
                    return own  # "Госдума РФ": the country is said once more
                role = roles().find(joined)
                if role:
                    return (Entry(f"{land[0].key}+{role[0].key}", "organisation", land[0].country),)
    return ()


def _trimmed(words: list[str]) -> list[str]:
    words = list(words)
    while words and (words[0] in _FILLERS or stem(words[0]) in _FILLER_STEMS):
        del words[0]
    while words and (words[-1] in _FILLERS or stem(words[-1]) in _FILLER_STEMS):
        del words[-1]
    return words


def _closed(before: list[str], after: list[str]) -> list[str]:
    """Both sides of a country's name, without what tied it to them."""
    while before and (before[-1] in _FILLERS or stem(before[-1]) in _FILLER_STEMS):
        before = before[:-1]
    return before + after


def country_of(word: str, language: str | None = None) -> str | None:
    """The country that a name, an adjective or a people's name belongs to: ``BY`` for "Belarus", "Belarusian", «белорусской».

    Args:
        word: one or more words, in any case form.
        language: ISO 639-1 code; not needed, it only settles a word that means two countries.

    Returns:
        The ISO 3166-1 code in capitals, or ``None``.
    """
    found = countries().find(plain(word))
    return found[0].country if found else None


def names_of(key: str) -> tuple[str, ...]:
    """All names that the data give for a key, as written there."""
    for index in (entities(), countries(), roles()):
        if key in index.names:
            return tuple(dict.fromkeys(index.names[key]))
    return ()
