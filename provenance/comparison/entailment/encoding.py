"""Premise and hypothesis as the numbers that a model reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.comparison.entailment.folders import Pairing
from provenance.errors import ModelError

_OVERLAP = 4
"""A premise that is too long is read in pieces, of which each shares one part in this many with the one before."""
_MOST_PIECES = 8
_SEAMS = 4
"""Tokens by which two texts may grow when they are put together, or cut."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One pair, unpadded: the same pair is the same numbers in any company."""

    ids: tuple[int, ...]
    types: tuple[int, ...]


class PairEncoder:
    """Puts pairs together for one model.

    Parameters:
        tokenizer: a ``tokenizers.Tokenizer``.
        pairing: how the two texts are joined.
        max_length: of the whole, in tokens.
        prefix: what stands before every premise.
    """

    def __init__(self, tokenizer: Any, pairing: Pairing, max_length: int, prefix: str = "") -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._pairing = pairing
        self._max_length = max_length
        self._prefix = prefix
        known = tokenizer.get_added_tokens_decoder()
        self._special = sorted({str(t.content) for t in known.values() if t.special and str(t.content).strip()}, key=lambda s: (-len(s), s))
        self._end = self._end_mark()
        self._around = len(self._pair("", "").ids)

    def room(self, hypothesis: str) -> int:
        """Tokens that are left for a premise; less than 1 if the hypothesis does not fit by itself."""
        return self._max_length - self._around - self._count(hypothesis) - _SEAMS

    def pieces(self, premise: str, room: int) -> list[tuple[int, int]]:
        """``premise`` as runs of characters of at most ``room`` tokens each, in order; neighbours overlap. All of it, up to a bound."""
        offsets = [o for o in self._tokenizer.encode(self._clean(premise), add_special_tokens=False).offsets if o[1] > o[0]]
        if len(offsets) <= room:
            return [(0, len(premise))] if offsets else []
        step = max(1, room - room // _OVERLAP)
        out = []
        for first in range(0, len(offsets), step):
            last = min(first + room, len(offsets)) - 1
            out.append((int(offsets[first][0]), int(offsets[last][1])))
            if last == len(offsets) - 1 or len(out) == _MOST_PIECES:
                break
        return out

    def encode(self, premise: str, hypothesis: str) -> Encoded:
        """The pair; cut off at the model's length, which :meth:`room` and :meth:`pieces` keep from happening."""
        found = self._pair(self._clean(premise), self._clean(hypothesis))
        return Encoded(found.ids[: self._max_length], found.types[: self._max_length])

    def _pair(self, premise: str, hypothesis: str) -> Encoded:
        if self._pairing is Pairing.PAIR:
            found = self._tokenizer.encode(self._prefix + premise, hypothesis)
        else:
            found = self._tokenizer.encode(f"{self._prefix}{premise}{self._end}{hypothesis}")
        return Encoded(tuple(found.ids), tuple(found.type_ids))

    def _count(self, text: str) -> int:
        return len(self._tokenizer.encode(self._clean(text), add_special_tokens=False).ids)

    def _clean(self, text: str) -> str:
        """``text`` without the model's own marks, so that a source cannot end the premise early; every offset stays what it was."""
        for mark in self._special:
            if mark in text:
                text = text.replace(mark, " " * len(mark))
        return text.translate(_BLANKS)

    def _end_mark(self) -> str:
        return next((mark for mark in ("</s>", "[SEP]", "<|end|>", "<eos>") if mark in self._special), "\n")


_BLANKS = {ord(c): " " for c in "\r\n\t\v\f\u00a0\u2028\u2029"}


def read_tokenizer(path: Path) -> Any:
    """The tokenizer in a ``tokenizer.json``.

    Raises:
        ModelError: the library is not installed, or the file is damaged.
    """
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelError("a model in a folder needs the library tokenizers: pip install 'provenance-checker[onnx]'") from error
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises a bare Exception for everything
        raise ModelError(f"{path} cannot be read as a tokenizer: fetch the model again") from error
