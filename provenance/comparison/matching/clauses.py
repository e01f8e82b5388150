"""A claim cut into its clauses, so that each may rest on a passage of its own and none may hide behind another."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.comparison.matching.tokens import Token

# Words before which a new clause may begin. Splitting too finely multiplies false alarms, so a piece must hold content of its own.
_OPENERS: frozenset[str] = frozenset(
    [
        "and",
        "but",
        "or",
        "while",
        "which",
        "who",
        "whom",
        "whose",
        "that",
        "when",
        "where",
        "after",
        "before",
        "because",
        "although",
        "though",
        "since",
        "until",
        "unless",
        "if",
        "whereas",
        "including",
        "und",
        "aber",
        "oder",
        "während",
        "der",
        "die",
        "das",
        "welcher",
        "welche",
        "welches",
        "dass",
        "weil",
        "obwohl",
        "nachdem",
        "bevor",
        "als",
        "wenn",
        "wo",
        "sowie",
        "et",
        "mais",
        "ou",
        "qui",
        "que",
        "dont",
        "où",
        "tandis",
        "lorsque",
        "quand",
        "parce",
        "après",
        "avant",
        "puisque",
        "y",
        "pero",
        "o",
        "que",
        "quien",
        "cuando",
        "donde",
        "mientras",
        "porque",
        "después",
        "antes",
        "aunque",
        "i",
        "ale",
        "oraz",
        "lub",
        "który",
        "która",
        "które",
        "którzy",
        "że",
        "kiedy",
        "gdy",
        "gdzie",
        "ponieważ",
        "choć",
        "и",
        "но",
        "а",
        "или",
        "который",
        "которая",
        "которое",
        "которые",
        "что",
        "когда",
        "где",
        "пока",
        "потому",
        "хотя",
        "если",
        "чтобы",
        "также",
        "і",
        "й",
        "та",
        "але",
        "або",
        "який",
        "яка",
        "яке",
        "які",
        "що",
        "коли",
        "де",
        "поки",
        "тому",
        "хоча",
        "якщо",
        "щоб",
        "також",
    ]
)
_BREAKS = frozenset(",;:—–()")
_MIN_CONTENT = 3
"""Fewest content words that make a clause."""


def clauses(text: str, tokens: Sequence[Token]) -> tuple[tuple[int, ...], ...]:
    """Indices into ``tokens`` of the content words of each clause, in order; every content word is in exactly one.

    A clause ends at a comma, semicolon, colon, dash or bracket, at the end of a sentence, or before a conjunction or relative
    word. Pieces with fewer than three content words join their neighbour.
    """
    pieces: list[list[int]] = [[]]
    last = 0
    for index, token in enumerate(tokens):
        between = text[last : token.start]
        strong = any(mark in between for mark in ".!?…\n;")
        weak = any(ch in _BREAKS for ch in between) or token.text.lower() in _OPENERS
        if pieces[-1] and (strong or weak) and not (token.digit and len(between) <= 2):  # "Nov. 19, 2020"
            pieces.append([])
        if not token.stop:
            pieces[-1].append(index)
        last = token.end
    merged: list[list[int]] = []
    for piece in pieces:
        if not piece:
            continue
        if merged and (len(piece) < _MIN_CONTENT or len(merged[-1]) < _MIN_CONTENT):
            merged[-1] = merged[-1] + piece
        else:
            merged.append(piece)
    return tuple(tuple(piece) for piece in merged)
