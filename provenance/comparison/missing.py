"""Which words of a claim nothing in the source supports, as a person would mark them: whole phrases, not single words.

The risk of a content word (:mod:`provenance.comparison.fitting.features`) says how likely it is by itself. People mark "on 24 October" and
not "October", "as the coach" and not "coach": so each word, function words too, is judged once more beside its phrase, the phrases
on either side and the worst word of the claim. The regression is fitted on claims whose unsupported words people have marked
(Kamoi et al., *WiCE*, EMNLP 2023) with ``python -m provenance.comparison.calibrate_missing --data FOLDER``, after the weights for words.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from importlib import resources
from typing import Any

from provenance.comparison.details.facts import Outcome
from provenance.comparison.fitting.forms import Linear, linear
from provenance.comparison.matching.tokens import Token
from provenance.comparison.signals import Signals
from provenance.model import Span

COLUMNS = (
    "own", "phrase", "next_word", "word_before", "function", "first_phrase", "subject", "led", "place", "last_phrase", "missing", "agrees", "differs",
    "elsewhere", "phrase_missing", "phrase_agrees", "phrase_differs", "claim", "claim_most", "below_most",
)  # fmt: skip
"""Columns for one word of a claim, content or function."""

TOLD = 0.3
"""From which probability a word is told as unsupported: where precision and recall on marked claims are in balance."""
_NEAR_WORST = 0.05
"""Where no word reaches that and nothing else is told, the worst ones are: those this close to the worst."""
_BREAKS = frozenset(",;:—–().!?…\n")
FILE = "missing.json"


def phrases(claim: str, tokens: Sequence[Token]) -> tuple[tuple[int, ...], ...]:
    """Indices of ``tokens``, cut into phrases: function words with the content words that they lead, up to a mark of punctuation.

    "He was born | in the old town | of Riga": no grammar is asked, so that it does in any language with prepositions.
    """
    out: list[list[int]] = []
    ready = True  # for a new phrase
    last = 0
    for index, token in enumerate(tokens):
        between = claim[last : token.start]
        cut = any(ch in _BREAKS for ch in between) and not (token.digit and len(between) <= 2)  # "Nov. 19, 2020"
        if not out or cut or (token.stop and ready):
            out.append([])
            ready = False
        out[-1].append(index)
        ready = ready or not token.stop
        last = token.end
    return tuple(tuple(phrase) for phrase in out)


def rows(found: Signals) -> Any:
    """A row of :data:`COLUMNS` for every word of the claim, shape (words, columns)."""
    import numpy as np

    match, risk = found.match, found.word_risk
    out = np.zeros((len(match.tokens), len(COLUMNS)))
    if not risk:
        return out
    at = {index: row for row, index in enumerate(match.content)}
    mean, most = sum(risk) / len(risk), max(risk)
    cut = phrases(match.claim, match.tokens)
    before, after = _neighbours(found, mean)
    for number, phrase in enumerate(cut):
        inside = [risk[at[i]] for i in phrase if i in at] or [mean]
        level = sum(inside) / len(inside)
        whole = _fate(found, match.tokens[phrase[0]].start, match.tokens[phrase[-1]].end)
        led = match.tokens[phrase[0]].stop
        for index in phrase:
            own = risk[at[index]] if index in at else level
            out[index] = (
                _logit(own), _logit(level), _logit(after[index]), _logit(before[index]), index not in at,
                number == 0, number == 0 and not led, led, number / len(cut), number == len(cut) - 1,
                *_fate(found, match.tokens[index].start, match.tokens[index].end), *whole[:3],
                _logit(mean), _logit(most), _logit(own) - _logit(most),
            )  # fmt: skip
    return out


def _neighbours(found: Signals, default: float) -> tuple[list[float], list[float]]:
    """For each word the risk of the content word before it, and of the one after it."""
    match = found.match
    at = {index: row for row, index in enumerate(match.content)}
    before, after = [default] * len(match.tokens), [default] * len(match.tokens)
    for out, order in ((before, range(len(match.tokens))), (after, range(len(match.tokens) - 1, -1, -1))):
        known = default
        for index in order:
            out[index] = known
            if index in at:
                known = found.word_risk[at[index]]
    return before, after


def _fate(found: Signals, start: int, end: int) -> tuple[float, float, float, float]:
    """Whether a detail in this run of the claim is missing, agrees, differs, stands elsewhere."""
    outcomes = {fact.outcome for fact in found.facts if fact.span.start < end and start < fact.span.end}
    return (
        float(Outcome.MISSING in outcomes),
        float(Outcome.AGREES in outcomes),
        float(Outcome.DIFFERS in outcomes),
        float(Outcome.ELSEWHERE in outcomes),
    )


def _logit(p: float) -> float:
    return math.log((p + 0.02) / (1.02 - p))


def missing_words(found: Signals, risky: float = TOLD, taken: Sequence[Span] = (), *, some: bool = True) -> tuple[Span, ...]:
    """Runs of the claim's words that nothing supports, in order.

    Parameters:
        risky: from which probability a word is told.
        some: whether the worst ones are told if no word reaches that: a reader must see why, unless another difference shows it.
        taken: runs that are told already as differing or missing details; they are left out.
    """
    tokens = found.match.tokens
    if not found.word_risk:
        return ()
    risk = [float(p) for p in _fitted().probability(rows(found))]
    least = min(risky, max(risk) - _NEAR_WORST) if some else risky
    chosen = {i for i, p in enumerate(risk) if p >= least}
    for phrase in phrases(found.match.claim, tokens):  # one that is wholly unsupported is told with the words that lead it
        if all(i in chosen for i in phrase if not tokens[i].stop):
            chosen |= {i for i in phrase if any(k in chosen for k in phrase)}
    chosen -= {i for i in chosen if any(s.start < tokens[i].end and tokens[i].start < s.end for s in taken)}
    return tuple(_trimmed(run, found) for run in _runs(sorted(chosen)) if any(not tokens[i].stop for i in run))


def _runs(indices: Sequence[int]) -> list[list[int]]:
    """Indices that follow one another, together."""
    out: list[list[int]] = []
    for index in indices:
        if out and index == out[-1][-1] + 1:
            out[-1].append(index)
        else:
            out.append([index])
    return out


def _trimmed(run: Sequence[int], found: Signals) -> Span:
    """The run without function words at its end: "born in the" is "born"."""
    tokens = found.match.tokens
    last = max(i for i in run if not tokens[i].stop)
    return Span(tokens[run[0]].start, tokens[last].end)


@functools.cache
def _fitted() -> Linear:
    return linear(
        json.loads((resources.files("provenance.comparison") / "data" / FILE).read_text("utf-8")), COLUMNS, made_by="calibrate_missing"
    )
