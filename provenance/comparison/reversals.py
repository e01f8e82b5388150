"""Where a claim turns what its passage says: a "not" more or less, an opposite, up for down.

A reversal is only called in a clause that one sentence otherwise meets, on a word that both have (negation) or whose opposite
stands in its place (antonyms, directions). Cosines play no part in it but to find which word stands for which.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from provenance.comparison.encoder import encoder
from provenance.comparison.facts import Fact, Judge, Outcome
from provenance.comparison.matching import Match
from provenance.comparison.opposites import opposites, siblings
from provenance.language.polarity import Marker, MarkerKind, directions, negations, opposite, quantifiers
from provenance.model import DifferenceKind, Span

_SAME_WORD = 0.8
"""From which two words are the same one for the purpose of a negation."""
_MET = 0.72
"""From which a sentence has the claim's own word, or its translation."""
_AKIN, _AKIN_TRANSLATED = 0.5, 0.68
"""From which they are near enough where the other side has no negation at all."""
_RIVAL = 0.93
"""Sentences that fit this much as well as the best one have a say in whether a negation differs."""
_VICINITY = 5
_UNTIL = re.compile(r"\b(?:until|till|before|bis|bevor|jusqu|hasta|dopóki)\b", re.IGNORECASE)
_AUXILIARIES = frozenset(
    (
        "буду",
        "будем",
        "будет",
        "будут",
        "будете",
        "стану",
        "станем",
        "станет",
        "станут",
        "может",
        "могут",
        "можем",
        "будемо",
        "буде",
        "будуть",
    )
)
_MODALS = frozenset(("may", "might", "can", "could", "would", "should", "must", "shall"))
_EN = (
    r"\b(?:un(?!der|til|ion|it|iver|iform|iqu|ess|cle|anim|if)[a-z]{4,}|im(?:poss|prob|pract|perf|balanc|mobil)[a-z]*|il(?:leg|log|lit)[a-z]*"
    r"|ir(?:reg|rel|resp|rat)[a-z]*|dis(?:lik|agre|appear|approv|allow|contin|trust|hon|obey|respect)[a-z]*|non-?[a-z]{4,}"
    r"|in(?:ability|capab|valid|complet|suffic|formal|dependen)[a-z]*|rather than|instead of|hardly|barely|scarcely|without|unless|except|[a-z]{3,}less)\b"
)
_RU = r"\b(?:не(?!дел|мец|фт|котор|скольк|обходим|давн|бо|рв|вест|посредств)[а-яё]{4,}|бе[зс][а-яё]{4,}|вместо|кроме|едва|без|вряд ли|почти не)\b"
_PRIVATIVE = {
    "en": re.compile(_EN, re.IGNORECASE),
    "ru": re.compile(_RU, re.IGNORECASE),
    "uk": re.compile(r"\b(?:не(?!діл|від|щод)[а-яіїєґ]{4,}|без[а-яіїєґ]{4,}|замість|крім|ледь|без|навряд)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:un(?!ter|gar|iver|ion|gefähr)[a-zäöüß]{5,}|[a-zäöüß]{4,}los|statt|anstatt|ohne|kaum|außer)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:impossible|incapable|illégal[a-zé]*|sans|plutôt que|au lieu de|sauf|à peine)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:imposible|incapaz|ilegal[a-z]*|sin|en lugar de|en vez de|salvo|apenas)\b", re.IGNORECASE),
    "pl": re.compile(
        r"\b(?:nie(?!miec|któr|dziel|dawn)[a-ząćęłńóśźż]{4,}|bez[a-ząćęłńóśźż]{4,}|zamiast|bez|oprócz|ledwo)\b", re.IGNORECASE
    ),
}
"""Words that may stand for a negation of the other side: "impossible", «незаконный», "rather than"."""
_REACH = 3
"""Words between a negation and the word it turns."""
_OTHER_LANGUAGE_MARGIN = 0.12
_TRANSLATION = 0.75
"""Cosine from which a word of another language is taken for a translation."""


def reversals(match: Match, language: str | None, judge: Judge) -> tuple[Fact, ...]:
    """Reversed words of the claim, with the source's words in their place; outcome always ``DIFFERS``."""
    claim = _Side(match.claim, language, [(t.start, t.end, not t.stop) for t in match.tokens])
    found: list[Fact] = []
    for part in match.parts:
        fits = {s: _fit(match, part, s, ()) for s in match.seen}
        ranked = sorted(match.seen, key=lambda s: (-fits[s], s))
        if ranked:
            alike = [s for s in ranked if fits[s] >= _RIVAL * fits[ranked[0]]]
            found += _negations(match, part, alike, claim)
        for index in ranked[:2]:
            found += _antonyms(match, part, index, judge, claim)
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


@functools.lru_cache(maxsize=8192)
def _marks(text: str, language: str | None) -> tuple[Marker, ...]:
    return negations(text, language)


class _Side:
    """The negations of a claim or of a sentence, by the numbers of its words."""

    def __init__(self, text: str, language: str | None, places: Sequence[tuple[int, int, bool]]) -> None:
        self.heads: dict[int, Span] = {}
        """Content words that an explicit negation turns, with the negation."""
        self.marked: list[int] = []
        """Words that are part of a negation, implicit ones ("refused") too."""
        until = _UNTIL.search(text)
        privative = _PRIVATIVE.get(language or "")
        if privative is not None:  # "impossible", «незаконный», "rather than": they may stand for a negation of the other side
            runs = [m.span() for m in privative.finditer(text)]
            self.marked += [i for i, (s, e, _) in enumerate(places) if any(s < b and a < e for a, b in runs)]
        for marker in _marks(text, language):
            inside = [i for i, (s, e, _) in enumerate(places) if s < marker.span.end and marker.span.start < e]
            after = [i for i, (s, _, content) in enumerate(places) if s >= marker.span.end and content and i not in inside]
            self.marked += inside or after[:1]
            if any("-" in text[places[i][0] : places[i][1]] for i in inside):
                continue  # "no-fee"
            if marker.implicit or (until and until.start() > marker.span.start):
                continue  # "did not arrive until May" says that it did
            first = inside[-1] if inside else after[0] if after else 0
            for place in after[:2]:
                if place - first <= _REACH + 1:
                    self.heads.setdefault(place, marker.span)
                if text[places[place][0] : places[place][1]].lower() not in _AUXILIARIES:
                    break  # else the word behind it is turned too: «не будем закрывать»

    def near(self, place: int) -> bool:
        """Whether any negation stands within a few words of this one."""
        return any(place - _VICINITY <= i <= place + _VICINITY for i in self.marked)


def _source_side(match: Match, index: int) -> _Side:
    sentence = match.reading.sentences[index]
    places = [(t.start - sentence.start, t.end - sentence.start, not t.stop) for t in sentence.tokens]
    return _Side(match.reading.text[sentence.start : sentence.end], match.reading.language, places)


def _negations(match: Match, part: Sequence[int], indices: Sequence[int], claim: _Side) -> list[Fact]:
    """Negations that only one side has. A sentence that fits as well and has the claim's polarity clears the word."""
    out: list[Fact] = []
    cleared: set[int] = set()
    for index in indices:
        source = _source_side(match, index)
        sentence = match.reading.sentences[index]
        for row in part:
            met, slot = match.met_in(row, index)
            if (
                slot < 0
                or met < (_AKIN if match.same_language else _AKIN_TRANSLATED)
                or match.tokens[match.content[row]].text.lower() in _MODALS
            ):
                continue
            here, place = match.content[row], match.slots[slot][1]
            mine, theirs = claim.heads.get(here), source.heads.get(place)
            if mine is not None and theirs is None and not source.near(place) and (met >= _SAME_WORD or not source.marked):
                note = "added negation"
            elif (
                theirs is not None
                and mine is None
                and not claim.near(here)
                and (met >= _SAME_WORD or (match.same_language and not claim.marked))
            ):
                note = "dropped negation"
            elif met < _SAME_WORD:
                continue
            else:
                cleared.add(row)
                continue
            word, other = match.tokens[here], sentence.tokens[place]
            span = Span(min(word.start, mine.start), max(word.end, mine.end)) if mine else Span(word.start, word.end)
            low = min(other.start, sentence.start + theirs.start) if theirs else other.start
            high = max(other.end, sentence.start + theirs.end) if theirs else other.end
            there = Span(low, high)
            out.append(
                Fact(
                    DifferenceKind.NEGATION, Outcome.DIFFERS, span.of(match.claim), span, there.of(match.reading.text), there, index, met,
                    _fit(match, part, index, (row,)), note,
                )
            )  # fmt: skip
    spared = [match.tokens[match.content[row]] for row in cleared]
    return [f for f in out if not any(f.span.start <= t.start < f.span.end for t in spared)]


def _antonyms(match: Match, part: Sequence[int], index: int, judge: Judge, claim: _Side) -> list[Fact]:
    """Words of the claim whose opposite, or another word of whose class, stands in their place in this sentence."""
    low, high = match.slots_of(index)
    out: list[Fact] = []
    source: _Side | None = None
    for row in part:
        word = match.tokens[match.content[row]]
        turned, others = opposites(word.text, word.key), siblings(word.text, word.key)
        if not (turned or others) or word.capital or match.met_in(row, index)[0] >= (0.95 if match.same_language else _MET):
            continue
        for slot in range(low, high):
            if match.similar[:, slot].max() >= 0.95:
                continue  # the claim has this word too, elsewhere
            note = (
                "opposite word"
                if _stands_for(match, row, slot, turned)
                else "another of its kind"
                if _stands_for(match, row, slot, others)
                else ""
            )
            if not note:
                continue
            source = source or _source_side(match, index)
            if note == "opposite word" and claim.near(match.content[row]) != source.near(match.slots[slot][1]):
                continue  # "did not rise" for "fell"
            other = match.reading.sentences[index].tokens[match.slots[slot][1]]
            span, place = Span(word.start, word.end), Span(other.start, other.end)
            bound, fit = judge.binding(span, (row,), index, place)
            out.append(Fact(DifferenceKind.RELATION, Outcome.DIFFERS, word.text, span, other.text, place, index, bound, fit, note))
    return out


def _stands_for(match: Match, row: int, slot: int, rivals: frozenset[str]) -> bool:
    """Whether the source's word is one of these rivals of the claim's word; in another language, by their vectors."""
    if not rivals:
        return False
    sentence, token = match.slots[slot]
    other = match.reading.sentences[sentence].tokens[token]
    if match.reading.language == "en":
        return other.text.lower() in rivals or other.key in rivals
    if other.digit or other.capital:
        return False
    word = match.tokens[match.content[row]]
    vectors = encoder().words([word.text.lower(), other.text.lower(), *sorted(rivals)])
    same = float(vectors[0] @ vectors[1])
    rival = float((vectors[2:] @ vectors[1]).max())
    return rival >= _TRANSLATION and rival >= same + _OTHER_LANGUAGE_MARGIN


@functools.lru_cache(maxsize=8192)
def _poles(text: str, language: str | None) -> tuple[Marker, ...]:
    return (*directions(text, language), *quantifiers(text, language))


def _directions(match: Match, language: str | None, judge: Judge) -> list[Fact]:
    """A direction, comparative or quantifier of the claim against its other pole in a matching sentence."""
    out: list[Fact] = []
    mine = [m for m in _poles(match.claim, language) if opposite(m.value)]
    if not mine:
        return out
    for index in match.seen:
        sentence = match.reading.sentences[index]
        text = match.reading.text[sentence.start : sentence.end]
        theirs = _poles(text, match.reading.language)
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
