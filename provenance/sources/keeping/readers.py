"""A name for code that reads, so that what it made is not taken for what other code would make."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def readers_version(places: Sequence[str], libraries: Sequence[str]) -> str:
    """A hash, 16 hexadecimal digits, that changes with code, its data and the libraries under it.

    Parameters
    ----------
    places
        Files and folders of the package.
    libraries
        Names of distributions; one that is not installed counts as it is.
    """
    hasher = hashlib.sha256()
    for name in places:
        place = _PACKAGE / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc":
                hasher.update(path.read_bytes())
    for library in libraries:
        try:
            hasher.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:
            hasher.update(f"{library}\n".encode())
    return hasher.hexdigest()[:16]
