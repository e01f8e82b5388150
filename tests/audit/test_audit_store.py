"""The store: the same on SQLite and PostgreSQL, whole after every fault, and honest about what it cannot do."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, select, text, update

from provenance.audit import articles, evidence, ledger, runs
from provenance.audit.database import Database, store_url
from provenance.audit.ledger import NewVerdict
from provenance.audit.nouns import Event, EventKind, ItemKind, ItemState, RunState, StoredCapture, StoredVerdict, Watched
from provenance.audit.packing import pack
from provenance.audit.tables import metadata, table
from provenance.audit.versions import migrate, newest
from provenance.errors import ConfigError, StoreError, UsageError

NOW = "2026-03-01T02:00:00Z"
LATER = "2026-03-02T02:00:00Z"


def begun(connection: Connection) -> tuple[int, int, int]:
    """An audit with one article and a run; their numbers."""
    audit = articles.audit_id(connection, "desk", now=NOW)
    articles.add(connection, audit, ["/news/one.md"], ["politics"], NOW)
    (article,) = articles.listed(connection, audit)
    run = runs.begin(connection, audit, NOW, tool="1", model="embedded", settings={})
    return audit, article.id, run.id


def verdict(claim: str, label: str = "supported") -> NewVerdict:
    return NewVerdict(claim, label, 0.9, (("s-1", 1, "ab" * 32),), {"id": claim, "text": f"Text of {claim}"})


def test_the_nouns_have_the_columns_of_their_tables_in_order() -> None:
    for noun, name in ((Watched, "sources"), (StoredCapture, "captures"), (StoredVerdict, "verdicts")):
        assert [field.name for field in fields(noun)] == [column.name for column in table(name).columns]


def test_what_is_written_is_what_is_read_again(store: Database) -> None:
    def work(connection: Connection) -> None:
        audit, article, run = begun(connection)
        for given in ([verdict("c-1")], [verdict("c-1", "not_found"), verdict("c-2")]):
            written = ledger.write(connection, audit, run, article, given, now=NOW, tool="1", model="embedded")
            assert written == list(ledger.current(connection, [article]))
        assert [(v.claim, v.label) for v in written] == [("c-1", "supported"), ("c-2", "supported")]

    store.transact(work)


def test_migrated_tables_are_those_of_the_program(store: Database) -> None:
    assert store.transact(lambda c: compare_metadata(MigrationContext.configure(c), metadata())) == []
    assert store.transact(lambda c: MigrationContext.configure(c).get_current_revision()) == newest()
    migrate(store)  # a second time changes nothing
    store.whole()


def test_articles_are_added_once_and_keep_their_tags(store: Database) -> None:
    def work(connection: Connection) -> None:
        audit = articles.audit_id(connection, "desk", now=NOW)
        assert articles.add(connection, audit, ["/a", "/b", "/a"], ["x"], NOW) == (2, 0)
        assert articles.add(connection, audit, ["/b", "/c"], ["y"], LATER) == (1, 1)
        assert [(a.place, a.tags) for a in articles.listed(connection, audit)] == [("/a", ("x",)), ("/b", ("x", "y")), ("/c", ("y",))]
        assert [a.place for a in articles.listed(connection, audit, tags=["y"])] == ["/b", "/c"]

    store.transact(work)


def test_audits_stand_side_by_side(store: Database) -> None:
    def work(connection: Connection) -> None:
        one, two = (articles.audit_id(connection, name, now=NOW) for name in ("one", "two"))
        articles.add(connection, one, ["/a"], [], NOW)
        articles.add(connection, two, ["/a", "/b"], [], NOW)
        assert len(articles.listed(connection, one)) == 1
        assert articles.audit_names(connection) == ["one", "two"]
        with pytest.raises(UsageError, match="one, two"):
            articles.audit_id(connection, "three")

    store.transact(work)


def test_a_source_that_two_articles_cite_is_one(store: Database) -> None:
    def work(connection: Connection) -> None:
        audit = articles.audit_id(connection, "desk", now=NOW)
        articles.add(connection, audit, ["/a", "/b"], [], NOW)
        a, b = articles.listed(connection, audit)
        articles.cite(connection, a.id, [("s-1", "https://x.example/1", "x.example")])
        articles.cite(
            connection, b.id, [("s-1", "https://x.example/1?utm_source=b", "x.example"), ("s-2", "https://y.example/", "y.example")]
        )
        assert [s.id for s in evidence.due_of(connection, audit, NOW, "", 10)] == ["s-1", "s-2"]
        assert articles.cited_by(connection, [b.id])[b.id]["s-1"].endswith("utm_source=b")
        articles.cite(connection, b.id, [])
        assert [s.id for s in evidence.due_of(connection, audit, NOW, "", 10)] == ["s-1"]

    store.transact(work)


def test_bytes_are_kept_once_and_come_back_whole(store: Database) -> None:
    body = bytes(range(256)) * 400

    def work(connection: Connection) -> None:
        key = evidence.keep_content(connection, body, NOW)
        assert evidence.keep_content(connection, body, LATER) == key
        assert evidence.content_of(connection, key) == body
        assert evidence.content_of(connection, "0" * 64) is None
        assert len(connection.execute(select(table("contents").c.sha256)).all()) == 1

    store.transact(work)


def test_retention_spares_what_a_verdict_rests_on(store: Database) -> None:
    def work(connection: Connection) -> None:
        audit, article, run = begun(connection)
        kept, free = (evidence.keep_content(connection, body, NOW) for body in (b"evidence", b"old news"))
        ledger.write(
            connection, audit, run, article, [NewVerdict("c-1", "supported", 1.0, (("s-1", 1, kept),), {})], now=NOW, tool="1", model="m"
        )
        assert evidence.retire(connection, LATER) == 1
        assert evidence.content_of(connection, kept) == b"evidence"
        assert evidence.content_of(connection, free) is None
        # bytes that come again are kept again
        evidence.keep_content(connection, b"old news", LATER)
        assert evidence.content_of(connection, free) == b"old news"

    store.transact(work)


def test_a_damaged_body_is_never_handed_out(store: Database) -> None:
    key = store.transact(lambda c: evidence.keep_content(c, b"what was said", NOW))
    store.transact(lambda c: c.execute(update(table("contents")).values(body=b"no zstd").where(table("contents").c.sha256 == key)).rowcount)
    with pytest.raises(StoreError, match="doctor"):
        store.transact(lambda c: evidence.content_of(c, key))


def test_the_ledger_keeps_every_verdict_and_one_that_holds(store: Database) -> None:
    def work(connection: Connection) -> None:
        audit, article, run = begun(connection)
        ledger.write(connection, audit, run, article, [verdict("c-1"), verdict("c-2")], now=NOW, tool="1", model="m")
        again = ledger.write(connection, audit, run, article, [verdict("c-1", "contradicted")], now=NOW, tool="1", model="m")
        assert [v.label for v in again] == ["supported", "supported"]  # the run has its verdict already
        second = runs.begin(connection, audit, LATER, tool="1", model="m", settings={})
        ledger.write(connection, audit, second.id, article, [verdict("c-1", "not_found")], now=LATER, tool="1", model="m")
        assert [(v.claim, v.label) for v in ledger.current(connection, [article])] == [("c-1", "not_found")]
        assert [v.label for v in ledger.history(connection, article, "c-1")] == ["supported", "not_found"]
        assert [v.seq for v in ledger.history(connection, article, "c-1")] == [1, 3]
        assert list(ledger.check(connection, audit)) == []

    store.transact(work)


@pytest.mark.parametrize("fault", ["label", "removed", "document", "captures"])
def test_the_chain_shows_what_was_tampered_with(store: Database, fault: str) -> None:
    def work(connection: Connection) -> list[str]:
        audit, article, run = begun(connection)
        ledger.write(connection, audit, run, article, [verdict(f"c-{n}") for n in range(4)], now=NOW, tool="1", model="m")
        lines = table("verdicts")
        second = lines.c.seq == 2
        if fault == "removed":
            connection.execute(lines.delete().where(second))
        else:
            values = {"label": "not_found", "document": pack({"id": "c-1", "text": "another"}), "captures": [["s-1", 2, None]]}
            connection.execute(update(lines).where(second).values({fault: values[fault]}))
        return list(ledger.check(connection, audit))

    found = store.transact(work)
    assert found
    assert "verdict 2" in found[0]


def test_a_run_is_taken_up_where_it_was_broken_off(store: Database) -> None:
    def work(connection: Connection) -> int:
        audit, _, run = begun(connection)
        runs.plan(connection, run, ItemKind.SOURCE, {"s-3": 0, "s-1": 1, "s-2": 2})
        runs.settle(connection, run, ItemKind.SOURCE, ["s-1"], ItemState.DONE)
        found = runs.unfinished(connection, audit)
        assert found is not None
        assert found.id == run
        runs.plan(connection, run, ItemKind.SOURCE, {"s-1": 0, "s-2": 1, "s-3": 2, "s-4": 3})
        assert runs.tally(connection, run)[ItemKind.SOURCE, ItemState.DONE] == 1
        runs.end(connection, run, LATER, RunState.DONE, {"sources": 1})
        assert runs.unfinished(connection, audit) is None
        assert [r.counts for r in runs.latest(connection, audit)] == [{"sources": 1}]
        return run

    run = store.transact(work)
    assert list(runs.due(store, run, ItemKind.SOURCE, 2)) == [["s-3", "s-2"], ["s-4"]]
    store.transact(lambda c: runs.leave(c, run, ItemKind.SOURCE, but=2))
    assert list(runs.due(store, run, ItemKind.SOURCE, 2)) == [["s-3", "s-2"]]


def test_what_is_new_is_told_once(store: Database) -> None:
    def work(connection: Connection) -> None:
        _, article, run = begun(connection)
        event = Event(EventKind.WORSE, article, None, "c-1", {"before": "supported", "after": "not_found"})
        runs.tell(connection, run, [event, event])
        runs.tell(connection, run, [event, Event(EventKind.VANISHED, None, "s-1")])
        assert [e.kind for e in runs.told(connection, run)] == [EventKind.WORSE, EventKind.VANISHED]

    store.transact(work)


def test_what_fails_half_way_leaves_nothing(store: Database) -> None:
    def work(connection: Connection) -> None:
        articles.audit_id(connection, "desk", now=NOW)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        store.transact(work)
    assert store.transact(articles.audit_names) == []


def test_a_newer_store_is_refused_and_not_touched(store: Database) -> None:
    store.transact(lambda c: c.execute(text("UPDATE alembic_version SET version_num = 'm999'")).rowcount)
    with pytest.raises(StoreError, match="newer version"):
        migrate(store)
    assert store.transact(lambda c: c.execute(text("SELECT version_num FROM alembic_version")).scalar()) == "m999"


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(StoreError, match="theirs"):
        migrate(Database(f"sqlite:///{path}"))


def test_an_older_store_is_told_nothing_anew(store_address: str) -> None:
    from alembic import command

    from provenance.audit import versions

    def older(connection: Connection) -> None:
        config = versions._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "m001")
        for statement in (
            f"INSERT INTO audits (id, name, created) VALUES (1, 'desk', '{NOW}'), (2, 'web', '{NOW}')",
            f"INSERT INTO articles (id, audit, place, tags, added) VALUES (1, 1, '/a', '[]', '{NOW}'), (2, 2, '/b', '[]', '{NOW}')",
            "INSERT INTO sources (id, url, host, capture, checked, lapses) VALUES "
            f"('s-1', 'u', 'h', 7, '{NOW}', 0), ('s-2', 'u', 'h', NULL, '{NOW}', 2), ('s-3', 'u', 'h', NULL, NULL, 0)",
            "INSERT INTO citations (article, source, url) VALUES (1, 's-1', 'u'), (2, 's-1', 'u'), (1, 's-2', 'u'), (1, 's-3', 'u')",
        ):
            connection.execute(text(statement))

    database = Database(store_address)
    database.transact(older)
    migrate(database)
    rows = database.transact(lambda c: c.execute(text("SELECT audit, source, capture, failing FROM seen ORDER BY audit, source")).all())
    assert [(row[0], row[1], row[2], bool(row[3])) for row in rows] == [(1, "s-1", 7, False), (1, "s-2", None, True), (2, "s-1", 7, False)]
    database.close()


def test_a_half_migration_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic.operations import Operations

    made = Operations.create_table
    count = 0

    def broken(self: Operations, *args: object, **kwargs: object) -> object:
        nonlocal count
        count += 1
        if count == 4:
            raise KeyboardInterrupt
        return made(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Operations, "create_table", broken)
    database = Database(f"sqlite:///{tmp_path / 'audit.db'}")
    with pytest.raises(KeyboardInterrupt):
        migrate(database)
    database.close()
    with sqlite3.connect(tmp_path / "audit.db") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    monkeypatch.undo()
    migrate(database)
    assert database.transact(articles.audit_names) == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("mysql://u:secret@h/db", "not supported"),
        ("sqlite://", "lost"),
        ("sqlite:///:memory:", "lost"),
        ("no address at all ://", "no database address"),
    ],
)
def test_an_address_that_is_no_store_is_one_line(address: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        Database(address)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_faults_of_the_file_are_one_line_each(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("this is no database " * 100)
    (tmp_path / "file").write_text("x")
    for name, says in {"folder": "is a folder", "text.db": "no SQLite database", "file/audit.db": "cannot be made"}.items():
        with pytest.raises((ConfigError, StoreError), match=says) as caught:
            migrate(Database(f"sqlite:///{tmp_path / name}"))
        assert "\n" not in str(caught.value)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.transact(lambda c: evidence.keep_content(c, bytes(range(256)) * 100, NOW))
    database.close()
    body = bytearray(path.read_bytes())
    body[4096:12288] = b"\x55" * 8192
    path.write_bytes(body)
    with pytest.raises(StoreError, match="damaged"):
        Database(f"sqlite:///{path}").whole()


def test_a_server_that_is_not_there_is_one_line() -> None:
    waits: list[float] = []
    database = Database("postgresql://u:secret@127.0.0.1:9/none", sleep=waits.append)
    with pytest.raises(StoreError, match="check that the server runs") as caught:
        database.transact(lambda c: c.execute(insert(table("audits"))).rowcount)
    assert "secret" not in str(caught.value)
    assert len(waits) == 5


def test_a_locked_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.audit.database.BUSY", 0.01)
    path = tmp_path / "audit.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def release(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            other.execute("ROLLBACK")

    waiting = Database(f"sqlite:///{path}", sleep=release)
    assert waiting.transact(lambda c: articles.audit_id(c, "desk", now=NOW)) == 1
    assert len(waits) == 2


def test_a_process_that_writes_is_not_waited_for_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.audit.database.BUSY", 0.01)
    path = tmp_path / "audit.db"
    waits: list[float] = []
    database = Database(f"sqlite:///{path}", sleep=waits.append)
    migrate(database)
    database.transact(lambda c: articles.audit_id(c, "desk", now=NOW))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM audits")
    assert database.read(articles.audit_names) == ["desk"]
    assert waits == []
    other.execute("COMMIT")
    assert database.read(articles.audit_names) == []


@pytest.mark.parametrize("store_address", ["postgresql"], indirect=True)  # a file has no connection that breaks
def test_the_connection_to_postgresql_may_break(store: Database) -> None:
    broken = []

    def work(connection: Connection) -> int:
        made = articles.audit_id(connection, "desk", now=NOW)
        if not broken:
            broken.append(True)
            number = connection.execute(text("SELECT pg_backend_pid()")).scalar()
            other = Database(store.url.render_as_string(hide_password=False))
            other.transact(lambda c: c.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": number}).scalar())
            other.close()
        articles.add(connection, made, ["/a"], [], NOW)
        return made

    audit = store.transact(work)
    assert len(store.transact(lambda c: articles.listed(c, audit))) == 1
    assert store.transact(articles.audit_names) == ["desk"]


def test_the_stores_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROVENANCE_STORE", raising=False)
    assert store_url().startswith("sqlite:///")
    assert store_url("night.db") == "sqlite:///night.db"
    monkeypatch.setenv("PROVENANCE_STORE", "postgres://desk@db/audit")
    assert store_url() == "postgresql://desk@db/audit"
