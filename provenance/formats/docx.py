"""Word documents (.docx, .docm, .dotx): the package around the text, and the text as HTML.

After ECMA-376 (Office Open XML), both its transitional and its strict namespaces. Macros, embedded files and pictures are never
looked at; nothing that a relationship names outside the file is fetched.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from provenance.formats.docx_body import Body
from provenance.formats.docx_sources import cited_sources
from provenance.formats.docx_styles import Numbering, Styles, read_numbering, read_styles
from provenance.formats.hypertext import Hypertext
from provenance.formats.outcomes import Refused
from provenance.formats.package import Package
from provenance.formats.properties import Properties
from provenance.formats.xmlparts import stream

_OFFICE = (
    ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("http://purl.oclc.org/ooxml/officeDocument/", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
)
PREFIXES = {
    **{word: "w" for _, word in _OFFICE},
    **{f"{office}relationships": "r" for office, _ in _OFFICE},
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
}
"""Prefixes of the namespaces that are looked at."""

_OTHERS = (
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a PowerPoint presentation (.pptx)"),
    ("visio/", "a Visio drawing (.vsdx)"),
    ("meta-inf/manifest.xml", "an OpenDocument file or a program, not a Word document"),
)


def to_html(body: bytes) -> dict[str, Any]:
    """Read a Word document.

    Parameters
    ----------
    body:
        The file.

    Returns
    -------
    ``html`` (one paragraph a line, see :mod:`provenance.formats.hypertext`), ``title``, ``language``, ``created``, ``modified``
    (``None`` where the document does not say), ``pages`` (1 where it does not say) and ``notes``, a sentence each.

    Raises
    ------
    Refused
        It is no Word document, or not one that is read; see :mod:`provenance.formats.package`.
    """
    package = Package(body)
    main = _main_part(package)
    links = _Relationships.of(package, main)
    styles = Styles()
    numbering = Numbering()
    if part := _part(package, links, "styles", main):
        read_styles(package.chunks(part), PREFIXES, styles, part)
    if part := _part(package, links, "numbering", main):
        read_numbering(package.chunks(part), PREFIXES, numbering, part)
    out = Hypertext()
    found = Body(out, styles, numbering, cited_sources(package))
    for kind in ("footnotes", "endnotes"):
        if part := _part(package, links, kind, main):
            found.part(_Relationships.of(package, part).outside)
            stream(package.chunks(part), PREFIXES, found, part)
    found.part(links.outside)
    stream(package.chunks(main), PREFIXES, found, main)
    if not found.seen:
        raise Refused(f"is no Word document: {main} in it holds no text of one")
    told = Properties()
    if part := _part(package, _Relationships.of(package, ""), "core-properties", "", fallback="docProps/core.xml"):
        stream(package.chunks(part), PREFIXES, told, part)
    return {
        "html": out.html(),
        "title": told.title or found.title,
        "language": told.language,
        "created": told.created,
        "modified": told.modified,
        "pages": out.pages,
        "notes": [*found.told(), *_package_notes(package)],
    }


def _package_notes(package: Package) -> Iterable[str]:
    if any(name.endswith("vbaproject.bin") for name in package.names):
        yield "its macros were not read"
    if package.strays:
        yield "entries of its archive with names that lead out of it were left alone"


def _main_part(package: Package) -> str:
    """The name of the part that holds the text."""
    links = _Relationships.of(package, "")
    target = links.inside.get("officeDocument", "word/document.xml")
    if target in package and not target.lower().startswith(("xl/", "ppt/", "visio/")):
        return target
    for start, what in _OTHERS:
        if any(name.startswith(start) for name in package.names):
            raise Refused(f"is {what}")
    raise Refused("is a ZIP archive without a Word document in it")


def _part(package: Package, links: _Relationships, kind: str, main: str, fallback: str = "") -> str | None:
    """The part of a kind that goes with the main part: the one that the relationships name, else the usual one."""
    usual = fallback or posixpath.join(posixpath.dirname(main), f"{kind}.xml")
    return next((name for name in (links.inside.get(kind), usual) if name and name in package), None)


class _Relationships:
    """What a part points to (ECMA-376 part 2, 9.3).

    ``inside``: parts of the package by the last word of their type, the first of each; ``outside``: addresses of hyperlinks by id.
    """

    def __init__(self, source: str) -> None:
        self.inside: dict[str, str] = {}
        self.outside: dict[str, str] = {}
        self._folder = posixpath.dirname(source)

    @classmethod
    def of(cls, package: Package, source: str) -> _Relationships:
        """Those of the part ``source``; of the package itself if it is empty."""
        found = cls(source)
        name = posixpath.join(posixpath.dirname(source), "_rels", posixpath.basename(source) + ".rels")
        if name in package:
            stream(package.chunks(name), PREFIXES, found, name)
        return found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a relationship."""
        if name != "rel:Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "").strip()
        if attributes.get("TargetMode", "").lower() == "external":
            if kind == "hyperlink" and target:
                self.outside.setdefault(attributes.get("Id", ""), target)
            return
        inner = posixpath.normpath(posixpath.join("/", self._folder, unquote(target))).lstrip("/")
        self.inside.setdefault(kind, inner)

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def words(self, text: str) -> None:
        """Relationships hold no text."""
