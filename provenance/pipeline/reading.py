"""From a name to a draft: a file, standard input, or the address of a published text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.config import Config
from provenance.errors import DraftError
from provenance.model import (
    Draft,
    DraftFailure,
    Unavailable,
)

if TYPE_CHECKING:
    from provenance.sources.resolver import Resolver


def read_drafts(drafts: Iterable[str | DraftFailure], config: Config) -> Iterator[Draft | DraftFailure]:
    """Read drafts one after the other. Nothing is fetched but a draft that is named by its address."""
    from provenance.draft.collect import is_address

    resolver: Resolver | None = None
    try:
        for draft in drafts:
            if isinstance(draft, DraftFailure):
                yield draft
                continue
            try:
                if resolver is None and is_address(draft):
                    from provenance.sources import Resolver

                    resolver = Resolver(config)
                read = read_draft(draft, config, resolver)
            except DraftError as error:
                yield DraftFailure(draft, str(error))
            else:
                yield read
    finally:
        if resolver is not None:
            resolver.close()


def read_draft(path: str | Path, config: Config, resolver: Resolver | None = None) -> Draft:
    """Read a draft, ``-`` from standard input, with the format, language and date that the settings give it.

    Parameters
    ----------
    path:
        A file, ``-``, or the web address of a published text.
    config:
        The settings.
    resolver:
        Fetches an address, over the run's guard and cassette.

    Raises
    ------
    DraftError
        It cannot be read or fetched.
    """
    from provenance.draft import MAX_BYTES, read, read_bytes
    from provenance.draft.collect import is_address

    name = str(path)
    if name == "-":
        body = sys.stdin.buffer.read(MAX_BYTES + 1)
        return read_bytes(body, path="-", format=config.input_format, language=config.language, date=config.date)
    if resolver is not None and is_address(name):
        return _fetched(name, config, resolver)
    return read(path, format=config.input_format, language=config.language, date=config.date)


def _fetched(url: str, config: Config, resolver: Resolver) -> Draft:
    """A published text as a draft."""
    from provenance.draft import read_bytes

    capture = resolver.capture(url)
    if isinstance(capture, Unavailable):
        raise DraftError(f"{url}: {capture.reason}")
    kind, charset = media_type(capture.content_type)
    return read_bytes(
        capture.body,
        path=url,
        format=config.input_format or _SERVED.get(kind),
        language=config.language,
        date=config.date,
        address=capture.final_url,
        charset=charset,
    )


_SERVED = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown", "multipart/related": "mhtml"}
"""What a server's word on a page says of its format; of all else, name and content say more."""


def media_type(content_type: str) -> tuple[str, str | None]:
    """Type and charset of a ``Content-Type``, both as the server has them; the charset ``None`` if it names none."""
    kind, _, parameters = content_type[:1000].partition(";")
    charset = re.search(r"\bcharset\s{0,10}=\s{0,10}[\"']?\s{0,10}([\w:.-]{1,40})", parameters, re.IGNORECASE)
    return kind.strip().lower(), charset[1] if charset else None
