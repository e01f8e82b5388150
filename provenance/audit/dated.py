"""What pages said around a date, out of the store alone: our own earlier readings, and the copies that archives had.

See :mod:`provenance.changes` for what is made of them. Nothing is asked for here: what an archive would have to be asked is noted,
and :mod:`provenance.audit.copies` asks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Date
from typing import TYPE_CHECKING, Any

from provenance.audit import evidence
from provenance.audit.evidence import content_of
from provenance.audit.ledger import Rest
from provenance.audit.sources_json import extract_from, source_from
from provenance.model import Document, Finding, Reason, Status, Unavailable

if TYPE_CHECKING:
    from provenance.audit.database import Database

Want = tuple[str, str]
"""A source, and the day as of which it is wanted."""


@dataclass(frozen=True, slots=True)
class Held:
    """A source as it is to be judged by."""

    capture: int | None
    extract: str | None
    """Hash of its text; ``None`` if it was never read."""
    described: dict[str, Any] | None = field(repr=False)
    """The source as the JSON report has it; ``None`` before the first check."""
    away: str | None = None
    """How the live page fails, where it has gone or is walled since it was read."""
    since: str | None = None
    """When it was first found so."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What archives had of a source from around a day."""

    capture: int | None
    """Of the copy; ``None`` if there was none."""
    extract: str | None
    message: str = ""
    """What to say of the search where there was none."""


class Past:
    """The witness of a judge in the audit, see :class:`provenance.changes.Witness`; made anew for each article.

    Parameters
    ----------
    sources
        What is held, by the ids of the sources.
    copies
        What archives had.
    archives
        Whether archives may be asked at all.
    database
        The store.
    """

    def __init__(self, sources: Mapping[str, Held], copies: Mapping[Want, Copy], archives: bool, database: Database) -> None:
        self._sources = sources
        self._copies = copies
        self._archives = archives
        self._database = database
        self._rests: dict[str, Rest] = {}
        self.wanted: dict[Want, None] = {}
        """The copies that bear on a claim, whether they are known or not."""

    def earlier(self, live: Document, when: Date) -> Iterator[tuple[Document, bool]]:
        """See :class:`provenance.changes.Witness`: what this and other audits read at the same address before."""
        from provenance.sources.archives.earlier import nearest

        key = live.source.id
        held = self._sources.get(key)
        if held is None or held.capture is None:
            return
        before = held.capture
        read = self._database.read(lambda c: evidence.readings(c, key, before))
        read = [reading for reading in read if reading.extract != held.extract]
        for number, stood in nearest([(Date.fromisoformat(r.first[:10]), Date.fromisoformat(r.last[:10])) for r in read], when):
            found = self._document(f"{key}@{read[number].capture}", live.source.url, read[number].capture, read[number].extract)
            if found is not None:
                yield found, stood

    def as_of(self, live: Document, when: Date) -> Document | Unavailable:
        """See :class:`provenance.changes.Witness`."""
        url = live.source.url
        if not self._archives:
            return Unavailable(url, Status.NOT_ATTEMPTED, "")
        want = (live.source.id, when.isoformat())
        self.wanted[want] = None
        copy = self._copies.get(want)
        if copy is None:
            return Unavailable(url, Status.NOT_ATTEMPTED, "no archive has been asked for one yet, a later run does it")
        if copy.capture is None or copy.extract is None:
            return Unavailable(url, Status.NOT_ATTEMPTED, copy.message)
        found = self._document(None, None, copy.capture, copy.extract)
        return found or Unavailable(url, Status.NOT_ATTEMPTED, "what an archive had of it is not stored any more")

    def _document(self, name: str | None, url: str | None, capture: int, extract: str) -> Document | None:
        packed = self._database.read(lambda c: content_of(c, extract))
        stored = self._database.read(lambda c: evidence.captures(c, [capture])).get(capture)
        if packed is None or stored is None:
            return None
        described = source_from(stored.described)
        described = replace(described, id=name or described.id, url=url or described.url)
        self._rests[described.id] = (stored.source, capture, extract)
        return Document(described, extract_from(packed, described.url))

    def rests(self, cited: Sequence[str], findings: Sequence[Finding]) -> tuple[Rest, ...]:
        """What a claim's verdict rests on: its sources as they were last read, and the readings and copies that carry it."""
        held = [(key, self._sources.get(key)) for key in cited]
        found: list[Rest] = [(key, one.capture, one.extract) if one is not None else (key, None, None) for key, one in held]
        found += [self._rests[finding.source] for finding in findings if finding.source in self._rests]
        return tuple(dict.fromkeys(found))

    def note(self, document: Document) -> Reason | None:
        """What to say of a source that cannot be read any more, or never could: which reading or copy stands for it."""
        source = document.source
        if source.live_status is None:
            return None
        failure = source.live_status.value.replace("_", " ")
        if source.archive is not None:
            captured = source.archive.captured[:10]
            return Reason(
                "archived_copy_read", f"The page itself could not be read ({failure}): its copy of {captured} was, {source.archive.url}."
            )
        held = self._sources.get(source.id)
        since = f" since {held.since[:10]}" if held is not None and held.since else ""
        read = f" of {source.fetched[:10]}" if source.fetched else ""
        return Reason("earlier_reading", f"The page cannot be read any more{since} ({failure}): the verdict stands on the reading{read}.")
