"""Build a cassette of stand-in pages from their sources: ``python tests/cassettes/build.py`` writes all of them anew.

Each folder here holds the pages of one cassette and a ``pages.toml`` that says at which address each stands. A page with
``archived`` is a dated copy: the index answer that leads to it (an empty one where there is no ``captured``) is built with it,
in the words in which :mod:`provenance.sources.archives.archive` asks.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CASSETTES = HERE.parents[1] / "cassettes"


def definitions() -> list[Path]:
    """The definition of every cassette."""
    return sorted(HERE.glob("*/pages.toml"))


def target(definition: Path) -> Path:
    """The cassette that a definition is built into."""
    return CASSETTES / str(tomllib.loads(definition.read_text("utf-8"))["file"])


def build(definition: Path, path: Path) -> None:
    """Write the cassette of a definition to ``path``; the same sources give the same bytes."""
    from provenance.sources import write_pages

    data = tomllib.loads(definition.read_text("utf-8"))
    pages = [page for entry in data["page"] for page in _pages(entry, definition.parent, data["draft_date"])]
    write_pages(path, pages, description=data["description"], date=data["date"], note=data["note"])


def _pages(entry: dict[str, Any], folder: Path, draft_date: date) -> Iterator[Any]:
    from provenance.sources import Page
    from provenance.sources.archives.archive import Wayback, captured_at, memento_url

    encoding = entry.get("encoding", "utf-8")
    body = (folder / entry["file"]).read_text("utf-8").encode(encoding) if "file" in entry else b""
    content_type = f"text/html; charset={encoding}"
    note = entry.get("note", "")
    if "archived" not in entry:
        headers = (("Location", entry["location"]),) if "location" in entry else ()
        yield Page(entry["url"], body, content_type, entry.get("status", 200), headers, note=note)
        return
    url, captured = entry["archived"], entry.get("captured")
    yield Page(
        Wayback().query(url, draft_date),
        index_answer(url, captured) if captured else b"",
        "text/plain",
        note="Stand-in for an archive's index, written for the tests of provenance.",
    )
    if not captured:
        # it is asked once more, for copies far from the date
        yield Page(Wayback().query_of_all(url), b"", "text/plain", note="Stand-in for an archive's index, written for the tests of provenance.")
    if captured:
        # as the Memento protocol (RFC 7089) has it
        headers = (("Memento-Datetime", _http_date(captured_at(captured))), ("Link", f'<{url}>; rel="original"'))
        yield Page(memento_url(url, captured), body, content_type, 200, headers, note=note)


def index_answer(url: str, *captured: str) -> bytes:
    """The answer of the Wayback Machine's index about a page: a line for each of its time stamps."""
    from hashlib import sha1

    lines = [f"- {stamp} {url} text/html 200 {sha1(stamp.encode()).hexdigest().upper()} 1000" for stamp in captured]
    return "\n".join(lines).encode("ascii")


def _http_date(stamp: str) -> str:
    from datetime import datetime
    from email.utils import format_datetime

    return format_datetime(datetime.fromisoformat(stamp), usegmt=True)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    for definition in definitions():
        build(definition, target(definition))
        print(target(definition).relative_to(HERE.parents[1]))
