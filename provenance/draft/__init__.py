"""Drafts: one reader per format, and one way in for all of them.

A reader takes a :class:`~provenance.draft.file.File` and returns a :class:`~provenance.draft.parts.Content`. To add one, write a
module with a function ``read`` of that shape and name it in :data:`READERS`; if it takes bytes, in :data:`BYTES` as well.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date as Date
from pathlib import Path
from typing import Protocol

from provenance.draft import html, mail, markdown, office, pdf, plain
from provenance.draft.encoding import decode
from provenance.draft.file import (
    MAX_BYTES,
    File,
    document,
    looks_like_html,
    message,
    no_reader,
    refuse_pretence,
    refuse_unread,
    shown,
    take,
)
from provenance.draft.parts import Content, refuse_long
from provenance.draft.places import place
from provenance.errors import DraftError
from provenance.model import Block, Draft, DraftLink, How, Span

__all__ = ["MAX_BYTES", "READERS", "Content", "File", "Reader", "place", "read", "read_bytes", "read_text"]


class Reader(Protocol):
    """Reads the files of one format."""

    def __call__(self, file: File) -> Content:
        """The content of a file.

        Raises:
            DraftError: it cannot be read within the bounds.
        """
        ...


READERS: dict[str, Reader] = {
    "text": plain.read,
    "markdown": markdown.read,
    "html": html.read,
    "docx": office.Office("provenance.formats.docx:to_html", "a Word document"),
    "odt": office.Office("provenance.formats.odt:to_html", "an OpenDocument text"),
    "pdf": pdf.read,
    "eml": mail.read,
    "mhtml": mail.read_archive,
}
"""Format names and who reads them."""

BYTES = frozenset(("docx", "odt", "pdf", "eml", "mhtml"))
"""The formats whose readers take the file's bytes; the others take its characters, decoded."""

_NAMES = {
    **dict.fromkeys(("text", "txt", "plain", "asc", "log"), "text"),
    **dict.fromkeys(("markdown", "md", "mkd", "mdown", "mdwn", "commonmark"), "markdown"),
    **dict.fromkeys(("html", "htm", "xhtml"), "html"),
    **dict.fromkeys(("docx", "docm", "dotx", "dotm", "word"), "docx"),
    **dict.fromkeys(("odt", "ott"), "odt"),
    **dict.fromkeys(("pdf",), "pdf"),
    **dict.fromkeys(("eml", "mail"), "eml"),
    **dict.fromkeys(("mhtml", "mht"), "mhtml"),
}


def is_format(name: str) -> bool:
    """Whether a format of that name, or with that ending, is read."""
    return _NAMES.get(name.lower().lstrip(".")) in READERS


def folder_endings() -> frozenset[str]:
    """The endings of the files that a folder is looked through for: names of formats that are as likely something else are not among them."""
    read = frozenset(name for name, format in _NAMES.items() if format in READERS)
    return read - {"plain", "asc", "log", "commonmark", "word", "mail"}


def read(path: str | Path, *, format: str | None = None, language: str | None = None, date: Date | None = None) -> Draft:
    """Read a draft from a file.

    Parameters:
        path: the file; never more than 32 MiB, never a pipe, device or folder.
        format: one of :data:`READERS`, or a usual ending for it; without it the name's ending and the content decide.
        language: ISO 639-1 code; without it the file's own word, then a guess from its text.
        date: the date that the draft bears; without it the file's own word.

    Returns:
        The draft.

    Raises:
        DraftError: there is no such file, it holds no text or too much, or its format is not read. The message is one line.
    """
    return read_bytes(take(str(path)), path=str(path), format=format, language=language, date=date)


def read_bytes(
    body: bytes,
    *,
    path: str = "-",
    format: str | None = None,
    language: str | None = None,
    date: Date | None = None,
    address: str = "",
    charset: str | None = None,
) -> Draft:
    """Read a draft from a file's bytes, e.g. from standard input. Parameters, result and errors as for :func:`read`, and:

    Parameters:
        address: where the bytes were fetched from: relative links count from there, and it is the draft's own address.
        charset: the encoding that they were sent with, which is believed before the file's own declaration.
    """
    name = shown(path)
    if len(body) > MAX_BYTES:
        raise DraftError(f"{name}: more than the {MAX_BYTES // 2**20} MiB that are read; split it")
    known = _format(name, format)
    ending = Path(path).suffix.lower().lstrip(".")
    held = document(name, body) or (message(body) if known in (None, "eml", "mhtml") else "")
    chosen = held or known or _NAMES.get(ending, "text")
    if chosen in BYTES:
        if not held:
            refuse_pretence(name, chosen, body)
        if chosen not in READERS:
            raise no_reader(name, chosen)
        wrong = (known or _NAMES.get(ending, chosen)) != chosen
        about = (f"read as {chosen}, which it is, whatever its name says",) if wrong else ()
        return _draft(File(path, "", about, address, body), chosen, hashlib.sha256(body).hexdigest(), language, date)
    if known is None:
        refuse_unread(name, ending)
    text, notes = decode(name, body, charset)
    if known is None and chosen != "html" and looks_like_html(text):
        chosen = "html"
        notes = (*notes, "read as HTML, which it is, whatever its name says")
    elif known is None and chosen == "html" and "<" not in text:
        chosen = "text"
        notes = (*notes, "read as plain text: there is no markup in it, whatever its name says")
    return _draft(File(path, text, notes, address, body), chosen, hashlib.sha256(body).hexdigest(), language, date)


def read_text(text: str, *, format: str = "text", path: str = "-", language: str | None = None, date: Date | None = None) -> Draft:
    """Read a draft from characters. Parameters, result and errors as for :func:`read`; the hash is that of the text in UTF-8."""
    body = text.encode("utf-8", "surrogatepass")
    if len(body) > MAX_BYTES:
        raise DraftError(f"{path}: more than the {MAX_BYTES // 2**20} MiB that are read; split it")
    if not text.strip("\ufeff\0 \t\r\n\f\v\x85\u00a0\u200b\u2028\u2029"):
        raise DraftError(f"{path}: there are no words in it; give a text")
    chosen = _format(path, format) or "text"
    if chosen in BYTES:
        raise DraftError(f"{path}: a file of the format {chosen!r} is bytes, not characters; give the file itself")
    return _draft(File(path, text, ()), chosen, hashlib.sha256(body).hexdigest(), language, date)


def _format(path: str, format: str | None) -> str | None:
    """The reader's name for what a caller asked for.

    Raises:
        DraftError: nobody reads that format.
    """
    if format is None:
        return None
    name = format.lower().lstrip(".")
    refuse_unread(path, name)
    if name not in _NAMES:
        raise DraftError(f"{path}: there is no format {format!r}; use one of {', '.join(READERS)}")
    if _NAMES[name] not in READERS:
        raise no_reader(path, _NAMES[name])
    return _NAMES[name]


def _draft(file: File, chosen: str, sha256: str, language: str | None, date: Date | None) -> Draft:
    try:
        content = READERS[chosen](file)
        refuse_long(len(content.text))
    except DraftError as error:
        raise DraftError(f"{shown(file.path)}: {error}") from None
    if not content.text.strip():
        raise DraftError(f"{shown(file.path)}: there are no words in it to check; give a file with text in it")
    links = content.links
    if file.address and not any(link.url == file.address and "canonical" in link.context for link in links):
        links = (DraftLink(file.address, "", Span(0, 0), How.LINK, context=("head", "canonical")), *links)
    draft = Draft(
        path=file.path,
        format=chosen,
        text=content.text,
        sha256=sha256,
        title=content.title,
        language=language or content.language or _identify(content),
        date=date or content.date,
        places=content.places,
        notes=file.notes + content.notes,
    )
    return replace(
        draft,
        blocks=tuple(_placed_block(draft, block) for block in content.blocks),
        links=tuple(_placed_link(draft, link) for link in links),
    )


def _placed_block(draft: Draft, block: Block) -> Block:
    return replace(block, pieces=tuple(place(draft, piece) for piece in block.pieces))


def _placed_link(draft: Draft, link: DraftLink) -> DraftLink:
    return replace(link, span=place(draft, link.span))


def _identify(content: Content) -> str | None:
    """The language of the draft's prose."""
    from provenance.language.identify import identify

    prose: list[Span] = [piece for block in content.blocks if block.kind in _PROSE for piece in block.pieces]
    sample = " ".join(piece.of(content.text) for piece in prose[:200])[:20_000]
    return identify(sample or content.text[:20_000]).language


_PROSE = frozenset(("paragraph", "blockquote", "list_item", "caption"))
