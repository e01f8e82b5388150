"""A trace as JSON, and the JSON Schema (draft 2020-12) of that."""

from __future__ import annotations

from typing import Any

from provenance.model import CreditedIn, Finding, Hop, SourceKind, Trace, TrailEnd
from provenance.reports import json as report_json
from provenance.reports import schema as report_schema

SCHEMA = "provenance.trace/1"

Json = dict[str, Any]


def render(trace: Trace, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The whole trace; the arguments for terminals change nothing. Ends with a line feed; valid UTF-8, no NaN."""
    return report_json.dump(trace_object(trace))


def trace_object(trace: Trace) -> Json:
    """The trace as plain lists and dictionaries; claims, findings and sources in the shape of the report."""
    return {
        "schema": SCHEMA,
        "tool": {"name": trace.tool, "version": trace.version},
        "generated": trace.generated,
        "settings": dict(trace.settings),
        "depth": trace.depth,
        "draft": report_json.draft_head(trace.draft),
        "trails": [
            {"claim": report_json.claim_object(t.claim), "hops": [_hop(h) for h in t.hops], "why": t.why, "meets": list(t.meets)}
            for t in trace.trails
        ],
        "voices": [{"sources": list(v.sources), "agency": v.agency, "shared": report_json.probability(v.shared)} for v in trace.voices],
        "sources": [report_json.source_object(s) for s in trace.sources],
    }


def _hop(hop: Hop) -> Json:
    credit = hop.credit
    found = report_json.finding_object(Finding(hop.source, hop.comparison))
    del found["source"]
    return {
        "source": hop.source or None,
        "credit": {
            "name": credit.name,
            "kind": credit.kind.value if credit.kind else None,
            "place": credit.place.value,
            "words": credit.words,
            "url": credit.url or None,
        },
        "finding": found,
        "end": hop.end.value if hop.end else None,
        "why": hop.why,
        "copy_of": hop.copy_of or None,
        "hops": [_hop(further) for further in hop.hops],
    }


def trace_schema() -> Json:
    """The schema of ``provenance trace --format json``."""
    text: Json = {"type": "string"}
    optional: Json = {"type": ["string", "null"]}
    defs = report_schema._definitions()
    finding = defs["finding"]
    bare = {key: value for key, value in finding["properties"].items() if key != "source"}
    defs["hop"] = report_schema._object(
        {
            "source": {**optional, "description": "id in sources[]; null for what is only named or was not read"},
            "credit": report_schema._object(
                {
                    "name": text,
                    "kind": {"anyOf": [report_schema._enum(SourceKind), {"type": "null"}]},
                    "place": report_schema._enum(CreditedIn),
                    "words": text,
                    "url": optional,
                }
            ),
            "finding": report_schema._object(bare),
            "end": {"anyOf": [report_schema._enum(TrailEnd), {"type": "null"}]},
            "why": text,
            "copy_of": optional,
            "hops": report_schema._array(report_schema._ref("hop")),
        }
    )
    draft = defs["draft"]
    head = {key: draft["properties"][key] for key in draft["required"] if key not in ("claims", "links")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:provenance:trace:1",
        "title": "Trace of provenance",
        "description": "Who got it from whom. Offsets count Unicode code points, as in the report.",
        **report_schema._object(
            {
                "schema": {"const": SCHEMA},
                "tool": report_schema._object({"name": text, "version": text}),
                "generated": text,
                "settings": {"type": "object", "additionalProperties": text},
                "depth": {"type": "integer", "minimum": 1},
                "draft": report_schema._object(head),
                "trails": report_schema._array(
                    report_schema._object(
                        {
                            "claim": report_schema._ref("claim"),
                            "hops": report_schema._array(report_schema._ref("hop")),
                            "why": text,
                            "meets": report_schema._array(text),
                        }
                    )
                ),
                "voices": report_schema._array(
                    report_schema._object(
                        {
                            "sources": {**report_schema._array(text), "minItems": 2},
                            "agency": text,
                            "shared": {"type": "number", "minimum": 0, "maximum": 1},
                        }
                    )
                ),
                "sources": report_schema._array(report_schema._ref("source")),
            }
        ),
        "$defs": defs,
    }
