"""The table of foreign exceptions is complete, and says of each what it should."""

from __future__ import annotations

import http.client
import importlib
import inspect
import socket
import ssl
import zlib
from types import ModuleType

import pytest

from provenance.model import Status
from provenance.sources.fetching.failures import TABLE, Failure, entry_of, failure_of

# modules whose public exceptions can come out of fetching and decoding
MODULES = ("requests.exceptions", "urllib3.exceptions", "http.client", "ssl", "socket", "zlib", "brotli", "zstandard", "idna")
# what is not raised by fetching at all: warnings, and an error of calling requests wrongly
NOT_RAISED = {"requests.exceptions.StreamConsumedError", "requests.exceptions.UnrewindableBodyError"}


def exceptions_of(module: ModuleType) -> list[type[Exception]]:
    found = []
    for name, member in inspect.getmembers(module, inspect.isclass):
        if issubclass(member, Exception) and not issubclass(member, Warning) and not name.startswith("_"):
            found.append(member)
    return found


@pytest.mark.parametrize("name", MODULES)
def test_every_exception_has_an_entry(name: str) -> None:
    kinds = exceptions_of(importlib.import_module(name))
    assert kinds
    missing = [kind for kind in kinds if entry_of(kind) is None]
    assert missing == []
    # a base that says little more than "something failed" must not be all that a library's own error has
    vague = {"builtins.ValueError", "builtins.OSError", "builtins.UnicodeError"}
    own = [kind for kind in kinds if kind.__module__.partition(".")[0] in ("requests", "urllib3", "brotli", "zstandard", "idna")]
    assert [kind for kind in own if entry_of(kind) in vague] == []


def test_every_entry_names_an_exception_and_a_failure() -> None:
    for key, (status, reason, _) in TABLE.items():
        module, _, name = key.rpartition(".")
        assert issubclass(getattr(importlib.import_module(module), name), BaseException), key
        assert not status.was_read
        assert reason
        assert "\n" not in reason


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ssl.SSLCertVerificationError("expired"), Status.TLS_ERROR),
        (ssl.SSLError("handshake"), Status.TLS_ERROR),
        (socket.gaierror(socket.EAI_NONAME, "x"), Status.UNREACHABLE),
        (socket.gaierror(socket.EAI_AGAIN, "x"), Status.TEMPORARY),
        (ConnectionResetError(), Status.UNREACHABLE),
        (TimeoutError(), Status.TIMED_OUT),
        (zlib.error("x"), Status.DECODE_ERROR),
        (http.client.BadStatusLine("x"), Status.DECODE_ERROR),
        (http.client.RemoteDisconnected("x"), Status.UNREACHABLE),
    ],
)
def test_what_exceptions_mean(error: Exception, status: Status) -> None:
    import requests
    from urllib3.exceptions import MaxRetryError, ProtocolError

    assert failure_of(error).status is status
    # requests and urllib3 wrap them, in one or more layers
    assert failure_of(requests.ConnectionError(ProtocolError("aborted", error))).status is status
    assert failure_of(requests.ConnectionError(MaxRetryError(None, "/", error))).status is status  # type: ignore[arg-type]


def test_our_own_failure_is_found_inside() -> None:
    import requests

    inner = Failure(Status.REFUSED, "no")
    assert failure_of(requests.ConnectionError(inner)) is inner


def test_a_defect_of_our_own_is_no_failure_of_a_page() -> None:
    with pytest.raises(KeyError):
        failure_of(KeyError("x"))
