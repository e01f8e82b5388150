"""Who spoke the words that stand in a text's quotation marks.

The speaker is the subject of the word of saying next to the quotation: behind it («…», сказал Песков), before it (Moss said: “…”), or of
the quotation before it in the same paragraph (“…,” said Moss. “…”). Only what the text says right there is taken for sure; a pronoun is
resolved to the last person who is named, and not more than likely.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.comparison.quote_marks import marked
from provenance.comparison.quote_text import PreparedText
from provenance.language.folding import fold
from provenance.model import Span

if TYPE_CHECKING:
    from provenance.language.names import Name

_BREAK = re.compile(r"\n[^\S\n]*\n|(?<=[.!?…])[\"”»“’')]{0,2}[^\S\n]{0,3}\n")
_PARAGRAPH = 4000
"""Characters to either side that are read of a paragraph."""
_FAR = 14
"""Tokens of the author's own that may stand between a quotation and its word of saying."""
_NEAR = 8
_PHRASE = 12
"""Tokens of the longest subject."""
_ASIDE = 25
"""Tokens of the longest apposition."""
_PART = re.compile(r"[,;:.!?…()\[\]—–―]|\s-\s|--")
_COMMA = re.compile(r"[,()—–―]|\s-\s|--")
_DASH = re.compile(r"\s*[―—–-]\s+")
_SIGNATURE = re.compile(r"[\"”»“]?[^\S\n]*\n?[^\S\n]*[―—–-]{1,2}[^\S\n]*")
_TURN = re.compile(r"[,.!?…]\s*[―—–-]\s+")


class Mention(StrEnum):
    """How a speaker is named."""

    NAMED = "named"
    DESCRIBED = "described"
    """"the mayor", "a spokesman for the ministry"."""
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a text names as the speaker of some words."""

    name: str
    """The name; for a pronoun the name that it stands for, empty if that is unknown; for a description its words."""
    span: Span
    """Of the words that name the speaker beside the quotation, in the text."""
    cue: Span
    """Of the word that says so ("said"), in the text."""
    how: Mention
    sure: bool
    """Whether the text says so right at the quotation, and says nothing else there."""
    person: bool = False
    """Whether the name is a person's."""


@dataclass(frozen=True, slots=True)
class _Cues:
    said: frozenset[str]
    told: frozenset[str]
    pronoun: frozenset[str]
    singular: frozenset[str]
    beside: frozenset[str]
    preposition: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    relay: frozenset[str]
    joint: frozenset[str]
    clause: frozenset[str]
    article: frozenset[str]


@cache
def _cues(language: str | None) -> _Cues | None:
    table = _tables().get(language or "")
    if table is None:
        return None

    def keys(*names: str) -> frozenset[str]:
        return frozenset(fold(word).text for name in names for word in table[name] if " " not in word)

    return _Cues(
        keys("said"), keys("told"), keys("he", "she", "others"), keys("he", "she"), keys("beside"), keys("preposition"),
        tuple(tuple(fold(phrase).text.split()) for phrase in table["according"]), keys("relay"), keys("joint"), keys("clause"), keys("article"),
    )  # fmt: skip


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    path = files("provenance.comparison").joinpath("data", "quotes_speakers.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def saying_words(language: str | None) -> frozenset[str]:
    """The words of saying of a language, as token keys; none if there is no list of them."""
    cues = _cues(language)
    return cues.said if cues else frozenset()


def find_speaker(source: PreparedText, span: Span, *, language: str | None = None) -> Speaker | None:
    """Who is said to have spoken the quoted words at ``span``; ``None`` if nobody is, or the words stand in no quotation marks.

    Parameters:
        source: the text.
        span: the words, in the text.
        language: ISO 639-1 code; the text's if not given. A language without cue words has no answer.
    """
    cues = _cues(language or source.language)
    if cues is None or not len(source):
        return None
    return _Reader(source, cues, language or source.language or "en").speaker(span)


def spoken(text: str, span: Span) -> Span | None:
    """The quotation of ``text`` that holds ``span``: words in quotation marks, or a turn of a dialogue that a dash opens."""
    low, high = paragraph(text, span)
    return next((run for run in _turns(text, low, high) if run.start <= span.start < run.end or run.overlaps(span)), None)


def paragraph(text: str, span: Span) -> tuple[int, int]:
    """Start and end of the paragraph that a span begins in, with the one before it if a quotation runs on from there."""
    low = max(0, span.start - _PARAGRAPH)
    breaks = [match.end() for match in _BREAK.finditer(text, low, span.start)]
    following = _BREAK.search(text, span.start, span.end + _PARAGRAPH)
    high = following.start() + (following.group()[:1] in "\"”»“’')") if following else min(len(text), span.end + _PARAGRAPH)
    if breaks:
        before = breaks[-2] if len(breaks) > 1 else low
        runs = marked(text, before, breaks[-1])
        opens = text[breaks[-1] : breaks[-1] + 1]
        if runs and not runs[-1].closed and opens not in '"“„«»‘' and any(c in '"”»“' for c in text[breaks[-1] : high]):
            return before, high
        low = breaks[-1]
    return low, high


def _turns(text: str, low: int, high: int) -> list[Span]:
    """What is spoken in a paragraph."""
    runs = [piece for run in marked(text, low, high) for piece in _without_cue(text, run.span)]
    opening = _DASH.match(text, low, high)
    if opening is None or any(len(run.of(text).split()) > 3 for run in runs):
        return runs
    # a dialogue: "— Speech, — said he. — Speech."
    cuts = [opening, *_TURN.finditer(text, opening.end(), high)]
    ends = [cut.start() for cut in cuts[1:]] + [high]
    return [Span(cut.end(), end) for cut, end in list(zip(cuts, ends, strict=True))[::2] if cut.end() < end]


def _without_cue(text: str, run: Span) -> Iterator[Span]:
    """A quotation without what its author puts between dashes inside its marks: «Speech, — said he. — Speech»."""
    start = run.start
    cuts = list(_TURN.finditer(text, run.start, run.end))
    for one, two in zip(cuts[::2], cuts[1::2], strict=False):
        inner = text[one.end() : two.start()]
        if inner[:1].islower() and len(inner.split()) <= _FAR and start < one.start():
            yield Span(start, one.start())
            start = two.end()
    if start < run.end:
        yield Span(start, run.end)


@lru_cache(maxsize=64)
def _names(text: str, language: str) -> tuple[Name, ...]:
    from provenance.language.names import names

    return names(text, language)


@dataclass(frozen=True, slots=True)
class _Reader:
    source: PreparedText
    cues: _Cues
    language: str

    def speaker(self, span: Span) -> Speaker | None:
        low, high = paragraph(self.source.text, span)
        turns = _turns(self.source.text, low, high)
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
        turns = _turns(self.source.text, start, min(end, edge))
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
            for name in _names(_blank(text, low, offset, runs), self.language)
            if name.kind.value in ("person", "other") and not any(run.start <= low + name.span.start < run.end for run in runs)
        ]
        people = [name for name in found if name.kind.value == "person"]
        return (people or found)[-1].text if found else ""


def _blank(text: str, low: int, high: int, runs: Sequence[Span]) -> str:
    """``text[low:high]`` with what stands in quotation marks blanked out."""
    signs = list(text[low:high])
    for run in runs:
        for at in range(max(low, run.start - 1), min(high, run.end + 1)):
            signs[at - low] = " " if signs[at - low] != "\n" else "\n"
    return "".join(signs)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """One paragraph, parted into quotations and the author's own words."""

    source: PreparedText
    cues: _Cues
    language: str
    low: int
    high: int
    turns: tuple[Span, ...]

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
        gap = self.source.text[max(run.start, run.end - 2) : self.source.start(first)]
        if "." in gap and "..." not in gap and self.source.text[self.source.start(first)].isupper():
            return None
        stop = next((token for token in own[1:] if self.source.begins_sentence(token)), own[-1] + 1)
        if self.source.keys[first] in self.cues.joint | self.cues.clause:
            return None
        paused = bool(re.search(r"[,!?…—–-]", self.source.text[max(run.start, run.end - 1) : self.source.start(first)]))
        signed = self._signed(run, first, stop)
        if signed:
            return signed
        for cue in range(first, min(stop, first + _FAR)):
            if self.source.keys[cue] not in self.cues.said:
                told = self._according(cue, stop)
                if told:
                    return replace(told, sure=told.sure and paused and cue == first)
                continue
            found = self._subject(cue, first, stop)
            if found is None:
                continue
            early = found.span.start - self.source.start(first) < 60 and cue - first <= _NEAR
            return replace(found, sure=found.sure and paused and early and not self._relayed(first, stop))
        return None

    def _signed(self, run: Span, first: int, stop: int) -> Speaker | None:
        """A name alone behind a dash: "“…” — Ada Moss"."""
        if not _SIGNATURE.fullmatch(self.source.text[run.end : self.source.start(first)]):
            return None
        start = self.source.start(first)
        for name, span in self._named(start, self.source.end(stop - 1)):
            if span.start == start and not self.source.text[span.end : self.high].split("\n")[0].strip(" .,\xa0"):
                return self._name(name, span, span, True)
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
        for cue in range(last - 1, max(first, last - _FAR) - 1, -1):
            if self.source.keys[cue] in self.cues.said:
                found = self._subject(cue, first, last, colon=":" in gap)
                if found:
                    sure = found.sure and (":" in gap or ("," in gap and last - cue <= _NEAR) or last - cue <= 3)
                    found = replace(found, sure=sure and not self._relayed(first, last))
                break
            told = self._according(cue, last)
            if told:
                return replace(told, sure=False)
        return found

    def _stopped(self, token: int, mark: int) -> bool:
        gap = self.source.text[self.source.end(token - 1) : mark]
        return bool(re.search(r"[.!?…]", gap)) and self.source.begins_sentence(token)

    def _label(self, first: int, last: int) -> Speaker | None:
        """A name alone before a colon: "Moss: “…”"."""
        start, end = self.source.start(first), self.source.end(last - 1)
        for name, span in self._named(start, end):
            if span.start == start and span.end == end:
                return self._name(name, span, span, True)
        return None

    def _name(self, name: Name, span: Span, cue: Span, sure: bool) -> Speaker:
        kind = name.kind.value
        whole = kind == "other" and " " in name.text and not any(word.isupper() and len(word) > 2 for word in name.text.split())
        article = self.source.text[max(0, span.start - 4) : span.start].lower() == "the " or name.text.lower().startswith("the ")
        return Speaker(name.text, span, cue, Mention.NAMED, sure, kind == "person" or (whole and not article))

    def _relayed(self, first: int, last: int) -> bool:
        return any(self.source.keys[token] in self.cues.relay for token in range(first, last))

    def _according(self, token: int, stop: int) -> Speaker | None:
        for phrase in self.cues.according:
            if tuple(self.source.keys[token : token + len(phrase)]) == phrase and token + len(phrase) < stop:
                cue = self.source.span(token, token + len(phrase))
                found = self._phrase_after(token + len(phrase), stop, cue, many=False)
                if found and found.how is Mention.NAMED:
                    return found
        return None

    # ---- subjects ------------------------------------------------------------------------------------------------

    def _subject(self, cue: int, first: int, stop: int, *, colon: bool = False) -> Speaker | None:
        """The subject of the word of saying with number ``cue``, among the tokens from ``first`` to ``stop``."""
        at = self.source.span(cue, cue + 1)
        before = self._phrase_before(cue, first, at)
        inverted = self.language != "en" or self.source.keys[cue] not in self.cues.told
        after = self._phrase_after(cue + 1, stop, at, many=self.source.keys[cue] in self.cues.told) if inverted else None
        if before and before.how is not Mention.DESCRIBED:
            if after and after.how is Mention.NAMED and self.language != "en":
                return replace(before, sure=False)
            return before
        if after and (self.language != "en" or cue == first or before is None):
            if before and after.how is Mention.DESCRIBED:
                return before
            return after if before is None or after.how is not Mention.DESCRIBED else before
        return before or after

    def _comma(self, token: int) -> bool:
        return bool(_COMMA.search(self.source.between(token)))

    def _phrase_before(self, cue: int, first: int, at: Span) -> Speaker | None:
        end = cue - 1
        keys = self.source.keys
        while (
            end >= first
            and not self._comma(end + 1)
            and (keys[end] in self.cues.beside or (self.language == "en" and keys[end].endswith("ly")))
        ):
            end -= 1
        if end < first:
            return None
        if self._comma(end + 1):  # "Ada Moss, who keeps the gate, said"
            aside = end
            while aside > first and end - aside < _ASIDE and not self._comma(aside):
                aside -= 1
            if aside <= first or not self._comma(aside):
                return None
            name = self._name_at(aside, end + 1)
            end = aside - 1
            plain = self._noun(self._phrase_start(end, first), end, at)
            if plain and plain.how is Mention.DESCRIBED and name:
                return self._name(*name, at, name[0].kind.value == "person")
            return plain
        return self._noun(self._phrase_start(end, first), end, at)

    def _phrase_start(self, end: int, first: int) -> int:
        start = end
        while start > first and end - start < _PHRASE and not _PART.search(self.source.between(start)):
            key = self.source.keys[start - 1]
            if key in self.cues.clause or key in self.cues.said:
                break
            start -= 1
        return start

    def _noun(self, start: int, end: int, at: Span) -> Speaker | None:
        """The speaker whom the tokens ``start`` to ``end`` (included) name, the head last."""
        key = self.source.keys[end]
        whole = self.source.span(start, end + 1)
        if key in self.cues.pronoun:
            span = self.source.span(end, end + 1)
            return (
                Speaker("", span, at, Mention.PRONOUN, False)
                if key in self.cues.singular
                else Speaker(span.of(self.source.text), span, at, Mention.DESCRIBED, False)
            )
        for name, span in self._named(whole.start, whole.end):
            if not span.start <= self.source.start(end) < span.end:
                continue
            head = self.source.at(span.start)
            if head - 1 > start and self.source.keys[head - 1] in self.cues.article:
                head -= 1
            lead = self.source.keys[head - 1] if head > start else ""
            if lead in self.cues.preposition:
                break
            sure = lead not in self.cues.joint and name.kind.value in ("person", "other") and span.end == self.source.end(end)
            return self._name(name, span, at, sure)
        unlisted = self._capitals(start, end)
        if unlisted and not self._led(unlisted[0], start):
            span = self.source.span(*unlisted)
            return Speaker(span.of(self.source.text), span, at, Mention.NAMED, True, unlisted[1] - unlisted[0] > 1)
        return Speaker(whole.of(self.source.text), whole, at, Mention.DESCRIBED, False)

    def _phrase_after(self, start: int, stop: int, at: Span, *, many: bool) -> Speaker | None:
        """The subject behind its verb: "said Kremlin spokesman Dmitry Peskov", "сказал журналистам мэр Прайс"."""
        keys = self.source.keys
        while start < stop and keys[start] in self.cues.beside and not self._comma(start):
            start += 1
        if start >= stop or _PART.search(self.source.between(start).replace("-", "")):
            return None
        if keys[start] in self.cues.pronoun:
            span = self.source.span(start, start + 1)
            return (
                Speaker("", span, at, Mention.PRONOUN, False)
                if keys[start] in self.cues.singular
                else Speaker(span.of(self.source.text), span, at, Mention.DESCRIBED, False)
            )
        end = start
        while end < stop and end - start < _PHRASE and not (end > start and _PART.search(self._gap(end))):
            if keys[end] in self.cues.preposition or keys[end] in self.cues.clause or keys[end] in self.cues.said:
                break
            end += 1
        if end == start:
            return None
        whole = self.source.span(start, end)
        found = [pair for pair in self._named(whole.start, whole.end) if pair[0].kind.value in ("person", "other")]
        people = [pair for pair in found if pair[0].kind.value == "person"]
        joint = any(keys[token] in self.cues.joint for token in range(start, end))
        if found:
            name, span = (people or found)[-1]
            tail = self.source.text[span.end : span.end + 2]
            if tail in ("'s", "’s"):
                return Speaker(whole.of(self.source.text), whole, at, Mention.DESCRIBED, False)
            return self._name(name, span, at, not joint and len(people or found) == 1 and not (many and len(found) > 1))
        last = next((token for token in range(end - 1, start - 1, -1) if self.source.word(token)[:1].isupper()), None)
        unlisted = self._capitals(start, last) if last is not None else None
        if unlisted and not joint:
            span = self.source.span(*unlisted)
            return Speaker(span.of(self.source.text), span, at, Mention.NAMED, last == end - 1, unlisted[1] - unlisted[0] > 1)
        if end < stop and "," in self.source.between(end):
            apposed = self._name_at(end, stop)
            if apposed and apposed[0].kind.value == "person":
                return self._name(*apposed, at, True)
        return Speaker(whole.of(self.source.text), whole, at, Mention.DESCRIBED, False)

    def _led(self, token: int, start: int) -> bool:
        """Whether a preposition or an "and" stands before a token: "Moss of the Sierra Club"."""
        before = token - 1 - (token - 1 > start and self.source.keys[token - 1] in self.cues.article)
        return before >= start and self.source.keys[before] in self.cues.preposition | self.cues.joint

    def _capitals(self, start: int, end: int) -> tuple[int, int] | None:
        """The run of words with capitals that ends with token ``end``: a name that is in no list. What begins a sentence is no part of it."""
        first = end + 1
        while first > start and self.source.word(first - 1)[:1].isupper() and (first > end or self.source.between(first).isspace()):
            first -= 1
        if first <= end and self.source.begins_sentence(first):
            first += 1
        return (first, end + 1) if first <= end and self.language != "de" else None

    def _gap(self, token: int) -> str:
        """What stands before a token, without the full stop of a title or an initial."""
        gap = self.source.between(token)
        return gap.replace(".", "") if not self.source.begins_sentence(token) else gap

    def _name_at(self, token: int, stop: int) -> tuple[Name, Span] | None:
        """The name that begins with a token."""
        start = self.source.start(token)
        return next((pair for pair in self._named(start, self.source.end(stop - 1)) if pair[1].start == start), None)

    def _named(self, start: int, end: int) -> list[tuple[Name, Span]]:
        """The names of the author's own words from ``start`` to ``end``, in the text."""
        own = _blank(self.source.text, self.low, self.high, self.turns)
        placed = [(name, Span(self.low + name.span.start, self.low + name.span.end)) for name in _names(own, self.language)]
        return [pair for pair in placed if start <= pair[1].start and pair[1].end <= end]


__all__ = ["Mention", "Speaker", "find_speaker", "paragraph", "spoken"]
