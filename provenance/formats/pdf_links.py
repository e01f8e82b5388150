"""The links of a PDF page: the areas that lead to addresses, and the words that lie in them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any

from provenance.formats.pdf_page import Word

Upright = Callable[[float, float], tuple[float, float]]
"""Turns a point of the file's coordinates into one of the page as the reader holds it."""
Area = tuple[float, float, float, float, str]
"""Left, bottom, right and top edge in points, and the address."""

_MAX_LINKS = 5000  # areas a page
_MAX_QUADS = 200  # areas a link
_MAX_ADDRESS = 8192  # bytes


def areas(pdfium: Any, document: Any, loaded: Any, upright: Upright) -> Iterator[Area]:
    """The areas of the page's links to addresses: left, bottom, right, top, address."""
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MAX_LINKS):
        if not pdfium.FPDFLink_Enumerate(loaded, ctypes.byref(position), ctypes.byref(link)):
            return
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        url = _address(pdfium, document, action)
        if not url:
            continue
        quads = pdfium.FPDFLink_CountQuadPoints(link)
        points = pdfium.FS_QUADPOINTSF()
        found = False
        for index in range(min(max(quads, 0), _MAX_QUADS)):
            if pdfium.FPDFLink_GetQuadPoints(link, index, ctypes.byref(points)):
                xs = [points.x1, points.x2, points.x3, points.x4]
                ys = [points.y1, points.y2, points.y3, points.y4]
                if max(xs) - min(xs) > 0.1 and max(ys) - min(ys) > 0.1:
                    found = True
                    yield (*_box(upright, min(xs), min(ys), max(xs), max(ys)), url)
        box = pdfium.FS_RECTF()
        if not found and pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            yield (*_box(upright, box.left, box.bottom, box.right, box.top), url)


def _address(pdfium: Any, document: Any, action: Any) -> str:
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < size <= _MAX_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    url = "".join(buffer.value.decode("utf-8", "replace").split())
    return url if re.match(r"(?:https?|ftp)://|www\.", url, re.IGNORECASE) else ""


def _box(upright: Upright, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    left, bottom = upright(x0, y0)
    right, top = upright(x1, y1)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def cover(words: list[Word], areas: list[Area]) -> None:
    """Bind each link's area to the characters whose middle it covers."""
    bands: dict[int, list[Word]] = {}
    for word in words:
        bands.setdefault(int((word.base + 0.3 * word.size) // 16), []).append(word)
    budget = 2_000_000
    for left, bottom, right, top, url in areas:
        for band in range(max(int(bottom // 16), -1000), min(int(top // 16), 10_000) + 1):
            for word in bands.get(band, ()):
                budget -= 1
                if word.x1 < left or word.x0 > right or not bottom <= word.base + 0.3 * word.size <= top or word.edges is None:
                    continue
                inside = [
                    index
                    for index in range(min(len(word.text), len(word.edges) // 2))
                    if left <= (word.edges[2 * index] + word.edges[2 * index + 1]) / 2 <= right
                ]
                if inside:
                    word.links = [*(word.links or ()), (inside[0], inside[-1] + 1, url)]
            if budget < 0:
                return
