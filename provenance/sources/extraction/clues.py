"""The parts of a page that may name its author or its date, gathered while the page is read.

trafilatura and htmldate look for bylines and datelines by the classes, ids and names of elements. They are given a page of those
elements alone, which takes them a fraction of the time that the whole page would.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

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
_DATE = re.compile(r"\b(?:199\d|20[0-3]\d)-\d{1,2}-\d{1,2}|\d{1,4}[./]\d{1,2}[./]\d{2,4}")


def by_name(name: str) -> int:
    """What an element may be by its name alone: 2 for a byline or dateline, 1 for a part set apart from the article, 0 for neither."""
    return 2 if name in _NAMES else int(name == "figure")


def by_marks(words: Iterable[str]) -> int:
    """The same by the words of its class, id or role in a vocabulary, in small letters."""
    return int(not _APART.isdisjoint(words)) if _CLUES.isdisjoint(words) else 2


class Clues:
    """Gathers those parts as mark-up."""

    __slots__ = ("_level", "_size", "_started", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._level = 0
        self._size = 0
        self._started: list[int] = []
        """Size at the start of each open byline or dateline; -1 for another element."""

    @property
    def open(self) -> bool:
        """Whether words are being gathered."""
        return self._level > 0

    def start(self, name: str, attributes: Mapping[str, str], kind: int) -> None:
        """An element of some kind begins."""
        full = self._size > _MOST or len(self._started) > _MOST_MET
        self._started.append(-2 if full else self._size if kind == 2 else -1)
        if full:
            return
        self._level += kind == 2
        self._add(f"<{name}{_written(attributes)}>")

    def text(self, words: str) -> None:
        """Words of the open elements."""
        if self._size - self._started[-1] < _MOST_OF_ONE and not words.isspace():
            self._add(f"{html.escape(words[:_MOST_OF_ONE], quote=False)} ")

    def end(self, name: str) -> None:
        """The innermost of them ends."""
        started = self._started.pop()
        if started == -2:
            return
        self._level -= started >= 0
        self.pieces.append(f"</{name}>")

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self._size += len(piece)


def page(head: Head, clues: Iterable[str], blocks: Iterable[str]) -> str:
    """A page of what a page says of itself, of its bylines and datelines, and of the lines of it that hold a whole date in figures."""
    parts = ["<html><head>"]
    parts += [f"<title>{html.escape(title)}</title>" for title in head.titles]
    parts += [f"<meta{_written(attributes)}>" for attributes in head.meta]
    if head.canonical:
        parts.append(f'<link rel="canonical" href="{html.escape(head.canonical)}">')
    parts += [f'<script type="application/ld+json">{data}</script>' for data in head.data if "</script" not in data.lower()]
    parts += ["</head><body>"]
    parts += [f"<h1>{html.escape(heading)}</h1>" for heading in head.headings]
    parts += clues
    parts += [f"<p>{html.escape(block)}</p>" for block in blocks if _DATE.search(block)]
    parts += ["</body></html>"]
    return "".join(parts)


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{html.escape(value[:500])}"' for name, value in attributes.items() if re.fullmatch(r"[\w:.-]{1,40}", name))
