"""Styles and lists of an OpenDocument text: what a paragraph is, and which number stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_MOST_PARENTS = 20
_NUMBER = re.compile(r"\d{1,6}")
_ABOVE = ("super", *"123456789")
_QUOTES = frozenset(("quotations", "quote", "intense quote", "block text", "block quotation"))


@dataclass(slots=True)
class Style:
    """A style: its name in lower case, its parent's name, and what it says itself."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    list_style: str | None = None
    hidden: bool | None = None
    raised: bool | None = None


@dataclass(slots=True)
class Level:
    """A level of a list style."""

    numbered: bool
    first: int = 1
    bracketed: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of a document by family and name, and its list styles by name and level (from 1)."""

    known: dict[tuple[str, str], Style] = field(default_factory=dict)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)

    def chain(self, family: str, name: str) -> Iterable[Style]:
        """A style, its parent, and so on; an unknown one counts as one that says nothing but its name."""
        for _ in range(_MOST_PARENTS):
            if not name:
                return
            found = self.known.get((family, name))
            if found is None:
                yield Style(name=spelled(name))
                return
            yield found
            name = found.parent

    def tags(self, name: str) -> tuple[str, ...]:
        """The elements of HTML for a paragraph of this style."""
        for style in self.chain("paragraph", name):
            if style.name == "title":
                return ("h1",)
            if style.name in _QUOTES:
                return ("blockquote", "p")
            if style.name == "caption":
                return ("figure", "figcaption")
            if match := re.fullmatch(r"heading ?([1-9])", style.name):
                return (f"h{min(6, int(match[1]))}",)
        return ("p",)

    def is_title(self, name: str) -> bool:
        """Whether it is the style of a document's title."""
        return any(style.name == "title" for style in self.chain("paragraph", name))

    def hides(self, family: str, name: str) -> bool:
        """Whether the style hides its words."""
        return next((style.hidden for style in self.chain(family, name) if style.hidden is not None), False)

    def raises(self, name: str) -> bool:
        """Whether the style of a run of words sets them above the line."""
        return next((style.raised for style in self.chain("text", name) if style.raised is not None), False)

    def level(self, name: str, depth: int) -> Level:
        """A level of a list style; bullets where nothing is said."""
        return self.lists.get(name, {}).get(depth) or Level(False)


def spelled(name: str) -> str:
    """A style's name in lower case, without the ``_20_`` that stands for a space in it."""
    return name.replace("_20_", " ").lower()


class StyleReader:
    """Is told of the XML of styles, common or automatic, and fills ``styles``."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._style = Style()
        self._levels: dict[int, Level] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "style:style":
            self._style = Style(
                spelled(attributes.get("style:display-name") or attributes.get("style:name", "")),
                attributes.get("style:parent-style-name", ""),
                list_style=attributes.get("style:list-style-name"),
            )
            self._styles.known[attributes.get("style:family", ""), attributes.get("style:name", "")] = self._style
        elif name == "style:text-properties":
            if "text:display" in attributes:
                self._style.hidden = attributes["text:display"] == "none"
            if "style:text-position" in attributes:  # "super 58%" or "33% 58%"
                self._style.raised = attributes["style:text-position"].startswith(_ABOVE)
        elif name == "text:list-style":
            self._levels = self._styles.lists[attributes.get("style:name", "")] = {}
        elif name in ("text:list-level-style-number", "text:list-level-style-bullet", "text:list-level-style-image"):
            first = attributes.get("text:start-value", "1")
            self._levels[whole(attributes.get("text:level", "1"))] = Level(
                name.endswith("number") and attributes.get("style:num-format", "") == "1",
                whole(first),
                (attributes.get("style:num-prefix", ""), attributes.get("style:num-suffix", "")) == ("[", "]"),
            )

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "style:style":
            self._style = Style()

    def words(self, text: str) -> None:
        """Styles hold no text."""


def whole(value: str) -> int:
    """A number as an attribute holds it; 1 if it is none."""
    return int(value) if _NUMBER.fullmatch(value) else 1
