"""Hostile and broken PDF files: each is one clear line or its text, within bounds of time and memory, and the caller lives on."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest
from guards import no_hang
from pdfs import deflated_zeros, drawn, page_of, raw, scan, shown, stream

from provenance.formats.outcomes import Crashed, Refused, TooLong, TooMuchMemory
from provenance.formats.pdf import read_pdf

WORDS = "The mayor said on Monday that the bridge was closed."
GOOD = page_of(shown(WORDS))
MEMORY = 384 * 1024**2
_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_EMPTY = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def text(body: bytes) -> str:
    with no_hang(30):
        return "\n".join(block.text for block in read_pdf(body, memory=MEMORY).blocks)


def empty_pages(count: int) -> bytes:
    return raw([_CATALOG, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count), _EMPTY])


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"<html><body><p>It is a page.</p></body></html>", "no PDF"),
        (lambda: b"%PDF-1.7\n", "damaged"),
        (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 2000, "damaged"),
        (lambda: GOOD[: len(GOOD) // 2], "damaged"),
        (lambda: raw([_CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 3 >>"]), "damaged"),
        (lambda: raw([_CATALOG, b"<< /Kids [3 0 R] /Count 1000000000 >>", b"<< /Kids [2 0 R] /Count 1000000000 >>"]), "damaged"),
        (lambda: empty_pages(100_000), "100,000 pages"),
        (lambda: empty_pages(50), "has no text in it"),
        (lambda: scan(3), "no text layer"),
        (lambda: drawn(lambda canvas: canvas.drawString(72, 600, WORDS), encrypt="secret"), "encrypted with a password"),
    ],
    ids=["html", "header", "garbage", "half", "tree loop", "tree of two", "100,000 pages", "empty", "scan", "encrypted"],
)
def test_says_what_is_wrong(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        text(make())


@pytest.mark.parametrize(
    "make",
    [
        lambda: page_of(stream(deflated_zeros(500 << 20), b"/Filter /FlateDecode")),
        lambda: page_of(stream(deflated_zeros(500 << 20, 2), b"/Filter [/FlateDecode /FlateDecode]")),
        lambda: page_of(
            stream(zlib.compress(b"BT /F1 12 Tf 72 600 Td " + b"(word) Tj 1 0 Td " * 1_500_000 + b" ET"), b"/Filter /FlateDecode")
        ),
        lambda: page_of(stream(b"/X1 Do"), resources=b"/XObject << /X1 6 0 R >>", extra=_forms(10, 10)),
    ],
    ids=["500 MiB", "500 MiB twice packed", "3,000,000 operators", "forms in forms"],
)
def test_bombs_end_in_their_own_process(make: Callable[[], bytes]) -> None:
    with pytest.raises((Crashed, TooMuchMemory, TooLong, Refused)):
        text(make())


def _forms(depth: int, times: int) -> list[bytes]:
    """Forms that each draw the next one several times."""
    kind = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X1 %d 0 R >> >>"
    last = stream(b"BT /F1 12 Tf (x) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>")
    return [*(stream(b"/X1 Do " * times, kind % (7 + number)) for number in range(depth)), last]


@pytest.mark.parametrize(
    "body",
    [
        GOOD.replace(b"trailer\n<< /Size 6", b"trailer\n<< /Prev %d /Size 6" % GOOD.index(b"xref\n0")),
        page_of(shown(WORDS), more=b"/X " + b"[" * 200_000 + b"]" * 200_000),
        page_of(shown(WORDS), catalog=b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>"),
        page_of(shown(WORDS), catalog=b"/OpenAction << /S /Launch /F (/bin/true) >>"),
        page_of(shown(WORDS), catalog=b"/Names << /EmbeddedFiles << /Names [(a.pdf) 6 0 R] >> >>", extra=[stream(b"not read")]),
        page_of(
            shown(WORDS),
            more=b"/Annots [" + b"<< /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://a.example/) >> >>" * 20_000 + b"]",
        ),
        page_of(shown(WORDS), more=b"/Annots [<< /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>]"),
        GOOD + b"\n" + b"\0" * 5000,
    ],
    ids=["loop of tables", "nested arrays", "script", "launch", "embedded", "20,000 links", "script link", "trailing"],
)
def test_reads_what_is_readable_and_runs_nothing(body: bytes) -> None:
    assert text(body) == WORDS


def test_a_link_to_a_script_is_no_link() -> None:
    annotation = b"<< /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>"
    assert read_pdf(page_of(shown(WORDS), more=b"/Annots [%s]" % annotation)).blocks[0].links == ()


def test_words_beside_the_page_are_not_seen() -> None:
    content = stream(b"BT /F1 12 Tf 72 600 Td (%s) Tj ET BT /F1 12 Tf 1 0 0 1 9000 600 Tm (Not to be seen) Tj ET" % WORDS.encode())
    assert text(page_of(content)) == WORDS


def test_a_page_crammed_with_words_is_read_in_time() -> None:
    spots = b"".join(b"1 0 0 1 %d %d Tm (ab) Tj " % (at % 150 * 4, at // 150 * 4) for at in range(30_000))
    assert text(page_of(stream(b"BT /F1 1 Tf " + spots + b" ET"))).count("ab") >= 29_000


def test_letters_that_no_font_explains_are_no_text() -> None:
    cmap = stream(b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <E000> endbfrange endcmap")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Odd /ToUnicode 7 0 R >>"
    body = page_of(stream(b"BT /F2 12 Tf 72 600 Td (%s) Tj ET" % (WORDS.encode() * 2)), extra=[font, cmap]).replace(
        b"/F1 5 0 R", b"/F2 6 0 R"
    )
    with pytest.raises(Refused, match="does not say which letters"):
        text(body)
