"""What the quotations of a claim contribute to its verdict; and the verdict itself where the claim is one quotation."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.quotation.quoted import Quoted
from provenance.comparison.quotation.voice import Said, Voice
from provenance.model import Comparison, Difference, DifferenceKind, Label, Passage, Reason, Span

ABSENT = "words not in the source"
_MOST = 3
_VOICES = {
    Voice.ANOTHER: ("speaker_differs", "another speaker"),
    Voice.UNCLEAR: ("speaker_unclear", "perhaps another speaker"),
    Voice.PARAPHRASE: ("quote_is_paraphrase", "the author's own words in the source"),
    Voice.HEADLINE: ("quote_is_headline", "the source's headline"),
}
_FAITHFUL, _ALTERED = 0.97, 0.96
"""Share of such verdicts that were right on quotations made from real pages; the alignment decides, no fitted weight does."""
_DOUBTFUL = 0.8
"""The same where the words are there, but not as this speaker's."""


def quote_differences(misquoted: Sequence[Quoted], absent: Sequence[Quoted]) -> list[Difference]:
    """Every change of words that matters, side by side, every quotation that the source does not have, and every other speaker."""
    out: list[Difference] = []
    for quote in misquoted:
        out += _changes(quote) if quote.altered else [_voice(quote)]
    for quote in absent:
        if quote.lacking:
            out.append(Difference(DifferenceKind.QUOTE, quote.text, "", quote.span, None, ABSENT))
        else:
            out += _changes(quote) if quote.fitted else [_voice(quote)]
    return out


def _changes(quote: Quoted) -> list[Difference]:
    changes = [c for c in quote.match.changes if not c.minor] or list(quote.match.changes)
    out = []
    for change in changes:
        span = Span(quote.span.start + change.claim_span.start, quote.span.start + change.claim_span.end)
        out.append(
            Difference(DifferenceKind.QUOTE, change.claim, change.source, span, change.source_span, change.kind.value.replace("_", " "))
        )
    return out or [Difference(DifferenceKind.QUOTE, quote.text, "", quote.span, None, quote.match.kind.value.replace("_", " "))]


def _voice(quote: Quoted) -> Difference:
    """Another speaker, or none: both names side by side, or the quotation and the author's words."""
    said = quote.said
    detail = _VOICES[said.voice][1]
    if said.voice in (Voice.ANOTHER, Voice.UNCLEAR):
        return Difference(DifferenceKind.NAME, said.claimed, said.named, said.claimed_span, said.place, detail)
    return Difference(DifferenceKind.QUOTE, quote.text, said.named, quote.span, said.place, detail)


def _voice_reason(said: Said) -> Reason:
    code = _VOICES[said.voice][0]
    if said.voice is Voice.ANOTHER:
        return Reason(code, f"the words are in the source, but as those of “{said.named}”, not of “{said.claimed}”")
    if said.voice is Voice.UNCLEAR:
        return Reason(code, f"the words are in the source, but “{said.named}” seems to say them there, not “{said.claimed}”")
    what = "the source's headline" if said.voice is Voice.HEADLINE else "the words of the source's author, outside quotation marks"
    return Reason(code, f"what “{said.claimed}” is quoted with is {what}: the source does not quote it")


def quote_reasons(quotes: Sequence[Quoted]) -> list[Reason]:
    """One reason for each quotation that decides, in the order of the claim."""
    out: list[Reason] = []
    for quote in quotes:
        how = quote.match.kind.value.replace("_", " ")
        if quote.altered:
            kinds = sorted({c.kind.value.replace("_", " ") for c in quote.match.changes if not c.minor}) or [how]
            out.append(Reason("quote_altered", f"the quoted words are not the source's ({', '.join(kinds)})"))
        elif quote.said.voice is not Voice.AS_QUOTED and quote.decisive:
            out.append(_voice_reason(quote.said))
        elif quote.translated:
            out.append(Reason("translated", "the quotation is a translation and was compared by meaning"))
        elif quote.rendering:
            out.append(Reason("rendering_differs", "both texts translate a foreign speaker's words, and differ as translations do"))
        elif quote.fitted and quote.decisive:
            out.append(Reason("quote_adapted", "the quoted words stand in the source in another form, fitted into the sentence"))
        elif quote.absent:
            out.append(Reason("quote_not_found", "the quoted words do not stand in the source"))
        elif quote.match.faithful and quote.decisive:
            out.append(Reason("quote_found", f"the quoted words stand in the source ({how})"))
    return out


def as_anothers(result: Comparison, said: Said) -> Comparison:
    """``result``, where the source says the claim, for a source in which another person says it."""
    if said.voice is not Voice.ANOTHER or result.label is not Label.SUPPORTED:
        return result
    reason = Reason("speaker_differs", f"the source has it from “{said.named}”, and nowhere names “{said.claimed}”")
    difference = Difference(DifferenceKind.NAME, said.claimed, said.named, said.claimed_span, said.place, _VOICES[Voice.ANOTHER][1])
    return Comparison(
        Label.PARTLY_SUPPORTED,
        _DOUBTFUL,
        round(1 - _DOUBTFUL, 4),
        (reason, *result.reasons),
        result.evidence,
        (difference, *result.differences),
    )


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
    if quote.match.faithful and quote.absent:
        differences = tuple(quote_differences([], [quote]))
        return Comparison(Label.PARTLY_SUPPORTED, _DOUBTFUL, round(1 - _DOUBTFUL, 4), tuple(quote_reasons([quote])), evidence, differences)
    if quote.match.faithful and not quote.misquoted:
        return Comparison(Label.SUPPORTED, _FAITHFUL, _FAITHFUL, tuple(quote_reasons([quote])), evidence)
    differences = tuple(quote_differences([quote], []))
    return Comparison(Label.MISQUOTED, _ALTERED, round(1 - _ALTERED, 4), tuple(quote_reasons([quote])), evidence, differences)
