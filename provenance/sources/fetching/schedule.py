"""Many jobs at once, but only so many for each host, without one slow host holding up the others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Generic, TypeVar

from provenance.sources.fetching.gathering import GATHERING

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class _Board(Generic[Key, Result]):
    """Which jobs wait, which run, which are done."""

    def __init__(self, hosts: Mapping[Key, str], per_host: int) -> None:
        self._lock = threading.Lock()
        self._room = threading.Condition(self._lock)
        self._arrived = threading.Condition(self._lock)
        self._per_host = per_host
        self._waiting: dict[str, deque[Key]] = {}
        for key, host in hosts.items():
            self._waiting.setdefault(host, deque()).append(key)
        self._ready = deque(self._waiting)
        self._running: dict[str, int] = {}
        self._done: list[tuple[Key, Result | BaseException, bool]] = []
        self._stopped = False

    def take(self) -> tuple[str, Key] | None:
        """The next job of a host with room, waiting for one; ``None`` when there is nothing left to begin."""
        with self._lock:
            while True:
                if self._stopped or not self._waiting:
                    return None
                for _ in range(len(self._ready)):
                    host = self._ready.popleft()
                    if host not in self._waiting:
                        continue
                    self._ready.append(host)
                    if self._running.get(host, 0) < self._per_host:
                        return host, self._begin(host)
                self._room.wait()

    def _begin(self, host: str) -> Key:
        self._running[host] = self._running.get(host, 0) + 1
        key = self._waiting[host].popleft()
        if not self._waiting[host]:
            del self._waiting[host]
            if not self._waiting:
                self._room.notify_all()
        return key

    def finish(self, host: str, key: Key, result: Result | BaseException, good: bool) -> None:
        """Note what came of a job."""
        with self._lock:
            self._running[host] -= 1
            self._room.notify()  # there is room for one more
            self._done.append((key, result, good))
            self._arrived.notify()

    def finished(self) -> list[tuple[Key, Result | BaseException, bool]]:
        """What has been done since this was asked last, waiting for something."""
        with self._lock:
            while not self._done:
                self._arrived.wait(0.5)  # a bounded wait lets Ctrl-C through
            done, self._done = self._done, []
            return done

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            self._room.notify_all()


def run_by_host(
    jobs: Mapping[Key, Callable[[], Result]], hosts: Mapping[Key, str], *, threads: int, per_host: int
) -> Iterator[tuple[Key, Result]]:
    """Run jobs in threads.

    Parameters
    ----------
    jobs
        What to do, by key; begun in this order as far as hosts allow.
    hosts
        The host of each job.
    threads
        Jobs at the same time.
    per_host
        Jobs of one host at the same time.

    Yields
    ------
    tuple
        Key and result, in the order in which jobs end. An exception of a job is raised here, and no further job begins.
    """
    board: _Board[Key, Result] = _Board(hosts, per_host)

    def work() -> None:
        while (taken := board.take()) is not None:
            host, key = taken
            GATHERING.join()
            try:
                board.finish(host, key, jobs[key](), True)
            except BaseException as error:
                board.stop()
                board.finish(host, key, error, False)

    count = min(threads, len(jobs))
    for number in range(count):
        # daemons: an interrupted run must not wait for a slow server
        try:
            threading.Thread(target=work, name=f"fetch-{number}", daemon=True).start()
        except RuntimeError:  # no room for another thread; fewer do the same in more time
            if number == 0:
                raise
            break
    try:
        left = len(jobs)
        while left:
            for key, result, good in board.finished():
                if not good:
                    assert isinstance(result, BaseException)
                    raise result
                left -= 1
                yield key, result  # type: ignore[misc]
    finally:
        board.stop()
