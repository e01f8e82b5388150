"""The report for a terminal: what is wrong first, worst first, each claim beside what its source says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from provenance.model import CheckedClaim, Comparison, Draft, DraftFailure, DraftReport, Finding, Label, Report, Review, Source
from provenance.reports.clean import isolated, one_line, shorten, without_secrets
from provenance.reports.findings import attribution_rows, compact_rows, difference_words, finding_rows, why_not
from provenance.reports.hints import Tally, hints
from provenance.reports.words import MARKS, NAMES, NOT_REACHED, WORST_FIRST, certainty, count, worst
from provenance.reports.writing import cell_count, console_of, fitted, line, place_of, row, text_of

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {
    Label.SUPPORTED: "green",
    Label.PARTLY_SUPPORTED: "yellow",
    Label.CONTRADICTED: "bold red",
    Label.MISQUOTED: "bold magenta",
    Label.NOT_FOUND: "red",
    Label.NOT_CHECKABLE: "cyan",
}
CLAIM_LENGTH = 320
NOTE_LENGTH = 240
TOGETHER = 3
"""So many claims that could not be checked for one reason share a line in the compact form."""

_LEAST = 24
"""Cells that a claim needs to be worth a place behind its head."""


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The report as text for ``width`` columns. Nothing from a draft or page can move the cursor or restyle it."""
    parts: list[str] = []
    written = TextReport(parts.append, colour=colour, width=width, verbosity=verbosity)
    reviews = {review.claim: review for review in report.reviews}
    for draft in report.drafts:
        written.add(draft, reviews)
    for failure in report.failures:
        written.fail(failure)
    written.end(dict(report.settings), interrupted=report.interrupted)
    return "".join(parts)


class TextReport:
    """The report for a terminal, draft by draft as they are ready: thousands of them need no more memory than one.

    Parameters
    ----------
    put:
        Takes the text piece by piece.
    colour, width:
        As for :func:`render`.
    verbosity:
        -1 a line for each claim that is not supported, as compilers write it; 0 a few lines for each, a claim's worst finding only;
        1 everything: every finding, every passage, every reason.

    Attributes
    ----------
    labels:
        How often each verdict was given so far.
    failures:
        The drafts that could not be read so far.
    """

    def __init__(self, put: Callable[[str], object], *, colour: bool = False, width: int = 100, verbosity: int = 0) -> None:
        self._put = put
        self._colour, self._width, self._verbosity = colour, width, verbosity
        self._tally = Tally()
        self._drafts = 0
        self.labels: Counter[Label] = Counter()
        self.failures: list[DraftFailure] = []

    def add(self, report: DraftReport, reviews: Mapping[str, Review] | None = None) -> None:
        """Write one draft, and a reviewer's notes on its claims, which are given by the claim's id."""
        console = console_of(self._colour, self._width)
        _write_draft(console, without_secrets(report), self._verbosity)
        for checked in report.claims:
            if review := (reviews or {}).get(checked.claim.id):
                said = ": ".join(filter(None, (review.verdict and NAMES[review.verdict], isolated(shorten(review.note, NOTE_LENGTH)))))
                line(console, f"reviewer: {place_of(report.draft, checked.claim.span)}: {said}")
        self._put(text_of(console))
        self._drafts += 1
        self.labels.update(c.verdict.label for c in report.claims)
        self._tally.add(report)

    def fail(self, failure: DraftFailure) -> None:
        """Remember a draft that could not be read."""
        self.failures.append(failure)

    def end(self, settings: Mapping[str, str], *, interrupted: bool = False) -> None:
        """Write what comes after the drafts: the model, the drafts that could not be read, the totals and what to do next."""
        console = console_of(self._colour, self._width)
        if self._verbosity > 0:
            line(console, f"model: {one_line(settings.get('model', 'embedded'))}", style="dim")
        for failure in without_secrets(tuple(self.failures)):
            if failure.reason != NOT_REACHED:
                reason = failure.reason.removeprefix(f"{failure.path}: ")
                line(console, f"{one_line(failure.path)}: cannot be read: {one_line(reason)}", style="bold red")
        if self._verbosity >= 0:
            self._write_totals(console)
        if interrupted:
            left = sum(failure.reason == NOT_REACHED for failure in self.failures)
            rest = f"; {count(left, 'draft')} not reached" if left else ""
            line(console, f"interrupted: this report is not complete{rest}", style="bold yellow")
        self._put(text_of(console))

    def _write_totals(self, console: Console) -> None:
        told = ", ".join(f"{self.labels[label]} {NAMES[label]}" for label in WORST_FIRST if self.labels[label])
        if self._drafts != 1 or self.failures:
            sources = count(len(self._tally.statuses), "source")
            told_in = f"{count(self.labels.total(), 'claim')} in {count(self._drafts, 'draft')}, {sources}"
            line(console, f"{told_in}: {told or 'nothing to say'}", style="bold")
        for hint in hints(self._tally):
            line(console, f"hint: {hint}", style="cyan")


def render_comparison(comparison: Comparison, source: Source, *, colour: bool = False, width: int = 100) -> str:
    """What ``provenance compare`` prints: one claim against one source."""
    console = console_of(colour, width)
    label = comparison.label
    line(console, f"{MARKS[label]} {NAMES[label]} ({certainty(comparison)})", style=COLOURS[label])
    finding, source = without_secrets((Finding(source.id, comparison), source))
    for name, value in finding_rows(finding, {source.id: source}):
        row(console, name, value)
    return text_of(console)


# ---- one draft -----------------------------------------------------------------------------------------------------


def _write_draft(console: Console, report: DraftReport, verbosity: int) -> None:
    sources = {s.id: s for s in report.sources}
    if verbosity >= 0:
        _write_head(console, report)
    for label in WORST_FIRST:
        group = [c for c in report.claims if c.verdict.label is label]
        if verbosity > 0:
            for checked in group:
                _write_full(console, report.draft, checked, sources)
        elif verbosity < 0:
            for checked in group if label is not Label.SUPPORTED else ():
                _write_quiet(console, report.draft, checked, sources)
        elif label is Label.SUPPORTED:
            _write_together(console, report.draft, label, NAMES[label], group)
        elif label is Label.NOT_CHECKABLE:
            _write_unchecked(console, report.draft, group, sources)
        else:
            for checked in group:
                _write_compact(console, report.draft, checked, sources)
    if verbosity >= 0:
        line(console, "")


def _write_head(console: Console, report: DraftReport) -> None:
    counts = Counter(c.verdict.label for c in report.claims)
    told = " · ".join(f"{counts[label]} {NAMES[label]}" for label in WORST_FIRST if counts[label])
    total = f"{count(len(report.claims), 'claim')}, {count(len(report.sources), 'source')}"
    line(console, f"{one_line(report.draft.path)}: {total}" + (f": {told}" if told else ""), style="bold")
    if report.interrupted:
        line(console, "  interrupted: what is not checked yet stands among the claims that are not checkable", style="bold yellow")
    if not report.claims:
        line(console, "  No claim in it leans on a source: nothing to check.")


def _write_quiet(console: Console, draft: Draft, checked: CheckedClaim, sources: Mapping[str, Source]) -> None:
    label = checked.verdict.label
    told = f"{place_of(draft, checked.claim.span)}: {NAMES[label]}: {fitted(checked.claim.text, 160)}"
    if differs := why_not(checked, sources) if label is Label.NOT_CHECKABLE else difference_words(checked):
        told += f" [{differs}]"
    line(console, told, style=COLOURS[label])


def _write_compact(console: Console, draft: Draft, checked: CheckedClaim, sources: Mapping[str, Source]) -> None:
    label = checked.verdict.label
    head = f"{MARKS[label]} {place_of(draft, checked.claim.span)}: {NAMES[label]} ({certainty(checked.verdict)})"
    rows = compact_rows(checked, sources, console.width - 4, console.width - len(head) - 2)
    differs = next(rows)
    line(console, head + (f": {differs}" if differs else ""), style=COLOURS[label])
    for text in rows:
        line(console, f"    {text}")


def _write_unchecked(console: Console, draft: Draft, group: list[CheckedClaim], sources: Mapping[str, Source]) -> None:
    by_reason: dict[str, list[CheckedClaim]] = {}
    for checked in group:
        by_reason.setdefault(why_not(checked, sources), []).append(checked)
    for why, same in by_reason.items():
        if len(same) >= TOGETHER:
            _write_together(console, draft, Label.NOT_CHECKABLE, f"not checkable, {why}", same)
            continue
        for checked in same:
            head = f"{MARKS[Label.NOT_CHECKABLE]} {place_of(draft, checked.claim.span)}: not checkable, {why}: "
            room = console.width - cell_count(head)
            text = fitted(checked.claim.text, room if room >= _LEAST else console.width - 4)
            line(console, head + text if room >= _LEAST else head.rstrip(": "), style=COLOURS[Label.NOT_CHECKABLE])
            if room < _LEAST:
                line(console, f"    {text}")
            for finding in sorted(checked.findings, key=worst)[:1]:
                line(console, f"    {one_line(sources[finding.source].url)}")


def _write_together(console: Console, draft: Draft, label: Label, what: str, group: list[CheckedClaim]) -> None:
    """Many claims of one kind on a line: how many, and where."""
    if not group:
        return
    head = f"{MARKS[label]} {len(group)} {what}: "
    with_pages = any(c.claim.span.page is not None for c in group)
    places = [f"p{c.claim.span.page}:{c.claim.span.line}" if with_pages else f"{c.claim.span.line}:{c.claim.span.column}" for c in group]
    line(console, head + fitted(f"at {', '.join(places)}", max(20, console.width - len(head))), style=COLOURS[label])


def _write_full(console: Console, draft: Draft, checked: CheckedClaim, sources: Mapping[str, Source]) -> None:
    label = checked.verdict.label
    line(console, "")
    line(
        console,
        f"{MARKS[label]} {place_of(draft, checked.claim.span)}: {NAMES[label]} ({certainty(checked.verdict)})",
        style=COLOURS[label],
    )
    row(console, "claim", isolated(shorten(checked.claim.text, CLAIM_LENGTH)))
    for name, value in attribution_rows(checked.claim.attribution):
        if name != "kind":
            row(console, name, value)
    for finding in sorted(checked.findings, key=worst):
        for name, value in finding_rows(finding, sources):
            row(console, name, value)
    if not checked.findings:
        for reason in checked.verdict.reasons:
            row(console, "because", one_line(reason.message))
