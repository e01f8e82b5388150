"""HTML as a tree whose text still knows where it stands in the file.

No parser of Python gives exact places: lxml knows lines only, and the standard library's is quadratic on hostile input. So the
file is first cut into tags and text by a linear scanner; every text is replaced by a short numbered marker; the parser builds
its tree around the markers, repairing what browsers repair; and the markers lead back to the file.
"""

from __future__ import annotations

import re
import warnings
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

from provenance.errors import DraftError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

MAX_TAGS = 300_000
MAX_DEPTH = 2_000
_OPEN, _CLOSE = "\ue000", "\ue001"
MARKER = re.compile(f"{_OPEN}([0-9]{{1,9}}){_CLOSE}")
_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]{0,60})")
_TAG_STOP = re.compile(r"[>\"']")
_RAW = {"script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext"}
_RAW_TEXT = {"textarea", "title"}
_ENTITY_OR_BLANK = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)|[ \t\n\r\f]{2,}|[\t\n\r\f]")
_EQUALS_BEFORE = re.compile(r"=\s{0,20}\Z")


@dataclass(slots=True)
class Marked:
    """A file with its texts replaced by markers, and where each text stands in it."""

    source: str
    starts: array[int] = field(default_factory=lambda: array("L"))
    ends: array[int] = field(default_factory=lambda: array("L"))


def mark(raw: str, start: int, end: int) -> Marked:
    """Replace every text of ``raw[start:end]`` by a marker.

    Raises:
        DraftError: there are more tags than a page that anybody reads has.
    """
    parts: list[str] = []
    marked = Marked("")
    position = start
    tags = 0
    raw_end: dict[str, re.Pattern[str]] = {}
    while position < end:
        tag = raw.find("<", position, end)
        if tag < 0:
            tag = end
        elif not _starts_markup(raw, tag):
            follow = raw.find("<", tag + 1, end)
            while follow >= 0 and not _starts_markup(raw, follow):
                follow = raw.find("<", follow + 1, end)
            tag = end if follow < 0 else follow
        if tag > position:
            _text(raw, position, tag, parts, marked)
        if tag >= end:
            break
        stop = _markup_end(raw, tag, end)
        name = _TAG_NAME.match(raw, tag, stop)
        if name:
            tags += 1
            if tags > MAX_TAGS:
                raise DraftError(f"it has more than {MAX_TAGS:,} tags; save the article alone")
            # Markers inside a tag can only be the author's own signs: they must not lead anywhere.
            parts.append(raw[tag:stop].replace(_OPEN, "").replace(_CLOSE, ""))
        position = stop
        low = name[1].lower() if name and raw[tag + 1] != "/" else ""
        if low in _RAW or low in _RAW_TEXT:
            pattern = raw_end.setdefault(low, re.compile(rf"</{low}(?=[\s/>])", re.IGNORECASE))
            closing = pattern.search(raw, position, end)
            inner = closing.start() if closing else end
            if low in _RAW_TEXT:
                _text(raw, position, inner, parts, marked)
            else:
                parts.append(raw[position:inner].replace(_OPEN, "").replace(_CLOSE, ""))
            position = inner
    marked.source = "".join(parts)
    return marked


def _starts_markup(raw: str, at: int) -> bool:
    following = raw[at + 1 : at + 3]
    return bool(following) and (
        following[0] in "!?"
        or (following[0].isascii() and following[0].isalpha())
        or (following[0] == "/" and len(following) > 1 and following[1].isascii() and following[1].isalpha())
    )


def _markup_end(raw: str, at: int, end: int) -> int:
    """The offset behind the tag, comment or declaration that begins at ``at``; ``end`` if it is never closed."""
    if raw.startswith("<!--", at):
        if raw.startswith(("<!-->", "<!--->"), at):
            return raw.index(">", at) + 1
        closing = raw.find("-->", at + 4, end)
        return end if closing < 0 else closing + 3
    if raw[at + 1] in "!?":
        closing = raw.find(">", at, end)
        return end if closing < 0 else closing + 1
    position = at + 1
    while stop := _TAG_STOP.search(raw, position, end):
        if stop[0] == ">":
            return stop.end()
        position = stop.end()
        # A quotation mark begins a value only behind an equals sign; elsewhere it is part of a name.
        if _EQUALS_BEFORE.search(raw[max(at, stop.start() - 22) : stop.start()]):
            closing = raw.find(stop[0], position, end)
            if closing < 0:
                return end
            position = closing + 1
    return end


def _text(raw: str, start: int, end: int, parts: list[str], marked: Marked) -> None:
    text = raw[start:end]
    if text.isspace():
        parts.append(" ")
    elif text:
        parts.append(f"{_OPEN}{len(marked.starts)}{_CLOSE}")
        marked.starts.append(start)
        marked.ends.append(end)


def tree(marked: Marked) -> BeautifulSoup:
    """The element tree.

    Raises:
        DraftError: the parser gives up.
    """
    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        try:
            return BeautifulSoup(marked.source, "lxml")
        except (RecursionError, AssertionError, ValueError) as error:
            raise DraftError(f"its markup cannot be parsed ({type(error).__name__}); save it as plain text") from None


def runs(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Cut a text of the file into ``(kind, start, end)`` with kind ``words``, ``blank`` or ``entity``.

    A single space between words is one of their characters; at either end, and where there is more than one, it is a blank.
    """
    at = start
    for match in _ENTITY_OR_BLANK.finditer(raw, start, end):
        yield from _words(raw, at, match.start())
        kind = "blank"
        if match[0][0] == "&":
            kind = "words" if unescape(match[0]) == match[0] else "entity"
        yield kind, match.start(), match.end()
        at = match.end()
    yield from _words(raw, at, end)


def _words(raw: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    if start < end and raw[start] == " ":
        yield "blank", start, start + 1
        start += 1
    last = end - (start < end and raw[end - 1] == " ")
    if last > start:
        yield "words", start, last
    if last < end:
        yield "blank", last, end


def clean(raw: str, marked: Marked, words: Any) -> str:
    """A text node's or attribute's words with the markers turned back."""
    if not isinstance(words, str):
        return " ".join(str(word) for word in words) if isinstance(words, list) else ""

    def back(match: re.Match[str]) -> str:
        index = int(match[1])
        return unescape(raw[marked.starts[index] : marked.ends[index]]) if index < len(marked.starts) else ""

    return " ".join(MARKER.sub(back, words).split())
