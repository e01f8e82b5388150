"""A matter that a claim takes further than its source does: "convicted" where the source has "charged", "won" where it has "nominated".

The steps stand in ``data/stages.toml``. They are no opposites, so that only the one direction differs: who was convicted was also charged.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from provenance.comparison.details.binding import Fact, differing
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.negation import fit
from provenance.comparison.polarity.realised import NOT_SO_FAR
from provenance.language.polarity import negations
from provenance.model import DifferenceKind, Span

_FIT, _FIT_TRANSLATED = 0.6, 0.5
"""How well a sentence must meet the claim without the words of the step."""
_RIVAL = 0.93
"""Sentences that meet it this much as well as the best one are asked."""
_GAP = r"(?:\w+\W+){0,4}?"


def stages(match: Match, language: str) -> Iterator[Fact]:
    """Words of the claim that tell of a step which the source does not reach, with the earlier step that it has; of kind ``HEDGE``.

    Parameters:
        match: the claim laid on its source.
        language: of the claim.
    """
    source = match.reading.language
    if source is None or negations(match.claim, language):
        return
    for ladder in _ladders():
        own = _found(ladder, match.claim, language)
        if len(own) != 1 or own[0][0] < 2:
            continue  # it names none, the first, or several: "a nomination that she received"
        step, words = own[0]
        weakens = _weakens(ladder)
        if not weakens and any(other >= step for other, _ in _found(ladder, match.reading.text, source)):
            continue
        rows = [r for r, i in enumerate(match.content) if not words.overlaps(Span(match.tokens[i].start, match.tokens[i].end))]
        if not rows:
            continue
        fits = {s: fit(match, rows, s, ()) for s in match.seen}
        for index in (s for s in match.seen if fits[s] >= _RIVAL * max(fits.values())):
            sentence = match.reading.sentences[index]
            told = _found(ladder, match.reading.text[sentence.start : sentence.end], source)
            there = told[0 if weakens else -1] if told else None
            if there is not None and there[0] < step and fits[index] >= (_FIT if match.same_language else _FIT_TRANSLATED):
                yield differing(match, DifferenceKind.HEDGE, words, index, there[1], NOT_SO_FAR, 1.0)
                break


def _found(ladder: str, text: str, language: str) -> list[tuple[int, Span]]:
    """The steps of a ladder that a text has a word for, each with that word, the first step first."""
    found = ((step, pattern.search(text)) for step, pattern in _steps(ladder, language))
    return sorted(((step, Span(*seen.span())) for step, seen in found if seen is not None), key=lambda entry: entry[0])


@functools.cache
def _weakens(ladder: str) -> bool:
    return any(entry.get("weakens") for entry in _table()[ladder].values())


@functools.cache
def _ladders() -> tuple[str, ...]:
    return tuple(_table())


@functools.cache
def _steps(ladder: str, language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    steps = ((int(entry["step"]), str(entry.get(language, ""))) for entry in _table()[ladder].values())
    return tuple((step, re.compile("|".join(_one(entry) for entry in known.split("|")), re.IGNORECASE)) for step, known in steps if known)


def _one(entry: str) -> str:
    words = [
        _GAP if word == "…" else re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else r"(?!\w)") for word in entry.split()
    ]
    return r"(?<!\w)" + r"\W+".join(words).replace(_GAP + r"\W+", _GAP)


@functools.cache
def _table() -> dict[str, dict[str, dict[str, str | int]]]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "stages.toml").read_text("utf-8"))
