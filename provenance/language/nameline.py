"""Finds the names of one sentence: first what the data know, then runs of capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from provenance.language.gazetteer import ARTICLES, LONGEST_NAME, Entry, find, plain
from provenance.language.identity import given_name
from provenance.language.namewords import (
    a_country,
    a_russian_noun,
    adjacent,
    an_adjective,
    in_one_breath,
    introduces,
    is_title,
    joins,
    key_of,
    listed,
    openers,
    ordinary,
    surname_and_verb,
    vocabulary,
)
from provenance.language.words import Word, is_stopword, russian, stem
from provenance.model import Span


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text."""

    text: str
    span: Span
    kind: NameKind
    key: str
    """The same for two spellings of one name where the alias data or the letters settle it: ``by+interior_ministry``, ``minsk``."""


_KINDS = {"country": NameKind.PLACE, "place": NameKind.PLACE, "person": NameKind.PERSON}
_OFFICES = frozenset(("president", "prime_minister", "foreign_minister", "interior_minister", "defence_minister"))
_FULL_STOP = re.compile(r"[^\w\n]{0,6}[.!?…]")
_COMMON_ROLES = _OFFICES | {
    "police",
    "army",
    "government",
    "parliament",
    "authorities",
    "opposition",
    "presidency",
    "embassy",
    "customs",
    "border_service",
    "statistics",
}
_LONGEST = 12
_LONGEST_RUN = 24


class Line:
    """One sentence."""

    def __init__(self, text: str, line: tuple[Word, ...], language: str | None, usual: set[str]) -> None:
        self.text = text
        self.line = line
        self.language = language
        self.usual = usual
        self.capital = [
            word.text[0].isupper() and len(word.text) <= LONGEST_NAME and word.text.lower() not in listed("calendar") for word in line
        ]
        wordy = [word for word in line if word.text[0].isalpha() and len(word.text) > 3]
        ends = bool(line) and self._stops(line[-1].span.end)
        self.headline = (
            not ends and language != "de" and len(wordy) > 3 and sum(word.text[0].isupper() for word in wordy) >= 0.75 * len(wordy)
        )

    def _stops(self, end: int) -> bool:
        return bool(_FULL_STOP.match(self.text, end))

    def names(self) -> Iterator[Name]:
        known = self._known()
        found: list[Name] = []
        at = 0
        while at < len(self.line):
            if at in known:
                size, entry = known[at]
                run = self._run(at, fixed=size) if self.capital[at] else 0
                if run > size and self._an_organisation(at, at + run) and not self.headline:
                    found.append(self._name(at, run, NameKind.ORGANISATION))
                    at += run
                elif name := self._from_entry(at, size, entry):
                    found.append(name)
                    at += size
                else:
                    at += size
                continue
            if self.capital[at]:
                run = self._run(at, known)
                found.extend(self._from_run(at, run))
                at += run
                continue
            at += 1
        yield from found

    # ---- what the data know

    def _known(self) -> dict[int, tuple[int, Entry]]:
        """Where names that the data know begin, how many words they take, and what they are."""
        known = vocabulary()
        likely = [plain(word.text) if len(word.text) <= LONGEST_NAME else "" for word in self.line]
        inside = [all(part in known or stem(part) in known for part in bare.split()) and bool(bare) for bare in likely]
        found: dict[int, tuple[int, Entry]] = {}
        at = 0
        while at < len(self.line):
            size = 1
            if inside[at] and (self.capital[at] or likely[at] in openers() or stem(likely[at]) in openers()):
                size = self._longest(at, inside, found)
            at += size
        return found

    def _longest(self, at: int, inside: list[bool], found: dict[int, tuple[int, Entry]]) -> int:
        reach = 1
        while (
            at + reach < len(self.line)
            and reach < _LONGEST
            and inside[at + reach]
            and joins(self.text, self.line[at + reach - 1], self.line[at + reach])
        ):
            reach += 1
        for size in range(reach, 0, -1):
            if not self.line[at + size - 1].text[0].isalpha() or is_stopword(self.line[at + size - 1].text, self.language or "en"):
                continue
            run = self._text(at, size)
            entries = find(run)
            if entries and size > 1 and entries[0].kind != "outlet" and plain(self.line[at].text) in ARTICLES:
                continue  # "The Ministry": the article is no part of it
            if entries and self._taken(at, size, entries[0]):
                found[at] = (size, entries[0])
                return size
        return 1

    def _taken(self, at: int, size: int, entry: Entry) -> bool:
        """Whether the words are meant as the name that the data know."""
        run = self._text(at, size)
        if entry.kind == "country" and size == 1 and an_adjective(run) and not a_country(run):
            return False
        if "+" in entry.key and entry.kind == "organisation" and not self.capital[at]:
            return True
        if not self.capital[at]:
            return False
        if (
            entry.kind != "organisation"
            and entry.kind != "role"
            and not all(self.capital[place] or len(self.line[place].text) < 4 for place in range(at, at + size))
        ):
            return False
        if entry.kind == "role":
            capitals = all(self.capital[place] for place in range(at, at + size) if len(self.line[place].text) > 3)
            return capitals and (run.isupper() or entry.key not in _COMMON_ROLES)
        if size == 1 and plain(run) in listed("ambiguous"):
            return self._of_its_trade(at) or (run.isupper() and len(run) > 1 and entry.kind != "outlet")
        return size > 1 or len(run) > 3 or run.isupper() or "." in run or entry.kind in ("country", "place")

    def _of_its_trade(self, at: int) -> bool:
        """Whether a word that may be a paper's name stands in quotation marks, behind its article, or beside "newspaper"."""
        start, end = self.line[at].span.start, self.line[at].span.end
        if self.text[max(0, start - 1) : start] in ("«", "„", "“", '"', "*", "_") and self.text[end : end + 1] in (
            "»",
            "“",
            "”",
            '"',
            "*",
            "_",
        ):
            return True
        beside = [self.line[place].text.lower() for place in (at - 2, at - 1, at + 1) if 0 <= place < len(self.line)]
        trade = listed("trade")
        return any(word in trade or stem(word) in trade for word in beside) or (
            at > 1 and self.line[at - 1].text in ("The", "Die", "Der", "El", "La", "Le")
        )

    def _from_entry(self, at: int, size: int, entry: Entry) -> Name | None:
        office = entry.key.rpartition("+")[2] in _OFFICES
        if office and at + size < len(self.line) and self.capital[at + size] and self._apposed(at + size):
            return None  # "Russian President Vladimir Putin": the name comes
        kind = NameKind.PERSON if office else _KINDS.get(entry.kind, NameKind.ORGANISATION)
        return self._name(at, size, kind, entry.key)

    def _apposed(self, at: int) -> bool:
        gap = self.text[self.line[at - 1].span.end : self.line[at].span.start]
        return gap == ", " or joins(self.text, self.line[at - 1], self.line[at])

    # ---- runs of capitals

    def _run(self, at: int, known: dict[int, tuple[int, Entry]] | None = None, *, fixed: int = 1) -> int:
        """How many words from ``at`` on belong to one run of capitals; it stops before a name that the data know."""
        size = 1
        headed = self._is_head(at)
        linked = False
        while size < _LONGEST_RUN and at + size < len(self.line) and joins(self.text, self.line[at + size - 1], self.line[at + size]):
            here = at + size
            if known is not None and here in known and not self._swallowed(known[here], headed):
                break
            if self.capital[here]:
                headed = headed or self._is_head(here)
                size += 1
                continue
            skip = self._linked(here, headed, linked) if size > fixed or fixed == 1 else 0
            if not skip or (headed and known is not None and here + skip in known and known[here + skip][1].kind != "country"):
                break
            linked = True
            size += skip + 1
        return size

    def _swallowed(self, known: tuple[int, Entry], headed: bool) -> bool:
        """Whether a name that the data know is but a part of the run before it: "New Jersey", "Belarus Interior Ministry"."""
        size, entry = known
        return headed or entry.kind in ("role", "person") or (size == 1 and entry.kind in ("country", "place") and self.language == "en")

    def _linked(self, at: int, headed: bool, linked: bool) -> int:
        """How many words in small letters at ``at`` tie two capitals into one name; 0 if they do not."""
        for size in (1, 2):
            if at + size >= len(self.line) or not adjacent(self.text, self.line[at - 1 : at + size + 1]) or not self.capital[at + size]:
                continue
            between = [self.line[place].text.lower() for place in range(at, at + size)]
            if all(word in listed("particles") for word in between) and not headed:
                return size
            if headed and all(word in listed("links") or (linked and word in listed("ands")) for word in between):
                return size
        return 0

    def _is_head(self, at: int) -> bool:
        word = plain(self.line[at].text)
        return word in listed("heads") or stem(word) in listed("heads")

    def _an_organisation(self, start: int, end: int) -> bool:
        return any(self._is_head(place) for place in range(start, end))

    def _from_run(self, at: int, size: int) -> Iterator[Name]:
        end = at + size
        introduced = at > 0 and introduces(self.line[at - 1].text) and joins(self.text, self.line[at - 1], self.line[at])
        while at < end and (self._in_front(at, end) or (at == 0 and size > 1 and self._opens(at, end))):
            introduced = introduced or introduces(self.line[at].text)
            at += 1
        while end > at and not self.capital[end - 1]:
            end -= 1
        if not self._an_organisation(at, end):
            for place in range(at + 1, end):
                title = is_title(self.line[place - 1].text)
                if title or (given_name(self.line[place].text) and not given_name(self.line[at].text) and end - place < 4):
                    at, introduced = place, introduced or title
        if at >= end:
            return
        if self.headline and not introduced and not given_name(self.line[at].text):
            return
        if end - at == 1 and not self._alone(at, introduced):
            return
        if self.language == "de" and not introduced and not self._no_german_nouns(at, end):
            return
        entries = find(self._text(at, end - at))
        kind = _KINDS.get(entries[0].kind, NameKind.ORGANISATION) if entries else self._kind(at, end, introduced)
        yield self._name(at, end - at, kind)

    def _in_front(self, at: int, end: int) -> bool:
        """Offices, nationalities, articles and days before a name."""
        word = self.line[at].text
        bare = plain(word)
        if bare in listed("front") and (at + 1 >= end or not self._an_organisation(at, end)):
            return True
        if bare in listed("calendar") or is_stopword(word, self.language or "en"):
            return True
        if at + 1 >= end:
            return is_title(word) or (an_adjective(word) and not a_country(word))
        return (
            (is_title(word) and not self._is_head(at + 1))
            or (an_adjective(word) and not self._an_organisation(at, end))
            or not word[0].isalpha()
        )

    def _opens(self, at: int, end: int) -> bool:
        """Whether the first word of a sentence is an ordinary word before a name."""
        word = self.line[at].text
        return (
            not given_name(word)
            and not self._is_head(at)
            and (word.lower() in self.usual or ordinary(word, self.language))
            and not self._an_organisation(at, end)
        )

    def _alone(self, at: int, introduced: bool) -> bool:
        """Whether a single word with a capital is a name."""
        word = self.line[at].text
        if len(word) < 2 or plain(word) in listed("calendar") or plain(word) in listed("front") or (an_adjective(word) and not find(word)):
            return False
        if introduced or (word.isupper() and len(word) > 1):
            return len(word) > 1 and not (word.isupper() and self.headline)
        if (self._is_head(at) and not given_name(word)) or is_stopword(word, self.language or "en"):
            return False
        if word.lower() in self.usual and self.language != "de" and ordinary(word, self.language):
            return False
        if at == 0 or not in_one_breath(self.text, self.line[at - 1], self.line[at]):
            if word.lower() in self.usual:
                return False
            following = self.line[at + 1].text if at + 1 < len(self.line) else ""
            says = following.lower() in listed("saying") and not a_russian_noun(word)
            return says or bool(given_name(word)) or not ordinary(word, self.language) or surname_and_verb(word, following)
        return True

    def _no_german_nouns(self, at: int, end: int) -> bool:
        return bool(given_name(self.line[at].text)) or any(
            self.line[place].text.isupper() or not ordinary(self.line[place].text, "de") for place in range(at, end) if self.capital[place]
        )

    def _kind(self, at: int, end: int, introduced: bool) -> NameKind:
        run = [self.line[place].text for place in range(at, end)]
        if introduced or given_name(run[0]):
            return NameKind.PERSON
        if self._an_organisation(at, end) or (len(run) == 1 and run[0].isupper()):
            return NameKind.ORGANISATION
        before = self.line[at - 1].text.lower() if at and joins(self.text, self.line[at - 1], self.line[at]) else ""
        after = self.line[end].text.lower() if end < len(self.line) else ""
        if after in listed("saying") and before not in listed("inside"):
            return NameKind.PERSON if self._personal(run) else NameKind.OTHER
        if before in listed("inside") and len(run) == 1:
            return NameKind.PLACE
        person = 2 <= len(run) <= 4 and self._personal(run) and self.language != "de" and not ordinary(run[-1], self.language)
        return NameKind.PERSON if person else NameKind.OTHER

    def _personal(self, run: list[str]) -> bool:
        if len(run) == 1 and "\u0400" <= run[0][0] <= "\u04ff":
            return bool({"Surn", "Name"} & set(russian().parse(run[0].lower())[0].tag.grammemes))
        return (
            len(run) > 1
            and all(word.isalpha() or "-" in word or "'" in word for word in run)
            and not any(word.isupper() and len(word) > 2 for word in run)
        )

    # ---- names

    def _text(self, at: int, size: int) -> str:
        return self.text[self.line[at].span.start : self.line[at + size - 1].span.end]

    def _name(self, at: int, size: int, kind: NameKind, key: str | None = None) -> Name:
        span = Span(self.line[at].span.start, self.line[at + size - 1].span.end)
        run = span.of(self.text)
        if run[-2:] in ("'s", "’s"):
            span = Span(span.start, span.end - 2)
            run = run[:-2]
        return Name(run, span, kind, key or key_of(run))
