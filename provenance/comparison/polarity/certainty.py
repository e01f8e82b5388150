"""Where a claim is surer than its source: a dropped "may", "reportedly", "allegedly", or a plan told as done.

A dropped hedge is a difference, and forbids ``supported``; it is no contradiction. That a claim of what will be leaves out "plans
to" is left alone: people judge it as supported by either. A claim of what has been is not supported by what is planned, tried or
to come. Across languages only the plainest hedges are held against a claim: the others are rendered too freely.
"""

from __future__ import annotations

import functools

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.negation import fit
from provenance.language.polarity import Marker, hedges, is_plain
from provenance.model import DifferenceKind, Span

_WEAK = frozenset({"possibility", "report"})
_UNDONE = frozenset({"plan", "attempt"})
_FIT, _FIT_TRANSLATED = 0.8, 0.65
_SAME, _SAME_TRANSLATED = 0.85, 0.65
_REACH = 4
"""Words between a hedge and the word that it weakens."""


@functools.lru_cache(maxsize=4096)
def _hedges(text: str, language: str | None) -> tuple[Marker, ...]:
    return tuple(marker for marker in hedges(text, language) if marker.value in _WEAK | _UNDONE)


def dropped_hedges(match: Match, language: str | None) -> tuple[Fact, ...]:
    """Words of the claim that its best sentence only hedges, or has still to come, where the claim has no hedge of its own."""
    if not match.seen:
        return ()
    own = _hedges(match.claim, language)
    if any(marker.value in _WEAK for marker in own):
        return ()
    out: list[Fact] = []
    for part in match.parts:
        fits = {s: fit(match, part, s, ()) for s in match.seen}
        index = max(match.seen, key=lambda s: (fits[s], -s))
        if fits[index] < (_FIT if match.same_language else _FIT_TRANSLATED):
            continue
        sentence = match.reading.sentences[index]
        for marker in _hedges(match.reading.text[sentence.start : sentence.end], match.reading.language):
            if _kept(match, marker):
                continue
            note = _told(match, part, index, marker, own, language)
            if note is None:
                continue
            token, met, what = note
            there = Span(sentence.start + marker.span.start, sentence.start + marker.span.end)
            out.append(
                Fact(
                    DifferenceKind.HEDGE, Outcome.DIFFERS, token.text, Span(token.start, token.end), there.of(match.reading.text), there,
                    index, met, fits[index], what,
                )
            )  # fmt: skip
    return tuple(out)


def _kept(match: Match, marker: Marker) -> bool:
    """Whether nothing can be said of the marker: the claim has its word ("claimed that", "claimed"), or it is one that translations drop."""
    if match.same_language:
        return any(len(word) >= _WORD and word in match.claim.lower() for word in marker.text.lower().split())
    return not is_plain(marker, match.reading.language) if marker.value in _WEAK else len(marker.text) < _PARTICLE


_WORD, _PARTICLE = 5, 3
"""Letters of a word that tells something; letters below which it is a particle of the mood («бы»)."""


def _told(
    match: Match, part: tuple[int, ...], index: int, marker: Marker, own: tuple[Marker, ...], language: str | None
) -> tuple[Token, float, str] | None:
    """The claim's word for the one that the marker weakens, how well it is met, and what became of the hedge."""
    sentence = match.reading.sentences[index]
    before = next((i for i, t in enumerate(sentence.tokens) if t.start - sentence.start >= marker.span.end), None)
    head = next((i for i, t in enumerate(sentence.tokens) if t.start - sentence.start >= marker.span.end and not t.stop), None)
    if before is None or head is None or head - before > _REACH:
        return None
    undone = marker.value in _UNDONE
    for row in part:
        met, slot = match.met_in(row, index)
        if slot < 0 or met < (_SAME if match.same_language else _SAME_TRANSLATED) or match.slots[slot][1] != head:
            continue
        place = match.content[row]
        token = match.tokens[place]
        if token.capital:
            continue
        if not undone:
            return token, met, "dropped hedge"
        if not own and _done(match, place, language):
            return token, met, "told as done"
    return None


def _done(match: Match, place: int, language: str | None) -> bool:
    """Whether a word of an English claim is a verb in the past: "opened", "has opened", "built"."""
    token = match.tokens[place]
    low = token.text.lower()
    if language != "en" or token.capital or low == token.key or low.endswith(("s", "ing", "er", "est")):
        return False
    before = match.tokens[place - 1].text.lower() if place else ""
    return before not in ("to", "a", "an", "the", "be", "is", "are", "being", "of", "was", "were", "not") or (
        before in ("was", "were") and low.endswith("ed")
    )
