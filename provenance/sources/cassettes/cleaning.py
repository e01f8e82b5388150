"""An exchange without its secrets, and what was taken out of it, told without telling it."""

from __future__ import annotations

from dataclasses import replace

from provenance.sources import scrubbing
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.fetching.decoding import codings, decode
from provenance.sources.fetching.failures import failure_of
from provenance.sources.fetching.transport import Headers, header

LARGEST_BODY = 64 << 20
"""Bytes up to which a compressed body is opened to be looked through."""
#: Headers that are not true of a body that was changed
_OF_THE_BODY = frozenset({"content-encoding", "etag", "content-md5", "digest", "content-digest", "repr-digest"})


def clean(given: Interaction, also: frozenset[str] = frozenset()) -> tuple[Interaction, tuple[str, ...]]:
    """The exchange as it may be written to disk.

    Parameters
    ----------
    also
        Values that are known to be secret from elsewhere.

    Returns
    -------
    tuple[Interaction, tuple[str, ...]]
        The same object if there was nothing to take out; and where something was, for example ``parameter api_key``.
    """
    secrets = secrets_of(given) | also
    removed = [f"{name} in the address" for name in _named(given.url)]
    request = _headers(given.request, secrets, "request header", removed)
    headers = _headers(given.headers, secrets, "header", removed)
    sent = given.sent
    if sent:
        sent = scrubbing.body(sent, header(given.request, "Content-Type") or "application/json", secrets)
        if sent is not given.sent:
            removed.append("a value in what was sent")
    payload, headers = _body(given.payload, headers, secrets)
    if payload is not given.payload:
        removed.append("a value in the body")
    if not removed:
        return given, ()
    url = scrubbing.address(given.url)
    return replace(given, url=url, request=request, headers=headers, sent=sent, payload=payload), tuple(dict.fromkeys(removed))


def secrets_of(given: Interaction) -> frozenset[str]:
    """The secret values that an exchange shows to be secret."""
    return scrubbing.secrets_of(given.url, (*given.request, *given.headers))


def _named(url: str) -> list[str]:
    return [name if name == "user and password" else f"parameter {name}" for name in scrubbing.parameters(url)]


def _headers(given: Headers, secrets: frozenset[str], where: str, removed: list[str]) -> Headers:
    kept = scrubbing.headers(given, secrets)
    left = iter(kept)
    for name, value in given:
        if scrubbing.is_secret_header(name):
            removed.append(f"{where} {name}")
        elif next(left)[1] != value:
            removed.append(f"a value in {where} {name}")
    return kept


def _body(payload: bytes, headers: Headers, secrets: frozenset[str]) -> tuple[bytes, Headers]:
    """The body as received if it holds no secret, else decompressed, scrubbed and without its content coding."""
    coding = header(headers, "Content-Encoding")
    plain = payload
    if codings(coding):
        try:
            plain = decode(Bytes(payload), coding, LARGEST_BODY)
        except Exception as error:
            failure_of(error)  # a body that cannot be decompressed is kept: that is what happened
            return payload, headers
    result = scrubbing.body(plain, header(headers, "Content-Type"), secrets)
    if result is plain:
        return payload, headers
    return result, tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_BODY)


class Bytes:
    """Bytes as something to read from, as :func:`provenance.sources.fetching.decoding.decode` wants it."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        part, self._data = self._data[:size], self._data[size:]
        return bytes(part)
