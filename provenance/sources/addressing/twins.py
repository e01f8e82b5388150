"""AMP and mobile addresses, and the full page that they stand beside.

Many sites have given up their AMP pages and mobile hosts, while the article is still there at its own address. So where such an
address leads nowhere any more, the full page is asked for before an archive is. What is guessed is only the address: whether there
is a page at it, and what it says, is read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from provenance.model import Document, Extract, Status
from provenance.sources.addressing.canonical import memento, unwrapped
from provenance.sources.fetching.deadlines import Deadline

_GIVEN_UP = frozenset({Status.NOT_FOUND, Status.GONE, Status.SOFT_404, Status.REDIRECT_ERROR, Status.UNREACHABLE, Status.TLS_ERROR})
_NOTE = "This mobile or AMP address no longer leads to its page; the full page was read at its own address."

_HOST = re.compile(r"(?:m|mobile|mobil|touch|wap|amp)\.([^.:]+\..+)")
_MIDDLE = re.compile(r"([a-z]{2,3})\.m\.(.+)")  # en.m.wikipedia.org
_PATH = (
    (re.compile(r"^/amp(?=/[^/])"), ""),
    (re.compile(r"(?<=[^/])/amp/?$"), ""),
    (re.compile(r"\.amp(?=\.html?$|$)"), ""),
    (re.compile(r"/amp(?=/[^/]+$)"), ""),
)
_AMP_PARAMETER = re.compile(r"(?:amp(?:=(?:1|true)?)?|(?:outputType|output|view|mode)=amp)", re.I)


def full_addresses(url: str) -> tuple[str, ...]:
    """Where the full page of an AMP or mobile address may be, likeliest first; none for any other address."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc:
        return ()
    path = parts.path
    for pattern, instead in _PATH:
        path, changes = pattern.subn(instead, path, count=1)
        if changes:
            break
    kept = "&".join(part for part in parts.query.split("&") if not _AMP_PARAMETER.fullmatch(part))
    host = parts.netloc.lower()
    hosts = [host]
    middle, first = _MIDDLE.fullmatch(host), _HOST.fullmatch(host)
    if middle is not None:
        hosts = [f"{middle[1]}.{middle[2]}"]
    elif first is not None:
        hosts = [first[1]] if first[1].startswith("www.") else [f"www.{first[1]}", first[1]]
    if (path, kept, hosts) == (parts.path, parts.query, [host]):
        return ()
    return tuple(urlunsplit((parts.scheme, other, path or "/", kept, "")) for other in hosts)


def full_page(live: Document, once: Callable[[str, Deadline], Document], deadline: Deadline) -> Document:
    """The full page where a mobile or AMP address leads nowhere, else the document as it is.

    Parameters
    ----------
    live
        What became of the address that the draft cites.
    once
        Gets the page behind an address.
    deadline
        Of the source.
    """
    if live.source.status not in _GIVEN_UP or memento(live.source.url) is not None:
        return live
    for address in full_addresses(unwrapped(live.source.url)):
        found = once(address, deadline)
        if isinstance(found.content, Extract):
            note = " ".join(filter(None, [found.source.note, _NOTE]))
            final = found.source.final_url or address
            source = replace(found.source, id=live.source.id, url=live.source.url, final_url=final, status=Status.MOVED, note=note)
            return Document(source, found.content)
    return live
