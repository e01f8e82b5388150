"""Claims that no source can settle: questions, opinions, demands, wishes, and words without content.

An opinion is a matter of fact once somebody is said to hold it ("Holm called the deal a disgrace"), and so is anything with a
number, a date or an event in it. What is left are a draft's own judgements; they are told by their turns of phrase, all of which
stand in ``data/vague.toml``. Being one never overrules a source that says the same or plainly says otherwise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from provenance.comparison.matching.match import Match
from provenance.comparison.matching.tokens import is_stop, tokenize
from provenance.comparison.quotation.quoted import find_quotes
from provenance.comparison.vagueness.opinions import opinion
from provenance.language.dates import dates
from provenance.language.numbers import quantities
from provenance.language.words import words
from provenance.model import Comparison, Context, Label, Reason

_LONGEST = 220
"""Characters of the longest claim that is looked at: what is longer has something in it to check."""
_APART = 3
"""Words that may stand between a copula and the judging word, articles and adverbs among them."""
_OPINION = 0.6
"""How probably a claim must be an opinion by the sound of it alone."""
_QUOTED = 3
"""A quotation of more words than this is in the source or it is not."""
_SURE, _LIKELY, _HEARD = 0.8, 0.7, 0.45
"""How sure it is of a question, of an opinion told by its phrase, and of one told by its sound.

On our own tables nearly all are rightly called so, but where people were asked whether a sentence follows from another, they had an
answer to most opinions too."""
_WORD = re.compile(r"\w+")
_CLOSERS = "\"'”’»“)]…  \u00a0\n\t"
_DASH = r"(?:—|–| - )"


class Vague(StrEnum):
    """Why no source can settle a claim."""

    NO_CONTENT = "no content"
    FRAGMENT = "fragment"
    QUESTION = "question"
    VIEW = "view"
    VALUE = "value"
    DEMAND = "demand"
    WISH = "wish"
    PREDICTION = "prediction"
    PRAISE = "praise"
    PLATITUDE = "platitude"
    OPINION = "opinion"


_MESSAGES = {
    Vague.NO_CONTENT: "the claim says nothing that a source could be checked for",
    Vague.FRAGMENT: "the claim says too little by itself for a source to be checked for it: give the sentence in full",
    Vague.QUESTION: "the claim is a question: it states nothing that a source could be checked for",
    Vague.VIEW: "the claim gives the draft's own view, which no source can settle: say who holds it",
    Vague.VALUE: "the claim passes judgement in the draft's own voice, which no source can settle: say whose judgement it is",
    Vague.DEMAND: "the claim says what ought to be done, which no source can settle: say who demands it",
    Vague.WISH: "the claim is a wish or an appeal, which no source can settle",
    Vague.PREDICTION: "the claim foretells without a detail that could be checked: say who expects it",
    Vague.PRAISE: "the claim is a matter of taste, which no source can settle: say whose taste it is",
    Vague.OPINION: "the claim reads as an opinion in the draft's own voice, which no source can settle: say who holds it",
    Vague.PLATITUDE: "the claim is a turn of phrase that states nothing to be checked",
}
_PHRASED = (Vague.PLATITUDE, Vague.WISH, Vague.VIEW, Vague.DEMAND, Vague.PREDICTION, Vague.PRAISE)
_WHATEVER_HAPPENED = frozenset({Vague.PLATITUDE, Vague.WISH})
"""Kinds that are told by their phrase even where a verb tells of an event ("if only they listened")."""


@dataclass(frozen=True, slots=True)
class Vagueness:
    """Why a claim cannot be settled, and by which of its words that is told."""

    kind: Vague
    words: str = ""

    @property
    def reason(self) -> Reason:
        """What a reader is told."""
        return Reason("too_vague", _MESSAGES[self.kind])


def vague(claim: str, language: str, context: Context, vector: Any = None) -> Vagueness | None:
    """Why ``claim`` cannot be settled by any source; ``None`` if it can, or if nobody can tell.

    Parameters:
        language: of the claim. In a language without phrases only questions and words without content are found.
        context: where it names a speaker, the claim is that he said so, and that can be checked.
        vector: the claim's unit vector, shape (512,), by which judgements are told that stand in no list; ``None``: not asked.
    """
    empty = _empty(claim, language)
    if empty is not None:
        return empty
    if context.speaker is not None or len(claim) > _LONGEST or _has_detail(claim, language):
        return None
    text = _plain(claim)
    phrases = _phrases(language)
    if phrases is not None and phrases.report.search(phrases.kinds[Vague.VIEW].sub(" ", text)):
        return None  # somebody is said to say or think so
    if _asks(claim):
        return Vagueness(Vague.QUESTION)
    if phrases is None:
        return None
    told = _judged(text, phrases)
    if told is None and vector is not None and not phrases.happened(text) and opinion(vector) >= _OPINION:
        return Vagueness(Vague.OPINION)
    return told


def overruled(found: Comparison, vagueness: Vagueness | None, said: float = 0.0, judged: float = 1.0) -> Comparison:
    """``found``, or that the claim is too vague, where the source neither says it nor plainly says otherwise.

    Parameters:
        vagueness: what :func:`vague` says of the claim.
        said: how much of the claim one place of the source says in so many words, in [0, 1].
        judged: how well the source has the very words that judge, in [0, 1], see :func:`judging`.
    """
    if vagueness is None:
        return found
    if vagueness.kind is Vague.OPINION and found.label is Label.PARTLY_SUPPORTED:
        return replace(found, reasons=(*found.reasons, vagueness.reason))  # no phrase tells it, and the source says part of it
    unsaid = found.label in (Label.NOT_FOUND, Label.PARTLY_SUPPORTED) and said < _VERBATIM
    unjudged = found.label is Label.SUPPORTED and judged < _JUDGED
    if not (unsaid or unjudged):
        return found
    return replace(
        found,
        label=Label.NOT_CHECKABLE,
        confidence=_SURE if vagueness.kind is Vague.QUESTION else _HEARD if vagueness.kind is Vague.OPINION else _LIKELY,
        support=min(found.support, 0.5),
        reasons=(vagueness.reason,),
        differences=(),
    )


_VERBATIM = 0.9
"""From which share of its words a source says a claim nearly as it stands: then what is missing is worth telling."""
_JUDGED = 0.6
"""Below this a source that is about the same thing does not pass the judgement."""


def judging(match: Match, vagueness: Vagueness | None) -> float:
    """How well the source has the words by which a claim was told to judge; 1 where there are none."""
    words = set(_WORD.findall(vagueness.words)) if vagueness is not None else set()
    rows = [row for row, index in enumerate(match.content) if match.tokens[index].text.lower() in words]
    return min((match.support(row) for row in rows), default=1.0)


def says_nothing(claim: str, language: str) -> Comparison | None:
    """The comparison for a claim without a word to compare; ``None`` if it has one."""
    empty = _empty(claim, language)
    if empty is None or empty.kind is not Vague.NO_CONTENT:
        return None
    return Comparison(Label.NOT_CHECKABLE, _SURE, 0.0, (empty.reason,))


def _empty(claim: str, language: str) -> Vagueness | None:
    """No content word at all, or a single one that is neither a name nor a number."""
    if len(claim) > _BEGINNING and _has_content(claim[: claim.rfind(" ", 0, _BEGINNING) + 1], language):
        return None
    tokens = tokenize(claim, language)
    content = [t for t in tokens if not t.stop]
    if len(content) >= 2 or any(t.digit or t.text[:1].isupper() for t in content):
        return None
    if not content or len(tokens) == 1:
        return Vagueness(Vague.NO_CONTENT)
    return Vagueness(Vague.FRAGMENT, content[0].text)


_BEGINNING = 100
"""Characters of a claim that tell in most cases that it has something to compare."""


def _has_content(text: str, language: str) -> bool:
    tokens = [word.text for word in words(text) if not is_stop(word.text, language)]
    return len(tokens) >= 2 or any(token[:1].isupper() or any(map(str.isdigit, token)) for token in tokens)


def _has_detail(claim: str, language: str) -> bool:
    """A number, a date or words in quotation marks: that much can be checked."""
    if any(ch.isdigit() for ch in claim):
        return True
    if any(len(span.of(claim).split()) > _QUOTED for span in find_quotes(claim)):
        return True
    return bool(dates(claim, language)) or bool(quantities(claim, language))


def _asks(claim: str) -> bool:
    """Whether every sentence of it is a question."""
    text = claim.strip().rstrip(_CLOSERS)
    return text.endswith(("?", "?!", "?!!")) and not re.search(r"[.!…;][\s\"”»]+\S", text)


def _judged(text: str, phrases: _Phrases) -> Vagueness | None:
    happened = phrases.happened(text)
    for kind in _PHRASED:
        found = phrases.kinds[kind].search(text)
        if found and (kind in _WHATEVER_HAPPENED or not happened):
            return Vagueness(kind, found.group())
    found = phrases.value.search(text)
    return Vagueness(Vague.VALUE, found.group()) if found and not happened else None


def _plain(text: str) -> str:
    """Lower case, one kind of apostrophe and of blank."""
    return " ".join(text.lower().replace("’", "'").replace("ʼ", "'").split())


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The phrases of one language, compiled."""

    kinds: dict[Vague, re.Pattern[str]]
    value: re.Pattern[str]
    report: re.Pattern[str]
    past: re.Pattern[str]
    calm: re.Pattern[str]

    def happened(self, text: str) -> bool:
        """Whether a verb tells of an event."""
        return any(not self.calm.fullmatch(found.group()) and not self.value.search(found.group()) for found in self.past.finditer(text))


@cache
def _phrases(language: str) -> _Phrases | None:
    table = tomllib.loads((resources.files("provenance.comparison") / "data" / "vague.toml").read_text("utf-8")).get(language)
    if table is None:
        return None
    between = rf"(?:\W{{1,3}}\w+){{0,{_APART}}}?\W{{1,3}}"
    lead = rf"(?<!\w)(?:{_any(table['copula'])})(?!\w){between}"
    if table.get("dash"):
        lead = rf"(?:{lead}|{_DASH}\W{{0,2}}(?:\w+\W{{1,3}}){{0,{_APART}}}?)"
    return _Phrases(
        {kind: _compiled(table[kind.value]) for kind in _PHRASED},
        re.compile(rf"{lead}(?:{_any(table['value'])})(?!\w)"),
        _compiled(table["report"]),
        re.compile(rf"(?<!\w)(?:{table['past']})(?!\w)"),
        re.compile(_any(table["calm"]) or r"(?!)"),
    )


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(phrases)})(?!\w)")


def _any(phrases: Iterable[str]) -> str:
    """An alternation of phrases; every gap is bounded."""
    return "|".join(_pattern(phrase) for phrase in phrases)


def _pattern(phrase: str) -> str:
    out = ""
    gap = ""
    for word in phrase.split():
        if word == "…":
            gap = r"(?:\W{1,3}\w+){0,4}?\W{1,3}"
            continue
        stem = word.removesuffix("*")
        out += gap + re.escape(stem) + (r"\w{0,12}" if word.endswith("*") else "")
        gap = r"\W{1,3}"
    return out
