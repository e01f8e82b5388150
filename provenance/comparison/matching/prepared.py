"""What the encoder consists of, prepared once and mapped into memory from then on: to unpack it takes each process half a second.

It lies in the user's cache directory, in a file for each state of what it is made of: arrays one behind the other, what they are in JSON,
and the length of that. Processes that map it share it. Where it cannot be read or written, all is as without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import struct
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

_ALIGNED = 64
"""Bytes at whose multiples an array begins."""
_LENGTH = struct.Struct("<Q")
_PREFIX, _SUFFIX = "encoder-", ".prepared"
_FORGOTTEN = 30 * 86_400.0
"""Seconds after which a file that nobody used is removed, when another is written."""
_USED = 86_400.0
"""Seconds after which a file that is used is marked as used again."""


def prepared(state: str, make: Callable[[], Any], kind: type[Any], given: dict[str, Any], *, folder: Path | None = None) -> Any:
    """An object whose attributes are arrays and numbers, mapped where it is prepared; else made, and prepared for those that come.

    Parameters
    ----------
    state
        A name for what it is made of, by the bytes of that; see :func:`packed_state`.
    make
        Makes it.
    kind
        Its class.
    given
        Attributes that are neither arrays, lists of arrays, numbers nor text: they are not stored, and set as they are.
    folder
        Where prepared files lie: in the user's cache directory, unless it is named.
    """
    path = (folder or _folder()) / f"{_PREFIX}{state}{_SUFFIX}"
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError, AttributeError, struct.error):
        values = _mapped(path)
        made = object.__new__(kind)
        vars(made).update(values, **given)
        return made
    made = make()
    with contextlib.suppress(OSError, TypeError, AttributeError):  # no room, no right to write, or a model of another kind
        _write(path, {name: value for name, value in vars(made).items() if name not in given})
    return made


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("provenance", appauthor=False)


def packed_state(weights: Path, release: str) -> str:
    """A name for a packed file (NPZ) as it is, by the checksums that it has of its members, and for the release that reads it."""
    with zipfile.ZipFile(weights) as packed:
        members = [(member.filename, member.file_size, member.CRC) for member in packed.infolist()]
    return hashlib.sha256(repr((release, members)).encode()).hexdigest()[:16]


def _mapped(path: Path) -> dict[str, Any]:
    """The attributes out of a prepared file."""
    import numpy as np

    with path.open("rb") as file:
        if time.time() - os.fstat(file.fileno()).st_mtime > _USED:
            with contextlib.suppress(OSError):
                os.utime(path)
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    (length,) = _LENGTH.unpack(data[-_LENGTH.size :])
    end = len(data) - _LENGTH.size - length
    described = json.loads(data[max(end, 0) : -_LENGTH.size])
    if end != described["end"] or _sum(data, end) != described["sum"]:
        raise ValueError("a prepared file that is not what was written: wrong weights would give wrong verdicts")

    def array(entry: dict[str, Any]) -> Array:
        kind, shape = np.dtype(entry["kind"]), entry["shape"]
        flat: Array = np.frombuffer(data, kind, int(np.prod(shape, dtype=np.int64)), entry["at"])
        return flat.reshape(shape, order=entry["order"])

    values: dict[str, Any] = dict(described["plain"])
    values |= {name: array(entry) for name, entry in described["arrays"].items()}
    values |= {name: [array(entry) for entry in entries] for name, entries in described["lists"].items()}
    return values


def _sum(data: mmap.mmap, end: int) -> int:
    """The checksum of the arrays of a prepared file (15 ms for 79 MB)."""
    from isal import isal_zlib

    with memoryview(data) as whole, whole[:end] as arrays:
        return int(isal_zlib.crc32(arrays))


def _write(path: Path, values: dict[str, Any]) -> None:
    """Put a prepared file in its place, whole or not at all, and take those away that nobody uses any more."""
    import numpy as np

    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    plain = {name: value for name, value in values.items() if name not in arrays and name not in lists}
    if not all(isinstance(value, int | float | str) for value in plain.values()):
        raise TypeError("an attribute that is neither weights nor plain")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:

        def entry(array: Array) -> dict[str, Any]:
            at = file.seek(-(-file.tell() // _ALIGNED) * _ALIGNED)
            order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
            file.write(np.ascontiguousarray(array.T if order == "F" else array).data)
            return {"kind": array.dtype.str, "shape": array.shape, "order": order, "at": at}

        try:
            described: dict[str, Any] = {
                "plain": plain,
                "arrays": {name: entry(value) for name, value in arrays.items()},
                "lists": {name: [entry(one) for one in value] for name, value in lists.items()},
            }
            end = file.tell()
            file.truncate()  # behind an empty array the file is not as long as its place says
            with mmap.mmap(file.fileno(), end, access=mmap.ACCESS_READ) as written:
                described |= {"end": end, "sum": _sum(written, end)}
            text = json.dumps(described).encode("ascii")
            file.write(text + _LENGTH.pack(len(text)))
            file.flush()
            os.fsync(file.fileno())  # its name must not come before what it holds
            file.close()
            os.replace(file.name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(file.name)
            raise
    for other in path.parent.glob(f"{_PREFIX}*{_SUFFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - other.stat().st_mtime > _FORGOTTEN:
                other.unlink()
