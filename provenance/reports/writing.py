"""Writing for a terminal: what all text reports share."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from provenance.model import Draft, Span
from provenance.reports.clean import isolated, no_commands, one_line
from provenance.reports.words import count

__all__ = ["cell_count", "console_of", "count", "excerpt", "fitted", "line", "place_of", "row", "text_of"]

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
    """What has been written so far, without blanks at the ends of lines, and with nothing that a build server would obey."""
    assert isinstance(console.file, io.StringIO)
    return "\n".join(no_commands(line.rstrip()) for line in console.file.getvalue().split("\n"))


def cell_count(text: str) -> int:
    """How many cells of a terminal a line takes: wide characters take two, marks none."""
    from rich.cells import cell_len

    return cell_len(text)


def fitted(text: str, cells: int) -> str:
    """``text`` on one line of at most so many cells of a terminal (wide characters take two), cut at a word with an ellipsis."""
    from rich.cells import cell_len, chop_cells

    flat = one_line(text)
    if cell_len(flat) <= cells:
        return isolated(flat)
    kept = chop_cells(flat, max(1, cells - 1))[0]
    cut = kept.rfind(" ")
    return isolated((kept[:cut] if cut > len(kept) // 2 else kept).rstrip(" ,;:–—-") + "…")


def excerpt(text: str, start: int, end: int, cells: int) -> str:
    """The part of ``text`` around ``text[start:end]`` that fits into so many cells, cut at words with ellipses."""
    from rich.cells import cell_len

    flat = one_line(text)
    if cell_len(flat) <= cells or not 0 <= start < end <= len(text):
        return fitted(text, cells)
    before, after = one_line(text[:start]), one_line(text[end:])
    middle = f"{' ' if before and text[start - 1 : start].isspace() else ''}{one_line(text[start:end])}"
    room = cells - cell_len(middle)
    if room < 12:
        return fitted(text[start:], cells)
    # a third of the room before it, as one reads on
    kept = before
    while kept and cell_len(kept) > room // 3:
        cut = kept.find(" ")
        kept = kept[cut + 1 :] if cut >= 0 else ""
    head = f"…{kept}" if kept != before else kept
    glue = " " if text[end : end + 1].isspace() else ""
    return fitted(f"{head}{middle}{glue}{after}", cells)


def place_of(draft: Draft, span: Span) -> str:
    """File, line and column of a span, as editors and other tools take it; with the page where the file has pages."""
    path = one_line(draft.path)
    page = f":p{span.page}" if span.page is not None else ""
    return f"{path}{page}:{span.line}:{span.column}" if span.line is not None else f"{path}{page}"
