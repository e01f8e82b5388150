"""The text of a Word document, as its last reviser left it: insertions in, deletions out, comments left aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from provenance.formats.docx_paragraph import Paragraph
from provenance.formats.docx_styles import Numbering, Styles, is_on
from provenance.formats.fields import Field
from provenance.formats.hypertext import Hypertext
from provenance.formats.outcomes import Refused
from provenance.formats.symbols import symbol

_LEFT_OUT = frozenset(
    [
        "w:del",
        "w:moveFrom",
        "w:delText",
        "w:delInstrText",
        "w:rt",  # the reading above a word
        "w:sectPr",
        "w:altChunk",
        "w:subDoc",
        "w:ffData",
    ]
)
_SIGNS = {"w:noBreakHyphen": "\u2011", "w:tab": "\t", "w:ptab": "\t"}  # a soft hyphen is not seen, and would part a word
_TABLE = {"w:tbl": "table", "w:tr": "tr", "w:tc": "td"}
_MOST_FIELDS = 200
_RULES = frozenset(("separator", "continuationSeparator", "continuationNotice"))  # the lines above the notes of a page


class Body:
    """Is told of the XML of a text part (the document, its footnotes, its endnotes) and writes HTML.

    Parameters
    ----------
    out:
        Takes the HTML.
    styles, numbering, sources:
        Of the document; the sources are addresses by tag.
    """

    def __init__(self, out: Hypertext, styles: Styles, numbering: Numbering, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._out = out
        self._styles = styles
        self._numbering = numbering
        self.seen = False
        """Whether there was the body of a document."""
        self.title: str | None = None
        """The words of the first paragraph in the style of titles."""
        self._counts = {"revised": 0, "comments": 0, "embedded": 0}
        self.part({})

    def part(self, links: Mapping[str, str]) -> None:
        """Begin a part.

        Parameters
        ----------
        links:
            Addresses of its hyperlinks by relationship id.
        """
        self._links = links
        self._here = [Paragraph()]
        self._path: list[str] = []
        self._skip = 0  # depth inside what is left out
        self._chosen: list[bool] = []
        self._urls: list[tuple[str, ...]] = []
        self._simple: list[int] = []
        self._silent_run = self._raised = False
        self._note = ""

    def told(self) -> Iterable[str]:
        """What had to be decided, a sentence each."""
        if self._counts["revised"]:
            yield "tracked changes were read as accepted"
        if self._counts["comments"]:
            yield "comments were left out"
        if self._counts["embedded"]:
            yield "other files that it embeds as a whole (altChunk, subDoc) were left out"

    # ---- what the parser tells -------------------------------------------------------------------------------------

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(name)
        if self._skip:
            self._skip += 1
        elif name in _LEFT_OUT or name.endswith("Change") or (self._chosen and self._chosen[-1] and name in ("mc:Choice", "mc:Fallback")):
            self._leave_out(name)
        elif begin := _BEGIN.get(name):
            begin(self, attributes)
        elif name in _SIGNS:
            if self._path[-2:-1] == ["w:r"]:  # in a paragraph's properties a tab is a stop, not a character
                self._say(_SIGNS[name])
        elif name in _TABLE:
            self._finish()
            self._out.open(_TABLE[name])

    def end(self, name: str) -> None:
        """An element ends."""
        self._path.pop()
        if self._skip:
            self._skip -= 1
        elif finish := _END.get(name):
            finish(self)
        elif name in _TABLE:
            self._finish()
            self._out.close()

    def words(self, text: str) -> None:
        """Characters."""
        if self._skip or not self._path:
            return
        if self._path[-1] in ("w:t", "m:t"):
            self._say(text)
        elif self._path[-1] == "w:instrText" and self._top.fields and not self._top.fields[-1].shows:
            self._top.fields[-1].add(text)

    # ---- what is left out ------------------------------------------------------------------------------------------

    @property
    def _top(self) -> Paragraph:
        return self._here[-1]

    def _leave_out(self, name: str) -> None:
        self._skip = 1
        if name in ("w:del", "w:moveFrom"):
            self._counts["revised"] += 1
            if self._path[-3:-1] == ["w:pPr", "w:rPr"]:
                self._top.joins = True
            else:
                self._drop("w:tr", "w:trPr")
        elif name in ("w:altChunk", "w:subDoc"):
            self._counts["embedded"] += 1

    def _drop(self, *names: str) -> None:
        """Leave out the rest of the element above, where this one is a property of its: the names are the element's and of its properties."""
        if self._path[-3:-1] == [*names]:
            self._skip = 3
            if names[0] in _TABLE:
                self._out.close()

    def _deleted_cell(self, attributes: Mapping[str, str]) -> None:
        self._counts["revised"] += 1
        self._drop("w:tc", "w:tcPr")

    def _inserted(self, attributes: Mapping[str, str]) -> None:
        self._counts["revised"] += 1

    def _comment(self, attributes: Mapping[str, str]) -> None:
        self._counts["comments"] += 1

    def _placeholder(self, attributes: Mapping[str, str]) -> None:
        if is_on(attributes):
            self._drop("w:sdt", "w:sdtPr")  # "Click here to enter text"

    # ---- paragraphs ------------------------------------------------------------------------------------------------

    def _body(self, attributes: Mapping[str, str]) -> None:
        self.seen = True

    def _paragraph(self, attributes: Mapping[str, str]) -> None:
        before = self._top
        self._here[-1] = Paragraph(fields=[known for known in before.fields if known.shows])
        if not (before.joins and self._out.is_open):
            self._out.begin()

    def _end_paragraph(self) -> None:
        here = self._top
        # an instruction ends with its paragraph: one that is never closed must not swallow the rest
        here.fields[:] = [known for known in here.fields if known.shows]
        if here.joins:
            return
        if not here.settled:
            self._settle()
        if here.title and self.title is None and not self._note:
            self.title = " ".join("".join(here.title).split()) or None
        self._finish()

    def _finish(self) -> None:
        """End the paragraph that is open, even one whose mark is deleted."""
        self._top.joins = False
        self._out.finish()

    def _settle(self) -> None:
        """Say what the paragraph is, once its properties are known."""
        here = self._top
        tags, label = here.settle(self._styles, self._numbering)
        self._out.become(*tags)
        if label and not self._out.has_words:
            self._out.label(label)

    def _property(self, attributes: Mapping[str, str]) -> None:
        self._top.take(self._path[-1], attributes)

    # ---- runs ------------------------------------------------------------------------------------------------------

    def _run(self, attributes: Mapping[str, str]) -> None:
        self._silent_run = self._raised = False

    def _height(self, attributes: Mapping[str, str]) -> None:
        if self._path[-3:-1] == ["w:r", "w:rPr"]:
            self._raised = attributes.get("w:val") == "superscript"

    def _vanish(self, attributes: Mapping[str, str]) -> None:
        if self._path[-3:-1] == ["w:r", "w:rPr"] and is_on(attributes):
            self._silent_run = True

    def _run_style(self, attributes: Mapping[str, str]) -> None:
        if self._path[-3:-1] == ["w:r", "w:rPr"] and self._styles.hides(attributes.get("w:val", "")):
            self._silent_run = True

    def _say(self, words: str) -> None:
        here = self._top
        if not all(known.shows for known in here.fields):
            return  # part of an instruction
        if not here.settled and not here.joins:
            self._settle()
        if self._silent_run or here.hidden:
            return
        urls = self._urls[-1] if self._urls else ()
        urls = urls or next((known.urls for known in reversed(here.fields) if known.urls), ())
        self._out.text(words, urls, raised=self._raised)
        if here.title is not None:
            here.title.append(words)

    def _symbol(self, attributes: Mapping[str, str]) -> None:
        self._say(symbol(attributes.get("w:font", ""), attributes.get("w:char", "")))

    def _break(self, attributes: Mapping[str, str]) -> None:
        self._out.line_break()

    def _page(self, attributes: Mapping[str, str]) -> None:
        if not self._note:
            self._out.page_break()

    # ---- links, fields, notes, boxes -------------------------------------------------------------------------------

    def _hyperlink(self, attributes: Mapping[str, str]) -> None:
        target = self._links.get(attributes.get("r:id", ""), "")
        place = attributes.get("w:anchor", "")
        whole = f"{target}#{place}" if target and place and "#" not in target else target
        self._urls.append((whole,) if whole else ())

    def _end_hyperlink(self) -> None:
        self._urls.pop()

    def _field_sign(self, attributes: Mapping[str, str]) -> None:
        fields = self._top.fields
        kind = attributes.get("w:fldCharType")
        if kind == "begin":
            if len(fields) >= _MOST_FIELDS:
                raise Refused("nests fields deeper than any document does")
            fields.append(Field())
        elif kind == "separate" and fields:
            fields[-1].show(self._sources)
        elif kind == "end" and fields:
            fields.pop()

    def _simple_field(self, attributes: Mapping[str, str]) -> None:
        fields = self._top.fields
        self._simple.append(len(fields))
        fields.append(Field([attributes.get("w:instr", "")]))
        fields[-1].show(self._sources)

    def _end_simple_field(self) -> None:
        del self._top.fields[self._simple.pop() :]

    def _mark(self, attributes: Mapping[str, str]) -> None:
        kind = "footnote" if self._path[-1] == "w:footnoteReference" else "endnote"
        here = self._top
        if not here.settled and not here.joins:
            self._settle()
        if not (self._silent_run or here.hidden or self._note):
            self._out.mark(f"{kind} {attributes.get('w:id')}")
        if is_on({"w:val": attributes.get("w:customMarkFollows", "0")}):
            self._silent_run = True  # the sign that its author chose for it: ours stands there already

    def _begin_note(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("w:type") in _RULES:
            self._skip = 1
            return
        if len(self._path) != 2:
            return  # a note stands in its own part, right under the root
        self._note = f"{self._path[-1].removeprefix('w:')} {attributes.get('w:id')}"
        self._out.begin_apart()
        self._here.append(Paragraph())

    def _end_note(self) -> None:
        if len(self._path) != 1 or not self._note:
            return
        self._here.pop()
        self._out.end_note(self._note)
        self._note = ""

    def _begin_box(self, attributes: Mapping[str, str]) -> None:
        self._out.begin_apart()
        self._here.append(Paragraph())

    def _end_box(self) -> None:
        self._here.pop()
        self._out.end_box()

    def _alternatives(self, attributes: Mapping[str, str]) -> None:
        self._chosen.append(False)

    def _choice(self, attributes: Mapping[str, str]) -> None:
        if self._chosen:
            self._chosen[-1] = True

    def _end_alternatives(self) -> None:
        self._chosen.pop()


_BEGIN: dict[str, Callable[[Body, Mapping[str, str]], None]] = {
    "w:body": Body._body,
    "w:p": Body._paragraph,
    "w:pStyle": Body._property,
    "w:outlineLvl": Body._property,
    "w:numId": Body._property,
    "w:ilvl": Body._property,
    "w:r": Body._run,
    "w:vanish": Body._vanish,
    "w:vertAlign": Body._height,
    "w:framePr": Body._property,
    "w:rStyle": Body._run_style,
    "w:sym": Body._symbol,
    "w:br": Body._break,
    "w:cr": Body._break,
    "w:lastRenderedPageBreak": Body._page,
    "w:hyperlink": Body._hyperlink,
    "w:fldChar": Body._field_sign,
    "w:fldSimple": Body._simple_field,
    "w:footnoteReference": Body._mark,
    "w:endnoteReference": Body._mark,
    "w:footnote": Body._begin_note,
    "w:endnote": Body._begin_note,
    "w:txbxContent": Body._begin_box,
    "w:ins": Body._inserted,
    "w:moveTo": Body._inserted,
    "w:cellDel": Body._deleted_cell,
    "w:commentReference": Body._comment,
    "w:showingPlcHdr": Body._placeholder,
    "mc:AlternateContent": Body._alternatives,
    "mc:Choice": Body._choice,
}
_END: dict[str, Callable[[Body], None]] = {
    "w:p": Body._end_paragraph,
    "w:hyperlink": Body._end_hyperlink,
    "w:fldSimple": Body._end_simple_field,
    "w:footnote": Body._end_note,
    "w:endnote": Body._end_note,
    "w:txbxContent": Body._end_box,
    "mc:AlternateContent": Body._end_alternatives,
}
