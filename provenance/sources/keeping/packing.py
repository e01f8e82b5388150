"""Compressing what a store keeps, so that damage shows."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zstandard

_LEVEL = 3
LARGEST = 64 << 20
"""Bytes of one item; none is larger, whatever a damaged frame says of itself."""


class Packing:
    """zstd frames with their size and a checksum; safe to use from several threads.

    Both ways are taken by one thread at a time: what a thread of its own would need takes megabytes, which the next one finds cold.
    """

    def __init__(self) -> None:
        self._packing = threading.Lock()
        self._unpacking = threading.Lock()
        self._packer: zstandard.ZstdCompressor | None = None
        self._unpacker: zstandard.ZstdDecompressor | None = None

    def pack(self, data: bytes) -> bytes:
        """One frame."""
        import zstandard

        with self._packing:
            if self._packer is None:
                self._packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
            return self._packer.compress(data)

    def unpack(self, packed: bytes, most: int) -> bytes | None:
        """What a frame holds; ``None`` if it is damaged, or holds more than ``most`` bytes."""
        import zstandard

        try:
            if not isinstance(packed, bytes) or not 0 <= zstandard.frame_content_size(packed) <= min(most, LARGEST):
                return None
            with self._unpacking:
                if self._unpacker is None:
                    self._unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
                return self._unpacker.decompress(packed)
        except zstandard.ZstdError:
            return None
