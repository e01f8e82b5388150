"""Dated copies of pages: what an archive is asked, and the Wayback Machine.

An archive is asked through the same fetcher as everything else, so that guard, deadlines, cassettes and stored captures hold
for it too. Other archives that speak the Memento protocol are in :mod:`provenance.sources.archives.timegates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import date as Date
from typing import Protocol

from provenance.model import Status, Unavailable
from provenance.sources.addressing.canonical import identity, memento
from provenance.sources.archives.asking import Fetch

MOST_COPIES = 3
"""Copies of one page that are looked at before it is given up."""
_MONTHS = 600
"""Rows of an index with one copy a month that are read."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An archived copy of a page."""

    url: str
    """Where its bytes are, if possible without anything that the archive adds."""
    captured: str
    """ISO 8601 time in UTC."""

    @property
    def time(self) -> datetime:
        """When it was captured."""
        try:
            return datetime.fromisoformat(self.captured)
        except ValueError:  # the index named an impossible moment
            return datetime(1, 1, 1, tzinfo=UTC)


class Archive(Protocol):
    """A place that keeps dated copies of pages."""

    per_minute: float
    """How often its index may be asked."""

    def copies(
        self, url: str, when: Date | None, fetch: Fetch, recorded: tuple[str, ...] = (), *, window: int = 180
    ) -> tuple[Copy, ...] | Unavailable:
        """Copies of a page, the nearest to a date first.

        Parameters
        ----------
        when
            The date wanted; the newest copies come first without one.
        fetch
            How to ask for an address.
        recorded
            Addresses that a cassette holds: copies among them need no index.
        window
            Days before and after ``when`` in which a copy is of use. If there is none, copies outside of it may be named.

        Returns
        -------
        tuple
            At most :data:`MOST_COPIES`; empty if the archive has none.
        Unavailable
            If the archive could not say.
        """


class Wayback:
    """The Internet Archive's Wayback Machine: its CDX index through the ``wayback`` library, its copies as mementos (RFC 7089).

    The library puts the questions and reads the answers; :mod:`provenance.sources.archives.waybackclient` has it send them through our
    fetcher. It knows no search for the nearest copy, so one copy a day in the window is asked for; its fetching of copies is
    not used, since pages are read, judged and stored here like any others.

    Parameters
    ----------
    base
        Where it stands.
    """

    per_minute = 24.0

    def __init__(self, base: str = "https://web.archive.org") -> None:
        self.base = base

    def query(self, url: str, when: Date | None, *, window: int = 180) -> str:
        """The address of the index's answer to :meth:`copies`."""
        from provenance.sources.archives.waybackclient import address

        return address(**_search(url, when, window))

    def query_of_all(self, url: str) -> str:
        """The address of the index's answer about copies of any time."""
        from provenance.sources.archives.waybackclient import address

        return address(**_everything(url))

    def copies(
        self, url: str, when: Date | None, fetch: Fetch, recorded: tuple[str, ...] = (), *, window: int = 180
    ) -> tuple[Copy, ...] | Unavailable:
        """See :class:`Archive`."""
        from provenance.sources.archives.waybackclient import search

        rows = search(self._based(fetch), **_search(url, when, window))
        if rows == () and when is not None:
            # nothing near the date: where there is a copy at all, a reader can be told
            further = search(self._based(fetch), **_everything(url))
            rows = () if isinstance(further, Unavailable) else further
        if isinstance(rows, Unavailable):
            return nearest(_among(recorded, url), when) or rows
        distinct: dict[str, list[Copy]] = {}
        for row in rows:
            distinct.setdefault(row.digest, []).append(Copy(memento_url(row.original, row.captured, base=self.base), row.captured))
        # of copies with the same bytes one is enough to read
        return nearest((nearest(same, when)[0] for same in distinct.values()), when)

    def _based(self, fetch: Fetch) -> Fetch:
        return lambda url, headers=(): fetch(url.replace("https://web.archive.org", self.base, 1), headers)


def _search(url: str, when: Date | None, window: int) -> dict[str, object]:
    asked: dict[str, object] = {"url": identity(url), "filter_field": "statuscode:200"}
    if when is None:
        return {**asked, "limit": -10 * MOST_COPIES}
    first, last = _moved(when, -window), _moved(when, window)
    days = {"from_date": f"{first:%Y%m%d}", "to_date": f"{last:%Y%m%d}", "collapse": "timestamp:8"}
    return {**asked, **days, "limit": (last - first).days + 1}


def _everything(url: str) -> dict[str, object]:
    return {"url": identity(url), "filter_field": "statuscode:200", "collapse": "timestamp:6", "limit": _MONTHS}


def _moved(when: Date, days: int) -> Date:
    # no archive is older than the web
    try:
        return max(when + timedelta(days=days), Date(1990, 1, 1))
    except OverflowError:
        return Date.max if days > 0 else Date(1990, 1, 1)


def nearest(copies: Iterable[Copy], when: Date | None) -> tuple[Copy, ...]:
    """At most :data:`MOST_COPIES` of some copies, the nearest to a date first, or the newest without one."""
    if when is None:
        return tuple(sorted(copies, key=lambda copy: copy.captured, reverse=True)[:MOST_COPIES])
    noon = datetime(when.year, when.month, when.day, 12, tzinfo=UTC)
    return tuple(sorted(copies, key=lambda copy: (abs((copy.time - noon).total_seconds()), copy.captured))[:MOST_COPIES])


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


def _among(recorded: tuple[str, ...], url: str) -> list[Copy]:
    """Copies of a page among the addresses of a cassette that holds no index for it."""
    wanted = identity(url)
    found = []
    for address in recorded:
        named = memento(address)
        if named is not None and len(named[0]) >= 8 and identity(named[1]) == wanted:
            found.append(Copy(address, captured_at(named[0])))
    return found


def days_from(copy: Copy, when: Date) -> int:
    """Days from a date to a copy; negative if the copy is older."""
    return (copy.time.date() - when).days


def distance(copy: Copy, when: Date | None) -> str:
    """How far a copy is from the date wanted, in words."""
    if when is None:
        return "the newest readable copy"
    days = days_from(copy, when)
    if days == 0:
        return "the copy of the same day as the draft"
    return f"the nearest readable copy, {counted(days)} the draft's date"


def counted(days: int) -> str:
    """``3 days before``, ``1 day after``."""
    return f"{abs(days):,} day{'s' if abs(days) != 1 else ''} {'after' if days > 0 else 'before'}"


#: See :class:`Status`: what an archive's failing status code means for a search.
FAILED: dict[int, Status] = {401: Status.BLOCKED, 403: Status.BLOCKED, 405: Status.BLOCKED, 429: Status.RATE_LIMITED}
