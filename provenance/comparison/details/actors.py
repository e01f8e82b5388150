"""Who may be whom: whether the subject of a claim's clause can be the subject that a source's clause has.

A name, a group of people or a body ("the unions") is told from another by what the source itself shows: persons by their names, others
by standing side by side in one sentence, groups by ``data/actors.toml``. A word that may point at anybody ("the company", "the minister")
is told from nobody.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from provenance.comparison.details.facts import SAME_NAME
from provenance.comparison.details.pieces import Phrase
from provenance.comparison.matching.match import heard_alike
from provenance.comparison.matching.tokens import Token, roman, script
from provenance.language.gazetteer import plain
from provenance.language.identity import given_name
from provenance.language.names import Name, NameKind, same_name
from provenance.language.names_apart import surely_different
from provenance.language.namewords import an_adjective
from provenance.language.words import lemma, stem

_POINTING = frozenset({"company", "minister", "player", "city", "government", "region", "researcher", "victim", "lawyer", "child"})
"""Groups whose words mostly point back at somebody named before."""
_RUN_ON = frozenset({"de", "pl", "ru", "uk"})
"""Languages in which a body's name stands right before its man's: "Prezes Pogoni Dorota Lis"."""
_BESIDES = frozenset({"player", "researcher", "victim", "lawyer", "child", "volunteer", "resident", "consumer"})
_BODIES = frozenset(
    {
        "union",
        "worker",
        "employer",
        "company",
        "government",
        "minister",
        "parliament",
        "opposition",
        "city",
        "region",
        "court",
        "prosecutor",
        "police",
        "soldier",
        "researcher",
        "journalist",
        "player",
        "organiser",
        "coastguard",
        "investor",
    }
)
"""Groups that may bear a name of their own: the police may be the Met."""
_AKIN = 0.2
_LETTERS = 58
"""From which partial ratio two names may be one."""


@dataclass(frozen=True, slots=True)
class Actor:
    """What may be the subject of a clause."""

    phrases: tuple[Phrase, ...]
    persons: tuple[str, ...]
    names: tuple[tuple[str, NameKind], ...]
    """Other names, of bodies, places and what is not known."""
    about: tuple[str, ...]
    """Names that only say which of its kind it is: "Delmont's sales", "the Obama administration"."""
    groups: frozenset[str]
    """Groups of ``actors.toml`` that its words belong to."""
    heads: tuple[int, ...]


@functools.cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((resources.files("provenance.comparison") / "data" / "actors.toml").read_text("utf-8"))
    return dict(table["actors"])


@functools.cache
def _forms(language: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    whole: dict[str, str] = {}
    stems: list[tuple[str, str]] = []
    for group, entry in _table().items():
        for form in str(entry.get(language, "")).split():
            if form.endswith("*"):
                stems.append((form[:-1], group))
            else:
                whole.setdefault(form, group)
    return whole, tuple(sorted(stems, key=lambda pair: -len(pair[0])))


@functools.lru_cache(maxsize=65536)
def group_of(word: str, key: str, language: str) -> str:
    """The group of ``actors.toml`` that a word belongs to; empty if it is of none.

    Parameters:
        word: in small letters.
        key: its dictionary form.
        language: ISO 639-1 code.
    """
    whole, stems = _forms(language)
    for form in (word, key, word.removesuffix("'s")):
        if form in whole:
            return whole[form]
    return next((group for head, group in stems if word.startswith(head) and len(word) <= len(head) + 8), "")


@functools.cache
def kin(group: str) -> frozenset[str]:
    """What else a group may be called."""
    return frozenset(str(_table()[group]["kin"]).split())


def akin(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether any group of the one may be a group of the other."""
    theirs = frozenset().union(*(kin(g) for g in others))
    return any(kin(g) & theirs for g in some)


def pointing(groups: Iterable[str]) -> bool:
    """Whether words of these groups may point at anybody."""
    return any(g in _POINTING for g in groups)


def loose(groups: Iterable[str]) -> bool:
    """Whether words of these groups say what a person is besides: a victim may be a student."""
    return any(g in _BESIDES for g in groups)


@dataclass(frozen=True, slots=True)
class Known:
    """The names of claim and source, by which one is known again at the head of a sentence and in other case forms."""

    people: frozenset[str]
    """Surnames, as :func:`surname` gives them."""
    others: frozenset[str]
    """Other names of one word."""
    small: frozenset[str]
    """Words that the source has in small letters."""


def known(names: Iterable[Name], words: Iterable[str]) -> Known:
    """What ``names`` and the source's ``words`` tell of the words that names are made of.

    Parameters:
        words: those in small letters, and those that bear a capital within a sentence.
    """
    every, seen = tuple(names), tuple(words)
    small = frozenset(surname(word) for word in seen if word.islower())
    people = frozenset(surname(n.text) for n in every if n.kind is NameKind.PERSON)
    others = {surname(n.text) for n in every if n.kind is not NameKind.PERSON and " " not in n.text}
    others |= {surname(word) for word in seen if len(word) > 2 and not word.islower()}
    return Known(people, frozenset(others) - people - small, small)


def crowd(groups: Iterable[str]) -> bool:
    """Whether words of these groups mean people of a kind, and no body that bears a name."""
    given = tuple(groups)
    return bool(given) and not any(g in _BODIES for g in given)


def actor(phrases: Sequence[Phrase], tokens: Sequence[Token], language: str, names: Known) -> Actor:
    """The actor that noun phrases tell."""
    persons: list[str] = []
    others: list[tuple[str, NameKind]] = []
    about: list[str] = []
    for phrase in phrases:
        covered: set[int] = set()
        for name in phrase.names:
            if _common(name, phrase, tokens, language, names):
                continue
            covered |= {i for i in phrase.words if tokens[i].text.removesuffix("'s").removesuffix("’s") in name.text}
            if an_adjective(name.text) or (name.text.endswith(("man", "woman")) and len(phrase.content) == 1 < len(phrase.words)):
                continue  # "the Frenchman" is somebody who was named before
            if _hangs(name, phrase, tokens, language):
                about.append(name.text)
                continue
            person, rest = _full_name(name, names, language)
            if person:
                persons.append(person)
            if rest:
                others.append((rest, name.kind if not person else NameKind.OTHER))
        if language == "de" and not phrase.names:
            run = [i for i in phrase.content if tokens[i].text[:1].isupper()]
            if len(run) >= 3 and run[-1] - run[-3] == 2:  # "Bürgermeister Udo Kranz"
                persons.append(f"{tokens[run[-2]].text} {tokens[run[-1]].text}")
                covered |= set(run[-2:])
        for i in phrase.content:
            if i not in covered and tokens[i].text[:1].isupper() and (word := surname(tokens[i].text)) in names.people | names.others:
                if language == "en" and i < phrase.words[-1] and not _title_behind(tokens, i):
                    about.append(tokens[i].text)
                elif word in names.people:
                    persons.append(tokens[i].text)
                else:
                    others.append((tokens[i].text, NameKind.OTHER))
    heads = tuple(p.head for p in phrases)
    groups = {group_of(tokens[i].text.lower().replace("’", "'"), tokens[i].key, language) for p in phrases for i in p.content} - {""}
    return Actor(tuple(phrases), tuple(dict.fromkeys(persons)), tuple(dict.fromkeys(others)), tuple(about), frozenset(groups), heads)


def _common(name: Name, phrase: Phrase, tokens: Sequence[Token], language: str, names: Known) -> bool:
    """Whether a word that heads its sentence is taken for a name for its capital alone: "Participants"."""
    if name.kind is not NameKind.OTHER or " " in name.text or phrase.words[0] != 0 or tokens[0].text != name.text:
        return False
    low = name.text.lower()
    return surname(name.text) in names.small or (
        surname(name.text) not in names.others and lemma(low, language) != low and low.endswith("s")
    )


def _hangs(name: Name, phrase: Phrase, tokens: Sequence[Token], language: str) -> bool:
    """Whether a phrase is about something of the person: "Ann's lawyer", "the Obama administration", "l'avocate de Delorme"."""
    own = [i for i in phrase.words if tokens[i].text.removesuffix("'s").removesuffix("’s") in name.text.split()]
    if not own:
        return False
    if language == "en" and own[-1] < phrase.words[-1] and not _title_behind(tokens, own[-1]):
        return True
    return own[0] > phrase.words[0] and tokens[own[0] - 1].text.lower().strip("'’") in ("of", "de", "du", "des", "von", "d", "del")


def _title_behind(tokens: Sequence[Token], last: int) -> bool:
    """Whether "of" or a bracket follows: "Tomas Weil of the Greens" is Weil."""
    return last + 1 < len(tokens) and tokens[last + 1].text.lower() == "of"


def _full_name(name: Name, names: Known, language: str) -> tuple[str, str]:
    """The person of a name and what else it names: "Pogoni Dorota Lis" is the club's Dorota Lis."""
    if name.kind is NameKind.PERSON or (name.kind is NameKind.OTHER and surname(name.text) in names.people):
        return name.text, ""
    words = name.text.split()
    if name.kind is NameKind.OTHER and len(words) >= 2 and language in _RUN_ON and given_name(plain(words[-2])):
        return " ".join(words[-2:]), " ".join(words[:-2])
    return "", name.text


@functools.lru_cache(maxsize=65536)
def likely(one: str, other: str) -> float:
    """:func:`same_name`, asked only where the letters have something in common."""
    if one == other:
        return 1.0
    from rapidfuzz import fuzz

    if script(one) != script(other):
        return same_name(one, other)
    a, b = roman(one), roman(other)
    short = min(len(a), len(b)) <= 5 and (one.isupper() or other.isupper())
    return same_name(one, other) if short or fuzz.partial_ratio(a, b) >= _LETTERS else 0.0


def surname(name: str) -> str:
    """The last word of a name, so that case forms and scripts agree."""
    return stem(roman(name.split()[-1].removesuffix("'s").removesuffix("’s")))


@functools.lru_cache(maxsize=65536)
def one_bearer(one: str, other: str) -> bool:
    """Whether two names may be one bearer's: same, akin, sharing a word, or the one the initials of the other."""
    if likely(one, other) > _AKIN:
        return True
    if script(one) != script(other) and heard_alike(one.split()[-1], other.split()[-1]):
        return True
    mine, yours = _parts(one), _parts(other)
    if any(a == b or (min(len(a), len(b)) > 3 and (a.startswith(b[:5]) and b.startswith(a[:5]))) for a in mine for b in yours):
        return True
    for short, long in ((one, other), (other, one)):
        if short.isupper() and 1 < len(short) <= 6 and " " in long and roman(short)[:1] == roman(long)[:1]:
            return True
    return False


@functools.lru_cache(maxsize=32768)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(stem(roman(w)) for w in re.split(r"[\s\-'’]+", name) if len(w) > 2)


def meant(claim: Actor, there: Actor) -> bool:
    """Whether two actors have a name in common."""
    if claim.persons:
        return any(likely(a, b) >= SAME_NAME for a in claim.persons for b in there.persons)
    return any(likely(a, b) >= SAME_NAME for a, _ in claim.names for b, _ in there.names)


def bearers_apart(claim: Actor, there: Actor) -> bool | None:
    """Whether the names of two actors surely mean two; ``None`` where names do not tell."""
    if claim.persons and there.persons:
        lone = [name for name in (*claim.persons, *there.persons) if " " not in name]
        if len(lone) > 1 and any(given_name(plain(name)) for name in lone):
            return False  # "Smith" may be "Marion"
        return not any(one_bearer(a, b) for a in claim.persons for b in there.persons)
    if claim.persons or there.persons or not claim.names or not there.names:
        return None
    if any(one_bearer(a, b) for a, _ in claim.names for b, _ in there.names):
        return False
    kinds = {k for _, k in (*claim.names, *there.names)}
    if NameKind.PLACE in kinds:
        return True if all(surely_different(a, b) for a, _ in claim.names for b, _ in there.names) else None
    return True
