"""Cassettes given away: as HAR, as WARC for other tools, as a folder of files. One file per format.

What was recorded by this program holds no secrets; what came from elsewhere is scrubbed on the way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from provenance.errors import CassetteError
from provenance.sources.cassettes.cleaning import clean
from provenance.sources.cassettes.exporters import folder, har, warc
from provenance.sources.cassettes.importers.warc import read
from provenance.sources.cassettes.interactions import Interaction, Skipped


class Exporter(Protocol):
    """Writes one format."""

    def __call__(self, entries: Iterable[Interaction], target: Path, *, date: str, force: bool) -> int:
        """Write all entries, put the result in its place as a whole, and give their number.

        Raises
        ------
        CassetteError
            If the target cannot be written.
        """


EXPORTERS: Mapping[str, Exporter] = {"har": har.write, "warc": warc.write, "warc1.0": warc.write_1_0, "folder": folder.write}


def format_of(target: Path) -> str:
    """The format that a name stands for: ``.har``, ``.warc``, ``.warc.gz``; any other is a folder."""
    name = target.name.lower()
    return "har" if name.endswith(".har") else "warc" if name.endswith((".warc", ".warc.gz")) else "folder"


def export_cassette(path: Path, target: Path, *, date: str, format: str | None = None, force: bool = False) -> int:
    """Write a cassette in another format.

    Parameters
    ----------
    date
        ISO 8601 time in UTC, for formats that say when they were written.
    format
        A name of :data:`EXPORTERS`; else the target's name tells.
    force
        Whether a target that is there may be replaced; of folders, only one that an export has made.

    Returns
    -------
    int
        Exchanges written.

    Raises
    ------
    CassetteError
        If the cassette is damaged, or the target is there or cannot be written.
    """
    if target.exists() and not force:
        raise CassetteError(f"{target}: is there already; name another, or replace it with --force")
    return EXPORTERS[format or format_of(target)](_entries(path), target, date=date, force=force)


def _entries(path: Path) -> Iterator[Interaction]:
    for entry in read(path):
        if not isinstance(entry, Skipped):
            yield clean(entry)[0]
