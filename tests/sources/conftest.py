"""Servers on the loopback interface for the tests of fetching, and a network whose names all lead to them.

The guard stays in force: a name resolves to whatever public address the test says, and only dialling is bent to the server.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from provenance.sources.addressing.addresses import IPAddress, guard
from provenance.sources.addressing.lookups import Lookups
from provenance.sources.fetching.fetch import Fetcher
from provenance.sources.fetching.transport import Network
from provenance.sources.settings import FetchSettings

PUBLIC = "93.184.215.14"
Handler = Callable[[socket.socket, bytes], None]


def reply(status: int = 200, body: bytes = b"", *headers: str, phrase: str = "X", length: bool = True) -> bytes:
    """The bytes of a response."""
    lines = [f"HTTP/1.1 {status} {phrase}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


@dataclass
class Site:
    """A server that answers as it is told; it serves a bounded number of connections and ends with its test."""

    answers: dict[str, bytes | Handler | list[bytes]] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    port: int = 0

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.split(b" ", 2)[1].decode("latin-1") for request in self.requests]

    def serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with contextlib.suppress(OSError), connection:
            request = b""
            while b"\r\n\r\n" not in request:
                chunk = connection.recv(65536)
                if not chunk:
                    return
                request += chunk
            self.requests.append(request)
            path = request.split(b" ", 2)[1].decode("latin-1")
            answer = self.answers.get(path, self.answers.get("*", reply(404, b"nothing here")))
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection, request)


@contextlib.contextmanager
def serving(site: Site, wrap: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[Site]:
    """Run a site until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    site.port = listener.getsockname()[1]
    stop = threading.Event()

    def one(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            site.serve(wrap(connection) if wrap else connection)
        with contextlib.suppress(OSError):
            connection.close()

    def accept() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        stop.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes the thread
        listener.close()
        thread.join(2)


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site, with no pages yet."""
    with serving(Site()) as running:
        yield running


@dataclass
class Web:
    """A network in which names mean what the test says, and every dial is noted."""

    site: Site
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    """For each host its answers, look-up by look-up; the last one stays. Any other host is one public address."""
    looked_up: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def getaddrinfo(self, host: str, port: int, **_: object) -> Sequence[tuple[object, ...]]:
        self.looked_up.append(host)
        answers = self.names.get(host, [[PUBLIC]])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(None, None, None, "", (ip, port)) for ip in answer]

    def dial(self, ip: IPAddress, port: int, timeout: float) -> socket.socket:
        self.dialled.append(str(ip))
        return socket.create_connection(("127.0.0.1", self.site.port), timeout)

    def network(
        self, *, allow: Sequence[str] = (), now: str = "2024-05-06T07:08:09Z", verify: str | None = None, per_host: int = 1
    ) -> Network:
        looked_up = Lookups(self.getaddrinfo)
        return Network(guard(allow), now=lambda: now, lookups=looked_up, dial=self.dial, verify=verify, per_host=per_host)

    def fetcher(self, *, allow: Sequence[str] = (), **settings: object) -> Fetcher:
        chosen = FetchSettings(**{"timeout": 10.0, "max_retries": 0, **settings})  # type: ignore[arg-type]
        return Fetcher(self.network(allow=allow), guard(allow), chosen, sleep=self.slept.append, wall=lambda: 1_700_000_000.0)


@pytest.fixture
def web(site: Site) -> Web:
    """The network of :class:`Web` over the site."""
    return Web(site)
