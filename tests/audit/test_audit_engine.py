"""The engine of one machine: workers, their copies, and what becomes of an order when one dies."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from provenance.audit.engines import Crashed
from provenance.audit.engines.local import LocalEngine

HERE = "test_audit_engine"
_LOADED: list[int] = []


def load(order: str) -> None:
    _LOADED.append(os.getpid())


def work(order: str) -> tuple[int, list[int]]:
    """Its process and what was loaded there; ``die`` kills it."""
    if order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return os.getpid(), list(_LOADED)


def threaded(order: str) -> int:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    time.sleep(0.05)
    return os.getpid()


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalEngine]:
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))
    made = LocalEngine(2)
    yield made
    made.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="workers are copied on Linux only")
def test_what_one_worker_has_loaded_the_other_has_too(engine: LocalEngine) -> None:
    engine.ready(f"{HERE}:load", "")
    engine.ready(f"{HERE}:load", "")  # once is enough
    answers = dict(engine.map(f"{HERE}:work", [(str(n), "") for n in range(12)]))
    assert sorted(answers, key=int) == [str(n) for n in range(12)]
    pids = {pid for pid, _ in answers.values()}
    assert len(pids) == 2
    ((loader,),) = {tuple(loaded) for _, loaded in answers.values()}  # once, for both
    assert loader in pids
    engine.close()
    assert not any(map(alive, pids))


def test_a_worker_that_dies_costs_its_order_alone(engine: LocalEngine) -> None:
    for turn in range(3):  # whichever of them it is
        orders = [(str(n), "die" if n == 5 + turn else "") for n in range(12)]
        answers = dict(engine.map(f"{HERE}:work", orders))
        assert len(answers) == 12
        died = [key for key, answer in answers.items() if isinstance(answer, Crashed)]
        assert died == [str(5 + turn)]
        assert "killed its worker" in answers[died[0]].reason


def test_a_worker_with_threads_is_not_copied(engine: LocalEngine) -> None:
    answers = dict(engine.map(f"{HERE}:threaded", [(str(n), "") for n in range(8)]))
    assert len(answers) == 8
    assert not any(isinstance(answer, Crashed) for answer in answers.values())


def test_what_nobody_waits_for_any_more_is_not_answered_to_the_next(engine: LocalEngine) -> None:
    engine.ready(f"{HERE}:nothing", "")  # fails, which is told nobody
    some = engine.map(f"{HERE}:work", [(str(n), "") for n in range(6)])
    next(some)
    some.close()  # type: ignore[attr-defined]
    assert sorted(key for key, _ in engine.map(f"{HERE}:work", [("a", ""), ("b", "")])) == ["a", "b"]
