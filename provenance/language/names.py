"""Names of people, places and organisations: where they stand in a text, and whether two of them mean the same.

Names are found without a model, from what the alias data know, from capitals, and from the words around. First come the names that
the data know, and bodies put together from a country and a role, also in small letters ("the Belarusian interior ministry"); then runs
of words with a capital, less offices and nationalities in front ("Russian President"). A capital at the head of a sentence says nothing
by itself, and in German a capital says little anywhere: there a name must be known, be introduced by an office or a given name, or be in
no dictionary.
"""

from __future__ import annotations

from dataclasses import replace

from provenance.language.gazetteer import ARTICLES, LONGEST_NAME, countries, country_of, find, plain
from provenance.language.identity import aliases, same_name
from provenance.language.nameline import Line, Name, NameKind
from provenance.language.namewords import adjacent, an_adjective
from provenance.language.sentences import sentences
from provenance.language.words import stem, words
from provenance.model import Span

__all__ = ["Name", "NameKind", "aliases", "country_of", "mentioned_countries", "names", "same_name"]


def names(text: str, language: str | None = None) -> tuple[Name, ...]:
    """The names in ``text``, in order, not overlapping.

    Args:
        text: running text.
        language: ISO 639-1 code; without it the script decides what may be looked up.

    Returns:
        Names without the offices and nationalities before them. Adjectives and peoples ("Russian", "Belarusians") are no names
        here: :func:`mentioned_countries` finds them.
    """
    found: list[Name] = []
    heard = words(text)
    usual = {word.text.lower() for word in heard if word.text.islower()}
    place = 0
    for span in sentences(text, language):
        line = []
        while place < len(heard) and heard[place].span.start < span.end:
            line.append(heard[place])
            place += 1
        found.extend(Line(text, tuple(line), language, usual).names())
    return _told_by_others(tuple(found))


def mentioned_countries(text: str, language: str | None = None) -> tuple[Name, ...]:
    """Every mention of a country in ``text``: its name, its adjective, its people. ``key`` is the country's code in small letters."""
    heard = words(text)
    found: list[Name] = []
    at = 0
    while at < len(heard):
        for size in (3, 2, 1):
            if at + size > len(heard) or not adjacent(text, heard[at : at + size]):
                continue
            span = Span(heard[at].span.start, heard[at + size - 1].span.end)
            run = span.of(text)
            if len(run) > LONGEST_NAME:
                break
            if plain(heard[at].text) in ARTICLES:
                break
            if not run[0].isupper() and (language == "en" or not an_adjective(run)):
                continue
            entries = countries().find(plain(run))
            if entries and not (len(run) <= 3 and not run.isupper()):
                found.append(Name(run, span, NameKind.PLACE, entries[0].key))
                at += size - 1
                break
        at += 1
    return tuple(found)


def _told_by_others(found: tuple[Name, ...]) -> tuple[Name, ...]:
    """A surname alone is a person's if the text gives the person's full name elsewhere."""
    people = {stem(plain(name.text).split()[-1]): name.kind for name in found if name.kind is NameKind.PERSON and plain(name.text)}
    return tuple(
        replace(name, kind=NameKind.PERSON)
        if name.kind in (NameKind.OTHER, NameKind.PLACE)
        and " " not in name.text
        and not find(name.text)
        and stem(plain(name.text)) in people
        else name
        for name in found
    )
