"""Mail (.eml) and pages saved as one file (.mht, .mhtml).

A draft that comes by mail is the writer's own words, or what was forwarded. What the writer quotes in order to answer it, the
signature and the mail program's own lines are kept in the text as furniture: they can be seen, and are nobody's claim here. Lines
count in the text as a mail program shows it, not in the file, where it may be encoded.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from datetime import date as Date
from typing import Any

from provenance.draft import html, markdown, plain
from provenance.draft.encoding import decode
from provenance.draft.file import File
from provenance.draft.mailhtml import read_html
from provenance.draft.mailtext import Voice, about_quoted, bare_subject, passages
from provenance.draft.parts import Content, refuse_long
from provenance.draft.places import LINE_END, Weave
from provenance.errors import DraftError
from provenance.formats.confined import confined
from provenance.formats.outcomes import TooLong, Unread
from provenance.model import Block, BlockKind, DraftLink, Span

MEMORY = 384 * 1024**2
"""Bytes of address space for the process that takes a file apart: with its caller's share it stays under 512 MiB."""
SECONDS = 10.0
MAX_PARTS = 2_000
SHORT = 300
"""Characters of own words below which an answer only points to the mail that it quotes: then that mail is the draft."""
_CONTEXT = {Voice.QUOTED: "reply", Voice.ABOUT: "reply", Voice.SIGNATURE: "signature"}


@dataclass(slots=True)
class _Sheet:
    """Puts the contents of several parts one below the other."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    links: list[DraftLink] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, content: Content, aside: str = "") -> None:
        """Append a part; ``aside`` is the context of one that is no part of the draft."""
        if not content.text.strip():
            return
        if self.length:
            self.text.append("\n\n")
            self.length += 2
        by = self.length
        self.text.append(content.text)
        self.length += len(content.text)
        for block in content.blocks:
            moved = replace(block, pieces=tuple(_moved(piece, by) for piece in block.pieces))
            self.blocks.append(replace(moved, kind=BlockKind.FURNITURE, level=0, label="") if aside else moved)
        for link in content.links:
            context = (aside, *link.context) if aside else link.context
            self.links.append(replace(link, span=_moved(link.span, by), context=context))
        self.notes.extend(note for note in content.notes if note not in self.notes)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def read(file: File) -> Content:
    """Read a mail.

    Raises:
        DraftError: it is none, is encrypted, holds no text, or is beyond the bounds.
    """
    found = _taken_apart("provenance.formats.mail:texts", file.body, "a mail")
    sheet = _Sheet()
    chief: tuple[int, str | None, str | None, str | None] = (-1, None, None, None)
    for mail in found["mails"]:
        subject, passed_on = bare_subject(mail["subject"])
        before = sheet.length
        if mail["depth"] and subject:
            sheet.add(Content(subject, (Block(BlockKind.HEADING, (Span(0, len(subject)),), 2),)))
        for text in mail["texts"]:
            _add_text(sheet, file, text, passed_on)
        # the mail with most to say is the draft: its date is what "Friday" counts from
        if sheet.length - before > chief[0]:
            chief = (sheet.length - before, subject or None, mail["date"], mail["language"])
    left = list(found["left"])
    if found["encrypted"] and not sheet.length:
        raise DraftError("an encrypted mail; decrypt it in your mail program, save it anew, and give that file")
    if not sheet.length:
        what = f", only {', '.join(left[:5])}" if left else ""
        raise DraftError(f"a mail without a text{what}; save what is attached and give that file")
    notes = [*sheet.notes, "lines count in the mail's text, without its headers"]
    if left:
        notes.append(f"not read, since it is attached: {', '.join(left)}; save it and give it as a draft of its own")
    if found["parts"] > MAX_PARTS:
        notes.append(f"only the first {MAX_PARTS:,} parts of the mail are read")
    _, title, date, language = chief
    weave = Weave("".join(sheet.text))
    weave.take(0, sheet.length)
    shown, places = weave.finish()
    code = language[:2].lower() if language and language[:2].isalpha() and language[:2].isascii() else None
    return Content(
        shown,
        tuple(sheet.blocks),
        tuple(sheet.links),
        places,
        title,
        code,
        Date.fromisoformat(date) if date else None,
        tuple(notes),
    )


def read_archive(file: File) -> Content:
    """Read a page saved as one file (MHTML).

    Raises:
        DraftError: there is no page in it, or it is beyond the bounds.
    """
    found = _taken_apart("provenance.formats.mail:page", file.body, "a web archive (MHTML)")
    text, notes = _decoded(file, found["text"])
    content = html.read(File(file.path, text, (), found["url"] or file.address))
    return replace(content, notes=(*content.notes, *notes, "lines count in the page inside of the archive"))


def _add_text(sheet: _Sheet, file: File, text: dict[str, Any], passed_on: bool) -> None:
    try:
        words, notes = _decoded(file, text)
    except DraftError:
        return  # a part without words is no reason to leave the others unread
    words = LINE_END.sub("\n", words)
    sheet.notes.extend(note for note in notes if note not in sheet.notes)
    if text["kind"] == "html":
        sheet.add(replace(read_html(File(file.path, words), passed_on=passed_on, short=SHORT), places=()))
    elif text["kind"] == "markdown":
        sheet.add(replace(markdown.read(File(file.path, words)), places=()))
    else:
        _add_plain(sheet, file, words, passed_on)


def _add_plain(sheet: _Sheet, file: File, words: str, passed_on: bool) -> None:
    refuse_long(len(words.strip()))
    found = passages(words, passed_on=passed_on)
    own = sum(len(passage.text.strip()) for passage in found if passage.voice is Voice.OWN)
    quoted = sum(len(passage.text.strip()) for passage in found if passage.voice is Voice.QUOTED)
    kept = own < SHORT and quoted > own
    if quoted:
        sheet.notes.append(about_quoted(quoted, kept))
    for passage in found:
        if not passage.text.strip():
            continue
        aside = "" if passage.voice is Voice.OWN or (kept and passage.voice is Voice.QUOTED) else _CONTEXT[passage.voice]
        content = plain.read(File(file.path, passage.text.strip("\n")))
        if kept and passage.voice is Voice.QUOTED:
            content = replace(content, blocks=tuple(_as_quotation(block) for block in content.blocks))
        sheet.add(replace(content, places=()), aside)


def _as_quotation(block: Block) -> Block:
    return replace(block, kind=BlockKind.BLOCKQUOTE, level=1) if block.kind is BlockKind.PARAGRAPH else block


def _decoded(file: File, text: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    words, notes = decode(file.path, base64.b64decode(text["body"]), text["charset"])
    # that it is read as it declares is nothing that anybody has to know of a mail
    return words, tuple(note for note in notes if "as it declares" not in note)


def _taken_apart(function: str, body: bytes, kind: str) -> dict[str, Any]:
    try:
        found = confined(function, body, seconds=SECONDS, memory=MEMORY)
    except Unread as error:
        advice = "save the text alone" if isinstance(error, TooLong) else "save its text as plain text (.txt) and give that file"
        raise DraftError(f"{kind} that {error}; {advice}") from None
    assert isinstance(found, dict)
    return found
