"""The ``wayback`` library (EDGI, BSD) driven over our own fetcher.

The library is a :class:`requests.Session`, which sends through adapters; the one here hands each request to our fetcher, so
that guard, deadline, byte limit, politeness, cassette and store hold for it. Its own waiting and trying again is switched off:
it knows no deadline. Its import changes :mod:`urllib3` for the whole process (to mend a header that our decoding reads right
anyway); that is taken back.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from provenance.errors import ProvenanceError
from provenance.model import Status, Unavailable
from provenance.sources.fetching.response import Response

if TYPE_CHECKING:
    from provenance.sources.archives.asking import Fetch

_import = threading.Lock()
_LATER = "try again later"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the index."""

    captured: str
    """ISO 8601 time in UTC."""
    original: str
    digest: str


class _NotFetched(Exception):
    def __init__(self, answer: Unavailable) -> None:
        super().__init__(answer.reason)
        self.answer = answer


def search(fetch: Fetch, **question: object) -> tuple[Row, ...] | Unavailable:
    """Ask the index of the Wayback Machine.

    Parameters
    ----------
    fetch
        How to ask for an address.
    question
        Of :meth:`wayback.WaybackClient.search`; with a ``limit``, which bounds what is read as well.

    Returns
    -------
    tuple
        In the index's order; empty if it holds nothing.
    Unavailable
        If it could not say.
    """
    url = str(question["url"])
    most = abs(int(cast("int", question["limit"])))
    seen: list[int] = []
    try:
        library = _library()
        rows = islice(_client(library, fetch, seen).search(**question), most)
        return tuple(Row(f"{row.timestamp:%Y-%m-%dT%H:%M:%SZ}", row.original, row.digest) for row in rows)
    except _NotFetched as error:
        return error.answer
    except ProvenanceError:
        raise
    except Exception as error:
        return _meaning(url, error, seen)


def address(**question: object) -> str:
    """The address that :func:`search` asks for."""
    asked: list[str] = []

    def note(url: str, headers: object = ()) -> Unavailable:
        asked.append(url)
        return Unavailable(url, Status.NOT_ATTEMPTED, "only its address was wanted")

    search(note, **question)
    return asked[0]


def _meaning(url: str, error: Exception, seen: list[int]) -> Unavailable:
    kind = type(error).__name__
    if kind == "RateLimitError":
        return Unavailable(url, Status.RATE_LIMITED, f"the Wayback Machine asks for fewer requests; {_LATER}", http_status=429)
    if kind in ("BlockedSiteError", "BlockedByRobotsError"):
        return Unavailable(url, Status.BLOCKED, "the Wayback Machine does not show its copies of this page; look in another archive")
    code = seen[-1] if seen else None
    if code is not None and code != 200:
        status = Status.BLOCKED if code in (401, 403) else Status.TEMPORARY
        return Unavailable(url, status, f"the Wayback Machine's index could not be read (HTTP {code}); {_LATER}", http_status=code)
    return Unavailable(url, Status.DECODE_ERROR, f"the Wayback Machine's index gave no readable answer; {_LATER}")


@cache
def _library() -> Any:
    with _import:
        from urllib3._collections import HTTPHeaderDict

        plain = HTTPHeaderDict.__init__
        try:
            import wayback
        finally:
            HTTPHeaderDict.__init__ = plain  # type: ignore[method-assign]
    return wayback


def _client(library: Any, fetch: Fetch, seen: list[int]) -> Any:
    from requests.adapters import BaseAdapter
    from requests.models import PreparedRequest
    from requests.models import Response as Answer
    from requests.structures import CaseInsensitiveDict

    class OverOurFetcher(BaseAdapter):
        def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Answer:
            found = fetch(str(request.url))
            if isinstance(found, Unavailable):
                raise _NotFetched(found)
            seen.append(found.status)
            return _answer(request, found)

        def close(self) -> None:
            pass

    def _answer(request: PreparedRequest, found: Response) -> Answer:
        answer = Answer()
        answer.status_code = found.status
        answer.headers = CaseInsensitiveDict({name: value for name, value in found.headers if name.lower() != "content-encoding"})
        answer.url = found.final_url
        answer.request = request
        answer._content = found.body
        answer._content_consumed = True  # type: ignore[attr-defined]
        return answer

    session = library.WaybackSession(retries=0, backoff=0, search_calls_per_second=0, memento_calls_per_second=0)
    session.trust_env = False  # no netrc, no proxies
    for scheme in ("https://", "http://"):
        session.mount(scheme, OverOurFetcher())
    return library.WaybackClient(session)
