"""Names of the claim in whose place the source has a name that surely means another.

A name that the source does not have may be its other name, or one that the reader is to know. It is held against a claim only if
nothing in the source can mean it (no alias, no word of it, no place that holds it or lies in it), if the sentence that meets the rest
of the clause has, among the same neighbours, a name of which :func:`provenance.language.names_apart.surely_different` is sure, and if
the claim does not have that name too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from provenance.comparison.details.facts import SAME_NAME, Fact, Judge, Outcome
from provenance.comparison.matching.match import Match, heard_alike
from provenance.comparison.matching.tokens import roman, script
from provenance.language.gazetteer import find, plain
from provenance.language.identity import given_name, word_match
from provenance.language.names import Name, NameKind, aliases, mentioned_countries, same_name
from provenance.language.names_apart import surely_different
from provenance.language.words import stem
from provenance.model import DifferenceKind, Span

SURELY = "surely another"
ABSENT = "surely absent"
_NAMED = frozenset((DifferenceKind.NAME, DifferenceKind.PLACE))
_FIT, _BOUND = 0.5, 0.3
_AKIN = 0.2
_SOUNDS, _SPELT = 0.5, 0.8
_KEPT, _ENDING, _LONGER = 4, 2, 4
"""Letters of a surname that every case keeps; that a case may change; by which one may be longer."""
_CAPITAL = re.compile(r"\b[^\W\d_a-zа-яё][^\W\d_]{1,40}")


def with_others(match: Match, language: str | None, judge: Judge, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """``facts`` with what is sure of their names, in the order of the claim.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        judge: its details; they hold the names of claim and source.
        facts: what the judge said of every detail.

    Returns:
        Where another name surely stands in a name's place, a fact with the outcome ``DIFFERS`` and the note :data:`SURELY`; where a
        name that the data know, or a full name of a person, is nowhere in the source, one with ``MISSING`` and the note
        :data:`ABSENT`. They take the place of what was said of the same words; a nationality gets a fact of its own.
    """
    own = _mentions(match.claim, judge.own.names, language)
    gone = [name for name in own if not _spelt_in(match.reading.text, name) and not _heard_in(match, name)]
    if not gone:
        return facts
    seen: dict[int, tuple[Name, ...]] = {}
    for index in match.seen:
        sentence = match.reading.sentences[index]
        text = match.reading.text[sentence.start : sentence.end]
        seen[index] = _mentions(text, judge.stated[index].names, match.reading.language)
    sure: list[Fact] = []
    for name in gone:
        if _meant(name, seen):
            continue
        fact = _instead(match, judge, name, own, seen)
        if fact is None and _well_known(name):
            kind = DifferenceKind.PLACE if name.kind is NameKind.PLACE else DifferenceKind.NAME
            fact = Fact(kind, Outcome.MISSING, name.text, name.span, note=ABSENT)
        if fact is not None:
            sure.append(fact)
    kept = [f for f in facts if f.kind not in _NAMED or not any(f.span.overlaps(other.span) for other in sure)]
    return tuple(sorted((*kept, *sure), key=lambda f: (f.span.start, f.span.end)))


def _mentions(text: str, names: tuple[Name, ...], language: str | None) -> tuple[Name, ...]:
    """Names, and adjectives and peoples of countries outside them."""
    lands = [land for land in _countries(text, language) if not any(land.span.overlaps(name.span) for name in names)]
    return tuple(sorted((*names, *lands), key=lambda name: name.span.start))


@lru_cache(maxsize=8192)
def _countries(text: str, language: str | None) -> tuple[Name, ...]:
    return mentioned_countries(text, language)


def _spelt_in(source: str, name: Name) -> bool:
    """Whether any known name of it, or any longer word of it, stands in the source."""
    lowered = _lowered(source)
    if any(len(word) > 2 and _begins_in(stem(word) if len(word) > 4 else word, lowered) for word in plain(name.text).split()):
        return True
    if name.kind is NameKind.PERSON and _declined(plain(name.text).split()[-1:], source):
        return True
    return any(_begins_in(alias.lower(), lowered) if len(alias) > 3 else _stands_in(alias, source) for alias in aliases(name.text))


def _declined(last: list[str], source: str) -> bool:
    """Whether a word of the source may be another case of the last word of a name: «Zielińskiego» for "Zieliński"."""
    for surname in last:
        kept = surname[: max(_KEPT, len(surname) - _ENDING)]
        return any(word.startswith(kept) and len(word) <= len(surname) + _LONGER for word in _capitals(source))
    return False


def _heard_in(match: Match, name: Name) -> bool:
    """Whether a word of the source sounds like the last word of a name in another script."""
    words = plain(name.text).split()
    if not words or find(name.text) or script(words[-1]) == script(match.reading.text):
        return False
    from rapidfuzz.distance import JaroWinkler

    own = words[-1]
    others = [word for word in _capitals(match.reading.text) if script(word) != script(own)]
    return any(
        word_match(own, word) >= _SOUNDS or JaroWinkler.similarity(roman(own), roman(word)) >= _SPELT or heard_alike(own, word)
        for word in others
    )


@lru_cache(maxsize=64)
def _capitals(text: str) -> tuple[str, ...]:
    """The words with a capital, each once, in lower case."""
    return tuple(dict.fromkeys(plain(word) for word in _CAPITAL.findall(text)))


def _begins_in(word: str, text: str) -> bool:
    """Whether ``word`` stands in ``text`` at the beginning of a word, with whatever ending."""
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at >= 0


def _stands_in(word: str, text: str) -> bool:
    return word in text and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


@lru_cache(maxsize=64)
def _lowered(text: str) -> str:
    return text.lower()


def _meant(name: Name, seen: dict[int, tuple[Name, ...]]) -> bool:
    """Whether a name near by may be this one, or a known place lie in it or hold it."""
    others = (other for names in seen.values() for other in names)
    return any(same_name(name.text, other.text) > _AKIN or may_hold(name, other) for other in others)


def may_hold(name: Name, other: Name) -> bool:
    """Whether a place may lie in another one, or hold it, as far as the data know."""
    if name.kind is not NameKind.PLACE or other.kind is not NameKind.PLACE:
        return False
    entries = find(other.text)
    if not entries or surely_different(name.text, other.text):
        return False
    # "Europe" holds Spain, but says nothing of it
    return any(entry.country is not None for entry in entries) or all(entry.country is None for entry in find(name.text))


def _well_known(name: Name) -> bool:
    entries = find(name.text)
    if entries:
        return all(entry.kind in ("country", "place", "person") for entry in entries)
    words = name.text.split()
    return name.kind is NameKind.PERSON and len(words) > 1 and bool(given_name(words[0]))


def _instead(match: Match, judge: Judge, name: Name, own: tuple[Name, ...], seen: dict[int, tuple[Name, ...]]) -> Fact | None:
    rows = [r for r, i in enumerate(match.content) if match.tokens[i].start < name.span.end and name.span.start < match.tokens[i].end]
    if not rows:
        return None
    best: tuple[float, Fact] | None = None
    for index, other in _candidates(match.claim, name, own, seen):
        sentence = match.reading.sentences[index]
        place = Span(sentence.start + other.span.start, sentence.start + other.span.end)
        bound, fit = judge.binding(name.span, rows, index, place)
        if bound < _BOUND or fit < _FIT:
            continue
        kind = DifferenceKind.PLACE if name.kind is NameKind.PLACE else DifferenceKind.NAME
        fact = Fact(kind, Outcome.DIFFERS, name.text, name.span, other.text, place, index, bound, fit, SURELY)
        if best is None or bound + fit > best[0]:
            best = (bound + fit, fact)
    return best[1] if best is not None else None


def _candidates(claim: str, name: Name, own: tuple[Name, ...], seen: dict[int, tuple[Name, ...]]) -> Iterator[tuple[int, Name]]:
    for index, names in seen.items():
        for other in names:
            if not surely_different(name.text, other.text) or _spelt_in(claim, other):
                continue
            if not any(same_name(other.text, mine.text) >= SAME_NAME for mine in own):
                yield index, other
