"""The morning's report for a terminal or a mail: plain lines, the gravest first."""

from __future__ import annotations

from provenance.audit.morning.nouns import ClaimNews, Morning
from provenance.audit.morning.words import KINDS, footing, grounds, headline, turn
from provenance.reports.clean import masked, one_line, shorten


def render(morning: Morning) -> str:
    """The whole report; nothing in it can move a cursor."""
    lines = [headline(morning), ""]
    for article in morning.articles:
        lines.append(one_line(f"{article.place}" + (f"  {article.title}" if article.title else "")))
        if article.message:
            lines.append(f"  ! {one_line(masked(article.message))}")
        for claim in article.claims:
            lines += _claim(claim)
        lines.append("")
    if morning.sources:
        lines.append("Sources")
        for source in morning.sources:
            cited = f"{len(source.cited_by)} article{'s' if len(source.cited_by) != 1 else ''}, {source.claims} claim{'s' if source.claims != 1 else ''}"
            lines.append(f"  {KINDS[source.kind]:<10} {one_line(masked(source.url))}  ({cited})")
            lines.append(f"             {one_line(masked(source.message))}")
        lines.append("")
    return "\n".join([*lines, *map(one_line, footing(morning))]) + "\n"


def _claim(claim: ClaimNews) -> list[str]:
    where = f", line {claim.line}" if claim.line is not None else ""
    lines = [f"  {KINDS[claim.kind]}: {turn(claim)} ({claim.confidence:.0%}{where})", f"    {shorten(masked(claim.text), 240)}"]
    lines.append(f"    {one_line(masked(claim.because))}")
    if why := grounds(claim):
        lines.append(f"    {shorten(why, 240)}")
    if claim.pieces:
        lines.append(f"    {one_line(masked(worded(claim)))}")
    elif claim.evidence:
        lines.append(f"    source: {shorten(masked(claim.evidence[0][0]), 240)}")
    return lines


def worded(claim: ClaimNews) -> str:
    """The passage with what went in ``[-…-]`` and what came in ``{+…+}``, as other tools write word diffs."""
    shown = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(shown[kind].format(text.strip()) for kind, text in claim.pieces)
