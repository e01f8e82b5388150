"""A claim's findings in words, for reports that are read line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from provenance.model import Attribution, CheckedClaim, Comparison, Difference, Finding, Label, Passage, Source
from provenance.reports.clean import isolated, one_line, quoted, shorten
from provenance.reports.words import NAMES, STATUS_NAMES, WORST_FIRST, host_of, how_reached, source_name, worst
from provenance.reports.writing import cell_count, excerpt, fitted

EVIDENCE_LENGTH = 420
_ENOUGH = 2
"""Differences that the compact form names."""


# ---- the compact form ----------------------------------------------------------------------------------------------


def compact_rows(checked: CheckedClaim, sources: Mapping[str, Source], cells: int, room: int) -> Iterator[str]:
    """A claim and its worst finding in lines of at most ``cells`` cells, but for addresses.

    The first line is what differs, if that fits into the ``room`` that the head has left, and else empty.
    """
    findings = sorted(checked.findings, key=worst)
    differs = difference_words(checked)
    if not differs and findings and findings[0].comparison.reasons and checked.verdict.label is not Label.NOT_FOUND:
        differs = one_line(findings[0].comparison.reasons[0].message)
    fits = bool(differs) and cell_count(differs) <= room
    yield differs if fits else ""
    said = attributed(checked.claim.attribution)
    said = f"{said}: " if said else ""
    yield said + quoted(fitted(checked.claim.text, cells - cell_count(said) - 2))
    if differs and not fits:
        yield fitted(differs, cells)
    if not findings:
        return
    first, source = findings[0], sources[findings[0].source]
    name = fitted(source_line(source), cells // 2)
    others = Counter(f.comparison.label for f in findings[1:])
    told = ", ".join(f"{others[label]} {NAMES[label]}" for label in WORST_FIRST if others[label])
    address = one_line(source.archive.url if source.archive else source.final_url or source.url)
    address += f" (other sources: {told})" if told else ""
    best = telling(first.comparison)
    if best is None:
        yield f"{name}: {address}"
        return
    passage, start, end = best
    says = f"{name}: “{excerpt(passage.text, start, end, cells - cell_count(name) - 4)}”"
    if cell_count(says) + cell_count(address) < cells:
        yield f"{says} {address}"
    else:
        yield says
        yield address


def telling(comparison: Comparison) -> tuple[Passage, int, int] | None:
    """The passage in which a difference lies, and where in its text; else the best passage."""
    for difference in comparison.differences:
        span = difference.evidence_span
        for passage in comparison.evidence if span is not None and difference.source else ():
            if span is not None and passage.start <= span.start and span.end <= passage.end:
                return passage, span.start - passage.start, span.end - passage.start
    return (comparison.evidence[0], 0, 0) if comparison.evidence else None


def difference_words(checked: CheckedClaim) -> str:
    """What differs in a claim's worst finding, in a line; empty if no detail does, or all of it is missing."""
    findings = sorted(checked.findings, key=worst)
    if not findings or checked.verdict.label in (Label.SUPPORTED, Label.NOT_FOUND):
        return ""
    differences = findings[0].comparison.differences
    rest = f"; and {len(differences) - _ENOUGH} more" if len(differences) > _ENOUGH else ""
    return "; ".join(difference(d, 60) for d in differences[:_ENOUGH]) + rest


def why_not(checked: CheckedClaim, sources: Mapping[str, Source]) -> str:
    """Why a claim could not be checked, in a few words."""
    for finding in sorted(checked.findings, key=worst):
        source = sources[finding.source]
        if finding.comparison.label is Label.NOT_CHECKABLE and not source.status.was_read:
            return f"the source is {_BECAME[source.status.value]}" if source.status.value in _BECAME else STATUS_NAMES[source.status]
    codes = [r.code for r in checked.verdict.reasons] + [r.code for f in checked.findings for r in f.comparison.reasons]
    for code, words in _WHY.items():
        if code in codes:
            return words
    return one_line(checked.verdict.reasons[0].message) if checked.verdict.reasons else "no reason given"


_WHY = {
    "interrupted": "the run was stopped",
    "no_reference": "no reference",
    "language": "languages that cannot be compared",
    "too_vague": "too vague",
}
_BECAME = {
    "gone": "gone",
    "paywalled": "behind a paywall",
    "consent_wall": "behind a consent wall",
    "unreachable": "unreachable",
    "too_large": "too large",
}


def source_line(source: Source) -> str:
    """Short name, language and date of a source, and of which day its copy is if it was read from an archive."""
    parts = [source.language or "", (source.published or "")[:10]]
    if source.archive is not None:
        parts.append(f"copy of {source.archive.captured[:10]}")
    about = ", ".join(one_line(part) for part in parts if part)
    name = shorten(source.publisher or source.title or host_of(source.url), 40)
    return isolated(name) + (f" ({about})" if about else "")


def attributed(attribution: Attribution | None) -> str:
    """Who is said to have said it, short, cue and source in the draft's order; empty if nobody is named."""
    if attribution is None:
        return ""
    words = [fitted(attribution.source, 40)]
    if any(letter.isalnum() for letter in attribution.cue):  # a cue may be no more than a quotation mark
        first = attribution.cue_span and attribution.source_span and attribution.cue_span.end <= attribution.source_span.start
        phrase = first and " " in attribution.cue.strip()  # "according to", not the "said" of "said X"
        words.insert(0 if phrase else 1, fitted(attribution.cue, 20))
    return " ".join(words).strip()


# ---- the full form -------------------------------------------------------------------------------------------------


def attribution_rows(attribution: Attribution | None) -> Iterator[tuple[str, str]]:
    """Who is said to have said it, and from whom they have it, as named rows."""
    if attribution is None:
        return
    words = isolated(shorten(attribution.source, 120)) or "nobody named"
    if attribution.cue:
        words += f" — “{isolated(shorten(attribution.cue, 60))}”"
    if attribution.date:
        words += f", {attribution.date.isoformat()}"
    elif attribution.when:
        words += f", {shorten(attribution.when, 40)}"
    if attribution.told:
        words += f", to {isolated(shorten(attribution.told, 60))}"
    if attribution.denied:
        words += ", denied"
    if attribution.hedged:
        words += ", hedged"
    yield "says", words
    yield "kind", f"{attribution.kind.value} speech of a {attribution.speaker_or_outlet.value} source"
    relayed = attribution.relayed_from
    while relayed is not None:
        yield "via", f"from {isolated(shorten(relayed.source, 120))}"
        relayed = relayed.relayed_from


def finding_rows(finding: Finding, sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    """A finding as named rows: source, evidence, differences, reasons."""
    source = sources[finding.source]
    comparison = finding.comparison
    language = f", in {one_line(source.language)}" if source.language else ""
    published = f", {one_line(source.published)[:10]}" if source.published else ""
    yield "source", f"{isolated(shorten(source_name(source), 200))} ({STATUS_NAMES[source.status]}{language}{published})"
    if source_name(source) != source.url:
        yield "", one_line(source.url)
    reached = how_reached(source)
    if reached:
        yield "", isolated(shorten(reached, 300))
    for passage in comparison.evidence:
        yield "evidence", f"“{isolated(shorten(passage.text, EVIDENCE_LENGTH))}”"
    for one in comparison.differences:
        yield "differs", difference(one)
    for reason in comparison.reasons:
        yield "because", isolated(one_line(reason.message))


def difference(one: Difference, length: int = 140) -> str:
    """A difference in a sentence."""
    name = one_line(one.detail or one.kind.value)
    claim, source = isolated(shorten(one.claim, length)), isolated(shorten(one.source, length))
    if one.claim and one.source:
        return f"{name}: the draft has “{claim}”, the source “{source}”"
    if one.claim:
        return f"{name}: “{claim}” is not in the source"
    return f"{name}: the source adds “{source}”"
