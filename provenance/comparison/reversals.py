"""Where a claim turns what its passage says: a "not" more or less, an opposite, up for down.

A reversal is only called in a clause that one sentence otherwise meets, on a word that both have (negation) or whose opposite
stands in its place (antonyms, directions). Cosines play no part in it but to find which word stands for which.
"""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.facts import Fact, Judge, Outcome
from provenance.comparison.matching import Match
from provenance.comparison.opposites import antonymous, opposites
from provenance.language.polarity import MarkerKind, directions, negations, opposite, quantifiers
from provenance.model import DifferenceKind, Span

_SAME_WORD = 0.8
"""From which two words are the same one for the purpose of a negation."""
_REACH = 3
"""Words between a negation and the word it turns."""
_OTHER_LANGUAGE_MARGIN = 0.12


def reversals(match: Match, language: str | None, judge: Judge) -> tuple[Fact, ...]:
    """Reversed words of the claim, with the source's words in their place; outcome always ``DIFFERS``."""
    negated_claim = _negated(match.claim, language, [(t.start, t.end, not t.stop) for t in match.tokens])
    found: list[Fact] = []
    for part in match.parts:
        ranked = sorted(match.seen, key=lambda s: (-_fit(match, part, s, ()), s))[:2]
        for index in ranked:
            found += _negations(match, part, index, negated_claim)
            found += _antonyms(match, part, index, judge, negated_claim)
    found += _directions(match, language, judge)
    best: dict[tuple[int, DifferenceKind], Fact] = {}
    for fact in found:
        key = (fact.span.start, fact.kind)
        if key not in best or fact.bound + fact.fit > best[key].bound + best[key].fit:
            best[key] = fact
    return tuple(best[key] for key in sorted(best, key=lambda k: (k[0], k[1].value)))


def _fit(match: Match, part: Sequence[int], index: int, skip: Sequence[int]) -> float:
    rows = [r for r in part if r not in skip]
    total = sum(match.weight[r] for r in rows)
    return sum(match.weight[r] * match.met_in(r, index)[0] for r in rows) / total if total else 0.0


def _negated(text: str, language: str | None, places: Sequence[tuple[int, int, bool]]) -> dict[int, Span]:
    """For each negated content word (by its number among ``places``) the span of the negation."""
    out: dict[int, Span] = {}
    for marker in negations(text, language):
        inside = [i for i, (s, e, _) in enumerate(places) if s < marker.span.end and marker.span.start < e]
        after = [i for i, (s, _, content) in enumerate(places) if s >= marker.span.end and content and i not in inside]
        if after and after[0] - (inside[-1] if inside else after[0]) <= _REACH + 1:
            out.setdefault(after[0], marker.span)
        for i in inside:
            if places[i][2]:
                out.setdefault(i, marker.span)
    return out


def _source_negated(match: Match, index: int) -> dict[int, Span]:
    sentence = match.reading.sentences[index]
    text = match.reading.text[sentence.start : sentence.end]
    places = [(t.start - sentence.start, t.end - sentence.start, not t.stop) for t in sentence.tokens]
    found = _negated(text, match.reading.language, places)
    return {i: Span(s.start + sentence.start, s.end + sentence.start) for i, s in found.items()}


def _negations(match: Match, part: Sequence[int], index: int, claim: dict[int, Span]) -> list[Fact]:
    source = _source_negated(match, index)
    if not claim and not source:
        return []
    sentence = match.reading.sentences[index]
    out: list[Fact] = []
    for row in part:
        met, slot = match.met_in(row, index)
        if slot < 0 or met < _SAME_WORD:
            continue
        here = claim.get(match.content[row])
        there = source.get(match.slots[slot][1])
        if (here is None) == (there is None):
            continue
        word = match.tokens[match.content[row]]
        other = sentence.tokens[match.slots[slot][1]]
        span = Span(min(word.start, here.start), max(word.end, here.end)) if here else Span(word.start, word.end)
        place = Span(min(other.start, there.start), max(other.end, there.end)) if there else Span(other.start, other.end)
        out.append(
            Fact(
                DifferenceKind.NEGATION, Outcome.DIFFERS, span.of(match.claim), span, place.of(match.reading.text), place, index, met,
                _fit(match, part, index, (row,)), "added negation" if here else "dropped negation",
            )
        )  # fmt: skip
    return out


def _antonyms(match: Match, part: Sequence[int], index: int, judge: Judge, negated: dict[int, Span]) -> list[Fact]:
    low, high = match.slots_of(index)
    out: list[Fact] = []
    source_negated: dict[int, Span] | None = None
    for row in part:
        word = match.tokens[match.content[row]]
        own = opposites(word.text, word.key)
        if not own or match.met_in(row, index)[0] >= 0.95:
            continue
        for slot in range(low, high):
            other = match.reading.sentences[index].tokens[match.slots[slot][1]]
            if match.similar[:, slot].max() >= 0.95 or not _opposed(match, row, slot, own):
                continue
            if source_negated is None:
                source_negated = _source_negated(match, index)
            if (match.content[row] in negated) != (match.slots[slot][1] in source_negated):
                continue  # "did not rise" for "fell"
            place = Span(other.start, other.end)
            bound, fit = judge.binding(Span(word.start, word.end), (row,), index, place)
            out.append(
                Fact(
                    DifferenceKind.RELATION,
                    Outcome.DIFFERS,
                    word.text,
                    Span(word.start, word.end),
                    other.text,
                    place,
                    index,
                    bound,
                    fit,
                    "opposite word",
                )
            )
    return out


def _opposed(match: Match, row: int, slot: int, own: frozenset[str]) -> bool:
    sentence, token = match.slots[slot]
    other = match.reading.sentences[sentence].tokens[token]
    word = match.tokens[match.content[row]]
    if match.reading.language == "en":
        return antonymous(word.text, word.key, other.text, other.key)
    from provenance.comparison.encoder import encoder

    if other.digit or other.capital:
        return False
    vectors = encoder().words([word.text.lower(), other.text.lower(), *sorted(own)])
    same = float(vectors[0] @ vectors[1])
    opposite = float((vectors[2:] @ vectors[1]).max())
    return opposite >= 0.7 and opposite >= same + _OTHER_LANGUAGE_MARGIN


def _directions(match: Match, language: str | None, judge: Judge) -> list[Fact]:
    """A direction, comparative or quantifier of the claim against its other pole in a matching sentence."""
    out: list[Fact] = []
    mine = [m for m in (*directions(match.claim, language), *quantifiers(match.claim, language)) if opposite(m.value)]
    if not mine:
        return out
    for index in match.seen:
        sentence = match.reading.sentences[index]
        text = match.reading.text[sentence.start : sentence.end]
        theirs = [*directions(text, match.reading.language), *quantifiers(text, match.reading.language)]
        for marker in mine:
            if any(other.value == marker.value for other in theirs):
                continue
            rows = tuple(
                r
                for r, i in enumerate(match.content)
                if match.tokens[i].start < marker.span.end and marker.span.start < match.tokens[i].end
            )
            for other in theirs:
                if other.value != opposite(marker.value) or any(m.value == other.value for m in mine):
                    continue
                place = Span(other.span.start + sentence.start, other.span.end + sentence.start)
                bound, fit = judge.binding(marker.span, rows, index, place)
                note = "another quantifier" if marker.kind is MarkerKind.QUANTIFIER else "opposite direction"
                out.append(
                    Fact(
                        DifferenceKind.RELATION, Outcome.DIFFERS, marker.span.of(match.claim), marker.span, place.of(match.reading.text), place,
                        index, bound, fit, note,
                    )
                )  # fmt: skip
    return out
