"""What is to be watched: from files, folders, globs, addresses, sitemaps, feeds and lists to single articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from provenance.audit.listings import MOST_LISTS, looks_like_a_listing, read_listing
from provenance.config import Config
from provenance.draft.collect import collect, is_address
from provenance.errors import UsageError
from provenance.formats.outcomes import Refused
from provenance.model import DraftFailure, Unavailable

MOST_ARTICLES = 1_000_000
_CALLED_LIKE_A_LISTING = re.compile(
    r"sitemap|(?:\.(?:xml|rss|atom|rdf)(?:\.gz)?|[/=._-](?:feeds?|rss2?|atom))/?(?:\?[^#]*)?$", re.IGNORECASE
)

Fetch = Callable[[str], bytes | DraftFailure]
"""Gives the bytes behind an address."""


def places(names: Iterable[str], fetch: Fetch, *, endings: Iterable[str]) -> Iterator[str | DraftFailure]:
    """The articles behind the names that a user gives, each once.

    Parameters
    ----------
    names
        Files, folders, globs, and addresses; an address that is called like a sitemap or feed and leads to one stands for what it
        lists, and so does a file that is one. What is no such list is an article itself.
    fetch
        How to ask for an address.
    endings
        Of the files that are read, in lower case and without a dot.

    Yields
    ------
    str or DraftFailure
        Absolute paths and addresses; a failure in place of what cannot be found or read.

    Raises
    ------
    UsageError
        There are more than a million, or standard input is named.
    """
    seen: set[str] = set()
    for name in names:
        for place in _behind(name, fetch, endings):
            if isinstance(place, DraftFailure):
                yield place
            elif place not in seen:
                seen.add(place)
                if len(seen) > MOST_ARTICLES:
                    raise UsageError(f"more than {MOST_ARTICLES:,} articles: add fewer at a time")
                yield place


def _behind(name: str, fetch: Fetch, endings: Iterable[str]) -> Iterator[str | DraftFailure]:
    if name == "-":
        raise UsageError(
            "an audit watches what stays where it is: name files or addresses, not standard input (a list goes with --files-from -)"
        )
    if is_address(name):
        # an article is fetched when it is checked, not when it is added
        body = fetch(name) if _CALLED_LIKE_A_LISTING.search(name) else b""
        if isinstance(body, DraftFailure):
            yield body
        elif looks_like_a_listing(body):
            yield from _listed(name, body, fetch)
        else:
            yield name
        return
    if name.lower().endswith((".xml", ".xml.gz", ".rss", ".atom")) and Path(name).is_file():
        yield from _listed(name, Path(name).read_bytes(), fetch)
        return
    for found in collect([name], endings=endings):
        if isinstance(found, DraftFailure):
            yield found
        elif not is_address(found) and not Path(found).is_file():
            yield DraftFailure(found, f"{found}: there is no such file; check the name")
        else:
            yield str(Path(found).absolute())


def _listed(name: str, body: bytes, fetch: Fetch) -> Iterator[str | DraftFailure]:
    """The articles of a list and of the lists that it leads to, nearest first."""
    waiting: list[tuple[str, bytes | None]] = [(name, body)]
    known = {name}
    while waiting:
        at, held = waiting.pop(0)
        content = fetch(at) if held is None else held
        if isinstance(content, DraftFailure):
            yield content
            continue
        try:
            listing = read_listing(content, at if is_address(at) else "")
        except Refused as error:
            yield DraftFailure(at, f"{at}: {error}; name another sitemap or feed")
            continue
        yield from listing.articles
        for further in listing.lists:
            if further in known:
                continue
            known.add(further)
            if len(known) > MOST_LISTS:
                yield DraftFailure(name, f"{name}: leads to more than {MOST_LISTS} sitemaps; add the others by themselves")
                return
            waiting.append((further, None))


def fetcher(config: Config) -> tuple[Fetch, Callable[[], None]]:
    """How addresses are asked for with a run's settings, over the guard; and what ends it."""
    from provenance.sources import Resolver

    resolver = Resolver(config)

    def fetch(url: str) -> bytes | DraftFailure:
        capture = resolver.capture(url)
        return DraftFailure(url, f"{url}: {capture.reason}") if isinstance(capture, Unavailable) else capture.body

    return fetch, resolver.close
