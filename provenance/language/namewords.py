"""What single words say about the names beside them: titles, heads of bodies, ordinary words, joints.

The word lists are in ``data/nameparts.toml`` and ``data/people.toml``.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from provenance.language.gazetteer import adjectives, countries, entities, find, names_of, nouns, plain, roles, table
from provenance.language.identity import given_name, title_words
from provenance.language.sound import readings
from provenance.language.words import Word, is_stopword, russian, stem

_BLANK = re.compile(r"\s{1,3}\Z")


def an_adjective(run: str) -> bool:
    """Whether a word, or each part of a hyphenated one, is the adjective of a country."""
    bare = plain(run)
    return bool(adjectives().find(bare)) or ("-" in run and all(adjectives().find(part) for part in bare.split()))


def adjacent(text: str, run: tuple[Word, ...]) -> bool:
    """Whether the words follow each other in ``text`` with nothing but blanks between."""
    return all(joins(text, one, other) for one, other in itertools.pairwise(run))


def joins(text: str, one: Word, other: Word) -> bool:
    """Whether nothing but a blank, or an abbreviation's stop, stands between two words."""
    gap = text[one.span.end : other.span.start]
    if not gap:
        return one.text[-1] in "'’"
    if _BLANK.match(gap):
        return gap.count("\n") < 2
    if gap in (". ", ".", "' ", "’ "):
        return (
            gap[0] in "'’"
            or len(one.text) == 1
            or plain(one.text) in ("st", "dr", "mr", "mrs", "gen", "sen", "gov", "prof", "col", "г", "им")
        )
    return gap in ("/", "&", " & ") and one.text[0].isupper() and other.text[0].isupper() and bool(find(f"{one.text}{gap}{other.text}"))


def in_one_breath(text: str, one: Word, other: Word) -> bool:
    """Whether no mark that ends a clause, and no line end, stands between two words."""
    return not any(mark in text[one.span.end : other.span.start] for mark in '.!?:«“„"\n•—')


def is_title(word: str) -> bool:
    """Whether ``word`` is a title or office, in any of its forms."""
    bare = plain(word)
    return bare in title_words() or ("\u0400" <= bare[:1] <= "\u04ff" and len(stem(bare)) > 3 and stem(bare) in title_words())


def introduces(word: str) -> bool:
    """Whether a person's name must follow: a title, and not only a word that goes before titles."""
    return is_title(word) and plain(word) not in listed("loose")


@lru_cache(maxsize=4096)
def a_country(word: str) -> bool:
    """Whether a word is the name of a country, not only an adjective made of one."""
    return bool(nouns().find(plain(word)))


@lru_cache(maxsize=16384)
def ordinary(word: str, language: str | None) -> bool:
    """Whether a dictionary has the word as an ordinary one."""
    lowered = word.lower()
    if "\u0400" <= word[0] <= "\u04ff" and language in (None, "ru", "be"):
        return a_russian_noun(word)
    code = language or "en"
    if is_stopword(word, code):
        return True
    if code in ("en", "fr", "es", "de", "uk", "it", "nl", "pt"):
        import simplemma

        return bool(simplemma.is_known(word if code == "de" else lowered, lang=code))
    return True  # no dictionary: a capital at the head of a sentence proves nothing


def surname_and_verb(word: str, following: str) -> bool:
    """Whether a Russian word may be a surname and a verb comes («Песков отказался», where a dictionary thinks of sand first)."""
    if not following or not "\u0400" <= word[0] <= "\u04ff":
        return False
    may_be = any({"Surn", "Name"} & set(parse.tag.grammemes) for parse in russian().parse(word.lower())[:6])
    return may_be and "VERB" in russian().parse(following.lower())[0].tag.grammemes


def a_russian_noun(word: str) -> bool:
    """Whether Russian's dictionary has the word, and not as a name."""
    if not "\u0400" <= word[0] <= "\u04ff" or not russian().word_is_known(word.lower()):
        return False
    return not {"Name", "Surn", "Patr", "Geox", "Orgn"} & set(russian().parse(word.lower())[0].tag.grammemes)


@lru_cache(maxsize=16384)
def key_of(name: str) -> str:
    """One key for all spellings of a name that the data know, else one made of its letters."""
    entries = find(name)
    if entries:
        return entries[0].key
    parts = plain(name).split()
    if len(parts) > 1 and (last := find(parts[-1])) and last[0].kind == "person":
        theirs = frozenset().union(*(given_name(other.split()[0]) for other in names_of(last[0].key) if " " in other))
        if given_name(parts[0]) & theirs:
            return last[0].key
    made = []
    for word in parts:
        given = sorted(given_name(word))
        made.append(given[0] if given else readings(_nominative(word))[0].lower() or word)
    return "_".join(made) or name.lower()


def _nominative(word: str) -> str:
    if not "\u0400" <= word[0] <= "\u04ff":
        return word
    for parse in russian().parse(word)[:4]:
        if {"Surn", "Geox", "Orgn"} & set(parse.tag.grammemes):
            return str(parse.normal_form).replace("ё", "е")
    return word


@cache
def openers() -> frozenset[str]:
    """First words, and their stems, of bodies that many countries have, and of the adjectives of countries."""
    found = {name.split()[0] for index in (roles(), adjectives()) for name in index.known()}
    return frozenset(found | {stem(word) for word in found})


@cache
def listed(part: str) -> frozenset[str]:
    """Words of ``nameparts.toml``; of the long lists also their stems, where a stem is long enough to mean something."""
    given = str(table("nameparts.toml")[part]).split()
    plainly = frozenset(plain(word) or word for word in given) | frozenset(given)
    if part in ("heads", "trade"):
        return plainly | frozenset(stem(word) for word in plainly if len(stem(word)) > 4 and not word.isascii())
    return plainly


@cache
def vocabulary() -> frozenset[str]:
    """Every word, and its stem, that some known name has."""
    found: set[str] = set()
    for index in (entities(), countries(), roles()):
        for name in index.known():
            for word in name.split():
                found.add(word)
                found.add(stem(word))
    return frozenset(found) | frozenset(("of", "the", "de", "la", "du", "des", "der", "von", "республика", "республик"))
