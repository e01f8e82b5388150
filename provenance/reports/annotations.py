"""The report as W3C Web Annotations (JSON-LD): each claim marked in the draft, each passage marked in its source.

Model: W3C Recommendation "Web Annotation Data Model". A passage is named by its words with what stands around them
(``TextQuoteSelector``) and by its place in the text that was extracted (``TextPositionSelector``, in code points).
"""

from __future__ import annotations

import re
from typing import Any

from provenance.model import CheckedClaim, Draft, DraftReport, Finding, Passage, Report, Source
from provenance.reports.clean import safe_href, visible
from provenance.reports.findings import difference
from provenance.reports.json import dump
from provenance.reports.problems import relative
from provenance.reports.sarif import uri
from provenance.reports.words import INTERRUPTED, NAMES, certainty

Json = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """An ``AnnotationCollection`` with one page as indented JSON; the arguments for terminals change nothing."""
    items: list[Json] = []
    for number, draft in enumerate(report.drafts):
        sources = {s.id: s for s in draft.sources}
        for place, checked in enumerate(draft.claims):
            items.extend(_annotations(report, draft, checked, sources, f"{number}.{place}"))
    collection: Json = {
        "@context": CONTEXT,
        "id": "urn:provenance:annotations",
        "type": "AnnotationCollection",
        "label": f"Claims of {len(report.drafts)} drafts and what their sources say" if len(report.drafts) != 1 else "Claims and sources",
        "created": report.generated,
        "generator": {"type": "Software", "name": f"{report.tool} {report.version}"},
        "total": len(items),
    }
    if report.interrupted:
        collection["summary"] = INTERRUPTED
    collection["first"] = {"id": "urn:provenance:annotations:1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    return dump(collection)


def _annotations(report: Report, draft: DraftReport, checked: CheckedClaim, sources: dict[str, Source], number: str) -> list[Json]:
    claim = checked.claim
    own = f"urn:provenance:claim:{number}:{claim.id}"
    told = f"{NAMES[checked.verdict.label]} ({certainty(checked.verdict)})"
    reasons = "; ".join(visible(reason.message) for reason in checked.verdict.reasons)
    found = [
        _annotation(
            own,
            report,
            [_text(f"{told}: {reasons}" if reasons else told), _tag(checked.verdict.label.value)],
            {
                "source": relative(draft.draft.path),
                "selector": _selectors(
                    claim.span.of(draft.draft.text), claim.span.start, claim.span.end, *_around(draft.draft, claim.span)
                ),
            },
        )
    ]
    for index, finding in enumerate(checked.findings):
        source = sources[finding.source]
        for order, passage in enumerate(finding.comparison.evidence):
            found.append(_evidence(f"{own}:{index}.{order}", own, report, finding, source, passage, claim.text))
    return found


def _evidence(name: str, claim_id: str, report: Report, finding: Finding, source: Source, passage: Passage, claim: str) -> Json:
    comparison = finding.comparison
    told = f"{NAMES[comparison.label]} ({certainty(comparison)}): {visible(claim)}"
    differs = "; ".join(difference(one) for one in comparison.differences)
    body = [
        _text(f"{told} — {differs}" if differs else told),
        _tag(comparison.label.value),
        {"type": "SpecificResource", "source": claim_id, "purpose": "linking"},
    ]
    target: Json = {
        "source": _address(source),
        "selector": _selectors(passage.text, passage.start, passage.end, passage.prefix, passage.suffix),
    }
    state = _state(source)
    if state:
        target["state"] = state
    return _annotation(name, report, body, target, language=passage.language)


def _annotation(name: str, report: Report, body: list[Json], target: Json, *, language: str | None = None) -> Json:
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "assessing",
        "created": report.generated,
        "body": body,
        "target": {"type": "SpecificResource", **target, **({"dc:language": language} if language and language.isalpha() else {})},
    }


def _text(value: str) -> Json:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "language": "en", "purpose": "assessing"}


def _tag(value: str) -> Json:
    return {"type": "TextualBody", "value": value, "purpose": "tagging"}


def _selectors(exact: str, start: int, end: int, prefix: str, suffix: str) -> list[Json]:
    quote: Json = {"type": "TextQuoteSelector", "exact": visible(exact)}
    if prefix:
        quote["prefix"] = visible(prefix)
    if suffix:
        quote["suffix"] = visible(suffix)
    return [quote, {"type": "TextPositionSelector", "start": start, "end": end}]


def _around(draft: Draft, span: Any) -> tuple[str, str]:
    return draft.text[max(0, span.start - _AROUND) : span.start], draft.text[span.end : span.end + _AROUND]


def _address(source: Source) -> str:
    """The address whose text was read: final or archived; for a text given by hand without one its name."""
    for address in (source.archive.url if source.archive else None, source.final_url, source.url):
        if address and safe_href(address):
            return uri(address)
    return relative(re.sub(r"^[A-Za-z][\w+.-]*:", "", source.url))


def _state(source: Source) -> Json | None:
    """When the source was read, and which copy of it."""
    state: Json = {"type": "TimeState"}
    if source.archive is not None:
        state["sourceDate"] = source.archive.captured
        if href := safe_href(source.archive.url):
            state["cached"] = uri(href)
    elif source.fetched:
        state["sourceDate"] = source.fetched
    return state if len(state) > 1 else None
