"""What programs add to the HTML that they export or save: comments of reviewers, and a line on where a page was saved from."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

_SAVED = (
    re.compile(
        r"<!--\s{0,5}saved from url=\(\d{1,6}\)(\S{1,4000})\s{0,5}-->", re.IGNORECASE
    ),  # browsers, after Microsoft's Mark of the Web
    re.compile(r"<!--\s{0,5}Page saved with SingleFile\s{1,5}url:\s{0,5}(\S{1,4000})", re.IGNORECASE),
    re.compile(r"<!--\s{0,5}Saved from (\S{1,4000}) at ", re.IGNORECASE),  # monolith
    re.compile(r"<html\s[^>]{0,2000}?data-scrapbook-source=[\"'](\S{1,4000}?)[\"']", re.IGNORECASE),
)
_GOOGLE = re.compile(r"#?cmnt(?:_ref)?\d{1,6}")
_WORD = re.compile(r"#?_mso(?:com|anchor)_\d{1,6}")
_CLIMB = 12  # inline elements around an anchor
_LARGEST_NOTE = 400  # nodes
_INLINE = frozenset(("a", "sup", "sub", "span", "b", "i", "em", "strong", "small", "font", "u"))
_HOLDERS = frozenset(
    ("p", "div", "li", "dd", "dt", "td", "th", "aside", "section", "article", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)


def saved_from(raw: str) -> str:
    """The address that a saved page says it was saved from; empty if it does not say."""
    head = raw[:8_000]
    for pattern in _SAVED:
        match = pattern.search(head)
        if match and match[1].lower().startswith(("http://", "https://")):
            return match[1]
    return ""


def without_comments(soup: Any) -> tuple[str, ...]:
    """Take reviewers' comments out of an exported document, as Google Docs and Word write them; a note if there were any.

    They are remarks on the text and no part of it: neither is the mark at the place that they speak of.
    """
    taken: set[int] = set()
    count = 0
    for tag in soup.find_all("div", style=re.compile(r"mso-element:\s?comment", re.IGNORECASE), limit=5_000):
        count += "comment-list" not in str(tag.get("style"))
        tag.extract()
    for tag in soup.find_all("a", limit=100_000):
        lead = str(tag.get("href") or "")
        name = str(tag.get("id") or tag.get("name") or "")
        if id(tag) in taken or not (_GOOGLE.fullmatch(lead) or _WORD.fullmatch(lead)):
            continue
        if lead.startswith(("#cmnt_ref", "#_msoanchor")) or (name.startswith("_msocom") and not lead.startswith("#_msocom")):
            holder = note_holder(tag)
            taken.update(id(inside) for inside in holder.find_all("a"))
            holder.extract()
            count += 1
        else:
            outer = tag
            while outer.parent is not None and outer.parent.name in _INLINE and len(outer.parent.contents) == 1:
                outer = outer.parent
            outer.extract()
    if not count:
        return ()
    return (f"{count} comment{'s' if count > 1 else ''} in the margin {'are' if count > 1 else 'is'} no part of the text and left out",)


def note_holder(tag: Any) -> Any:
    """The element that holds the whole of a note, from the anchor or mark that begins it.

    Google Docs and Word name the note's number, not the note: its text stands behind the number, perhaps in several paragraphs of
    one ``div``.
    """
    holder = tag
    for _ in range(_CLIMB):
        if holder.parent is None or holder.name in _HOLDERS or holder.parent.name in ("body", "html", "[document]"):
            break
        holder = holder.parent
    outer = holder.parent
    if outer is None or outer.name not in ("div", "li", "aside", "dd", "td") or tag.name not in ("a", "sup"):
        return holder
    first = next(tag.stripped_strings, "")
    if not first or next(outer.stripped_strings, "") != first:
        return holder
    inside = list(islice(outer.descendants, _LARGEST_NOTE + 1))
    leads = sum(item.name == "a" and str(item.get("href") or "").startswith("#") for item in inside)
    return outer if leads <= 1 and len(inside) <= _LARGEST_NOTE else holder
