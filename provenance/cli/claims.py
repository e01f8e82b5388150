"""``provenance claims``: what a draft says on whose authority; nothing is fetched."""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli.options import ConfigFile, DraftDate, Language, Output, settings, terminal, write
from provenance.errors import UsageError


def command(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A file, or - for stdin.", show_default=False)],
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    output: Output = None,
    language: Language = None,
    date: DraftDate = None,
    config: ConfigFile = None,
) -> None:
    """List the attributed claims, quotations and references of a draft, without checking them."""
    from provenance.claims import find_claims
    from provenance.claims.references import classify_links
    from provenance.pipeline import TOOL, read_draft, tool_version

    if format not in ("text", "json"):
        raise UsageError(f"unknown format {format!r}: use text or json")
    chosen = settings(config, {"language": language, "date": date})
    read = read_draft(draft, chosen)
    found = find_claims(read)
    links = classify_links(read, found)
    path = output[0] if output else None
    if format == "json":
        from provenance.reports.json import claims_object, dump

        write(dump(claims_object(read, found, links, tool=TOOL, version=tool_version())), path)
    else:
        from provenance.reports.terminal import render_claims

        write(render_claims(read, found, links, **(terminal() if path is None else {})), path)
