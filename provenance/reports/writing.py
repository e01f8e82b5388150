"""Writing for a terminal: what all text reports share."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from provenance.model import Draft, Span
from provenance.reports.clean import one_line

if TYPE_CHECKING:
    from rich.console import Console

LABEL_WIDTH = 9


def console_of(colour: bool, width: int) -> Console:
    """A console that writes to memory; nothing in its texts is taken for markup or emoji codes."""
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=max(40, width),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def line(console: Console, text: str, *, style: str = "") -> None:
    """One line, however long: a terminal breaks it, a pipe does not want it broken."""
    from rich.text import Text

    console.print(Text(text, style=style), soft_wrap=True)


def row(console: Console, name: str, value: str) -> None:
    """A named value, its further lines indented under the first."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(width=LABEL_WIDTH, style="dim", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    table.add_row(Text(name), Text(value))
    console.print(Padding(table, (0, 0, 0, 2)))


def text_of(console: Console) -> str:
    """What has been written so far, without blanks at the ends of lines."""
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


def place_of(draft: Draft, span: Span) -> str:
    """File, line and column of a span, as editors and other tools take it."""
    path = one_line(draft.path)
    if span.page is not None and span.line is None:
        return f"{path}:p{span.page}"
    return f"{path}:{span.line}:{span.column}" if span.line is not None else path


def count(n: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
