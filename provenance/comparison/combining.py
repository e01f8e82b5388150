"""Several sources of one claim, judged together."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.model import Comparison, Label, Reason, Verdict

_ORDER = (Label.CONTRADICTED, Label.MISQUOTED, Label.SUPPORTED, Label.PARTLY_SUPPORTED, Label.NOT_FOUND, Label.NOT_CHECKABLE)


def combine(comparisons: Sequence[Comparison]) -> Verdict:
    """The verdict on a claim from what each of its sources says.

    One source that contradicts, or whose words are misquoted, decides; it is never hidden behind another that supports, and the
    reasons name both. A misquotation yields to a source that has the very words. Otherwise the best answer counts: supported
    before partly supported before not found. ``not_found`` is only said if every source was read; ``not_checkable`` if none was.
    """
    if not comparisons:
        return Verdict(
            Label.NOT_CHECKABLE, 1.0, 0.0, (Reason("no_reference", "the draft names no source that could be read for this claim"),)
        )
    labels = [c.label for c in comparisons]
    label = next(candidate for candidate in _ORDER if candidate in labels)
    if label is Label.MISQUOTED and any(c.label is Label.SUPPORTED and _has_words(c) for c in comparisons):
        label = Label.SUPPORTED
    if label is Label.NOT_FOUND and Label.NOT_CHECKABLE in labels:
        label = Label.NOT_CHECKABLE
    chosen = [c for c in comparisons if c.label is label]
    best = max(chosen, key=lambda c: c.confidence)
    support = max(c.support for c in comparisons)
    reasons = list(best.reasons)
    if label in (Label.CONTRADICTED, Label.MISQUOTED):
        support = min(c.support for c in chosen)
        if Label.SUPPORTED in labels:
            reasons.append(Reason("sources_disagree", "another of its sources supports the claim"))
    elif label is Label.SUPPORTED and Label.MISQUOTED in labels:
        reasons.append(Reason("sources_disagree", "another of its sources has other words"))
    if label is Label.SUPPORTED:  # a source that says both must not lose its other passage behind one that says it once
        reasons += [r for c in comparisons for r in c.reasons if r.code == "source_disagrees"]
    return Verdict(label, best.confidence, support, tuple(dict.fromkeys(reasons)))


def _has_words(comparison: Comparison) -> bool:
    return any(reason.code == "quote_found" for reason in comparison.reasons)
