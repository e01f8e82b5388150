"""Model folders made on the spot, small enough for a test: a real ONNX graph and a real tokenizer that judge by shared words.

The graph says ``entailment`` if the premise has all words of the hypothesis, ``contradiction`` if besides one of the two holds the
word "not" and the other does not, and else ``neutral``. It is written in ONNX's wire format (protobuf) without the onnx package.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

THREE = ("entailment", "neutral", "contradiction")
_FLOAT, _INT64 = 1, 7
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_NOT = len(_SPECIAL)


# ---- protobuf ------------------------------------------------------------------------------------------------------


def _varint(value: int) -> bytes:
    out = bytearray()
    value &= (1 << 64) - 1
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _tensor(name: str, kind: int, values: Sequence[float], dims: Sequence[int]) -> bytes:
    raw = struct.pack(f"<{len(values)}{'f' if kind == _FLOAT else 'q'}", *values)
    return b"".join(_number(1, d) for d in dims) + _number(2, kind) + _bytes(8, name) + _bytes(9, raw)


def _value(name: str, kind: int, dims: Sequence[int | str]) -> bytes:
    shape = b"".join(_bytes(1, _number(1, d) if isinstance(d, int) else _bytes(2, d)) for d in dims)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _node(kind: str, inputs: Iterable[str], output: str, **attributes: int | list[int]) -> bytes:
    out = b"".join(_bytes(1, i) for i in inputs) + _bytes(2, output) + _bytes(4, kind)
    for name, value in attributes.items():
        if isinstance(value, int):
            out += _bytes(5, _bytes(1, name) + _number(3, value) + _number(20, 2))
        else:
            out += _bytes(5, _bytes(1, name) + b"".join(_number(8, v) for v in value) + _number(20, 7))
    return out


def graph(
    *, order: Sequence[str] = THREE, width: int | None = None, inputs: Sequence[str] = ("input_ids", "attention_mask", "token_type_ids")
) -> bytes:
    """An ONNX model with one logit for each of ``order``; ``width`` fixes the number of tokens."""
    constants = {"three": (_INT64, [3]), "not": (_INT64, [_NOT]), "one": (_FLOAT, [1.0]), "tiny": (_FLOAT, [1e-6])}
    constants |= {
        "twenty": (_FLOAT, [20.0]),
        "enough": (_FLOAT, [0.8]),
        "much": (_FLOAT, [40.0]),
        "two": (_FLOAT, [2.0]),
        "ten": (_FLOAT, [10.0]),
    }
    constants |= {"axis1": (_INT64, [1]), "axis2": (_INT64, [2])}
    nodes = [
        _node("Cast", ["token_type_ids"], "behind", to=_FLOAT),
        _node("Sub", ["one", "behind"], "before"),
        _node("Greater", ["input_ids", "three"], "word_"), _node("Cast", ["word_"], "word", to=_FLOAT),
        _node("Equal", ["input_ids", "not"], "no_"), _node("Cast", ["no_"], "no", to=_FLOAT),
        _node("Sub", ["word", "no"], "content"),
        _node("Mul", ["content", "behind"], "hypothesis"), _node("Mul", ["content", "before"], "premise"),
        _node("Unsqueeze", ["input_ids", "axis2"], "rows"), _node("Unsqueeze", ["input_ids", "axis1"], "columns"),
        _node("Equal", ["rows", "columns"], "same_"), _node("Cast", ["same_"], "same", to=_FLOAT),
        _node("Unsqueeze", ["premise", "axis1"], "premises"), _node("Mul", ["same", "premises"], "meets"),
        _node("ReduceMax", ["meets"], "met", axes=[2], keepdims=0), _node("Mul", ["met", "hypothesis"], "hits"),
        _node("ReduceSum", ["hits", "axis1"], "hit", keepdims=1), _node("ReduceSum", ["hypothesis", "axis1"], "all_", keepdims=1),
        _node("Add", ["all_", "tiny"], "all"), _node("Div", ["hit", "all"], "share"),
        _node("Mul", ["no", "behind"], "no_behind"), _node("ReduceMax", ["no_behind"], "denied", axes=[1], keepdims=1),
        _node("Mul", ["no", "before"], "no_before"), _node("ReduceMax", ["no_before"], "stated", axes=[1], keepdims=1),
        _node("Sub", ["denied", "stated"], "turned_"), _node("Abs", ["turned_"], "turned"),
        _node("Sub", ["share", "enough"], "more"), _node("Mul", ["more", "twenty"], "x"),
        _node("Mul", ["turned", "much"], "penalty"), _node("Sub", ["x", "penalty"], "entailment"),
        _node("Neg", ["x"], "neutral"),
        _node("Mul", ["turned", "twenty"], "lift"), _node("Sub", ["lift", "ten"], "low"), _node("Mul", ["x", "two"], "xx"),
        _node("Add", ["low", "xx"], "contradiction"),
        _node("Concat", list(order), "logits", axis=1),
    ]  # fmt: skip
    body = b"".join(_bytes(1, n) for n in nodes) + _bytes(2, "overlap")
    body += b"".join(_bytes(5, _tensor(name, kind, values, [1])) for name, (kind, values) in constants.items())
    body += b"".join(_bytes(11, _value(name, _INT64, [1, width or "n"])) for name in inputs)
    body += _bytes(12, _value("logits", _FLOAT, [1, len(order)]))
    return _number(1, 8) + _bytes(7, body) + _bytes(8, _bytes(1, "") + _number(2, 13))


# ---- a folder ------------------------------------------------------------------------------------------------------


def tokenizer(words: Iterable[str]) -> str:
    """A ``tokenizer.json`` for these words, whatever their case; BERT's marks."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = {w: i for i, w in enumerate([*_SPECIAL, "not", *sorted({w.lower() for w in words} - {"not"})])}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.add_special_tokens(list(_SPECIAL))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return str(made.to_str())


def make_folder(
    path: Path, text: str, *, order: Sequence[str] = THREE, names: Sequence[str] | None = None, width: int | None = None
) -> Path:
    """Write a whole model folder that knows the words of ``text``.

    Parameters
    ----------
    order:
        Which answer each output gives.
    names:
        The classes' names in ``config.json``; those of ``order`` by default.
    """
    path.mkdir(parents=True, exist_ok=True)
    words = [w.strip('.,;:!?()"“”') for w in text.split()]
    (path / "tokenizer.json").write_text(tokenizer(words), encoding="utf-8")
    (path / "model.onnx").write_bytes(graph(order=order, width=width))
    labels = {str(i): name for i, name in enumerate(names or order)}
    (path / "config.json").write_text(json.dumps({"id2label": labels, "max_position_embeddings": 512}), encoding="utf-8")
    return path
