"""A "not" that only sets one thing against another: "Marsh, and not Brandov, voted for it", "not for himself but for his niece".

The source need not say "not": it is enough that it says of Marsh, and not of Brandov, what the claim says. Which of the two its words are
said of is told by where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.hints import hint
from provenance.comparison.polarity.negation import Place
from provenance.comparison.polarity.turned import ADDED, Side, claim_side, negation_of

_WORDS = 2
"""Content words of either of the two that are looked at, those next to the "not"."""
_MET, _MET_TRANSLATED = 0.6, 0.5
"""From which a word of a sentence is the claim's."""
_MARGIN = 1.6
"""How much nearer it must stand."""
_PAUSES = re.compile(r"[,;:()—–]")
_PAUSE_COUNTS = 6
_FADING = 0.2
"""How much less a word counts for each word between."""
_BUT_LATEST = 45
"""Letters behind a "not" within which its "but" stands."""
_NOT = re.compile(r"not|nicht|non|pas|no|nie|не|ні", re.IGNORECASE)
_PAUSED = re.compile(r"[,;:(—–]\s*\Z")
_PAUSE = re.compile(r"[,;:.!?()—–]|\b(?:that|who|whom|which|qui|que|quien|który|która|które|которы\w+|котора\w|що|яка|який|яке|які)\b")


def set_against(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether the claim's "not" excludes something, and the source has what is said nearer to what the claim puts in its place."""
    kept, excluded = _nearness(match, language, fact)
    return kept > _MARGIN * excluded


def the_other_way(match: Match, language: str | None, fact: Fact) -> bool:
    """Whether the claim's "not" excludes something, and the source has what is said no nearer to what the claim puts in its place."""
    kept, excluded = _nearness(match, language, fact)
    return 0 < kept <= _MARGIN * excluded or kept < excluded


def _nearness(match: Match, language: str | None, fact: Fact) -> tuple[float, float]:
    place = negation_of(match, language, fact) if fact.note == ADDED else None
    if place is None:
        return 0.0, 0.0
    side = claim_side(match, language, fact)
    kept, excluded = (_names(side, words) for words in _both(side, place))
    rows = {token: row for row, token in enumerate(match.content)}
    ours, theirs = [rows[i] for i in kept if i in rows], [rows[i] for i in excluded if i in rows]
    rest = [row for row in range(len(match.content)) if row not in ours and row not in theirs]
    return (_said_of(match, ours, rest), _said_of(match, theirs, rest)) if ours and rest else (0.0, 0.0)


def _both(side: Side, place: Place) -> tuple[list[int], list[int]]:
    """Content words of what is kept and of what is excluded; none where the "not" sets nothing against anything."""
    behind = side.text[place.span.end :]
    word = place.span.of(side.text).lower()
    if not _NOT.fullmatch(word) or (word == "no" and side.language != "es") or not _names_a_thing(side, place):
        return [], []
    but = hint("but", side.language).search(behind, 0, _BUT_LATEST)
    mark = _PAUSE.search(behind)
    if but is not None and not _PAUSE.search(behind[: but.start()].rstrip(" ,")):
        cut, start = place.span.end + but.start(), place.span.end + but.end()
        return _content(side, start, len(side.text))[:_WORDS], _content(side, place.span.end, cut)[:_WORDS]
    before = side.text[: place.span.start]
    led = re.search(rf"(?:{hint('and', side.language).pattern})\s*\Z", before, re.IGNORECASE)
    if led is None and _PAUSED.search(before) is None:
        return [], []
    cut = len(before[: led.start() if led else len(before)].rstrip(" ,;:(—–"))
    first = max((m.end() for m in _PAUSE.finditer(side.text, 0, cut)), default=0)
    end = place.span.end + (mark.start() if mark else len(behind))
    return _content(side, first, cut)[-_WORDS:], _content(side, place.span.end, end)[:_WORDS]


def _names_a_thing(side: Side, place: Place) -> bool:
    """Whether a name, an article or a preposition follows, and no verb."""
    if place.at + 1 >= len(side.tokens):
        return False
    following = side.tokens[place.at + 1]
    return following.stop or following.capital or following.digit or side.language in ("ru", "uk", "pl")


def _names(side: Side, words: list[int]) -> list[int]:
    """The names among some words, if there are any: the verb before them is said of either."""
    if side.language == "de":  # where every noun has a capital
        return words
    return [i for i in words if side.tokens[i].text[:1].isupper()] or words


def _content(side: Side, start: int, end: int) -> list[int]:
    return [i for i, t in enumerate(side.tokens) if start <= t.start and t.end <= end and not t.stop]


def _said_of(match: Match, some: Sequence[int], rest: Sequence[int]) -> float:
    """How near to some words of the claim the source has the rest of it, in the sentence that has both best."""
    least = _MET if match.same_language else _MET_TRANSLATED
    best = 0.0
    for index in match.seen if some else ():
        here = [(met, match.slots[slot][1]) for met, slot in (match.met_in(r, index) for r in some) if slot >= 0 and met >= least]
        if not here:
            continue
        share = max(met for met, _ in here)
        near = 0.0
        for row in rest:
            met, slot = match.met_in(row, index)
            if slot >= 0 and met >= least:
                away = min(_words_between(match, index, match.slots[slot][1], at) for _, at in here)
                near += match.weight[row] * met / (1 + _FADING * away)
        best = max(best, share * near)
    return best


def _words_between(match: Match, index: int, one: int, other: int) -> int:
    """Words between two of a sentence; a mark of punctuation counts as several."""
    low, high = sorted((one, other))
    tokens = match.reading.sentences[index].tokens
    marks = _PAUSES.findall(match.reading.text[tokens[low].end : tokens[high].start]) if low < high else ()
    return high - low + _PAUSE_COUNTS * len(marks)
