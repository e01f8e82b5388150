"""Text from drafts and pages, made harmless before it is shown.

A page may hold escape sequences, C1 controls or bidirectional overrides; on a terminal they move the cursor, set the title
or turn a line round (CVE-2021-42574). They are shown as visible stand-ins, one for one, so that offsets still count.
"""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TAG_CHARACTERS = re.compile("[\U000e0000-\U000e007f]")


def visible(text: str) -> str:
    """``text`` with every control but line feed and tab shown as U+FFFD, character for character."""
    return _TAG_CHARACTERS.sub("\ufffd", _SURROGATES.sub("\ufffd", _CONTROLS.sub(_stand_in, text)))


def one_line(text: str) -> str:
    """``text`` on one line, blanks run together, controls shown as U+FFFD."""
    return " ".join(visible(text).split())


def encodable(text: str) -> str:
    """``text`` with lone surrogates shown as U+FFFD, so that it can be written as UTF-8."""
    return _SURROGATES.sub("\ufffd", text)


def safe_href(url: str | None) -> str | None:
    """``url`` if a reader may follow it from a report (http, https), else ``None``."""
    if url is None:
        return None
    return url if re.match(r"https?://[^\s\\]+$", url, re.I) and not _CONTROLS.search(url) else None


def shorten(text: str, length: int) -> str:
    """``text`` on one line, cut at a word near ``length`` characters with an ellipsis."""
    flat = one_line(text)
    if len(flat) <= length:
        return flat
    cut = flat.rfind(" ", 0, length - 1)
    return flat[: cut if cut > length // 2 else length - 1].rstrip(" ,;:–—-") + "…"


def _stand_in(match: re.Match[str]) -> str:
    return " " if match.group() in "\r\x0b\x0c\x85" else "\ufffd"
