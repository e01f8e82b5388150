"""The report as JSON, in the shape that ``provenance schema`` describes: for machines, and the one form that holds everything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from provenance.model import (
    Attribution,
    CheckedClaim,
    Claim,
    Comparison,
    Difference,
    Draft,
    DraftFailure,
    DraftReport,
    Finding,
    Link,
    Passage,
    Reason,
    Report,
    Review,
    Source,
    Span,
)
from provenance.reports.clean import encodable, masked, without_secrets

SCHEMA = "provenance.report/1"

Json = dict[str, Any]


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The whole report; the arguments for terminals change nothing. Ends with a line feed; valid UTF-8, no NaN."""
    return dump(report_object(report))


def dump(value: Json) -> str:
    """``value`` as indented JSON text, the same bytes for the same value."""
    return encodable(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def report_object(report: Report) -> Json:
    """The report as plain lists and dictionaries."""
    drafts = [_draft(d) for d in report.drafts]
    _add_reviews(drafts, report.reviews)
    sources = report.sources
    labels = Counter(c.verdict.label.value for d in report.drafts for c in d.claims)
    statuses = Counter(s.status.value for s in sources)
    return {
        "schema": SCHEMA,
        "tool": {"name": report.tool, "version": report.version},
        "generated": report.generated,
        "interrupted": report.interrupted,
        "settings": dict(report.settings),
        "drafts": drafts,
        "failures": [{"path": f.path, "reason": f.reason} for f in report.failures],
        "sources": [source_object(s) for s in sources],
        "summary": {
            "claims": sum(labels.values()),
            "by_label": dict(sorted(labels.items())),
            "sources": len(sources),
            "by_status": dict(sorted(statuses.items())),
        },
    }


def _add_reviews(drafts: Iterable[Json], reviews: Iterable[Review]) -> None:
    """Put a reviewer's notes beside their claims."""
    notes = {r.claim: {"verdict": r.verdict and r.verdict.value, "note": r.note, "updated": r.updated} for r in reviews}
    for claim in (claim for draft in drafts for claim in draft["claims"]):
        if note := notes.get(claim["id"]):
            claim["review"] = note


class ClaimsList:
    """What ``provenance claims --format json`` prints: the same shape without verdicts, findings and sources.

    It is written draft by draft, so that thousands of them need no more memory than one.

    Parameters
    ----------
    put:
        Takes the text piece by piece.
    tool, version:
        Who made it.
    """

    def __init__(self, put: Callable[[str], object], *, tool: str, version: str) -> None:
        self._put = put
        self._claims = 0
        self._drafts = 0
        self._failures: list[Json] = []
        head = dump({"schema": SCHEMA, "tool": {"name": tool, "version": version}})
        put(head.removesuffix("\n}\n") + ',\n "drafts": [')

    def add(self, draft: Draft, claims: Iterable[Claim], links: Iterable[Link]) -> None:
        """Write one draft."""
        found = [claim_object(c) for c in without_secrets(tuple(claims))]
        value = {**draft_head(without_secrets(draft)), "claims": found, "links": [_link(link) for link in without_secrets(tuple(links))]}
        self._put(("," if self._drafts else "") + "\n" + _indented(dump(value), 2))
        self._drafts += 1
        self._claims += len(found)

    def fail(self, failure: DraftFailure) -> None:
        """Remember a draft that could not be read."""
        self._failures.append({"path": masked(failure.path), "reason": masked(failure.reason)})

    def end(self) -> None:
        """Write what comes after the drafts."""
        self._put("\n ],\n" if self._drafts else "],\n")
        rest: Json = {"failures": self._failures} if self._failures else {}
        self._put(dump({**rest, "summary": {"claims": self._claims}}).removeprefix("{\n"))


def claims_text(draft: Draft, claims: Iterable[Claim], links: Iterable[Link], *, tool: str, version: str) -> str:
    """The listing of one draft; see :class:`ClaimsList`."""
    parts: list[str] = []
    listing = ClaimsList(parts.append, tool=tool, version=version)
    listing.add(draft, claims, links)
    listing.end()
    return "".join(parts)


def _indented(text: str, by: int) -> str:
    # no string of JSON holds a line feed
    return "\n".join(" " * by + line for line in text.removesuffix("\n").split("\n"))


def comparison_object(claim: str, comparison: Comparison, source: Source, *, model: str) -> Json:
    """What ``provenance compare --format json`` prints: a finding with its claim and source, in the words of the report."""
    finding = without_secrets(Finding(source.id, comparison))
    return {"claim": masked(claim), "model": model, "finding": finding_object(finding), "source": source_object(without_secrets(source))}


def draft_head(draft: Draft) -> Json:
    """What a draft says of itself, with its text and no claims."""
    return {
        "path": draft.path,
        "format": draft.format,
        "title": draft.title,
        "language": draft.language,
        "date": draft.date.isoformat() if draft.date else None,
        "sha256": draft.sha256,
        "text": draft.text,
        "notes": list(draft.notes),
    }


def _draft(report: DraftReport) -> Json:
    return {
        **draft_head(report.draft),
        "interrupted": report.interrupted,
        "claims": [checked_object(c) for c in report.claims],
        "links": [_link(link) for link in report.links],
    }


def _span(span: Span | None) -> Json | None:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "line": span.line, "column": span.column, "page": span.page}


def _link(link: Link) -> Json:
    return {"url": link.url, "text": link.text, "span": _span(link.span), "role": link.role.value, "reason": link.reason}


def _attribution(attribution: Attribution | None) -> Json | None:
    if attribution is None:
        return None
    return {
        "source": attribution.source,
        "source_span": _span(attribution.source_span),
        "cue": attribution.cue,
        "cue_span": _span(attribution.cue_span),
        "content_spans": [_span(s) for s in attribution.content_spans],
        "kind": attribution.kind.value,
        "speaker_or_outlet": attribution.speaker_or_outlet.value,
        "date": attribution.date.isoformat() if attribution.date else None,
        "when": attribution.when,
        "hedged": attribution.hedged,
        "denied": attribution.denied,
        "cue_kind": attribution.cue_kind.value,
        "note": attribution.note,
        "told": attribution.told,
        "relayed_from": _attribution(attribution.relayed_from),
    }


def claim_object(claim: Claim) -> Json:
    """A claim as the draft makes it, without a verdict."""
    return {
        "id": claim.id,
        "text": claim.text,
        "sentence": claim.sentence,
        "heading": claim.heading,
        "span": _span(claim.span),
        "attribution": _attribution(claim.attribution),
        "quotations": [{"text": q.text, "span": _span(q.span)} for q in claim.quotations],
        "references": [{"url": r.url, "span": _span(r.span), "how": r.how.value, "source": r.source} for r in claim.references],
    }


def checked_object(checked: CheckedClaim) -> Json:
    """A claim with verdict and findings, as it stands in the report."""
    verdict = checked.verdict
    return {
        **claim_object(checked.claim),
        "verdict": {
            "label": verdict.label.value,
            "confidence": probability(verdict.confidence),
            "support": probability(verdict.support),
            "reasons": [_reason(r) for r in verdict.reasons],
        },
        "findings": [finding_object(f) for f in checked.findings],
    }


def finding_object(finding: Finding) -> Json:
    """What one source says of a claim."""
    c = finding.comparison
    return {
        "source": finding.source,
        "label": c.label.value,
        "confidence": probability(c.confidence),
        "support": probability(c.support),
        "reasons": [_reason(r) for r in c.reasons],
        "evidence": [_passage(p) for p in c.evidence],
        "differences": [_difference(d) for d in c.differences],
    }


def probability(value: float) -> float:
    """A probability with four digits."""
    # float32 sums differ in their last digits between processors; a report must not
    return round(float(value), 4)


def _reason(reason: Reason) -> Json:
    return {"code": reason.code, "message": reason.message}


def _passage(passage: Passage) -> Json:
    return {
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "score": probability(passage.score),
        "language": passage.language,
        "link": passage.link,
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }


def _difference(difference: Difference) -> Json:
    return {
        "kind": difference.kind.value,
        "claim": difference.claim,
        "source": difference.source,
        "claim_span": _span(difference.claim_span),
        "evidence_span": _span(difference.evidence_span),
        "detail": difference.detail,
    }


def source_object(source: Source) -> Json:
    """A source as it stands in the report."""
    archive, capture = source.archive, source.capture
    return {
        "id": source.id,
        "url": source.url,
        "final_url": source.final_url,
        "canonical_url": source.canonical_url,
        "redirects": [{"url": r.url, "status": r.status} for r in source.redirects],
        "status": source.status.value,
        "http_status": source.http_status,
        "fetched": source.fetched,
        "sha256": source.sha256,
        "content_type": source.content_type,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "published": source.published,
        "modified": source.modified,
        "last_modified": source.last_modified,
        "language": source.language,
        "archive": {"url": archive.url, "captured": archive.captured, "why": archive.why} if archive else None,
        "live_status": source.live_status.value if source.live_status else None,
        "capture": {"file": capture.file, "record": capture.record} if capture else None,
        "cites": list(source.cites),
        "message": source.message,
        "note": source.note,
    }
