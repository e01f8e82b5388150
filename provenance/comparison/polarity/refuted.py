"""Claims that the source only repeats in order to deny them, or only asks.

A page that checks facts has the false statement in its own words ("A post says that the mayor bought a villa. This is false."), and a
heading may ask what the text answers. The words that meet the claim are then no support: where they are denied, and the claim itself
denies nothing, the two cannot both be true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.matching.match import Match
from provenance.language.dates import agree_dates
from provenance.language.numbers import Agreement, agree
from provenance.language.polarity import negations
from provenance.language.refutation import Refutation, Standing, answer, hardly, refutation, reports_only, supposes
from provenance.model import DifferenceKind, Span

REFUTED, UNPROVEN, SUPPOSED = "said to be untrue", "doubted by the source", "only supposed in the source"

_NEAR = 0.85
"""Sentences that meet the claim this much as well as the best one have a say."""
_AS_WELL = 0.93
"""The same for one that states what another one denies."""
_MET, _MET_TRANSLATED = 0.62, 0.5
"""Share of the claim, by weight and likeness, that must stand in what is denied for a contradiction."""
_SPOKEN, _SPOKEN_TRANSLATED = 0.48, 0.42
"""The same for a doubt."""
_ABSENT = 0.5
_OWN, _OWN_TRANSLATED = 0.9, 0.8
"""Up to which a sentence lacks a word of the claim; from which another one has it."""
_APART = 0.3
"""Share of a claim's weight that stands elsewhere from which it says what is put in the place of what is denied."""
_FIRM = 0.9
_CLAUSE = 2
"""Words that a clause has at least."""
_NOT = frozenset({"not", "no", "never", "no_longer"})


@dataclass(frozen=True, slots=True)
class Refuted:
    """What the source's denials make of a claim."""

    facts: tuple[Fact, ...]
    """At most one, of kind ``NEGATION`` or, where the source only doubts, ``HEDGE``."""
    shared: frozenset[int]
    """Sentences whose denial the claim shares: a "not" more or less beside them turns nothing."""


NOTHING = Refuted((), frozenset())


def refuted(match: Match, language: str | None, judge: Judge) -> Refuted:
    """Whether the sentences that meet the claim best are denied by the source.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: has the numbers and dates of claim and source.
    """
    near = _near(match)
    denials = {s: found for s in near if (found := _denial(match, s)) is not None}
    here = list(denials)
    if not here:
        return NOTHING
    if reports_only(match.claim, language) and not any(_answered(match, s, denials[s]) for s in here):
        return Refuted((), frozenset(here))
    denies = _denies(match.claim, language)
    told = match.reading.language
    supposed = [s for s in here if denials[s].standing is Standing.SUPPOSED]
    shared = frozenset(s for s in here if s not in supposed and denies is not _denies(denials[s].denied.of(_sentence(match, s)), told))
    shared |= frozenset(s for s in here if _has_other_values(judge, s))
    asked = supposes(match.claim, language)
    met_if = {
        s for s in here if asked and (s in supposed or _answered(match, s, denials[s]))
    }  # "would resign if it closed": "Will it close? No."
    against = [(_most(match, s, denials[s]), s) for s in here if s not in shared and s not in met_if]
    share, index = max(against, default=(0.0, -1))
    if share < (_SPOKEN if match.same_language else _SPOKEN_TRANSLATED):
        return Refuted((), shared)
    stated = any(
        s not in denials and not reports_only(_sentence(match, s), told) and not asks(_sentence(match, s)) for s in _near(match, _AS_WELL)
    )
    corrected = _corrected(match, index)
    if corrected and stated:
        return Refuted((), shared)
    if stated and index in supposed:
        return Refuted((), shared)
    firm = denials[index].standing is Standing.DENIED and not stated and not corrected
    firm = firm and share >= (_MET if match.same_language else _MET_TRANSLATED)
    return Refuted((_fact(match, index, denials[index], firm),), shared)


def undenied(match: Match, language: str | None, found: Sequence[Fact]) -> tuple[Fact, ...]:
    """``found`` without what differs only from words that the source denies: "14 were hurt" beside "earlier it said 40; that is wrong"."""
    if reports_only(match.claim, language):
        return tuple(found)
    return tuple(f for f in found if f.outcome is not Outcome.DIFFERS or f.note == REFUTED or not _in_denied(match, f))


def _in_denied(match: Match, fact: Fact) -> bool:
    if fact.other_span is None or fact.sentence < 0:
        return False
    denial = _denial(match, fact.sentence)
    if denial is None or denial.standing is not Standing.DENIED:
        return False
    place = fact.other_span.start - match.reading.sentences[fact.sentence].start
    return denial.denied.start <= place < denial.denied.end


def _answered(match: Match, index: int, denial: Refutation) -> bool:
    """Whether what is denied is a question to somebody, so that "she said" of a claim is the answer."""
    return denial.follows and asks(_sentence(match, index))


def only_asked(match: Match) -> bool:
    """Whether the words of the claim stand in a question, and nowhere else so nearly: "Does it have rings?" states nothing.

    A question that is answered states what its answer makes of it.
    """
    near = _near(match)
    return bool(near) and all(asks(_sentence(match, s)) and answer(_sentence(match, s + 1), match.reading.language) is None for s in near)


def asks(sentence: str) -> bool:
    """Whether a sentence ends in a question mark."""
    return sentence.rstrip(" \n\t\"'”’»)").endswith("?")


def _near(match: Match, least: float = _NEAR) -> Sequence[int]:
    """The sentences that meet the claim about as well as the best one."""
    met: Mapping[int, float] = {s: sum(w * match.met_in(row, s)[0] for row, w in enumerate(match.weight)) for s in match.seen}
    best = max(met.values(), default=0.0)
    return [s for s in met if met[s] >= least * best] if best > 0 else []


def _sentence(match: Match, index: int) -> str:
    """The text of a sentence; empty behind the last one, and where the next one stands in another part of the page."""
    sentences = match.reading.sentences
    return match.reading.text[sentences[index].start : sentences[index].end] if 0 <= index < len(sentences) else ""


def _denial(match: Match, index: int) -> Refutation | None:
    return refutation(_sentence(match, index), _sentence(match, index + 1), match.reading.language)


def _denies(text: str, language: str | None) -> bool:
    return not asks(text) and (any(m.value in _NOT for m in negations(text, language)) or hardly(text, language))


def _has_other_values(judge: Judge, index: int) -> bool:
    """Whether the claim has a number or date of its own where a sentence has none or another: what is denied of that one is not the claim."""
    stated = judge.stated[index]
    return any(all(agree(q, other) is not Agreement.AGREE for other in stated.quantities) for q in judge.own.quantities) or any(
        all(agree_dates(m, other) is not Agreement.AGREE for other in stated.dates) for m in judge.own.dates
    )


def _most(match: Match, index: int, denial: Refutation) -> float:
    """How much of the claim stands in what is denied of a sentence; of what is only supposed, how much of any clause of the claim."""
    parts: list[Sequence[int]] = [range(len(match.content))]
    if denial.standing is Standing.SUPPOSED:
        parts += [part for part in match.parts if len(part) >= _CLAUSE]
    return max(_share(match, index, denial, part) for part in parts)


def _share(match: Match, index: int, denial: Refutation, rows: Sequence[int]) -> float:
    sentence = match.reading.sentences[index]
    met = 0.0
    for row in rows:
        near, slot = match.met_in(row, index)
        if slot >= 0:
            place = sentence.tokens[match.slots[slot][1]].start - sentence.start
            met += match.weight[row] * near * (denial.denied.start <= place < denial.denied.end)
    return met / (sum(match.weight[row] for row in rows) or 1.0)


def _corrected(match: Match, index: int) -> bool:
    """Whether many of the claim's words stand elsewhere, and not in the denied sentence: what the source puts in its place."""
    least = _OWN if match.same_language else _OWN_TRANSLATED
    apart = 0.0
    for row, weight in enumerate(match.weight):
        here = match.met_in(row, index)[0]
        if here < _ABSENT and any(match.met_in(row, s)[0] >= least for s in match.seen if s != index):
            apart += weight
    return apart > _APART * sum(match.weight)


def _fact(match: Match, index: int, denial: Refutation, firm: bool) -> Fact:
    start = match.reading.sentences[index + denial.follows].start
    said = match.reading.text[start + denial.cue.start : start + denial.cue.end]
    first = start + denial.cue.start + len(said) - len(said.lstrip())
    words = Span(first, first + len(said.strip()))
    claim = Span(0, len(match.claim))
    doubt = SUPPOSED if denial.standing is Standing.SUPPOSED else UNPROVEN
    kind, note = (DifferenceKind.NEGATION, REFUTED) if firm else (DifferenceKind.HEDGE, doubt)
    return Fact(kind, Outcome.DIFFERS, match.claim, claim, said.strip(), words, index, _FIRM, _FIRM, note)
