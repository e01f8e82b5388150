"""A server on the loopback interface that answers like a language model's endpoint, or like none at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = bytes | tuple[int, bytes] | Callable[[BaseHTTPRequestHandler], None]


def completion(**told: object) -> bytes:
    """A chat completion whose message is ``told`` as JSON."""
    return completion_of(json.dumps(told, ensure_ascii=False))


def completion_of(content: object) -> bytes:
    """A chat completion with this message."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}, ensure_ascii=False).encode()


@dataclass
class ModelServer:
    """What the server answers, and what it was asked."""

    answer: Callable[[dict[str, Any]], Answer]
    questions: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def base(self) -> str:
        """The base address, as after ``@`` in ``--model``."""
        return f"http://127.0.0.1:{self.port}/v1"


@contextmanager
def serving_model(answer: Callable[[dict[str, Any]], Answer]) -> Iterator[ModelServer]:
    """Run a server until the block ends."""
    state = ModelServer(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.questions.append(body)
            state.headers.append(dict(self.headers.items()))
            found = state.answer(body)
            if callable(found):
                found(self)
                return
            status, data = found if isinstance(found, tuple) else (200, found)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.daemon_threads = True
    server.block_on_close = False
    state.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Begin an answer and send a byte now and then, for longer than anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def flood(handler: BaseHTTPRequestHandler) -> None:
    """Send 10 MB."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for _ in range(160):
        handler.wfile.write(b"[" * 65536)
