"""How long an answer may be used without asking again, and how to ask whether it still stands (RFC 9111, RFC 9110 section 13)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from provenance.config import MOST_SECONDS
from provenance.sources.fetching.transport import Headers, header
from provenance.sources.outcomes.siblings import is_made_up

DAY = 86_400.0
ALWAYS = MOST_SECONDS
#: Answers that are kept: whole pages, and the ways to them.
STORED = frozenset({200, 203, 301, 302, 303, 307, 308})
_MISSING = frozenset({404, 410})
_MEMENTO_PATH = re.compile(r"/\d{14}(?:[a-z]{2}_)?/")
_INDEX_PATH = re.compile(r"/cdx(?:/search/cdx)?$|/timemap/")


def is_stored(url: str, status: int, headers: Headers) -> bool:
    """Whether an answer may be kept at all.

    A failure is not, except that there is no made-up neighbour of a page and no robots.txt: those are asked for in every run.
    """
    if "no-store" in _directives(headers):
        return False
    return status in STORED or (status in _MISSING and _is_routine(url))


def lifetime(url: str, status: int, headers: Headers, now: float) -> float:
    """Seconds for which an answer may be used without asking.

    Parameters
    ----------
    url, status, headers
        The answer and where it came from.
    now
        Seconds since the epoch at which it came.

    Returns
    -------
    float
        What the server says (``Cache-Control``, else ``Expires``), at most a day: nothing is guessed where it says nothing.
        Copies in archives never change, so they last. Lists of copies, robots.txt (RFC 9309 section 2.4) and made-up
        neighbours last a day whatever the server says.
    """
    fixed = fixed_lifetime(url, status, headers)
    if fixed is not None:
        return fixed
    directives = _directives(headers)
    if "no-cache" in directives or "*" in header(headers, "Vary"):
        return 0.0
    seconds = _number(directives.get("max-age", ""))
    if seconds is None and (expires := header(headers, "Expires")):
        end, start = _moment(expires), _moment(header(headers, "Date"))
        seconds = max(end - (start if start is not None else now), 0.0) if end is not None else 0.0
    if seconds is None:
        return 0.0
    return min(max(seconds - (_number(header(headers, "Age")) or 0.0), 0.0), DAY)


def fixed_lifetime(url: str, status: int, headers: Headers) -> float | None:
    """The lifetime of an answer that has one by its nature; ``None`` for any other. See :func:`lifetime`."""
    if header(headers, "Memento-Datetime") and _MEMENTO_PATH.search(url) and status in (200, 203):
        return ALWAYS
    is_list = _INDEX_PATH.search(url.partition("?")[0]) or "link-format" in header(headers, "Content-Type").lower()
    if is_list or "accept-datetime" in header(headers, "Vary").lower() or _is_routine(url):
        return DAY
    return None


def conditions(headers: Headers) -> Headers:
    """The request headers that ask whether an answer with these headers still stands; none if it cannot be asked."""
    asked = []
    if etag := header(headers, "ETag"):
        asked.append(("If-None-Match", etag))
    if modified := header(headers, "Last-Modified"):
        asked.append(("If-Modified-Since", modified))
    return tuple(pair for pair in asked if len(pair[1]) < 500 and pair[1].isprintable() and pair[1].isascii())


def still_stands(kept: Headers, answer: Headers) -> bool:
    """Whether a 304 with the headers ``answer`` speaks of the stored answer with the headers ``kept``."""
    named, ours = _etag(header(answer, "ETag")), _etag(header(kept, "ETag"))
    return not named or not ours or named == ours


def updates(answer: Headers) -> Headers:
    """Those headers of a 304 that take the place of a stored answer's: dates and validators."""
    return tuple([pair for pair in answer if pair[0].lower() in _UPDATED])


def refreshed(kept: Headers, answer: Headers) -> Headers:
    """The headers of a stored answer after a 304 (RFC 9111 section 3.2): dates and validators are the new ones."""
    newer = {name.lower(): (name, value) for name, value in updates(answer)}
    rest = tuple(pair for pair in kept if pair[0].lower() not in newer)
    return (*rest, *newer.values())


_UPDATED = frozenset({"date", "age", "cache-control", "expires", "etag", "last-modified", "vary"})


def moment(headers: Headers, name: str) -> datetime | None:
    """The time in a header, in UTC; ``None`` if it holds none."""
    seconds = _moment(header(headers, name))
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _is_routine(url: str) -> bool:
    return url.endswith("/robots.txt") or is_made_up(url)


def _directives(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in header(headers, "Cache-Control").lower().split(","):
        name, _, value = part.strip().partition("=")
        found.setdefault(name.strip(), value.strip().strip('"'))
    return found


def _number(text: str) -> float | None:
    text = text.strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _moment(text: str) -> float | None:
    try:
        when = parsedate_to_datetime(text[:100])
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _etag(value: str) -> str:
    return value.strip().removeprefix("W/")
