"""The list of sources that Word itself keeps for its citations (ECMA-376 part 1, 22.6, Bibliography)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.formats.outcomes import Refused
from provenance.formats.package import Package
from provenance.formats.xmlparts import stream

_PART = re.compile(r"customxml/item\d{1,4}\.xml")
_MOST_PARTS = 20
_MOST = 4_000
_PREFIXES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/bibliography": "b",
    "http://purl.oclc.org/ooxml/officeDocument/bibliography": "b",
}


def cited_sources(package: Package) -> Mapping[str, str]:
    """The addresses of a document's sources by the tag under which its ``CITATION`` fields name them; none for a source on paper."""
    found = _Sources()
    for name in sorted(name for name in package.names if _PART.fullmatch(name))[:_MOST_PARTS]:
        try:
            stream(package.chunks(name), _PREFIXES, found, name)
        except Refused:
            continue  # what other programs leave there is nobody's text
    return found.addresses


class _Sources:
    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}
        self._source: dict[str, str] = {}
        self._open = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "b:Source":
            self._source = {}
        self._open = name if name in ("b:Tag", "b:URL", "b:DOI") else ""

    def words(self, text: str) -> None:
        if self._open:
            self._source[self._open] = (self._source.get(self._open, "") + text)[:_MOST]

    def end(self, name: str) -> None:
        self._open = ""
        if name == "b:Source":
            told = {key: value.strip() for key, value in self._source.items()}
            doi = told.get("b:DOI", "")
            url = told.get("b:URL") or (f"https://doi.org/{doi}" if doi.startswith("10.") else "")
            if url and told.get("b:Tag"):
                self.addresses.setdefault(told["b:Tag"], url)
