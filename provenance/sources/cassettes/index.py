"""The index of a large cassette, kept beside it, so that opening it does not mean reading it through.

It is a convenience and never believed blindly: it holds size, time of change and a hash of the head and tail of the file that
it was made from, and is made anew when one of them differs; and an answer is checked against its own digest when it is read.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import astuple, fields
from pathlib import Path
from typing import IO, Any

from provenance.sources.cassettes.contents import Contents, RecordInfo
from provenance.sources.cassettes.replacing import Replacement

WORTH = 1 << 20
"""Bytes from which on a file gets an index: a smaller one is read through in no time."""
_LARGEST = 256 << 20
_END = 1 << 16
_SHAPE = [field.name for field in fields(RecordInfo)]


def place(path: Path) -> Path:
    """Where the index of a cassette lies."""
    return path.with_name(f"{path.name}.idx")


def load(path: Path, file: IO[bytes]) -> Contents | None:
    """What the index of a file says, or ``None`` if there is none, or it is not of this very file.

    Parameters
    ----------
    file
        The cassette, open; it is left at its start.
    """
    try:
        beside = place(path)
        if beside.stat().st_size > _LARGEST:
            return None
        head, _, body = beside.read_bytes().partition(b"\n")
        said = json.loads(head)
        if said != {**_fingerprint(file, os.fstat(file.fileno())), "sha256": hashlib.sha256(body).hexdigest()}:
            return None
        held = json.loads(body)
        records = tuple(_record(values) for values in held["records"])
        return Contents(records, held["description"], held["note"], held["gzip"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    finally:
        file.seek(0)


def save(path: Path, file: IO[bytes], before: os.stat_result, contents: Contents) -> None:
    """Write the index of a file that was just read, if it is worth it, the folder can be written, and the file stayed as it was.

    Parameters
    ----------
    before
        What the system said of the file before it was read.

    Raises
    ------
    CassetteError
        If it cannot be written.
    """
    now = os.fstat(file.fileno())
    same = (now.st_size, now.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    if not same or not (now.st_size >= WORTH or place(path).exists()) or not os.access(path.parent, os.W_OK):
        return
    held = {
        "description": contents.description,
        "note": contents.note,
        "gzip": contents.gzip,
        "records": [astuple(record) for record in contents.records],
    }
    body = json.dumps(held, separators=(",", ":")).encode()
    head = json.dumps({**_fingerprint(file, now), "sha256": hashlib.sha256(body).hexdigest()})
    replacement = Replacement(place(path), keep=False)
    try:
        replacement.out.write(head.encode() + b"\n" + body)
    except OSError:
        replacement.discard()
        return
    replacement.commit()


def _fingerprint(file: IO[bytes], stat: os.stat_result) -> dict[str, Any]:
    ends = hashlib.sha256()
    for start in (0, max(0, stat.st_size - _END)):
        file.seek(start)
        ends.update(file.read(_END))
    return {
        "format": "provenance.cassette-index/1",
        "shape": _SHAPE,
        "size": stat.st_size,
        "mtime_ns": stat.st_mtime_ns,
        "ends": ends.hexdigest(),
    }


def _record(values: list[Any]) -> RecordInfo:
    failure = values[8]
    values[8] = None if failure is None else (str(failure[0]), str(failure[1]))
    record = RecordInfo(*values)
    if not (isinstance(record.url, str) and isinstance(record.offset, int) and isinstance(record.stored, int)):
        raise TypeError("no record")
    return record
