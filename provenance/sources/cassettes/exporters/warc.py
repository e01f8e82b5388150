"""WARC files for other tools, of version 1.1 or 1.0."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from provenance.errors import CassetteError
from provenance.sources.cassettes.interactions import Interaction
from provenance.sources.cassettes.replacing import Replacement
from provenance.sources.cassettes.warc import Writer


def write(entries: Iterable[Interaction], target: Path, *, date: str, force: bool) -> int:
    """WARC 1.1; see :class:`provenance.sources.cassettes.exporters.Exporter`."""
    return _write(entries, target, date, "1.1")


def write_1_0(entries: Iterable[Interaction], target: Path, *, date: str, force: bool) -> int:
    """WARC 1.0; see :class:`provenance.sources.cassettes.exporters.Exporter`."""
    return _write(entries, target, date, "1.0")


def _write(entries: Iterable[Interaction], target: Path, date: str, version: str) -> int:
    replacement = Replacement(target, keep=False)
    written = 0
    try:
        writer = Writer(replacement.out, gzip=not target.name.endswith(".warc"), version=version)
        writer.info(date, [("description", "exported from a cassette")])
        for entry in entries:
            writer.interaction(entry)
            written += 1
    except OSError as error:
        replacement.discard()
        raise CassetteError(f"{target}: cannot be written ({error.strerror}); make room, or name another file") from error
    except BaseException:
        replacement.discard()
        raise
    replacement.commit()
    return written
