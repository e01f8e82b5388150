"""Extraction in worker processes: a page that hangs, swells or crashes its parser takes nothing else with it.

trafilatura and lxml crash when they run in several threads of one process, and neither bounds time or memory. So each worker is
a process of its own with one thread, a memory limit and a deadline per page. Workers are plain child processes that talk over
pipes (not :mod:`multiprocessing`, which would run the caller's main module again): they start when the first page comes, and a
script needs no ``__main__`` guard.

While many pages wait, a worker has its next ones before it has answered the last: else it would stand idle until one of our threads,
which share an interpreter with all those that fetch, came round to give it one.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from provenance.model import Extract, PageLinks, Status, Unavailable
from provenance.sources.fetching.deadlines import Watchdog
from provenance.sources.fetching.gathering import GATHERING
from provenance.sources.keeping.store import digest

Page = tuple[bytes, str | None, str | None]
"""Body, ``Content-Type``, address."""


class Read(NamedTuple):
    """What was made of a page."""

    found: Extract | Unavailable
    data: bytes | None = None
    """The same as JSON, as its worker wrote it; ``None`` if no worker did, or long ago."""


TIMEOUT = 20.0
"""Seconds that one page may take."""
MEMORY = 2 * 1024**3
"""Bytes of address space that a worker may take (where the system can limit it)."""
PAGES = 10_000
"""Pages after which a worker is replaced."""
SWOLLEN = 512 * 1024**2
"""Bytes of memory from which a worker is replaced, since parsers leak."""
MANY = 150
"""Pages that are worth another worker, since starting one takes as much time."""
QUEUE = 32
"""Pages on their way from which on another worker is started, though fewer were announced: where few change, one reads them sooner."""
PATIENCE = 2.5
"""Seconds for which a page waits for a worker that is there: as long as one takes to start on a busy machine."""
AHEAD = 2
"""Pages that lie ready at a worker while it reads another."""
CACHED_CHARACTERS = 32_000_000
"""The extracts that are kept hold no more than this many characters together."""

_PIPE = 1 << 18
"""Bytes that a pipe to a worker holds, where the system lets us choose."""
_IN_PROCESS = threading.Lock()  # the parsers share state within a process, whoever calls them
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Extractor:
    """Extracts pages in worker processes, each distinct page once.

    Parameters
    ----------
    workers:
        Number of processes; 0 extracts in the calling process, one page at a time, without bounds on time and memory.
    timeout:
        Seconds that one page may take before its worker is killed.
    memory:
        Bytes of address space of a worker; 0 for no limit.

    It may be used from several threads. Closing it (or leaving the ``with`` block) ends the workers.
    """

    def __init__(self, workers: int = 2, *, timeout: float = TIMEOUT, memory: int = MEMORY) -> None:
        if workers < 0:
            raise ValueError("workers must not be negative")
        self._workers = workers
        self._timeout = timeout
        self._memory = memory
        self._lock = threading.Lock()
        self._freed = threading.Condition(self._lock)
        self._all: set[_Worker] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._known = _Cache(CACHED_CHARACTERS)
        self._pending: dict[str, Future[Read]] = {}
        self._closed = False

    def __enter__(self) -> Extractor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the workers. Pages that are being extracted end as ``parser_failed``."""
        with self._lock:
            self._closed = True
            running = list(self._all)
            self._all.clear()
            threads, self._threads = self._threads, None
            self._freed.notify_all()
        for worker in running:
            worker.kill()
        if threads:
            threads.shutdown(wait=True, cancel_futures=True)

    def expect(self, pages: int) -> None:
        """Start as many workers as so many pages are worth, while the first page is still on its way."""
        with self._lock:
            wanted = min(self._workers, -(-pages // MANY))
            while len(self._all) < wanted and not self._closed:
                self._start()
                self._freed.notify()

    def extract(self, body: bytes, content_type: str | None = None, url: str | None = None) -> Extract | Unavailable:
        """Extract one page; see :meth:`extract_many`."""
        return self.submit(body, content_type, url).result().found

    def extract_many(self, pages: Sequence[Page]) -> list[Extract | Unavailable]:
        """Extract pages side by side.

        Parameters
        ----------
        pages:
            Body, ``Content-Type`` and address of each.

        Returns
        -------
        For each page, in the order given, its extract, or why there is none: ``wrong_type``, ``empty``, or ``parser_failed`` for
        a page whose worker crashed, ran out of memory or out of time.
        """
        futures = [self.submit(*page) for page in pages]
        return [future.result().found for future in futures]

    def submit(self, body: bytes, content_type: str | None = None, url: str | None = None) -> Future[Read]:
        """Begin to extract one page; the future holds what :meth:`extract_many` finds, and raises nothing."""
        key = _key(body, content_type, url)
        with self._lock:
            if self._closed:
                raise RuntimeError("the extractor is closed")
            if known := self._known.get(key):
                return _finished(Read(known))
            if pending := self._pending.get(key):
                return pending
            if self._workers:
                if self._threads is None:
                    self._threads = ThreadPoolExecutor(self._workers * (1 + AHEAD), thread_name_prefix="provenance-extract")
                future = self._threads.submit(self._run, key, body, content_type, url)
                self._pending[key] = future
                self._freed.notify()
                return future
        return _finished(self._run(key, body, content_type, url))

    def _run(self, key: str, body: bytes, content_type: str | None, url: str | None) -> Read:
        try:
            result = self._here(body, content_type, url) if not self._workers else self._there(body, content_type, url)
            with self._lock:
                self._known.put(key, result.found)
            return result
        finally:
            with self._lock:
                self._pending.pop(key, None)

    def _here(self, body: bytes, content_type: str | None, url: str | None) -> Read:
        from io import BytesIO

        from provenance.sources.extraction.worker import answer, decoded

        with _IN_PROCESS:
            header = {"size": len(body), "content_type": content_type, "url": url}
            data = answer(BytesIO(body), header).partition(b" ")[2].rstrip(b"\n")
            return Read(decoded(data, url or ""), data)

    def _there(self, body: bytes, content_type: str | None, url: str | None) -> Read:
        reason = "the page crashed its parser: give its text with --source"
        crashes = 0
        GATHERING.join()
        while crashes < 2 and (worker := self._take()) is not None:
            try:
                return worker.run(body, content_type, url, self._timeout)
            except _NotBegunError:
                continue
            except _DiedError as death:
                if death.timed_out:
                    reason = f"the page took longer than {self._timeout:g} s to read: raise --timeout, or give its text with --source"
                    break
                # what crashed a used worker may be the fault of an earlier page: a second try gets a fresh one
                crashes += 2 if death.fresh else 1
            finally:
                self._give_back(worker)
        return Read(Unavailable(url=url or "", status=Status.PARSER_FAILED, reason=reason))

    def _take(self) -> _Worker | None:
        """The worker that is to read a page, as soon as one can; ``None`` once the extractor is closed."""
        late = time.monotonic() + PATIENCE
        with self._lock:
            while not self._closed:
                patience = late - time.monotonic()
                worker = self._free() or self._another(waited=patience <= 0)
                if worker is not None:
                    worker.held += 1
                    return worker
                self._freed.wait(patience if patience > 0 else None)
            return None

    def _free(self) -> _Worker | None:
        """A worker that is idle; while more pages wait than may lie ready at all workers, the one at which fewest do."""
        worker = min(self._all, key=lambda worker: worker.held, default=None)
        if worker is None or not worker.held:
            return worker
        many = len(self._pending) > (1 + AHEAD) * len(self._all)
        return worker if many and worker.held <= AHEAD else None

    def _another(self, *, waited: bool) -> _Worker | None:
        """One more worker, if there may be one and it is worth while."""
        if len(self._all) >= self._workers or not (waited or not self._all or len(self._pending) >= QUEUE):
            return None
        return self._start()

    def _start(self) -> _Worker:
        worker = _Worker(self._memory)
        self._all.add(worker)
        return worker

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            worker.held -= 1
            over = not worker.alive or self._closed
            if over:
                self._all.discard(worker)
            self._freed.notify()
        if over:
            worker.kill()


class _NotBegunError(Exception):
    """A worker ended before it came to a page."""


class _DiedError(Exception):
    """A worker died over a page."""

    def __init__(self, *, timed_out: bool, fresh: bool) -> None:
        super().__init__()
        self.timed_out = timed_out
        self.fresh = fresh
        """Whether it was the worker's first page."""


class _Worker:
    """One worker process. Several threads may send it pages, which it reads in the order in which they were sent."""

    def __init__(self, memory: int) -> None:
        package = str(Path(__file__).resolve().parents[3])
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-P", "-m", "provenance.sources.extraction.worker", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_PIPE,  # a page goes over, and comes back, in one piece
            pipesize=_PIPE,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": path},
            start_new_session=True,  # an interrupt at the terminal is the parent's to handle
        )
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._turns: deque[_Turn] = deque()
        """Of the pages that it has, the one that it reads first."""
        self.held = 0
        """Pages that it has or is about to get; counted by its extractor."""
        self.pages = 0
        """That it has begun."""
        self.memory = 0
        """Bytes that it held at most, as far as it said."""
        self.alive = True

    def run(self, body: bytes, content_type: str | None, url: str | None, timeout: float) -> Read:
        """Extract one page.

        Raises
        ------
        _DiedError
            If the worker died over it.
        _NotBegunError
            If it ended before, over another page or since it had read enough of them.
        """
        from provenance.sources.extraction.worker import decoded

        turn = _Turn(self, timeout)
        with self._sending:
            with self._lock:
                self._turns.append(turn)
                if self._turns[0] is turn:
                    self._begin(turn)
            self._send(body, {"size": len(body), "content_type": content_type, "url": url})
        turn.begun.acquire()
        try:
            if not self.alive:
                raise _NotBegunError
            line = self._receive()
            if not line.endswith(b"\n"):
                raise self._ended(turn)
            try:
                memory, _, data = line[:-1].partition(b" ")
                self.memory = int(memory)
                read = Read(decoded(data, url or ""), data)
            except (ValueError, KeyError, TypeError, AttributeError):
                raise self._ended(turn) from None
            if self.pages >= PAGES or self.memory >= SWOLLEN:
                self.kill()
            return read
        finally:
            with self._lock:
                self._turns.popleft()
                if self._turns:
                    self._begin(self._turns[0])

    def _begin(self, turn: _Turn) -> None:
        self.pages += 1
        _WATCHDOG.add(time.monotonic() + turn.timeout, turn)
        turn.begun.release()

    def _ended(self, turn: _Turn) -> _DiedError:
        self.kill()
        return _DiedError(timed_out=turn.timed_out, fresh=self.pages == 1)

    def _send(self, body: bytes, header: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # from a process that is gone no answer comes
            self._process.stdin.write(json.dumps(header).encode("ascii") + b"\n")
            self._process.stdin.write(body)
            self._process.stdin.flush()

    def _receive(self) -> bytes:
        assert self._process.stdout is not None
        try:
            return self._process.stdout.readline()
        except (OSError, ValueError):
            return b""

    def time_out(self, turn: _Turn) -> None:
        """End the process if it still reads the page whose turn it was."""
        with self._lock:
            if self._turns and self._turns[0] is turn:
                turn.timed_out = True
                self._process.kill()

    def kill(self) -> None:
        """End the process and reap it."""
        self.alive = False
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()
        self._process.wait()


class _Turn:
    """A page's turn at its worker, and what ends the worker if it takes too long; a timer for each page would be a thread for each."""

    def __init__(self, worker: _Worker, timeout: float) -> None:
        self._worker = worker
        self.timeout = timeout
        self.timed_out = False
        self.begun = threading.Lock()
        """Held until the pages before have been answered."""
        self.begun.acquire()

    def expire(self) -> None:
        self._worker.time_out(self)


_WATCHDOG = Watchdog()


def _finished(result: Read) -> Future[Read]:
    future: Future[Read] = Future()
    future.set_result(result)
    return future


class _Cache:
    """Extracts by key, the least recently used dropped first."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held = 0
        self._items: OrderedDict[str, Extract | Unavailable] = OrderedDict()

    def get(self, key: str) -> Extract | Unavailable | None:
        if key in self._items:
            self._items.move_to_end(key)
        return self._items.get(key)

    def put(self, key: str, item: Extract | Unavailable) -> None:
        self._items[key] = item
        self._held += _size(item)
        while self._held > self._room and len(self._items) > 1:
            _, dropped = self._items.popitem(last=False)
            self._held -= _size(dropped)


def _size(item: Extract | Unavailable) -> int:
    if isinstance(item, Unavailable):
        return 500
    links = item.links
    held = len(links.urls) + len(links.texts) if isinstance(links, PageLinks) else sum([len(link.url) + len(link.text) for link in links])
    return 500 + len(item.text) + len(item.rest) + held


def _key(body: bytes, content_type: str | None, url: str | None) -> str:
    return f"{digest(body)} {content_type or ''} {url or ''}"
