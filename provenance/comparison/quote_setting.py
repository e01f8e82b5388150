"""What stands around quoted words in their source: quotation marks, a headline, the name of the speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.comparison.quote_text import PreparedText
from provenance.comparison.quote_words import Words, words_for
from provenance.model import Span

_OPENING, _CLOSING = "“«„", "”»"
_LONGEST_PARAGRAPH = 5000
_HEADLINE_TOKENS = 25
_FAR = 14
"""Tokens of the author's own that may stand between a quotation and the word that says who spoke."""
_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom the source names as the speaker of some words."""

    name: str
    span: Span
    """Of the name, in the source's text."""
    cue: Span
    """Of the word that says so ("said"), in the source's text."""


def in_source_quotes(source: PreparedText, span: Span) -> bool:
    """Whether these words stand inside quotation marks in the source; if not, they are its author's own words.

    Reads the paragraph that the words stand in. An opening mark that its paragraph never closes reaches to the paragraph's end.
    """
    start, _ = _paragraph(source.text, span)
    return _depths(source.text[start : span.start])[-1] > 0


def in_headline(source: PreparedText, span: Span) -> bool:
    """Whether these words stand in the source's first line, and that line reads as a headline: short, and without a full stop."""
    head = source.text.lstrip()
    offset = len(source.text) - len(head)
    line = head.split("\n", 1)[0].rstrip()
    if not offset <= span.start < span.end <= offset + len(line) or len(line) == len(head.rstrip()):
        return False
    return not line.endswith((".", "!", "…")) and len(line.split()) <= _HEADLINE_TOKENS


def speaker_near(source: PreparedText, span: Span, *, language: str | None = None) -> Speaker | None:
    """Who is named as the speaker of these words, in their paragraph; ``None`` if nobody is, or only a pronoun.

    The cue is the word of saying nearest to the words, outside quotation marks; the speaker is the name right behind it ("said Ada
    Moss"), or else the nearest one before it in its sentence ("Ada Moss, who keeps the gate, said").

    Parameters:
        source: the source.
        span: the quoted words, in the source's text (:attr:`QuoteMatch.spans`).
        language: ISO 639-1 code; the source's if not given.
    """
    from provenance.language.names import names

    words = words_for(language or source.language)
    start, end = _paragraph(source.text, span)
    depths = _depths(source.text[start:end])
    cue = _cue(source, words, start, depths, span)
    if cue is None:
        return None
    first, last = cue, cue + 1
    while first > 0 and source.start(first - 1) >= start and not source.begins_sentence(first):
        first -= 1
    while last < len(source) and source.end(last) <= end and not source.begins_sentence(last):
        last += 1
    if any(source.keys[at] in words.pronoun for at in (cue - 1, cue + 1) if first <= at < last):
        return None
    base = source.start(first)
    reach = min(source.end(last - 1), end)
    outside = "".join(
        " " if depth or after else char
        for char, depth, after in zip(source.text[base:reach], depths[base - start :], depths[base - start + 1 :], strict=False)
    )
    found = [(name.text, Span(base + name.span.start, base + name.span.end)) for name in names(outside, words.language)]
    at = Span(source.start(cue), source.end(cue))
    behind = [pair for pair in found if pair[1].start >= at.end]
    before = [pair for pair in found if pair[1].end <= at.start]
    direct = cue + 1 < last and behind and behind[0][1].start == source.start(cue + 1) and source.keys[cue] not in words.hearer
    chosen = behind[0] if direct else before[-1] if before else behind[0] if behind and source.keys[cue] not in words.hearer else None
    return Speaker(chosen[0], chosen[1], at) if chosen else None


def _cue(source: PreparedText, words: Words, start: int, depths: Sequence[int], span: Span) -> int | None:
    """The token of saying that has the fewest of the author's own words between it and the quotation."""
    found: list[tuple[int, int]] = []
    for step, number in ((1, source.at(max(span.start, span.end - 1)) + 1), (-1, source.at(span.start) - 1)):
        own = 0
        while 0 <= number < len(source) and 0 <= source.start(number) - start < len(depths) and own < _FAR:
            if not depths[source.start(number) - start]:
                own += 1
                if source.keys[number] in words.saying:
                    found.append((own, number))
                    break
            number += step
    return min(found)[1] if found else None


def _paragraph(text: str, span: Span) -> tuple[int, int]:
    """Start and end of the paragraph that a span begins in; of a very long one, the part around it."""
    low = max(0, span.start - _LONGEST_PARAGRAPH)
    breaks = [match.end() for match in _BREAK.finditer(text, low, span.start)]
    following = _BREAK.search(text, span.start, span.end + _LONGEST_PARAGRAPH)
    return breaks[-1] if breaks else low, following.start() if following else min(len(text), span.end + _LONGEST_PARAGRAPH)


def _depths(paragraph: str) -> list[int]:
    """How many quotation marks stand open before each character of a paragraph, and behind the last."""
    depth, straight = 0, 0
    out = [0]
    for char in paragraph:
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char == '"':
            straight ^= 1
        out.append(depth + straight)
    return out
