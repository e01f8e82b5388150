"""What one document says of one claim, with what the draft and the source add to its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from typing import TYPE_CHECKING

from provenance.model import (
    Claim,
    Comparison,
    Context,
    CueKind,
    Document,
    Draft,
    Extract,
    Label,
    Passage,
    Reason,
    Source,
    SourceKind,
    Span,
    Speech,
    Unavailable,
    Verdict,
)

if TYPE_CHECKING:
    from provenance.comparison.entailment import Entailment


def judged(draft: Draft, pairs: Sequence[tuple[Claim, Document]], model: Entailment) -> list[Comparison]:
    """What each document says of its claim, in the order of the pairs; not checkable, with the reason, where it was not read.

    Parameters
    ----------
    draft:
        The draft of the claims.
    pairs:
        Claims with documents.
    model:
        Who reads each claim besides the rules; see :func:`entailment`.
    """
    from provenance.comparison import compare_many

    asked = [
        (_dating(claim, document.source) + claim.text, document.content, _context(draft, claim, document.source))
        for claim, document in pairs
        if isinstance(document.content, Extract)
    ]
    compared = iter(compare_many(asked, model=model))
    return [
        unchecked(document.content)
        if isinstance(document.content, Unavailable)
        else with_links(_shifted(next(compared), len(_dating(claim, document.source))), document)
        for claim, document in pairs
    ]


def judged_one(draft: Draft, claim: Claim, model: Entailment, document: Document) -> Comparison:
    """What one document says of one claim; see :func:`judged`."""
    return judged(draft, [(claim, document)], model)[0]


def _dating(claim: Claim, source: Source) -> str:
    """The words that date what a person or body said, to be checked with it; empty where the source need not repeat them.

    "On Aug. 27, Putin announced …" says when he did. What an outlet "reported Friday", or was said on the day on which the
    source appeared, the source does not date itself; and a quotation alone is compared by its words.
    """
    attribution = claim.attribution
    if attribution is None or not attribution.when or attribution.kind is Speech.DIRECT or attribution.when in claim.text:
        return ""
    if attribution.speaker_or_outlet not in (SourceKind.PERSON, SourceKind.GROUP):
        return ""
    published = day_of(source.published)
    if attribution.date is not None and published is not None and abs((published - attribution.date).days) <= 1:
        return ""
    return f"{attribution.when}, "


def _shifted(comparison: Comparison, by: int) -> Comparison:
    """``comparison`` with the places in the claim counted from ``by`` characters later; what lies before has none."""

    def moved(span: Span | None) -> Span | None:
        return Span(span.start - by, span.end - by) if span is not None and span.start >= by else None

    if not by:
        return comparison
    return replace(comparison, differences=tuple(replace(d, claim_span=moved(d.claim_span)) for d in comparison.differences))


def _context(draft: Draft, claim: Claim, source: Source) -> Context:
    named = claim.attribution
    about = Context(language=draft.language, date=draft.date, source_date=day_of(source.published), surrounding=claim.sentence)
    if named is None:
        return about
    called = named.source_span.of(draft.text) if named.source_span else ""
    return replace(
        about,
        speaker=named.source,
        speaker_kind=named.speaker_or_outlet,
        speaker_names=(called,) if called and called != named.source else (),
        said=named.cue_kind is CueKind.SPEECH and not named.denied and named.relayed_from is None,
    )


def day_of(stamp: str | None) -> Date | None:
    """The day of an ISO 8601 date or time; ``None`` if there is none, or it is no date."""
    try:
        return Date.fromisoformat(stamp[:10]) if stamp else None
    except ValueError:
        return None


def unchecked(missing: Unavailable) -> Comparison:
    """No judgement: the source was not read. The reason is its failure, never a verdict about the claim."""
    return Comparison(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason(missing.status.value, missing.reason),))


def no_reference(claim: Claim) -> Verdict:
    """The verdict of a claim for whose source no link or text stands."""
    named = f" ({claim.attribution.source})" if claim.attribution and claim.attribution.source else ""
    message = f"No link or text stands for this claim's source{named}: give one with --source FILE, or add a link to the draft."
    return Verdict(Label.NOT_CHECKABLE, 1.0, 0.5, (Reason("no_reference", message),))


_AROUND = 32
"""Characters before and after a passage by which it is found again (W3C Web Annotation's prefix and suffix)."""


def with_links(comparison: Comparison, document: Document) -> Comparison:
    """``comparison`` with what leads to each passage: a link, and the words around it."""
    from provenance.sources.addressing.fragments import fragment_link

    source, content = document.source, document.content
    address = source.archive.url if source.archive else source.final_url or source.url
    full = content.full if isinstance(content, Extract) else ""

    def linked(passage: Passage) -> Passage:
        page = content.page_of(passage.start) if isinstance(content, Extract) else None
        return replace(
            passage,
            link=fragment_link(address, passage.text, page),
            prefix=full[max(0, passage.start - _AROUND) : passage.start],
            suffix=full[passage.end : passage.end + _AROUND],
        )

    return replace(comparison, evidence=tuple(linked(p) for p in comparison.evidence))
