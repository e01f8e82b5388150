"""A source that says a claim in one place and otherwise in another: neither passage hides the other.

Pages are corrected, live reports go on, two officials give two numbers. Details are settled by the passage that fits best, so a
sentence that fits as well and has another value would go unseen. Every other sentence that meets the whole claim but for its
details is therefore compared with the claim once more, alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from provenance.comparison.signals import Signals
from provenance.model import Comparison, Difference, DifferenceKind, Label, Passage, Reason, Span

_MET = 0.7
"""From which a sentence has a word of the claim, or its like."""
_SHARE = 0.9
"""Share of the claim's words, by weight and without its numbers and dates, that a rival sentence has."""
_AS_WELL = 0.95
"""In another language, where compounds and idioms are never met in full: how nearly as well as the shown passage a rival meets them."""
_FEWEST = 2
"""Words without which too little is left to say that it is about the same thing."""
_TRIED = 3
_MOST = 3
_NOTICE = 160
"""Characters before a passage in which a notice of correction makes it the one that stands."""
_CORRECTION = re.compile(
    r"\b(?:correct(?:ion|ed)|earlier version|misstated|уточнение|исправлен|в предыдущей версии|уточнення|виправлен|korrektur|korrigiert|berichtig"
    r"|in einer früheren version|rectificati|version précédente|corrigé|correcci|corregid|versión anterior|sprostowani|poprzedniej wersji)",
    re.IGNORECASE,
)
_HARD = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE, DifferenceKind.NEGATION, DifferenceKind.RELATION})
_HARD_TRANSLATED = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE})
"""The same between two languages, where a denial or an opposite in some other sentence is mostly about something else."""


def rivals(found: Signals, shown: tuple[Passage, ...]) -> tuple[int, ...]:
    """Sentences of the main text, other than the first that is ``shown``, that have all of the claim but perhaps its details."""
    match = found.match
    details = [f.span for f in found.facts if f.kind in (DifferenceKind.NUMBER, DifferenceKind.DATE)]
    rows = [
        row
        for row, index in enumerate(match.content)
        if not any(s.start < match.tokens[index].end and match.tokens[index].start < s.end for s in details)
    ]
    total = sum(match.weight[row] for row in rows)
    if len(rows) < _FEWEST or not total or not shown:
        return ()

    def met(index: int) -> float:
        likeness = [match.met_in(row, index)[0] for row in rows]
        sure = (near >= _MET for near in likeness) if match.same_language else likeness
        return sum(match.weight[row] * near for row, near in zip(rows, sure, strict=True)) / total

    best = max((met(i) for i in match.seen if _overlaps(found, i, shown[0])), default=1.0)
    least = _SHARE if match.same_language else max(0.5, _AS_WELL * best)
    others = ((i, met(i)) for i in match.seen if match.reading.sentences[i].main and not _overlaps(found, i, shown[0]))
    out = [(-share, index) for index, share in others if share >= least]
    return tuple(index for _, index in sorted(out)[:_TRIED])


def unmasked(result: Comparison, found: Signals, alone: Callable[[Span], Comparison]) -> Comparison:
    """``result``, unless it is that the source supports the claim and another passage of the source says otherwise.

    Parameters:
        found: what ``result`` was decided by.
        alone: compares the claim with one run of the source; spans of its answer count in that run.
    """
    if result.label is not Label.SUPPORTED or not result.evidence or _corrected(found, result.evidence[0].start):
        return result
    for index in rivals(found, result.evidence):
        sentence = found.match.reading.sentences[index]
        other = alone(Span(sentence.start, sentence.end))
        if other.label is not Label.CONTRADICTED or any(_lacks_detail(d) for d in other.differences):
            continue
        hard = _HARD if found.match.same_language else _HARD_TRANSLATED
        differences = tuple(_moved(d, sentence.start) for d in other.differences if d.kind in hard)
        if len(differences) != 1:
            continue  # where several details differ, it is about something else of the kind
        text = found.match.reading.text[sentence.start : sentence.end]
        rival = Passage(text, sentence.start, sentence.end, result.evidence[0].score, found.match.reading.language)
        told = "; ".join(f"“{d.source}”" for d in differences if d.source) or "otherwise"
        reason = Reason("source_disagrees", f"one passage of the source says it, another has {told}: see which of them stands")
        rest = tuple(p for p in result.evidence[1:] if p.end <= rival.start or rival.end <= p.start)
        return replace(
            result,
            label=Label.PARTLY_SUPPORTED,
            support=min(result.support, 0.5),
            confidence=min(result.confidence, 0.7),
            reasons=(reason, *(r for r in result.reasons if r.code != "passage_found")),
            evidence=(result.evidence[0], rival, *rest)[:_MOST],
            differences=differences,
        )
    return result


def _overlaps(found: Signals, index: int, passage: Passage) -> bool:
    sentence = found.match.reading.sentences[index]
    return sentence.start < passage.end and passage.start < sentence.end


def _lacks_detail(difference: Difference) -> bool:
    """Whether the rival sentence is about another time, place or person: a number, date or name of the claim is not in it."""
    return difference.kind is DifferenceKind.MISSING and difference.detail.split(" ")[0] in ("number", "date", "name", "place")


def _corrected(found: Signals, start: int) -> bool:
    """Whether the passage at ``start`` stands where the source puts an earlier statement right: then that one is withdrawn."""
    return _CORRECTION.search(found.match.reading.text[max(0, start - _NOTICE) : start + _NOTICE // 2]) is not None


def _moved(difference: Difference, by: int) -> Difference:
    """The difference with its place in the whole source."""
    span = difference.evidence_span
    return replace(difference, evidence_span=Span(span.start + by, span.end + by)) if span is not None else difference
