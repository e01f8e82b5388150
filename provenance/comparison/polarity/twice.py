"""Words that are turned twice between claim and source: "stays open" for "will not close", "remained" for «не ушёл».

The opposite and a "not" together are no difference, though each by itself looks like one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from provenance.comparison.details.facts import Fact
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.concepts import Item, Sign, axes, read
from provenance.language.polarity import negations
from provenance.model import DifferenceKind, Span

_TWO = frozenset(
    ["operation", "post", "activity", "fate", "permit", "decision", "custody", "life", "lawful", "final", "guilt", "plea", "knowledge", "measure", "option",
     "danger", "suit"]
)  # fmt: skip
"""Axes on which what is not at one pole is at the other: what did not rise need not have fallen."""
_BESIDE = 2
"""Letters between a word and the one that belongs to it."""
_NEXT = 2
"""Sentences between the fact's and one that says what the claim does."""
_MET, _MET_TRANSLATED = 0.84, 0.6
"""From which a word of a sentence is the claim's."""
_MORE = 0.15
"""How much better it is met there than in the fact's sentence: the days of the week are much alike."""
_KINDS = frozenset({DifferenceKind.NEGATION, DifferenceKind.RELATION, DifferenceKind.HEDGE})


def turned_twice(match: Match, language: str | None) -> tuple[tuple[Span, Span], ...]:
    """Words of the claim, each with a word of the source at the other pole of its axis, of which just one is denied.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    own = [item for item in read(match.claim, language or "en").items if item.axis in _TWO]
    return tuple(_pairs(match, language or "en", own)) if own else ()


def _pairs(match: Match, language: str, own: list[Item]) -> Iterator[tuple[Span, Span]]:
    wanted = {item.axis for item in own}
    source = match.reading.language or "en"
    for index in match.seen:
        sentence = match.reading.sentences[index]
        text = match.reading.text[sentence.start : sentence.end]
        if not wanted & axes(text, source):
            continue
        for other in read(text, source).items:
            there = Span(sentence.start + other.span.start, sentence.start + other.span.end)
            for item in own:
                if (
                    item.axis == other.axis
                    and item.pole != other.pole
                    and _denied(match.claim, language, item) is not _denied(text, source, other)
                ):
                    yield item.span, there


@lru_cache(maxsize=4096)
def _denied(text: str, language: str, item: Item) -> bool:
    """Whether an item is behind a "not", or has a "nobody" or "no" before it in its piece."""
    if item.sign is not Sign.PLAIN:
        return item.sign is Sign.DENIED
    found = read(text, language)
    for marker in negations(text, language):
        at = next((i for i, t in enumerate(found.tokens) if t.end > marker.span.start), -1)
        if (
            marker.value in ("no", "never", "not")
            and not marker.implicit
            and 0 <= at < item.first
            and found.pieces[at] == found.pieces[item.first]
        ):
            return True
    return False


def without_twice(match: Match, facts: Iterable[Fact], pairs: Iterable[tuple[Span, Span]]) -> tuple[Fact, ...]:
    """The facts but those that hold a word turned twice against the claim, there or in a sentence that has more of the claim."""
    known = tuple(pairs)
    return tuple(f for f in facts if f.kind not in _KINDS or not any(_holds(match, f, one, other) for one, other in known))


def _holds(match: Match, fact: Fact, one: Span, other: Span) -> bool:
    near = fact.span.start <= one.end + _BESIDE and one.start <= fact.span.end + _BESIDE  # "will stay", "open"
    if fact.other_span is None or not near:
        return False
    return fact.other_span.overlaps(other) or _better(match, fact, other)


def _better(match: Match, fact: Fact, other: Span) -> bool:
    """Whether another sentence, with the word turned twice, has a word of the claim that the fact's sentence has not.

    "Not open on Mondays" is what "closed on Mondays" says, whatever is told of Sundays beside it.
    """
    index = next((i for i in match.seen if match.reading.sentences[i].start <= other.start < match.reading.sentences[i].end), fact.sentence)
    if abs(index - fact.sentence) not in range(1, _NEXT + 1):
        return False
    least = _MET if match.same_language else _MET_TRANSLATED
    rows = [r for r, i in enumerate(match.content) if not (match.tokens[i].start < fact.span.end and fact.span.start < match.tokens[i].end)]
    return any(
        least <= there and there - match.met_in(r, fact.sentence)[0] >= _MORE for r in rows for there in (match.met_in(r, index)[0],)
    )
