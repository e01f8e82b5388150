"""``provenance audit``: everything that was published, checked again night after night."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli.edge import complain
from provenance.cli.exit_codes import ExitCode
from provenance.cli.options import (
    AllowHost,
    ConfigFile,
    FilesFrom,
    HostConcurrency,
    HostInterval,
    IgnoreRobots,
    MaxRetries,
    Model,
    Timeout,
    UserAgent,
    named_as_settings,
    settings,
)
from provenance.cli.stopping import stoppable
from provenance.config import Config
from provenance.errors import UsageError
from provenance.model import DraftFailure

if TYPE_CHECKING:
    from provenance.audit.database import Database
    from provenance.audit.run import Outcome

Store = Annotated[
    str | None,
    typer.Option("--store", metavar="URL|FILE", help="The audit's database; else PROVENANCE_STORE, else SQLite in your data directory."),
]
Audit = Annotated[str, typer.Option("--audit", metavar="NAME", help="Which audit; several stand side by side.")]
Tag = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="Of articles. Repeatable.")]
DEFAULT = "default"


def add(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ARTICLE", help="Files, folders, globs, addresses, sitemaps or feeds.", show_default=False)
    ] = None,
    audit: Audit = DEFAULT,
    tag: Tag = None,
    store: Store = None,
    files_from: FilesFrom = None,
    config: ConfigFile = None,
    allow_host: AllowHost = None,
) -> None:
    """Watch articles from now on; those that are watched already stay as they are."""
    from provenance.audit import articles
    from provenance.audit.clock import stamp, system_clock
    from provenance.audit.intake import fetcher, places
    from provenance.draft import folder_endings

    chosen = settings(config, {"allow_host": allow_host})
    fetch, close = fetcher(chosen)
    found: list[str] = []
    failures: list[DraftFailure] = []
    try:
        for place in places(_names(names, files_from), fetch, endings=folder_endings()):
            (failures if isinstance(place, DraftFailure) else found).append(place)  # type: ignore[arg-type]
    finally:
        close()
    now = stamp(system_clock())
    with opened(store) as database:
        new, tagged = database.transact(lambda c: articles.add(c, articles.audit_id(c, audit, now=now), found, tag or (), now))
    for failure in failures:
        complain(failure.reason)
    known = len(found) - new
    typer.echo(f"{new} added to the audit {audit!r}, {known} known already" + (f" ({tagged} of them tagged)" if tagged else ""))
    raise typer.Exit(ExitCode.USAGE if failures else ExitCode.CLEAN)


def remove(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ARTICLE", help="As they were added: files, folders or addresses.", show_default=False)
    ] = None,
    audit: Audit = DEFAULT,
    tag: Tag = None,
    store: Store = None,
) -> None:
    """Watch articles no longer; the verdicts that were given stay in the ledger."""
    from provenance.audit import articles

    if not names and not tag:
        raise UsageError("nothing named: give files, folders or addresses, or --tag")

    def wanted(place: str, tags: tuple[str, ...]) -> bool:
        if tag and not set(tag) & set(tags):
            return False
        return not names or any(
            place == name or place in (full := str(Path(name).absolute()), name) or place.startswith(f"{full}/") for name in names
        )

    with opened(store) as database:
        number = database.transact(lambda c: articles.audit_id(c, audit))
        chosen = [a.id for a in database.transact(lambda c: articles.listed(c, number)) if wanted(a.place, a.tags)]
        database.transact(lambda c: articles.remove(c, chosen))
    if not chosen:
        raise UsageError(f"the audit {audit!r} watches none of these: 'provenance audit status -v' lists what it does")
    typer.echo(f"{len(chosen)} removed from the audit {audit!r}")


def run(
    audit: Audit = DEFAULT,
    store: Store = None,
    max_requests: Annotated[
        int | None, typer.Option("--max-requests", min=0, help="Look at so many sources, what matters most first.")
    ] = None,
    max_time: Annotated[
        str | None, typer.Option("--max-time", metavar="DURATION", help="Begin nothing new after 90m, 6h …; the next run goes on.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="Where the work is done: local, or dask for a cluster.")] = "local",
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="tcp://HOST:PORT", help="Of the Dask cluster.")] = None,
    fail_on: Annotated[str | None, typer.Option("--fail-on", metavar="LABEL,...", help="Exit 1 if a claim newly has one of these.")] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
    config: ConfigFile = None,
    timeout: Timeout = None,
    max_retries: MaxRetries = None,
    host_concurrency: HostConcurrency = None,
    host_interval: HostInterval = None,
    user_agent: UserAgent = None,
    allow_host: AllowHost = None,
    ignore_robots: IgnoreRobots = False,
    model: Model = None,
    jobs: Annotated[int | None, typer.Option("--jobs", help="Worker processes.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing if all went well.")] = False,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No word on how it goes on.")] = False,
) -> None:
    """Check again what is due, and keep what is new for the morning's report; a run that was broken off is taken up."""
    chosen = settings(config, named_as_settings(locals()))
    from provenance.audit.database import store_url
    from provenance.audit.limits import heed_memory
    from provenance.audit.run import nothing_told
    from provenance.audit.run import run as work
    from provenance.audit.stage import Budget
    from provenance.config import parse_duration

    budget = Budget(max_requests, parse_duration(max_time, "max-time") if max_time is not None else None)
    told = nothing_told if quiet or no_progress else _Steps()
    heed_memory()
    with stoppable():
        outcome = work(audit, chosen, store_url(store), engine=engine, scheduler=scheduler, budget=budget, progress=told)
    _conclude(outcome, chosen, audit, store, quiet=quiet)


def _conclude(outcome: Outcome, config: Config, audit: str, store: str | None, *, quiet: bool) -> None:
    from provenance.audit import runs
    from provenance.audit.nouns import EventKind, RunState

    with opened(store) as database:
        events = database.transact(lambda c: runs.told(c, outcome.run.id))
    done = outcome.run.counts
    if not quiet:
        parts = [f"{done['sources']} sources looked at", f"{done['articles']} articles judged", f"{len(events)} things new"]
        parts += [f"{outcome.left} left for the next run"] if outcome.left else []
        parts += [f"{done['quarantined']} in quarantine"] if done["quarantined"] else []
        typer.echo(f"audit {audit!r}: {', '.join(parts)}" + (" (taken up where it was broken off)" if outcome.resumed else ""))
    if outcome.run.state is RunState.OUTAGE:
        complain(outcome.run.message or "outage")
        raise typer.Exit(ExitCode.INTERNAL)
    failing = {label.value for label in config.fail_on}
    kinds = (EventKind.NEW_CLAIM, EventKind.WORSE)
    found = any(event.kind in kinds and (event.detail or {}).get("after") in failing for event in events)
    raise typer.Exit(ExitCode.FINDINGS if found and not config.exit_zero else ExitCode.CLEAN)


def status(
    audit: Annotated[str | None, typer.Option("--audit", metavar="NAME", help="Only this one.")] = None,
    store: Store = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List the articles too.")] = False,
) -> None:
    """Say how the audits stand: what is watched, what is due, how the last run ended."""
    from provenance.audit import articles
    from provenance.audit.clock import stamp, system_clock
    from provenance.audit.status import Standing, standing
    from provenance.reports.clean import one_line

    now = stamp(system_clock())
    with opened(store) as database:
        names = [audit] if audit is not None else database.transact(articles.audit_names)
        found: list[Standing] = [database.transact(lambda c, n=name: standing(c, n, now)) for name in names]  # type: ignore[misc]
        listed = {
            name: database.transact(lambda c, n=name: articles.listed(c, articles.audit_id(c, n)))  # type: ignore[misc]
            for name in (names if verbose else [])
        }
    if not found:
        typer.echo("no audit yet: 'provenance audit add' makes one")
    for stands in found:
        for line in _standing_lines(stands):
            typer.echo(line)
        for article in listed.get(stands.audit, ()):
            tags = f"  [{', '.join(article.tags)}]" if article.tags else ""
            typer.echo(f"    {one_line(article.place)}{one_line(tags)}")


def _standing_lines(stands: Any) -> Iterator[str]:
    from provenance.reports.clean import one_line

    yield f"audit {stands.audit!r}: {stands.articles} articles, {stands.sources} sources ({stands.due} due, {stands.failing} failing, {stands.dead} dead)"
    if stands.labels:
        yield "  " + ", ".join(f"{count} {label}" for label, count in stands.labels.items())
    if stands.is_running:
        yield "  a run is at work"
    elif stands.broken_off is not None:
        yield f"  the run of {stands.broken_off.started} was broken off: 'provenance audit run' takes it up"
    if stands.last is not None:
        left = f", {stands.last.counts['left']} left over" if stands.last.counts.get("left") else ""
        yield f"  last run: {stands.last.started} to {stands.last.ended}, {stands.last.state.value}{left}"
        if stands.last.message:
            yield f"    {one_line(stands.last.message)}"
    for why in stands.unreadable[:20]:
        yield f"  ! {one_line(why)}"
    if len(stands.unreadable) > 20:
        yield f"  ! and {len(stands.unreadable) - 20} more that cannot be read"


def doctor(store: Store = None) -> None:
    """Verify the store: its structure, the chain of its verdicts, and the hash of everything that they rest on."""
    from provenance.audit.doctor import examine

    with opened(store, bring_up=False) as database:
        if database.is_sqlite and not Path(database.url.database or "").exists():
            raise UsageError(f"there is no store at {database.url.database}: name another after --store")
        found = examine(database)
    for fault in found.faults:
        complain(fault)
    typer.echo(f"{found.verdicts} verdicts and {found.contents} contents ({found.bytes / 1e6:.1f} MB) verified, {len(found.faults)} faults")
    raise typer.Exit(ExitCode.FINDINGS if found.faults else ExitCode.CLEAN)


@contextmanager
def opened(store: str | None, *, bring_up: bool = True) -> Iterator[Database]:
    """The store, of today's version unless ``bring_up`` is off."""
    from provenance.audit.database import Database, store_url
    from provenance.audit.versions import migrate

    database = Database(store_url(store))
    try:
        if bring_up:
            migrate(database)
        yield database
    finally:
        database.close()


def _names(names: list[str] | None, files_from: Path | None) -> list[str]:
    from provenance.draft.collect import listed

    found = list(names or [])
    if files_from is not None:
        try:
            body = sys.stdin.buffer.read() if str(files_from) == "-" else files_from.read_bytes()
            found += listed(body.decode("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read the list {files_from}: check the name after --files-from, and save it as UTF-8") from error
    if not found:
        raise UsageError("nothing named: give files, folders, globs, addresses, sitemaps or feeds")
    return found


class _Steps:
    """Says on stderr how far each stage is: a line that is written over on a terminal, elsewhere one at the stage's end."""

    _NAMES = {"read": "articles read", "check": "sources looked at", "compare": "changed sources compared", "judge": "articles judged"}  # noqa: RUF012 - never changed

    def __init__(self) -> None:
        self._live = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, stage: str, done: int, of: int) -> None:
        if sys.stderr is None or (not self._live and done < of):
            return
        end = "\n" if done >= of else ""
        start = "\r" if self._live else ""
        with contextlib.suppress(OSError):  # that nobody listens is no reason to leave a night half done
            sys.stderr.write(f"{start}{done} of {of} {self._NAMES[stage]}{end}")
            sys.stderr.flush()
