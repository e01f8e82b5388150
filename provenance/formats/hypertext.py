"""The HTML that office files become: one paragraph or table row a line, so that a line's number is the paragraph's.

It holds what bears on a check: paragraphs with their kinds, links, notes with the marks that lead to them, tables, pages. The first
character of a page is preceded by a tag that holds a form feed, which says "page" in a text and nothing in HTML. An empty link leads
where else the words of the link before it lead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from provenance.formats.outcomes import Refused

_BREAKS = re.compile("[\x0b\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\t\r\n\f ]+")
MAX_CHARACTERS = 2_000_000
"""Characters of text that are taken: some 800 book pages."""
MAX_TAGS = 100_000
"""Tags of the HTML: 50,000 paragraphs, or 25,000 with a link each."""
_MOST_PAGES = 20_000
_MOST_CONTAINERS = 24  # tables in tables: what stands deeper is told without its tags
_POWER = re.compile(r"[+\u2212-]?[0-9]{1,4}")
_MARKS = re.compile(r"\s?[\[(]?\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3}){0,20}[\])]?\s?")
_RAISED = str.maketrans("0123456789+-\u2212", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b")
PAGE = "<wbr\f>"


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is being written."""

    tags: tuple[str, ...]
    inner: list[str] = field(default_factory=list)
    urls: tuple[str, ...] = ()
    raised: bool = False
    words: bool = False
    boxes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    """A run of paragraphs: the body, a text box, a note."""

    lines: list[str] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    """The containers that are open, each with the number of lines before it."""
    waiting: list[str] = field(default_factory=list)
    paragraph: _Paragraph | None = None


class Hypertext:
    """Takes a document piece by piece and gives it back as HTML."""

    def __init__(self) -> None:
        self._flows = [_Flow()]
        self._notes: dict[str, list[str]] = {}
        self._marks: dict[str, int] = {}
        self._left = MAX_CHARACTERS
        self.pages = 1

    @property
    def _flow(self) -> _Flow:
        return self._flows[-1]

    def begin(self, *tags: str) -> None:
        """Begin a paragraph in these elements, outermost first, each perhaps with attributes: ``"ol"``, ``'li value="3"'``."""
        if self._flow.paragraph is not None:
            self.finish()
        self._flow.paragraph = _Paragraph(tags or ("p",))

    def become(self, *tags: str) -> None:
        """Give the open paragraph other elements."""
        if self._flow.paragraph is not None:
            self._flow.paragraph.tags = tags or ("p",)

    @property
    def is_open(self) -> bool:
        """Whether a paragraph is open."""
        return self._flow.paragraph is not None

    @property
    def has_words(self) -> bool:
        """Whether the open paragraph has words."""
        return self._flow.paragraph is not None and self._flow.paragraph.words

    def finish(self) -> None:
        """End the paragraph; one without words leaves nothing."""
        flow = self._flow
        paragraph, flow.paragraph = flow.paragraph, None
        if paragraph is None:
            return
        _unlink(paragraph)
        if paragraph.words:
            opening = "".join(f"<{tag}>" for tag in (*flow.waiting, *paragraph.tags))
            closing = "".join(f"</{tag.split(' ')[0]}>" for tag in reversed(paragraph.tags))
            flow.lines.append(opening + "".join(paragraph.inner) + closing)
            flow.waiting.clear()
        elif PAGE in paragraph.inner and flow.lines:
            flow.lines[-1] += PAGE
        flow.lines.extend(paragraph.boxes)

    def text(self, words: str, urls: tuple[str, ...] = (), *, raised: bool = False) -> None:
        """Add words to the paragraph.

        Parameters
        ----------
        words:
            The words.
        urls:
            Where they lead; a citation of several works leads to several addresses.
        raised:
            Whether they stand above the line: figures stay such (``10⁶``), so that no number grows by them.

        Raises
        ------
        Refused
            There are more than :data:`MAX_CHARACTERS` by now.
        """
        if not words:
            return
        self._left -= len(words)
        if self._left < 0:
            raise Refused(f"has more than {MAX_CHARACTERS:,} characters of text")
        paragraph = self._flow.paragraph
        if paragraph is None:
            self.begin()
            paragraph = self._flow.paragraph
            assert paragraph is not None
        if raised and not urls and _POWER.fullmatch(words):
            words, raised = words.translate(_RAISED), False
        raised = raised and bool(_MARKS.fullmatch(words))
        if (urls, raised) != (paragraph.urls, paragraph.raised):
            _unlink(paragraph, urls)
            if urls and urls != paragraph.urls:
                paragraph.inner.append(f'<a href="{_attribute(urls[0])}">')
            if raised:
                paragraph.inner.append("<sup>")
            paragraph.urls, paragraph.raised = urls, raised
        paragraph.words = paragraph.words or not words.isspace()
        paragraph.inner.append("<br>".join(_BLANKS.sub(" ", escape(part, quote=False)) for part in _BREAKS.split(words)))

    def label(self, words: str) -> None:
        """Put what stands before a list paragraph; by itself it makes no words."""
        if self._flow.paragraph is not None:
            self._flow.paragraph.inner.append(escape(words, quote=False))

    def line_break(self) -> None:
        """A new line in the paragraph."""
        if self._flow.paragraph is not None:
            self._flow.paragraph.inner.append("<br>")

    def page_break(self) -> None:
        """A new page begins here."""
        if self.pages >= _MOST_PAGES:
            return
        self.pages += 1
        if self._flow.paragraph is not None:
            self._flow.paragraph.inner.append(PAGE)
        elif self._flow.lines:
            self._flow.lines[-1] += PAGE

    def open(self, tag: str) -> None:
        """Open a container (``table``, ``tr``, ``td``, ``nav``) for the paragraphs to come."""
        self.finish()
        flow = self._flow
        told = len(flow.opened) < _MOST_CONTAINERS
        flow.opened.append((tag if told else "", len(flow.lines)))
        if told:
            flow.waiting.append(tag)

    def close(self) -> None:
        """Close the container opened last."""
        self.finish()
        flow = self._flow
        if not flow.opened:
            return
        tag, before = flow.opened.pop()
        if not tag:
            return
        if flow.waiting:
            flow.waiting.pop()  # nothing stood in it
            return
        flow.lines[-1] += f"</{tag}>"
        if tag == "tr":
            flow.lines[before:] = ["".join(flow.lines[before:])]

    def mark(self, note: str) -> None:
        """Put the mark of a note here, if the note has a text; marks are numbered in the order in which they come."""
        if not self._notes.get(note):
            return
        if not self.is_open:
            self.begin()
        paragraph = self._flow.paragraph
        assert paragraph is not None
        _unlink(paragraph)
        number = self._marks.setdefault(note, len(self._marks) + 1)
        paragraph.inner.append(f'<sup><a href="#note-{number}">[{number}]</a></sup>')
        paragraph.words = True

    def begin_apart(self) -> None:
        """Begin a text box or a note: its paragraphs are kept apart from what is open."""
        self._flows.append(_Flow())

    def end_box(self) -> None:
        """End a text box; it comes behind the paragraph that it stands in."""
        lines = self._take()
        if self._flow.paragraph is not None:
            self._flow.paragraph.boxes.extend(lines)
        else:
            self._flow.lines.extend(lines)

    def end_note(self, note: str) -> None:
        """End the text of a note; of two with one name the first that has words counts."""
        if lines := self._take():
            self._notes.setdefault(note, lines)

    def _take(self) -> list[str]:
        while self._flow.opened:
            self.close()
        self.finish()
        return self._flows.pop().lines

    def html(self) -> str:
        """The whole: the body, and behind it the notes that a mark leads to, in the order of their marks.

        Raises
        ------
        Refused
            It has more than :data:`MAX_TAGS`.
        """
        while len(self._flows) > 1:
            self.end_box()
        while self._flow.opened:
            self.close()
        self.finish()
        lines = list(self._flow.lines)
        for note, number in self._marks.items():
            text = [line.replace(PAGE, "") for line in self._notes[note]]  # they stand behind the last page, wherever they were printed
            text[0] = f'<ol><li value="{number}" id="note-{number}">' + text[0]
            text[-1] += "</li></ol>"
            lines.extend(text)
        html = "\n".join(lines)
        if html.count("<") > MAX_TAGS:  # those of the text are entities
            raise Refused(f"has more than {MAX_TAGS // 2:,} paragraphs, cells, links and notes")
        return html


def _unlink(paragraph: _Paragraph, urls: tuple[str, ...] = ()) -> None:
    """Close what is open around words; the link stays open if the words to come lead to the same ``urls``."""
    if paragraph.raised:
        paragraph.inner.append("</sup>")
        paragraph.raised = False
    if paragraph.urls and urls != paragraph.urls:
        paragraph.inner.append("</a>")
        paragraph.inner.extend(f'<a href="{_attribute(url)}"></a>' for url in paragraph.urls[1:])  # of the same words
        paragraph.urls = ()


def _attribute(url: str) -> str:
    return escape(" ".join(_BREAKS.sub(" ", url).split()), quote=True)
