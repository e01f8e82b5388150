"""The commands by name."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, ParamSpec, TypeVar

import typer

from provenance.cli import audit, audit_report, cassette, check, claims, compare, schema, trace
from provenance.cli.edge import Interrupted, NobodyReads

P = ParamSpec("P")
R = TypeVar("R")

app = typer.Typer(
    name="provenance",
    help="Check whether a text's sources really say what the text says they say.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # plain help comes in a third of the time
    rich_markup_mode=None,
)


def _interruptible(command: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KeyboardInterrupt as error:
            raise Interrupted from error
        except BrokenPipeError as error:
            raise NobodyReads from error

    return run


def _show_version(wanted: bool) -> None:
    if wanted:
        from provenance.pipeline import tool_version

        typer.echo(f"provenance {tool_version()}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Check whether a text's sources really say what the text says they say."""


app.command("check")(_interruptible(check.command))
app.command("claims")(_interruptible(claims.command))
app.command("compare")(_interruptible(compare.command))
app.command("trace")(_interruptible(trace.command))
cassettes = typer.Typer(
    help="Look at recorded responses, check, scrub, import and export them.", no_args_is_help=True, rich_markup_mode=None
)
cassettes.command("ls")(_interruptible(cassette.ls))
cassettes.command("verify")(_interruptible(cassette.verify))
cassettes.command("scrub")(_interruptible(cassette.scrub))
cassettes.command("import")(_interruptible(cassette.import_))
cassettes.command("export")(_interruptible(cassette.export))
app.add_typer(cassettes, name="cassette")
app.command("schema")(_interruptible(schema.command))
audits = typer.Typer(help="Check everything that was published again, night after night.", no_args_is_help=True, rich_markup_mode=None)
audits.command("add")(_interruptible(audit.add))
audits.command("run")(_interruptible(audit.run))
audits.command("report")(_interruptible(audit_report.report))
audits.command("export")(_interruptible(audit_report.export))
audits.command("status")(_interruptible(audit.status))
audits.command("remove")(_interruptible(audit.remove))
audits.command("doctor")(_interruptible(audit.doctor))
app.add_typer(audits, name="audit")
