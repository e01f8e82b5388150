"""The shortest passages that carry a verdict, and the words of the claim that none of them carries."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.facts import Fact, Outcome
from provenance.comparison.signals import Signals
from provenance.model import Label, Passage, Span

_MOST = 3
_UNMET = 0.7
"""Below this a word is met by none that says the same."""
_GAIN = 0.08
"""A further passage must meet this much more of the claim to be worth showing."""


def passages_for(found: Signals, differing: Sequence[Fact], label: Label) -> tuple[Passage, ...]:
    """At most three passages, exact in ``Extract.full``: first what was quoted or differs, then what meets most of the claim."""
    match = found.match
    text = match.reading.text
    out: list[tuple[int, int, float]] = []
    for quote in found.quotes:
        if quote.decisive and not quote.translated and quote.match.spans and (quote.match.faithful or quote.misquoted or quote.rendering):
            out += [(s.start, s.end, quote.match.score) for s in quote.match.spans]
    chosen: list[int] = []
    if label is Label.CONTRADICTED:
        chosen += list(
            dict.fromkeys(f.sentence for f in sorted(differing, key=lambda f: (-(f.bound + f.fit), f.span.start)) if f.sentence >= 0)
        )[:2]
    chosen += [s for s in _covering(found) if s not in chosen]
    chosen += [
        s for s in dict.fromkeys(f.sentence for f in found.facts if f.outcome is Outcome.AGREES and f.sentence >= 0) if s not in chosen
    ][:1]
    for index in chosen:
        sentence = match.reading.sentences[index]
        if not any(s < sentence.end and sentence.start < e for s, e, _ in out):
            out.append((sentence.start, sentence.end, _coverage(found, (index,))))
    return tuple(Passage(text[s:e], s, e, round(min(1.0, score), 4), match.reading.language) for s, e, score in out[:_MOST])


def _coverage(found: Signals, sentences: Sequence[int]) -> float:
    match = found.match
    total = sum(match.weight)
    if not total:
        return 0.0
    return sum(w * max((match.met_in(r, s)[0] for s in sentences), default=0.0) for r, w in enumerate(match.weight)) / total


def _covering(found: Signals) -> list[int]:
    """Sentences that together meet the claim, each chosen for what it adds; only the first if nothing adds much."""
    chosen: list[int] = []
    reached = 0.0
    seen = found.match.seen
    while len(chosen) < _MOST:
        best = max(((_coverage(found, [*chosen, s]), -s) for s in seen if s not in chosen), default=None)
        if best is None or (chosen and best[0] - reached < _GAIN):
            break
        reached = best[0]
        chosen.append(-best[1])
    return chosen


def missing_words(found: Signals, risky: float) -> tuple[Span, ...]:
    """Runs of the claim's words that nothing supports: content words whose risk is ``risky`` or more, neighbours joined."""
    match = found.match
    chosen = {row for row, risk in enumerate(found.word_risk) if risk >= risky}
    if not chosen and match.parts:  # nothing stands out: the worst met words of the weakest clause
        weakest = min(range(len(match.parts)), key=lambda k: (match.part_recall[k], k))
        chosen = {row for row in match.parts[weakest] if match.support(row) < _UNMET}
    spans: list[Span] = []
    last = -2
    for row in sorted(chosen):
        token = match.tokens[match.content[row]]
        if spans and row == last + 1:
            spans[-1] = Span(spans[-1].start, token.end)
        else:
            spans.append(Span(token.start, token.end))
        last = row
    return tuple(spans)
