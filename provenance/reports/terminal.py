"""The report for a terminal: what is wrong first, worst first, each claim beside what its source says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from provenance.model import (
    Attribution,
    CheckedClaim,
    Comparison,
    Difference,
    Draft,
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
    console = console_of(colour, width)
    for draft in report.drafts:
        _write_draft(console, draft, verbosity)
    if verbosity > 0:
        line(console, f"model: {one_line(dict(report.settings).get('model', 'embedded'))}", style="dim")
    for failure in report.failures:
        line(console, f"✗ {one_line(failure.path)}: {one_line(failure.reason)}", style="bold red")
    if verbosity >= 0:
        _write_totals(console, report)
    return text_of(console)


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


def _write_totals(console: Console, report: Report) -> None:
    labels = Counter(c.verdict.label for d in report.drafts for c in d.claims)
    unread = [s for s in report.sources if not s.status.was_read]
    line(console, "")
    total = sum(labels.values())
    told = ", ".join(f"{labels[label]} {NAMES[label]}" for label in WORST_FIRST if labels[label])
    told_in = f"{count(total, 'claim')} in {count(len(report.drafts), 'draft')}, {count(len(report.sources), 'source')}"
    line(console, f"{told_in}: {told or 'nothing to say'}", style="bold")
    for hint in hints(unread, report):
        line(console, f"hint: {hint}", style="cyan")


def hints(unread: Iterable[Source], report: Report) -> tuple[str, ...]:
    """What would let more be checked next time, from what went wrong this time."""
    statuses = Counter(s.status for s in unread)
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
    bare = sum(1 for d in report.drafts for c in d.claims if any(r.code == "no_reference" for r in c.verdict.reasons))
    if bare:
        found.append(f"{count(bare, 'claim')} with no reference: give the source's text with --source FILE")
    return tuple(found)
