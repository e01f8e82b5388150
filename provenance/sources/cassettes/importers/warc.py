"""WARC and ARC files of other tools, and cassettes of this one: also what other formats are exported from.

A ``revisit`` record stands for a body that the file holds already; it gets that body again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from provenance.errors import CassetteError
from provenance.sources.cassettes.cleaning import LARGEST_BODY
from provenance.sources.cassettes.importers.reading import NOT_WEB, is_web, without
from provenance.sources.cassettes.interactions import Interaction, Skipped
from provenance.sources.cassettes.opening import Source, open_record
from provenance.sources.cassettes.contents import RecordInfo
from provenance.sources.cassettes.recordings import described
from provenance.sources.cassettes.verifying import dechunked
from provenance.sources.cassettes.walking import Entry, http_headers, opened, walk

_STEP = 1 << 20
_SILENT = frozenset({"warcinfo", "request", "metadata"})


def read(path: Path) -> Iterator[Interaction | Skipped]:
    """See :class:`provenance.sources.cassettes.importers.Importer`.

    Raises
    ------
    CassetteError
        Also if the file is cut off or a record does not fit its digest.
    """
    beside = _Beside(path)
    source = Source(path)
    try:
        with opened(path) as file:
            for entry in walk(path, file, bodies=LARGEST_BODY):
                found = _interaction(entry, beside, source)
                if found is not None:
                    yield found
    finally:
        source.close()


class _Beside:
    """What stands in other records than the response itself; gathered first, since it may come before or after."""

    def __init__(self, path: Path) -> None:
        self.requests: dict[str, Interaction] = {}
        self.notes: dict[str, str] = {}
        self.originals: dict[str, RecordInfo] = {}
        self.note = ""
        with opened(path) as file:
            for entry in walk(path, file, bodies=LARGEST_BODY):
                if entry.wrong:
                    raise CassetteError(
                        f"{path}: record {entry.number} does not fit its digest ({', '.join(entry.wrong)}); get the file again"
                    )
                if entry.drained > LARGEST_BODY:
                    raise CassetteError(f"{path}: record {entry.number} is larger than {LARGEST_BODY >> 20} MiB; import the others without it")
                self._take(entry)

    def _take(self, entry: Entry) -> None:
        if entry.kind == "request" and entry.http is not None:
            headers = without(http_headers(entry.http), ("content-length", "transfer-encoding"))
            method = (entry.http.protocol or "GET").upper()
            sent = dechunked(entry) or None
            request = Interaction(entry.header("WARC-Target-URI"), "", method=method, request=headers, sent=sent)
            for key in (entry.header("WARC-Concurrent-To"), entry.header("WARC-Record-ID")):
                if key:
                    self.requests[key] = request
        elif entry.has_fields:
            note = entry.fields().get("note", "")
            if entry.kind == "warcinfo":
                self.note = self.note or note
            elif note:
                self.notes[entry.header("WARC-Refers-To") or entry.header("WARC-Concurrent-To")] = note
        elif entry.kind == "response" and entry.header("WARC-Payload-Digest"):
            self.originals.setdefault(entry.header("WARC-Payload-Digest"), described(entry, None))


def _interaction(entry: Entry, beside: _Beside, source: Source) -> Interaction | Skipped | None:
    url, date = entry.header("WARC-Target-URI"), entry.header("WARC-Date")
    if entry.kind == "metadata" and entry.has_fields and is_web(url):
        fields = entry.fields()
        # a question put to a model is found by its hash alone, which only this program's own file can tell
        if "status" in fields and "question" not in fields:
            return Interaction(url, date, failure=(fields["status"], fields.get("reason", "")))
    if entry.kind in _SILENT:
        return None
    if entry.kind not in ("response", "resource", "revisit"):
        return Skipped(f"{entry.kind or 'unnamed'} records")
    if not is_web(url):
        return Skipped(NOT_WEB)
    if entry.kind == "resource":
        kind = entry.header("Content-Type") or "application/octet-stream"
        return Interaction(url, date, 200, "OK", (("Content-Type", kind),), entry.block)
    info = described(entry, None)
    if info.status is None:
        return Skipped("responses that are not HTTP")
    payload = dechunked(entry)
    if entry.kind == "revisit":
        original = beside.originals.get(entry.header("WARC-Payload-Digest"))
        if original is None:
            return Skipped("revisits of a page that the file does not hold")
        payload = _body(source, original)
    _, _, reason = (entry.http.statusline or "").partition(" ")
    asked = beside.requests.get(info.id) or beside.requests.get(entry.header("WARC-Concurrent-To")) or Interaction(url, "")
    return replace(
        asked,
        url=url,
        date=date,
        status=info.status,
        reason=reason,
        headers=http_headers(entry.http),
        payload=payload,
        peer=entry.header("WARC-IP-Address"),
        truncated=entry.header("WARC-Truncated"),
        note=beside.notes.get(info.id, beside.note),
    )


def _body(source: Source, info: RecordInfo) -> bytes:
    record = open_record(source, info)
    try:
        parts = []
        while part := record.read(_STEP):
            parts.append(part)
        return b"".join(parts)
    finally:
        record.close()
