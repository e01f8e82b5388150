"""Claims with the line, column and page of everything in them that names a place."""

from __future__ import annotations

from dataclasses import replace

from provenance.model import Attribution, Claim, Draft, Span


def placed(draft: Draft, claim: Claim) -> Claim:
    """``claim`` with each of its spans placed in the draft's file.

    Args:
        draft: the draft that the spans count in.
        claim: a claim found in it.
    """
    return replace(
        claim,
        span=draft.placed(claim.span),
        attribution=_attribution(draft, claim.attribution),
        quotations=tuple(replace(q, span=draft.placed(q.span)) for q in claim.quotations),
        references=tuple(replace(r, span=draft.placed(r.span)) for r in claim.references),
    )


def _attribution(draft: Draft, attribution: Attribution | None) -> Attribution | None:
    if attribution is None:
        return None

    def maybe(span: Span | None) -> Span | None:
        return draft.placed(span) if span is not None else None

    return replace(
        attribution,
        source_span=maybe(attribution.source_span),
        cue_span=maybe(attribution.cue_span),
        content_spans=tuple(draft.placed(span) for span in attribution.content_spans),
        relayed_from=_attribution(draft, attribution.relayed_from),
    )
