"""What tools for programmers show of a claim: a rule, a level, a place, a message. SARIF, JUnit and GitHub share them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from provenance.model import CheckedClaim, DifferenceKind, Draft, DraftReport, Label, Report, Source, Span
from provenance.reports.clean import masked, quoted, safe_href, shorten
from provenance.reports.findings import difference_words, telling
from provenance.reports.words import NAMES, WORST_FIRST, certainty, source_name, worst

LEVELS = {
    Label.CONTRADICTED: "error",
    Label.MISQUOTED: "error",
    Label.NOT_FOUND: "warning",
    Label.PARTLY_SUPPORTED: "warning",
    Label.NOT_CHECKABLE: "note",
    Label.SUPPORTED: "none",
}
_DETAILED = (Label.CONTRADICTED, Label.MISQUOTED, Label.PARTLY_SUPPORTED)


@dataclass(frozen=True, slots=True)
class Region:
    """A place as editors count it: lines and columns from 1, columns in UTF-16 code units, the end column excluded."""

    line: int
    column: int
    end_line: int
    end_column: int
    page: int | None


def rule_of(checked: CheckedClaim) -> str:
    """The claim's rule: its verdict, and where a detail decides also the kind of its first difference: ``contradicted/date``."""
    label = checked.verdict.label
    if label in _DETAILED:
        for finding in sorted(checked.findings, key=worst):
            if finding.comparison.label is label and finding.comparison.differences:
                return f"{label.value}/{finding.comparison.differences[0].kind.value}"
    return label.value


def rules() -> tuple[str, ...]:
    """Every rule that there may be, in a fixed order, worst first."""
    found = []
    for label in WORST_FIRST:
        found.append(label.value)
        if label in _DETAILED:
            found.extend(f"{label.value}/{kind.value}" for kind in DifferenceKind)
    return tuple(found)


def problems(report: Report) -> Iterator[tuple[DraftReport, CheckedClaim]]:
    """Every claim that is not supported, worst first over all drafts, so that what a limit cuts off is the least of it."""
    for label in WORST_FIRST:
        if label is not Label.SUPPORTED:
            for draft in report.drafts:
                for checked in draft.claims:
                    if checked.verdict.label is label:
                        yield draft, checked


def message(checked: CheckedClaim, sources: dict[str, Source], length: int = 900) -> str:
    """One paragraph: verdict, claim, what differs, where, what to do next."""
    parts = [f"{NAMES[checked.verdict.label].capitalize()} ({certainty(checked.verdict)}): {quoted(shorten(checked.claim.text, 240))}"]
    if differs := difference_words(checked):
        parts.append(f"{differs[:1].upper()}{differs[1:]}")
    for finding in sorted(checked.findings, key=worst)[:1]:
        parts.append(f"Source: {shorten(source_name(sources[finding.source]), 160)}")
        best = telling(finding.comparison)
        if best is not None and checked.verdict.label is not Label.NOT_FOUND:
            parts.append(f"It says: “{shorten(best[0].text, 240)}”")
    if not checked.findings or checked.verdict.label is Label.NOT_CHECKABLE:
        parts.extend(shorten(reason.message, 240) for reason in checked.verdict.reasons[:2])
    return shorten(" ".join(map(_ended, parts)), length)


def _ended(sentence: str) -> str:
    return sentence if sentence.rstrip("”»\"'\u2069")[-1:] in (".", "!", "?", "…") else f"{sentence}."


def region(draft: Draft, span: Span) -> Region | None:
    """Where ``span`` stands in the draft's file; ``None`` if nobody knows its line."""
    if span.line is None:
        return None
    line, column = span.line, (span.column or 1) + _astral(draft.text, span.start)
    # what comes behind the last character may stand in another paragraph of the file
    last = draft.placed(Span(max(span.start, span.end - 1), span.end))
    if last.line is None or last.column is None or (last.line, last.column) < (line, span.column or 1):
        return Region(line, column, line, column, span.page)
    return Region(line, column, last.line, last.column + 1 + _astral(draft.text, span.end), span.page)


def _astral(text: str, offset: int) -> int:
    """How many characters of two code units stand before ``offset`` in its line, as far as the draft's text has that line."""
    return sum(character > "\uffff" for character in text[text.rfind("\n", 0, offset) + 1 : offset])


def relative(path: str) -> str:
    """A draft's path as a URI reference: relative to the working directory if it lies there, and never the way to it elsewhere."""
    if safe_href(path):
        return masked(path)
    if path in ("-", ""):
        return "stdin"
    plain = path
    if os.path.isabs(path):
        inside = os.path.relpath(path)
        plain = os.path.basename(path) if inside.startswith("..") else inside
    plain = plain.replace(os.sep, "/")
    pieces = [piece for piece in PurePosixPath(plain).parts if piece != "/"]
    # a colon in the first piece would make it a scheme
    uri = "/".join(quote(piece.encode("utf-8", "replace"), safe="!$&'()*+,;=@~") for piece in pieces)
    return uri or "draft"
