"""What is known of a paragraph of a Word document while it is read, and what it turns out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provenance.formats.docx_styles import Item, Numbering, Styles, whole
from provenance.formats.fields import Field


@dataclass(slots=True)
class Paragraph:
    """The paragraph that is open in one flow of text.

    Its properties stand before its words, so that by the first word it is known what it is.
    """

    style: str = ""
    outline: int | None = None
    list_id: str | None = None
    level: int | None = None
    joins: bool = False
    """Whether the next paragraph goes on in this one: its mark is deleted, or it is but a large first letter."""
    settled: bool = False
    hidden: bool = False
    title: list[str] | None = None
    """The words so far, if it is the document's title."""
    fields: list[Field] = field(default_factory=list)
    """The fields that are open; they may go on over several paragraphs."""

    def take(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take one of its properties."""
        value = attributes.get("w:val")
        if name == "w:pStyle":
            self.style = value or ""
        elif name == "w:outlineLvl":
            self.outline = whole(value)
        elif name == "w:numId":
            self.list_id = value or ""
        elif name == "w:ilvl":
            self.level = whole(value)
        elif name == "w:framePr":
            self.joins = self.joins or attributes.get("w:dropCap", "none") != "none"

    def settle(self, styles: Styles, numbering: Numbering) -> tuple[tuple[str, ...], str]:
        """Its elements of HTML, outermost first, and what stands before it as ``[1]``; a list counts on by this."""
        self.settled = True
        self.hidden = styles.hides(self.style)
        self.title = [] if styles.is_title(self.style) else None
        tags = ("nav", "p") if any(known.contents for known in self.fields) else styles.tags(self.style, self.outline)
        list_id, level = styles.list_of(self.style)
        if self.list_id is not None:
            list_id = self.list_id
        item = numbering.next(list_id, level if self.level is None else self.level) if list_id else None
        if item is None:
            return tags, ""
        return _list_tags(item) if tags == ("p",) else tags, f"[{item.number}] " if item.bracketed else ""


def _list_tags(item: Item) -> tuple[str, ...]:
    outer = ("ul",) * (item.level - 1)
    return (*outer, "ul", "li") if item.number is None else (*outer, "ol", f'li value="{max(0, item.number)}"')
