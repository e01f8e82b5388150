"""How a request reaches a server: through requests, over connections that dial only what the guard has checked.

A request goes straight to the adapter, without a session: no cookies, no netrc, no proxies of the environment, no redirects
followed, nothing kept from one source to the next.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from provenance.model import Record
from provenance.sources.addressing.addresses import Address, Guard
from provenance.sources.addressing.lookups import Lookups
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.dialling import Call, Dial, adapter_class, calling, dial

if TYPE_CHECKING:
    import requests
    from requests.adapters import HTTPAdapter

Headers = tuple[tuple[str, str], ...]

_READ = 1 << 16
_KEPT = 4
"""Connections to one host that are kept open, unless more requests to it are under way at once."""


class Exchange(Protocol):
    """One answer of a server, live or recorded, whose body has not been read yet."""

    status: int
    reason: str
    headers: Headers
    """As received, in order, repeated ones included."""
    fetched: str
    """ISO 8601 time in UTC at which the answer began."""
    record: Record | None
    note: str

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of the body as transferred, without chunked framing; none at its end."""

    def close(self) -> None:
        """Give the connection back, or away if the body was not read to its end."""


class Transport(Protocol):
    """Where answers come from."""

    @property
    def live(self) -> bool:
        """Whether requests reach real servers, so that politeness, waits and second tries make sense."""

    def send(self, address: Address, headers: Headers, deadline: Deadline, body: bytes | None = None) -> Exchange:
        """Ask for one address with GET, or send ``body`` there with POST; no redirect is followed.

        Raises
        ------
        Failure
            For everything this package foresees; foreign exceptions as they are.
        """


def header(headers: Headers, name: str) -> str:
    """The value of a header, repeated ones joined as RFC 9110 section 5.3 says; empty if it is not there."""
    return _by_name(headers).get(name.lower(), "")


@lru_cache(maxsize=512)
def _by_name(headers: Headers) -> dict[str, str]:
    """Headers by their names in lower case: each answer is asked for a score of them."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


# ---- the network ---------------------------------------------------------------------------------------------------


class _LiveExchange:
    """An answer from a real server."""

    record: Record | None = None
    note = ""

    def __init__(self, response: Any, fetched: str, deadline: Deadline, peer: str | None) -> None:
        self._raw = response.raw
        self._deadline = deadline
        self._finished = False
        self.peer = peer
        self.status = int(response.status_code)
        self.reason = str(response.reason or "")
        self.headers: Headers = tuple(self._raw.headers.iteritems())
        self.fetched = fetched

    def read(self, size: int, /) -> bytes:
        self._deadline.remaining()
        # read1 gives what has come; read would wait until `size` bytes are there, and hide a drip
        data: bytes = self._raw.read1(min(size, _READ), decode_content=False)
        if not data:
            # a connection that the deadline has shut down ends like a complete body
            self._deadline.remaining()
            self._finished = True
        return data

    def close(self) -> None:
        if self._finished:
            self._raw.release_conn()
        else:
            self._raw.close()
        self._deadline.release()


def _broke_off(error: BaseException) -> bool:
    """Whether a connection ended before any answer came."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):  # http.client's RemoteDisconnected, too
            return True
        waiting += [*current.args, current.__cause__, current.__context__]
    return False


_PLAIN = re.compile(r"[A-Za-z0-9:/?&=._~+,;@!$()*-]+")
"""Addresses that requests would send as they are."""


def _prepared(url: str, headers: Headers, body: bytes | None) -> requests.PreparedRequest:
    import requests

    if body is not None or not _PLAIN.fullmatch(url):
        return requests.Request("GET" if body is None else "POST", url, headers=dict(headers), data=body).prepare()
    prepared = requests.PreparedRequest()  # the guard has read the address: to read it again takes as long as to send it
    # so does a table whose keys have no case, which urllib3 copies for each request
    prepared.method, prepared.url, prepared.headers = "GET", url, dict(headers)  # type: ignore[assignment]
    for pair in headers:
        _see_valid(pair)
    return prepared


@lru_cache(maxsize=256)
def _see_valid(pair: tuple[str, str]) -> None:
    """See that a header is one: most are the same in all requests."""
    import requests

    requests.utils.check_header_validity(pair)


def hosts_kept(most: int = 256) -> int:
    """Hosts to which connections are kept open: at most a quarter of the files that this process may have open."""
    try:
        import resource
    except ImportError:  # not on Windows
        return most // 4
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most if files == resource.RLIM_INFINITY else max(1, min(most, files // 4))


class Network:
    """The live network behind the guard.

    Parameters
    ----------
    guard
        What may be dialled.
    now
        Gives the time as an ISO 8601 string in UTC.
    lookups, dial
        Name look-up and connecting; stand-ins in tests.
    verify
        File with the certificates to trust; certifi's without one. Never switched off.
    pool
        Hosts that are asked at the same time.
    per_host
        Requests to one host at the same time.
    """

    live = True

    def __init__(
        self,
        guard: Guard,
        *,
        now: Callable[[], str],
        lookups: Lookups | None = None,
        dial: Dial = dial,
        verify: str | None = None,
        pool: int = 32,
        per_host: int = 1,
    ) -> None:
        self._guard = guard
        self._now = now
        self._lookups = lookups or Lookups()
        self._dial = dial
        self._kept = max(_KEPT, per_host)
        self._hosts = max(pool, hosts_kept())
        self._verify = verify
        self._making = threading.Lock()
        self._made: HTTPAdapter | None = None

    def send(self, address: Address, headers: Headers, deadline: Deadline, body: bytes | None = None) -> Exchange:
        """See :class:`Transport`."""
        if self._made is None:
            with deadline.paused():
                self.adapter()
        import requests

        prepared = _prepared(address.url, headers, body)
        for _ in range(self._kept):
            call = Call(address, self._guard, self._lookups, deadline, self._dial)
            try:
                return self._sent(prepared, call)
            except requests.ConnectionError as error:
                # a server may close a connection that we keep open at any time; that is no failure of the server's, and a
                # GET may be sent again (RFC 9112 section 9.3.1)
                if call.opened or body is not None or deadline.over or not _broke_off(error):
                    raise
                deadline.release()
        return self._sent(prepared, Call(address, self._guard, self._lookups, deadline, self._dial))

    def _sent(self, prepared: requests.PreparedRequest, call: Call) -> Exchange:
        adapter = self._made or self.adapter()
        with calling(call):
            response = adapter.send(prepared, stream=True, timeout=call.deadline.remaining(), verify=True, proxies={})
        return _LiveExchange(response, self._now(), call.deadline, call.peer)

    def adapter(self) -> HTTPAdapter:
        """What sends; made for the first request, so that the processes that read pages start while it is imported."""
        with self._making:
            if self._made is None:
                made: Any = adapter_class()(pool_connections=self._hosts, pool_maxsize=self._kept, max_retries=0)
                made.authorities = self._verify
                self._made = made
            return self._made

    def close(self) -> None:
        """Close the connections kept open."""
        if self._made is not None:
            self._made.close()
