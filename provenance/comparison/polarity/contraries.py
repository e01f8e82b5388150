"""Words of a claim whose opposite stands in their place in the passage: antonyms, directions, comparatives, quantifiers.

An opposite somewhere in the passage proves nothing. It has to stand where the claim's own word is looked for: its neighbours are
the claim's neighbours (:meth:`Judge.binding`), and no word of the passage that says the same as the claim's stands in such a
place as firmly.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.details.stated import Details
from provenance.comparison.details.than import turned_both_ways
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity import negation
from provenance.comparison.polarity.compared import of_other_things, seen_from_the_other_end
from provenance.comparison.polarity.converse import names_beside
from provenance.comparison.polarity.negation import Place, Strength
from provenance.comparison.polarity.opposites import also_means, loosely_opposed, opposites, prefixed, same_pole, siblings, two_sides
from provenance.language import polarity
from provenance.language.polarity import Marker, MarkerKind, exceeds, opposite
from provenance.model import DifferenceKind, Span

_SAME, _SAME_TRANSLATED = 0.95, 0.72
"""From which a passage has the claim's own word, or its translation."""
_LEAST = 0.5
"""How well an opposite must be bound to be one at all."""
_FIRMER = 0.05
"""How much more firmly than a word that says the same."""
_FIT, _BEST = 0.4, 0.85
"""Sentences that fit a clause this much as well as the best one are asked."""
_VICINITY = 5
"""Words between a word and the negation that turns it."""
_OTHER_LANGUAGE_MARGIN = 0.14
_TRANSLATION, _SURE_TRANSLATION = 0.78, 0.85
"""Cosine from which a word of another language is taken for a translation of an opposite; of another of its kind."""
_UNITS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})
KINDRED = "another of its kind"
"""The note of a fact that has another word of one class: "year" for "decade"."""
_OPPOSITE, _OTHER = "opposite word", KINDRED
_SIDES = frozenset({"buy", "sell", "import", "export"})
"""Directions that tell one deed from its two sides."""
_TIMES, _ALONE = frozenset({"before", "after"}), re.compile(r"\s*(?:[,.;:!?)]|$)")
"""Directions that put one thing before another, and what stands behind one that does not."""
_HEAD, _ALIKE = 4, 0.7
"""Words between a quantifier and what it counts; from which two counted things are the same."""


def contraries(match: Match, part: Sequence[int], fits: dict[int, float], judge: Judge, language: str | None) -> Iterator[Fact]:
    """What stands in place of the words of one clause. ``fits``: how well each sentence meets it."""
    best = max(fits.values(), default=0.0)
    near = sorted((s for s in fits if fits[s] >= max(_BEST * best, _FIT)), key=lambda s: (-fits[s], s))
    if not part:
        return
    low, high = match.tokens[match.content[part[0]]].start, match.tokens[match.content[part[-1]]].end
    markers = [m for m in _poles(match.claim, language) if low <= m.span.start < high]
    for index in near:
        yield from _antonyms(match, part, index, near, judge, language)
        yield from _markers(match, markers, index, near, judge, language)


def _antonyms(match: Match, part: Sequence[int], index: int, near: Sequence[int], judge: Judge, language: str | None) -> Iterator[Fact]:
    """Words of the claim whose opposite, or another word of whose class, stands in this sentence."""
    tokens = match.reading.sentences[index].tokens
    same = _SAME if match.same_language else _SAME_TRANSLATED
    for row, slot, note in _candidates(match, part, index):
        word, token = match.tokens[match.content[row]], match.slots[slot][1]
        if any(r != row and match.similar[r, slot] >= same for r in range(len(match.content))):
            continue  # the claim has the source's word too, be it in another clause
        if note == _OTHER and (match.met_in(row, index)[0] >= same or _means_both(word, tokens[token], match.reading.language)):
            continue
        if note == _OPPOSITE and _turned(match, language, match.content[row]) != _turned_there(match, index, token):
            continue  # "did not rise" for "fell"
        if note == _OPPOSITE and turned_both_ways(match, language, match.content[row], index, token):
            continue
        span, place = Span(word.start, word.end), Span(tokens[token].start, tokens[token].end)
        bound, fit = judge.binding(span, (row,), index, place)
        if bound < _LEAST:
            continue
        if word.key in _UNITS:
            read = [q.span for q in judge.own.quantities] + [d.span for d in judge.own.dates]
            if any(span.start < word.end and word.start < span.end for span in read):
                continue  # "two weeks" is a number, and read as one
            bound = _LEAST  # "weeks" for "months" is another length, but often of another stretch of time
        rivals = [
            (s, Span(t.start, t.end))
            for s in near
            for k in range(*match.slots_of(s))
            if (t := match.reading.sentences[s].tokens[match.slots[k][1]]) != tokens[token] and match.similar[row, k] >= same
        ]
        too = any(s == index for s, _ in rivals)  # the sentence has the claim's word too
        if _firmest(judge, span, (row,), rivals) + _FIRMER <= bound:
            other = tokens[token]
            may = too or (note == _OPPOSITE and _innocent(match, judge, language, row, index, slot, bound, near))
            yield Fact(DifferenceKind.RELATION, Outcome.DIFFERS, word.text, span, other.text, place, index, bound, fit, note, may)


def _innocent(match: Match, judge: Judge, language: str | None, row: int, index: int, slot: int, bound: float, near: Sequence[int]) -> bool:
    """Whether a word and its opposite may both be true: in another sense, from the other side, or because both are said by both."""
    number, at = match.content[row], match.slots[slot][1]
    word, token = match.tokens[number], match.reading.sentences[index].tokens[at]
    mine, theirs, place = (word.text, word.key), (token.text, token.key), Span(token.start, token.end)
    return (
        _dated(judge.own, Span(word.start, word.end))
        or loosely_opposed(mine, theirs, match.reading.language)
        or (two_sides(mine, theirs) and _other_side(match, language, number, index, place))
        or of_other_things(match, word.key, number, index, at)
        or seen_from_the_other_end(match, language, number, index, at)
        or _said_too(match, judge, row, index, slot, bound)
        or _has_it_too(match, judge, row, bound, near)
    )


def _said_too(match: Match, judge: Judge, row: int, index: int, slot: int, bound: float) -> bool:
    """Whether another word of the claim says what the source's word says, and stands in its place as firmly: "shrank" for "fell"."""
    token = match.reading.sentences[index].tokens[match.slots[slot][1]]
    place = Span(token.start, token.end)
    for other, number in enumerate(match.content):
        word = match.tokens[number]
        alike = other != row and same_pole((word.text, word.key), (token.text, token.key))
        if alike and judge.binding(Span(word.start, word.end), (other,), index, place)[0] >= bound:
            return True
    return False


def _has_it_too(match: Match, judge: Judge, row: int, bound: float, near: Sequence[int]) -> bool:
    """Whether the source has another word that says what the claim's word says, as firmly in its place: "grew" for "increased"."""
    word = match.tokens[match.content[row]]
    rivals = [
        (s, Span(t.start, t.end))
        for s in near
        for k in range(*match.slots_of(s))
        if same_pole((word.text, word.key), ((t := match.reading.sentences[s].tokens[match.slots[k][1]]).text, t.key))
    ]
    return _firmest(judge, Span(word.start, word.end), (row,), rivals) + _FIRMER > bound


def _dated(details: Details, span: Span) -> bool:
    """Whether a word belongs to a date: "last year" is no last one."""
    return any(d.span.start < span.end and span.start < d.span.end for d in details.dates)


def _other_side(match: Match, language: str | None, token: int, index: int, place: Span) -> bool:
    """Whether two words for one deed may tell it from its two sides: no name says that the same one did both."""
    kept, changed = names_beside(match, language, token, token, index, place)
    return changed >= kept


def _means_both(word: Token, other: Token, language: str | None) -> bool:
    """Whether a word of the source is known to mean the claim's word as well as another of its class."""
    return any(other.text.lower().startswith(stem) and word.key == also for stem, also in also_means(language or ""))


def _candidates(match: Match, part: Sequence[int], index: int) -> Iterator[tuple[int, int, str]]:
    """Words of the clause with words of the sentence that may be their opposites: row, slot, and what they are."""
    low, high = match.slots_of(index)
    others = [match.reading.sentences[index].tokens[match.slots[s][1]] for s in range(low, high)]
    language = match.reading.language
    vectors = None
    for row in part:
        word = match.tokens[match.content[row]]
        if word.digit or (word.capital and not match.same_language):
            continue
        if match.same_language:
            for offset, other in enumerate(others):
                if (
                    not other.capital
                    and (prefixed(word.key, other.key, language) or prefixed(word.text, other.text, language))
                    and not _split(match, row)
                ):
                    yield row, low + offset, _OPPOSITE
        if word.capital or (not match.same_language and _has_pole(match.claim, word)):
            continue
        for rivals, note in ((opposites(word.text, word.key), _OPPOSITE), (siblings(word.text, word.key), _OTHER)):
            if not rivals:
                continue
            if language == "en":
                yield from (
                    (row, low + offset, note)
                    for offset, other in enumerate(others)
                    if not other.capital and (other.text.lower() in rivals or other.key in rivals)
                )
                continue
            if vectors is None:
                vectors = encoder().words([other.text.lower() for other in others if not (other.digit or other.capital)])
            if not len(vectors):
                break
            rival = (vectors @ _vectors(rivals).T).max(axis=1)
            same = vectors @ encoder().words([word.text.lower()])[0]
            plain = (offset for offset, other in enumerate(others) if not (other.digit or other.capital))
            for number, offset in enumerate(plain):
                if (
                    rival[number] >= (_TRANSLATION if note == _OPPOSITE else _SURE_TRANSLATION)
                    and rival[number] >= same[number] + _OTHER_LANGUAGE_MARGIN
                ):
                    yield row, low + offset, note


def _split(match: Match, row: int) -> bool:
    """Whether the word has its prefix before it, as in "anti - corruption"."""
    token = match.content[row]
    return token > 0 and match.tokens[token - 1].text.lower() in ("anti", "non", "not", "pre", "post", "pro", "un", "no")


def _has_pole(claim: str, word: Token) -> bool:
    """Whether a word stands in the language's own table of opposites, which knows its forms better than vectors do."""
    return any(m.span.start < word.end and word.start < m.span.end for m in _poles(claim, None))


@functools.lru_cache(maxsize=2048)
def _vectors(words: frozenset[str]) -> Any:
    return encoder().words(sorted(words))


def _firmest(judge: Judge, span: Span, rows: Sequence[int], rivals: Sequence[tuple[int, Span]]) -> float:
    """How firmly the claim's own word is bound in the passage."""
    return max((judge.binding(span, rows, s, place)[0] for s, place in rivals), default=0.0)


def _turned(match: Match, language: str | None, token: int) -> bool:
    """Whether a negation stands within a few words before this one of the claim."""
    found = negation.places(match.claim, language, tuple((t.start, t.end, not t.stop) for t in match.tokens))
    return _behind_not(found, token)


def _turned_there(match: Match, index: int, token: int) -> bool:
    return _behind_not(negation.places_of(match, index), token)


def _behind_not(places: Sequence[Place], token: int) -> bool:
    return any(0 < token - p.at <= _VICINITY for p in places if p.strength is not Strength.HELD)


@functools.lru_cache(maxsize=8192)
def _poles(text: str, language: str | None) -> tuple[Marker, ...]:
    return (*polarity.directions(text, language), *polarity.quantifiers(text, language))


def _markers(
    match: Match, markers: Sequence[Marker], index: int, near: Sequence[int], judge: Judge, language: str | None
) -> Iterator[Fact]:
    """Directions, comparatives and quantifiers of the claim against another pole in this sentence."""
    if not markers:
        return
    theirs = _there(match, index)
    for marker in markers:
        rows = tuple(
            r for r, i in enumerate(match.content) if match.tokens[i].start < marker.span.end and marker.span.start < match.tokens[i].end
        )
        alike = [(s, _place(match, s, m)) for s in near for m in _there(match, s) if m.value == marker.value and m.kind == marker.kind]
        for other in theirs:
            place = _place(match, index, other)
            if marker.kind is MarkerKind.QUANTIFIER:
                if (
                    other.kind is not MarkerKind.QUANTIFIER
                    or not exceeds(marker.value, other.value)
                    or not _counts_alike(match, marker, index, place)
                ):
                    continue
                note, may = "another quantifier", False
            elif other.kind is marker.kind and other.value == opposite(marker.value):
                if any(m.kind is other.kind and m.value == other.value for m in _poles(match.claim, language)):
                    continue  # the claim tells of both
                if " " in marker.span.of(match.claim) and any(m.kind is marker.kind and m.value == marker.value for m in theirs):
                    continue  # the source is for one thing and against another: which of them is meant, a preposition does not tell
                if marker.value in _TIMES and _ALONE.match(match.claim, marker.span.end):
                    continue  # "three years before" counts back from what was told
                if _compound(match.claim, marker.span) != _compound(match.reading.text, place):
                    continue  # "the Moscow-backed president" backs nobody
                token, there = _token(match.tokens, marker.span), _token(match.reading.sentences[index].tokens, place)
                if _turned(match, language, token) != _turned_there(match, index, there):
                    continue
                if not rows and not _counts_alike(match, marker, index, place):
                    continue  # a preposition turns nothing but what stands behind it
                if marker.kind is MarkerKind.COMPARATIVE and turned_both_ways(match, language, token, index, there):
                    continue
                note = "opposite direction"
                may = (marker.value in _SIDES and _other_side(match, language, token, index, place)) or (
                    marker.kind is MarkerKind.COMPARATIVE
                    and (
                        of_other_things(match, marker.value, token, index, there)
                        or seen_from_the_other_end(match, language, token, index, there)
                    )
                )
            else:
                continue
            bound, fit = judge.binding(marker.span, rows, index, place)
            if bound >= _LEAST and _firmest(judge, marker.span, rows, alike) + _FIRMER <= bound:
                yield Fact(
                    DifferenceKind.RELATION, Outcome.DIFFERS, marker.span.of(match.claim), marker.span, place.of(match.reading.text), place,
                    index, bound, fit, note, may,
                )  # fmt: skip


def same_directions(match: Match, language: str | None) -> list[tuple[Span, int]]:
    """Words of the claim for a direction ("rose"), each with a sentence of its clause's window that has another word for the same
    ("increased") in its place, and none for the other."""
    out: list[tuple[Span, int]] = []
    for marker in polarity.directions(match.claim, language):
        row = next((r for r, i in enumerate(match.content) if match.tokens[i].start == marker.span.start), None)
        window = match.window_of(row) if row is not None else -1
        if row is None or window < 0:
            continue
        for index in range(match.windows[window].first, match.windows[window].last + 1):
            poles = [m for m in _there(match, index) if m.kind is MarkerKind.DIRECTION]
            if {m.value for m in poles} == {marker.value} and any(_in_place(match, row, index, _place(match, index, m)) for m in poles):
                out.append((marker.span, index))
    return out


def _in_place(match: Match, row: int, index: int, place: Span) -> bool:
    """Whether a word of the sentence stands beside the source's own words for what stands beside this word of the claim."""
    at = _token(match.reading.sentences[index].tokens, place)
    beside = [r for r in (row - 2, row - 1, row + 1, row + 2) if 0 <= r < len(match.content)]
    met = [match.met_in(r, index) for r in beside]
    return any(near >= _SAME and slot >= 0 and abs(match.slots[slot][1] - at) <= _VICINITY for near, slot in met)


def _there(match: Match, index: int) -> tuple[Marker, ...]:
    sentence = match.reading.sentences[index]
    return _poles(match.reading.text[sentence.start : sentence.end], match.reading.language)


def _compound(text: str, span: Span) -> bool:
    """Whether a word is the second half of another: "state-backed"."""
    return span.start > 1 and text[span.start - 1] in "-‐‑" and text[span.start - 2].isalnum()


def _place(match: Match, index: int, marker: Marker) -> Span:
    start = match.reading.sentences[index].start
    return Span(marker.span.start + start, marker.span.end + start)


def _token(tokens: Sequence[object], span: Span) -> int:
    return next((i for i, t in enumerate(tokens) if t.start < span.end and span.start < t.end), 0)  # type: ignore[attr-defined]


def _counts_alike(match: Match, marker: Marker, index: int, place: Span) -> bool:
    """Whether what the two quantifiers count is the same."""
    mine = next(
        (
            r
            for r, i in enumerate(match.content)
            if match.tokens[i].start >= marker.span.end and i - _token(match.tokens, marker.span) <= _HEAD
        ),
        None,
    )
    tokens = match.reading.sentences[index].tokens
    low, high = match.slots_of(index)
    at = _token(tokens, place)
    theirs = next((s for s in range(low, high) if tokens[match.slots[s][1]].start >= place.end and match.slots[s][1] - at <= _HEAD), None)
    return mine is not None and theirs is not None and float(match.similar[mine, theirs]) >= _ALIKE
