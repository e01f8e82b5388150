"""One form for what is written in many: quotation marks, dashes, spaces, ligatures, case, with a map back.

Two spellings of the same words fold to the same string: ``“co\u00adoperate”`` and ``"cooperate"``, ``naïve`` composed or not,
``１２`` and ``12``. The forms are those of Unicode's NFKC (UAX #15), less the ones that would change what a number says
(superscripts and fractions stay), plus the punctuation that NFKC leaves alone.

The work is done on the set of distinct characters and on whole runs, never character by character, so that a clean text
costs a few passes in C.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.model import Span

DOUBLE_QUOTES = '"“”„‟«»〝〞〟＂″❝❞「」『』'
SINGLE_QUOTES = "'‘’‚‛‹›ʼʻʹ′`´＇❛❜\u02bd"
DASHES = "-‐‑‒–—―−⁃﹘﹣－\u2e3a\u2e3b"

_SAME = {
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(DASHES, "-"),
    "…": "...",
    "№": "№",
    "İ": "i",
}
_DROPPED = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffe")
_KEPT_FORMS = ("<super>", "<sub>", "<fraction>", "<circle>")
_STRESS = frozenset("\u0300\u0301")
_JAMO = "\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters comes from."""

    text: str
    origin: Sequence[int]
    """``origin[i]`` is the offset in the original at which character ``i`` begins; one more entry holds the original's length."""
    ends: Sequence[int]
    """``ends[i]`` is the offset in the original just behind what became character ``i``."""

    def span(self, start: int, end: int) -> Span:
        """The run of the original that became ``text[start:end]``.

        Raises:
            IndexError: the run does not lie in the folded text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"{start}..{end} is not a run of a text of {len(self.text)} characters")
        if start == end:
            return Span(self.origin[start], self.origin[start])
        return Span(self.origin[start], self.ends[end - 1])


_EVEN = re.compile("[a-zA-Z0-9А-Яа-я]+(?: [a-zA-Z0-9А-Яа-я]+){0,100}")
"""What is folded by making its letters small: most names."""


@lru_cache(maxsize=8192)
def _form(char: str, case: bool) -> str:
    """What one character folds to: nothing, itself, another, or several."""
    if char in _SAME:
        return _SAME[char]
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if char in _DROPPED or category in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f":
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    form = char
    decomposition = unicodedata.decomposition(char)
    if decomposition and not decomposition.startswith(_KEPT_FORMS):
        form = unicodedata.normalize("NFKC", char)
        if any(part.isspace() for part in form):  # a spacing accent: NFKC makes a blank and a mark of it
            form = char
        form = "".join(_SAME.get(part, part) for part in form)
    if case:
        form = form.casefold().replace("ё", "е").replace("i\u0307", "i")
    return form


def fold(text: str, *, case: bool = True) -> Folded:
    """Fold ``text`` and keep the way back.

    Parameters:
        text: any text. It need not be normalised, nor well formed.
        case: whether to fold letters too: upper case to lower, ``ß`` to ``ss``, ``ς`` to ``σ``, ``ё`` to ``е``.

    Returns:
        The folded text. Double quotation marks are ``"``, single ones and apostrophes ``'``, dashes ``-`` (a run of them one),
        blanks and line breaks one space, an ellipsis ``...``; invisible characters are gone; accents are composed.
    """
    if case and _EVEN.fullmatch(text):
        return Folded(text.lower(), range(len(text) + 1), range(1, len(text) + 1))
    changed: list[tuple[str, str]] = []
    odd: list[str] = []
    marks = False
    for char in sorted(set(text)):
        form = _form(char, case)
        if len(form) != 1:
            odd.append(char)
        else:
            now = char.lower() if case and char != "İ" else char  # what stands there once lower() has been through
            if form != now and char != "İ":
                changed.append((now, form))
        marks = marks or (
            char > "\u02ff" and (unicodedata.combining(char) != 0 or "\u1100" <= char <= "\u11ff" or "\ua960" <= char <= "\ud7ff")
        )
    even = text
    if case:  # lower() keeps the length of everything but this letter
        even = even.replace("İ", "i").lower()
    if len(changed) > 40:
        even = even.translate({ord(char): form for char, form in changed})
    else:
        for char, form in changed:
            even = even.replace(char, form)
    if case and "ς" in even:
        even = even.replace("ς", "σ")
    pattern = _uneven(odd, case, marks)
    if pattern.search(even) is None:
        return Folded(even, range(len(text) + 1), range(1, len(text) + 1))
    return _assemble(text, even, pattern, case)


def _uneven(odd: Sequence[str], case: bool, marks: bool) -> re.Pattern[str]:
    """A pattern for the runs in which original and folded text do not go character by character."""
    lowered = {char.lower() if case and char != "İ" else char for char in odd}
    nothing = "".join(re.escape(char) for char in sorted(lowered) if _form(char, case) == "")
    several = "".join(re.escape(char) for char in sorted(lowered) if _form(char, case) != "")
    parts = [f"[ {nothing}]{{2,}}", "-{2,}", r"\. \. \."]
    if nothing:
        parts.append(f"[{nothing}]")
    if marks:
        parts.insert(0, f"[^\\W_][{_marks()}]+|[{_JAMO}]+")
    if several:
        parts.append(f"[{several}]")
    return _compiled("|".join(parts))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1)
def _marks() -> str:
    """The combining marks of the basic plane, for a character class."""
    codes = [code for code in range(0x300, 0xFE30) if unicodedata.combining(chr(code))]
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"\\u{a:04x}-\\u{b:04x}" for a, b in runs)


def _assemble(text: str, even: str, pattern: re.Pattern[str], case: bool) -> Folded:
    pieces: list[str] = []
    origin, ends = array("I"), array("I")
    here = 0
    for match in pattern.finditer(even):
        start, end = match.span()
        if start > here:
            pieces.append(even[here:start])
            origin.extend(range(here, start))
            ends.extend(range(here + 1, start + 1))
        for form, first, last in _replacement(text, match.group(), start, end, case):
            pieces.append(form)
            origin.extend([first] * len(form))
            ends.extend([last] * len(form))
        here = end
    pieces.append(even[here:])
    origin.extend(range(here, len(text) + 1))
    ends.extend(range(here + 1, len(text) + 1))
    return Folded("".join(pieces), origin, ends)


def _replacement(text: str, run: str, start: int, end: int, case: bool) -> Iterator[tuple[str, int, int]]:
    """What a run becomes: pieces, each with the offsets that it stands for."""
    first = run[0]
    if run == ". . .":
        yield "...", start, end
    elif first == "-" and len(run) > 1 and run[1] == "-":
        yield "-", start, end
    elif " " in run:
        lead, tail = run.index(" "), run.rindex(" ")
        yield " ", start + lead, start + tail + 1
    elif len(run) > 1 and _form(first, case) != "":
        joined = unicodedata.normalize("NFC", run)
        if "\u0400" <= first <= "\u04ff":  # a stress mark on a Cyrillic vowel is no part of the spelling
            joined = "".join(char for char in joined if char not in _STRESS)
        if case:
            joined = joined.replace("ё", "е")
        yield joined, start, end
    else:
        for offset, char in enumerate(run, start):
            form = _form(text[offset], case) if case else _form(char, case)
            if form:
                yield form, offset, offset + 1
