"""Where a claim is meant more widely than its source: "all" for some, a cause for a link, "even if" for "provided that".

What the claim adds has no like in the sentences that it rests on. That forbids ``supported``; it is no contradiction, since the
source may leave the word out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from provenance.comparison.details.derived import whole_parts
from provenance.comparison.details.facts import Fact, Judge, Outcome
from provenance.comparison.matching.match import Match
from provenance.comparison.polarity.negation import fit
from provenance.language.breadth import first, knows
from provenance.language.polarity import quantifiers
from provenance.model import DifferenceKind, Span

ANOTHER_TIME = "another time"
"""Note of a fact: the source says it of another time."""
_RIVAL = 0.9
_FIT, _FIT_TRANSLATED = 0.5, 0.42
_DETERMINERS = {
    "all": re.compile(
        r"all|every|everyone|everybody|each|все|всех|всем|всеми|каждый|каждая|каждое|усі|всі|усіх|всіх|кожен|кожна|alle|allen|aller|jeder|jede|jedes|sämtliche"
        r"|tous|toutes|chaque|todos|todas|cada|wszyscy|wszystkie|wszystkich|każdy|każda|каждого|каждой"
    ),
    "most": re.compile(r"most|most of|the majority|a majority|majority of|большинство|більшість|die meisten|la plupart|la mayoría|większość"),
    "only": re.compile(r"only|solely|exclusively|только|лишь|лише|тільки|nur|lediglich|seulement|uniquement|solo|sólo|solamente|tylko|jedynie"),
}  # fmt: skip
_BEFORE = frozenset(
    [
        "the",
        "a",
        "we",
        "you",
        "they",
        "us",
        "them",
        "it",
        "at",
        "после",
        "прежде",
        "мы",
        "они",
        "wir",
        "sie",
        "nous",
        "nosotros",
        "my",
        "oni",
    ]
)
_BEHIND = frozenset(
    ["by", "over", "along", "about", "around", "too", "but", "right", "that", "alone", "in", "же", "еще", "ещё", "ж", "ще", "равно"]
)
"""Words beside which "all" and "most" count nothing."""
_QUOTED = re.compile(r"[\"“«„][^\"”»]*\Z")
_LITTLE = 4
"""Letters of a word that is too common to be looked for in the whole source."""
_YEARS = ("this_year", "next_year", "last_year")
_NO_SUPERLATIVE = frozenset(["latest"])
_HALF = 50


def breadth(match: Match, language: str, judge: Judge) -> Iterator[Fact]:
    """What the claim says more widely than its source, as facts of kind ``HEDGE``."""
    source = match.reading.language
    if source is None or not match.seen:
        return
    wanted = list(_wanted(match, language, source, judge))
    for kind, span, parts in wanted:
        near = _near(match, parts)
        if not near:
            continue
        texts = [_sentence(match, s) for s in near]
        said = re.compile(rf"\b{re.escape(span.of(match.claim))}\b", re.IGNORECASE)
        told = [match.reading.text] if span.end - span.start > _LITTLE else [_sentence(match, s) for s in match.seen]
        if match.same_language and kind not in (*_YEARS, "cause", "concession") and any(said.search(text) for text in told):
            continue  # the word stands nearby, and counts something alike for all that is known
        counted = tuple(whole_parts([(judge.stated[s].text, judge.stated[s].quantities) for s in near])) if kind == "most" else ()
        note = _lacking(kind, texts, source, match, span, counted)
        if note is not None:
            index = near[0]
            sentence = match.reading.sentences[index]
            there = Span(sentence.start, sentence.end)
            found = next((f for f in (first(note[1], texts[0], source),) if f is not None), None) if note[1] else None
            if found is not None:
                there = Span(sentence.start + found.start, sentence.start + found.end)
            yield Fact(
                DifferenceKind.HEDGE, Outcome.DIFFERS, span.of(match.claim), span, there.of(match.reading.text), there, index, 1.0,
                fit(match, parts, index, ()), note[0],
            )  # fmt: skip


def _sentence(match: Match, index: int) -> str:
    sentence = match.reading.sentences[index]
    return match.reading.text[sentence.start : sentence.end]


def _near(match: Match, part: Sequence[int]) -> list[int]:
    """Sentences that the words of the claim may rest on, best first; none if no sentence tells of them."""
    fits = {s: fit(match, part, s, ()) for s in match.seen}
    best = max(fits.values(), default=0.0)
    if best < (_FIT if match.same_language else _FIT_TRANSLATED):
        return []
    return sorted((s for s in fits if fits[s] >= _RIVAL * best), key=lambda s: (-fits[s], s))


def _part(match: Match, span: Span) -> tuple[int, ...]:
    """The clause of the claim in which ``span`` stands, or that follows it."""
    row = next((r for r, i in enumerate(match.content) if match.tokens[i].end > span.start), len(match.content) - 1)
    return next((p for p in match.parts if row in p), tuple(range(len(match.content))))


def _wanted(match: Match, language: str, source: str, judge: Judge) -> Iterator[tuple[str, Span, tuple[int, ...]]]:
    """Words of the claim that want a like in the source: what kind, where, and with which words of the claim."""
    claim = match.claim
    for marker in quantifiers(claim, language):
        pattern = _DETERMINERS.get(marker.value)
        if pattern is None or not knows(marker.value, source) or not pattern.fullmatch(marker.text.lower().replace("ё", "е")):
            continue
        before, behind = claim[: marker.span.start].split()[-1:], claim[marker.span.end :].split()[:1]
        if _QUOTED.search(claim, 0, marker.span.start) or {w.lower() for w in before} & _BEFORE or {w.lower() for w in behind} & _BEHIND:
            continue  # "the most frequent", "all by himself", "we all"
        if marker.value == "only" and any(
            0 <= q.span.start - marker.span.end <= 1 or q.span.overlaps(marker.span) for q in judge.own.quantities
        ):
            continue  # "only a third": how few that is is said by the number
        bare = marker.value == "all" and any(first("only", _sentence(match, s), source) is not None for s in match.seen)  # "open to all"
        if bare or any(match.tokens[i].start >= marker.span.end for i in match.content):
            yield marker.value, marker.span, _part(match, marker.span)
    if language == "en" and knows("superlative", source):
        for token in match.tokens:
            low = token.text.lower()
            if low.endswith("est") and not token.capital and low != token.key and low not in _NO_SUPERLATIVE:
                yield "superlative", Span(token.start, token.end), _part(match, Span(token.start, token.end))
                break
    cause = first("cause", claim, language) if knows("link", source) else None
    if cause is not None and first("link", claim, language) is None and not _NOUN.match(claim, cause.start):
        yield "cause", cause, _part(match, cause)
    wide = first("nationwide", claim, language) if knows("nationwide", source) else None
    if wide is not None and first("nationwide", match.reading.text, source) is None:
        yield "nationwide", wide, _part(match, wide)
    concession = first("concession", claim, language)
    if concession is not None:
        yield "concession", concession, tuple(range(len(match.content)))
    if judge.own.anchor is None and judge.source_date is None:
        for kind in _YEARS:
            said = first(kind, claim, language)
            if said is not None:
                yield kind, said, _part(match, said)


_NOUN = re.compile(r"causes? of\b", re.IGNORECASE)
"""Where "cause" is what is spoken of: "causes of migration include poverty"."""


def _lacking(kind: str, texts: Sequence[str], source: str, match: Match, span: Span, counted: Sequence[Decimal]) -> tuple[str, str] | None:
    """What is wrong, with the table whose word of the source shows it; ``None`` if nothing is. ``counted``: shares that the source counts."""
    has = [first(kind, text, source) for text in texts] if kind != "cause" else []
    if kind in _YEARS:
        others = [k for k in _YEARS if k != kind and first(k, texts[0], source) is not None]
        return (ANOTHER_TIME, others[0]) if others and all(f is None for f in has) else None
    if kind == "concession":
        met = any(first("condition", text, source) is not None for text in texts)
        return ("the source makes it depend on this", "condition") if met and all(f is None for f in has) else None
    if kind == "cause":
        bare = [first("link", text, source) is not None and first("cause", text, source) is None for text in texts]
        return ("a cause, where the source has a link", "link") if bare and all(bare) else None
    if kind == "most" and counted:
        return None if max(counted) > _HALF else ("not most of them in the source", "")
    if any(f is not None for f in has):
        return None
    return (f"“{span.of(match.claim)}” is not in the source", "")
