"""The subject of a word of saying: "Ada Moss, who keeps the gate, said", "сказал журналистам мэр Прайс", "a-t-il dit"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.comparison.quotation.text import PreparedText
from provenance.comparison.quotation.turns import blank
from provenance.language.folding import fold
from provenance.model import Span

if TYPE_CHECKING:
    from provenance.language.names import Name

_PHRASE = 12
"""Tokens of the longest subject."""
_ASIDE = 25
"""Tokens of the longest apposition."""
_PART = re.compile(r"[,;:.!?…()\[\]—–―]|\s-\s|--")
_COMMA = re.compile(r"[,()—–―]|\s-\s|--")


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
class Cues:
    """The words of one language that show who speaks, as token keys; what each is for stands in ``quotes_speakers.toml``."""

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
def cues_for(language: str | None) -> Cues | None:
    """The cue words of a language (ISO 639-1); ``None`` if there are none for it."""
    table = _tables().get(language or "")
    if table is None:
        return None

    def keys(*names: str) -> frozenset[str]:
        return frozenset(fold(word).text for name in names for word in table[name] if " " not in word)

    return Cues(
        keys("said"), keys("told"), keys("he", "she", "others"), keys("he", "she"), keys("beside"), keys("preposition"),
        tuple(tuple(fold(phrase).text.split()) for phrase in table["according"]), keys("relay"), keys("joint"), keys("clause"), keys("article"),
    )  # fmt: skip


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    path = files("provenance.comparison").joinpath("data", "quotes_speakers.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words_of(language: str | None, kind: str) -> tuple[str, ...]:
    """The words of one kind that ``quotes_speakers.toml`` has for a language."""
    return tuple(_tables().get(language or "", {}).get(kind, ()))


def saying_words(language: str | None) -> frozenset[str]:
    """The words of saying of a language, as token keys; none if there is no list of them."""
    cues = cues_for(language)
    return cues.said if cues else frozenset()


@lru_cache(maxsize=64)
def names_in(text: str, language: str) -> tuple[Name, ...]:
    """The names of a text, read once."""
    from provenance.language.names import names

    return names(text, language)


def _given(word: str) -> bool:
    from provenance.language.identity import given_name

    return bool(given_name(fold(word).text))


@dataclass(frozen=True, slots=True)
class Subjects:
    """Finds subjects in the author's own words of one paragraph."""

    source: PreparedText
    cues: Cues
    language: str
    low: int
    high: int
    turns: tuple[Span, ...]
    """What is spoken in it."""

    def speaker_named(self, name: Name, span: Span, cue: Span, sure: bool) -> Speaker:
        kind = name.kind.value
        whole = kind == "other" and " " in name.text and not any(word.isupper() and len(word) > 2 for word in name.text.split())
        article = self.source.text[max(0, span.start - 4) : span.start].lower() == "the " or name.text.lower().startswith("the ")
        return Speaker(name.text, span, cue, Mention.NAMED, sure, kind == "person" or (whole and not article))

    def relayed(self, first: int, last: int) -> bool:
        return any(self.source.keys[token] in self.cues.relay for token in range(first, last))

    def according(self, token: int, stop: int) -> Speaker | None:
        for phrase in self.cues.according:
            if tuple(self.source.keys[token : token + len(phrase)]) == phrase and token + len(phrase) < stop:
                cue = self.source.span(token, token + len(phrase))
                found = self._phrase_after(token + len(phrase), stop, cue, many=False)
                if found and found.how is Mention.NAMED:
                    return found
        return None

    def subject(self, cue: int, first: int, stop: int, *, colon: bool = False) -> Speaker | None:
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
                return self.speaker_named(*name, at, name[0].kind.value == "person")
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
        for name, span in self.named(whole.start, whole.end):
            if not span.start <= self.source.start(end) < span.end:
                continue
            head = self.source.at(span.start)
            if head - 1 > start and self.source.keys[head - 1] in self.cues.article:
                head -= 1
            lead = self.source.keys[head - 1] if head > start else ""
            if lead in self.cues.preposition:
                break
            sure = lead not in self.cues.joint and name.kind.value in ("person", "other") and span.end == self.source.end(end)
            return self.speaker_named(name, span, at, sure)
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
        found = [pair for pair in self.named(whole.start, whole.end) if pair[0].kind.value in ("person", "other")]
        people = [pair for pair in found if pair[0].kind.value == "person"]
        joint = any(keys[token] in self.cues.joint for token in range(start, end))
        if found:
            name, span = (people or found)[-1]
            tail = self.source.text[span.end : span.end + 2]
            if tail in ("'s", "’s"):
                return Speaker(whole.of(self.source.text), whole, at, Mention.DESCRIBED, False)
            return self.speaker_named(name, span, at, not joint and len(people or found) == 1 and not (many and len(found) > 1))
        last = next((token for token in range(end - 1, start - 1, -1) if self.source.word(token)[:1].isupper()), None)
        unlisted = self._capitals(start, last) if last is not None else None
        if unlisted and not joint:
            span = self.source.span(*unlisted)
            return Speaker(span.of(self.source.text), span, at, Mention.NAMED, last == end - 1, unlisted[1] - unlisted[0] > 1)
        if end < stop and "," in self.source.between(end):
            apposed = self._name_at(end, stop)
            if apposed and apposed[0].kind.value == "person":
                return self.speaker_named(*apposed, at, True)
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
        if first <= end and self.source.begins_sentence(first) and not (first < end and _given(self.source.word(first))):
            first += 1
        return (first, end + 1) if first <= end and self.language != "de" else None

    def _gap(self, token: int) -> str:
        """What stands before a token, without the full stop of a title or an initial."""
        gap = self.source.between(token)
        return gap.replace(".", "") if not self.source.begins_sentence(token) else gap

    def _name_at(self, token: int, stop: int) -> tuple[Name, Span] | None:
        """The name that begins with a token."""
        start = self.source.start(token)
        return next((pair for pair in self.named(start, self.source.end(stop - 1)) if pair[1].start == start), None)

    def named(self, start: int, end: int) -> list[tuple[Name, Span]]:
        """The names of the author's own words from ``start`` to ``end``, in the text."""
        own = blank(self.source.text, self.low, self.high, self.turns)
        placed = [(name, Span(self.low + name.span.start, self.low + name.span.end)) for name in names_in(own, self.language)]
        return [pair for pair in placed if start <= pair[1].start and pair[1].end <= end]
