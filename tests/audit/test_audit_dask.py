"""The same nights on a Dask cluster of two processes, one of which is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus import Corpus, Told, told
from corpus_server import Server
from crash_lab import Lab
from distributed import LocalCluster

from provenance.audit import articles, engines, work
from provenance.audit.clock import stamp
from provenance.audit.database import Database
from provenance.audit.doctor import examine
from provenance.audit.engines import Crashed
from provenance.audit.engines import dask as of_dask
from provenance.audit.nouns import RunState
from provenance.audit.run import Outcome, run
from provenance.audit.stage import TRIES
from provenance.audit.versions import migrate
from provenance.config import Config
from provenance.errors import EngineError, StoreError, UsageError

HOSTS = [f"127.0.0.{number}" for number in range(1, 9)]
FATES = {"changed": 2, "away": 1, "moved": 1}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers; those that die are replaced."""
    with LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50) as made:
        yield made


@pytest.fixture
def engine(cluster: Any) -> Iterator[of_dask.DaskEngine]:
    made = engines.make("dask", jobs=1, scheduler=cluster.scheduler_address)
    assert isinstance(made, of_dask.DaskEngine)
    made._client.wait_for_workers(2, timeout=30)
    yield made
    made.close()


def slow(order: tuple[str, float]) -> str:
    """An order that says where it was done."""
    with open(order[0], "a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(order[1])
    return order[0]


def deadly(order: bool) -> str:
    if order:
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def faulty(order: str) -> str:
    raise StoreError("the store has gone") if order == "ours" else ValueError("of\nanother kind")


def night(lab: Lab, engine: Any, store: str | None = None) -> Outcome:
    plan = lab.plan(store)
    return run("default", plan.config, plan.store, made=engine, clock=lambda: lab.corpus.when(lab.night))


class Lean:
    """A cluster that does the work of lean nights."""

    def __init__(self, inner: of_dask.DaskEngine) -> None:
        self.inner = inner
        self.check = inner.check

    def ready(self, name: str, order: Any) -> None: ...

    def ahead(self, name: str, key: str, order: Any) -> None: ...

    def tend(self) -> None: ...

    def map(self, name: str, orders: Any) -> Any:
        return self.inner.map("crash_lab:read" if name == work.READ else "crash_lab:judge", orders)


@pytest.mark.allow_hosts(HOSTS)
def test_nights_on_a_cluster_end_as_nights_here(engine: of_dask.DaskEngine) -> None:
    corpus = Corpus(5, 2, 4, seed=5, fated=0.6, fates=FATES, outage=None)
    with Lab(corpus, latency=0.01) as lab:
        engine.suits(lab.store)
        night(lab, Lean(engine))
        lab.go(1)
        night(lab, Lean(engine))
        assert max(lab.server.most.values()) <= lab.plan().config.host_concurrency
        lab.whole()
        here = f"sqlite:///{lab.folder / 'here.db'}"
        lab.make(here)
        lab.go(0)
        lab.finish(store=here)
        lab.go(1)
        lab.finish(store=here)
        assert lab.fingerprint() == lab.fingerprint(here)


@pytest.mark.allow_hosts(HOSTS)
@pytest.mark.parametrize("store_address", ["postgresql"], indirect=True)
def test_nights_on_a_cluster_with_a_store_that_its_workers_share(engine: of_dask.DaskEngine, store_address: str, tmp_path: Path) -> None:
    corpus = Corpus(4, 2, 4, seed=5, fated=0.7, fates=FATES, outage=None, days=(0, 1))
    with Server(corpus, latency=0.01) as server:
        database = Database(store_address)
        migrate(database)
        files = [str(file) for file in corpus.write(tmp_path, server.port)]
        now = stamp(corpus.when(0))
        database.transact(lambda c: articles.add(c, articles.audit_id(c, "default", now=now), files, (), now))
        config = Config(allow_host=server.hosts, no_archive=True, max_retries=0, ignore_robots=True, jobs=1, timeout=5)
        engine.suits(store_address)
        events: set[Told] = set()
        for number in range(2):
            server.night = number
            outcome = run("default", config, store_address, made=engine, clock=lambda: corpus.when(number))  # noqa: B023
            assert outcome.run.state is RunState.DONE
            events |= told(database, outcome.run.id, number)
        assert max(server.most.values()) <= config.host_concurrency
        assert events == corpus.truth()
        assert {kind for _, kind, _ in events} > {"new_claim", "worse", "changed_since"}
        assert examine(database).faults == ()
        database.close()


def test_a_worker_that_is_lost_loses_nothing(engine: of_dask.DaskEngine, tmp_path: Path) -> None:
    orders = [(str(number), (str(tmp_path / str(number)), 0.2)) for number in range(12)]
    answers = {}
    killed = None
    for key, answer in engine.map("test_audit_dask:slow", orders):
        answers[key] = answer
        if killed is None:
            killed = int(Path(answer).read_text().split()[0])  # it has begun another one by now
            os.kill(killed, signal.SIGKILL)
    assert answers == {key: order[0] for key, order in orders}
    done = [line for key, order in orders for line in Path(order[0]).read_text().split()]
    assert str(killed) in done
    assert len(set(done)) >= 2


def test_an_order_that_kills_its_workers_is_told_and_the_rest_is_done(engine: of_dask.DaskEngine) -> None:
    engine._client.run_on_scheduler(_patience_of_scheduler, 0)
    orders = {"a": False, "b": True, "c": False}
    answers: dict[str, Any] = {}
    for _ in range(TRIES):  # as a run does: who only shared a worker with the deadly one gets another
        left = [(key, order) for key, order in orders.items() if not isinstance(answers.get(key), str)]
        for key, order in left:
            answers |= engine.map("test_audit_dask:deadly", [(key, order)])
    assert (answers["a"], answers["c"]) == ("alive", "alive")
    assert isinstance(answers["b"], Crashed)


def _patience_of_scheduler(count: int, dask_scheduler: Any) -> None:
    dask_scheduler.allowed_failures = count


def test_what_an_order_raises_is_raised_here_if_it_is_ours(engine: of_dask.DaskEngine) -> None:
    with pytest.raises(StoreError, match="the store has gone"):
        list(engine.map("test_audit_dask:faulty", [("a", "ours")]))
    ((_, answer),) = engine.map("test_audit_dask:faulty", [("a", "another")])
    assert answer == Crashed("failed with ValueError: of another kind")


def test_a_store_that_workers_cannot_share_is_refused(engine: of_dask.DaskEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="PostgreSQL"):
        engine.suits(f"sqlite:///{tmp_path / 'nowhere' / 'audit.db'}")
    engine.suits("postgresql://server/audit")
    here = tmp_path / "audit.db"
    here.touch()
    engine.suits(f"sqlite:///{here}")
    monkeypatch.setattr("platform.node", lambda: "another.machine")
    with pytest.raises(UsageError, match="cannot share the file"):
        engine.suits(f"sqlite:///{here}")


def test_workers_of_another_version_are_refused(engine: of_dask.DaskEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.pipeline.tool_version", lambda: "99.0")
    with pytest.raises(UsageError, match=r"this is 99\.0: install the same"):
        engine.suits("postgresql://server/audit")


def test_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_dask, "CONNECT", 0.3)
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        engines.make("dask", jobs=1, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="goes with --engine dask"):
        engines.make("local", jobs=1, scheduler="tcp://127.0.0.1:9")


def test_a_cluster_that_goes_away_is_told(cluster: Any) -> None:
    engine = engines.make("dask", jobs=1, scheduler=cluster.scheduler_address)
    assert isinstance(engine, of_dask.DaskEngine)
    orders = engine.map("test_audit_dask:deadly", [("a", False)])
    engine.close()
    with pytest.raises(EngineError, match="has gone"):
        next(orders)
