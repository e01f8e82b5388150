"""What one tag of a page says about the text inside its element, worked out once for all tags that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from provenance.sources.extraction import clues
from provenance.sources.extraction.markup import BLOCKS, CELLS, FURNITURE_TAGS, UNSEEN, hides, purpose

_NEVER_FURNITURE = frozenset({"html", "body", "main", "article"})
"""Templates hang words like "has-sidebar" on these."""
_NEVER_CONTENT = frozenset({"html", "body"})
_SPECIAL = frozenset({"a", "sup", "br"})


class Tag:
    """What a start tag says."""

    __slots__ = ("article", "block", "cell", "clue", "content", "furniture", "hidden", "name", "plain", "unseen")

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
        self.plain = not (self.block or self.cell or hidden or furniture or content or clue or name in _SPECIAL)
        """Whether it neither breaks lines nor says anything about its words."""


@cache
def bare(name: str) -> Tag:
    """A tag without attributes."""
    return Tag(
        name, hidden=name in UNSEEN or name == "dialog", furniture=name in FURNITURE_TAGS, content=False, clue=clues.kind_of(name, {})
    )


def tag_of(name: str, attributes: Mapping[str, str], *, hidden: bool) -> Tag:
    """A tag with attributes; ``hidden`` says whether the page's style sheets hide it."""
    plain = bare(name)
    hidden = hidden or name in UNSEEN or hides(name, attributes)
    furniture, content = purpose(attributes)
    furniture = (furniture or plain.furniture) and name not in _NEVER_FURNITURE
    content = content and name not in _NEVER_CONTENT
    clue = clues.kind_of(name, attributes)
    if hidden == plain.hidden and furniture == plain.furniture and not content and clue == plain.clue:
        return plain
    return Tag(name, hidden=hidden, furniture=furniture, content=content, clue=clue)
