"""Attributions of one paragraph: cut into units, look for cues, carry quotations over sentence ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from provenance.claims.clause import unit
from provenance.claims.cues import find_in
from provenance.claims.found import Found
from provenance.claims.lexicon import Lexicon
from provenance.claims.quotations import Quoted, dialogue, divided, overlapping, quoted
from provenance.claims.tokens import tokens


def attributions(text: str, sentences: Sequence[tuple[int, int]], quotations: Sequence[Quoted], lex: Lexicon) -> list[Found]:
    """Find who is said to have said what in one paragraph.

    Args:
        text: the paragraph, run together; all offsets count in it.
        sentences: start and end of its sentences, in order.
        quotations: of :func:`provenance.claims.quotations.quoted`.
        lex: the language's words.
    """
    outer = [q for q in quotations if q.depth == 0]
    found: list[Found] = []
    speaker: int | None = None  # index of the attribution that a quotation standing alone goes on
    label: int | None = None  # index of "Putin: …", which holds for the rest of the paragraph
    previous: tuple[int, int] | None = None
    for start, end in units(text, sentences, outer, lex):
        u = unit(text, start, end, overlapping(outer, start, end), lex)
        here = _outermost(_apart(find_in(u)))
        if not here and speaker is not None and _only_quoted(text, start, end, outer):
            found[speaker] = replace(found[speaker], content=(*found[speaker].content, (start, end)))
            continue
        labelled = any(_labels(f) for f in here)
        if label is not None and not labelled:
            found[label] = replace(found[label], content=((found[label].content[0][0], end),))
        if previous is not None:  # "This was reported by X" takes up the sentence before
            here = [replace(f, content=(previous,)) if f.manner == "back" else f for f in here]
        at_end = end >= len(text.rstrip())
        here = [f for f in here if f.content or (f.frame == "colon" and at_end)]
        speaker = None
        for item in here:
            if _labels(item):
                label = len(found)
            if _may_go_on(item, outer) and (speaker is None or _has_quote(item, outer) or not _has_quote(found[speaker], outer)):
                speaker = len(found)
            found.append(item)
        previous = (start, end)
    return found


def _apart(found: list[Found]) -> list[Found]:
    """The attributions of a sentence, none with the tail of another in its content: "X agreed that Y, Z reported" is Z's."""
    out = []
    for item in found:
        content = item.content
        for other in found:
            if other is item or other.source is None or other.frame != "paren" or not other.content:
                continue
            tail = min(other.source[0], other.cue[0])
            if max(b for _, b in other.content) <= tail and other.content[0][0] <= item.cue[0]:
                content = tuple((a, tail if a < tail < b <= max(other.source[1], other.cue[1]) + _TAIL else b) for a, b in content)
        out.append(item if content == item.content else replace(item, content=content))
    return out


def _outermost(found: list[Found]) -> list[Found]:
    """Without the stances, wishes and reported acts that are themselves part of what someone is said to have said.

    "Stone said he supports the plan" is one attribution; "Stone said the ministry had denied that ..." is two, for a chain of
    sources may be told that way.
    """
    kept = []
    for item in found:
        inside = any(a <= item.cue[0] < b for other in found if other is not item for a, b in other.content)
        if not inside or (item.kind == "speech" and item.frame in _CHAINED) or item.manner not in ("verb", "noun"):
            kept.append(item)
    return kept


_CHAINED = frozenset(["that", "bare", "quote", "paren", "gap", "according", "wh", "colon"])
_TAIL = 25
"""Characters that may follow "Z reported" in its sentence: a day, a full stop."""


def _labels(item: Found) -> bool:
    return item.manner == "colon" and item.frame == "colon"


def _may_go_on(item: Found, outer: Sequence[Quoted]) -> bool:
    """Whether a quotation that stands alone behind this attribution is its speaker's."""
    if item.frame in ("that", "bare"):
        return item.kind == "speech"
    return item.frame in ("paren", "quote", "colon") and _has_quote(item, outer)


def _has_quote(item: Found, outer: Sequence[Quoted]) -> bool:
    return item.manner == "colon" or any(overlapping(outer, a, b) for a, b in item.content)


def units(text: str, sentences: Sequence[tuple[int, int]], outer: Sequence[Quoted], lex: Lexicon) -> list[tuple[int, int]]:
    """Sentences, joined where a quotation runs from one into the next."""
    out: list[tuple[int, int]] = []
    number = 0
    for start, end in sentences:
        while number < len(outer) and outer[number].end <= start:
            number += 1
        inside = number < len(outer) and outer[number].start < start < outer[number].end
        if out and (inside or _goes_on(text, out[-1], start, end, outer, lex)):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return [part for start, end in out for part in _bounded(text, start, end)]


_LONGEST = 4_000
"""Characters of a unit: no sentence of a person is longer, and the rules look back and forth within one."""


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A unit, cut at spaces if it is longer than any sentence."""
    while end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        cut = space + 1 if space > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _goes_on(text: str, before: tuple[int, int], start: int, end: int, outer: Sequence[Quoted], lex: Lexicon) -> bool:
    """Whether a "sentence" behind a quotation is only its source and cue: "“Why not?” | the minister asked."."""
    last = text[before[0] : before[1]].rstrip()
    if text[start] in "—–―" and any(start <= q.start <= start + 3 for q in outer) and any(before[0] <= q.start < before[1] for q in outer):
        return True  # «…, — said X. — …»
    if text[start : start + 2].strip("—–―-") == "" or text[start] in "—–―":
        named = tokens(text[start : min(end, start + 60)])[1:3]  # "“…” — Name"
        return bool(named) and named[0].capital and any(q.end == before[0] + len(last) for q in outer)
    if not last or last[-1] not in "\"”»“''" or not any(q.end == before[0] + len(last) for q in outer):
        return False
    if last.rstrip("\"'”’»“").rstrip()[-1:] not in ("?", "!", "…"):
        return False
    for index, token in enumerate(tokens(text[start : min(end, start + 160)], lex.words.get("abbreviations", ()))[:16]):
        form = lex.verbs.get(token.low)
        if form is not None and "paren" in form.frames and form.features & {"past", "third", "finite"}:
            rest = text[start + token.end : end].lstrip()
            return index > 0 and (
                "addressee" in form.frames
                or rest[:1] in (".", ",", ":", "")
                or rest.partition(" ")[0] in lex.words.get("adjuncts", ())
                or rest.partition(" ")[0].lower().strip(".") in lex.words.get("time_words", ())
            )
        if not token.word and token.text not in (",", "-", "'", "’", "&"):
            return False
    return False


def _only_quoted(text: str, start: int, end: int, outer: Sequence[Quoted]) -> bool:
    """Whether a unit is one quotation and nothing else."""
    for q in outer:
        if q.start <= start and q.end >= end - 1:
            return True
        if q.start == start and not text[q.end : end].strip(" .,;"):
            return True
    return False


def marked(text: str, lex: Lexicon) -> tuple[Quoted, ...]:
    """The quotations of a paragraph: by their marks and, where the language has it, by a dash; cut where the speaker is named inside."""
    found = quoted(text)
    if not lex.words.get("cue_inside"):
        return found

    def says(words: str) -> bool:
        return _says(words, lex)

    spoken = dialogue(text, says) if not found or found[0].start > 2 else ()
    if spoken:
        return tuple(
            sorted([*spoken, *(q for q in found if not any(s.start < q.end and q.start < s.end for s in spoken))], key=lambda q: q.start)
        )
    return divided(text, found, says)


def _says(words: str, lex: Lexicon) -> bool:
    """Whether words begin with a cue verb that can stand apart ("said he", French "a-t-il dit")."""
    parts = tokens(words, lex.words.get("abbreviations", ()), lex.words.get("elisions", ()), lex.words.get("enclitics", ()))
    for token in parts[:4]:
        form = lex.verbs.get(token.low)
        if form is not None and "paren" in form.frames and not token.capital:
            return True
        known = any(token.low in lex.words.get(name, ()) for name in ("aux_have", "pronouns", "adverbs", "reflexive"))
        if not known:
            return False
    return False
