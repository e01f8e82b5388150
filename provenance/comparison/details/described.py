"""What a claim calls a person, where the source calls another so: "the opposition leader, Tomas Weil".

Titles that nobody holds at once are told by :mod:`provenance.comparison.details.titles`; here it is any description ("the founder of Volta",
"Castle Park's coach"). It is another's where the source has all its words beside another person's name, and not all beside the claimed
one's; and it is of another body where the source has the same word for the person with another name beside it.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources

from provenance.comparison.details.actors import Actor, akin, group_of, one_bearer
from provenance.comparison.details.cast import Cast
from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.details.pieces import Phrase
from provenance.comparison.details.scenes import Clause
from provenance.comparison.details.titles import ANOTHER
from provenance.model import DifferenceKind, Span

_ALIKE = 0.8, 0.7
"""From which two words of a description are one, in one language and across two."""
_LONE = 0.9
"""The same for a description of one word."""
_UNLIKE, _GAP = 0.58, 0.2
"""Below which they are not; and how much better the other person must have it."""
_SOFT, _SURE = 0.5, 0.8
_HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "lord",
        "lady",
        "herr",
        "frau",
        "monsieur",
        "madame",
        "mme",
        "m",
        "señor",
        "señora",
        "sr",
        "sra",
        "don",
        "doña",
        "pan",
        "pani",
        "г-н",
        "г-жа",
        "господин",
        "пан",
        "пані",
    ]
)
_OFFICES = frozenset({"minister", "government"})
_LONGEST = 7
"""Words of the longest description."""


def other_titles(cast: Cast, own: Sequence[Clause]) -> tuple[Fact, ...]:
    """Descriptions of the claim's people that the source gives to others; facts that differ, kind ``NAME``, note ``another title``."""
    out: list[Fact] = []
    for clause in own:
        groups = [clause.subject] if not clause.joined else []
        groups += [(p,) for p in clause.phrases if p not in clause.subject and p.names]
        for phrases in groups:
            fact = _judged(cast, phrases)
            if fact is not None and not any(fact.span.overlaps(other.span) for other in out):
                out.append(fact)
    return tuple(out)


def _judged(cast: Cast, phrases: Sequence[Phrase]) -> Fact | None:
    mine = cast.mine(phrases)
    if len(mine.persons) != 1:
        return None
    person = mine.persons[0]
    rows = [cast.row[i] for p in phrases for i in p.content if i in cast.row and _tells(cast, i, person)]
    if not 0 < len(rows) <= _LONGEST:
        return None
    with_mine = set(cast.sentences(mine))
    least = _ALIKE[cast.pick]
    telling = {i for i in cast.judge.seen if min(cast.match.met_in(row, i)[0] for row in rows) >= least}
    if not with_mine or (not telling and not mine.about and not mine.names and "minister" not in mine.groups):
        return None
    known: list[tuple[int, Phrase]] = []
    others: dict[str, list[tuple[int, Phrase]]] = {}
    for index in sorted(with_mine | telling):
        for place in cast.places(index):
            for phrase in place.clause.phrases:
                there = cast.theirs([phrase], index).persons
                if len(there) != 1:
                    continue
                near = next(iter(cast.described(there, index)), (phrase,))
                if one_bearer(person, there[0]):
                    known += [(index, p) for p in near]
                elif index in telling and len(cast.theirs(near, index).persons) == 1:
                    others.setdefault(there[0], []).extend((index, p) for p in near)
    if not known:
        return None
    told = {row: _best(cast, row, known, person) for row in rows}
    lacking = [row for row in rows if told[row] < _UNLIKE]
    if not lacking:
        return _of_another_body(cast, phrases, mine, known, rows)
    described = any(_besides(cast, index, phrase, person) for index, phrase in known)
    if not described and len(rows) < 2:
        return None
    least = max(least, _LONE) if len(rows) < 2 and not _excluded(cast, mine, known) else least
    for name, places in sorted(others.items()):
        theirs = {row: _best(cast, row, places, name) for row in rows}
        if min(theirs.values()) >= least and any(theirs[row] >= told[row] + _GAP for row in lacking):
            return _fact(cast, phrases, places, _SURE if described and _excluded(cast, mine, known) else _SOFT)
    return _of_another_body(cast, phrases, mine, known, rows) or _of_another_ministry(cast, phrases, known, rows)


def _tells(cast: Cast, token: int, person: str) -> bool:
    """Whether a word beside a name says anything of the person."""
    word = cast.match.tokens[token].text
    return word not in person.split() and word.lower().rstrip(".") not in _HONORIFICS


def _best(cast: Cast, row: int, places: Sequence[tuple[int, Phrase]], name: str) -> float:
    """How well words beside a name meet a word of the claim."""
    return max((cast.met(row, index, _words(cast, index, phrase, name)) for index, phrase in places), default=0.0)


def _words(cast: Cast, index: int, phrase: Phrase, name: str) -> list[int]:
    tokens = cast.match.reading.sentences[index].tokens
    return [i for i in phrase.content if tokens[i].text not in name.split()]


def _besides(cast: Cast, index: int, phrase: Phrase, person: str) -> bool:
    """Whether a phrase says more of a person than the name."""
    tokens = cast.match.reading.sentences[index].tokens
    named = {i for n in phrase.names if one_bearer(person, n.text) for i in phrase.content if tokens[i].text in n.text}
    return any(i not in named for i in phrase.content)


def _excluded(cast: Cast, mine: Actor, known: Sequence[tuple[int, Phrase]]) -> bool:
    """Whether the groups of both descriptions are told, and are two."""
    groups = frozenset(g for index, phrase in known for g in cast.theirs([phrase], index).groups)
    return bool(groups and mine.groups) and not akin(mine.groups, groups)


def _of_another_body(
    cast: Cast, phrases: Sequence[Phrase], mine: Actor, known: Sequence[tuple[int, Phrase]], rows: Sequence[int]
) -> Fact | None:
    """The description with the body whose it is in the source: "Volta's founder" for "Apex founder"."""
    bodies = [*mine.about, *(n for n, _ in mine.names)]
    if not bodies:
        return None
    plain = [r for r in rows if not any(cast.match.tokens[cast.match.content[r]].text.removesuffix("'s") in b for b in bodies)]
    for index, phrase in known:
        there = cast.theirs([phrase], index)
        names = [*there.about, *(n for n, _ in there.names)]
        met = plain and min(cast.met(r, index, phrase.content) for r in plain) >= _ALIKE[cast.pick]
        if met and names and not any(one_bearer(a, b) for a in bodies for b in names):
            every = [n.text for i, p in known for n in p.names] + [n.text for n in cast.judge.stated[index].names]
            if not any(one_bearer(a, b) for a in bodies for b in every):
                return _fact(cast, phrases, [(index, phrase)], _SOFT)
    return None


# ---- ministries ------------------------------------------------------------------------------------------------------


@functools.cache
def _portfolios(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "actors.toml").read_text("utf-8"))["portfolio"]
    made = ((name, "|".join(map(re.escape, str(words.get(language, "")).split()))) for name, words in table.items())
    return tuple((name, re.compile(rf"(?:{body})")) for name, body in made if body)


def _portfolio(words: Sequence[str], language: str) -> frozenset[str]:
    return frozenset(name for name, form in _portfolios(language) for word in words if form.match(word))


def _of_another_ministry(cast: Cast, phrases: Sequence[Phrase], known: Sequence[tuple[int, Phrase]], rows: Sequence[int]) -> Fact | None:
    """A minister whose ministry the source never names, where it names another: "the agriculture ministry", and then "the minister"."""
    tokens = cast.match.tokens
    own = _portfolio([tokens[cast.match.content[r]].text.lower() for r in rows], cast.language)
    if len(own) != 1 or "minister" not in cast.mine(phrases).groups:
        return None
    named: set[str] = set()
    for index in cast.judge.seen:
        there = cast.match.reading.sentences[index].tokens
        words = [t.text.lower() for t in there]
        if any(group_of(w, t.key, cast.there) in _OFFICES for w, t in zip(words, there, strict=True)):
            named |= _portfolio(words, cast.there)
    held = [(i, p) for i, p in known if "minister" in cast.theirs([p], i).groups]
    return _fact(cast, phrases, held, _SOFT) if held and named and not named & own else None


def _fact(cast: Cast, phrases: Sequence[Phrase], places: Sequence[tuple[int, Phrase]], bound: float) -> Fact:
    tokens, (index, _phrase) = cast.match.tokens, places[0]
    there = cast.match.reading.sentences[index].tokens
    words = [i for p in phrases for i in p.words]
    others = [i for i_, p in places if i_ == index for i in p.words]
    span = Span(tokens[min(words)].start, tokens[max(words)].end)
    where = Span(there[min(others)].start, there[max(others)].end)
    text = cast.match.reading.text
    return Fact(DifferenceKind.NAME, Outcome.DIFFERS, span.of(cast.match.claim), span, where.of(text), where, index, bound, bound, ANOTHER)
