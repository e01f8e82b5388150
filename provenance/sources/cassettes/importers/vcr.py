"""Cassettes of vcrpy (YAML or JSON), and of VCR for Ruby, which look much alike.

Only plain YAML is read: a tag that would make an object of a program is refused. vcrpy keeps every cookie and key unless told
otherwise, and may store a body unpacked under a ``Content-Encoding: gzip``; both are put right on the way.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from provenance.errors import CassetteError
from provenance.sources.cassettes.importers.reading import NOT_WEB, as_transferred, checked, is_web, moment, number, pairs, text, whole
from provenance.sources.cassettes.interactions import Interaction, Skipped
from provenance.sources.fetching.transport import header

LARGEST_FILE = 64 << 20


def read(path: Path) -> Iterator[Interaction | Skipped]:
    """See :class:`provenance.sources.cassettes.importers.Importer`."""
    data = _parse(path, whole(path, LARGEST_FILE))
    held = (data.get("interactions") or data.get("http_interactions")) if isinstance(data, dict) else data
    if not isinstance(held, list) or not all(isinstance(entry, dict) and isinstance(entry.get("request"), dict) for entry in held):
        raise CassetteError(f"{path}: this is no cassette of vcrpy (no list of interactions); name another file, or its --format")
    for position, entry in enumerate(held, 1):
        yield _interaction(path, position, entry)


def _interaction(path: Path, position: int, entry: dict[str, Any]) -> Interaction | Skipped:
    request, response = entry["request"], entry.get("response")
    url = text(request.get("uri") or request.get("url"))
    if not isinstance(response, dict) or not url:
        raise CassetteError(f"{path}: exchange {position} has no address or no response; mend or remove it, and import again")
    if not is_web(url):
        return Skipped(NOT_WEB)
    headers = pairs(response.get("headers"))
    payload = _bytes(path, position, response.get("body", response.get("content")))
    status = response.get("status")
    code, reason = (status.get("code"), status.get("message")) if isinstance(status, dict) else (response.get("status_code", status), "")
    sent = _bytes(path, position, request.get("body"))
    return checked(
        path,
        position,
        Interaction(
            url=url,
            date=moment(header(headers, "Date"), entry.get("recorded_at"), path=path),
            status=number(code),
            reason=text(reason),
            headers=as_transferred(payload, headers),
            payload=payload,
            method=text(request.get("method") or "GET").upper(),
            request=pairs(request.get("headers")),
            sent=sent or None,
        ),
    )


def _bytes(path: Path, position: int, body: Any) -> bytes:
    """A body in any of the shapes that it was ever stored in."""
    if isinstance(body, dict):
        packed = body.get("base64_string")
        if packed is not None:
            try:
                return base64.b64decode("".join(text(packed).split()), validate=True)
            except (binascii.Error, ValueError):
                raise CassetteError(f"{path}: the body of exchange {position} is no base64; mend or remove it, and import again") from None
        body = body.get("string")
    if isinstance(body, bytes):
        return body
    if body is None or isinstance(body, str | int | float):
        return text(body).encode("utf-8", "surrogateescape")
    raise CassetteError(f"{path}: the body of exchange {position} is no text; mend or remove it, and import again")


def _parse(path: Path, content: str) -> Any:
    import yaml

    try:
        return json.loads(content) if content.lstrip().startswith("{") else yaml.load(content, Loader=_loader())  # noqa: S506
    except yaml.constructor.ConstructorError as error:
        raise CassetteError(f"{path}: holds something that is no plain data ({_first(error)}); it was not run; name another file") from None
    except (yaml.YAMLError, ValueError) as error:
        raise CassetteError(f"{path}: is no readable YAML ({_first(error)}); name another file") from None
    except (RecursionError, OverflowError):
        raise CassetteError(f"{path}: is nested too deeply; name another file") from None


def _first(error: Exception) -> str:
    said = str(getattr(error, "problem", "") or error).split("\n")[0]
    mark = getattr(error, "problem_mark", None)
    return f"{said[:120]}, line {mark.line + 1}" if mark is not None else said[:120]


@cache
def _loader() -> Any:
    """YAML's safe loader, which knows text as Python 2 tagged it as well."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        pass

    for name in ("python/unicode", "python/str"):
        Loader.add_constructor(f"tag:yaml.org,2002:{name}", lambda loader, node: loader.construct_scalar(node))
    return Loader
