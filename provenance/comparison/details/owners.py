"""Values that the source tells of another thing, and names that it has in another's place, in a clause that is otherwise the claim's.

"Electricity falls by 8 percent, gas stays as it is" has the claim's number, but not for gas; "the board dismissed Ann Lee" has the claim's
deed, but not done to Bob.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.comparison.details.actors import likely, one_bearer
from provenance.comparison.details.cast import Cast, Place
from provenance.comparison.details.facts import SAME_NAME, Fact, Outcome
from provenance.comparison.details.other_actors import ANOTHER
from provenance.comparison.details.pieces import Phrase
from provenance.comparison.details.scenes import Clause, hung
from provenance.language.names import Name, NameKind
from provenance.model import DifferenceKind, Span

OWNER = "another thing's value"
_ELSEWHERE = 0.75, 0.68
"""From which another clause is about what the claim's value is told of, in one language and across two."""
_WORD = 0.6
"""From which a word stands in the source at all."""
_GAP = 0.2
"""How much less the clause that has the value is about it."""
_FREE = 0.7
"""Below which a word of that clause is no word of the claim."""
_REST, _VERB = (0.78, 0.68), (0.7, 0.6)
"""How well the rest of the predicate, and its verb, must be met for a name in it to be another's."""
_SOFT, _SURE = 0.5, 0.8
_NAMED = frozenset({NameKind.PERSON, NameKind.ORGANISATION, NameKind.OTHER})


def other_owners(cast: Cast, own: Sequence[Clause]) -> tuple[Fact, ...]:
    """Values and names that the source has for another; facts that differ, kind ``NAME``."""
    out: list[Fact] = []
    for clause in own:
        for fact in (_value(cast, clause), _done_to(cast, clause)):
            if fact is not None and not any(fact.span.overlaps(other.span) for other in out):
                out.append(fact)
    return tuple(out)


# ---- values -----------------------------------------------------------------------------------------------------------


def _value(cast: Cast, clause: Clause) -> Fact | None:
    tokens = cast.match.tokens
    spans = [q.span for q in cast.judge.own.quantities]
    counted = [i for i in clause.words if i in cast.row and tokens[i].digit and any(s.start <= tokens[i].start < s.end for s in spans)]
    if not counted or not clause.subject:
        return None
    numbers = {tokens[i].key for i in counted}
    sentences = cast.match.reading.sentences
    homes = [p for i in cast.judge.seen if numbers <= sentences[i].keys for p in cast.places(i) if numbers <= _keys(cast, p)]
    if not homes:
        return None
    home = min(homes, key=lambda p: (len(p.clause.words), p.index))
    for phrase in _about(clause, counted):
        if not _spoken_of(cast, phrase):
            continue
        for token in phrase.content:
            row = cast.row.get(token)
            if row is None or tokens[token].digit:
                continue
            names = [n for n in phrase.names if tokens[token].start < n.span.end and n.span.start < tokens[token].end]
            inside = max(cast.met(row, place.index, _own(place)) for place in homes)
            other = _elsewhere(cast, row, home, numbers, inside)
            if other is None:
                continue
            valued = any(sentences[other.index].tokens[i].digit for i in _own(other))
            if not valued and other.index != home.index:
                continue
            free = _free(cast, home, names, phrase not in clause.subject) if valued or not names else None
            if free is not None:
                told = clause.subject if phrase in clause.subject else (phrase,)
                return _fact(cast, told, home.index, free, OWNER, _SURE if valued else _SOFT)
    return None


def _keys(cast: Cast, place: Place) -> set[str]:
    tokens = cast.match.reading.sentences[place.index].tokens
    return {tokens[i].key for i in _own(place)}


def _own(place: Place) -> list[int]:
    return [i for i in place.clause.words if i not in place.clause.told]


def _about(clause: Clause, digits: Sequence[int]) -> Iterator[Phrase]:
    """What a value may be told of: subject, what hangs on it, and the object before "by 8 percent"."""
    yield from (p for p in (*clause.subject, *hung(clause)) if not set(digits) & set(p.words))
    for phrase in clause.phrases:
        if not phrase.led and clause.verb < phrase.words[0] and phrase.words[-1] + 2 in digits:
            yield phrase


def _elsewhere(cast: Cast, row: int, home: Place, numbers: set[str], inside: float) -> Place | None:
    """Another clause near by that is about what the value is claimed of, and does not have it."""
    for index in range(home.index - 1, home.index + 2):
        if index not in cast.judge.stated:
            continue
        for place in cast.places(index):
            tokens = cast.match.reading.sentences[index].tokens
            if place is home or not place.clause.subject or numbers <= {tokens[i].key for i in place.clause.words}:
                continue
            about = [i for p in (*place.clause.subject, *hung(place.clause)) for i in p.content]
            near = cast.met(row, index, about)
            if near >= _ELSEWHERE[cast.pick] and near >= inside + _GAP:
                return place
    return None


def _spoken_of(cast: Cast, phrase: Phrase) -> bool:
    """Whether the source has every word of a phrase, so that none is a word's part: "season tickets"."""
    rows = [cast.row[i] for i in phrase.content if i in cast.row]
    return all(cast.match.similar[r].max(initial=0.0) >= _WORD for r in rows)


def _free(cast: Cast, home: Place, names: Sequence[Name], object_: bool) -> list[int] | None:
    """The phrase of a clause that is about something that the claim does not have; of ``names``, one that has another name."""
    if not home.clause.subject or (not names and home.clause.stands):
        return None
    besides = [p for p in home.clause.phrases if not p.led and p not in home.clause.subject] if names or object_ else []
    for phrase in (*home.clause.subject, *hung(home.clause), *besides):
        tokens = cast.match.reading.sentences[home.index].tokens
        if any(tokens[i].digit for i in phrase.words):
            continue  # a value itself, and not what has one
        content = [i for i in phrase.content if not tokens[i].digit]
        slots = [s for i in content if (s := cast.slot.get((home.index, i))) is not None]
        if names:
            theirs = [n.text for n in phrase.names]
            if theirs and not any(one_bearer(n.text, other) for n in (*names, *cast.judge.own.names) for other in theirs):
                return list(phrase.words)
        elif any(float(cast.match.similar[:, s].max()) < _FREE for s in slots):
            return list(phrase.words)
    return None


# ---- names ------------------------------------------------------------------------------------------------------------


def _done_to(cast: Cast, clause: Clause) -> Fact | None:
    """A name in the predicate where the source, of the same subject, has another."""
    if not clause.subject or clause.verb < 0:
        return None
    tokens = cast.match.tokens
    taken = {i for p in clause.subject for i in p.words}
    mine = cast.mine(clause.subject)
    for phrase in clause.phrases:
        if phrase in clause.subject or len(phrase.names) != 1 or phrase.names[0].kind not in _NAMED:
            continue
        name = phrase.names[0]
        inside = {i for i in phrase.words if tokens[i].start < name.span.end and name.span.start < tokens[i].end}
        rows = [cast.row[i] for i in clause.words if i in cast.row and i not in taken | inside]
        verb = next((r for r in rows if cast.match.content[r] >= clause.verb), -1)
        with_name = set(cast.sentences(cast.mine([phrase])))
        if verb < 0 or not with_name:
            continue
        for index in cast.judge.seen:
            if index in with_name or cast.match.met_in(verb, index)[0] < _VERB[cast.pick]:
                continue
            for place in cast.places(index):
                same = any(cast.same(mine, p, index) for p in place.clause.subject)
                if not same or place.clause.passive != clause.passive or cast.met(verb, index, place.clause.words) < _VERB[cast.pick]:
                    continue
                total = sum(cast.match.weight[r] for r in rows)
                score = sum(cast.match.weight[r] * cast.met(r, index, place.clause.words) for r in rows)
                there = _instead(cast, name, phrase, place)
                if there is not None and total and score / total >= _REST[cast.pick]:
                    sure = name.kind is NameKind.PERSON and bool(cast.theirs([there], index).persons)
                    return _fact(cast, (phrase,), index, list(there.words), ANOTHER, _SURE if sure else _SOFT)
    return None


def _instead(cast: Cast, name: Name, phrase: Phrase, place: Place) -> Phrase | None:
    """The noun phrase of a clause that has another name of its kind, behind a preposition or not as the claim's."""
    for other in place.clause.phrases:
        if other in place.clause.subject or other.led != phrase.led:
            continue
        there = cast.theirs([other], place.index)
        names = there.persons or tuple(n for n, _ in there.names) or there.about
        if not names or any(one_bearer(name.text, n) for n in names) or bool(there.persons) != (name.kind is NameKind.PERSON):
            continue
        if not any(likely(n, mine.text) >= SAME_NAME for n in names for mine in cast.judge.own.names):
            return other
    return None


def _fact(cast: Cast, phrases: Sequence[Phrase], index: int, others: Sequence[int], note: str, bound: float) -> Fact:
    tokens, there = cast.match.tokens, cast.match.reading.sentences[index].tokens
    words = [i for p in phrases for i in p.words]
    span = Span(tokens[min(words)].start, tokens[max(words)].end)
    where = Span(there[min(others)].start, there[max(others)].end)
    text = cast.match.reading.text
    return Fact(DifferenceKind.NAME, Outcome.DIFFERS, span.of(cast.match.claim), span, where.of(text), where, index, bound, bound, note)
