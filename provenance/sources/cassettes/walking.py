"""Going through a WARC (or ARC) file record by record, with every length and digest checked.

Files of other tools are welcome: wget's addresses in angle brackets, chunked bodies, addresses with blanks, ARC.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from provenance.errors import CassetteError
from provenance.sources.fetching.transport import Headers

LONGEST_FIELDS = 1 << 16
"""Bytes that are read of a block of fields (``warcinfo``, ``metadata``)."""
LONGEST_HEAD = 1 << 20
"""Bytes that the headers of one record may take, its own and HTTP's together."""
_STEP = 1 << 16
_CHUNK_LENGTH = 64  # what warcio reads of a chunk's length; of these there may be many


@dataclass(frozen=True, slots=True)
class Entry:
    """One record, as it stands in the file."""

    number: int
    """Counted from 1."""
    kind: str
    """``WARC-Type``."""
    headers: Any
    """The record's own headers."""
    http: Any
    """HTTP headers, or ``None``."""
    offset: int
    length: int
    """Bytes in the file, compressed if it is; without the blank lines behind, if it is not."""
    drained: int
    """Bytes of the block behind the HTTP headers."""
    sha256: str
    """Hash of these bytes, in hexadecimal."""
    block: bytes
    """These bytes, if they were asked for."""
    wrong: tuple[str, ...]
    """What does not fit its digest: ``block digest``, ``payload digest``."""

    def header(self, name: str) -> str:
        """One of the record's own headers; empty if it is not there."""
        return (self.headers.get_header(name) or "").strip()

    def fields(self) -> dict[str, str]:
        """The block as ``application/warc-fields``; names in lower case, the first of each counts."""
        found: dict[str, str] = {}
        for line in self.block.decode("utf-8", "replace").splitlines():
            name, colon, value = line.partition(":")
            if colon:
                found.setdefault(name.strip().lower(), value.strip())
        return found

    @property
    def has_fields(self) -> bool:
        """Whether the block is a list of fields."""
        return self.kind in ("warcinfo", "metadata") and self.header("Content-Type").startswith("application/warc-fields")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file that may be a cassette, at its start.

    Raises
    ------
    CassetteError
        If it is missing, empty, or begins like no WARC or ARC file.
    """
    try:
        with path.open("rb") as file:
            head = file.read(11)
            if not head:
                raise CassetteError(f"{path}: the cassette is empty; record it again")
            if not head.startswith((b"\x1f\x8b", b"WARC/", b"filedesc://")):
                raise CassetteError(f"{path}: this is not a WARC file; name another cassette")
            file.seek(0)
            yield file
    except FileNotFoundError:
        raise CassetteError(f"{path}: there is no such cassette; record it with --record-mode once, or name another") from None
    except OSError as error:
        raise CassetteError(f"{path}: cannot be read ({error.strerror}); name another cassette") from error


def walk(path: Path, file: IO[bytes], *, bodies: int = 0) -> Iterator[Entry]:
    """The records of a file, in its order.

    Parameters
    ----------
    bodies
        Most bytes of a block to keep; of a longer one none are. 0: only fields are kept.

    Raises
    ------
    CassetteError
        At the first record that is cut off or has a wrong length. Wrong digests are told in :attr:`Entry.wrong`.
    """
    number = offset = length = 0
    gzip = is_gzip(file)
    with plain_errors(path):
        archive = iterator(file)
        while True:
            with contextlib.redirect_stderr(io.StringIO()):  # warcio warns on stderr; we count instead
                record = next(archive, None)
                if record is None:
                    break
                number += 1
                wants = bodies or (LONGEST_FIELDS if record.rec_type in ("warcinfo", "metadata") else 0)
                parts, drained, sha256 = _drain(record, wants, hashed=record.rec_type == "request")
                offset = archive.get_record_offset()  # reads to the end: the digest is known now
                length = archive.get_record_length()
            wrong = tuple(" ".join(problem.split()[:2]) for problem in record.digest_checker.problems)
            cut = _is_cut(record, drained)
            # a record that is cut off fits its digest as little as one that was changed: what is missing is the reason
            if cut and not wrong:
                raise CassetteError(f"{path}: record {number} is cut off; record it again, or get the file again")
            block = b"".join(parts) if drained <= wants else b""
            yield Entry(
                number, record.rec_type, record.rec_headers, record.http_headers, offset, length, drained, sha256, block, wrong
            )
            if cut:
                raise CassetteError(f"{path}: record {number} is cut off; record it again, or get the file again")
        if not (number and (_ends_whole(file, offset) if gzip else _is_blank_from(file, offset + length))):
            raise CassetteError(f"{path}: the file is cut off; record it again, or get the file again")
        if archive.err_count:
            raise CassetteError(f"{path}: record {number} has a wrong length; the cassette is damaged, record it again")


def is_gzip(file: IO[bytes]) -> bool:
    """Whether a file at its start is compressed."""
    head = file.read(2)
    file.seek(0)
    return head == b"\x1f\x8b"


def iterator(file: IO[bytes]) -> Any:
    """warcio's reader, with digests checked, nothing said, and headers bounded.

    warcio reads a line to its end, and headers until they end: of a file that was made for it, all of a gigabyte.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    _quiet()
    archive = ArchiveIterator(file, arc2warc=True, check_digests=True)
    read_line = archive.reader.readline
    at, left = -1, LONGEST_HEAD

    def readline(length: int | None = None) -> bytes:
        nonlocal at, left
        if archive.offset != at:
            at, left = archive.offset, LONGEST_HEAD
        line: bytes = read_line(left if length is None else min(length, left))
        if length is None or length > _CHUNK_LENGTH:
            left -= len(line)
            if left <= 0:
                raise ArchiveLoadFailed(f"headers of over {LONGEST_HEAD >> 20} MiB")
        return line

    archive.reader.readline = readline
    return archive


@cache
def _quiet() -> None:
    """warcio logs what it mends; without a handler that would land on stderr."""
    logging.getLogger("warcio").addHandler(logging.NullHandler())


@contextlib.contextmanager
def plain_errors(path: Path) -> Iterator[None]:
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
        if "non-chunked gzip" in first:
            raise CassetteError(
                f"{path}: the file is compressed as a whole, not record by record; unpack it with gunzip, and name what comes out"
            ) from error
        raise CassetteError(f"{path}: this is not a readable WARC file ({first}); record it again or name another") from error


def http_headers(http: Any) -> Headers:
    """warcio's HTTP headers as pairs."""
    return tuple((str(name), str(value)) for name, value in http.headers)


def _drain(record: Any, most: int, *, hashed: bool) -> tuple[list[bytes], int, str]:
    parts: list[bytes] = []
    count = 0
    digest = hashlib.sha256() if hashed else None
    while chunk := record.raw_stream.read(_STEP):
        if count < most:
            parts.append(chunk)
        count += len(chunk)
        if digest is not None:
            digest.update(chunk)
    return parts, count, digest.hexdigest() if digest is not None else ""


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
    chunk = file.read(_STEP)
    while chunk:
        decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not decoder.eof:
            if not chunk:
                return False
            decoder.decompress(chunk, _STEP)
            chunk = decoder.unconsumed_tail or decoder.unused_data or file.read(_STEP)
    return True


def _is_blank_from(file: IO[bytes], offset: int) -> bool:
    """Whether nothing but line ends stands from ``offset`` on: else a record begins there that does not end."""
    file.seek(offset)
    return not file.read(_STEP).strip()
