"""PDF files for tests: whole ones written by reportlab, and raw ones, object by object, for what no program would write."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

WIDTH, HEIGHT = 595.0, 842.0
"""A4 in points."""


def drawn(draw: Callable[[Any], None], **about: Any) -> bytes:
    """A PDF that ``draw`` draws on a reportlab canvas. ``title``, ``language``, ``encrypt`` and ``compress`` are passed on."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=about.get("compress", 1), encrypt=about.get("encrypt"))
    if "title" in about:
        canvas.setTitle(about["title"])
    if "language" in about:
        canvas._doc.Catalog.Lang = about["language"]  # reportlab has no call for it
    draw(canvas)
    canvas.save()
    return out.getvalue()


def column(
    canvas: Any, lines: Iterable[str], x: float, y: float, size: float = 10, leading: float = 12, font: str = "Times-Roman"
) -> float:
    """Lines one below the other; the baseline below the last one."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= leading
    return y


def justified(canvas: Any, words: Sequence[str], x: float, y: float, width: float, size: float = 10, indent: float = 0) -> float:
    """A paragraph set to a width, its words spread over each line but the last; the baseline below it."""
    canvas.setFont("Times-Roman", size)
    measure = canvas.stringWidth
    lines: list[list[str]] = [[]]
    for word in words:
        room = width - (indent if len(lines) == 1 else 0)
        if lines[-1] and measure(" ".join([*lines[-1], word]), "Times-Roman", size) > room:
            lines.append([])
        lines[-1].append(word)
    for number, line in enumerate(lines):
        left = x + (indent if number == 0 else 0)
        room = width - (indent if number == 0 else 0)
        spread = 0.0
        if number + 1 < len(lines) and len(line) > 1:
            spread = (room - sum(measure(word, "Times-Roman", size) for word in line)) / (len(line) - 1)
        for word in line:
            canvas.drawString(left, y, word)
            left += measure(word, "Times-Roman", size) + (spread or measure(" ", "Times-Roman", size))
        y -= size * 1.2
    return y


def raw(objects: Sequence[bytes], trailer: bytes = b"", root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a right table of them."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, trailer, table)
    return bytes(out)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream object as it is."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), more, content)


def page_of(content: bytes, more: bytes = b"", catalog: bytes = b"", resources: bytes = b"", extra: Sequence[bytes] = ()) -> bytes:
    """A PDF of one page with this content stream object, in Helvetica as ``/F1``; ``extra`` are objects from number 6 on."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>"
            % (resources, more),
            content,
            font,
            *extra,
        ]
    )


def shown(words: str) -> bytes:
    """A content stream that shows words in the page's middle."""
    return stream(b"BT /F1 12 Tf 72 600 Td (%s) Tj ET" % words.encode("cp1252"))


def scan(pages: int = 1) -> bytes:
    """A file of pictures only, as a scanner makes it."""
    image = stream(b"\xff\x00" * 32, b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")
    content = stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    first = 5
    kids = b" ".join(b"%d 0 R" % (first + number) for number in range(pages))
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /XObject << /Im0 4 0 R >> >> >>"
    return raw(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages), content, image] + [leaf] * pages
    )


def deflated_zeros(size: int, layers: int = 1) -> bytes:
    """That many spaces, deflated once or several times."""
    packer = zlib.compressobj(9)
    step = b" " * (1 << 20)
    packed = b"".join(packer.compress(step) for _ in range(size >> 20)) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    return packed


class Book:
    """Pages set in a font that has every character of the Basic Multilingual Plane, each half as wide as the font is large."""

    def __init__(self, width: float = 400, height: float = 300) -> None:
        self.width, self.height = width, height
        self.pages: list[list[bytes]] = []

    def page(self) -> None:
        """Begin a page."""
        self.pages.append([])

    def put(self, x: float, y: float, words: str, size: float = 10) -> None:
        """Words on a baseline."""
        codes = words.encode("utf-16-be").hex().encode()
        self.pages[-1].append(b"BT /F1 %.2f Tf %.2f %.2f Td <%s> Tj ET" % (size, x, y, codes))

    def bytes(self) -> bytes:
        """The file."""
        ranges = b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(256) if not 0xD8 <= high < 0xE0)
        chunks = ranges.split(b"\n")
        body = b"".join(
            b"%d beginbfrange\n%s\nendbfrange\n" % (len(part), b"\n".join(part))
            for part in (chunks[at : at + 100] for at in range(0, len(chunks), 100))
        )
        unicode = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + body + b"endcmap end end"
        )
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Every /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Every /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            b" /FontDescriptor 5 0 R /DW 500 >>",
            b"<< /Type /FontDescriptor /FontName /Every /Flags 4 /FontBBox [0 -200 500 800] /ItalicAngle 0 /Ascent 800 /Descent -200"
            b" /CapHeight 700 /StemV 80 >>",
            stream(unicode),
        ]
        kids = []
        for content in self.pages:
            objects.append(stream(b"\n".join(content)))
            kids.append(b"%d 0 R" % (len(objects) + 1))
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
                % (self.width, self.height, len(objects))
            )
        objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
        return raw(objects)
