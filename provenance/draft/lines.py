"""Single lines of a plain text and what each looks like: prose, heading, caption, credit, page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.draft.addresses import Address
from provenance.draft.places import LINE_END
from provenance.language.layout import is_caption, is_sources_heading, layout_words
from provenance.language.layout import is_related_line as leads_elsewhere

__all__ = [
    "CLOSING",
    "LINE_END",
    "TERMINAL",
    "Line",
    "ended",
    "is_caption",
    "is_furniture",
    "is_page_number",
    "is_print_line",
    "is_rule",
    "is_sources_heading",
    "is_stamp",
    "leads_elsewhere",
    "list_mark",
    "note_label",
    "numbered_label",
    "split_lines",
]

TERMINAL = ".!?…。！？"
CLOSING = "\"'”’»“)]›"
_PAGE_OF = re.compile(
    r"\W{0,3}(?:(?P<word>[^\W\d_]{1,10})\.? {0,2})?(?P<number>\d{1,4})(?: ?(?:/|of|von|из|з|sur|de|z) ?\d{1,4})?\W{0,3}", re.IGNORECASE
)
_ROMAN = re.compile(r"\W{0,3}[ivxlc]{1,6}\W{0,3}")
_ADDRESS = re.compile(r"https?://\S{1,400}")
_RULE = re.compile(r"[\s=_*#~+.·•—–-]{3,400}")
_LIST = re.compile(r"[ \t\xa0]{0,20}(?:(?P<bullet>[•‣▪◦●·*+-])|\(?(?P<number>\d{1,3}|[a-zа-я])[.)])[ \t\xa0]{1,8}(?=\S)")
_NOTE = re.compile(r"[ \t\xa0]{0,20}\[\^?(?P<label>\d{1,3}|[^\s\[\]]{1,30})\]:?[ \t\xa0]{1,8}(?=\S)")
_NUMBERED = re.compile(r"[ \t\xa0]{0,20}\(?(?P<label>\d{1,3})[.)]?[ \t\xa0]{1,8}(?=\S)")
_BY = re.compile(r"(?:By|Von|Par|Por|Autor(?:in)?:?|Автор:?|Текст:)\s{1,3}(?=[^\W\d_a-zа-я])")
_NAME_WORD = re.compile(r"[^\W\d_a-zа-я][\w.'’,-]{0,30}|&|and|und|et|y|i|и|та|von|van|de|der|di|al")
_STAMP_WORD = re.compile(
    r"[\d:./,|–-]{1,12}(?:st|nd|rd|th|er|h|г|р)?[.,]?|(?:de|den|le|el|at|um|am|on|в|о|[AaPp]\.?[Mm]\.?|[A-Z]{2,4}|г|р|[^\W\d_]{3,14})[.,:]{0,2}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: ``text[start:end]`` without its line end, the page it stands on, and the addresses in it."""

    start: int
    end: int
    words: str
    page: int = 1
    only_addresses: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.words


def split_lines(text: str, found: tuple[Address, ...]) -> list[Line]:
    """The lines of ``text``; a form feed begins a new page and ends a line too."""
    lines: list[Line] = []
    page, start, next_address = 1, 0, 0
    stops = [(match.start(), match.end()) for match in LINE_END.finditer(text)]
    for end, following in [*stops, (len(text), len(text))]:
        pieces = text[start:end].split("\f")
        at = start
        for index, piece in enumerate(pieces):
            page += index > 0
            words = piece.strip(" \t\xa0\ufeff\u200b\v")
            alone = False
            if words:
                while next_address < len(found) and found[next_address].span.end <= at:
                    next_address += 1
                alone = next_address < len(found) and _only_addresses(text, at, at + len(piece), found, next_address)
            lines.append(Line(at, at + len(piece), words, page, alone))
            at += len(piece) + 1
        start = following
    return lines


def _only_addresses(text: str, start: int, end: int, found: tuple[Address, ...], index: int) -> bool:
    """Whether a line holds nothing but addresses and brackets around them. One may have begun in the line before."""
    at = start
    while index < len(found) and found[index].span.start < end:
        if text[at : max(at, found[index].span.start)].strip(" \t\xa0<>()[]{}·•|,;"):
            return False
        at = found[index].span.end
        index += 1
    return at > start and not text[at:end].strip(" \t\xa0<>()[]{}·•|,;.")


def ended(words: str) -> bool:
    """Whether the words end a sentence."""
    bare = words.rstrip(CLOSING + " \t")
    return bool(bare) and bare[-1] in TERMINAL


def list_mark(words: str) -> str | None:
    """The mark that a list item begins with, without its blanks; ``None`` for no list item."""
    if len(words) > 1 and words[0].isalpha() and words[1] not in ".)":
        return None
    match = _LIST.match(words)
    return match[0].strip() if match else None


def note_label(words: str) -> tuple[str, int] | None:
    """Label and length of a mark like ``[1]`` or ``[^note]:`` at the start of a line of a source list."""
    if "[" not in words[:24]:
        return None
    match = _NOTE.match(words)
    return (match["label"], match.end()) if match else None


def numbered_label(words: str) -> tuple[str, int] | None:
    """Label and length of a mark like ``1.`` at the start of a line of a source list."""
    match = _NUMBERED.match(words)
    return (match["label"], match.end()) if match else None


def is_page_number(words: str) -> bool:
    """Whether a line is only a page's number."""
    if len(words) > 40:
        return False
    match = _PAGE_OF.fullmatch(words)
    return bool(match and (match["word"] is None or match["word"].lower() in layout_words()["page"])) or bool(_ROMAN.fullmatch(words))


def is_print_line(words: str) -> bool:
    """Whether a line is what a browser prints at a page's edge: an address with the page's number or the time."""
    if "://" not in words or len(words) > 400 or note_label(words):  # "[4] https://…" is an entry of a source list
        return False
    rest = _ADDRESS.sub(" ", words).strip()
    return rest != words and bool(rest) and (is_page_number(rest) or is_stamp(rest))


def is_rule(words: str) -> bool:
    """Whether a line is only drawn."""
    return not words[:1].isalnum() and bool(_RULE.fullmatch(words))


def is_furniture(words: str) -> bool:
    """Whether a line belongs to the page around a text: a menu word, a byline, a date line, a page number, a drawn line."""
    if len(words) > 80:
        return is_rule(words)
    bare = words.strip(" .:|•").lower()
    if bare in layout_words()["furniture"] or is_rule(words) or is_page_number(words):
        return True
    return is_byline(words) or is_stamp(words)


def is_byline(words: str) -> bool:
    """Whether a line only says who wrote the text."""
    head = _BY.match(words)
    rest = words[head.end() :].split() if head else []
    return 0 < len(rest) <= 8 and all(_NAME_WORD.fullmatch(word) for word in rest)


def is_stamp(words: str) -> bool:
    """Whether a line is only a date or time: a year or a time of day, and hardly a word beside the numbers."""
    parts = words.split()
    if len(words) > 60 or not re.search(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b", words):
        return False
    numbers = sum(any(char.isdigit() for char in part) for part in parts)
    return numbers >= 2 and len(parts) - numbers <= 3 and all(_STAMP_WORD.fullmatch(part) for part in parts)
