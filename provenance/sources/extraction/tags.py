"""What one tag of a page says about the text inside its element, worked out once for all tags that say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from provenance.sources.extraction import clues
from provenance.sources.extraction.head import TELLING
from provenance.sources.extraction.markup import (
    BLOCKS,
    CELLS,
    CONTENT_WORDS,
    FURNITURE_ROLES,
    FURNITURE_TAGS,
    FURNITURE_WORDS,
    UNSEEN,
    hides,
)

_NEVER_FURNITURE = frozenset({"html", "body", "main", "article"})
"""Templates hang words like "has-sidebar" on these."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_NEVER_CONTENT = frozenset({"html", "body"})
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MOST = 400
LONGEST_CLASS = 200
"""Characters up to which a class is remembered from page to page."""
_SPECIAL = frozenset({"a", "sup", "br"})


class Tag:
    """What a start tag says."""

    __slots__ = (
        "article",
        "block",
        "cell",
        "clue",
        "content",
        "furniture",
        "hidden",
        "link",
        "name",
        "paragraph",
        "plain",
        "unseen",
        "weighs",
    )

    def __init__(self, name: str, *, hidden: bool, furniture: bool, content: bool, clue: int) -> None:
        self.name = name
        self.unseen = name in UNSEEN
        """Whether no element of this name is ever text of the page."""
        self.hidden = hidden
        self.furniture = furniture
        self.content = content
        self.clue = clue
        self.block = name in BLOCKS
        self.cell = name in CELLS
        self.article = name in ("article", "main")
        self.weighs = furniture or content or self.article or name == "header"
        """Whether it says what the blocks inside are there for."""
        quiet = not (hidden or clue or self.cell or name in TELLING)
        self.plain = quiet and not (self.block or self.weighs or name in _SPECIAL)
        """Whether it neither breaks lines nor says anything about the page or its words."""
        self.paragraph = quiet and self.block and name != "pre"
        """Whether it breaks lines, and at most says what the words inside are there for."""
        self.link = quiet and not self.weighs and name == "a"
        """Whether it is a link, and nothing else."""


WORDLESS = UNSEEN | (VOID - {"input"})  # some keep their date in a hidden one
"""Elements whose attributes say nothing about any words of the page."""


@cache
def bare(name: str) -> Tag:
    """A tag without attributes."""
    return Tag(name, hidden=name in UNSEEN or name == "dialog", furniture=name in FURNITURE_TAGS, content=False, clue=clues.by_name(name))


def tag_of(name: str, attributes: Mapping[str, str], *, hidden: bool) -> Tag:
    """A tag with attributes; ``hidden`` says whether the page's style sheets hide it."""
    plain = bare(name)
    hidden = hidden or plain.unseen or hides(name, attributes)
    furniture, content, clue = _marked(f"{attributes.get('class', '')} {attributes.get('id', '')}"[:_MOST])
    if "role" in attributes and attributes["role"].lower() in FURNITURE_ROLES:
        furniture = True
    if "itemprop" in attributes or "rel" in attributes:
        content = content or attributes.get("itemprop") == "articleBody"
        clue = max(clue, clues.by_marks(_words(f"{attributes.get('itemprop', '')} {attributes.get('rel', '')}"[:_MOST])))
    furniture = (furniture or plain.furniture) and name not in _NEVER_FURNITURE
    content = content and name not in _NEVER_CONTENT
    clue = max(clue, plain.clue)
    if hidden == plain.hidden and furniture == plain.furniture and not content and clue == plain.clue:
        return plain
    return Tag(name, hidden=hidden, furniture=furniture, content=content, clue=clue)


@lru_cache(maxsize=16384)
def classed(name: str, marks: str, *, hidden: bool) -> Tag:
    """A tag with a class and nothing else; the pages of one site have the same ones."""
    return tag_of(name, {"class": marks}, hidden=hidden)


@lru_cache(maxsize=16384)
def _marked(marks: str) -> tuple[bool, bool, int]:
    """What a class and an id say: whether of a menu, a banner or the like, whether of the page's text, and whether of a byline."""
    if len(marks) < 3:
        return False, False, 0
    words = _words(marks)
    return not FURNITURE_WORDS.isdisjoint(words), not CONTENT_WORDS.isdisjoint(words), clues.by_marks(words)


def _words(marks: str) -> list[str]:
    """``article-pageHeader`` → article, page, header."""
    return list(map(str.lower, _TOKEN.findall(marks)))
