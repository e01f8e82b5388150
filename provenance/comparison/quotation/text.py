"""A text read into tokens, so that the words of a quotation can be looked up in it.

Tokens are words, numbers and the signs that are read aloud (``%``, ``$``, ``&``), folded so that two ways of writing one word are
one token. What stands between them (punctuation, quotation marks, line breaks) plays no part in the search.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import add

from provenance.comparison.quotation.words import language_of, spelling_key
from provenance.language.folding import Folded, fold
from provenance.model import Span

_SIGNS = "%‰$€£¥₽₴&"
_RAW = re.compile(rf"\w+(?:(?:'|(?<=\d)[.,:](?=\d))\w+)*|[{_SIGNS}]")
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts without blanks: each sign is a word."""
_PART = re.compile(rf"[0-9]+(?:[.,:'][0-9]+)*|[{_ALONE}]|[^\W0-9_{_ALONE}]+(?:[0-9]+|(?:'[^\W0-9_]+)*)|[{_SIGNS}]|[^\W_]")
_ODD = re.compile(rf"[0-9_'{_ALONE}]")
_CONTRACTION = re.compile(r"^(?:(.+)(n't)|(.+)('(?:ll|re|ve|m)))$")
_SHORT_FORMS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am"}
_STEMS = {"ca": "can", "wo": "will", "sha": "shall"}

_STOP = re.compile(r"[.!?…。！？]")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "rev",
        "hon",
        "pres",
        "capt",
        "sgt",
        "adm",
        "supt",
        "reps",
        "sens",
        "gen",
        "col",
        "maj",
        "lt",
        "sen",
        "rep",
        "gov",
        "st",
        "vs",
        "no",
        "jr",
        "sr",
        "inc",
        "co",
        "corp",
        "ltd",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "fig",
        "p",
        "pp",
        "г",
        "гг",
        "д",
        "ул",
        "им",
        "стр",
        "млн",
        "млрд",
        "тыс",
        "руб",
        "т",
        "н",
        "bzw",
        "ca",
        "nr",
        "str",
        "usw",
        "abs",
        "bd",
        "hr",
        "fr",
        "м",
    ]
)

MAX_HITS = 48


_SOUNDS = (
    (re.compile(r"shch|sch|sc"), "sh"),
    (re.compile(r"kh|h"), "g"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"tz|ts"), "c"),
    (re.compile(r"[ijy]+"), "i"),
    (re.compile(r"i(?=[aeou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=65536)
def latin(key: str) -> str:
    """A key in Latin letters, one form for the ways of romanising a word: ``slawa`` and «слава», ``geroyam`` and ``heroiam``."""
    from anyascii import anyascii

    form = "".join(char for char in anyascii(key).lower() if char.isalnum())
    for pattern, into in _SOUNDS:
        form = pattern.sub(into, form)
    return form


@lru_cache(maxsize=65536)
def _parts(word: str) -> tuple[tuple[str, int, int], ...]:
    """The tokens in a run of word characters: key, and offsets into it."""
    if word == "cannot":
        return ("can", 0, 3), ("not", 3, 6)
    if not _ODD.search(word):
        return ((spelling_key(word), 0, len(word)),)
    out: list[tuple[str, int, int]] = []
    for match in _PART.finditer(word):
        part, start, end = match.group(), match.start(), match.end()
        short = _CONTRACTION.match(part)
        if short:
            stem, rest = short.group(1) or short.group(3), short.group(2) or short.group(4)
            whole = _STEMS.get(stem, stem) if rest == "n't" else stem
            out += [(spelling_key(whole), start, end - len(rest)), (_SHORT_FORMS[rest], end - len(rest), end)]
        else:
            out.append((spelling_key(part), start, end))
    return tuple(out)


class PreparedText:
    """A text read into tokens once, for any number of look-ups; nothing is read before it is asked for.

    A token is a word, a number or a sign that is read aloud. Its *key* is what it is compared by: folded, one spelling for several.
    """

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self._language = language

    @cached_property
    def _read(self) -> tuple[Folded, list[str], array[int], array[int]]:
        folded = fold(self.text)
        raw = _RAW.findall(folded.text)
        first = array("L", [match.start() for match in _RAW.finditer(folded.text)])
        last = array("L", map(add, first, map(len, raw)))
        parts = {word: _parts(word) for word in set(raw)}
        plain = {word: found[0][0] for word, found in parts.items() if len(found) == 1 and found[0][1:] == (0, len(word))}
        if len(plain) == len(parts):
            return folded, [plain[word] for word in raw], first, last
        keys: list[str] = []
        starts, ends = array("L"), array("L")
        here = 0
        for number in [number for number, word in enumerate(raw) if word not in plain]:
            keys += [plain[word] for word in raw[here:number]]
            starts += first[here:number]
            ends += last[here:number]
            for key, start, end in parts[raw[number]]:
                keys.append(key)
                starts.append(first[number] + start)
                ends.append(first[number] + end)
            here = number + 1
        keys += [plain[word] for word in raw[here:]]
        starts += first[here:]
        ends += last[here:]
        return folded, keys, starts, ends

    @property
    def keys(self) -> list[str]:
        """The keys of its tokens, in order."""
        return self._read[1]

    def __len__(self) -> int:
        return len(self._read[1])

    def start(self, number: int) -> int:
        """Offset in :attr:`text` at which a token begins."""
        folded, _, starts, _ = self._read
        return folded.origin[starts[number]]

    def end(self, number: int) -> int:
        """Offset in :attr:`text` behind a token."""
        folded, _, _, ends = self._read
        return folded.ends[ends[number] - 1]

    def at(self, offset: int) -> int:
        """The token that holds the character of :attr:`text` at ``offset``, or else the next one."""
        folded, _, _, ends = self._read
        return bisect_right(range(len(ends)), offset, key=lambda number: folded.ends[ends[number] - 1])

    def word(self, number: int) -> str:
        """A token as it is written."""
        return self.text[self.start(number) : self.end(number)]

    @cached_property
    def joined(self) -> str:
        """Its keys with one blank before, between and behind: what is searched."""
        return f" {' '.join(self.keys)} "

    @cached_property
    def offsets(self) -> list[int]:
        """Offset in :attr:`joined` of the blank before each token."""
        return list(accumulate(map((1).__add__, map(len, self.keys[:-1])), initial=0))

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1 code: as given, or as its commonest words show; ``None`` if they show nothing."""
        return self._language or language_of(self.keys[:3000])

    @cached_property
    def sounds(self) -> str:
        """Its keys as they are written in Latin letters, with one blank before, between and behind."""
        forms = {key: latin(key) for key in set(self.keys)}
        return f" {' '.join(forms[key] or '.' for key in self.keys)} "

    def find_sounds(self, keys: Sequence[str]) -> int | None:
        """The first token at which these keys stand one after another, in whatever script."""
        at = self.sounds.find(f" {' '.join(latin(key) or '.' for key in keys)} ")
        return self.sounds.count(" ", 0, at + 1) - 1 if at >= 0 else None

    def find(self, keys: Sequence[str], first: int = 0, last: int | None = None, limit: int = MAX_HITS) -> list[int]:
        """Token numbers at which these keys stand one after another, wholly between tokens ``first`` and ``last``."""
        stop = len(self.keys) if last is None else min(last, len(self.keys))
        if not keys or first >= stop:
            return []
        needle = f" {' '.join(keys)} "
        at = self.offsets[first]
        end = self.offsets[stop - 1] + len(self.keys[stop - 1]) + 2
        found: list[int] = []
        while len(found) < limit and (at := self.joined.find(needle, at, end)) >= 0:
            found.append(self.number(at))
            at += 1
        return found

    def number(self, offset: int) -> int:
        """The token that the character of :attr:`joined` at ``offset`` belongs to (its leading blank counts as its own)."""
        return max(0, bisect_right(self.offsets, offset) - 1)

    def between(self, number: int) -> str:
        """What stands in :attr:`text` between token ``number - 1`` and token ``number`` (or the text's edge)."""
        start = self.end(number - 1) if number > 0 else 0
        end = self.start(number) if number < len(self) else len(self.text)
        return self.text[start:end]

    def begins_sentence(self, number: int) -> bool:
        """Whether a sentence, or the text, begins with token ``number``; one behind the last token counts as a beginning."""
        if number <= 0 or number >= len(self):
            return True
        gap = self.between(number)
        if not gap or (gap.isspace() and gap.count("\n") < 2):
            return False
        if _PARAGRAPH.search(gap):
            return True
        if not _STOP.search(gap):
            return False
        word, first = self.word(number - 1), self.text[self.start(number)]
        if first.islower():
            return False
        key = self.keys[number - 1]
        initial = len(word) == 1 and word.isalpha() and word.isupper()
        return not (gap.lstrip("\"'”’»)").startswith(".") and (initial or (key in ABBREVIATIONS and (key != "no" or first.isdigit()))))

    def span(self, first: int, last: int) -> Span:
        """From token ``first`` up to, without, token ``last``, in :attr:`text`."""
        return Span(self.start(first), self.end(last - 1))


def prepare(text: str, *, language: str | None = None) -> PreparedText:
    """Make a source ready to be searched; the work is done when it is first needed, and once.

    Parameters:
        text: the source's text; every span of a result counts in it.
        language: its ISO 639-1 code, if known.
    """
    return PreparedText(text, language)
