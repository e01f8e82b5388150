"""HTTP Archive 1.2, as browsers' developer tools save it.

A HAR keeps bodies unpacked and text as characters, so ``Content-Encoding`` goes, and text is written in the charset that its
header names. A response whose body was not saved is recorded as one that is not whole: an empty page would be a lie.

Source: http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provenance.errors import CassetteError
from provenance.model import Status
from provenance.sources.cassettes.importers.reading import NOT_WEB, checked, is_web, moment, number, pairs, text, whole, without
from provenance.sources.cassettes.interactions import Interaction, Skipped
from provenance.sources.fetching.transport import Headers, header

LARGEST_FILE = 256 << 20
_NO_BODY = frozenset({204, 205, 304})


def read(path: Path) -> Iterator[Interaction | Skipped]:
    """See :class:`provenance.sources.cassettes.importers.Importer`."""
    try:
        data = json.loads(whole(path, LARGEST_FILE))
    except (ValueError, RecursionError) as error:
        raise CassetteError(f"{path}: is no readable HAR ({str(error)[:100]}); save it again, or name another file") from None
    log = data.get("log") if isinstance(data, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise CassetteError(f"{path}: is no HAR (no log with entries); name another file, or its --format")
    for position, entry in enumerate(entries, 1):
        request, response = (entry.get("request"), entry.get("response")) if isinstance(entry, dict) else (None, None)
        if not isinstance(request, dict) or not isinstance(response, dict):
            raise CassetteError(f"{path}: entry {position} has no request or response; mend or remove it, and import again")
        yield _interaction(path, position, entry, request, response)


def _interaction(path: Path, position: int, entry: dict[str, Any], request: dict[str, Any], response: dict[str, Any]) -> Interaction | Skipped:
    url = text(request.get("url"))
    if not is_web(url):
        return Skipped(NOT_WEB)
    date = moment(entry.get("startedDateTime"), path=path)
    method = text(request.get("method") or "GET").upper()
    status = number(response.get("status"))
    asked = without(pairs(request.get("headers")), ("content-length",))
    posted = request.get("postData")
    sent = _sent(posted) if isinstance(posted, dict) else None
    if status == 0:  # blocked, cancelled, or no connection
        if method != "GET":
            return Skipped("requests without an answer that are not GET")
        said = " ".join(text(response.get("_error")).split())[:200]
        reason = f"the address gave no answer when it was recorded{f' ({said})' if said else ''}; record it again"
        return Interaction(url, date, method=method, request=asked, failure=(Status.UNREACHABLE.value, reason))
    headers = without(pairs(response.get("headers")), ("content-encoding", "content-length", "transfer-encoding"))
    content = response.get("content")
    held = content if isinstance(content, dict) else {}
    payload, headers = _payload(path, position, held, headers)
    lost = "text" not in held and number(held.get("size")) > 0 and status not in _NO_BODY and not 300 <= status < 400 and method != "HEAD"
    found = Interaction(
        url=url,
        date=date,
        status=status,
        reason=text(response.get("statusText")),
        headers=headers,
        payload=payload,
        method=method,
        request=asked,
        sent=sent,
        peer=_peer(text(entry.get("serverIPAddress"))),
        truncated="unspecified" if lost else _truncated(text(response.get("_truncated"))),
        note=text(entry.get("comment")),
    )
    return checked(path, position, found)


def _truncated(said: str) -> str:
    return said if said in ("length", "time", "disconnect", "unspecified") else ""


def _payload(path: Path, position: int, content: dict[str, Any], headers: Headers) -> tuple[bytes, Headers]:
    body = text(content.get("text"))
    if not header(headers, "Content-Type") and content.get("mimeType"):
        headers = (*headers, ("Content-Type", text(content["mimeType"])))
    if text(content.get("encoding")).lower() == "base64":
        try:
            return base64.b64decode("".join(body.split()), validate=True), headers
        except (binascii.Error, ValueError):
            raise CassetteError(f"{path}: the body of entry {position} is no base64; mend or remove it, and import again") from None
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", header(headers, "Content-Type"), re.I)
    try:
        return body.encode(charset[1] if charset else "utf-8"), headers
    except (LookupError, UnicodeError):
        # the browser's characters do not fit the charset that the server named: UTF-8 holds them all
        return body.encode("utf-8", "replace"), tuple(
            (name, re.sub(r"charset\s*=\s*[\"']?[\w.:-]+[\"']?", "charset=utf-8", value, flags=re.I) if name.lower() == "content-type" else value)
            for name, value in headers
        )


def _sent(posted: dict[str, Any]) -> bytes | None:
    if posted.get("text") is not None:
        return text(posted["text"]).encode("utf-8", "replace")
    from urllib.parse import urlencode

    params = posted.get("params")
    return urlencode(pairs(params)).encode() if isinstance(params, list) and params else None


def _peer(address: str) -> str:
    from ipaddress import ip_address

    try:
        return str(ip_address(address.strip("[]")))
    except ValueError:
        return ""
