"""How a request reaches a server: through requests, over connections that dial only what the guard has checked.

requests and urllib3 look a host up again when they connect, so a check made before them checks another answer than the one
that is dialled. Here the connection itself looks the name up, has every answer checked, and connects to a checked IP address;
the host name stays what ``Host``, SNI and the certificate check see. A request goes straight to the adapter, without a
session: no cookies, no netrc, no proxies of the environment, no redirects followed, nothing kept from one source to the next.
"""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from provenance.model import Record
from provenance.sources.addresses import Address, Guard, IPAddress
from provenance.sources.deadlines import Deadline
from provenance.sources.lookups import Lookups

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter

Headers = tuple[tuple[str, str], ...]
Dial = Callable[[IPAddress, int, float], socket.socket]

_READ = 1 << 16
_PATIENCE = 5.0
"""Seconds for one address of a host while there are others to try."""


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
    wanted = name.lower()
    return ", ".join(value for key, value in headers if key.lower() == wanted)


# ---- dialling ------------------------------------------------------------------------------------------------------


def dial(ip: IPAddress, port: int, timeout: float) -> socket.socket:
    """Open a TCP connection to an IP address.

    Raises
    ------
    OSError
        If none comes about in ``timeout`` seconds.
    """
    connection = socket.socket(socket.AF_INET6 if ip.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.connect((str(ip), port))
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(slots=True)
class _Call:
    """What a connection needs to know of the request that it is opened for."""

    address: Address
    guard: Guard
    lookups: Lookups
    deadline: Deadline
    dial: Dial
    peer: str | None = field(default=None)

    def connect(self) -> socket.socket:
        answers = self.lookups.addresses(self.address, self.deadline.remaining())
        chosen = self.guard.check_answers(self.address, answers)
        problem: OSError = OSError(errno.EHOSTUNREACH, "no address")
        for number, ip in enumerate(chosen):
            # leave something for the addresses that remain: many hosts have an IPv6 address that cannot be reached from here
            others = len(chosen) - number - 1
            left = self.deadline.remaining()
            patience = min(_PATIENCE, left / (others + 1)) if others else left
            try:
                connection = self.dial(ip, self.address.port, patience)
            except OSError as error:
                problem = error
                continue
            self.peer = str(ip)
            return connection
        raise problem


#: The request that this thread is sending. A connection without one does not connect: there is no way round the guard.
_call: ContextVar[_Call] = ContextVar("provenance_call")


@contextlib.contextmanager
def _calling(call: _Call) -> Iterator[None]:
    token = _call.set(call)
    try:
        yield
    finally:
        _call.reset(token)


@cache
def _adapter_class() -> type[HTTPAdapter]:
    """Our adapter over our connections; made when first needed, since requests is slow to import."""
    import ssl

    import requests.adapters
    import requests.utils
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
    from urllib3.util.ssl_ import create_urllib3_context

    def connect(connection: HTTPConnection) -> socket.socket:
        call = _call.get()
        try:
            sock = call.connect()
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, "connecting took too long") from error
        except socket.gaierror:
            raise
        except OSError as error:
            raise NewConnectionError(connection, f"no connection: {error}") from error
        call.deadline.watch(sock)
        return sock

    def rejoin(connection: HTTPConnection) -> None:
        # a connection kept open since an earlier request was checked when it was opened; now it has a new deadline
        if connection.sock is not None:
            _call.get().deadline.watch(connection.sock)

    class GuardedHTTPConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

        def putrequest(self, *args: Any, **kwargs: Any) -> None:
            rejoin(self)
            super().putrequest(*args, **kwargs)

    class GuardedHTTPSConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

        def putrequest(self, *args: Any, **kwargs: Any) -> None:
            rejoin(self)
            super().putrequest(*args, **kwargs)

    class GuardedHTTPPool(HTTPConnectionPool):
        ConnectionCls = GuardedHTTPConnection

    class GuardedHTTPSPool(HTTPSConnectionPool):
        ConnectionCls = GuardedHTTPSConnection

    class GuardedAdapter(requests.adapters.HTTPAdapter):
        authorities: str | None = None
        _trust: ssl.SSLContext | None = None

        def cert_verify(self, conn: Any, *args: Any, **kwargs: Any) -> None:
            # requests has each connection read the authorities' file again, which takes longer than the handshake
            if isinstance(conn, HTTPSConnectionPool):
                if self._trust is None:
                    self._trust = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
                    self._trust.load_verify_locations(self.authorities or requests.utils.DEFAULT_CA_BUNDLE_PATH)
                conn.cert_reqs = "CERT_REQUIRED"
                conn.conn_kw["ssl_context"] = self._trust

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": GuardedHTTPPool, "https": GuardedHTTPSPool}

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
            raise RuntimeError("no proxies: a proxy would dial for us, unchecked")

    return GuardedAdapter


# ---- the network ---------------------------------------------------------------------------------------------------


class _LiveExchange:
    """An answer from a real server."""

    record: Record | None = None
    note = ""

    def __init__(self, response: Any, fetched: str, deadline: Deadline, peer: str | None) -> None:
        self._response = response
        self._raw = response.raw
        self._deadline = deadline
        self._finished = False
        self.peer = peer
        self.status = int(response.status_code)
        self.reason = str(response.reason or "")
        self.headers: Headers = tuple((str(key), str(value)) for key, value in self._raw.headers.iteritems())
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
    ) -> None:
        self._guard = guard
        self._now = now
        self._lookups = lookups or Lookups()
        self._dial = dial
        adapter: Any = _adapter_class()(pool_connections=pool, pool_maxsize=4, max_retries=0)
        adapter.authorities = verify
        self._adapter: HTTPAdapter = adapter

    def send(self, address: Address, headers: Headers, deadline: Deadline, body: bytes | None = None) -> Exchange:
        """See :class:`Transport`."""
        import requests

        method = "GET" if body is None else "POST"
        prepared = requests.Request(method, address.url, headers=dict(headers), data=body).prepare()
        call = _Call(address, self._guard, self._lookups, deadline, self._dial)
        with _calling(call):
            response = self._adapter.send(prepared, stream=True, timeout=deadline.remaining(), verify=True, proxies={})
        return _LiveExchange(response, self._now(), deadline, call.peer)

    def close(self) -> None:
        """Close the connections kept open."""
        self._adapter.close()
