"""Sources given by hand: some stand in for an address, the others for every claim without a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.model import (
    Document,
)

if TYPE_CHECKING:
    from provenance.sources.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Given:
    """Sources given by hand: some stand in for an address, the others for every claim without a reference."""

    by_url: Mapping[str, Document]
    for_all: tuple[Document, ...]

    @classmethod
    def read(cls, values: Sequence[str], resolver: Resolver) -> Given:
        """Read what the settings name, each ``[URL=]FILE|URL``."""
        by_url: dict[str, Document] = {}
        for_all: list[Document] = []
        for value in values:
            url, place = split_given(value)
            document = resolver.given(place, url=url)
            if url is None:
                for_all.append(document)
            else:
                by_url[url] = document
        return cls(by_url, tuple(for_all))


def split_given(value: str) -> tuple[str | None, str]:
    """Split ``[URL=]FILE|URL`` into address and place; an address alone is a place, even with ``=`` in its query."""
    if not value.startswith(("http://", "https://")):
        return None, value
    head, separator, tail = value.rpartition("=")
    if separator and (tail.startswith(("http://", "https://")) or Path(tail).exists()):
        return head, tail
    # "https://a/?x=https://b" is one address, but "https://a=https://b" is two
    for marker in ("=http://", "=https://"):
        at = value.find(marker)
        if at > 0 and "?" not in value[:at]:
            return value[:at], value[at + 1 :]
    if separator and "/" not in tail and "." in tail and "?" not in head:
        return head, tail
    return None, value
