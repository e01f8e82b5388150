"""The words of a PDF page with their places: what is asked of PDFium, but for the links (:mod:`provenance.formats.pdf_links`).

Only text and links are asked for. Without a form-fill environment PDFium runs no script and no launch action, and embedded files
are never opened.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from provenance.formats.outcomes import Refused
from provenance.formats.pdf_links import areas, cover
from provenance.formats.pdf_page import LINE, NOTHING, SPACE, Page, Word

MAX_PAGES = 2000
MAX_CHARACTERS = 1_100_000
"""Characters of a whole file, those of page furniture included."""

HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at a line's end, whichever it was."""

_BLANKS = frozenset([9, 10, 11, 12, 13, 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000])
_LEFT_OUT = frozenset([*range(9), *range(14, 32), *range(0x7F, 0x85), *range(0x86, 0xA0), 0x200B, 0x2060, 0xFEFF, 0xFFFF])
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_PRIVATE = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "•", 0xF02D: "–", 0xF020: " "}  # Symbol and Wingdings, as word processors use them
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u05f2\u0620-\u064a\u066e-\u06d3\u06fa-\u08c7\ufb1d-\ufdff\ufe70-\ufefc]")
_BOLD = re.compile(rb"bold|black|heavy|semibd|demi", re.IGNORECASE)


@dataclass(slots=True)
class About:
    """What the file says about itself."""

    title: str = ""
    language: str = ""
    created: str = ""
    producer: str = ""
    creator: str = ""


def pages(body: bytes) -> tuple[About, Iterator[Page]]:
    """Open a PDF and give its pages one by one.

    Raises
    ------
    Refused
        It is encrypted, damaged, or has too many pages or characters.
    """
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(body, len(body), None)
    if not document:
        raise Refused(_OPENING.get(pdfium.FPDF_GetLastError(), "is damaged: its pages cannot be found"))
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        raise Refused(f"has {count:,} pages, more than the {MAX_PAGES:,} that are read")
    if count < 1:
        raise Refused("is damaged: its pages cannot be found")
    return _about(pdfium, document), _each(pdfium, document, count, body)


_OPENING = {
    4: "is encrypted with a password",
    5: "is encrypted in a way that cannot be opened",
}


def _each(pdfium: Any, document: Any, count: int, body: bytes) -> Iterator[Page]:
    """The pages one by one. PDFium reads from ``body`` all the time: this holds on to it."""
    characters = 0
    for index in range(count):
        loaded = pdfium.FPDF_LoadPage(document, index)
        if not loaded:
            yield Page(index + 1, 0, 0, unread=True)
            continue
        page = _Reader(pdfium, document, loaded, index + 1).read()
        pdfium.FPDF_ClosePage(loaded)
        characters += sum(len(word.text) + 1 for word in page.words) + page.turned
        if characters > MAX_CHARACTERS:
            raise Refused("holds more than 1,000,000 characters of text")
        yield page
    del body


def _about(pdfium: Any, document: Any) -> About:
    def meta(name: bytes) -> str:
        return _wide(lambda buffer, size: pdfium.FPDF_GetMetaText(document, name, buffer, size))

    def language(buffer: Any, size: int) -> int:
        wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)) if buffer else None
        return int(pdfium.FPDFCatalog_GetLanguage(document, wide, size))

    asked = getattr(pdfium, "FPDFCatalog_GetLanguage", None)
    return About(meta(b"Title"), _wide(language) if asked else "", meta(b"CreationDate"), meta(b"Producer"), meta(b"Creator"))


def _wide(ask: Callable[[Any, int], int]) -> str:
    """A string that PDFium gives in UTF-16."""
    size = ask(None, 0)
    if not 2 < size <= 20_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(buffer, size)
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "ignore").replace("\0", "").split())


class _Reader:
    """Reads one page."""

    def __init__(self, pdfium: Any, document: Any, loaded: Any, number: int) -> None:
        self.pdfium = pdfium
        self.document = document
        self.loaded = loaded
        self.rotation = pdfium.FPDFPage_GetRotation(loaded) & 3
        self.page = Page(number, pdfium.FPDF_GetPageWidthF(loaded), pdfium.FPDF_GetPageHeightF(loaded))
        self.corner = self._corner()
        self.rect = pdfium.FS_RECTF()
        self.rect_at = ctypes.byref(self.rect)
        self.matrix = pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.name = ctypes.create_string_buffer(256)

    def _corner(self) -> tuple[float, float, float, float]:
        """The box that is seen, in the file's coordinates."""
        box = self.pdfium.FS_RECTF()
        if not self.pdfium.FPDF_GetPageBoundingBox(self.loaded, ctypes.byref(box)):
            return (0.0, 0.0, self.page.width, self.page.height)
        return (min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top))

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file's coordinates as the reader holds the page, counted from the lower left corner."""
        left, bottom, right, top = self.corner
        if self.rotation == 1:
            return y - bottom, right - x
        if self.rotation == 2:
            return right - x, top - y
        if self.rotation == 3:
            return top - y, x - left
        return x - left, y - bottom

    def read(self) -> Page:
        covered = list(areas(self.pdfium, self.document, self.loaded, self.upright))
        text = self.pdfium.FPDFText_LoadPage(self.loaded)
        if text:
            self._words(text, bool(covered))
            self.pdfium.FPDFText_ClosePage(text)
        if not self.page.words:
            self.page.pictures = self._pictures()
        if covered:
            cover(self.page.words, covered)
        return self.page

    def _words(self, text: Any, edged: bool) -> None:
        unicode_of, box_of = self.pdfium.FPDFText_GetUnicode, self.pdfium.FPDFText_GetLooseCharBox
        rect, rect_at, upright, straight = self.rect, self.rect_at, self.upright, self.rotation == 0
        left, below = self.corner[:2]
        word: Word | None = None
        letters: list[str] = []
        low = high = begun = ended = 0.0
        before, pending = LINE, 0
        for index in range(self.pdfium.FPDFText_CountChars(text)):
            code = unicode_of(text, index)
            if 32 < code < 127:  # most of them
                char = chr(code)
            else:
                if 0xD800 <= code < 0xDC00:
                    pending = code
                    continue
                if 0xDC00 <= code < 0xE000:
                    code = 0x10000 + ((pending - 0xD800) << 10) + code - 0xDC00 if pending else 0xFFFD
                    pending = 0
                if code in _BLANKS:
                    if word:
                        _close(word, letters, begun < ended)
                        word = None
                    before = LINE if code in (10, 13) else max(before, SPACE)
                    continue
                if code in _LEFT_OUT or code > 0x10FFFF:
                    if code == 2:  # what older PDFium gave for a hyphen at a line's end
                        code = 0xFFFE
                    else:
                        self.page.unknown += code == 0
                        continue
                char = _LIGATURES.get(code) or _PRIVATE.get(code) or chr(code)
            if not box_of(text, index, rect_at):
                continue
            if straight:
                x0, x1, y0, y1 = rect.left - left, rect.right - left, rect.bottom - below, rect.top - below
            else:
                x0, y0 = upright(rect.left, rect.bottom)
                x1, y1 = upright(rect.right, rect.top)
                x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
            if word:
                slack = 0.04 * (high - low) + 0.01
                if abs(y0 - low) > slack or abs(y1 - high) > slack or not word.x0 - 1.5 * (high - low) <= x0 <= word.x1 + 2 * (high - low):
                    _close(word, letters, begun < ended)
                    word, before = None, NOTHING
            if code == 0xFFFD or (0xE000 <= code < 0xF900 and code not in _PRIVATE):
                self.page.unknown += 1
            if word is None:
                made = self._begin(text, index, x0, x1, before)
                if made is None:
                    self.page.turned += 1
                    continue
                word, letters, low, high, before, begun = made, [], y0, y1, NOTHING, x0
                if edged:
                    word.edges = array("f")
                self.page.words.append(word)
            letters.append(char)
            ended = x0
            if x1 > word.x1:
                word.x1 = x1
            if x0 < word.x0:
                word.x0 = x0
            if word.edges is not None:
                step = (x1 - x0) / len(char)
                for part in range(len(char)):
                    word.edges.extend((x0 + part * step, x0 + (part + 1) * step))
        if word:
            _close(word, letters, begun < ended)
        self.page.words = [word for word in self.page.words if word.text and self._seen(word)]

    def _begin(self, text: Any, index: int, x0: float, x1: float, before: int) -> Word | None:
        """A word that begins with a character; ``None`` if it does not stand upright."""
        pdfium, matrix = self.pdfium, self.matrix
        size = pdfium.FPDFText_GetFontSize(text, index)
        if pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix)):
            a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
            along, across = ((a, b), (b, -a), (-a, -b), (-b, a))[self.rotation]
            run = (a * a + b * b) ** 0.5
            if run and (along <= 0 or abs(across) > 0.06 * run):
                return None
            if run:
                size = abs(size) * abs(a * d - b * c) / run
        pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(self.x), ctypes.byref(self.y))
        base = self.upright(self.x.value, self.y.value)[1]
        weight = pdfium.FPDFText_GetFontWeight(text, index)
        length = pdfium.FPDFText_GetFontInfo(text, index, self.name, 256, None)
        bold = weight >= 600 or bool(0 < length <= 256 and _BOLD.search(self.name.raw[:length]))
        return Word("", x0, x1, base, max(size, 0.1), bold, before, len(self.page.words))

    def _seen(self, word: Word) -> bool:
        """Whether it stands on the page at all."""
        return word.x1 > 0 and word.x0 < self.page.width and -2 < word.base < self.page.height and 0.5 < word.size < 2000

    def _pictures(self) -> bool:
        count = min(self.pdfium.FPDFPage_CountObjects(self.loaded), 200)
        kinds = (self.pdfium.FPDFPageObj_GetType(self.pdfium.FPDFPage_GetObject(self.loaded, index)) for index in range(count))
        return any(kind in (self.pdfium.FPDF_PAGEOBJ_IMAGE, self.pdfium.FPDF_PAGEOBJ_FORM, self.pdfium.FPDF_PAGEOBJ_PATH) for kind in kinds)


def _close(word: Word, letters: list[str], rightwards: bool) -> None:
    """Give a word its text; letters of a script that runs to the left, but stand in the order in which they are seen, are turned round."""
    text = "".join(letters)
    if not text.isascii() and _RIGHT_TO_LEFT.search(text):
        if rightwards:
            letters.reverse()
            text = "".join(letters)
            if word.edges is not None:
                pairs = [word.edges[at : at + 2] for at in range(0, len(word.edges), 2)]
                word.edges = array("f", [edge for pair in reversed(pairs) for edge in pair])
        shaped = unicodedata.normalize("NFKC", text)
        if word.edges is None or len(shaped) == len(text):
            text = shaped
    word.text = text
