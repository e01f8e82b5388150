"""Names of people, places and organisations: where they stand, and whether two of them mean the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from provenance.language.gazetteer import country_of
from provenance.language.identity import aliases, same_name
from provenance.language.words import is_stopword
from provenance.model import Span

__all__ = ["Name", "NameKind", "aliases", "country_of", "names", "same_name"]


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text."""

    text: str
    span: Span
    kind: NameKind
    key: str
    """The same for two spellings of one name where the alias data or the letters settle it."""


_CAPITAL = r"(?:[^\W\d_a-zа-яё](?:[\w'’-]|\.(?=\w))*)"
_RUN = re.compile(rf"\b{_CAPITAL}(?:(?: (?:of|de|del|della|van|von|der|den|di|da|al|el|bin|ibn|and the|of the|for))? {_CAPITAL}){{0,7}}")


def names(text: str, language: str | None = None) -> tuple[Name, ...]:
    """The names in ``text``, in order, not overlapping.

    Parameters:
        text: running text.
        language: ISO 639-1 code, if it is known.
    """
    found = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        run = match.group()
        first = run.split(" ", 1)[0]
        if is_stopword(first, language or "en") or is_stopword(first, "ru"):
            start += len(first) + 1
        if start < end and text[start].isupper():
            name = text[start:end]
            found.append(Name(name, Span(start, end), NameKind.OTHER, _key(name)))
    return tuple(found)


@lru_cache(maxsize=65536)
def _key(name: str) -> str:
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]+", "_", anyascii(name).lower()).strip("_")
