"""Lines that credit another newsroom for a whole text: "LONDON (Reuters) —", "Reporting by AP", «Источник: Интерфакс», "(mit Material von dpa)".

They are no attributions of single statements: whoever signs so vouches for the text, and two texts that are signed alike may be one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.language.identity import aliases
from provenance.language.layout import is_credit, layout_words
from provenance.model import Span

_DATELINE = re.compile(r"\W{0,3}[^\W\d_a-zа-яёіїєґ][\w .,’'-]{1,60}?\((?P<names>[^()\n]{2,40})\)\s{0,2}(?:[-–—:]|(?=[^\W\d_]))")
_PLACE = r"(?:[^\W\d_a-zа-яёіїєґ][\w-]{1,30}[,.]?\s{1,2}){1,3}"
_DAY = r"(?:\d{1,2}\.?\s[^\W\d_]{3,12}[.,]{0,2}\s{0,2}(?:\d{4}[.,]?\s{0,2})?)?"
_DATELINE_BEFORE = re.compile(rf"{_PLACE}{_DAY}(?P<names>[^\W\d_][^\n()/—–:]{{1,30}}?)\s{{1,2}}[—–-]\s")
_DATELINE_BEHIND = re.compile(rf"{_PLACE}{_DAY}[—–-]\s(?P<names>[^\W\d_][^\n()/—–:,.]{{1,30}}?)[.,]\s")
_DATELINE_SLASHED = re.compile(rf"{_PLACE}{_DAY}/(?P<names>[^/\n()]{{2,30}})/")
_SIGNED = re.compile(r"\((?P<words>[^()\n]{2,120})\)[\s.]{0,3}$")
_CONTRIBUTED = re.compile(r"(?P<names>[^\W\d_][^\n.]{1,80}?) contributed to this (?:report|article|story)\b", re.IGNORECASE)
_PIECES = re.compile(r"\s*[,;/|&+]\s*")
_HOST = re.compile(r"(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}")  # "U.K." is none
_OPENING = 60
_PROSE = 120
"""Characters of a line that is surely prose."""
_LONGEST_LINE = 220
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One newsroom that a line credits for the text it stands in."""

    name: str
    span: Span
    """Of the whole line or bracket, in the text."""
    known: bool
    """Whether the alias data know it as an outlet."""


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("provenance.language") / "data" / "credit_lines.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


@cache
def _leads() -> re.Pattern[str]:
    longest_first = sorted(_words()["lead"], key=len, reverse=True)
    return re.compile(rf"[\W_]{{0,4}}(?P<lead>{'|'.join(map(re.escape, longest_first))})(?P<mark>\s?:)?(?=[\s:'’]|$)\s?", re.IGNORECASE)


def credit_lines(text: str) -> tuple[CreditLine, ...]:
    """The newsrooms that lines of ``text`` credit for the whole of it, in order, each once.

    Parameters
    ----------
    text:
        A page's text, a paragraph a line.

    Returns
    -------
    tuple of CreditLine
        Credits of pictures are left out, and so are the names of people ("Reporting by Jane Smith"): only newsrooms that the alias
        data or the list of agencies know, and, behind plain words like "Source:", other names.
    """
    found: dict[str, CreditLine] = {}
    start = 0
    lines = text.split("\n")
    prose = [number for number, line in enumerate(lines) if len(line) >= _PROSE]
    closing = prose[-1] if prose else 0
    for number, line in enumerate(lines):
        # an agency in brackets signs the text that ends there; further up it signs a picture
        for name, span in _in_line(line, opening=number < _OPENING, closing=number >= closing):
            known = is_newsroom(name)
            found.setdefault(newsroom(name), CreditLine(name, Span(start + span.start, start + span.end), known))
        start += len(line) + 1
    return tuple(found.values())


def newsroom(name: str) -> str:
    """A key under which all names of one newsroom fall together: its host if the data know it, else the name in small letters."""
    plain = " ".join(name.split()).strip("«»\"“”„'’ .").casefold()
    known = sorted(alias for alias in aliases(plain) if _HOST.fullmatch(alias)) or sorted(aliases(plain))
    return known[0] if known else plain


def is_newsroom(name: str) -> bool:
    """Whether the data know ``name`` as an agency, paper or broadcaster."""
    plain = " ".join(name.split()).strip("«»\"“”„'’ .").casefold()
    if plain in _words()["picture_only"]:
        return False
    return plain in layout_words()["agencies"] or any(_HOST.fullmatch(alias) for alias in aliases(plain))


def _in_line(line: str, *, opening: bool, closing: bool) -> list[tuple[str, Span]]:
    """The names that one line credits, each with the place of its line or bracket."""
    if not line.strip():
        return []
    if is_credit(line):
        return []
    if opening:
        for pattern in (_DATELINE, _DATELINE_SLASHED, _DATELINE_BEFORE, _DATELINE_BEHIND):
            head = pattern.match(line[:160])
            if head is not None and (names := _known(head["names"])):
                return [(name, Span(head.start(), head.end())) for name in names]
    signed = _SIGNED.search(line[-160:])
    if signed is not None:
        inner = signed["words"]
        at = max(0, len(line) - 160)
        place = Span(at + signed.start(), at + signed.end())
        lead = _leads().match(inner)
        names = _known(inner[lead.end() :] if lead else inner) if lead or closing else []
        if names and not is_credit(inner if lead is None and ":" in inner else "x"):
            return [(name, place) for name in names]
    if len(line) > _LONGEST_LINE:
        return []
    contributed = _CONTRIBUTED.match(line)
    if contributed is not None:
        return [(name, Span(0, len(line))) for name in _known(contributed["names"])]
    lead = _leads().match(line)
    if lead is None:
        return []
    rest = line[lead.end() :]
    plain = lead["lead"].lower()
    place = Span(lead.start(), len(line))
    names = _known(rest)
    # "Source: Nord-Info" names a newsroom that no data know; "Reporting by Jane Smith" names a person
    if not names and lead["mark"] and _one_name(rest):
        names = [rest.strip(" .")]
    if plain in _words()["bracketed"] and not lead["mark"] and len(line.split()) > 4:
        return []
    return [(name, place) for name in names]


def _known(words: str) -> list[str]:
    """The known newsrooms in a list of names, if the list holds nothing but names."""
    parts = [part for part in _PIECES.split(words.strip(" .")) if part.strip()]
    split: list[str] = []
    for part in parts:
        split.extend(_apart(part))
    names = [name for name in split if 0 < len(name) <= _LONGEST_NAME]
    return [name for name in names if is_newsroom(name)] if names and len(words.split()) <= 16 else []


def _apart(part: str) -> list[str]:
    """``Reuters and the AP`` as two names."""
    if is_newsroom(part):
        return [part.strip()]
    tokens = part.split()
    names: list[list[str]] = [[]]
    for token in tokens:
        if token.casefold().strip(".,") in _words()["joints"]:
            names.append([])
        else:
            names[-1].append(token)
    return [" ".join(name).strip('«»"“”„ .') for name in names if name]


def _one_name(words: str) -> bool:
    """Whether the words are one proper name, short and without a sentence's stop."""
    plain = words.strip(" .")
    tokens = plain.split()
    if not 0 < len(tokens) <= 5 or len(plain) > _LONGEST_NAME or re.search(r"[!?…:;]|\.\s", plain):
        return False
    return tokens[0].strip('«»"“”„')[:1].isupper() and not re.search(r"https?://|@", plain)
