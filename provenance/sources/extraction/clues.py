"""The parts of a page that may name its author or its date, gathered while the page is read.

trafilatura and htmldate look for bylines and datelines by the classes, ids and names of elements. They are given a page of those
elements alone, which takes them a fraction of the time that the whole page would.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice

from provenance.sources.extraction.head import Head

_NAMES = frozenset({"time", "abbr", "small", "footer", "author"})
_CLUES = frozenset(
    [
        "author",
        "authors",
        "autor",
        "authorname",
        "postauthor",
        "byline",
        "bylines",
        "byl",
        "bbl",
        "username",
        "zuozhe",
        "bianji",
        "xiaobian",
        "journalist",
        "screenname",
        "writer",
        "submitted",
        "posted",
        "created",
        "updated",
        "modified",
        "lastmod",
        "publish",
        "published",
        "publisher",
        "pubdate",
        "publication",
        "parution",
        "fecha",
        "date",
        "dates",
        "datum",
        "dateline",
        "datetime",
        "entrydate",
        "postdate",
        "articledate",
        "time",
        "timestamp",
        "datepublished",
        "datestamp",
        "meta",
        "metadata",
        "postmeta",
        "entrymeta",
        "articlemeta",
        "info",
        "infos",
        "postinfo",
        "articleinfo",
        "subline",
    ]
)
"""Words, in small letters, in the classes and ids of bylines and datelines."""
_APART = frozenset(["comment", "comments", "commentlist", "productreviews", "sidebar", "quote", "embedly", "print", "category"])
"""Words in those of elements in which no byline of the page stands."""
_MOST = 20_000
_MOST_OF_ONE = 400
_MOST_MET = 200
_SIZE_OF_TAG = 40
_MOST_OF_LINE = 2000
_MOST_OF_ADDRESS = 2000
_MOST_DATA = 300_000
_MOST_ATTRIBUTES = 20
_NAME = re.compile(r"[\w:.-]{1,40}")
_DATE = re.compile(r"\b(?:199\d|20[0-3]\d)-\d{1,2}-\d{1,2}|\d{1,4}[./]\d{1,2}[./]\d{2,4}")
_MAY_DATE = re.compile(r"[-./](?<=\d.)(?=\d)")
"""What stands in every such date, and is looked for in a fraction of the time."""


def by_name(name: str) -> int:
    """What an element may be by its name alone: 2 for a byline or dateline, 1 for a part set apart from the article, 0 for neither."""
    return 2 if name in _NAMES else int(name == "figure")


def by_marks(words: Iterable[str]) -> int:
    """The same by the words of its class, id or role in a vocabulary, in small letters."""
    return int(not _APART.isdisjoint(words)) if _CLUES.isdisjoint(words) else 2


Piece = str | tuple[str, Mapping[str, str] | None]
"""Words, or a tag with its attributes (``None`` for an end tag)."""


class Clues:
    """Gathers those parts."""

    __slots__ = ("_place", "_size", "_started", "open", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._size = 0
        self._place = (0, 0)
        self._started: list[int] = []
        """For each open element, what :attr:`open` was before it; -1 if it is left out."""
        self.open = 0
        """Size up to which words are gathered now; 0 outside of bylines and datelines."""

    def start(self, name: str, attributes: Mapping[str, str], kind: int) -> None:
        """An element of some kind begins."""
        if self._size > _MOST or len(self._started) > _MOST_MET:
            self._started.append(-1)
            return
        self.pieces.append((name, attributes))
        self._size += _SIZE_OF_TAG
        self._started.append(self.open)
        if kind == 2:
            self.open = self._size + _MOST_OF_ONE

    def text(self, words: str, place: tuple[int, int]) -> None:
        """Words of the open elements; those of one stretch of text, which comes in pieces, have the same place."""
        if self._size < self.open and not words.isspace():
            if place != self._place:
                self._place = place
                self.pieces.append(" ")
            self.pieces.append(words[:_MOST_OF_ONE])
            self._size += len(words)

    def end(self, name: str) -> None:
        """The innermost of them ends."""
        before = self._started.pop()
        if before >= 0:
            self.pieces.append((name, None))
            self.open = before


def page(head: Head, clues: Iterable[Piece], blocks: Iterable[str]) -> str:
    """A page of what a page says of itself, of its bylines and datelines, and of the lines of it that hold a whole date in figures.

    It is never large, whatever the page holds: a tree is made of it.
    """
    parts = ["<html><head>"]
    parts += [f"<title>{html.escape(title)}</title>" for title in head.titles]
    parts += [_tag("meta", tuple(islice(attributes.items(), _MOST_ATTRIBUTES))) for attributes in head.meta[:_MOST_MET]]
    if head.canonical:
        parts.append(f'<link rel="canonical" href="{html.escape(head.canonical[:_MOST_OF_ADDRESS])}">')
    room = _MOST_DATA
    for data in head.data:
        room -= len(data)
        if room > 0 and "</script" not in data.lower():
            parts.append(f'<script type="application/ld+json">{data}</script>')
    parts += ["</head><body>"]
    parts += [f"<h1>{html.escape(heading)}</h1>" for heading in head.headings]
    for piece in clues:
        if isinstance(piece, str):
            parts.append(html.escape(piece, quote=False))
        else:
            name, attributes = piece
            parts.append(f"</{name}>" if attributes is None else _tag(name, tuple(islice(attributes.items(), _MOST_ATTRIBUTES))))
    parts += [
        f"<p>{html.escape(block[:_MOST_OF_LINE])}</p>"
        for block in islice(filter(_DATE.search, filter(_MAY_DATE.search, blocks)), _MOST_MET)
    ]
    parts += ["</body></html>"]
    return "".join(parts)


@lru_cache(maxsize=256)
def _tag(name: str, attributes: tuple[tuple[str, str], ...]) -> str:
    """A start tag; those of datelines come again and again."""
    written = [f' {key}="{html.escape(value[:500])}"' for key, value in attributes if _NAME.fullmatch(key)]
    return f"<{name}{''.join(written)}>"
