"""The nouns of the model, made out of answers, outcomes and extracts."""

from __future__ import annotations

from dataclasses import replace

from provenance.model import ArchivedCopy, Capture, Document, Extract, Source, Status, Unavailable
from provenance.sources import scrubbing
from provenance.sources.addressing.canonical import identity, memento, source_id
from provenance.sources.addressing.weblinks import parse
from provenance.sources.archives.archive import captured_at
from provenance.sources.archives.timegates import iso
from provenance.sources.fetching.response import Response
from provenance.sources.keeping.store import digest
from provenance.sources.outcomes.outcome import Outcome, failed


def capture_of(answer: Response, status: Status) -> Capture:
    """The bytes that an answer brought."""
    return Capture(
        url=answer.url,
        final_url=answer.final_url,
        status=status,
        http_status=answer.status,
        fetched=answer.fetched,
        content_type=answer.header("Content-Type"),
        body=answer.body,
        sha256=digest(answer.body),
        redirects=answer.redirects,
        record=answer.record,
        note=answer.note,
    )


def unavailable(answer: Response, outcome: Outcome) -> Unavailable:
    """An answer that is not the page, and why."""
    return Unavailable(
        url=answer.url,
        status=outcome.status,
        reason=outcome.reason or failed(outcome.status).reason,
        http_status=answer.status,
        final_url=answer.final_url,
        redirects=answer.redirects,
        fetched=answer.fetched,
        record=answer.record,
        note=answer.note,
    )


def described(source: Source, content: Extract) -> Source:
    """A source with what its text says about itself."""
    return replace(
        source,
        title=content.title,
        publisher=content.publisher,
        author=content.author,
        published=content.published,
        modified=content.modified,
        language=content.language,
        canonical_url=_public(content.canonical_url),
    )


def source_of(url: str, outcome: Outcome, capture: Capture | Unavailable, content: Extract | Unavailable) -> Source:
    """A source as reports list it. Addresses on the way are scrubbed: a session's key in a redirect is nobody's business."""
    source = Source(
        id=source_id(url),
        url=url,
        status=outcome.status,
        final_url=_public(capture.final_url),
        redirects=tuple(replace(hop, url=scrubbing.address(hop.url)) for hop in capture.redirects),
        http_status=capture.http_status,
        fetched=capture.fetched,
        capture=capture.record,
        message=content.reason if isinstance(content, Unavailable) else "",
        note=capture.note,
    )
    if isinstance(capture, Capture):
        source = replace(source, sha256=capture.sha256, content_type=capture.content_type or None)
    return described(source, content) if isinstance(content, Extract) else source


def from_archive(live: Source, copy: Source, archived: ArchivedCopy, content: Extract) -> Document:
    """The document of a page that was read from an archived copy: how the live page answered stays to be seen."""
    source = replace(
        copy,
        id=live.id,
        url=live.url,
        status=Status.ARCHIVED,
        final_url=live.final_url,
        http_status=live.http_status,
        redirects=live.redirects,
        archive=archived,
        live_status=live.status,
        note=" ".join(filter(None, [live.note, copy.note])),
    )
    return Document(source, content)


def beside(copy: Source, archived: ArchivedCopy, content: Extract) -> Document:
    """The document of an archived copy of a page that can be read as well: a source of its own, under the copy's address."""
    source = replace(
        copy,
        id=source_id(archived.url),
        url=archived.url,
        status=Status.ARCHIVED,
        archive=archived,
    )
    return Document(source, content)


def cited_copy(document: Document) -> Document:
    """The document of an archived copy that the draft itself cites, or that its address leads to."""
    source = document.source
    if source.archive is None or not source.status.was_read:
        return document
    archived = replace(source.archive, why="the draft cites this copy")
    return replace(document, source=replace(source, status=Status.ARCHIVED, archive=archived))


def copy_in(answer: Response) -> ArchivedCopy | None:
    """The archived copy that an answer is, by its address or by its headers (RFC 7089 section 4.2.1)."""
    named = memento(answer.final_url)
    captured = iso(answer.header("Memento-Datetime"))
    if named is None and not captured:
        return None
    if named is None:
        originals = [link.target for link in parse(answer.header("Link"), most=200) if "original" in link.rel]
        if not originals or identity(originals[0]) == identity(answer.final_url):
            return None
    return ArchivedCopy(answer.final_url, captured or captured_at(named[0] if named else ""), "")


def _public(url: str | None) -> str | None:
    return scrubbing.address(url) if url else None
