"""The program's own lists of opposites and of words that exclude each other."""

from __future__ import annotations

from provenance.comparison.polarity.opposites import antonyms, classes, opposites, siblings


def test_opposites_go_both_ways() -> None:
    known = antonyms()
    assert len(known) > 500
    for word, others in known.items():
        assert word not in others
        for other in others:
            assert word in known[other]


def test_forms_and_lemmas() -> None:
    assert "fall" in opposites("rose", "rise")
    assert opposites("harbour", "harbour") == frozenset()


def test_classes_exclude_their_members_only() -> None:
    assert "month" in siblings("weeks", "week")
    assert "week" not in siblings("weeks", "week")
    assert all(len(others) >= 1 for others in classes().values())
