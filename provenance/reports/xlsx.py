"""The worklist as an Excel workbook: text stays text, the head stays in sight, every column can be filtered."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from provenance.model import Label, Report
from provenance.reports.clean import encodable, one_line
from provenance.reports.words import NAMES
from provenance.reports.worklist import COLUMNS, CONFIDENCE, LINK, rows

_WIDTHS = (28, 16, 60, 24, 40, 16, 11, 44, 60, 40, 40, 50, 16, 40)
_FILLS = {
    Label.CONTRADICTED: "#F8D7DA",
    Label.MISQUOTED: "#F3D9F2",
    Label.NOT_FOUND: "#FCE5CD",
    Label.PARTLY_SUPPORTED: "#FFF2CC",
    Label.NOT_CHECKABLE: "#DEEAF1",
    Label.SUPPORTED: "#E2F0D9",
}
_MOST_LINKS = 60_000
_LONGEST_LINK = 2_000
"""Excel takes 65,530 links of at most 2,079 characters."""
MOST_ROWS = 1_000_000
"""Excel takes 1,048,576."""


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> bytes:
    """The workbook's bytes, the same for the same report. The arguments for terminals change nothing."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": "Worklist of provenance", "author": one_line(report.tool), "created": _made(report)})
        sheet = book.add_worksheet("Findings")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        percent = book.add_format({"num_format": "0%", "valign": "top"})
        linked = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
        fills = {NAMES[label]: book.add_format({"bg_color": fill, "valign": "top"}) for label, fill in _FILLS.items()}
        for column, (name, cells) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, cells)
            sheet.write_string(0, column, name, head)
        last = 0
        for last, row in enumerate(rows(report), 1):
            if last > MOST_ROWS:
                sheet.write_string(last, 0, "More findings than a sheet can hold: the JSON report has all of them.", plain)
                break
            for column, cell in enumerate(row.cells):
                if column == CONFIDENCE and row.confidence is not None:
                    sheet.write_number(last, column, round(row.confidence, 4), percent)
                elif column == LINK and row.href and row.href == cell and len(cell) < _LONGEST_LINK and last < _MOST_LINKS:
                    sheet.write_url(last, column, row.href, linked, encodable(cell))
                elif cell:
                    sheet.write_string(last, column, encodable(cell), fills.get(cell, plain))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    return file.getvalue()


def _made(report: Report) -> Any:
    try:
        return datetime.fromisoformat(report.generated).replace(tzinfo=None)
    except ValueError:
        return datetime(1970, 1, 1)  # noqa: DTZ001
