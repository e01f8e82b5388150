"""PDF and office files as sources: read in a confined process by :mod:`provenance.formats`, as drafts are.

What a reader of the file sees is its main text. Running heads and page numbers of a PDF stand behind it, each wording once.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from provenance.formats.confined import confined
from provenance.formats.outcomes import Crashed, TooLong, TooMuchMemory, Unread
from provenance.formats.pdf import Pdf, PdfBlock, read_pdf
from provenance.model import Extract, PageLink, Span, Status
from provenance.sources.extraction.extract_kind import Kind, Unreadable

SECONDS = 12.0
"""Wall-clock time for one file: less than :data:`provenance.sources.extraction.workers.TIMEOUT`, so that the worker is there to say so."""
MEMORY = 384 * 1024**2
"""Bytes of address space for the process that reads a file."""
_MAX_LINKS = 2000
_LANGUAGE_SAMPLE = 2000
_NO_TITLE = re.compile(
    r"(?i)(?:microsoft (?:word|powerpoint)|untitled|document ?\d{0,3}$|.*\.(?:docx?|odt|rtf|pdf|html?|indd|qxp|tex|txt|md)$|\w+://|about:)"
)
_TURNED = re.compile(r"([\d,]{1,12}) characters that do not stand upright")
_STAMP = 200
"""Characters set askew that a stamp or a watermark may have; more are a turned table."""
_OFFICE = {
    Kind.DOCX: ("provenance.formats.docx:to_html", "a Word document"),
    Kind.ODT: ("provenance.formats.odt:to_html", "an OpenDocument file"),
}


def extract_pdf(body: bytes) -> Extract:
    """Read a PDF; :attr:`Extract.pages` says where its pages begin.

    Raises
    ------
    Unreadable
        ``empty`` for one without a text layer, ``unsupported`` for an encrypted one, ``too_large`` or ``parser_failed``.
    """
    try:
        pdf = read_pdf(body, seconds=SECONDS, memory=MEMORY)
    except Unread as error:
        raise _unreadable("a PDF", error) from None
    main = [block for block in pdf.blocks if block.kind != "furniture" and block.text]
    text = "\n\n".join(block.text for block in main)
    rest, furniture = _edges(pdf, len(text))
    links = {PageLink(_address(link.url), block.text[link.start : link.end]): None for block in pdf.blocks for link in block.links}
    return Extract(
        text=text,
        rest=rest,
        title=_title(pdf),
        language=_language(text, pdf.language),
        truncated=any(_leaves_out(note) for note in pdf.notes),
        links=tuple(link for link in links if link.url.startswith(("http://", "https://")))[:_MAX_LINKS],
        notes=tuple(f"of the PDF: {note}" for note in pdf.notes),
        furniture=furniture,
        pages=_pages(main, pdf.pages),
    )


def extract_office(body: bytes, kind: Kind) -> Extract:
    """Read a Word or OpenDocument text.

    Raises
    ------
    Unreadable
        ``unsupported`` for a protected one or another kind of office file, ``wrong_type`` for a mere archive, ``too_large`` or ``parser_failed``.
    """
    from provenance.sources.extraction.visible import visible

    function, name = _OFFICE[kind]
    try:
        found: Any = confined(function, body, seconds=SECONDS, memory=MEMORY)
    except Unread as error:
        raise _unreadable(name, error) from None
    seen = visible(str(found["html"]))
    text = "\n\n".join(block.text for block in seen.blocks)
    return Extract(
        text=text,
        title=found["title"] or None,
        modified=found["modified"] or None,
        language=_language(text, found["language"] or ""),
        truncated=seen.truncated or any(_leaves_out(note) for note in found["notes"]),
        links=tuple(PageLink(href, words) for href, words in seen.links if href.startswith(("http://", "https://"))),
        notes=tuple(f"of the document: {note}" for note in found["notes"]),
    )


def _unreadable(name: str, error: Unread) -> Unreadable:
    words = str(error)
    if "text layer" in words or "letters its fonts draw" in words or "has no text" in words:
        return Unreadable(
            Status.EMPTY,
            f"the source is {name} that {words}: put one in by OCR (e.g. 'ocrmypdf in.pdf out.pdf') and give that file with --source",
        )
    if "pages cannot be found" in words or "no PDF" in words:
        return Unreadable(Status.WRONG_TYPE, f"the source begins like {name}, but is none that can be opened: give its text with --source")
    if "encrypted" in words or "password" in words:
        return Unreadable(
            Status.UNSUPPORTED, f"the source is {name} that {words}: save a copy without the password and give that with --source"
        )
    if isinstance(error, TooMuchMemory) or ("more than" in words and "once" not in words) or "a bomb" in words:
        return Unreadable(Status.TOO_LARGE, f"the source is {name} that {words}: give the part that matters with --source")
    if isinstance(error, (TooLong, Crashed)) or "damaged" in words:
        return Unreadable(Status.PARSER_FAILED, f"the source is {name} that {words}: give its text with --source")
    if "archive" in words:
        return Unreadable(Status.WRONG_TYPE, f"the source {words}: give its text with --source")
    return Unreadable(Status.UNSUPPORTED, f"the source {words}, which is not read: give its text with --source")


def _leaves_out(note: str) -> bool:
    """Whether a note says that text of the file was not read: then nothing may be called missing from it."""
    if match := _TURNED.match(note):
        return int(match[1].replace(",", "")) > _STAMP
    return "nothing of it was read" in note or "could not be read" in note or "embeds as a whole" in note


def _edges(pdf: Pdf, after: int) -> tuple[str, tuple[Span, ...]]:
    """Running heads, page numbers and the like, each wording once; what recurs or is a number is furniture, the rest may be text."""
    lines = [" ".join(block.text.split()) for block in pdf.blocks if block.kind == "furniture"]
    often = Counter(re.sub(r"\d+", "0", line) for line in lines)
    kept: list[str] = []
    furniture: list[Span] = []
    offset = after + 2
    for line in dict.fromkeys(lines):
        if not line:
            continue
        if often[re.sub(r"\d+", "0", line)] > 1 or not re.search(r"[^\W\d_]{2}", line):
            furniture.append(Span(offset, offset + len(line)))
        kept.append(line)
        offset += len(line) + 2
    return "\n\n".join(kept), tuple(furniture)


def _pages(blocks: list[PdfBlock], count: int) -> tuple[int, ...]:
    """The offset at which the text of each page begins; a page without text begins where the next one does."""
    first: dict[int, int] = {}
    at = 0
    for block in blocks:
        for line in block.lines:
            first.setdefault(line.page, at + line.offset)
        at += len(block.text) + 2
    starts: list[int] = []
    following = max(0, at - 2)
    for page in range(count, 0, -1):
        following = min(following, first.get(page, following))
        starts.append(following)
    return tuple(reversed(starts))


def _title(pdf: Pdf) -> str | None:
    own = " ".join(pdf.title.split())[:300]
    if own and not _NO_TITLE.match(own):
        return own
    heads = [block for block in pdf.blocks if block.kind == "heading" and block.lines and block.lines[0].page == 1]
    return max(heads, key=lambda block: block.size).text if heads else None


def _address(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _language(text: str, declared: str) -> str | None:
    from provenance.language.identify import identify

    return identify(text[:_LANGUAGE_SAMPLE], default=declared[:2].lower() or None).language
