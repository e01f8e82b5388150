"""Connections that dial only what the guard has checked, under requests and urllib3.

requests and urllib3 look a host up again when they connect, so a check made before them checks another answer than the one
that is dialled. Here the connection itself looks the name up, has every answer checked, and connects to a checked IP address;
the host name stays what ``Host``, SNI and the certificate check see.
"""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from provenance.sources.addressing.addresses import Address, Guard, IPAddress
from provenance.sources.addressing.lookups import Lookups
from provenance.sources.fetching.deadlines import Deadline, Line

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter
    from urllib3.poolmanager import PoolKey

Dial = Callable[[IPAddress, int, float], socket.socket]

_ORIGINS = 4096
"""Hosts of which is remembered by what their connections go."""
_PATIENCE = 5.0
"""Seconds for one address of a host while there are others to try."""


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


class _Patient(socket.socket):
    """A socket that waits as long as it takes: the deadline cuts its line.

    With a time limit of its own each step would take a call to the system more, to wait, and each request two, to set it.
    """

    def settimeout(self, value: float | None) -> None:
        """Nothing: see above."""


@dataclass(slots=True)
class Call:
    """What a connection needs to know of the request that it is opened for."""

    address: Address
    guard: Guard
    lookups: Lookups
    deadline: Deadline
    dial: Dial
    peer: str | None = field(default=None)
    """The IP address at the other end."""
    opened: bool = field(default=False)
    """Whether a connection was opened, and none kept open from an earlier request used."""

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
            self.peer, self.opened = str(ip), True
            return connection
        raise problem


#: The request that this thread is sending. A connection without one does not connect: there is no way round the guard.
_call: ContextVar[Call] = ContextVar("provenance_call")


@contextlib.contextmanager
def calling(call: Call) -> Iterator[None]:
    """Let this thread's connections be opened for ``call`` while the block runs."""
    token = _call.set(call)
    try:
        yield
    finally:
        _call.reset(token)


@cache
def adapter_class() -> type[HTTPAdapter]:
    """Our adapter over our connections; made when first needed, since requests is slow to import."""
    import ssl

    import requests.adapters
    import requests.utils
    from urllib3.connection import HTTPConnection, HTTPSConnection, port_by_scheme
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
        sock = _Patient(sock.family, sock.type, sock.proto, fileno=sock.detach())
        socket.socket.settimeout(sock, None)
        line = Line(sock)
        call.deadline.watch(line)
        connection.line, connection.peer = line, call.peer  # type: ignore[attr-defined]
        return sock

    class Guarded:
        """What is ours about a connection, in front of urllib3's."""

        line: Line | None = None
        peer: str | None = None
        sock: socket.socket | None

        def _new_conn(self: Any) -> socket.socket:
            return connect(self)

        def putrequest(self, *args: Any, **kwargs: Any) -> None:
            # a connection kept open since an earlier request was checked when it was opened; now it has a new deadline
            call = _call.get()
            if self.line is not None and not call.opened:
                call.peer = self.peer
                call.deadline.watch(self.line)
            super().putrequest(*args, **kwargs)  # type: ignore[misc]

        def close(self) -> None:
            line, self.line = self.line, None
            try:
                super().close()  # type: ignore[misc]
            finally:
                if line is not None:
                    line.close()

    class GuardedHTTPConnection(Guarded, HTTPConnection):
        pass

    class GuardedHTTPSConnection(Guarded, HTTPSConnection):
        pass

    class Secured(ssl.SSLSocket):
        settimeout = _Patient.settimeout

    class GuardedHTTPPool(HTTPConnectionPool):
        ConnectionCls = GuardedHTTPConnection

    class GuardedHTTPSPool(HTTPSConnectionPool):
        ConnectionCls = GuardedHTTPSConnection

    class GuardedAdapter(requests.adapters.HTTPAdapter):
        authorities: str | None = None
        _trust: ssl.SSLContext | None = None

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._origins: dict[str, tuple[PoolKey, dict[str, Any]]] = {}

        def cert_verify(self, conn: Any, *args: Any, **kwargs: Any) -> None:
            # requests has each connection read the authorities' file again, which takes longer than the handshake
            if isinstance(conn, HTTPSConnectionPool):
                if self._trust is None:
                    self._trust = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
                    self._trust.sslsocket_class = Secured
                    self._trust.load_verify_locations(self.authorities or requests.utils.DEFAULT_CA_BUNDLE_PATH)
                conn.cert_reqs = "CERT_REQUIRED"
                conn.conn_kw["ssl_context"] = self._trust

        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": GuardedHTTPPool, "https": GuardedHTTPSPool}

        def get_connection_with_tls_context(self, request: Any, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
            # without the search for a proxy, which takes longer than that for a connection; by what a host's connections go is worked out once
            origin = request.url[: request.url.index("/", len("https://"))]
            known = self._origins.get(origin)
            if known is None:
                host, more = self.build_connection_pool_key_attributes(request, verify, cert)
                context = self.poolmanager.connection_pool_kw | more | host | {"port": host["port"] or port_by_scheme[host["scheme"]]}
                known = self.poolmanager.key_fn_by_scheme[host["scheme"]](context), context
                if len(self._origins) >= _ORIGINS:
                    self._origins.clear()
                self._origins[origin] = known
            return self.poolmanager.connection_from_pool_key(known[0], dict(known[1]))

        def request_url(self, request: Any, proxies: Any) -> Any:
            return request.url[request.url.index("/", len("https://")) :]

        def build_response(self, req: Any, resp: Any) -> Any:
            # what requests would add, a jar of cookies before all, is never asked for, and takes longer than the rest
            return SimpleNamespace(request=req, raw=resp, status_code=resp.status, reason=resp.reason)

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
            raise RuntimeError("no proxies: a proxy would dial for us, unchecked")

    return GuardedAdapter
