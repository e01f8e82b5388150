"""The elements of a page that tell something about it: ``<meta>``, ``<title>``, headings, structured data, and their like.

They are noted while the page is read for its text, so that no page is parsed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TELLING = frozenset({"html", "meta", "link", "base", "time", "input", "title", "h1", "script", "style"})
"""Elements that the reader of a page hands over here."""
PAIRED = frozenset({"title", "h1", "script"})
"""Those of them whose content counts."""
_MAX_META = 1000
_MAX_TEXT = 5000
_MAX_DATA = 2_000_000
_MAX_SCRIPTS = 200


@dataclass(slots=True)
class Head:
    """What was noted, in the order of the page."""

    language: str = ""
    meta: list[Mapping[str, str]] = field(default_factory=list)
    """Attributes of each ``<meta>`` with content."""
    canonical: str = ""
    base: str = ""
    times: list[Mapping[str, str]] = field(default_factory=list)
    """Attributes of the ``<time>`` elements that say what they date."""
    titles: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """Of the first level."""
    data: list[str] = field(default_factory=list)
    password: bool = False
    open: str = ""
    """The element whose content is being read; empty if there is none."""
    pieces: list[str] = field(default_factory=list)
    size: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "meta":
            if "content" in attributes and len(self.meta) < _MAX_META:
                self.meta.append(attributes)
        elif tag == "link":
            if not self.canonical and "canonical" in attributes.get("rel", "").lower():
                self.canonical = attributes.get("href", "")
        elif tag == "script":
            if "ld+json" in attributes.get("type", "").lower() and len(self.data) < _MAX_SCRIPTS:
                self._read(tag)
        elif tag == "title":
            if not self.titles:
                self._read(tag)
        elif tag == "h1":
            if len(self.headings) < 5:
                self._read(tag)
        elif tag == "time":
            if ("itemprop" in attributes or "pubdate" in attributes) and len(self.times) < _MAX_META:
                self.times.append(attributes)
        elif tag == "base":
            self.base = self.base or attributes.get("href", "")
        elif tag == "input":
            self.password = self.password or attributes.get("type", "").lower() == "password"
        elif tag == "html":
            self.language = self.language or attributes.get("lang", "") or attributes.get("xml:lang", "")

    def _read(self, tag: str) -> None:
        self.open = tag
        self.pieces = []
        self.size = 0

    def text(self, words: str) -> None:
        """Characters of the open element."""
        if self.size < (_MAX_DATA if self.open == "script" else _MAX_TEXT):
            self.pieces.append(words)
            self.size += len(words)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag != self.open:
            return
        words = "".join(self.pieces)
        if tag == "script":
            self.data.append(words[:_MAX_DATA])
        else:
            (self.titles if tag == "title" else self.headings).append(words[:_MAX_TEXT])
        self.open = ""
