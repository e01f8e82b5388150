"""Where the links of one page lead."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from provenance.sources.extraction.metadata import absolute

_PLAIN = re.compile(r"https?://[a-zA-Z0-9.-]{1,253}(?::\d{1,5})?(?:[/?#]\S*)?(?<![#?])")
_ROOTED = re.compile(r"/[^/.\\\s][^\\\s]*(?<![#?])")


class Targets:
    """Absolute addresses of a page's links.

    Most links are whole addresses or paths from the site's root, which are told without taking every one of them apart.

    Parameters
    ----------
    base:
        The address against which relative ones count.
    """

    def __init__(self, base: str | None) -> None:
        self._base = base
        self._origin = ""
        try:
            parts = urlsplit(base or "")
        except ValueError:
            return
        if parts.scheme in ("http", "https") and parts.netloc:
            self._origin = f"{parts.scheme}://{parts.netloc}"

    def __call__(self, href: str) -> str | None:
        """The address that ``href`` leads to; ``None`` for a place on the page itself and what is no web address."""
        if "/." not in href:
            if self._origin and _ROOTED.fullmatch(href):
                return self._origin + href
            if _PLAIN.fullmatch(href):
                return href
        return None if href[:1] in ("", "#") else absolute(href, self._base)
