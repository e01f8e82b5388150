"""What a cassette holds: one description for each answer in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordInfo:
    """One recorded answer."""

    url: str
    status: int | None
    """HTTP status; ``None`` where the address gave no answer, or the record is no HTTP response."""
    content_type: str
    length: int
    """Bytes of the body as recorded."""
    date: str
    """ISO 8601."""
    note: str
    id: str
    offset: int
    """Where the record begins in the file, in bytes."""
    failure: tuple[str, str] | None = None
    """Status and reason, where the address gave no answer."""
    question: str = ""
    """Method and hash of what was sent, see :func:`provenance.sources.cassettes.recordings.question_of`; empty for GET."""
    method: str = "GET"
    """Of the request, if the file holds it."""
    sent: str = ""
    """SHA-256 of the request's body, in hexadecimal; empty if there was none."""
    stored: int = 0
    """Bytes that the record takes in the file; 0 if it can only be read by way of a WARC library."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds."""

    records: tuple[RecordInfo, ...]
    description: str
    note: str
    gzip: bool
