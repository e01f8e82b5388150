"""``provenance claims``: what drafts say on whose authority; nothing is fetched but a draft that is named by its address."""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli.edge import complain
from provenance.cli.exit_codes import ExitCode
from provenance.cli.files import writer
from provenance.cli.options import (
    AllowHost,
    Cassette,
    ConfigFile,
    DraftDate,
    FilesFrom,
    InputFormat,
    Language,
    Offline,
    Output,
    Timeout,
    collected,
    settings,
    terminal,
)
from provenance.errors import UsageError
from provenance.model import DraftFailure


def command(
    drafts: Annotated[
        list[str] | None, typer.Argument(metavar="DRAFT", help="Files, folders, globs or addresses; - for stdin.", show_default=False)
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    output: Output = None,
    files_from: FilesFrom = None,
    input_format: InputFormat = None,
    language: Language = None,
    date: DraftDate = None,
    cassette: Cassette = None,
    offline: Offline = False,
    timeout: Timeout = None,
    allow_host: AllowHost = None,
    config: ConfigFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="One line for each claim.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every sentence, notes and all links.")] = False,
) -> None:
    """List the attributed claims, quotations and references of drafts, without checking them."""
    from provenance.claims import find_claims
    from provenance.claims.references import classify_links
    from provenance.pipeline import TOOL, read_drafts, tool_version

    if format not in ("text", "json"):
        raise UsageError(f"unknown format {format!r}: use text or json")
    flags = {"input_format": input_format, "language": language, "date": date, "cassette": cassette, "offline": offline}
    chosen = settings(config, {**flags, "timeout": timeout, "allow_host": allow_host})
    path = output[0] if output else None
    failed = False
    with writer(path) as put:
        if format == "json":
            from provenance.reports.json import ClaimsList

            listing = ClaimsList(put, tool=TOOL, version=tool_version())
        first = True
        for read in read_drafts(collected(drafts or [], files_from, chosen.input_format), chosen):
            if isinstance(read, DraftFailure):
                failed = True
                complain(read.reason)
                if format == "json":
                    listing.fail(read)
                continue
            found = find_claims(read)
            links = classify_links(read, found)
            if format == "json":
                listing.add(read, found, links)
                continue
            from provenance.reports.claims import render_claims

            look = terminal() if path is None else {}
            put(
                ("" if first or quiet else "\n") + render_claims(read, found, links, verbosity=-1 if quiet else 1 if verbose else 0, **look)
            )
            first = False
        if format == "json":
            listing.end()
    if failed:
        raise typer.Exit(ExitCode.USAGE)
