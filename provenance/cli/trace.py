"""``provenance trace``: who got it from whom, from a draft to the origin."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from provenance.cli.check import exit_code, outputs
from provenance.cli.options import (
    AllowHost,
    CacheDir,
    Cassette,
    ConfigFile,
    DraftDate,
    HostConcurrency,
    HostInterval,
    IgnoreRobots,
    InputFormat,
    Language,
    MaxCacheAge,
    MaxRetries,
    Model,
    NoCache,
    Offline,
    Output,
    Record,
    Timeout,
    UserAgent,
    named_as_settings,
    settings,
    terminal,
    write,
)
from provenance.config import Config
from provenance.model import Trace


def command(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A file, an address, or - for stdin.", show_default=False)],
    depth: Annotated[int | None, typer.Option("--depth", metavar="N", help="How many sources deep to follow (3).")] = None,
    max_sources: Annotated[int | None, typer.Option("--max-sources", metavar="N", help="How many sources to read at most (60).")] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", "-f", help="text, json, svg or prov. Repeatable with an -o each.")
    ] = None,
    output: Output = None,
    fail_on: Annotated[str | None, typer.Option("--fail-on", metavar="LABEL,...", help="Exit 1 on these (contradicted,misquoted).")] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="[URL=]FILE|URL", help="A source's text. Repeatable.")] = None,
    cassette: Cassette = None,
    record_mode: Record = None,
    offline: Offline = False,
    cache_dir: CacheDir = None,
    no_cache: NoCache = False,
    max_cache_age: MaxCacheAge = None,
    config: ConfigFile = None,
    input_format: InputFormat = None,
    language: Language = None,
    date: DraftDate = None,
    timeout: Timeout = None,
    max_retries: MaxRetries = None,
    host_concurrency: HostConcurrency = None,
    host_interval: HostInterval = None,
    user_agent: UserAgent = None,
    allow_host: AllowHost = None,
    ignore_robots: IgnoreRobots = False,
    model: Model = None,
    jobs: Annotated[int | None, typer.Option("--jobs", help="Processes for extracting text.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="One line for each hop.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every passage in full, and addresses.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No progress line on a terminal.")] = False,
) -> None:
    """Follow who got it from whom: from each claim to its source, to whom that credits, and so on to the origin."""
    chosen = settings(config, named_as_settings(locals()))
    from provenance.reports.tracing import TRACE_FORMATS, all_hops, render_trace

    wanted = outputs(formats or ["text"], output or [], tuple(TRACE_FORMATS))
    found = _traced(draft, chosen, progress=not (quiet or no_progress) and sys.stderr.isatty())
    verbosity = -1 if quiet else 1 if verbose else 0
    for name, path in wanted:
        look = terminal() if path is None else {}
        write(render_trace(found, name, verbosity=verbosity, **look), path)
    labels = [hop.comparison.label for trail in found.trails for hop in all_hops(trail.hops)]
    raise typer.Exit(exit_code(labels, (), chosen))


def _traced(draft: str, config: Config, *, progress: bool) -> Trace:
    """The trace, with a line on the terminal while one waits for it."""
    from provenance.tracing import trace

    if not progress:
        return trace(draft, config=config)
    from rich.console import Console

    from provenance.reports.clean import shorten

    with Console(stderr=True, markup=False).status(f"tracing {shorten(draft, 60)} …"):
        return trace(draft, config=config)
