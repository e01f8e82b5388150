"""HTML mail: which of its elements hold an answered mail, a signature, or a mail program's own lines.

Every mail program marks them in its own way; none of them is a standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from provenance.draft.file import File
from provenance.draft.html import read_tree
from provenance.draft.mailtext import about_quoted, is_mark
from provenance.draft.markup import Marked, clean, mark, tree
from provenance.draft.parts import Content

_SIGNATURE = re.compile(
    r"(?:^|\s)(?:gmail_signature\S{0,40}|moz-signature|AppleMailSignature|ms-outlook-mobile-signature|protonmail_signature_block\S{0,40}|x_?Signature|Signature)(?:\s|$)"
)
_QUOTE = re.compile(
    r"(?:^|\s)(?:x_)?(?:gmail_quote\S{0,40}|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|mail-editor-reference-message-container|mailru-blockquote)(?:\s|$)"
)
_ABOUT = re.compile(r"(?:^|\s)(?:x_)?(?:gmail_attr|moz-cite-prefix|moz-email-headers-table|moz-forward-container-header)(?:\s|$)")
_HEADERS = re.compile(r"(?:^|\s)(?:x_)?(?:divRplyFwdMsg|OutlookMessageHeader)(?:\s|$)")
_OUTLOOK_RULE = re.compile(r"border-top:\s?solid\s(?:#E1E1E1|#B5C4DF)", re.IGNORECASE)


def read_html(file: File, *, passed_on: bool, short: int) -> Content:
    """Read the HTML text of a mail.

    Parameters:
        file: the text, decoded.
        passed_on: whether the subject says that the mail is forwarded.
        short: characters of own words below which what is quoted is the draft.

    Raises:
        DraftError: it has too many tags or nests too deeply.
    """
    raw = file.text
    marked = mark(raw, 0, len(raw))
    soup = tree(marked)
    note = _tell_apart(soup, raw, marked, passed_on, short)
    content = read_tree(file, soup, marked)
    # a mail's title is its subject, and it has no address
    return replace(content, title=None, date=None, notes=(*content.notes, *([note] if note else [])))


def _tell_apart(soup: Any, raw: str, marked: Marked, passed_on: bool, short: int) -> str:
    """Mark in the tree what is not the writer's own; return a note on what is quoted, or nothing."""
    quotes: list[Any] = []
    about: list[Any] = []
    for tag in soup.find_all(True, limit=20_000):
        names = _names(tag)
        if _SIGNATURE.search(names):
            tag["data-component"] = "mail-signature"
        elif _ABOUT.search(names):
            about.append(tag)
        elif _HEADERS.search(names) or (tag.name == "div" and _OUTLOOK_RULE.search(str(tag.get("style") or "")[:500])):
            about.append(tag)
            quotes.extend(_following(tag))
        elif _QUOTE.search(names) or (tag.name == "blockquote" and str(tag.get("type") or "").lower() == "cite"):
            quotes.append(tag)
    quotes = _outermost(quotes)
    passed_on = passed_on or any(_says_forwarded(clean(raw, marked, tag.get_text())) for tag in [*about, *quotes])
    for tag in about:
        tag["data-component"] = "mail-reply"
    if passed_on or not quotes:
        return ""
    whole = len(clean(raw, marked, soup.get_text()))
    quoted = sum(len(clean(raw, marked, tag.get_text())) for tag in quotes)
    own = whole - quoted
    kept = own < short and quoted > own
    if not kept:
        for tag in quotes:
            tag["data-component"] = "mail-reply"
    return about_quoted(quoted, kept) if quoted else ""


def _names(tag: Any) -> str:
    return f"{' '.join(tag.get('class') or [])} {tag.get('id') or ''}"[:500]


def _following(tag: Any) -> list[Any]:
    """What stands behind a copied header: the mail that it belongs to. Outlook puts one or two elements around the header."""
    for _ in range(3):
        after = [sibling for sibling in tag.next_siblings if sibling.name]
        if after or tag.parent is None or tag.parent.name in ("body", "html", "[document]"):
            return after
        tag = tag.parent
    return []


def _outermost(tags: Iterable[Any]) -> list[Any]:
    chosen: dict[int, Any] = {}
    for tag in tags:
        if not any(id(parent) in chosen for parent in tag.parents):
            chosen[id(tag)] = tag
    return list(chosen.values())


def _says_forwarded(words: str) -> bool:
    head = re.split(r"(?<=[-–—])\s|:", words.strip()[:200], maxsplit=1)[0]
    return is_mark(head, "mail_forwarded")
