"""Whether two names surely mean two: the other end of :func:`provenance.language.identity.same_name`.

A low probability of being one is not yet a certainty of being two. Paris lies in France and may stand for it, a surname may be
anybody's, a service belongs to its ministry. Two names are surely different only where the data know both and know that neither holds
the other, or where both are full names of persons that share no word. All else is unknown.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from provenance.language.gazetteer import LONGEST_NAME, Entry, find, plain, table
from provenance.language.identity import bare_company, given_key, given_name, same_name, untitled, word_match
from provenance.language.namewords import an_adjective, listed
from provenance.language.sound import readings
from provenance.language.words import stem


class Identity(StrEnum):
    """What is known of two names."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def identity(a: str, b: str) -> Identity:
    """Whether two names mean the same bearer, surely two, or neither can be said.

    Args:
        a, b: names in any script, spelling and case form, with titles or without.
    """
    if surely_different(a, b):
        return Identity.DIFFERENT
    return Identity.SAME if same_name(a, b) >= 0.8 else Identity.UNKNOWN


@lru_cache(maxsize=65536)
def surely_different(a: str, b: str) -> bool:
    """Whether two names cannot mean one bearer, nor one a part of what the other means.

    Args:
        a, b: names in any script, spelling and case form, with titles or without; adjectives of countries count as the country.

    Returns:
        The same either way round. ``False`` says nothing.
    """
    if max(len(a), len(b)) > LONGEST_NAME or same_name(a, b) > 0.2:
        return False
    ours, theirs = find(untitled(a)), find(untitled(b))
    if ours and theirs:
        if {entry.kind for entry in ours + theirs} & {"country", "place"} and {plain(a), plain(b)} & _words("shared"):
            return False
        if all(any(entry.kind == "country" for entry in found) for found in (ours, theirs)):  # "Australian" is a paper too
            ours, theirs = (tuple(e for e in found if e.kind == "country") for found in (ours, theirs))
        return all(_apart(one, other) for one in ours for other in theirs)
    if ours or theirs:
        known, other = (ours, b) if ours else (theirs, a)
        return all(entry.kind == "person" for entry in known) and _full(other) and _full(a) and _full(b) and _two_persons(a, b)
    mine, yours = _company(a), _company(b)
    if mine and yours:
        return mine != yours and frozenset((mine, yours)) not in _pairs("owned")
    if mine or yours:
        return False
    return _full(a) and _full(b) and _two_persons(a, b)


# ---- what the data know -----------------------------------------------------------------------------------------------


def _apart(one: Entry, other: Entry) -> bool:
    if one.key == other.key:
        return False
    kinds = {one.kind, other.kind}
    if kinds == {"person"}:
        return True
    if kinds == {"outlet"}:
        return _listed_apart(one.key, other.key)
    if kinds == {"country"}:
        return not _overlap(one.country, other.country)
    if kinds == {"place"}:
        return _two_places(one, other)
    if kinds == {"country", "place"}:
        land, place = (one, other) if one.kind == "country" else (other, one)
        return _elsewhere(place, land.country)
    if kinds <= {"organisation", "role", "outlet"}:
        return _two_bodies(one, other)
    return False


def _two_places(one: Entry, other: Entry) -> bool:
    """Two cities, two regions of one level, or places of two countries."""
    if one.country is None or other.country is None or {one.key, other.key} <= _siblings().keys():
        level = _siblings().get(one.key)
        return level is not None and level == _siblings().get(other.key)
    if one.country != other.country:
        return _elsewhere(one, other.country) and _elsewhere(other, one.country)
    regions = _words("regions")
    if one.key not in regions and other.key not in regions:
        return True
    region, city = (one, other) if one.key in regions else (other, one)
    home = _inside().get(city.key)
    return city.key not in regions and home is not None and home != region.key and _siblings().get(home) == _siblings().get(region.key, -1)


def _elsewhere(place: Entry, country: str | None) -> bool:
    """Whether a place surely lies outside a country."""
    if place.country is None or country is None:
        return False
    homes = _disputed().get(place.key, frozenset((place.country,)))
    return country not in homes and not any(_overlap(home, country) for home in homes)


def _overlap(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other or frozenset((one, other)) in _pairs("overlapping")


def _two_bodies(one: Entry, other: Entry) -> bool:
    if _listed_apart(one.key, other.key):
        return True
    (land, plus, role), (there, also, duty) = one.key.partition("+"), other.key.partition("+")
    if not (plus and also):
        return False
    if {one.key, other.key} <= _words("parliaments"):
        return land != there
    if land == there:
        return _listed_apart(role, duty)
    return role == duty and not _overlap(one.country, other.country)


def _listed_apart(one: str, other: str) -> bool:
    return any(one in line and other in line for line in _lines("bodies"))


# ---- companies --------------------------------------------------------------------------------------------------------


def _company(name: str) -> str:
    """The key of a well-known company; empty if it is none."""
    bare = plain(bare_company(name))
    return _companies().get(bare) or _companies().get(stem(bare), "")


@cache
def _companies() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in str(_data("companies")).replace("\n", ";").split(";"):
        names = [plain(name) for name in entry.split("|") if name.strip()]
        for name in names:
            found[name] = names[0].replace(" ", "_")
    return found


# ---- persons ----------------------------------------------------------------------------------------------------------


def _full(name: str) -> bool:
    """Whether a name is a given name and a surname, and nothing that a body or a place may be called by."""
    run = untitled(name).split()
    words = plain(" ".join(run)).split()
    if not 2 <= len(words) <= 4 or not all(word[:1].isupper() or len(word) < 4 for word in run):
        return False
    if any(word in listed("heads") or stem(word) in listed("heads") or word.isdigit() or an_adjective(word) for word in words):
        return False
    return bool(given_name(words[0])) or (len(words) == 2 and bool(given_name(words[1])))


def _two_persons(a: str, b: str) -> bool:
    """Two full names that share no word; or one surname with two given names that the data keep apart."""
    ours, theirs = plain(untitled(a)).split(), plain(untitled(b)).split()
    near = [(i, j) for i, one in enumerate(ours) for j, other in enumerate(theirs) if _akin(one, other)]
    if not near:
        return True
    if near == [(len(ours) - 1, len(theirs) - 1)] and len(ours) == len(theirs) == 2:
        mine, yours = given_key(ours[0]), given_key(theirs[0])
        return bool(mine and yours) and not mine & yours and word_match(ours[-1], theirs[-1]) >= 0.85
    return False


def _akin(one: str, other: str) -> bool:
    """Whether two words of names may be one in another spelling, or an initial of it."""
    from rapidfuzz.distance import JaroWinkler

    if word_match(one, other) >= 0.3 or (one[0] == other[0] and min(len(one), len(other)) < 3):
        return True
    mine, yours = given_key(one), given_key(other)
    if mine and yours:
        return bool(mine & yours)
    return float(JaroWinkler.similarity(readings(one)[0], readings(other)[0])) >= 0.84


# ---- data -------------------------------------------------------------------------------------------------------------


def _data(key: str) -> object:
    return table("apart.toml")[key]


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(str(_data(key)).split())


@cache
def _lines(key: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in str(_data(key)).strip().splitlines())


@cache
def _pairs(key: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split()) for pair in str(_data(key)).replace("\n", ";").split(";") if pair.strip())


@cache
def _siblings() -> dict[str, int]:
    return {key: number for number, line in enumerate(_lines("siblings")) for key in line}


@cache
def _inside() -> dict[str, str]:
    pairs = [pair.split() for pair in str(_data("inside")).replace("\n", ";").split(";") if pair.strip()]
    return dict(pairs)


@cache
def _disputed() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in str(_data("disputed")).split(";"):
        key, _, claimants = entry.strip().partition(":")
        found[key] = frozenset(claimants.split())
    return found
