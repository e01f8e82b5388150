"""Word and OpenDocument texts: turned into HTML in a confined process, then read as HTML is.

A place's line is the number of the paragraph, counted from 1 without empty ones, notes included; a row of a table counts as one. Its
column is the character in that paragraph or row; its page the one on which Word or LibreOffice last laid it out, where the file says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from typing import Any

from provenance.draft.file import File
from provenance.draft.finish import finish
from provenance.draft.html import Pageful, footnotes
from provenance.draft.markup import mark, tree
from provenance.draft.parts import Content
from provenance.draft.places import Weave
from provenance.errors import DraftError
from provenance.formats.confined import confined
from provenance.formats.outcomes import Refused, TooLong, Unread
from provenance.model import DraftLink, Place

MEMORY = 384 * 1024**2
"""Bytes of address space for the process that reads a file: with its caller's share it stays under 512 MiB."""
SECONDS = 10.0
"""Seconds for it, so that with what comes after no file takes 15."""
_SAMPLE = 20_000
_FAR_APART = 7  # days between making and last change from which it matters which one counts


@dataclass(frozen=True, slots=True)
class Office:
    """The reader of an office format.

    Attributes:
        function: ``module:name`` of the function that turns its bytes into HTML, see :func:`provenance.formats.docx.to_html`.
        kind: what such a file is called, for messages.
    """

    function: str
    kind: str

    def __call__(self, file: File) -> Content:
        """Read a file's bytes.

        Raises:
            DraftError: it is damaged, protected, a bomb, or of another kind.
        """
        try:
            found = confined(self.function, file.body, seconds=SECONDS, memory=MEMORY)
        except Unread as error:
            raise DraftError(f"{self.kind} that {error}; {_advice(error)}") from None
        assert isinstance(found, dict)
        return read_found(found)


def _advice(error: Unread) -> str:
    words = str(error)
    if "password" in words:
        return "open it, save it without the password, and give that file"
    if isinstance(error, TooLong):
        return "split it, or save it as plain text (.txt) and give that file"
    if isinstance(error, Refused) and words.startswith("is a"):
        return "give the draft as a text document"
    return "open it, save it anew or as plain text (.txt), and give that file"


def read_found(found: dict[str, Any]) -> Content:
    """The content of a document that has been turned into HTML: see :func:`provenance.formats.docx.to_html` for the parts."""
    raw: str = found["html"]
    weave = Weave(raw)
    marked = mark(raw, 0, len(raw))
    pageful = Pageful(weave)
    pageful.read(tree(marked), marked)
    text, places = weave.finish()
    notes, signs, backs = footnotes(pageful)
    found_links = _of_the_same_words(pageful.links)
    blocks, links = finish(text, pageful.blocks, found_links, notes, signs, backs, [link.span for link in pageful.marks], pageful.raised)
    from provenance.language.identify import identify

    date, about_date = _date(found["created"], found["modified"])
    return Content(
        text,
        tuple(blocks),
        tuple(links),
        _by_paragraph(text, places),
        found["title"],
        # programs write the language of their own settings there, whatever the text's is: it only counts where the text leaves it open
        identify(text[:_SAMPLE], default=found["language"]).language,
        date,
        (*found["notes"], *about_date),
    )


def _of_the_same_words(links: Sequence[DraftLink]) -> list[DraftLink]:
    """Links with those that have no words of their own, as a citation of several works has them, given the words before them."""
    whole: list[DraftLink] = []
    for link in links:
        if not link.text and whole and whole[-1].text and whole[-1].span.end == link.span.start:
            link = replace(whole[-1], url=link.url)
        whole.append(link)
    return whole


def _by_paragraph(text: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Places with the column counted in the paragraph's own characters; a line of the HTML is a paragraph already."""
    counted: list[Place] = []
    line = start = 0
    for place in places:
        if place.line != line:
            line, start = place.line, place.offset
            while start < len(text) and text[start] == "\n":
                start += 1  # the blank line before the paragraph
        counted.append(replace(place, column=max(1, place.offset - start + 1)))
    return tuple(counted)


def _date(created: str | None, modified: str | None) -> tuple[Date | None, tuple[str, ...]]:
    """The day from which the draft's "Friday" counts: that of the last change, with a word where this may well be wrong."""
    made, changed = _day(created), _day(modified)
    if made and changed and abs((changed - made).days) >= _FAR_APART:
        note = f"dates such as 'Friday' count from {changed}, its last change; it was made on {made}: give --date if another day is meant"
        return changed, (note,)
    return changed or made, ()


def _day(words: str | None) -> Date | None:
    try:
        return Date.fromisoformat((words or "")[:10])
    except ValueError:
        return None
