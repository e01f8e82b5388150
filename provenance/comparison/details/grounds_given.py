"""Why, or by whom, something was done: "because of a strike", "by divers", where nothing in the source is akin to either.

A cause and a doer are what a short claim adds most easily to words that are all the source's. The noun that such a preposition leads is
held to the sentences that were looked at; only if none of its words is like any of theirs, support is forbidden.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources

from provenance.comparison.details.actors import group_of
from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.concepts import read
from provenance.model import DifferenceKind, Span

UNGIVEN = "not given in the source"
"""Note of a cause or doer that the source does not have."""
_CAUSE, _AGENT = (0.62, 0.6), (0.58, 0.55)
"""How like a word of the source the likeliest word of a cause, and of a doer, is at the most; in one language and across two."""
_BRIEF = {"cause": 16, "agent": 8}
"""Content words of the longest claim that is asked for either: one that sums up a page has words of its own."""
_WORDS = 4
"""Content words of the longest cause."""
_ANYBODY = frozenset(
    [
        "member",
        "person",
        "people",
        "man",
        "woman",
        "somebody",
        "someone",
        "official",
        "human",
        "resident",
        "group",
        "team",
        "pair",
        "others",
        "own",
        "account",
        "means",
    ]
)
"""Words for somebody of whom the source says more."""
_MARKS = frozenset(',.;:!?…()[]«»“”„"—–')


@functools.cache
def _leads(language: str, kind: str) -> tuple[tuple[str, ...], ...]:
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "grounds.toml").read_text("utf-8"))["grounds"][kind]
    return tuple(sorted((tuple(part.split()) for part in table.get(language, "").split(",") if part.strip()), key=len, reverse=True))


def ungiven(match: Match, language: str) -> Iterator[Fact]:
    """Causes and doers of a short claim to which nothing in the source is like: facts of kind ``HEDGE``.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    if len(match.content) < 2 or not match.seen:
        return
    low = [t.text.lower().replace("’", "'").strip("'") for t in match.tokens]
    pick = 0 if match.same_language else 1
    for kind, least in (("cause", _CAUSE[pick]), ("agent", _AGENT[pick])):
        for lead in _leads(language, kind) if len(match.content) <= _BRIEF[kind] else ():
            for first in range(1, len(low) - len(lead)):
                if tuple(low[first : first + len(lead)]) != lead or _is_an_idiom(low, first, language):
                    continue
                words = _led(match, low, first + len(lead), kind)
                if words and _strange(match, language, words, least):
                    yield _fact(match, first, words[-1])
                    return


def _is_an_idiom(low: Sequence[str], first: int, language: str) -> bool:
    return any(tuple(low[first : first + len(idiom)]) == idiom for idiom in _leads(language, "idiom"))


def _led(match: Match, low: Sequence[str], start: int, kind: str) -> list[int]:
    """The content words that a preposition leads, up to a mark; none where a name, a number or a verb in "-ing" is among them."""
    words: list[int] = []
    for i in range(start, len(match.tokens)):
        token = match.tokens[i]
        between = match.claim[match.tokens[i - 1].end : token.start]
        if (i > start or kind == "agent") and any(mark in between for mark in _MARKS):
            break
        if token.digit or (token.capital and not token.text.isupper() and not _noun_language(match, token)) or low[i].endswith("ing"):
            return []
        if token.stop and words and kind == "agent":
            break
        if not token.stop:
            words.append(i)
            if len(words) > _WORDS:
                return []
    return words


def _noun_language(match: Match, token: Token) -> bool:
    return match.same_language and match.reading.language == "de" and token.text[:1].isupper()


def _strange(match: Match, language: str, words: Sequence[int], least: float) -> bool:
    rows = [match.content.index(i) for i in words]
    if any(float(match.similar[row].max(initial=0.0)) >= least or float(match.met[row].max(initial=0.0)) >= least for row in rows):
        return False
    tokens = [match.tokens[i] for i in words]
    if any(t.text.lower() in _ANYBODY or t.key in _ANYBODY or _seen_group(match, t, language) for t in tokens):
        return False
    own = read(match.claim, language)
    poles = {(i.axis, i.pole) for i in own.items if any(i.first <= w <= i.last for w in words)}
    if not poles:
        return True
    there = match.reading.language or language
    sentences = (match.reading.sentences[s] for s in match.seen)
    return not any((i.axis, i.pole) in poles for s in sentences for i in read(match.reading.text[s.start : s.end], there).items)


def _seen_group(match: Match, token: Token, language: str) -> bool:
    """Whether the source has anybody of the group that a word belongs to: "by the authorities", «полиция»."""
    group = group_of(token.text.lower(), token.key, language)
    there = match.reading.language or language
    return bool(group) and any(
        group_of(t.text.lower(), t.key, there) == group for s in match.seen for t in match.reading.sentences[s].tokens if not t.stop
    )


def _fact(match: Match, first: int, last: int) -> Fact:
    span = Span(match.tokens[first].start, match.tokens[last].end)
    index = max(match.seen, key=lambda s: (sum(match.met_in(row, s)[0] for row in range(len(match.content))), -s))
    sentence = match.reading.sentences[index]
    where = Span(sentence.start, sentence.end)
    text = where.of(match.reading.text)
    return Fact(DifferenceKind.HEDGE, Outcome.DIFFERS, span.of(match.claim), span, text, where, index, 1.0, 1.0, UNGIVEN)
