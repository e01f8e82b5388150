"""The options that several commands share, and how they become a :class:`provenance.config.Config`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from provenance.cli.files import write as write
from provenance.cli.files import writer as writer
from provenance.config import Config, RecordMode, load
from provenance.errors import UsageError
from provenance.model import DraftFailure

InputFormat = Annotated[
    str | None,
    typer.Option("--input-format", metavar="FORMAT", help="Format of the drafts, e.g. html for stdin; else name and content tell."),
]
FilesFrom = Annotated[Path | None, typer.Option("--files-from", metavar="FILE", help="A list of drafts, one a line; - for stdin.")]
Language = Annotated[str | None, typer.Option("--language", help="Language of the draft (ISO 639-1 code); else it is identified.")]
DraftDate = Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Date of the draft, from which 'Friday' is counted.")]
ConfigFile = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings file instead of provenance.toml.")]
Cassette = Annotated[Path | None, typer.Option("--cassette", metavar="FILE", help="WARC file to replay from or record to.")]
Record = Annotated[RecordMode | None, typer.Option("--record-mode", help="What the cassette does with requests.")]
Offline = Annotated[bool, typer.Option("--offline", help="Never touch the network: cassette or stored captures only.")]
ArchiveName = Annotated[
    list[str] | None,
    typer.Option("--archive", metavar="NAME|URL", help="Archive or Memento TimeGate to ask for dated copies (wayback). Repeatable."),
]
ArchiveWindow = Annotated[
    int | None, typer.Option("--archive-window", metavar="DAYS", help="Rely on copies so near to the draft's date (180).")
]
NoArchive = Annotated[bool, typer.Option("--no-archive", help="Look for no dated copies.")]
CacheDir = Annotated[Path | None, typer.Option("--cache-dir", metavar="DIR", help="Where captures are stored.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor store captures.")]
MaxCacheAge = Annotated[
    str | None, typer.Option("--max-cache-age", metavar="DURATION", help="Use captures younger than 12h, 7d … without asking.")
]
Timeout = Annotated[float | None, typer.Option("--timeout", metavar="SECONDS", help="For one source in all.")]
MaxRetries = Annotated[int | None, typer.Option("--max-retries", help="How often to try a source again.")]
HostConcurrency = Annotated[int | None, typer.Option("--host-concurrency", help="Requests at once to one host.")]
HostInterval = Annotated[float | None, typer.Option("--host-interval", metavar="SECONDS", help="Between requests to a host.")]
UserAgent = Annotated[str | None, typer.Option("--user-agent", help="How we name ourselves to servers.")]
IgnoreRobots = Annotated[bool, typer.Option("--ignore-robots", help="Fetch what robots.txt forbids.")]
AllowHost = Annotated[
    list[str] | None,
    typer.Option("--allow-host", metavar="HOST[:PORT]", help="Allow this private host, and no other. Repeatable."),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="embedded, a model's folder, or openai:NAME@URL: who else reads each claim."),
]
ReviewFile = Annotated[
    Path | None, typer.Option("--review", metavar="FILE", help="A reviewer's notes, exported from the HTML report, to show again.")
]
Output = Annotated[list[Path] | None, typer.Option("--output", "-o", metavar="FILE", help="Write there; one for each --format.")]


def settings(file: Path | None, flags: Mapping[str, Any]) -> Config:
    """The settings of a run; a switch that is off counts as not given."""
    given = {key: value for key, value in flags.items() if value is not None and value is not False}
    return load(given, file=file)


def named_as_settings(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Of a command's parameters those that are settings: they are called as the fields of :class:`~provenance.config.Config`."""
    known = {field.name for field in fields(Config)}
    return {name: value for name, value in parameters.items() if name in known}


def collected(drafts: list[str], files_from: Path | None, input_format: str | None) -> Iterator[str | DraftFailure]:
    """The drafts that arguments and a list name, with folders and globs looked through.

    Raises
    ------
    UsageError
        Nothing is named, the list cannot be read, standard input would be both a list and a draft, or nobody reads the format.
    """
    from provenance.draft import READERS, folder_endings, is_format
    from provenance.draft.collect import collect, listed

    if input_format is not None and not is_format(input_format):
        raise UsageError(f"there is no input format {input_format!r}: use one of {', '.join(READERS)}")
    names = list(drafts)
    if files_from is not None:
        if str(files_from) == "-" and "-" in names:
            raise UsageError("stdin cannot be both a draft and the list of drafts: name one of them as a file")
        try:
            body = sys.stdin.buffer.read() if str(files_from) == "-" else files_from.read_bytes()
            names.extend(listed(body.decode("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read the list {files_from}: check the name after --files-from, and save it as UTF-8") from error
    if not names:
        raise UsageError("no draft named: give a file, a folder, a glob, an address or - for stdin")
    if names.count("-") > 1:
        raise UsageError("stdin can be only one draft: give - once")
    return collect(names, endings=folder_endings())


def terminal() -> dict[str, Any]:
    """Colour and width as stdout allows: ``NO_COLOR`` switches colour off, ``FORCE_COLOR`` on where stdout is no terminal."""
    import os
    import shutil

    shown = sys.stdout.isatty()
    # https://no-color.org: any value but an empty one; FORCE_COLOR=0 is read as "off", as by Node's tools
    forced = os.environ.get("FORCE_COLOR", "")
    colour = (
        not os.environ.get("NO_COLOR") and forced not in ("0", "false") and (bool(forced) or (shown and os.environ.get("TERM") != "dumb"))
    )
    return {"colour": colour, "width": shutil.get_terminal_size((100, 40)).columns if shown else 100}
