"""Weights that are mapped are the weights that were unpacked, whatever becomes of the file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from provenance.comparison.matching import encoder as module
from provenance.comparison.matching.prepared import packed_state, prepared


class Model:
    """As the package's: arrays, lists of arrays, numbers, and what is no weights."""

    def __init__(self, tokenizer: object) -> None:
        self.sp = tokenizer
        self.table = np.arange(300, dtype=np.uint8).reshape(60, 5)
        self.turned = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))
        self.every_other = np.arange(20, dtype=np.float32)[::2]
        self.layers = [np.ones((2, 2), dtype=np.float32), np.zeros(0, dtype=np.float32)]
        self.eps = 1e-12
        self.size = 7


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    np.savez(tmp_path / "weights.npz", table=np.arange(5))
    return tmp_path / "weights.npz"


def get(weights: Path, make: Callable[[], Any], release: str = "1", tokenizer: object = "tokenizer") -> Any:
    return prepared(packed_state(weights, release), make, Model, {"sp": tokenizer}, folder=weights.parent / "cache")


def unwanted() -> Any:
    raise AssertionError("what is prepared need not be made")


def files(weights: Path) -> list[Path]:
    return sorted((weights.parent / "cache").glob("*"))


def test_what_is_mapped_is_what_was_made(weights: Path) -> None:
    made = get(weights, lambda: Model("tokenizer"))
    mapped = get(weights, unwanted, tokenizer="another")
    assert mapped.sp == "another"
    assert (mapped.eps, mapped.size) == (made.eps, made.size)
    for name in ("table", "turned", "every_other"):
        ours, theirs = getattr(mapped, name), getattr(made, name)
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs)
    assert mapped.turned.flags.f_contiguous
    assert not mapped.turned.flags.c_contiguous
    assert all(map(np.array_equal, mapped.layers, made.layers))
    assert not mapped.table.flags.writeable
    assert len(files(weights)) == 1


def test_other_weights_and_another_release_are_prepared_beside_them(weights: Path) -> None:
    get(weights, lambda: Model("tokenizer"))
    get(weights, lambda: Model("tokenizer"), release="2")
    np.savez(weights, table=np.arange(6))
    get(weights, lambda: Model("tokenizer"))
    assert len(files(weights)) == 3


@pytest.mark.parametrize("left", [0, 4, 100, -1])
def test_a_file_that_is_not_whole_is_made_anew(weights: Path, left: int) -> None:
    get(weights, lambda: Model("tokenizer"))
    (path,) = files(weights)
    whole = path.read_bytes()
    for damaged in (whole[:left], bytes(len(whole))):
        path.write_bytes(damaged)
        assert np.array_equal(get(weights, lambda: Model("tokenizer")).table, Model("").table)
        assert path.read_bytes() == whole


def test_a_file_with_a_damaged_weight_is_made_anew(weights: Path) -> None:
    get(weights, lambda: Model("tokenizer"))
    (path,) = files(weights)
    whole = path.read_bytes()
    path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    assert np.array_equal(get(weights, lambda: Model("tokenizer")).table, Model("").table)
    assert path.read_bytes() == whole


def test_without_room_or_right_to_write_nothing_is_prepared(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    assert get(weights, lambda: Model("tokenizer")).size == 7
    assert files(weights) == []
    (weights.parent / "cache").rmdir()
    (weights.parent / "cache").write_bytes(b"")  # no folder
    assert get(weights, lambda: Model("tokenizer")).size == 7


def test_a_model_of_another_kind_is_left_as_it_is(weights: Path) -> None:
    class Other(Model):
        def __init__(self) -> None:
            super().__init__("tokenizer")
            self.lock = object()

    assert isinstance(get(weights, Other), Other)
    assert files(weights) == []


def test_what_nobody_uses_any_more_is_removed(weights: Path) -> None:
    get(weights, lambda: Model("tokenizer"))
    (old,) = files(weights)
    os.utime(old, (0, time.time() - 40 * 86_400))
    get(weights, unwanted)  # used again
    get(weights, lambda: Model("tokenizer"), release="2")
    assert len(files(weights)) == 2
    os.utime(old, (0, time.time() - 40 * 86_400))
    get(weights, lambda: Model("tokenizer"), release="3")
    assert old not in files(weights)
    assert len(files(weights)) == 2


def test_vectors_are_the_same_over_mapped_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["The ferry stopped.", "Паром остановили.", "½ é 🙂", "word " * 200]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(module, "_map_weights", lambda model: None)
    theirs = module.Encoder().sentences(texts)
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _ in range(2):
        assert np.array_equal(module.Encoder().sentences(texts), theirs)
