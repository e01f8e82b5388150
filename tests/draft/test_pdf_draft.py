"""PDF drafts: exact spans with page and line, notes and links as references, one clear line for what cannot be read.

The files in ``pdfs/`` were printed by Chromium from pages written for these tests; the others are made here.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from guards import no_hang
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import Book, column, drawn, page_of, scan, shown

from provenance.draft import place, read, read_bytes
from provenance.draft.pdf import content
from provenance.errors import DraftError
from provenance.formats.pdf import Pdf, PdfBlock, PdfLine, PdfLink, PdfMark
from provenance.formats.pdf_reading import read as laid_out
from provenance.model import BlockKind, Draft, How, Span

PDFS = Path(__file__).parent / "pdfs"
URL = "https://port.norhaven.example/notices/44"


@pytest.fixture(scope="module")
def columns() -> Draft:
    return read(PDFS / "columns.pdf")


@pytest.fixture(scope="module")
def printed() -> Draft:
    return read(PDFS / "print.pdf")


def words_of(draft: Draft, kind: BlockKind) -> list[str]:
    return [" ".join(piece.of(draft.text) for piece in block.pieces) for block in draft.blocks if block.kind is kind]


def test_two_columns_hyphenated_with_heads_and_notes(columns: Draft) -> None:
    assert columns.format == "pdf"
    assert columns.title == "Quay will open a year late, port office says"
    assert columns.language == "en"
    assert columns.date is None  # a browser prints on any day
    assert words_of(columns, BlockKind.HEADING) == [columns.title, "Fishermen fear for the season"]
    paragraphs = words_of(columns, BlockKind.PARAGRAPH)
    assert [words.split()[0] for words in paragraphs] == ["The", "“We", "The", "The", "In", "Whether"]
    assert "well-known contractor" in paragraphs[1]
    assert "10⁶ cubic metres" in paragraphs[2]
    assert paragraphs[5].endswith("as its minutes show.")
    for words in paragraphs:
        assert words.endswith(".")
        assert "- " not in words
        assert "Gazette Local" not in words
    assert words_of(columns, BlockKind.FURNITURE) == ["The Norhaven Gazette Local news", "1", "The Norhaven Gazette Local news", "2"]


def test_a_link_that_goes_over_lines_is_bound_to_its_words(columns: Draft) -> None:
    links = [link for link in columns.links if link.how is How.LINK]
    assert [(link.url, link.text) for link in links] == [
        (URL, "a notice that was published on its own pages"),
        ("https://radio.norhaven.example/berg", "Radio Norhaven"),
    ]
    for link in links:
        assert link.span.of(columns.text) == link.text
        assert link.span.page == 1


def test_a_mark_leads_to_the_address_in_its_note(columns: Draft) -> None:
    marks = [(link.span.of(columns.text), link.url, link.label) for link in columns.links if link.how is How.FOOTNOTE]
    assert marks == [
        ("¹", "https://port.norhaven.example/notices/44/soft-ground", "1"),
        ("²", "https://council.norhaven.example/minutes/2023-12-12.html", "2"),
    ]
    assert [block.label for block in columns.blocks if block.kind is BlockKind.FOOTNOTE] == ["1", "2"]
    # neither marks nor addresses are read aloud
    assert not any("¹" in piece.of(columns.text) or "://" in piece.of(columns.text) for block in columns.blocks for piece in block.pieces)


def test_places_are_pages_and_lines(columns: Draft) -> None:
    note = columns.text.index("² Council")
    spot = next(link.span for link in columns.links if link.url.endswith("12-12.html") and link.span.start > note)
    assert spot.page == 2
    title = columns.blocks[1].span
    assert (title.page, title.line, title.column) == (1, 2, 1)
    pages = [place(columns, block.span).page for block in columns.blocks if block.kind is BlockKind.PARAGRAPH]
    assert pages == sorted(pages, key=lambda page: page or 0)


def test_three_columns_in_russian() -> None:
    draft = read(PDFS / "three.pdf")
    assert (draft.title, draft.language) == ("Паром через залив снова ходит по расписанию", "ru")
    paragraphs = words_of(draft, BlockKind.PARAGRAPH)
    assert [words.split()[0] for words in paragraphs] == ["Паром", "«Мы", "Администрация", "The", "По", "Профсоюз"]
    assert all(words.endswith(".") for words in paragraphs)
    assert [link.text for link in draft.links] == ["островной газеты", "в сообщении на сайте компании"]


def test_a_browsers_print_with_its_head_and_foot(printed: Draft) -> None:
    assert printed.title == "Library hours to be cut from March"
    assert printed.date == date(2026, 1, 14)  # the date line, not the day of printing
    own = printed.links[0]
    assert (own.url, own.context) == ("http://gazette.example/print.html", ("head", "canonical"))
    assert words_of(printed, BlockKind.TABLE)[0] == "Monday\tclosed\t0"
    furniture = words_of(printed, BlockKind.FURNITURE)
    assert {"By Mira Holt", "14 January 2026"} < {*furniture}
    bare = [link for link in printed.links if link.how is How.BARE and "petition" in link.url]
    assert [link.url for link in bare] == [
        "https://petition.example/norhaven/keep-our-library-open-on-mondays-and-do-not-cut-the-hours-again"
    ]


def test_claims_of_a_pdf_bear_its_references(columns: Draft) -> None:
    from provenance.claims import find_claims

    claims = {claim.text: claim for claim in find_claims(columns)}
    opening = next(claim for words, claim in claims.items() if "quay would not open before the spring of 2027" in words)
    assert URL in [reference.url for claim in claims.values() for reference in claim.references]
    assert opening.span.page == 1
    interview = next(claim for words, claim in claims.items() if "underestimated the difficulties" in words)
    assert interview.attribution is not None
    assert interview.attribution.source == "Anna Berg"


_LETTERS = "abcdeéfghiïjklmnöopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщьюяїієґαβγδεζηθικλμνξοπρσςτυφχψωაბგდեզէըթ"
_word = st.text(alphabet=_LETTERS, min_size=1, max_size=11)
_paragraph = st.lists(_word, min_size=3, max_size=70)


@settings(max_examples=100, deadline=None)
@given(st.lists(_paragraph, min_size=1, max_size=7), st.sampled_from([1, 2]), st.booleans())
def test_every_span_gives_back_its_words_and_its_place(paragraphs: list[list[str]], columns: int, headed: bool) -> None:
    """Words in several scripts, set in one or two columns over several pages: complete, in order, each where it was put."""
    headed = headed and sum(len(word) for words in paragraphs for word in words) > 60  # otherwise the head is most of what there is
    paragraphs = [["Со" + words[0], *words[1:-1], words[-1] + "."] for words in paragraphs]
    book = Book()
    put: list[tuple[str, int, str]] = []  # word, page, line as set
    left, wide = (40, 320) if columns == 1 else (30, 160)
    x, y, room = left, 0.0, 0
    for words in paragraphs:
        line: list[str] = []
        indent = 12.0

        def flush() -> None:
            nonlocal x, y, room, line, indent
            if not line:
                return
            if room == 0:
                if book.pages and columns == 2 and x == left:
                    x = left + 180
                else:
                    book.page()
                    x = left
                    if headed:
                        book.put(left, 285, "Norhaven Gazette", 7)
                        book.put(200, 10, str(len(book.pages)), 7)
                y, room = 255.0, 18
            book.put(x + indent, y, " ".join(line))
            put.extend((word, len(book.pages), " ".join(line)) for word in line)
            y, room, line, indent = y - 12, room - 1, [], 0.0

        for word in words:
            if line and 5 * len(" ".join([*line, word])) + indent > wide:
                flush()
            line.append(word)
        flush()
    values = laid_out(book.bytes())
    made = content(_pdf(values))
    draft = Draft("x.pdf", "pdf", made.text, "", places=made.places)
    pieces = [piece for block in made.blocks if block.kind is not BlockKind.FURNITURE for piece in block.pieces]
    found = [
        Span(piece.start + word.start(), piece.start + word.end()) for piece in pieces for word in re.finditer(r"\S+", piece.of(made.text))
    ]
    assert [span.of(made.text) for span in found] == [word for word, _, _ in put]
    for span, (word, page, line_words) in zip(found, put, strict=True):
        spot = place(draft, span)
        assert spot.page == page
        assert spot.column is not None
        assert line_words[spot.column - 1 :].startswith(word)


def _pdf(values: dict[str, object]) -> Pdf:
    """The values as the confined process would hand them over."""
    blocks = tuple(
        PdfBlock(
            **{key: block[key] for key in ("kind", "level", "label", "key", "skip", "size", "text")},
            lines=tuple(PdfLine(*line) for line in block["lines"]),
            links=tuple(PdfLink(*link) for link in block["links"]),
            marks=tuple(PdfMark(start, end, tuple(filter(None, keys.split("\n")))) for start, end, keys in block["marks"]),
        )
        for block in values["blocks"]  # type: ignore[attr-defined]
    )
    return Pdf(len(blocks), blocks, "", "", "", "", "", ())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (scan(2), "no text layer, only pictures of pages; put one in by OCR (e.g. 'ocrmypdf in.pdf out.pdf')"),
        (
            drawn(lambda canvas: canvas.drawString(72, 600, "Words"), encrypt="secret"),
            "encrypted with a password; open it, save a copy without",
        ),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"<!DOCTYPE html><html><body><p>It is a page.</p></body></html>", "an HTML page"),
        (b"\x89PNG\r\n\x1a\n0000", "a PNG image"),
    ],
    ids=["scan", "encrypted", "damaged", "html", "png"],
)
def test_one_clear_line_for_what_cannot_be_read(body: bytes, said: str) -> None:
    with no_hang(30), pytest.raises(DraftError) as caught:
        read_bytes(body, path="draft.pdf")
    words = str(caught.value)
    assert words.startswith("draft.pdf: ")
    assert said in words
    assert "\n" not in words


def test_a_pdf_by_any_other_name_is_read_as_one() -> None:
    draft = read_bytes(page_of(shown("The mayor said that the bridge was closed.")), path="draft.md")
    assert (draft.format, draft.text) == ("pdf", "The mayor said that the bridge was closed.")
    assert any("whatever its name says" in note for note in draft.notes)


def test_the_rest_of_a_partly_scanned_file_is_read() -> None:
    def draw(canvas):  # type: ignore[no-untyped-def]
        column(canvas, ["The mayor said on Monday that the bridge was closed."], 72, 600)
        canvas.showPage()
        canvas.rect(0, 0, 595, 842, fill=1)

    draft = read_bytes(drawn(draw), path="x.pdf")
    assert draft.text == "The mayor said on Monday that the bridge was closed."
    assert any(note.startswith("page 2: no text layer") for note in draft.notes)


def test_the_day_it_was_made_counts_where_no_line_dates_it() -> None:
    draft = read_bytes(
        drawn(lambda canvas: column(canvas, ["The mayor said on Monday that the bridge was closed."], 72, 600)), path="x.pdf"
    )
    assert draft.date == date(2000, 1, 1)  # as reportlab dates what is to be the same each time
    assert any("--date" in note for note in draft.notes)


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Microsoft Word - draft7.docx", "The bridge is closed"),
        ("The bridge is closed", "The bridge is closed"),
        ("Untitled", "The bridge is closed"),
        ("Monthly report of the works", "The bridge is closed"),
    ],
)
def test_the_title_is_what_the_first_page_bears_out(about: str, title: str) -> None:
    def draw(canvas):  # type: ignore[no-untyped-def]
        column(canvas, ["The bridge is closed"], 72, 700, 20)
        column(canvas, ["The mayor said on Monday that the bridge was closed and would stay so.", "Nobody knew why."], 72, 650)

    assert read_bytes(drawn(draw, title=about), path="x.pdf").title == title


def test_an_address_dropped_into_a_sentence_does_not_cut_it() -> None:
    def draw(canvas):  # type: ignore[no-untyped-def]
        column(
            canvas,
            ["The two towns will work together on the ferry, the agency reported,", "citing the agreement on the region’s"],
            72,
            130,
            11,
        )
        column(canvas, ["https://agency.example/news/741"], 72, 60, 11)
        canvas.showPage()
        column(canvas, ["legal portal, which was opened in May."], 72, 780, 11)
        column(canvas, ["The ferry has not run since the autumn, and nobody says when it will."], 72, 750, 11)

    draft = read_bytes(drawn(draw), path="x.pdf")
    assert "citing the agreement on the region’s legal portal, which was opened in May." in words_of(draft, BlockKind.PARAGRAPH)[0]
    assert [link.url for link in draft.links] == ["https://agency.example/news/741"]
