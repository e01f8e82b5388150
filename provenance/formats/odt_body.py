"""The text of an OpenDocument text, as its last reviser left it: insertions in, deletions out, comments left aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from provenance.formats.fields import addresses
from provenance.formats.hypertext import Hypertext
from provenance.formats.odt_styles import StyleReader, Styles, whole

_LEFT_OUT = frozenset(
    [
        "text:tracked-changes",  # keeps what was deleted; what was inserted stands in the text
        "office:annotation",
        "office:forms",
        "office:scripts",
        "text:ruby-text",
        "text:note-citation",
        "text:linenumbering-separator",
        "text:script",
        "svg:title",
        "svg:desc",
        "draw:object",
        "draw:object-ole",
        "draw:glue-point",
        "office:event-listeners",
        "text:index-title-template",
        "text:table-of-content-source",
        "text:alphabetical-index-source",
        "text:bibliography-source",
        "text:variable-decls",
        "text:user-field-decls",
        "text:sequence-decls",
        "text:dde-connection-decls",
    ]
)
_TABLE = {"table:table": "table", "table:table-row": "tr", "table:table-cell": "td"}
_CONTENTS = frozenset(
    ("text:table-of-content", "text:alphabetical-index", "text:illustration-index", "text:table-index", "text:object-index")
)
_LINKS = {"text:a": "xlink:href", "text:bibliography-mark": "text:url"}
_MOST_BLANKS = 1000


@dataclass(slots=True)
class _List:
    """A list that is open."""

    style: str
    numbered: bool
    bracketed: bool
    count: int
    fresh: bool = False
    """Whether the item's first paragraph is still to come: only that one bears the number."""


@dataclass(slots=True)
class _Here:
    """What is open in one flow of text."""

    lists: list[_List] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    raised: list[bool] = field(default_factory=list)
    title: list[str] | None = None
    in_paragraph: int = 0


class Body:
    """Is told of the XML of ``content.xml`` and writes HTML.

    Parameters
    ----------
    out:
        Takes the HTML.
    styles:
        Of the document; those of ``content.xml`` itself are added.
    """

    def __init__(self, out: Hypertext, styles: Styles) -> None:
        self._out = out
        self._styles = styles
        self._reader = StyleReader(styles)
        self.seen = False
        """Whether there was the body of a text."""
        self.title: str | None = None
        """The words of the first paragraph in the style of titles."""
        self._here = [_Here()]
        self._path: list[str] = []
        self._skip = 0
        self._urls: list[tuple[str, ...]] = []
        self._cited: list[tuple[str, ...]] = []
        self._marks: dict[str, tuple[str, ...]] = {}
        self._ended: dict[str, int] = {}  # where a list of this style or id stopped counting
        self._ids: list[str] = []
        self._counts = {"revised": 0, "comments": 0}
        self._notes = 0

    def told(self) -> Iterable[str]:
        """What had to be decided, a sentence each."""
        if self._counts["revised"]:
            yield "tracked changes were read as accepted"
        if self._counts["comments"]:
            yield "comments were left out"

    @property
    def _top(self) -> _Here:
        return self._here[-1]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(name)
        if self._skip:
            self._skip += 1
        elif name in _LEFT_OUT:
            self._skip = 1
            self._counts["comments"] += name == "office:annotation"
        elif not self.seen:
            self._reader.start(name, attributes)
            self.seen = name == "office:text"
        elif name in ("text:p", "text:h"):
            self._paragraph(name, attributes)
        elif name in _TABLE:
            self._out.open(_TABLE[name])
        elif name in _CONTENTS:
            self._out.open("nav")
        else:
            self._inner(name, attributes)

    def _inner(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "text:span":
            style = attributes.get("text:style-name", "")
            self._top.hidden.append(self._styles.hides("text", style) or self._is_hidden)
            self._top.raised.append(self._styles.raises(style))
        elif name in _LINKS:
            url = attributes.get(_LINKS[name], "")
            self._urls.append((url,) if url else ())
        elif name == "text:reference-mark-start":  # in which Zotero keeps what a citation cites
            mark = attributes.get("text:name", "")
            self._marks[mark] = cited = addresses(mark, {}) if "CSL_CITATION" in mark else ()
            if cited:
                self._cited.append(cited)
        elif name == "text:reference-mark-end":
            if self._marks.get(attributes.get("text:name", "")) and self._cited:
                self._cited.pop()
        elif name == "text:s":
            self._say(" " * min(_MOST_BLANKS, whole(attributes.get("text:c", "1"))))
        elif name == "text:tab":
            self._say("\t")
        elif name == "text:line-break":
            self._out.line_break()
        elif name == "text:soft-page-break" and len(self._here) == 1:
            self._out.page_break()
        elif name in ("text:change-start", "text:change"):
            self._counts["revised"] += 1
        elif name == "text:list":
            self._list(attributes)
        elif name in ("text:list-item", "text:list-header"):
            self._item(name, attributes)
        elif name in ("text:note-body", "draw:text-box"):
            self._out.begin_apart()
            self._here.append(_Here())
        elif (name == "text:section" and attributes.get("text:display") == "none") or (
            name in ("text:hidden-paragraph", "text:hidden-text") and attributes.get("text:is-hidden") == "true"
        ):
            self._skip = 1

    def end(self, name: str) -> None:
        """An element ends."""
        self._path.pop()
        if self._skip:
            self._skip -= 1
            return
        if not self.seen:
            self._reader.end(name)
        elif name in ("text:p", "text:h"):
            self._end_paragraph()
        elif name in _TABLE or name in _CONTENTS:
            self._out.close()
        elif name == "text:span":
            self._top.hidden.pop()
            self._top.raised.pop()
        elif name in _LINKS:
            self._urls.pop()
        elif name == "text:list":
            ended = self._top.lists.pop()
            self._ended[self._ids.pop()] = self._ended[ended.style] = ended.count
        elif name == "text:note-body":
            self._here.pop()
            self._notes += 1
            self._out.end_note(str(self._notes))
            if not self._is_hidden and len(self._here) == 1:
                self._out.mark(str(self._notes))
        elif name == "draw:text-box":
            self._here.pop()
            self._out.end_box()

    def words(self, text: str) -> None:
        """Characters."""
        if not self._skip and self._top.in_paragraph:
            self._say(text)

    # ---- paragraphs and lists --------------------------------------------------------------------------------------

    @property
    def _is_hidden(self) -> bool:
        return bool(self._top.hidden and self._top.hidden[-1])

    def _paragraph(self, name: str, attributes: Mapping[str, str]) -> None:
        here = self._top
        here.in_paragraph += 1
        style = attributes.get("text:style-name", "")
        tags = self._styles.tags(style)
        if name == "text:h" and tags == ("p",):
            tags = (f"h{max(1, min(6, whole(attributes.get('text:outline-level', '1'))))}",)
        label = ""
        if here.lists and tags == ("p",):
            tags = ("ul",) * (len(here.lists) - 1)
            listed = here.lists[-1]
            if listed.numbered and listed.fresh:
                tags = (*tags, "ol", f'li value="{listed.count}"')
                label = f"[{listed.count}] " if listed.bracketed else ""
            else:
                tags = (*tags, "ul", "li")
            listed.fresh = False
        self._out.begin(*tags)
        self._out.label(label)
        here.hidden.append(self._styles.hides("paragraph", style))
        here.title = [] if self._styles.is_title(style) and self.title is None else None

    def _end_paragraph(self) -> None:
        here = self._top
        here.in_paragraph -= 1
        here.hidden.pop()
        if here.title:
            self.title = " ".join("".join(here.title).split()) or None
        here.title = None
        self._out.finish()

    def _list(self, attributes: Mapping[str, str]) -> None:
        here = self._top
        style = attributes.get("text:style-name") or (here.lists[-1].style if here.lists else "")
        level = self._styles.level(style, len(here.lists) + 1)
        before = self._ended.get(attributes.get("text:continue-list", ""))
        if before is None and attributes.get("text:continue-numbering") == "true":
            before = self._ended.get(style)
        count = level.first - 1 if before is None else before
        here.lists.append(_List(style, level.numbered, level.bracketed, count))
        self._ids.append(attributes.get("id") or attributes.get("?:id", ""))

    def _item(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._top.lists or name == "text:list-header":
            return
        listed = self._top.lists[-1]
        given = attributes.get("text:start-value")
        listed.count = whole(given) if given else listed.count + 1
        listed.fresh = True

    def _say(self, words: str) -> None:
        here = self._top
        if self._is_hidden:
            return
        urls = self._urls or self._cited
        self._out.text(words, urls[-1] if urls else (), raised=bool(here.raised and here.raised[-1]))
        if self._top.title is not None:
            self._top.title.append(words)
