"""Functions that the tests run in a confined process."""

from __future__ import annotations

import os
import time
from pathlib import Path

from provenance.formats.outcomes import Refused


def length(body: bytes) -> object:
    return {"length": len(body), "first": body[:1].decode(), "pair": (1, 2)}


def refuse(body: bytes) -> object:
    raise Refused(f"holds «{body.decode()}», which nobody reads")


def sleep(body: bytes) -> object:
    time.sleep(300)
    return None


def spin(body: bytes) -> object:
    while True:
        pass


def swell(body: bytes) -> object:
    kept = []
    while True:
        kept.append(bytearray(16_000_000))


def shout(body: bytes) -> object:
    return "x" * int(body)


def die(body: bytes) -> object:
    os.abort()


def blunder(body: bytes) -> object:
    return {}["missing"]


def chatter(body: bytes) -> object:
    print("a library that prints")
    os.write(1, b"and one that writes")
    return "quiet"


def unsayable(body: bytes) -> object:
    return {1, 2}


def write(body: bytes) -> object:
    try:
        Path(body.decode()).write_bytes(b"something")
    except OSError:
        return "no"
    return "yes"


def settings(body: bytes) -> object:
    return {"cwd_is_searched": "" in os.sys.path, "threads": os.environ.get("OMP_NUM_THREADS")}  # type: ignore[attr-defined]
