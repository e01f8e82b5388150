"""Links that open a page at a passage: URL fragment text directives (WICG Scroll to Text Fragment), and in PDF the page (RFC 8118)."""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag

EDGE_WORDS = 4
SHORT = 60


def fragment_link(url: str, passage: str, page: int | None = None) -> str | None:
    """The address that opens ``url`` at ``passage``.

    Parameters
    ----------
    url:
        The address that was read; its own fragment is dropped.
    passage:
        The words to scroll to, as they stand in the page.
    page:
        The page that they stand on, from 1, where the source has pages: readers of PDF know no text directives.

    Returns
    -------
    The link, or ``None`` if ``url`` is no web address or the passage has no words. A long passage is named by its first and
    last words, so that a note or picture in its middle does not break the link.
    """
    if not re.match(r"https?://", url, re.I):
        return None
    words = passage.split()
    if not any(re.search(r"\w", word) for word in words):
        return None
    if page is not None:
        return f"{urldefrag(url).url}#page={page}"
    # a directive cannot run over paragraphs unless it names both ends
    if len(passage) <= SHORT and "\n" not in passage:
        directive = _encode(" ".join(words))
    elif len(words) > 2 * EDGE_WORDS:
        directive = f"{_encode(' '.join(words[:EDGE_WORDS]))},{_encode(' '.join(words[-EDGE_WORDS:]))}"
    else:
        directive = _encode(" ".join(words))
    return f"{urldefrag(url).url}#:~:text={directive}"


def _encode(words: str) -> str:
    # "-", "," and "&" part the pieces of a directive, and quote() leaves "-" alone
    return quote(words.encode("utf-8", "replace"), safe="").replace("-", "%2D")
