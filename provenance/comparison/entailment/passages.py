"""What a model is given to read: the passages that a claim was matched with, and the claim's clauses in words."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.comparison.matching.match import Match
from provenance.model import Span

_WINDOWS = 4
"""Windows read beside a claim, the best matched first."""
_CLAUSE_WORDS = 4
"""Content words without which a clause is no statement by itself."""
_LONGEST = 6_000
"""Characters of one premise."""


@dataclass(frozen=True, slots=True)
class Premise:
    """A run of the source's text."""

    span: Span


def premises(match: Match, *, whole: bool, most: int = _WINDOWS) -> list[Premise]:
    """The passages to read, in the order of the source.

    Parameters:
        whole: join neighbouring windows to one passage, for models made to read long ones; else each window is its own.
        most: windows at most.
    """
    spans = [_span(match, w) for w in chosen_windows(match, most)]
    if whole:
        spans = _joined(spans)
    return [Premise(span) for span in sorted(set(spans), key=lambda s: (s.start, s.end))]


def chosen_windows(match: Match, most: int) -> list[int]:
    """Indices of the windows that meet the claim best, those of its clauses included; the best first."""
    import numpy as np

    if not match.windows:
        return []
    share = np.array(match.weight) if sum(match.weight) > 0 else np.ones(len(match.weight))
    recall = (share[:, None] * match.met).sum(axis=0) / max(float(share.sum()), 1e-9) if len(share) else np.zeros(len(match.windows))
    ordered = [int(i) for i in np.argsort(-recall, kind="stable")]
    wanted = [w for w in (match.best_window, *match.part_window) if w >= 0]
    seen: dict[tuple[int, int], int] = {}
    for index in [*wanted, *ordered]:
        window = match.windows[index]
        seen.setdefault((window.first, window.last), index)
    return list(seen.values())[:most]


def met_by(match: Match, span: Span) -> float:
    """How well the words of the source inside ``span`` meet the claim's content words, in [0, 1]."""
    inside = [
        column
        for column, (sentence, token) in enumerate(match.slots)
        if span.start <= match.reading.sentences[sentence].tokens[token].start
        and match.reading.sentences[sentence].tokens[token].end <= span.end
    ]
    total = sum(match.weight)
    if not inside or total <= 0:
        return 0.0
    best = match.similar[:, inside].max(axis=1)
    return float(sum(w * float(b) for w, b in zip(match.weight, best, strict=True)) / total)


def clause_texts(match: Match) -> list[str]:
    """The claim's clauses as it words them, if there are several that can stand alone; else none."""
    found = []
    for part in match.parts:
        if len(part) < _CLAUSE_WORDS:
            return []
        tokens = [match.tokens[match.content[row]] for row in part]
        found.append(match.claim[min(t.start for t in tokens) : max(t.end for t in tokens)])
    return found if len(found) > 1 else []


def _span(match: Match, index: int) -> Span:
    window = match.windows[index]
    sentences = match.reading.sentences
    start = sentences[window.first].start
    return Span(start, min(sentences[window.last].end, start + _LONGEST))


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end + 2 and span.end - out[-1].start <= _LONGEST:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
