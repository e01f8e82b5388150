"""Reading one answer from its place in a cassette.

A small record in the plain shape that this program writes is read in one piece and checked against its digest before a byte
of it is given out. Any other (large, chunked, of another tool) goes by way of warcio, piece by piece.
"""

from __future__ import annotations

import base64
import hashlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from provenance.errors import CassetteError
from provenance.sources.cassettes.inflating import inflate
from provenance.sources.cassettes.contents import RecordInfo
from provenance.sources.cassettes.walking import http_headers, iterator, plain_errors
from provenance.sources.fetching.transport import Headers

_SMALL = 4 << 20
_LONGEST_HEAD = 1 << 17
_CHANGED = "the cassette was changed while it was read; start again"


class Source:
    """A cassette open for reading from several threads at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None

    def read(self, offset: int, size: int) -> bytes:
        """At most ``size`` bytes from ``offset`` on.

        Raises
        ------
        CassetteError
            If the file cannot be read any more.
        """
        try:
            with self._lock:
                file = self._file = self._file or self.path.open("rb")
                if not hasattr(os, "pread"):
                    file.seek(offset)
                    return file.read(size)
            return os.pread(file.fileno(), size, offset)
        except OSError as error:
            raise CassetteError(f"{self.path}: cannot be read any more ({error.strerror}); name another cassette") from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None


@dataclass(slots=True)
class Opened:
    """An answer opened for reading."""

    status: int
    reason: str
    headers: Headers
    truncated: str
    _stream: Any
    _path: Path
    _file: IO[bytes] | None = None
    _record: Any = None

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of the body; its digest is checked at the end.

        Raises
        ------
        CassetteError
            If the record has changed since the file was scanned.
        """
        if self._record is None:
            whole: bytes = self._stream.read(size)
            return whole
        with plain_errors(self._path):
            data: bytes = self._stream.read(size)
        if not data and self._record.digest_checker.passed is False:
            raise CassetteError(f"{self._path}: a record does not fit its digest; the cassette was changed, record it again")
        return data

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def open_record(source: Source, info: RecordInfo) -> Opened:
    """Open one record at its place.

    Raises
    ------
    CassetteError
        If the file has changed since it was scanned.
    """
    if 0 < info.stored <= _SMALL and info.length <= _SMALL:
        found = _whole(source, info)
        if found is not None:
            return found
    return _by_library(source.path, info)


# ---- in one piece --------------------------------------------------------------------------------------------------


def _whole(source: Source, info: RecordInfo) -> Opened | None:
    """The answer, or ``None`` if the record is not of the plain shape, or does not fit: then the library says what it is."""
    import io

    data = source.read(info.offset, info.stored)
    if data.startswith(b"\x1f\x8b"):
        unpacked = inflate(data, _SMALL + _LONGEST_HEAD)
        if unpacked is None:
            return None
        data = unpacked
    head, end, rest = data.partition(b"\r\n\r\n")
    version, fields = _lines(head)
    if not end or not version.startswith("WARC/1.") or fields is None:
        return None
    said = {name.lower(): value for name, value in fields}
    if len(said) != len(fields) or said.get("warc-type") != "response" or said.get("warc-target-uri") != info.url:
        return None
    length = said.get("content-length", "")
    if said.get("warc-record-id") != info.id or not length.isascii() or not length.isdigit() or len(rest) < int(length[:12]):
        return None
    block = memoryview(rest)[: int(length)]
    expected = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    if said.get("warc-block-digest") != f"sha1:{expected}":
        return None
    start = rest.find(b"\r\n\r\n", 0, len(block))
    if start < 0:
        return None
    line, pairs = _lines(rest[:start])
    version, _, status = line.partition(" ")
    code, _, reason = status.strip().partition(" ")
    if version not in ("HTTP/1.1", "HTTP/1.0") or not code.isdigit() or pairs is None:
        return None
    if any(name.lower() == "transfer-encoding" for name, _ in pairs):
        return None
    body = block[start + 4 :]
    if len(body) != info.length:
        return None
    return Opened(int(code), reason, pairs, said.get("warc-truncated", ""), io.BytesIO(body), source.path)


def _lines(head: bytes) -> tuple[str, Headers | None]:
    """First line and headers; ``None`` instead of headers that a library had better read."""
    if not head.isascii() or b"\r\n " in head or b"\r\n\t" in head:
        return "", None
    first, *rest = head.decode("ascii").split("\r\n")
    found = []
    for line in rest:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip() or not line.isprintable():
            return first, None
        found.append((name, value.strip()))
    return first, tuple(found)


# ---- piece by piece ------------------------------------------------------------------------------------------------


def _by_library(path: Path, info: RecordInfo) -> Opened:
    try:
        file = path.open("rb")
    except OSError as error:
        raise CassetteError(f"{path}: cannot be read any more ({error.strerror}); name another cassette") from error
    try:
        with plain_errors(path):
            file.seek(info.offset)
            record = next(iterator(file))
        if (record.rec_headers.get_header("WARC-Target-URI") or "").strip() != info.url:
            raise CassetteError(f"{path}: {_CHANGED}")
        return _opened(path, file, record)
    except StopIteration:
        file.close()
        raise CassetteError(f"{path}: {_CHANGED}") from None
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
        return Opened(200, "OK", (("Content-Type", kind),), truncated, stream, path, file, record)
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    code, _, reason = (http.statusline or "").partition(" ")
    return Opened(int(code) if code.isdigit() else 0, reason, http_headers(http), truncated, stream, path, file, record)
