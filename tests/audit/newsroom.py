"""A small newsroom: articles in a folder, and the pages that they cite on a server of this machine."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from provenance.audit import articles, runs
from provenance.audit.database import Database
from provenance.audit.engines import Crashed
from provenance.audit.nouns import Event
from provenance.audit.run import Outcome, run
from provenance.audit.stage import Budget
from provenance.audit.work import Checked, CheckOrder, check, function
from provenance.config import Config

START = datetime(2026, 3, 1, 2, tzinfo=UTC)
_PARAGRAPH = (
    "The council met on Monday evening to speak about the harbour and its traffic. Many people came and asked about noise, about "
    "the road along the water and about what the work would cost. "
)


def page(*sentences: str, title: str = "News of the harbour") -> str:
    """A page that says ``sentences`` among other things."""
    body = "".join(f"<p>{_PARAGRAPH}</p><p>{sentence}</p>" for sentence in sentences)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}<p>{_PARAGRAPH}</p></article></body></html>"


class Inline:
    """An engine without processes; an order whose key is in ``poisoned`` kills its worker."""

    def __init__(self, poisoned: Iterable[str] = ()) -> None:
        self.poisoned = set(poisoned)
        self.done: list[tuple[str, str]] = []
        self.foreseen: dict[str, Any] = {}
        self.came: dict[str, Any] = {}
        """The orders, by article, that were told ahead, and those that came last."""

    def map(self, name: str, orders: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        self.came.clear()
        for key, order in orders:
            self.came[key] = order
            self.done.append((name.rpartition(":")[2], key))
            yield key, Crashed("killed its worker (signal 6)") if key in self.poisoned else function(name)(order)

    def ready(self, name: str, order: Any) -> None: ...

    def ahead(self, name: str, key: str, order: Any) -> None:
        self.foreseen[key] = order

    def tend(self) -> None: ...

    def check(self, orders: Sequence[CheckOrder], config: Config, store: str) -> Iterator[Checked]:
        for answer in check(orders, config, store):
            self.done.append(("check", answer.source))
            yield answer

    def close(self) -> None: ...


@dataclass
class Newsroom:
    """Articles, pages, a store and a calendar."""

    folder: Path
    store: str
    pages: dict[str, str | int] = field(default_factory=dict)
    """Path → what it says, or a status."""
    asked: list[str] = field(default_factory=list)
    """Paths asked for, with ``=`` before those that came back unchanged; robots.txt and made-up neighbours left out."""
    forgetful: bool = False
    """Whether pages are sent whole though nothing has changed."""
    day: float = 0.0
    engine: Any = field(default_factory=Inline)

    def __enter__(self) -> Newsroom:
        newsroom = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                newsroom.answer(self)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.database = Database(self.store)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.database.close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        found = self.pages.get(request.path, 404)
        body = b"" if isinstance(found, int) else found.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        same = bool(body) and not self.forgetful and request.headers.get("If-None-Match") == tag
        if request.path in self.pages:
            self.asked.append(f"={request.path}" if same else request.path)
        request.send_response(304 if same else found if isinstance(found, int) else 200)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.send_header("ETag", tag)
        request.send_header("Content-Length", "0" if same else str(len(body)))
        request.end_headers()
        if not same:
            request.wfile.write(body)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def write(self, name: str, *claims: tuple[str, str]) -> str:
        """An article of claims, each with the path of the page that it cites; gives its place."""
        lines = [f"{claim}, [the harbour office said]({self.url(path)})." for claim, path in claims]
        file = self.folder / name
        file.write_text("# The harbour\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
        return str(file)

    def add(self, *places: str, tags: Sequence[str] = (), audit: str = "default") -> None:
        from provenance.audit.versions import migrate

        migrate(self.database)
        now = self.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        self.database.transact(lambda c: articles.add(c, articles.audit_id(c, audit, now=now), places, tags, now))

    def clock(self) -> datetime:
        return START + timedelta(days=self.day)

    @property
    def config(self) -> Config:
        hosts = tuple(f"127.0.0.{number}:{self.server.server_port}" for number in range(1, 9))
        return Config(allow_host=hosts, no_cache=True, ignore_robots=True, max_retries=0, jobs=1)

    def night(self, day: float | None = None, **more: Any) -> Outcome:
        """Run an audit on a day."""
        self.day = self.day if day is None else day
        self.asked.clear()
        budget = more.pop("budget", Budget())
        return run(more.pop("audit", "default"), self.config, self.store, clock=self.clock, made=self.engine, budget=budget, **more)

    def news(self, outcome: Outcome) -> list[Event]:
        return self.database.transact(lambda c: runs.told(c, outcome.run.id))

    def kinds(self, outcome: Outcome) -> list[str]:
        """What was new, by name, in alphabetical order."""
        return sorted(event.kind.value for event in self.news(outcome))
