"""The crash points in short; ``python tests/audit/crash_points.py --full`` does all of them in full."""

from __future__ import annotations

import pytest
from crash_places import bad_pages, clocks, full_disk, network_drops, no_place
from crash_points import CHECKS, Check, battery, kills, stops
from crash_stores import damaged, dropped, every_call_fails, locked, two_at_once

HOSTS = [f"127.0.0.{number}" for number in range(1, 41)]
SHORT: tuple[Check, ...] = (
    kills,
    stops,
    full_disk,
    no_place,
    locked,
    two_at_once,
    damaged,
    every_call_fails,
    bad_pages,
    clocks,
    network_drops,
)


def test_every_point_of_the_battery_has_a_check() -> None:
    assert battery().keys() == CHECKS.keys()


@pytest.mark.allow_hosts(HOSTS)
@pytest.mark.parametrize("check", SHORT, ids=lambda check: check.__name__)
def test_nothing_is_lost_and_nothing_doubled(check: Check) -> None:
    assert check(False)


@pytest.mark.allow_hosts(HOSTS)
def test_a_server_that_drops_connections(postgresql: str) -> None:
    assert dropped(False, postgresql)
