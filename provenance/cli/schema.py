"""``provenance schema``: the promise of the JSON report's shape."""

from __future__ import annotations


def command() -> None:
    """Print the JSON Schema of the report."""
    from provenance.cli.files import write
    from provenance.reports.json import dump
    from provenance.reports.schema import report_schema

    write(dump(report_schema()), None)
