"""What is held of a page that was read before: enough to see that an answer would be read as it was, without reading it.

A page stands if its server says so (304), or gives the bytes that are stored, and if these readers made out of these bytes the very
extract that is held. Then nothing of it is read, unpacked or extracted.
"""

from __future__ import annotations

from dataclasses import dataclass

from provenance.errors import CacheError
from provenance.model import Source, Status
from provenance.sources import scrubbing
from provenance.sources.building import copy_in
from provenance.sources.extraction.remembering import extract_key
from provenance.sources.fetching.response import Response
from provenance.sources.keeping.captures import CaptureStore, Kept
from provenance.sources.keeping.store import digest
from provenance.sources.outcomes.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """A page as it was read last."""

    source: Source
    extract: str
    """SHA-256 of its extract, as a store of captures keeps extracts."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that is as it was."""

    standing: Standing
    fetched: str
    """ISO 8601 time in UTC at which its bytes were received last."""


class Stands:
    """Tells whether an answer is what is held; for one page.

    Parameters
    ----------
    standing
        What is held.
    store
        Where bytes and extracts are.
    """

    def __init__(self, standing: Standing, store: CaptureStore) -> None:
        self._standing = standing
        self._store = store

    def spares(self, kept: Kept) -> bool:
        """Whether a stored answer reads as what is held, so that its bytes need not be looked at."""
        return self._reads(kept.sha256, kept.header("Content-Type"), kept.url)

    def found(self, answer: Response, outcome: Outcome) -> Unchanged | None:
        """The page, if an answer to its address is what it was."""
        if not self._led_as_before(answer, outcome):
            return None
        if not answer.spared and not self._reads(digest(answer.body), answer.header("Content-Type"), answer.final_url):
            return None
        return Unchanged(self._standing, answer.fetched)

    def _reads(self, sha256: str, content_type: str, url: str) -> bool:
        try:
            return self._store.derived_sha256(extract_key(sha256, content_type or None, url)) == self._standing.extract
        except CacheError:
            return False

    def _led_as_before(self, answer: Response, outcome: Outcome) -> bool:
        """Whether all that a source tells of an answer beside its text is the same."""
        source = self._standing.source
        if outcome.status not in (Status.OK, Status.MOVED) or source.archive is not None or source.live_status is not None:
            return False
        before = (source.status, source.http_status, source.final_url, source.note, source.content_type or "")
        now = (outcome.status, answer.status, scrubbing.address(answer.final_url), answer.note, answer.header("Content-Type"))
        if before != now or len(source.redirects) != len(answer.redirects) or copy_in(answer) is not None:
            return False
        hops = zip(source.redirects, answer.redirects, strict=True)
        return all((old.url, old.status) == (scrubbing.address(new.url), new.status) for old, new in hops)
