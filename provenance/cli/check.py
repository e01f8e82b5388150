"""``provenance check``: drafts in, verdicts out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.edge import complain
from provenance.cli.exit_codes import ExitCode
from provenance.cli.files import may_write, write, writer
from provenance.cli.options import (
    AllowHost,
    ArchiveName,
    ArchiveWindow,
    CacheDir,
    Cassette,
    ConfigFile,
    DraftDate,
    FilesFrom,
    HostConcurrency,
    HostInterval,
    IgnoreRobots,
    InputFormat,
    Language,
    MaxCacheAge,
    MaxRetries,
    Model,
    NoArchive,
    NoCache,
    Offline,
    Output,
    Record,
    ReviewFile,
    Timeout,
    UserAgent,
    collected,
    named_as_settings,
    settings,
    terminal,
)
from provenance.cli.progress import shown
from provenance.cli.running import Run
from provenance.config import Config
from provenance.errors import UsageError
from provenance.model import DraftFailure, Label, Review
from provenance.reports.review import lost_line, orphans, read_reviews
from provenance.reports.words import NOT_REACHED


def command(
    drafts: Annotated[
        list[str] | None, typer.Argument(metavar="DRAFT", help="Files, folders, globs or addresses; - for stdin.", show_default=False)
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            help="text, json, html, svg, prov, markdown, sarif, junit, github, annotations, csv or xlsx. Repeatable with an -o each.",
        ),
    ] = None,
    output: Output = None,
    review: ReviewFile = None,
    fail_on: Annotated[str | None, typer.Option("--fail-on", metavar="LABEL,...", help="Exit 1 on these (contradicted,misquoted).")] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="[URL=]FILE|URL", help="A source's text. Repeatable.")] = None,
    cassette: Cassette = None,
    record_mode: Record = None,
    offline: Offline = False,
    archive: ArchiveName = None,
    archive_window: ArchiveWindow = None,
    no_archive: NoArchive = False,
    cache_dir: CacheDir = None,
    no_cache: NoCache = False,
    max_cache_age: MaxCacheAge = None,
    config: ConfigFile = None,
    files_from: FilesFrom = None,
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
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="One line for each claim that is not supported.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Evidence for supported claims too.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No progress on stderr.")] = False,
) -> None:
    """Check drafts: every claim that leans on a source, with a verdict and the passage that proves it."""
    chosen = settings(config, named_as_settings(locals()))
    from provenance.reports import FORMATS

    wanted = outputs(formats or ["text"], output or [], tuple(FORMATS))
    named = list(collected(drafts or [], files_from, chosen.input_format))
    reviews = read_reviews(review) if review is not None else ()
    if all(isinstance(draft, DraftFailure) for draft in named):
        raise UsageError("; ".join(draft.reason for draft in named[:3] if isinstance(draft, DraftFailure)))
    run = Run(named, chosen, shown(len(named), wanted=not (quiet or no_progress)))
    verbosity = -1 if quiet else 1 if verbose else 0
    if len(wanted) == 1 and wanted[0][0] == "text" and not reviews:
        labels, failures = _stream(run, chosen, wanted[0][1], verbosity)
    else:
        labels, failures = _whole(run, chosen, wanted, verbosity, reviews)
    for failure in failures:
        if failure.reason != NOT_REACHED:
            complain(f"{failure.path}: {failure.reason}" if failure.path not in failure.reason else failure.reason)
    if run.interrupted:
        complain(
            f"interrupted: the report is of {run.reached} of {len(named)} drafts, as far as they were checked; run it again for the rest"
        )
        raise typer.Exit(ExitCode.INTERRUPTED)
    raise typer.Exit(exit_code(labels, failures, chosen))


def exit_code(labels: Iterable[Label], failures: Sequence[DraftFailure], config: Config) -> ExitCode:
    """The exit code of a finished run: an unreadable draft before a finding, so that a broken run never looks clean."""
    if failures:
        return ExitCode.USAGE
    if config.exit_zero:
        return ExitCode.CLEAN
    return ExitCode.FINDINGS if any(label in config.fail_on for label in labels) else ExitCode.CLEAN


def outputs(formats: list[str], files: list[Path], known: Sequence[str]) -> list[tuple[str, Path | None]]:
    """Each format that is wanted with the file that it goes to, ``None`` for stdout.

    Raises
    ------
    UsageError
        A format is not ``known``, or formats and files do not go together.
    """
    from provenance.reports import BINARY

    for name in formats:
        if name not in known:
            raise UsageError(f"unknown format {name!r}: use one of {', '.join(known)}")
    if len(files) > len(formats):
        raise UsageError(f"{len(files)} outputs for {len(formats)} formats: give a --format for each -o")
    if len(formats) - len(files) > 1:
        raise UsageError(f"{len(formats)} formats need an -o each, but the last may go to stdout")
    if len({path.resolve() for path in files}) < len(files):
        raise UsageError("two formats cannot go to the same file: name another after -o")
    for path in files:
        may_write(path)
    if len(formats) > len(files) and formats[-1] in BINARY and sys.stdout.isatty():
        raise UsageError(f"{formats[-1]} is no text for a terminal: name a file for it with -o")
    return [(name, files[i] if i < len(files) else None) for i, name in enumerate(formats)]


Told = tuple[Iterable[Label], Sequence[DraftFailure]]
"""What an exit code comes from: the verdicts that were given, and the drafts that could not be read."""


def _stream(run: Run, config: Config, path: Path | None, verbosity: int) -> Told:
    """Write each draft's text as it is ready."""
    from provenance.pipeline import settings_told
    from provenance.reports.terminal import TextReport

    results = iter(run)
    first = list(islice(results, 1))  # what ends the whole run shows here, before a file is opened
    with writer(path) as put:
        text = TextReport(put, verbosity=verbosity, **(terminal() if path is None else {}))
        for result in chain(first, results):
            if isinstance(result, DraftFailure):
                text.fail(result)
            else:
                text.add(result)
                sys.stdout.flush()
        text.end(dict(settings_told(config)), interrupted=run.interrupted)
    return text.labels, text.failures


def _whole(run: Run, config: Config, wanted: list[tuple[str, Path | None]], verbosity: int, reviews: tuple[Review, ...]) -> Told:
    """Write forms that need all drafts at once, and say which notes no claim is left for."""
    from provenance.pipeline import report_of
    from provenance.reports import render_any

    results = list(run)
    report = replace(report_of(results, config, interrupted=run.interrupted), reviews=reviews)
    if not run.interrupted and (lost := lost_line(orphans(report))):
        complain(lost)
    for name, path in wanted:
        look = terminal() if path is None else {}
        write(render_any(report, name, verbosity=verbosity, **look), path)
    return [c.verdict.label for d in report.drafts for c in d.claims], report.failures
