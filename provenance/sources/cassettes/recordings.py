"""Reading WARC (and ARC) files: which responses they hold, and where each one stands.

A file is read through once, with every digest checked, to make an index of offsets; a response is then read from its own
place. Files of other tools are welcome: wget's addresses in angle brackets, chunked bodies, addresses with blanks, ARC.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Any

from provenance.errors import CassetteError
from provenance.sources import scrubbing
from provenance.sources.canonical import identity
from provenance.sources.transport import Headers

_LONGEST_FIELD_BLOCK = 1 << 16


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
    """Method and hash of what was sent, see :func:`question_of`; empty for GET."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds."""

    records: tuple[RecordInfo, ...]
    description: str
    note: str
    gzip: bool


def scan(path: Path) -> Contents:
    """Read a file through and check it.

    Raises
    ------
    CassetteError
        If it is missing, empty, no WARC, cut off, or a record does not fit its digest. The message is one line.
    """
    try:
        with path.open("rb") as file:
            head = file.read(11)
            if not head:
                raise CassetteError(f"{path}: the cassette is empty; record it again")
            if not head.startswith((b"\x1f\x8b", b"WARC/", b"filedesc://")):
                raise CassetteError(f"{path}: this is not a WARC file; name another cassette")
            file.seek(0)
            gzip = head.startswith(b"\x1f\x8b")
            records, info = _read_all(path, file, gzip=gzip)
    except FileNotFoundError:
        raise CassetteError(f"{path}: there is no such cassette; record it with --record-mode once, or name another") from None
    except OSError as error:
        raise CassetteError(f"{path}: cannot be read ({error.strerror}); name another cassette") from error
    note = info.get("note", "")
    return Contents(
        tuple(replace(record, note=record.note or note) for record in records),
        info.get("description", ""),
        note,
        head.startswith(b"\x1f\x8b"),
    )


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


def _read_all(path: Path, file: IO[bytes], *, gzip: bool) -> tuple[list[RecordInfo], dict[str, str]]:
    records: list[RecordInfo] = []
    notes: dict[str, str] = {}
    questions: dict[str, str] = {}
    info: dict[str, str] = {}
    number = offset = length = 0
    with _plain_errors(path), contextlib.redirect_stderr(io.StringIO()):  # warcio warns on stderr; we count instead
        archive = _iterator(file)
        for record in archive:
            number += 1
            kind = record.rec_type
            headers = record.rec_headers
            fields: dict[str, str] = {}
            if kind in ("warcinfo", "metadata") and (headers.get_header("Content-Type") or "").startswith("application/warc-fields"):
                fields = _fields(record.content_stream().read(_LONGEST_FIELD_BLOCK))
            posted = hashlib.sha256() if kind == "request" and _asks(record) else None
            drained = _drain(record, posted)
            if posted is not None:
                questions[headers.get_header("WARC-Concurrent-To") or ""] = f"POST sha256:{posted.hexdigest()}"
            offset = archive.get_record_offset()  # reads to the end: the digest is known now
            if record.digest_checker.passed is False:
                raise CassetteError(
                    f"{path}: record {number} does not fit its digest; the cassette was changed or is damaged, record it again"
                )
            length = archive.get_record_length()
            if _is_cut(record, drained):
                raise CassetteError(f"{path}: record {number} is cut off; record the cassette again")
            if kind == "warcinfo":
                info = {**fields, **info}
            elif kind == "metadata" and "note" in fields:
                notes[headers.get_header("WARC-Refers-To") or headers.get_header("WARC-Concurrent-To") or ""] = fields["note"]
            elif kind == "metadata" and "status" in fields:
                failed = _info(record, offset, 0, (fields["status"], fields.get("reason", "")))
                records.append(replace(failed, question=fields.get("question", "")))
            elif kind in ("response", "resource"):
                response = _info(record, offset, drained, None)
                if response.status is not None:
                    records.append(response)
        if not (number and (_ends_whole(file, offset) if gzip else _is_blank_from(file, offset + length))):
            raise CassetteError(f"{path}: the file is cut off; record the cassette again")
        if archive.err_count:
            raise CassetteError(f"{path}: record {number} has a wrong length; the cassette is damaged, record it again")
    if number > 1 and not records:
        raise CassetteError(f"{path}: no response can be read from this file; name another cassette")
    found = [replace(r, note=notes.get(r.id, ""), question=r.question or questions.get(r.id, "")) for r in records]
    return found, info


def _iterator(file: IO[bytes]) -> Any:
    from warcio.archiveiterator import ArchiveIterator

    _quiet()
    return ArchiveIterator(file, arc2warc=True, check_digests=True)


@cache
def _quiet() -> None:
    """warcio logs what it mends; without a handler that would land on stderr."""
    logging.getLogger("warcio").addHandler(logging.NullHandler())


@contextlib.contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Whatever warcio and zlib raise about a damaged file becomes one line."""
    import zlib

    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    try:
        yield
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        zlib.error,
        ValueError,
        KeyError,
        IndexError,
        AttributeError,
    ) as error:
        lines = str(error).split("\n")
        first = next((line.strip() for line in lines if line.strip()), type(error).__name__)[:160]
        raise CassetteError(f"{path}: this is not a readable WARC file ({first}); record it again or name another") from error


def _asks(record: Any) -> bool:
    """Whether a request puts a question: JSON sent with POST. What a form was answered with, other tools keep as a page."""
    http = record.http_headers
    if http is None or (http.protocol or "").upper() != "POST":
        return False
    return (http.get_header("Content-Type") or "").split(";")[0].strip().lower() == "application/json"


def _drain(record: Any, digest: Any = None) -> int:
    count = 0
    while chunk := record.raw_stream.read(1 << 16):
        count += len(chunk)
        if digest is not None:
            digest.update(chunk)
    return count


def _is_cut(record: Any, drained: int) -> bool:
    """Whether a record that was read to its end holds less than it says."""
    length = record.rec_headers.get_header("Content-Length") or record.rec_headers.get_header("length") or ""
    if record.length is None or not re.fullmatch(r"-?\d{1,18}", length.strip()):
        return True
    if getattr(record.raw_stream, "limit", 0) <= 0:
        return False
    # ARC files often miscount line ends; the response knows better
    declared = (record.http_headers.get_header("Content-Length") or "") if record.http_headers is not None else ""
    is_arc = record.rec_headers.get_header("WARC-Block-Digest") is None and record.rec_headers.protocol == "WARC/1.0"
    return not (is_arc and declared.isascii() and declared.isdigit() and drained >= int(declared[:18]))


def _ends_whole(file: IO[bytes], offset: int) -> bool:
    """Whether every gzip member from ``offset`` on has its end, with the check sum that comes last."""
    import zlib

    file.seek(offset)
    chunk = file.read(1 << 16)
    while chunk:
        decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not decoder.eof:
            if not chunk:
                return False
            decoder.decompress(chunk, 1 << 16)
            chunk = decoder.unconsumed_tail or decoder.unused_data or file.read(1 << 16)
    return True


def _is_blank_from(file: IO[bytes], offset: int) -> bool:
    """Whether nothing but line ends stands from ``offset`` on: else a record begins there that does not end."""
    file.seek(offset)
    return not file.read(1 << 16).strip()


def _fields(block: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in block.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _info(record: Any, offset: int, length: int, failure: tuple[str, str] | None) -> RecordInfo:
    headers = record.rec_headers
    http = record.http_headers
    status = re.match(r"\d{3}", http.get_statuscode() or "") if http is not None else None
    content_type = (http.get_header("Content-Type") if http is not None else headers.get_header("Content-Type")) or ""
    return RecordInfo(
        url=(headers.get_header("WARC-Target-URI") or "").strip(),
        status=200 if record.rec_type == "resource" else int(status.group()) if status else None,
        content_type="" if failure else content_type,
        length=length,
        date=headers.get_header("WARC-Date") or "",
        note="",
        id=headers.get_header("WARC-Record-ID") or f"offset:{offset}",
        offset=offset,
        failure=failure,
    )


@dataclass(slots=True)
class Opened:
    """A response record opened for reading."""

    status: int
    reason: str
    headers: Headers
    truncated: str
    _path: Path
    _file: IO[bytes]
    _record: Any
    _stream: Any

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of the body; its digest is checked at the end.

        Raises
        ------
        CassetteError
            If the record has changed since the file was scanned.
        """
        with _plain_errors(self._path):
            data: bytes = self._stream.read(size)
        if not data and self._record.digest_checker.passed is False:
            raise CassetteError(f"{self._path}: a record does not fit its digest; the cassette was changed, record it again")
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_record(path: Path, info: RecordInfo) -> Opened:
    """Open one record at its place.

    Raises
    ------
    CassetteError
        If the file has changed since it was scanned.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise CassetteError(f"{path}: cannot be read any more ({error.strerror}); name another cassette") from error
    try:
        with _plain_errors(path):
            file.seek(info.offset)
            record = next(_iterator(file))
        if (record.rec_headers.get_header("WARC-Target-URI") or "").strip() != info.url:
            raise CassetteError(f"{path}: the cassette was changed while it was read; start again")
        return _opened(path, file, record)
    except StopIteration:
        file.close()
        raise CassetteError(f"{path}: the cassette was changed while it was read; start again") from None
    except BaseException:
        file.close()
        raise


def _opened(path: Path, file: IO[bytes], record: Any) -> Opened:
    from warcio.bufferedreaders import ChunkedDataReader

    http = record.http_headers
    stream = record.raw_stream
    truncated = record.rec_headers.get_header("WARC-Truncated") or ""
    if http is None:
        kind = record.rec_headers.get_header("Content-Type") or "application/octet-stream"
        return Opened(200, "OK", (("Content-Type", kind),), truncated, path, file, record, stream)
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    headers = tuple((str(name), str(value)) for name, value in http.headers)
    code, _, reason = (http.statusline or "").partition(" ")
    return Opened(int(code) if code.isdigit() else 0, reason, headers, truncated, path, file, record, stream)
