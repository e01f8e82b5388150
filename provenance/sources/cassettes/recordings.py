"""Which answers a cassette holds, and where each one stands.

A file is read through once, with every digest checked, to make an index of offsets; an answer is then read from its own
place (:mod:`opening`). The index of a large file is kept beside it (:mod:`index`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import IO

from provenance.errors import CassetteError
from provenance.sources import scrubbing
from provenance.sources.addressing.canonical import identity
from provenance.sources.cassettes import index
from provenance.sources.cassettes.contents import Contents, RecordInfo
from provenance.sources.cassettes.walking import Entry, is_gzip, opened, walk


def scan(path: Path) -> Contents:
    """What a file holds: out of its index if that is fresh, else read through and checked.

    Raises
    ------
    CassetteError
        If it is missing, empty, no WARC, cut off, or a record does not fit its digest. The message is one line.
    """
    with opened(path) as file:
        contents = index.load(path, file)
        if contents is None:
            before = os.fstat(file.fileno())
            contents = read_all(path, file)
            with contextlib.suppress(CassetteError):  # it is a convenience: where it cannot be written, the file is read again
                index.save(path, file, before, contents)
    return contents


def list_records(path: str | Path) -> tuple[RecordInfo, ...]:
    """What a cassette holds, in its order.

    Raises
    ------
    CassetteError
        See :func:`scan`.
    """
    return scan(Path(path)).records


def key_of(url: str) -> str:
    """What a request is found by: its normal address, scrubbed like a recorded one."""
    return scrubbing.address(identity(url))


def question_of(body: bytes | None) -> str:
    """What a request that sends ``body`` with POST is found by beside its address; empty for one that sends nothing.

    It is made of the body as it is recorded: without what looks like a secret.
    """
    if body is None:
        return ""
    clean = scrubbing.body(body, "application/json")
    return f"POST sha256:{hashlib.sha256(clean).hexdigest()}"


def read_all(path: Path, file: IO[bytes]) -> Contents:
    """Read a file through and check it; see :func:`scan`."""
    records: list[RecordInfo] = []
    notes: dict[str, str] = {}
    requests: dict[str, RecordInfo] = {}
    info: dict[str, str] = {}
    number = 0
    gzip = is_gzip(file)
    for entry in walk(path, file):
        number = entry.number
        if entry.wrong:
            raise CassetteError(f"{path}: record {number} does not fit its digest; the cassette was changed or is damaged, record it again")
        fields = entry.fields() if entry.has_fields else {}
        if entry.kind == "warcinfo":
            info = {**fields, **info}
        elif entry.kind == "request":
            requests[entry.header("WARC-Concurrent-To")] = asked(entry)
        elif entry.kind == "metadata" and "note" in fields:
            notes[entry.header("WARC-Refers-To") or entry.header("WARC-Concurrent-To")] = fields["note"]
        elif entry.kind == "metadata" and "status" in fields:
            failed = described(entry, (fields["status"], fields.get("reason", "")))
            records.append(replace(failed, question=fields.get("question", "")))
        elif entry.kind in ("response", "resource"):
            response = described(entry, None)
            if response.status is not None:
                records.append(response)
    if number > 1 and not records:
        raise CassetteError(f"{path}: no response can be read from this file; name another cassette")
    found = []
    for record in records:
        request = requests.get(record.id, record)
        question, note = record.question or request.question, notes.get(record.id) or info.get("note", "")
        found.append(replace(record, note=note, question=question, method=request.method, sent=request.sent))
    return Contents(tuple(found), info.get("description", ""), info.get("note", ""), gzip)


def asked(entry: Entry) -> RecordInfo:
    """What a request asked for.

    A question is JSON sent with POST. What a form was answered with, other tools keep as a page.
    """
    http = entry.http
    method = (http.protocol or "GET").upper() if http is not None else "GET"
    kind = ((http.get_header("Content-Type") or "") if http is not None else "").split(";")[0].strip().lower()
    question = f"POST sha256:{entry.sha256}" if method == "POST" and kind == "application/json" else ""
    sent = entry.sha256 if entry.drained else ""
    return RecordInfo(entry.header("WARC-Target-URI"), None, kind, entry.drained, "", "", "", entry.offset, None, question, method, sent)


def described(entry: Entry, failure: tuple[str, str] | None) -> RecordInfo:
    """What a record says of itself."""
    http = entry.http
    status = re.match(r"\d{3}", http.get_statuscode() or "") if http is not None else None
    content_type = (http.get_header("Content-Type") if http is not None else entry.header("Content-Type")) or ""
    return RecordInfo(
        url=entry.header("WARC-Target-URI"),
        status=200 if entry.kind == "resource" else int(status.group()) if status else None,
        content_type="" if failure else content_type,
        length=0 if failure else entry.drained,
        date=entry.header("WARC-Date"),
        note="",
        id=entry.header("WARC-Record-ID") or f"offset:{entry.offset}",
        offset=entry.offset,
        failure=failure,
        stored=entry.length if entry.kind == "response" and entry.header("WARC-Block-Digest").startswith("sha1:") else 0,
    )
