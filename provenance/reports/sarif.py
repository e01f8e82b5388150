"""The report as SARIF 2.1.0 (OASIS): for code scanning and editors. Within GitHub's limits, and without a path of this machine."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from provenance.model import CheckedClaim, DifferenceKind, Draft, DraftReport, Label, Report, Source
from provenance.reports.clean import safe_href, shorten
from provenance.reports.json import dump
from provenance.reports.problems import LEVELS, message, problems, region, relative, rule_of, rules
from provenance.reports.words import INTERRUPTED, NAMES, count, source_name, worst

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
MOST_BYTES = 10_000_000
"""GitHub's limits for one upload: results, and bytes after gzip."""
_RULES = {
    Label.CONTRADICTED: "The source says what cannot be true together with the claim.",
    Label.MISQUOTED: "Words in quotation marks are not the source's words.",
    Label.NOT_FOUND: "The whole text of the source was read, and no passage says it.",
    Label.PARTLY_SUPPORTED: "Part of the claim is in the source, part is not.",
    Label.NOT_CHECKABLE: "No judgement was possible; the message says which step failed and what to do next.",
    Label.SUPPORTED: "The source says it, and every checkable detail agrees.",
}


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The log as indented JSON. Supported claims are left out; the arguments for terminals change nothing.

    Results come worst first. Where GitHub's limits would be passed the last ones are cut, and a notification says how many.
    """
    found = [_result(draft, checked, number) for draft, checked, number in _numbered(report)]
    kept = found[:MOST_RESULTS]
    while True:
        text = dump(_log(report, kept, len(found) - len(kept)))
        if not kept or len(gzip.compress(text.encode(), 6)) <= MOST_BYTES:
            return text
        kept = kept[: len(kept) * 3 // 4]


def _numbered(report: Report) -> list[tuple[DraftReport, CheckedClaim, int]]:
    """Problems, each with the number of the claim among those of the same words and source in its draft."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for draft, checked in problems(report):
        key = (draft.draft.path, checked.claim.id)
        seen[key] += 1
        found.append((draft, checked, seen[key]))
    return found


def _log(report: Report, results: list[Json], cut: int) -> Json:
    used = {result["ruleId"] for result in results}
    listed = [_rule(name) for name in rules() if name in used]
    index = {rule["id"]: number for number, rule in enumerate(listed)}
    drafts = {draft.draft.path: draft.draft for draft in report.drafts}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": report.tool,
                        "version": report.version,
                        "rules": listed,
                    }
                },
                "automationDetails": {"id": f"{report.tool}/"},
                "columnKind": "utf16CodeUnits",
                "invocations": [_invocation(report, cut)],
                "artifacts": [_artifact(draft) for draft in drafts.values()],
                "results": [{**result, "ruleIndex": index[result["ruleId"]]} for result in results],
            }
        ],
    }


def _rule(name: str) -> Json:
    label, _, kind = name.partition("/")
    meant = _RULES[Label(label)]
    short = f"{NAMES[Label(label)].capitalize()}: {kind}" if kind else NAMES[Label(label)].capitalize()
    if kind == DifferenceKind.MISSING:
        short = f"{NAMES[Label(label)].capitalize()}: a part is missing"
    level = LEVELS[Label(label)]
    return {
        "id": name,
        "name": "".join(part.capitalize() for part in re.split(r"[/_]", name)),
        "shortDescription": {"text": short},
        "fullDescription": {"text": meant},
        "help": {"text": f"{meant} Open the source at the passage that the result names, and mend the draft or the reference."},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["fact-checking", label]},
    }


def _invocation(report: Report, cut: int) -> Json:
    notes: list[Json] = [
        {
            "level": "error",
            "message": {"text": plain(failure.reason)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": relative(failure.path)}}}],
        }
        for failure in report.failures[:1000]
    ]
    if report.interrupted:
        notes.append({"level": "warning", "message": {"text": INTERRUPTED}})
    if cut:
        told = f"{count(cut, 'result')} left out, the least grave ones: GitHub takes {MOST_RESULTS:,} results and 10 MB. The JSON report has all."
        notes.append({"level": "warning", "message": {"text": told}})
    ended = _utc(report.generated)
    return {
        "executionSuccessful": not report.interrupted and not report.failures,
        **({"endTimeUtc": ended} if ended else {}),
        **({"toolExecutionNotifications": notes} if notes else {}),
    }


def _artifact(draft: Draft) -> Json:
    return {
        "location": {"uri": relative(draft.path)},
        "hashes": {"sha-256": draft.sha256},
        **({"properties": {"language": draft.language}} if draft.language else {}),
    }


def _result(report: DraftReport, checked: CheckedClaim, number: int) -> Json:
    draft, verdict = report.draft, checked.verdict
    sources = {s.id: s for s in report.sources}
    place = region(draft, checked.claim.span)
    physical: Json = {"artifactLocation": {"uri": relative(draft.path)}}
    if place is not None:
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        if place.page is not None:
            physical["region"]["properties"] = {"page": place.page}
    related = _related(checked, sources)
    return {
        "ruleId": rule_of(checked),
        "level": LEVELS[verdict.label],
        "message": {"text": plain(message(checked, sources))},
        "locations": [{"physicalLocation": physical}],
        **({"relatedLocations": related} if related else {}),
        # made of the claim's words and its source, so that an alert survives edits around it
        "partialFingerprints": {
            "primaryLocationLineHash": f"{checked.claim.id}:{number}",
            "provenanceClaim/v1": f"{checked.claim.id}:{number}",
        },
        "properties": {
            "confidence": round(float(verdict.confidence), 4),
            "support": round(float(verdict.support), 4),
            "claim": checked.claim.id,
        },
    }


def _related(checked: CheckedClaim, sources: dict[str, Source]) -> list[Json]:
    """Where the sources say it: an address each, with the passage as message."""
    found: list[Json] = []
    for finding in sorted(checked.findings, key=worst):
        source = sources[finding.source]
        address = source.archive.url if source.archive else source.final_url or source.url
        for passage in finding.comparison.evidence:
            href = safe_href(passage.link) or safe_href(address)
            if href is None:
                continue
            told = f"{shorten(source_name(source), 120)}: “{shorten(passage.text, 400)}”"
            location = {
                "id": len(found) + 1,
                "physicalLocation": {"artifactLocation": {"uri": uri(href)}},
                "message": {"text": plain(told)},
            }
            found.append(location)
    return found


def plain(text: str) -> str:
    """``text`` as a plain text message: square brackets would make an embedded link (SARIF 3.11.6)."""
    return re.sub(r"([\[\]\\])", r"\\\1", shorten(text, 4_000))


def uri(href: str) -> str:
    """An address with everything that RFC 3986 does not allow in it percent-encoded."""
    whole = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", href)
    return quote(whole.encode("utf-8", "replace"), safe="%:/?#@!$&'()*+,;=-._~")


def _utc(stamp: str) -> str | None:
    try:
        return datetime.fromisoformat(stamp).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return None
