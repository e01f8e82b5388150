"""Dated copies of pages, for when the page itself cannot be read any more.

An archive is asked through the same fetcher as everything else, so that guard, deadlines and cassettes hold for it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Date
from typing import Protocol
from urllib.parse import quote

from provenance.model import Status, Unavailable
from provenance.sources.canonical import identity, memento
from provenance.sources.fetch import Response

Fetch = Callable[[str], Response | Unavailable]
MOST_COPIES = 3
"""Copies of one page that are looked at before it is given up."""

_STAMP = re.compile(r"\d{14}")


@dataclass(frozen=True, slots=True)
class Copy:
    """An archived copy of a page."""

    url: str
    """Where its bytes are, without anything that the archive adds."""
    captured: str
    """ISO 8601 time in UTC."""


class Archive(Protocol):
    """A place that keeps dated copies of pages."""

    def copies(self, url: str, when: Date | None, fetch: Fetch, recorded: tuple[str, ...]) -> tuple[Copy, ...] | Unavailable:
        """Copies of a page, the nearest to a date first.

        Parameters
        ----------
        when
            The date wanted; the newest copies come first without one.
        fetch
            How to ask for an address.
        recorded
            Addresses that a cassette holds: copies among them need no index.

        Returns
        -------
        tuple
            Empty if the archive has none.
        Unavailable
            If the archive could not say.
        """


class Wayback:
    """The Internet Archive's Wayback Machine, through its CDX index and Memento addresses (RFC 7089).

    Parameters
    ----------
    base
        Where it stands: other archives that run its software (OpenWayback, pywb) answer the same way.
    """

    def __init__(self, base: str = "https://web.archive.org") -> None:
        self.base = base

    def query(self, url: str, when: Date | None) -> str:
        """The address of the index's answer."""
        nearest = f"&sort=closest&closest={when:%Y%m%d}" if when else ""
        limit = MOST_COPIES if when else -MOST_COPIES
        return (
            f"{self.base}/cdx/search/cdx?url={quote(identity(url), safe='')}&output=json&fl=timestamp,original,mimetype"
            f"&filter=statuscode:200&collapse=digest{nearest}&limit={limit}"
        )

    def copies(self, url: str, when: Date | None, fetch: Fetch, recorded: tuple[str, ...]) -> tuple[Copy, ...] | Unavailable:
        """See :class:`Archive`."""
        answer = fetch(self.query(url, when))
        if isinstance(answer, Response) and answer.status == 200:
            rows = _rows(answer.body)
            if rows is None:
                return Unavailable(url, Status.DECODE_ERROR, "the Wayback Machine's index gave no readable answer; try again later")
            found = [Copy(memento_url(original, stamp, base=self.base), captured_at(stamp)) for stamp, original in rows]
        else:
            found = _among(recorded, url)
            if not found:
                if isinstance(answer, Unavailable):
                    return answer
                return Unavailable(
                    url, Status.TEMPORARY, f"the Wayback Machine's index could not be read (HTTP {answer.status}); try again later"
                )
        if when:
            noon = datetime(when.year, when.month, when.day, 12, tzinfo=UTC)
            found.sort(key=lambda copy: (abs((_time(copy) - noon).total_seconds()), copy.captured))
        else:
            found.sort(key=lambda copy: copy.captured, reverse=True)
        return tuple(found[:MOST_COPIES])


#: The archives that are asked, in this order.
ARCHIVES: dict[str, Archive] = {"wayback": Wayback()}


def memento_url(url: str, captured: str, *, base: str = "https://web.archive.org") -> str:
    """The Wayback Machine's address of a page's unchanged bytes at a moment.

    Parameters
    ----------
    captured
        ISO 8601 time in UTC, or the archive's own fourteen digits.
    """
    stamp = re.sub(r"\D", "", captured)[:14].ljust(14, "0")
    return f"{base}/web/{stamp}id_/{url}"


def captured_at(stamp: str) -> str:
    """An archive's time stamp (up to fourteen digits) as ISO 8601."""
    digits = stamp + "00000101000000"[len(stamp) :]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"


def _rows(body: bytes) -> list[tuple[str, str]] | None:
    """Time stamps and addresses out of an index's answer; ``None`` if it is none."""
    if not body.strip():
        return []
    try:
        table = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(table, list):
        return None
    rows = [row for row in table if isinstance(row, list) and len(row) >= 2 and isinstance(row[0], str) and isinstance(row[1], str)]
    return [(row[0], row[1]) for row in rows if _STAMP.fullmatch(row[0])]


def _among(recorded: tuple[str, ...], url: str) -> list[Copy]:
    """Copies of a page among the addresses of a cassette that holds no index for it."""
    wanted = identity(url)
    found = []
    for address in recorded:
        named = memento(address)
        if named is not None and len(named[0]) >= 8 and identity(named[1]) == wanted:
            found.append(Copy(address, captured_at(named[0])))
    return found


def _time(copy: Copy) -> datetime:
    try:
        return datetime.fromisoformat(copy.captured)
    except ValueError:  # the index named an impossible moment
        return datetime(1, 1, 1, tzinfo=UTC)


def distance(copy: Copy, when: Date | None) -> str:
    """How far a copy is from the date wanted, in words."""
    if when is None:
        return "the newest readable copy"
    days = (_time(copy).date() - when).days
    if days == 0:
        return "the copy of the same day as the draft"
    side = "after" if days > 0 else "before"
    count = abs(days)
    return f"the nearest readable copy, {count} day{'s' if count != 1 else ''} {side} the draft's date"
