"""Archives that speak the Memento protocol (RFC 7089): a TimeGate leads to the copy nearest to a date, a TimeMap lists them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from datetime import date as Date
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin

from provenance.errors import UsageError
from provenance.model import Status, Unavailable
from provenance.sources.addressing.canonical import identity
from provenance.sources.addressing.weblinks import WebLink, parse
from provenance.sources.archives.archive import FAILED, Archive, Copy, Wayback, nearest
from provenance.sources.archives.asking import Fetch
from provenance.sources.fetching.response import Response

_LIST_BYTES = 4 << 20
"""Bytes of a TimeMap that are read."""
_PAGES = 3
"""TimeMaps of one page that are asked for: long ones come in parts."""
_REWRITTEN = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/(?=https?:/)")


class TimeGate:
    """One archive behind the address of its TimeGate.

    Parameters
    ----------
    gate
        Address to which that of a page is appended, or in whose ``{url}`` it is put.
    unchanged
        Whether ``id_`` behind a copy's time stamp gives the bytes as they were captured, as OpenWayback and pywb have it.
    """

    per_minute = 24.0

    def __init__(self, gate: str, *, unchanged: bool = False) -> None:
        self.gate = gate
        self.unchanged = unchanged

    def query(self, url: str) -> str:
        """The address that is asked, together with ``Accept-Datetime``."""
        page = identity(url)
        return self.gate.replace("{url}", page) if "{url}" in self.gate else self.gate + page

    def copies(
        self, url: str, when: Date | None, fetch: Fetch, recorded: tuple[str, ...] = (), *, window: int = 180
    ) -> tuple[Copy, ...] | Unavailable:
        """See :class:`provenance.sources.archives.archive.Archive`."""
        noon = datetime(when.year, when.month, when.day, 12, tzinfo=UTC) if when else None
        answer = fetch(self.query(url), (("Accept-Datetime", format_datetime(noon, usegmt=True)),) if noon else ())
        if isinstance(answer, Unavailable):
            return answer
        links = tuple(parse(answer.header("Link"), most=200))
        captured = answer.header("Memento-Datetime")
        if not captured and answer.status != 200:
            if answer.status in (404, 410):
                return ()
            status = FAILED.get(answer.status, Status.TEMPORARY)
            return Unavailable(url, status, f"the archive could not be asked (HTTP {answer.status}); try again later")
        if not _is_of(links, url):
            return ()
        found = list(_mementos(links, answer.final_url))
        if captured and (copy := _copy(answer.final_url, captured)) is not None:
            found.append(copy)
        listed = [urljoin(answer.final_url, link.target) for link in links if "timemap" in link.rel]
        if not captured and listed:
            found += self._listed(listed[0], when, fetch)
        unique = {copy.url: copy for copy in (self._plain(copy) for copy in found)}
        return nearest(unique.values(), when)

    def _listed(self, timemap: str, when: Date | None, fetch: Fetch) -> list[Copy]:
        found: list[Copy] = []
        waiting, seen = [timemap], set[str]()
        while waiting and len(seen) < _PAGES:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            answer = fetch(address)
            if not isinstance(answer, Response) or answer.status != 200:
                continue
            links = tuple(parse(answer.body[:_LIST_BYTES].decode("utf-8", "replace")))
            found += _mementos(links, address)
            waiting += [urljoin(address, link.target) for link in links if "timemap" in link.rel and "self" not in link.rel]
        return found

    def _plain(self, copy: Copy) -> Copy:
        return Copy(_REWRITTEN.sub(r"/\1id_/", copy.url, count=1), copy.captured) if self.unchanged else copy


def _is_of(links: Iterable[WebLink], url: str) -> bool:
    """Whether an answer speaks of the page asked for, as far as it says of which."""
    originals = [link.target for link in links if "original" in link.rel]
    return not originals or any(_bare(target) == _bare(url) for target in originals)


def _bare(url: str) -> str:
    # archives take http and https, with and without www, for one address
    return re.sub(r"^https?://(?:www\d?\.)?", "", identity(url)).rstrip("/")


def _mementos(links: Iterable[WebLink], base: str) -> list[Copy]:
    found = (_copy(urljoin(base, link.target), link.datetime) for link in links if "memento" in link.rel and link.datetime)
    return [copy for copy in found if copy is not None]


def _copy(url: str, moment: str) -> Copy | None:
    captured = iso(moment)
    return Copy(url, captured) if captured else None


def iso(moment: str) -> str:
    """An HTTP date as ISO 8601 in UTC; empty if it is none."""
    try:
        when = parsedate_to_datetime(moment[:100])
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


#: The archives that have a name; any other is named by the address of its TimeGate.
ARCHIVES: dict[str, Archive] = {
    "wayback": Wayback(),
    "archive.today": TimeGate("https://archive.today/timegate/"),
    "perma.cc": TimeGate("https://perma.cc/timegate/"),
    "loc": TimeGate("https://webarchive.loc.gov/all/", unchanged=True),
    "uk-government": TimeGate("https://webarchive.nationalarchives.gov.uk/ukgwa/", unchanged=True),
    "arquivo.pt": TimeGate("https://arquivo.pt/wayback/", unchanged=True),
    "archive-it": TimeGate("https://wayback.archive-it.org/all/", unchanged=True),
}


def chosen(names: Iterable[str]) -> Mapping[str, Archive]:
    """The archives that the settings name, in their order.

    Parameters
    ----------
    names
        Keys of :data:`ARCHIVES`, or addresses of TimeGates.

    Raises
    ------
    UsageError
        If one is neither.
    """
    found: dict[str, Archive] = {}
    for name in names:
        if name in ARCHIVES:
            found[name] = ARCHIVES[name]
        elif re.fullmatch(r"https?://[^\s@<>\"]{1,500}", name):
            found[re.sub(r"^https?://([^/]+).*", r"\1", name)] = TimeGate(name)
        else:
            raise UsageError(f"there is no archive {name[:50]!r}: name {', '.join(ARCHIVES)}, or the address of a TimeGate")
    return found
