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


def without_twice(facts: Iterable[Fact], pairs: Iterable[tuple[Span, Span]]) -> tuple[Fact, ...]:
    """The facts but those that hold a word turned twice against the claim."""
    known = tuple(pairs)
    return tuple(f for f in facts if f.kind not in _KINDS or not any(_holds(f, one, other) for one, other in known))


def _holds(fact: Fact, one: Span, other: Span) -> bool:
    near = fact.span.start <= one.end + _BESIDE and one.start <= fact.span.end + _BESIDE  # "will stay", "open"
    return fact.other_span is not None and near and fact.other_span.overlaps(other)
