"""A noun phrase of a claim beside the noun phrases of its source: where it stands, and what stands in its place elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.details.actors import Actor, akin, group_of, likely, one_bearer, pointing
from provenance.comparison.details.cast import Cast
from provenance.comparison.details.facts import SAME_NAME
from provenance.comparison.details.grounds import Home
from provenance.comparison.details.pieces import Phrase
from provenance.comparison.details.scenes import Clause
from provenance.comparison.matching.tokens import Token
from provenance.language.names import NameKind
from provenance.language.namewords import an_adjective

THERE = 0.86, 0.76
"""From which a word stands in a unit, in one language and across two."""
ABSENT = 0.62, 0.6
"""Below which it does not, and below which a word of the source is no word of the claim."""
_LIST = 2
"""More noun phrases before a verb are a list."""
_LIKELY = 0.5
"""From which two names may be one."""
_FREE_ORDER = frozenset({"ru", "uk", "pl", "es", "de"})
"""Languages in which what stands before a verb need not be its subject."""


def _genitive(token: Token) -> bool:
    return token.text.endswith(("'s", "’s"))


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _kinds(one: Actor) -> frozenset[str]:
    """What the names of an actor are names of."""
    return frozenset({"person"} if one.persons else {"place" if kind is NameKind.PLACE else str(kind.value) for _, kind in one.names})


class Claimed:
    """One noun phrase of a clause of the claim: its names if it has any, all of its words if not."""

    def __init__(self, cast: Cast, clause: Clause, phrase: Phrase) -> None:
        self.cast, self.match, self.clause, self.phrase = cast, cast.match, clause, phrase
        self.pick = cast.pick
        tokens = cast.match.tokens
        dates = [d.span for d in cast.judge.own.dates]
        content = [i for i in phrase.content if not any(s.start <= tokens[i].start < s.end for s in dates)]
        named = [i for i in content if i in cast.row and tokens[i].text[:1].isupper() and self._named(i)]
        self.rows = [cast.row[i] for i in (named or content) if i in cast.row and not tokens[i].digit]
        if not named and len(content) < len(phrase.content):
            self.rows = []
        self.named = bool(named)
        self.subject = phrase in clause.subject
        self.actor = cast.mine([phrase])
        self.groups = self.actor.groups
        inside = set(self.rows) if named else {cast.row[i] for i in phrase.content if i in cast.row}
        self.rest = [cast.row[i] for i in clause.words if i in cast.row and cast.row[i] not in inside]
        """The other content words of its clause, as rows."""

    def _named(self, token: int) -> bool:
        word = self.match.tokens[token]
        if not token and group_of(word.text.lower(), word.key, self.cast.language):
            return False  # "Patients asked"
        return word.capital or any(n.span.start <= word.start < n.span.end for n in self.phrase.names)

    def stands(self, home: Home) -> float:
        """How well a unit has the phrase: all of its words."""
        tokens = self.match.reading.sentences[home.index].tokens
        words = home.words
        if self.named and self.subject:  # "Varden's rival Calloway" is not Varden
            acting = {i for p in home.unit.subject for i in p.words}
            bare = [i for i in words if i not in acting or not _genitive(tokens[i])]
        else:
            bare = words
        capitals = [tokens[i].text for i in bare if tokens[i].text[:1].isupper()] if self.named else []
        if self.groups and not self.named:  # doctors are no patients, however near the words
            bare = [i for i in bare if self._may_be(tokens[i])]
        return min(self._row_in(r, home.index, bare, capitals) for r in self.rows)

    def _row_in(self, row: int, index: int, words: Sequence[int], capitals: Sequence[str]) -> float:
        near = self.cast.met(row, index, words)
        return near if near >= THERE[self.pick] or not capitals else max(near, self._named_in(row, capitals))

    def _may_be(self, token: Token) -> bool:
        group = group_of(token.text.lower(), token.key, self.cast.there)
        return not group or akin(self.groups, (group,))

    def _named_in(self, row: int, capitals: Sequence[str]) -> float:
        name = self.match.tokens[self.match.content[row]].text
        return float(any(likely(name, _bare(other)) >= SAME_NAME for other in capitals))

    def rival(self, home: Home, with_phrase: Sequence[Home]) -> list[int] | None:
        """What stands in the phrase's place: it is of its kind, and the claim has it nowhere."""
        tokens = self.match.reading.sentences[home.index].tokens
        if self.subject and len(home.unit.subject) > _LIST:
            return None
        together = any(other.index == home.index for other in with_phrase)
        for phrase in dict.fromkeys((*home.unit.subject, *home.unit.phrases)):
            if not self._in_place(phrase, home):
                continue
            named = self._names_of(phrase, home.index)
            if not named and phrase.content == (0,) and self._counted() and tokens[0].text[:1].isupper():
                named = [0]  # a name that heads its sentence: the number tells what is meant
            if self.named:
                if not named and not (self.subject and together and len(phrase.content) > 1 and not self.points(phrase, home.index)):
                    continue
                words = named or list(phrase.content)
            else:
                if phrase.led or not (together or self._two_kinds(phrase, home.index)):
                    continue
                if self.points(phrase, home.index) or (named and not (self.subject and together and not pointing(self.groups))):
                    continue
                words = [i for i in phrase.content if not tokens[i].digit]
            free = bool(words) and self._free(words, home.index) and self._another(phrase, home.index)
            if free and self._parallel(words, phrase, home, with_phrase):
                return words
        return None

    def _parallel(self, words: Sequence[int], phrase: Phrase, home: Home, with_phrase: Sequence[Home]) -> bool:
        """Whether a rival stands in its unit as the phrase does in one of its own near by."""
        person = bool(self.actor.persons)
        if not self.named or (person and self.cast.theirs([phrase], home.index).persons):
            return True
        if not self._names_of(phrase, home.index):
            with_phrase = [other for other in with_phrase if other.index == home.index]
        for other in with_phrase:
            if abs(other.index - home.index) > 1 and not self.subject:
                continue
            own = self._told_as(other)
            if self.subject:
                apposed = other.index == home.index and any(abs(i - j) == 1 for i in phrase.words for p in own for j in p.words)
                if not apposed and any(p in other.unit.subject for p in own):
                    return True
                continue
            if phrase.head not in words and self._of_claim(phrase.head, home.index):  # "the Leith site"
                return True
            lead = self._lead(phrase, words[0], home.index)
            if any(self._lead(p, i, other.index) == lead for p in own for i in p.content):
                return True
        return False

    def _told_as(self, home: Home) -> list[Phrase]:
        """The noun phrases of a unit that have the phrase."""
        tokens = self.match.reading.sentences[home.index].tokens
        return [
            p
            for p in dict.fromkeys((*home.unit.subject, *home.unit.phrases))
            if all(
                self.cast.met(r, home.index, p.words) >= THERE[self.pick] or self._named_in(r, [tokens[i].text for i in p.content])
                for r in self.rows
            )
        ]

    def _of_claim(self, token: int, index: int) -> bool:
        """Whether a word of the source is one of the claim's."""
        slot = self.cast.slot.get((index, token))
        return slot is not None and float(self.match.similar[:, slot].max()) >= THERE[self.pick]

    def _lead(self, phrase: Phrase, token: int, index: int) -> str:
        """The preposition by which a word of a phrase stands in its clause; empty if there is none."""
        tokens = self.match.reading.sentences[index].tokens
        before = token - 1 if token - 1 in phrase.words and tokens[token - 1].stop else phrase.words[0] - 1 if phrase.led else -1
        return tokens[before].text.lower() if before >= 0 else ""

    def _in_place(self, phrase: Phrase, home: Home) -> bool:
        """Whether a phrase of a unit may have the part in it that the claim's has."""
        acts, alike = phrase in home.unit.subject, home.unit.passive is self.clause.passive
        if self.phrase.led:
            beside = self.named and phrase.head not in self._names_of(phrase, home.index)  # "the Leith site"
            return not acts or not alike or beside
        if not self.named and not alike:
            return False
        if acts is (self.subject is alike):
            return True
        return self.cast.there in _FREE_ORDER and not phrase.led

    def _counted(self) -> bool:
        return any(self.match.tokens[self.match.content[r]].digit for r in self.rest)

    def _two_kinds(self, phrase: Phrase, index: int) -> bool:
        """Whether phrase and rival are both known to be somebody, or both tell more than one word of what they are."""
        groups = self._groups(phrase, index)
        return bool(self.groups and groups) or (self.subject and min(len(self.phrase.content), len(phrase.content)) > 1)

    def _names_of(self, phrase: Phrase, index: int) -> list[int]:
        return [i for i in phrase.content if self._a_name(phrase, i, index)]

    def _a_name(self, phrase: Phrase, token: int, index: int) -> bool:
        word = self.match.reading.sentences[index].tokens[token]
        if not word.text[:1].isupper() or _genitive(word) or an_adjective(word.text):
            return False
        if any(word.text in n.text for n in phrase.names):
            return True
        return word.capital and (self.cast.there != "de" or phrase.words == (token,))  # "in Kiel": no article

    def _groups(self, phrase: Phrase, index: int) -> frozenset[str]:
        tokens = self.match.reading.sentences[index].tokens
        return frozenset(group_of(tokens[i].text.lower(), tokens[i].key, self.cast.there) for i in phrase.content) - {""}

    def points(self, phrase: Phrase, index: int) -> bool:
        return pointing(self._groups(phrase, index))

    def _free(self, words: Sequence[int], index: int) -> bool:
        """Whether the claim has none of these words."""
        tokens = self.match.reading.sentences[index].tokens
        slots = [s for i in words if (s := self.cast.slot.get((index, i))) is not None]
        start = self.match.reading.sentences[index].start
        dates = [d.span for d in self.cast.judge.stated[index].dates]
        if any(s.start <= tokens[i].start - start < s.end for s in dates for i in words):
            return False
        others = [r for r in range(len(self.match.content)) if self.named or not self.groups or r not in self.rows]
        if not slots or any(float(self.match.similar[others, s].max()) >= ABSENT[self.pick] for s in slots):
            return False
        mine = [t.text for t in self.match.tokens if t.text[:1].isupper() and not t.stop]
        return not any(one_bearer(tokens[i].text, text) for i in words if tokens[i].text[:1].isupper() for text in mine)

    def _another(self, phrase: Phrase, index: int) -> bool:
        """Whether phrase and rival may not be one."""
        mine, there = self.actor, self.cast.theirs([phrase], index)
        if not self.named:
            return not (mine.groups and there.groups and akin(mine.groups, there.groups))
        names = [*mine.persons, *(n for n, _ in mine.names)]
        others = [*there.persons, *(n for n, _ in there.names)]
        if names and others and _kinds(mine) != _kinds(there) and not (_kinds(mine) | _kinds(there)) & {"other"}:
            return False  # the one may act for the other
        names, others = [*names, *mine.about], [*others, *there.about]
        if any(one_bearer(a, b) for a in names for b in others):
            return False
        tokens = self.match.reading.sentences[index].tokens
        if any(_genitive(tokens[i]) and any(one_bearer(tokens[i].text, a) for a in names) for i in phrase.content):
            return not there.persons
        return not any(
            likely(a, b) > _LIKELY
            for some, rest in ((names, others), (others, names))
            if some and rest
            for a in self.cast.attached(some)[1]
            for b in rest
        )
