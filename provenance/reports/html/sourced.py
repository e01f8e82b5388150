"""A source as the page shows it: what it is, how its text was reached, and where to open it."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.model import Source
from provenance.reports.clean import safe_href, shorten
from provenance.reports.html.wording import day, direction, instant, language_name, language_tag
from provenance.reports.words import STATUS_NAMES

_ADDRESS_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way to the text."""

    url: str
    href: str | None
    told: str
    """What it answered, in words."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with everything that the page says of it."""

    source: Source
    title: str
    """Its title, or its address."""
    titled: bool
    lang: str | None
    dir: str
    language: str
    published: str
    modified: str
    state: str
    address: str
    """What to show of the address that was read."""
    href: str | None
    """Where it stands now, if that may be followed."""
    archive_href: str | None
    captured: str
    fetched: str
    hops: tuple[Hop, ...]
    claims: int
    """How many claims lean on it."""


def source_view(source: Source, claims: int = 0) -> SourceView:
    """What the page says of ``source``, which ``claims`` claims lean on."""
    hops: tuple[Hop, ...] = ()
    if source.redirects:
        reached = source.final_url or source.url
        hops = (
            *(Hop(hop.url, safe_href(hop.url), f"redirects ({hop.status})") for hop in source.redirects),
            Hop(reached, safe_href(reached), f"answers ({source.http_status})" if source.http_status else "is where it ends"),
        )
    return SourceView(
        source=source,
        title=source.title or source.url,
        titled=bool(source.title),
        lang=language_tag(source.language) if source.title else None,
        dir=direction(source.language) if source.title else "ltr",
        language=language_name(source.language),
        published=day(source.published),
        modified=day(source.modified),
        state=STATUS_NAMES[source.status],
        address=shorten(source.final_url or source.url, _ADDRESS_LENGTH).removeprefix("https://").removeprefix("http://"),
        href=safe_href(source.final_url or source.url) or safe_href(source.url),
        archive_href=safe_href(source.archive.url) if source.archive else None,
        captured=instant(source.archive.captured) if source.archive else "",
        fetched="" if (source.fetched or "").startswith("1970-01-01") else instant(source.fetched),
        hops=hops,
        claims=claims,
    )
