"""The worklist as CSV (RFC 4180, UTF-8): for a spreadsheet, which must take no cell for a formula."""

from __future__ import annotations

import csv
import io

from provenance.model import Report
from provenance.reports.clean import encodable
from provenance.reports.worklist import COLUMNS, CONFIDENCE, rows

# OWASP ASVS 1.2.10, with the full-width forms that spreadsheets take for the same, and what strips to one of them
_FORMULA = frozenset("=+-@\t\r\n\x00＝＋－＠")


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The list with a head; every cell stands in quotes, lines end with CR LF. The arguments for terminals change nothing."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(report):
        cells = [neutral(cell, raw) for cell, raw in zip(row.cells, row.raw, strict=True)]
        if row.confidence is not None:
            cells[CONFIDENCE] = f"{row.confidence:.2f}"
        writer.writerow(cells)
    return encodable(file.getvalue())


def neutral(cell: str, raw: str = "") -> str:
    """``cell`` with an apostrophe before it if a spreadsheet could take it, or the text that it was made of, for a formula.

    Method: OWASP Application Security Verification Standard 1.2.10.
    """
    looked_at = (cell[:1], raw[:1], raw.lstrip("\x00\ufeff\u200b \u00a0\ufffd")[:1], cell.lstrip("\ufffd ")[:1])
    return f"'{cell}" if any(start and start in _FORMULA for start in looked_at) else cell
