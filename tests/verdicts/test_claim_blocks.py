"""Our own claims in blocks: how they are read, and who is whose twin."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from claim_blocks import Pair, read_blocks, read_pairs, twins

from provenance.errors import UsageError

BLOCKS = """[ru, en]
= Мост закрыли в мае.
+ The old bridge over the river was closed in May.
- The old bridge over the river was closed in June.
+ It is shut.
- Nobody had expected it.

[de]
= Ja.\\nNein.
+ Ja.
"""


def test_blocks_are_read() -> None:
    pairs = list(read_blocks(BLOCKS))
    assert pairs[0] == Pair("Мост закрыли в мае.", "The old bridge over the river was closed in May.", True, ("ru", "en"))
    assert [p.faithful for p in pairs] == [True, False, True, False, True]
    assert pairs[4].languages == ("de", "de")
    assert pairs[4].source == "Ja.\nNein."


def test_files_that_are_held_are_read_apart(tmp_path: Path) -> None:
    (tmp_path / "held_new.txt.gz").write_bytes(gzip.compress(BLOCKS.encode()))
    assert len(read_pairs(tmp_path, held=True)) == 5
    with pytest.raises(UsageError, match="no pairs"):
        read_pairs(tmp_path, held=False)
    with pytest.raises(UsageError, match="no pairs"):
        read_pairs(tmp_path / "nowhere", held=True)


def test_a_twin_is_the_same_claim_with_a_fault_right_behind_it() -> None:
    assert twins(list(read_blocks(BLOCKS))) == {0: 1}
