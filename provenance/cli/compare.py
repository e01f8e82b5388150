"""``provenance compare``: one claim against one text, file or address."""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli.exit_codes import ExitCode
from provenance.cli.files import write
from provenance.cli.options import (
    AllowHost,
    Cassette,
    ConfigFile,
    DraftDate,
    Language,
    Model,
    Offline,
    Record,
    Timeout,
    settings,
    terminal,
)
from provenance.errors import UsageError


def command(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim; words in quotation marks are a quotation.", show_default=False)],
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A file, an address, or - for stdin.", show_default=False)],
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    context: Annotated[str, typer.Option("--context", help="Sentences around the claim.")] = "",
    fail_on: Annotated[str | None, typer.Option("--fail-on", metavar="LABEL,...", help="Exit 1 on these (contradicted,misquoted).")] = None,
    language: Language = None,
    date: DraftDate = None,
    cassette: Cassette = None,
    record_mode: Record = None,
    offline: Offline = False,
    timeout: Timeout = None,
    allow_host: AllowHost = None,
    model: Model = None,
    config: ConfigFile = None,
) -> None:
    """Say what one source says about one claim."""
    from provenance.pipeline import compare_one, model_name
    from provenance.reports.terminal import render_comparison

    if format not in ("text", "json"):
        raise UsageError(f"unknown format {format!r}: use text or json")
    chosen = settings(
        config,
        {
            "fail_on": fail_on,
            "language": language,
            "date": date,
            "cassette": cassette,
            "record_mode": record_mode,
            "offline": offline,
            "timeout": timeout,
            "allow_host": allow_host,
            "model": model,
        },
    )
    if not claim.strip():
        raise UsageError("the claim is empty: give the words to check")
    document, comparison = compare_one(claim, source, context, chosen)
    if format == "json":
        from provenance.reports.json import comparison_object, dump

        write(dump(comparison_object(claim, comparison, document.source, model=model_name(chosen))), None)
    else:
        write(render_comparison(comparison, document.source, **terminal()), None)
    raise typer.Exit(ExitCode.FINDINGS if comparison.label in chosen.fail_on else ExitCode.CLEAN)
