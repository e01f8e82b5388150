"""Names that are one, surely two, or neither: precision and recall over a table of our own, and what must never be told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.names import same_name
from provenance.language.names_apart import Identity, identity, surely_different


def _table() -> list[tuple[str, str, str]]:
    section, found = "", []
    for line in (Path(__file__).parent / "name_pairs.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            left, _, right = line.partition(" = ")
            found.append((section, left, right))
    return found


def test_one_bearer_is_found_and_two_are_not_made_one() -> None:
    rows = _table()
    same = [row for row in rows if row[0] == "same"]
    said = [row for row in rows if row[0] != "unknown" and same_name(row[1], row[2]) >= 0.7]
    right = sum(row[0] == "same" for row in said)
    print(f"same_name: {len(rows)} pairs, precision {right / len(said):.3f}, recall {right / len(same):.3f}")
    assert len(rows) >= 300
    assert right / len(said) >= 0.99
    assert right / len(same) >= 0.95


def test_surely_two_is_said_of_two_only() -> None:
    rows = _table()
    two = [row for row in rows if row[0] == "different"]
    said = [row for row in rows if surely_different(row[1], row[2])]
    right = sum(row[0] == "different" for row in said)
    print(f"surely_different: precision {right / len(said):.3f}, recall {right / len(two):.3f}")
    assert right / len(said) >= 0.98
    assert right / len(two) >= 0.9


@pytest.mark.parametrize(
    ("a", "b", "what"),
    [
        ("Putin", "Путиным", Identity.SAME),
        ("Siemens AG", "Сименс", Identity.SAME),
        ("France", "немецкий", Identity.DIFFERENT),
        ("Reuters", "Bloomberg", Identity.DIFFERENT),
        ("Houston", "Florida", Identity.DIFFERENT),
        ("Leeds", "Wales", Identity.DIFFERENT),
        ("Houston", "Texas", Identity.UNKNOWN),
        ("Krakow", "Silesia", Identity.UNKNOWN),
        ("Smith", "Jones", Identity.UNKNOWN),
        ("Georgia", "Texas", Identity.UNKNOWN),
    ],
)
def test_three_answers(a: str, b: str, what: Identity) -> None:
    assert identity(a, b) is what
    assert identity(b, a) is what


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([row[1] for row in _table()]), st.sampled_from([row[2] for row in _table()]))
def test_sure_is_symmetric_and_never_beside_sameness(a: str, b: str) -> None:
    assert surely_different(a, b) == surely_different(b, a)
    assert not (surely_different(a, b) and same_name(a, b) > 0.2)
    assert not surely_different(a, a)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_may_be_asked(a: str, b: str) -> None:
    assert surely_different(a, b) in (True, False)
