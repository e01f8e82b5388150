"""What an office file says of itself: title, language, dates, in Dublin Core's terms."""

from __future__ import annotations

import re

_MOST = 500
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|sin título|bez tytułu|без названия|без назви|document|dokument|документ|word document)\s?\d{0,3}"
    r"|microsoft word\b.*|(?:powerpoint|microsoft office) .*|.*\.(?:docx?|dotx?|odt|rtf|tmp)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]{1,20})?")
_TEMPLATES = frozenset(["2013-12-23T23:15:00Z"])  # python-docx's: everything made with it bears this date
_ABOUT = {
    "dc:title": "title",
    "dc:language": "language",
    "dcterms:created": "created",
    "dcterms:modified": "modified",
    "meta:creation-date": "created",
    "dc:date": "modified",  # in OpenDocument; Word has none of that name
}


class Properties:
    """Collects the properties while their part is parsed; ``None`` is what the file does not say."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._open = ""
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A property begins."""
        self._open, self._text = _ABOUT.get(name, ""), ""

    def words(self, text: str) -> None:
        """Its value, or a part of it."""
        if self._open and len(self._text) < _MOST:
            self._text += text[:_MOST]

    def end(self, name: str) -> None:
        """It ends."""
        value = " ".join(self._text.split())
        if self._open and value and value not in _TEMPLATES:
            self._found.setdefault(self._open, value)
        self._open = ""

    @property
    def title(self) -> str | None:
        """The title, unless it is one that a program put there."""
        title = self._found.get("title", "")
        return title if title and not _NO_TITLE.fullmatch(title) else None

    @property
    def language(self) -> str | None:
        """ISO 639 code of the language."""
        match = _LANGUAGE.fullmatch(self._found.get("language", ""))
        return match[1].lower() if match and match[1].lower() not in ("zxx", "und") else None

    @property
    def created(self) -> str | None:
        """Date and time at which it was made, as the file writes it."""
        return self._found.get("created")

    @property
    def modified(self) -> str | None:
        """Date and time at which it was last changed, as the file writes it."""
        return self._found.get("modified")
