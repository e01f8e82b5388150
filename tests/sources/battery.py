"""The battery of hostile cases beside the checkout, and the rule that no case of a group is passed over in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]


def group(shared: Path, name: str) -> dict[str, Any]:
    """The cases of one group by their ids."""
    cases = json.loads((shared / "battery" / "battery.json").read_text("utf-8"))[name]
    found = {case["id"]: case for case in cases}
    assert len(found) == len(cases) > 0
    return found


def accounted_for(cases: Collection[str], here: Collection[str], elsewhere: Mapping[str, str]) -> None:
    """Fail unless each case is tested, once: here, or by a test elsewhere that exists (``file::test``)."""
    assert set(here).isdisjoint(elsewhere)
    assert set(cases) - set(here) - set(elsewhere) == set(), "cases that nothing tests"
    assert (set(here) | set(elsewhere)) - set(cases) == set(), "cases that are not in the battery"
    for case, place in elsewhere.items():
        file, _, name = place.partition("::")
        text = (TESTS / file).read_text("utf-8")
        assert re.search(rf"^def {re.escape(name)}\(", text, re.M), f"{case} is said to be tested by {place}, which is not there"
