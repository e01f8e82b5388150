"""How values are kept in the store: compact JSON, compressed with Zstandard."""

from __future__ import annotations

import hashlib
import json
import threading
from functools import cache
from typing import TYPE_CHECKING, Any

from provenance.sources.extraction.worker import canonical as canonical  # one spelling in the store and from the workers

if TYPE_CHECKING:
    from zstandard import ZstdCompressor, ZstdDecompressor

MOST = 256 << 20
"""Bytes that one packed value may unfold to: the store is read, not trusted."""


def sha256(body: bytes) -> str:
    """Hash of bytes in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def pack(value: Any) -> bytes:
    """``value`` as compressed canonical JSON: the same bytes for the same value."""
    return squeeze(canonical(value))


def unpack(packed: bytes) -> Any:
    """What :func:`pack` was given."""
    return json.loads(swell(packed).decode("utf-8", "surrogatepass"))


class _Tools(threading.local):
    """What compresses, for each thread its own: to make one takes longer than to use it."""

    def __init__(self) -> None:
        import zstandard

        self.compressor: ZstdCompressor = zstandard.ZstdCompressor(level=6, write_content_size=True)
        self.decompressor: ZstdDecompressor = zstandard.ZstdDecompressor()


@cache
def _tools() -> _Tools:
    return _Tools()


def squeeze(body: bytes) -> bytes:
    """Bytes, compressed."""
    return _tools().compressor.compress(body)


def swell(packed: bytes) -> bytes:
    """What :func:`squeeze` was given.

    Raises
    ------
    ValueError
        The bytes are damaged, or would unfold to more than :data:`MOST`.
    """
    import zstandard

    try:
        size = zstandard.frame_content_size(packed)
        if not 0 <= size <= MOST:
            raise ValueError("a stored value has an impossible size")
        return _tools().decompressor.decompress(packed, max_output_size=MOST)
    except zstandard.ZstdError as error:
        raise ValueError(f"a stored value is damaged: {error}") from error
