"""Watching what this process connects to, underneath everything of ours."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def connects() -> Iterator[list[str]]:
    """Every IP address that a socket of this process is connected to while the block runs, by whatever call."""
    seen: list[str] = []
    connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto

    def note(where: object) -> None:
        if isinstance(where, tuple):
            host = str(where[0])
            seen.append(str(ipaddress.ip_address(host)) if host[:1].isdigit() or ":" in host else host)

    def spied_connect(self: socket.socket, where: object) -> None:
        note(where)
        connect(self, where)  # type: ignore[arg-type]

    def spied_connect_ex(self: socket.socket, where: object) -> int:
        note(where)
        return connect_ex(self, where)  # type: ignore[arg-type]

    def spied_sendto(self: socket.socket, *arguments: object) -> int:
        note(arguments[-1])
        return sendto(self, *arguments)  # type: ignore[arg-type,call-overload,no-any-return]

    socket.socket.connect = spied_connect  # type: ignore[assignment,method-assign]
    socket.socket.connect_ex = spied_connect_ex  # type: ignore[assignment,method-assign]
    socket.socket.sendto = spied_sendto  # type: ignore[assignment,method-assign]
    try:
        yield seen
    finally:
        socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto = connect, connect_ex, sendto  # type: ignore[method-assign]
