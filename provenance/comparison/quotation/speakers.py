"""Who spoke the words that stand in a text's quotation marks.

The speaker is the subject of the word of saying next to the quotation: behind it («…», сказал Песков), before it (Moss said: “…”), or of
the quotation before it in the same paragraph (“…,” said Moss. “…”). Only what the text says right there is taken for sure; a pronoun is
resolved to the last person who is named, and not more than likely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from provenance.comparison.quotation.marks import marked
from provenance.comparison.quotation.subjects import Cues, Mention, Speaker, Subjects, cues_for, names_in
from provenance.comparison.quotation.text import PreparedText
from provenance.comparison.quotation.turns import FAR, blank, paragraph, turns_of
from provenance.model import Span

_NEAR = 8
"""The same for a speaker who is taken for sure."""
_SIGNATURE = re.compile(r"[\"”»“]?[^\S\n]*\n?[^\S\n]*[―—–-]{1,2}[^\S\n]*")


def find_speaker(source: PreparedText, span: Span, *, language: str | None = None) -> Speaker | None:
    """Who is said to have spoken the quoted words at ``span``; ``None`` if nobody is, or the words stand in no quotation marks.

    Parameters:
        source: the text.
        span: the words, in the text.
        language: ISO 639-1 code; the text's if not given. A language without cue words has no answer.
    """
    cues = cues_for(language or source.language)
    if cues is None or not len(source):
        return None
    return _Reader(source, cues, language or source.language or "en").speaker(span)


def find_reporter(source: PreparedText, sentence: Span) -> Speaker | None:
    """Who is said to have said what a sentence tells in its author's words; ``None`` if nobody is, or more than one.

    Parameters:
        source: the text.
        sentence: in the text.
    """
    cues = cues_for(source.language)
    if cues is None or not len(source):
        return None
    low, high = paragraph(source.text, sentence)
    turns = tuple(turns_of(source.text, low, high))
    first, stop = source.at(sentence.start), source.at(sentence.end)
    said = [
        token
        for token in range(first, stop)
        if source.keys[token] in cues.said and not any(turn.start <= source.start(token) < turn.end for turn in turns)
    ]
    here = Subjects(source, cues, source.language or "en", low, high, turns)
    return here.subject(said[0], first, stop) if len(said) == 1 and not here.relayed(first, stop) else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Looks for the speaker in the quotation's paragraph, then in the one before it."""

    source: PreparedText
    cues: Cues
    language: str

    def speaker(self, span: Span) -> Speaker | None:
        low, high = paragraph(self.source.text, span)
        turns = turns_of(self.source.text, low, high)
        number = next((n for n, run in enumerate(turns) if run.overlaps(span)), None)
        if number is None:
            return None
        here = _Paragraph(self.source, self.cues, self.language, low, high, tuple(turns))
        found = here.of(number)
        if found is None and number > 0:
            found = here.carried(number)
        if found is None and number == 0 and low > 0:
            found = self._from_before(low, here)
        if found is not None and found.how is Mention.PRONOUN:
            found = replace(found, name=self._antecedent(found.span.start), sure=False)
        return found

    def _from_before(self, low: int, here: _Paragraph) -> Speaker | None:
        """The speaker of the quotation that ends the paragraph before, where this one is nothing but a quotation."""
        if any(len(piece.split()) > 1 for piece in here.narration()):
            return None
        edge = len(self.source.text[:low].rstrip())
        if edge == 0:
            return None
        start, end = paragraph(self.source.text, Span(edge - 1, edge))
        turns = turns_of(self.source.text, start, min(end, edge))
        if not turns:
            return None
        before = _Paragraph(self.source, self.cues, self.language, start, edge, tuple(turns))
        last = len(turns) - 1
        found = before.of(last) or (before.carried(last) if last else None)
        return replace(found, sure=False) if found else None

    def _antecedent(self, offset: int) -> str:
        """The last person named before a pronoun, as the subject of a sentence if there is one."""
        text = self.source.text
        low = max(0, offset - 1500)
        runs = [run.span for run in marked(text, paragraph(text, Span(low, low))[0], offset)]
        found = [
            name
            for name in names_in(blank(text, low, offset, runs), self.language)
            if name.kind.value in ("person", "other") and not any(run.start <= low + name.span.start < run.end for run in runs)
        ]
        people = [name for name in found if name.kind.value == "person"]
        return (people or found)[-1].text if found else ""


@dataclass(frozen=True, slots=True)
class _Paragraph(Subjects):
    """One paragraph, parted into quotations and the author's own words."""

    def narration(self) -> list[str]:
        """The author's own words between the quotations."""
        edges = [self.low, *(edge for run in self.turns for edge in (run.start - 1, run.end + 1)), self.high]
        return [self.source.text[a:b].strip('"“”„«»,.—– \n') for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]

    def of(self, number: int) -> Speaker | None:
        """The speaker whom the author's own words right behind or right before a quotation name."""
        after, before = self._after(number), self._before(number)
        if after and before and after.span != before.span:
            return None if before.sure and after.sure else replace(after if after.sure else before, sure=False)
        return after or before

    def carried(self, number: int) -> Speaker | None:
        """The speaker of the quotation before it, where it goes on: "…," said Moss. "…"."""
        for earlier in range(number - 1, -1, -1):
            between = self._tokens(self.turns[earlier].end, self.turns[earlier + 1].start)
            opens = self.source.begins_sentence(self.source.at(self.turns[earlier + 1].start))
            if any(self.source.begins_sentence(token) for token in between[1:]) or (len(between) and not opens):
                return None  # the author went on to something else
            found = self.of(earlier)
            if found:
                return replace(found, sure=found.sure and earlier == number - 1)
        return None

    # ---- the author's own words ----------------------------------------------------------------------------------

    def _tokens(self, start: int, end: int) -> range:
        first = self.source.at(start)
        last = first
        while last < len(self.source) and self.source.start(last) < end:
            last += 1
        return range(first, last)

    def _after(self, number: int) -> Speaker | None:
        run = self.turns[number]
        limit = self.turns[number + 1].start if number + 1 < len(self.turns) else self.high
        own = self._tokens(run.end, limit)
        if not own:
            return None
        first = own[0]
        signed = self._signed(run, first, own[-1] + 1)
        if signed:
            return signed
        gap = self.source.text[max(run.start, run.end - 2) : self.source.start(first)]
        if "." in gap and "..." not in gap and self.source.text[self.source.start(first)].isupper():
            return None
        stop = next((token for token in own[1:] if self.source.begins_sentence(token)), own[-1] + 1)
        if self.source.keys[first] in self.cues.joint | self.cues.clause:
            return None
        paused = bool(re.search(r"[,!?…—–-]", self.source.text[max(run.start, run.end - 1) : self.source.start(first)]))
        for cue in range(first, min(stop, first + FAR)):
            if self.source.keys[cue] not in self.cues.said:
                told = self.according(cue, stop)
                if told:
                    return replace(told, sure=told.sure and paused and cue == first)
                continue
            found = self.subject(cue, first, stop)
            if found is None:
                continue
            early = found.span.start - self.source.start(first) < 60 and cue - first <= _NEAR
            return replace(found, sure=found.sure and paused and early and not self.relayed(first, stop))
        return None

    def _signed(self, run: Span, first: int, stop: int) -> Speaker | None:
        """A name alone behind a dash: "“…” — Ada Moss"."""
        if not _SIGNATURE.fullmatch(self.source.text[run.end : self.source.start(first)]):
            return None
        start = self.source.start(first)
        for name, span in self.named(start, self.source.end(stop - 1)):
            if span.start == start and not self.source.text[span.end : self.high].split("\n")[0].strip(" .,\xa0"):
                return self.speaker_named(name, span, span, True)
        return None

    def _before(self, number: int) -> Speaker | None:
        run = self.turns[number]
        floor = self.turns[number - 1].end + 1 if number else self.low
        last = self.source.at(run.start)
        if last >= len(self.source) or not last:
            return None
        first = last
        while first > 0 and self.source.start(first - 1) >= floor and not (first < last and self.source.begins_sentence(first)):
            if first == last and self._stopped(last, run.start):
                return None
            first -= 1
        if first == last:
            return None
        gap = self.source.text[self.source.end(last - 1) : run.start]
        label = self._label(first, last) if ":" in gap else None
        if label:
            return label
        found = None
        for cue in range(last - 1, max(first, last - FAR) - 1, -1):
            if self.source.keys[cue] in self.cues.said:
                found = self.subject(cue, first, last, colon=":" in gap)
                if found:
                    sure = found.sure and (":" in gap or ("," in gap and last - cue <= _NEAR) or last - cue <= 3)
                    found = replace(found, sure=sure and not self.relayed(first, last))
                break
            told = self.according(cue, last)
            if told:
                return replace(told, sure=False)
        return found

    def _stopped(self, token: int, mark: int) -> bool:
        gap = self.source.text[self.source.end(token - 1) : mark]
        return bool(re.search(r"[.!?…]", gap)) and self.source.begins_sentence(token)

    def _label(self, first: int, last: int) -> Speaker | None:
        """A name alone before a colon: "Moss: “…”"."""
        start, end = self.source.start(first), self.source.end(last - 1)
        for name, span in self.named(start, end):
            if span.start == start and span.end == end:
                return self.speaker_named(name, span, span, True)
        return None


__all__ = ["Mention", "Speaker", "find_speaker"]
