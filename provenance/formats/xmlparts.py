"""XML of strangers, as a stream of beginnings, texts and ends.

The parser is expat, which has no limit on depth of its own (libxml2 drops what lies deeper than 256). A DOCTYPE is refused before
anything in it is looked at, so that there are no entities to expand or to fetch: office formats have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from provenance.formats.outcomes import Refused

MAX_ELEMENTS = 600_000
MAX_DEPTH = 5_000
_MAX_NAMES = 20_000
_SEPARATOR = " "  # between a namespace and a name: no namespace that is an address holds one


class Handler(Protocol):
    """What is told of a part's XML. Names are ``prefix:name`` with the prefixes that the caller of :func:`stream` gives."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        ...

    def end(self, name: str) -> None:
        """An element ends."""
        ...

    def words(self, text: str) -> None:
        """Characters, not necessarily all that stand together."""
        ...


def stream(chunks: Iterable[bytes], prefixes: Mapping[str, str], handler: Handler, part: str) -> None:
    """Parse a part and tell the handler.

    Parameters
    ----------
    chunks:
        The part's bytes.
    prefixes:
        The prefix under which each namespace's names are told; names of other namespaces are told with the prefix ``?``.
    handler:
        Is told.
    part:
        The part's name, for messages.

    Raises
    ------
    Refused
        It is not well-formed, has a DOCTYPE, nests too deeply or has too many elements.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    known: dict[str, str] = {}
    depth = elements = 0

    def named(name: str) -> str:
        space, _, local = name.rpartition(_SEPARATOR)
        found = known[name] = f"{prefixes.get(space, '?')}:{local}" if space else local
        if len(known) > _MAX_NAMES:
            raise Refused(f"has more kinds of elements in {part} than any document")
        return found

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            what = f"nests deeper than {MAX_DEPTH:,}" if depth > MAX_DEPTH else f"has more than {MAX_ELEMENTS:,}"
            raise Refused(f"{what} elements in {part}, as no document does")
        if attributes:
            attributes = {known.get(key) or named(key): value for key, value in attributes.items()}
        handler.start(known.get(name) or named(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(known[name])

    def doctype(*_: object) -> None:
        raise Refused(f"declares a document type in {part}, as no office program does and bombs do")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.words
    parser.StartDoctypeDeclHandler = doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        at = f" at line {error.lineno}" if isinstance(error, expat.ExpatError) else ""
        raise Refused(f"is damaged: {part} in it is not well-formed XML{at}") from None
