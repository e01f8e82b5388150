"""Who says it: a statement that the claim gives to one speaker and the source to another.

What the claim says that somebody says is laid on what each speaker of the source says (:mod:`provenance.comparison.quotation.reports`), in
indirect speech, in quotation marks and in the turns of an interview. Only where another's words meet it, and neither those of the claimed
speaker, nor of anybody who may be the claimed speaker, nor the author's own meet it nearly as well, the claim has given it to another.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.comparison.details.actors import one_bearer, surname
from provenance.comparison.details.cast import Cast
from provenance.comparison.details.facts import Fact, Outcome
from provenance.comparison.matching.tokens import Token
from provenance.comparison.polarity.refuted import asks
from provenance.comparison.quotation.reports import Report, Turn, reports, turns
from provenance.comparison.quotation.subjects import Mention
from provenance.model import DifferenceKind, Span

ANOTHER_SPEAKER = "another speaker"
"""Note of a statement that the source gives to another."""
_MET = (0.74, 0.64), (0.8, 0.7)
"""How well another's words must meet what is said to forbid support, and to contradict; in one language and across two."""
_MARGIN = 0.08, 0.15
"""How much better than any that may be the claimed speaker's; for either."""
_HELD = 0.8, 0.7
"""From which a word of a title is the source's."""
_UNLIKE = 0.62
"""Below which it is not."""
_SOFT, _SURE = 0.5, 0.8
_FEWEST = 2
"""Content words that are said, at the least."""
_FIRST = 3
"""Words at the beginning of a claim among which its subject's name begins."""
_LENT = 0.8
"""What a word counts that stands in what was asked before."""
_TALK = 4
"""Sentences back, in an interview, for which "it" may stand."""
_BACK = 2
"""Sentences back in which the speaker is looked for whom "he" or "she" means."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the claim says that somebody says."""

    name: str
    """Of who says it; empty for a description."""
    span: Span
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Voice:
    """One speaker's words in a sentence of the source; the author's own if there is no speaker."""

    parts: tuple[tuple[int, tuple[int, ...]], ...]
    """Its sentence and its words in it; then those of the sentence before, to which it belongs."""
    name: str = ""
    known: bool = False
    """Whether it is a person who is named right there."""
    span: Span | None = None
    """Of the name, in the source."""
    lent: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """What was asked before, in an interview: "it" may stand for it."""
    asked: int = 0
    """How many of these sentences belong to the question that it answers."""

    @property
    def index(self) -> int:
        """Of the sentence."""
        return self.parts[0][0]

    def met(self, cast: Cast, row: int, own: bool) -> float:
        """How well it meets a content word of the claim; ``own`` where it is or may be the claimed speaker's."""
        lent = self.lent if own else self.lent[: self.asked]
        said = max(cast.met(row, index, words) for index, words in self.parts)
        return max(said, *(_LENT * cast.met(row, index, words) for index, words in lent)) if lent else said


def other_tellers(cast: Cast) -> Iterator[Fact]:
    """What the claim gives to another speaker than the source; at most one fact of kind ``NAME``, on the claim's speaker."""
    said = _claimed(cast)
    if said is None:
        return
    weight = {row: cast.match.weight[row] for row in said.rows}
    total = sum(weight.values())
    if len(said.rows) < _FEWEST or total <= 0:
        return
    own = said.name or _holder(cast, said)
    if not own:
        return
    others: list[tuple[float, _Voice]] = []
    allowed = 0.0
    for voice in _voices(cast):
        another = bool(voice.name) and not _may_be(cast, own, voice)
        score = sum(w * voice.met(cast, row, not another) for row, w in weight.items()) / total
        if another:
            others.append((score, voice))
        else:
            allowed = max(allowed, score)
    best = max(others, key=lambda other: (round(other[0], 6), -other[1].index), default=None)
    if best is None or best[0] < _MET[0][cast.pick] or best[0] < allowed + _MARGIN[0]:
        return
    firm = bool(said.name) and best[1].known and _named(cast, own) and best[0] >= max(_MET[1][cast.pick], allowed + _MARGIN[1])
    bound = _SURE if firm else _SOFT
    where = best[1].span
    assert where is not None
    yield Fact(
        DifferenceKind.NAME, Outcome.DIFFERS, said.span.of(cast.match.claim), said.span, where.of(cast.match.reading.text), where,
        best[1].index, bound, bound, ANOTHER_SPEAKER,
    )  # fmt: skip


# ---- the claim -------------------------------------------------------------------------------------------------------


def _claimed(cast: Cast) -> _Said | None:
    found = reports(cast.match.claim, cast.language)
    names = {report.name for report in found}
    whole = Span(0, len(cast.match.claim))
    if len(names) == 1 and found[0].how is Mention.PRONOUN:
        return None
    if len(names) == 1:
        first = found[0]
        rows = _rows(cast, [span for report in found for span in report.content], [first.speaker])
        if first.how is Mention.DESCRIBED:
            named = " " not in first.name and first.name[:1].isupper() and _a_person(cast, first.name)  # "Vogt", in German
            return _Said(first.name if named else "", first.speaker, rows)
        return _Said(first.name, first.speaker, rows) if first.person or _a_person(cast, first.name) else None
    if found:
        return None
    for name in cast.judge.own.names:  # "Dray ruled out a merger", in an interview
        begins = sum(t.start < name.span.start for t in cast.match.tokens)
        if begins < _FIRST and any(one_bearer(name.text, turn.name) for turn in turns(cast.match.reading.text)):
            return _Said(name.text, name.span, _rows(cast, [whole], [name.span]))
    return None


def _rows(cast: Cast, spans: Sequence[Span], without: Sequence[Span]) -> tuple[int, ...]:
    tokens = cast.match.tokens
    return tuple(
        row
        for row, i in enumerate(cast.match.content)
        if any(s.start <= tokens[i].start < s.end for s in spans) and not any(s.start <= tokens[i].start < s.end for s in without)
    )


def _a_person(cast: Cast, name: str) -> bool:
    """Whether a name of one word is a person's, as the source shows."""
    if surname(name) in cast.names.people or any(one_bearer(name, turn.name) for turn in turns(cast.match.reading.text)):
        return True
    return any(voice.known and one_bearer(name, voice.name) for voice in _voices(cast))


def _holder(cast: Cast, said: _Said) -> str:
    """The one person whom the source calls what the claim calls its speaker: "the prosecutor"; empty if there is none, or several."""
    rows = [cast.row[i] for i, t in enumerate(cast.match.tokens) if i in cast.row and said.span.start <= t.start < said.span.end]
    if not rows:
        return ""
    holders: list[str] = []
    for voice in _voices(cast):
        if not voice.known or any(one_bearer(voice.name, other) for other in holders):
            continue
        words = _title(cast, voice)
        if words and all(cast.met(row, voice.index, words) >= _HELD[cast.pick] for row in rows):
            holders.append(voice.name)
    return holders[0] if len(holders) == 1 else ""


def _title(cast: Cast, voice: _Voice) -> list[int]:
    """The words of a sentence that say what a speaker is."""
    tokens = cast.match.reading.sentences[voice.index].tokens
    phrases = next(cast.described((voice.name,), voice.index), ())
    return [i for p in phrases for i in p.content if tokens[i].text not in voice.name.split()]


# ---- the source ------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=2)
def _voices(cast: Cast) -> tuple[_Voice, ...]:
    """Whose words stand where in the sentences that were looked at; asked several times for one claim."""
    return tuple(voice for index in cast.judge.seen for voice in _in_sentence(cast, index))


def _in_sentence(cast: Cast, index: int) -> Iterator[_Voice]:
    reading = cast.match.reading
    sentence, text = reading.sentences[index], _sentence(cast, index)
    turn = _turn_of(cast, index)
    if asks(text):
        return
    found = reports(text, cast.there)
    if turn is not None:
        before = list(_before(cast, index))
        mine = [(i, _spoken(cast, i, turn)) for i in before[:1] if _turn_of(cast, i) is turn]
        asked = next((n for n, i in enumerate(before[len(mine) :]) if not asks(_sentence(cast, i))), len(before) - len(mine))
        lent = [(i, tuple(range(len(reading.sentences[i].tokens)))) for i in before[len(mine) :] if asks(_sentence(cast, i))]
        yield _Voice(((index, _spoken(cast, index, turn)), *mine), turn.name, True, turn.label, tuple(lent), asked)
        found = tuple(report for report in found if report.how is Mention.NAMED)
    taken: set[int] = set()
    for report in found:
        words = _inside(sentence.start, sentence.tokens, report.content)
        taken |= {*words, *_inside(sentence.start, sentence.tokens, [report.speaker])}
        yield _voice(cast, index, report, words)
    if turn is None:
        yield _Voice(((index, tuple(i for i in range(len(sentence.tokens)) if i not in taken)),))


def _spoken(cast: Cast, index: int, turn: Turn) -> tuple[int, ...]:
    tokens = cast.match.reading.sentences[index].tokens
    return tuple(i for i, t in enumerate(tokens) if turn.span.start <= t.start < turn.span.end)


def _before(cast: Cast, index: int) -> Iterator[int]:
    """The sentences before one, the nearest first."""
    for before in range(index - 1, max(-1, index - 1 - _TALK), -1):
        if before not in cast.judge.stated:
            return
        yield before


def _turn_of(cast: Cast, index: int) -> Turn | None:
    sentence = cast.match.reading.sentences[index]
    every = turns(cast.match.reading.text)
    return next((t for t in every if t.label.start - 3 <= sentence.start < t.span.end), None)


def _sentence(cast: Cast, index: int) -> str:
    sentence = cast.match.reading.sentences[index]
    return cast.match.reading.text[sentence.start : sentence.end]


def _voice(cast: Cast, index: int, report: Report, words: tuple[int, ...]) -> _Voice:
    start = cast.match.reading.sentences[index].start
    where = Span(start + report.speaker.start, start + report.speaker.end)
    if report.how is Mention.NAMED:
        known = surname(report.name) in cast.names.people
        return _Voice(((index, words),), report.name if known or report.person else "", known, where)
    if report.how is Mention.PRONOUN:
        return _Voice(((index, words),), _last(cast, index), False, where)
    return _Voice(((index, words),))


def _last(cast: Cast, index: int) -> str:
    """The person who spoke last before a sentence, if no other is named there; empty if that is not sure."""
    for before in range(index - 1, max(-1, index - 1 - _BACK), -1):
        if before not in cast.judge.stated:
            return ""
        text = _sentence(cast, before)
        people = {n.text for n in cast.judge.stated[before].names if n.kind.value == "person"}
        named = [r for r in reports(text, cast.there) if r.how is Mention.NAMED]
        if named:
            return named[-1].name if all(one_bearer(named[-1].name, other) for other in people) else ""
        if people:
            return ""
    return ""


def _inside(start: int, tokens: Sequence[Token], spans: Sequence[Span]) -> tuple[int, ...]:
    return tuple(i for i, t in enumerate(tokens) if any(start + s.start <= t.start < start + s.end for s in spans))


# ---- who is who ------------------------------------------------------------------------------------------------------


def _may_be(cast: Cast, own: str, voice: _Voice) -> bool:
    """Whether a speaker of the source may be the claimed one, or speak for him: "a spokesman of Moss, Ada Reed"."""
    if one_bearer(own, voice.name):
        return True
    text = _sentence(cast, voice.index)
    if any(one_bearer(own, turn.name) for turn in turns(cast.match.reading.text)) and not reports(text, cast.there):
        return False  # another's turn, whomever it is about
    speak = [report.speaker for report in reports(text, cast.there) if report.how is Mention.NAMED]
    named = [n for n in cast.judge.stated[voice.index].names if one_bearer(own, n.text)]
    return any(not any(n.span.overlaps(s) for s in speak) for n in named)


def _named(cast: Cast, own: str) -> bool:
    """Whether the source names the claimed speaker."""
    if any(one_bearer(own, turn.name) for turn in turns(cast.match.reading.text)):
        return True
    return any(one_bearer(own, n.text) for i in cast.judge.seen for n in cast.judge.stated[i].names)
