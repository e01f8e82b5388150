"""Sources given by hand: a file that stands for an address, or for every claim without one."""

from __future__ import annotations

import sys
from pathlib import Path

from provenance.errors import SourceError

STDIN = "-"
"""The name of what comes in by stdin."""
_TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "text/html",
    "txt": "text/plain",
    "text": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "xml": "application/xml",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


def content_type(path: Path, body: bytes) -> str:
    """The media type of a file given by hand, by its name; what its bytes say of themselves comes first where it is read."""
    known = _TYPES.get(path.suffix.lower().removeprefix("."))
    if known is None and body.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return known or "text/plain"


def read_file(path: Path, limit: int) -> bytes:
    """Read a file given by hand; ``-`` is what comes in by stdin.

    Raises
    ------
    SourceError
        If it is missing, no file, empty, or larger than ``limit`` bytes.
    """
    try:
        if path.exists() and not path.is_file():
            raise SourceError(f"{path}: this is not a file; name a text, HTML, PDF or office file after --source")
        if str(path) == STDIN:
            body = sys.stdin.buffer.read(limit + 1)
        else:
            with path.open("rb") as file:
                body = file.read(limit + 1)
    except FileNotFoundError:
        raise SourceError(f"{path}: there is no such file; name a text, HTML, PDF or office file after --source") from None
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); name another file after --source"
        ) from error
    if len(body) > limit:
        raise SourceError(f"{path}: larger than {limit} bytes; give the part that matters as a file of its own")
    if not body.strip():
        raise SourceError(f"{path}: the file is empty; give one that holds the source's text")
    return body
