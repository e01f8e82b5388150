"""Cassettes: answers recorded once and replayed for ever, so that a check can be repeated without the network.

A cassette is a WARC file. Replaying goes the same way as fetching (guard, redirects, decoding, outcome); only the answers
come from the file. No socket is opened and no name is looked up.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from provenance.config import RecordMode
from provenance.errors import CassetteError
from provenance.model import Record, Status
from provenance.sources import scrubbing
from provenance.sources.cassettes import recordings
from provenance.sources.addressing.addresses import Address
from provenance.sources.addressing.canonical import normal
from provenance.sources.fetching.deadlines import Deadline
from provenance.sources.fetching.decoding import codings, decode
from provenance.sources.fetching.failures import Failure, failure_of
from provenance.sources.cassettes.cleaning import clean
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.opening import Source, open_record
from provenance.sources.cassettes.contents import Contents, RecordInfo
from provenance.sources.cassettes.recordings import key_of, question_of
from provenance.sources.fetching.transport import Exchange, Headers, Transport, header
from provenance.sources.cassettes.replacing import Replacement
from provenance.sources.cassettes.warc import Writer

_TRUNCATED = {
    "length": (Status.TOO_LARGE, "the page was larger than the limit when it was recorded; give its text with --source"),
    "time": (Status.TIMED_OUT, "the page was not complete in time when it was recorded; record it again"),
}


class Cassette:
    """A cassette opened for a run; safe to use from several threads. Close it, or use it as a context.

    Parameters
    ----------
    path
        The WARC file.
    mode
        What to do with a request, see :class:`provenance.config.RecordMode`.
    now
        Gives the time as an ISO 8601 string in UTC, for the file's ``warcinfo``.

    Raises
    ------
    CassetteError
        If the file is missing (when it is only to be replayed), damaged, or cannot be written.
    """

    def __init__(self, path: str | Path, mode: RecordMode = RecordMode.NONE, *, now: Callable[[], str] = lambda: "") -> None:
        self.path = Path(path)
        exists = self.path.exists()
        if self.path.is_dir():
            raise CassetteError(f"{self.path}: this is a folder; name a .warc.gz file")
        self.replaying = mode is not RecordMode.ALL and (exists or mode is RecordMode.NONE)
        self.recording = mode in (RecordMode.ALL, RecordMode.NEW_EPISODES) or (mode is RecordMode.ONCE and not exists)
        self._mode = mode
        contents = recordings.scan(self.path) if self.replaying else Contents((), "", "", not self.path.name.endswith(".warc"))
        self._by_address: dict[str, list[RecordInfo]] = {}
        for record in contents.records:
            self._by_address.setdefault(key_of(record.url), []).append(record)
        self._lock = threading.Lock()
        self._source = Source(self.path)
        self._replacement: Replacement | None = None
        self._writer: Writer | None = None
        if self.recording:
            keep = self.replaying and exists
            self._replacement = Replacement(self.path, keep=keep)
            self._writer = Writer(self._replacement.out, gzip=contents.gzip)
            if not keep:
                with self._plain_errors():
                    self._writer.info(now(), [("description", "responses recorded while checking sources")])

    def __enter__(self) -> Cassette:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # half a recording must not pass for a whole one that is never recorded again
        self.close(keep=kind is None or self._mode is not RecordMode.ONCE)

    def close(self, *, keep: bool = True) -> None:
        """Put what was recorded in its place."""
        self._source.close()
        with self._lock:
            replacement, self._replacement, self._writer = self._replacement, None, None
        if replacement is not None:
            if keep:
                replacement.commit()
            else:
                replacement.discard()

    @contextlib.contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """A full disk is the cassette's fault, not the page's."""
        try:
            yield
        except OSError as error:
            if self._replacement is not None:
                self._replacement.discard()
            self._replacement = self._writer = None
            raise CassetteError(f"{self.path}: cannot be written ({error.strerror}); make room, or name another file") from error

    # ---- replay --------------------------------------------------------------------------------------------------

    def find(self, url: str, body: bytes | None = None) -> RecordInfo | None:
        """The newest record of an address: the same spelling if there is one, else one that differs in what does not matter.

        With a ``body``, the answer to exactly that body.
        """
        # what was sent belongs to what is asked for: the answer to a question is no page
        question = question_of(body)
        found = [record for record in self._by_address.get(key_of(url), ()) if record.question == question]
        if not found:
            return None
        wanted = scrubbing.address(normal(url))
        return next((record for record in reversed(found) if normal(record.url) == wanted), found[-1])

    def addresses(self) -> tuple[str, ...]:
        """The recorded addresses, in the file's order."""
        return tuple(record.url for records in self._by_address.values() for record in records if not record.question)

    def records(self, url: str) -> tuple[RecordInfo, ...]:
        """Every record of an address, whatever was sent there, in the file's order."""
        return tuple(self._by_address.get(key_of(url), ()))

    def missing(self, url: str, method: str = "GET", body: bytes | None = None) -> str:
        """One sentence about a request that was not recorded: what comes nearest, and what differs."""
        from provenance.sources.cassettes.misses import Asked, nearest

        wanted = Asked(key_of(url), method, hashlib.sha256(body).hexdigest() if body else "")
        known = (Asked(key, record.method, record.sent) for key, records in self._by_address.items() for record in records)
        near = nearest(wanted, known)
        hint = f"; nearest recorded: {', '.join(near)}" if near else f"; it holds {len(self._by_address)} addresses, none of them alike"
        which = "" if method == "GET" else f"{method} "
        return f"{which}{scrubbing.address(url)} is not in the cassette {self.path.name}{hint}; record it with --record-mode new_episodes"

    def exchange(self, record: RecordInfo) -> Exchange:
        """The recorded answer, its body not read yet.

        Raises
        ------
        Failure
            Where a failure was recorded: the same one.
        CassetteError
            If the record is damaged.
        """
        if record.failure is not None:
            status, reason = record.failure
            known = status in Status.__members__.values()
            raise Failure(Status(status) if known else Status.UNREACHABLE, reason or "the address could not be read when it was recorded")
        return RecordedExchange(self._source, record)

    # ---- recording -----------------------------------------------------------------------------------------------

    def write(
        self, url: str, exchange: Exchange, payload: bytes, request: Headers, truncated: str, sent: bytes | None = None
    ) -> Record | None:
        """Record an answer, and what was sent for it with POST, both scrubbed."""
        interaction, _ = clean(
            Interaction(
                normal(url),
                exchange.fetched,
                exchange.status,
                exchange.reason,
                exchange.headers,
                payload,
                "GET" if sent is None else "POST",
                request,
                sent,
                getattr(exchange, "peer", "") or "",
                truncated,
            )
        )
        with self._lock, self._plain_errors():
            if self._writer is None:
                return None
            id_ = self._writer.interaction(interaction)
        return Record(self.path.name, id_)

    def write_failure(self, url: str, date: str, failure: Failure, sent: bytes | None = None) -> None:
        """Record that an address gave no answer."""
        with self._lock, self._plain_errors():
            if self._writer is not None:
                address = scrubbing.address(normal(url))
                self._writer.failure(address, date, failure.status.value, failure.reason, question=question_of(sent))


class RecordedExchange:
    """An answer out of a cassette."""

    def __init__(self, source: Source, info: RecordInfo) -> None:
        self._opened = open_record(source, info)
        self.status = self._opened.status
        self.reason = self._opened.reason
        self.headers = self._opened.headers
        self.fetched = info.date
        self.record: Record | None = Record(source.path.name, info.id)
        self.note = info.note

    def read(self, size: int, /) -> bytes:
        """See :class:`provenance.sources.fetching.transport.Exchange`."""
        data = self._opened.read(size)
        if not data and self._opened.truncated:
            status, reason = _TRUNCATED.get(
                self._opened.truncated, (Status.TEMPORARY, "the page was recorded in part only; record it again")
            )
            raise Failure(status, reason)
        return data

    def close(self) -> None:
        """Close the file."""
        self._opened.close()


