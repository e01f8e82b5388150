"""``provenance cassette``: what a cassette holds, whether it is sound, and the way from and to the files of other tools."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.exit_codes import ExitCode
from provenance.cli.files import write
from provenance.errors import UsageError

File = Annotated[Path, typer.Argument(metavar="FILE", help="A WARC file.", show_default=False)]
Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="WARC files.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


def ls(file: File) -> None:
    """List the responses that a cassette holds: date, status, size, type, address, and what it says of itself."""
    from provenance.sources import list_records

    lines = []
    for record in list_records(file):
        status = str(record.status or "-")
        kind = (record.content_type or "-").split(";")[0]
        method = "" if record.method == "GET" else f"{record.method} "
        lines.append(f"{record.date}  {status:>3}  {record.length:>9}  {kind:24}  {method}{record.url}")
        if record.failure is not None:
            lines.append(f"{'':22}no answer: {record.failure[0]}: {record.failure[1]}")
        if record.note:
            lines.append(f"{'':22}{record.note}")
    _say(lines)


def verify(files: Files) -> None:
    """Check cassettes for records that do not fit their digests, cut-off files, secrets and doubles; one line for each."""
    from provenance.sources.cassettes.verifying import verify as problems_of

    wrong = False
    for file in files:
        lines = [f"{file}: {problem}" for problem in problems_of(file)]
        wrong = wrong or bool(lines)
        _say(lines or [f"{file}: nothing wrong"])
    if wrong:
        raise typer.Exit(ExitCode.FINDINGS)


def scrub(
    file: File,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there; else in its place.")] = None,
    force: Force = False,
) -> None:
    """Take secrets out of a cassette: cookies, keys, tokens, passwords. Says where they were, never what they were."""
    from provenance.sources.cassettes.scrubbed import scrub as scrubbed

    removed = scrubbed(file, output, force=force)
    _say([f"{entry.record}: {entry.place}" for entry in removed] or [f"{file}: no secrets found"])


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Recordings: vcrpy YAML, HAR, WARC, ARC.", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The cassette; else FILE's name.")] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="vcr, har or warc; else the content tells.")] = None,
    force: Force = False,
) -> None:
    """Make a cassette of recordings of other tools, without the secrets in them."""
    from provenance.sources.cassettes.importers import IMPORTERS, import_recordings

    _known(format, IMPORTERS)
    if output is None and len(files) > 1:
        raise UsageError("several recordings make one cassette: name it with --output")
    target = output or Path(f"{files[0].name.removesuffix('.gz').rsplit('.', 1)[0]}.warc.gz")
    done = import_recordings(files, target, date=_now(), format=format, force=force)
    lines = [f"{target}: {_counted(done.written, 'exchange')} imported"]
    lines += [f"secrets left out: {place} ({count})" for place, count in done.removed]
    lines += [f"not taken over: {what} ({count})" for what, count in done.skipped]
    _say(lines)


def export(
    file: File,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="A .har, .warc or .warc.gz file, or a folder.", show_default=False)],
    format: Annotated[str | None, typer.Option("--format", "-f", help="har, warc, warc1.0 or folder; else TARGET's name tells.")] = None,
    force: Force = False,
) -> None:
    """Write a cassette as HAR, as WARC for other tools, or as a folder of files."""
    from provenance.sources.cassettes.exporters import EXPORTERS, export_cassette

    _known(format, EXPORTERS)
    written = export_cassette(file, target, date=_now(), format=format, force=force)
    _say([f"{target}: {_counted(written, 'exchange')} exported"])


def _known(format: str | None, formats: Iterable[str]) -> None:
    if format is not None and format not in formats:
        raise UsageError(f"there is no format {format!r}: use one of {', '.join(formats)}")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _say(lines: Iterable[str]) -> None:
    """Write lines to stdout; what stands in them may come from anywhere."""
    from provenance.reports.clean import visible

    write("".join(visible(" ".join(line.split("\n"))).rstrip() + "\n" for line in lines), None)
