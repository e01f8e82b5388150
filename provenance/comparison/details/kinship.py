"""Another relative: the claim's cousin where the source has a brother, in one language and across two.

One tie has two names, by whose side it is told from: "her father" is said of whom the source calls "his daughter". Such a difference is a
doubt, and no contradiction.
"""

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
_BESIDE = 4
"""Words between a relative and the name that is the relative's own: "his sister, the vet Ada"."""
_SAME = 0.88
"""From which a name of the claim stands in the source."""


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


@functools.cache
def _ties() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """For each relative what the other one of the tie may be called: of another generation, and of the same."""
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "actors.toml").read_text("utf-8"))
    across, level = ({name: frozenset(str(others).split()) for name, others in table[part].items()} for part in ("across", "level"))
    return {name: (across.get(name, frozenset()), level.get(name, frozenset())) for name in table["relative"]}


def _from_the_other_side(match: Match, name: str, other: str, index: int, word: Token) -> bool:
    """Whether a relative of the source may be the one whose relative the claim tells of.

    Of one generation that is so where the source's relative has a name that the claim has: "Ada and her brother" beside "his sister Ada".
    """
    across, level = _ties()[name]
    if other not in level:
        return other in across
    tokens = match.reading.sentences[index].tokens
    at = next(i for i, t in enumerate(tokens) if t is word)
    own = {i for i in range(at + 1, min(len(tokens), at + 1 + _BESIDE)) if tokens[i].text[:1].isupper()}
    names = (match.met_in(row, index) for row, i in enumerate(match.content) if match.tokens[i].text[:1].isupper())
    return any(met >= _SAME and slot >= 0 and match.slots[slot][1] in own for met, slot in names)


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
                        DifferenceKind.RELATION, Outcome.DIFFERS, token.text, span, word.text, where, index, max(bound, fit), fit, RELATIVE,
                        doubtful=_from_the_other_side(match, name, other, index, word),
                    )  # fmt: skip
        if best is not None:
            out.append(best)
    return tuple(out)
