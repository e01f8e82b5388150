"""What can go wrong between an address and its bytes, and the one table that says what each foreign exception means.

Inside this package a source that cannot be read travels as a :class:`Failure`; at its edge it becomes an
:class:`provenance.model.Unavailable`. Nothing else of requests, urllib3, http.client, ssl, socket, zlib, brotli, zstandard
or idna leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from provenance.model import Status


class Failure(Exception):
    """A source that cannot be read.

    Parameters
    ----------
    status
        What became of it; never one of the statuses that were read.
    reason
        One sentence: what failed and what to do next. It holds no credentials.
    retry
        Whether the same request may well succeed in a moment.
    """

    def __init__(self, status: Status, reason: str, *, retry: bool = False) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry = retry


LATER = "try again later"

#: exception (dotted name) -> status, what happened, whether another try may help. The first entry along an exception's
#: own class hierarchy counts, so a base stands for those of its subclasses that are not named themselves.
TABLE: dict[str, tuple[Status, str, bool]] = {
    # requests
    "requests.exceptions.SSLError": (
        Status.TLS_ERROR,
        "the server's certificate or TLS setup is not valid; open the page in a browser",
        False,
    ),
    "requests.exceptions.ConnectTimeout": (Status.UNREACHABLE, f"the server did not answer; {LATER}", True),
    "requests.exceptions.ReadTimeout": (Status.TIMED_OUT, f"the server stopped sending; {LATER} or raise --timeout", False),
    "requests.exceptions.Timeout": (Status.TIMED_OUT, f"the server was too slow; {LATER} or raise --timeout", False),
    "requests.exceptions.ProxyError": (Status.UNREACHABLE, "a proxy took part although none is used; check the network", False),
    "requests.exceptions.ChunkedEncodingError": (Status.TEMPORARY, f"the connection broke off in the middle of the page; {LATER}", True),
    "requests.exceptions.ContentDecodingError": (Status.DECODE_ERROR, "the compressed page is damaged; read it in a browser", False),
    "requests.exceptions.ConnectionError": (Status.UNREACHABLE, f"no connection to the server; {LATER}", True),
    "requests.exceptions.RetryError": (Status.TEMPORARY, f"the server kept failing; {LATER}", False),
    "requests.exceptions.TooManyRedirects": (Status.REDIRECT_ERROR, "the address redirects too often; find the page's own address", False),
    "requests.exceptions.InvalidSchema": (Status.UNSUPPORTED, "only http and https addresses can be read", False),
    "requests.exceptions.MissingSchema": (Status.UNSUPPORTED, "the address does not begin with http:// or https://", False),
    "requests.exceptions.InvalidURL": (Status.REFUSED, "this is not a valid address; correct it in the draft", False),
    "requests.exceptions.InvalidHeader": (Status.DECODE_ERROR, "the server's answer has a malformed header", False),
    "requests.exceptions.RequestException": (Status.TEMPORARY, f"the request failed; {LATER}", False),
    # urllib3
    "urllib3.exceptions.SSLError": (
        Status.TLS_ERROR,
        "the server's certificate or TLS setup is not valid; open the page in a browser",
        False,
    ),
    "urllib3.exceptions.NameResolutionError": (Status.UNREACHABLE, "the host name does not exist; check the address", False),
    "urllib3.exceptions.NewConnectionError": (Status.UNREACHABLE, f"the server does not accept connections; {LATER}", True),
    "urllib3.exceptions.ConnectTimeoutError": (Status.UNREACHABLE, f"the server did not answer; {LATER}", True),
    "urllib3.exceptions.ReadTimeoutError": (Status.TIMED_OUT, f"the server stopped sending; {LATER} or raise --timeout", False),
    "urllib3.exceptions.TimeoutError": (Status.TIMED_OUT, f"the server was too slow; {LATER} or raise --timeout", False),
    "urllib3.exceptions.TimeoutStateError": (Status.TIMED_OUT, f"the server was too slow; {LATER} or raise --timeout", False),
    "urllib3.exceptions.ProxyError": (Status.UNREACHABLE, "a proxy took part although none is used; check the network", False),
    "urllib3.exceptions.ProxySchemeUnknown": (Status.UNREACHABLE, "a proxy took part although none is used; check the network", False),
    "urllib3.exceptions.ProxySchemeUnsupported": (Status.UNREACHABLE, "a proxy took part although none is used; check the network", False),
    "urllib3.exceptions.DecodeError": (Status.DECODE_ERROR, "the compressed page is damaged; read it in a browser", False),
    "urllib3.exceptions.InvalidChunkLength": (Status.DECODE_ERROR, "the server's answer is not valid HTTP (chunk length)", False),
    "urllib3.exceptions.IncompleteRead": (Status.TEMPORARY, f"the connection broke off in the middle of the page; {LATER}", True),
    "urllib3.exceptions.ProtocolError": (Status.UNREACHABLE, f"the connection broke off; {LATER}", True),
    "urllib3.exceptions.HeaderParsingError": (Status.DECODE_ERROR, "the server's answer has a malformed header", False),
    "urllib3.exceptions.InvalidHeader": (Status.DECODE_ERROR, "the server's answer has a malformed header", False),
    "urllib3.exceptions.ResponseNotChunked": (Status.DECODE_ERROR, "the server's answer is not valid HTTP", False),
    "urllib3.exceptions.BodyNotHttplibCompatible": (Status.DECODE_ERROR, "the server's answer is not valid HTTP", False),
    "urllib3.exceptions.LocationParseError": (Status.REFUSED, "this is not a valid address; correct it in the draft", False),
    "urllib3.exceptions.LocationValueError": (Status.REFUSED, "this is not a valid address; correct it in the draft", False),
    "urllib3.exceptions.URLSchemeUnknown": (Status.UNSUPPORTED, "only http and https addresses can be read", False),
    "urllib3.exceptions.MaxRetryError": (Status.UNREACHABLE, f"no connection to the server; {LATER}", True),
    "urllib3.exceptions.ResponseError": (Status.TEMPORARY, f"the server kept failing; {LATER}", False),
    "urllib3.exceptions.HTTPError": (Status.TEMPORARY, f"the request failed; {LATER}", False),
    # http.client
    "http.client.LineTooLong": (Status.DECODE_ERROR, "the server's answer has a header of over 64 kB", False),
    "http.client.RemoteDisconnected": (Status.UNREACHABLE, f"the server closed the connection without an answer; {LATER}", True),
    "http.client.BadStatusLine": (Status.DECODE_ERROR, "the server's answer is not HTTP/1", False),
    "http.client.UnknownProtocol": (Status.DECODE_ERROR, "the server's answer is not HTTP/1", False),
    "http.client.IncompleteRead": (Status.TEMPORARY, f"the connection broke off in the middle of the page; {LATER}", True),
    "http.client.InvalidURL": (Status.REFUSED, "this is not a valid address; correct it in the draft", False),
    "http.client.HTTPException": (Status.DECODE_ERROR, "the server's answer is not valid HTTP", False),
    # ssl, socket and the operating system
    "ssl.CertificateError": (Status.TLS_ERROR, "the server's certificate is not valid for this address; open the page in a browser", False),
    "ssl.SSLError": (Status.TLS_ERROR, "no secure connection could be made; open the page in a browser", False),
    "socket.gaierror": (Status.UNREACHABLE, "the host name does not exist; check the address", False),
    "socket.herror": (Status.UNREACHABLE, "the host name does not exist; check the address", False),
    "builtins.TimeoutError": (Status.TIMED_OUT, f"the server was too slow; {LATER} or raise --timeout", False),
    "builtins.ConnectionError": (Status.UNREACHABLE, f"the server refused or reset the connection; {LATER}", True),
    "builtins.OSError": (Status.UNREACHABLE, f"no connection to the server; {LATER}", True),
    # decoders of bodies and of host names
    "zlib.error": (Status.DECODE_ERROR, "the compressed page is damaged; read it in a browser", False),
    "brotli.error": (Status.DECODE_ERROR, "the compressed page is damaged; read it in a browser", False),
    "zstandard.ZstdError": (Status.DECODE_ERROR, "the compressed page is damaged; read it in a browser", False),
    "idna.IDNAError": (Status.REFUSED, "the host name is not a valid international name; correct it in the draft", False),
    "builtins.UnicodeError": (Status.DECODE_ERROR, "the server's answer has characters that cannot be read", False),
    "builtins.ValueError": (Status.DECODE_ERROR, "the server's answer is not valid HTTP", False),
}

#: Wrappers that say less than what they wrap: looked into before they are believed.
_WRAPPERS = frozenset(
    {
        "requests.exceptions.ConnectionError",
        "requests.exceptions.RequestException",
        "urllib3.exceptions.MaxRetryError",
        "urllib3.exceptions.ProtocolError",
        "urllib3.exceptions.HTTPError",
    }
)


def name_of(kind: type[BaseException]) -> str:
    """The name by which :data:`TABLE` knows an exception class."""
    module = {"_brotli": "brotli", "zstandard.backend_c": "zstandard", "idna.core": "idna"}.get(kind.__module__, kind.__module__)
    return f"{module}.{kind.__qualname__}"


@cache
def _aliases() -> dict[type[BaseException], str]:
    """Classes whose own module name is not the one they are known by (C modules and aliases)."""
    import socket
    import ssl
    import zlib

    import brotli
    import zstandard

    return {
        brotli.error: "brotli.error",
        zlib.error: "zlib.error",
        zstandard.ZstdError: "zstandard.ZstdError",
        ssl.SSLError: "ssl.SSLError",
        ssl.SSLCertVerificationError: "ssl.CertificateError",
        socket.gaierror: "socket.gaierror",
        socket.herror: "socket.herror",
    }


def entry_of(kind: type[BaseException]) -> str | None:
    """The key of :data:`TABLE` that speaks for an exception class, or ``None`` if none does."""
    aliases = _aliases()
    for base in kind.__mro__:
        key = aliases.get(base) or name_of(base)
        if key in TABLE:
            return key
    return None


def _inner(error: BaseException) -> Iterator[BaseException]:
    """What an exception wraps, in the several ways in which requests and urllib3 do it."""
    for candidate in (getattr(error, "reason", None), *error.args[:2], error.__cause__, error.__context__):
        if isinstance(candidate, BaseException):
            yield candidate


def failure_of(error: BaseException) -> Failure:
    """What a foreign exception means.

    An exception that :data:`TABLE` does not know is a defect of this program: it is raised again as it is.
    """
    seen: set[int] = set()
    best: Failure | None = None
    waiting = [error]
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, Failure):
            return current
        key = entry_of(type(current))
        if key is not None and (best is None or key not in _WRAPPERS):
            status, reason, retry = TABLE[key]
            best = Failure(status, reason, retry=retry)
            if _is_busy_resolver(current):
                best = Failure(Status.TEMPORARY, f"the name server could not answer; {LATER}", retry=True)
            elif _is_bad_chunk(current):
                best = Failure(Status.DECODE_ERROR, "the server's answer is not valid HTTP (chunk length)")
        if key is None or key in _WRAPPERS:
            waiting.extend(_inner(current))
        elif best is not None:
            return best
    if best is None:
        raise error
    return best


def _is_busy_resolver(error: BaseException) -> bool:
    import socket

    return isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN


def _is_bad_chunk(error: BaseException) -> bool:
    """http.client reports a chunk length that is no number as an incomplete read; an empty one is a broken connection."""
    from http.client import IncompleteRead

    return isinstance(error, IncompleteRead) and isinstance(error.__context__, ValueError) and "b''" not in str(error.__context__)
