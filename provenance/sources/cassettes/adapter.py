"""A cassette where requests expects a network, for the test suites of others.

::

    session = requests.Session()
    adapter = ReplayAdapter("web.warc.gz")
    session.mount("https://", adapter)
    session.mount("http://", adapter)

This module imports requests, and so is loaded only when its name is asked for.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3 import HTTPHeaderDict
from urllib3.response import HTTPResponse

from provenance.errors import CassetteError
from provenance.sources.cassettes.cassette import Cassette
from provenance.sources.cassettes.contents import RecordInfo
from provenance.sources.cassettes.recordings import key_of
from provenance.sources.fetching.failures import Failure

_STEP = 1 << 20


class NotRecorded(requests.exceptions.ConnectionError):
    """A request that the cassette does not hold; its text says which recorded ones come nearest."""


class ReplayAdapter(BaseAdapter):
    """Answers from a cassette, and from nowhere else; safe to use from several threads and sessions.

    Requests are told apart by method, address (without what only tracks readers) and body. The same request asked again gives
    the next recorded answer, and in the end the last one again. A request that is not recorded fails and never goes to the
    network. Where a failure was recorded, the request fails.

    Parameters
    ----------
    path
        The cassette, or its name in ``folder``.
    folder
        Where cassettes lie; a name that leads out of it is refused.

    Raises
    ------
    CassetteError
        If the cassette is missing or damaged, or its name leads out of the folder.
    """

    def __init__(self, path: str | Path, *, folder: str | Path | None = None) -> None:
        super().__init__()
        self._cassette = Cassette(path if folder is None else inside(Path(folder), str(path)))
        self._lock = threading.Lock()
        self._turns: dict[tuple[str, str, str], int] = {}

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """See :class:`requests.adapters.BaseAdapter`; all but the request and ``stream`` has no meaning here.

        Raises
        ------
        NotRecorded
            If the cassette does not hold the request.
        requests.exceptions.ConnectionError
            If that the address gave no answer is what was recorded.
        CassetteError
            If the record was damaged meanwhile.
        """
        url, method = request.url or "", (request.method or "GET").upper()
        body = _body(request)
        record = self._choose(url, method, body)
        if record is None:
            raise NotRecorded(self._cassette.missing(url, method, body), request=request)
        try:
            exchange = self._cassette.exchange(record)
            try:
                parts = []
                while method != "HEAD" and (part := exchange.read(_STEP)):
                    parts.append(part)
            finally:
                exchange.close()
        except Failure as failure:
            raise requests.exceptions.ConnectionError(failure.reason, request=request) from failure
        raw = HTTPResponse(
            body=io.BytesIO(parts[0] if len(parts) == 1 else b"".join(parts)),
            headers=HTTPHeaderDict(exchange.headers),
            status=exchange.status,
            reason=exchange.reason,
            preload_content=False,
            request_method=method,
            request_url=url,
        )
        response = self._response(request, raw)
        if not stream and "content-encoding" not in raw.headers:
            # what requests would do next, in one piece instead of many small ones
            response._content = raw.read()
            response._content_consumed = True  # type: ignore[attr-defined]
        return response

    def _choose(self, url: str, method: str, body: bytes) -> RecordInfo | None:
        sent = hashlib.sha256(body).hexdigest() if body else ""
        records = self._cassette.records(url)
        found = [record for record in records if record.method == method and record.sent == sent]
        if not found and method == "HEAD":  # what GET was answered with, without the body
            found = [record for record in records if record.method == "GET"]
        if len(found) < 2:
            return found[0] if found else None
        key = (key_of(url), method, sent)
        with self._lock:
            turn = self._turns.get(key, 0)
            self._turns[key] = turn + 1
        return found[min(turn, len(found) - 1)]

    def _response(self, request: requests.PreparedRequest, raw: HTTPResponse) -> requests.Response:
        response = requests.Response()
        response.status_code = raw.status
        response.headers = CaseInsensitiveDict(raw.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw = raw
        response.reason = raw.reason or ""
        response.url = request.url or ""
        response.request = request
        # no cookies: none are ever recorded
        response.connection = self  # type: ignore[assignment]
        return response

    def close(self) -> None:
        """Close the cassette."""
        self._cassette.close()


def inside(folder: Path, name: str) -> Path:
    """The place of a cassette by its name, which may have folders in it but never leads out of ``folder``.

    Raises
    ------
    CassetteError
        If it does, by dots, as an absolute path, or through a link.
    """
    place = folder / name
    if not name or "\x00" in name or not place.resolve().is_relative_to(folder.resolve()) or place.resolve() == folder.resolve():
        raise CassetteError(f"the cassette name {name!r} leads out of {folder}: give a name inside it")
    return place


def _body(request: requests.PreparedRequest) -> bytes:
    body = request.body
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    read = getattr(body, "read", None)
    whole = read() if read is not None else b"".join(body)
    return whole.encode() if isinstance(whole, str) else bytes(whole)
