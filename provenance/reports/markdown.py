"""The report as Markdown, for an issue or a mail: plain CommonMark, in which no word of a page can become markup.

Marks that could begin or end something are escaped, and a word joiner keeps ``@name``, ``#1`` and hashes of commits from notifying or
linking on GitHub, which looks at them after escapes are gone. What can mean nothing stays as it is, for who reads it in a mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.model import CheckedClaim, DraftReport, Finding, Label, Report, Source
from provenance.reports.clean import isolated, one_line, safe_href
from provenance.reports.findings import difference, telling, why_not
from provenance.reports.hints import Tally, hints
from provenance.reports.sarif import uri
from provenance.reports.words import INTERRUPTED, MARKS, NAMES, STATUS_NAMES, WORST_FIRST, certainty, count, how_reached, source_name, worst

LONGEST = 60_000
"""Characters; an issue on GitHub takes 65,536."""
_JOINER = "\u2060"
_MARK = re.compile(r"[\\`*_{}\[\]<>|~$]|&(?=[#A-Za-z])|:(?=\S)|(?<=\w)\.(?=[^\W\d])|^(?:[-+=#]|\d{1,9}(?=[.)]))", re.I)
_CALL = re.compile(r"(?<=[@#])(?=[\w\[])|(?<=\bGH)(?=-\d)", re.I)
_HASH = re.compile(r"\b(?=[0-9a-f]{0,39}[a-f])(?=[0-9a-f]{0,39}\d)([0-9a-f]{3})(?=[0-9a-f]{4,37}\b)", re.I)


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The text, worst claims first; ``verbosity`` -1 leaves out evidence, 1 has every passage and supported claims too.

    A text too long for an issue ends after the claims that fit, and says how many are left out.
    """
    parts = ["# Sources checked\n", _totals(report)]
    if report.interrupted:
        parts.append(f"**{INTERRUPTED}**\n")
    length = sum(map(len, parts))
    left_out = 0
    for draft in report.drafts:
        for block, is_claim in _draft(draft, verbosity):
            if length + len(block) > LONGEST:
                left_out += is_claim
                continue
            parts.append(block)
            length += len(block)
    if left_out:
        parts.append(f"*{count(left_out, 'claim')} left out, because an issue takes no more text; the other formats have all.*\n")
    if report.failures:
        parts.append("## Drafts that could not be read\n")
        parts.append("".join(f"- {escaped(f.path[:300])}: {escaped(f.reason[:600])}\n" for f in report.failures[:50]))
        if len(report.failures) > 50:
            parts.append(f"- and {len(report.failures) - 50} more\n")
    if told := hints(Tally.of(report)):
        parts.append("## What to do next\n")
        parts.append("".join(f"- {escaped(hint)}\n" for hint in told))
    parts.append(f"*{escaped(report.tool)} {escaped(report.version)}, {escaped(report.generated)}*\n")
    return "\n".join(parts)


def escaped(text: str) -> str:
    """``text`` on one line, in which Markdown sees only words."""
    words = _HASH.sub(rf"\1{_JOINER}", _CALL.sub(_JOINER, one_line(text)))
    return isolated(_MARK.sub(_escape, words))


def _escape(match: re.Match[str]) -> str:
    mark = match.group()
    return f"{_JOINER}{mark}" if mark[0].isdigit() else f"\\{mark}"


def _totals(report: Report) -> str:
    labels = [c.verdict.label for d in report.drafts for c in d.claims]
    told = ", ".join(f"{labels.count(label)} {NAMES[label]}" for label in WORST_FIRST if label in labels)
    return f"**{count(len(labels), 'claim')} in {count(len(report.drafts), 'draft')}, {count(len(report.sources), 'source')}:** {told or 'nothing to say'}\n"


def _draft(report: DraftReport, verbosity: int) -> Iterator[tuple[str, bool]]:
    sources = {s.id: s for s in report.sources}
    yield f"## {escaped(report.draft.path)}\n", False
    if report.interrupted:
        yield "*Interrupted: not all of its claims were checked.*\n", False
    if not report.claims:
        yield "No claim in it leans on a source: nothing to check.\n", False
    for label in WORST_FIRST:
        group = [c for c in report.claims if c.verdict.label is label]
        if label is Label.SUPPORTED and verbosity < 1:
            if group:
                yield f"{MARKS[label]} **{len(group)} supported:** {', '.join(_place(c) for c in group[:200])}\n", False
            continue
        for checked in group:
            yield _claim(checked, sources, verbosity), True


def _place(checked: CheckedClaim) -> str:
    span = checked.claim.span
    page = f"page {span.page}, " if span.page is not None else ""
    return f"{page}line {span.line}" if span.line is not None else page.rstrip(", ") or "somewhere"


def _claim(checked: CheckedClaim, sources: dict[str, Source], verbosity: int) -> str:
    label, claim = checked.verdict.label, checked.claim
    lines = [f"### {MARKS[label]} {_place(checked)}: {NAMES[label]} ({certainty(checked.verdict)})", ""]
    lines += [f"> {escaped(claim.text[:1000])}", ""]
    if claim.attribution is not None and claim.attribution.source:
        lines.append(f"- Said by: {escaped(claim.attribution.source[:200])}")
    if label is Label.NOT_CHECKABLE:
        lines.append(f"- Why not: {escaped(why_not(checked, sources))}")
    for finding in sorted(checked.findings, key=worst):
        lines.extend(_finding(finding, sources[finding.source], verbosity, several=len(checked.findings) > 1))
    if not checked.findings:
        lines.extend(f"- {escaped(reason.message[:400])}" for reason in checked.verdict.reasons)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, source: Source, verbosity: int, *, several: bool) -> Iterator[str]:
    comparison = finding.comparison
    about = [STATUS_NAMES[source.status], source.language or "", (source.published or "")[:10]]
    name = _linked(source_name(source)[:200], source.archive.url if source.archive else source.final_url or source.url)
    judged = f" **{NAMES[comparison.label]}**" if several else ""
    yield f"- Source:{judged} {name} ({', '.join(escaped(part) for part in about if part)})"
    if reached := how_reached(source):
        yield f"  - {escaped(reached[:400])}"
    best = telling(comparison)
    passages = comparison.evidence if verbosity > 0 else best[:1] if best is not None and verbosity == 0 else ()
    for passage in passages:
        link = f" {_linked('open', passage.link)}" if safe_href(passage.link) else ""
        yield f"  - It says: “{escaped(passage.text[:600])}”{link}"
    for one in comparison.differences:
        yield f"  - Differs: {escaped(difference(one, 300))}"
    for reason in comparison.reasons if verbosity > 0 or not comparison.differences else ():
        yield f"  - {escaped(reason.message[:400])}"


def _linked(text: str, address: str | None) -> str:
    href = safe_href(address)
    if href is None:
        return escaped(text)
    # nothing that could end the destination is left in it
    return f"[{escaped(text) or 'source'}](<{uri(href).replace('(', '%28').replace(')', '%29')}>)"
