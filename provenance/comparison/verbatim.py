"""What the quotations of a claim contribute to its verdict; and the verdict itself where the claim is one quotation."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.quoted import Quoted
from provenance.model import Comparison, Difference, DifferenceKind, Label, Passage, Reason, Span

ABSENT = "words not in the source"
_MOST = 3
_FAITHFUL, _ALTERED = 0.97, 0.96
"""Share of such verdicts that were right on quotations made from real pages; the alignment decides, no fitted weight does."""


def quote_differences(misquoted: Sequence[Quoted], absent: Sequence[Quoted]) -> list[Difference]:
    """Every change of words that matters, side by side, and every quotation that the source does not have."""
    out: list[Difference] = []
    for quote in misquoted:
        changes = [c for c in quote.match.changes if not c.minor] or list(quote.match.changes)
        for change in changes:
            span = Span(quote.span.start + change.claim_span.start, quote.span.start + change.claim_span.end)
            out.append(
                Difference(DifferenceKind.QUOTE, change.claim, change.source, span, change.source_span, change.kind.value.replace("_", " "))
            )
        if not changes:
            out.append(Difference(DifferenceKind.QUOTE, quote.text, "", quote.span, None, quote.match.kind.value.replace("_", " ")))
    out += [Difference(DifferenceKind.QUOTE, quote.text, "", quote.span, None, ABSENT) for quote in absent]
    return out


def quote_reasons(quotes: Sequence[Quoted]) -> list[Reason]:
    """One reason for each quotation that decides, in the order of the claim."""
    out: list[Reason] = []
    for quote in quotes:
        how = quote.match.kind.value.replace("_", " ")
        if quote.misquoted:
            kinds = sorted({c.kind.value.replace("_", " ") for c in quote.match.changes if not c.minor}) or [how]
            out.append(Reason("quote_altered", f"the quoted words are not the source's ({', '.join(kinds)})"))
        elif quote.translated:
            out.append(Reason("translated", "the quotation is a translation and was compared by meaning"))
        elif quote.rendering:
            out.append(Reason("rendering_differs", "both texts translate a foreign speaker's words, and differ as translations do"))
        elif quote.absent:
            out.append(Reason("quote_not_found", "the quoted words do not stand in the source"))
        elif quote.decisive and quote.match.faithful:
            out.append(Reason("quote_found", f"the quoted words stand in the source ({how})"))
    return out


def decide_quotation(quote: Quoted, text: str, language: str | None) -> Comparison | None:
    """The comparison for a claim that is one quotation; ``None`` if its words alone do not settle it.

    Parameters:
        text: the source, in which the quotation's spans count.
        language: of the source.
    """
    if not quote.whole or not (quote.match.faithful or quote.misquoted):
        return None
    score = round(quote.match.score, 4)
    evidence = tuple(Passage(s.of(text), s.start, s.end, score, language) for s in quote.match.spans[:_MOST])
    if quote.match.faithful:
        return Comparison(Label.SUPPORTED, _FAITHFUL, _FAITHFUL, tuple(quote_reasons([quote])), evidence)
    differences = tuple(quote_differences([quote], []))
    return Comparison(Label.MISQUOTED, _ALTERED, round(1 - _ALTERED, 4), tuple(quote_reasons([quote])), evidence, differences)
