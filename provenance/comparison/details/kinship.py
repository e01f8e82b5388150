"""Another relative: the claim's cousin where the source has a brother, in one language and across two."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from importlib import resources

from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token
from provenance.model import DifferenceKind, Span

RELATIVE = "another relative"
_FIT = 0.6
"""How well the source's sentence must meet the rest of the claim's clause."""


@functools.cache
def _forms(language: str) -> tuple[tuple[str, str], ...]:
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "actors.toml").read_text("utf-8"))["relative"]
    pairs = [(form, name) for name, words in table.items() for form in str(words.get(language, "")).split()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@functools.lru_cache(maxsize=65536)
def relative(word: str, language: str) -> str:
    """Which relative a word in small letters means; empty if none."""
    for form, name in _forms(language):
        if word == form or (form.endswith("*") and word.startswith(form[:-1]) and len(word) <= len(form) + 3):
            return name
    return ""


def _relatives(tokens: Sequence[Token], language: str) -> list[tuple[str, Token]]:
    return [(name, t) for t in tokens if (name := relative(t.text.lower().removesuffix("'s").removesuffix("’s"), language))]


def other_relatives(match: Match, language: str, judge: Judge) -> tuple[Fact, ...]:
    """Relatives of the claim for whom the source has others; facts that differ, kind ``RELATION``."""
    own = _relatives(match.tokens, language)
    if not own:
        return ()
    there = match.reading.language or language
    stated = {i: _relatives(match.reading.sentences[i].tokens, there) for i in judge.seen}
    known = {name for found in stated.values() for name, _ in found}
    out: list[Fact] = []
    for name, token in own:
        if name in known:
            continue
        span = Span(token.start, token.end)
        row = next((r for r, i in enumerate(match.content) if match.tokens[i] is token), None)
        best: Fact | None = None
        for index, found in stated.items():
            for other, word in found:
                if any(other == n for n, _ in own):
                    continue
                where = Span(word.start, word.end)
                bound, fit = judge.binding(span, (row,) if row is not None else (), index, where)
                if fit >= _FIT and (best is None or bound + fit > best.bound + best.fit):
                    best = Fact(
                        DifferenceKind.RELATION, Outcome.DIFFERS, token.text, span, word.text, where, index, max(bound, fit), fit, RELATIVE
                    )
        if best is not None:
            out.append(best)
    return tuple(out)
