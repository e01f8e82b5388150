"""Compressing what a store keeps, so that damage shows."""

from __future__ import annotations

import threading

_LEVEL = 3
LARGEST = 64 << 20
"""Bytes of one item; none is larger, whatever a damaged frame says of itself."""


class Packing:
    """zstd frames with their size and a checksum; safe to use from several threads."""

    def __init__(self) -> None:
        self._local = threading.local()

    def pack(self, data: bytes) -> bytes:
        """One frame."""
        import zstandard

        if not hasattr(self._local, "pack"):  # neither of the two may be used by two threads at once
            self._local.pack = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        packed: bytes = self._local.pack.compress(data)
        return packed

    def unpack(self, packed: bytes, most: int) -> bytes | None:
        """What a frame holds; ``None`` if it is damaged, or holds more than ``most`` bytes."""
        import zstandard

        if not hasattr(self._local, "unpack"):
            self._local.unpack = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        try:
            if not isinstance(packed, bytes) or not 0 <= zstandard.frame_content_size(packed) <= min(most, LARGEST):
                return None
            data: bytes = self._local.unpack.decompress(packed)
        except zstandard.ZstdError:
            return None
        return data
