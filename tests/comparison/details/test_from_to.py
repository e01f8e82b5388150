"""Changes between two numbers, the same way and the other way round."""

from __future__ import annotations

import pytest

from provenance.comparison.details.from_to import _Change, _changes
from provenance.comparison.details.stated import Details


def change(text: str) -> _Change:
    (found,) = _changes(Details(text, "en", None))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("from 16 to 34 million", "from 34 million to 16 million"),
        ("from 10 to 100 million crowns", "from 100 to 10 million crowns"),
        ("from 900,000 to 1.2 million euros", "from 1.2 million to 900,000 euros"),
        ("from five to seven", "from 7 to 5"),
    ],
)
def test_the_other_way_round(one: str, other: str) -> None:
    assert change(one).goes_against(change(other))
    assert change(other).goes_against(change(one))
    assert not change(one).goes_as(change(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("from 20 to 10 percent", "from 1 to 2 percent"),
        ("from 1 to 2 million", "from 20 to 10"),
        ("from 5 to 7 percent", "from 7 to 5 million"),
        ("from 5 to 7 euros", "from 7 to 5 kilometres"),
    ],
)
def test_other_changes(one: str, other: str) -> None:
    assert not change(one).goes_against(change(other))
    assert not change(one).goes_as(change(other))


def test_the_same_change_with_a_magnitude_left_out() -> None:
    assert change("from 16 to 34 million").goes_as(change("from 16 million to 34 million"))
    assert not change("from 16 to 34 million").goes_against(change("from 16 million to 34 million"))
