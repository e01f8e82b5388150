"""A desk's worklist: one row for each finding of each claim, worst first in each draft. CSV and XLSX write the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.model import CheckedClaim, Comparison, Draft, DraftReport, Report, Source, Verdict
from provenance.reports.clean import one_line, safe_href, visible
from provenance.reports.findings import difference
from provenance.reports.words import INTERRUPTED, NAMES, STATUS_NAMES, WORST_FIRST, how_reached, source_name, worst
from provenance.reports.writing import place_of

COLUMNS = (
    "where",
    "verdict",
    "claim",
    "said by",
    "source",
    "finding",
    "confidence",
    "what differs",
    "evidence",
    "link",
    "how the source was read",
    "why",
    "claim id",
    "note",
)
"""``verdict`` is the claim's, ``finding`` this source's; ``confidence`` is a number; ``note`` is empty, for the desk."""
CONFIDENCE = COLUMNS.index("confidence")
LINK = COLUMNS.index("link")
LONGEST = 32_000
"""Characters of one cell; Excel takes 32,767 UTF-16 code units."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, its cells as they are to be shown."""

    cells: tuple[str, ...]
    """In the order of :data:`COLUMNS`."""
    raw: tuple[str, ...]
    """The same before controls were taken out."""
    confidence: float | None
    href: str | None
    """What the cell under ``link`` may lead to."""


def rows(report: Report) -> Iterator[Row]:
    """The list, draft by draft; a claim without a finding has one row, and a draft that could not be read too."""
    for draft in report.drafts:
        sources = {s.id: s for s in draft.sources}
        for label in WORST_FIRST:
            for checked in draft.claims:
                if checked.verdict.label is label:
                    yield from _claim_rows(draft, checked, sources)
    for failure in report.failures:
        yield _row({"where": failure.path, "verdict": "not read", "why": failure.reason}, None, None)
    if report.interrupted:
        yield _row({"verdict": "interrupted", "why": INTERRUPTED}, None, None)


def _claim_rows(draft: DraftReport, checked: CheckedClaim, sources: dict[str, Source]) -> Iterator[Row]:
    if not checked.findings:
        yield _row(_about(draft.draft, checked, checked.verdict), checked.verdict.confidence, None)
    for finding in sorted(checked.findings, key=worst):
        source, comparison = sources[finding.source], finding.comparison
        best = comparison.evidence[0] if comparison.evidence else None
        link = (best.link if best else None) or (source.archive.url if source.archive else source.final_url or source.url)
        cells = _about(draft.draft, checked, comparison)
        cells["source"] = source_name(source)
        cells["finding"] = NAMES[comparison.label]
        cells["what differs"] = "; ".join(difference(d, 400) for d in comparison.differences)
        cells["evidence"] = " […] ".join(passage.text for passage in comparison.evidence)
        cells["link"] = link
        cells["how the source was read"] = "; ".join(filter(None, (STATUS_NAMES[source.status], how_reached(source))))
        yield _row(cells, comparison.confidence, safe_href(link))


def _about(draft: Draft, checked: CheckedClaim, judged: Verdict | Comparison) -> dict[str, str]:
    claim = checked.claim
    return {
        "where": place_of(draft, claim.span),
        "verdict": NAMES[checked.verdict.label],
        "claim": claim.text,
        "said by": claim.attribution.source if claim.attribution else "",
        "why": "; ".join(reason.message for reason in judged.reasons),
        "claim id": claim.id,
    }


def _row(cells: dict[str, str], confidence: float | None, href: str | None) -> Row:
    raw = tuple(cells.get(name, "") for name in COLUMNS)
    return Row(tuple(one_line(visible(cell[:LONGEST])) for cell in raw), raw, confidence, href)
