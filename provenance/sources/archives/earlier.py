"""Earlier readings of our own as dated copies: what a page said when it was fetched before, out of the store of captures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as Date

from provenance.errors import CacheError
from provenance.model import Document, Extract, Status, Unavailable
from provenance.sources.addressing.canonical import normal
from provenance.sources.archives.lookback import NEAR
from provenance.sources.building import described
from provenance.sources.keeping.captures import CaptureStore, Kept

MOST = 2
"""Readings of one page that are looked at."""
_AT_HAND = 1
"""Days: a reading of the day after is one of the page that the draft had; who checks by night reads what was written by day."""

Extracting = Callable[[bytes, str | None, str | None], Extract | Unavailable]


def nearest(spans: Sequence[tuple[Date, Date]], when: Date) -> list[tuple[int, bool]]:
    """Which of the times in which a text stood are nearest to a date.

    Parameters
    ----------
    spans
        First and last day on which each text was found.
    when
        The date wanted.

    Returns
    -------
    list
        At most :data:`MOST` positions in ``spans``, the nearest first, each with whether that text stood on the date. A text that
        was last found more than :data:`NEAR` days before the date is left out; one that was first found after it is not, however
        much later: it was there when the draft was out.
    """
    found = []
    for number, (first, last) in enumerate(spans):
        away = max((first - when).days, (when - last).days, 0)
        if (when - last).days <= NEAR:
            found.append((away, number))
    return [(number, away <= _AT_HAND) for away, number in sorted(found)[:MOST]]


def earlier(store: CaptureStore, extract: Extracting, live: Document, when: Date) -> Iterator[tuple[Document, bool]]:
    """What stored captures of a page say that have another text, each with whether it stood on a date; nothing is asked for.

    Parameters
    ----------
    store
        Where they are. If it fails, there are none.
    extract
        Reads bytes.
    live
        The page as it was read last.
    when
        The date wanted.

    Yields
    ------
    tuple
        A document of its own, whose id has the time of the capture behind ``@``.
    """
    address = live.source.final_url
    if address is None or live.source.archive is not None:
        return
    try:
        stored = [kept for kept in store.history(normal(address)) if kept.status == 200 and kept.sha256 != live.source.sha256]
        for number, stood in nearest([_span(kept) for kept in stored], when):
            kept = stored[number]
            body = store.body(kept.sha256)
            content = extract(body, kept.header("Content-Type") or None, address) if body is not None else None
            if isinstance(content, Extract) and not (isinstance(live.content, Extract) and content.full == live.content.full):
                read = kept.first or kept.fetched
                source = replace(live.source, id=f"{live.source.id}@{read}", status=Status.OK, fetched=read, sha256=kept.sha256)
                yield Document(described(replace(source, last_modified=None, capture=None), content), content), stood
    except CacheError:
        return


def _span(kept: Kept) -> tuple[Date, Date]:
    first = Date.fromisoformat((kept.first or kept.fetched)[:10])
    return first, max(first, datetime.fromtimestamp(kept.checked, UTC).date())
