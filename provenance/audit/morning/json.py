"""The morning's report as JSON, versioned: for webhooks, dashboards and scripts."""

from __future__ import annotations

import json
from typing import Any

from provenance.audit.morning.nouns import ClaimNews, Morning
from provenance.audit.morning.words import headline
from provenance.reports.clean import encodable

SCHEMA = "provenance.morning/1"


def render(morning: Morning) -> str:
    """The whole report; the same bytes for the same run."""
    return encodable(json.dumps(morning_object(morning), ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def morning_object(morning: Morning) -> dict[str, Any]:
    """The report as plain lists and dictionaries."""
    run = morning.run
    return {
        "schema": SCHEMA,
        "audit": morning.audit,
        "headline": headline(morning),
        "run": {
            "id": run.id,
            "started": run.started,
            "ended": run.ended,
            "state": run.state.value,
            "tool": run.tool,
            "model": run.model,
            "counts": dict(sorted(run.counts.items())),
            "message": run.message,
        },
        "since": morning.since,
        "articles": [
            {
                "id": article.id,
                "place": article.place,
                "title": article.title,
                "message": article.message,
                "went": article.went,
                "claims": [_claim(claim) for claim in article.claims],
            }
            for article in morning.articles
        ],
        "sources": [
            {
                "id": source.id,
                "url": source.url,
                "kind": source.kind.value,
                "message": source.message,
                "cited_by": list(source.cited_by),
                "claims": source.claims,
            }
            for source in morning.sources
        ],
        "trend": [
            {
                "run": point.run,
                "ended": point.ended,
                "labels": {label.value: number for label, number in point.labels.items()},
                "dead": point.dead,
                "failing": point.failing,
                "watched": point.watched,
            }
            for point in morning.trend
        ],
        "rot": [{"host": h.host, "dead": h.dead, "failing": h.failing, "watched": h.watched} for h in morning.rot],
        "ages": [{"age": age, "sources": number} for age, number in morning.ages],
    }


def _claim(claim: ClaimNews) -> dict[str, Any]:
    return {
        "id": claim.claim,
        "kind": claim.kind.value,
        "text": claim.text,
        "line": claim.line,
        "before": claim.before.value if claim.before else None,
        "after": claim.after.value,
        "confidence": claim.confidence,
        "because": claim.because,
        "reasons": list(claim.reasons),
        "evidence": [{"text": text, "link": link} for text, link in claim.evidence],
        "diff": [{"kind": kind, "text": text} for kind, text in claim.pieces],
    }
