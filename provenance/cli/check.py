"""``provenance check``: drafts in, verdicts out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.edge import complain
from provenance.cli.exit_codes import ExitCode
from provenance.cli.options import (
    AllowHost,
    Cassette,
    ConfigFile,
    DraftDate,
    Language,
    Model,
    Offline,
    Output,
    Record,
    Timeout,
    settings,
    terminal,
    write,
)
from provenance.config import Config
from provenance.errors import UsageError
from provenance.model import Report

EXTENSIONS = (".md", ".markdown", ".html", ".htm", ".txt", ".text")


def command(
    drafts: Annotated[
        list[str] | None, typer.Argument(metavar="DRAFT", help="Files, folders or globs; - for stdin.", show_default=False)
    ] = None,
    formats: Annotated[list[str] | None, typer.Option("--format", "-f", help="text, json or html. Repeatable with an -o each.")] = None,
    output: Output = None,
    fail_on: Annotated[str | None, typer.Option("--fail-on", metavar="LABEL,...", help="Exit 1 on these (contradicted,misquoted).")] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
    source: Annotated[list[str] | None, typer.Option("--source", metavar="[URL=]FILE|URL", help="A source's text. Repeatable.")] = None,
    cassette: Cassette = None,
    record_mode: Record = None,
    offline: Offline = False,
    config: ConfigFile = None,
    files_from: Annotated[
        Path | None, typer.Option("--files-from", metavar="FILE", help="A list of drafts, one a line; - for stdin.")
    ] = None,
    language: Language = None,
    date: DraftDate = None,
    timeout: Timeout = None,
    max_retries: Annotated[int | None, typer.Option("--max-retries", help="How often to try a source again.")] = None,
    host_concurrency: Annotated[int | None, typer.Option("--host-concurrency", help="Requests at once to one host.")] = None,
    host_interval: Annotated[float | None, typer.Option("--host-interval", metavar="SECONDS", help="Between requests to a host.")] = None,
    user_agent: Annotated[str | None, typer.Option("--user-agent", help="How we name ourselves to servers.")] = None,
    allow_host: AllowHost = None,
    ignore_robots: Annotated[bool, typer.Option("--ignore-robots", help="Fetch what robots.txt forbids.")] = False,
    model: Model = None,
    jobs: Annotated[int | None, typer.Option("--jobs", help="Processes for extracting text.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="One line for each claim that is not supported.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Evidence for supported claims too.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No progress line on a terminal.")] = False,
) -> None:
    """Check drafts: every claim that leans on a source, with a verdict and the passage that proves it."""
    flags = {
        "fail_on": fail_on,
        "exit_zero": exit_zero,
        "source": source,
        "cassette": cassette,
        "record_mode": record_mode,
        "offline": offline,
        "language": language,
        "date": date,
        "timeout": timeout,
        "max_retries": max_retries,
        "host_concurrency": host_concurrency,
        "host_interval": host_interval,
        "user_agent": user_agent,
        "allow_host": allow_host,
        "ignore_robots": ignore_robots,
        "model": model,
        "jobs": jobs,
    }
    chosen = settings(config, flags)
    wanted = _outputs(formats or ["text"], output or [])
    paths = expand(drafts or [], files_from)
    report = _run(paths, chosen, progress=not (quiet or no_progress) and sys.stderr.isatty())
    _write(report, wanted, verbosity=-1 if quiet else 1 if verbose else 0)
    for failure in report.failures:
        complain(f"{failure.path}: {failure.reason}" if failure.path not in failure.reason else failure.reason)
    raise typer.Exit(exit_code(report, chosen))


def exit_code(report: Report, config: Config) -> ExitCode:
    """The exit code for a finished report: an unreadable draft before a finding, so that a broken run never looks clean."""
    if report.failures:
        return ExitCode.USAGE
    if config.exit_zero:
        return ExitCode.CLEAN
    found = any(c.verdict.label in config.fail_on for d in report.drafts for c in d.claims)
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


def expand(drafts: list[str], files_from: Path | None) -> list[str]:
    """The files that the arguments name: folders and globs are looked through, in alphabetical order.

    Raises
    ------
    UsageError
        Nothing is named, a list of files cannot be read, or a folder or glob holds no draft.
    """
    names = [*drafts, *(_listed(files_from) if files_from else [])]
    if not names:
        raise UsageError("no draft named: give a file, a folder, a glob or - for stdin")
    found: list[str] = []
    for name in names:
        path = Path(name)
        if name != "-" and path.is_dir():
            inside = sorted(str(p) for p in path.rglob("*") if p.suffix.lower() in EXTENSIONS and p.is_file())
            if not inside:
                raise UsageError(f"no draft ({' '.join(EXTENSIONS)}) in the folder {name}: name another folder or a file")
            found.extend(inside)
        elif any(sign in name for sign in "*?[") and not path.exists():
            import glob

            matches = sorted(m for m in glob.glob(name, recursive=True) if Path(m).is_file())
            if not matches:
                raise UsageError(f"no file matches {name}: check the pattern")
            found.extend(matches)
        else:
            found.append(name)
    return list(dict.fromkeys(found))


def _listed(file: Path) -> list[str]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the list {file}: check the name after --files-from") from error
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _outputs(formats: list[str], outputs: list[Path]) -> list[tuple[str, Path | None]]:
    from provenance.reports import FORMATS

    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"unknown format {name!r}: use one of {', '.join(FORMATS)}")
    if len(outputs) > len(formats):
        raise UsageError(f"{len(outputs)} outputs for {len(formats)} formats: give a --format for each -o")
    if len(formats) - len(outputs) > 1:
        raise UsageError(f"{len(formats)} formats need an -o each, but the last may go to stdout")
    return [(name, outputs[i] if i < len(outputs) else None) for i, name in enumerate(formats)]


def _run(paths: list[str], config: Config, *, progress: bool) -> Report:
    from provenance.pipeline import check_all

    if not progress:
        return check_all(paths, config)
    from rich.console import Console

    console = Console(stderr=True, markup=False)
    with console.status(f"checking {len(paths)} draft{'s' if len(paths) > 1 else ''} …"):
        return check_all(paths, config)


def _write(report: Report, wanted: list[tuple[str, Path | None]], *, verbosity: int) -> None:
    from provenance.reports import render

    for name, path in wanted:
        look = terminal() if path is None else {}
        write(render(report, name, verbosity=verbosity, **look), path)
