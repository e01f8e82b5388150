"""The search for dated copies over several archives, with its bounds: window, number, pace, and a rest for one that refuses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date

from provenance.model import Status, Unavailable
from provenance.sources.archives.archive import Archive, Copy, counted, days_from
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.transport import Headers

WINDOW = 180
"""Days before and after a date in which a copy is relied on, unless the settings say otherwise."""
MOST_SEARCHES = 200
"""Pages for which archives are searched in one run."""
_BURST = 5  # questions before the pace is kept
_REST = 60.0  # seconds for which an archive that refuses is left alone
_REFUSES = frozenset({Status.RATE_LIMITED, Status.BLOCKED, Status.UNREACHABLE, Status.TIMED_OUT, Status.TEMPORARY, Status.TLS_ERROR})
_SILENT = frozenset({Status.NOT_IN_CASSETTE, Status.NOT_ATTEMPTED})

Ask = Callable[[str, Headers, Deadline], Response | Unavailable]


@dataclass(frozen=True, slots=True)
class Found:
    """What one archive has of a page."""

    name: str
    copies: tuple[Copy, ...] = ()
    """In the window, the nearest first."""
    told: str = ""
    """What to say if none of them can be read."""
    asked: bool = True
    """Whether it could be asked at all: if not, it is worth another try later."""


class Archives:
    """The archives of one run; safe to use from several threads.

    Parameters
    ----------
    archives
        By name, in the order in which they are asked.
    ask
        How an address is asked for.
    at_hand
        Whether an address will be answered without asking anybody.
    window
        Days before and after the date wanted in which a copy is relied on.
    recorded
        The addresses of the cassette that is replayed.
    live
        Whether real servers are asked, so that a pace has to be kept.
    clock, sleep
        Monotonic seconds, and how to wait.
    """

    def __init__(
        self,
        archives: Mapping[str, Archive],
        ask: Ask,
        *,
        at_hand: Callable[[str, Headers], bool] = lambda url, headers: False,
        window: int = WINDOW,
        recorded: Callable[[], tuple[str, ...]] = lambda: (),
        live: bool = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._archives = archives
        self._ask = ask
        self._at_hand = at_hand
        self._window = window
        self._recorded = recorded
        self._live = live
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._searches = 0
        self._next: dict[str, float] = {}
        self._rests: dict[str, tuple[float, Status]] = {}

    def search(self, url: str, when: Date | None, deadline: Deadline, *, window: int | None = None) -> Iterator[Found]:
        """Ask the archives one after the other.

        Parameters
        ----------
        url
            The page's address.
        when
            The date wanted; the newest copies without one.
        window
            Narrower bounds than those of the run.

        Yields
        ------
        Found
            What each archive has; nothing for one that a replay does not know.
        """
        with self._lock:
            self._searches += 1
            enough = self._searches > MOST_SEARCHES
        if enough:
            yield Found("", told=f"no archive was searched, since {MOST_SEARCHES} pages of this run have been already", asked=False)
            return
        within = min(self._window, window) if window is not None else self._window
        for name, archive in self._archives.items():
            rest = self._resting(name)
            copies = rest or archive.copies(url, when, self._fetch(name, archive, deadline), self._recorded(), window=self._window)
            if isinstance(copies, Unavailable):
                if copies.status in _SILENT:
                    continue
                if rest is None and copies.status in _REFUSES:
                    with self._lock:
                        self._rests[name] = (self._clock() + _REST, copies.status)
                yield Found(name, told=f"the archive {name} could not be asked ({copies.status})", asked=False)
                continue
            near = tuple(copy for copy in copies if when is None or abs(days_from(copy, when)) <= within)
            if copies and not near and when is not None:
                told = (
                    f"the nearest copy in the archive {name} is from {copies[0].captured[:10]}, {counted(days_from(copies[0], when))} the date wanted "
                    f"and too far from it to be relied on (over {within} days): {copies[0].url}"
                )
                yield Found(name, told=told)
            else:
                yield Found(name, near, f"the archive {name} has no {'readable copy' if near else 'copy'}")

    def drift(self, copy: Copy, when: Date | None, window: int | None = None) -> str:
        """What is wrong with the time of a copy that an archive led to in the end; empty if nothing is."""
        within = min(self._window, window) if window is not None else self._window
        if when is None or abs(days_from(copy, when)) <= within:
            return ""
        return f"leads on to a copy from {copy.captured[:10]}, {counted(days_from(copy, when))} the date wanted and too far from it"

    def _resting(self, name: str) -> Unavailable | None:
        with self._lock:
            until, status = self._rests.get(name, (0.0, Status.TEMPORARY))
        if name in self._rests and self._live and self._clock() < until:
            return Unavailable("", status, "the archive refused a moment ago; try again later")
        return None

    def _fetch(self, name: str, archive: Archive, deadline: Deadline) -> Callable[..., Response | Unavailable]:
        def fetch(url: str, headers: Headers = ()) -> Response | Unavailable:
            if self._live and not self._at_hand(url, headers):
                self._wait(name, 60.0 / archive.per_minute, deadline)
            return self._ask(url, headers, deadline)

        return fetch

    def _wait(self, name: str, gap: float, deadline: Deadline) -> None:
        """Keep the pace: a few questions at once, then one every ``gap`` seconds. Waiting is no fault of the page."""
        with self._lock:
            now = self._clock()
            earliest = max(self._next.get(name, 0.0), now - _BURST * gap) + gap
            self._next[name] = earliest
        if earliest > now:
            deadline.postpone(earliest - now)
            self._sleep(earliest - now)
