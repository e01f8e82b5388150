"""OpenDocument texts (.odt, .ott): the package around the text, and the text as HTML.

After OASIS OpenDocument 1.3. Macros, embedded objects and pictures are never looked at; nothing outside the file is fetched.
"""

from __future__ import annotations

import re
from typing import Any

from provenance.formats.hypertext import Hypertext
from provenance.formats.odt_body import Body
from provenance.formats.odt_styles import StyleReader, Styles
from provenance.formats.outcomes import Refused
from provenance.formats.package import Package
from provenance.formats.properties import Properties
from provenance.formats.xmlparts import stream

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    f"{_OASIS}office:1.0": "office",
    f"{_OASIS}text:1.0": "text",
    f"{_OASIS}table:1.0": "table",
    f"{_OASIS}style:1.0": "style",
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}svg-compatible:1.0": "svg",
    f"{_OASIS}manifest:1.0": "manifest",
    f"{_OASIS}meta:1.0": "meta",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://purl.org/dc/elements/1.1/": "dc",
}
"""Prefixes of the namespaces that are looked at."""

_TEXT = re.compile(r"application/vnd\.oasis\.opendocument\.text(?:-template|-master|-web|-master-template)?")
_KIND = re.compile(r"application/vnd\.oasis\.opendocument\.([a-z]{1,20})")
_OTHERS = {"spreadsheet": "a spreadsheet (.ods)", "presentation": "a presentation (.odp)", "graphics": "a drawing (.odg)"}


def to_html(body: bytes) -> dict[str, Any]:
    """Read an OpenDocument text.

    Parameters
    ----------
    body:
        The file.

    Returns
    -------
    As :func:`provenance.formats.docx.to_html`.

    Raises
    ------
    Refused
        It is no OpenDocument text, or not one that is read; see :mod:`provenance.formats.package`.
    """
    package = Package(body)
    kind = package.read("mimetype")[:200].decode("ascii", "replace").strip() if "mimetype" in package else ""
    if kind and not _TEXT.fullmatch(kind):
        match = _KIND.match(kind)
        raise Refused(f"is {_OTHERS.get(match[1], 'an OpenDocument file of another kind')}" if match else "is another kind of archive")
    if "content.xml" not in package:
        raise Refused("is a ZIP archive without an OpenDocument text in it")
    manifest = _Manifest()
    if "META-INF/manifest.xml" in package:
        stream(package.chunks("META-INF/manifest.xml"), PREFIXES, manifest, "META-INF/manifest.xml")
    if manifest.encrypted:
        raise Refused("is protected with a password")
    styles = Styles()
    if "styles.xml" in package:
        stream(package.chunks("styles.xml"), PREFIXES, StyleReader(styles), "styles.xml")
    out = Hypertext()
    found = Body(out, styles)
    stream(package.chunks("content.xml"), PREFIXES, found, "content.xml")
    if not found.seen:
        raise Refused("is no OpenDocument text: its content.xml holds none")
    about = Properties()
    if "meta.xml" in package:
        stream(package.chunks("meta.xml"), PREFIXES, about, "meta.xml")
    notes = list(found.told())
    if any(name.startswith("basic/") and name.endswith(".xml") for name in package.names):
        notes.append("its macros were not read")
    if package.strays:
        notes.append("entries of its archive with names that lead out of it were left alone")
    return {
        "html": out.html(),
        "title": about.title or found.title,
        "language": about.language,
        "created": about.created,
        "modified": about.modified,
        "pages": out.pages,
        "notes": notes,
    }


class _Manifest:
    """Looks whether a part is encrypted."""

    encrypted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "manifest:encryption-data":
            self.encrypted = True

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def words(self, text: str) -> None:
        """A manifest holds no text."""
