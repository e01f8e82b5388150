"""Writes the gold drafts as Word, OpenDocument, PDF and mail, from what their own readers made of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from xml.sax.saxutils import escape, quoteattr

from office_files import docx, odt, paragraph, run

from provenance.claims.roles import Blocks
from provenance.model import BlockKind, Draft, DraftLink, How


@dataclass(frozen=True)
class Piece:
    """Words with the address that they lead to, or the label of the footnote that they are the mark of."""

    words: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph, heading, list item or cell."""

    kind: BlockKind
    level: int
    label: str
    pieces: tuple[Piece, ...]
    row: int = 0


def converted(draft: Draft, format: str) -> tuple[bytes, frozenset[str]]:
    """A draft in another format, and the addresses that are in it."""
    lines = list(_lines(draft))
    urls = {piece.url for line in lines for piece in line.pieces if piece.url}
    words = "\n".join(piece.words for line in lines for piece in line.pieces)
    urls |= {link.url for link in draft.links if link.how is How.BARE and link.url in words}
    urls |= {link.url for link in draft.links if link.how is How.BARE and link.url.removeprefix("https://") in words}
    return {"docx": _docx, "odt": _odt, "pdf": _pdf, "eml": _eml}[format](lines), frozenset(urls)


def _lines(draft: Draft) -> Iterator[Line]:
    blocks = Blocks(draft)
    links = sorted((link for link in draft.links if link.text and link.how in (How.LINK, How.FOOTNOTE)), key=lambda link: link.span.start)
    for index, block in enumerate(blocks.blocks):
        start = block.span.start
        end = blocks.blocks[index + 1].span.start if index + 1 < len(blocks.blocks) else len(draft.text)
        inside = [link for link in links if start <= link.span.start and link.span.end <= end]
        context = {name for link in inside for name in link.context}
        if context & {"nav", "header", "footer", "comments", "share", "related", "aside", "breadcrumb"}:
            continue  # a page's, and in no other format
        end = max([start + len(draft.text[start:end].rstrip()), *(link.span.end for link in inside)])
        yield Line(block.kind, block.level, block.label, tuple(_pieces(draft, start, end, inside)), block.span.line or 0)


def _pieces(draft: Draft, start: int, end: int, links: list[DraftLink]) -> Iterator[Piece]:
    at = start
    for link in links:
        if link.span.start < at:
            continue
        if before := draft.text[at : link.span.start]:
            yield Piece(" ".join(before.split("\n")))
        yield Piece(link.text, "", link.label) if link.how is How.FOOTNOTE else Piece(link.text, link.url)
        at = link.span.end
    if rest := draft.text[at:end]:
        yield Piece(" ".join(rest.split("\n")))


def _rows(lines: list[Line], cell: str, row: str, whole: str, made: dict[int, str]) -> Iterator[str]:
    """The lines' markup, cells put together to rows of a table by the line of the file that they stood in."""
    at = 0
    while at < len(lines):
        if lines[at].kind is not BlockKind.TABLE:
            yield made[at]
            at += 1
            continue
        table: dict[int, list[str]] = {}
        while at < len(lines) and lines[at].kind is BlockKind.TABLE:
            table.setdefault(lines[at].row, []).append(cell.format(made[at]))
            at += 1
        yield whole.format("".join(row.format("".join(cells)) for cells in table.values()))


def _docx(lines: list[Line]) -> bytes:
    rels: dict[str, str] = {}
    numbers = {line.label: number for number, line in enumerate((one for one in lines if one.kind is BlockKind.FOOTNOTE), 1)}
    notes = {numbers[line.label]: line for line in lines if line.kind is BlockKind.FOOTNOTE}

    def told(piece: Piece) -> str:
        if piece.note:
            return f'<w:r><w:footnoteReference w:id="{numbers[piece.note]}"/></w:r>'
        if not piece.url:
            return run(piece.words)
        key = f"rId{len(rels) + 1}"
        rels[key] = piece.url
        return f'<w:hyperlink r:id="{key}">{run(piece.words)}</w:hyperlink>'

    def para(line: Line) -> str:
        style = {BlockKind.HEADING: "Title" if line.level == 1 else "berschrift2"}.get(line.kind, "")
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>' if line.kind is BlockKind.LIST_ITEM else ""
        return paragraph(*(told(piece) for piece in line.pieces), style=style, properties=listed)

    body = [line for line in lines if line.kind is not BlockKind.FOOTNOTE]
    made = {index: para(line) for index, line in enumerate(body)}
    parts = list(_rows(body, "<w:tc>{}</w:tc>", "<w:tr>{}</w:tr>", "<w:tbl>{}</w:tbl>", made))
    return docx(parts, footnotes={number: para(line) for number, line in notes.items()}, links=rels)


def _odt(lines: list[Line]) -> bytes:
    notes = {line.label: line for line in lines if line.kind is BlockKind.FOOTNOTE}

    def told(piece: Piece) -> str:
        if piece.note and piece.note in notes:
            body = "".join(told(inner) for inner in notes[piece.note].pieces)
            return (
                f'<text:note text:note-class="footnote"><text:note-citation>{piece.note}</text:note-citation>'
                f"<text:note-body><text:p>{body}</text:p></text:note-body></text:note>"
            )
        words = escape(piece.words)
        return f'<text:a xlink:type="simple" xlink:href={quoteattr(piece.url)}>{words}</text:a>' if piece.url else words

    def para(line: Line) -> str:
        body = "".join(told(piece) for piece in line.pieces)
        if line.kind is BlockKind.HEADING:
            return f'<text:h text:outline-level="{max(1, line.level)}">{body}</text:h>'
        if line.kind is BlockKind.LIST_ITEM:
            return f"<text:list><text:list-item><text:p>{body}</text:p></text:list-item></text:list>"
        return f"<text:p>{body}</text:p>"

    body = [line for line in lines if line.kind is not BlockKind.FOOTNOTE]
    made = {index: para(line) for index, line in enumerate(body)}
    cell = "<table:table-cell>{}</table:table-cell>"
    return odt(list(_rows(body, cell, "<table:table-row>{}</table:table-row>", "<table:table>{}</table:table>", made)))


def _pdf(lines: list[Line]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()

    def told(piece: Piece) -> str:
        words = escape(piece.words)
        if piece.note:
            return f"[{piece.note}]"
        return f'<link href={quoteattr(piece.url)} color="blue">{words}</link>' if piece.url else words

    story: list[Flowable] = []
    for line in sorted(lines, key=lambda line: line.kind is BlockKind.FOOTNOTE):
        begin = (
            f"[{line.label}] " if line.kind is BlockKind.FOOTNOTE else "• " if line.kind is BlockKind.LIST_ITEM and not line.label else ""
        )
        style = styles["Heading1" if line.level == 1 else "Heading2"] if line.kind is BlockKind.HEADING else styles["BodyText"]
        story += [Paragraph(begin + "".join(told(piece) for piece in line.pieces), style), Spacer(1, 6)]
    out = io.BytesIO()
    SimpleDocTemplate(out, invariant=1).build(story)
    return out.getvalue()


def _eml(lines: list[Line]) -> bytes:
    def told(piece: Piece) -> str:
        words = escape(piece.words)
        return f"<a href={quoteattr(piece.url)}>{words}</a>" if piece.url else words

    made = []
    for line in lines:
        body = "".join(told(piece) for piece in line.pieces)
        begin = f"[{line.label}] " if line.kind is BlockKind.FOOTNOTE else ""
        tag = {BlockKind.HEADING: f"h{min(6, max(1, line.level))}", BlockKind.LIST_ITEM: "li"}.get(line.kind, "p")
        made.append(f"<{tag}>{begin}{body}</{tag}>")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@paper.example", "check@paper.example", "A draft to check"
    message["Date"] = "Mon, 07 Oct 2024 10:00:00 +0000"
    message.set_content(f"<html><body>{''.join(made)}</body></html>", subtype="html")
    return message.as_bytes()
