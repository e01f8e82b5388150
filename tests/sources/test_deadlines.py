"""Deadlines end connections, whoever waits on them."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from provenance.model import Status
from provenance.sources.fetching.deadlines import Deadline, Line, Watchdog
from provenance.sources.fetching.failures import Failure


def pair() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
        return near, far


def test_a_waiting_read_ends() -> None:
    near, far = pair()
    with near, far, Deadline(0.1) as deadline:
        deadline.watch(Line(near))
        assert near.recv(1) == b""
        assert deadline.over
        with pytest.raises(Failure) as caught:
            deadline.remaining()
    assert caught.value.status is Status.TIMED_OUT


def test_a_released_connection_stays_open() -> None:
    near, far = pair()
    with near, far:
        with Deadline(0.05) as deadline:
            deadline.watch(Line(near))
        time.sleep(0.12)
        far.sendall(b"x")
        assert near.recv(1) == b"x"


def test_many_deadlines_share_a_watchdog() -> None:
    watchdog = Watchdog()
    before = threading.active_count()
    ends: list[int] = []
    pairs = [pair() for _ in range(6)]

    def wait(number: int) -> None:
        near, _ = pairs[number]
        # the latest first, so that the watchdog has to change its mind
        with Deadline(0.3 - number * 0.04, watchdog=watchdog) as deadline:
            deadline.watch(Line(near))
            near.recv(1)
            ends.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    assert threading.active_count() <= before + 7
    for thread in threads:
        thread.join(2)
    for near, far in pairs:
        near.close()
        far.close()
    assert sorted(ends) == list(range(6))


def test_time_of_our_own_does_not_count() -> None:
    now = [0.0]
    deadline = Deadline(10, clock=lambda: now[0])
    with deadline, deadline.paused():
        now[0] += 50
    assert deadline.remaining() == pytest.approx(10)
    deadline.postpone(-5)
    assert deadline.remaining() == pytest.approx(10)
    now[0] += 10
    assert deadline.over


def test_a_line_that_is_closed_is_cut_as_long_as_somebody_holds_it() -> None:
    near, far = pair()
    line = Line(near)
    with far, Deadline(0.1) as deadline:
        deadline.watch(line)
        answer = near.makefile("rb")  # as http.client reads an answer behind which the connection closes
        near.close()
        line.close()
        assert answer.read(1) == b""
        assert deadline.over
        answer.close()
        assert far.recv(1) == b""


def test_a_line_that_nobody_holds_keeps_nothing_open() -> None:
    near, far = pair()
    far.settimeout(5)
    with far:
        line = Line(near)
        with Deadline(5) as deadline:
            deadline.watch(line)
        near.close()
        line.close()
        assert far.recv(1) == b""  # only now is the connection closed
        line.cut()


def test_a_line_that_is_closed_while_it_is_held_ends_with_its_deadline() -> None:
    near, far = pair()
    far.settimeout(0.1)
    with far:
        line = Line(near)
        with Deadline(5) as deadline:
            deadline.watch(line)
            near.close()
            line.close()
            with pytest.raises(TimeoutError):
                far.recv(1)
        assert far.recv(1) == b""


def test_a_deadline_that_is_over_cuts_at_once() -> None:
    near, far = pair()
    with near, far, Deadline(0.02) as deadline:
        deadline.watch(Line(near))
        assert near.recv(1) == b""
        other, beyond = pair()
        with other, beyond:
            deadline.watch(Line(other))
            assert beyond.recv(1) == b""
