"""The store of captures: what is put in comes out, or nothing does."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.errors import CacheError
from provenance.sources.keeping.captures import Kept
from provenance.sources.keeping.sqlitefile import SqliteFile
from provenance.sources.keeping.store import NAME, Store, digest


def kept(url: str, body: bytes, *, at: float = 0.0, **fields: object) -> Kept:
    values: dict[str, object] = {"status": 200, "reason": "OK", "headers": (("Content-Type", "text/html"), ("ETag", '"1"'))}
    values |= {"fetched": f"2024-05-06T07:08:{int(at) % 60:02}Z", "checked": at, "lifetime": 0.0, **fields}
    return Kept(url=url, sha256=digest(body), size=len(body), **values)  # type: ignore[arg-type]


class Clock:
    def __init__(self) -> None:
        self.now = 1e6

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store(tmp_path / "cache", wall=clock) as opened:
        yield opened


def test_what_is_put_in_comes_out(store: Store) -> None:
    assert store.latest("https://a.test/") is None
    assert store.body(digest(b"x")) is None
    capture = kept("https://a.test/", b"first \x00\xff", at=1, variant="v", agent="us", reason="Fine")
    store.put(capture, b"first \x00\xff")
    assert store.latest("https://a.test/") is None
    found = store.latest("https://a.test/", "v")
    assert found == replace(capture, first=capture.fetched)
    assert found is not None
    assert store.body(found.sha256) == b"first \x00\xff"
    with pytest.raises(ValueError, match="hash"):
        store.put(capture, b"something else")


def test_versions_of_a_page_are_told_apart_and_the_same_bytes_are_kept_once(store: Store) -> None:
    url = "https://a.test/"
    for at, body in enumerate([b"one", b"two", b"two", b"one"]):
        store.put(kept(url, body, at=at), body)
    store.put(kept("https://b.test/", b"one", at=9), b"one")
    one, two = store.history(url)
    assert [store.body(one.sha256), store.body(two.sha256)] == [b"one", b"two"]
    assert (one.first, one.fetched) == ("2024-05-06T07:08:00Z", "2024-05-06T07:08:03Z")
    assert store.latest(url) == one
    with sqlite3.connect(store.path) as db:
        assert db.execute("SELECT count(*) FROM bodies").fetchone() == (2,)
    store.confirm(replace(two, checked=20.0, headers=(("ETag", '"2"'),)))
    assert store.latest(url) == replace(two, checked=20.0, headers=(("ETag", '"2"'),))


def test_what_is_forgotten_is_gone_unless_something_else_needs_it(store: Store) -> None:
    for url in ("https://a.test/", "https://b.test/"):
        store.put(kept(url, b"shared"), b"shared")
    store.put(kept("https://a.test/", b"own", at=1), b"own")
    store.put(kept("https://a.test/", b"pinned", at=2), b"pinned")
    assert store.pin(digest(b"pinned"), "run 1")
    assert not store.pin(digest(b"nowhere"), "run 1")
    store.forget("https://a.test/")
    assert store.history("https://a.test/") == ()
    assert [store.body(digest(b)) for b in (b"shared", b"own", b"pinned")] == [b"shared", None, b"pinned"]


def test_room_is_made_by_what_was_used_least_recently_but_never_by_evidence(tmp_path: Path, clock: Clock) -> None:
    bodies = [os.urandom(100_000) for _ in range(60)]
    with Store(tmp_path, room=2_000_000, wall=clock) as store:
        for number, body in enumerate(bodies):
            clock.now += 10_000
            store.put(kept(f"https://a.test/{number}", body), body)
            store.put_derived(f"extract {number}", os.urandom(1000))
            if number == 0:
                assert store.pin(digest(body), "the evidence of run 1")
            assert not number or store.body(digest(bodies[1])) == bodies[1]  # in use all the time
            assert store.size() <= 2_500_000
        held = [number for number, body in enumerate(bodies) if store.body(digest(body)) is not None]
        assert held[:2] == [0, 1]
        assert held[2:] == list(range(held[2], 60))
        assert 10 <= len(held) <= 20
        assert [n for n in range(60) if store.latest(f"https://a.test/{n}") is not None] == held
        assert store.derived("extract 5") is None
        assert store.derived("extract 59") is not None
        store.unpin(digest(bodies[0]), "the evidence of run 1")
        clock.now += 10_000
        for number in range(100, 130):
            clock.now += 10_000
            body = os.urandom(100_000)
            store.put(kept(f"https://a.test/{number}", body), body)
    with Store(tmp_path, wall=clock) as store:
        # it was used when it was last looked at, 30 pages ago
        assert store.body(digest(bodies[0])) is None
    assert (tmp_path / NAME).stat().st_size < 3_500_000


def test_damage_is_noticed_and_dropped(store: Store, tmp_path: Path) -> None:
    for number in range(3):
        body = b"page %d " % number * 1000
        store.put(kept(f"https://a.test/{number}", body), body)
        store.put_derived(f"d{number}", body)
    other = b"another page"
    store.put(kept("https://b.test/", other), other)
    with sqlite3.connect(store.path) as db:
        db.execute("UPDATE bodies SET data = zeroblob(50) WHERE sha256 = ?", (digest(b"page 0 " * 1000),))
        # a whole frame, but of other bytes
        data = db.execute("SELECT data FROM bodies WHERE sha256 = ?", (digest(other),)).fetchone()
        db.execute("UPDATE bodies SET data = ? WHERE sha256 = ?", (*data, digest(b"page 1 " * 1000)))
        db.execute("UPDATE derived SET data = substr(data, 1, 20) WHERE key = 'd1'")
        db.execute("UPDATE captures SET headers = '{' WHERE url = 'https://a.test/2'")
    assert [store.body(digest(b"page %d " % n * 1000)) is not None for n in range(3)] == [False, False, True]
    assert [store.latest(f"https://a.test/{n}") for n in range(3)] == [None, None, None]
    assert [store.derived(f"d{n}") is not None for n in range(3)] == [True, False, True]


@pytest.mark.parametrize("content", [b"this is no database " * 500, b"SQLite format 3\x00" + bytes(5000)])
def test_a_file_that_is_no_store_is_put_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with Store(tmp_path) as store:
        store.put(kept("https://a.test/", b"x"), b"x")
        assert store.body(digest(b"x")) == b"x"
    assert (tmp_path / f"{NAME}.damaged").read_bytes() == content


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / NAME) as db:
        db.execute("PRAGMA user_version = 99")
    before = (tmp_path / NAME).read_bytes()
    with Store(tmp_path) as store, pytest.raises(CacheError, match="newer"):
        store.put(kept("https://a.test/", b"x"), b"x")
    assert (tmp_path / NAME).read_bytes() == before


def test_what_cannot_be_used_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder" / NAME).mkdir(parents=True)
    for folder in ("file", "folder"):
        with pytest.raises(CacheError, match="--cache-dir") as caught:
            Store(tmp_path / folder).check()
        assert "\n" not in str(caught.value)
    closed = Store(tmp_path / "closed")
    closed.close()
    with pytest.raises(CacheError):
        closed.check()


def test_nobody_else_may_look(store: Store) -> None:
    store.check()
    assert store.path.stat().st_mode & 0o077 == 0
    assert store.path.parent.stat().st_mode & 0o077 == 0


def test_many_threads(store: Store) -> None:
    problems: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(20):
                body = b"%d" % (turn % 5) * 5000
                store.put(kept(f"https://a.test/{number % 3}", body, at=turn), body)
                assert store.body(digest(body)) == body
                assert store.latest(f"https://a.test/{number % 3}") is not None
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    assert all(len(store.history(f"https://a.test/{n}")) == 5 for n in range(3))


WRITER = """
import sys
from pathlib import Path
from provenance.sources.keeping.captures import Kept
from provenance.sources.keeping.store import Store, digest
name, count = sys.argv[2], int(sys.argv[3])
with Store(Path(sys.argv[1]), room=3_000_000) as store:
    for number in range(count):
        body = (f"{name} {number} " * 3000).encode()
        store.put(Kept(f"https://{name}.test/{number}", 200, "OK", (), "2024", float(number), 0.0, digest(body), len(body)), body)
        store.put_derived(f"{name} {number}", body)
        print(number, flush=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name, str(count)], stdout=subprocess.PIPE)


def test_several_processes_begin_and_write_at_once(tmp_path: Path) -> None:
    running = [writer(tmp_path, name, 30) for name in ("a", "b", "c")]
    for process in running:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert len(out.split()) == 30
    with Store(tmp_path) as store:
        for name in ("a", "b", "c"):
            found = store.latest(f"https://{name}.test/29")
            assert found is not None
            assert store.body(found.sha256) == (f"{name} 29 " * 3000).encode()


def test_a_killed_writer_leaves_a_whole_store_with_all_that_it_had_written(tmp_path: Path) -> None:
    for turn in range(4):
        process = writer(tmp_path, f"t{turn}", 10_000)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5 + 20 * turn)]
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        process.stdout.close()
        last = int(lines[-1])
        with Store(tmp_path) as store:
            found = store.latest(f"https://t{turn}.test/{last}")
            assert found is not None
            assert store.body(found.sha256) == (f"t{turn} {last} " * 3000).encode()
            assert store.derived(f"t{turn} {last}") is not None
        with sqlite3.connect(tmp_path / NAME) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert db.execute("SELECT count(*) FROM captures WHERE sha256 NOT IN (SELECT sha256 FROM bodies)").fetchone() == (0,)


def test_a_full_disk_loses_nothing_that_was_written(tmp_path: Path) -> None:
    code = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
import os
from pathlib import Path
from provenance.errors import CacheError
from provenance.sources.keeping.captures import Kept
from provenance.sources.keeping.store import Store, digest
done = 0
with Store(Path({str(tmp_path)!r})) as store:
    for number in range(100):
        body = os.urandom(20_000)
        try:
            store.put(Kept(f"https://a.test/{{number}}", 200, "OK", (), "2024", float(number), 0.0, digest(body), len(body)), body)
        except CacheError as error:
            assert "\\n" not in str(error)
            break
        done += 1
    assert store.latest("https://a.test/0") is not None
print(done)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    done = int(result.stdout)
    assert 2 <= done < 100
    with Store(tmp_path) as store:
        for number in range(done):
            found = store.latest(f"https://a.test/{number}")
            assert found is not None
            assert store.body(found.sha256) is not None
        store.put(kept("https://a.test/x", b"room again"), b"room again")


# ---- what several threads write at once ------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    made = SqliteFile(tmp_path / "file.sqlite3", "CREATE TABLE words (word TEXT UNIQUE);\n", 1)
    yield made
    made.close()


def words(file: SqliteFile) -> set[str]:
    with file.reading() as db:
        return {row[0] for row in db.execute("SELECT word FROM words")}


def add(db: sqlite3.Connection, these: list[str]) -> None:
    db.executemany("INSERT INTO words VALUES (?)", [(word,) for word in these])


def together(file: SqliteFile, work: Callable[[str], object], count: int) -> dict[str, BaseException | None]:
    """Have as many threads write while one is writing, so that all of them wait; what each of them met."""
    begun, go = threading.Event(), threading.Event()
    met: dict[str, BaseException | None] = {}

    def first(db: sqlite3.Connection) -> None:
        begun.set()
        assert go.wait(30)

    def one(word: str) -> None:
        try:
            work(word)
            met[word] = None
        except BaseException as error:
            met[word] = error

    threads = [threading.Thread(target=lambda: file.write(first))]
    threads[0].start()
    assert begun.wait(30)
    threads += [threading.Thread(target=one, args=(f"w{number}",)) for number in range(count)]
    for thread in threads[1:]:
        thread.start()
    while len(file._waiting) < count:
        go.wait(0.001)
    go.set()
    for thread in threads:
        thread.join(30)
    return met


def test_what_several_threads_wait_to_write_is_one_transaction(file: SqliteFile) -> None:
    groups: list[list[str]] = []

    def work(db: sqlite3.Connection, these: list[str]) -> None:
        groups.append(these)
        add(db, these)

    assert set(together(file, lambda word: file.write_each(work, word), 20).values()) == {None}
    assert words(file) == {f"w{number}" for number in range(20)}
    assert len(groups) == 1


def test_what_cannot_be_written_spoils_nothing_of_others(file: SqliteFile) -> None:
    file.write(lambda db: add(db, ["w3"]))
    met = together(file, lambda word: file.write(lambda db: add(db, [word])), 8)
    assert isinstance(met.pop("w3"), CacheError)
    assert set(met.values()) == {None}
    assert words(file) == {f"w{number}" for number in range(8)}
    # so it is where the items of all are written by one
    met = together(file, lambda word: file.write_each(add, word if word == "w3" else f"x{word}"), 8)
    assert isinstance(met.pop("w3"), CacheError)
    assert words(file) >= {f"xw{number}" for number in range(8) if number != 3}


def test_a_thread_that_is_interrupted_leaves_the_work_of_others_to_them(file: SqliteFile) -> None:
    interrupted: list[str] = []

    def work(word: str) -> None:
        def writes(db: sqlite3.Connection) -> None:
            if not interrupted:
                interrupted.append(word)
                raise KeyboardInterrupt
            add(db, [word])

        file.write(writes)

    met = together(file, work, 8)
    assert [word for word, error in met.items() if isinstance(error, KeyboardInterrupt)] != []
    written = {word for word, error in met.items() if error is None}
    assert len(written) == 7
    assert written <= words(file)


def test_a_damaged_file_is_put_aside_for_all_connections(file: SqliteFile) -> None:
    file.write(lambda db: add(db, ["before"]))
    assert words(file) == {"before"}

    def finds_damage(_: sqlite3.Connection) -> None:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error

    with pytest.raises(CacheError, match="malformed"):
        file.write(finds_damage)
    assert words(file) == set()
    file.write(lambda db: add(db, ["after"]))
    assert words(file) == {"after"}
    file.close()
    with pytest.raises(CacheError, match="closed"):
        words(file)
    with pytest.raises(CacheError, match="closed"):
        file.write(lambda db: add(db, ["late"]))
