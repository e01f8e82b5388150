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
from provenance.audit.engines.worker import AT_HAND, ROOM
from provenance.errors import StoreError

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


def stamped(order: str) -> tuple[str, float]:
    """The order and when it was carried out; ``die`` (``die later``) and ``fail`` do as they say."""
    if order == "die later":
        time.sleep(1.0)
    if order.startswith("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "fail":
        raise StoreError("the store has gone")
    return order, time.monotonic()


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


def test_for_nothing_to_do_no_worker_is_begun(engine: LocalEngine) -> None:
    assert list(engine.map(f"{HERE}:work", [])) == []
    assert not engine._workers


def test_who_worked_before_is_made_ready_for_what_comes_next(engine: LocalEngine) -> None:
    before = {pid for pid, _ in dict(engine.map(f"{HERE}:work", [(str(n), "") for n in range(8)])).values()}
    engine.ready(f"{HERE}:load", "")
    answers = dict(engine.map(f"{HERE}:work", [(str(n), "") for n in range(12)]))
    if sys.platform == "linux":
        ((loader,),) = {tuple(loaded) for _, loaded in answers.values()}  # once, for all that come now
        assert loader in before
    else:
        assert any(loaded for _, loaded in answers.values())


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


def test_what_comes_as_it_was_foreseen_is_answered_with_what_was_done_before(engine: LocalEngine) -> None:
    name = f"{HERE}:stamped"
    for key, order in (("a", "same"), ("b", "of old"), ("c", "never"), ("d", "first"), ("d", "second")):
        engine.ahead(name, key, order)
    until = time.monotonic() + 30
    while not all(early.answers for early in engine._early.values()) and time.monotonic() < until:
        time.sleep(0.01)
        engine._pump()
    asked = time.monotonic()
    answers = dict(engine.map(name, [("a", "same"), ("b", "of today"), ("d", "second"), ("e", "unforeseen")]))
    assert {key: order for key, (order, _) in answers.items()} == {"a": "same", "b": "of today", "d": "second", "e": "unforeseen"}
    assert {key for key, (_, done) in answers.items() if done < asked} == {"a", "d"}
    assert not engine._early


def test_who_is_tended_carries_out_with_all_workers_what_was_foreseen(engine: LocalEngine) -> None:
    engine.tend()  # there is nothing to do
    assert not engine._workers
    for number in range(6):
        engine.ahead(f"{HERE}:work", str(number), "")
    assert len(engine._workers) == 1
    until = time.monotonic() + 30
    while not all(early.answers for early in engine._early.values()) and time.monotonic() < until:
        time.sleep(0.005)
        engine.tend()
    answers = dict(engine.map(f"{HERE}:work", [(str(number), "") for number in range(6)]))
    assert sorted(answers) == [str(number) for number in range(6)]
    assert len({pid for pid, _ in answers.values()}) == 2


def test_an_order_that_is_being_carried_out_when_it_comes_is_waited_for(engine: LocalEngine) -> None:
    engine.ahead(f"{HERE}:work", "a", "")
    answers = dict(engine.map(f"{HERE}:work", [("a", ""), ("b", "")]))
    assert sorted(answers) == ["a", "b"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers have one order at a time in their hands")
def test_a_worker_has_a_few_orders_in_its_hands(engine: LocalEngine) -> None:
    for number in range(AT_HAND + 2):
        engine.ahead(f"{HERE}:work", str(number), "")
    (worker,) = engine._workers
    assert len(worker.tasks) == AT_HAND
    answers = dict(engine.map(f"{HERE}:work", [(str(number), "") for number in range(AT_HAND + 2)]))
    assert sorted(answers) == [str(number) for number in range(AT_HAND + 2)]
    assert not engine._again


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers have one order at a time in their hands")
def test_what_does_not_fit_into_the_pipe_waits(engine: LocalEngine) -> None:
    for key in ("a", "b", "c"):
        engine.ahead(f"{HERE}:stamped", key, key * ROOM)
    (worker,) = engine._workers
    assert len(worker.tasks) == 1
    answers = dict(engine.map(f"{HERE}:stamped", [(key, key * ROOM) for key in ("a", "b", "c")]))
    assert {key: order for key, (order, _) in answers.items()} == {key: key * ROOM for key in ("a", "b", "c")}


def test_what_stands_behind_an_order_that_kills_its_worker_is_given_to_another(engine: LocalEngine) -> None:
    list(engine.map(f"{HERE}:work", [(str(n), "") for n in range(8)]))  # both are there
    name = f"{HERE}:stamped"
    orders = {"a": "die later", "b": "one", "c": "two", "d": "three"}
    for key, order in orders.items():
        engine.ahead(name, key, order)
    answers = dict(engine.map(name, [(key, orders[key]) for key in ("d", "c", "b", "a")]))
    assert isinstance(answers.pop("a"), Crashed)
    assert {key: order for key, (order, _) in answers.items()} == {"b": "one", "c": "two", "d": "three"}


@pytest.mark.parametrize("fault", ["die", "fail"])
def test_what_goes_wrong_ahead_is_told_when_it_is_asked_for(engine: LocalEngine, fault: str) -> None:
    name = f"{HERE}:stamped"
    engine.ahead(name, "a", fault)
    until = time.monotonic() + 30
    while any(w.tasks for w in engine._workers) and time.monotonic() < until:
        time.sleep(0.01)
        engine._pump()
    if fault == "fail":
        with pytest.raises(StoreError, match="has gone"):
            list(engine.map(name, [("a", fault)]))
        return
    ((key, answer),) = engine.map(name, [("a", fault)])
    assert key == "a"
    assert isinstance(answer, Crashed)
    assert dict(engine.map(name, [("b", "well")]))["b"][0] == "well"
