"""Redirects written in HTML: pages that are only there to lead on (HTML standard, "pragma directives", refresh)."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

_LARGEST_PAGE = 50_000  # bytes of a page that may be no more than a redirect
_MOST_TEXT = 600  # characters of text on it
_LONGEST = 10.0  # seconds
_MOST_WRITTEN = 2500  # characters of a delay and an address

# what only browsers without scripts are told is no redirect of the page: many pages that need scripts do so
_NOT_SHOWN = re.compile(r"<(noscript|script|style|title)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_META = re.compile(r"<meta\b[^>]{0,3000}>", re.I)
_REFRESH = re.compile(r"\bhttp-equiv\s{0,5}=\s{0,5}[\"']?\s{0,5}refresh\b", re.I)
_CONTENT = re.compile(r"\bcontent\s{0,5}=\s{0,5}(?:\"([^\"]{1,2500})\"|'([^']{1,2500})'|([^\s\"'>]{1,2500}))", re.I)
_VALUE = re.compile(r"\s*(\d{1,5})(?:\.\d{0,3})?\s*[;,]\s*(?:url\s*=\s*)?(?:\"([^\"]+)|'([^']+)|([^\"'].*))", re.I | re.S)
_TAG = re.compile(r"<[^>]{0,5000}>")


def refresh_target(body: bytes, url: str, header: str = "") -> str | None:
    """Where a page leads that has no text of its own, only ``<meta http-equiv="refresh">`` or the ``Refresh`` header it stands for.

    A page with a text is read as it is, whatever it would show next, and so is one that reloads itself.

    Parameters
    ----------
    body
        The page.
    url
        Its address.
    header
        The value of its ``Refresh`` header, which browsers prefer.

    Returns
    -------
    str or None
        The target as the page writes it; ``None`` if the page is not such a redirect.
    """
    if len(body) > _LARGEST_PAGE:
        return None
    page = _NOT_SHOWN.sub(" ", body.decode("utf-8", "replace"))
    meta = next((tag for tag in _META.findall(page) if _REFRESH.search(tag)), None)
    content = _CONTENT.search(meta) if meta else None
    written = header or (html.unescape(next(filter(None, content.groups()))) if content else "")
    value = _VALUE.match(written[:_MOST_WRITTEN])
    if value is None or float(value[1]) > _LONGEST or len(" ".join(_TAG.sub(" ", page).split())) > _MOST_TEXT:
        return None
    target = next(filter(None, value.groups()[1:])).strip()
    return target if target and urljoin(url, target).split("#")[0] != url else None
