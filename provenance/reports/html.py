"""The report as one HTML file that loads nothing: the draft in full, its claims marked, each beside its evidence."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from provenance.model import BlockKind, CheckedClaim, Draft, DraftReport, Report, Role, Source
from provenance.reports.clean import safe_href, visible
from provenance.reports.words import MARKS, NAMES, STATUS_NAMES, WORST_FIRST, certainty, how_reached, source_name

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a draft's block that belongs to the same claims."""

    text: str
    claim: int | None
    """Number of the claim it belongs to, from 0; the worst where several overlap."""
    starts: bool
    """Whether that claim begins here."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the draft as the page shows it."""

    tag: str
    runs: tuple[Run, ...]


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The page as text. Everything from drafts and sources is escaped; no script is in it, and nothing is loaded."""
    style = _resource("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    labels = Counter(c.verdict.label for d in report.drafts for c in d.claims)
    return _template().render(
        report=report,
        drafts=[_draft_view(number, draft) for number, draft in enumerate(report.drafts)],
        style=style,
        dated=not report.generated.startswith("1970-01-01"),
        csp=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        totals=[(label, labels[label]) for label in WORST_FIRST if labels[label]],
    )


def _draft_view(number: int, report: DraftReport) -> dict[str, Any]:
    sources = {s.id: s for s in report.sources}
    return {
        "number": number,
        "draft": report.draft,
        "parts": list(_parts(report.draft, report.claims)),
        "claims": [_claim_view(number, i, c, sources) for i, c in enumerate(report.claims)],
        "labels": [c.verdict.label.value for c in report.claims],
        "sources": [_source_view(s) for s in report.sources],
        "links": [link for link in report.links if link.role is not Role.CITATION],
    }


def _claim_view(draft: int, number: int, checked: CheckedClaim, sources: dict[str, Source]) -> dict[str, Any]:
    findings = sorted(checked.findings, key=lambda f: WORST_FIRST.index(f.comparison.label))
    chain = []
    attribution = checked.claim.attribution
    while attribution is not None:
        chain.append(attribution)
        attribution = attribution.relayed_from
    return {
        "anchor": f"d{draft}-c{number}",
        "claim": checked.claim,
        "verdict": checked.verdict,
        "chain": chain,
        "findings": [(f.comparison, _source_view(sources[f.source])) for f in findings],
    }


def _source_view(source: Source) -> dict[str, Any]:
    return {
        "source": source,
        "name": source_name(source),
        "state": STATUS_NAMES[source.status],
        "reached": how_reached(source),
        "href": safe_href(source.final_url or source.url),
        "archive_href": safe_href(source.archive.url) if source.archive else None,
    }


_TAGS = {BlockKind.BLOCKQUOTE: "blockquote", BlockKind.CODE: "pre", BlockKind.LIST_ITEM: "li", BlockKind.CAPTION: "figcaption"}


def _parts(draft: Draft, claims: tuple[CheckedClaim, ...]) -> Iterator[Part]:
    owner = _owners(draft, claims)
    begun: set[int] = set()
    for block in draft.blocks:
        runs: list[Run] = []
        for piece in block.pieces:
            if runs:
                runs.append(Run(" ", None, False))
            start = piece.start
            while start < piece.end:
                claim, end = owner[start], start + 1
                while end < piece.end and owner[end] == claim:
                    end += 1
                first = claim is not None and claim not in begun
                if claim is not None:
                    begun.add(claim)
                runs.append(Run(visible(draft.text[start:end]), claim, first))
                start = end
        tag = f"h{min(6, max(1, block.level) + 1)}" if block.kind is BlockKind.HEADING else _TAGS.get(block.kind, "p")
        if block.kind is BlockKind.FURNITURE:
            tag = "small"
        yield Part(tag, tuple(runs))


def _owners(draft: Draft, claims: tuple[CheckedClaim, ...]) -> list[int | None]:
    """For each character of the draft the claim that it belongs to: the worst, where several do."""
    owner: list[int | None] = [None] * len(draft.text)
    order = sorted(range(len(claims)), key=lambda i: WORST_FIRST.index(claims[i].verdict.label), reverse=True)
    for i in order:
        attribution = claims[i].claim.attribution
        spans = attribution.content_spans if attribution else (claims[i].claim.span,)
        for span in spans:
            owner[span.start : span.end] = [i] * (span.end - span.start)
    return owner


@cache
def _resource(name: str) -> str:
    return resources.files("provenance.reports").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader({"report.html": _resource("report.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        visible=visible,
        safe_href=safe_href,
        certainty=certainty,
        mark=lambda label: MARKS[label],
        named=lambda label: NAMES[label],
    )
    return environment.get_template("report.html")
