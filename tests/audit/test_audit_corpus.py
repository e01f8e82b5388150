"""What the audit tells of a corpus whose truth is known; floors in ``tests/floors.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from corpus import Corpus, Told, score, table_of, told
from corpus_server import Server
from newsroom import Inline
from telling import Tell

from provenance.audit import articles
from provenance.audit.clock import stamp
from provenance.audit.database import Database
from provenance.audit.doctor import examine
from provenance.audit.nouns import RunState
from provenance.audit.run import run
from provenance.audit.versions import migrate
from provenance.config import Config

FLOOR = tomllib.loads((Path(__file__).resolve().parents[1] / "floors.toml").read_text("utf-8"))["audit"]["corpus"]


@pytest.mark.allow_hosts([f"127.0.0.{number}" for number in range(1, 7)])
def test_what_is_told_is_what_happened(tmp_path: Path, tell: Tell) -> None:
    corpus = Corpus(articles=FLOOR["articles"], citations=FLOOR["citations"], hosts=6, seed=FLOOR["seed"], fated=0.95, dated=True)
    database = Database(f"sqlite:///{tmp_path / 'audit.db'}")
    migrate(database)
    events: set[Told] = set()
    states = []
    with Server(corpus) as server:
        files = [str(file) for file in corpus.write(tmp_path / "articles", server.port)]
        now = stamp(corpus.when(0))
        database.transact(lambda c: articles.add(c, articles.audit_id(c, "default", now=now), files, (), now))
        config = Config(allow_host=server.hosts, no_archive=True, max_retries=0, jobs=1, timeout=1.5)
        engine = Inline()
        for night in range(len(corpus.days)):
            server.night, server.down = night, night == corpus.outage
            outcome = run("default", config, str(database.url), clock=lambda: corpus.when(night), made=engine)  # noqa: B023
            states.append(outcome.run.state)
            events |= told(database, outcome.run.id, night)
        assert max(server.most.values()) == config.host_concurrency  # politeness
    assert examine(database).faults == ()
    database.close()
    assert [night for night, state in enumerate(states) if state is RunState.OUTAGE] == [corpus.outage]
    truth = corpus.truth()
    assert len({kind for _, kind, _ in truth}) >= 10
    found = score(events, truth)
    tell(f"{table_of(found)}")
    wrong = sorted(events ^ truth)
    assert found["all"].precision >= FLOOR["precision"], wrong
    assert found["all"].recall >= FLOOR["recall"], wrong


def test_a_corpus_follows_from_its_seed_alone() -> None:
    one, two, other = Corpus(seed=3), Corpus(seed=3), Corpus(seed=4)
    assert (one.pages, one.cited, one.truth()) == (two.pages, two.cited, two.truth())
    assert one.pages != other.pages
    for night in range(len(one.days)):
        assert [one.answer(p.host, p.path, night) for p in one.pages] == [two.answer(p.host, p.path, night) for p in two.pages]


def test_a_score_counts_what_was_said_too_much_and_too_little() -> None:
    truth = {(1, "worse", ("a",)), (1, "worse", ("b",)), (2, "moved", ("7",))}
    found = score({(1, "worse", ("a",)), (2, "worse", ("b",))}, truth)
    assert (found["worse"].precision, found["worse"].recall) == (0.5, 0.5)
    assert (found["moved"].precision, found["moved"].recall) == (1.0, 0.0)
    assert (found["all"].hits, found["all"].told, found["all"].true) == (1, 2, 3)
