"""Reading a page as it was: in place of one that has gone or is walled, or beside one that may have changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date as Date

from provenance.model import ArchivedCopy, Document, Extract, Status, Unavailable
from provenance.sources import scrubbing
from provenance.sources.addressing.addresses import Guard
from provenance.sources.archives.archive import Copy, distance
from provenance.sources.archives.copies import Archives
from provenance.sources.building import beside, from_archive
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.failures import Failure

NEAR = 30
"""Days: a copy that is to stand for a page that can still be read must be this near to the date wanted."""
#: A page with one of these statuses may live on in an archive.
MAY_LIVE_ON = frozenset(
    {
        Status.NOT_FOUND,
        Status.GONE,
        Status.SOFT_404,
        Status.LEGAL_BLOCK,
        Status.PAYWALLED,
        Status.LOGIN_REQUIRED,
        Status.CONSENT_WALL,
        Status.JS_ONLY,
        Status.BLOCKED,
        Status.EMPTY,
        Status.UNREACHABLE,
        Status.TLS_ERROR,
        Status.REDIRECT_ERROR,
    }
)
_BECAUSE: dict[Status, str] = {
    Status.NOT_FOUND: "the page is not there any more",
    Status.GONE: "the page was removed",
    Status.SOFT_404: "the address no longer leads to its page",
    Status.PAYWALLED: "the live page is behind a paywall",
    Status.LOGIN_REQUIRED: "the live page is behind a login",
    Status.CONSENT_WALL: "the live page shows only a request for consent",
    Status.JS_ONLY: "the live page needs scripts",
    Status.BLOCKED: "the live server refuses automatic readers",
    Status.LEGAL_BLOCK: "the live page is withheld for legal reasons",
}

Read = Callable[[str, Deadline], Document]


class Lookback:
    """Finds and reads dated copies.

    Parameters
    ----------
    archives
        Where they are searched.
    read
        How a copy is read, once in a run.
    guard
        What is public, and so may be told to an archive: not what the user has allowed besides.
    private
        Host names, in lower case, of which nothing is told to an archive.
    """

    def __init__(self, archives: Archives, read: Read, guard: Guard, private: frozenset[str] = frozenset()) -> None:
        self._archives = archives
        self._read = read
        self._guard = guard
        self._private = private

    def instead_of(self, live: Document, when: Date | None, deadline: Deadline) -> Document:
        """A readable copy of a page that cannot be read any more, else the page as it is, with a word on the search."""
        found = self._search(live.source.url, when, deadline, None)
        if isinstance(found, Document):
            assert isinstance(found.content, Extract)
            copy = _copy(found)
            because = _BECAUSE.get(live.source.status, "the live page could not be read")
            archived = ArchivedCopy(copy.url, copy.captured, f"{because}; this is {distance(copy, when)}")
            return from_archive(live.source, found.source, archived, found.content)
        if not found.reason:
            return live
        return replace(live, source=replace(live.source, message=f"{live.source.message}; {found.reason}"))

    def as_of(self, live: Document, when: Date, deadline: Deadline) -> Document | Unavailable:
        """A copy of a page that can be read, from within :data:`NEAR` days of a date; else what to say of the search.

        An archive that could not be asked is told by the status ``temporary``.
        """
        # the address that the draft has may only lead on, and archives keep what was led to
        found = self._search(live.source.final_url or live.source.url, when, deadline, NEAR)
        if isinstance(found, Unavailable):
            return found
        assert isinstance(found.content, Extract)
        copy = _copy(found)
        why = f"{scrubbing.address(live.source.url)} as it was; this is {distance(copy, when)}"
        return beside(found.source, ArchivedCopy(copy.url, copy.captured, why), found.content)

    def _search(self, url: str, when: Date | None, deadline: Deadline, window: int | None) -> Document | Unavailable:
        nothing = Unavailable(url, Status.NOT_ATTEMPTED, "")
        try:
            if self._guard.check(url).host.rstrip(".") in self._private:
                return nothing
        except Failure:  # what is no public address is nobody's to archive, and not to be told to an archive
            return nothing
        told, asked = [], True
        for archive in self._archives.search(url, when, deadline, window=window):
            asked = asked and archive.asked
            for copy in archive.copies:
                read = self._read(copy.url, deadline)
                # a copy of an error page or of a wall is no copy of the page, and an archive may lead on to another time
                if isinstance(read.content, Extract):
                    drift = self._archives.drift(_copy(read, copy), when, window)
                    if not drift:
                        return read if read.source.archive is not None else _dated(read, copy)
                    told.append(f"the archive {archive.name} {drift}")
                    break
            else:
                told.append(archive.told)
        return replace(nothing, status=nothing.status if asked else Status.TEMPORARY, reason="; ".join(filter(None, told)))


def _copy(document: Document, asked: Copy | None = None) -> Copy:
    """The copy that was read in the end."""
    archive = document.source.archive
    if archive is not None:
        return Copy(asked.url if asked is not None and archive.captured == asked.captured else archive.url, archive.captured)
    assert asked is not None
    return asked


def _dated(document: Document, copy: Copy) -> Document:
    return replace(document, source=replace(document.source, archive=ArchivedCopy(copy.url, copy.captured, "")))
