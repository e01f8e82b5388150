"""Telling a page from a server that answers every address alike.

Some servers report success for pages that are gone, and show their front page, a list or an apology. What gives them away is
that an address which nobody ever published gets the same answer. So one made-up neighbour of a page is asked for, once for each
folder of a host (Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae", WWW 2004).

The made-up name is derived from the folder, so that a recorded run asks the same again when it is replayed.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from provenance.model import Extract, Unavailable
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.response import Response

_LETTERS = 25
_ALIKE = 0.9
"""Share of their text that two pages have in common if they are the same but for the odd date or advertisement."""
_SHORTEST_LINE = 15

Fetch = Callable[[str, Deadline], Response | Unavailable]
Read = Callable[[Response, Deadline], Extract | Unavailable]


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """How a made-up address was answered; ``final_url`` is empty if that told nothing."""

    final_url: str = ""
    redirected: bool = False
    lines: frozenset[str] = frozenset()


def made_up(url: str) -> str | None:
    """An address in the same folder that nobody has published; ``None`` for a front page.

    It keeps the ending of the name (``.html``), by which servers choose who answers.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if not path:
        return None
    folder, _, name = path.rpartition("/")
    ending = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    base = f"{parts.scheme}://{parts.netloc}{folder}/"
    return f"{base}{_letters(base)}{ending.group() if ending else ''}{'/' if parts.path.endswith('/') else ''}"


@lru_cache(maxsize=256)
def _letters(folder: str) -> str:
    """A name for a page in a folder, that nobody would give to one."""
    digest = hashlib.sha256(folder.encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(97 + byte % 26) for byte in digest[:_LETTERS])


def is_made_up(url: str) -> bool:
    """Whether an address is one of :func:`made_up`."""
    name = url.rstrip("/").rpartition("/")[2].partition(".")[0]
    return len(name) == _LETTERS and made_up(url) == url


class Siblings:
    """Compares pages with made-up neighbours; each neighbour is asked for once.

    Parameters
    ----------
    fetch, read
        How to get an answer, and how to read its text.
    """

    def __init__(self, fetch: Fetch, read: Read) -> None:
        self._fetch = fetch
        self._read = read
        self._lock = threading.Lock()
        self._known: dict[str, _Neighbour] = {}

    def answer_alike(self, answer: Response, content: Extract, deadline: Deadline) -> bool:
        """Whether a made-up neighbour of the page gets the same answer; not so if that cannot be told.

        Parameters
        ----------
        answer
            The page, as the server gave it.
        content
            Its text.
        deadline
            Of the source.
        """
        address = made_up(answer.url)
        if address is None or answer.status != 200:
            return False
        with self._lock:
            neighbour = self._known.get(address)
        if neighbour is None:
            neighbour = self._ask(address, deadline)
            with self._lock:
                self._known[address] = neighbour
        if not neighbour.final_url:
            return False
        if answer.redirects and neighbour.redirected and answer.final_url == neighbour.final_url:
            return True
        return _alike(_lines(content), neighbour.lines)

    def _ask(self, address: str, deadline: Deadline) -> _Neighbour:
        answer = self._fetch(address, deadline)
        if isinstance(answer, Unavailable) or answer.status != 200:
            return _Neighbour()
        content = self._read(answer, deadline)
        lines = _lines(content) if isinstance(content, Extract) else frozenset()
        return _Neighbour(answer.final_url, bool(answer.redirects), lines)


def _lines(content: Extract) -> frozenset[str]:
    lines = (" ".join(line.split()) for line in content.full.splitlines())
    return frozenset(line for line in lines if len(line) >= _SHORTEST_LINE)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    union = sum(map(len, one | other))
    return union > 0 and sum(map(len, one & other)) >= _ALIKE * union
