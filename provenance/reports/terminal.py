"""The report for a terminal: what is wrong first, worst first, each claim beside what its source says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from provenance.model import (
    Attribution,
    CheckedClaim,
    Comparison,
    Difference,
    Draft,
    DraftFailure,
    DraftReport,
    Finding,
    Label,
    Report,
    Source,
    Status,
)
from provenance.reports.clean import one_line, shorten
from provenance.reports.words import MARKS, NAMES, STATUS_NAMES, WORST_FIRST, certainty, how_reached, source_name, worst
from provenance.reports.writing import console_of, count, line, place_of, row, text_of

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
EVIDENCE_LENGTH = 420


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The report as text of at most ``width`` columns. Nothing from a draft or page can move the cursor or restyle it."""
    parts: list[str] = []
    written = TextReport(parts.append, colour=colour, width=width, verbosity=verbosity)
    for draft in report.drafts:
        written.add(draft)
    for failure in report.failures:
        written.fail(failure)
    written.end(dict(report.settings))
    return "".join(parts)


class TextReport:
    """The report for a terminal, draft by draft as they are ready: thousands of them need no more memory than one.

    Parameters
    ----------
    put:
        Takes the text piece by piece.
    colour, width, verbosity:
        As for :func:`render`.

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
        self._statuses: dict[str, Status] = {}
        self._drafts = self._bare = 0
        self.labels: Counter[Label] = Counter()
        self.failures: list[DraftFailure] = []

    def add(self, report: DraftReport) -> None:
        """Write one draft."""
        console = console_of(self._colour, self._width)
        _write_draft(console, report, self._verbosity)
        self._put(text_of(console))
        self._drafts += 1
        self.labels.update(c.verdict.label for c in report.claims)
        self._bare += sum(any(r.code == "no_reference" for r in c.verdict.reasons) for c in report.claims)
        for source in report.sources:
            self._statuses.setdefault(source.id, source.status)

    def fail(self, failure: DraftFailure) -> None:
        """Remember a draft that could not be read."""
        self.failures.append(failure)

    def end(self, settings: Mapping[str, str]) -> None:
        """Write what comes after the drafts: the model, the drafts that could not be read, the totals and what to do next."""
        console = console_of(self._colour, self._width)
        if self._verbosity > 0:
            line(console, f"model: {one_line(settings.get('model', 'embedded'))}", style="dim")
        for failure in self.failures:
            line(console, f"✗ {one_line(failure.path)}: {one_line(failure.reason)}", style="bold red")
        if self._verbosity >= 0:
            self._write_totals(console)
        self._put(text_of(console))

    def _write_totals(self, console: Console) -> None:
        line(console, "")
        told = ", ".join(f"{self.labels[label]} {NAMES[label]}" for label in WORST_FIRST if self.labels[label])
        told_in = f"{count(self.labels.total(), 'claim')} in {count(self._drafts, 'draft')}, {count(len(self._statuses), 'source')}"
        line(console, f"{told_in}: {told or 'nothing to say'}", style="bold")
        for hint in hints(Counter(self._statuses.values()), self._bare):
            line(console, f"hint: {hint}", style="cyan")


def render_comparison(comparison: Comparison, source: Source, *, colour: bool = False, width: int = 100) -> str:
    """What ``provenance compare`` prints: one claim against one source."""
    console = console_of(colour, width)
    label = comparison.label
    line(console, f"{MARKS[label]} {NAMES[label]} ({certainty(comparison)})", style=COLOURS[label])
    for name, value in _finding_rows(Finding(source.id, comparison), {source.id: source}):
        row(console, name, value)
    return text_of(console)


# ---- one draft -----------------------------------------------------------------------------------------------------


def _write_draft(console: Console, report: DraftReport, verbosity: int) -> None:
    sources = {s.id: s for s in report.sources}
    counts = Counter(c.verdict.label for c in report.claims)
    told = " · ".join(f"{counts[label]} {NAMES[label]}" for label in WORST_FIRST if counts[label])
    if verbosity >= 0:
        line(console, f"{one_line(report.draft.path)}: {count(len(report.claims), 'claim')}" + (f": {told}" if told else ""), style="bold")
        if not report.claims:
            line(console, "  No claim in it leans on a source: nothing to check.")
    for label in WORST_FIRST:
        group = [c for c in report.claims if c.verdict.label is label]
        brief = label is Label.SUPPORTED and verbosity < 1
        for checked in group:
            if verbosity < 0:
                if label is not Label.SUPPORTED:
                    _write_brief(console, report.draft, checked)
            elif brief:
                _write_brief(console, report.draft, checked)
            else:
                _write_full(console, report.draft, checked, sources)
        if brief and group and verbosity >= 0:
            line(console, "")


def _write_brief(console: Console, draft: Draft, checked: CheckedClaim) -> None:
    label = checked.verdict.label
    text = shorten(checked.claim.text, max(30, console.width - len(place_of(draft, checked.claim.span)) - len(NAMES[label]) - 8))
    line(console, f"{MARKS[label]} {place_of(draft, checked.claim.span)}: {NAMES[label]}: {text}", style=COLOURS[label])


def _write_full(console: Console, draft: Draft, checked: CheckedClaim, sources: dict[str, Source]) -> None:
    label = checked.verdict.label
    line(console, "")
    line(
        console,
        f"{MARKS[label]} {place_of(draft, checked.claim.span)}: {NAMES[label]} ({certainty(checked.verdict)})",
        style=COLOURS[label],
    )
    row(console, "claim", shorten(checked.claim.text, CLAIM_LENGTH))
    for name, value in _attribution_rows(checked.claim.attribution):
        if name != "kind":
            row(console, name, value)
    for finding in sorted(checked.findings, key=worst):
        for name, value in _finding_rows(finding, sources):
            row(console, name, value)
    if not checked.findings:
        for reason in checked.verdict.reasons:
            row(console, "because", one_line(reason.message))


def _attribution_rows(attribution: Attribution | None) -> Iterator[tuple[str, str]]:
    if attribution is None:
        return
    words = shorten(attribution.source, 120) or "nobody named"
    if attribution.cue:
        words += f" — “{shorten(attribution.cue, 60)}”"
    if attribution.date:
        words += f", {attribution.date.isoformat()}"
    elif attribution.when:
        words += f", {shorten(attribution.when, 40)}"
    if attribution.told:
        words += f", to {shorten(attribution.told, 60)}"
    if attribution.denied:
        words += ", denied"
    if attribution.hedged:
        words += ", hedged"
    yield "says", words
    yield "kind", f"{attribution.kind.value} speech of a {attribution.speaker_or_outlet.value} source"
    relayed = attribution.relayed_from
    while relayed is not None:
        yield "via", f"from {shorten(relayed.source, 120)}"
        relayed = relayed.relayed_from


def _finding_rows(finding: Finding, sources: dict[str, Source]) -> Iterator[tuple[str, str]]:
    source = sources[finding.source]
    comparison = finding.comparison
    language = f", in {source.language}" if source.language else ""
    published = f", {source.published[:10]}" if source.published else ""
    yield "source", f"{shorten(source_name(source), 200)} ({STATUS_NAMES[source.status]}{language}{published})"
    if source_name(source) != source.url:
        yield "", one_line(source.url)
    reached = how_reached(source)
    if reached:
        yield "", shorten(reached, 300)
    for passage in comparison.evidence:
        yield "evidence", f"“{shorten(passage.text, EVIDENCE_LENGTH)}”"
    for difference in comparison.differences:
        yield "differs", _difference(difference)
    for reason in comparison.reasons:
        yield "because", one_line(reason.message)


def _difference(difference: Difference) -> str:
    name = difference.detail or difference.kind.value
    if difference.claim and difference.source:
        return f"{one_line(name)}: the draft has “{shorten(difference.claim, 120)}”, the source “{shorten(difference.source, 120)}”"
    if difference.claim:
        return f"{one_line(name)}: “{shorten(difference.claim, 160)}” is not in the source"
    return f"{one_line(name)}: the source adds “{shorten(difference.source, 160)}”"


# ---- what all drafts together show ---------------------------------------------------------------------------------


def hints(statuses: Counter[Status], bare: int) -> tuple[str, ...]:
    """What would let more be checked next time, from what went wrong this time.

    Parameters
    ----------
    statuses:
        How many sources have each status.
    bare:
        How many claims have no reference.
    """
    found = []
    if n := statuses[Status.RATE_LIMITED]:
        found.append(f"{count(n, 'source')} limited our requests: try --host-interval 5")
    if n := statuses[Status.TIMED_OUT]:
        found.append(f"{count(n, 'source')} timed out: try --timeout 60")
    if n := statuses[Status.NOT_IN_CASSETTE]:
        found.append(f"{count(n, 'source')} not in the cassette: record with --record-mode new_episodes")
    if n := statuses[Status.NOT_ATTEMPTED]:
        found.append(f"{count(n, 'source')} not attempted offline: give --cassette, or --source URL=FILE")
    walled = statuses[Status.PAYWALLED] + statuses[Status.LOGIN_REQUIRED] + statuses[Status.CONSENT_WALL] + statuses[Status.JS_ONLY]
    if walled:
        found.append(f"{count(walled, 'source')} cannot be read without a browser: save the text and give --source URL=FILE")
    if bare:
        found.append(f"{count(bare, 'claim')} with no reference: give the source's text with --source FILE")
    return tuple(found)
