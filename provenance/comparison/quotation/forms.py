"""One word in two forms: what differs between two spellings that a careful reader takes for the same word.

Only pairs of runs that already failed to be equal come here, so these functions may look closely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.comparison.quotation.words import spelling_key
from provenance.language.folding import fold

if TYPE_CHECKING:
    from provenance.comparison.quotation.changes import Change

_ROMANISED = (
    (re.compile(r"kh"), "h"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"tz"), "ts"),
    (re.compile(r"(?:ff|v)$"), "v"),
    (re.compile(r"[ijy]+"), "i"),
    (re.compile(r"ie"), "e"),
    (re.compile(r"enka$"), "enko"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_SEAM = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VOWEL = re.compile(r"[aeiou]")
_DECLINED = {"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"}
_GERMAN_ENDING = re.compile(r"(?:e|en|er|es|em|s)$")
_MIN_MISSPELT = 6
_MOST_FITTED = 2
"""Places in which words fitted into a sentence may differ."""
_MOST_WORDS = 3


def bare(word: str) -> str:
    """A folded word without the accents of Latin letters: ``cafe`` for ``café``, ``й`` left alone."""
    if word.isascii():
        return word
    return "".join(
        unicodedata.normalize("NFD", char)[0]
        if "\u00c0" <= char <= "\u024f" and unicodedata.decomposition(char)
        else {"ł": "l", "ø": "o", "đ": "d", "ı": "i"}.get(char, char)
        for char in word
    )


@lru_cache(maxsize=4096)
def romanised(name: str) -> str:
    """One form for the ways of writing a foreign name in Latin letters: ``Zelenskyy``, ``Zelensky`` and ``Zelenskiy``."""
    form = bare(fold(name).text).replace("-", "").replace("'", "")
    for pattern, into in _ROMANISED:
        form = pattern.sub(into, form)
    return form


def same_name_spelling(one: str, two: str) -> bool:
    """Whether two words with a capital are spellings of one name, and not two names, nor two forms of one word."""
    if not (one[:1].isupper() and two[:1].isupper()) or min(len(one), len(two)) < 4:
        return False
    a, b = bare(fold(one).text), bare(fold(two).text)
    if a == b or (len(a) > 4 and romanised(one) == romanised(two)):
        return True
    if _VOWEL.sub("", romanised(one)) != _VOWEL.sub("", romanised(two)):  # "Canada" and "Canadians" name one country, not in one word
        return False
    from provenance.language.names import same_name

    return same_name(one, two) >= 0.95


def glued(word: str, other: str) -> bool:
    """Whether ``other`` is ``word`` run together with a neighbour, as text out of a page is at line ends: ``harbourThe``."""
    parts = _SEAM.split(other)
    return len(parts) == 2 and len(parts[0]) > 3 and fold(word).text in (fold(parts[0]).text, fold(parts[1]).text)


def misspelt(one: str, two: str, language: str) -> bool:
    """Whether one of two long words is no word of the language and a single slip of the pen away from the other."""
    if min(len(one), len(two)) < _MIN_MISSPELT or not (one.isalpha() and two.isalpha()):
        return False
    from rapidfuzz.distance import OSA

    if OSA.distance(one, two, score_cutoff=1) > 1:
        return False
    return {known(one, language), known(two, language)} == {True, False}


@lru_cache(maxsize=8192)
def known(word: str, language: str) -> bool | None:
    """Whether a folded word stands in the language's dictionary; ``None`` without one."""
    import simplemma

    try:
        return bool(simplemma.is_known(word, lang=language))
    except (ValueError, KeyError):
        return None


def inflected(one: str, two: str, language: str) -> bool:
    """Whether two words differ in grammatical case alone, as words do that are fitted into another sentence."""
    if language == "de":
        return min(len(one), len(two)) >= 5 and _GERMAN_ENDING.sub("", one) == _GERMAN_ENDING.sub("", two)
    if language != "ru":
        return False
    from provenance.language.words import russian

    readings = [
        {(str(parse.normal_form), str(parse.tag.number)) for parse in russian().parse(word)[:4] if str(parse.tag.POS) in _DECLINED}
        for word in (one, two)
    ]
    return bool(readings[0] & readings[1])


def accented(one: str, two: str, language: str) -> bool:
    """Whether two words differ in accents alone, where an accent makes no other word."""
    if language == "de":
        return _umlauts(one) == _umlauts(two)
    return bare(one) == bare(two) and (language == "en" or min(len(one), len(two)) >= 5)


def _umlauts(word: str) -> str:
    return word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of a few words, and the words that are no part of them."""

    numbers: tuple[tuple[Decimal, Decimal, bool, str | None], ...]
    """Least value, greatest value, whether it counts a place ("third"), unit."""
    rest: tuple[str, ...]


def counted(text: str, language: str | None) -> Counted:
    """Read the numbers that words or digits state."""
    from provenance.language.numbers import quantities

    found = quantities(text, language)
    rest: list[str] = []
    position = 0
    for quantity in found:
        rest += _WORD.findall(text[position : quantity.span.start])
        position = quantity.span.end
    rest += _WORD.findall(text[position:])
    values = tuple((quantity.low, quantity.high, str(quantity.kind) == "ordinal", quantity.unit) for quantity in found)
    return Counted(values, tuple(rest))


def same_words(one: Sequence[str], two: Sequence[str], language: str) -> bool:
    """Whether two runs of as many words are the same words, each perhaps in another form.

    Parameters:
        one, two: words as they are written.
        language: ISO 639-1 code.
    """
    return len(one) == len(two) and all(_same_word(a, b, language) for a, b in zip(one, two, strict=True))


def _same_word(one: str, two: str, language: str) -> bool:
    a, b = (spelling_key(fold(word).text) for word in (one, two))
    if a == b or accented(a, b, language) or same_name_spelling(one, two) or glued(one, two):
        return True
    return inflected(a, b, language) or misspelt(a, b, language)


def adapted(changes: Sequence[Change], language: str) -> bool:
    """Whether a quotation differs from its source only as words do that are fitted into another's sentence.

    "I am ready" becomes said she “was ready”: a pronoun, an auxiliary, the form of a word. Not so where a "not", a number, a name or what is
    said changes, nor where more than two places do.
    """
    faults = [change for change in changes if not change.minor]
    return 0 < len(faults) <= _MOST_FITTED and all(_fitted(change, language) for change in faults)


def _fitted(change: Change, language: str) -> bool:
    if change.kind.value not in ("changed_word", "added_word", "dropped_word"):
        return False
    from provenance.comparison.quotation.words import words_for

    words = words_for(language)
    sides = [[fold(word).text for word in _WORD.findall(side)] for side in (change.claim, change.source)]
    if max(map(len, sides)) > _MOST_WORDS:
        return False
    light = words.fitting | words.own | words.slight
    turned = [sum(word in words.negation | words.reversing for word in side) for side in sides]
    rest = [[word for word in side if word not in light and word not in words.negation | words.reversing] for side in sides]
    if turned[0] != turned[1] or len(rest[0]) != len(rest[1]):
        return False
    return all(one_lemma(a, b, language) for a, b in zip(rest[0], rest[1], strict=True))


def one_lemma(one: str, two: str, language: str) -> bool:
    """Whether two folded words are forms of one word."""
    from provenance.language.words import lemma

    return one == two or lemma(one, language) == lemma(two, language)
