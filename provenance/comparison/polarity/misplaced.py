"""A "not" of which it cannot be said that it turns the word of the claim: that word stands there once more without it, holds a negation
itself, or is put aside by the claim in another way ("more puzzled by the pot than by the coins").
"""

from __future__ import annotations

import re

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.factuality import TURNED
from provenance.comparison.polarity.hints import hint
from provenance.comparison.polarity.negation import Place, places_of
from provenance.comparison.polarity.turned import ADDED, Side, claim_side, negation_of, source_side
from provenance.language.polarity import negations, privatives

_BESIDE = 30
"""Letters before a word among which a "than" puts it aside; behind a negated one, among which a "but" restricts the "not"."""
_MET = 0.6
"""From which a word of a sentence may be the claim's."""
_CARRIER = re.compile(
    r"(?:n['’])?(?:ai|a|as|ont|avons|avez|est|es|sont|sommes|êtes|sera|seront|serait|seraient|aura|auront|aurait|auraient|avait|avaient|était|étaient|fut|furent"
    r"|eut|eurent|peut|peuvent|pourra|pourront|pouvait|pouvaient|doit|doivent|devra|devront|va|vont|allait|allaient)",
    re.IGNORECASE,
)
"""French verbs that only carry another one behind the "pas"."""
_RELATIVE = re.compile(r"\A\s*(?:which|who)\b", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\s*[.,;:!?—–]|\s*\Z")


def misplaced(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether the "not" of one side may turn another word than that of the other side."""
    claim, source = claim_side(match, language, fact), source_side(match, fact)
    if fact.note == TURNED:
        return _both_turned(claim, source)
    place = negation_of(match, language, fact)
    if place is None:
        return False
    if _holds_one(claim) is not _holds_one(source):
        return True
    if fact.note == ADDED:
        return _restricted(claim) or _verb_unmet(match, claim, place, fact.sentence)
    return (
        _again(match, fact, place)
        or _left_off(source, place)
        or _restricted(source)
        or hint("lesser", claim.language).search(claim.clause_before(claim.span.start)[-_BESIDE:]) is not None
        or (match.same_language and fact.other.lower() in match.claim.lower())
    )


def _verb_unmet(match: Match, claim: Side, place: Place, index: int) -> bool:
    """Whether the verb inside a French "ne … pas" has no like in the sentence, so that only what stands behind it was found there."""
    if claim.language != "fr":
        return False
    inside = [
        i
        for i, t in enumerate(claim.tokens)
        if place.span.start <= t.start and t.end < place.span.end and not t.stop and not _CARRIER.fullmatch(t.text)
    ]
    rows = [r for r, i in enumerate(match.content) if i in inside]
    return bool(rows) and all(match.met_in(r, index)[0] < _MET for r in rows)


def _again(match: Match, fact: Fact, place: Place) -> bool:
    """Whether the claim's word stands as well in another place of the sentence, where nothing turns it."""
    rows = [r for r, i in enumerate(match.content) if fact.span.start <= match.tokens[i].start < fact.span.end]
    low, high = match.slots_of(fact.sentence)
    head = next((s for s in range(low, high) if match.slots[s][1] == place.head), -1)
    if not rows or head < 0:
        return False
    turned = {p.head for p in places_of(match, fact.sentence)}
    met = float(match.similar[rows[-1], head])
    return any(float(match.similar[rows[-1], s]) >= met and match.slots[s][1] not in turned for s in range(low, high) if s != head)


def _left_off(source: Side, place: Place) -> bool:
    """Whether an English "not" has no verb behind it: "in two thousand cases they didn't", "she never was"."""
    if source.language != "en" or place.head >= place.at or _ELLIPSIS.match(source.text, place.span.end) is None:
        return False
    return _RELATIVE.search(source.clause_before(place.span.start)) is None


def _holds_one(side: Side) -> bool:
    """Whether the word itself holds a negation, besides any "not" before it."""
    spans = [m.span for m in negations(side.text, side.language) if m.implicit] + list(privatives(side.text, side.language))
    last = max((t for t in side.tokens if t.start < side.span.end), key=lambda t: t.start, default=None)
    return last is not None and any(s.start < last.end and last.start < s.end for s in spans)


def _restricted(side: Side) -> bool:
    return hint("restricting", side.language).search(side.behind(side.span.end)[:_BESIDE]) is not None


def _count(side: Side) -> int:
    """Negations in what differs, those inside a word too; what prevents something may as well be something else."""
    found = (m for m in negations(side.text, side.language) if m.value != "prevent")
    return sum(m.span.start < side.span.end and side.span.start < m.span.end for m in found)


def _both_turned(claim: Side, source: Side) -> bool:
    """Whether each side denies, and both an even or both an odd number of times."""
    mine, theirs = _count(claim), _count(source)
    return mine > 0 and theirs > 0 and mine % 2 == theirs % 2
