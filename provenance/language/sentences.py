"""Sentence boundaries by rule, in one pass, for running text in any language.

A full stop ends a sentence unless it belongs to an abbreviation, to initials, to a number or to a date; a question or exclamation
mark or an ellipsis ends one unless the sentence goes on in lower case or after a dash (``«Нет!» — сказал он``). Closing marks stay
with the sentence that they close. A line break is a blank like any other; a blank line is a boundary.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from provenance.language.words import is_stopword
from provenance.model import Span

_CLOSERS = "\"'”’»)\\]›“"
_OPENERS = "\"'“‘«(\\[„‚‹¿¡"
_STOP = re.compile(
    rf"(?P<mark>[.!?…‽⁇⁈⁉]{{1,20}})(?P<close>(?:[{_CLOSERS}*_]|[ \u00a0\u202f]»(?=[\s,;.]|\Z)|\[\d{{1,3}}\]){{0,6}})(?P<blank>\s+|\Z)"
    r"|(?P<wide>[。！？｡]+[」』”’）】》]*)|(?P<danda>[।॥۔؟]+)\s*|(?P<paragraph>\n[^\S\n]*\n\s*|\u2029|\f)"
)
_NEXT = re.compile(rf"[{_OPENERS}*_]{{0,4}}(?P<dash>[-–—]{{1,2}}\s{{0,2}})?[{_OPENERS}*_]{{0,4}}(?P<word>\w[\w.'’-]{{0,40}})?")
_LAST = re.compile(r"[\w.'’/№§-]{1,24}\Z")
_INITIAL = re.compile(r"(?:[^\W\d_]\.){0,3}-?[^\W\d_]\Z")
_QUOTES = tuple("\"'“‘«„")
_SAID = re.compile(
    r"(?:\w[\w.'’-]{0,40} ){1,3}(?:said|says|asked|asks|added|replied|wrote|told|tweeted|shouted|answered|declared|warned|recalled)\b"
)
_PAIR = re.compile(r"(?<!\w)(\w{1,2})\. ?(\w{1,3})\Z")
_GERMAN_LEAD = frozenset(["am", "vom", "zum", "der", "den", "dem", "des", "bis", "seit", "ab", "im", "die", "das", "jeden", "jeder", "und"])


LONGEST = 2_000
"""Characters in a sentence at most."""


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    before: frozenset[str]
    number: frozenset[str]
    closing: frozenset[str]
    any: frozenset[str]


def sentences(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences of ``text``, in order, without the blanks around them.

    Parameters:
        text: running text. Linear in its length.
        language: ISO 639-1 code; it chooses the abbreviations. Without it those of every known language count.

    Returns:
        Spans that do not overlap and hold every character but the blanks between sentences.
    """
    found: list[Span] = []
    for start, end in _cut(text, _abbreviations(language), language):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.extend(Span(*piece) for piece in _bounded(text, start, end))
    return tuple(found)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most :data:`LONGEST` characters, cut at a mark or else a blank.

    No grammar spans more, and what looks at every pair of words in a sentence stays quick on a file without full stops.
    """
    while end - start > LONGEST:
        low, high = start + LONGEST // 2, start + LONGEST
        cut = next((at + 1 for at in (text.rfind(sign, low, high) for sign in (";", ",", " ", "\n")) if at >= 0), high)
        stop = cut
        while text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _cut(text: str, known: _Abbreviations, language: str | None) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _STOP.finditer(text):
        if match["mark"] is None or _paragraph(match["blank"]) or match.end() == len(text):
            ends = True
        else:
            ends = _ends(text, start, match, known, language)
        if ends:
            yield start, match.end()
            start = match.end()
    yield start, len(text)


def _paragraph(blank: str) -> bool:
    return blank.count("\n") > 1 or (blank.count("\r") > 1 and "\n" not in blank) or "\u2029" in blank or "\f" in blank


def _ends(text: str, start: int, match: re.Match[str], known: _Abbreviations, language: str | None) -> bool:
    """Whether the sentence that began at ``start`` ends with this mark."""
    follows = _NEXT.match(text, match.end())
    word = follows["word"] if follows else None
    dash = bool(follows and follows["dash"])
    if word is None:
        return True
    if word[0].islower() and not _cased_like_a_name(word):
        return False
    if dash and match["close"] and not word[0].isupper():
        return False
    if match["mark"] != ".":
        return not (match["close"] and text[start : start + 2].lstrip()[:1] in _QUOTES and _SAID.match(text, match.end()))
    last = _LAST.search(text, max(start, match.start() - 24), match.start())
    if last is None or match["close"].strip("*_"):
        return not (last is not None and match["close"] in (")", "]") and _abbreviated(last.group(), word, known))
    return not _goes_on(text, start, last, word, known, language)


def _cased_like_a_name(word: str) -> bool:
    """``iPhone``, ``eBay``: a capital inside makes a lower-case letter no sign that the sentence goes on."""
    return len(word) > 2 and word[1].isupper() and word[2:].islower()


def _abbreviated(token: str, word: str, known: _Abbreviations) -> bool:
    token = token.lower()
    return token in known.before or (token in known.number and word[0].isdigit())


def _goes_on(text: str, start: int, last: re.Match[str], word: str, known: _Abbreviations, language: str | None) -> bool:
    """Whether a full stop behind ``last``, with ``word`` coming, is part of an abbreviation, a number or initials."""
    token = last.group()
    lowered = token.lower().lstrip(".'’-/")
    opener = _opens(word, language)
    if token.isdigit():
        return _ordinal(text, start, last, word, opener)
    if lowered in ("г", "гг", "р", "рр", "r", "rr") and _after_digit(text, last.start()):
        return word[0].isdigit() or (not opener and len(text[start : last.start()].split()) < 4)
    if f"{lowered}.{word.lower().rstrip('.')}" in known.before | known.closing | known.any:
        return True  # the first half of "z. B.", "EE. UU."
    pair = _PAIR.search(text, max(start, last.start() - 4), last.end())
    if pair is not None:
        lowered = f"{pair[1]}.{pair[2]}".lower()
    if _abbreviated(lowered, word, known):
        return True
    if lowered in known.closing:
        return word[0].isdigit()
    if token[0].isdigit():
        return False
    if len(token) == 1 and token.islower() and token.isascii():
        return not opener
    if _INITIAL.fullmatch(token) and (token[0].isupper() or "." in token):
        return not opener
    if lowered in known.any or lowered in known.number or ("." in lowered and len(lowered) < 8 and not lowered.endswith("..")):
        return not opener
    return False


def _opens(word: str, language: str | None) -> bool:
    """Whether ``word`` is a function word with a capital, as it stands where a sentence begins and hardly elsewhere."""
    bare = word.rstrip(".")
    if not bare[:1].isupper() or (word.endswith(".") and len(bare) == 1):
        return False
    if language is not None:
        return is_stopword(bare, language)
    return any(is_stopword(bare, code) for code in ("en", "ru", "uk", "de", "fr", "es", "pl"))


def _after_digit(text: str, offset: int) -> bool:
    before = text[max(0, offset - 3) : offset].rstrip()
    return bool(before) and before[-1].isdigit()


def _ordinal(text: str, start: int, last: re.Match[str], word: str, opener: bool) -> bool:
    """A number with a full stop: a list's number, or an ordinal (German, Polish) with its noun behind it."""
    before = text[start : last.start()].split()
    if not before:
        return True  # "1. The agreement": the number of a list item stays with it
    return len(last.group()) <= 2 and not opener and before[-1].lower() in _GERMAN_LEAD


@cache
def _abbreviations(language: str | None) -> _Abbreviations:
    table = tomllib.loads((resources.files("provenance.language") / "data" / "abbreviations.toml").read_text("utf-8"))
    chosen = [table[language]] if language in table else list(table.values())
    return _Abbreviations(
        *(frozenset(word for entry in chosen for word in entry[kind].split()) for kind in ("before", "number", "closing", "any"))
    )
