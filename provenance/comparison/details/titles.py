"""Whose title is whose: the same person under another title, or with "former", "vice" or "acting" dropped.

People hold several titles and sources name them differently, so that little follows from a title that a source does not give.
What does: two titles that nobody holds at once ("president", "prime minister"), where the source gives the person only the other
one; and a word before the title that the source always has and the claim drops ("the former minister").
The words stand in ``data/titles.toml``.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from provenance.comparison.details.facts import SAME_NAME, Fact, Judge, Outcome
from provenance.comparison.matching.tokens import roman
from provenance.language.names import NameKind, names, same_name
from provenance.model import DifferenceKind, Span

ANOTHER = "another title"
"""Note of a title that the person does not hold beside the source's; its kind is ``NAME``."""
DROPPED = {
    "former": "“former” dropped", "vice": "“vice” or “deputy” dropped", "acting": "“acting” dropped", "candidate": "“candidate” dropped",
}  # fmt: skip
ADDED = {"vice": "“vice” or “deputy” added", "acting": "“acting” added", "candidate": "“candidate” added"}
"""Notes of a qualifying word that only one side has; their kind is ``RELATION``. "Former" may have become true since."""
PLAIN = frozenset({*DROPPED.values(), *ADDED.values()})
"""Notes of titles that cannot both be right."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_GAP = re.compile(r"[\s\"“”«»„]*,?\s*(?:(?:the|le|la|der|die|den|el|sr\.?|mr\.?|mrs\.?|ms\.?|dr\.?)\s+)?", re.IGNORECASE)
_STOP = re.compile(r"[.;:!?()\n]")
_APPOSED = re.compile(r",\s+((?:[^\W\d_][\w'’-]*\s+){1,3}[^\W\d_][\w'’-]*),")
_REACH = 60
"""Characters on either side of a title in which its holder may stand."""
_ARTICLES = frozenset({"the", "la", "el", "le", "les", "los", "las", "der", "die", "das", "den"})
_CAPITAL = frozenset({"military", "crown", "church"})
"""Groups whose titles English writes with a capital before a name: "the general public" is no officer."""
_CLOSE = 24
"""Characters before a word in which the word that qualifies it stands."""
_BETWEEN = 4
"""Words between a name with its comma and the title behind it: "Jane Roe, the former state governor"."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A person with a title."""

    title: str
    """Class of the title: a key of ``data/titles.toml``."""
    group: str
    """Titles of one group exclude each other; empty if this one excludes none."""
    qualifiers: frozenset[str]
    name: str
    """The person's name as it stands there; its last word is taken for the surname."""
    span: Span
    """The title with its qualifying words."""


class _Words:
    """The titles of one language."""

    def __init__(self, language: str) -> None:
        table = _table()
        self.group = {title: str(entry.get("group", "")) for title, entry in table["title"].items()}
        self.forms: dict[str, str] = {}
        self.stems: list[tuple[re.Pattern[str], str]] = []
        for title, entry in table["title"].items():
            for form in entry.get(language, ()):
                if "*" in form:
                    self.stems.append((re.compile(_pattern(form)), title))
                else:
                    self.forms[form] = title
        self.prefixes = {head: name for name, entry in table["qualifier"].items() for head in entry.get("joined", ())}
        self.anywhere = {
            name: re.compile("|".join(rf"(?<![^\W_]){re.escape(start)}" for start in entry["anywhere"]))
            for name, entry in table["qualifier"].items()
        }
        self.qualifiers = {form: name for name, entry in table["qualifier"].items() for form in entry.get(language, ())}
        every = sorted({*self.forms, *(f for e in table["title"].values() for f in e.get(language, ()))}, key=lambda f: (-len(f), f))
        heads = "|".join(sorted(map(re.escape, self.prefixes), key=len, reverse=True))
        body = "|".join(map(_pattern, every)) or r"(?!)"
        self.titles = re.compile(rf"(?<![^\W_])(?P<head>(?:{heads})-?)?(?P<title>{body})(?![^\W_])")
        marks = "|".join(map(_pattern, sorted(self.qualifiers, key=lambda f: (-len(f), f)))) or r"(?!)"
        self.marks = re.compile(rf"(?<![^\W_])(?:{marks})(?![^\W_])")

    def title_of(self, form: str) -> str:
        known = self.forms.get(form)
        return known if known is not None else next((title for stem, title in self.stems if stem.fullmatch(form)), "")


def _pattern(form: str) -> str:
    return re.escape(form).replace(r"\*", r"\w{0,8}").replace(r"\ ", r"\s+").replace(r"\-", r" ?- ?")


@functools.cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("provenance.comparison") / "data" / "titles.toml").read_text("utf-8"))


@functools.cache
def _words(language: str) -> _Words:
    return _Words(language)


_SAME_LENGTH = str.maketrans({"ё": "е", "’": "'", "ʼ": "'"})


@functools.lru_cache(maxsize=4096)
def titled(text: str, language: str | None) -> tuple[Titled, ...]:
    """Every person of ``text`` that has a title, in the order of the titles. Spans count in ``text``."""
    words = _words(language or "en")
    low = text.lower().translate(_SAME_LENGTH)
    if len(low) != len(text):
        return ()
    found: list[Titled] = []
    for match in words.titles.finditer(low):
        title = words.title_of(re.sub(r" ?- ?", "-", re.sub(r"\s+", " ", match["title"])))
        if not title:
            continue
        close, name = _name_behind(text, match.end(), words)
        if name is None or not close:
            name = _name_before(text, match.start()) or (name if name is not None and not _place(text, name, language) else None)
        if name is None or (
            close and language == "en" and words.group[title] in _CAPITAL and match["title"] == text[slice(*match.span("title"))]
        ):
            continue
        start, qualifiers = _qualifiers(low, match.start(), words)
        if match["head"]:
            qualifiers |= {words.prefixes[match["head"].rstrip("-")]}
        found.append(Titled(title, words.group[title], frozenset(qualifiers), name, Span(start, match.end())))
    return tuple(found)


def _qualifiers(low: str, start: int, words: _Words) -> tuple[int, set[str]]:
    """Where the qualifying words before a title begin, and what they are: at most three words back, nothing but blanks between."""
    found: set[str] = set()
    begin = start
    region = low[max(0, start - _REACH) : start]
    cut = max((m.end() for m in re.finditer(r"[.,;:!?()\n]", region)), default=0)
    spans = [(m.start(), m.end()) for m in _WORD.finditer(region, cut)][-3:]
    first = spans[0][0] if spans else len(region)
    for mark in words.marks.finditer(region, first):
        found.add(words.qualifiers[re.sub(r" ?- ?", "-", mark.group())])
        begin = min(begin, start - len(region) + mark.start())
    return begin, found


def qualifiers_at(text: str, start: int, end: int, language: str | None) -> frozenset[str]:
    """The qualifying words right before a word of ``text``, or at its head; see :data:`DROPPED` for what they are called."""
    words = _words(language or "en")
    low = text[max(0, start - _CLOSE) : end].lower().translate(_SAME_LENGTH)
    at = min(start, _CLOSE)
    before, own = low[:at].rstrip(), low[at:]
    found = {words.qualifiers[re.sub(r" ?- ?", "-", m.group())] for m in words.marks.finditer(before) if m.end() == len(before)}
    for head, name in words.prefixes.items():
        rest = own.removeprefix(head)
        # "ex-wife", "Vizepräsident", «expresidente», but not "example"
        if rest != own and len(rest) > 3 and (rest[0] == "-" or name != "former" or words.title_of(rest)):
            found.add(name)
    return frozenset(found)


def says(text: str, qualifier: str) -> bool:
    """Whether a text has words for a qualifier anywhere, in whatever language: "a presidential candidate"."""
    return _words("en").anywhere[qualifier].search(text.lower()) is not None


def is_title(word: str, language: str | None) -> bool:
    """Whether a word is a title or office of ``data/titles.toml``, with or without a head such as "ex"."""
    words = _words(language or "en")
    low = word.lower().translate(_SAME_LENGTH)
    return any(words.title_of(form.strip("-")) for form in (low, *(low.removeprefix(head) for head in words.prefixes)))


def _name_behind(text: str, end: int, words: _Words) -> tuple[bool, str | None]:
    """The name that a title stands before, and whether nothing stands between: "Ruritania Ann Lee" of "President of Ruritania Ann Lee"."""
    position = _GAP.match(text, end).end()  # type: ignore[union-attr]
    comma = "," in text[end:position]
    run: list[re.Match[str]] = []
    skipped, last = 0, ""
    for word in _WORD.finditer(text, position, min(len(text), end + _REACH)):
        between = text[run[-1].end() if run else position : word.start()]
        if _STOP.search(between) or ("," in between and run):
            break
        if word.group()[:1].isupper():
            if run and between.strip(" \u00a0.-"):
                break
            run.append(word)
        elif run and word.group().lower() not in ("de", "da", "di", "van", "von", "del", "bin", "al"):
            break
        elif not run:
            skipped, last = skipped + 1, word.group().lower()
            if comma or skipped > 2:
                return False, None
    apposed = _APPOSED.match(text, run[-1].end()) if run and skipped and not comma else None
    if apposed and all(word[:1].isupper() for word in apposed[1].split()):
        return True, apposed[1]  # "the deputy mayor of Malmö, Jens Palm, said"
    if not run or last in _ARTICLES or (comma and len(run) < 2) or run[-1].group().lower() in words.forms:
        return False, None
    return not skipped, text[run[0].start() : run[-1].end()]


def _place(text: str, name: str, language: str | None) -> bool:
    """Whether what a title stands before is only a country or a town: "the president of the United States"."""
    last = name.split()[-1]
    return any(n.kind is NameKind.PLACE and last in n.text for n in names(text, language))


def _name_before(text: str, start: int) -> str | None:
    """The name with a comma that a title follows: "Ann Lee, the former mayor of Fog,"."""
    region = text[max(0, start - _REACH) : start]
    comma = region.rfind(",")
    if comma < 0 or _STOP.search(region, comma) or len(_WORD.findall(region[comma:])) > _BETWEEN:
        return None
    run: list[str] = []
    begin = comma
    for word in reversed(list(_WORD.finditer(region, 0, comma))):
        if not word.group()[:1].isupper() or region[word.end() : begin].strip(" \u00a0"):
            break
        run.insert(0, word.group())
        begin = word.start()
    return " ".join(run) if len(run) >= 2 else None


def _same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: their last words are the same name."""
    mine, others = _WORD.findall(one)[-1], _WORD.findall(other)[-1]
    if mine.lower() == others.lower():
        return True
    from rapidfuzz import fuzz

    return fuzz.ratio(roman(mine), roman(others)) >= 70 and same_name(mine, others) >= SAME_NAME


def titles(judge: Judge, language: str | None) -> tuple[Fact, ...]:
    """Titles of the claim's people that the source does not give them, in the order of the claim.

    Parameters:
        judge: the claim laid beside its source.
        language: of the claim.

    Returns:
        Facts that differ: kind ``RELATION`` with a note of :data:`PLAIN` where a qualifying word makes the difference, kind
        ``NAME`` with the note :data:`ANOTHER` for a title that excludes the source's. Nothing where the source gives the
        person no title, or also the claim's.
    """
    own = titled(judge.match.claim, language)
    if not own:
        return ()
    reading = judge.match.reading
    there: list[tuple[int, Titled]] = []
    for index in judge.seen:
        sentence = reading.sentences[index]
        there += [(index, t) for t in titled(reading.text[sentence.start : sentence.end], reading.language)]
    found = (_judged(judge, claim, [(i, t) for i, t in there if _same_person(claim.name, t.name)]) for claim in own)
    return tuple(fact for fact in found if fact is not None)


def _judged(judge: Judge, claim: Titled, source: list[tuple[int, Titled]]) -> Fact | None:
    alike = [(i, t) for i, t in source if t.title == claim.title]
    if any(t.qualifiers == claim.qualifiers for _, t in alike):
        return None
    if alike:
        note = _qualified(claim, [t for _, t in alike])
        return _fact(judge, claim, alike[0], DifferenceKind.RELATION, note) if note else None
    # "The minister" of a claim may be any minister of the source; titles once held say nothing about the one held now.
    others = [(i, t) for i, t in source if t.group == claim.group and t.qualifiers == claim.qualifiers]
    if not claim.group or not others or "former" in claim.qualifiers:
        return None
    return _fact(judge, claim, others[0], DifferenceKind.NAME, ANOTHER)


def _qualified(claim: Titled, source: list[Titled]) -> str:
    """The note on a qualifying word that all mentions of the source have and the claim has not, or the other way about."""
    always = frozenset.intersection(*(t.qualifiers for t in source))
    ever = frozenset[str]().union(*(t.qualifiers for t in source))
    dropped = sorted(always - claim.qualifiers)
    if dropped:
        return DROPPED[dropped[0]]
    added = sorted((claim.qualifiers - ever) & ADDED.keys())
    return ADDED[added[0]] if added else ""


def _fact(judge: Judge, claim: Titled, place: tuple[int, Titled], kind: DifferenceKind, note: str) -> Fact:
    index, source = place
    sentence = judge.match.reading.sentences[index]
    there = Span(sentence.start + source.span.start, sentence.start + source.span.end)
    rows = tuple(
        r
        for r, i in enumerate(judge.match.content)
        if judge.match.tokens[i].start < claim.span.end and claim.span.start < judge.match.tokens[i].end
    )
    bound, fit = judge.binding(claim.span, rows, index, there)
    words = claim.span.of(judge.match.claim)
    return Fact(kind, Outcome.DIFFERS, words, claim.span, there.of(judge.match.reading.text), there, index, bound, fit, note)
