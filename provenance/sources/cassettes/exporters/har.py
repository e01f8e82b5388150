"""HTTP Archive 1.2, which browsers' developer tools and many viewers open.

A failure is an entry with status 0, as browsers write it. Why a body is not whole stands in ``_truncated``.

Source: http://www.softwareishard.com/blog/har-12-spec/
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from provenance.errors import CassetteError
from provenance.sources.cassettes.exporters.bodies import content_type, unpacked
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.replacing import Replacement
from provenance.sources.cassettes.warc import software
from provenance.sources.fetching.transport import Headers, header


def write(entries: Iterable[Interaction], target: Path, *, date: str, force: bool) -> int:
    """See :class:`provenance.sources.cassettes.exporters.Exporter`."""
    replacement = Replacement(target, keep=False)
    name, _, version = software().partition("/")
    creator = json.dumps({"name": name, "version": version or "0"})
    written = 0
    try:
        out = replacement.out
        out.write(b'{"log": {"version": "1.2", "creator": ' + creator.encode() + b', "entries": [')
        for entry in entries:
            # one by one: a cassette may be larger than memory
            text = json.dumps(_entry(entry), ensure_ascii=True)
            out.write((b",\n" if written else b"\n") + text.encode("ascii"))
            written += 1
        out.write(b"\n]}}\n")
    except OSError as error:
        replacement.discard()
        raise CassetteError(f"{target}: cannot be written ({error.strerror}); make room, or name another file") from error
    except BaseException:
        replacement.discard()
        raise
    replacement.commit()
    return written


def _entry(entry: Interaction) -> dict[str, Any]:
    try:
        query = urlsplit(entry.url).query
    except ValueError:
        query = ""
    body = unpacked(entry)
    request: dict[str, Any] = {
        "method": entry.method,
        "url": entry.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _named(entry.request),
        "queryString": _named(tuple(parse_qsl(query, keep_blank_values=True))),
        "headersSize": -1,
        "bodySize": len(entry.sent or b""),
    }
    if entry.sent is not None:
        request["postData"] = {
            "mimeType": header(entry.request, "Content-Type") or "application/octet-stream",
            "text": entry.sent.decode("utf-8", "replace"),
        }
    found: dict[str, Any] = {
        "startedDateTime": entry.date,
        "time": 0,
        "request": request,
        "response": {
            "status": entry.status,
            "statusText": entry.reason,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _named(entry.headers),
            "content": _content(entry, body),
            "redirectURL": header(entry.headers, "Location"),
            "headersSize": -1,
            "bodySize": len(entry.payload),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    }
    if entry.peer:
        found["serverIPAddress"] = entry.peer
    if entry.note:
        found["comment"] = entry.note
    if entry.failure is not None:
        found["response"]["_error"] = entry.failure[1]
    if entry.truncated:
        found["response"]["_truncated"] = entry.truncated
    return found


def _named(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _content(entry: Interaction, body: bytes) -> dict[str, Any]:
    """Text as characters only where the same bytes come back from them."""
    declared = header(entry.headers, "Content-Type")
    found: dict[str, Any] = {"size": len(body), "mimeType": declared or content_type(entry)}
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", declared, re.I)
    if re.match(r"text/|application/(?:json|xml|javascript|[\w.-]+\+(?:json|xml))", content_type(entry)):
        name = charset[1] if charset else "utf-8"
        try:
            text = body.decode(name)
            if text.encode(name) == body:
                return {**found, "text": text}
        except (LookupError, UnicodeError):
            pass
    return {**found, "text": base64.b64encode(body).decode("ascii"), "encoding": "base64"}
