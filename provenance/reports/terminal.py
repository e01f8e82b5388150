"""The report for a terminal: what is wrong first, worst first, each claim beside what its source says."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from provenance.model import (
    Attribution,
    CheckedClaim,
    Claim,
    Comparison,
    Difference,
    Draft,
    DraftReport,
    Finding,
    Label,
    Link,
    Report,
    Role,
    Source,
    Span,
    Status,
)
from provenance.reports.clean import one_line, shorten
from provenance.reports.words import MARKS, NAMES, STATUS_NAMES, WORST_FIRST, certainty, how_reached, source_name, worst

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
LABEL_WIDTH = 9
CLAIM_LENGTH = 320
EVIDENCE_LENGTH = 420


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The report as text of at most ``width`` columns. Nothing from a draft or page can move the cursor or restyle it."""
    console = _console(colour, width)
    for draft in report.drafts:
        _write_draft(console, draft, verbosity)
    if verbosity > 0:
        _line(console, f"model: {one_line(dict(report.settings).get('model', 'embedded'))}", style="dim")
    for failure in report.failures:
        _line(console, f"✗ {one_line(failure.path)}: {one_line(failure.reason)}", style="bold red")
    if verbosity >= 0:
        _write_totals(console, report)
    return _text(console)


def render_comparison(comparison: Comparison, source: Source, *, colour: bool = False, width: int = 100) -> str:
    """What ``provenance compare`` prints: one claim against one source."""
    console = _console(colour, width)
    label = comparison.label
    _line(console, f"{MARKS[label]} {NAMES[label]} ({certainty(comparison)})", style=COLOURS[label])
    for name, value in _finding_rows(Finding(source.id, comparison), {source.id: source}):
        _row(console, name, value)
    return _text(console)


def render_claims(draft: Draft, claims: Iterable[Claim], links: Iterable[Link], *, colour: bool = False, width: int = 100) -> str:
    """What ``provenance claims`` prints: each claim with source, cue and content named, and the reference under it."""
    console = _console(colour, width)
    found = list(claims)
    _line(console, f"{one_line(draft.path)}: {_count(len(found), 'claim')} that lean on a source", style="bold")
    for claim in found:
        _line(console, "")
        _line(console, f"{_place(draft, claim.span)}  {claim.id}", style="dim")
        _row(console, "claim", shorten(claim.text, CLAIM_LENGTH))
        for name, value in _attribution_rows(claim.attribution):
            _row(console, name, value)
        for quotation in claim.quotations:
            _row(console, "quotes", f"“{shorten(quotation.text, CLAIM_LENGTH)}”")
        for reference in claim.references:
            told = one_line(reference.url) or f"{one_line(reference.source)}, no address given"
            _row(console, "reference", f"{told} ({reference.how.value})")
        if not claim.references:
            _row(console, "reference", "none")
    others = [link for link in links if link.role is not Role.CITATION]
    if others:
        _line(console, "")
        _line(console, "Links that are not citations", style="bold")
        for link in others:
            _line(console, f"  {link.role.value}: {one_line(link.url)} ({one_line(link.reason)})")
    return _text(console)


# ---- one draft -----------------------------------------------------------------------------------------------------


def _write_draft(console: Console, report: DraftReport, verbosity: int) -> None:
    sources = {s.id: s for s in report.sources}
    counts = Counter(c.verdict.label for c in report.claims)
    told = " · ".join(f"{counts[label]} {NAMES[label]}" for label in WORST_FIRST if counts[label])
    if verbosity >= 0:
        _line(
            console, f"{one_line(report.draft.path)}: {_count(len(report.claims), 'claim')}" + (f": {told}" if told else ""), style="bold"
        )
        if not report.claims:
            _line(console, "  No claim in it leans on a source: nothing to check.")
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
            _line(console, "")


def _write_brief(console: Console, draft: Draft, checked: CheckedClaim) -> None:
    label = checked.verdict.label
    text = shorten(checked.claim.text, max(30, console.width - len(_place(draft, checked.claim.span)) - len(NAMES[label]) - 8))
    _line(console, f"{MARKS[label]} {_place(draft, checked.claim.span)}: {NAMES[label]}: {text}", style=COLOURS[label])


def _write_full(console: Console, draft: Draft, checked: CheckedClaim, sources: dict[str, Source]) -> None:
    label = checked.verdict.label
    _line(console, "")
    _line(
        console,
        f"{MARKS[label]} {_place(draft, checked.claim.span)}: {NAMES[label]} ({certainty(checked.verdict)})",
        style=COLOURS[label],
    )
    _row(console, "claim", shorten(checked.claim.text, CLAIM_LENGTH))
    for name, value in _attribution_rows(checked.claim.attribution):
        if name != "kind":
            _row(console, name, value)
    for finding in sorted(checked.findings, key=worst):
        for name, value in _finding_rows(finding, sources):
            _row(console, name, value)
    if not checked.findings:
        for reason in checked.verdict.reasons:
            _row(console, "because", one_line(reason.message))


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


def _place(draft: Draft, span: Span) -> str:
    path = one_line(draft.path)
    if span.page is not None and span.line is None:
        return f"{path}:p{span.page}"
    return f"{path}:{span.line}:{span.column}" if span.line is not None else path


# ---- what all drafts together show ---------------------------------------------------------------------------------


def _write_totals(console: Console, report: Report) -> None:
    labels = Counter(c.verdict.label for d in report.drafts for c in d.claims)
    unread = [s for s in report.sources if not s.status.was_read]
    _line(console, "")
    total = sum(labels.values())
    told = ", ".join(f"{labels[label]} {NAMES[label]}" for label in WORST_FIRST if labels[label])
    line = f"{_count(total, 'claim')} in {_count(len(report.drafts), 'draft')}, {_count(len(report.sources), 'source')}"
    _line(console, f"{line}: {told or 'nothing to say'}", style="bold")
    for hint in hints(unread, report):
        _line(console, f"hint: {hint}", style="cyan")


def hints(unread: Iterable[Source], report: Report) -> tuple[str, ...]:
    """What would let more be checked next time, from what went wrong this time."""
    statuses = Counter(s.status for s in unread)
    found = []
    if n := statuses[Status.RATE_LIMITED]:
        found.append(f"{_count(n, 'source')} limited our requests: try --host-interval 5")
    if n := statuses[Status.TIMED_OUT]:
        found.append(f"{_count(n, 'source')} timed out: try --timeout 60")
    if n := statuses[Status.NOT_IN_CASSETTE]:
        found.append(f"{_count(n, 'source')} not in the cassette: record with --record-mode new_episodes")
    if n := statuses[Status.NOT_ATTEMPTED]:
        found.append(f"{_count(n, 'source')} not attempted offline: give --cassette, or --source URL=FILE")
    walled = statuses[Status.PAYWALLED] + statuses[Status.LOGIN_REQUIRED] + statuses[Status.CONSENT_WALL] + statuses[Status.JS_ONLY]
    if walled:
        found.append(f"{_count(walled, 'source')} cannot be read without a browser: save the text and give --source URL=FILE")
    bare = sum(1 for d in report.drafts for c in d.claims if any(r.code == "no_reference" for r in c.verdict.reasons))
    if bare:
        found.append(f"{_count(bare, 'claim')} with no reference: give the source's text with --source FILE")
    return tuple(found)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


# ---- writing -------------------------------------------------------------------------------------------------------


def _console(colour: bool, width: int) -> Console:
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


def _line(console: Console, text: str, *, style: str = "") -> None:
    from rich.text import Text

    console.print(Text(text, style=style), soft_wrap=True)


def _row(console: Console, name: str, value: str) -> None:
    """A named value, its further lines indented under the first."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(width=LABEL_WIDTH, style="dim", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    table.add_row(Text(name), Text(value))
    console.print(Padding(table, (0, 0, 0, 2)))


def _text(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))
