"""W3C PROV (PROV-DM, 2013) of a check report or a trace, as PROV-JSON through the ``prov`` package.

Entities are drafts, claims, sources, the captures that were read and the passages quoted from them; activities are fetch and comparison;
agents are the program, outlets and speakers. A claim ``wasQuotedFrom`` its draft, and a passage from its capture. It
``wasDerivedFrom`` a source that says something of it (the verdict stands on the relation), and is only ``wasInfluencedBy`` one that was not
read or does not say it; ``hadPrimarySource`` names the document, or the origin that a trace came to.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from provenance.model import (
    Attribution,
    Claim,
    Comparison,
    Draft,
    DraftReport,
    Finding,
    Hop,
    Label,
    Report,
    Source,
    SourceKind,
    Trace,
    TrailEnd,
)
from provenance.reports.clean import visible
from provenance.reports.json import dump

if TYPE_CHECKING:
    from prov.model import ProvDocument

TERMS = "urn:provenance:terms:"
"""Namespace of our own types and attributes."""
THINGS = "urn:provenance:id:"
"""Namespace of what the document is about."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_SAID = frozenset((Label.SUPPORTED, Label.PARTLY_SUPPORTED, Label.CONTRADICTED, Label.MISQUOTED))


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """A check report as PROV-JSON; the arguments for terminals change nothing."""
    record = _Record(report.tool, report.version)
    for source in report.sources:
        record.source(source)
    for number, draft in enumerate(report.drafts):
        record.draft(number, draft.draft)
        for checked in draft.claims:
            claim = record.claim(number, checked.claim)
            for finding in checked.findings:
                record.finding(claim, finding)
            for key in _documents(draft, checked.claim, checked.findings):
                record.primary(claim, key)
        record.cites(draft.sources)
    return record.text()


def trace_prov(trace: Trace, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """A trace as PROV-JSON: each hop derives the page before from the page that it credits."""
    record = _Record(trace.tool, trace.version)
    record.draft(0, trace.draft)
    for source in trace.sources:
        record.source(source)
    for trail in trace.trails:
        claim = record.claim(0, trail.claim)
        for before, hop in _hops(trail.hops):
            if not hop.source:
                named = record.named(hop)
                record.derived(before, named)
                continue
            if hop.end not in (TrailEnd.CYCLE, TrailEnd.SEEN):
                record.finding(claim, Finding(hop.source, hop.comparison), direct=not before)
            record.derived(before, hop.source)
            if hop.end is TrailEnd.ORIGIN and hop.comparison.label in _SAID:
                record.primary(claim, hop.source)
    record.cites(trace.sources)
    return record.text()


def _hops(hops: Iterable[Hop], before: str = "") -> Iterator[tuple[str, Hop]]:
    for hop in hops:
        yield before, hop
        yield from _hops(hop.hops, hop.source or before)


def _documents(draft: DraftReport, claim: Claim, findings: Iterable[Finding]) -> list[str]:
    """Ids of the sources that stand for a document at the end of the claim's chain, and say it."""
    last: Attribution | None = claim.attribution
    while last is not None and last.relayed_from is not None:
        last = last.relayed_from
    if last is None or last.speaker_or_outlet is not SourceKind.DOCUMENT:
        return []
    urls = {reference.url for reference in claim.references if reference.source == last.source and reference.url}
    keys = {source.id for source in draft.sources if source.url in urls}
    return [f.source for f in findings if f.source in keys and f.comparison.label in _SAID]


class _Record:
    """A PROV document that is being written; each thing and each relation stands in it once."""

    def __init__(self, tool: str, version: str) -> None:
        from prov.model import ProvDocument

        self._document: ProvDocument = ProvDocument()
        self._document.add_namespace("pv", TERMS)
        self._document.add_namespace("id", THINGS)
        self._known: set[tuple[str, ...]] = set()
        self._tool = f"id:tool-{_plain(tool)}"
        software = {"prov:type": self._name("prov:SoftwareAgent"), "prov:label": tool, "pv:version": version}
        self._document.agent(self._tool, software)

    def text(self) -> str:
        """The document as indented JSON text, the same bytes for the same report."""
        value: Any = json.loads(self._document.serialize(format="json") or "{}")
        return dump(value)

    def _name(self, qualified: str) -> Any:
        return self._document.valid_qualified_name(qualified)

    def _once(self, *key: str) -> bool:
        if key in self._known:
            return False
        self._known.add(key)
        return True

    # ---- things --------------------------------------------------------------------------------------------------

    def draft(self, number: int, draft: Draft) -> None:
        """A draft."""
        told = {"prov:type": self._name("pv:Draft"), "prov:label": draft.title or draft.path, "prov:location": draft.path}
        told |= {"pv:sha256": draft.sha256, "pv:language": draft.language, "pv:date": draft.date.isoformat() if draft.date else None}
        self._document.entity(f"id:draft-{number}", _filled(told))

    def claim(self, number: int, claim: Claim) -> str:
        """A claim of the draft of that number; its name in the document."""
        key = f"id:claim-{number}-{_plain(claim.id)}"
        if not self._once("claim", key):
            return key
        told = {"prov:type": self._name("pv:Claim"), "prov:value": claim.text, "pv:start": claim.span.start, "pv:end": claim.span.end}
        self._document.entity(key, _filled(told))
        self._document.wasQuotedFrom(key, f"id:draft-{number}")
        one = claim.attribution
        while one is not None:
            if one.source:
                self._document.wasAttributedTo(
                    key, self._agent(one.source, one.speaker_or_outlet), other_attributes=_filled({"pv:cue": one.cue})
                )
            one = one.relayed_from
        return key

    def _agent(self, name: str, kind: SourceKind | None) -> str:
        key = f"id:agent-{hashlib.sha256(name.casefold().encode('utf-8', 'replace')).hexdigest()[:12]}"
        if self._once("agent", key):
            types = {SourceKind.PERSON: "prov:Person", SourceKind.OUTLET: "prov:Organization", SourceKind.GROUP: "prov:Organization"}
            told: dict[str, Any] = {"prov:label": name}
            if kind in types:
                told["prov:type"] = self._name(types[kind])
            self._document.agent(key, _filled(told))
        return key

    def source(self, source: Source) -> None:
        """A source, who publishes it, and the capture that was read."""
        key = f"id:{_plain(source.id)}"
        if not self._once("source", key):
            return
        told = {"prov:type": self._name("pv:Source"), "prov:label": source.title or source.url, "prov:location": source.url}
        told |= {"pv:status": source.status.value, "pv:language": source.language, "pv:published": source.published}
        self._document.entity(key, _filled(told))
        if source.publisher:
            self._document.wasAttributedTo(key, self._agent(source.publisher, SourceKind.OUTLET))
        if source.author:
            self._document.wasAttributedTo(key, self._agent(source.author, None))
        time = source.fetched if source.fetched and _TIME.fullmatch(source.fetched) else None
        fetch = f"id:fetch-{_plain(source.id)}"
        about = {"prov:type": self._name("pv:Fetch"), "pv:http_status": source.http_status, "pv:message": source.message}
        self._document.activity(fetch, time, time, _filled(about))
        self._document.wasAssociatedWith(fetch, self._tool)
        self._document.used(fetch, key)
        if source.status.was_read:
            capture = self._capture(source.id)
            kept = {"prov:type": self._name("pv:Capture"), "pv:sha256": source.sha256, "pv:content_type": source.content_type}
            kept["prov:location"] = source.archive.url if source.archive else source.final_url or source.url
            kept["pv:captured"] = source.archive.captured if source.archive else None
            self._document.entity(capture, _filled(kept))
            self._document.specializationOf(capture, key)
            self._document.wasGeneratedBy(capture, fetch, time)

    def named(self, hop: Hop) -> str:
        """A source that is only named, or was not followed."""
        key = f"named-{hashlib.sha256((hop.credit.url or hop.credit.name.casefold()).encode('utf-8', 'replace')).hexdigest()[:12]}"
        if self._once("source", f"id:{key}"):
            told = {"prov:type": self._name("pv:Source"), "prov:label": hop.credit.name or hop.credit.url, "prov:location": hop.credit.url}
            self._document.entity(f"id:{key}", _filled({**told, "pv:status": "not_attempted"}))
        return key

    @staticmethod
    def _capture(source: str) -> str:
        return f"id:capture-{_plain(source)}"

    # ---- relations -----------------------------------------------------------------------------------------------

    def finding(self, claim: str, finding: Finding, *, direct: bool = True) -> None:
        """A comparison of a claim with a source: what was used, what came out, and what that makes of the claim."""
        source, found = f"id:{_plain(finding.source)}", finding.comparison
        name = f"{claim.removeprefix('id:')}-{_plain(finding.source)}"
        if not self._once("finding", name):
            return
        result = f"id:finding-{name}"
        read = ("source", source) in self._known and found.label is not Label.NOT_CHECKABLE
        self._document.activity(f"id:comparison-{name}", None, None, {"prov:type": self._name("pv:Comparison")})
        self._document.wasAssociatedWith(f"id:comparison-{name}", self._tool)
        self._document.used(f"id:comparison-{name}", claim)
        self._document.used(f"id:comparison-{name}", self._capture(finding.source) if read or found.evidence else source)
        self._document.entity(result, _filled({"prov:type": self._name("pv:Finding"), **_told(found)}))
        self._document.wasGeneratedBy(result, f"id:comparison-{name}")
        for number, passage in enumerate(found.evidence):
            key = f"id:passage-{_plain(finding.source)}-{passage.start}-{passage.end}"
            if self._once("passage", key):
                told = {"prov:type": self._name("pv:Passage"), "prov:value": passage.text, "prov:location": passage.link}
                self._document.entity(
                    key, _filled({**told, "pv:start": passage.start, "pv:end": passage.end, "pv:language": passage.language})
                )
                self._document.wasQuotedFrom(key, self._capture(finding.source))
            if number == 0:
                self._document.wasDerivedFrom(result, key)
        if not direct:
            return
        if found.label in _SAID:
            self._document.wasDerivedFrom(claim, source, f"id:comparison-{name}", other_attributes={"pv:verdict": found.label.value})
        else:
            self._document.wasInfluencedBy(claim, source, other_attributes={"pv:verdict": found.label.value})

    def primary(self, claim: str, source: str) -> None:
        """A source that a claim goes back to in the end."""
        if self._once("primary", claim, source):
            self._document.hadPrimarySource(claim, f"id:{_plain(source)}")

    def derived(self, one: str, other: str) -> None:
        """A source that has it from another."""
        if one and one != other and self._once("derived", one, other):
            self._document.wasDerivedFrom(f"id:{_plain(one)}", f"id:{_plain(other)}")

    def cites(self, sources: Iterable[Source]) -> None:
        """Which sources cite one another."""
        for source in sources:
            for other in source.cites:
                self.derived(source.id, other)


def _told(found: Comparison) -> dict[str, Any]:
    told: dict[str, Any] = {
        "pv:label": found.label.value,
        "pv:confidence": round(found.confidence, 4),
        "pv:support": round(found.support, 4),
    }
    told["pv:reason"] = "; ".join(reason.message for reason in found.reasons) or None
    return told


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """Attributes that have a value, without control characters."""
    return {key: visible(value) if isinstance(value, str) else value for key, value in told.items() if value not in (None, "")}


def _plain(name: str) -> str:
    """A name as the local part of a qualified name."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)
