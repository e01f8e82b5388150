"""Writing WARC records (ISO 28500:2017, WARC/1.1) through warcio, in the one shape that this program gives them.

A file begins with a ``warcinfo`` record. Each answer is a ``response`` record with its ``request`` beside it; each record is
a gzip member of its own and carries digests. What a reader should know of one response, for example that it is a stand-in,
is a ``metadata`` record that refers to it (``WARC-Refers-To``) with a field ``note``; a failure that left no response is a
``metadata`` record for its address with the fields ``status`` and ``reason``. Other tools read the file and pass over both.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from provenance.errors import CassetteError
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.replacing import Replacement
from provenance.sources.fetching.transport import Headers

_FIELDS = "application/warc-fields"


@dataclass(frozen=True, slots=True)
class Page:
    """A response to be written by hand."""

    url: str
    body: bytes = field(repr=False)
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Headers = ()
    """Beyond ``Content-Type`` and ``Content-Length``, for example ``("Location", …)``."""
    date: str = ""
    """ISO 8601 time in UTC at which it stands for having been received; the file's own if empty."""
    note: str = ""
    """What the report should say of it, for example that it is a stand-in."""


def record_id(*parts: str | bytes) -> str:
    """A record id made of what the record holds, so that the same content gives the same file."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"<urn:uuid:{uuid.UUID(bytes=digest.digest()[:16], version=4)}>"


def software() -> str:
    """What wrote a file, for its ``warcinfo``."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"provenance-checker/{version('provenance-checker')}"
    except PackageNotFoundError:
        return "provenance-checker"


class Writer:
    """Writes records to an open file. Not safe for threads by itself.

    Parameters
    ----------
    out
        A file open for writing bytes.
    gzip
        Whether each record is compressed.
    version
        Of the WARC format: ``1.1``, or ``1.0`` for older tools.
    """

    def __init__(self, out: IO[bytes], *, gzip: bool = True, version: str = "1.1") -> None:
        from warcio.warcwriter import WARCWriter

        self._out = out
        self._writer = WARCWriter(out, gzip=gzip, warc_version=version)
        self._version = version
        self._number = 0

    def info(self, date: str, fields: Iterable[tuple[str, str]]) -> None:
        """Write the ``warcinfo`` record with which a file begins."""
        block = _fields([("software", software()), ("format", f"WARC File Format {self._version}"), ("conformsTo", _CONFORMS[self._version]), *fields])
        record = self._record("warcinfo", None, date, block, _FIELDS, record_id("warcinfo", date, block))
        self._writer.write_record(record)

    def exchange(
        self,
        url: str,
        date: str,
        status: int,
        reason: str,
        headers: Headers,
        payload: bytes,
        *,
        request: Headers = (),
        note: str = "",
        truncated: str = "",
        peer: str = "",
        sent: bytes | None = None,
        method: str = "",
    ) -> str:
        """Write a response with its request, and a note if there is one.

        Parameters
        ----------
        payload
            The body, without chunked framing.
        truncated
            Why the body is not whole, in the words of ``WARC-Truncated``: ``length``, ``time``, ``disconnect``, ``unspecified``.
        peer
            IP address that answered.
        sent
            The body that the request sent; ``None`` if it sent none.
        method
            Of the request; GET without a body, POST with one if empty.

        Returns
        -------
        str
            The id of the response record.
        """
        from warcio.statusandheaders import StatusAndHeaders

        kept = [(name, value) for name, value in headers if name.lower() not in ("transfer-encoding", "content-length")]
        kept.append(("Content-Length", str(len(payload))))
        phrase = _ascii(reason) or _phrase(status)
        self._number += 1
        response_id = record_id("response", url, date, str(status), str(self._number), payload)
        extra = {"WARC-Truncated": truncated, "WARC-IP-Address": peer}
        response = self._writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(payload),
            length=len(payload),
            http_headers=StatusAndHeaders(f"{status} {phrase}".strip(), _wire(kept), protocol="HTTP/1.1"),
            warc_headers_dict=self._warc_headers(date, response_id, extra),
        )
        asked = self._writer.create_warc_record(
            url,
            "request",
            payload=io.BytesIO(sent or b""),
            length=len(sent or b""),
            http_headers=StatusAndHeaders(
                f"{_ascii(method) or ('GET' if sent is None else 'POST')} {_ascii(_target(url))} HTTP/1.1",
                _wire([("Host", _host(url)), *request]),
                is_http_request=True,
            ),
            warc_headers_dict=self._warc_headers(date, record_id("request", response_id), {}),
        )
        self._writer.write_request_response_pair(asked, response)
        if note:
            self._metadata(url, date, [("note", note)], refers_to=response_id)
        return response_id

    def interaction(self, given: Interaction) -> str:
        """Write an exchange, or that there was none; see :meth:`exchange`."""
        if given.failure is not None:
            return self.failure(given.url, given.date, *given.failure)
        request = tuple((name, value) for name, value in given.request if name.lower() != "host")
        return self.exchange(
            given.url,
            given.date,
            given.status,
            given.reason,
            given.headers,
            given.payload,
            request=request,
            note=given.note,
            truncated=given.truncated,
            peer=given.peer,
            sent=given.sent,
            method=given.method,
        )

    def failure(self, url: str, date: str, status: str, reason: str, *, question: str = "") -> str:
        """Write that an address gave no response, and why; returns the record's id."""
        self._number += 1
        asked = [("question", question)] if question else []
        return self._metadata(url, date, [("status", status), ("reason", reason), ("number", str(self._number)), *asked])

    def _metadata(self, url: str, date: str, fields: list[tuple[str, str]], refers_to: str = "") -> str:
        block = _fields(fields)
        metadata_id = record_id("metadata", url, date, refers_to, block)
        record = self._record("metadata", url, date, block, _FIELDS, metadata_id, {"WARC-Refers-To": refers_to})
        self._writer.write_record(record)
        return metadata_id

    def _record(
        self, kind: str, url: str | None, date: str, block: bytes, content_type: str, id_: str, extra: dict[str, str] | None = None
    ) -> Any:
        return self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(block),
            length=len(block),
            warc_content_type=content_type,
            warc_headers_dict=self._warc_headers(date, id_, extra or {}),
        )

    def _warc_headers(self, date: str, id_: str, extra: dict[str, str]) -> dict[str, str]:
        return {"WARC-Record-ID": id_, "WARC-Date": date, **{name: value for name, value in extra.items() if value}}


_CONFORMS = {
    "1.1": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "1.0": "http://bibnum.bnf.fr/WARC/WARC_ISO_28500_version1_latestdraft.pdf",
}


def _fields(fields: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields).encode()


def _wire(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers as warcio keeps them: what is not ASCII (http.client gives raw bytes as Latin-1) is percent-encoded, as it came."""
    return [(_ascii(name), _ascii(value)) for name, value in headers]


def _ascii(text: str) -> str:
    return quote(" ".join(text.split()).encode("latin-1", "replace"), safe=_PRINTABLE)


_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _target(url: str) -> str:
    rest = url.split("://", 1)[-1]
    path = rest[len(rest.split("/", 1)[0].split("?", 1)[0]) :]
    return path if path.startswith("/") else f"/{path}"


def _host(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0].rpartition("@")[2]


def write_pages(path: str | Path, pages: Iterable[Page], *, description: str, date: str = "2020-11-25T12:00:00Z", note: str = "") -> None:
    """Write a cassette from given responses. The same pages give the same bytes.

    Parameters
    ----------
    pages
        In the order in which they are to stand.
    description
        What the file is, for its ``warcinfo``.
    date
        ISO 8601 time in UTC, for the file and for pages without their own.
    note
        What the report should say of every page that has no note of its own.

    Raises
    ------
    CassetteError
        If the file cannot be written.
    """
    replacement = Replacement(Path(path), keep=False)
    try:
        writer = Writer(replacement.out, gzip=not str(path).endswith(".warc"))
        writer.info(date, [("description", description), *([("note", note)] if note else [])])
        for page in pages:
            headers = (("Content-Type", page.content_type), *page.headers) if page.content_type else page.headers
            writer.exchange(page.url, page.date or date, page.status, "", headers, page.body, note=page.note)
    except BaseException:
        replacement.discard()
        raise
    replacement.commit()
