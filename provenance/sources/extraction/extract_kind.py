"""What kind of file the bytes of a source are: told from the bytes first, then from ``Content-Type``, then from the name.

Servers send PDF as ``text/html`` and error pages as ``application/pdf``; the bytes know better. Only where they leave it open, as
plain text does, do type and name decide.
"""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from provenance.errors import SourceError
from provenance.model import Status

_HTML = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|title|meta|link|script|style|article|main|section|header|nav|div|p|span|table|h[1-6]|ul|ol|a|br|img|form|center|font|b|i|em|strong|blockquote|iframe)(?=[\s>/])",
    re.I,
)
_WHOLE_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.I)
_MAGIC = (
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "a media file"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"BM", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"8BPS", "an image"),
    (b"ID3", "an audio file"),
    (b"fLaC", "an audio file"),
    (b"\xff\xfb", "an audio file"),
    (b"OggS", "a media file"),
    (b"FLV\x01", "a video"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"\x1f\x8b", "compressed data"),
    (b"BZh", "compressed data"),
    (b"\xfd7zXZ", "compressed data"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"(\xb5/\xfd", "compressed data"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"wOF", "a font"),
)
_DOCUMENTS = (
    (b"\xd0\xcf\x11\xe0", "an Office file of the kind before 2007"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu file"),
    (b"ITSF", "a compiled help file"),
)
"""Kinds that hold text, but that nothing here reads."""
_XML_TYPES = frozenset({"application/xml", "text/xml", "application/rss+xml", "application/atom+xml"})
_JSON_TYPES = frozenset({"application/json", "text/json"})
_TEXT_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown", "text/csv"})
_MARKDOWN_TYPES = frozenset({"text/markdown", "text/x-markdown"})
_MARKDOWN_NAMES = frozenset({"md", "markdown", "mdown", "mkd"})
_PAPER_TYPES = re.compile(
    r"application/(?:pdf|x-pdf|msword|rtf|vnd\.(?:openxmlformats-officedocument|oasis\.opendocument|ms-(?:word|excel|powerpoint))\b.{0,80})"
)
_PAPER_NAMES = frozenset({"pdf", "docx", "docm", "doc", "odt", "rtf", "xls", "xlsx", "ppt", "pptx", "ods", "odp"})
_HEAD = 1024


class Kind(StrEnum):
    """The kinds of file that are read."""

    HTML = "html"
    XML = "xml"
    JSON = "json"
    TEXT = "text"
    MARKDOWN = "markdown"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"


class Unreadable(SourceError):
    """The bytes of a source hold no text that can be read here.

    ``status`` is what became of the source: ``wrong_type``, ``unsupported``, ``empty``, ``too_large`` or ``parser_failed``; ``reason``
    says what to do next.
    """

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def kind_of(body: bytes, content_type: str | None = None, url: str | None = None) -> Kind:
    """The kind of file that ``body`` is.

    Parameters
    ----------
    body:
        The bytes of the source.
    content_type:
        The ``Content-Type`` header, if there was one.
    url:
        The address, or the name of the file.

    Raises
    ------
    Unreadable
        It is none that is read: ``wrong_type`` for pictures, sound, archives and other files without text, ``unsupported`` for
        documents of kinds that are not read.
    """
    declared = (content_type or "").partition(";")[0].strip().lower()
    start = body[:_HEAD].lstrip(b" \t\r\n\f\xef\xbb\xbf")
    if body.startswith(b"PK\x03\x04"):
        return _package(body)
    if start.startswith(b"%PDF-") or (b"%PDF-" in body[:_HEAD] and not _HTML.match(start)):
        return Kind.PDF
    for magic, name in _DOCUMENTS:
        if body.startswith(magic):
            raise Unreadable(
                Status.UNSUPPORTED, f"the source is {name}, which is not read: save it as PDF or text and give that with --source"
            )
    for magic, name in _MAGIC:
        if body.startswith(magic) and (len(magic) > 2 or b"\0" in body[:_HEAD]):
            raise _no_text(name)
    if body[4:8] == b"ftyp":
        raise _no_text("a media file")
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff")) or "utf-16" in (content_type or "").lower()
    if not wide and body[:4096].count(0) > max(4, len(body[:4096]) // 100):
        raise _no_text("binary data")
    if wide:
        return Kind.TEXT if declared == "text/plain" else Kind.HTML
    return _text_kind(body, start, declared, _ending(url))


def _no_text(name: str) -> Unreadable:
    return Unreadable(Status.WRONG_TYPE, f"the source is {name}, which is not read: give its text with --source")


def _package(body: bytes) -> Kind:
    """Which of the files that are ZIP archives it is; their parts are looked at where they are read."""
    head = body[:300]
    if b"mimetypeapplication/vnd.oasis.opendocument." in head:
        return Kind.ODT
    if b"mimetypeapplication/epub+zip" in head:
        raise Unreadable(Status.UNSUPPORTED, "the source is an electronic book (EPUB), which is not read: give its text with --source")
    if b"[Content_Types].xml" in body or b"word/document.xml" in body:
        return Kind.DOCX
    if b"META-INF/manifest.xml" in body and b"content.xml" in body:
        return Kind.ODT
    raise _no_text("a ZIP archive")


def _text_kind(body: bytes, start: bytes, declared: str, ending: str) -> Kind:
    if start.startswith(b"<?xml") or declared in _XML_TYPES:
        root = re.search(rb"<(?![?!])(?:[\w.-]{1,40}:)?([\w.-]{1,40})", body[:4096])
        return Kind.HTML if root and root[1].lower() == b"html" else Kind.XML
    if re.match(rb"<(?:rss|feed|rdf:RDF)[\s>]", start, re.I):
        return Kind.XML
    if declared in ("text/html", "application/xhtml+xml"):
        return Kind.HTML if b"<" in body else Kind.TEXT
    if declared in _JSON_TYPES or declared.endswith("+json"):
        return Kind.JSON
    if declared in _TEXT_TYPES or (not declared and ending in _MARKDOWN_NAMES):
        # a page that says it is plain text is shown as such, tags and all, unless it is plainly a whole HTML document
        if _WHOLE_HTML.match(start):
            return Kind.HTML
        return Kind.MARKDOWN if declared in _MARKDOWN_TYPES or ending in _MARKDOWN_NAMES else Kind.TEXT
    if _HTML.match(start) or (start.startswith(b"<!--") and _HTML.search(body[:8192])):
        return Kind.HTML
    if declared.startswith(("image/", "audio/", "video/", "font/")) and start[:5].lower() != b"<?xml":
        raise _no_text(f"of type {declared[:60]}")
    if ending == "json" and start[:1] in (b"{", b"["):
        return Kind.JSON
    return Kind.TEXT


def names_paper(content_type: str | None, url: str | None) -> bool:
    """Whether the server's type or the address promise a PDF or an office file: a web page in its place is not that document."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    return bool(_PAPER_TYPES.fullmatch(declared)) or _ending(url) in _PAPER_NAMES


def _ending(url: str | None) -> str:
    if not url:
        return ""
    try:
        path = urlsplit(url).path if "://" in url else url
    except ValueError:
        return ""
    name = unquote(path).rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""
