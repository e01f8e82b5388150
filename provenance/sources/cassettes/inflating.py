"""One gzip member unpacked in one step, within bounds; by Intel's ISA-L where it is installed, which takes half the time."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any


@cache
def _library() -> Any:
    try:
        from isal import isal_zlib
    except ImportError:  # no wheel for this machine
        return zlib
    return isal_zlib


def inflate(member: bytes, most: int) -> bytes | None:
    """What a gzip member holds; ``None`` if it is damaged, not whole, or holds more than ``most`` bytes."""
    library = _library()
    decoder = library.decompressobj(zlib.MAX_WBITS | 16)
    try:
        # with room to spare: zlib sees the end only when it could have gone on
        data: bytes = decoder.decompress(member, most + 1)
    except (zlib.error, library.error):
        return None
    # behind the end there is nothing, or what was taken for one member is another
    return data if decoder.eof and not decoder.unused_data and len(data) <= most else None
