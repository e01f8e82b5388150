"""The servers of the corpus: one thread, as many addresses of this machine as there are hosts."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import threading
import zlib
from collections import Counter
from functools import lru_cache

from corpus import Answer, Corpus

LONGEST = 30.0
"""Seconds for which a page that hangs keeps its line open."""
_REASONS = {200: "OK", 301: "Moved Permanently", 304: "Not Modified", 403: "Forbidden", 404: "Not Found", 410: "Gone"}
_REASONS |= {429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b"<p>" + b" " * 999_997) for _ in range(300)) + packer.flush()


class Server:
    """Serves the pages of a corpus; use it as a context.

    Parameters
    ----------
    corpus
        What it serves.
    latency
        Seconds before every answer.
    night
        The night that it is; :attr:`night` may be set while it serves.
    """

    def __init__(self, corpus: Corpus, *, latency: float = 0.0, night: int = 0) -> None:
        self.corpus = corpus
        self.latency = latency
        self.night = night
        self.down = False
        """Whether every connection is closed without an answer."""
        self.lasts: int | None = None
        """Answers after which it goes down, by itself."""
        self.bomb = ""
        """A path at which 300 MB of nothing are given, packed."""
        self.answered: Counter[int] = Counter()
        """How often each status was given."""
        self.most: Counter[int] = Counter()
        """The most requests that were open at once at each host."""
        self.port = 0
        self._open: Counter[int] = Counter()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="corpus", daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def hosts(self) -> tuple[str, ...]:
        """All addresses with their port, as ``--allow-host`` takes them."""
        return tuple(f"{self.corpus.host(number)}:{self.port}" for number in range(self.corpus.hosts))

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        servers = self._loop.run_until_complete(self._listen())
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            for server in servers:
                server.close()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.close()

    async def _listen(self) -> list[asyncio.Server]:
        servers: list[asyncio.Server] = []
        for number in range(self.corpus.hosts):

            async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: int = number) -> None:
                with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
                    await self._talk(host, reader, writer)
                writer.close()

            servers.append(await asyncio.start_server(talk, self.corpus.host(number), self.port, backlog=256))
            self.port = servers[0].sockets[0].getsockname()[1]
        return servers

    async def _talk(self, host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            path = first.split(" ")[1]
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            self._open[host] += 1
            self.most[host] = max(self.most[host], self._open[host])
            try:
                if path.startswith("/-/"):
                    writer.write(self._told(path))
                elif not await self._reply(host, path, headers, writer):
                    return
            finally:
                self._open[host] -= 1
            await writer.drain()

    async def _reply(self, host: int, path: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> bool:
        """Answer; whether the connection stays open."""
        if self.latency:
            await asyncio.sleep(self.latency)
        if self.lasts is not None and sum(self.answered.values()) >= self.lasts:
            self.down, self.lasts = True, None
        if self.down:
            return False
        if path == self.bomb:
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_bomb())
            )
            writer.write(_bomb())
            return True
        found = self.corpus.answer(host, path, self.night)
        if found.hangs:
            self._open[host] -= 1  # who asked has given up long before
            try:
                await asyncio.sleep(LONGEST)
            finally:
                self._open[host] += 1
            return False
        body = found.body.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        if body and headers.get("if-none-match") == tag:
            found, body = Answer(304), b""
        self.answered[found.status] += 1
        lines = [f"HTTP/1.1 {found.status} {_REASONS[found.status]}", "Content-Type: text/html; charset=utf-8"]
        lines += [f"Content-Length: {len(body)}"]
        if found.status in (200, 304):
            lines.append(f"ETag: {tag}")
        if found.status == 429:
            lines.append("Retry-After: 1")
        if found.location is not None:
            lines.append(f"Location: http://{self.corpus.host(found.location[0])}:{self.port}{found.location[1]}")
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return True

    def _told(self, path: str) -> bytes:
        """What is asked of the server itself."""
        what = path.split("/")[2:]
        if what[0] == "night":
            self.night = int(what[1])
        elif what[0] in ("down", "up"):
            self.down = what[0] == "down"
        body = f"night {self.night}, {'down' if self.down else 'up'}\n".encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
