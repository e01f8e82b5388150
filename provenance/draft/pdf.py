"""PDF: paragraphs in reading order, each character with its page and its line on that page.

The text is what a reader sees, put together anew: no line breaks in a paragraph, divided words whole, ligatures as letters, raised
figures as raised figures (``10⁶``). Running heads and page numbers stay in it as furniture, behind the paragraph that they cut in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Date

from provenance.draft import lines as look
from provenance.draft.file import File
from provenance.draft.finish import Note, finish
from provenance.draft.parts import Content
from provenance.errors import DraftError
from provenance.formats.outcomes import Crashed, Refused, TooLong, TooMuchMemory, Unread
from provenance.formats.pdf import Pdf, PdfBlock, read_pdf
from provenance.model import Block, BlockKind, DraftLink, How, Place, Span

MEMORY = 384 * 1024**2
"""Bytes of address space for the process that reads a file: with its caller's share it stays under 512 MiB."""
SECONDS = 12.0
"""Seconds for it, so that with what comes after no file takes 15."""

_SAMPLE = 20_000
_FIRST_BLOCKS = 12  # in which a date line may stand
_LONGEST_DATE_LINE = 80
_LONGEST_TITLE = 300
_NO_TITLE = re.compile(
    r"(?i)(?:microsoft (?:word|powerpoint)|untitled|document ?\d{0,3}$|.*\.(?:docx?|odt|rtf|pdf|html?|indd|qxp|tex|txt|md)$|\w+://|about:)"
)
_BROWSER = re.compile(r"(?i)mozilla|chrom(?:e|ium)|firefox|safari|edge")
_MADE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
_ALONE = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹\d,;–*∗†‡§\[\]()-]{1,12}")


def read(file: File) -> Content:
    """Read a PDF.

    Raises:
        DraftError: it has no text layer, is encrypted, damaged, no PDF at all, or too large for the bounds.
    """
    try:
        pdf = read_pdf(file.body, seconds=SECONDS, memory=MEMORY)
    except Crashed as error:  # PDFium gives up the ghost where it gets no memory
        full = f"it is damaged, or takes more than the {MEMORY // 2**20} MiB of memory that are allowed"
        raise DraftError(f"a PDF that {error}: {full}; {_advice(error)}") from None
    except Unread as error:
        raise DraftError(f"a PDF that {error}; {_advice(error)}") from None
    return content(pdf)


def content(pdf: Pdf) -> Content:
    """The content of a PDF that has been read."""
    blocks: list[Block] = []
    links: list[DraftLink] = []
    signs: list[DraftLink] = []
    notes: list[Note] = []
    silent: list[Span] = []
    places: list[Place] = []
    parts: list[str] = []
    at = 0
    for block in pdf.blocks:
        if at:
            parts.append("\n\n")
            at += 2
        parts.append(block.text)
        places.extend(Place(at + line.offset, line.line, line.column, line.page) for line in block.lines)
        kind = BlockKind(block.kind)
        if kind is BlockKind.PARAGRAPH and _is_furniture(block):
            kind = BlockKind.FURNITURE
        blocks.append(Block(kind, (Span(at, at + len(block.text)),), block.level, block.key))
        if kind is BlockKind.FOOTNOTE:
            notes.append(Note(at, at + len(block.text), block.key))
            silent.append(Span(at, at + block.skip))
        _references(block, at, kind, links, signs, silent)
        at += len(block.text)
    text = "".join(parts)
    finished, found = finish(text, blocks, links, notes, signs, silent)
    if own := _own_address(text, finished, found):
        found.insert(0, DraftLink(own, "", Span(0, 0), How.LINK, context=("head", "canonical")))
    from provenance.language.identify import identify

    # programs write the language of their own settings there, whatever the text's is: it only counts where the text leaves it open
    language = identify(text[:_SAMPLE], default=pdf.language[:2].lower() or None).language
    date, about_date = _date(pdf, language)
    return Content(text, tuple(finished), tuple(found), _distinct(places), _title(pdf), language, date, (*pdf.notes, *about_date))


def _advice(error: Unread) -> str:
    words = str(error)
    if "text layer" in words or "letters its fonts draw" in words:
        return "put one in by OCR (e.g. 'ocrmypdf in.pdf out.pdf') and give that file"
    if "encrypted" in words:
        return "open it, save a copy without the password, and give that file"
    if ("pages" in words and "more than" in words) or isinstance(error, TooLong) or "characters of text" in words:
        return "split it and give the parts"
    if isinstance(error, (TooMuchMemory, Crashed)) or "damaged" in words:
        return "print it to a new PDF, or save its text (.txt), and give that file"
    if isinstance(error, Refused) and "no PDF" in words:
        return "name it after what it is, or give its format"
    return "give the draft as a text document"


def _is_furniture(block: PdfBlock) -> bool:
    """Whether a paragraph of one line is a byline, a date, a drawn line, a lone page number."""
    return len(block.lines) == 1 and look.is_furniture(block.text)


def _references(block: PdfBlock, at: int, kind: BlockKind, links: list[DraftLink], signs: list[DraftLink], silent: list[Span]) -> None:
    """A block's links, and its marks that lead to notes."""
    context = ("furniture",) if kind is BlockKind.FURNITURE else ("table",) if kind is BlockKind.TABLE else ()
    raised = {(mark.start, mark.end) for mark in block.marks}
    linked: set[tuple[int, int]] = set()
    for link in block.links:
        words = block.text[link.start : link.end]
        span = Span(at + link.start, at + link.end)
        url = link.url if "://" in link.url else f"https://{link.url}"
        if _RAISED.fullmatch(words) and any(start < link.end and link.start < end for start, end in raised):
            linked.update((start, end) for start, end in raised if start < link.end and link.start < end)
            links.append(DraftLink(url, words, span, How.FOOTNOTE, words.strip("[]()"), context))
        elif _ALONE.fullmatch(words):
            links.append(DraftLink(url, "", span, How.BARE, context=context))
        else:
            links.append(DraftLink(url, words, span, How.LINK, context=context))
    for mark in block.marks:
        span = Span(at + mark.start, at + mark.end)
        if (mark.start, mark.end) in linked:
            continue
        if not mark.keys:  # a mark of a note that stands nowhere: no words either
            silent.append(span)
        signs.extend(DraftLink("", block.text[mark.start : mark.end], span, How.FOOTNOTE, key) for key in mark.keys)


def _own_address(text: str, blocks: Sequence[Block], links: Sequence[DraftLink]) -> str:
    """The address that a browser printed at the page's edge: that of the text itself."""
    for block in blocks:
        if block.kind is BlockKind.FURNITURE and look.is_print_line(words := block.span.of(text)):
            for link in links:
                if block.span.contains(link.span) and words.startswith(text[link.span.start : link.span.end]):
                    return link.url
    return ""


def _title(pdf: Pdf) -> str | None:
    """The title: the file's own word where the first page bears it out, else the largest heading there, else the file's own word."""
    first = [block for block in pdf.blocks if block.lines[0].page == 1]
    own = pdf.title if pdf.title and not _NO_TITLE.match(pdf.title) and len(pdf.title) <= _LONGEST_TITLE else ""
    shown = _plain(" ".join(block.text for block in first if block.kind != "furniture"))
    if own and len(own.split()) > 1 and _plain(own) in shown:
        return own
    heads = [block for block in first if block.kind == "heading"]
    if heads:
        return max(heads, key=lambda block: (block.size, -heads.index(block))).text
    return own or None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _date(pdf: Pdf, language: str | None) -> tuple[Date | None, tuple[str, ...]]:
    """The day that the text bears: a line of its first page that is a date; else the day on which the file was made.

    A browser's print is made on any day, so that its making tells nothing.
    """
    from provenance.language.dates import DateKind, dates

    for block in pdf.blocks[:_FIRST_BLOCKS]:
        words = block.text
        if block.lines[0].page != 1 or len(words) > _LONGEST_DATE_LINE or look.is_print_line(words) or block.kind == "furniture":
            continue
        days = [mention for mention in dates(words, language) if mention.kind is DateKind.DAY and mention.year and not mention.swapped]
        rest = sum(char.isalpha() for char in words) - sum(char.isalpha() for mention in days for char in mention.text)
        if len(days) == 1 and days[0].start and (look.is_stamp(words) or rest <= 40) and not look.ended(words):
            return days[0].start, ()
    made = _MADE.match(pdf.created)
    browser = _BROWSER.search(pdf.creator) or ("Skia/PDF" in pdf.producer and "Google" not in pdf.producer)
    if made is None or browser:
        return None, ()
    try:
        day = Date(int(made[1]), int(made[2]), int(made[3]))
    except ValueError:
        return None, ()
    return day, (f"dates such as 'Friday' count from {day}, the day on which the PDF was made: give --date if another day is meant",)


def _distinct(places: Sequence[Place]) -> tuple[Place, ...]:
    """Places in order, one for each offset."""
    kept: dict[int, Place] = {}
    for place in places:
        kept.setdefault(place.offset, place)
    return tuple(sorted(kept.values(), key=lambda place: place.offset))
