"""Sources that are no web pages: PDF, office files, Markdown, XML, feeds, JSON; and what tells one from the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from office_files import archive, docx, odt, paragraph
from pdfs import column, drawn, page_of, scan, shown

from provenance.config import Config
from provenance.errors import SourceError
from provenance.model import Label, Status, Unavailable
from provenance.pipeline import compare_one
from provenance.sources.addressing.fragments import fragment_link
from provenance.sources.extraction.extract import Unreadable, extract
from provenance.sources.extraction.extract_kind import Kind, kind_of
from provenance.sources.extraction.given import content_type
from provenance.sources.extraction.workers import Extractor

LOCK = "The river authority closed the lower lock on Tuesday after divers found a crack in the eastern gate."
BARGES = "Barges of more than 400 tonnes will be turned back at Holmwick until the gate has been welded."
FERRY = "A ferry will leave the northern quay every half hour until the lock has opened again."


def report(pages: int = 3) -> bytes:
    """A report with a running head, a page number and one sentence on each page, broken over lines."""
    sentences = [LOCK, BARGES, FERRY]

    def draw(canvas: object) -> None:
        for number in range(pages):
            words = sentences[number % 3].split()
            column(canvas, ["Holmwick Harbour Board: annual report"], 72, 800, 8)
            column(canvas, [" ".join(words[:8]), " ".join(words[8:])], 72, 600)
            column(canvas, [str(number + 1)], 300, 40, 8)
            canvas.showPage()  # type: ignore[attr-defined]

    return drawn(draw, title="Harbour report")


# ---- PDF -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["application/pdf", "text/html; charset=utf-8", "application/octet-stream", "text/plain", None])
def test_pdf_is_read_whatever_the_server_calls_it(declared: str | None) -> None:
    found = extract(report(), content_type=declared, url="https://harbour.example/report")
    assert found.text.split("\n\n") == [LOCK, BARGES, FERRY]
    assert found.title == "Harbour report"
    assert found.language == "en"
    assert not found.truncated


def test_every_offset_of_a_pdf_has_its_page() -> None:
    found = extract(report())
    assert [found.page_of(found.text.index(sentence)) for sentence in (LOCK, BARGES, FERRY)] == [1, 2, 3]
    assert found.page_of(len(found.text) - 1) == 3
    assert found.page_of(len(found.text)) is None
    assert fragment_link("https://harbour.example/report.pdf#x", BARGES, 2) == "https://harbour.example/report.pdf#page=2"


def test_running_heads_of_a_pdf_are_no_evidence() -> None:
    found = extract(report())
    assert "annual report" not in found.text
    marked = [span.of(found.full) for span in found.furniture]
    assert "Holmwick Harbour Board: annual report" in marked
    assert {"1", "2", "3"} <= set(marked)


def test_a_scan_is_empty_and_says_what_to_do() -> None:
    with pytest.raises(Unreadable) as caught:
        extract(scan(2), content_type="application/pdf")
    assert caught.value.status is Status.EMPTY
    assert "OCR" in caught.value.reason


def test_a_pdf_with_a_scanned_page_is_not_read_in_full() -> None:
    from pypdfium2 import PdfDocument

    whole = PdfDocument.new()
    for part in (page_of(shown(LOCK)), scan(1)):
        whole.import_pages(PdfDocument(part))
    import io

    out = io.BytesIO()
    whole.save(out)
    found = extract(out.getvalue())
    assert LOCK in found.text
    assert found.truncated
    assert any("no text layer" in note for note in found.notes)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"%PDF-1.7\n1 0 obj", Status.WRONG_TYPE),
        (page_of(shown(" ")), Status.EMPTY),
        (b"PK\x03\x04" + b"\0" * 200, Status.WRONG_TYPE),
        (archive({"readme.txt": "words"}), Status.WRONG_TYPE),
        (archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), Status.UNSUPPORTED),
        (archive({"mimetype": "application/epub+zip", "x.html": "<p>x</p>"}), Status.UNSUPPORTED),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), Status.UNSUPPORTED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, Status.UNSUPPORTED),
        (b"{\\rtf1 words}", Status.UNSUPPORTED),
        (b"ID3\x03\0\0\0", Status.WRONG_TYPE),
        (b"\0\0\0\x18ftypmp42", Status.WRONG_TYPE),
        (b"RIFF\x24\0\0\0WAVEfmt ", Status.WRONG_TYPE),
    ],
)
def test_what_is_not_read_has_its_own_status(body: bytes, status: Status) -> None:
    with pytest.raises(Unreadable) as caught:
        extract(body, content_type="text/html")
    assert caught.value.status is status


def test_an_encrypted_pdf_is_unsupported() -> None:
    body = drawn(lambda canvas: canvas.drawString(72, 600, LOCK), encrypt="secret")
    with pytest.raises(Unreadable) as caught:
        extract(body)
    assert caught.value.status is Status.UNSUPPORTED
    assert "password" in caught.value.reason


@pytest.mark.parametrize(
    ("declared", "url"),
    [("application/pdf", "https://a.example/1"), ("text/html", "https://a.example/report.PDF?x=1"), ("application/msword", None)],
)
def test_a_web_page_in_a_document_s_place_is_not_that_document(declared: str, url: str | None) -> None:
    body = f"<!doctype html><html><body><p>{LOCK}</p></body></html>".encode()
    found = extract(body, content_type=declared, url=url)
    assert LOCK in found.full
    assert found.truncated
    assert any("in place of the document" in note for note in found.notes)
    assert not extract(body, content_type="text/html", url="https://a.example/report").truncated


def test_workers_read_pdf_with_its_pages() -> None:
    with Extractor(workers=1) as extractor:
        found = extractor.extract(report(), "text/html", "https://harbour.example/report")
        broken = extractor.extract(scan(1), "application/pdf", "https://harbour.example/scan")
    assert found == extract(report(), content_type="text/html", url="https://harbour.example/report")
    assert isinstance(broken, Unavailable)
    assert broken.status is Status.EMPTY


# ---- office files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [docx([paragraph(LOCK), paragraph(BARGES)]), odt([f"<text:p>{LOCK}</text:p>", f"<text:p>{BARGES}</text:p>"])],
    ids=["docx", "odt"],
)
def test_office_files_give_their_paragraphs(body: bytes) -> None:
    for declared in ("application/zip", "text/html", None):
        found = extract(body, content_type=declared)
        assert found.text == f"{LOCK}\n\n{BARGES}"
        assert found.language == "en"


# ---- Markdown, XML, feeds, JSON ------------------------------------------------------------------------------------


def test_markdown_is_read_as_its_reader_sees_it() -> None:
    body = '# Lock closed\n\nThe **river authority** closed the [lower lock](https://a.example/l "map") on Tuesday.[^1]\n\n| Gate | State |\n|---|---|\n| eastern | cracked |\n\n[^1]: Divers found it.\n'
    found = extract(body.encode(), content_type="text/markdown")
    assert "The river authority closed the lower lock on Tuesday." in found.text
    assert "eastern\tcracked" in found.text
    assert "Divers found it." in found.text
    assert found.title == "Lock closed"
    assert [link.url for link in found.links] == ["https://a.example/l"]
    assert extract(body.encode(), content_type="text/plain", url="https://a.example/notes/lock.md").text == found.text
    assert "](https" in extract(body.encode(), content_type="text/plain", url="https://a.example/notes/lock").text


def test_a_paragraph_of_xml_stays_one() -> None:
    body = f"<?xml version='1.0'?><article xml:lang='en'><front><article-title>Locks</article-title></front><body><sec><p>The <italic>lower</italic> lock, built in <b>1931</b>, is closed.</p><p>{BARGES}</p></sec></body></article>"
    found = extract(body.encode(), content_type="application/xml")
    assert found.text.split("\n\n") == ["Locks", "The lower lock, built in 1931, is closed.", BARGES]
    assert (found.title, found.language) == ("Locks", "en")


def test_a_feed_of_teasers_is_not_the_whole_text() -> None:
    teaser = f"<rss version='2.0'><channel><title>River news</title><item><title>Lock closed</title><description>{LOCK}</description></item></channel></rss>"
    whole = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>River news</title><entry><title>Lock closed</title><link href='https://a.example/1'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{LOCK}</p><p>{BARGES}</p></div></content></entry></feed>"
    for declared in ("application/rss+xml", "text/html", None):
        assert extract(teaser.encode(), content_type=declared).truncated
        found = extract(whole.encode(), content_type=declared)
        assert not found.truncated
        assert f"{LOCK}\n\n{BARGES}" in found.text
        assert [link.url for link in found.links] == ["https://a.example/1"]


def test_numbers_of_json_are_read_with_their_names() -> None:
    body = json.dumps({"title": "Traffic at the lock", "barges": {"2020": 1412, "open": False}, "unit": "vessels"}).encode()
    found = extract(body, content_type="application/json")
    assert found.text == "Traffic at the lock"
    assert found.rest.split("\n\n") == ["2020: 1412", "open: false", "unit: vessels"]


def test_structured_data_as_a_file_gives_its_article() -> None:
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Lock closed",
        "datePublished": "2024-03-05",
        "articleBody": f"<p>{LOCK}</p><p>{BARGES}</p>",
    }
    found = extract(json.dumps({"@graph": [article]}).encode(), content_type="application/ld+json")
    assert found.text == f"{LOCK}\n\n{BARGES}"
    assert (found.title, found.published) == ("Lock closed", "2024-03-05")


def test_a_page_of_scripts_alone_is_read_from_its_structured_data() -> None:
    body = " ".join([LOCK, BARGES, FERRY] * 2)
    data = json.dumps({"@type": "NewsArticle", "headline": "Lock closed", "articleBody": body})
    page = f"<!doctype html><html><head><script type='application/ld+json'>{data}</script></head><body><div id=app></div><noscript>Please enable JavaScript</noscript></body></html>"
    found = extract(page.encode(), content_type="text/html")
    assert found.text == body
    assert found.restricted is None
    assert found.truncated  # what else the scripts would show, nobody has read


def test_kinds_by_bytes_then_type_then_name() -> None:
    assert kind_of(b"words", None, "notes.md") is Kind.MARKDOWN
    assert kind_of(b"words", "text/plain", None) is Kind.TEXT
    assert kind_of(b'{"a": 1}', None, "https://a.example/data.json?x") is Kind.JSON
    assert kind_of(b"<html><p>x", "application/json", "x.json") is Kind.JSON
    assert kind_of(b"<feed xmlns='http://www.w3.org/2005/Atom'>", "text/html") is Kind.XML
    assert kind_of(b"junk before it\n%PDF-1.4", "text/html") is Kind.PDF


# ---- by hand -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("report.pdf", report()),
        ("report.docx", docx([paragraph(LOCK), paragraph(BARGES)])),
        ("report.odt", odt([f"<text:p>{LOCK}</text:p>", f"<text:p>{BARGES}</text:p>"])),
        ("report.md", f"*{LOCK}*\n\n{BARGES}".encode()),
        ("report.dat", f"{LOCK}\n\n{BARGES}".encode()),
    ],
)
def test_files_given_by_hand(tmp_path: Path, name: str, body: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    document, comparison = compare_one(f"“{BARGES}”", str(file), "", Config())
    assert document.source.content_type == content_type(file, body)
    assert comparison.label is Label.SUPPORTED
    assert comparison.evidence[0].text in BARGES


def test_a_file_given_by_hand_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(scan(1))
    with pytest.raises(SourceError, match=r"scan\.pdf: .*OCR"):
        compare_one("“x”", str(file), "", Config())
