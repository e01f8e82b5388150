"""When a source is dead, and when it is due again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.audit.clock import stamp
from provenance.audit.liveness import after_check, is_outage
from provenance.audit.nouns import Watched
from provenance.audit.schedule import LATEST, SOONEST, Stakes, next_check, rank
from provenance.model import Label, Status

START = datetime(2026, 3, 1, 2, tzinfo=UTC)
SOURCE = Watched("s-1", "https://x.example/", "x.example")


def lived(*checks: tuple[float, Status]) -> Watched:
    """A source after checks: days from the start, and what each came to."""
    source = SOURCE
    for day, status in checks:
        source = after_check(source, status, START + timedelta(days=day))
    return source


N, OK = Status.NOT_FOUND, Status.OK


@pytest.mark.parametrize(
    ("checks", "dead"),
    [
        ([(0, N), (3.1, N), (6.2, N)], True),
        ([(0, N), (3.1, Status.GONE), (6.2, Status.SOFT_404)], True),
        ([(0, N), (3.1, N), (4, OK), (7.1, N)], False),
        ([(0, N), (0.01, N), (0.04, N)], False),  # within an hour
        ([(0, N), (3.0, N), (6.0, N)], False),  # three days are not more than three days
        ([(0, N), (-5, N), (-9, N)], False),  # the clock went back
        ([(0, N), (3.1, N), (-40, N), (6.2, N)], True),  # and forth again
        ([(0, N), (3.1, N)], False),
        (
            [(d * 4, s) for d, s in enumerate([Status.BLOCKED, Status.RATE_LIMITED, Status.PAYWALLED, Status.TEMPORARY, Status.TIMED_OUT])],
            False,
        ),
        ([(0, N), (3.1, Status.BLOCKED), (6.2, N), (9.3, N)], True),  # a wall neither counts nor resets
        ([(0, N), (3.1, N), (6.2, N), (9.3, OK)], False),  # it came back
    ],
)
def test_three_failures_more_than_three_days_apart(checks: list[tuple[float, Status]], dead: bool) -> None:
    assert (lived(*checks).dead is not None) == dead


@given(
    st.lists(
        st.sampled_from([s for s in Status if s not in (Status.NOT_FOUND, Status.GONE, Status.SOFT_404, Status.UNREACHABLE)]), max_size=12
    )
)
def test_what_is_walled_or_broken_is_never_dead(statuses: list[Status]) -> None:
    assert lived(*((day * 5.0, status) for day, status in enumerate(statuses))).dead is None


@given(st.lists(st.tuples(st.floats(-100, 100), st.sampled_from(list(Status))), max_size=12))
def test_fewer_than_three_failures_never_kill_whatever_the_clock_does(checks: list[tuple[float, Status]]) -> None:
    source = lived(*checks)
    gone = [status for _, status in checks if status in (Status.NOT_FOUND, Status.GONE, Status.SOFT_404, Status.UNREACHABLE)]
    if len(gone) < 3:
        assert source.dead is None


def test_a_source_stays_dead_since_the_day_on_which_it_died() -> None:
    first = lived((0, N), (3.1, N), (6.2, N))
    assert after_check(first, N, START + timedelta(days=20)).dead == first.dead == stamp(START + timedelta(days=6.2))


def test_an_outage_of_our_own_is_seen_by_its_breadth() -> None:
    assert is_outage(10, 3)
    assert not is_outage(10, 2)
    assert not is_outage(1, 1)  # one host that is down says nothing about us
    assert is_outage(2, 2)


def due(source: Watched, status: Status, **more: datetime) -> timedelta:
    return next_check(source, status, START, **more) - START


def test_what_changes_often_is_looked_at_often() -> None:
    calm, lively = replace(SOURCE, checks=20, changes=1), replace(SOURCE, checks=20, changes=15)
    assert SOONEST <= due(lively, OK) < due(calm, OK) <= LATEST
    assert due(calm, OK, newest=START - timedelta(days=2)) == SOONEST


def test_failures_back_off_and_end_at_a_month() -> None:
    waits = [due(replace(SOURCE, lapses=n), Status.TEMPORARY) for n in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] == SOONEST
    assert waits[-1] == LATEST
    assert due(SOURCE, Status.UNSUPPORTED) == LATEST


def test_a_page_that_may_be_dying_is_asked_again_when_the_rule_can_count_it() -> None:
    source = lived((0, N))
    assert next_check(source, N, START) - START > timedelta(days=3)
    assert lived((0, N), (3.1, N), (6.2, N)).dead
    when, source = START, SOURCE
    for _ in range(3):
        source = after_check(source, N, when)
        when = next_check(source, N, when)
    assert source.dead is not None


def test_what_matters_most_comes_first() -> None:
    new = SOURCE
    dying = replace(SOURCE, checked=stamp(START), due=stamp(START), failures=1)
    late = replace(SOURCE, checked=stamp(START), due=stamp(START - timedelta(days=3)))
    little = replace(SOURCE, checked=stamp(START), due=stamp(START))
    much = Stakes(9, START, (Label.SUPPORTED,) * 4)
    none = Stakes(1, None)
    order = sorted([(little, none), (late, none), (little, much), (dying, none), (new, none)], key=lambda pair: rank(*pair, START))
    assert [pair[0] for pair in order][:2] == [new, dying]
    assert order[-1] == (little, none)
