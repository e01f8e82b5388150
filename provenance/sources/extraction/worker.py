"""The other end of :mod:`provenance.sources.extraction.workers`: a process that extracts one page after another.

It reads requests from standard input and writes answers to standard output. A request is a header line of JSON (``size`` of the
body in bytes, ``content_type``, ``url``) and the body; an answer is a line: the bytes of memory that this process holds, a space, and
JSON, which is stored as it comes. No pickles: what parses strangers' bytes is
not believed more than it has to be.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from functools import cache
from itertools import starmap
from typing import Any, BinaryIO

from provenance.model import Extract, PageLink, PageLinks, Span, Status, Unavailable
from provenance.sources.fetching.gathering import scatter


def main() -> None:
    """Serve until standard input ends."""
    _limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    gc.set_threshold(20_000, 20, 100)  # a page is many small objects, and none of them in a circle
    scatter()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not garble the answers
    while line := requests.readline():
        header = json.loads(line)
        answers.write(answer(requests, header))
        answers.flush()


def answer(requests: BinaryIO, header: dict[str, Any]) -> bytes:
    """Extract the page that ``header`` announces; one line."""
    from provenance.sources.extraction.extract import Unreadable, extract

    body = requests.read(header["size"])
    try:
        found = extract(body, content_type=header["content_type"], url=header["url"])
    except Unreadable as error:
        return _line({"status": error.status.value, "reason": error.reason})
    except MemoryError:
        return _line({"status": Status.PARSER_FAILED.value, "reason": "the page takes more memory to read than is allowed"})
    except Exception as error:  # a page that breaks a parser is one unread page, whatever the parser raises
        return _line({"status": Status.PARSER_FAILED.value, "reason": f"the page breaks its parser ({type(error).__name__})"})
    return _line(to_json(found))


def to_json(found: Extract) -> dict[str, Any]:
    """An extract as JSON values."""
    values: dict[str, Any] = {name: getattr(found, name) for name in _PLAIN}
    links = found.links
    # two long texts are written, and read, in half the time of hundreds of short ones
    values["links"] = [links.urls, links.texts] if isinstance(links, PageLinks) else [[link.url, link.text] for link in links]
    values["restricted"] = found.restricted.value if found.restricted else None
    values["notes"] = list(found.notes)
    values["furniture"] = [[span.start, span.end] for span in found.furniture]
    values["pages"] = list(found.pages)
    return values


def from_json(values: dict[str, Any], url: str) -> Extract | Unavailable:
    """The answer of a worker as a noun of the model."""
    if "status" in values:
        return Unavailable(url=url, status=Status(values["status"]), reason=str(values["reason"]))
    links = values["links"]
    return Extract(
        **{name: values[name] for name in _PLAIN},
        restricted=Status(values["restricted"]) if values["restricted"] else None,
        links=PageLinks(*links) if links and isinstance(links[0], str) else tuple(starmap(PageLink, links)),
        notes=tuple(values["notes"]),
        furniture=tuple(starmap(Span, values["furniture"])),
        pages=tuple(map(int, values["pages"])),
    )


_PLAIN = ("text", "rest", "title", "author", "published", "modified", "publisher", "language", "canonical_url", "truncated")


def canonical(values: Any) -> bytes:
    """JSON in one spelling only and on one line, so that what reads the same has the same hash (after RFC 8785)."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8", "surrogatepass")


def decoded(data: bytes, url: str) -> Extract | Unavailable:
    """What :func:`canonical` made of an extract, or of the reason why there is none, as a noun of the model.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError
        If it is nothing of the kind.
    """
    return from_json(json.loads(data.decode("utf-8", "surrogatepass")), url)


def _line(values: dict[str, Any]) -> bytes:
    return b"%d %b\n" % (_held(), canonical(values))


def _held() -> int:
    """Bytes of memory that this process holds; 0 where the system does not say.

    The system's record of the most that was held (``ru_maxrss``) would be that of the parent at first: Linux hands it down.
    """
    try:
        return int(os.pread(_statm(), 200, 0).split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


@cache
def _statm() -> int:
    """Where the system says it, opened once: to open it takes longer than to read it."""
    return os.open("/proc/self/statm", os.O_RDONLY)


def _limit_memory(size: int) -> None:
    if not size:
        return
    try:
        import resource
    except ImportError:  # not on Windows
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return  # a stricter limit is in force already


if __name__ == "__main__":
    main()
