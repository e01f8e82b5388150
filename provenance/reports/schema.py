"""The JSON Schema (draft 2020-12) of the JSON report: the public promise of its shape."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from provenance.model import CueKind, DifferenceKind, How, Label, Role, SourceKind, Speech, Status
from provenance.reports.json import SCHEMA

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_OPTIONAL_TEXT: Json = {"type": ["string", "null"]}
_COUNT: Json = {"type": "integer", "minimum": 0}
_PROBABILITY: Json = {"type": "number", "minimum": 0, "maximum": 1}


def report_schema() -> Json:
    """The schema of ``--format json``, and, without verdicts and sources, of ``provenance claims --format json``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:provenance:report:1",
        "title": "Report of provenance",
        "description": "Offsets count Unicode code points: of claims in drafts[].text, of evidence in the source's text.",
        **_object(
            {
                "schema": {"const": SCHEMA},
                "tool": _object({"name": _TEXT, "version": _TEXT}),
                "generated": {"type": "string", "description": "ISO 8601; on an offline replay the time of the newest capture read"},
                "interrupted": {"type": "boolean", "description": "whether the run was stopped before its end"},
                "settings": {"type": "object", "additionalProperties": _TEXT},
                "drafts": _array(_ref("draft")),
                "failures": _array(_object({"path": _TEXT, "reason": _TEXT})),
                "sources": _array(_ref("source")),
                "summary": _object(
                    {
                        "claims": _COUNT,
                        "by_label": _counts(Label),
                        "sources": _COUNT,
                        "by_status": _counts(Status),
                    },
                    required=("claims",),
                ),
            },
            required=("schema", "tool", "drafts", "summary"),
        ),
        "$defs": _definitions(),
    }


def _definitions() -> dict[str, Json]:
    return {
        "span": _object(
            {
                "start": _COUNT,
                "end": _COUNT,
                "line": {"type": ["integer", "null"], "minimum": 1},
                "column": {"type": ["integer", "null"], "minimum": 1},
                "page": {"type": ["integer", "null"], "minimum": 1},
            }
        ),
        "reason": _object({"code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "message": _TEXT}),
        "attribution": _object(
            {
                "source": _TEXT,
                "source_span": _optional("span"),
                "cue": _TEXT,
                "cue_span": _optional("span"),
                "content_spans": _array(_ref("span")),
                "kind": _enum(Speech),
                "speaker_or_outlet": _enum(SourceKind),
                "date": {"type": ["string", "null"], "format": "date"},
                "when": _TEXT,
                "hedged": {"type": "boolean"},
                "denied": {"type": "boolean"},
                "cue_kind": _enum(CueKind),
                "note": _TEXT,
                "told": _TEXT,
                "relayed_from": _optional("attribution"),
            }
        ),
        "verdict": _object({"label": _enum(Label), "confidence": _PROBABILITY, "support": _PROBABILITY, "reasons": _array(_ref("reason"))}),
        "passage": _object(
            {
                "text": _TEXT,
                "start": _COUNT,
                "end": _COUNT,
                "score": _PROBABILITY,
                "language": _OPTIONAL_TEXT,
                "link": _OPTIONAL_TEXT,
                "prefix": _TEXT,
                "suffix": _TEXT,
            },
            required=("text", "start", "end", "score", "language", "link"),
        ),
        "difference": _object(
            {
                "kind": _enum(DifferenceKind),
                "claim": _TEXT,
                "source": _TEXT,
                "claim_span": _optional("span"),
                "evidence_span": _optional("span"),
                "detail": _TEXT,
            }
        ),
        "finding": _object(
            {
                "source": _TEXT,
                "label": _enum(Label),
                "confidence": _PROBABILITY,
                "support": _PROBABILITY,
                "reasons": _array(_ref("reason")),
                "evidence": {**_array(_ref("passage")), "maxItems": 3},
                "differences": _array(_ref("difference")),
            }
        ),
        "claim": _object(
            {
                "id": _TEXT,
                "text": _TEXT,
                "sentence": _TEXT,
                "heading": _OPTIONAL_TEXT,
                "span": _ref("span"),
                "attribution": _optional("attribution"),
                "quotations": _array(_object({"text": _TEXT, "span": _ref("span")})),
                "references": _array(
                    _object({"url": _TEXT, "span": _ref("span"), "how": _enum(How), "source": _TEXT}, required=("url", "span", "how"))
                ),
                "verdict": _ref("verdict"),
                "findings": _array(_ref("finding")),
                "review": _object({"verdict": {"enum": [*(label.value for label in Label), None]}, "note": _TEXT, "updated": _TEXT}),
            },
            required=("id", "text", "sentence", "heading", "span", "attribution", "quotations", "references"),
        ),
        "link": _object({"url": _TEXT, "text": _TEXT, "span": _ref("span"), "role": _enum(Role), "reason": _TEXT}),
        "draft": _object(
            {
                "path": _TEXT,
                "format": _TEXT,
                "title": _OPTIONAL_TEXT,
                "language": _OPTIONAL_TEXT,
                "date": {"type": ["string", "null"], "format": "date"},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "text": _TEXT,
                "notes": _array(_TEXT),
                "interrupted": {"type": "boolean", "description": "whether the run was stopped before all claims were checked"},
                "claims": _array(_ref("claim")),
                "links": _array(_ref("link")),
            },
            required=("path", "format", "title", "language", "date", "sha256", "text", "notes", "claims", "links"),
        ),
        "source": _object(
            {
                "id": _TEXT,
                "url": _TEXT,
                "final_url": _OPTIONAL_TEXT,
                "canonical_url": _OPTIONAL_TEXT,
                "redirects": _array(_object({"url": _TEXT, "status": {"type": "integer"}})),
                "status": _enum(Status),
                "http_status": {"type": ["integer", "null"]},
                "fetched": _OPTIONAL_TEXT,
                "sha256": _OPTIONAL_TEXT,
                "content_type": _OPTIONAL_TEXT,
                "title": _OPTIONAL_TEXT,
                "publisher": _OPTIONAL_TEXT,
                "author": _OPTIONAL_TEXT,
                "published": _OPTIONAL_TEXT,
                "modified": _OPTIONAL_TEXT,
                "last_modified": _OPTIONAL_TEXT,
                "language": _OPTIONAL_TEXT,
                "archive": {"anyOf": [_object({"url": _TEXT, "captured": _TEXT, "why": _TEXT}), {"type": "null"}]},
                "live_status": _OPTIONAL_TEXT,
                "capture": {"anyOf": [_object({"file": _TEXT, "record": _TEXT}), {"type": "null"}]},
                "cites": _array(_TEXT),
                "message": _TEXT,
                "note": _TEXT,
            }
        ),
    }


def _object(properties: dict[str, Json], *, required: tuple[str, ...] | None = None) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }


def _array(items: Json) -> Json:
    return {"type": "array", "items": items}


def _enum(values: type[StrEnum]) -> Json:
    return {"enum": [v.value for v in values]}


def _counts(values: type[StrEnum]) -> Json:
    return {"type": "object", "propertyNames": _enum(values), "additionalProperties": _COUNT}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _optional(name: str) -> Json:
    return {"anyOf": [_ref(name), {"type": "null"}]}
