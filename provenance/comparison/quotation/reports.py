"""Who says what in an author's own words: "the bridge would reopen, Reay said", "according to Vos, …", and the turns of an interview.

Each sentence is cut at its words of saying; what stands on the side of one that tells something is what its subject says. In an interview
that puts its speakers before colons all of a turn is its speaker's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from provenance.comparison.quotation.subjects import Cues, Mention, Speaker, Subjects, cues_for, words_of
from provenance.comparison.quotation.text import PreparedText
from provenance.comparison.quotation.turns import turns_of
from provenance.language.folding import fold
from provenance.language.identity import given_name
from provenance.language.words import is_stopword
from provenance.model import Span

if TYPE_CHECKING:
    from provenance.language.names import Name

_LONGEST = 900
"""Letters of the longest sentence that is read."""
_SAID = 4
"""Words behind a word of saying from which on they are what is said, and no hearer, place or day."""
_TOLD = 3
"""Words before it, parted by a comma, from which on they are."""
_TITLE = 6
"""Words of the longest title before a name."""
_APPOSED = 10
_MARK = re.compile(r"[,;»”\"“—–]|\s-\s")
_NEAR, _BEHIND = 9, 3
"""Tokens behind a word of saying, and behind a subject that stands behind it, among which a "that" begins what is said."""
_PASSIVE = {
    "en": frozenset(["was", "were", "is", "are", "been", "being", "be"]),
    "fr": frozenset(["été", "est", "sont", "était", "étaient", "serait", "seraient", "sera", "seront", "fut", "soit"]),
    "es": frozenset(["fue", "fueron", "sido", "es", "son", "era", "eran", "será"]),
}
"""Words behind which a participle tells what is done to its subject."""
_LABEL = re.compile(r"^[^\S\n]*(?:[―—–-][^\S\n]*)?([^\W\d_][^\n:.!?»«“”\"]{0,40}?)[^\S\n]*:[^\S\n]+(?=\S)", re.M)
_QUESTION = re.compile(r"[?]\s*$")
_NO_NAMES = frozenset(
    [
        "q",
        "a",
        "question",
        "answer",
        "frage",
        "antwort",
        "réponse",
        "pregunta",
        "respuesta",
        "pytanie",
        "odpowiedź",
        "вопрос",
        "ответ",
        "питання",
        "відповідь",
        "interviewer",
        "interviewer",
        "moderator",
        "journalist",
        "reporter",
        "редакция",
        "корреспондент",
        "ведущий",
        "ведучий",
        "кореспондент",
    ]
)
_FEWEST = 2
"""Labelled lines of the shortest interview."""
_SPOKEN = 0.4
"""Share of a text that its turns make up at the least."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a sentence says that somebody says."""

    name: str
    """Of who says it; for a description its words; empty for a pronoun."""
    how: Mention
    person: bool
    """Whether the name is a person's."""
    speaker: Span
    """Of the words that name who says it."""
    content: tuple[Span, ...]
    """Of what is said."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of an interview says in a row."""

    name: str
    label: Span
    span: Span


@cache
def _cues(language: str | None) -> tuple[Cues, frozenset[str], frozenset[str]] | None:
    plain = cues_for(language)
    if plain is None:
        return None
    more = tuple(tuple(fold(phrase).text.split()) for phrase in words_of(language, "view"))
    longest = tuple(sorted((*plain.according, *more), key=len, reverse=True))
    behind = frozenset(fold(word).text for word in words_of(language, "behind"))
    said = plain.said | {fold(word).text for word in words_of(language, "thought")}
    return replace(plain, said=frozenset(said), according=longest), behind, frozenset(p[0] for p in longest)


@lru_cache(maxsize=8192)
def reports(text: str, language: str | None) -> tuple[Report, ...]:
    """Who says what in a sentence, in order; spans count in it.

    Parameters
    ----------
    text:
        A sentence.
    language:
        ISO 639-1 code. A language without words of saying has no answer.
    """
    known = _cues(language)
    if known is None or len(text) > _LONGEST:
        return ()
    cues, behind, phrases = known
    source = PreparedText(text, language)
    if not any(key in cues.said or key in phrases or key in behind for key in source.keys):
        return ()
    return tuple(_Reader(source, cues, behind, language or "en").reports())


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word of saying with its subject."""

    first: int
    """Number of the first token of the two."""
    last: int
    speaker: Speaker
    view: bool
    """Whether it is an "according to"."""
    inverted: bool
    verb: int


class _Reader:
    def __init__(self, source: PreparedText, cues: Cues, behind: frozenset[str], language: str) -> None:
        self.source, self.cues, self.behind, self.language = source, cues, behind, language
        self.turns = tuple(turns_of(source.text, 0, len(source.text)))
        self.here = Subjects(source, cues, language, 0, len(source.text), self.turns)

    def reports(self) -> Iterator[Report]:
        cues = self._found()
        size = len(self.source)
        edge = 0
        for number, cue in enumerate(cues):
            after = cues[number + 1].first if number + 1 < len(cues) else size
            content: list[tuple[int, int]] = []
            before, behind = (edge, cue.first), (cue.last + 1, after)
            if cue.view:
                content = [before, behind]
            elif self._opens(cue, after) or not self._parted(cue) or self._words(*before) < _TOLD:
                content = [behind]
            elif cue.inverted:
                content = [before, behind]
            elif self._words(*behind) < _SAID or self.source.keys[cue.verb] in self.cues.told:
                content = [before]
            else:
                content = [behind]
            edge = after
            spans = tuple(self.source.span(a, b) for a, b in content if self._words(a, b))
            if spans:
                found = cue.speaker
                yield Report(found.name, found.how, found.person, found.span, spans)

    def _found(self) -> list[_Cue]:
        """The words of saying that have a subject of their own."""
        out: list[_Cue] = []
        keys, size = self.source.keys, len(self.source)
        for token in range(size):
            if any(run.start <= self.source.start(token) < run.end for run in self.turns):
                continue
            view = self._view(token)
            speaker = view or self._subject(token)
            if speaker is None:
                continue
            first = min(self.source.at(speaker.span.start), self.source.at(speaker.cue.start))
            last = max(self.source.at(speaker.span.end - 1), self.source.at(speaker.cue.end - 1))
            while first and keys[first - 1] in self.cues.beside and not self.source.between(first).strip():
                first -= 1
            if out and first <= out[-1].last and not view:
                continue
            nested = speaker.how is Mention.PRONOUN or keys[first - 1] in _THAT or keys[first] in self.cues.pronoun | _NOBODY
            if out and out[-1].speaker.how is Mention.NAMED and speaker.how is not Mention.NAMED and not view and nested:
                continue  # "Moss said … and that he expected", "complained that nobody had asked"
            at = self.source.at(speaker.cue.start)
            out.append(_Cue(first, last, speaker, view is not None, self.source.at(speaker.span.start) > at, at))
        return out

    def _view(self, token: int) -> Speaker | None:
        keys, size = self.source.keys, len(self.source)
        if keys[token] in self.behind and token:
            found = self.here.subject(token, 0, token + 1)
            return found if found is not None and found.how is Mention.NAMED else None
        for phrase in self.cues.according:
            stop = token + len(phrase)
            if tuple(keys[token:stop]) != phrase or stop >= size:
                continue
            if phrase in _ALSO_ELSE and token and not _MARK.search(self.source.between(token)):
                return None
            return self._first(token, stop) or self._apposed(token, stop)
        return None

    def _first(self, token: int, start: int) -> Speaker | None:
        """The first name behind an "according to", up to a mark."""
        stop = next((t for t in range(start + 1, len(self.source)) if _MARK.search(self.source.between(t))), len(self.source))
        stop = min(stop, start + _APPOSED)
        named = self.here.named(self.source.start(start), self.source.end(stop - 1))
        people = [pair for pair in named if pair[0].kind.value == "person"] or [pair for pair in named if _a_person(pair[0])]
        if not people or any(self.source.keys[t] in self.cues.clause for t in range(start, self.source.at(people[0][1].start))):
            return self.here.according(token, len(self.source)) if not people and named else None
        return self.here.speaker_named(*people[0], self.source.span(token, start), True)

    def _apposed(self, token: int, start: int) -> Speaker | None:
        """The name between commas behind an "according to": "selon le maire de Sauvignac, Pascal Teyssier, …"."""
        cue = self.source.span(token, start)
        for here in range(start + 1, min(len(self.source), start + _APPOSED)):
            gap = self.source.between(here)
            if "," in gap:
                named = self.here.named(self.source.start(here), len(self.source.text))
                found = next((pair for pair in named if pair[1].start == self.source.start(here)), None)
                if found is not None and _a_person(found[0]):
                    return self.here.speaker_named(found[0], found[1], cue, True)
                return None
        return None

    def _subject(self, token: int) -> Speaker | None:
        keys = self.source.keys
        if keys[token] not in self.cues.said:
            return None
        back = token - 1
        if back >= 0 and keys[back] in _PASSIVE.get(self.language, ()):
            return None
        while back >= 0 and keys[back] in self.cues.beside:
            back -= 1
        if back >= 0 and keys[back] in self.cues.joint and self.language != "de":
            return None  # "… and said": who spoke before
        if back >= 0 and keys[back] in self.cues.joint:
            found = self.here.subject(token, 0, len(self.source))
            return found if found is not None and found.how is Mention.NAMED and found.span.start > self.source.start(token) else None
        found = self.here.subject(token, 0, len(self.source))
        return self._by_name(found, token) if found is not None and found.how is Mention.DESCRIBED else found

    def _by_name(self, found: Speaker, cue: int) -> Speaker:
        """A speaker who is described with the name that stands in or right behind the description, if one does: "Senator Lucy Tan of the Greens"."""
        start = self.source.at(found.span.start)
        stop = max(cue, self.source.at(found.span.end - 1) + 1)
        if start == cue:
            return found
        for name, span in self.here.named(found.span.start, self.source.end(stop - 1)):
            if name.kind.value != "person" or self.source.text[span.end : span.end + 2] in ("'s", "’s"):
                continue
            return found if self._led(start, self.source.at(span.start)) else self.here.speaker_named(name, span, found.cue, True)
        run = [t for t in range(start, stop) if self.source.word(t)[:1].isupper()]
        named = len(run) > 1 and run[-2:] == [stop - 2, stop - 1]
        run_on = self.language == "de" and run[-3:] == [stop - 3, stop - 2, stop - 1]  # "Bürgermeister Udo Kranz"
        if named and (run_on or given_name(self.source.keys[stop - 2])) and not self._led(start, stop - 2):
            span = self.source.span(stop - 2, stop)
            return replace(found, name=span.of(self.source.text), span=span, how=Mention.NAMED, person=True)
        return found

    def _led(self, start: int, name: int) -> bool:
        """Whether a preposition or a genitive stands before a name, behind the last comma."""
        for token in range(name - 1, start - 1, -1):
            word = self.source.word(token)
            if self.source.keys[token] in self.cues.preposition or word.endswith(("'s", "’s")) or word == "s":
                return True
            if "," in self.source.between(token + 1 if token + 1 < name else name) or "," in self.source.between(name):
                return False
        return False

    def _opens(self, cue: _Cue, after: int) -> bool:
        """Whether a "that" or a colon behind a word of saying begins what is said."""
        keys = self.source.keys
        for token in range(cue.last + 1, min(after, cue.last + 1 + (_BEHIND if cue.inverted else _NEAR))):
            if ":" in self.source.between(token) or keys[token] in _THAT:
                return True
        return False

    def _parted(self, cue: _Cue) -> bool:
        """Whether a comma or the like parts a word of saying and its subject's title from what stands before."""
        for token in range(cue.first, max(0, cue.first - _TITLE), -1):
            if _MARK.search(self.source.between(token)):
                return True
            if self.source.keys[token - 1] in self.cues.clause | self.cues.preposition:
                return False
        return False

    def _words(self, first: int, last: int) -> int:
        return sum(not is_stopword(self.source.word(t).lower(), self.language) for t in range(first, last))


def _a_person(name: Name) -> bool:
    """Whether a name is, or may well be, a person's: two words that are no known body's or place's."""
    return name.kind.value == "person" or (name.kind.value == "other" and " " in name.text and name.text[:1].isupper())


_ALSO_ELSE = (("pour",), ("so",), ("para",))
"""Words that mean "according to" only where a clause begins."""
_NOBODY = frozenset({"nobody", "no", "somebody", "someone", "niemand", "никто", "ніхто", "personne", "nadie", "nikt"})
_THAT = frozenset({"that", "dass", "daß", "ob", "что", "що", "que", "qu", "że", "iż", "whether"})


@lru_cache(maxsize=64)
def turns(text: str) -> tuple[Turn, ...]:
    """The turns of an interview that has its speakers before colons at the beginning of lines; none in any other text.

    A line that is a question, or opens with a dash, and has no speaker before it, is whoever asks; no turn goes on behind it.
    """
    found = list(_LABEL.finditer(text))
    labels = [match for match in found if _may_be_a_name(match.group(1))]
    if len(labels) < _FEWEST:
        return ()
    out: list[Turn] = []
    starts = [match.start() for match in found]
    for match in labels:
        stop = next((start for start in starts if start > match.start()), len(text))
        end = match.end()
        for line in re.finditer(r"[^\n]*\n?", text[match.end() : stop]):
            body = line.group().strip()
            if line.start() and body and (_QUESTION.search(body) or body[0] in "―—–-"):
                break
            end = match.end() + line.end()
        out.append(Turn(match.group(1).strip(), Span(match.start(1), match.end(1)), Span(match.end(), end)))
    spoken = sum(turn.span.end - turn.span.start for turn in out)
    return tuple(out) if spoken >= _SPOKEN * len(text) else ()


def _may_be_a_name(label: str) -> bool:
    words = label.split()
    return 0 < len(words) <= 4 and words[-1][:1].isupper() and label.strip().lower() not in _NO_NAMES
