"""Sources and extracts to and from the JSON values that the store keeps."""

from __future__ import annotations

import json
from typing import Any

from provenance.audit.packing import canonical
from provenance.model import ArchivedCopy, Extract, Record, Redirect, Source, Status, Unavailable
from provenance.reports.json import source_object


def source_to(source: Source) -> dict[str, Any]:
    """A source as the JSON report has it."""
    return source_object(source)


def source_from(values: dict[str, Any]) -> Source:
    """The source that :func:`source_to` was given."""
    known = dict(values)
    archive, capture, live = known.pop("archive"), known.pop("capture"), known.pop("live_status")
    return Source(
        **{
            **known,
            "status": Status(known["status"]),
            "redirects": tuple(Redirect(**hop) for hop in known["redirects"]),
            "cites": tuple(known["cites"]),
            "archive": ArchivedCopy(**archive) if archive else None,
            "live_status": Status(live) if live else None,
            "capture": Record(**capture) if capture else None,
        }
    )


def extract_to(extract: Extract) -> bytes:
    """An extract as canonical JSON: two pages that read the same have the same bytes here, whatever stood around their text."""
    from provenance.sources.extraction.worker import to_json

    return canonical(to_json(extract))


def extract_from(body: bytes, url: str) -> Extract:
    """The extract that :func:`extract_to` was given."""
    from provenance.sources.extraction.worker import from_json

    found = from_json(json.loads(body.decode("utf-8", "surrogatepass")), url)
    assert not isinstance(found, Unavailable)
    return found
