"""Bodies unpacked for formats that keep them so."""

from __future__ import annotations

from provenance.sources.cassettes.cleaning import LARGEST_BODY, Bytes
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.fetching.decoding import codings, decode
from provenance.sources.fetching.failures import failure_of
from provenance.sources.fetching.transport import header


def unpacked(entry: Interaction) -> bytes:
    """The body without its content codings; as it is, if they cannot be undone."""
    coding = header(entry.headers, "Content-Encoding")
    if not codings(coding) or not entry.payload:
        return entry.payload
    try:
        return decode(Bytes(entry.payload), coding, LARGEST_BODY)
    except Exception as error:
        failure_of(error)
        return entry.payload


def content_type(entry: Interaction) -> str:
    """The type of a body, without parameters; ``application/octet-stream`` if none is named."""
    return header(entry.headers, "Content-Type").split(";")[0].strip().lower() or "application/octet-stream"
