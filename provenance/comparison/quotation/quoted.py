"""The quotations in a claim, and what the source makes of each.

A quotation in the source's language is compared word by word; in another language it is a translation and compared by meaning.
Words that a third person spoke in a foreign language reach us as several translators' renderings: where the speaker is known to
be a foreigner to the source's language and no number, name or "not" differs, other words are a difference of rendering.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.comparison.quotation.alignment import PreparedText
from provenance.comparison.quotation.changes import ChangeKind
from provenance.comparison.quotation.foreigners import speaks_another_language
from provenance.comparison.quotation.forms import adapted
from provenance.comparison.quotation.marks import marked
from provenance.comparison.quotation.outright import has_content, outright
from provenance.comparison.quotation.quotes import QuoteKind, QuoteMatch, check_quotation
from provenance.comparison.quotation.voice import NOTHING, Said, Voice, whose
from provenance.model import Context, Span

_WORD = re.compile(r"[^\W_]+")
_SCARE = 3
"""Quotations of fewer words are a name, a term or irony: they decide nothing."""
_VERSION = 0.5
"""Share of its words that a rendering has in common with another rendering of the same words."""
_FAULTS = frozenset({QuoteKind.ALTERED, QuoteKind.SPLICED, QuoteKind.REORDERED, QuoteKind.CUT_NEGATION, QuoteKind.CUT_CONDITION})
_HARD = frozenset(
    {ChangeKind.DROPPED_NEGATION, ChangeKind.ADDED_NEGATION, ChangeKind.CHANGED_NUMBER, ChangeKind.SWAPPED_NAME, ChangeKind.OPPOSITE}
)
"""Changes that no translator's freedom explains."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation of a claim, checked."""

    text: str
    span: Span
    """Of the words between the marks, in the claim."""
    whole: bool
    """Whether the claim is this quotation and nothing else."""
    match: QuoteMatch
    translated: bool = False
    """Whether claim and source are in different languages."""
    rendering: bool = False
    """Whether both are translations of a foreign speaker's words, and differ as translations do."""
    aside: bool = False
    """Whether the like of it stands only outside the main text (a headline of another story): that accuses nobody."""
    fitted: bool = False
    """Whether the words differ only as words do that are fitted into another's sentence: "said she [was] ready"."""
    said: Said = NOTHING
    """Whose words they are in the source."""

    @property
    def decisive(self) -> bool:
        """Whether it is long enough to decide, and somebody's words: a title in quotation marks is a name."""
        return self.whole or (len(words := _WORD.findall(self.text)) > _SCARE and not _is_title(words))

    @property
    def misquoted(self) -> bool:
        """Whether the words were altered, joined, reordered or cut in a way that matters, or are another person's."""
        return self.altered or (self.said.voice is Voice.ANOTHER and self.decisive and not self.aside)

    @property
    def altered(self) -> bool:
        """Whether the words were altered, joined, reordered or cut in a way that matters."""
        return (
            not self.match.faithful
            and self.match.kind in _FAULTS
            and not self.translated
            and not self.rendering
            and not self.aside
            and not self.fitted
            and self.decisive
        )

    @property
    def absent(self) -> bool:
        """Whether the source does not have them as this person's words: not at all, in another form, or not as a quotation."""
        amiss = self.lacking or self.fitted or self.said.voice is not Voice.AS_QUOTED
        return amiss and self.decisive and not self.misquoted

    @property
    def lacking(self) -> bool:
        """Whether the source does not have these words at all."""
        return (
            not self.match.faithful
            and not self.translated
            and (self.aside or self.match.kind in (QuoteKind.NOT_IN_SOURCE, QuoteKind.REWORDED, QuoteKind.TOO_SHORT))
        )


def _is_title(words: Sequence[str]) -> bool:
    """Whether the longer words are capitalised: "The Hunger Games: Mockingjay – Part 2"."""
    long = [word for word in words if len(word) > 3]
    return len(long) >= 2 and sum(not word[0].islower() for word in long) >= 0.7 * len(long)


def find_quotes(claim: str) -> tuple[Span, ...]:
    """Outermost quotations of ``claim``, without their marks; one that never closes runs to the end."""
    return tuple(run.span for run in marked(claim) if run.span.of(claim).strip())


def outright_quote(claim: str, text: str, language: str | None) -> Quoted | None:
    """The quotation that ``claim`` is and nothing else, if it is plain that its very words stand in ``text``; of no known speaker.

    Parameters:
        language: of the text, and so of its words.
    """
    spans = find_quotes(claim)
    if len(spans) != 1 or not _is_all(claim, spans[0]):
        return None
    words = spans[0].of(claim)
    place = outright(words, text)
    if place is None or not has_content(words, language):
        return None
    return Quoted(words, spans[0], True, QuoteMatch(QuoteKind.VERBATIM, True, 1.0, (place,)))


def _is_all(claim: str, quotation: Span) -> bool:
    return not _WORD.search(claim[: quotation.start]) and not _WORD.search(claim[quotation.end :])


def check_quotes(
    claim: str, language: str | None, source: PreparedText, source_language: str | None, context: Context, *, main: int
) -> tuple[Quoted, ...]:
    """Every quotation of ``claim`` with what the source makes of it. ``main`` is the length of the source's main text."""
    out: list[Quoted] = []
    same = language is None or source_language is None or language == source_language
    spans = find_quotes(claim)
    for span in spans:
        text = span.of(claim)
        whole = _is_all(claim, span)
        before = claim[: span.start].rstrip('“"«„ ')
        found = check_quotation(
            text, source, same_language=same, language=language, before=before[-200:], after=claim[span.end + 1 :][:200]
        )
        aside = bool(found.spans) and all(place.start >= main for place in found.spans)
        rendering = False
        if same and not found.faithful and found.kind in (QuoteKind.ALTERED, QuoteKind.REWORDED, QuoteKind.REORDERED):
            soft = not any(change.kind in _HARD for change in found.changes if not change.minor)
            rendering = (
                soft
                and found.score >= _VERSION
                and speaks_another_language(claim, source.text, found.spans, source_language or language, context)
            )
        fitted = same and not whole and not rendering and adapted(found.changes, language or source_language or "en")
        said = whose(claim, span, language, source, found, context, main=main)
        out.append(Quoted(text, span, whole, found, not same and not found.faithful, rendering, aside, fitted, said))
    return tuple(out)
