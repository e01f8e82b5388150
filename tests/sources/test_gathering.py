"""Threads that fetch are kept on one core; nobody else is."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from provenance.sources.extraction.workers import Extractor
from provenance.sources.fetching import gathering
from provenance.sources.fetching.gathering import GATHERING, Gathering
from provenance.sources.fetching.schedule import run_by_host

two_cores = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) != 2, reason="it is done with two cores"
)


def cores_after_joining(group: Gathering) -> set[int]:
    group.join()
    return set(os.sched_getaffinity(0))


@two_cores
def test_threads_gather_on_one_core_and_leave_the_others_alone() -> None:
    before = os.sched_getaffinity(0)
    group = Gathering()
    together = threading.Barrier(4)
    with ThreadPoolExecutor(4) as threads:
        first = list(threads.map(lambda _: (together.wait(10), cores_after_joining(group))[1], range(4)))
        again = list(threads.map(lambda _: (together.wait(10), cores_after_joining(group))[1], range(4)))
    assert all(len(cores) == 1 or cores == before for cores in first)  # some came before there was a core
    assert len(again[0]) == 1
    assert again[0] < before
    assert again == [again[0]] * 4
    assert os.sched_getaffinity(0) == before


@two_cores
def test_they_follow_where_the_system_puts_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    group = Gathering()

    def moved() -> list[set[int]]:
        found = [cores_after_joining(group)]
        for core in sorted(os.sched_getaffinity(os.getpid()))[:2]:
            group._core = core
            found.append(cores_after_joining(group))
        monkeypatch.setattr(gathering, "_AGAIN", 0.0)
        group._until = 0.0
        found.append(cores_after_joining(group))
        return found

    with ThreadPoolExecutor(1) as threads:
        first, *chosen, last = threads.submit(moved).result()
    assert len(first) == len(last) == 1
    assert chosen == [{core} for core in sorted(os.sched_getaffinity(0))[:2]]


def test_where_cores_cannot_be_chosen_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_setaffinity", raising=False)
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    Gathering().join()
    gathering.scatter()


def test_a_record_that_cannot_be_read_leaves_threads_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_RECORD", gathering.Path("/proc/no-such-thing"))
    group = Gathering()
    with ThreadPoolExecutor(1) as threads:
        threads.submit(group.join).result()
    assert group._core == -1


@two_cores
def test_who_fetches_is_gathered_and_who_reads_is_not() -> None:
    everywhere = os.sched_getaffinity(0)
    with Extractor(workers=1) as extractor:

        def fetched() -> set[int]:
            GATHERING.join()
            extractor.extract(b"<p>A sentence of the page that is shown.</p>", "text/html")
            return set(os.sched_getaffinity(0))

        ((_, cores),) = run_by_host({"a": fetched}, {"a": "a.test"}, threads=1, per_host=1)
        (worker,) = extractor._all
        assert os.sched_getaffinity(worker._process.pid) == everywhere
    assert len(cores) == 1
    with Extractor(workers=0) as extractor:
        extractor.extract(b"<p>A sentence of the page that is shown.</p>", "text/html")
    assert os.sched_getaffinity(0) == everywhere
