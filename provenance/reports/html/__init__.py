"""The report as one HTML file that loads nothing: the draft in full, its claims marked, each beside its evidence.

The page works without scripts (every claim's evidence stands in it, reached by anchors) and is quicker to use with them: one
claim at a time, filters, search, keys, a reviewer's notes. Style and script are the package's own files, allowed by their
SHA-256 in the page's Content-Security-Policy; nothing that comes from a draft or a source is ever script, style or markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model import DraftReport, Label, Link, Report, Review, Role
from provenance.reports.hints import Tally, hints
from provenance.reports.html.assets import policy, script, style, template
from provenance.reports.html.claimed import ClaimView, claim_views
from provenance.reports.html.drafted import Group, groups
from provenance.reports.html.sourced import SourceView, source_view
from provenance.reports.html.wording import direction, language_tag
from provenance.reports.review import orphans
from provenance.reports.words import MARKS, NAMES, WORST_FIRST

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Total:
    """How many claims have one verdict."""

    label: Label
    mark: str
    name: str
    count: int
    offset: float
    """Where its part of the summary's bar begins, in percent."""
    share: float
    """How long that part is, in percent."""
    first: str
    """Anchor of the first claim with it."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """One draft as the page shows it."""

    number: int
    report: DraftReport
    lang: str | None
    dir: str
    titled: bool
    """Whether the draft's text begins with its title."""
    groups: tuple[Group, ...]
    claims: tuple[ClaimView, ...]
    by_gravity: tuple[ClaimView, ...]
    totals: tuple[Total, ...]
    sources: tuple[SourceView, ...]
    links: tuple[tuple[Role, tuple[Link, ...]], ...]
    graph: Markup | str
    """The provenance graph as SVG, made and escaped by its own module; empty if there is none."""


def render(report: Report, *, colour: bool = False, width: int = 100, verbosity: int = 0) -> str:
    """The page as text. It holds everything whatever ``colour``, ``width`` and ``verbosity`` say."""
    reviews = {review.claim: review for review in report.reviews}
    views = tuple(_draft_view(number, draft, reviews) for number, draft in enumerate(report.drafts))
    claims = [claim for view in views for claim in view.claims]
    cited = Counter(source for claim in claims for source in claim.sources)
    return template("report.html").render(
        report=report,
        drafts=views,
        totals=_totals(claims),
        claims=len(claims),
        problems=sum(claim.label is not Label.SUPPORTED for claim in claims),
        sources=[(source_view(source), cited[source.id]) for source in report.sources],
        orphans=orphans(report),
        hints=_hints(report),
        dated=not report.generated.startswith("1970-01-01"),
        policy=policy(),
        style=style(),
        script=script(),
        labels=[(label, NAMES[label]) for label in WORST_FIRST],
    )


def _draft_view(number: int, report: DraftReport, reviews: Mapping[str, Review]) -> DraftView:
    claims = claim_views(number, report, reviews)
    cited = Counter(source for claim in claims for source in claim.sources)
    shown = tuple(groups(report.draft, report.claims))
    first = "".join(run.text for run in shown[0].parts[0].runs) if shown and shown[0].kind == "heading" else ""
    return DraftView(
        number=number,
        report=report,
        lang=language_tag(report.draft.language),
        dir=direction(report.draft.language),
        titled=bool(first) and first.split() == (report.draft.title or "").split(),
        groups=shown,
        claims=claims,
        by_gravity=tuple(sorted(claims, key=lambda claim: WORST_FIRST.index(claim.label))),
        totals=_totals(claims),
        sources=tuple(source_view(source, cited[source.id]) for source in report.sources),
        links=tuple((role, found) for role in Role if (found := tuple(link for link in report.links if link.role is role))),
        graph=_graph(number, report),
    )


def _hints(report: Report) -> tuple[str, ...]:
    tally = Tally.of(report)
    tally.archived.clear()  # why a copy was read stands with each source
    return hints(tally)


def _graph(number: int, report: DraftReport) -> Markup | str:
    if not report.sources:
        return ""
    from markupsafe import Markup

    from provenance.reports.graph import graph

    return Markup(graph(report, prefix=f"graph-{number}"))  # noqa: S704 - its module has escaped it


def _totals(claims: list[ClaimView] | tuple[ClaimView, ...]) -> tuple[Total, ...]:
    counted = Counter(claim.label for claim in claims)
    out: list[Total] = []
    before = 0
    for label in WORST_FIRST:
        if n := counted[label]:
            first = next(claim.anchor for claim in claims if claim.label is label)
            share = round(100 * n / len(claims), 3)
            out.append(Total(label, MARKS[label], NAMES[label], n, round(100 * before / len(claims), 3), share, first))
            before += n
    return tuple(out)
