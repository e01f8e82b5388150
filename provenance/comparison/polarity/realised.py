"""What a claim tells as done, or as settled, that its source only wants, threatens, weighs or plans: "received" for "asked for".

The claim has no operator of its own (:mod:`provenance.language.factuality`), and the sentence that tells of the same things has them
all under one: then nothing in the source says that it came about. A claim's verb that stands in the sentence by itself, or means the
operator ("demanded", "called for"), shows that it is not that; so does another sentence that tells it plainly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.events import SPEECH, Event, Events, events
from provenance.comparison.polarity.factuality import local_tokens
from provenance.comparison.polarity.negation import fit
from provenance.comparison.polarity.parity import governs
from provenance.language.polarity import negations
from provenance.language.tense import clause_tells_future, clause_tells_past, past
from provenance.language.words import russian
from provenance.model import DifferenceKind, Span

NOT_SO_FAR = "not so far in the source"
_FIT, _FIT_TRANSLATED = 0.62, 0.55
"""How well a sentence must meet the clause without its verb."""
_RIVAL = 0.9
_SAME, _SAME_TRANSLATED = 0.84, 0.62
"""From which a word of the sentence is the claim's."""
_OWN, _OWN_TRANSLATED = 0.8, 0.74
"""The same for its verb, which then stands there by itself."""
_RENDERED = 0.69
"""From which the claim's verb is the operator in other words."""
_SHARE = 0.6
"""Weight of the words behind the claim's verb that must stand under the operator."""
_UNREAL = {
    "done": frozenset({"want", "threat", "may", "try", "will", "know", "accuse"}),
    "will": frozenset({"want", "threat", "may", "try", "know"}),
}  # fmt: skip
"""By how far the claim goes: modes of the source that do not bear it out."""
_AUXILIARIES = frozenset({"was", "were", "been", "has", "have", "had", "be"})
_TO = frozenset({"to", "not", "a", "an", "the", "of"})
_IRREGULAR_STEMS = ("s", "er", "est", "ing", "ly")


def realised(match: Match, language: str) -> Iterator[Fact]:
    """Verbs of the claim that its source has only as wanted, threatened, possible or planned: facts of kind ``HEDGE``.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    own = events(match.claim, language, match.tokens)
    if (
        match.reading.language is None
        or any(t.key in SPEECH for t in match.tokens)
        or any(e.mode not in ("will", "accept") or e.sign < 0 for e in own.events)
        or negations(match.claim, language)
    ):
        return
    for part in match.parts:
        verbs = _verbs(match, language, part)
        far = _how_far(match, language, part, verbs)
        if far is None:
            continue
        fact = _judged(match, part, verbs, far, bool(own.events))
        if fact is not None:
            yield fact
            return


def _how_far(match: Match, language: str, part: Sequence[int], verbs: Sequence[int]) -> str | None:
    """Whether a clause tells of what was or is done, or of what will be."""
    text = match.claim[match.tokens[match.content[part[0]]].start : match.tokens[match.content[part[-1]]].end]
    whole = match.claim.replace("’", "'") if len(match.parts) == 1 else text
    if clause_tells_future(whole, language):
        return "will"
    if language in ("en", "ru"):
        return "done" if any(_past(match, language, row) for row in verbs) else None
    return "done" if clause_tells_past(whole, language) else None


def _verbs(match: Match, language: str, part: Sequence[int]) -> list[int]:
    """Rows that are verbs, as far as that can be told."""
    return [row for row in part if _is_verb(match, language, match.content[row])]


def _is_verb(match: Match, language: str, place: int) -> bool:
    token = match.tokens[place]
    if token.digit or (token.capital and (place or language != "de")):
        return False
    low = token.text.lower()
    before = match.tokens[place - 1].text.lower() if place else ""
    if language == "en":
        if before in _AUXILIARIES:
            return True  # "was shut", "has put"
        inflected = low != token.key and not low.endswith(_IRREGULAR_STEMS) and before not in _TO
        return inflected or before in ("will", "to", "would")
    if language == "ru":
        return _russian(low)[0]
    if language == "de":
        return place == match.content[-1] or low.endswith(("te", "ten"))
    return clause_tells_past(low, language)


@lru_cache(maxsize=20_000)
def _russian(word: str) -> tuple[bool, bool]:
    """Whether a Russian word is a verb; whether it tells what was."""
    tag = russian().parse(word)[0].tag
    return tag.POS in ("VERB", "INFN", "PRTS"), "past" in tag or tag.POS == "PRTS"


def _past(match: Match, language: str, row: int) -> bool:
    low = match.tokens[match.content[row]].text.lower()
    if language == "ru":
        return _russian(low)[1]
    before = match.tokens[match.content[row] - 1].text.lower() if match.content[row] else ""
    return before not in ("will", "to", "be", "would")


def _judged(match: Match, part: Sequence[int], verbs: Sequence[int], far: str, promised: bool) -> Fact | None:
    fits = {s: fit(match, part, s, verbs) for s in match.seen}
    best = max(fits.values(), default=0.0)
    if best < (_FIT if match.same_language else _FIT_TRANSLATED):
        return None
    found: tuple[int, Event] | None = None
    for index in sorted((s for s in fits if fits[s] >= _RIVAL * best), key=lambda s: (-fits[s], s)):
        event = _unreal(match, part, verbs, index, far, promised)
        if event is None:
            return None
        found = found or (index, event)
    return _fact(match, verbs or part, *found) if found else None


def _unreal(match: Match, part: Sequence[int], verbs: Sequence[int], index: int, far: str, promised: bool) -> Event | None:
    """The operator under which a sentence has what the clause tells of; ``None`` if it tells it plainly, or of something else."""
    theirs = _events_of(match, index)
    offers = [e for e in theirs.events if e.kind != "not" and (e.mode in _UNREAL[far] or e.sign < 0)]
    to_come = _to_come(match, part, verbs, index, theirs) if far == "done" and not promised else None
    if to_come is not None:
        return to_come
    if not offers or any(e.sign > 0 and e.mode in ("do", "accept", "admit", "let") and e.kind != "not" for e in theirs.events):
        return None
    least, own = (_SAME, _OWN) if match.same_language else (_SAME_TRANSLATED, _OWN_TRANSLATED)
    start = min((r for r in verbs), default=part[0])
    behind = [r for r in part if r not in verbs and (r > start or len(part) < 4)]
    at = {r: (match.slots[slot][1] if slot >= 0 and met >= least else -1) for r in part for met, slot in (match.met_in(r, index),)}
    low, high = match.slots_of(index)
    for event in offers:
        if _names_a_plan(match, index, event):
            continue
        under = {*event.reach, *event.heads}
        weight = sum(match.weight[r] for r in behind)
        here = [r for r in behind if at[r] in under]
        if not weight or sum(match.weight[r] for r in here) < _SHARE * weight or not governs(match, index, event, [at[r] for r in here]):
            continue
        for row in verbs:
            met, slot = match.met_in(row, index)
            if slot >= 0 and met >= own and match.slots[slot][1] not in under and match.slots[slot][1] not in event.words:
                return None  # it stands there by itself
            like = max((float(match.similar[row, s]) for s in range(low, high) if match.slots[s][1] in event.words), default=0.0)
            if like >= _RENDERED:
                return None
        return event
    return None


def _to_come(match: Match, part: Sequence[int], verbs: Sequence[int], index: int, theirs: Events) -> Event | None:
    """The verb by whose form a sentence has what the clause tells of still to come; ``None`` where another verb may tell it as done."""
    if not verbs:
        return None
    least, own = (_SAME, _OWN) if match.same_language else (_SAME_TRANSLATED, _OWN_TRANSLATED)
    low, high = match.slots_of(index)
    at = {match.slots[s][1]: s for s in range(low, high)}
    words = tuple(t.text.lower() for t in match.reading.sentences[index].tokens)
    rest = [r for r in part if r not in verbs]
    weight = sum(match.weight[r] for r in rest)
    for event in theirs.futures:
        place = event.words[0]
        if event.mode != "will" or event.sign < 0 or place not in at or not weight:
            continue
        met = {r: match.met_in(r, index) for r in part}
        here = [r for r in rest if met[r][0] >= least and match.slots[met[r][1]][1] in event.reach]
        if sum(match.weight[r] for r in here) < _SHARE * weight:
            continue
        like = max(float(match.similar[r, at[place]]) for r in verbs)
        others = [i for i in at if i in event.reach and past(words, i, match.reading.language)]
        if any(met[r][0] >= own and match.slots[met[r][1]][1] != place for r in verbs):
            continue  # it stands there by itself
        if any(float(match.similar[r, at[i]]) >= like for r in verbs for i in others):
            continue
        return event
    return None


def _names_a_plan(match: Match, index: int, event: Event) -> bool:
    """Whether an English "plan" is something that is spoken of, and governs nothing: "the plan is a disgrace"."""
    tokens, last = match.reading.sentences[index].tokens, event.words[-1]
    behind = tokens[last + 1].text.lower() if last + 1 < len(tokens) else ""
    before = tokens[last - 1].text.lower() if last else ""
    return (
        match.reading.language == "en"
        and tokens[last].key in _NOUNS
        and behind not in ("to", "for")
        and before not in ("to", "they", "we", "i", "not")
    )


_NOUNS = frozenset({"plan", "proposal", "hope", "forecast", "demand", "request", "threat", "attempt", "propose", "worry", "fear", "warn"})
"""Operators that are nouns as well."""


def _events_of(match: Match, index: int) -> Events:
    sentence = match.reading.sentences[index]
    local = local_tokens(sentence.tokens, sentence.start)
    return events(match.reading.text[sentence.start : sentence.end], match.reading.language, local)


def _fact(match: Match, rows: Sequence[int], index: int, event: Event) -> Fact:
    word = match.tokens[match.content[rows[0]]]
    tokens = match.reading.sentences[index].tokens
    ends = [tokens[i] for i in (*event.words, *event.heads[:1])]
    there = Span(min(t.start for t in ends), max(t.end for t in ends))
    span = Span(word.start, word.end)
    return Fact(
        DifferenceKind.HEDGE, Outcome.DIFFERS, word.text, span, there.of(match.reading.text), there, index, 1.0, 1.0, NOT_SO_FAR
    )  # fmt: skip
