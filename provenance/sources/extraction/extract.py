"""From the bytes of a source to its text: what kind of file it is, and which reader reads it."""

from __future__ import annotations

from dataclasses import replace

from provenance.model import Extract, Status
from provenance.sources.extraction.charset import decode
from provenance.sources.extraction.extract_kind import Kind, Unreadable, kind_of, names_paper

__all__ = ["MAX_BYTES", "Unreadable", "extract"]

MAX_BYTES = 16 * 1024 * 1024
"""No more than this much of a source is read; the rest is cut off, and the extract says so."""


def extract(body: bytes, *, content_type: str | None = None, url: str | None = None) -> Extract:
    """Read the text and metadata of a source.

    Parameters
    ----------
    body:
        The bytes of the source, content encodings (gzip, br, …) already removed.
    content_type:
        The ``Content-Type`` header, if there was one.
    url:
        The address it was read from, or the name of its file: relative links count from it.

    Returns
    -------
    The extract. Where a bound was hit or bytes were broken, ``truncated`` is true; a wall that the page shows is ``restricted``.

    Raises
    ------
    Unreadable
        If the bytes are no text (image, archive, …), of a kind that is not read, or there are none.

    Notes
    -----
    HTML is read in the calling process and has no bound on time but the size of what it reads; PDF and office files are read in a
    process of their own. trafilatura must not run in several threads at once: use
    :class:`provenance.sources.extraction.workers.Extractor` for many pages, or for pages that nobody vouches for.
    """
    if not body.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise Unreadable(Status.EMPTY, "the source is empty: open it by hand, or give its text with --source")
    found = _read(body, kind_of(body, content_type, url), content_type, url)
    if not found.text and not found.rest and found.restricted is None:
        if found.truncated:
            raise Unreadable(Status.TOO_LARGE, "the source shows no text in the part of it that is read: give its text with --source")
        raise Unreadable(Status.EMPTY, "the source shows no text: open it by hand, or give its text with --source")
    return found


def _read(body: bytes, kind: Kind, content_type: str | None, url: str | None) -> Extract:
    if kind is Kind.PDF:
        from provenance.sources.extraction.extract_files import extract_pdf

        return extract_pdf(body)
    if kind in (Kind.DOCX, Kind.ODT):
        from provenance.sources.extraction.extract_files import extract_office

        return extract_office(body, kind)
    cut = len(body) > MAX_BYTES
    page = decode(body[:MAX_BYTES], content_type)
    if kind is Kind.HTML:
        from provenance.sources.extraction.extract_html import extract_html

        found = extract_html(page, url=url, cut=cut)
        if names_paper(content_type, url):
            note = "a web page came in place of the document that the address or the server names; the document itself was not read"
            return replace(found, truncated=True, notes=(*found.notes, note))
        return found
    if kind is Kind.XML:
        from provenance.sources.extraction.extract_xml import extract_xml

        return extract_xml(page, cut)
    from provenance.sources.extraction import extract_text

    if kind is Kind.JSON:
        return extract_text.extract_json(page, cut, url)
    return extract_text.extract_markdown(page, cut) if kind is Kind.MARKDOWN else extract_text.extract_text(page, cut)
