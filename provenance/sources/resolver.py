"""From addresses to documents: fetch, judge, extract, and look for an archived copy where the page has gone."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as Date
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from provenance.config import RecordMode
from provenance.errors import CacheError, SourceError
from provenance.model import Capture, Document, Extract, Source, Status, Unavailable
from provenance.sources import scrubbing
from provenance.sources.addressing.addresses import guard
from provenance.sources.addressing.canonical import identity, memento, normal, replayed, source_id, unchanged_memento, unwrapped
from provenance.sources.addressing.twins import full_page
from provenance.sources.archives.archive import Archive
from provenance.sources.archives.copies import Archives
from provenance.sources.archives.earlier import earlier
from provenance.sources.archives.lookback import MAY_LIVE_ON, Lookback
from provenance.sources.archives.timegates import chosen as chosen_archives
from provenance.sources.archives.timegates import iso
from provenance.sources.building import capture_of, cited_copy, copy_in, described, source_of, unavailable
from provenance.sources.cassettes import Cassette, Recorder, Replay
from provenance.sources.extraction.extract_kind import names_paper
from provenance.sources.extraction.given import content_type, read_file
from provenance.sources.extraction.remembering import Remembering
from provenance.sources.extraction.workers import Extractor
from provenance.sources.fetching.asking import Asker, Asking
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.fetch import Fetcher
from provenance.sources.fetching.response import Response
from provenance.sources.fetching.schedule import run_by_host
from provenance.sources.fetching.transport import Network, Transport
from provenance.sources.keeping.caching import Caching, OnlyStored, Spare
from provenance.sources.keeping.captures import CaptureStore
from provenance.sources.keeping.store import Store, default_folder
from provenance.sources.outcomes.outcome import Outcome, of_page, of_response
from provenance.sources.outcomes.siblings import Siblings
from provenance.sources.settings import FetchSettings, HasSettings
from provenance.sources.standing import Standing, Stands, Unchanged

_EVERY_PAGE = "the server gives the same page for an address that does not exist; check the address, or cite an archived copy"


def utc_now() -> str:
    """The time as ISO 8601 in UTC, to the second, as WARC writes it."""
    return _written(int(time.time()))


@lru_cache(maxsize=8)
def _written(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Resolver:
    """Gets sources; use it as a context, so that worker processes end and a cassette is put in its place.

    Parameters
    ----------
    settings
        A run's settings, or :class:`provenance.sources.settings.FetchSettings`.
    transport
        Where answers come from instead of network and cassette; for tests.
    store
        Where captures are kept. By default the one that the settings name, unless there is a cassette, so that replays do not
        depend on it, or a ``transport``.
    archives
        The archives to ask, by name; by default those that the settings name.
    keep
        Is given the bytes of every page that was read, as they come; from several threads.
    now
        The time as ISO 8601 in UTC.
    clock, wall, sleep
        Monotonic seconds, seconds since the epoch, and how to wait.

    Raises
    ------
    CassetteError
        If the cassette is missing or damaged.
    CacheError
        If the directory for captures that the settings name cannot be used; the default one is done without.
    UsageError
        If ``allow_host`` names no host.
    """

    def __init__(
        self,
        settings: HasSettings | FetchSettings,
        *,
        transport: Transport | None = None,
        store: CaptureStore | None = None,
        archives: Mapping[str, Archive] | None = None,
        keep: Callable[[Capture], None] | None = None,
        now: Callable[[], str] = utc_now,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings if isinstance(settings, FetchSettings) else FetchSettings.of(settings)
        if archives is None:
            archives = {} if self._settings.no_archive else chosen_archives(self._settings.archive)
        self._guard = guard(self._settings.allow_host)
        self._cassette = self._open_cassette(now)
        self._network: Network | None = None
        self._now = now
        self._keep = keep
        self._askers: list[Asker] = []
        self._own_store = self._open_store(wall) if store is None and transport is None else None
        self._store = store or self._own_store
        chosen = self._remembered(transport or self._transport(now), now, wall)
        self._fetcher = Fetcher(chosen, self._guard, self._settings, clock=clock, wall=wall, sleep=sleep)
        self._extractor = Extractor(workers=self._settings.jobs)
        self._remembering = Remembering(self._extractor, self._store)
        found = Archives(
            archives,
            lambda url, headers, deadline: self._fetcher.fetch(url, deadline, headers),
            at_hand=self._fetcher.at_hand,
            window=self._settings.archive_window,
            recorded=self._recorded,
            live=chosen.live,
            clock=clock,
            sleep=sleep,
        )
        self._lookback = Lookback(found, self._once, guard(()), frozenset(host for host, _ in self._guard.allowed))
        self._siblings = Siblings(self._fetcher.fetch, self._extract)
        self._lock = threading.Lock()
        self._read: dict[str, Document] = {}
        self._as_of: dict[tuple[str, Date], Document | Unavailable] = {}
        self._given: dict[tuple[str, str | None], Document] = {}
        self.watch: Callable[[str, str], object] = lambda event, url: None
        """Is told of ``fetched`` and ``extracted`` addresses, from the threads in which that happens."""

    def __enter__(self) -> Resolver:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._extractor.close()
        if self._network is not None:
            self._network.close()
        for asker in self._askers:
            asker.close()
        if self._own_store is not None:
            self._own_store.close()
        if self._cassette is not None:
            self._cassette.__exit__(kind, error, trace)

    def close(self) -> None:
        """End the workers, close connections, put a recorded cassette in its place."""
        self.__exit__(None, None, None)

    def forget(self) -> None:
        """Forget the pages that were read, which otherwise stay until the end of the run; connections and workers stay."""
        with self._lock:
            self._read.clear()
            self._as_of.clear()

    def _open_cassette(self, now: Callable[[], str]) -> Cassette | None:
        if self._settings.cassette is None:
            return None
        mode = RecordMode.NONE if self._settings.offline else self._settings.record_mode
        return Cassette(self._settings.cassette, mode, now=now)

    def _open_store(self, wall: Callable[[], float]) -> Store | None:
        chosen = self._settings
        if chosen.no_cache or chosen.cassette is not None:
            return None
        store = Store(chosen.cache_dir or default_folder(), room=chosen.cache_size, wall=wall)
        if chosen.cache_dir is not None:
            store.check()
        return store

    def _remembered(self, transport: Transport, now: Callable[[], str], wall: Callable[[], float]) -> Transport:
        if self._store is None or not transport.live:
            return transport
        settings = self._settings
        return Caching(self._store, transport, now=now, wall=wall, max_age=settings.max_cache_age, limit=settings.max_bytes)

    def _transport(self, now: Callable[[], str]) -> Transport:
        if self._cassette is not None and not self._cassette.recording:
            return Replay(self._cassette)
        if self._settings.offline:
            return OnlyStored(self._store)
        self._network = Network(self._guard, now=now, pool=self._settings.fetchers, per_host=self._settings.host_concurrency)
        return Recorder(self._cassette, self._network, now=now) if self._cassette is not None else self._network

    def asker(self, url: str, *, key: str = "", timeout: float = 120.0) -> Asker:
        """A way to put questions to one endpoint, over this run's cassette; see :class:`provenance.sources.fetching.asking.Asker`."""
        mode = Asking(timeout, self._settings.max_retries, self._settings.user_agent, self._settings.offline)
        self._askers.append(Asker(url, mode, key=key, cassette=self._cassette, now=self._now))
        return self._askers[-1]

    # ---- many ----------------------------------------------------------------------------------------------------

    def resolve_many(self, requests: Sequence[tuple[str, Date | None]]) -> Iterator[Document]:
        """Get several sources at once, each distinct address once.

        Parameters
        ----------
        requests
            Addresses as the draft wrote them, each with the date of the draft: where an archived copy is read, the one
            nearest to that date.

        Yields
        ------
        Document
            One for each request, in the order of the requests, as soon as it and those before it are ready. ``source.url`` is
            the address as requested; different spellings of one address share ``source.id``.
        """
        done = self.recheck_many(requests, {})
        early: dict[int, Document] = {}
        for place in range(len(requests)):
            while place not in early:
                finished, found = next(done)
                assert isinstance(found, Document)  # nothing is held that could stand
                early[finished] = found
            yield early.pop(place)

    def recheck_many(
        self, requests: Sequence[tuple[str, Date | None]], held: Mapping[str, Standing]
    ) -> Iterator[tuple[int, Document | Unchanged]]:
        """Get several sources again, without reading those that are as they were.

        Parameters
        ----------
        requests
            See :meth:`resolve_many`.
        held
            What is held of some of them, by address.

        Yields
        ------
        tuple
            The position of a request and what came of it, as they are ready. ``Unchanged`` for a source of which ``held`` tells and
            that would be read as it was.
        """
        self._extractor.expect(sum(url not in held for url, _ in requests))
        places: dict[tuple[str, Date | None], list[int]] = {}
        for place, (url, when) in enumerate(requests):
            places.setdefault((identity(url), when), []).append(place)
        first = {key: requests[those[0]][0] for key, those in places.items()}
        jobs = {key: (lambda url=url, when=key[1]: self._watched(url, when, held.get(url))) for key, url in first.items()}
        hosts = {key: _host(key[0]) for key in jobs}
        for key, found in run_by_host(jobs, hosts, threads=self._settings.fetchers, per_host=self._settings.host_concurrency):
            for place in places[key]:
                yield place, _as_written(found, requests[place][0]) if isinstance(found, Document) else found

    def _watched(self, url: str, when: Date | None, standing: Standing | None) -> Document | Unchanged:
        with self._fetcher.deadline() as deadline:
            unchanged = self._confirmed(url, standing, deadline) if standing is not None else None
            found = unchanged or self._resolved(url, when, deadline)
        self.watch("fetched", url)
        return found

    def resolve(self, url: str, when: Date | None = None) -> Document:
        """Get one source; see :meth:`resolve_many`."""
        with self._fetcher.deadline() as deadline:
            return self._resolved(url, when, deadline)

    def _resolved(self, url: str, when: Date | None, deadline: Deadline) -> Document:
        live = full_page(_as_written(self._once(url, deadline), url), self._once, deadline)
        if live.source.archive is not None:
            return cited_copy(live)
        if live.source.status not in MAY_LIVE_ON or memento(url) is not None:
            return live
        return self._lookback.instead_of(live, when, deadline)

    def _confirmed(self, url: str, standing: Standing, deadline: Deadline) -> Unchanged | None:
        """The page behind an address if it is what is held of it; else what came instead is judged and remembered."""
        key = identity(url)
        with self._lock:
            if self._store is None or key in self._read:
                return None
        stands = Stands(standing, self._store)
        answer, outcome = self._ask(url, deadline, stands.spares)
        if isinstance(answer, Response):
            unchanged = stands.found(answer, outcome)
            if unchanged is not None or answer.spared:  # its bytes are wanted after all, since the way to them is another
                return unchanged
        document = self._page(url, answer, outcome, deadline)
        with self._lock:
            self._read.setdefault(key, document)
        return None

    def capture(self, url: str) -> Capture | Unavailable:
        """The bytes behind an address, judged by what the server said but not by what the page says; asked for anew."""
        answer, outcome = self._ask(url, None)
        if isinstance(answer, Unavailable):
            return answer
        return capture_of(answer, outcome.status) if outcome.status.was_read else unavailable(answer, outcome)

    def _once(self, url: str, deadline: Deadline) -> Document:
        """The page behind an address, read once in a run; its bytes are not kept."""
        key = identity(url)
        with self._lock:
            known = self._read.get(key)
        if known is None:
            known = self._page(url, *self._ask(url, deadline), deadline)
            with self._lock:
                known = self._read.setdefault(key, known)
        return known

    def _ask(self, url: str, deadline: Deadline | None, spare: Spare | None = None) -> tuple[Response | Unavailable, Outcome]:
        answer = self._fetcher.fetch(unchanged_memento(unwrapped(url)), deadline, spare=spare)
        if isinstance(answer, Unavailable) and answer.status is Status.NOT_IN_CASSETTE and memento(url) is not None:
            answer = self._fetcher.fetch(url, deadline)
        if isinstance(answer, Unavailable):
            return answer, Outcome(answer.status, answer.reason)
        asked, final = replayed(answer.url), replayed(answer.final_url)
        if asked is not None and final is not None:  # where a copy leads is told by the addresses that were copied
            return answer, of_response(replace(answer, url=asked[1], final_url=final[1]))
        return answer, of_response(answer)

    def _page(self, url: str, answer: Response | Unavailable, outcome: Outcome, deadline: Deadline) -> Document:
        """The page that an answer is, once it has been read."""
        if isinstance(answer, Unavailable):
            return Document(source_of(url, outcome, answer, answer), answer)
        if not outcome.status.was_read:
            self._forget(answer)
            missing = unavailable(answer, outcome)
            return Document(source_of(url, outcome, missing, missing), missing)
        capture = capture_of(answer, outcome.status)
        if self._keep is not None:
            self._keep(capture)
        content = self._extract(answer, deadline)
        outcome = Outcome(content.status, content.reason) if isinstance(content, Unavailable) else of_page(outcome, content)
        if outcome.status.was_read and isinstance(content, Extract) and self._is_every_page(answer, content, deadline):
            outcome = Outcome(Status.SOFT_404, _EVERY_PAGE)
        if not outcome.status.was_read:
            self._forget(answer)
            content = unavailable(answer, outcome)
        copy = copy_in(answer)
        changed = None if copy is not None else iso(answer.header("Last-Modified")) or None
        return Document(replace(source_of(url, outcome, capture, content), archive=copy, last_modified=changed), content)

    def _extract(self, answer: Response, deadline: Deadline) -> Extract | Unavailable:
        with deadline.paused():
            content = self._remembering.extract(answer.body, answer.header("Content-Type") or None, answer.final_url)
        self.watch("extracted", answer.final_url)
        return content

    def _forget(self, answer: Response) -> None:
        """Keep no capture of a wall or an apology: the page may be back in a minute."""
        if self._store is not None and not self._settings.offline and answer.record is not None:
            with contextlib.suppress(CacheError):
                for url in (*(hop.url for hop in answer.redirects), answer.final_url):
                    self._store.forget(normal(url))

    def _is_every_page(self, answer: Response, content: Extract, deadline: Deadline) -> bool:
        if not self._settings.ask_neighbours or copy_in(answer) is not None:
            return False
        return self._siblings.answer_alike(answer, content, deadline)

    # ---- as it was -----------------------------------------------------------------------------------------------

    def earlier(self, live: Document, when: Date) -> Iterator[tuple[Document, bool]]:
        """Stored captures of a page with another text, see :func:`provenance.sources.archives.earlier.earlier`."""
        return earlier(self._store, self._remembering.extract, live, when) if self._store is not None else iter(())

    def as_of(self, live: Document, when: Date) -> Document | Unavailable:
        """A copy, from around a date, of a page that was read: what it said then.

        Parameters
        ----------
        live
            The page as :meth:`resolve` gave it.

        Returns
        -------
        Document
            The copy, with status ``archived``, as a source of its own under its own address.
        Unavailable
            If no archive has one that can be relied on; its reason says what was found, and is empty if nobody was asked.
        """
        key = (identity(live.source.url), when)
        with self._lock:
            known = self._as_of.get(key)
        if known is None:
            with self._fetcher.deadline() as deadline:
                known = self._lookback.as_of(live, when, deadline)
            with self._lock:
                known = self._as_of.setdefault(key, known)
        return known

    def _recorded(self) -> tuple[str, ...]:
        return self._cassette.addresses() if self._cassette is not None and self._cassette.replaying else ()

    # ---- by hand -------------------------------------------------------------------------------------------------

    def given(self, place: str | Path, *, url: str | None = None) -> Document:
        """A source given by hand.

        Parameters
        ----------
        place
            A file (text, HTML, Markdown, XML, JSON, PDF, Word or OpenDocument), or an address to fetch.
        url
            The address that it stands for; without one it stands for itself.

        Raises
        ------
        SourceError
            If a file is missing, too large, or holds no text.
        """
        key = (str(place), url)
        if key not in self._given:
            text = str(place)
            is_address = text.lower().startswith(("http://", "https://"))
            document = self.resolve(text) if is_address else self._given_file(Path(place), url)
            if url is not None:
                note = f"The text was given by hand: {scrubbing.address(text)}."
                source = replace(document.source, id=source_id(url), url=url, note=" ".join(filter(None, [document.source.note, note])))
                document = Document(source, document.content)
            self._given[key] = document
        return self._given[key]

    def _given_file(self, path: Path, url: str | None) -> Document:
        body = read_file(path, self._settings.max_bytes)
        kind = content_type(path, body)
        # a text given by hand for a PDF's address is no web page in the PDF's place
        content = self._extractor.extract(body, kind, None if names_paper(None, url) else url)
        if isinstance(content, Unavailable):
            raise SourceError(f"{path}: {content.reason}")
        source = Source(
            id=source_id(url or str(path)),
            url=url or str(path),
            status=Status.OK,
            sha256=hashlib.sha256(body).hexdigest(),
            content_type=kind,
        )
        return Document(described(source, content), content)


def _as_written(document: Document, url: str) -> Document:
    if document.source.url == url:
        return document
    return Document(replace(document.source, url=url), document.content)


def _host(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0].lower()
