"""A claim as the page shows it: its words, its verdict, and what each of its sources says, with the changed words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from provenance.model import (
    Attribution,
    CheckedClaim,
    Claim,
    Comparison,
    Difference,
    DifferenceKind,
    DraftReport,
    Label,
    Passage,
    Reason,
    Review,
    Source,
    Span,
    Verdict,
)
from provenance.reports.advice import next_steps
from provenance.reports.clean import one_line, safe_href, shorten
from provenance.reports.html.sourced import SourceView, source_view
from provenance.reports.html.worddiff import Stretch, word_diff
from provenance.reports.html.wording import direction, language_tag
from provenance.reports.words import worst

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
_GIST_LENGTH = 140
_WORDS_LENGTH = 200
_KINDS = {
    DifferenceKind.NUMBER: "Number",
    DifferenceKind.DATE: "Date",
    DifferenceKind.NAME: "Name",
    DifferenceKind.PLACE: "Place",
    DifferenceKind.NEGATION: "Negation",
    DifferenceKind.HEDGE: "Certainty",
    DifferenceKind.QUOTE: "Quotation",
    DifferenceKind.RELATION: "Meaning",
    DifferenceKind.MISSING: "Missing",
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stretch of a text, and whether a difference lies in it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage of a source in its own language and script."""

    strokes: tuple[Stroke, ...]
    lang: str | None
    dir: str
    href: str | None
    before: str
    """What stands right before it in the source, from a whole word on."""
    behind: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One detail in which claim and source differ."""

    kind: str
    detail: str
    claim: str
    source: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """What one source says."""

    comparison: Comparison
    source: SourceView
    passages: tuple[PassageView, ...]
    differences: tuple[DifferenceView, ...]
    diffs: tuple[tuple[Stretch, ...], ...]
    """For each quotation that was altered: the source's words and the draft's, word by word."""
    reasons: tuple[Reason, ...]
    """Those that the next steps do not say already."""
    steps: tuple[str, ...]
    lang: str | None
    dir: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its findings, worst first."""

    id: str
    anchor: str
    mark_anchor: str
    number: int
    claim: Claim
    label: Label
    verdict: Verdict
    strokes: tuple[Stroke, ...]
    gist: str
    """Its worst difference or reason in a few words."""
    chain: tuple[Attribution, ...]
    findings: tuple[FindingView, ...]
    reasons: tuple[Reason, ...]
    """Of the verdict, where no finding gives them."""
    steps: tuple[str, ...]
    sources: tuple[str, ...]
    review: Review | None


def claim_views(draft: int, report: DraftReport, reviews: Mapping[str, Review]) -> tuple[ClaimView, ...]:
    """The claims of the draft of that number, in its order."""
    sources = {source.id: source for source in report.sources}
    return tuple(_claim_view(draft, number, checked, sources, reviews) for number, checked in enumerate(report.claims))


def _claim_view(draft: int, number: int, checked: CheckedClaim, sources: Mapping[str, Source], reviews: Mapping[str, Review]) -> ClaimView:
    claim = checked.claim
    findings = tuple(_finding_view(claim, finding.comparison, sources[finding.source]) for finding in sorted(checked.findings, key=worst))
    name = claim.id if _PLAIN_ID.fullmatch(claim.id) else str(number)
    told = {reason.message for finding in checked.findings for reason in finding.comparison.reasons}
    return ClaimView(
        id=claim.id,
        anchor=f"d{draft}-{name}",
        mark_anchor=f"d{draft}-{name}-mark",
        number=number + 1,
        claim=claim,
        label=checked.verdict.label,
        verdict=checked.verdict,
        strokes=_strokes(claim.text, _claim_marks(claim.text, checked)),
        gist=_gist(checked),
        chain=tuple(_chain(claim.attribution)),
        findings=findings,
        reasons=tuple(reason for reason in checked.verdict.reasons if reason.message not in told),
        steps=() if findings else next_steps(checked.verdict, None),
        sources=tuple(dict.fromkeys(finding.source for finding in checked.findings)),
        review=reviews.get(claim.id),
    )


def _finding_view(claim: Claim, comparison: Comparison, source: Source) -> FindingView:
    language = source.language or next((p.language for p in comparison.evidence if p.language), None)
    steps = next_steps(comparison, source)
    said = " ".join(steps).casefold()
    return FindingView(
        comparison=comparison,
        source=source_view(source),
        passages=tuple(_passage_view(passage, comparison.differences, language) for passage in comparison.evidence),
        differences=tuple(_difference_view(difference) for difference in comparison.differences),
        diffs=tuple(_diffs(claim, comparison)),
        reasons=tuple(reason for reason in comparison.reasons if reason.message.casefold().rstrip(".") not in said),
        steps=steps,
        lang=language_tag(language),
        dir=direction(language),
    )


def _passage_view(passage: Passage, differences: Iterable[Difference], language: str | None) -> PassageView:
    marks = []
    for difference in differences:
        span = difference.evidence_span
        if span is None or not passage.start <= span.start < span.end <= passage.end:
            continue
        inside = Span(span.start - passage.start, span.end - passage.start)
        if inside.of(passage.text) == difference.source:
            marks.append(inside)
    spoken = passage.language or language
    return PassageView(
        strokes=_strokes(passage.text, marks),
        lang=language_tag(spoken),
        dir=direction(spoken),
        href=safe_href(passage.link),
        before=_context(passage.prefix, "… {} ", cut=0),
        behind=_context(passage.suffix, " {} …", cut=-1),
    )


def _context(text: str, shape: str, *, cut: int) -> str:
    """Whole words around a passage, without the one at the far end, which may be a part of one."""
    words = one_line(text).split()
    if words:
        del words[cut]
    return shape.format(" ".join(words)) if words else ""


def _claim_marks(text: str, checked: CheckedClaim) -> list[Span]:
    found = [d for finding in checked.findings for d in finding.comparison.differences]
    return [d.claim_span for d in found if d.claim_span is not None and d.claim and d.claim_span.of(text) == d.claim]


def _strokes(text: str, marks: Iterable[Span]) -> tuple[Stroke, ...]:
    out: list[Stroke] = []
    at = 0
    for span in sorted(marks):
        start = max(at, span.start)
        if start >= span.end:
            continue
        if at < start:
            out.append(Stroke(text[at:start], False))
        out.append(Stroke(text[start : span.end], True))
        at = span.end
    if at < len(text):
        out.append(Stroke(text[at:], False))
    return tuple(out)


def _difference_view(difference: Difference) -> DifferenceView:
    return DifferenceView(
        _KINDS[difference.kind], difference.detail, shorten(difference.claim, _WORDS_LENGTH), shorten(difference.source, _WORDS_LENGTH)
    )


def _diffs(claim: Claim, comparison: Comparison) -> Iterator[tuple[Stretch, ...]]:
    if not any(difference.kind is DifferenceKind.QUOTE for difference in comparison.differences):
        return
    for quotation in claim.quotations:
        best: tuple[Stretch, ...] = ()
        for passage in comparison.evidence:
            found = word_diff(passage.text, quotation.text)
            if found and (not best or len(found) < len(best)):
                best = found
        if best:
            yield best


def _chain(attribution: Attribution | None) -> Iterator[Attribution]:
    while attribution is not None:
        yield attribution
        attribution = attribution.relayed_from


def _gist(checked: CheckedClaim) -> str:
    if checked.verdict.label is Label.SUPPORTED:
        return ""
    label = checked.verdict.label
    ordered = sorted(checked.findings, key=worst)
    for finding in ordered:
        if finding.comparison.label is not label:
            continue
        for d in finding.comparison.differences:
            if d.claim and d.source:
                return f"the draft has “{shorten(d.claim, 60)}”, the source “{shorten(d.source, 60)}”"
            if label is Label.MISQUOTED:
                return f"{d.detail or 'changed'}: “{shorten(d.claim or d.source, 70)}”"
            if label is Label.PARTLY_SUPPORTED and d.claim:
                return f"no support for “{shorten(d.claim, 70)}”"
        for reason in finding.comparison.reasons:
            if reason.code != "details_agree":
                return shorten(reason.message, _GIST_LENGTH)
    return shorten(checked.verdict.reasons[0].message, _GIST_LENGTH) if checked.verdict.reasons else ""
