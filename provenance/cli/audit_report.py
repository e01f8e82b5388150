"""``provenance audit report`` and ``export``: what is new this morning, and everything that was ever said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.audit import DEFAULT, Audit, Store, opened
from provenance.cli.files import may_write, write, writer
from provenance.cli.options import ConfigFile, Output, Timeout, settings
from provenance.errors import UsageError


def report(
    audit: Audit = DEFAULT,
    store: Store = None,
    number: Annotated[int | None, typer.Option("--run", help="Of this run; else of the last.")] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", "-f", help="text, json, html, markdown, atom or prometheus. Repeatable with an -o each.")
    ] = None,
    output: Output = None,
    mail_to: Annotated[list[str] | None, typer.Option("--mail", metavar="ADDRESS", help="Send it there too. Repeatable.")] = None,
    mail_from: Annotated[str, typer.Option("--mail-from", metavar="ADDRESS", help="Who sends it.")] = "provenance@localhost",
    smtp: Annotated[
        str, typer.Option("--smtp", metavar="smtp[s]://USER@HOST", help="The mail server; its password in PROVENANCE_SMTP_PASSWORD.")
    ] = "smtp://localhost:25",
    webhook: Annotated[
        str | None, typer.Option("--webhook", metavar="URL", help="Post it there as JSON, signed with PROVENANCE_WEBHOOK_SECRET.")
    ] = None,
    unless_quiet: Annotated[bool, typer.Option("--unless-quiet", help="Send nothing on a morning without news.")] = False,
    config: ConfigFile = None,
    timeout: Timeout = None,
) -> None:
    """Write what the last run found to be new, worse or better; send it by mail or to a webhook."""
    from provenance.audit.morning import FORMATS, render
    from provenance.audit.morning.collect import collect

    names = formats or ["text"]
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"unknown format {name[:40]!r}: use one of {', '.join(FORMATS)}")
    files = output or []
    if len(files) > len(names) or len(names) - len(files) > 1:
        raise UsageError(f"{len(names)} formats need an -o each, but the last may go to stdout")
    for file in files:
        may_write(file)
    chosen = settings(config, {"timeout": timeout})
    with opened(store) as database:
        morning = database.transact(lambda c: collect(c, audit, number))
    for index, name in enumerate(names):
        write(render(morning, name), files[index] if index < len(files) else None)
    if morning.is_quiet and unless_quiet:
        return
    if mail_to:
        from provenance.audit.morning.deliver import Mailbox, mail

        mail(morning, mail_to, mail_from, Mailbox.of(smtp))
    if webhook is not None:
        from provenance.audit.morning.deliver import webhook as send

        send(morning, webhook, chosen)


def export(
    audit: Audit = DEFAULT,
    store: Store = None,
    format: Annotated[str, typer.Option("--format", "-f", help="jsonl or csv.")] = "jsonl",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of stdout.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also verdicts that hold no longer.")] = False,
) -> None:
    """Write the verdicts with their chain of custody: tool, model, time, captures and hashes."""
    from provenance.audit.exporting import FORMATS, lines, written

    if format not in FORMATS:
        raise UsageError(f"unknown format {format[:40]!r}: use one of {', '.join(FORMATS)}")
    with opened(store) as database:
        found = database.transact(lambda c: list(written(lines(c, audit, everything=everything), format)))
    with writer(output) as put:
        for piece in found:
            put(piece)
