"""Whether a claim says "yes" where its source says "no" of the same thing, however either is said: "accepted" for "has not answered".

:mod:`provenance.comparison.polarity.negation` pairs "not" with "not" and :mod:`provenance.comparison.polarity.factuality` event with
event; both want a word of the source for the claim's verb. Here it is enough that what the clause speaks of stands as a whole under
something that refuses, denies or negates it, and that nothing in the claim does; or the other way round. That is a doubt and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.events import AND, Event, Events, events
from provenance.comparison.polarity.factuality import local_tokens, turned_elsewhere
from provenance.comparison.polarity.negation import fit
from provenance.language.polarity import negations, privatives
from provenance.model import DifferenceKind, Span

TURNED = "said of it in one of the two, and denied in the other"
_FIT, _FIT_TRANSLATED = 0.75, 0.68
"""How well a sentence must meet a clause."""
_RIVAL = 0.93
_SAME, _SAME_TRANSLATED = 0.84, 0.62
"""From which a word of the sentence is the claim's."""
_RENDERED = 0.68
"""From which a word of the claim is the operator in other words."""
_SHARE = 0.6
"""Weight of the clause's words, but for the first one, that must stand under the operator."""
_NEGATIVE = frozenset({"refuse", "deny", "fail", "not", "unproven", "forbid", "rule_out"})


def parity(match: Match, language: str) -> Iterator[Fact]:
    """Clauses of the claim that are affirmed and denied the other way round than in the source: facts of kind ``HEDGE``.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    source = match.reading.language
    if source is None:
        return
    own = events(match.claim, language, match.tokens)
    for part in match.parts:
        index = _best(match, part)
        if index < 0 or len(part) < 2 or _asks(match, index):
            continue
        theirs = _events_of(match, index)
        denied = [e for e in own.events if e.sign < 0 and e.kind in _NEGATIVE]
        event = _over(match, part, index, theirs)
        if not denied and event is not None:
            if _bare(match, language, part, index, event):
                yield _fact(match, part[-1], index, event.words)
                return
        elif len(denied) == 1 and event is None and _plain(match, language, source, part, index, denied[0], theirs):
            row = next(r for r in part if match.content[r] in denied[0].heads)
            yield _fact(match, row, index, (match.slots[match.met_in(row, index)[1]][1],))
            return


def _best(match: Match, part: Sequence[int]) -> int:
    """The sentence that meets a clause best; of several, the one where its words stand together."""
    fits = {s: fit(match, part, s, ()) for s in match.seen}
    best = max(fits.values(), default=0.0)
    if best < (_FIT if match.same_language else _FIT_TRANSLATED):
        return -1
    near = [s for s in fits if fits[s] >= _RIVAL * best]
    return min(near, key=lambda s: (_spread(match, part, s), -fits[s], s))


def _asks(match: Match, index: int) -> bool:
    sentence = match.reading.sentences[index]
    return match.reading.text[sentence.start : sentence.end].rstrip(" \n\t\"'”’»)").endswith("?")


def _spread(match: Match, part: Sequence[int], index: int) -> int:
    at = [match.slots[slot][1] for r in part for _, slot in (match.met_in(r, index),) if slot >= 0]
    return max(at) - min(at) if at else 99


def _events_of(match: Match, index: int) -> Events:
    sentence = match.reading.sentences[index]
    text = match.reading.text[sentence.start : sentence.end]
    return events(text, match.reading.language, local_tokens(sentence.tokens, sentence.start))


def _over(match: Match, part: Sequence[int], index: int, theirs: Events) -> Event | None:
    """What denies, refuses or negates that of which the clause speaks."""
    least = _SAME if match.same_language else _SAME_TRANSLATED
    rest = part[1:]
    weight = sum(match.weight[r] for r in rest)
    for event in theirs.events:
        if event.sign > 0 or event.kind not in _NEGATIVE:
            continue
        under = {*event.reach, *event.heads}
        met = {r: match.met_in(r, index) for r in rest}
        at = {r: match.slots[slot][1] for r, (near, slot) in met.items() if slot >= 0 and near >= least and match.slots[slot][1] in under}
        if weight and sum(match.weight[r] for r in at) >= _SHARE * weight and governs(match, index, event, at.values()):
            return event
    return None


def governs(match: Match, index: int, event: Event, tokens: Iterable[int]) -> bool:
    """Whether no "and" parts an operator from the first of some words behind it: "denied the claim and said that …"."""
    behind = [t for t in tokens if t > event.words[-1]]
    between = match.reading.sentences[index].tokens[event.words[-1] + 1 : min(behind)] if behind else ()
    return not any(t.text.lower() in AND for t in between)


def _bare(match: Match, language: str, part: Sequence[int], index: int, event: Event) -> bool:
    """Whether nothing in the claim turns it, and no word of it is the operator itself."""
    if negations(match.claim, language) or privatives(match.claim, language) or turned_elsewhere(match, language, part, index, True):
        return False
    low, high = match.slots_of(index)
    words = [s for s in range(low, high) if match.slots[s][1] in event.words]
    return all(float(match.similar[r, s]) < _RENDERED for r in part for s in words)


def _plain(match: Match, language: str, source: str, part: Sequence[int], index: int, denied: Event, theirs: Events) -> bool:
    """Whether the sentence tells plainly what the claim has as refused or denied, and has nothing that might be meant by that."""
    sentence = match.reading.sentences[index]
    text = match.reading.text[sentence.start : sentence.end]
    if any(e.sign < 0 for e in theirs.events) or negations(text, source) or privatives(text, source):
        return False
    if turned_elsewhere(match, language, part, index, False):
        return False
    least = _SAME if match.same_language else _SAME_TRANSLATED
    rows = [r for r in part if match.content[r] in denied.heads]
    if not rows or len([m for m in negations(match.claim, language) if not m.implicit]) > 1:
        return False
    met, slot = match.met_in(rows[0], index)
    if slot < 0 or met < least:
        return False
    said = [r for r, i in enumerate(match.content) if i in denied.words]
    return all(match.met_in(r, index)[0] < _RENDERED for r in said)


def _fact(match: Match, row: int, index: int, words: Sequence[int]) -> Fact:
    word = match.tokens[match.content[row]]
    ends = [match.reading.sentences[index].tokens[i] for i in words]
    there = Span(min(t.start for t in ends), max(t.end for t in ends))
    return Fact(
        DifferenceKind.HEDGE, Outcome.DIFFERS, word.text, Span(word.start, word.end), there.of(match.reading.text), there, index, 1.0, 1.0, TURNED
    )  # fmt: skip
