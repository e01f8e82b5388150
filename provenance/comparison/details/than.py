"""The two sides of a comparison: what is more, and than what; and claims that have them the other way round.

"Men earn less than women" has every word of "women earn less than men". A comparison is read from its comparative and the word behind
"than" (in Russian the genitive as well); the first side is what stands before it, or between the two ("more children than adults").
Who is "less than" another is whom the other is "more than": both ways round and both ends changed is the same said twice.

:mod:`provenance.comparison.polarity.sides` lays whole sides on each other, and needs them to be met; here the words that name the two are
asked alone, each only for which of the other's sides it is nearer to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from provenance.comparison.details.binding import differing
from provenance.comparison.details.facts import Fact, Judge
from provenance.comparison.details.nearness import Nearness
from provenance.comparison.details.predicates import little_words
from provenance.comparison.details.roles import SWAPPED
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.opposites import opposites
from provenance.language.words import russian
from provenance.model import DifferenceKind, Span

_BOUND = 0.8
_REACH = 9
"""Words between a comparative and its "than"."""
_BEFORE = 12
"""Words before a comparative in which the first side stands."""
_HEAD = 2
"""Content words behind "than" that are the second side."""
_LEAST, _LEAST_TRANSLATED = 0.85, 0.66
"""From which a word of the claim may be one of the source's."""
_CLEARLY = 0.15
"""How much nearer it must be to a word of the other side than to any of its own."""
_READ = 0.85
"""From which both words surely are."""
_ONE_QUALITY = 0.62
"""From which two qualities are one."""
_STOP = re.compile(r"[.;:!?()]|[,—–]\s*\Z")
_COMPARATIVE = {
    "en": re.compile(r"(?:more|less|fewer|worse|better|further|farther|(?!over\Z|other\Z|after\Z|under\Z|rather\Z|number\Z)[a-z]{2,}er)\Z"),
    "de": re.compile(r"(?:mehr|weniger|besser\w*|(?!aber\Z|oder\Z|unter\Z|über\Z|immer\Z|wieder\Z|eher\Z)[a-zäöüß]{3,}er(?:e[snrm]?)?)\Z"),
    "fr": re.compile(r"(?:plus|moins|mieux|meilleure?s?|pires?|davantage)\Z"),
    "es": re.compile(r"(?:más|menos|mejor(?:es)?|peor(?:es)?|mayor(?:es)?|menor(?:es)?)\Z"),
    "pl": re.compile(r"(?:więcej|mniej|bardziej|[a-ząćęłńóśźż]{2,}(?:ej|szy|sza|sze|si|szych|szym|szą|szego))\Z"),
    "uk": re.compile(
        r"(?:більше|менше|більш|менш|[а-яіїєґ']{3,}(?:іше|іший|іша|іші|ший|ша|ше|ші)|(?:вищ|нижч|[а-яіїєґ']{2,}жч)(?:ий|а|е|і))\Z"
    ),
}
_LESS = frozenset(["less", "fewer", "weniger", "moins", "menos", "mniej", "меньше", "менее", "менше", "менш"])
_MORE = frozenset(["more", "mehr", "plus", "davantage", "más", "więcej", "bardziej", "больше", "более", "більше", "більш"])
_NOT = frozenset(["not", "n't", "no", "never", "nicht", "kein", "keine", "pas", "ne", "nunca", "nie", "не"])


@dataclass(frozen=True, slots=True)
class Sides:
    """A comparison."""

    comparative: int
    """Number of its word among the tokens."""
    quality: int
    """Number of the word that says in what: the one behind "more" ("more expensive"), else the comparative's own."""
    first: tuple[int, ...]
    """Content words that may name what is more or less, by number."""
    second: tuple[int, ...]
    """Those that name than what."""


def than_of(tokens: Sequence[Token], token: int, language: str | None) -> int:
    """Number of the "than" behind a comparative; for a Russian one with a genitive («выше башни») the comparative's own; -1 if it has none.

    Parameters:
        tokens: of the sentence.
        token: number of the comparative.
        language: ISO 639-1 code.
    """
    little = little_words(language or "")
    if little is None:
        return -1
    found = next((i for i in range(token + 1, min(len(tokens), token + _REACH)) if tokens[i].text.lower() in little["than"]), -1)
    if found < 0 and language == "ru" and _comparative(tokens, token, "ru") and token + 1 < len(tokens):
        following = tokens[token + 1]
        cases = {str(p.tag.case) for p in russian().parse(following.text.lower()) if p.score >= 0.3}
        return token if not following.stop and not following.digit and "gent" in cases else -1
    return found


def comparisons(text: str, tokens: Sequence[Token], language: str | None) -> Iterator[Sides]:
    """The comparisons of a sentence, less those that are denied and those with a number ("more than 30").

    Parameters:
        text: what the tokens' spans count in.
        tokens: of the sentence.
        language: ISO 639-1 code; nothing is read in a language that the data do not have.
    """
    for i in range(len(tokens)):
        if language is None or not _comparative(tokens, i, language):
            continue
        than = than_of(tokens, i, language)
        amount = tokens[i].text.lower() in _LESS | _MORE
        if than < 0 or any(_comparative(tokens, j, language) for j in range(i + 1 + amount, than)):
            continue  # another one is nearer
        if _STOP.search(re.sub(r",\s*\Z", "", text[tokens[i].end : tokens[than].start])) is not None and than > i:
            continue
        if any(t.text.lower() in _NOT for t in tokens[max(0, i - 3) : i]):
            continue
        second = _second(text, tokens, than)
        first = (*_first(text, tokens, i), *(j for j in range(i + 1, than) if not tokens[j].stop and not tokens[j].digit))
        if first and second:
            between = next((j for j in range(i + 1, than) if not tokens[j].stop and not tokens[j].digit), i)
            yield Sides(i, between if amount else i, first, second)


def _comparative(tokens: Sequence[Token], i: int, language: str) -> bool:
    low = tokens[i].text.lower().replace("ё", "е")
    if tokens[i].digit or (tokens[i].text[:1].isupper() and i and language == "de"):
        return False
    if language == "ru":
        return low in _LESS | _MORE or (len(low) > 3 and any(p.tag.POS == "COMP" for p in russian().parse(low)))
    pattern = _COMPARATIVE.get(language)
    return pattern is not None and pattern.match(low) is not None


def _second(text: str, tokens: Sequence[Token], than: int) -> tuple[int, ...]:
    """The first content words behind "than", up to a word that ends their phrase."""
    out: list[int] = []
    for j in range(than + 1, len(tokens)):
        if (j > than + 1 and _STOP.search(text[tokens[j - 1].end : tokens[j].start])) or len(out) == _HEAD or (out and tokens[j].stop):
            break
        if tokens[j].digit:
            return ()
        if not tokens[j].stop:
            out.append(j)
    return tuple(out)


def _first(text: str, tokens: Sequence[Token], comparative: int) -> tuple[int, ...]:
    """Content words before a comparative, back to a mark."""
    out: list[int] = []
    for j in range(comparative - 1, max(-1, comparative - 1 - _BEFORE), -1):
        if _STOP.search(text[tokens[j].end : tokens[j + 1].start]):
            break
        if not (tokens[j].stop or tokens[j].digit):
            out.append(j)
    return tuple(reversed(out))


def changed_sides(match: Match, language: str | None, judge: Judge) -> tuple[Fact, ...]:
    """Comparisons of the claim that the source has the other way round; of kind ``RELATION``, note ``roles swapped``."""
    own = list(comparisons(match.claim, match.tokens, language))
    if not own:
        return ()
    near = Nearness(match, language)
    out: list[Fact] = []
    for mine in own:
        found: Fact | None = None
        for index in judge.seen:
            sentence = match.reading.sentences[index]
            for theirs in comparisons(match.reading.text, sentence.tokens, match.reading.language):
                pointing = _same_direction(near, mine, theirs, index)
                if pointing is None:
                    continue
                same, sure = pointing
                turned = _turned(near, mine, theirs, index)
                if (turned <= 0 and same) or (turned > 0 and not same):
                    if _as_it_is(near, mine, theirs, index) or turned > 0:
                        found = None
                        break
                elif turned > 0 and found is None:
                    here = _span(sentence.tokens, theirs)
                    local = Span(here.start - sentence.start, here.end - sentence.start)
                    fact = differing(match, DifferenceKind.RELATION, _span(match.tokens, mine), index, local, SWAPPED, _BOUND)
                    found = replace(fact, doubtful=turned < _READ or not sure)
            else:
                continue
            break
        if found is not None:
            out.append(found)
    return tuple(out)


def turned_both_ways(match: Match, language: str | None, token: int, index: int, there: int) -> bool:
    """Whether claim and sentence compare the same two with their sides changed, so that opposite words say the same.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
        token: number of the claim's comparative, or of its quality.
        index: the sentence.
        there: the same of the sentence's.
    """
    mine = [s for s in comparisons(match.claim, match.tokens, language) if token in (s.comparative, s.quality)]
    if not mine:
        return False
    tokens = match.reading.sentences[index].tokens
    theirs = [s for s in comparisons(match.reading.text, tokens, match.reading.language) if there in (s.comparative, s.quality)]
    if not theirs:
        return False
    near = Nearness(match, language)
    return any(_turned(near, one, other, index) > 0 for one in mine for other in theirs)


def _same_direction(near: Nearness, mine: Sides, theirs: Sides, index: int) -> tuple[bool, bool] | None:
    """Whether two comparatives point the same way, and whether that is known and not only likely; ``None`` where it cannot be told."""
    own, tokens = near.match.tokens, near.match.reading.sentences[index].tokens
    less = (own[mine.comparative].text.lower() in _LESS) is (tokens[theirs.comparative].text.lower() in _LESS)
    plain = [_plain(own, mine), _plain(tokens, theirs)]
    amounts = [all_[side.comparative].text.lower() in _LESS | _MORE for all_, side in ((own, mine), (tokens, theirs))]
    if all(amounts) and any(plain):
        return less, True  # "earn less", "earn less money"
    if any(plain):
        return None
    one, other = own[mine.quality], tokens[theirs.quality]
    if one.key == other.key:
        return less, True
    if near.opposite(mine.quality, index, theirs.quality):
        return not less, True
    alike = near.of(mine.quality, index, theirs.quality)
    if alike < _ONE_QUALITY:
        return None
    return (not less, False) if _contrary(one, other) else (less, False)


def _plain(tokens: Sequence[Token], side: Sides) -> bool:
    """Whether a comparative says only "more" or "less": alone, or before the first side itself ("more children than adults")."""
    amount = tokens[side.comparative].text.lower() in _LESS | _MORE
    return amount and (side.quality == side.comparative or side.first[0] > side.comparative)


def _contrary(one: Token, other: Token) -> bool:
    """Whether a word is nearer to an opposite of another than to that word itself: word vectors find opposites alike."""
    from provenance.comparison.matching.encoder import encoder

    for word, beside in ((one, other), (other, one)):
        rivals = sorted(opposites(word.text, word.key))
        if rivals:
            vectors = encoder().words([beside.text.lower(), word.text.lower(), *rivals])
            near = vectors[1:] @ vectors[0]
            if float(near[1:].max()) > float(near[0]):
                return True
    return False


def _turned(near: Nearness, mine: Sides, theirs: Sides, index: int) -> float:
    """How surely the sides have changed: how near each second side is to a word of the other's first; 0 if they plainly have not."""
    least = _LEAST if near.match.same_language else _LEAST_TRANSLATED
    found: list[float] = []
    for pairs in (
        [(near.most(i, index, theirs.first), near.most(i, index, theirs.second)) for i in mine.second],
        [(max(near.of(i, index, j) for i in mine.first), max(near.of(i, index, j) for i in mine.second)) for j in theirs.second],
    ):
        crossed, straight = max(pairs, key=lambda pair: pair[0] - pair[1])
        if crossed < least or crossed < straight + _CLEARLY or any(s > c + _CLEARLY and s >= least for c, s in pairs):
            return 0.0
        found.append(crossed)
    return min(found)


def _as_it_is(near: Nearness, mine: Sides, theirs: Sides, index: int) -> bool:
    """Whether the second sides are one."""
    least = _LEAST if near.match.same_language else _LEAST_TRANSLATED
    return any(near.most(i, index, theirs.second) >= least for i in mine.second)


def _span(tokens: Sequence[Token], sides: Sides) -> Span:
    words = (*sides.first[-1:], sides.comparative, *sides.second)
    return Span(min(tokens[i].start for i in words), max(tokens[i].end for i in words))
