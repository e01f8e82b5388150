"""Web addresses standing in a text as they are, found with exact ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from provenance.model import Span

if TYPE_CHECKING:
    from linkify_it import LinkifyIt

MAX_LENGTH = 2083  # what browsers take; longer runs are no address that anybody wrote

_START = re.compile(r"(?<![\w/.@-])(?:https?|ftp)(?::/{1,3}|%3A%2F%2F)(?=\w|\[)|(?<![\w/.@:-])www\.(?=\w)", re.IGNORECASE)
_BODY = re.compile(r"[^\s<>\"“”„«»‹›‟`\\^|\x00-\x1f\u2060\ufffe]{1,2083}")
_TRAILING = ".,;:!?…'’‘*_~·-–—。、，；：！？"
_BRACKETS = {")": "(", "]": "[", "}": "{", "）": "（", "】": "【", "」": "「", "』": "『"}
_WRAP_END = tuple("/-_=&?%+#.~")
_WRAP_NEXT = re.compile(r"[ \t]{0,8}(?P<rest>[\w\-./?=&%#~+:;,@!$*()]{1,400})[ \t]{0,8}(?=\r?\n|\r|\Z)")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a text.

    Attributes:
        url: what to open: the address as written, with a missing scheme added, a broken one mended, and a line break inside undone.
        span: the characters that it was written with.
    """

    url: str
    span: Span


@cache
def _linkify() -> LinkifyIt:
    from linkify_it import LinkifyIt

    # Fuzzy links would take file.py and e.g.the for addresses.
    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


def addresses(text: str, start: int = 0, end: int | None = None, *, wrapped: bool = False) -> tuple[Address, ...]:
    """The web addresses that stand in ``text[start:end]`` as they are.

    Parameters:
        text: any text.
        start, end: the run to look in.
        wrapped: whether an address may go on in the next line, as in what comes out of a PDF.

    Returns:
        They, in order, not overlapping. A full stop, comma, closing bracket or quotation mark that belongs to the sentence is
        not part of one; a bracket that the address itself opens is.
    """
    stop = len(text) if end is None else end
    found: list[Address] = []
    position = start
    while match := _START.search(text, position, stop):
        body = _BODY.match(text, match.start(), min(stop, match.start() + MAX_LENGTH))
        last = _trim(text, match.start(), body.end()) if body else match.end()
        if last <= match.end() or last - match.start() >= MAX_LENGTH:
            position = max(match.end(), body.end() if body else 0)
            continue
        written = text[match.start() : last]
        if wrapped and body and last >= body.end() - 1:
            written, last = _unwrap(text, written, match.start(), body.end(), last, stop)
        url = _mend(written)
        if url is not None:
            found.append(Address(url, Span(match.start(), last)))
        position = max(last, match.end())
    return tuple(found)


def _trim(text: str, start: int, end: int) -> int:
    """The end of the address without what belongs to the sentence around it."""
    while end > start:
        last = text[end - 1]
        if (last in _TRAILING and not (last in "-_~" and end - 2 >= start and text[end - 2].isalnum())) or (
            last in _BRACKETS and text.count(last, start, end) > text.count(_BRACKETS[last], start, end)
        ):
            end -= 1
        elif end - 2 > start and text[end - 2] in "'’" and last == "s":  # https://example.org's
            end -= 2
        else:
            break
    return end


def _unwrap(text: str, written: str, start: int, body_end: int, last: int, stop: int) -> tuple[str, int]:
    """The address with what stands of it in the next line, if that line can be nothing else."""
    line_break = _LINE_BREAK.match(text, body_end, stop)
    if not line_break:
        return written, last
    rest = _WRAP_NEXT.match(text, line_break.end(), stop)
    if not rest or _START.match(rest["rest"]) or not any(sign in rest["rest"] for sign in "/-_=&%0123456789"):
        return written, last
    whole = text[start:body_end]
    if not whole.endswith(_WRAP_END) and not re.search(r"[/=&%]|\.s?html?$|\d{4}|-\w+-", rest["rest"]):
        return written, last
    if re.fullmatch(r"\W{0,3}\d{1,4}\W{0,3}", rest["rest"]):  # a page number, not the end of an address
        return written, last
    tail = _trim(text, rest.start("rest"), rest.end("rest"))
    return whole + text[rest.start("rest") : tail], tail


def _mend(written: str) -> str | None:
    """An address that can be opened, or ``None`` if its host is none."""
    url = written
    if "%3a%2f%2f" in url[:14].lower():
        url = unquote(url)
    scheme = re.match(r"(https?|ftp):/{1,3}", url, re.IGNORECASE)
    if scheme is None:
        url = "https://" + url
    elif not scheme[0].endswith("//") or scheme[0].endswith("///"):
        url = f"{scheme[1]}://{url[scheme.end() :]}"
    host = re.split(r"[/?#]", url.split("://", 1)[1], maxsplit=1)[0]
    if host.startswith("["):
        return url if re.fullmatch(r"(?:[^@]{0,200}@)?\[[0-9A-Fa-f:.]{2,60}\](?::\d{1,5})?", host) else None
    schema = url.split("://", 1)[0].lower() + ":"
    if "." not in host and not re.fullmatch(r"(?:[^@]{0,200}@)?localhost(?::\d{1,5})?", host):  # "https:/x": too little to mend
        return None
    return url if _linkify().test_schema_at(url, schema, len(schema)) > 2 else None
