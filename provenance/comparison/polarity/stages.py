"""A matter that a claim takes further than its source does: "convicted" where the source has "charged", "won" where it has "nominated".

The steps stand in ``data/stages.toml``. They are no opposites, so that only the one direction differs: who was convicted was also charged.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from provenance.comparison.details.facts import Fact, Outcome
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
        own = _highest(ladder, match.claim, language)
        if own is None or own[0] < 2 or (not _weakens(ladder) and (_highest(ladder, match.reading.text, source) or (0,))[0] >= own[0]):
            continue
        words = own[1]
        rows = [r for r, i in enumerate(match.content) if not words.overlaps(Span(match.tokens[i].start, match.tokens[i].end))]
        if not rows or _lowest(ladder, match.claim, language) < own[0]:
            continue  # "a nomination that she received"
        fits = {s: fit(match, rows, s, ()) for s in match.seen}
        for index in (s for s in match.seen if fits[s] >= _RIVAL * max(fits.values())):
            sentence = match.reading.sentences[index]
            there = _reached(ladder, match.reading.text[sentence.start : sentence.end], source)
            if there is not None and there[0] < own[0] and fits[index] >= (_FIT if match.same_language else _FIT_TRANSLATED):
                span = Span(sentence.start + there[1].start, sentence.start + there[1].end)
                yield Fact(
                    DifferenceKind.HEDGE, Outcome.DIFFERS, words.of(match.claim), words, span.of(match.reading.text), span, index, 1.0, 1.0, NOT_SO_FAR
                )  # fmt: skip
                break


def _highest(ladder: str, text: str, language: str) -> tuple[int, Span] | None:
    """The last step of a ladder that a text has a word for, with that word."""
    found: tuple[int, Span] | None = None
    for step, pattern in _steps(ladder, language):
        seen = pattern.search(text)
        if seen is not None and (found is None or step > found[0]):
            found = step, Span(*seen.span())
    return found


def _reached(ladder: str, text: str, language: str) -> tuple[int, Span] | None:
    """The last step that a text has a word for, or an earlier one that weakens it."""
    if _weakens(ladder):
        first = next((seen for step, pattern in _steps(ladder, language) if step == 1 and (seen := pattern.search(text))), None)
        if first is not None:
            return 1, Span(*first.span())
    return _highest(ladder, text, language)


@functools.cache
def _weakens(ladder: str) -> bool:
    return any(entry.get("weakens") for entry in _table()[ladder].values())


def _lowest(ladder: str, text: str, language: str) -> int:
    return min((step for step, pattern in _steps(ladder, language) if pattern.search(text)), default=0)


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
