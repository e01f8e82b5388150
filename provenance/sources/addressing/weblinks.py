"""Links in headers and lists of links: ``Link`` (RFC 8288) and ``application/link-format`` (RFC 6690), as archives use them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINK = re.compile(
    r"<([^<>\s]{1,8192})>((?:\s{0,64};[^\S\n]{0,64}[\w*!#$&+.^`|~-]{1,64}(?:\s{0,8}=\s{0,8}(?:\"[^\"]{0,1024}\"|[^\s\",;<>]{0,1024}))?)*)"
)
_PARAMETER = re.compile(r";\s{0,64}([\w*!#$&+.^`|~-]{1,64})(?:\s{0,8}=\s{0,8}(?:\"([^\"]{0,1024})\"|([^\s\",;<>]{0,1024})))?")


@dataclass(frozen=True, slots=True)
class WebLink:
    """One link and what it is."""

    target: str
    rel: frozenset[str]
    """Its relation types, in lower case."""
    datetime: str = ""
    """The moment of a memento, as an HTTP date."""
    type: str = ""


def parse(text: str, *, most: int = 20_000) -> Iterator[WebLink]:
    """Read links one by one; what is no link is passed over.

    Parameters
    ----------
    most
        Links after which reading ends.
    """
    for number, match in enumerate(_LINK.finditer(text)):
        if number >= most:
            return
        values: dict[str, str] = {}
        for parameter in _PARAMETER.finditer(match[2]):
            values.setdefault(parameter[1].lower(), parameter[2] or parameter[3] or "")
        yield WebLink(match[1], frozenset(values.get("rel", "").lower().split()), values.get("datetime", ""), values.get("type", ""))
