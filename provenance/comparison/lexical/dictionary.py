"""What a dictionary knows of two words and a vector does not: synonym, more general, opposite, or another of the same kind.

Word vectors put "buy" as near to "purchase" as to "sell". Princeton WordNet 3.0 (Fellbaum, *WordNet: An Electronic Lexical
Database*, MIT Press 1998) tells them apart; its single words with their frequent senses lie in ``data/wordnet.txt.gz``, made by
:mod:`provenance.comparison.lexical.build`. Nearness of two senses is Lin's (*An Information-Theoretic Definition of Similarity*,
ICML 1998): twice the information of the nearest concept above both, over the information of the two.
"""

from __future__ import annotations

import functools
import gzip
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from provenance.language.words import lemma


class Relation(StrEnum):
    """How a claim's word stands to a source's word."""

    SAME = "same"
    """The same word, or one derived from it: "destroy", "destruction"."""
    SYNONYM = "synonym"
    BROADER = "broader"
    """The claim's word is the more general one: "vehicle" for "truck". Harmless in an affirmed sentence."""
    NARROWER = "narrower"
    """The claim's word says more than the source's: "truck" for "vehicle"."""
    ANTONYM = "antonym"
    SIBLING = "sibling"
    """Two words of one kind that are not the same: "brother", "sister"."""
    RELATED = "related"
    """Near in meaning in some other way."""
    UNRELATED = "unrelated"
    """Both words are known, and no link of theirs is close."""
    UNKNOWN = "unknown"
    """One of the words is not in the dictionary."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation and how sure it is."""

    relation: Relation
    strength: float
    """How usual the two senses are for the two words that are linked so, in [0, 1]: the smaller of their shares."""
    nearness: float
    """Lin's similarity of the nearest two senses, weighed with their shares, in [0, 1]; 0 where nothing is above both."""
    verbs: bool = False
    """Whether the linked senses are verbs: another verb of the kind is mostly another way to say it ("plunged", "fell")."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of a word."""

    synset: int
    share: float
    """Its share of the word's uses."""
    above: dict[int, int]
    """Every synset above it, itself included, with the number of steps."""
    near: frozenset[int]
    """The head of a satellite adjective, or the verbs of its group."""
    verb: bool
    opposite: frozenset[int]
    """Synsets that are the opposite, also by way of the head."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the dictionary."""

    word: str
    senses: tuple[Sense, ...]
    opposites: frozenset[str]
    derived: frozenset[str]
    bases: frozenset[str]
    """What it is an irregular form of."""


LANGUAGE = "en"
"""The language of the dictionary."""
_STEPS = 6
"""Steps up that still make a word the more general one of another, and no further."""
_GENERAL = 2.0
"""Information (nats) from which a concept says enough for that: "thing" is not a word for a truck."""
_SIBLINGS = 0.55
"""Lin's similarity from which two words under one concept are of one kind."""
_RELATED = 0.35
_MOSTLY = 0.6
_SHARE = 0.08
"""Share of its word's uses from which a sense links it to another word."""
_SHARE_SYNONYM = 0.01
"""The same for synonyms: that two words stand in the same place and share a sense is no chance."""


class Dictionary:
    """The data file, read into memory as bytes; records are parsed when they are asked for."""

    def __init__(self, data: bytes) -> None:
        import numpy as np

        self._data = data
        ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == 10)
        starts = np.concatenate([[0], ends[:-1] + 1])
        blank = int(np.flatnonzero(ends == starts)[0])
        first = 0
        while data.startswith(b"#", int(starts[first])):
            first += 1
        self._words = (starts[first:blank], ends[first:blank])
        self._synsets = (starts[blank + 1 :], ends[blank + 1 :])
        self._known: dict[int, tuple[float, tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]] = {}

    def _record(self, table: tuple[Any, Any], number: int) -> list[str]:
        return self._data[int(table[0][number]) : int(table[1][number])].decode("utf-8").split("\t")

    def _line_of(self, word: str) -> int:
        """Number of the word's line; -1 if there is none."""
        wanted = word.encode() + b"\t"
        starts, _ = self._words
        data = self._data
        low, high = 0, len(starts)
        while low < high:
            middle = (low + high) // 2
            at = int(starts[middle])
            if data[at : at + len(wanted)] < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(starts) and data.startswith(wanted, int(starts[low])) else -1

    def _word(self, number: int) -> str:
        return self._record(self._words, number)[0]

    def synset(self, number: int) -> tuple[float, tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
        """Information in nats, what is above, what is near, what is opposite, and the words of a synset, as numbers."""
        found = self._known.get(number)
        if found is None:
            fields = [*self._record(self._synsets, number), "", "", "", ""]
            groups = [tuple(int(x, 36) for x in part.split()) for part in fields[1:5]]
            found = self._known[number] = (int(fields[0][1:], 36) / 10, groups[0], groups[1], groups[2], groups[3])
        return found

    def is_verb(self, number: int) -> bool:
        """Whether a synset is one of verbs."""
        return self._data.startswith(b"v", int(self._synsets[0][number]))

    def words_of(self, number: int) -> tuple[str, ...]:
        """The single words of a synset."""
        return tuple(self._word(i) for i in self.synset(number)[4])

    def entry(self, word: str) -> Entry | None:
        """What is known of a word in dictionary form; ``None`` if nothing is."""
        line = self._line_of(word) if word and "\t" not in word and "\n" not in word else -1
        if line < 0:
            return None
        fields = [*self._record(self._words, line), "", "", ""]
        senses = tuple(self._sense(*part.split(":")) for part in fields[1].split())
        opposites, derived, bases = (frozenset(self._word(int(x, 36)) for x in part.split()) for part in fields[2:5])
        return Entry(word, senses, opposites, derived, bases)

    def _sense(self, synset: str, share: str) -> Sense:
        number = int(synset, 36)
        _, up, near, opposite, _ = self.synset(number)
        above = {number: 0}
        wave, step = up, 1
        while wave:
            for one in wave:
                above.setdefault(one, step)
            wave = tuple(upper for one in wave for upper in self.synset(one)[1] if upper not in above)
            step += 1
        through = {far for head in near for far in self.synset(head)[3]}
        return Sense(number, int(share, 36) / 100, above, frozenset(near), self.is_verb(number), frozenset(opposite) | through)

    def lin(self, one: Sense, other: Sense) -> tuple[float, int]:
        """Lin's similarity of two senses, and the number of the nearest concept above both (-1: none)."""
        best, at = 0.0, -1
        small, large = (one.above, other.above) if len(one.above) <= len(other.above) else (other.above, one.above)
        for number in small:
            if number in large:
                information = self.synset(number)[0]
                if information > best:
                    best, at = information, number
        if at < 0:
            return 0.0, -1
        total = self.synset(one.synset)[0] + self.synset(other.synset)[0]
        return (min(1.0, 2 * best / total) if total > 0 else 0.0), at


@functools.cache
def dictionary() -> Dictionary:
    """The dictionary, read on first call (about 30 ms, 4 MB)."""
    packed = (resources.files("provenance.comparison") / "data" / "wordnet.txt.gz").read_bytes()
    return Dictionary(gzip.decompress(packed))


@functools.lru_cache(maxsize=20_000)
def entries(word: str) -> tuple[Entry, ...]:
    """What the dictionary has of an English word: of its lemma, of itself, and of what it is an irregular form of ("fell", "fall")."""
    known = dictionary()
    lowered = word.lower().replace("’", "'").removesuffix("'s")
    out: dict[str, Entry] = {}
    for form in dict.fromkeys((lemma(lowered, LANGUAGE), lowered)):
        found = known.entry(form)
        for one in (found, *(known.entry(base) for base in sorted(found.bases))) if found else ():
            if one is not None and one.senses:
                out.setdefault(one.word, one)
    return tuple(out.values())


@functools.lru_cache(maxsize=20_000)
def mostly_verb(word: str) -> bool:
    """Whether an English word is a verb in most of its uses."""
    return any(sum(s.share for s in one.senses if s.verb) > _MOSTLY for one in entries(word))


def antonyms_of(word: str) -> frozenset[str]:
    """The opposites of an English word that WordNet names, in dictionary form."""
    return frozenset(other for found in entries(word) for other in found.opposites)


def synonyms_of(word: str) -> frozenset[str]:
    """The other single words of the frequent senses of an English word."""
    known = dictionary()
    found = entries(word)
    every = frozenset(other for one in found for s in one.senses if s.share >= _SHARE for other in known.words_of(s.synset))
    return every - {one.word for one in found}


_ORDER = (Relation.SYNONYM, Relation.ANTONYM, Relation.BROADER, Relation.NARROWER, Relation.SIBLING)
_RANK = {kind: i for i, kind in enumerate((Relation.SAME, *_ORDER, Relation.RELATED, Relation.UNRELATED, Relation.UNKNOWN))}
_NONE = (0.0, False)
_NOTHING = Link(Relation.UNKNOWN, 0.0, 0.0)


@functools.lru_cache(maxsize=100_000)
def link(claim: str, source: str) -> Link:
    """How an English word of a claim stands to an English word of its source; of several readings of a form the closest link."""
    if claim.lower() == source.lower():
        return Link(Relation.SAME, 1.0, 1.0)
    found = [_link(one, other) for one in entries(claim) for other in entries(source)]
    return min(found, key=lambda x: (_RANK[x.relation], -x.strength)) if found else _NOTHING


def _link(one: Entry, other: Entry) -> Link:
    if one.word == other.word:
        return Link(Relation.SAME, 1.0, 1.0)
    nearness, best = _compared(one, other)
    if other.word in one.opposites:
        return Link(Relation.ANTONYM, 1.0, nearness)
    if best.get(Relation.SYNONYM, _NONE)[0] < _SHARE_SYNONYM and (other.word in one.derived or one.derived & other.derived):
        return Link(Relation.SAME, 0.9, max(nearness, 0.9))
    for kind in _ORDER:
        share, verbs = best.get(kind, _NONE)
        if share >= (_SHARE_SYNONYM if kind is Relation.SYNONYM else _SHARE):
            return Link(kind, share, nearness, verbs)
    return Link(Relation.RELATED if nearness >= _RELATED else Relation.UNRELATED, nearness, nearness)


def relation(claim: str, source: str) -> Relation:
    """The relation of :func:`link`."""
    return link(claim, source).relation


def _compared(one: Entry, other: Entry) -> tuple[float, dict[Relation, tuple[float, bool]]]:
    """The nearness of two words, and for each relation how usual the senses are that stand so, and whether they are verbs."""
    known = dictionary()
    nearness = 0.0
    best: dict[Relation, tuple[float, bool]] = {}
    for mine in one.senses:
        for theirs in other.senses:
            share = min(mine.share, theirs.share)
            if mine.synset == theirs.synset or mine.synset in theirs.near or theirs.synset in mine.near:
                found: Relation | None = Relation.SYNONYM
                lin = 1.0
            elif share < _SHARE:
                continue
            else:
                lin, common = known.lin(mine, theirs)
                found = _of_senses(mine, theirs, lin, common)
            nearness = max(nearness, lin * min(1.0, share * 4) ** 0.5)
            if found is not None:
                best[found] = max(best.get(found, _NONE), (share, mine.verb))
    return nearness, best


def _of_senses(mine: Sense, theirs: Sense, lin: float, common: int) -> Relation | None:
    """The relation of two different senses; ``common`` is the nearest concept above both."""
    if theirs.synset in mine.opposite or mine.synset in theirs.opposite or mine.opposite & theirs.near or theirs.opposite & mine.near:
        return Relation.ANTONYM
    if common == mine.synset and theirs.above[common] <= _STEPS and dictionary().synset(common)[0] >= _GENERAL:
        return Relation.BROADER
    if common == theirs.synset and mine.above[common] <= _STEPS and dictionary().synset(common)[0] >= _GENERAL:
        return Relation.NARROWER
    if common >= 0 and mine.above[common] <= 2 and theirs.above[common] <= 2 and lin >= _SIBLINGS:
        return Relation.SIBLING
    return None
