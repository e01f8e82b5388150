"""Recordings of other tools made into cassettes, scrubbed on the way.

One file per format. What a reader cannot take over (an address that is no web page, a response that was never saved) it tells
as :class:`Skipped`; what it cannot read at all it refuses with one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from provenance.errors import CassetteError
from provenance.sources.addressing.canonical import normal
from provenance.sources.cassettes.cleaning import clean
from provenance.sources.cassettes.importers import har, vcr, warc
from provenance.sources.cassettes.interactions import Interaction, Skipped
from provenance.sources.cassettes.replacing import Replacement
from provenance.sources.cassettes.warc import Writer

MOST = 100_000
"""Exchanges that are taken from one file."""
LARGEST = 2 << 30
"""Bytes of bodies that are taken from one file."""


class Importer(Protocol):
    """Reads the recordings of one tool."""

    def __call__(self, path: Path) -> Iterator[Interaction | Skipped]:
        """What a file holds, in its order.

        Raises
        ------
        CassetteError
            If it cannot be read, or is not of this format.
        """


IMPORTERS: Mapping[str, Importer] = {"vcr": vcr.read, "har": har.read, "warc": warc.read}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    written: int
    """Exchanges written."""
    removed: tuple[tuple[str, int], ...]
    """Secrets that were left out: where, and how often."""
    skipped: tuple[tuple[str, int], ...]
    """What was not taken over, and how often."""


def recognise(path: Path) -> str:
    """Which format a file has, by its first bytes.

    Raises
    ------
    CassetteError
        If it cannot be read or is empty.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
    except FileNotFoundError:
        raise CassetteError(f"{path}: there is no such file; check the name") from None
    except OSError as error:
        raise CassetteError(f"{path}: cannot be read ({error.strerror}); name another file") from error
    if not head:
        raise CassetteError(f"{path}: the file is empty; name another")
    if head.startswith((b"\x1f\x8b", b"WARC/", b"filedesc://")):
        return "warc"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "har" if start.startswith(b"{") and b'"log"' in start and b'"http_interactions"' not in start else "vcr"


def import_recordings(
    sources: Iterable[Path], target: Path, *, date: str, format: str | None = None, force: bool = False
) -> Imported:
    """Make one cassette of recordings of other tools.

    Parameters
    ----------
    date
        ISO 8601 time in UTC, for the file's ``warcinfo``.
    format
        A name of :data:`IMPORTERS`; else the content of each file tells.
    force
        Whether a file that is there may be replaced.

    Raises
    ------
    CassetteError
        If a recording cannot be read, none of them holds an exchange, or the cassette is there or cannot be written. Nothing is
        written then.
    """
    if target.exists() and not force:
        raise CassetteError(f"{target}: is there already; name another file, or replace it with --force")
    removed: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    written = 0
    names = list(sources)
    replacement = Replacement(target, keep=False)
    try:
        writer = Writer(replacement.out, gzip=not target.name.endswith(".warc"))
        writer.info(date, [("description", f"imported from {', '.join(path.name for path in names[:20])}")])
        for path in names:
            for entry in _bounded(path, IMPORTERS[format or recognise(path)](path)):
                if isinstance(entry, Skipped):
                    skipped[entry.what] += 1
                    continue
                url = _address(entry.url)
                if url is None:
                    skipped["addresses that cannot be read"] += 1
                    continue
                scrubbed, places = clean(replace(entry, url=url))
                removed.update(places)
                writer.interaction(scrubbed)
                written += 1
        if not written:
            why = f" ({', '.join(f'{count} {what}' for what, count in sorted(skipped.items()))})" if skipped else ""
            raise CassetteError(f"{', '.join(map(str, names))}: holds no response that can be taken over{why}; name another file")
    except OSError as error:
        replacement.discard()
        raise CassetteError(f"{target}: cannot be written ({error.strerror}); make room, or name another file") from error
    except BaseException:
        replacement.discard()
        raise
    replacement.commit()
    return Imported(written, tuple(sorted(removed.items())), tuple(sorted(skipped.items())))


def _address(url: str) -> str | None:
    """As a live recording would spell it: one line, in ASCII."""
    import can_ada

    try:
        can_ada.parse(url)
    except ValueError:
        return None
    return normal(url)


def _bounded(path: Path, entries: Iterator[Interaction | Skipped]) -> Iterator[Interaction | Skipped]:
    total = 0
    for number, entry in enumerate(entries, 1):
        total += len(entry.payload) if isinstance(entry, Interaction) else 0
        if number > MOST or total > LARGEST:
            raise CassetteError(f"{path}: holds more than {MOST:,} exchanges or {LARGEST >> 30} GiB; import it in parts")
        yield entry
