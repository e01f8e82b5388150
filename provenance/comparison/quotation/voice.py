"""Whose words the source says they are: those of the person whom the draft quotes, another's, its author's own, or its headline.

A wrong speaker is only called where draft and source both name a person right at the words, and the person whom the draft names is not
named around them in the source. Words that stand outside the source's quotation marks are a paraphrase at most, and no accusation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from provenance.comparison.quotation.marks import marked
from provenance.comparison.quotation.quotes import QuoteMatch
from provenance.comparison.quotation.setting import in_headline
from provenance.comparison.quotation.speakers import Mention, Speaker, find_reporter, find_speaker
from provenance.comparison.quotation.text import PreparedText, prepare
from provenance.comparison.quotation.turns import paragraph, spoken
from provenance.comparison.quotation.words import words_for
from provenance.language.folding import fold
from provenance.language.identity import given_name
from provenance.model import Context, SourceKind, Span

_SAME, _OTHER = 0.15, 0.05
"""Probability that two names are one from which on they may be, and up to which they are not."""
_MOST = 12
_LEAST = 4
"""Words of a quotation in the source from which on it shows that the source marks what it quotes."""
_STOP = re.compile(r"(?<=[^\W\d_]{3}[.!?…])\s+(?=[^\Wa-zа-яё])")
_WORD = re.compile(r"[^\W_]+")
_LABEL = re.compile(r"^[^\S\n]*(?:[QA]|[^\W\d_][^\n:.!?]{0,40}):[^\S\n]", re.M)
_HEADLINE_LABEL = re.compile(r":\s|\s[—–-]\s|\s\|\s")
_BYLINE = re.compile(r"(?:^|\n)\s*(?:by|von|par|por|автор\S*)\s{1,3}[^\n]{0,60}", re.I)


class Voice(StrEnum):
    """Whose words they are in the source, beside what the draft says."""

    AS_QUOTED = "as_quoted"
    """The same person's, or nothing that the source says speaks against it."""
    ANOTHER = "another"
    """The source names another person as their speaker."""
    UNCLEAR = "unclear"
    """The source names another, but not so that it is beyond doubt."""
    PARAPHRASE = "paraphrase"
    """The author's own words, outside the quotation marks that he uses elsewhere."""
    HEADLINE = "headline"
    """The words of the source's headline, and of nothing else in it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the source says of the speaker, and where."""

    voice: Voice
    claimed: str = ""
    """The speaker whom the draft names."""
    claimed_span: Span | None = None
    """Of the name in the claim, if it stands there."""
    named: str = ""
    """The speaker whom the source names; for a paraphrase or a headline the words as they stand there."""
    place: Span | None = None
    """Of ``named``, in the source."""


NOTHING = Said(Voice.AS_QUOTED)
"""Nothing speaks against the draft's speaker."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    name: str
    span: Span | None
    person: bool
    sure: bool
    names: tuple[str, ...] = ()


def whose(claim: str, quoted: Span, language: str | None, source: PreparedText, found: QuoteMatch, context: Context, *, main: int) -> Said:
    """Whose words a quotation's are in the source.

    Parameters:
        claim, quoted: the claim and where the quotation stands in it.
        found: what the source makes of the words; only faithful ones have a speaker.
        context: the draft's speaker.
        main: length of the source's main text.
    """
    if not found.faithful or not found.spans or len(_WORD.findall(quoted.of(claim))) < 3:
        return NOTHING
    claimed = _claimed(claim, quoted, language, context)
    if claimed is None or not claimed.person:
        return NOTHING
    places = list(_places(source, found))
    heard = [place for place in places if spoken(source.text, place)]
    if heard:
        return _other_speaker(claimed, source, heard)
    return _own_words(claimed, source, places, main)


def reported(source: PreparedText, passage: Span, context: Context, *, beside: str = "") -> Said:
    """Whose the words of a passage are that the source gives in its own words: "The port will close, the mayor Ada Moss said."

    Another's only if the passage has one word of saying, a person named as its subject, and the source nowhere names the person whom
    the draft names.

    Parameters:
        passage: a sentence of the source.
        context: the draft's speaker.
        beside: what the source has beside its text, as its author's name.
    """
    name = context.speaker
    if not context.said or not name or not _is_name(name) or context.speaker_kind not in (SourceKind.PERSON, None):
        return NOTHING
    if not given_name(fold(name.split()[0]).text):
        return NOTHING  # "Borderlands Review" may be anything
    speaker = find_reporter(source, passage)
    claimed = _Claimed(name, None, True, True, context.speaker_names)
    if speaker is None or speaker.how is not Mention.NAMED or not speaker.sure or not _is_person(speaker, source):
        return NOTHING
    if _likeness(claimed, speaker.name) > _OTHER or _mentions(claimed, source) or _stands_in(claimed, beside):
        return NOTHING
    return Said(Voice.ANOTHER, name, None, speaker.span.of(source.text), speaker.span)


# ---- the draft -------------------------------------------------------------------------------------------------------


def _claimed(claim: str, quoted: Span, language: str | None, context: Context) -> _Claimed | None:
    """Whom the draft names as the speaker: in the claim itself, or around it."""
    # where the quotation is the whole claim, the claim names nobody
    alone = not _WORD.search(claim[: quoted.start]) and not _WORD.search(claim[quoted.end :])
    own = None if alone else find_speaker(_read(claim, language), quoted, language=language)
    if own is not None and own.how is Mention.NAMED:
        return _Claimed(own.name, own.span, own.person or _one_person(own.name, context), own.sure)
    if not context.said or not context.speaker:
        return None
    if own is not None and own.how is Mention.DESCRIBED and context.speaker_kind is None:
        return None
    kind = context.speaker_kind
    person = kind is SourceKind.PERSON if kind is not None else _looks_like_a_person(context.speaker, language)
    return _Claimed(context.speaker, None, person, _is_name(context.speaker), context.speaker_names)


def _one_person(name: str, context: Context) -> bool:
    return context.speaker_kind is SourceKind.PERSON and context.speaker is not None and _alike(name, context.speaker) > _SAME


@lru_cache(maxsize=512)
def _read(claim: str, language: str | None) -> PreparedText:
    return prepare(claim, language=language)


def _is_name(text: str) -> bool:
    words = text.split()
    return bool(words) and sum(word[:1].isupper() for word in words) >= min(2, len(words)) and words[-1][:1].isupper()


def _looks_like_a_person(name: str, language: str | None) -> bool:
    from provenance.language.names import names

    found = names(name, language)
    return _is_name(name) and all(item.kind.value in ("person", "other") for item in found) and (bool(found) or " " in name)


# ---- the source ------------------------------------------------------------------------------------------------------


def _places(source: PreparedText, found: QuoteMatch) -> Iterator[Span]:
    """Every place where the words that were found stand just so."""
    longest = max(found.spans, key=lambda span: span.end - span.start)
    first, last = source.at(longest.start), source.at(longest.end - 1) + 1
    for at in source.find(source.keys[first:last], limit=_MOST):
        yield source.span(at, at + last - first)


def _other_speaker(claimed: _Claimed, source: PreparedText, places: list[Span]) -> Said:
    speakers = [find_speaker(source, place) for place in places]
    if any(speaker is None or not _may_differ(claimed, speaker, source) for speaker in speakers):
        return NOTHING
    found = [speaker for speaker in speakers if speaker is not None]
    best = next((speaker for speaker in found if speaker.how is Mention.NAMED), found[0])
    firm = claimed.sure and all(
        speaker.how is Mention.NAMED
        and speaker.sure
        and _is_person(speaker, source)
        and _likeness(claimed, speaker.name) <= _OTHER
        and not _named_around(claimed, source, place)
        for speaker, place in zip(found, places, strict=True)
    )
    return Said(Voice.ANOTHER if firm else Voice.UNCLEAR, claimed.name, claimed.span, best.span.of(source.text), best.span)


def _may_differ(claimed: _Claimed, speaker: Speaker, source: PreparedText) -> bool:
    """Whether the source's speaker is not the draft's, as far as names show it."""
    if speaker.how is Mention.NAMED:
        return _likeness(claimed, speaker.name) < _SAME and _is_person(speaker, source)
    if speaker.how is Mention.PRONOUN:  # whoever that is: somebody whom the source names
        return bool(speaker.name) and claimed.sure and not _mentions(claimed, source)
    return False


def _is_person(speaker: Speaker, source: PreparedText) -> bool:
    """Whether the source's speaker is a person: by his name there, or where it gives the full name."""
    return speaker.person or (" " not in speaker.name and _introduced(speaker.name, source.text, source.language))


@lru_cache(maxsize=256)
def _introduced(surname: str, text: str, language: str | None) -> bool:
    from provenance.language.names import names

    full = re.search(rf"([^\W\d_][\w’'-]{{1,20}}) {re.escape(surname)}(?!\w)", text)
    if full is None or not full.group()[0].isupper() or full.group(1).isupper() or text[: full.start()].lower().endswith("the "):
        return False
    around = text[max(0, full.start() - 60) : full.end() + 60]
    found = [name for name in names(around, language) if name.text.endswith(surname)]
    return all(name.kind.value in ("person", "other") for name in found) and (bool(found) or language != "de")


def _likeness(claimed: _Claimed, name: str) -> float:
    return max(_alike(other, name) for other in (claimed.name, *claimed.names))


def _alike(one: str, two: str) -> float:
    from provenance.language.names import same_name

    a, b = (frozenset(word.casefold().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text)) for text in (one, two))
    if a and b and (a <= b or b <= a):
        return 1.0
    return same_name(one, two)


def _named_around(claimed: _Claimed, source: PreparedText, place: Span) -> bool:
    """Whether the draft's speaker is named in the author's own words in the sentences that the quotation stands in."""
    low, high = paragraph(source.text, place)
    runs = [run.span for run in marked(source.text, low, high)]
    before = max((run.end for run in runs if run.end <= place.start), default=low)
    own = next((run for run in runs if run.overlaps(place)), place)
    after = min((run.start for run in runs if run.start >= own.end), default=high)
    lead = _STOP.split(source.text[before : own.start])[-1]
    follow = _STOP.split(source.text[own.end : after].lstrip('.!?… ”»“"'))[0]
    return _stands_in(claimed, f"{lead} {follow}")


def _mentions(claimed: _Claimed, source: PreparedText) -> bool:
    return _stands_in(claimed, source.text[:60_000])


def _stands_in(claimed: _Claimed, text: str) -> bool:
    """Whether a name's last word, or the like of it in another case or script, stands in a text."""
    surnames = {words[-1].casefold() for name in (claimed.name, *claimed.names) if (words := _WORD.findall(name))}
    known = {word.casefold() for word in _WORD.findall(text) if word[0].isupper()}
    stems = {name[: max(4, len(name) - 2)] for name in surnames}
    return any(word.startswith(stem) for word in known for stem in stems)


# ---- the author's own words ------------------------------------------------------------------------------------------


def _own_words(claimed: _Claimed, source: PreparedText, places: list[Span], main: int) -> Said:
    first = places[0]
    if any(_first_person(source, place) for place in places):
        return NOTHING  # a speech, a letter, an interview
    words = first.of(source.text)
    if all(in_headline(source, place) for place in places):
        line = source.text.lstrip().split("\n", 1)[0]
        rest = len(source.text) - len(source.text.lstrip()) + len(line)
        if _HEADLINE_LABEL.search(line) or not source.text[rest:].strip():
            return NOTHING
        return Said(Voice.HEADLINE, claimed.name, claimed.span, words, first)
    body = [place for place in places if not in_headline(source, place)]
    if not _marks_quotations(source.text) or any(place.start >= main or not _plain_prose(source, place) for place in body):
        return NOTHING
    if claimed.sure and not _third_person(claimed, source.text):
        return NOTHING
    return Said(Voice.PARAPHRASE, claimed.name, claimed.span, words, body[0])


def _first_person(source: PreparedText, place: Span) -> bool:
    own = words_for(source.language).own
    return any(source.keys[token] in own for token in range(source.at(place.start), source.at(place.end - 1) + 1))


@lru_cache(maxsize=32)
def _marks_quotations(text: str) -> bool:
    """Whether the source puts what it quotes in quotation marks: two quotations at least, and one of some length."""
    found = [len(_WORD.findall(run.span.of(text))) for block in _blocks(text) for run in marked(text, *block) if run.closed]
    return len(found) >= 2 and any(_LEAST <= count <= 200 for count in found) and len(_LABEL.findall(text)) < 4


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"\n", text[:200_000]):
        yield start, match.start()
        start = match.end()
    yield start, min(len(text), 200_000)


def _plain_prose(source: PreparedText, place: Span) -> bool:
    """Whether words stand in a paragraph that is the author's, with all of its quotation marks paired, and no quotation set apart."""
    low, high = paragraph(source.text, place)
    block = source.text[low:high]
    if block.lstrip()[:1] in (">", "—", "–", "-", "•", "*") or _LABEL.match(block) or source.text[:low].rstrip().endswith(":"):
        return False
    if any(not run.closed for run in marked(source.text, low, high)) or block.count('"') % 2:
        return False
    own = words_for(source.language).own
    runs = [run.span for run in marked(source.text, low, high)]
    token = source.at(low)
    while token < len(source) and source.start(token) < high:
        if source.keys[token] in own and not any(run.start <= source.start(token) < run.end for run in runs):
            return False
        token += 1
    return True


def _third_person(claimed: _Claimed, text: str) -> bool:
    """Whether the source speaks of the draft's speaker, and not only as its author."""
    head = _BYLINE.sub(" ", text[:1500])
    return _stands_in(claimed, head + text[1500:60_000])
