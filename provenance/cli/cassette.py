"""``provenance cassette``: what a cassette holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provenance.cli.options import write


def ls(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A WARC file.", show_default=False)],
) -> None:
    """List the responses that a cassette holds: date, status, size, type, address, and what it says of itself."""
    from provenance.reports.clean import one_line
    from provenance.sources import list_records

    lines = []
    for record in list_records(file):
        status = str(record.status or "-")
        kind = (record.content_type or "-").split(";")[0]
        lines.append(f"{record.date}  {status:>3}  {record.length:>9}  {one_line(kind):24}  {one_line(record.url)}")
        if record.note:
            lines.append(f"{'':22}{one_line(record.note)}")
    write("".join(line.rstrip() + "\n" for line in lines), None)
