"""The shortest passages that carry a verdict, exact in the source's text.

A passage is a sentence; of a run without full stops (a list, a table, a very long sentence), the part that meets the claim. Sentences
are chosen one after another for what each adds to the words of the claim that are met, so that one is shown where one is enough.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.missing import missing_words
from provenance.comparison.signals import Signals
from provenance.model import Label, Passage, Span

__all__ = ["missing_words", "passages_for"]

_MOST = 3
_GAIN = 0.06
"""A further passage must meet this much more of the claim to be worth showing."""
_FLOOR = 0.6
"""Up to this likeness a word is not met: any two words are somewhat alike."""
_BREVITY = 0.15
"""How much less a sentence counts for each e-fold of its length over :data:`_USUAL`."""
_USUAL = 150
"""Characters of an ordinary sentence."""
_MEANING = 0.6
"""How much the likeness in meaning counts beside the words when the first passage is chosen."""
_LONG = 300
"""Characters from which a sentence is cut down to what meets the claim."""
_KEPT = 0.92
"""Share of what a long sentence meets that its cut-down part must still meet."""
_ROOM = 60
"""Characters within which a cut-down part is widened to the next mark of punctuation."""
_MARKS = ",;:.!?…—–|•\n"


def passages_for(found: Signals, differing: Sequence[Fact], label: Label) -> tuple[Passage, ...]:
    """At most three passages, exact in ``Extract.full``: first what was quoted or differs, then what meets most of the claim.

    Where the source contradicts the claim in one place and says it in another, both are shown, the contradiction first.
    """
    match = found.match
    text = match.reading.text
    out: list[tuple[int, int, float]] = []
    for quote in found.quotes:
        if quote.decisive and not quote.translated and quote.match.spans and (quote.match.faithful or quote.misquoted or quote.rendering):
            out += [(s.start, s.end, quote.match.score) for s in quote.match.spans]
    chosen: list[int] = []
    if label is Label.CONTRADICTED:
        by_weight = sorted(differing, key=lambda f: (-(f.bound + f.fit), f.span.start))
        chosen += list(dict.fromkeys(f.sentence for f in by_weight if f.sentence >= 0))[:2]
    chosen += [s for s in _covering(found) if s not in chosen]
    details = [f for f in (*differing, *found.facts) if f.other_span is not None and f.outcome in (Outcome.AGREES, Outcome.DIFFERS)]
    for index in chosen:
        start, end = _cut(found, index, [f.other_span for f in details if f.sentence == index and f.other_span is not None])
        end = max([end, *(f.other_span.end for f in differing if f.sentence == index and f.other_span is not None)])  # "This is false."
        if not any(s < end and start < e for s, e, _ in out):
            out.append((start, end, sum(_met(found, index)) / (sum(match.weight) or 1.0)))
    return tuple(Passage(text[s:e], s, e, round(min(1.0, score), 4), match.reading.language) for s, e, score in out[:_MOST])


def _met(found: Signals, sentence: int) -> list[float]:
    """For each content word of the claim, its weight as far as the sentence meets it; words of details that agree there are met."""
    match = found.match
    agreeing = [f.span for f in found.facts if f.outcome is Outcome.AGREES and f.sentence == sentence]
    out = []
    for row, weight in enumerate(match.weight):
        token = match.tokens[match.content[row]]
        agrees = any(s.start < token.end and token.start < s.end for s in agreeing)
        out.append(weight * (1.0 if agrees else max(0.0, match.met_in(row, sentence)[0] - _FLOOR) / (1 - _FLOOR)))
    return out


def _covering(found: Signals) -> list[int]:
    """Sentences that together meet the claim, each chosen for what it adds; only the first if nothing adds much."""
    match = found.match
    total = sum(match.weight) or 1.0
    sentences = match.reading.sentences
    meets = {s: _met(found, s) for s in match.seen}
    cosine = {r.index: r.cosine for r in match.ranked}
    brevity = {s: 1 - _BREVITY * min(3.0, max(-0.6, math.log((sentences[s].end - sentences[s].start) / _USUAL))) for s in match.seen}
    chosen: list[int] = []
    reached = [0.0] * len(match.weight)
    while len(chosen) < _MOST:
        gain = {s: sum(max(0.0, m - r) for m, r in zip(meets[s], reached, strict=True)) / total for s in meets if s not in chosen}
        first = not chosen
        best = max(((gain[s] * brevity[s] + (_MEANING * cosine.get(s, 0.0) if first else 0.0), -s) for s in gain), default=None)
        if best is None or (chosen and gain[-best[1]] < _GAIN):
            break
        chosen.append(-best[1])
        reached = [max(m, r) for m, r in zip(meets[-best[1]], reached, strict=True)]
    return chosen


def _cut(found: Signals, index: int, details: Sequence[Span]) -> tuple[int, int]:
    """Start and end of the sentence; of a long one, of the shortest part of it that meets nearly as much and holds ``details``."""
    match = found.match
    sentence = match.reading.sentences[index]
    if sentence.end - sentence.start <= _LONG:
        return sentence.start, sentence.end
    places: list[tuple[int, int, float]] = []
    for row, mass in enumerate(_met(found, index)):
        slot = match.met_in(row, index)[1]
        if mass > 0 and slot >= 0:
            token = sentence.tokens[match.slots[slot][1]]
            places.append((token.start, token.end, mass))
    places += [(span.start, span.end, 0.0) for span in details]
    if not places:
        return sentence.start, sentence.end
    start, end = _shortest(sorted(places), _KEPT * sum(mass for *_, mass in places))
    start, end = min([start, *(s.start for s in details)]), max([end, *(s.end for s in details)])
    return _widened(match.reading.text, start, end, sentence.start, sentence.end)


def _shortest(places: Sequence[tuple[int, int, float]], least: float) -> tuple[int, int]:
    """The shortest run of ``places`` (start, end, mass), which are in order, that holds a mass of ``least``."""
    best = (places[0][0], max(end for _, end, _ in places))
    mass = 0.0
    low = 0
    for start, end, more in places:
        mass += more
        while mass - places[low][2] >= least and places[low][0] < start:
            mass -= places[low][2]
            low += 1
        if mass >= least and end - places[low][0] < best[1] - best[0]:
            best = (places[low][0], end)
    return best


def _widened(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """``start`` and ``end`` moved outwards to the nearest mark of punctuation, or failing that to a blank, inside ``low`` and ``high``."""
    left = max(low, start - _ROOM)
    marks = [i for i in range(left, start) if text[i] in _MARKS]
    blanks = [i for i in range(left, start) if text[i].isspace()]
    begin = low if left == low and not marks else marks[-1] + 1 if marks else blanks[0] + 1 if blanks else start
    right = min(high, end + _ROOM)
    marks = [i for i in range(end, right) if text[i] in _MARKS]
    blanks = [i for i in range(end, right) if text[i].isspace()]
    stop = high if right == high and not marks else marks[0] if marks else blanks[-1] if blanks else end
    while begin < start and text[begin].isspace():
        begin += 1
    while stop > end and text[stop - 1].isspace():
        stop -= 1
    return begin, stop
