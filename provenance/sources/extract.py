"""From the bytes of a source to its text: what kind of file it is, and which reader reads it.

The kind is told from the bytes first and from ``Content-Type`` second, since servers send PDF as ``text/html`` and error pages
as ``application/pdf``. HTML, plain text, XML and feeds, and JSON are read here; anything else is :class:`Unreadable`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from provenance.errors import SourceError
from provenance.model import Extract, PageLink, Status
from provenance.sources.charset import Decoded, decode

MAX_BYTES = 16 * 1024 * 1024
"""No more than this much of a source is read; the rest is cut off, and the extract says so."""

_HTML = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|title|meta|link|script|style|article|main|section|header|nav|div|p|span|table|h[1-6]|ul|ol|a|br|img|form|center|font|b|i|em|strong|blockquote|iframe)(?=[\s>/])",
    re.I,
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "a media file"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"BM", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"ID3", "an audio file"),
    (b"OggS", "a media file"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"\x1f\x8b", "compressed data"),
    (b"BZh", "compressed data"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"(\xb5/\xfd", "compressed data"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"wOF", "a font"),
)
_SPACE = re.compile(r"[ \t\r\f]+")


class Unreadable(SourceError):
    """The bytes of a source hold no text that can be read here.

    ``status`` is what became of the source: ``wrong_type``, ``empty``, ``too_large`` or ``parser_failed``; ``reason`` says what to do next.
    """

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def extract(body: bytes, *, content_type: str | None = None, url: str | None = None) -> Extract:
    """Read the text and metadata of a source.

    Parameters
    ----------
    body:
        The bytes of the source, content encodings (gzip, br, …) already removed.
    content_type:
        The ``Content-Type`` header, if there was one.
    url:
        The address it was read from: relative links count from it.

    Returns
    -------
    The extract. Where a bound was hit or bytes were broken, ``truncated`` is true; a wall that the page shows is ``restricted``.

    Raises
    ------
    Unreadable
        If the bytes are no text (PDF, image, archive, …), or there are none.

    Notes
    -----
    It runs in the calling process and has no bound on time but the size of what it reads. trafilatura must not run in several
    threads at once: use :class:`provenance.sources.workers.Extractor` for many pages, or for pages that nobody vouches for.
    """
    cut = len(body) > MAX_BYTES
    body = body[:MAX_BYTES]
    if not body.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise Unreadable(Status.EMPTY, "the source is empty: open it by hand, or give its text with --source")
    kind = _kind(body, content_type)
    if kind == "html":
        from provenance.sources.extract_html import extract_html

        found = extract_html(decode(body, content_type), url=url, cut=cut)
    elif kind == "xml":
        found = _extract_xml(decode(body, content_type), cut)
    elif kind == "json":
        found = _extract_json(decode(body, content_type), cut)
    else:
        found = _extract_text(decode(body, content_type), cut)
    if not found.text and not found.rest and found.restricted is None:
        if found.truncated:
            raise Unreadable(Status.TOO_LARGE, "the source shows no text in the part of it that is read: give its text with --source")
        raise Unreadable(Status.EMPTY, "the source shows no text: open it by hand, or give its text with --source")
    return found


def _kind(body: bytes, content_type: str | None) -> str:
    """``html``, ``xml``, ``json`` or ``text``."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    start = body[:1024].lstrip(b" \t\r\n\f\xef\xbb\xbf")
    for magic, name in _MAGIC:
        if body.startswith(magic) and (len(magic) > 2 or b"\0" in body[:1024]):
            raise Unreadable(Status.WRONG_TYPE, f"the source is {name}, which is not read: give its text with --source")
    if body[4:8] == b"ftyp":
        raise Unreadable(Status.WRONG_TYPE, "the source is a media file, which is not read: give its text with --source")
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff")) or "utf-16" in (content_type or "").lower()
    if not wide and body[:4096].count(0) > max(4, len(body[:4096]) // 100):
        raise Unreadable(Status.WRONG_TYPE, "the source is binary data, which is not read: give its text with --source")
    if wide:
        return "text" if declared == "text/plain" else "html"
    if start.startswith(b"<?xml") or declared in ("application/xml", "text/xml", "application/rss+xml", "application/atom+xml"):
        root = re.search(rb"<(?![?!])(?:[\w.-]{1,40}:)?([\w.-]{1,40})", body[:4096])
        return "html" if root and root[1].lower() == b"html" else "xml"
    if declared in ("text/html", "application/xhtml+xml"):
        return "html" if b"<" in body else "text"
    if declared in ("application/json", "application/ld+json", "text/json") or declared.endswith("+json"):
        return "json"
    if declared in ("text/plain", "text/markdown", "text/csv"):
        # a page that says it is plain text is shown as such, tags and all, unless it is plainly a whole HTML document
        return "html" if re.match(rb"<!doctype\s+html|<html[\s>]", start, re.I) else "text"
    if _HTML.match(start) or (start.startswith(b"<!--") and _HTML.search(body[:8192])):
        return "html"
    if declared.startswith(("image/", "audio/", "video/", "font/")) and start[:5].lower() != b"<?xml":
        raise Unreadable(Status.WRONG_TYPE, f"the source is of type {declared[:60]}, which is not read: give its text with --source")
    return "text"


def _extract_text(page: Decoded, cut: bool) -> Extract:
    text = re.sub(r"\r\n?|\f", "\n", page.text).strip("\n")
    return Extract(text=text, language=_language(text), truncated=cut or page.damaged, notes=page.notes)


def _extract_json(page: Decoded, cut: bool) -> Extract:
    """The strings of a JSON document, in order; its keys and numbers are not text."""
    try:
        data = json.loads(page.text)
    except (ValueError, RecursionError):
        return _extract_text(page, cut)
    strings: list[str] = []
    stack: list[Any] = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            strings.append(item.strip())
        elif isinstance(item, dict):
            stack.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            stack.extend(reversed(item))
    prose = [s for s in strings if " " in s and not s.startswith(("http://", "https://"))]
    text = "\n\n".join(dict.fromkeys(prose)).encode("utf-8", "replace").decode("utf-8")
    return Extract(text=text, language=_language(text), truncated=cut or page.damaged, notes=page.notes)


def _extract_xml(page: Decoded, cut: bool) -> Extract:
    """The text of an XML document or feed, element by element; markup escaped inside an element is read as HTML."""
    from lxml import etree

    from provenance.sources.visible import visible

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(page.text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(Status.PARSER_FAILED, "the source is broken XML: give its text with --source") from error
    if root is None:
        raise Unreadable(Status.PARSER_FAILED, "the source is broken XML: give its text with --source")
    paragraphs: list[str] = []
    links: list[PageLink] = []
    title: str | None = None
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname.lower()
        own = (element.text or "").strip()
        if name == "link" and (target := element.get("href") or own).startswith(("http://", "https://")):
            links.append(PageLink(target, ""))
            continue
        if name == "title" and title is None and own:
            title = _SPACE.sub(" ", own)
        for part in (own, *((child.tail or "").strip() for child in element)):
            if "</" in part or "<p>" in part or "<br" in part:
                paragraphs.extend(block.text for block in visible(f"<html><body>{part}</body></html>").blocks)
            elif part:
                paragraphs.append(_SPACE.sub(" ", part))
    text = "\n\n".join(dict.fromkeys(paragraphs))
    damaged = page.damaged or any(entry.level_name == "FATAL" for entry in parser.error_log)
    notes = (*page.notes, "the XML is broken; parts may be missing") if damaged and not page.damaged else page.notes
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return Extract(
        text=text,
        title=title,
        language=language[:2].lower() if language else _language(text),
        truncated=cut or damaged,
        links=tuple(links[:2000]),
        notes=notes,
    )


def _language(text: str) -> str | None:
    from provenance.language.identify import identify

    return identify(text[:2000]).language if len(text) >= 20 else None
