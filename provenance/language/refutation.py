"""How a text says that something is not true, or does not say that it is: "This is false.", "it is a myth that …", "reports that … were untrue", "Is it? No."

Pages that check facts first repeat what they then deny, so that the repeated words alone say the opposite of what the page does.
The patterns stand in ``data/refutation.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from provenance.model import Span

_LONGEST = 600
"""Letters of a sentence that is looked at: longer ones are no sentences."""


class Standing(StrEnum):
    """How a text stands to what it says."""

    DENIED = "denied"
    DOUBTED = "doubted"
    """Doubted, or blamed in words that may mean another fault than untruth ("that is wrong")."""
    SUPPOSED = "supposed"
    """A condition, or an indirect question: neither said to be so nor not to be so."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """What of a sentence is said to be untrue, and by which words."""

    denied: Span
    """In the sentence."""
    cue: Span
    """The denying words, in the sentence that follows where ``follows`` is true, else in the sentence itself."""
    follows: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Patterns:
    after: tuple[tuple[re.Pattern[str], Standing], ...]
    """Openings of a sentence that deny or doubt the one before."""
    inside: tuple[tuple[re.Pattern[str], Standing], ...]
    """Sentences that deny their group ``x`` themselves."""
    reported: tuple[tuple[re.Pattern[str], Standing], ...]
    """Openings that deny the sentence before only where that reports what somebody says."""
    no: re.Pattern[str]
    yes: re.Pattern[str]
    supposed: re.Pattern[str]
    hardly: re.Pattern[str]
    saying: re.Pattern[str]
    opening: re.Pattern[str]
    """Words that report what others say, up to where that begins."""


@cache
def _patterns(language: str) -> _Patterns | None:
    table = tomllib.loads((files("provenance.language") / "data" / "refutation.toml").read_text(encoding="utf-8")).get(language)
    if table is None:
        return None
    part = {key: "(?:" + "|".join(entries) + ")" for key, entries in table.items()}
    end, adverbs = r"(?!\w)", rf"(?:{part['adverb']}\s+){{0,3}}"
    opens = rf"(?!,?\s+(?:{part['that']})(?!\w))"  # "it is false that …" denies what follows it
    copula = rf"(?:{part['link']}\s+)" + ("?" if language in ("ru", "uk") else "")
    speaker = r"[^\W\d_][^.:?!\n]{0,40}:\s*"
    verdict = rf"{part['rating']}\s*[:–—-]\s*"
    subject = rf"(?:(?:{part['but']}|{part['rating']}),?\s+)?{part['pronoun']}\s*"

    def says(words: str) -> str:
        return rf"{copula}{adverbs}{part[words]}{end}{opens}"

    flags = re.IGNORECASE | re.DOTALL
    denial = rf"(?:{says('false')}|{part['denied']}{end}{opens})"
    quote = r"[\s\"'“”„«»‘’(\[*_#>–—-]*"
    alone = rf"{part['alone']}\s*[.!,;–—-]"
    after = (
        (rf"{quote}(?:{subject}{denial}|(?:{verdict})?{alone}|{verdict}(?:{part['false']}|{part['alone']}){end})", Standing.DENIED),
        (
            rf"{quote}(?:{subject}{says('weak')}|[^,;:]{{0,60}}[,;]\s*{subject}{says('weak')}|{verdict}(?:{part['weak']}|{part['wrong']}){end})",
            Standing.DOUBTED,
        ),
        (rf"{quote}[^,;:]{{0,60}}[,;]\s*{subject}{denial}", Standing.DENIED),
        (rf"{quote}[^.;:]{{0,30}}?{part['weak']}{end}\s*[.!]?\s*$", Standing.DOUBTED),
    )
    reported = (
        (rf"{quote}{subject}(?:{says('weak')}|{says('wrong')})", Standing.DENIED),
        (rf"[^.;:?!]{{0,80}}(?<!\w){part['rejects']}\s+(?:\w+\s+){{0,3}}{part['told']}{end}", Standing.DOUBTED),
    )
    told = rf"{part['told']}\s+(?:\w+\s+){{0,2}}?,?\s*{part['that']}"
    tail = rf"[,;:–—(-]+\s*(?:{part['but']},?\s+)?(?:{part['pronoun']}\s*)?"
    inside = (
        (rf"^{quote}{part['label']}\s*[:–—]\s*(?P<x>.+)", Standing.DENIED),
        (rf"(?<!\w){told}\s*(?P<x>.{{8,}}?),?\s+(?P<cue>{denial})", Standing.DENIED),
        (rf"(?<!\w){told}\s*(?P<x>.{{8,}}?),?\s+(?P<cue>(?:{says('weak')}|{says('wrong')}))", Standing.DOUBTED),
        (rf"^(?P<x>.{{8,}}?){tail}(?P<cue>{denial})\s*[.!)]?\s*", Standing.DENIED),
        (rf"(?<!\w){part['lead']}\s*(?P<x>.+)", Standing.DENIED),
        (rf"(?<!\w){part['doubt']}\s*(?P<x>.+)", Standing.DOUBTED),
    )
    return _Patterns(
        tuple((re.compile(p, flags), standing) for p, standing in after),
        tuple((re.compile(p, flags), standing) for p, standing in inside),
        tuple((re.compile(p, flags), standing) for p, standing in reported),
        re.compile(rf"{quote}(?:{verdict}|{speaker})?{part['no']}\s*(?:[.,!;:–—-]|$)", flags),
        re.compile(rf"{quote}(?:{verdict}|{speaker})?{part['yes']}\s*(?:[.,!;:–—-]|$)", flags),
        re.compile(rf"(?<![\w'’])(?<!even )(?<!as )(?P<cue>{part['suppose']})\s+(?P<x>[^,;:.!?]{{8,}})", flags),
        re.compile(rf"(?<!\w){part['hardly']}{end}", flags),
        re.compile(rf"(?<!\w){part['saying']}{end}", flags),
        re.compile(rf"(?<!\w){part['saying']}{end}[^.]{{0,60}}?(?<!\w){part['clause']}(?!\w)", flags),
    )


def reports_only(text: str, language: str | None) -> bool:
    """Whether a text may only report what somebody says, or says itself that it is not so: then a denial does not contradict it."""
    patterns = _patterns(language or "")
    return patterns is not None and patterns.saying.search(text) is not None


def hardly(text: str, language: str | None) -> bool:
    """Whether a text has a word that comes to a "not"."""
    patterns = _patterns(language or "")
    return patterns is not None and patterns.hardly.search(text) is not None


def answer(following: str, language: str | None) -> bool | None:
    """Whether a sentence that stands behind a question answers it with yes or with no; ``None`` if with neither."""
    patterns = _patterns(language or "")
    if patterns is None:
        return None
    if patterns.no.match(following) or patterns.after[0][0].match(following):
        return False
    return True if patterns.yes.match(following) else None


@lru_cache(maxsize=8192)
def refutation(sentence: str, following: str, language: str | None) -> Refutation | None:
    """What of ``sentence`` it or the sentence behind it says to be untrue; ``None`` if nothing.

    Parameters:
        following: the sentence behind it; empty if there is none.
        language: of both, ISO 639-1; of languages that the data do not have nothing is known.
    """
    patterns = _patterns(language or "")
    if patterns is None or len(sentence) > _LONGEST:
        return None
    return next(_inside(sentence, patterns), None) or _after(sentence, following[:_LONGEST], patterns) or _supposed(sentence, patterns)


def supposes(text: str, language: str | None) -> bool:
    """Whether a text has a condition or an indirect question of its own."""
    patterns = _patterns(language or "")
    return patterns is not None and patterns.supposed.search(text) is not None


def _supposed(sentence: str, patterns: _Patterns) -> Refutation | None:
    found = patterns.supposed.search(sentence)
    if found is None:
        return None
    return Refutation(Span(*found.span("x")), Span(*found.span("cue")), False, Standing.SUPPOSED)


def _inside(sentence: str, patterns: _Patterns) -> Iterator[Refutation]:
    for pattern, standing in patterns.inside:
        found = pattern.search(sentence)
        if found is not None:
            denied = Span(*found.span("x"))
            named = pattern.groupindex.get("cue") is not None
            cue = Span(*found.span("cue")) if named else Span(found.start(), found.start("x"))
            yield Refutation(denied, cue, False, standing)


def _after(sentence: str, following: str, patterns: _Patterns) -> Refutation | None:
    asked = sentence.rstrip(" \n\t\"'”’»)").endswith("?")
    if asked:
        found = patterns.no.match(following)
        if found is not None:
            return Refutation(Span(0, len(sentence)), Span(*found.span()), True, Standing.DENIED)
    opening = patterns.opening.search(sentence)
    start = opening.end() if opening is not None else 0
    for pattern, standing in (*(patterns.reported if opening is not None else ()), *patterns.after):
        found = pattern.match(following)
        if found is not None:
            return Refutation(Span(start, len(sentence)), Span(*found.span()), True, standing)
    return None
