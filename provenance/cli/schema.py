"""``provenance schema``: the promise of the JSON reports' shape."""

from __future__ import annotations

from typing import Annotated

import typer


def command(trace: Annotated[bool, typer.Option("--trace", help="Of a trace instead.")] = False) -> None:
    """Print the JSON Schema of the report."""
    from provenance.cli.files import write
    from provenance.reports.json import dump

    if trace:
        from provenance.reports.trace_json import trace_schema

        write(dump(trace_schema()), None)
        return
    from provenance.reports.schema import report_schema

    write(dump(report_schema()), None)
