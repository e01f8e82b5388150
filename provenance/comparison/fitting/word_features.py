"""Numbers that describe how each word of a claim lies on a source: one row a word.

What a word is like comes from the encoder's vectors, laid on their principal axes (Jolliffe, *Principal Component Analysis*):
a verb of telling ("describes", "the document") needs no support of its own, a name or a quality does.

The names in :data:`WORD` are the columns of the fitted trees in ``data/weights.json``; trees fitted on others are refused.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources
from typing import Any

from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.fitting.features import NEGATION, OPPOSITE, bigram, in_source, source_bigrams
from provenance.comparison.lexical.dictionary import LANGUAGE
from provenance.comparison.lexical.swaps import harm, swaps
from provenance.comparison.matching import substitutions
from provenance.comparison.matching.encoder import encoder
from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import Token

_MET = 0.999

AXES = 32
"""Principal axes of the encoder's word vectors that are looked at."""

EXCHANGE = ("swapped", "swap_harm", "harm_best", "harm_here")
"""Of a word that the source does not have: whether it stands in a firm frame and how harmful the exchange is; harm against the best and the local counterpart."""

WORD = (
    "met", "exact", "half", "anywhere", "anywhere_exact", "in_source", "rarity", "digit", "capital", "neighbours", "clause",
    "together", "same_sentence", "bigram", "cosine", "cross", "cross_met", "cross_capital", "gap", "capital_unmet", "digit_unmet",
    "agrees", "differs", "missing", "elsewhere", "opposed", *substitutions.COLUMNS, *EXCHANGE,
    *(f"axis_{i}" for i in range(AXES)), *(f"apart_{i}" for i in range(AXES)),
)  # fmt: skip
"""Columns for one content word; ``apart`` is how it differs from the source's word that meets it best."""


def word_rows(match: Match, facts: Sequence[Fact]) -> Any:
    """A row of :data:`WORD` for every content word, shape (words, columns). ``facts`` are the claim's details and reversals."""
    import numpy as np

    plain = len(WORD) - 2 * AXES - len(substitutions.COLUMNS) - len(EXCHANGE)
    out = np.zeros((len(match.content), plain))
    cross = 0.0 if match.same_language else 1.0
    cosine = max((r.cosine for r in match.ranked), default=0.0)
    bigrams = source_bigrams(match)
    fate = _fates(match, facts)
    for part, window, recall in zip(match.parts, match.part_window, match.part_recall, strict=True):
        for place, row in enumerate(part):
            token = match.tokens[match.content[row]]
            met = float(match.met[row, window]) if window >= 0 else 0.0
            anywhere = float(match.met[row].max()) if match.met.shape[1] else 0.0
            beside = [match.met[part[i], window] for i in range(max(0, place - 2), min(len(part), place + 3)) if i != place and window >= 0]
            neighbours = float(np.mean(beside)) if beside else recall
            together, same_sentence = _together(match, part, place, window)
            capital, digit = float(token.capital), float(token.digit)
            out[row] = (
                met, met >= 0.999, min(met, 0.5), anywhere, anywhere >= 0.999, in_source(match, row), match.weight[row], digit, capital,
                neighbours, recall, together, same_sentence, bigram(match, row, bigrams) if match.same_language else together, cosine, cross, cross * met, cross * capital,
                max(0.0, neighbours - met), capital * (1 - met), digit * (1 - met),
                *fate[row],
            )  # fmt: skip
    return np.hstack([out, substitutions.columns(match), _exchanges(match), _axes_of(match)])


def _fates(match: Match, facts: Sequence[Fact]) -> list[tuple[float, float, float, float, float]]:
    """For each content word: is it part of a detail that agrees, differs (how firmly), is missing, is elsewhere; is it reversed."""
    out: list[tuple[float, float, float, float, float]] = []
    for index in match.content:
        token = match.tokens[index]
        here = [f for f in facts if f.span.start < token.end and token.start < f.span.end]
        turned = [f.bound * f.fit for f in here if f.kind in NEGATION | OPPOSITE]
        detail = [f for f in here if f.kind not in NEGATION | OPPOSITE]
        out.append(
            (
                float(any(f.outcome is Outcome.AGREES for f in detail)),
                max((f.bound * f.fit for f in detail if f.outcome is Outcome.DIFFERS), default=0.0),
                float(any(f.outcome is Outcome.MISSING for f in detail)),
                float(any(f.outcome is Outcome.ELSEWHERE for f in detail)),
                max(turned, default=0.0),
            )
        )
    return out


def _together(match: Match, part: Sequence[int], place: int, window: int) -> tuple[float, float]:
    """Share of a word's neighbours whose best matches stand close to its own (six words), and in the same sentence."""
    if window < 0:
        return 0.0, 0.0
    own = int(match.at[part[place], window])
    if own < 0:
        return 0.0, 0.0
    close = same = seen = 0
    for i in range(max(0, place - 2), min(len(part), place + 3)):
        other = int(match.at[part[i], window])
        if i == place or other < 0:
            continue
        seen += 1
        close += match.slots[own][0] == match.slots[other][0] and abs(match.slots[own][1] - match.slots[other][1]) <= 6
        same += match.slots[own][0] == match.slots[other][0]
    return (close / seen, same / seen) if seen else (1.0, 1.0)


def _axes_of(match: Match) -> Any:
    """Each content word on the principal axes, and its distance on each from the word that meets it best, shape (words, 2 * AXES)."""
    import numpy as np

    own = [match.tokens[i] for i in match.content]
    if not own:
        return np.zeros((0, 2 * AXES))
    mine = project([_form(t) for t in own])
    theirs = np.array(mine)
    met = [(row, token) for row in range(len(own)) if (w := match.window_of(row)) >= 0 and (token := match.met_token(row, w)) is not None]
    if met:
        theirs[[row for row, _ in met]] = project([_form(token) for _, token in met])
    return np.hstack([mine, mine - theirs])


def _form(token: Token) -> str:
    return token.text if token.capital else token.text.lower()


def project(words: Sequence[str]) -> Any:
    """These words on the principal axes, shape (len(words), AXES)."""
    mean, axes = _axes()
    return (encoder().words(words) - mean) @ axes.T


@functools.cache
def _axes() -> tuple[Any, Any]:
    """Mean of the word vectors, shape (512,), and their principal axes, shape (AXES, 512)."""
    import io

    import numpy as np

    table = np.load(io.BytesIO((resources.files("provenance.comparison") / "data" / "word_axes.npy").read_bytes()), allow_pickle=False)
    return table[0].astype(np.float32), table[1 : AXES + 1].astype(np.float32)


def _exchanges(match: Match) -> Any:
    """A row of :data:`EXCHANGE` for every content word; 0 outside English, which the dictionary knows."""
    import numpy as np

    out = np.zeros((len(match.content), len(EXCHANGE)))
    if not match.same_language or match.reading.language != LANGUAGE:
        return out
    for swap in swaps(match):
        out[swap.row, :2] = 1.0, swap.harm
    for row, place in enumerate(substitutions.places(match)):
        token = match.tokens[match.content[row]]
        window = match.window_of(row)
        if token.digit or token.capital or window < 0 or match.met[row, window] >= _MET:
            continue
        best = match.met_token(row, window)
        if best is not None and not best.digit:
            out[row, 2] = harm(token.text.lower(), best.text.lower())
        if place.counterpart >= 0:
            sentence, index = match.slots[place.counterpart]
            here = match.reading.sentences[sentence].tokens[index]
            out[row, 3] = 0.0 if here.digit else harm(token.text.lower(), here.text.lower())
    return out
