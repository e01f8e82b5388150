"""Extraction in worker processes: what one page does to its worker is nothing to the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from provenance.model import Extract, Span, Status, Unavailable
from provenance.sources.extraction import worker, workers
from provenance.sources.extraction.extract import extract
from provenance.sources.extraction.workers import Extractor, Page


def page(n: int) -> Page:
    body = f"<html lang=en><title>Page {n}</title><body><article><p>Page {n} says that the lower lock at Holmwick was closed on Tuesday by the river authority.</p></article>"
    return body.encode(), "text/html; charset=utf-8", f"https://example.org/{n}"


@pytest.fixture
def _hostile_worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Workers that crash, hang or swell at a word in the page: no page that does so to today's parsers will do so for ever."""
    script = tmp_path / "hostile_worker.py"
    script.write_text(
        textwrap.dedent(
            """
            import os, time
            from provenance.sources.extraction import extract as module, worker
            real = module.extract
            def extract(body, **kwargs):
                if b"CRASH" in body: os.abort()
                if b"HANG" in body:
                    while True: time.sleep(60)
                if b"SWELL" in body: return [bytearray(1 << 24) for _ in range(1000)]
                if b"PRINT" in body: print("a library that prints")
                if b"RAISE" in body: raise RecursionError("too deep")
                return real(body, **kwargs)
            module.extract = extract
            worker.main()
            """
        )
    )
    popen = subprocess.Popen

    def start(command: list[str], **kwargs: object) -> subprocess.Popen[bytes]:
        return popen([sys.executable, str(script), *command[4:]], **kwargs)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(workers.subprocess, "Popen", start)


def test_pages_come_back_in_order_and_as_in_process() -> None:
    pages = [page(n) for n in range(6)]
    with Extractor(workers=2) as extractor:
        found = extractor.extract_many(pages)
    assert found == [extract(body, content_type=kind, url=url) for body, kind, url in pages]
    with Extractor(workers=0) as extractor:
        assert extractor.extract_many(pages) == found


def test_nothing_starts_before_the_first_page() -> None:
    with Extractor(workers=2) as extractor:
        assert not extractor._all
        assert not extractor.extract_many([])
        assert not extractor._all


def test_a_page_is_extracted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = worker.answer
    monkeypatch.setattr(worker, "answer", lambda *args: calls.append(1) or real(*args))
    with Extractor(workers=0) as extractor:
        first = extractor.extract_many([page(1), page(1), page(2)])
        again = extractor.extract(*page(1))
    assert first[0] is first[1] is again
    assert len(calls) == 2


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.usefixtures("_hostile_worker")
def test_crash_hang_and_swelling_are_that_page_s_own(count: int) -> None:
    bad = [
        (b"<p>CRASH</p>", "text/html", "https://example.org/crash"),
        (b"<p>HANG</p>", None, None),
        (b"<p>SWELL</p>", None, None),
        (b"<p>RAISE</p>", None, None),
    ]
    with Extractor(workers=count, timeout=8, memory=1 << 30) as extractor:
        found = extractor.extract_many([page(1), *bad, page(2), page(3)])
    good = [found[0], found[5], found[6]]
    assert [item.title for item in good if isinstance(item, Extract)] == ["Page 1", "Page 2", "Page 3"]
    broken = found[1:5]
    assert all(isinstance(item, Unavailable) and item.status is Status.PARSER_FAILED for item in broken)
    reasons = [item.reason for item in broken if isinstance(item, Unavailable)]
    assert "crashed" in reasons[0]
    assert "longer than 8 s" in reasons[1]
    assert "memory" in reasons[2]
    assert "RecursionError" in reasons[3]
    assert broken[0].url == "https://example.org/crash"  # type: ignore[union-attr]


@pytest.mark.usefixtures("_hostile_worker")
def test_a_page_behind_one_that_crashes_is_read_all_the_same() -> None:
    pages = [page(n) if n % 3 else (b"<p>CRASH %d</p>" % n, "text/html", None) for n in range(24)]
    with Extractor(workers=1) as extractor:
        found = extractor.extract_many(pages)
        assert len(extractor._all) <= 1
    assert [item.title if isinstance(item, Extract) else item.status for item in found] == [
        f"Page {n}" if n % 3 else Status.PARSER_FAILED for n in range(24)
    ]


def test_pages_larger_than_a_pipe_pass_both_ways_while_others_wait() -> None:
    sentence = "The lower lock at Holmwick was closed on Tuesday by the river authority, for the {}th time."
    texts = [["".join(sentence.format(k * n) for k in range(200)) for n in range(first, first + 40)] for first in range(1, 9)]
    pages = [("".join(f"<p>{text}</p>" for text in each).encode(), "text/html", None) for each in texts]
    assert min(len(body) for body, _, _ in pages) > 2 * workers._PIPE
    with Extractor(workers=1) as extractor:
        found = extractor.extract_many(pages)
    assert [item.full for item in found if isinstance(item, Extract)] == ["\n\n".join(each) for each in texts]


def test_a_worker_has_its_next_page_while_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    most = []
    run = workers._Worker.run

    def counted(self: workers._Worker, *args: object) -> object:
        most.append(self.held)
        return run(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(workers._Worker, "run", counted)
    with Extractor(workers=1) as extractor:
        extractor.extract_many([page(n) for n in range(12)])
        assert max(most) == 1 + workers.AHEAD
        most.clear()
        for n in range(12, 16):
            extractor.extract(*page(n))
        assert max(most) == 1


@pytest.mark.usefixtures("_hostile_worker")
def test_a_library_that_prints_does_not_garble_the_answer() -> None:
    with Extractor(workers=1) as extractor:
        found = extractor.extract(b"<p>PRINT this sentence of the page, which is long enough.</p>", "text/html")
    assert isinstance(found, Extract)
    assert "PRINT this sentence" in found.full


def test_a_worker_that_died_between_pages_is_replaced() -> None:
    with Extractor(workers=1) as extractor:
        assert isinstance(extractor.extract(*page(1)), Extract)
        (process,) = [w._process for w in extractor._all]
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert isinstance(extractor.extract(*page(2)), Extract)


def test_many_threads_share_the_workers() -> None:
    with Extractor(workers=2) as extractor, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: extractor.extract(*page(n % 10)), range(40)))
        assert len(extractor._all) <= 2
    assert [item.title for item in found if isinstance(item, Extract)] == [f"Page {n % 10}" for n in range(40)]


def test_no_process_is_left_behind() -> None:
    extractor = Extractor(workers=2)
    extractor.extract_many([page(1), page(2), page(3)])
    processes = [w._process for w in extractor._all]
    assert processes
    extractor.close()
    assert all(process.poll() is not None for process in processes)
    assert not [t for t in threading.enumerate() if t.name.startswith("provenance-extract")]
    with pytest.raises(RuntimeError):
        extractor.extract(*page(4))


def test_closing_ends_what_hangs(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("_hostile_worker")
    extractor = Extractor(workers=1, timeout=60)
    future = extractor.submit(b"<p>HANG</p>")
    time.sleep(0.3)
    extractor.close()
    result = future.result(timeout=5).found
    assert isinstance(result, Unavailable)
    assert result.status is Status.PARSER_FAILED


def test_no_main_guard_is_needed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from provenance.sources.extraction.workers import Extractor\n"
        "with Extractor(workers=1) as e: print(e.extract(b'<p>A sentence of the page that is shown.</p>', 'text/html').full)\n"
    )
    root = str(Path(workers.__file__).resolve().parents[3])
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": root}, check=True
    )
    assert done.stdout == "A sentence of the page that is shown.\n"
    assert not done.stderr


def test_an_unreadable_page_keeps_its_own_status() -> None:
    with Extractor(workers=0) as extractor:
        found = extractor.extract(b"%PDF-1.7", "text/html", "https://example.org/x")
    assert isinstance(found, Unavailable)
    assert (found.status, found.url) == (Status.WRONG_TYPE, "https://example.org/x")


def test_what_is_kept_is_bounded() -> None:
    cache = workers._Cache(room=3000)
    for n in range(50):
        cache.put(str(n), Extract(text="x" * 500))
    assert cache.get("49") is not None
    assert cache.get("0") is None
    assert len(cache._items) <= 3


def test_the_wire_carries_every_field() -> None:
    full = extract(page(1)[0], url="https://example.org/")
    odd = Extract(
        text="a\u2028b", rest="c", restricted=Status.PAYWALLED, truncated=True, furniture=(Span(5, 6),), notes=("n",), links=full.links
    )
    for item in (full, odd):
        assert worker.from_json(worker.to_json(item) | {}, "") == item
        assert b"\n" not in worker.canonical(worker.to_json(item))
        assert worker.decoded(worker.canonical(worker.to_json(item)), "") == item


@pytest.mark.parametrize("count", [0, 1])
def test_what_a_worker_wrote_comes_with_what_it_says(count: int) -> None:
    with Extractor(workers=count) as extractor:
        for body, kind in (
            (page(1)[0].replace(b"lower lock", "нижний шлюз".encode()), "text/html; charset=utf-8"),
            (b"\x89PNG\r\n\x1a\n", None),
        ):
            read = extractor.submit(body, kind, "https://example.org/1").result()
            assert read.data is not None
            assert worker.decoded(read.data, "https://example.org/1") == read.found
            assert b"\\u04" not in read.data


def test_a_swollen_worker_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Extractor(workers=1) as extractor:
        extractor.extract(*page(1))
        (first,) = extractor._all
        assert 10 << 20 < first.memory < workers.SWOLLEN
        extractor.extract(*page(2))
        assert extractor._all == {first}
        monkeypatch.setattr(workers, "SWOLLEN", 1 << 20)
        extractor.extract(*page(3))
        assert not first.alive
        assert isinstance(extractor.extract(*page(4)), Extract)


def test_what_lies_ready_at_a_worker_that_is_replaced_is_read_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAGES", 3)
    with Extractor(workers=1) as extractor:
        found = extractor.extract_many([page(n) for n in range(16)])
    assert [item.title for item in found if isinstance(item, Extract)] == [f"Page {n}" for n in range(16)]


def test_so_many_workers_are_started_as_the_pages_that_are_to_come_are_worth() -> None:
    with Extractor(workers=3) as extractor:
        for pages, started in ((0, 0), (1, 1), (workers.MANY, 1), (workers.MANY + 1, 2), (1, 2), (100 * workers.MANY, 3)):
            extractor.expect(pages)
            assert len(extractor._all) == started
        assert isinstance(extractor.extract(*page(1)), Extract)
        assert len(extractor._all) == 3
    extractor.expect(1)
    assert not extractor._all


def test_another_worker_is_started_for_many_pages_or_one_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 60.0)
    with Extractor(workers=2) as few:
        assert all(isinstance(found, Extract) for found in few.extract_many([page(n) for n in range(4)]))
        assert len(few._all) == 1
    monkeypatch.setattr(workers, "QUEUE", 3)
    with Extractor(workers=2) as many:
        assert all(isinstance(found, Extract) for found in many.extract_many([page(n) for n in range(12)]))
        assert len(many._all) == 2
    monkeypatch.setattr(workers, "QUEUE", 100)
    monkeypatch.setattr(workers, "PATIENCE", 0.0)
    with Extractor(workers=2) as waiting:
        assert all(isinstance(found, Extract) for found in waiting.extract_many([page(n) for n in range(12)]))
        assert len(waiting._all) == 2
